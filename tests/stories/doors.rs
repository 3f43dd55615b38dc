//! Who may come in where: every address and method of the real router, for nobody and for every role at the unit that
//! a thing belongs to, at its neighbour, and in another city. An address without a row fails, and so does a row without
//! an address. Rows stand in `doors/<room>.rs`.

mod briefs;
mod calendar;
mod campaigns;
mod cases;
mod clearance;
mod contests;
mod data;
mod documents;
mod findings;
mod house;
mod initiatives;
mod inspections;
mod letters;
mod observations;
mod open;
mod people;
mod programmes;
mod registers;
mod returns;
mod sealed;
mod world;

use danvan_testkit::{House, Site};
use std::collections::BTreeSet;
use world::{Row, World};

/// Every row of the matrix, by room. A room adds its own.
fn rooms() -> Vec<Vec<Row>> {
    [
        open::rows(),
        people::rows(),
        cases::rows(),
        observations::rows(),
        letters::rows(),
        calendar::rows(),
        clearance::rows(),
        data::rows(),
        documents::rows(),
        sealed::first_rows(),
        sealed::rows(),
        registers::rows(),
        campaigns::rows(),
        findings::rows(),
        inspections::rows(),
        contests::rows(),
        returns::rows(),
        briefs::rows(),
        programmes::rows(),
        initiatives::rows(),
        house::rows(),
        people::last_rows(),
    ]
    .into()
}

#[tokio::test]
async fn every_door_has_a_row_and_every_row_a_door() {
    let house = House::sqlite().await;
    let site = Site::open(&house).await;
    let browser = site.browser();
    let mut doors = BTreeSet::new();
    for address in danvan_web::addresses() {
        // No handler takes this method, so the router answers which ones it has.
        let path = address.replace(['{', '}', '*'], "");
        let page = browser.send("PURGE", &path, &[], Vec::new()).await;
        assert_eq!(page.status.as_u16(), 405, "{address}");
        let methods = page.header("allow").split(',').map(str::trim).filter(|method| *method != "HEAD");
        let before = doors.len();
        doors.extend(methods.filter(|method| !method.is_empty()).map(|method| format!("{method} {address}")));
        assert!(doors.len() > before, "{address} tells no method");
    }
    let rows: BTreeSet<String> = rooms().concat().iter().map(Row::door).collect();
    let bare: Vec<&String> = doors.difference(&rows).collect();
    assert!(bare.is_empty(), "say who may come in, in tests/stories/doors: {bare:#?}");
    let idle: Vec<&String> = rows.difference(&doors).collect();
    assert!(idle.is_empty(), "these rows lead nowhere: {idle:#?}");
}

/// The engines walk beside each other: it is the longest story of all.
async fn walk(house: House) {
    let world = World::build(house).await;
    let mut wrong = Vec::new();
    for room in rooms() {
        wrong.extend(world.walk(&room).await);
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn every_door_opens_to_whom_it_should_and_a_refusal_writes_nothing() {
    walk(House::sqlite().await).await;
}

#[tokio::test]
async fn every_door_opens_to_whom_it_should_on_postgresql_too() {
    if let Some(house) = House::postgres().await {
        walk(house).await;
    }
}
