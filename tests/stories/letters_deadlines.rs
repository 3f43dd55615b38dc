//! Deadlines of proceedings follow what changes without an act: a day of the calendar, and a clock that lapses.

use crate::{
    desk::{Browser, somebody},
    letters_way::{act, classify, enter, go_to, letter_of, of, ward},
};
use danvan_actions::{calendar, proceedings::see_lapses, verify};
use danvan_domain::{
    calendar::{DayEdit, DayKind, Row},
    deadlines::Deadline,
    facts::Grade,
    ids::ProceedingId,
    people::Role,
    rights::Asker,
};
use danvan_store::deadlines;
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

async fn running(house: &House, id: ProceedingId, step: &str) -> Option<Deadline> {
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
