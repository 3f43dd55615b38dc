//! Land clearance: the city begins a project, each of its communes keeps its own files, and nobody else reads who speaks for one.

use super::world::{Asked, At, Making, Row, To, Who, World, name_of};
use danvan_actions::clearance::{Source, add_file, call, enter, make_project, read_sheet};
use danvan_domain::{
    clearance::{TypedCall, TypedEntry, TypedFile, TypedProject},
    ids::{ProceedingId, ProjectId},
    people::Role::{self, CityAnalyst, CityLeader, CommuneLeader, CommuneOfficer},
    rights::Asker,
};
use danvan_store::{clearance as store, people};

const READERS: &[Role] = &[CommuneOfficer, CommuneLeader, CityAnalyst, CityLeader];
const KEEPERS: &[Role] = &[CommuneOfficer, CommuneLeader];
const LEADERS: &[Role] = &[CityAnalyst, CityLeader];

/// Rows of one place: method, address, whom it lets in, and what is asked.
macro_rules! rows {
    ($($method:literal $route:literal $to:expr, |$world:ident, $who:ident| $asked:expr;)+) => {
        vec![$(Row::made($method, $route, $to, |$world, $who| -> Making {
            let _ = &$who;
            Box::pin(async move { $asked })
        })),+]
    };
}

pub(super) fn rows() -> Vec<Row> {
    [lists(), work(), files()].concat()
}

fn lists() -> Vec<Row> {
    rows! {
        "GET" "/clearance" To::Anywhere(READERS), |_world, who| Asked::at("/clearance");
        "GET" "/clearance/new" To::Anywhere(LEADERS), |_world, who| Asked::at("/clearance/new");
        "POST" "/clearance/new" To::Anywhere(LEADERS), |world, who| {
            let asked = Asked::at("/clearance/new").with("id", world.house.new_id()).with("name", "Đường Vành đai 4");
            asked.with("number", "1").with("planned_on", "1/3/2026").with("segments", "Đoạn 1")
        };
        "GET" "/clearance/{id}" To::SameCity(READERS), |world, who| of(&world, "").await;
        "GET" "/clearance/{id}/board.csv" To::SameCity(READERS), |world, who| of(&world, "/board.csv").await;
        "GET" "/clearance/{id}/board.xlsx" To::SameCity(READERS), |world, who| of(&world, "/board.xlsx").await;
        "GET" "/clearance/{id}/worklist" To::SameCity(READERS), |world, who| of(&world, "/worklist").await;
        "GET" "/clearance/{id}/worklist.csv" To::SameCity(READERS), |world, who| of(&world, "/worklist.csv").await;
        "GET" "/clearance/{id}/worklist.xlsx" To::SameCity(READERS), |world, who| of(&world, "/worklist.xlsx").await;
        "GET" "/clearance/{id}/wishes" To::SameCity(READERS), |world, who| of(&world, "/wishes").await;
        "GET" "/clearance/{id}/wishes/{file}" To::SameCity(READERS), |world, who| of(&world, "/wishes/wishes.csv").await;
        "GET" "/clearance/{id}/year" To::Own(LEADERS), |world, who| of(&world, "/year").await;
        "GET" "/clearance/{id}/year.csv" To::Own(LEADERS), |world, who| of(&world, "/year.csv").await;
        "GET" "/clearance/{id}/year.xlsx" To::Own(LEADERS), |world, who| of(&world, "/year.xlsx").await;
    }
}

fn work() -> Vec<Row> {
    rows! {
        "GET" "/clearance/{id}/files/new" To::SameCity(KEEPERS), |world, who| of(&world, "/files/new").await;
        "POST" "/clearance/{id}/files/new" To::SameCity(KEEPERS), |world, who| {
            let asked = of(&world, "/files/new").await.with("id", world.house.new_id()).with("number", "NH-2");
            let asked = asked.with("clearance_kind", "household").with("segment", "1").with("area", "100");
            asked.with("place", world.unit_of(who))
        };
        "GET" "/clearance/{id}/acts" To::SameCity(KEEPERS), |world, who| of(&world, "/acts").await;
        "POST" "/clearance/{id}/acts" To::SameCity(KEEPERS), |world, who| {
            let (project, _) = file(&world, who).await;
            let asked = Asked::at(format!("/clearance/{project}/acts")).with("act", "planned:meet");
            asked.with("id", world.house.new_id()).with("document", "7/BB").with("came", "10")
        };
        "GET" "/clearance/{id}/sheet" To::SameCity(KEEPERS), |world, who| of(&world, "/sheet").await;
        "POST" "/clearance/{id}/sheet" To::SameCity(KEEPERS), |world, who| {
            of(&world, "/sheet").await.with("rows", pasted(&world, who))
        };
        "POST" "/clearance/{id}/sheet/keep" To::SameCity(KEEPERS), |world, who| {
            let project = project(&world).await;
            let source = Source::Pasted(pasted(&world, who));
            let found = read_sheet(&world.house, &asker(&world, keeper(who)).await, project, source).await.expect("read");
            let id = found.id.expect("something is in order");
            Asked::at(format!("/clearance/{project}/sheet/keep")).with("sheet", id)
        };
        "POST" "/clearance/{id}/wishes" To::SameCity(KEEPERS), |world, who| {
            let asked = of(&world, "/wishes").await.with("id", world.house.new_id()).with("on", "1/10/2026");
            asked.with("households_asked", "20").with("households_answered", "10").with("wish-near", "7")
        };
    }
}

fn files() -> Vec<Row> {
    rows! {
        "GET" "/clearance/files/{id}" To::Own(READERS), |world, who| of_file(&world, "").await;
        "GET" "/clearance/files/{id}/call" To::Own(KEEPERS), |world, who| of_file(&world, "/call").await;
        "POST" "/clearance/files/{id}/call" To::Own(KEEPERS), |world, who| {
            let asked = of_file(&world, "/call").await.with("id", world.house.new_id()).with("on", "1/10/2026");
            asked.with("who", "Tổ công tác").with("asked", "Xem bản đo.")
        };
        "POST" "/clearance/files/{id}/blocked" To::Own(KEEPERS), |world, who| {
            of_file(&world, "/blocked").await.with("blocked", "price")
        };
        "POST" "/clearance/files/{id}/link" To::Own(KEEPERS), |world, who| {
            let letter = super::letters::received(&world).await.id;
            of_file(&world, "/link").await.with("attached", letter)
        };
        "POST" "/clearance/files/{id}/unlink" To::Own(KEEPERS), |world, who| {
            let (_, file) = file(&world, None).await;
            let thing = world.house.new_id();
            let mut change = world.house.store.begin().await.expect("a change");
            let when = (world.house.now(), None);
            store::holders::add_link(&mut change, file, ("case", thing), when).await.expect("linked");
            change.commit().await.expect("a commit");
            Asked::at(format!("/clearance/files/{file}/unlink")).with("thing", thing)
        };
        "GET" "/clearance/files/{id}/entries" To::Own(KEEPERS), |world, who| of_file(&world, "/entries").await;
        "POST" "/clearance/files/{id}/entries" To::Own(KEEPERS), |world, who| {
            let asked = of_file(&world, "/entries").await.with("id", world.house.new_id());
            asked.with("entry_sort", "land").with("dong", "1000").with("on", "1/10/2026").with("paper_number", "1")
        };
        "GET" "/clearance/files/{id}/holder" To::Own(KEEPERS), |world, who| of_file(&world, "/holder").await;
        "POST" "/clearance/files/{id}/holder" To::Own(KEEPERS), |world, who| {
            of_file(&world, "/holder").await.with("purpose", "call_on")
        };
        "POST" "/clearance/files/{id}/holder/keep" To::Own(KEEPERS), |world, who| {
            of_file(&world, "/holder/keep").await.with("holder", "Trần Thị Mận")
        };
        "POST" "/clearance/files/{id}/holder/need" To::Own(KEEPERS), |world, who| {
            of_file(&world, "/holder/need").await.with("need", "transport")
        };
        "GET" "/clearance/calls/{id}/answer" To::Own(KEEPERS), |world, who| called(&world).await;
        "POST" "/clearance/calls/{id}/answer" To::Own(KEEPERS), |world, who| {
            called(&world).await.with("answer", "Đã đo lại.")
        };
        "POST" "/clearance/entries/{id}/strike" To::Own(KEEPERS), |world, who| {
            let (_, file) = file(&world, None).await;
            let id = world.house.new_id();
            let typed = TypedEntry {
                sort: "land".into(),
                amount: "1000".into(),
                on: Some(Ok(world.house.today())),
                paper: "1".into(),
            };
            let officer = asker(&world, (CommuneOfficer, At::Own)).await;
            enter(&world.house, &officer, file, id, &typed).await.expect("entered");
            Asked::at(format!("/clearance/entries/{id}/strike"))
        };
    }
}

/// Whoever keeps files where somebody comes from.
fn keeper(who: Who) -> (Role, At) {
    who.filter(|(role, _)| KEEPERS.contains(role)).unwrap_or((CommuneOfficer, At::Own))
}

async fn asker(world: &World, (role, at): (Role, At)) -> Asker {
    let (store, name) = (&world.house.store, name_of(role, at));
    let (person, _) = people::by_sign_in(store, &name).await.expect("read").expect("somebody");
    let positions = people::held(store, person.id, world.house.today()).await.expect("read");
    Asker { person: Some(person.id), positions, house: false }
}

async fn project(world: &World) -> ProjectId {
    let id = ProjectId(world.house.new_id());
    let typed = TypedProject {
        name: "Đường Vành đai 4".into(),
        number: "1012/QĐ-UBND".into(),
        planned_on: Some(Ok("2026-03-01".parse().expect("a day"))),
        segments: "Đoạn 1".into(),
        ..TypedProject::default()
    };
    make_project(&world.house, &asker(world, (CityLeader, At::Own)).await, id, &typed).await.expect("begun")
}

/// A project with a file in the commune of whoever keeps files there.
async fn file(world: &World, who: Who) -> (ProjectId, ProceedingId) {
    let (project, id) = (project(world).await, ProceedingId(world.house.new_id()));
    let typed = TypedFile {
        number: "NH-1".into(),
        kind: "household".into(),
        segment: "1".into(),
        place: world.unit_of(Some(keeper(who))).to_string(),
        area: "100".into(),
        name: "Trần Thị Mận".into(),
        ..TypedFile::default()
    };
    add_file(&world.house, &asker(world, keeper(who)).await, project, id, &typed).await.expect("opened");
    (project, id)
}

fn pasted(world: &World, who: Who) -> String {
    let place = world.unit_of(Some(keeper(who)));
    format!("Số hồ sơ\tLoại hồ sơ\tĐoạn\tPhường\tDiện tích\nNH-7\thộ\t1\t{place}\t100")
}

async fn of(world: &World, rest: &str) -> Asked {
    Asked::at(format!("/clearance/{}{rest}", project(world).await))
}

async fn of_file(world: &World, rest: &str) -> Asked {
    Asked::at(format!("/clearance/files/{}{rest}", file(world, None).await.1))
}

async fn called(world: &World) -> Asked {
    let (_, file) = file(world, None).await;
    let (id, today) = (world.house.new_id(), world.house.today());
    let typed = TypedCall {
        on: Some(Ok(today)),
        who: "Tổ công tác".into(),
        asked: "Đo lại sân.".into(),
        promised: "Đo lại.".into(),
        until: Some(Ok(today.plus_days(3))),
        ..TypedCall::default()
    };
    let officer = asker(world, (CommuneOfficer, At::Own)).await;
    call(&world.house, &officer, file, id, &typed).await.expect("noted");
    Asked::at(format!("/clearance/calls/{id}/answer"))
}
