//! Which days are worked, and reception of citizens.

use super::world::{Asked, Making, Row, To, World};
use danvan_actions::receptions::{Promise, Wanted, act, book, open, promise, publish};
use danvan_domain::{
    people::Role::{CommuneLeader, CommuneOfficer, Operator},
    receptions::{Booking, TypedDay, Visit},
    rights::Asker,
};
use uuid::Uuid;

/// Who works at a commune's reception desk.
const DESK: To = To::Own(&[CommuneOfficer, CommuneLeader]);
/// Who works at some reception desk.
const SOME_DESK: To = To::Anywhere(&[CommuneOfficer, CommuneLeader]);

pub(super) fn rows() -> Vec<Row> {
    let desk = |method, route, make| Row::made(method, route, DESK, make);
    vec![
        Row::plain("GET", "/calendar", To::Anybody),
        Row::made("POST", "/calendar", To::AtTheTop(&[Operator]), |_, _| {
            Box::pin(async move { Asked::at("/calendar").with("day", "7/10/2026").with("kind", "usual") })
        }),
        Row::plain("GET", "/receptions", To::Anybody),
        Row::made("GET", "/receptions/book/{id}", To::Anybody, |world, _| {
            Box::pin(async move { Asked::at(format!("/receptions/book/{}", day(&world).await)) })
        }),
        Row::made("POST", "/receptions/book/{id}", To::Anybody, |world, _| {
            Box::pin(async move {
                let asked = Asked::at(format!("/receptions/book/{}", day(&world).await));
                asked.with("id", world.house.new_id()).with("name", "An Bình").with("subject", "Hỏi về sổ đỏ")
            })
        }),
        Row::made("GET", "/receptions/visits/{code}", To::Anybody, |world, _| {
            Box::pin(async move { Asked::at(format!("/receptions/visits/{}", visit(&world).await.receipt)) })
        }),
        Row::plain("GET", "/receptions/desk", SOME_DESK),
        Row::made("POST", "/receptions/desk", SOME_DESK, |_, _| {
            Box::pin(async move {
                let asked = Asked::at("/receptions/desk").with("day", "15/10/2026").with("begins", "08:30");
                asked.with("seats", "9").with("place", "Trụ sở").with("host", "Chủ tịch")
            })
        }),
        desk("GET", "/receptions/desk/days/{id}", |world, _| at_day(world, &[])),
        desk("POST", "/receptions/desk/days/{id}", |world, _| at_day(world, &[("reason", "Họp")])),
        desk("GET", "/receptions/desk/visits/{id}", |world, _| at_visit(world, "", &[])),
        desk("POST", "/receptions/desk/visits/{id}", |world, _| at_visit(world, "", &[("act", "receive")])),
        desk("GET", "/receptions/desk/visits/{id}/paper", |world, _| at_visit(world, "/paper", &[])),
        desk("POST", "/receptions/desk/visits/{id}/contact", |world, _| at_visit(world, "/contact", &[])),
        desk("POST", "/receptions/desk/visits/{id}/receipt", |world, _| {
            let lost = &[("named", "An Bình"), ("why", "lost"), ("checked", "identity_card")];
            at_visit(world, "/receipt", lost)
        }),
        desk("POST", "/receptions/desk/visits/{id}/people", |world, _| {
            at_visit(world, "/people", &[("people", "6"), ("representatives", "2")])
        }),
        desk("POST", "/receptions/desk/visits/{id}/promise", |world, _| {
            Box::pin(async move {
                let asked = format!("/receptions/desk/visits/{}/promise", received(&world).await);
                let asked = Asked::at(asked).with("what", "Kiểm tra").with("who", "Phòng Kinh tế");
                asked.with("until", "30/10/2026")
            })
        }),
        desk("POST", "/receptions/desk/promises/{id}", |world, _| {
            Box::pin(async move {
                let id = received(&world).await;
                let until = "2026-10-30".parse().ok();
                let typed = Promise { what: "Kiểm tra", who: "Phòng Kinh tế", until };
                promise(&world.house, &Asker::house(), id, &typed).await.expect("a promise");
                let opened = open(&world.house, &Asker::house(), id).await.expect("a visit");
                let asked = Asked::at(format!("/receptions/desk/promises/{}", opened.commitments[0].id));
                asked.with("visit", id).with("answer", "Xong.")
            })
        }),
    ]
}

/// A reception day of the commune.
async fn day(world: &World) -> Uuid {
    let day = "2026-10-15".parse().ok();
    let typed =
        TypedDay {
            day, begins: "08:30", seats: Some(9), place: "Trụ sở", host: "Chủ tịch UBND phường"
        };
    publish(&world.house, &Asker::house(), world.own, &typed).await.expect("a day")
}

pub(super) async fn visit(world: &World) -> Visit {
    let (id, day) = (Some(world.house.new_id()), day(world).await);
    let booking = Booking::check(id, day, ("An Bình", "", "Hỏi về sổ đỏ"), false).expect("a booking");
    book(&world.house, &booking).await.expect("a visit")
}

async fn received(world: &World) -> Uuid {
    let id = visit(world).await.id;
    let wanted = Wanted { act: "receive".into(), ..Wanted::default() };
    act(&world.house, &Asker::house(), id, &wanted).await.expect("received");
    id
}

fn filled(asked: Asked, fields: &'static [(&str, &str)]) -> Asked {
    fields.iter().fold(asked, |asked, (name, value)| asked.with(name, value))
}

fn at_day(world: World, fields: &'static [(&str, &str)]) -> Making {
    Box::pin(async move { filled(Asked::at(format!("/receptions/desk/days/{}", day(&world).await)), fields) })
}

fn at_visit(world: World, rest: &'static str, fields: &'static [(&str, &str)]) -> Making {
    Box::pin(async move {
        filled(Asked::at(format!("/receptions/desk/visits/{}{rest}", visit(&world).await.id)), fields)
    })
}
