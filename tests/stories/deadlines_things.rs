//! What an office owes after a reception, and requests about data, stand where all else stands that falls due: in the
//! queue, the calendar, the ladder and the pace, counted along by every change and proved.

use crate::{
    data_rights::{OTHER, report},
    desk::{Browser, somebody},
    letters_way::go_to,
    receptions_days::{a_visit, after},
    registers_counts::city,
    telling::case_of,
};
use danvan_actions::{
    calendar,
    deadlines::{
        Whose,
        forecast::{foretold, reckon},
        ladder::escalate,
    },
    verify::{self, Difference},
};
use danvan_domain::{ids::UnitId, people::Role, rights::Asker, time::Day};
use danvan_store::{data::requests, deadlines};
use danvan_testkit::{House, Site, for_each_engine};
use uuid::Uuid;

const PROMISE: [(&str, &str); 3] =
    [("what", "Kiểm tra hồ sơ"), ("who", "Phòng Kinh tế"), ("until", "19/10/2026")];

/// What an office owes: on Monday 5 October a request to be erased, on the 15th a visit that was received, and what was
/// promised there until the 19th.
struct Owed {
    own: UnitId,
    /// The visit's address on the desk.
    at: String,
    visit: Uuid,
    promise: Uuid,
    request: Uuid,
}

async fn owed(house: &House) -> Owed {
    let own = house.unit("00004");
    somebody(house, "canbo", Role::CommuneOfficer, own).await;
    somebody(house, "chutich", Role::CommuneLeader, own).await;
    somebody(house, "thanh.pho", Role::CityLeader, city(house, own)).await;
    let site = Site::open(house).await;
    let resident = site.browser();
    let code = report(&resident, OTHER).await;
    let case = case_of(house, &code).await;
    assert_eq!(case.responsible, own);
    let mine = format!("/receipts/{code}/mine");
    resident.get(&mine).await;
    let asked = resident.post(&mine, &[("say", "ask"), ("right", "delete")]).await;
    assert_eq!(asked.location, format!("{mine}?said=asked"));
    let request = requests::of_receipt(&house.store, &case.receipt).await.expect("read")[0].id;
    let mut officer = Browser::of(house, "canbo").await;
    let at = a_visit(house, &mut officer).await;
    go_to(house, "2026-10-15");
    let mut officer = Browser::of(house, "canbo").await;
    officer.open(&at).await;
    officer.send(&at, &[("act", "receive")]).await;
    assert_eq!(officer.status, 200, "{}", officer.html);
    officer.send(&format!("{at}/promise"), &PROMISE).await;
    let promise = after(&officer.html, "/receptions/desk/promises/").parse().expect("an id");
    let visit = at.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    Owed { own, at, visit, promise, request }
}

async fn due_on(house: &House, whose: Whose, day: &str) -> i64 {
    let day: Day = day.parse().expect("a day");
    let counted = deadlines::counted(&house.store, whose, day.next(), house.now()).await.expect("a count");
    counted.days.iter().filter(|one| one.day == day).map(|one| one.due).sum()
}

async fn difference(house: &House) -> Option<Difference> {
    verify::verify(house).await.expect("a report").difference
}

#[tokio::test(flavor = "multi_thread")]
async fn visits_promises_and_requests_are_listed_counted_and_proved() {
    for_each_engine(|house| async move {
        let Owed { own, at, request, .. } = owed(&house).await;
        // Two working days to confirm the request, twenty days to erase; ten working days to answer whoever came.
        for day in ["2026-10-07", "2026-10-19", "2026-10-26", "2026-10-29"] {
            assert_eq!(due_on(&house, Whose::Unit(own), day).await, 1, "{day}");
            assert_eq!(due_on(&house, Whose::Everybody, day).await, 1, "{day}");
        }
        assert_eq!(difference(&house).await, None);
        let mut officer = Browser::of(&house, "canbo").await;
        officer.open("/deadlines?list=late").await;
        let page = format!("/data/requests/{request}");
        assert!(officer.says(&page) && officer.says("Xác nhận đã nhận yêu cầu"), "{}", officer.html);
        officer.open("/deadlines?list=coming").await;
        assert!(
            officer.says("Lời hứa khi tiếp dân · Kiểm tra hồ sơ") && officer.says(&at),
            "{}",
            officer.html
        );
        officer.open("/deadlines?day=2026-10-29").await;
        assert!(officer.says("Trả lời sau tiếp · lượt tiếp số 1, ngày 15/10/2026"), "{}", officer.html);
        assert!(officer.says(&at) && !officer.says("Hỏi về sổ đỏ"), "{}", officer.html);
        officer.open("/deadlines?whose=mine").await;
        assert!(!officer.says(&at) && !officer.says(&page), "they are the office's: {}", officer.html);

        // The city sees that and when, never what was promised; what it may not open leads to the office's list.
        let mut top = Browser::of(&house, "thanh.pho").await;
        for address in ["/deadlines?whose=city", "/deadlines?whose=city&day=2026-10-29"] {
            top.open(address).await;
            assert!(!top.says("Kiểm tra hồ sơ") && !top.says("/receptions/desk/visits/"), "{}", top.html);
            assert!(top.says(&format!("/deadlines?unit={own}")), "{}", top.html);
        }
        assert!(top.open("/deadlines?whose=city").await.says("Lời hứa khi tiếp dân"), "{}", top.html);

        // What is done is due no more.
        officer.open(&at).await;
        let answer = [("act", "answer"), ("document", "7/UBND")];
        officer.send(&at, &answer).await;
        assert_eq!(officer.status, 200, "{}", officer.html);
        officer.send(&page, &[("act", "confirm")]).await;
        assert_eq!(officer.status, 200, "{}", officer.html);
        for (day, due) in [("2026-10-07", 0), ("2026-10-19", 1), ("2026-10-26", 1), ("2026-10-29", 0)] {
            assert_eq!(due_on(&house, Whose::Unit(own), day).await, due, "{day}");
        }
        assert_eq!(difference(&house).await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rung_tells_of_them_too_and_the_pace_counts_them() {
    for_each_engine(|house| async move {
        let Owed { own, at, promise, .. } = owed(&house).await;
        // Of the late confirmation all three; of the promise of Monday its officers. The rest is farther away.
        assert_eq!(escalate(&house).await.expect("told"), 4);
        assert_eq!(escalate(&house).await.expect("told"), 0, "twice is once");
        let mut officer = Browser::of(&house, "canbo").await;
        officer.open("/deadlines").await;
        assert_eq!(officer.html.matches("/deadlines/told/").count(), 2, "{}", officer.html);
        let mut chair = Browser::of(&house, "chutich").await;
        chair.open("/deadlines").await;
        assert_eq!(chair.html.matches("/deadlines/told/").count(), 1, "{}", chair.html);
        let see = format!("/deadlines/told/{}", after(&chair.html, "/deadlines/told/"));
        chair.send(&see, &[]).await;
        assert!(chair.status == 200 && !chair.says("/deadlines/told/"), "{}", chair.html);
        let mut top = Browser::of(&house, "thanh.pho").await;
        assert!(top.open("/deadlines?whose=city").await.says("/deadlines/told/"), "{}", top.html);

        // On the 16th, what was open that morning and falls due within five working days: the promise.
        go_to(&house, "2026-10-16");
        reckon(&house).await.expect("reckoned");
        let told = foretold(&house, &Asker::house(), own).await.expect("read").expect("told");
        assert_eq!(told.due, 1, "{told:?}");
        assert_eq!(escalate(&house).await.expect("told"), 1, "the chair, one working day ahead");
        let mut officer = Browser::of(&house, "canbo").await;
        officer.open(&at).await;
        let answer = [("visit", at.rsplit('/').next().expect("an id")), ("answer", "Hồ sơ đã đủ.")];
        officer.send(&format!("/receptions/desk/promises/{promise}"), &answer).await;
        let mut chair = Browser::of(&house, "chutich").await;
        assert!(!chair.open("/deadlines").await.says("/deadlines/told/"), "it is kept: {}", chair.html);
        assert_eq!(due_on(&house, Whose::Unit(own), "2026-10-19").await, 0);
        assert_eq!(difference(&house).await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_house_of_before_did_not_keep_is_written_by_the_recount() {
    for_each_engine(|house| async move {
        let Owed { own, visit, promise, request, .. } = owed(&house).await;
        for (sort, thing) in [("visit", visit), ("promise", promise), ("request", request)] {
            let mut change = house.store.begin().await.expect("a change");
            deadlines::rewrite(&mut change, thing, &[]).await.expect("written");
            change.commit().await.expect("a commit");
            let found = difference(&house).await;
            let expected = Difference::Due { sort: sort.into(), thing: thing.to_string() };
            assert_eq!(found, Some(expected));
            assert_eq!(calendar::recount(&house).await.expect("recounted"), 1, "{sort}");
            assert_eq!(difference(&house).await, None, "{sort}");
        }
        assert_eq!(calendar::recount(&house).await.expect("recounted"), 0, "all is as it should be");
        assert_eq!(due_on(&house, Whose::Unit(own), "2026-10-29").await, 1);
    })
    .await;
}
