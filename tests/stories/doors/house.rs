//! Figures, the leader's page, search, and how the house is.

use super::world::{Asked, Making, Row, To, World};
use danvan_domain::{
    ids::JobId,
    people::Role::{CityLeader, CommuneLeader, Operator},
    time::Moment,
};
use danvan_store::jobs::{self, Hold};

pub(super) fn rows() -> Vec<Row> {
    // Small counts are protected: figures are for everybody.
    let figures = |route, make| Row::made("GET", route, To::Anybody, make);
    vec![
        figures("/overview", |world, _| of_the_city(world, "/overview")),
        figures("/overview.csv", |world, _| of_the_city(world, "/overview.csv")),
        figures("/overview.xlsx", |world, _| of_the_city(world, "/overview.xlsx")),
        figures("/overview.svg", |world, _| of_the_city(world, "/overview.svg")),
        figures("/overview/drawings/{file}", |world, _| of_the_city(world, "/overview/drawings/trend.png")),
        Row::plain("GET", "/today", To::Anywhere(&[CommuneLeader, CityLeader])),
        Row::plain("GET", "/search", To::SignedIn),
        Row::plain("GET", "/operations", To::Anywhere(&[Operator])),
        Row::made("POST", "/operations/jobs/{id}/again", To::Anywhere(&[Operator]), |world, _| {
            Box::pin(async move {
                let (id, holder, store) = (world.house.new_id(), world.house.new_id(), &world.house.store);
                let (kind, now) = (format!("test {id}"), world.house.now());
                let mut change = store.begin().await.expect("a change");
                // Due before all others, so that it is the one that is taken.
                let first = Moment::from_micros(0);
                jobs::add(&mut change, JobId(id), &kind, "{}", None, first).await.expect("a job");
                change.commit().await.expect("a commit");
                let taken = jobs::claim(store, holder, now, now).await.expect("claimed");
                assert_eq!(taken.map(|job| job.id), Some(id));
                let mut change = store.begin().await.expect("a change");
                let hold = Hold { job: id, holder };
                assert!(jobs::park(&mut change, hold, &kind, now, "broken").await.expect("parked"));
                change.commit().await.expect("a commit");
                Asked::at(format!("/operations/jobs/{id}/again"))
            })
        }),
    ]
}

fn of_the_city(world: World, path: &'static str) -> Making {
    Box::pin(async move { Asked::at(format!("{path}?unit={}", world.city)) })
}
