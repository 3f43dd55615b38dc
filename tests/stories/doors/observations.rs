//! What teams hear.

use super::world::{Asked, At, Making, Row, To, Who, World, name_of};
use danvan_actions::{
    cases::Where,
    observations::{Said, note},
};
use danvan_domain::{
    people::Role::{
        self, Auditor, CityAnalyst, CityLeader, CommuneLeader, CommuneOfficer, Operator, TeamMember,
    },
    rights::Asker,
};
use danvan_store::people;

/// Who may note what they hear.
const OBSERVERS: &[Role] = &[TeamMember, CommuneOfficer];
/// Who reads what others noted in their unit.
const READERS: To = To::Own(&[CommuneOfficer, CommuneLeader, CityAnalyst]);

/// Readers see their unit's; whoever reads no unit's sees what they noted themselves, if anything.
const LISTERS: To =
    To::Mixed(&[CommuneOfficer, CommuneLeader, CityAnalyst], &[TeamMember, CityLeader, Operator, Auditor]);

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::made("GET", "/observations", LISTERS, of_unit),
        Row::plain("GET", "/observations/new", To::Anywhere(OBSERVERS)),
        Row::made("POST", "/observations/new", To::Own(OBSERVERS), |world, _| {
            Box::pin(async move {
                filled(Asked::at("/observations/new").with("id", world.house.new_id()), &world)
            })
        }),
        Row::made("GET", "/observations/{id}", READERS, |world, _| another_s(world, "")),
        Row::made("GET", "/observations/{id}/edit", To::Nobody, |world, _| another_s(world, "/edit")),
        Row::made("GET", "/observations/{id}/edit", To::Own(OBSERVERS), |world, who| {
            one_s_own(world, who, "/edit")
        }),
        Row::made("POST", "/observations/{id}/edit", To::Nobody, |world, _| another_s(world, "/edit")),
        Row::made("POST", "/observations/{id}/edit", To::Own(OBSERVERS), |world, who| {
            one_s_own(world, who, "/edit")
        }),
        Row::made("POST", "/observations/{id}/withdraw", To::Nobody, |world, _| {
            another_s(world, "/withdraw")
        }),
        Row::made("POST", "/observations/{id}/withdraw", To::Own(OBSERVERS), |world, who| {
            one_s_own(world, who, "/withdraw")
        }),
        // Whoever may read a note may bring in the case of whoever wants an answer.
        Row::made("POST", "/observations/{id}/case", To::Own(&[CommuneOfficer]), |world, _| {
            another_s(world, "/case")
        }),
        Row::made("POST", "/observations/{id}/case", To::Own(OBSERVERS), |world, who| {
            one_s_own(world, who, "/case")
        }),
    ]
}

fn of_unit(world: World, _: Who) -> Making {
    Box::pin(async move { Asked::at(format!("/observations?unit={}", world.own)) })
}

fn filled(asked: Asked, world: &World) -> Asked {
    let asked = asked.with("place", world.own).with("topic", "water.clean").with("severity", "worry");
    asked.with("how_many", "about_10").with("trend", "rising").with("note", "Nước yếu về chiều.")
}

async fn noted_by(world: &World, asker: &Asker, rest: &str) -> Asked {
    let said = Said {
        place: Where::Unit(world.own),
        topic: "water.clean".into(),
        severity: "worry".into(),
        how_many: "about_10".into(),
        trend: "rising".into(),
        note: "Nước yếu.".into(),
    };
    let id =
        note(&world.house, asker, Some(world.house.new_id()), said, vec![], None).await.expect("noted").id;
    let asked = Asked::at(format!("/observations/{id}{rest}")).with("case", world.house.new_id());
    filled(asked.with("ask", "Bao giờ sửa?"), world)
}

/// A note of a team member of the commune who is none of those who come.
fn another_s(world: World, rest: &'static str) -> Making {
    Box::pin(async move {
        let member = world.house.somebody(TeamMember, world.own).await;
        noted_by(&world, &member, rest).await
    })
}

/// A note of whoever asks; of another for whoever may not note anything.
fn one_s_own(world: World, who: Who, rest: &'static str) -> Making {
    Box::pin(async move {
        let Some((role, at)) = who else { return another_s(world, rest).await };
        let today = world.house.today();
        let (person, _) = people::by_sign_in(&world.house.store, &name_of(role, at))
            .await
            .expect("read")
            .expect("somebody");
        let positions = people::held(&world.house.store, person.id, today).await.expect("read");
        let asker = Asker { person: Some(person.id), positions, house: false };
        assert_eq!(at, At::Own, "only those of the commune note there");
        noted_by(&world, &asker, rest).await
    })
}
