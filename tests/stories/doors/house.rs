//! Figures, the leader's page, search, and how the house is.

use super::world::{Asked, Making, Row, To, World};
use danvan_domain::{
    ids::JobId,
    people::Role::{CityLeader, CommuneLeader, Operator},
};
use danvan_store::jobs;

pub(super) fn rows() -> Vec<Row> {
    // Small counts are protected: figures are for everybody.
    let figures = |route, make| Row::made("GET", route, To::Anybody, make);
    vec![
        figures("/overview", |world, _| of_the_city(world, "/overview")),
        figures("/overview.csv", |world, _| of_the_city(world, "/overview.csv")),
        figures("/overview.xlsx", |world, _| of_the_city(world, "/overview.xlsx")),
        figures("/overview.svg", |world, _| of_the_city(world, "/overview.svg")),
        Row::plain("GET", "/today", To::Anywhere(&[CommuneLeader, CityLeader])),
        Row::plain("GET", "/search", To::SignedIn),
        Row::plain("GET", "/operations", To::Anywhere(&[Operator])),
        Row::made("POST", "/operations/jobs/{id}/again", To::Anywhere(&[Operator]), |world, _| {
            Box::pin(async move {
                let id = world.house.new_id();
                let mut change = world.house.store.begin().await.expect("a change");
                jobs::add(&mut change, JobId(id), "test", "{}", None, world.house.now())
                    .await
                    .expect("a job");
                jobs::again(&mut change, id, world.house.now(), true, "broken").await.expect("parked");
                change.commit().await.expect("a commit");
                Asked::at(format!("/operations/jobs/{id}/again"))
            })
        }),
    ]
}

fn of_the_city(world: World, path: &'static str) -> Making {
    Box::pin(async move { Asked::at(format!("{path}?unit={}", world.city)) })
}
