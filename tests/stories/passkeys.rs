//! Passkeys: a telephone's or a computer's own key in place of a password, or after one. What must not open anything does
//! not.

use danvan_actions::people::{add_person, give_position};
use danvan_domain::{people::Role, rights::Asker, time::Day};
use danvan_store::{events, people};
use danvan_testkit::{Answer, Authenticator, Browser, House, Page, Site, for_each_engine};
use serde_json::Value;

const PASSWORD: &str = "mat-khau-cua-chuyen";

async fn somebody(house: &House, name: &str) {
    let person = add_person(house, &Asker::house(), name, name, PASSWORD).await.expect("a person");
    let from = Day::new(2025, 7, 1).expect("a day");
    let unit = house.unit("00004");
    give_position(house, &Asker::house(), person, Role::CommuneOfficer, unit, from)
        .await
        .expect("a position");
}

async fn with_password(site: &Site, name: &str) -> Browser {
    let browser = site.browser();
    browser.get("/sign-in").await;
    assert_eq!(browser.post("/sign-in", &[("name", name), ("password", PASSWORD)]).await.status, 303);
    browser
}

fn json(answer: &Answer) -> String {
    answer.json()
}

/// What the page of a new passkey asks.
fn options(page: &Page) -> Value {
    let text = page.between("data-options=\"", "\"").expect("options").replace("&#34;", "\"");
    serde_json::from_str(&text).expect("JSON")
}

async fn added(site: &Site, desk: &Browser, id: u8) -> (Authenticator, Page) {
    let mut key = Authenticator::new("localhost", &site.public(), id);
    desk.get("/security").await;
    let asked = options(&desk.post("/security/passkeys/new", &[]).await);
    let answer = json(&key.make(&asked));
    let page = desk.post("/security/passkeys", &[("name", "điện thoại"), ("passkey", &answer)]).await;
    (key, page)
}

/// What a browser is asked in order to sign in.
async fn asked(browser: &Browser, fields: &[(&str, &str)]) -> Value {
    let page = browser.post("/sign-in/passkey/ask", fields).await;
    assert_eq!(page.status, 200, "{}", page.text);
    serde_json::from_str(&page.text).expect("JSON")
}

async fn enters(browser: &Browser, answer: &Answer) -> Page {
    browser.post("/sign-in/passkey", &[("passkey", &json(answer)), ("next", "/cases")]).await
}

#[tokio::test]
async fn somebody_signs_in_with_a_passkey_and_types_nothing() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo").await;
        let site = Site::open(&house).await;
        let desk = with_password(&site, "can.bo").await;
        let (mut key, page) = added(&site, &desk, 1).await;
        assert_eq!(
            page.text.matches("<code>").count(),
            10,
            "codes on paper come with the first one: {}",
            page.text
        );
        let (_, second) = added(&site, &desk, 2).await;
        assert_eq!(second.location, "/security", "and not with the second");
        let page = desk.get("/security").await;
        assert_eq!(page.text.matches("điện thoại").count(), 2, "{}", page.text);

        let browser = site.browser();
        let page = browser.get("/sign-in").await;
        assert!(page.text.contains("action=\"/sign-in/passkey\""), "{}", page.text);
        let question = asked(&browser, &[]).await;
        assert_eq!(question["allowCredentials"], serde_json::json!([]), "nobody's name is typed or told");
        let page = enters(&browser, &key.sign(&question)).await;
        assert_eq!((page.status.as_u16(), page.location.as_str()), (303, "/cases"), "{}", page.text);
        assert_eq!(browser.get("/cases").await.status, 200);

        // A password alone opens nothing any more; the passkey is its second factor.
        let browser = site.browser();
        browser.get("/sign-in").await;
        let page = browser.post("/sign-in", &[("name", "can.bo"), ("password", PASSWORD)]).await;
        assert_eq!(page.status, 200);
        let ticket = page.hidden().into_iter().find(|(name, _)| name == "ticket").expect("a ticket").1;
        let question = asked(&browser, &[("ticket", &ticket)]).await;
        assert_eq!(question["allowCredentials"].as_array().map(Vec::len), Some(2));
        let fields = [("passkey", &*json(&key.sign(&question))), ("ticket", &*ticket)];
        assert_eq!(browser.post("/sign-in/passkey", &fields).await.status, 303);
        let again = browser.post("/sign-in/passkey/ask", &[("ticket", &ticket)]).await;
        assert_eq!(again.status, 401, "a ticket is good once");
    })
    .await;
}

#[tokio::test]
async fn a_dangerous_act_is_proved_with_a_passkey_and_a_removed_one_opens_nothing() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo").await;
        let site = Site::open(&house).await;
        let desk = with_password(&site, "can.bo").await;
        let (mut key, _) = added(&site, &desk, 1).await;
        let page = desk.get("/security").await;
        let id = page.between("action=\"/security/passkeys/", "/remove\"").expect("a passkey");
        let remove = format!("/security/passkeys/{id}/remove");
        house.clock.pass_seconds(15 * 60 + 1);
        let page = desk.post(&remove, &[]).await;
        assert_eq!(page.status, 403);
        assert!(page.text.contains("action=\"/prove/passkey\""), "{}", page.text);
        let page = desk.post("/prove/passkey/ask", &[]).await;
        let question: Value = serde_json::from_str(&page.text).expect("JSON");
        let answer = json(&key.sign(&question));
        let page = desk.post("/prove/passkey", &[("passkey", &answer), ("kept_to", &remove)]).await;
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(page.text.contains(&format!("action=\"{remove}\"")), "{}", page.text);
        // The same answer proves nothing twice, and no sign-in either.
        assert_eq!(desk.post("/prove/passkey", &[("passkey", &answer)]).await.status, 422);
        assert_eq!(desk.post(&remove, &[]).await.status, 303);
        let browser = site.browser();
        browser.get("/sign-in").await;
        let question = asked(&browser, &[]).await;
        let page = enters(&browser, &key.sign(&question)).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("không phải của tài khoản nào"), "{}", page.text);
        with_password(&site, "can.bo").await;
        let (person, _) = people::by_sign_in(&house.store, "can.bo").await.expect("read").expect("somebody");
        let left = people::factors::codes_left(&house.store, person.id).await.expect("read");
        assert_eq!(left, 0, "codes on paper go with the last second factor");
    })
    .await;
}

#[tokio::test]
async fn what_a_passkey_did_not_sign_here_now_and_for_this_browser_opens_nothing() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo").await;
        somebody(&house, "nguoi.khac").await;
        let site = Site::open(&house).await;
        let (mut key, _) = added(&site, &with_password(&site, "can.bo").await, 1).await;
        let (mut other, _) = added(&site, &with_password(&site, "nguoi.khac").await, 2).await;
        let browser = site.browser();
        browser.get("/sign-in").await;
        let check = async |browser: &Browser, what: &str, answer: &Answer, says: &str| {
            let page = enters(browser, answer).await;
            assert_eq!(page.status, 422, "{what}");
            assert!(
                page.text.contains(says) && page.header("set-cookie").is_empty(),
                "{what}: {}",
                page.text
            );
        };
        let answer = key.sign(&asked(&browser, &[]).await);
        let stranger = site.browser();
        stranger.get("/sign-in").await;
        check(&stranger, "asked of another browser", &answer, "đã dùng hoặc đã quá năm phút").await;
        assert_eq!(enters(&browser, &answer).await.status, 303);
        check(&browser, "sent again", &answer, "đã dùng hoặc đã quá năm phút").await;
        let answer = key.sign(&asked(&browser, &[]).await);
        house.clock.pass_seconds(301);
        check(&browser, "too late", &answer, "đã dùng hoặc đã quá năm phút").await;

        let mut elsewhere = Authenticator::new("localhost", "https://dang-nhap.example", 1);
        check(&browser, "of a false page", &elsewhere.sign(&asked(&browser, &[]).await), "từ một trang khác")
            .await;
        elsewhere.origin = site.public();
        check(
            &browser,
            "of another key",
            &elsewhere.sign(&asked(&browser, &[]).await),
            "không phải của tài khoản",
        )
        .await;
        let mut unknown = Authenticator::new("localhost", &site.public(), 9);
        check(&browser, "of nobody", &unknown.sign(&asked(&browser, &[]).await), "không phải của tài khoản")
            .await;
        key.is_verified = false;
        check(&browser, "of nobody seen", &key.sign(&asked(&browser, &[]).await), "chưa xác nhận đúng người")
            .await;
        key.is_verified = true;
        let claimed = Answer { user_handle: other.owner.clone(), ..key.sign(&asked(&browser, &[]).await) };
        check(&browser, "of another person", &claimed, "không phải của tài khoản").await;
        let whole = key.sign(&asked(&browser, &[]).await);
        let cut = Answer { authenticator_data: whole.authenticator_data[..40].into(), ..whole };
        check(&browser, "cut off", &cut, "không đọc được").await;
        let page = browser.post("/sign-in/passkey", &[("passkey", "{}")]).await;
        assert_eq!(page.status, 422);

        // A question put to one person is not answered by another.
        let page = browser.post("/sign-in", &[("name", "can.bo"), ("password", PASSWORD)]).await;
        let ticket = page.hidden().into_iter().find(|(name, _)| name == "ticket").expect("a ticket").1;
        let question = asked(&browser, &[("ticket", &ticket)]).await;
        let fields = [("passkey", &*json(&other.sign(&question))), ("ticket", &*ticket)];
        assert_eq!(browser.post("/sign-in/passkey", &fields).await.status, 422);

        // One that counts back was copied: it is refused, and that is an event.
        key.counter = 1;
        check(&browser, "counting back", &key.sign(&asked(&browser, &[]).await), "đã bị sao chép").await;
        let (passkey, _) =
            people::passkeys::by_credential(&house.store, &key.id).await.expect("read").expect("a passkey");
        let events = events::of_thing(&house.store, passkey.id, 9).await.expect("events");
        assert!(events.iter().any(|placed| placed.event.kind == "passkey.counter_fell"));
    })
    .await;
}

#[tokio::test]
async fn a_new_passkey_is_made_for_whoever_was_asked_and_for_nobody_twice() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo").await;
        somebody(&house, "nguoi.khac").await;
        let site = Site::open(&house).await;
        let desk = with_password(&site, "can.bo").await;
        let (_, first) = added(&site, &desk, 1).await;
        assert_eq!(first.status, 200);
        let other = with_password(&site, "nguoi.khac").await;
        let (mut key, page) = added(&site, &other, 1).await;
        assert_eq!(page.status, 422, "an id that is somebody's already");
        assert!(page.text.contains("value=\"điện thoại\""), "{}", page.text);
        let asked = options(&page);
        key.id = vec![7; 16];
        let answer = json(&key.make(&asked));
        let page = desk.post("/security/passkeys", &[("passkey", &answer)]).await;
        assert_eq!(page.status, 422, "asked of another");
        let cut = &answer[..answer.len() / 2];
        assert_eq!(other.post("/security/passkeys", &[("passkey", cut)]).await.status, 422);
        // A dangerous act: whoever finds a desk open cannot add a key of their own.
        house.clock.pass_seconds(15 * 60 + 1);
        assert_eq!(other.post("/security/passkeys/new", &[]).await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn a_passkey_added_before_webauthn_rs_signs_in_and_is_kept_anew() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo").await;
        let site = Site::open(&house).await;
        let (person, _) = people::by_sign_in(&house.store, "can.bo").await.expect("read").expect("somebody");
        let keep = async |key: &Authenticator, kept: Vec<u8>| {
            let one = people::passkeys::Passkey {
                id: house.new_id(),
                person: person.id.0,
                credential: key.id.clone(),
                kept,
                counter: key.counter.into(),
                name: "máy cũ".into(),
                added_at: house.now().micros(),
                used_at: None,
            };
            let mut change = house.store.begin().await.expect("a change");
            people::passkeys::add(&mut change, &one).await.expect("added");
            change.commit().await.expect("a commit");
        };
        let mut key = Authenticator::new("localhost", &site.public(), 3);
        key.owns(person.id.0.as_bytes());
        keep(&key, key.public_key()).await;
        let browser = site.browser();
        browser.get("/sign-in").await;
        for _ in 0..2 {
            let page = enters(&browser, &key.sign(&asked(&browser, &[]).await)).await;
            assert_eq!(page.status, 303, "{}", page.text);
            let (passkey, _) = people::passkeys::by_credential(&house.store, &key.id)
                .await
                .expect("read")
                .expect("a passkey");
            assert!(passkey.kept.starts_with(b"{"), "kept as webauthn-rs does");
            assert_eq!(passkey.counter, i64::from(key.counter));
        }
        // A kind of key that is not taken any more says what to do.
        let mut other = Authenticator::new("localhost", &site.public(), 4);
        other.owns(person.id.0.as_bytes());
        let ed25519 = [&[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32][..], &[7; 32]].concat();
        keep(&other, ed25519).await;
        let page = enters(&browser, &other.sign(&asked(&browser, &[]).await)).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("Loại khóa này không còn được nhận"), "{}", page.text);
    })
    .await;
}
