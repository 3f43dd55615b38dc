//! Whoever must know of a deadline is told once for each rung, until it is seen or settled; and what the pace says.

use crate::{
    desk::{Browser, somebody},
    letters_deadlines,
    letters_way::{act, go_to, ward},
    registers_counts::{Office, city},
};
use danvan_actions::{
    calendar,
    deadlines::{
        forecast::{foretold, reckon},
        ladder::escalate,
    },
    verify,
};
use danvan_domain::{
    calendar::{DayEdit, DayKind, Row},
    facts::Grade,
    ids::ProceedingId,
    letters::{Content, Disposal},
    people::Role,
    rights::Asker,
    time::Day,
};
use danvan_store::events;
use danvan_testkit::{House, for_each_engine};

/// A complaint as in the stories of deadlines, with those beside who may have to be told.
async fn accepted(house: &House) -> ProceedingId {
    let own = ward(house, "Ngọc Hà");
    somebody(house, "mai", Role::CommuneOfficer, own).await;
    somebody(house, "thanh.pho", Role::CityLeader, city(house, own)).await;
    letters_deadlines::accepted(house).await
}

async fn told_of(house: &House, who: &str) -> Browser {
    let mut browser = Browser::of(house, who).await;
    browser.open("/deadlines").await;
    assert_eq!(browser.status, 200, "{}", browser.html);
    browser
}

async fn escalations(house: &House, id: ProceedingId) -> usize {
    let all = events::of_thing(&house.store, id.0, 100).await.expect("events");
    all.iter().filter(|placed| placed.event.kind == "deadline.escalated").count()
}

const NOTICE: &str = "/deadlines/told/";

#[tokio::test(flavor = "multi_thread")]
async fn each_rung_tells_once_whom_it_should_until_they_have_seen_it() {
    for_each_engine(|house| async move {
        let complaint = accepted(&house).await;
        assert_eq!(escalate(&house).await.expect("told"), 0, "nothing is near");
        // Three working days ahead of Monday the 9th: Wednesday the 4th.
        go_to(&house, "2026-11-03");
        assert_eq!(escalate(&house).await.expect("told"), 0);
        go_to(&house, "2026-11-04");
        assert_eq!(escalate(&house).await.expect("told"), 1);
        assert_eq!(escalate(&house).await.expect("told"), 0, "twice is once");
        let mut lan = told_of(&house, "lan").await;
        assert!(lan.says(NOTICE) && lan.says("mức chắc chắn C"), "{}", lan.html);
        assert!(!told_of(&house, "mai").await.says(NOTICE), "she is not on it");
        assert!(!told_of(&house, "chu.tich").await.says(NOTICE), "not yet");
        let see = lan.html.split(NOTICE).nth(1).and_then(|rest| rest.get(..36)).expect("an id").to_owned();
        let mut mai = told_of(&house, "mai").await;
        assert_eq!(mai.send(&format!("{NOTICE}{see}"), &[]).await.status, 403, "it was not told to her");
        lan.send(&format!("{NOTICE}{see}"), &[]).await;
        assert!(lan.status == 200 && !lan.says(NOTICE), "{}", lan.html);
        go_to(&house, "2026-11-06");
        assert_eq!(escalate(&house).await.expect("told"), 1);
        let mut chair = told_of(&house, "chu.tich").await;
        assert!(chair.says(NOTICE), "{}", chair.html);
        assert!(chair.open("/today").await.says(NOTICE), "{}", chair.html);
        // Three working days after it, the city is told; the chair still, until it is settled.
        go_to(&house, "2026-11-12");
        assert_eq!(escalate(&house).await.expect("told"), 1);
        let mut top = told_of(&house, "thanh.pho").await;
        assert!(top.says(NOTICE));
        let mut chair = told_of(&house, "chu.tich").await;
        // The leader's page lists it among what was promised and is late, the city's as the ward's.
        for page in [top.open("/today").await, chair.open("/today").await] {
            assert!(page.says("Hạn xử lý: 1") && !page.says("Không việc nào đang trễ"), "{}", page.html);
        }
        assert_eq!(escalations(&house, complaint).await, 3);
        let late = [("document", "5/QĐ"), ("late_reason", "overload")];
        assert_eq!(act(&mut chair, complaint, "decide_first", &late).await, 200, "{}", chair.html);
        assert!(!told_of(&house, "chu.tich").await.says(NOTICE), "it is settled");
        assert!(!told_of(&house, "thanh.pho").await.says(NOTICE));
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_deadline_is_told_again_when_it_comes_near() {
    for_each_engine(|house| async move {
        let complaint = accepted(&house).await;
        go_to(&house, "2026-11-06");
        assert_eq!(escalate(&house).await.expect("told"), 2, "two rungs were reached at once");
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let storm = |text: &str| {
            DayEdit::marked(Row {
                day: day(text),
                kind: DayKind::Holiday,
                provisional: false,
                vi: "Nghỉ tránh bão".into(),
                en: "Storm".into(),
                source: "Công điện 88/CĐ-UBND".into(),
                grade: Grade::A,
            })
        };
        let edits = [storm("2026-11-09"), storm("2026-11-10"), storm("2026-11-11")];
        calendar::set(&house, &Asker::house(), &edits).await.expect("set");
        calendar::recount(&house).await.expect("recounted");
        assert!(!told_of(&house, "chu.tich").await.says(NOTICE), "it falls due on the 12th now");
        // The 6th is the last working day before the 12th: the rungs are reached again, for the new day.
        assert_eq!(escalate(&house).await.expect("told"), 2);
        assert!(told_of(&house, "chu.tich").await.says(NOTICE));
        assert_eq!(escalations(&house, complaint).await, 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_denunciation_only_number_and_clock_are_told() {
    for_each_engine(|house| async move {
        let office = Office::of(&house, ward(&house, "Ngọc Hà")).await;
        somebody(&house, "chu.tich", Role::CommuneLeader, office.unit).await;
        let letter = office.receives(&house, "").await;
        go_to(&house, "2026-10-16");
        assert!(escalate(&house).await.expect("told") > 0);
        let chair = told_of(&house, "chu.tich").await;
        assert!(chair.says(NOTICE) && chair.says(" · 1/2026<"), "{}", chair.html);
        let intake =
            danvan_actions::proceedings::of_letter(&house, letter).await.expect("proceedings").remove(0);
        let all = events::of_thing(&house.store, intake.id.0, 100).await.expect("events");
        for placed in all.iter().filter(|placed| placed.event.kind == "deadline.escalated") {
            let payload = placed.event.payload.as_object().expect("an object");
            let keys: Vec<&str> = payload.keys().map(String::as_str).collect();
            assert_eq!(keys, ["due_at", "rung", "step", "told"]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pace_of_an_office_is_told_with_its_record_or_that_it_is_too_little() {
    for_each_engine(|house| async move {
        let office = Office::of(&house, ward(&house, "Ngọc Hà")).await;
        somebody(&house, "lan", Role::CommuneOfficer, office.unit).await;
        office.receives(&house, "Kiến nghị về đèn đường.").await;
        go_to(&house, "2026-10-13");
        assert!(reckon(&house).await.expect("reckoned") >= 2, "the office and its city");
        let told = foretold(&house, &office.officer, office.unit).await.expect("told").expect("reckoned");
        assert_eq!(told.said, None);
        let mut lan = told_of(&house, "lan").await;
        lan.open("/deadlines").await;
        assert!(lan.says("Chưa đủ số liệu"), "{}", lan.html);
        // Five letters a week are classified the next day, one now and then is forgotten; ten come at once at the end.
        for week in 2_i64..=13 {
            let monday = "2026-10-05".parse::<Day>().expect("a day").plus_days(week * 7);
            go_to(&house, &monday.to_string());
            let mut letters = Vec::new();
            for _ in 0..5 {
                letters.push(office.receives(&house, "Kiến nghị sửa đường.").await);
            }
            if week % 3 == 0 {
                office.receives(&house, "Kiến nghị về chợ.").await;
            }
            go_to(&house, &monday.next().to_string());
            for letter in letters {
                office.classifies(&house, letter, Content::Petition, Disposal::Open, "").await;
            }
        }
        for _ in 0..10 {
            office.receives(&house, "Kiến nghị về rác.").await;
        }
        let due = house.facts().calendar.plus_working_days(house.today(), 7);
        go_to(&house, &due.to_string());
        reckon(&house).await.expect("reckoned");
        let told = foretold(&house, &office.officer, office.unit).await.expect("told").expect("reckoned");
        assert_eq!(told.due, 10, "{told:?}");
        let (low, likely, high) = told.said.expect("enough to go by");
        assert!(low <= likely && likely <= high && 5 <= likely && high <= 10, "{told:?}");
        assert!(!told.weeks.is_empty(), "{told:?}");
        let lan = told_of(&house, "lan").await;
        assert!(lan.says("Với nhịp làm") && lan.says("Cách tính"), "{}", lan.html);
        let top = foretold(&house, &Asker::house(), city(&house, office.unit)).await.expect("told");
        assert_eq!(top.expect("reckoned").due, 10, "the city holds what its offices do");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lapses_is_seen_by_person_commune_and_city_with_cases_beside() {
    for_each_engine(|house| async move {
        let complaint = accepted(&house).await;
        let own = ward(&house, "Ngọc Hà");
        house.resident_asks("environment.waste", own).await;
        go_to(&house, "2026-11-04");
        let lan = told_of(&house, "lan").await;
        assert!(lan.says("Phản ánh ·") && lan.says(&format!("/proceedings/{complaint}")), "{}", lan.html);
        assert!(lan.says("day=2026-11-09#day"), "the calendar leads to the day");
        let mai =
            danvan_store::people::by_sign_in(&house.store, "mai").await.expect("read").expect("mai").0.id;
        let mut chair = told_of(&house, "chu.tich").await;
        chair.open(&format!("/deadlines?person={mai}")).await;
        assert!(!chair.says(&format!("/proceedings/{complaint}")), "she is not on it");
        let mut top = Browser::of(&house, "thanh.pho").await;
        top.open("/deadlines?whose=city").await;
        assert!(top.says("Phường Ngọc Hà") && top.says("Theo đơn vị"), "{}", top.html);
        top.open(&format!("/deadlines?unit={own}")).await;
        assert!(top.says(&format!("/proceedings/{complaint}")), "{}", top.html);
        let stranger = danvan_domain::ids::PersonId(house.new_id());
        assert_eq!(chair.open(&format!("/deadlines?person={stranger}")).await.status, 404);
        let other = ward(&house, "Ba Đình");
        assert_eq!(chair.open(&format!("/deadlines?unit={other}")).await.status, 403);
    })
    .await;
}
