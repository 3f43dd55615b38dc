//! Periodic returns: a commune's own people write them, its leader submits, the city above accepts.

use super::world::{Asked, At, Making, Row, To, World, name_of};
use danvan_actions::returns::{act, open_quick, write};
use danvan_domain::{
    ids::{PersonId, ReturnId},
    people::Role::{self, CityAnalyst, CityLeader, CommuneLeader, CommuneOfficer},
    returns::TypedQuick,
    rights::Asker,
};
use danvan_store::people;

const READERS: &[Role] = &[CommuneOfficer, CommuneLeader, CityAnalyst, CityLeader];
const WRITERS: &[Role] = &[CommuneOfficer, CommuneLeader];
const ABOVE: To = To::Own(&[CityAnalyst, CityLeader]);

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::plain("GET", "/returns", To::Anywhere(READERS)),
        Row::plain("GET", "/returns/board", To::Anywhere(READERS)),
        Row::plain("GET", "/returns/board.csv", To::Anywhere(READERS)),
        Row::plain("GET", "/returns/board.xlsx", To::Anywhere(READERS)),
        Row::plain("GET", "/returns/quick", To::Anywhere(READERS)),
        Row::made("POST", "/returns/quick", To::Anywhere(READERS), |world, _| {
            Box::pin(async move {
                let asked = Asked::at("/returns/quick").with("id", world.house.new_id());
                asked.with("title", "Ngập ở ngõ 12")
            })
        }),
        Row::made("GET", "/returns/{id}", To::Own(READERS), |world, _| at(world, true, "")),
        Row::made("GET", "/returns/{id}/sheet.csv", To::Own(READERS), |world, _| {
            at(world, true, "/sheet.csv")
        }),
        Row::made("GET", "/returns/{id}/sheet.xlsx", To::Own(READERS), |world, _| {
            at(world, true, "/sheet.xlsx")
        }),
        Row::made("GET", "/returns/{id}/paper.pdf", To::Own(READERS), |world, _| {
            at(world, true, "/paper.pdf")
        }),
        Row::made("GET", "/returns/{id}/paper.docx", To::Own(READERS), |world, _| {
            at(world, true, "/paper.docx")
        }),
        Row::plain("GET", "/api/v1/returns", To::Anywhere(READERS)),
        Row::made("GET", "/api/v1/returns/{id}", To::Own(READERS), |world, _| {
            Box::pin(async move {
                let asked = at(world, true, "").await;
                Asked { path: format!("/api/v1{}", asked.path), ..asked }
            })
        }),
        Row::made("GET", "/returns/{id}/write", To::Own(WRITERS), |world, _| at(world, false, "/write")),
        Row::made("POST", "/returns/{id}/write", To::Own(WRITERS), |world, _| at(world, false, "/write")),
        Row::made("GET", "/returns/{id}/act", ABOVE, |world, _| at(world, true, "/act?act=accept")),
        Row::made("POST", "/returns/{id}/act", ABOVE, |world, _| at(world, true, "/act")),
    ]
}

async fn leader(world: &World) -> Asker {
    let name = name_of(CommuneLeader, At::Own);
    let (person, _) = people::by_sign_in(&world.house.store, &name).await.expect("read").expect("somebody");
    let id: PersonId = person.id;
    let positions = people::held(&world.house.store, id, world.house.today()).await.expect("read");
    Asker { person: Some(id), positions, house: false }
}

/// A quick report of the commune, written, and submitted where that is wanted.
fn at(world: World, is_submitted: bool, rest: &'static str) -> Making {
    Box::pin(async move {
        let (house, lead) = (&world.house, leader(&world).await);
        let id = ReturnId(house.new_id());
        let typed = TypedQuick { title: "Ngập ở ngõ 12".into() };
        open_quick(house, &lead, id, &typed).await.expect("begun");
        let fields =
            ["course", "assessment", "proposals"].map(|code| (format!("words-{code}"), "Đã rõ.".into()));
        write(house, &lead, id, &fields, house.now()).await.expect("written");
        if is_submitted {
            act(house, &lead, (id, 0), "submit", "").await.expect("submitted");
        }
        let asked = Asked::at(format!("/returns/{id}{rest}")).with("act", "accept").with("version", 1);
        asked.with("words-course", "Nước đã rút.").with("seen", i64::MAX)
    })
}
