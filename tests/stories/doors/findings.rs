//! Findings at a commune: its own desk and its city read and judge them; nobody else.

use super::world::{Asked, Making, Row, To, World};
use danvan_domain::{
    findings::{Finding, Kind, Method, Place, State},
    ids::FindingId,
    people::Role::{self, CityAnalyst, CityLeader, CommuneLeader, CommuneOfficer},
};
use danvan_store::findings as store;

const READERS: &[Role] = &[CommuneOfficer, CommuneLeader, CityAnalyst, CityLeader];

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::plain("GET", "/findings", To::Anywhere(READERS)),
        Row::made("POST", "/findings/run", To::Anywhere(&[CityAnalyst]), |_, _| {
            Box::pin(async move { Asked::at("/findings/run") })
        }),
        Row::made("GET", "/findings/{id}", To::Own(READERS), |world, _| at(world, "")),
        Row::made("GET", "/findings/{id}/drawings/{file}", To::Own(READERS), |world, _| {
            at(world, "/drawings/map.png")
        }),
        Row::made("GET", "/findings/record/{file}", To::Anywhere(READERS), |_, _| {
            Box::pin(async move { Asked::at("/findings/record/record.csv") })
        }),
        Row::made("GET", "/findings/{id}/tables/{file}", To::Own(READERS), |world, _| {
            at(world, "/tables/places.csv")
        }),
        Row::plain("GET", "/api/v1/findings", To::Anywhere(READERS)),
        Row::made("GET", "/api/v1/findings/{id}", To::Own(READERS), |world, _| api(world)),
        Row::made("GET", "/findings/{id}/act", To::Own(READERS), |world, _| at(world, "/act?act=dismiss")),
        Row::made("POST", "/findings/{id}/act", To::Own(READERS), |world, _| at(world, "/act")),
        Row::made("GET", "/findings/{id}/ask", To::Own(READERS), |world, _| at(world, "/ask?act=ask")),
        // A commune that is neither theirs nor their neighbour's is asked.
        Row::made("POST", "/findings/{id}/ask", To::Own(&[CityAnalyst, CityLeader]), |world, _| {
            at(world, "/ask")
        }),
    ]
}

/// The same by the API.
fn api(world: World) -> Making {
    Box::pin(async move {
        let asked = at(world, "").await;
        Asked { path: format!("/api/v1{}", asked.path), ..asked }
    })
}

/// A finding at the commune, and what is done about it.
fn at(world: World, rest: &'static str) -> Making {
    Box::pin(async move {
        let (house, today) = (&world.house, world.house.today());
        let it = Finding {
            id: FindingId(house.new_id()),
            kind: Kind::Warning,
            method: Method::Bayes,
            topic: "water.clean".into(),
            days: (today.plus_days(-7), today.previous()),
            observed: 20,
            expected: 8.0,
            chance: 1e-6,
            tests: 100,
            people: 50_000,
            lead_days: -7,
            first_seen: today,
            last_seen: today,
            state: State::Open,
            promise: None,
            curve: None,
            moved_at: house.now(),
        };
        let place =
            Place { id: house.new_id(), place: world.own, unit: world.own, observed: 20, expected: 8.0 };
        let mut change = house.store.begin().await.expect("a change");
        store::put(&mut change, &it).await.expect("kept");
        store::put_place(&mut change, it.id, &place).await.expect("kept");
        change.commit().await.expect("kept");
        let act = if rest.starts_with("/ask") { "ask" } else { "dismiss" };
        let asked = Asked::at(format!("/findings/{}{rest}", it.id));
        let asked = asked.with("act", act).with("why", "chance").with("words", "");
        let asked = asked.with("task", house.new_id()).with("unit", house.unit("00145"));
        asked.with("what", "Nước yếu từ bao giờ?").with("last_on", "30/10/2026")
    })
}
