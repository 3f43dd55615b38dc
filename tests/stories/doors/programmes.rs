//! Programmes of a commune: whoever works in it or above it reads them; its desk and the city lead them; only its own
//! people report, and only those above it verify.

use super::world::{Asked, At, Making, Row, SOMEBODY_ELSE, To, World, name_of};
use danvan_actions::programmes::{join, make, promise, report, write_article};
use danvan_domain::{
    deadlines::Told,
    ids::{ArticleId, CommitmentId, PartyId, PersonId, ProgrammeId, ReportId},
    people::Role::{self, CityAnalyst, CityLeader, CommuneLeader, CommuneOfficer, TeamMember},
    programmes::{
        TypedCommitment, TypedParty, TypedProgramme, TypedReport,
        covenants::{Answer, TypedArticle},
    },
    rights::Asker,
};
use danvan_store::{
    people,
    programmes::{
        covenants, parties,
        tellings::{self, Telling},
    },
};

/// Who reads the programmes of a commune.
const READERS: &[Role] = &[TeamMember, CommuneOfficer, CommuneLeader, CityAnalyst, CityLeader];
/// Who leads them.
const LEADERS: &[Role] = &[CommuneOfficer, CommuneLeader, CityAnalyst, CityLeader];
/// Who reports for the commune.
const REPORTERS: To = To::Own(&[TeamMember, CommuneOfficer, CommuneLeader]);

pub(super) fn rows() -> Vec<Row> {
    // Long because it is a table: an address a line.
    vec![
        Row::plain("GET", "/programmes", To::Anywhere(READERS)),
        Row::plain("GET", "/programmes/mine", To::Anywhere(READERS)),
        Row::made("GET", "/programmes/promised", To::Own(READERS), |world, _| {
            Box::pin(async move { Asked::at(format!("/programmes/promised?unit={}", world.own)) })
        }),
        Row::plain("GET", "/programmes/verify", To::Anywhere(LEADERS)),
        Row::plain("GET", "/programmes/task", To::Anywhere(LEADERS)),
        // To a commune that is neither theirs nor their neighbour's.
        Row::made("POST", "/programmes/task", To::Own(&[CityAnalyst, CityLeader]), |world, _| {
            Box::pin(async move {
                let below = world.house.unit("00145");
                let asked = Asked::at("/programmes/task").with("id", world.house.new_id());
                asked.with("what", "Nhắc các hộ").with("last_on", "30/10/2026").with("unit", below)
            })
        }),
        Row::plain("GET", "/programmes/new", To::Anywhere(LEADERS)),
        // Everybody makes it for their own unit.
        Row::made("POST", "/programmes/new", To::Anywhere(LEADERS), |world, _| {
            Box::pin(async move { typed(Asked::at("/programmes/new").with("id", world.house.new_id())) })
        }),
        Row::made("GET", "/programmes/{id}", To::Own(READERS), |world, _| of_programme(world, "")),
        Row::made("GET", "/programmes/{id}/board.xlsx", To::Own(READERS), |world, _| {
            of_programme(world, "/board.xlsx")
        }),
        Row::made("GET", "/programmes/{id}/board.csv", To::Own(READERS), |world, _| {
            of_programme(world, "/board.csv")
        }),
        Row::made("GET", "/programmes/{id}/board.json", To::Own(READERS), |world, _| {
            of_programme(world, "/board.json")
        }),
        Row::made("GET", "/programmes/{id}/paper", To::Own(READERS), |world, _| {
            of_programme(world, "/paper")
        }),
        Row::made("POST", "/programmes/{id}/paper", To::Own(LEADERS), |world, _| {
            of_programme(world, "/paper")
        }),
        Row::made("POST", "/programmes/{id}/close", To::Own(LEADERS), |world, _| {
            of_programme(world, "/close")
        }),
        Row::made("GET", "/programmes/{id}/promise", To::Own(LEADERS), |world, _| {
            of_programme(world, "/promise")
        }),
        Row::made("POST", "/programmes/{id}/promise", To::Own(LEADERS), |world, _| {
            Box::pin(async move {
                let (id, own) = (programme(&world).await, world.house.new_id());
                let asked = Asked::at(format!("/programmes/{id}/promise")).with("id", own);
                let asked = asked.with("what", "Đối thoại").with("measure", "count").with("target", 4);
                asked.with("direction", "at_least").with("adds_up", "sum").with("rhythm", "quarterly")
            })
        }),
        Row::made("GET", "/programmes/{id}/compare", To::Own(READERS), |world, _| {
            of_programme(world, "/compare")
        }),
        Row::made("GET", "/programmes/{id}/compare/{file}", To::Own(READERS), |world, _| {
            of_programme(world, "/compare/compare.csv")
        }),
        Row::made("GET", "/programmes/{id}/covenant", To::Own(READERS), |world, _| {
            of_covenant(world, "/covenant")
        }),
        Row::made("GET", "/programmes/{id}/text", To::Own(READERS), |world, _| of_covenant(world, "/text")),
        Row::made("GET", "/programmes/{id}/coordination", To::Own(READERS), |world, _| {
            of_covenant(world, "/coordination")
        }),
        Row::made("GET", "/programmes/{id}/parties", To::Own(LEADERS), |world, _| {
            of_covenant(world, "/parties")
        }),
        Row::made("POST", "/programmes/{id}/parties", To::Own(LEADERS), |world, _| {
            Box::pin(async move {
                let unit = world.house.unit("00145");
                let asked = Asked::at(format!("/programmes/{}/parties", covenant(&world).await.0));
                let asked =
                    asked.with("id", world.house.new_id()).with("version", 1).with("party_sort", "unit");
                asked.with("party_unit", unit).with("place", "joins")
            })
        }),
        Row::made("POST", "/programmes/{id}/parties/{party}/leave", To::Own(LEADERS), |world, _| {
            Box::pin(async move {
                let (id, _, party) = covenant(&world).await;
                Asked::at(format!("/programmes/{id}/parties/{party}/leave")).with("version", 1)
            })
        }),
        Row::made("GET", "/programmes/{id}/articles/{article}", To::Own(LEADERS), |world, _| {
            of_article(world, "")
        }),
        Row::made("POST", "/programmes/{id}/articles/{article}", To::Own(LEADERS), |world, _| {
            of_article(world, "")
        }),
        Row::made("POST", "/programmes/{id}/articles/{article}/drop", To::Own(LEADERS), |world, _| {
            of_article(world, "/drop")
        }),
        // Only the commune's own desk speaks for it, never the city above.
        Row::made(
            "POST",
            "/programmes/{id}/articles/{article}/answer",
            To::Own(&[CommuneOfficer, CommuneLeader]),
            |world, _| of_article(world, "/answer"),
        ),
        // Only its head signs.
        Row::made("POST", "/programmes/{id}/sign", To::Own(&[CommuneLeader]), |world, _| {
            Box::pin(async move { to_sign(&world).await })
        }),
        Row::made("GET", "/programmes/{id}/meetings", To::Own(LEADERS), |world, _| {
            of_covenant(world, "/meetings")
        }),
        Row::made("POST", "/programmes/{id}/meetings", To::Own(LEADERS), |world, _| {
            Box::pin(async move {
                let (id, _, party) = covenant(&world).await;
                let asked = Asked::at(format!("/programmes/{id}/meetings")).with("id", world.house.new_id());
                let asked = asked.with("held_on", "05/10/2026").with("present", party);
                asked.with("minutes", "Các bên báo cáo tiến độ, thống nhất làm tiếp.")
            })
        }),
        Row::made("GET", "/programmes/commitments/{id}", To::Own(READERS), |world, _| {
            of_commitment(world, "")
        }),
        Row::made("GET", "/programmes/commitments/{id}/report", REPORTERS, |world, _| {
            of_commitment(world, "/report")
        }),
        Row::made("POST", "/programmes/commitments/{id}/report", REPORTERS, |world, _| {
            of_commitment(world, "/report")
        }),
        Row::made("GET", "/programmes/commitments/{id}/share", To::Own(LEADERS), |world, _| {
            of_commitment(world, "/share")
        }),
        Row::made("POST", "/programmes/commitments/{id}/share", To::Own(LEADERS), |world, _| {
            of_commitment(world, "/share")
        }),
        Row::made("POST", "/programmes/commitments/{id}/withdraw", To::Own(LEADERS), |world, _| {
            of_commitment(world, "/withdraw")
        }),
        // It is told to the office's own desk and team.
        Row::made("POST", "/programmes/told/{id}", To::Own(&[TeamMember, CommuneOfficer]), |world, _| {
            told(world)
        }),
        Row::made("POST", "/programmes/reports/{id}", To::Own(&[CityAnalyst, CityLeader]), |world, _| {
            Box::pin(async move {
                let id = reported(&world).await;
                Asked::at(format!("/programmes/reports/{id}")).with("verdict", "accept")
            })
        }),
    ]
}

fn typed(asked: Asked) -> Asked {
    let asked = asked.with("sort", "plan").with("title", "Kế hoạch của năm");
    asked.with("starts_on", "01/10/2026").with("ends_on", "31/12/2026")
}

/// Somebody as the one who asks.
pub(super) async fn asker(world: &World, sign_in: &str) -> Asker {
    let (person, _) = people::by_sign_in(&world.house.store, sign_in).await.expect("read").expect("somebody");
    let id: PersonId = person.id;
    let positions = people::held(&world.house.store, id, world.house.today()).await.expect("read");
    Asker { person: Some(id), positions, house: false }
}

async fn programme(world: &World) -> ProgrammeId {
    let lead = asker(world, &name_of(CommuneOfficer, At::Own)).await;
    let day = |text: &str| Some(Ok(text.parse().expect("a day")));
    let typed = TypedProgramme {
        kind: "plan".into(),
        title: "Kế hoạch của năm".into(),
        starts_on: day("2026-10-01"),
        ends_on: day("2026-12-31"),
        ..TypedProgramme::default()
    };
    make(&world.house, &lead, ProgrammeId(world.house.new_id()), &typed, &[]).await.expect("a programme")
}

/// A covenant of the commune with itself and a neighbour's neighbour, and one article.
async fn covenant(world: &World) -> (ProgrammeId, ArticleId, PartyId) {
    let house = &world.house;
    let lead = asker(world, &name_of(CommuneOfficer, At::Own)).await;
    let day = |text: &str| Some(Ok(text.parse().expect("a day")));
    let typed = TypedProgramme {
        kind: "covenant".into(),
        title: "Giao ước thi đua".into(),
        starts_on: day("2026-10-01"),
        ends_on: day("2026-12-31"),
        ..TypedProgramme::default()
    };
    let id = make(house, &lead, ProgrammeId(house.new_id()), &typed, &[]).await.expect("a covenant");
    let mut own = None;
    for unit in [world.own, house.unit("00160")] {
        let unit = unit.to_string();
        let typed = TypedParty { sort: "unit".into(), unit, place: "joins".into(), ..TypedParty::default() };
        let party = PartyId(house.new_id());
        let party = join(house, &lead, (id, party, 1), &typed, "").await.expect("a party");
        own.get_or_insert(party);
    }
    let article = ArticleId(house.new_id());
    let typed = TypedArticle { title: "Một".into(), body: "Cùng làm sạch ngõ xóm.".into() };
    write_article(house, &lead, (id, article, 0), &typed).await.expect("an article");
    (id, article, own.expect("two parties"))
}

fn of_covenant(world: World, rest: &'static str) -> Making {
    Box::pin(async move { Asked::at(format!("/programmes/{}{rest}", covenant(&world).await.0)) })
}

fn of_article(world: World, rest: &'static str) -> Making {
    Box::pin(async move {
        let (id, article, party) = covenant(&world).await;
        let asked = Asked::at(format!("/programmes/{id}/articles/{article}{rest}"));
        let asked = asked.with("revision", 1).with("title", "Một").with("body", "Giữ sạch ngõ xóm.");
        asked.with("reason", "Trùng với điều khác").with("party", party).with("answer", "agree")
    })
}

/// A covenant to which both parties agree, as its first party signs it.
async fn to_sign(world: &World) -> Asked {
    let house = &world.house;
    let (id, article, own) = covenant(world).await;
    let all = parties::of(&house.store, id).await.expect("read");
    let mut change = house.store.begin().await.expect("a change");
    for party in &all {
        let (revision, number, agrees, why) = (1, 1, true, String::new());
        let (party, at, person) = (party.id, house.now(), None);
        let answer = Answer { article, revision, party, number, agrees, why, at, person };
        covenants::answer(&mut change, &answer).await.expect("agreed");
    }
    change.commit().await.expect("a commit");
    let read = danvan_actions::programmes::covenant(house, &Asker::house(), id).await.expect("a covenant");
    let asked = Asked::at(format!("/programmes/{id}/sign")).with("party", own).with("version", 1);
    asked.with("hash", read.hash)
}

async fn commitment(world: &World) -> CommitmentId {
    let lead = asker(world, &name_of(CommuneOfficer, At::Own)).await;
    let typed = TypedCommitment {
        what: "Đối thoại".into(),
        measure: "count".into(),
        target: "4".into(),
        direction: "at_least".into(),
        adds_up: "sum".into(),
        rhythm: "once".into(),
        ..TypedCommitment::default()
    };
    let ids = (programme(world).await, CommitmentId(world.house.new_id()));
    promise(&world.house, &lead, ids, ("", ""), &typed).await.expect("a commitment")
}

async fn reported(world: &World) -> ReportId {
    let of = commitment(world).await;
    let typed = TypedReport { id: Some(world.house.new_id()), value: "1".into(), ..TypedReport::default() };
    report(&world.house, &asker(world, SOMEBODY_ELSE).await, of, &typed).await.expect("a report")
}

/// The desk of the commune is told that something falls due.
fn told(world: World) -> Making {
    Box::pin(async move {
        let today = world.house.today();
        let telling = Telling {
            id: world.house.new_id(),
            commitment: commitment(&world).await,
            period: today,
            rung: -3,
            told: Told::Handler,
            unit: world.own,
            due_on: today,
            told_at: world.house.now(),
        };
        let mut change = world.house.store.begin().await.expect("a change");
        tellings::tell(&mut change, &telling).await.expect("told");
        change.commit().await.expect("a commit");
        Asked::at(format!("/programmes/told/{}", telling.id))
    })
}

fn of_programme(world: World, rest: &'static str) -> Making {
    Box::pin(async move {
        let asked = Asked::at(format!("/programmes/{}{rest}", programme(&world).await));
        typed(asked).with("version", 1).with("change", "adjusted").with("reason", "Theo sơ kết quý")
    })
}

fn of_commitment(world: World, rest: &'static str) -> Making {
    Box::pin(async move {
        let asked = Asked::at(format!("/programmes/commitments/{}{rest}", commitment(&world).await));
        let asked = asked.with("id", world.house.new_id()).with("value", 1).with("reason", "Đã xong việc");
        asked.with("sharing", "equal").with("unit", world.own)
    })
}
