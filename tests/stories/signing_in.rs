//! Signing in: devices that are known, lock-out that reaches nobody else, second factors, proving once more.

use danvan_actions::people::{add_person, give_position};
use danvan_domain::{
    people::Role,
    rights::Asker,
    second_factors::{code, step_of},
    time::Day,
};
use danvan_store::{people, settings};
use danvan_testkit::{Browser, House, Site, for_each_engine};
use std::sync::Arc;
use tokio::task::JoinSet;

const PASSWORD: &str = "mat-khau-cua-chuyen";

async fn somebody(house: &House, name: &str, role: Role, code: &str) {
    let person = add_person(house, &Asker::house(), name, name, PASSWORD).await.expect("a person");
    let unit = if role == Role::Operator {
        house.facts().tree.roots(house.today()).next().expect("a city").id
    } else {
        house.unit(code)
    };
    let from = Day::new(2025, 7, 1).expect("a day");
    give_position(house, &Asker::house(), person, role, unit, from).await.expect("a position");
}

/// Tries to sign in; the status tells how it went: 303 in, 200 a code is wanted, 422 wrong, 429 wait.
async fn knock(browser: &Browser, name: &str, password: &str) -> u16 {
    browser.get("/sign-in").await;
    browser.post("/sign-in", &[("name", name), ("password", password)]).await.status.as_u16()
}

async fn secret(house: &House, name: &str) -> Vec<u8> {
    let (person, _) = people::by_sign_in(&house.store, name).await.expect("read").expect("somebody");
    people::factors::app(&house.store, person.id).await.expect("read").expect("an app").secret
}

#[tokio::test]
async fn a_stranger_s_failures_do_not_lock_the_owner_out_of_a_known_device() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo", Role::CommuneOfficer, "00004").await;
        let site = Site::open(&house).await;
        let known = site.browser();
        assert_eq!(knock(&known, "can.bo", PASSWORD).await, 303);
        let stranger = site.browser();
        for _ in 0..10 {
            assert_eq!(knock(&stranger, "can.bo", "guess").await, 422);
        }
        assert_eq!(knock(&stranger, "can.bo", PASSWORD).await, 429, "even the right one must wait now");
        assert_eq!(knock(&known, "can.bo", PASSWORD).await, 303, "the owner's own device is not locked");
        // Another's known device is none for this name.
        somebody(&house, "nguoi.khac", Role::CommuneOfficer, "00008").await;
        let other = site.browser();
        assert_eq!(knock(&other, "nguoi.khac", PASSWORD).await, 303);
        assert_eq!(knock(&other, "can.bo", PASSWORD).await, 429);
        // A known device has its own limit, and all of it is forgotten after a quarter of an hour.
        for _ in 0..10 {
            assert_eq!(knock(&known, "can.bo", "guess").await, 422);
        }
        assert_eq!(knock(&known, "can.bo", PASSWORD).await, 429);
        house.clock.pass_seconds(15 * 60 + 1);
        assert_eq!(knock(&known, "can.bo", PASSWORD).await, 303);
        assert_eq!(knock(&stranger, "can.bo", PASSWORD).await, 303);
    })
    .await;
}

/// Browsers that each have the page open, and all send it at once; how often each status came.
async fn knock_at_once(site: &Site, doors: Vec<(String, &'static str)>) -> Vec<(u16, usize)> {
    let mut ready = Vec::new();
    for (name, password) in doors {
        let browser = Arc::new(site.browser());
        browser.get("/sign-in").await;
        ready.push((browser, name, password));
    }
    let mut knocks = JoinSet::new();
    for (browser, name, password) in ready {
        knocks.spawn(async move {
            browser.post("/sign-in", &[("name", &name), ("password", password)]).await.status.as_u16()
        });
    }
    let mut told = knocks.join_all().await;
    told.sort_unstable();
    told.chunk_by(|one, other| one == other).map(|same| (same[0], same.len())).collect()
}

#[tokio::test]
async fn fifty_tries_at_once_are_no_more_than_ten() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo", Role::CommuneOfficer, "00004").await;
        let site = Site::open(&house).await;
        let known = site.browser();
        assert_eq!(knock(&known, "can.bo", PASSWORD).await, 303);
        let guesses = vec![("can.bo".to_owned(), "guess"); 50];
        assert_eq!(knock_at_once(&site, guesses).await, [(422, 10), (429, 40)]);
        assert_eq!(knock(&site.browser(), "can.bo", PASSWORD).await, 429, "even the right one must wait");
        assert_eq!(knock(&known, "can.bo", PASSWORD).await, 303, "but not on a device that is known");
        // Names that nobody has are no way around it.
        let nobody = vec![("khong.co.ai".to_owned(), "guess"); 50];
        assert_eq!(knock_at_once(&site, nobody).await, [(422, 10), (429, 40)]);
    })
    .await;
}

#[tokio::test]
async fn a_right_password_costs_no_try() {
    for_each_engine(|house| async move {
        let names: Vec<String> = (0..30).map(|number| format!("can.bo.{number}")).collect();
        for name in &names {
            somebody(&house, name, Role::CommuneOfficer, "00004").await;
        }
        let site = Site::open(&house).await;
        // A whole office behind one address in the morning, three mornings long.
        for _ in 0..4 {
            let right = names.iter().map(|name| (name.clone(), PASSWORD)).collect();
            assert_eq!(knock_at_once(&site, right).await, [(303, 30)]);
        }
        // Nine wrong ones and a right one, again and again.
        let stranger = site.browser();
        for _ in 0..2 {
            for _ in 0..9 {
                assert_eq!(knock(&stranger, &names[0], "guess").await, 422);
            }
            let fresh = site.browser();
            assert_eq!(knock(&fresh, &names[0], PASSWORD).await, 303);
        }
        // A right password that waits for its second factor is none that failed.
        let desk = site.browser();
        knock(&desk, &names[1], PASSWORD).await;
        desk.get("/security").await;
        desk.post("/security/app", &[]).await;
        let code = code(&secret(&house, &names[1]).await, step_of(house.now()));
        desk.get("/security").await;
        desk.post("/security/app/confirm", &[("code", &code)]).await;
        for _ in 0..12 {
            assert_eq!(knock(&site.browser(), &names[1], PASSWORD).await, 200, "a code is wanted");
        }
    })
    .await;
}

#[tokio::test]
async fn new_devices_are_marked_and_all_others_are_signed_out_at_once() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo", Role::CommuneOfficer, "00004").await;
        let site = Site::open(&house).await;
        let (first, second) = (site.browser(), site.browser());
        knock(&first, "can.bo", PASSWORD).await;
        house.clock.pass_hours(13);
        knock(&first, "can.bo", PASSWORD).await;
        knock(&second, "can.bo", PASSWORD).await;
        let page = first.get("/sessions").await;
        assert_eq!(page.text.matches("Thiết bị mới").count(), 1, "{}", page.text);
        // The page on which factors are changed offers it, and whoever finds a desk open cannot do it.
        assert!(first.get("/security").await.text.contains("action=\"/sessions/close-others\""));
        house.clock.pass_seconds(15 * 60 + 1);
        let asked = first.post("/sessions/close-others", &[]).await;
        assert!(asked.status.as_u16() == 403 && asked.text.contains("action=\"/prove\""), "{}", asked.text);
        assert_eq!(second.get("/sessions").await.status.as_u16(), 200, "not yet");
        assert_eq!(first.post("/prove", &[("password", PASSWORD)]).await.status.as_u16(), 303);
        assert_eq!(first.post("/sessions/close-others", &[]).await.status.as_u16(), 303);
        assert_eq!(second.get("/sessions").await.status.as_u16(), 401);
        assert_eq!(first.get("/sessions").await.status.as_u16(), 200);
    })
    .await;
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_each_code_is_good_once() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo", Role::CommuneOfficer, "00004").await;
        let site = Site::open(&house).await;
        let desk = site.browser();
        knock(&desk, "can.bo", PASSWORD).await;
        desk.get("/security").await;
        assert_eq!(desk.post("/security/app", &[]).await.status.as_u16(), 303);
        // Before its first code the app does not count.
        assert_eq!(knock(&site.browser(), "can.bo", PASSWORD).await, 303);
        let secret = secret(&house, "can.bo").await;
        let now_code = || code(&secret, step_of(house.now()));
        desk.get("/security").await;
        let wrong = desk.post("/security/app/confirm", &[("code", "000000x")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        let paper = desk.post("/security/app/confirm", &[("code", &now_code())]).await;
        let codes: Vec<&str> = paper
            .text
            .split("<code>")
            .skip(1)
            .map(|rest| rest.split("</code>").next().unwrap_or(""))
            .collect();
        assert_eq!(codes.len(), 10, "{}", paper.text);

        let browser = site.browser();
        let enter = async |code: &str| {
            browser.get("/sign-in").await;
            let page = browser.post("/sign-in", &[("name", "can.bo"), ("password", PASSWORD)]).await;
            assert!(page.header("set-cookie").is_empty(), "a password alone opens nothing");
            let ticket = page.hidden().into_iter().find(|(name, _)| name == "ticket").expect("a ticket").1;
            let page = browser.post("/sign-in/code", &[("ticket", &ticket), ("code", code)]).await;
            let again = browser.post("/sign-in/code", &[("ticket", &ticket), ("code", code)]).await;
            assert_ne!(again.status.as_u16(), 303, "a ticket is good once");
            page.status.as_u16()
        };
        assert_eq!(enter(&now_code()).await, 422, "the code that confirmed the app was used");
        house.clock.pass_seconds(60);
        assert_eq!(enter(&now_code()).await, 303);
        assert_eq!(enter(&now_code()).await, 422, "and so was this one");
        assert_eq!(enter("AAAAAAAA-AAAAAAAA").await, 422);
        assert_eq!(enter(&codes[0].to_lowercase()).await, 303);
        assert_eq!(enter(codes[0]).await, 422, "paper too is good once");
        // A ticket does not outlive five minutes.
        browser.get("/sign-in").await;
        let page = browser.post("/sign-in", &[("name", "can.bo"), ("password", PASSWORD)]).await;
        let ticket = page.hidden().into_iter().find(|(name, _)| name == "ticket").expect("a ticket").1;
        house.clock.pass_seconds(301);
        let late = browser.post("/sign-in/code", &[("ticket", &ticket), ("code", &now_code())]).await;
        assert_eq!(late.status.as_u16(), 422);
        assert!(late.text.contains("name=\"password\""), "the password is asked for again");
    })
    .await;
}

#[tokio::test]
async fn a_role_that_needs_a_second_factor_has_no_right_without_it() {
    for_each_engine(|house| async move {
        somebody(&house, "van.hanh", Role::Operator, "").await;
        somebody(&house, "can.bo", Role::CommuneOfficer, "00004").await;
        let mut change = house.store.begin().await.expect("a change");
        settings::set(&mut change, "sign_in.second_factor_roles", "operator").await.expect("set");
        change.commit().await.expect("a commit");
        let site = Site::open(&house).await;
        let officer = site.browser();
        knock(&officer, "can.bo", PASSWORD).await;
        assert_eq!(officer.get("/cases").await.status.as_u16(), 200, "other roles are as before");
        let operator = site.browser();
        knock(&operator, "van.hanh", PASSWORD).await;
        assert_eq!(operator.get("/people").await.status.as_u16(), 403);
        assert_eq!(operator.get("/").await.location, "/security");
        let page = operator.get("/security").await;
        assert!(page.text.contains("Vai trò của bác bắt buộc"), "{}", page.text);
        operator.post("/security/app", &[]).await;
        let code = code(&secret(&house, "van.hanh").await, step_of(house.now()));
        operator.post("/security/app/confirm", &[("code", &code)]).await;
        assert_eq!(operator.get("/people").await.status.as_u16(), 200);
    })
    .await;
}

#[tokio::test]
async fn a_dangerous_act_asks_again_who_sits_there_and_loses_nothing() {
    for_each_engine(|house| async move {
        somebody(&house, "van.hanh", Role::Operator, "").await;
        let site = Site::open(&house).await;
        let operator = site.browser();
        knock(&operator, "van.hanh", PASSWORD).await;
        let fields = [
            ("sign_in", "nguoi.moi"),
            ("name", "Người Mới"),
            ("password", "mat-khau-moi-tinh"),
            ("role", "commune_officer"),
            ("unit", "00004"),
        ];
        operator.get("/people").await;
        house.clock.pass_seconds(15 * 60 + 1);
        let asked = operator.post("/people", &fields).await;
        assert_eq!(asked.status.as_u16(), 403);
        assert!(
            asked.text.contains("action=\"/prove\"") && asked.text.contains("Người Mới"),
            "{}",
            asked.text
        );
        assert!(!asked.text.contains("mat-khau-moi-tinh"), "a password is never written into a page");
        let is_there = async || people::by_sign_in(&house.store, "nguoi.moi").await.expect("read").is_some();
        assert!(!is_there().await, "nothing was done");
        let carried = asked.hidden();
        let with = |password: &'static str| {
            let mut fields: Vec<(&str, &str)> = carried
                .iter()
                .filter(|(name, _)| name != "csrf")
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            fields.push(("password", password));
            fields
        };
        let wrong = operator.post("/prove", &with("guess")).await;
        assert_eq!(wrong.status.as_u16(), 422);
        assert!(wrong.text.contains("Người Mới"), "{}", wrong.text);
        let right = operator.post("/prove", &with(PASSWORD)).await;
        assert_eq!(right.status.as_u16(), 200);
        assert!(
            right.text.contains("action=\"/people\"") && right.text.contains("Người Mới"),
            "{}",
            right.text
        );
        assert!(!is_there().await, "nothing is done before its own button is pressed");
        assert_eq!(operator.post("/people", &fields).await.status.as_u16(), 303);
        assert!(is_there().await);
    })
    .await;
}
