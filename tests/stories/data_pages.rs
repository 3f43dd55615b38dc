//! Long lists: requests about data and reception days, fifty a page, each once, and counted to the last.

use crate::{
    deadlines_listed::{heading, walk},
    desk::{Browser, somebody},
    letters_way::{go_to, ward},
    registers_counts::city,
};
use danvan_domain::{
    cases::Contact,
    data::requests::{PROCEDURE, Right, Subject},
    deadlines::{Deadline, Sort},
    ids::UnitId,
    people::Role,
    receptions::ReceptionDay,
    time::{Day, Moment},
};
use danvan_store::{
    data::requests::{self, Request},
    deadlines, receptions,
};
use danvan_testkit::{House, for_each_engine};
use std::collections::HashSet;

/// So many requests of an office that wait, due at one moment.
async fn wait(house: &House, unit: UnitId, count: usize, due_at: Moment) {
    let mut change = house.store.begin().await.expect("a change");
    for _ in 0..count {
        let request = Request {
            id: house.new_id(),
            thing: house.new_id(),
            subject: Subject::Signer,
            receipt: house.new_id().to_string(),
            right: Right::Delete,
            words: String::new(),
            contact: Contact::default(),
            address: None,
            unit,
            asked_at: house.now(),
            stage: "asked".into(),
            reply_due_at: Some(due_at),
            due_at: Some(due_at.plus_seconds(86_400)),
            ended_at: None,
            answer: String::new(),
            acts: "[]".into(),
        };
        requests::add(&mut change, &request).await.expect("added");
        let reply = Deadline {
            thing: request.id,
            sort: Sort::Request,
            position: 0,
            procedure: PROCEDURE.into(),
            step: "reply".into(),
            unit,
            handler: None,
            party: "commune_officer".into(),
            is_duty: true,
            is_paused: false,
            starts_at: request.asked_at,
            due_at,
            ended_at: None,
        };
        deadlines::rewrite(&mut change, request.id, &[reply]).await.expect("written");
    }
    change.commit().await.expect("a commit");
}

/// Walks a list of one's own by its next pages; how often something stands on all of them, and how many pages there are.
async fn count(browser: &mut Browser, address: &str, what: &str) -> (usize, usize) {
    let (mut address, mut total, mut pages) = (address.to_owned(), 0, 0);
    loop {
        browser.open(&address).await;
        assert_eq!(browser.status, 200, "{address}: {}", browser.html);
        assert!(browser.html.len() < 100_000, "{address}: {} bytes", browser.html.len());
        let here = browser.html.matches(what).count();
        assert!(here <= 50, "{address}: {here}");
        (total, pages) = (total + here, pages + 1);
        let next = browser.html.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
        let Some(next) = next else { return (total, pages) };
        address = next.replace("&#38;", "&");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_of_a_whole_city_are_counted_and_listed_to_the_last() {
    for_each_engine(|house| async move {
        let (own, other) = (ward(&house, "Ngọc Hà"), ward(&house, "Ba Đình"));
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        let at = |day: &str| Moment::at(day.parse().expect("a day"), 17, 0);
        wait(&house, own, 130, at("2026-10-06")).await;
        wait(&house, other, 130, at("2026-10-06")).await;
        wait(&house, other, 60, at("2026-10-12")).await;
        go_to(&house, "2026-10-08");
        let mut top = Browser::of(&house, "thanh.pho").await;
        let late = walk(&mut top, "/deadlines?whose=city", "late").await;
        assert_eq!((late.len(), heading(&top, "late")), (260, 260), "more than two hundred");
        // The city sees that they are due and where; only their offices open them.
        let offices = [own, other].map(|unit| format!("/deadlines?unit={unit}"));
        assert_eq!(late.into_iter().collect::<HashSet<_>>(), HashSet::from(offices));
        assert_eq!(walk(&mut top, "/deadlines?whose=city", "coming").await.len(), 60);
        assert_eq!(count(&mut top, "/data", "· người ký đơn").await, (320, 7));
        let mut lan = Browser::of(&house, "lan").await;
        let late: HashSet<String> = walk(&mut lan, "/deadlines", "late").await.into_iter().collect();
        assert_eq!((late.len(), heading(&lan, "late")), (130, 130), "each once");
        assert_eq!(count(&mut lan, "/data", "href=\"/data/requests/").await, (130, 3), "of their own office");
        lan.open("/data?after=x").await;
        assert_eq!(lan.status, 422, "{}", lan.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_days_are_shown_fifty_a_page_with_what_is_taken() {
    for_each_engine(|house| async move {
        let (own, other) = (ward(&house, "Ngọc Hà"), ward(&house, "Ba Đình"));
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let first: Day = "2026-10-12".parse().expect("a day");
        let mut change = house.store.begin().await.expect("a change");
        for number in 0..120 {
            let day = ReceptionDay {
                id: house.new_id(),
                unit: if number % 2 == 0 { own } else { other },
                day: first.plus_days(number / 4),
                begins: "08:30".into(),
                seats: 7,
                place: "Trụ sở".into(),
                host: "Chủ tịch".into(),
                published_at: house.now(),
                cancelled_at: None,
                cancel_reason: String::new(),
            };
            receptions::add_day(&mut change, &day).await.expect("added");
        }
        change.commit().await.expect("a commit");
        let mut anybody = Browser::new(&house).await;
        let book = "href=\"/receptions/book/";
        assert_eq!(count(&mut anybody, "/receptions", book).await, (120, 3));
        assert_eq!(count(&mut anybody, "/receptions?q=ngoc+ha", book).await, (60, 2));
        assert!(anybody.says("Còn 7 chỗ"), "{}", anybody.html);
        anybody.open("/receptions?after=hom.nay").await;
        assert_eq!(anybody.status, 422, "{}", anybody.html);
        let mut lan = Browser::of(&house, "lan").await;
        assert_eq!(count(&mut lan, "/receptions/desk", "href=\"/receptions/desk/days/").await, (60, 2));
    })
    .await;
}
