//! Whoever means harm, or only has a broken browser: the right status, a clear word, and nothing half-written.

use crate::telling::{COMMUNE, case_of, go_on, report, report_up_to_check};
use danvan_actions::people::{add_person, link, set_active};
use danvan_domain::{
    ids::PersonId,
    people::{Person, Role},
    rights::Asker,
};
use danvan_store::{people, snapshot, tables::TABLES};
use danvan_testkit::{FakeProvider, House, Site, for_each_engine};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::sync::atomic::Ordering::Relaxed;

async fn cases(house: &House) -> i64 {
    let table = TABLES.iter().find(|table| table.name == "cases").expect("a table");
    snapshot::count(&house.store, table).await.expect("a count")
}

/// A valid body of the API.
fn body(id: &str) -> Value {
    json!({
        "id": id, "topic": "water.clean", "text": "Nước yếu.",
        "place": {"code": "00004", "on": "2026-10-05"},
    })
}

const ID: &str = "0192f0c1-5d3e-7a10-8000-000000000001";

#[tokio::test]
async fn a_wrong_body_of_the_api_is_refused_field_by_field_and_nothing_is_stored() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let program = site.browser();
        let with = |field: &str, value: Value| {
            let mut body = body(ID);
            body[field] = value;
            body
        };
        for (sent, status, field) in [
            (json!({}), 422, "id"),
            (json!([]), 400, ""),
            (json!("x"), 400, ""),
            (with("id", json!("00000000-0000-0000-0000-000000000000")), 422, "id"),
            (with("id", json!("1")), 422, "id"),
            (with("id", json!(7)), 422, "id"),
            (with("topic", json!("no.such.topic")), 422, "topic"),
            (with("text", json!("")), 422, "text"),
            (with("text", json!(" \n\t ")), 422, "text"),
            (with("text", json!("a\u{0}b")), 422, "text"),
            (with("text", json!("x".repeat(4001))), 422, "text"),
            (with("language", json!("xx")), 422, "language"),
            (with("unknown", json!(1)), 422, "unknown"),
            (with("place", json!({})), 422, "place"),
            (with("place", json!({"lat": 91.0, "lon": 105.8})), 422, "place"),
            (with("place", json!({"lat": 1e308, "lon": -1e308})), 422, "place"),
            (with("place", json!({"code": "00004", "on": "2026-02-30"})), 422, "place.on"),
            (with("place", json!({"code": "00004", "on": "9999999-01-01"})), 422, "place.on"),
            (with("place", json!({"code": "00004", "on": "1800-01-01"})), 422, "place"),
            (with("place", json!({"code": "99999", "on": "2026-01-01"})), 422, "place"),
            (with("place", json!({"unit": ID})), 422, "place"),
            (with("place", json!({"unit": "x"})), 422, "place.unit"),
            (with("contact", json!({"phone": "call me"})), 422, "contact.phone"),
            (with("contact", json!({"email": "a@b"})), 422, "contact.email"),
            (with("contact", json!({"name": "x".repeat(121)})), 422, "contact.name"),
            (with("photos", json!(["not base64 !"])), 422, "photos"),
            (with("photos", json!(["aGVsbG8="])), 422, "photos"),
            (with("photos", json!(vec![""; 13])), 422, "photos"),
        ] {
            let page = program.post_json("/api/v1/cases", &sent).await;
            let shown: String = sent.to_string().chars().take(200).collect();
            assert_eq!(page.status.as_u16(), status, "{shown}: {}", page.text);
            assert_eq!(page.header("content-type"), "application/problem+json", "{shown}");
            let problem: Value = serde_json::from_str(&page.text).expect("JSON");
            let fields: Vec<&str> = problem["errors"]
                .as_array()
                .map(|errors| errors.iter().filter_map(|error| error["field"].as_str()).collect())
                .unwrap_or_default();
            assert!(field.is_empty() || fields.contains(&field), "{shown}: {fields:?}");
        }
        assert_eq!(cases(&house).await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_same_id_twice_is_stored_once_and_other_words_are_refused() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let program = site.browser();
        let first = program.post_json("/api/v1/cases", &body(ID)).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
        let second = program.post_json("/api/v1/cases", &body(ID)).await;
        assert_eq!((second.status, &second.text), (StatusCode::OK, &first.text));
        let mut other = body(ID);
        other["text"] = json!("Nước đục.");
        assert_eq!(program.post_json("/api/v1/cases", &other).await.status, StatusCode::CONFLICT);
        assert_eq!(cases(&house).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_stores_once_and_shows_the_same_receipt() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let check = report_up_to_check(&resident, "Đèn đường hỏng.", Vec::new()).await;
        let first = go_on(&resident, &check, &[("go", "send")]).await;
        let again = go_on(&resident, &check, &[("go", "send")]).await;
        assert!(
            again.location.starts_with(first.location.split('?').next().unwrap_or("-")),
            "{}",
            again.text
        );
        assert_eq!(cases(&house).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_form_without_its_token_or_from_elsewhere_changes_nothing() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        let code = report(&resident, "Đèn đường hỏng.", Vec::new()).await;
        let stranger = site.browser();
        // No page was seen: there is no token.
        let page = stranger.post(&format!("/receipts/{code}"), &[("say", "add"), ("more", "x")]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        // A token of another browser is none.
        resident.get("/receipts").await;
        let theirs = resident.get("/receipts").await.hidden();
        let token = &theirs.iter().find(|(name, _)| name == "csrf").expect("a token").1;
        let fields = [("csrf", token.as_str()), ("say", "add"), ("more", "x")];
        let page = stranger.post(&format!("/receipts/{code}"), &fields).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        let shown = resident.get(&format!("/receipts/{code}")).await;
        assert!(!shown.text.contains("<p class=\"small quiet pre-line\">x</p>"));
    })
    .await;
}

#[tokio::test]
async fn strange_addresses_are_not_found_and_say_so() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let visitor = site.browser();
        let hash = "0".repeat(64);
        for path in [
            "/assets/../Cargo.toml",
            "/assets/..%2f..%2fCargo.toml",
            "/assets/%2e%2e/%2e%2e/etc/passwd",
            "/assets//etc/passwd",
            "/assets/.gitkeep",
            "/assets/%00",
            "/pictures/../../etc/passwd",
            "/pictures/..%2f..%2fetc%2fpasswd",
            "/receipts/AAAA-AAAA-AAAA-AAAA",
            "/receipts/%ff%fe",
            "/receipts/%00",
            "/no/such/page",
        ] {
            let page = visitor.get(path).await;
            let status = page.status;
            assert!(matches!(status.as_u16(), 400 | 401 | 404), "{path}: {status}");
            assert!(!page.text.contains("root:") && !page.text.contains("[workspace"), "{path}");
        }
        let picture = visitor.get(&format!("/pictures/{hash}")).await;
        assert!(picture.status.is_client_error(), "{}", picture.status);
        // The wrong codes above are counted; a right one is still shown to whoever holds it.
        let code = report(&visitor, "Đèn đường hỏng.", Vec::new()).await;
        assert_eq!(visitor.get(&format!("/receipts/{code}")).await.status, StatusCode::OK);
        let foreign = visitor.get(&format!("/receipts/{code}/pictures/{hash}")).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn what_is_asked_in_the_address_is_shown_as_text_and_leads_nowhere_else() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let visitor = site.browser();
        for path in [
            "/?lang=en%0d%0aSet-Cookie:%20x=1",
            "/?lang=%22%3E%3Cscript%3E",
            "/?lang=",
            "/sign-in?next=%0d%0aLocation:%20//evil.example",
            "/sign-in?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
            "/cases/new?lang=vi&x=%22onmouseover=alert(1)",
        ] {
            let page = visitor.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(!page.text.contains("<script>"), "{path}");
            assert!(!page.text.contains("\"onmouseover"), "{path}");
            assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
            for line in page.headers.get_all("set-cookie") {
                assert!(line.to_str().is_ok_and(|line| line.starts_with("danvan_")), "{path}: {line:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_officer_of_another_office_writes_nothing() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let code = report(&site.browser(), "Đèn đường hỏng.", Vec::new()).await;
        let case = case_of(&house, &code).await;
        let elsewhere = house.unit("00145");
        assert_ne!(elsewhere, case.responsible);
        let foreign = house.somebody(Role::CommuneOfficer, elsewhere).await;
        let act = danvan_actions::cases::Act::Note("x".into());
        let refused = danvan_actions::cases::handle(&house, &foreign, case.id, act).await;
        assert!(refused.is_err(), "an officer of {COMMUNE} alone may write there");
    })
    .await;
}

#[tokio::test]
async fn signing_in_with_nonsense_says_the_same_for_everybody() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let mut told = Vec::new();
        for (name, password) in [
            ("no.body", "wrong"),
            ("", ""),
            (&"x".repeat(10_000), "y"),
            ("'; drop table people; --", "' or 1=1"),
        ] {
            let visitor = site.browser();
            visitor.get("/sign-in").await;
            let page = visitor.post("/sign-in", &[("name", name), ("password", password)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:.20}");
            let cookies: Vec<_> = page.headers.get_all("set-cookie").iter().collect();
            assert!(cookies.is_empty(), "nobody is let in: {cookies:?}");
            told.push(page.between("class=\"error-summary\"", "</section>").unwrap_or("").to_owned());
        }
        told.dedup();
        assert_eq!(told.len(), 1, "{told:?}");
    })
    .await;
}

/// What a try to sign in shows to whoever looks closely: status, headers and page without what they typed and what is drawn anew
/// for every browser, and how often a password was stretched for it, which is all that takes long.
async fn seen(house: &House, site: &Site, name: &str, password: &str) -> (u16, Vec<String>, String, u64) {
    let visitor = site.browser();
    visitor.get("/sign-in").await;
    let token = visitor.token();
    let before = house.stretched.load(Relaxed);
    let page = visitor.post("/sign-in", &[("name", name), ("password", password)]).await;
    let stretched = house.stretched.load(Relaxed) - before;
    assert_eq!(visitor.token(), token, "the token stays the browser's");
    if page.status == StatusCode::UNPROCESSABLE_ENTITY {
        assert!(page.text.contains(name) && page.text.contains(&token), "both are masked: {}", page.text);
    }
    let text = page.text.replace(&token, "TOKEN").replace(name, "NAME");
    let mut heads: Vec<String> = page
        .headers
        .iter()
        .filter(|(head, _)| head.as_str() != "date")
        .map(|(head, value)| format!("{head}: {}", value.to_str().unwrap_or("?")))
        .collect();
    heads.sort();
    (page.status.as_u16(), heads, text, stretched)
}

#[tokio::test]
async fn a_wrong_sign_in_tells_nothing_of_an_account() {
    for_each_engine(|house| async move {
        const RIGHT: &str = "mat-khau-cua-chuyen";
        let operator = Asker::house();
        let made =
            async |name: &str| add_person(&house, &operator, name, name, RIGHT).await.expect("a person");
        made("dang.lam.viec").await;
        let left = made("da.nghi.viec1").await;
        set_active(&house, &operator, left, false).await.expect("inactive");
        // Nobody but the provider can say who this one is: there is no password.
        let linked = PersonId(house.new_id());
        let sign_in = "qua.cong.xa.1".to_owned();
        let person = Person { id: linked, name: "Qua Cổng".into(), sign_in, active: true };
        let mut change = house.store.begin().await.expect("a change");
        people::add(&mut change, &person, None).await.expect("a person");
        change.commit().await.expect("a commit");
        link(&house, &operator, linked, FakeProvider::ISSUER, "1").await.expect("linked");

        let site = Site::open(&house).await;
        let expected = seen(&house, &site, "khong.co.ai.1", "guess").await;
        assert_eq!((expected.0, expected.3), (422, 1), "a password is stretched for nobody");
        assert!(expected.2.contains("class=\"error-summary\""), "{}", expected.2);
        for (name, password) in [
            ("dang.lam.viec", "guess"),
            ("da.nghi.viec1", "guess"),
            ("da.nghi.viec1", RIGHT),
            ("qua.cong.xa.1", "guess"),
            ("qua.cong.xa.1", RIGHT),
            ("khong.co.ai.2", RIGHT),
        ] {
            assert_eq!(name.len(), "khong.co.ai.1".len(), "pages of one length");
            assert_eq!(seen(&house, &site, name, password).await, expected, "{name} with {password}");
        }
        // The limit comes for everybody alike, too.
        let waits = async |name: &str| {
            let mut tries = Vec::new();
            for _ in 0..12 {
                tries.push(seen(&house, &site, name, "guess").await);
            }
            tries
        };
        let unknown = waits("khong.co.ai.3").await;
        assert_eq!(unknown.iter().filter(|one| one.0 == 429 && one.3 == 0).count(), 2);
        made("cung.dang.lam").await;
        assert_eq!(waits("cung.dang.lam").await, unknown);
    })
    .await;
}
