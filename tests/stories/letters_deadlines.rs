//! Deadlines of proceedings follow what changes without an act: a day of the calendar, and a clock that lapses.

use crate::{
    desk::{Browser, somebody},
    letters_way::{act, classify, enter, go_to, letter_of, of, ward},
};
use danvan_actions::{
    calendar,
    proceedings::{see_lapses, stood_at},
    verify,
};
use danvan_domain::{
    calendar::{DayEdit, DayKind, Row},
    deadlines::Deadline,
    facts::Grade,
    ids::ProceedingId,
    people::Role,
    rights::Asker,
    time::Moment,
};
use danvan_store::{
    deadlines::{self, After, Whose},
    snapshot,
    tables::TABLES,
};
use danvan_testkit::{House, for_each_engine};

/// A complaint that lan is on and the chair accepted on 8 October 2026: to be settled by 9 November, a Monday.
pub(crate) async fn accepted(house: &House) -> ProceedingId {
    let own = ward(house, "Ngọc Hà");
    somebody(house, "lan", Role::CommuneOfficer, own).await;
    somebody(house, "chu.tich", Role::CommuneLeader, own).await;
    let mut lan = Browser::of(house, "lan").await;
    enter(&mut lan, &[("signers", "1")]).await;
    let letter = letter_of(&lan);
    classify(&mut lan, letter, &[("content", "complaint"), ("disposal", "open")]).await;
    let complaint = of(house, letter, "complaint").await;
    go_to(house, "2026-10-08");
    let mut chair = Browser::of(house, "chu.tich").await;
    assert_eq!(act(&mut chair, complaint, "accept", &[]).await, 200, "{}", chair.html);
    complaint
}

pub(crate) async fn running(house: &House, id: ProceedingId, step: &str) -> Option<Deadline> {
    let all = deadlines::of_proceeding(&house.store, id).await.expect("deadlines");
    all.into_iter().find(|one| one.step == step && one.ended_at.is_none())
}

async fn check_verified(house: &House) {
    let report = verify::verify(house).await.expect("a report");
    assert_eq!(report.difference, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_off_moves_what_a_proceeding_owes() {
    for_each_engine(|house| async move {
        let complaint = accepted(&house).await;
        let due = async || {
            let deadline = running(&house, complaint, "first_settlement").await.expect("a clock");
            deadline.due_at.day().to_string()
        };
        assert_eq!(due().await, "2026-11-09", "thirty days end on a Saturday");
        let day = "2026-11-09".parse().expect("a day");
        let storm = DayEdit::marked(Row {
            day,
            kind: DayKind::Holiday,
            provisional: false,
            vi: "Nghỉ tránh bão".into(),
            en: "Storm".into(),
            source: "Công điện 88/CĐ-UBND".into(),
            grade: Grade::A,
        });
        let edits = [storm];
        let seen = calendar::preview(&house, &Asker::house(), &edits).await.expect("a preview");
        let moved = seen.moved.iter().find(|one| one.thing == complaint.0).expect("it moves");
        assert_eq!(moved.to.day().to_string(), "2026-11-10");
        calendar::set(&house, &Asker::house(), &edits).await.expect("set");
        calendar::recount(&house).await.expect("recounted");
        assert_eq!(due().await, "2026-11-10");
        check_verified(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_starts_when_a_clock_lapses_gets_its_row_by_itself() {
    for_each_engine(|house| async move {
        let complaint = accepted(&house).await;
        assert_eq!(see_lapses(&house).await.expect("seen"), 0, "nothing has lapsed");
        go_to(&house, "2026-11-16");
        assert!(running(&house, complaint, "second_lodging").await.is_none(), "nobody has looked yet");
        assert_eq!(see_lapses(&house).await.expect("seen"), 1);
        assert_eq!(see_lapses(&house).await.expect("seen"), 0, "once is enough");
        let lodging =
            running(&house, complaint, "second_lodging").await.expect("a second complaint may come");
        assert_eq!(lodging.starts_at.day().to_string(), "2026-11-09");
        check_verified(&house).await;
    })
    .await;
}

/// What the counted days tell of the whole city, and what a look at every deadline tells.
async fn counted_and_looked(house: &House) -> [(i64, i64); 2] {
    let now = house.now();
    let until = now.day().plus_days(30);
    let counted =
        deadlines::counted(&house.store, Whose::Everybody, until, now).await.expect("what was counted");
    let counted_late: i64 = counted.days.iter().map(|day| day.late).sum();
    let counted_due: i64 = counted.days.iter().map(|day| day.due).sum();
    let offices = counted.offices.iter().fold((0, 0), |sums, it| (sums.0 + it.1, sums.1 + it.2));
    assert_eq!(offices, (counted_due, counted_late), "by office and by day");
    let (first, last) = (After::beginning(Moment::from_micros(i64::MIN)), Moment::at(until, 0, 0));
    let all = deadlines::due(&house.store, Whose::Everybody, first, last, 1000).await.expect("deadlines");
    let late = all.iter().filter(|one| one.due_at < now).count() as i64;
    [(counted_late, counted_due - counted_late), (late, all.len() as i64 - late)]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_citys_count_is_late_to_the_minute_and_is_proved() {
    for_each_engine(|house| async move {
        accepted(&house).await;
        let mut late = Vec::new();
        for (day, hour) in [("2026-11-08", 9), ("2026-11-09", 16), ("2026-11-09", 18), ("2026-11-10", 9)] {
            house.clock.set(Moment::at(day.parse().expect("a day"), hour, 0));
            let [counted, looked] = counted_and_looked(&house).await;
            assert_eq!(counted, looked, "{day} {hour}:00");
            late.push(counted.0);
        }
        assert_eq!((late[1] + 1, late[2]), (late[2], late[3]), "one more from five o'clock on: {late:?}");
        let own = ward(&house, "Ngọc Hà");
        let counted = deadlines::counted(&house.store, Whose::Everybody, house.today(), house.now()).await;
        let offices = counted.expect("what was counted").offices;
        assert!(offices.iter().any(|(unit, ..)| *unit == own), "{offices:?}");
        check_verified(&house).await;
        let table = TABLES.iter().find(|table| table.name == "deadline_days").expect("a table");
        let mut change = house.store.begin().await.expect("a change");
        let row = vec![20_000.into(), own.0.to_string().into(), 1.into()];
        snapshot::put(&mut change, &table.into(), &[row]).await.expect("spoilt");
        change.commit().await.expect("a commit");
        let report = verify::verify(&house).await.expect("a report");
        assert!(
            matches!(&report.difference, Some(verify::Difference::DeadlineDay { kept: 1, counted: 0, .. })),
            "{:?}",
            report.difference
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_accepted_before_the_change_of_law_lives_through_it() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        somebody(&house, "chu.tich", Role::CommuneLeader, own).await;
        let mut lan = Browser::of(&house, "lan").await;
        let said = "Khiếu nại quyết định thu hồi đất số 15.";
        enter(&mut lan, &[("received_on", "22/6/2026"), ("signers", "1"), ("summary", said)]).await;
        let letter = letter_of(&lan);
        assert!(
            lan.says("<option value=\"complaint\" selected>") && lan.says("quyet dinh thu hoi"),
            "{}",
            lan.html
        );
        // Classified late: only with a reason, as for every act that ends a clock after its day.
        let found = [("content", "complaint"), ("disposal", "open")];
        classify(&mut lan, letter, &found).await;
        assert_eq!((lan.status, lan.says("Xin chọn lý do trễ.")), (422, true), "{}", lan.html);
        classify(&mut lan, letter, &[&found[..], &[("late_reason", "overload")]].concat()).await;
        assert_eq!(lan.status, 200, "{}", lan.html);
        let complaint = of(&house, letter, "complaint").await;

        // The books are written up afterwards: each act on its own day.
        let mut chair = Browser::of(&house, "chu.tich").await;
        let early = [("on", "30/6/2026"), ("ground", "chờ kết quả giám định"), ("document", "2/QĐ")];
        assert_eq!(act(&mut chair, complaint, "accept", &[("on", "25/6/2026")]).await, 200, "{}", chair.html);
        assert_eq!(act(&mut chair, complaint, "suspend", &early).await, 409, "not yet law");
        assert!(chair.says("NĐ 155/2026 Đ28b"), "{}", chair.html);
        for (code, fields) in [
            ("suspend", vec![("on", "6/7/2026"), ("ground", "chờ kết quả giám định"), ("document", "2/QĐ")]),
            ("send_suspension", vec![("on", "8/7/2026"), ("document", "3/CV")]),
            ("continue", vec![("on", "13/7/2026"), ("document", "4/QĐ")]),
        ] {
            assert_eq!(act(&mut chair, complaint, code, &fields).await, 200, "{code}: {}", chair.html);
        }
        assert_eq!(act(&mut chair, complaint, "accept", &[("on", "1/7/2026")]).await, 409, "done already");
        let due = |day: &'static str| {
            let house = house.clone();
            async move {
                let at = Moment::at(day.parse().expect("a day"), 9, 0);
                let seen = stood_at(&house, &Asker::house(), complaint, at).await.expect("as it stood");
                seen.stand.clock("first_settlement").expect("a clock").due.at.day().to_string()
            }
        };
        assert_eq!(due("2026-06-30").await, "2026-07-27");
        assert_eq!(due("2026-07-14").await, "2026-08-03", "seven days stood still");

        // Decided late: only with a reason.
        let late = [("on", "10/8/2026"), ("document", "5/QĐ")];
        assert_eq!(act(&mut chair, complaint, "decide_first", &late).await, 422);
        assert!(chair.says("Xin chọn lý do trễ."), "{}", chair.html);
        let why: Vec<_> = late.iter().copied().chain([("late_reason", "overload")]).collect();
        assert_eq!(act(&mut chair, complaint, "decide_first", &why).await, 200, "{}", chair.html);
        assert_eq!(due("2026-06-30").await, "2026-07-27", "what was said is said again");
        let report = verify::verify(&house).await.expect("a report");
        assert_eq!(report.difference, None);
    })
    .await;
}
