//! Cases as an office works on them, their pictures, and the lists behind numbers.

use super::world::{Asked, Making, Row, To, World};
use crate::telling::{photograph, report};
use danvan_domain::people::Role::{CityAnalyst, CityLeader, CommuneLeader, CommuneOfficer};

/// Who works on a commune's cases.
const OFFICE: To = To::Own(&[CommuneOfficer, CommuneLeader]);
/// Who reads them.
const READERS: To = To::Own(&[CommuneOfficer, CommuneLeader, CityAnalyst, CityLeader]);

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::made("GET", "/cases", OFFICE, |world, _| {
            Box::pin(async move { Asked::at(format!("/cases?tab=new&unit={}", world.own)) })
        }),
        Row::made("GET", "/cases/day", OFFICE, |world, _| {
            Box::pin(async move { Asked::at(format!("/cases/day?unit={}", world.own)) })
        }),
        Row::made("GET", "/cases/late", READERS, |world, _| {
            Box::pin(async move { Asked::at(format!("/cases/late?unit={}", world.own)) })
        }),
        Row::made("GET", "/cases/list", READERS, |world, _| {
            Box::pin(async move { Asked::at(format!("/cases/list?unit={}", world.own)) })
        }),
        Row::made("GET", "/cases/late", READERS, |world, _| {
            Box::pin(async move { Asked::at(format!("/cases/late?unit={}", world.own)) })
        }),
        Row::made("GET", "/cases/list.xlsx", READERS, |world, _| {
            Box::pin(async move { Asked::at(format!("/cases/list.xlsx?unit={}", world.own)) })
        }),
        Row::made("GET", "/cases/list.csv", READERS, |world, _| {
            Box::pin(async move { Asked::at(format!("/cases/list.csv?unit={}", world.own)) })
        }),
        Row::made("POST", "/cases/next", OFFICE, |world, _| {
            Box::pin(async move {
                world.house.resident_asks("water.clean", world.own).await;
                Asked::at("/cases/next").with("unit", world.own)
            })
        }),
        Row::made("POST", "/cases/bulk", OFFICE, |world, _| {
            Box::pin(async move {
                let id = world.house.resident_asks("water.clean", world.own).await.id;
                Asked::at("/cases/bulk")
                    .with("do", "accept")
                    .with("ids", id)
                    .with("unit", world.own)
                    .with("tab", "new")
            })
        }),
        Row::made("GET", "/cases/{id}", READERS, |world, _| act(world, "", &[])),
        Row::made("POST", "/cases/{id}/{act}", OFFICE, |world, _| act(world, "/accept", &[])),
        Row::made("POST", "/cases/{id}/{act}", OFFICE, |world, _| {
            act(world, "/note", &[("body", "Đã xem.")])
        }),
        Row::made("POST", "/cases/{id}/{act}", OFFICE, |world, _| {
            act(world, "/contact", &[("purpose", "ask_more"), ("reason", "Hỏi thêm chỗ rò.")])
        }),
        Row::made("POST", "/cases/{id}/{act}", OFFICE, |world, _| act(world, "/rank", &[("high", "yes")])),
        Row::made("GET", "/pictures/{hash}", READERS, |world, _| picture(world, "")),
        Row::made("GET", "/pictures/{hash}/small", READERS, |world, _| picture(world, "/small")),
    ]
}

fn act(world: World, rest: &'static str, fields: &'static [(&str, &str)]) -> Making {
    Box::pin(async move {
        let id = world.house.resident_asks("water.clean", world.own).await.id;
        let asked = Asked::at(format!("/cases/{id}{rest}"));
        fields.iter().fold(asked, |asked, (name, value)| asked.with(name, value))
    })
}

/// A picture that no other case shows.
fn picture(world: World, rest: &'static str) -> Making {
    Box::pin(async move {
        let number = world.house.chance::<1>()[0];
        let browser = world.site.browser();
        let code = report(&browser, "Nước yếu.", vec![photograph(number)]).await;
        let page = browser.get(&format!("/receipts/{code}")).await;
        let hash = page.between(&format!("/receipts/{code}/pictures/"), "\"").expect("a picture");
        Asked::at(format!("/pictures/{}{rest}", hash.split('/').next().unwrap_or("")))
    })
}
