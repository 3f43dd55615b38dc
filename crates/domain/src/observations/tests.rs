use super::*;
use uuid::Uuid;

const AUTHOR: PersonId = PersonId(Uuid::from_u128(1));
const OTHER: PersonId = PersonId(Uuid::from_u128(2));

fn unit(number: u128) -> UnitId {
    UnitId(Uuid::from_u128(number))
}

fn by(person: PersonId, hours: i64) -> By {
    let day = Day::new(2026, 10, 5).expect("a day");
    By { person, unit: unit(7), at: Moment::at(day, 9, 0).plus_seconds(hours * 3600) }
}

fn heard(severity: Severity, note: &str) -> Heard {
    Heard {
        place: unit(10),
        topic: "water.clean".into(),
        severity,
        how_many: HowMany::About10,
        trend: Trend::Rising,
        note: note.into(),
    }
}

fn noted() -> (Observation, Event) {
    let id = ObservationId(Uuid::from_u128(99));
    note(id, heard(Severity::Worry, "Nước yếu"), unit(20), &[], &by(AUTHOR, 0))
}

#[test]
fn an_event_says_what_is_counted_and_nothing_that_was_written() {
    let (observation, event) = noted();
    assert_eq!(event.kind, "observation.noted");
    assert_eq!(event.unit, Some(unit(20)));
    assert_eq!(
        event.payload,
        json!({"topic": "water.clean", "place": unit(10), "day": "2026-10-05", "severity": "worry",
            "how_many": "about_10"})
    );
    assert_eq!(observation.version(&by(AUTHOR, 0)).number, 1);
}

#[test]
fn an_edit_counts_anew_and_says_what_was_counted_before() {
    let (mut observation, noted) = noted();
    let changed = heard(Severity::Anger, "Nước yếu từ 5 giờ");
    let event = observation.edit(changed.clone(), unit(20), false, &by(AUTHOR, 1));
    let event = event.expect("in time").expect("other words");
    assert_eq!(event.payload["severity"], "anger");
    assert_eq!(event.payload["before"], noted.payload);
    assert_eq!(event.payload["day"], "2026-10-05");
    assert_eq!((observation.edits, observation.version(&by(AUTHOR, 1)).number), (1, 2));
    let again = observation.edit(changed, unit(20), false, &by(AUTHOR, 2)).expect("in time");
    assert_eq!(again, None);
    assert_eq!(observation.edits, 1);
}

#[test]
fn a_withdrawal_names_what_is_taken_back() {
    let (mut observation, noted) = noted();
    let event = observation.withdraw(false, &by(AUTHOR, 1)).expect("in time");
    assert_eq!((event.kind.as_str(), &event.payload), ("observation.withdrawn", &noted.payload));
    assert!(observation.withdraw(false, &by(AUTHOR, 1)).is_err());
}

#[test]
fn only_the_author_changes_it_and_only_for_a_day_and_before_a_case() {
    let check = |person, hours, has_cases, expected: Option<&str>| {
        let key = match noted().0.may_change(person, by(person, hours).at, has_cases) {
            Ok(()) => None,
            Err(Refusal::Conflict(note) | Refusal::NotAllowed(note)) => Some(note.key),
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(key.as_deref(), expected, "{person} after {hours} h, cases: {has_cases}");
    };
    check(AUTHOR, 0, false, None);
    check(AUTHOR, 24, false, None);
    check(AUTHOR, 25, false, Some("refusal-observation-too-old"));
    check(AUTHOR, 1, true, Some("refusal-observation-has-case"));
    check(OTHER, 0, false, Some("refusal-observation-of-another"));
}

#[test]
fn the_hash_tells_other_words_apart() {
    let id = ObservationId(Uuid::from_u128(99));
    let said = heard(Severity::Worry, "Nước yếu");
    let base = request_hash(id, AUTHOR, &said, &[]);
    assert_eq!(base, request_hash(id, AUTHOR, &said.clone(), &[]));
    let others = [
        request_hash(id, OTHER, &said, &[]),
        request_hash(id, AUTHOR, &said, &["a".into()]),
        request_hash(id, AUTHOR, &heard(Severity::Anger, "Nước yếu"), &[]),
        request_hash(id, AUTHOR, &heard(Severity::Worry, "Nước"), &[]),
        request_hash(id, AUTHOR, &Heard { trend: Trend::Same, ..said }, &[]),
    ];
    assert!(others.iter().all(|other| *other != base));
}

#[test]
fn a_note_is_masked_and_names_nobody() {
    let check = |note: &str, expected: Result<&str, &str>| {
        let kept = fit_to_keep(note);
        let said = kept.as_deref().map_err(|refused| refused.args[0].1.as_str());
        assert_eq!(said, expected, "{note:?}");
    };
    check("", Ok(""));
    check("Nước yếu ở ngõ 189", Ok("Nước yếu ở ngõ 189"));
    check("Gọi 0912 345 678 không ai nghe", Ok("Gọi [•••] không ai nghe"));
    check("Ông Nguyễn Văn Hùng đổ rác", Err("Ông Nguyễn Văn Hùng"));
}

#[test]
fn every_stage_has_an_outcome_and_a_refusal_is_an_answer() {
    let check = |stage, expected| assert_eq!(Outcome::of(stage), expected);
    check(Stage::Received, Outcome::HandedOver);
    check(Stage::Reopened, Outcome::InHand);
    check(Stage::Merged, Outcome::InHand);
    check(Stage::Refused, Outcome::Answered);
    check(Stage::Closed, Outcome::Answered);
}
