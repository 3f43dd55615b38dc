//! Doors that stand open to residents: the first page, reporting, receipts, units, what programs may read.

use super::world::{Asked, Making, Row, To, Who, World};
use crate::telling::{report, report_up_to_check};
use serde_json::json;

pub(super) fn rows() -> Vec<Row> {
    let open = |route| Row::plain("GET", route, To::Anybody);
    let receipt = |method, route, make| Row::made(method, route, To::Anybody, make);
    vec![
        open("/"),
        open("/health/live"),
        open("/health/ready"),
        open("/metrics"),
        open("/worker.js"),
        Row::made("GET", "/assets/{*path}", To::Anybody, a_style),
        open("/cases/new"),
        Row::made("POST", "/cases/new", To::Anybody, a_report),
        open("/receipts"),
        receipt("POST", "/receipts", |world, _| {
            Box::pin(async move { Asked::at("/receipts").with("code", code(&world).await) })
        }),
        receipt("GET", "/receipts/{code}", |world, _| below_a_receipt(world, "")),
        receipt("POST", "/receipts/{code}", |world, _| {
            Box::pin(async move {
                let asked = Asked::at(format!("/receipts/{}", code(&world).await));
                asked.with("say", "add").with("more", "Thêm một điều.")
            })
        }),
        receipt("GET", "/receipts/{code}/slip", |world, _| below_a_receipt(world, "/slip")),
        receipt("GET", "/receipts/{code}/slip.svg", |world, _| below_a_receipt(world, "/slip.svg")),
        receipt("GET", "/receipts/{code}/qr.svg", |world, _| below_a_receipt(world, "/qr.svg")),
        receipt("GET", "/receipts/{code}/pictures/{hash}", |world, _| a_picture(world, "")),
        receipt("GET", "/receipts/{code}/pictures/{hash}/small", |world, _| a_picture(world, "/small")),
        open("/units"),
        open("/posted"),
        Row::made("GET", "/units/{id}", To::Anybody, |world, _| {
            Box::pin(async move { Asked::at(format!("/units/{}", world.own)) })
        }),
        open("/chain"),
        Row::made("GET", "/chain/{day}", To::Anybody, |world, _| {
            Box::pin(async move {
                code(&world).await;
                danvan_actions::chain::publish(&world.house).await.expect("published");
                Asked::at(format!("/chain/{}", world.house.today()))
            })
        }),
        open("/api/v1/openapi.json"),
        open("/api/v1/topics"),
        open("/api/v1/units"),
        open("/api/v1/boundaries"),
        Row::made("GET", "/api/v1/units/{id}/overview", To::Anybody, |world, _| {
            Box::pin(async move { Asked::at(format!("/api/v1/units/{}/overview", world.own)) })
        }),
        receipt("GET", "/api/v1/receipts/{receipt}", |world, _| {
            Box::pin(async move { Asked::at(format!("/api/v1/receipts/{}", code(&world).await)) })
        }),
        Row::made("POST", "/api/v1/cases", To::Anybody, a_case_by_program),
    ]
}

fn a_style(world: World, _: Who) -> Making {
    Box::pin(async move {
        let page = world.site.browser().get("/").await;
        let path = page.between("href=\"/assets/", "\"").expect("a style");
        Asked::at(format!("/assets/{path}"))
    })
}

async fn code(world: &World) -> String {
    world.house.resident_asks("water.clean", world.own).await.receipt.to_string()
}

fn below_a_receipt(world: World, rest: &'static str) -> Making {
    Box::pin(async move { Asked::at(format!("/receipts/{}{rest}", code(&world).await)) })
}

fn a_picture(world: World, rest: &'static str) -> Making {
    Box::pin(async move {
        let browser = world.site.browser();
        let code = report(&browser, "Nước yếu.", vec![crate::telling::photograph(1)]).await;
        let page = browser.get(&format!("/receipts/{code}")).await;
        let pictures = format!("/receipts/{code}/pictures/");
        let hash: String =
            page.between(&pictures, "\"").expect("a picture").split('/').next().unwrap_or("").into();
        Asked::at(format!("{pictures}{hash}{rest}"))
    })
}

fn a_report(world: World, _: Who) -> Making {
    Box::pin(async move {
        let check = report_up_to_check(&world.site.browser(), "Nước yếu.", Vec::new()).await;
        let kept = check.hidden().into_iter().filter(|(name, _)| name != "csrf");
        let fields = kept.chain([("go".to_owned(), "send".to_owned())]).collect();
        Asked { fields, ..Asked::at("/cases/new") }
    })
}

fn a_case_by_program(world: World, _: Who) -> Making {
    Box::pin(async move {
        let json = json!({
            "id": world.house.new_id(), "topic": "water.clean", "text": "Nước yếu.", "place": {"unit": world.own},
        });
        Asked { json: Some(json), ..Asked::at("/api/v1/cases") }
    })
}
