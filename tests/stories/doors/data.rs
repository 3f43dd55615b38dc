//! Personal data: a receipt's holder sees and asks, the office answers, the register is read and kept.

use super::world::{Asked, Making, Row, To, World};
use danvan_actions::data::{
    breaches,
    mine::{Asking, ask},
};
use danvan_domain::{
    people::Role::{self, Auditor, CityLeader, CommuneLeader, CommuneOfficer, Operator},
    rights::Asker,
};
use danvan_store::data::{Erasure, certify};

/// Who answers requests.
const OFFICE: To = To::Own(&[CommuneOfficer, CommuneLeader]);
/// Who reads the register, which belongs to the whole installation.
const READERS: &[Role] = &[CommuneLeader, CityLeader, Operator, Auditor];

pub(super) fn rows() -> Vec<Row> {
    let read = |route| Row::plain("GET", route, To::Anywhere(READERS));
    let keep = |route, make| Row::made("POST", route, To::Anywhere(&[Operator]), make);
    vec![
        Row::made("GET", "/receipts/{code}/mine", To::Anybody, |world, _| of_a_receipt(world, "/mine")),
        Row::made("GET", "/receipts/{code}/mine.json", To::Anybody, |world, _| {
            of_a_receipt(world, "/mine.json")
        }),
        Row::made("POST", "/receipts/{code}/mine", To::Anybody, |world, _| {
            Box::pin(
                async move { of_a_receipt(world, "/mine").await.with("say", "ask").with("right", "view") },
            )
        }),
        Row::plain("GET", "/data", To::SignedIn),
        read("/data/inventory"),
        read("/data/retention"),
        read("/data/breaches"),
        Row::made("GET", "/data/erasures/{id}", To::Anywhere(READERS), |world, _| a_certificate(world)),
        Row::made("GET", "/data/requests/{id}", OFFICE, |world, _| a_request(world)),
        Row::made("POST", "/data/requests/{id}", OFFICE, |world, _| {
            Box::pin(async move { a_request(world).await.with("act", "confirm") })
        }),
        keep("/data/retention", |_, _| {
            Box::pin(async move { Asked::at("/data/retention").with("sure", "yes") })
        }),
        keep("/data/breaches", |world, _| {
            Box::pin(async move {
                let asked = Asked::at("/data/breaches").with("found", world.house.now());
                asked.with("what", "Mất máy").with("whose", "Người gửi").with("measures", "Đã khóa")
            })
        }),
        keep("/data/breaches/{id}/notified", |world, _| {
            Box::pin(async move {
                let noted = breaches::Noted {
                    found_at: Some(world.house.now()),
                    what: "Mất máy".into(),
                    whose: "Người gửi".into(),
                    how_many: None,
                    measures: "Đã khóa".into(),
                    must_notify: true,
                };
                let id = breaches::note(&world.house, &Asker::house(), noted).await.expect("a breach");
                Asked::at(format!("/data/breaches/{id}/notified")).with("notice", "1/BC")
            })
        }),
    ]
}

fn of_a_receipt(world: World, rest: &'static str) -> Making {
    Box::pin(async move {
        let code = world.house.resident_asks("water.clean", world.own).await.receipt;
        Asked::at(format!("/receipts/{code}{rest}"))
    })
}

fn a_request(world: World) -> Making {
    Box::pin(async move {
        let code = world.house.resident_asks("water.clean", world.own).await.receipt;
        let asking = Asking { right: "delete".into(), ..Asking::default() };
        let request = ask(&world.house, &code, "", asking).await.expect("a request");
        Asked::at(format!("/data/requests/{}", request.id))
    })
}

fn a_certificate(world: World) -> Making {
    Box::pin(async move {
        let erasure = Erasure {
            id: world.house.new_id(),
            at: world.house.now(),
            rule: "case".into(),
            basis: "a test".into(),
            things: 0,
            counts: "{}".into(),
            digest: String::new(),
            kept_until: None,
        };
        let mut change = world.house.store.begin().await.expect("a change");
        certify(&mut change, &erasure, &[], (None, None)).await.expect("a certificate");
        change.commit().await.expect("a commit");
        Asked::at(format!("/data/erasures/{}", erasure.id))
    })
}
