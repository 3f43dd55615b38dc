use super::*;
use crate::{procedures::AmountBy, refusals::Refusal};
use proptest::prelude::*;

const HOUR: TimeUnit = TimeUnit::WorkingHour;
const WORKING_DAY: TimeUnit = TimeUnit::WorkingDay;
const CALENDAR_DAY: TimeUnit = TimeUnit::CalendarDay;

fn rule(unit: TimeUnit, amount: u16) -> Rule {
    Rule {
        procedure: "feedback".into(),
        step: "answer".into(),
        start_event: "sent".into(),
        amount,
        amount_by: Some(AmountBy::Topic),
        unit,
        valid_from: None,
        valid_to: None,
        source: "NĐ 155/2026 Đ10".into(),
        grade: Grade::A,
        responsible: "commune_officer".into(),
    }
}

/// `2026-08-20 17:00` on the wall clock in Hanoi.
fn moment(text: &str) -> Moment {
    let (day, time) = text.split_once(' ').expect("a day and a time");
    let (hour, minute) = time.split_once(':').expect("an hour and a minute");
    let number = |text: &str| text.parse().expect("a number");
    Moment::at(day.parse().expect("a day"), number(hour), number(minute))
}

fn written(moment: Moment) -> String {
    moment.local().strftime("%Y-%m-%d %H:%M").to_string()
}

fn facts() -> (&'static Calendar, &'static OfficeHours) {
    (Calendar::facts(), OfficeHours::facts())
}

fn due_of(unit: TimeUnit, amount: u16, start: Moment) -> Due {
    let (calendar, hours) = facts();
    due(calendar, hours, &rule(unit, amount), start)
}

#[test]
fn dues_fall_where_the_calendar_puts_them() {
    let check = |start: &str, amount, unit, expected: &str| {
        assert_eq!(written(due_of(unit, amount, moment(start)).at), expected, "{start} + {amount} {unit}");
    };
    // The four vectors gathered with the facts.
    check("2026-02-13 09:00", 7, WORKING_DAY, "2026-03-03 17:30");
    check("2026-08-20 09:00", 3, WORKING_DAY, "2026-08-24 17:30");
    check("2026-11-23 09:00", 1, WORKING_DAY, "2026-11-25 17:30");
    check("2025-04-24 09:00", 5, WORKING_DAY, "2025-05-05 17:30");
    // Holidays on a Sunday, swaps, Tết, ends of years.
    check("2026-04-24 16:00", 1, WORKING_DAY, "2026-04-28 17:30");
    check("2026-02-12 09:00", 1, WORKING_DAY, "2026-02-13 17:30");
    check("2026-02-18 09:00", 1, WORKING_DAY, "2026-02-23 17:30");
    check("2026-08-21 09:00", 1, WORKING_DAY, "2026-08-22 17:30");
    check("2026-08-28 09:00", 1, WORKING_DAY, "2026-09-03 17:30");
    check("2025-12-31 09:00", 1, WORKING_DAY, "2026-01-05 17:30");
    check("2025-12-31 09:00", 6, WORKING_DAY, "2026-01-10 17:30");
    check("2024-02-07 09:00", 2, WORKING_DAY, "2024-02-16 17:30");
    check("2026-11-22 23:59", 1, WORKING_DAY, "2026-11-23 17:30");
    check("2026-11-23 00:00", 1, WORKING_DAY, "2026-11-25 17:30");
    // Calendar days: a last day of rest moves.
    check("2026-11-17 09:00", 3, CALENDAR_DAY, "2026-11-20 17:30");
    check("2026-11-18 09:00", 3, CALENDAR_DAY, "2026-11-23 17:30");
    check("2026-01-17 09:00", 30, CALENDAR_DAY, "2026-02-23 17:30");
    check("2026-08-19 09:00", 3, CALENDAR_DAY, "2026-08-22 17:30");
    // Hours: nights, lunch, weekends, midnight, worked Saturdays.
    check("2026-11-23 08:00", 8, HOUR, "2026-11-23 17:30");
    check("2026-11-23 08:00", 4, HOUR, "2026-11-23 12:00");
    check("2026-11-23 12:30", 4, HOUR, "2026-11-23 17:30");
    check("2026-11-23 11:00", 4, HOUR, "2026-11-23 16:30");
    check("2026-11-20 17:00", 4, HOUR, "2026-11-23 11:30");
    check("2026-11-20 22:15", 4, HOUR, "2026-11-23 12:00");
    check("2026-11-23 23:59", 8, HOUR, "2026-11-25 17:30");
    check("2026-11-23 00:00", 1, HOUR, "2026-11-23 09:00");
    check("2026-08-21 17:30", 1, HOUR, "2026-08-22 09:00");
    check("2025-12-31 16:30", 4, HOUR, "2026-01-05 11:00");
}

#[test]
fn a_reason_names_what_was_skipped_and_what_was_worked() {
    let reason = due_of(WORKING_DAY, 7, moment("2026-08-20 09:00")).reason;
    let skipped: Vec<_> =
        reason.skipped.iter().map(|day| (day.named.day.to_string(), day.by, day.named.vi.as_str())).collect();
    let row = |day: &str, by, vi| (day.to_owned(), by, vi);
    assert_eq!(skipped, [row("2026-08-23", SkippedBy::Weekly, "Chủ nhật")]);
    assert_eq!(reason.worked.len(), 1);
    assert_eq!(reason.worked[0].day.to_string(), "2026-08-22");
    assert_eq!((reason.amount, reason.unit, reason.start), (7, WORKING_DAY, moment("2026-08-20 09:00")));
    assert_eq!((reason.source.as_str(), reason.grade), ("NĐ 155/2026 Đ10", Grade::A));
    assert!(!reason.provisional && !reason.beyond_calendar);

    let reason = due_of(WORKING_DAY, 1, moment("2026-08-28 09:00")).reason;
    let kinds: Vec<_> = reason.skipped.iter().map(|day| day.by).collect();
    let expected =
        [SkippedBy::Weekly, SkippedBy::Weekly, SkippedBy::SwapOff, SkippedBy::Holiday, SkippedBy::Holiday];
    assert_eq!(kinds, expected);
}

#[test]
fn a_reason_says_when_the_calendar_is_not_sure() {
    let check = |start: &str, unit, amount, provisional, beyond| {
        let reason = due_of(unit, amount, moment(start)).reason;
        assert_eq!((reason.provisional, reason.beyond_calendar), (provisional, beyond), "{start}");
    };
    check("2027-02-04 09:00", WORKING_DAY, 1, true, false);
    check("2027-02-01 09:00", WORKING_DAY, 2, false, false);
    check("2027-12-30 09:00", WORKING_DAY, 3, false, true);
    check("2019-05-06 09:00", HOUR, 8, false, true);
}

#[test]
fn calendar_days_tell_only_the_rest_days_the_end_moved_over() {
    let reason = due_of(CALENDAR_DAY, 10, moment("2026-11-11 09:00")).reason;
    let days: Vec<_> = reason.skipped.iter().map(|day| day.named.day.to_string()).collect();
    assert_eq!(days, ["2026-11-21", "2026-11-22"]);
    assert!(due_of(CALENDAR_DAY, 9, moment("2026-11-11 09:00")).reason.skipped.is_empty());
}

#[test]
fn hours_begin_to_count_at_the_next_opening() {
    let check = |start: &str, from: &str| {
        assert_eq!(written(due_of(HOUR, 1, moment(start)).reason.counted_from), from, "{start}");
    };
    check("2026-11-22 03:00", "2026-11-23 08:00");
    check("2026-11-23 12:00", "2026-11-23 13:30");
    check("2026-11-23 09:15", "2026-11-23 09:15");
    check("2026-11-23 17:30", "2026-11-25 08:00");
}

#[test]
fn standings_tell_days_then_hours() {
    let (calendar, hours) = facts();
    let check = |due: &str, now: &str, word: &str, days, minutes| {
        let (told, span) = match standing(calendar, hours, moment(due), moment(now)) {
            Standing::Late(span) => ("late", span),
            Standing::Soon(span) => ("soon", span),
            Standing::OnTime(span) => ("on_time", span),
        };
        let got = (told, span.working_days, span.time.minutes());
        assert_eq!(got, (word, days, minutes), "due {due}, now {now}");
    };
    check("2026-11-27 17:30", "2026-11-23 08:00", "on_time", 3, 4 * 480);
    check("2026-11-23 17:30", "2026-11-23 14:30", "soon", 0, 180);
    check("2026-11-25 17:30", "2026-11-23 17:30", "on_time", 1, 480);
    check("2026-11-25 17:30", "2026-11-23 17:00", "on_time", 1, 510);
    check("2026-11-25 12:00", "2026-11-24 10:00", "soon", 1, 240);
    check("2026-11-23 17:30", "2026-11-23 17:30", "soon", 0, 0);
    check("2026-11-23 17:30", "2026-11-24 09:00", "late", 0, 0);
    check("2026-11-23 12:00", "2026-11-23 15:00", "late", 0, 90);
    check("2026-11-20 17:30", "2026-11-26 09:00", "late", 3, 480 + 480 + 60);
}

#[test]
fn days_are_told_before_hours() {
    let (calendar, hours) = facts();
    let check = |due: &str, now: &str, told| match standing(calendar, hours, moment(due), moment(now)) {
        Standing::Late(span) | Standing::Soon(span) | Standing::OnTime(span) => {
            assert_eq!(span.told(), told, "due {due}, now {now}");
        }
    };
    check("2026-11-27 17:30", "2026-11-23 08:00", (3, WORKING_DAY));
    check("2026-11-23 17:30", "2026-11-23 14:30", (3, HOUR));
    check("2026-11-23 17:30", "2026-11-23 17:10", (0, HOUR));
}

#[test]
fn a_pause_moves_the_due_moment_by_the_office_time_it_took() {
    let (calendar, hours) = facts();
    let check = |unit, amount, start: &str, pauses: &[(&str, &str)], expected: &str| {
        let mut countdown = Countdown::start(rule(unit, amount), moment(start));
        for (from, to) in pauses {
            countdown.pause(moment(from), "Chờ dân bổ sung").expect("it runs");
            countdown.resume(moment(to)).expect("it stands still");
        }
        let due = countdown.due(calendar, hours, moment("2026-12-31 09:00"));
        assert_eq!(written(due.at), expected, "{start} {pauses:?}");
        assert_eq!(due.reason.pauses.len(), pauses.len());
    };
    let start = "2026-11-16 09:00";
    check(WORKING_DAY, 3, start, &[], "2026-11-19 17:30");
    check(WORKING_DAY, 3, start, &[("2026-11-17 08:00", "2026-11-17 17:30")], "2026-11-20 17:30");
    check(WORKING_DAY, 3, start, &[("2026-11-17 08:00", "2026-11-17 10:00")], "2026-11-20 10:00");
    // A weekend's pause takes no office time; two pauses add up; one after the due moment comes too late.
    check(WORKING_DAY, 5, start, &[("2026-11-21 00:00", "2026-11-22 20:00")], "2026-11-23 17:30");
    let twice = [("2026-11-17 08:00", "2026-11-17 10:00"), ("2026-11-18 13:30", "2026-11-19 09:00")];
    check(WORKING_DAY, 3, start, &twice, "2026-11-20 16:30");
    check(WORKING_DAY, 3, start, &[("2026-11-20 08:00", "2026-11-25 10:00")], "2026-11-19 17:30");
    check(HOUR, 8, start, &[("2026-11-16 10:00", "2026-11-16 11:00")], "2026-11-17 10:00");
    check(CALENDAR_DAY, 3, start, &[("2026-11-17 10:00", "2026-11-19 11:00")], "2026-11-23 17:30");
}

#[test]
fn while_it_stands_still_the_time_left_stays() {
    let (calendar, hours) = facts();
    let mut countdown = Countdown::start(rule(WORKING_DAY, 3), moment("2026-11-16 09:00"));
    countdown.pause(moment("2026-11-18 09:30"), "Chờ giám định").expect("it runs");
    let left = |now: &str| {
        let now = moment(now);
        hours.working_time_between(calendar, now, countdown.due(calendar, hours, now).at)
    };
    assert_eq!(left("2026-11-18 09:30"), left("2026-11-27 15:00"));
    assert_eq!(left("2026-11-18 09:30"), WorkingTime::of_minutes(480 + 390));
}

#[test]
fn an_extension_adds_units_and_keeps_its_ground() {
    let (calendar, hours) = facts();
    let mut countdown = Countdown::start(rule(WORKING_DAY, 3), moment("2026-11-16 09:00"));
    countdown.extend(moment("2026-11-18 09:00"), 2, " Chờ vật tư ").expect("a ground");
    let due = countdown.due(calendar, hours, moment("2026-11-18 09:00"));
    assert_eq!((written(due.at).as_str(), due.reason.amount), ("2026-11-23 17:30", 5));
    assert_eq!(due.reason.extensions[0].ground, "Chờ vật tư");
}

#[test]
fn a_clock_refuses_what_makes_no_sense() {
    let start = moment("2026-11-16 09:00");
    let mut countdown = Countdown::start(rule(WORKING_DAY, 3), start);
    let key = |refused: Result<(), Refusal>| match refused.expect_err("a refusal") {
        Refusal::Conflict(note) => note.key,
        Refusal::Invalid(fields) => fields[0].note.key.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(key(countdown.resume(start)), "clock-not-paused");
    assert_eq!(key(countdown.pause(start.plus_seconds(-1), "a")), "clock-before");
    assert_eq!(key(countdown.pause(start, "  ")), "clock-ground-required");
    assert_eq!(key(countdown.extend(start, 1, "")), "clock-ground-required");
    assert_eq!(key(countdown.extend(start, 0, "a")), "clock-extension-amount");
    assert_eq!(key(countdown.extend(start, 3649, "a")), "clock-extension-amount");
    countdown.pause(start.plus_seconds(60), "a").expect("it runs");
    assert_eq!(key(countdown.pause(start.plus_seconds(90), "a")), "clock-paused-already");
    assert_eq!(key(countdown.resume(start.plus_seconds(59))), "clock-before");
    countdown.resume(start.plus_seconds(120)).expect("it stands still");
    assert_eq!(countdown.pauses.len(), 1);
}

#[test]
fn a_reason_is_counted_again_by_another_calendar() {
    let (calendar, hours) = facts();
    let mut countdown = Countdown::start(rule(WORKING_DAY, 3), moment("2026-12-01 09:00"));
    countdown.extend(moment("2026-12-02 09:00"), 2, "Chờ vật tư").expect("a ground");
    countdown.pause(moment("2026-12-03 08:00"), "Chờ dân").expect("it runs");
    countdown.resume(moment("2026-12-03 17:30")).expect("it stands still");
    let now = moment("2026-12-03 17:30");
    let due = countdown.due(calendar, hours, now);
    assert_eq!(due.reason.recounted(calendar, hours, now), due);
    let edit = crate::calendar::read_edits(
        "day,kind,provisional,vi,en,source,grade\n2026-12-04,holiday,false,Bão,Storm,CĐ 1,A\n",
    );
    let other = calendar.with(&edit.expect("an edit")).expect("a calendar");
    let moved = due.reason.recounted(&other, hours, now);
    assert_eq!(
        (written(due.at).as_str(), written(moved.at).as_str()),
        ("2026-12-09 17:30", "2026-12-10 17:30")
    );
}

#[test]
fn a_reason_survives_being_written_down() {
    let due = due_of(WORKING_DAY, 7, moment("2026-02-13 09:00"));
    let text = serde_json::to_string(&due).expect("JSON");
    assert_eq!(serde_json::from_str::<Due>(&text).expect("a due"), due);
}

/// Moments of 2023-11 to 2028-06, at any second.
fn moments() -> impl Strategy<Value = Moment> {
    (1_700_000_000i64..1_845_000_000).prop_map(|second| Moment::from_micros(second * 1_000_000))
}

fn units() -> impl Strategy<Value = TimeUnit> {
    prop::sample::select(TimeUnit::ALL)
}

proptest! {
    #[test]
    fn due_is_in_office_time_and_after_the_start(start in moments(), unit in units(), amount in 1u16..80) {
        let (calendar, hours) = facts();
        let at = due_of(unit, amount, start).at;
        prop_assert!(calendar.is_working_day(at.day()));
        prop_assert!(hours.spans(at.day()).any(|(opens, closes)| opens < at && at <= closes));
        prop_assert!(start < at);
    }

    #[test]
    fn due_is_monotone_in_amount_and_in_start(
        start in moments(), later in 0i64..900_000, unit in units(), amount in 1u16..80, more in 0u16..20,
    ) {
        let at = due_of(unit, amount, start).at;
        prop_assert!(at <= due_of(unit, amount + more, start).at);
        prop_assert!(at <= due_of(unit, amount, start.plus_seconds(later)).at);
    }

    #[test]
    fn office_time_adds_up(a in moments(), first in 0i64..900_000, second in 0i64..900_000) {
        let (calendar, hours) = facts();
        let (b, c) = (a.plus_seconds(first), a.plus_seconds(first + second));
        let between = |from, to| hours.working_time_between(calendar, from, to);
        prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
    }

    #[test]
    fn hours_due_are_exactly_so_many_hours_away(start in moments(), amount in 1u16..80) {
        let (calendar, hours) = facts();
        let at = due_of(HOUR, amount, start).at;
        prop_assert_eq!(hours.working_time_between(calendar, start, at), WorkingTime::of_hours(amount));
    }

    #[test]
    fn pauses_move_the_due_moment_by_their_sum(
        start in moments(), amount in 1u16..20, hourly in any::<bool>(),
        steps in prop::collection::vec((0i64..40_000, 0i64..300_000), 0..5),
    ) {
        let (calendar, hours) = facts();
        let mut countdown = Countdown::start(rule(if hourly { HOUR } else { WORKING_DAY }, amount), start);
        let unpaused = countdown.due(calendar, hours, start).at;
        let mut at = start;
        for (run, stand) in steps {
            let from = at.plus_seconds(run);
            if from >= countdown.due(calendar, hours, from).at { break; }
            at = from.plus_seconds(stand);
            countdown.pause(from, "a").expect("it runs");
            countdown.resume(at).expect("it stands still");
        }
        let due = countdown.due(calendar, hours, at).at;
        let moved = hours.working_time_between(calendar, unpaused, due);
        prop_assert_eq!(moved, countdown.paused_time(calendar, hours, at));
        prop_assert!(calendar.is_working_day(due.day()));
    }

    #[test]
    fn soon_is_what_a_list_would_ask_for(now in moments(), unit in units(), amount in 1u16..20, back in 0i64..2_000_000) {
        let (calendar, hours) = facts();
        let due = due_of(unit, amount, now.plus_seconds(-back)).at;
        let listed = now <= due && due < soon_before(calendar, hours, now);
        let told = matches!(standing(calendar, hours, due, now), Standing::Soon(_));
        prop_assert_eq!(listed, told);
    }

    #[test]
    fn the_one_number_is_that_of_the_standing(due in moments(), now in moments(), near in -200_000i64..200_000) {
        let (calendar, hours) = facts();
        for due in [due, now.plus_seconds(near), now] {
            let expected = match standing(calendar, hours, due, now) {
                Standing::Late(span) => (span.told(), true),
                Standing::Soon(span) | Standing::OnTime(span) => (span.told(), false),
            };
            let (amount, unit, is_late) = told(calendar, hours, due, now);
            prop_assert_eq!(((amount, unit), is_late), expected);
        }
    }
}
