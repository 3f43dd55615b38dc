//! Inspections of a commune by its city: the city leads and decides, only the commune's own people answer.

use super::world::{Asked, At, Making, Row, To, World, name_of};
use danvan_actions::inspections::{act, plan, send_outline};
use danvan_domain::{
    ids::{InspectionId, PersonId},
    inspections::{TypedPaper, TypedPlan},
    people::Role::{self, CityAnalyst, CityLeader, CommuneLeader, CommuneOfficer},
    rights::Asker,
};
use danvan_store::{inspections as store, people};

const READERS: &[Role] = &[CommuneOfficer, CommuneLeader, CityAnalyst, CityLeader];
const LEADERS: To = To::Own(&[CityAnalyst, CityLeader]);

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::plain("GET", "/inspections", To::Anywhere(READERS)),
        Row::plain("GET", "/inspections/new", To::Anywhere(READERS)),
        // Of a commune that is neither theirs nor their neighbour's.
        Row::made("POST", "/inspections/new", To::Own(&[CityAnalyst, CityLeader]), |world, _| {
            Box::pin(async move {
                let asked = Asked::at("/inspections/new").with("id", world.house.new_id());
                let asked = asked.with("inspection_kind", "inspection").with("subject", "Quy chế dân vận");
                let asked = asked.with("unit", world.house.unit("00145")).with("list", "mobilisation");
                asked.with("from", "05/10/2026").with("to", "09/10/2026")
            })
        }),
        Row::plain("GET", "/inspections/found", To::Anywhere(READERS)),
        Row::made("GET", "/inspections/found/{file}", To::Anywhere(READERS), |_, _| {
            Box::pin(async move { Asked::at("/inspections/found/found.csv") })
        }),
        Row::made("GET", "/inspections/{id}", To::Own(READERS), |world, _| at(world, Until::Planned, "")),
        Row::made("GET", "/inspections/{id}/act", To::Own(&[CityLeader]), |world, _| {
            at(world, Until::Planned, "/act?act=decide")
        }),
        Row::made("POST", "/inspections/{id}/act", To::Own(&[CityLeader]), |world, _| {
            at(world, Until::Planned, "/act")
        }),
        Row::made(
            "GET",
            "/inspections/{id}/answer",
            To::Own(&[CommuneOfficer, CommuneLeader]),
            |world, _| at(world, Until::Outlined, "/answer"),
        ),
        Row::made(
            "POST",
            "/inspections/{id}/answer",
            To::Own(&[CommuneOfficer, CommuneLeader]),
            |world, _| at(world, Until::Outlined, "/answer"),
        ),
        Row::made("GET", "/inspections/{id}/items/{item}", LEADERS, |world, _| {
            at(world, Until::AtWork, "/items/")
        }),
        Row::made("POST", "/inspections/{id}/items/{item}", LEADERS, |world, _| {
            at(world, Until::AtWork, "/items/")
        }),
        Row::made("GET", "/inspections/{id}/conclude", To::Own(&[CityLeader]), |world, _| {
            at(world, Until::Minuted, "/conclude")
        }),
        Row::made("POST", "/inspections/{id}/conclude", To::Own(&[CityLeader]), |world, _| {
            at(world, Until::Minuted, "/conclude")
        }),
    ]
}

/// How far an inspection is brought before somebody comes to its door.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Until {
    Planned,
    Outlined,
    AtWork,
    Minuted,
}

async fn leader(world: &World) -> Asker {
    let name = name_of(CityLeader, At::Own);
    let (person, _) = people::by_sign_in(&world.house.store, &name).await.expect("read").expect("somebody");
    let id: PersonId = person.id;
    let positions = people::held(&world.house.store, id, world.house.today()).await.expect("read");
    Asker { person: Some(id), positions, house: false }
}

fn at(world: World, until: Until, rest: &'static str) -> Making {
    Box::pin(async move {
        let (house, lead) = (&world.house, leader(&world).await);
        let day = |text: &str| Some(Ok(text.parse().expect("a day")));
        let today = house.today();
        let typed = TypedPlan {
            kind: "inspection".into(),
            subject: "Quy chế dân vận".into(),
            from: day("2026-10-05"),
            to: day("2026-10-09"),
            questions: "Công khai: Có niêm yết đủ không?".into(),
            ..TypedPlan::default()
        };
        let id = InspectionId(house.new_id());
        plan(house, &lead, id, &world.own.to_string(), &typed).await.expect("planned");
        let paper =
            TypedPaper { words: "Theo kế hoạch.".into(), number: "1".into(), on: Some(Ok(today)) };
        if until >= Until::Outlined {
            act(house, &lead, id, "decide", &paper, &[]).await.expect("decided");
            send_outline(house, &lead, id, &paper, Some(Ok(today))).await.expect("sent");
        }
        if until >= Until::AtWork {
            act(house, &lead, id, "begin", &paper, &[]).await.expect("begun");
        }
        let item = store::items(&house.store, id).await.expect("items")[0].id;
        if until >= Until::Minuted {
            let met = danvan_domain::inspections::TypedFinding { outcome: "met".into(), told: String::new() };
            danvan_actions::inspections::look(house, &lead, (id, item), &met, &[]).await.expect("looked");
            act(house, &lead, id, "minute", &paper, &[]).await.expect("minutes");
        }
        let end = if rest == "/items/" { format!("/items/{item}") } else { rest.into() };
        let asked = Asked::at(format!("/inspections/{id}{end}")).with("act", "decide").with("words", "Xong");
        asked.with("number", "2").with("on", today.to_string()).with("outcome", "met")
    })
}
