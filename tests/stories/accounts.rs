//! Accounts: a password that is guessed first is none, one that was given is good once, an account is closed and opened again,
//! and a refused right is seen.

use danvan_actions::{
    Failure,
    people::{add_person, add_person_at, give_position, note_refused},
};
use danvan_domain::{
    ids::{PersonId, UnitId},
    people::Role,
    refusals::Refusal,
    rights::Asker,
    time::Day,
};
use danvan_store::{events, people};
use danvan_testkit::{Browser, House, Page, Site, for_each_engine};

const PASSWORD: &str = "mat-khau-cua-chuyen";
const OTHER: &str = "bốn con chim sẻ đậu trên mái";

fn city(house: &House) -> UnitId {
    house.facts().tree.roots(house.today()).next().expect("a city").id
}

async fn somebody(house: &House, name: &str, role: Role) -> PersonId {
    let person = add_person(house, &Asker::house(), name, name, PASSWORD).await.expect("a person");
    let unit = if role == Role::Operator { city(house) } else { house.unit("00004") };
    let from = Day::new(2025, 7, 1).expect("a day");
    give_position(house, &Asker::house(), person, role, unit, from).await.expect("a position");
    person
}

async fn knock(browser: &Browser, name: &str, password: &str) -> Page {
    browser.get("/sign-in").await;
    browser.post("/sign-in", &[("name", name), ("password", password), ("next", "/cases")]).await
}

async fn enters(site: &Site, name: &str, password: &str) -> Browser {
    let browser = site.browser();
    let page = knock(&browser, name, password).await;
    assert_eq!(page.status, 303, "{}", page.text);
    browser
}

/// How many events of a kind a thing has.
async fn count(house: &House, thing: PersonId, kind: &str) -> usize {
    let events = events::of_thing(&house.store, thing.0, 200).await.expect("events");
    events.iter().filter(|placed| placed.event.kind == kind).count()
}

fn ticket(page: &Page) -> String {
    page.hidden().into_iter().find(|(name, _)| name == "ticket").expect("a ticket").1
}

#[tokio::test]
async fn a_password_that_is_guessed_first_is_refused_in_both_languages() {
    for_each_engine(|house| async move {
        somebody(&house, "can.bo", Role::CommuneOfficer).await;
        let site = Site::open(&house).await;
        let desk = enters(&site, "can.bo", PASSWORD).await;
        desk.get("/security").await;
        for (path, says) in
            [("/security/password", "dễ đoán"), ("/security/password?lang=en", "easy to guess")]
        {
            for weak in ["matkhau123456", "Hà Nội 1/10/1954", "can.bo.can.bo", "Password123!"] {
                let fields = [("password", PASSWORD), ("new_password", weak)];
                let page = desk.post(path, &fields).await;
                assert_eq!(page.status, 422, "{weak}");
                assert!(page.text.contains(says) && !page.text.contains(weak), "{weak}: {}", page.text);
            }
        }
        let page = desk.post("/security/password", &[("password", PASSWORD), ("new_password", OTHER)]).await;
        assert_eq!(page.status, 303);
        enters(&site, "can.bo", OTHER).await;
        // Whoever is added is held to the same.
        let (role, from) = (Role::CommuneOfficer, house.today());
        let at = (role, house.unit("00004"), from);
        let weak = ("moi", "Người mới", "danvan-demo-2026");
        add_person_at(&house, &Asker::house(), weak, at).await.expect_err("easy to guess");
    })
    .await;
}

#[tokio::test]
async fn what_is_guessed_first_makes_no_password() {
    let house = House::sqlite().await;
    let asker = Asker::house();
    for (at, (password, expected)) in [
        ("mot hai", Some("note-short-password")),
        ("1234567890", Some("note-weak-password")),
        ("Password123!", Some("note-weak-password")),
        ("qwertyuiop", Some("note-weak-password")),
        ("aaaaaaaaaaaa", Some("note-weak-password")),
        ("matkhau123456", Some("note-weak-password")),
        ("Mật khẩu 2026", Some("note-weak-password")),
        ("danvan-demo-2026", Some("note-weak-password")),
        ("Hà Nội 1/10/1954", Some("note-weak-password")),
        ("phuong ba dinh", Some("note-weak-password")),
        ("nguyenthidao1990", Some("note-weak-password")),
        ("canbo.canbo", Some("note-weak-password")),
        ("anhyeuem1234", Some("note-weak-password")),
        ("danvanhanoi2026", Some("note-weak-password")),
        (OTHER, None),
        (PASSWORD, None),
        ("correct horse battery staple", None),
        ("t7Kd-92mq-Wz", None),
        (&danvan_domain::passwords::given([7, 1, 200, 33, 90, 14, 250, 77, 3, 129]), None),
        (&"dài lê thê ".repeat(500), None),
    ]
    .into_iter()
    .enumerate()
    {
        let sign_in = format!("canbo{at}");
        let said = match add_person(&house, &asker, &sign_in, "Nguyễn Thị Đào", password).await {
            Ok(_) => None,
            Err(Failure::Refused(Refusal::Invalid(notes))) => Some(notes[0].note.key.clone()),
            Err(other) => panic!("{password}: {other}"),
        };
        assert_eq!(said.as_deref(), expected, "{password}");
    }
}

#[tokio::test]
async fn whoever_forgot_their_password_is_given_one_for_one_use_and_chooses_their_own() {
    for_each_engine(|house| async move {
        let person = somebody(&house, "can.bo", Role::CommuneOfficer).await;
        somebody(&house, "van.hanh", Role::Operator).await;
        let site = Site::open(&house).await;
        let (desk, operator) =
            (enters(&site, "can.bo", PASSWORD).await, enters(&site, "van.hanh", PASSWORD).await);
        let address = format!("/people/{person}/password");
        house.clock.pass_seconds(15 * 60 + 1);
        operator.get(&format!("/people/{person}")).await;
        assert_eq!(operator.post(&address, &[]).await.status, 403, "a weighty act: proved anew first");
        assert_eq!(operator.post("/prove", &[("password", PASSWORD)]).await.status, 303);
        let page = operator.post(&address, &[]).await;
        let given = page.between("<p class=\"receipt-code\">", "</p>").expect("a password").to_owned();
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(count(&house, person, "person.password_given").await, 1);
        assert_eq!(desk.get("/sessions").await.status, 401, "signed out everywhere");
        assert_eq!(knock(&site.browser(), "can.bo", PASSWORD).await.status, 422, "the old one is gone");

        let browser = site.browser();
        let page = knock(&browser, "can.bo", &given).await;
        assert_eq!(page.status, 200);
        assert!(page.header("set-cookie").is_empty() && browser.get("/sessions").await.status == 401);
        let ticket = ticket(&page);
        // What stands for the given password is no second factor's, and opens no other way.
        let code = browser.post("/sign-in/code", &[("ticket", &ticket), ("code", "000000")]).await;
        assert_eq!(code.status, 422);
        assert!(code.text.contains("name=\"password\""), "back to the beginning: {}", code.text);
        assert_eq!(browser.post("/sign-in/passkey/ask", &[("ticket", &ticket)]).await.status, 401);
        let choose = async |new: &str| {
            let fields = [("ticket", ticket.as_str()), ("new_password", new), ("next", "/cases")];
            browser.post("/sign-in/password", &fields).await
        };
        for (bad, says) in [("ngắn", "ít nhất 10"), ("matkhau123456", "dễ đoán"), (&given, "đã được cấp")]
        {
            let page = choose(bad).await;
            assert_eq!(page.status, 422, "{bad}");
            assert!(page.text.contains(says), "{bad}: {}", page.text);
        }
        let page = choose(OTHER).await;
        assert_eq!((page.status.as_u16(), page.location.as_str()), (303, "/cases"), "{}", page.text);
        assert_eq!(browser.get("/cases").await.status, 200);
        assert_eq!(count(&house, person, "person.password_chosen").await, 1);
        assert_eq!(choose(PASSWORD).await.status, 422, "chosen once");
        assert_eq!(knock(&site.browser(), "can.bo", &given).await.status, 422);
        enters(&site, "can.bo", OTHER).await;
    })
    .await;
}

#[tokio::test]
async fn a_given_password_waits_for_some_days_and_a_first_one_is_one() {
    for_each_engine(|house| async move {
        let operator = somebody(&house, "van.hanh", Role::Operator).await;
        let site = Site::open(&house).await;
        let at = (Role::CommuneOfficer, house.unit("00004"), house.today());
        for name in ["moi", "cham"] {
            add_person_at(&house, &Asker::house(), (name, name, PASSWORD), at).await.expect("added");
        }
        let browser = site.browser();
        let page = knock(&browser, "moi", PASSWORD).await;
        assert_eq!(page.status, 200, "a first password is not one's own");
        let fields = [("ticket", ticket(&page)), ("new_password", OTHER.to_owned())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(browser.post("/sign-in/password", &fields).await.status, 303);
        house.clock.pass_days(7);
        let page = knock(&browser, "cham", PASSWORD).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("đã hết hạn"), "{}", page.text);
        let wrong = knock(&site.browser(), "cham", "khong-phai-the").await;
        assert!(!wrong.text.contains("đã hết hạn"), "told to whoever has it, and to nobody else");
        enters(&site, "moi", OTHER).await;
        // Nobody gives themself one.
        let desk = enters(&site, "van.hanh", PASSWORD).await;
        let page = desk.get(&format!("/people/{operator}")).await;
        assert!(!page.text.contains("/password\""), "{}", page.text);
        assert_eq!(desk.post(&format!("/people/{operator}/password"), &[]).await.status, 409);
    })
    .await;
}

#[tokio::test]
async fn with_a_second_factor_a_given_password_still_wants_it() {
    for_each_engine(|house| async move {
        let person = somebody(&house, "can.bo", Role::CommuneOfficer).await;
        let site = Site::open(&house).await;
        let mut change = house.store.begin().await.expect("a change");
        people::factors::put(&mut change, person, b"12345678901234567890", house.now()).await.expect("put");
        people::factors::confirm(&mut change, person, house.now(), 0).await.expect("confirmed");
        change.commit().await.expect("a commit");
        let given = danvan_actions::people::give_password(&house, &Asker::house(), person).await;
        let browser = site.browser();
        let page = knock(&browser, "can.bo", &given.expect("given")).await;
        let fields = [("ticket", ticket(&page)), ("new_password", OTHER.to_owned())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = browser.post("/sign-in/password", &fields).await;
        assert!(page.status == 200 && page.text.contains("action=\"/sign-in/code\""), "{}", page.text);
        assert_eq!(browser.get("/sessions").await.status, 401);
    })
    .await;
}

#[tokio::test]
async fn an_account_is_closed_and_opened_again_but_not_one_s_own_nor_the_last_operator_s() {
    for_each_engine(|house| async move {
        let person = somebody(&house, "can.bo", Role::CommuneOfficer).await;
        let operator = somebody(&house, "van.hanh", Role::Operator).await;
        let site = Site::open(&house).await;
        let (desk, keeper) =
            (enters(&site, "can.bo", PASSWORD).await, enters(&site, "van.hanh", PASSWORD).await);
        let to = |person: PersonId, what: &str| format!("/people/{person}/{what}");
        let page = keeper.get(&format!("/people/{person}")).await;
        assert!(page.text.contains(&to(person, "inactive")) && !page.text.contains(&to(person, "active")));
        assert_eq!(keeper.post(&to(person, "inactive"), &[]).await.status, 303);
        assert_eq!(count(&house, person, "person.made_inactive").await, 1);
        assert_eq!(desk.get("/sessions").await.status, 401, "at once");
        assert_eq!(knock(&site.browser(), "can.bo", PASSWORD).await.status, 422);
        assert_eq!(keeper.post(&to(person, "inactive"), &[]).await.status, 409, "once is enough");
        let page = keeper.get(&format!("/people/{person}")).await;
        assert!(page.text.contains(&to(person, "active")), "{}", page.text);
        assert_eq!(keeper.post(&to(person, "active"), &[]).await.status, 303);
        assert_eq!(count(&house, person, "person.made_active").await, 1);
        assert_eq!(desk.get("/sessions").await.status, 401, "an old session does not come back");
        enters(&site, "can.bo", PASSWORD).await;

        assert_eq!(keeper.post(&to(operator, "inactive"), &[]).await.status, 409, "not oneself");
        let house_itself = Asker::house();
        let set_active = danvan_actions::people::set_active;
        set_active(&house, &house_itself, operator, false).await.expect_err("the last operator stays");
        let second = somebody(&house, "thay", Role::Operator).await;
        set_active(&house, &house_itself, operator, false).await.expect("another is there");
        set_active(&house, &house_itself, second, false).await.expect_err("now this one is the last");
        house.clock.pass_seconds(15 * 60 + 1);
        let other = enters(&site, "thay", PASSWORD).await;
        other.get(&format!("/people/{operator}")).await;
        house.clock.pass_seconds(15 * 60 + 1);
        assert_eq!(other.post(&to(operator, "active"), &[]).await.status, 403, "a weighty act");
    })
    .await;
}

#[tokio::test]
async fn a_refused_right_is_an_event_once_an_hour_and_a_stranger_s_is_none() {
    for_each_engine(|house| async move {
        let person = somebody(&house, "can.bo", Role::CommuneOfficer).await;
        let site = Site::open(&house).await;
        let desk = enters(&site, "can.bo", PASSWORD).await;
        for _ in 0..5 {
            assert_eq!(desk.get("/people").await.status, 403);
        }
        assert_eq!(count(&house, person, "right.refused").await, 1, "not more for asking again");
        assert_eq!(desk.get("/operations").await.status, 403);
        assert_eq!(count(&house, person, "right.refused").await, 2, "another right");
        let found = events::of_thing(&house.store, person.0, 200).await.expect("events");
        let rights: Vec<&str> = found
            .iter()
            .filter(|placed| placed.event.kind == "right.refused")
            .filter_map(|placed| placed.event.payload["right"].as_str())
            .collect();
        assert!(rights.contains(&"manage_people") && rights.contains(&"operate"), "{rights:?}");
        house.clock.pass_seconds(3601);
        assert_eq!(desk.get("/people").await.status, 403);
        assert_eq!(count(&house, person, "right.refused").await, 3, "an hour later");
        // Two at once are one.
        let other = somebody(&house, "nguoi.khac", Role::CommuneOfficer).await;
        let (one, two) =
            tokio::join!(note_refused(&house, other, "operate"), note_refused(&house, other, "operate"));
        one.and(two).expect("noted");
        assert_eq!(count(&house, other, "right.refused").await, 1);
        let before = events::lanes(&house.store).await.expect("lanes");
        for address in ["/people", "/operations", "/api/v1/cases"] {
            site.browser().get(address).await;
        }
        assert_eq!(events::lanes(&house.store).await.expect("lanes"), before, "a stranger fills nothing");
    })
    .await;
}
