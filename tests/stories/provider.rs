//! Signing in through another provider: whom an operator linked comes in, with their second factor; whatever else comes
//! back opens nothing, and the password works all the while.

use danvan_actions::people::{add_person, give_position};
use danvan_domain::{
    people::Role,
    rights::Asker,
    second_factors::{code, step_of},
    time::Day,
};
use danvan_store::people::{self, identities};
use danvan_testkit::{Bend, Browser, FakeProvider, House, Page, Site, for_each_engine};
use serde_json::json;
use std::sync::atomic::Ordering;

const PASSWORD: &str = "mat-khau-cua-chuyen";

async fn somebody(house: &House, name: &str, role: Role) {
    let person = add_person(house, &Asker::house(), name, name, PASSWORD).await.expect("a person");
    let unit = match role {
        Role::Operator => house.facts().tree.roots(house.today()).next().expect("a city").id,
        _ => house.unit("00004"),
    };
    let from = Day::new(2025, 7, 1).expect("a day");
    give_position(house, &Asker::house(), person, role, unit, from).await.expect("a position");
}

async fn link(house: &House, name: &str, subject: &str) {
    let (person, _) = people::by_sign_in(&house.store, name).await.expect("read").expect("somebody");
    let one = identities::Identity {
        issuer: FakeProvider::ISSUER.into(),
        subject: subject.into(),
        linked_at: house.now().micros(),
    };
    let mut change = house.store.begin().await.expect("a change");
    identities::link(&mut change, person.id, &one, None).await.expect("linked");
    change.commit().await.expect("a commit");
}

async fn with_password(site: &Site, name: &str) -> Browser {
    let browser = site.browser();
    browser.get("/sign-in").await;
    assert_eq!(browser.post("/sign-in", &[("name", name), ("password", PASSWORD)]).await.status, 303);
    browser
}

/// Where a page of ours sends its reader.
fn leads_to(page: &Page) -> String {
    assert_eq!(page.status, 200, "{}", page.text);
    page.between("content=\"0;url=", "\"").expect("an address").replace("&#38;", "&")
}

/// Goes to the provider, signs in there as somebody, and gives the path of the way back.
async fn away(site: &Site, browser: &Browser, subject: &str, next: &str) -> String {
    browser.get("/sign-in").await;
    let page = browser.post("/sign-in/provider", &[("next", next)]).await;
    site.provider.signs_in(&leads_to(&page), subject)
}

#[tokio::test]
async fn whom_an_operator_linked_comes_in_and_nobody_else() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo", Role::CommuneOfficer).await;
        somebody(&house, "van.hanh", Role::Operator).await;
        let site = Site::open(&house).await;
        let browser = site.browser();
        // Somebody whom nobody linked is told what to do, even under the name of somebody who is here.
        let back = away(&site, &browser, "can.bo", "/cases").await;
        let page = browser.get(&back).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("can.bo") && page.text.contains("người vận hành"), "{}", page.text);
        assert!(page.text.contains("action=\"/sign-in\""), "the password is asked for on the same page");
        assert_eq!(browser.get("/sessions").await.status, 401);

        let operator = with_password(&site, "van.hanh").await;
        let (person, _) = people::by_sign_in(&house.store, "can.bo").await.expect("read").expect("somebody");
        let person = format!("/people/{}", person.id);
        operator.get(&person).await;
        let link = format!("{person}/identities");
        assert_eq!(operator.post(&link, &[("account", " ")]).await.status, 422);
        assert_eq!(operator.post(&link, &[("account", "can.bo")]).await.status, 303);
        assert_eq!(operator.post(&link, &[("account", "can.bo")]).await.status, 422, "linked already");
        let back = away(&site, &browser, "can.bo", "/cases").await;
        let page = browser.get(&back).await;
        assert_eq!((page.status.as_u16(), page.location.as_str()), (303, "/cases"), "{}", page.text);
        assert_eq!(browser.get("/cases").await.status, 200);

        let fields = [("issuer", FakeProvider::ISSUER), ("subject", "can.bo")];
        assert_eq!(operator.post(&format!("{link}/remove"), &fields).await.status, 303);
        let stranger = site.browser();
        let back = away(&site, &stranger, "can.bo", "/cases").await;
        assert_eq!(stranger.get(&back).await.status, 422);
    })
    .await;
}

#[tokio::test]
async fn the_provider_stands_in_for_the_password_and_not_for_the_second_factor() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo", Role::CommuneOfficer).await;
        link(&house, "can.bo", "cb").await;
        let (person, _) = people::by_sign_in(&house.store, "can.bo").await.expect("read").expect("somebody");
        let secret = b"12345678901234567890";
        let mut change = house.store.begin().await.expect("a change");
        people::factors::put(&mut change, person.id, secret, house.now()).await.expect("an app");
        people::factors::confirm(&mut change, person.id, house.now(), 0).await.expect("confirmed");
        change.commit().await.expect("a commit");
        let site = Site::open(&house).await;
        let browser = site.browser();
        let back = away(&site, &browser, "cb", "/cases").await;
        let page = browser.get(&back).await;
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(page.header("set-cookie").is_empty(), "nothing is open yet");
        let ticket = page.hidden().into_iter().find(|(name, _)| name == "ticket").expect("a ticket").1;
        let typed = code(secret, step_of(house.now()));
        let fields = [("ticket", ticket.as_str()), ("code", &typed), ("next", "/cases")];
        assert_eq!(browser.post("/sign-in/code", &fields).await.location, "/cases");
    })
    .await;
}

#[tokio::test]
async fn what_the_provider_did_not_say_to_this_browser_for_this_house_opens_nothing() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo", Role::CommuneOfficer).await;
        link(&house, "can.bo", "cb").await;
        let site = Site::open(&house).await;
        let provider = &site.provider;
        let browser = site.browser();
        let refused = async |browser: &Browser, what: &str, back: &str, says: &str| {
            let page = browser.get(back).await;
            assert_eq!(page.status, 422, "{what}");
            assert!(page.text.contains(says), "{what}: {}", page.text);
            assert!(
                page.text.contains("action=\"/sign-in\"") && page.header("set-cookie").is_empty(),
                "{what}"
            );
        };
        let bends: [(&str, Bend); 9] = [
            ("unsigned", |head, _| head["alg"] = "none".into()),
            ("signed with the client's secret", |head, _| head["alg"] = "HS256".into()),
            ("a key nobody published", |head, _| head["kid"] = "hai".into()),
            ("another nonce", |_, claims| claims["nonce"] = "x".into()),
            ("for another program", |_, claims| claims["aud"] = "khac".into()),
            ("from another provider", |_, claims| claims["iss"] = "https://khac.example".into()),
            ("over", |_, claims| claims["exp"] = (claims["iat"].as_i64().unwrap_or(0) - 61).into()),
            ("of nobody", |_, claims| claims["sub"] = json!(null)),
            ("huge", |_, claims| claims["more"] = "x".repeat(20_000).into()),
        ];
        for (what, bend) in bends {
            *provider.bend.lock().expect("free") = Some(bend);
            let back = away(&site, &browser, "cb", "/").await;
            refused(&browser, what, &back, "không hợp lệ").await;
        }
        *provider.bend.lock().expect("free") = None;
        provider.is_forged.store(true, Ordering::SeqCst);
        let back = away(&site, &browser, "cb", "/").await;
        refused(&browser, "a foreign key", &back, "không hợp lệ").await;
        provider.is_forged.store(false, Ordering::SeqCst);

        let back = away(&site, &browser, "cb", "/").await;
        let stranger = site.browser();
        stranger.get("/sign-in").await;
        refused(&stranger, "of another browser", &back, "đã dùng hoặc đã quá mười phút").await;
        let other = back.replace("code=", "code=x");
        let late = away(&site, &browser, "cb", "/").await;
        refused(&browser, "a code of nobody", &other, "chưa cho đăng nhập").await;
        refused(&browser, "after a bad answer", &back, "đã dùng hoặc đã quá mười phút").await;
        house.clock.pass_seconds(601);
        refused(&browser, "too late", &late, "đã dùng hoặc đã quá mười phút").await;
        let back = away(&site, &browser, "cb", "/").await;
        let (_, state) = back.split_once("&state=").expect("a state");
        let denied = format!("/sign-in/provider/back?error=access_denied&state={state}");
        refused(&browser, "given up", &denied, "chưa cho đăng nhập").await;
        let back = away(&site, &browser, "cb", "/").await;
        let mixed = format!("{back}&iss=https%3A%2F%2Fkhac.example");
        refused(&browser, "another's answer", &mixed, "không hợp lệ").await;
        for nonsense in ["", "?state=", "?code=1", "?code=1&state=%00", "?state=1&code=1&state=2"] {
            let back = format!("/sign-in/provider/back{nonsense}");
            refused(&browser, nonsense, &back, "đã dùng hoặc đã quá mười phút").await;
        }

        // The way back is good once, and leads nowhere else.
        let back = away(&site, &browser, "cb", "//khac.example/").await;
        assert_eq!(browser.get(&back).await.location, "/");
        let page = browser.get(&back).await;
        assert_eq!(page.status, 422, "signed in, and told that nothing was proved");
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_is_down_or_not_itself_leaves_the_password() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo", Role::CommuneOfficer).await;
        link(&house, "can.bo", "cb").await;
        let site = Site::open(&house).await;
        let browser = site.browser();
        let back = away(&site, &browser, "cb", "/").await;
        site.provider.is_down.store(true, Ordering::SeqCst);
        let page = browser.get(&back).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("không trả lời"), "{}", page.text);
        let page = browser.post("/sign-in/provider", &[("next", "/")]).await;
        assert_eq!(page.status, 422);
        assert!(
            page.text.contains("không trả lời") && page.text.contains("name=\"password\""),
            "{}",
            page.text
        );
        let page = browser.post("/sign-in", &[("name", "can.bo"), ("password", PASSWORD)]).await;
        assert_eq!(page.status, 303);
        site.provider.is_down.store(false, Ordering::SeqCst);
        for told in [
            json!({"issuer": "https://dinh-danh.example/"}),
            json!({"token_endpoint": "http://khac.example/token"}),
            json!({"jwks_uri": "file:///etc/passwd"}),
            json!({"authorization_endpoint": "javascript:alert(1)"}),
            json!({"authorization_endpoint": 1}),
        ] {
            *site.provider.told.lock().expect("free") = told.clone();
            let browser = site.browser();
            browser.get("/sign-in").await;
            let page = browser.post("/sign-in/provider", &[]).await;
            assert_eq!(page.status, 422, "{told}");
        }
        // Without a provider there is no button, and no door behind it.
        let bare = Site::open_without_provider(&house).await;
        let browser = bare.browser();
        assert!(!browser.get("/sign-in").await.text.contains("/sign-in/provider"));
        assert_eq!(browser.post("/sign-in/provider", &[]).await.status, 404);
        assert_eq!(browser.get("/sign-in/provider/back?code=1&state=1").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn whoever_proves_at_the_provider_shows_themself_anew() {
    for_each_engine(|house| async move {
        somebody(&house, "van.hanh", Role::Operator).await;
        somebody(&house, "can.bo", Role::CommuneOfficer).await;
        link(&house, "van.hanh", "vh").await;
        link(&house, "can.bo", "cb").await;
        let site = Site::open(&house).await;
        let desk = with_password(&site, "van.hanh").await;
        desk.get("/security").await;
        house.clock.pass_seconds(15 * 60 + 1);
        let page = desk.post("/security/app", &[]).await;
        assert_eq!(page.status, 403);
        assert!(page.text.contains("action=\"/prove/provider\""), "{}", page.text);
        let proves = async |subject: &str| {
            let page = desk.post("/prove/provider", &[]).await;
            let back = site.provider.signs_in(&leads_to(&page), subject);
            desk.get(&back).await
        };
        assert_eq!(proves("cb").await.status, 422, "another proves nothing");
        *site.provider.bend.lock().expect("free") = Some(|_, claims| {
            let long_ago = claims["iat"].as_i64().unwrap_or(0) - 3600;
            claims["auth_time"] = long_ago.into();
        });
        let page = proves("vh").await;
        assert_eq!(page.status, 422, "{}", page.text);
        assert!(page.text.contains("đăng nhập lại ở đó"), "{}", page.text);
        *site.provider.bend.lock().expect("free") = None;
        desk.get("/security").await;
        assert_eq!(desk.post("/security/app", &[]).await.status, 403, "nothing was proved yet");
        let page = proves("vh").await;
        assert_eq!(page.status, 200, "{}", page.text);
        desk.get("/security").await;
        assert_eq!(desk.post("/security/app", &[]).await.status, 303);
    })
    .await;
}
