//! What each step does to a case at each stage, and what it leaves behind.

use super::*;
use crate::{
    calendar::Calendar,
    cases::{Channel, Contact, Intake, Rating},
    clocks,
    ids::CaseId,
    office_hours::OfficeHours,
    procedures::Procedures,
    receipt::ReceiptCode,
    time::Day,
};
use Stage::{Accepted, Answered, Closed, Merged, Received, Refused, Reopened};
use uuid::Uuid;

const OFFICER: PersonId = PersonId(Uuid::from_u128(1));
const COLLEAGUE: PersonId = PersonId(Uuid::from_u128(2));
const OFFICE: UnitId = UnitId(Uuid::from_u128(10));
const OTHER: UnitId = UnitId(Uuid::from_u128(11));

const OPEN: &str = "refusal-case-not-open";
const SETTLED: &str = "refusal-case-not-answered";

/// So many hours after it came in; it is to be taken within 8 and answered within 72.
fn hour(hours: i64) -> Moment {
    Moment::at(Day::new(2026, 10, 5).expect("a day"), 9, 0).plus_seconds(hours * 3600)
}

fn by(hours: i64) -> By {
    By { person: Some(OFFICER), unit: Some(OFFICE), at: hour(hours), entry: EntryId(Uuid::from_u128(99)) }
}

fn numbered(id: u128) -> Case {
    let intake = Intake {
        id: CaseId(Uuid::from_u128(id)),
        topic: "water.clean".into(),
        place: OFFICE,
        point: None,
        body: "Nước yếu.".into(),
        language: "vi".into(),
        urgent: false,
        contact: Contact::default(),
        channel: Channel::Web,
        observation: None,
        photos: Vec::new(),
    };
    let due = |at| Due { at, ..later() };
    Case::from_intake(
        &intake,
        &ReceiptCode::from_chance([7; 10]),
        OFFICE,
        (&due(hour(8)), &due(hour(72))),
        hour(0),
    )
}

/// A case that came to a stage by its steps.
fn at(stage: Stage) -> Case {
    let mut case = numbered(7);
    let sound = |step: Result<Step, Refusal>| step.map(drop).expect("a step");
    match stage {
        Received => {}
        Accepted => sound(case.accept(&by(1))),
        Answered | Closed => sound(case.answer("Đã sửa.", None, stage == Closed, &by(2))),
        Refused => sound(case.refuse("other", "Không phải việc của phường.", None, &by(2))),
        Reopened => {
            sound(case.answer("Đã sửa.", None, false, &by(2)));
            sound(case.reopen("Vẫn yếu.", hour(80), String::new(), &by(3)));
        }
        Merged => sound(case.merge(&numbered(8), &by(2))),
    }
    assert_eq!(case.stage, stage);
    case
}

/// A later due moment of the answer.
fn later() -> Due {
    let rule = Procedures::facts().feedback_receive(false, hour(0).day()).expect("a rule");
    clocks::due(Calendar::facts(), OfficeHours::facts(), rule, hour(80))
}

/// What becomes of a case, or the key of the refusal.
fn outcome(case: &Case, done: Result<Step, Refusal>) -> Result<(Stage, EntryKind, bool), String> {
    match done {
        Ok(step) => {
            assert_eq!(step.event.kind, format!("case.{}", step.entry.kind));
            assert_eq!((step.entry.case, step.event.thing), (case.id, case.id.0));
            assert_eq!(step.event.unit, Some(case.responsible));
            Ok((case.stage, step.entry.kind, step.entry.public))
        }
        Err(Refusal::Conflict(note)) => Err(note.key),
        Err(Refusal::Invalid(notes)) => Err(notes[0].note.key.clone()),
        Err(other) => panic!("{other:?}"),
    }
}

type Take = fn(&mut Case) -> Result<Step, Refusal>;

const ALL: [Stage; 7] = [Received, Accepted, Reopened, Answered, Refused, Closed, Merged];

type Ends = [Result<Stage, &'static str>; 7];

/// An open case comes to a stage; one that is not is refused.
const fn opened(to: Stage) -> Ends {
    [Ok(to), Ok(to), Ok(to), Err(OPEN), Err(OPEN), Err(OPEN), Err(OPEN)]
}

/// A settled case comes to a stage; one that is not is refused.
const fn settled(to: Stage) -> Ends {
    [Err(SETTLED), Err(SETTLED), Err(SETTLED), Ok(to), Ok(to), Ok(to), Err(SETTLED)]
}

/// Takes a step at every stage: what it comes to, which line it leaves, and whether the receipt shows that line.
fn check(name: &str, take: Take, line: (EntryKind, bool), ends: Ends) {
    for (stage, end) in ALL.into_iter().zip(ends) {
        let mut case = at(stage);
        let before = case.clone();
        let done = take(&mut case);
        let expected = end.map(|stage| (stage, line.0, line.1)).map_err(str::to_owned);
        assert_eq!(outcome(&case, done), expected, "{name} when {stage}");
        assert!(end.is_ok() || case == before, "{name} when {stage}: what is refused changes nothing");
    }
}

#[test]
fn an_office_takes_every_step_at_the_stages_that_allow_it() {
    use EntryKind as Kind;
    let stays = [Ok(Received), Ok(Accepted), Ok(Reopened), Err(OPEN), Err(OPEN), Err(OPEN), Err(OPEN)];
    check("accept", |case| case.accept(&by(4)), (Kind::Accepted, true), opened(Accepted));
    check("assign", |case| case.assign(COLLEAGUE, &by(4)), (Kind::Assigned, false), opened(Accepted));
    let transfer: Take = |case| case.transfer(OTHER, "Bên ấy.", &by(4));
    check("transfer", transfer, (Kind::Transferred, true), opened(Received));
    let rehome: Take = |case| case.rehome(Hands { office: OTHER, ..case.hands() }, "Sắp xếp.", &by(4));
    check("rehome", rehome, (Kind::Transferred, true), stays);
    check("move_due", |case| case.move_due(hour(9), &later(), &by(4)), (Kind::Moved, true), stays);
    check("rank", |case| case.rank(true, 1, None, &by(4)), (Kind::Ranked, false), stays);
    let answer: Take = |case| case.answer("Đã sửa.", None, false, &by(4));
    check("answer", answer, (Kind::Answered, true), opened(Answered));
    let last: Take = |case| case.answer("Đã xong.", None, true, &by(4));
    check("answer and close", last, (Kind::Answered, true), opened(Closed));
    let refuse: Take = |case| case.refuse("other", "Không thuộc phường.", None, &by(4));
    check("refuse", refuse, (Kind::Refused, true), opened(Refused));
    check("merge", |case| case.merge(&numbered(9), &by(4)), (Kind::Merged, true), opened(Merged));
    let mut closed = [Err(SETTLED); 7];
    closed[3] = Ok(Closed);
    check("close", |case| case.close(&by(4)), (Kind::Closed, true), closed);
    check("note", |case| case.note("Hẹn sáng mai.", &by(4)), (Kind::Note, false), ALL.map(Ok));
    let mut alone = [Err("refusal-not-merged"); 7];
    alone[6] = Ok(Received);
    check("unmerge", |case| case.unmerge("", &by(4)), (Kind::Unmerged, true), alone);
}

#[test]
fn whoever_asked_takes_every_step_at_the_stages_that_allow_it() {
    use EntryKind as Kind;
    check("add", |case| case.add("Tối vẫn yếu.", &by(4)), (Kind::Added, true), ALL.map(Ok));
    check("confirm", |case| case.confirm(&by(4)), (Kind::Solved, true), settled(Closed));
    let reopen: Take = |case| case.reopen("Vẫn yếu.", hour(90), String::new(), &by(4));
    check("reopen", reopen, (Kind::Reopened, true), settled(Reopened));
    let mut stays = settled(Answered);
    (stays[4], stays[5]) = (Ok(Refused), Ok(Closed));
    check("agree", |case| case.agree(&by(4)), (Kind::Added, false), stays);
    check("rate", |case| case.rate(Rating::Fair, &by(4)), (Kind::Rated, false), stays);
    check("support", |case| Ok(case.support(&by(4))), (Kind::Supported, false), ALL.map(Ok));
}

#[test]
fn a_step_without_its_words_is_refused() {
    fn check(take: Take, key: &str) {
        let mut case = at(Accepted);
        let done = take(&mut case);
        assert_eq!(outcome(&case, done), Err(key.to_owned()));
        assert_eq!(case, at(Accepted));
    }
    check(|case| case.transfer(OTHER, "", &by(4)), "note-say-why");
    check(|case| case.transfer(OFFICE, "Vì thế.", &by(4)), "note-already-there");
    check(|case| case.rehome(case.hands(), "Vì thế.", &by(4)), "note-already-there");
    check(|case| case.note("", &by(4)), "note-required");
    check(|case| case.add("", &by(4)), "note-required");
    check(|case| case.answer("", None, false, &by(4)), "note-required");
    check(|case| case.answer("Đã sửa.", None, false, &by(73)), "note-say-why-late");
    check(|case| case.answer("Đã sửa.", Some(""), false, &by(73)), "note-say-why-late");
    check(|case| case.refuse("", "Không.", None, &by(4)), "note-say-why");
    check(|case| case.refuse("other", "", None, &by(4)), "note-required");
    check(|case| case.refuse("other", "Không.", None, &by(73)), "note-say-why-late");
    check(|case| case.merge(&numbered(7), &by(4)), "note-other-case");
    check(|case| case.merge(&at(Merged), &by(4)), "note-other-case");
}

#[test]
fn the_first_taking_stops_the_first_clock_and_says_whether_in_time() {
    fn check(take: Take, in_time: Option<bool>) {
        let mut case = at(Received);
        let step = take(&mut case).expect("a step");
        assert_eq!(step.event.payload.get("in_time").and_then(Value::as_bool), in_time);
        assert_eq!(case.accepted_at.is_some(), in_time.is_some());
        let again = case.accept(&by(60)).expect("taken again");
        assert_eq!(again.event.payload.get("in_time").is_some(), in_time.is_none());
    }
    check(|case| case.accept(&by(8)), Some(true));
    check(|case| case.accept(&by(9)), Some(false));
    check(|case| case.assign(COLLEAGUE, &by(8)), Some(true));
    check(|case| case.rank(true, 0, Some(hour(4)), &by(2)), None);
    check(|case| case.transfer(OTHER, "Bên ấy.", &by(4)), None);
}

#[test]
fn only_the_first_answer_keeps_or_breaks_the_promise() {
    // Answered in time, opened again, answered late: the promise stays kept, and why the second came late is said.
    let mut case = at(Reopened);
    let late = case.answer("Đã sửa lần hai.", Some("overload"), false, &by(81)).expect("answered");
    assert_eq!(
        (late.event.payload["on_time"].as_bool(), late.event.payload["first"].as_bool()),
        (Some(false), Some(false))
    );
    assert_eq!((case.on_time, case.late_reason.as_deref()), (Some(true), Some("overload")));
    assert_eq!(case.answered_at, Some(hour(81)));

    // Refused late, opened again, answered in time: the promise stays broken.
    let mut case = at(Received);
    case.refuse("other", "Không.", Some("overload"), &by(73)).expect("refused");
    case.reopen("Vẫn yếu.", hour(140), String::new(), &by(74)).expect("opened again");
    assert_eq!((case.stage, case.reopened, case.solved), (Reopened, 1, Some(false)));
    assert!(!case.is_late(hour(140)) && case.is_late(hour(141)), "the new promise runs");
    let step = case.answer("Đã sửa.", None, true, &by(100)).expect("answered");
    assert_eq!(step.event.payload["on_time"].as_bool(), Some(true));
    assert_eq!((case.on_time, case.stage, case.closed_at), (Some(false), Closed, Some(hour(100))));
}

#[test]
fn urgency_moves_the_first_clock_until_somebody_has_taken_the_case() {
    fn check(mut case: Case, urgent: bool, receive: Option<Moment>, expected: Moment) {
        case.rank(urgent, 5, receive, &by(2)).expect("ranked");
        assert_eq!((case.urgent, case.priority, case.receive_due_at), (urgent, 1, expected));
    }
    let urgent = || Case { urgent: true, receive_due_at: hour(4), ..at(Received) };
    check(at(Received), true, Some(hour(4)), hour(4));
    check(at(Received), true, None, hour(8));
    check(at(Received), false, Some(hour(9)), hour(8));
    check(urgent(), false, Some(hour(8)), hour(8));
    check(urgent(), true, Some(hour(5)), hour(4));
    check(at(Accepted), true, Some(hour(4)), hour(8));
}

#[test]
fn a_case_that_is_on_its_own_again_stands_where_it_stood() {
    for stage in [Received, Accepted, Reopened] {
        let mut case = at(stage);
        let before = case.clone();
        let merged = case.merge(&numbered(8), &by(4)).expect("merged");
        assert_eq!((case.stage, case.merged_into), (Merged, Some(numbered(8).id)));
        case.unmerge(&merged.entry.detail, &by(5)).expect("on its own");
        assert_eq!(case, before);
    }
    // Entries of earlier days name the other case only, and no entry makes a case what it cannot have been.
    let other = numbered(8).id.to_string();
    for detail in [other.clone(), String::new(), format!("{other} closed"), format!("{other} nonsense")] {
        let mut case = at(Accepted);
        case.merge(&numbered(8), &by(4)).expect("merged");
        case.unmerge(&detail, &by(5)).expect("on its own");
        assert_eq!(case.stage, Accepted, "{detail:?}");
    }
}

#[test]
fn other_hands_keep_how_far_a_case_has_come() {
    let mut case = at(Accepted);
    let step = case.rehome(Hands { office: OTHER, ..case.hands() }, "Sắp xếp.", &by(4)).expect("re-homed");
    assert_eq!(case.hands(), Hands { office: OTHER, stage: Accepted, assignee: Some(OFFICER) });
    assert_eq!((step.entry.detail, step.entry.body.as_str()), (OTHER.to_string(), "Sắp xếp."));
    assert_eq!((&step.event.payload["from"], &step.event.payload["to"]), (&json!(OFFICE), &json!(OTHER)));
    assert_eq!((case.due_at, case.receive_due_at), (hour(72), hour(8)), "its clocks run on");
    case.transfer(OFFICE, "Bên này.", &by(5)).expect("sent on");
    assert_eq!(case.hands(), Hands { office: OFFICE, stage: Received, assignee: None });
}
