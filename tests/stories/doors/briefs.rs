//! Briefs: a commune's officers write them; once one was sent, its own people and those of the city it went to read it.

use super::world::{Asked, At, Making, Row, To, World, name_of};
use danvan_actions::briefs::{TypedBrief, begin, may_go_to, send};
use danvan_domain::{
    ids::BriefId,
    people::Role::{self, CityAnalyst, CityLeader, CommuneLeader, CommuneOfficer},
    rights::Asker,
};
use danvan_store::{briefs as store, people};

const READERS: &[Role] = &[CommuneOfficer, CommuneLeader, CityAnalyst, CityLeader];
const WRITERS: &[Role] = &[CommuneOfficer, CityAnalyst];
const OWN: To = To::Own(&[CommuneOfficer]);

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::plain("GET", "/briefs", To::Anywhere(READERS)),
        Row::plain("GET", "/briefs/new", To::Anywhere(WRITERS)),
        Row::made("POST", "/briefs/new", To::Anywhere(WRITERS), |world, _| {
            Box::pin(async move {
                let asked = Asked::at("/briefs/new").with("id", world.house.new_id());
                asked.with("brief_kind", "quick")
            })
        }),
        Row::made("GET", "/briefs/{id}", To::Own(READERS), |world, _| at(world, true, "")),
        Row::made("GET", "/briefs/{id}/paper.docx", To::Own(READERS), |world, _| {
            at(world, true, "/paper.docx")
        }),
        Row::made("GET", "/briefs/{id}/paper.pdf", To::Own(READERS), |world, _| {
            at(world, true, "/paper.pdf")
        }),
        Row::made("GET", "/briefs/{id}/edit", OWN, |world, _| at(world, false, "/edit")),
        Row::made("POST", "/briefs/{id}/edit", OWN, |world, _| at(world, false, "/edit")),
        Row::made("GET", "/briefs/{id}/send", OWN, |world, _| at(world, false, "/send")),
        Row::made("POST", "/briefs/{id}/send", OWN, |world, _| at(world, false, "/send")),
        Row::plain("GET", "/api/v1/briefs", To::Anywhere(READERS)),
        Row::made("GET", "/api/v1/briefs/{id}", To::Own(READERS), |world, _| {
            Box::pin(async move {
                let asked = at(world, true, "").await;
                Asked { path: format!("/api/v1{}", asked.path), ..asked }
            })
        }),
    ]
}

async fn officer(world: &World) -> Asker {
    let name = name_of(CommuneOfficer, At::Own);
    let (person, _) = people::by_sign_in(&world.house.store, &name).await.expect("read").expect("somebody");
    let positions = people::held(&world.house.store, person.id, world.house.today()).await.expect("read");
    Asker { person: Some(person.id), positions, house: false }
}

/// A quick brief of the commune, sent to its own people and to the city where that is wanted.
fn at(world: World, is_sent: bool, rest: &'static str) -> Making {
    Box::pin(async move {
        let (house, officer) = (&world.house, officer(&world).await);
        let id = BriefId(house.new_id());
        let typed = TypedBrief { kind: "quick".into(), ..TypedBrief::default() };
        begin(house, &officer, id, &typed).await.expect("begun");
        let it = store::get(&house.store, id).await.expect("read").expect("a brief");
        let to: Vec<String> = may_go_to(house, &it).iter().map(ToString::to_string).collect();
        if is_sent {
            send(house, &officer, id, &to, house.now()).await.expect("sent");
        }
        let asked = Asked::at(format!("/briefs/{id}{rest}")).with("words-course", "Nước đã rút.");
        asked.with("readers", &to[0]).with("seen", i64::MAX)
    })
}
