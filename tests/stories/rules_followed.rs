//! A house opened again with other rules, or on the day on which law turns: what is due follows, and verifying says when it
//! did not.

use crate::{
    desk::Browser,
    letters_deadlines::{accepted, running},
    letters_way::{go_to, ward},
};
use danvan_actions::{
    Facts,
    calendar::{RECOUNT, recount_stretch},
    proceedings::recompute_some,
    rules::{follow, look},
    verify::{self, Difference},
};
use danvan_domain::{
    calendar::{Calendar, DayEdit, DayKind, Row},
    facts::Grade,
    ids::ProceedingId,
    procedures::{Done, FILES, Party, Procedures},
    proceedings::{Kept, Proceeding},
    time::Moment,
};
use danvan_store::{
    bulk,
    deadlines::{self, Whose},
    jobs, proceedings as store,
    registers::begun,
};
use danvan_testkit::{House, facts, for_each_engine};
use uuid::Uuid;

/// The settlement at the first level, as it stands in our file of complaints.
const SETTLEMENT: &str = "step = \"first_settlement\"\nstart = \"accept\"\namount = 30\n";

/// The facts of a program started with a folder of its own, in which a text of the file of complaints is another one.
pub(crate) fn with_complaint(to: &str, more: &str) -> Facts {
    let (_, ours) = FILES.iter().find(|(name, _)| *name == "complaint.toml").expect("a file");
    assert_eq!(ours.matches(SETTLEMENT).count(), 1);
    let own = format!("{}{more}", ours.replace(SETTLEMENT, to));
    let files = FILES.iter().copied().chain([("own/complaint.toml", own.as_str())]);
    let procedures = Procedures::read(files).unwrap_or_else(|faults| panic!("{faults:?}"));
    Facts { procedures, ..facts() }
}

/// A settlement in so many days.
pub(crate) fn settled_in(days: u16) -> Facts {
    with_complaint(&SETTLEMENT.replace("30", &days.to_string()), "")
}

/// A day on which nobody works, as somebody says it of a calendar.
pub(crate) fn rest(day: &str) -> DayEdit {
    DayEdit::marked(Row {
        day: day.parse().expect("a day"),
        kind: DayKind::Holiday,
        provisional: false,
        vi: "Nghỉ tránh bão".into(),
        en: "Storm".into(),
        source: "Công điện 88/CĐ-UBND".into(),
        grade: Grade::A,
    })
}

/// Runs every recount that waits, stretch by stretch; returns how many stretches.
pub(crate) async fn run_recounts(house: &House) -> usize {
    let mut stretches = 0;
    loop {
        let (now, holder) = (house.now(), house.new_id());
        let claimed = jobs::claim(&house.store, holder, now, now.plus_seconds(60)).await;
        let Some(job) = claimed.expect("a queue") else { return stretches };
        assert_eq!(job.kind, RECOUNT);
        recount_stretch(house, &job.payload).await.expect("a stretch");
        let mut change = house.store.begin().await.expect("a change");
        assert!(jobs::done(&mut change, jobs::Hold { job: job.id, holder }).await.expect("done"));
        change.commit().await.expect("a commit");
        stretches += 1;
    }
}

async fn due(house: &House, complaint: ProceedingId) -> String {
    let deadline = running(house, complaint, "first_settlement").await.expect("a clock");
    deadline.due_at.day().to_string()
}

async fn differs(house: &House) -> Option<Difference> {
    verify::verify(house).await.expect("a report").difference
}

#[tokio::test(flavor = "multi_thread")]
async fn another_folder_of_rules_moves_what_is_due_already() {
    for_each_engine(|house| async move {
        assert!(follow(&house).await.expect("followed"), "the first rules are kept");
        assert!(!follow(&house).await.expect("followed"), "once is enough");
        run_recounts(&house).await;
        let complaint = accepted(&house).await;
        assert_eq!(due(&house, complaint).await, "2026-11-09");
        assert_eq!(differs(&house).await, None);

        // The program is started again with a folder of its own: what is kept is of other rules, and is told.
        let again = house.opened_again(settled_in(20)).await;
        let found = differs(&again).await;
        assert!(matches!(found, Some(Difference::Rules { .. })), "{found:?}");
        again.clock.pass_seconds(1);
        assert!(follow(&again).await.expect("followed"));
        assert!(!follow(&again).await.expect("followed"), "one job is enough");
        assert_eq!(due(&again, complaint).await, "2026-11-09", "the job has not run");
        let found = differs(&again).await;
        assert_eq!(found, Some(Difference::Deadline { proceeding: complaint.to_string() }));
        assert!(run_recounts(&again).await >= 3, "cases, requests and proceedings, each by itself");

        // The queue, the page and the city's count tell the same day.
        assert_eq!(due(&again, complaint).await, "2026-10-28");
        let mut lan = Browser::of(&again, "lan").await;
        lan.open(&format!("/proceedings/{complaint}")).await;
        assert!(lan.says("28/10/2026"), "{}", lan.html);
        let now = again.now();
        let until = "2026-10-29".parse().expect("a day");
        let counted = danvan_store::deadlines::counted(&again.store, Whose::Everybody, until, now).await;
        let on: danvan_domain::time::Day = "2026-10-28".parse().expect("a day");
        let counted = counted.expect("a count");
        assert!(counted.days.iter().any(|row| row.day == on && row.due == 1), "{counted:?}");
        assert_eq!(differs(&again).await, None);

        // A newer program brings a day of its own.
        let days = Calendar::facts().with(&[rest("2026-10-28")]).expect("a calendar");
        let newer = Facts { calendar: days.clone(), embedded: days, ..settled_in(20) };
        let newer = again.opened_again(newer).await;
        newer.clock.pass_seconds(1);
        assert!(follow(&newer).await.expect("followed"));
        run_recounts(&newer).await;
        assert_eq!(due(&newer, complaint).await, "2026-10-29");
        assert_eq!(differs(&newer).await, None);
        let same = newer.opened_again((*newer.facts()).clone()).await;
        assert!(!follow(&same).await.expect("followed"), "nothing is new");
        assert_eq!(run_recounts(&same).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_on_which_law_turns_moves_what_is_due_without_an_act() {
    for_each_engine(|house| async move {
        // From 20 October on twenty days, also for what was accepted before.
        let turning = SETTLEMENT.replace("amount = 30", "amount = 20\nvalid_from = 2026-10-20");
        let rest = "unit = \"calendar_day\"\nends = [\"decide_first\", \"terminate\", \"withdraw\", \
            \"complain_second\", \"sue\"]\nresponsible = \"commune_leader\"\nlapses = \"next_level_or_court\"\n\
            source = \"Luật mới\"\ngrade = \"A\"\n\n[[rules]]\n";
        let until = format!("{SETTLEMENT}valid_to = 2026-10-19\n");
        let change = "\n[[transitions]]\non = 2026-10-20\nnew_for = [\"settlement\"]\nsource = \"Luật mới\"\n\
            grade = \"A\"\n";
        let house = house.opened_again(with_complaint(&format!("{turning}{rest}{until}"), change)).await;
        assert!(follow(&house).await.expect("followed"));
        run_recounts(&house).await;
        let complaint = accepted(&house).await;
        assert_eq!(due(&house, complaint).await, "2026-11-09");
        go_to(&house, "2026-10-19");
        assert!(!look(&house).await.expect("looked"), "the old law still holds");
        go_to(&house, "2026-10-21");
        let found = differs(&house).await;
        assert_eq!(found, Some(Difference::Deadline { proceeding: complaint.to_string() }), "nobody has looked");
        assert!(look(&house).await.expect("looked"));
        assert!(!look(&house).await.expect("looked"), "once is enough");
        run_recounts(&house).await;
        assert_eq!(due(&house, complaint).await, "2026-10-28");
        assert_eq!(differs(&house).await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deadlines_are_computed_anew_in_stretches() {
    for_each_engine(|house| async move {
        accepted(&house).await;
        let all = store::after(&house.store, ProceedingId(Uuid::nil()), 100).await.expect("proceedings");
        assert!(all.len() > 1, "{}", all.len());
        let house = house.opened_again(settled_in(20)).await;
        let (mut after, mut seen, mut written) = (ProceedingId(Uuid::nil()), Vec::new(), 0);
        while let (count, Some(last)) = recompute_some(&house, after, 1).await.expect("a stretch") {
            (after, written) = (last, written + count);
            seen.push(last);
        }
        assert_eq!(seen, all.iter().map(|it| it.id).collect::<Vec<_>>(), "one at a time, each once");
        assert!(written > 0, "what is due by other rules is written");
        let (again, _) = recompute_some(&house, ProceedingId(Uuid::nil()), 100).await.expect("a stretch");
        assert_eq!(again, 0, "what is as it should be is left alone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_with_other_rules_leaves_the_recount_to_the_one_it_was_queued_for() {
    for_each_engine(|house| async move {
        assert!(follow(&house).await.expect("followed"));
        run_recounts(&house).await;
        let complaint = accepted(&house).await;
        let newer = house.opened_again(settled_in(20)).await;
        newer.clock.pass_seconds(1);
        assert!(follow(&newer).await.expect("followed"));
        let older = newer.opened_again(facts()).await;
        let now = older.now();
        let job = jobs::claim(&older.store, older.new_id(), now, now.plus_seconds(60))
            .await
            .expect("a queue")
            .expect("a job");
        assert!(recount_stretch(&older, &job.payload).await.is_err(), "it is tried again elsewhere");
        assert_eq!(due(&older, complaint).await, "2026-11-09");
        // Once the house follows the older rules again, the job has nothing left to do.
        older.clock.pass_seconds(1);
        assert!(follow(&older).await.expect("followed"));
        recount_stretch(&older, &job.payload).await.expect("nothing");
    })
    .await;
}

/// So many complaints that were received and accepted, as a house holds them of which nobody has reckoned what is due.
async fn many(house: &House, count: u16, acts: &[&str]) -> Vec<ProceedingId> {
    let own = ward(house, "Ngọc Hà");
    let at = |hour: i8| Moment::at("2026-10-01".parse().expect("a day"), hour, 0);
    let mut rows = Vec::new();
    for number in 0..count {
        let it = Proceeding {
            id: ProceedingId(house.new_id()),
            letter: None,
            parent: None,
            procedure: "complaint".into(),
            edition: "of before".into(),
            unit: own,
            handler: None,
            place: own,
            topic: "land.clearance".into(),
            title: format!("{number}/2026"),
            signers: 1,
            is_sealed: false,
            opened_at: at(8),
            opened_on: at(8).day(),
            stage: String::new(),
            ended_at: None,
            seen_at: at(8),
        };
        let act = |(position, code): (i64, &&str)| Kept {
            proceeding: it.id,
            position,
            done: Done::new(code, at(8 + i8::try_from(position).expect("few")), Party::CommuneLeader),
            late_reason: None,
            person: None,
            unit: own,
            recorded_at: at(12),
            edition: it.edition.clone(),
        };
        let mut kept: Vec<Kept> = (0..).zip(acts).map(act).collect();
        kept[0].done.by = Party::CommuneOfficer;
        rows.push((it, kept, Vec::new()));
    }
    let mut change = house.store.begin().await.expect("a change");
    bulk::proceedings(&mut change, &rows).await.expect("written");
    // They came in by no letter, so that each stands in the register of what the office began.
    for (it, ..) in &rows {
        begun::enter(&mut change, it, 2026).await.expect("a number");
    }
    change.commit().await.expect("a commit");
    rows.iter().map(|(it, ..)| it.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_written_at_once_and_one_that_no_longer_stands_holds_up_none() {
    for_each_engine(|house| async move {
        go_to(&house, "2026-10-08");
        // Its rows are kept under the edition that it names, and they are those of now.
        let mut then = house.facts().procedures.get("complaint").expect("a procedure").clone();
        then.edition = "of before".into();
        let mut change = house.store.begin().await.expect("a change");
        store::keep_edition(&mut change, &then, house.now()).await.expect("kept");
        change.commit().await.expect("a commit");
        let ids = many(&house, 600, &["receive", "accept"]).await;
        let all = ProceedingId(Uuid::nil());
        let (written, last) = recompute_some(&house, all, 1_000).await.expect("a stretch");
        assert_eq!((written, last), (600, ids.iter().max().copied()));
        assert_eq!(differs(&house).await, None);
        let rows = deadlines::of_some(&house.store, &ids).await.expect("deadlines");
        assert_eq!(rows.values().map(Vec::len).sum::<usize>(), 600 * rows[&ids[0]].len());
        assert_eq!(due(&house, ids[599]).await, "2026-11-02", "thirty days end on a Saturday");
        let (again, _) = recompute_some(&house, all, 1_000).await.expect("a stretch");
        assert_eq!(again, 0, "what is as it should be is left alone");

        // Other rules: those whose acts they would not allow stay as they are, beside all others.
        let fallen = many(&house, 2, &["accept"]).await;
        let house = house.opened_again(settled_in(20)).await;
        let (written, _) = recompute_some(&house, all, 1_000).await.expect("a stretch");
        assert_eq!(written, 600);
        assert_eq!(due(&house, ids[0]).await, "2026-10-21");
        for id in fallen {
            let it = store::get(&house.store, id).await.expect("read").expect("a proceeding");
            assert_eq!((it.edition.as_str(), it.stage.as_str()), ("of before", ""));
        }
    })
    .await;
}
