//! Nothing typed is lost: old tokens, ended sessions and uploads that are too large bring back every field.

use crate::{
    desk::somebody,
    telling::{COMMUNE, code_of, go_on, photograph, report},
};
use danvan_domain::people::Role;
use danvan_store::{
    snapshot,
    tables::{TABLES, Travels},
};
use danvan_testkit::{Browser, House, Page, Site, for_each_engine};
use reqwest::StatusCode;

/// How many rows stand in every table that holds what people said; pictures that nothing shows are swept later.
pub(crate) async fn rows(house: &House) -> Vec<(&'static str, i64)> {
    let mut counts = Vec::new();
    for table in TABLES.iter().filter(|table| table.travels == Travels::Always && table.name != "pictures") {
        counts.push((table.name, snapshot::count(&house.store, table).await.expect("a count")));
    }
    counts
}

/// Sends the form that came back, as it stands.
async fn send_again(browser: &Browser, page: &Page, action: &str) -> Page {
    let fields = page.fields(action);
    assert!(fields.iter().any(|(name, _)| name == "csrf"), "{}", page.text);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| *name != "csrf")
        .collect();
    browser.post(action, &fields).await
}

fn note(house: &House) -> Vec<(String, String)> {
    let (id, case) = (house.new_id().to_string(), house.new_id().to_string());
    let place = house.unit("00004").to_string();
    let fields = [
        ("id", id.as_str()),
        ("case", &case),
        ("place", &place),
        ("topic", "water.clean"),
        ("severity", "worry"),
        ("how_many", "about_10"),
        ("trend", "rising"),
        ("note", "Nước yếu \"cả tuần\" <b>nay</b> & hôm qua\r\nkhông có"),
    ];
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn an_old_token_costs_one_press_and_no_word() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let code = report(&site.browser(), "Đèn đường hỏng.", Vec::new()).await;
        let receipt = format!("/receipts/{code}");
        for (path, fields, written) in [
            (
                "/cases/new",
                vec![("step", "what"), ("words", "Nước \"yếu\" </textarea>"), ("go", "next")],
                "Nước \"yếu\" </textarea>",
            ),
            (receipt.as_str(), vec![("say", "add"), ("more", "Tối qua lại hỏng.")], "Tối qua lại hỏng."),
            ("/receipts", vec![("code", code.as_str())], code.as_str()),
        ] {
            let before = rows(&house).await;
            let visitor = site.browser();
            let page = visitor.post(path, &fields).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
            assert!(!page.text.contains(" </textarea>\""), "{path}: what was typed stays text");
            let back = page.fields(path);
            for (name, value) in &fields {
                assert!(
                    back.iter().any(|(key, kept)| key == name && kept == value),
                    "{path}: {name} in {back:?}"
                );
            }
            assert!(back.iter().any(|(_, value)| value == written));
            assert_eq!(rows(&house).await, before, "{path}: nothing is done before a person presses");
            let done = send_again(&visitor, &page, path).await;
            assert!(!matches!(done.status, StatusCode::FORBIDDEN), "{path}: {}", done.status);
        }
        let shown = site.browser().get(&receipt).await;
        assert_eq!(shown.text.matches("Tối qua lại hỏng.").count(), 1, "said once");
    })
    .await;
}

#[tokio::test]
async fn a_form_of_another_site_is_not_even_shown() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        for heads in
            [vec![("sec-fetch-site", &b"cross-site"[..])], vec![("origin", &b"https://evil.example"[..])]]
        {
            let heads: Vec<_> = heads
                .into_iter()
                .chain([("content-type", &b"application/x-www-form-urlencoded"[..])])
                .collect();
            let page = site.browser().send("POST", "/cases/new", &heads, b"words=planted".to_vec()).await;
            assert_eq!((page.status, page.text.contains("planted")), (StatusCode::FORBIDDEN, false));
        }
    })
    .await;
}

#[tokio::test]
async fn an_ended_session_gives_the_form_back_after_signing_in() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        somebody(&house, "mai", Role::TeamMember, house.unit("00004")).await;
        let member = site.browser();
        member.get("/sign-in").await;
        let signed = |password| vec![("name", "mai"), ("password", password), ("next", "/observations/new")];
        let page = member.post("/sign-in", &signed("mat-khau-cua-chuyen")).await;
        assert_eq!(page.location, "/observations/new", "{}", page.text);
        member.get("/observations/new").await;
        house.clock.pass_hours(13);

        let fields = note(&house);
        let before = rows(&house).await;
        let page = member.upload("/observations/new", &pairs(&fields), vec![("a.jpg", photograph(9))]).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert!(
            page.text.contains("Những gì đã viết vẫn còn") && page.text.contains("&#60;b&#62;nay"),
            "{}",
            page.text
        );
        // A wrong password keeps it all the same; a right one brings the form back, not sent yet.
        let carried = page.fields("/sign-in");
        let with = |password: &str| {
            let own = [("name", "mai"), ("password", password)];
            let kept =
                carried.iter().filter(|(name, _)| !["csrf", "name", "password"].contains(&name.as_str()));
            let kept = kept.map(|(name, value)| (name.clone(), value.clone()));
            kept.chain(own.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect::<Vec<_>>()
        };
        let wrong = member.post("/sign-in", &pairs(&with("khong-phai"))).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wrong.fields("/sign-in").len(), carried.len());
        let back = member.post("/sign-in", &pairs(&with("mat-khau-cua-chuyen"))).await;
        assert_eq!((back.status, rows(&house).await.len()), (StatusCode::OK, before.len()));
        let held = back.fields("/observations/new");
        for (name, value) in &fields {
            assert!(held.contains(&(name.clone(), value.clone())), "{name} in {held:?}");
        }
        assert!(back.text.contains("Xin chọn lại ảnh"), "files must be chosen again, and it is said");
        let of = |name: &str| rows_of(&before, name);
        let observations = of("observations");
        assert_eq!(
            rows_of(&rows(&house).await, "observations"),
            observations,
            "not sent before it is pressed"
        );
        let sent = send_again(&member, &back, "/observations/new").await;
        assert!(sent.location.starts_with("/observations/"), "{} {}", sent.status, sent.text);
        assert_eq!(rows_of(&rows(&house).await, "observations"), observations + 1);
    })
    .await;
}

fn rows_of(rows: &[(&str, i64)], name: &str) -> i64 {
    rows.iter().find(|(table, _)| *table == name).map_or(-1, |(_, count)| *count)
}

#[tokio::test]
async fn uploads_beyond_the_limit_bring_back_the_words_and_say_what_to_do() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let resident = site.browser();
        resident.get("/cases/new").await;
        let before = rows(&house).await;
        let part = |name: &str, file: &str, bytes: &[u8]| {
            let head = format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
            [head.as_bytes(), bytes, b"\r\n"].concat()
        };
        let body = [
            part("csrf", "", resident.token().as_bytes()),
            part("photos", "; filename=\"a.jpg\"", &vec![7; 40_000_000]),
            part("words", "", "Nước tràn vào nhà.".as_bytes()),
            b"--x--\r\n".to_vec(),
        ]
        .concat();
        let kind: (&str, &[u8]) = ("content-type", b"multipart/form-data; boundary=x");
        let page = resident.send("POST", "/cases/new", &[kind], body).await;
        assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", page.text);
        assert!(page.text.contains("Tối đa") && page.text.contains("Xin chọn lại ảnh"), "{}", page.text);
        let kept = page.fields("/cases/new");
        assert!(
            kept.iter().any(|(name, value)| name == "words" && value == "Nước tràn vào nhà."),
            "{kept:?}"
        );
        assert_eq!(rows(&house).await, before);

        let letter = format!("csrf={}&words={}", resident.token(), "x".repeat(3_000_000));
        let plain: (&str, &[u8]) = ("content-type", b"application/x-www-form-urlencoded");
        let page = resident.send("POST", "/cases/new", &[plain], letter.into_bytes()).await;
        assert_eq!(
            (page.status, page.text.contains("class=\"brand\"")),
            (StatusCode::PAYLOAD_TOO_LARGE, true)
        );
        // A letter that is only too long for its rule comes back whole.
        let long = "đ".repeat(100_000);
        let first = resident.get("/cases/new").await;
        let fields = [("words", long.as_str()), ("place_text", COMMUNE), ("go", "next")];
        let topic = go_on(&resident, &first, &fields).await;
        let check =
            go_on(&resident, &topic, &[("step", "check"), ("topic", "water.clean"), ("go", "send")]).await;
        assert_eq!(check.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", check.text.len());
        assert!(check.text.contains(&long));
        assert_eq!(rows(&house).await, before);
        assert!(
            !code_of(
                &go_on(&resident, &check, &[("words", "Nước yếu"), ("step", "check"), ("go", "send")]).await
            )
            .is_empty()
        );
    })
    .await;
}
