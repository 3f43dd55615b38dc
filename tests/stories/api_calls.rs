//! Another program calls the API as its description says, and otherwise.

use danvan_testkit::{House, Site, for_each_engine};
use reqwest::StatusCode;
use serde_json::{Value, json};

fn read(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[tokio::test]
async fn units_are_listed_by_level_or_kind() {
    for_each_engine(|house: House| async move {
        let site = Site::open(&house).await;
        let program = site.browser();
        for sort in ["commune", "ward", "city"] {
            let page = program.get(&format!("/api/v1/units?on=2026-10-05&kind={sort}")).await;
            assert_eq!(page.status, StatusCode::OK);
            let listed = read(&page.text)["units"].as_array().expect("a list").len();
            let facts = house.facts();
            let day = house.today();
            let sort: danvan_domain::units::Sort = sort.parse().expect("a sort");
            let there = facts.tree.units().iter().filter(|unit| unit.stands_on(day) && sort.holds(unit));
            assert_eq!(listed, there.count(), "{sort:?}");
            assert_ne!(listed, 0, "{sort:?}");
        }
        let unknown = program.get("/api/v1/units?kind=kingdom").await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(read(&unknown.text)["errors"][0]["field"], "kind");
    })
    .await;
}

#[tokio::test]
async fn topics_are_listed_and_places_are_said_in_each_way() {
    for_each_engine(|house: House| async move {
        let site = Site::open(&house).await;
        let program = site.browser();
        let topics = read(&program.get("/api/v1/topics").await.text);
        let topic = topics["topics"].as_array().expect("a list")[1]["code"].clone();
        let wards = read(&program.get("/api/v1/units?kind=commune").await.text);
        let ward = wards["units"][0].clone();
        let today = house.today().to_string();
        let places = [
            json!(ward["id"]),
            json!({"unit": ward["id"]}),
            json!({"code": ward["code"], "on": today}),
            json!({"code": ward["code"], "day": today}),
        ];
        for (at, place) in places.into_iter().enumerate() {
            let id = format!("018f7f5e-0000-7000-8000-0000000001{at:02}");
            let body = json!({"id": id, "topic": topic, "text": "Nước đục.", "place": place});
            let first = program.post_json("/api/v1/cases", &body).await;
            assert_eq!(first.status, StatusCode::CREATED, "{place}: {}", first.text);
            assert_eq!(read(&first.text)["responsible"]["id"], ward["id"], "{place}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_wrong_field_is_named_at_once() {
    for_each_engine(|house: House| async move {
        let site = Site::open(&house).await;
        let program = site.browser();
        let check = async |body: Value, fields: &[&str]| {
            let page = program.post_json("/api/v1/cases", &body).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            let errors = read(&page.text)["errors"].clone();
            let mut named: Vec<&str> = errors
                .as_array()
                .expect("errors")
                .iter()
                .map(|error| error["field"].as_str().expect("a field"))
                .collect();
            named.sort_unstable();
            assert_eq!(named, fields, "{body}");
        };
        let id = "018f7f5e-0000-7000-8000-000000000200";
        check(json!({"id": 5, "topic": 7, "text": [], "place": 9}), &["id", "place", "text", "topic"]).await;
        check(
            json!({"id": id, "place": {"lat": "north"}, "contact": {"phone": 1, "fax": "2"}, "colour": "red"}),
            &["colour", "contact.fax", "contact.phone", "place.lat"],
        )
        .await;
        check(json!({"id": id, "place": {"code": "00097", "day": "soon"}}), &["place.day"]).await;
        check(json!({"id": id, "place": "somewhere"}), &["place"]).await;
        for broken in ["{", "[]", "\"text\"", ""] {
            let heads: &[(&str, &[u8])] = &[("content-type", b"application/json")];
            let page = program.send("POST", "/api/v1/cases", heads, broken.into()).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{broken:?}");
        }
    })
    .await;
}
