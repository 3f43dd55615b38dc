use super::*;
use crate::{calendar::Calendar, facts::Grade, units::UnitKind};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn unit(number: u128) -> UnitId {
    UnitId(Uuid::from_u128(number))
}

fn said(code: &str, value: Option<i64>, of: Option<i64>) -> Said {
    let on = day("2026-10-14");
    let (query, topic) = (Query::Typed, None);
    Said {
        code: code.into(),
        value,
        of,
        query,
        topic,
        from: on,
        to: on,
        on,
        remark: String::new(),
        is_withheld: false,
    }
}

fn content(figures: &[(&str, i64)]) -> Content {
    let figures = figures.iter().map(|(code, value)| said(code, Some(*value), None)).collect();
    Content { figures, ..Content::default() }
}

#[test]
fn acts_follow_one_another() {
    let check = |acts: &[Act], is_top: bool, expected: Option<Stage>| {
        let end = acts.iter().try_fold(Stage::Draft, |stage, act| stage.after(*act, is_top));
        assert_eq!(end, expected, "{acts:?}");
    };
    use Act::{Accept, Amend, Return, Submit};
    check(&[Submit], false, Some(Stage::Submitted));
    check(&[Submit], true, Some(Stage::Accepted));
    check(&[Submit, Return, Submit, Accept], false, Some(Stage::Accepted));
    check(&[Submit, Accept, Amend, Submit, Accept], false, Some(Stage::Accepted));
    check(&[Submit, Accept, Amend, Submit, Return, Submit], false, Some(Stage::Submitted));
    check(&[Accept], false, None);
    check(&[Submit, Submit], false, None);
    check(&[Submit, Accept, Submit], false, None);
    check(&[Submit, Accept, Return], false, None);
    check(&[Submit, Amend], false, None);
}

#[test]
fn periods_and_their_due_days() {
    let check = |form: &str, on: &str, period: (&str, &str), counted: (&str, &str), due: (&str, &str)| {
        let form = Forms::facts().get(form).expect("a form");
        let found = form.rhythm.period_of(day(on));
        assert_eq!((found.from, found.to), (day(period.0), day(period.1)), "{on}");
        assert_eq!(form.counted(found), (day(counted.0), day(counted.1)), "{on}");
        let due_on = |level| form.due_on(found, level, Calendar::facts());
        assert_eq!(due_on(Level::Commune), Some(day(due.0)), "{on}");
        assert_eq!(due_on(Level::City), Some(day(due.1)), "{on}");
        assert_eq!(due_on(Level::Village), None);
    };
    // 18 October 2026 is a Sunday, and so is the 25th: both move to the Monday.
    check(
        "month",
        "2026-10-05",
        ("2026-10-01", "2026-10-31"),
        ("2026-09-15", "2026-10-14"),
        ("2026-10-19", "2026-10-26"),
    );
    check(
        "month",
        "2026-01-31",
        ("2026-01-01", "2026-01-31"),
        ("2025-12-15", "2026-01-14"),
        ("2026-01-19", "2026-01-26"),
    );
    check(
        "quarter",
        "2026-11-01",
        ("2026-10-01", "2026-12-31"),
        ("2026-09-15", "2026-12-14"),
        ("2026-12-15", "2026-12-22"),
    );
    check(
        "half_year",
        "2026-03-08",
        ("2026-01-01", "2026-06-30"),
        ("2025-12-01", "2026-05-31"),
        ("2026-06-10", "2026-06-17"),
    );
    check(
        "year",
        "2026-07-01",
        ("2026-01-01", "2026-12-31"),
        ("2025-11-01", "2026-10-31"),
        ("2026-11-16", "2026-11-30"),
    );
}

#[test]
fn what_is_missing_unusual_or_does_not_add_up_is_told() {
    let text = "[form]\ncode = \"own\"\nvi = \"a\"\nen = \"a\"\nrhythm = \"month\"\nsource = \"x\"\ngrade = \"C\"\n\
        [[sections]]\ncode = \"words\"\nvi = \"a\"\nen = \"a\"\nrequired = true\n\
        [[figures]]\ncode = \"all\"\nsection = \"words\"\nvi = \"a\"\nen = \"a\"\nquery = \"typed\"\nrequired = true\n\
        [[figures]]\ncode = \"one\"\nsection = \"words\"\nvi = \"a\"\nen = \"a\"\nquery = \"typed\"\n\
        [[figures]]\ncode = \"two\"\nsection = \"words\"\nvi = \"a\"\nen = \"a\"\nquery = \"typed\"\n\
        [[rules]]\nkind = \"adds_up\"\nwhole = \"all\"\nparts = [\"one\", \"two\"]\n\
        [[rules]]\nkind = \"at_most\"\nwhole = \"all\"\nparts = [\"one\"]\n";
    let forms = Forms::read([("own.toml", text)]).expect("a form");
    let form = forms.get("own").expect("a form");
    let check = |figures: &[(&str, i64)], words: &str, before: &[i64], expected: &[(&str, &str)]| {
        let mut it = content(figures);
        it.sections = vec![Told { code: "words".into(), words: words.into() }];
        let before: Vec<Content> = before.iter().map(|all| content(&[("all", *all)])).collect();
        let found = super::check(form, &it, &before);
        let keys: Vec<(&str, &str)> =
            found.iter().map(|one| (one.code.as_str(), one.note.key.as_str())).collect();
        assert_eq!(keys, expected, "{figures:?} {before:?}");
        assert!(found.iter().all(|one| one.is_stopping));
    };
    check(&[("all", 5), ("one", 2), ("two", 3)], "Ổn định.", &[], &[]);
    check(&[], " ", &[], &[("words", "return-doubt-section"), ("all", "return-doubt-number")]);
    check(&[("all", 5), ("one", 2), ("two", 2)], "x", &[], &[("all", "return-doubt-adds-up")]);
    check(&[("all", 5), ("one", 6), ("two", -1)], "x", &[], &[("all", "return-doubt-at-most")]);
    check(&[("all", 50)], "x", &[20, 22], &[]);
    check(&[("all", 50)], "x", &[20, 22, 24], &[("all", "return-doubt-unusual")]);
    check(&[("all", 48)], "x", &[20, 22, 24], &[]);
    check(&[("all", 9)], "x", &[20, 22, 24], &[("all", "return-doubt-unusual")]);
    check(&[("all", 4)], "x", &[1, 1, 1], &[]);
}

#[test]
fn what_is_explained_stops_nothing() {
    let form = Forms::facts().get("month").expect("a form");
    let code = "cases_received";
    let mut it = Content { figures: vec![said(code, Some(500), None)], ..Content::default() };
    let before = vec![Content { figures: vec![said(code, Some(20), None)], ..Content::default() }; 3];
    let stops =
        |it: &Content| super::check(form, it, &before).iter().any(|one| one.code == code && one.is_stopping);
    assert!(stops(&it));
    it.figures[0].remark = "Mưa lớn gây ngập từ ngày 2/10.".into();
    assert!(!stops(&it));
    assert!(super::check(form, &it, &before).iter().any(|one| one.code == code), "it is still told");
}

#[test]
fn every_fault_of_a_file_is_named_with_its_line() {
    let check = |from: &str, to: &str, line: u64, key: &str| {
        let (name, text) = FORMS[0];
        assert!(text.contains(from), "{from}");
        let faults = Forms::read([(name, text.replacen(from, to, 1).as_str())]).expect_err(to);
        let found: Vec<(u64, &str)> =
            faults.iter().map(|one| (one.fault.line, one.fault.note.key.as_str())).collect();
        assert!(found.iter().any(|(_, found)| *found == key), "{to}: {found:?}");
        assert!(line == 0 || found.iter().any(|(at, _)| *at == line), "{to}: {found:?}");
    };
    check("query = \"cases_received\"", "query = \"everything\"", 0, "fact-malformed");
    check("section = \"asked\"", "section = \"elsewhere\"", 0, "return-fact-unknown");
    check("code = \"cases_received\"", "code = \"cases_on_time\"", 0, "return-fact-twice");
    check("code = \"cases_received\"", "code = \"Cases received\"", 0, "return-fact-word");
    check("day = 18", "day = 32", 0, "return-fact-day");
    check("day = 18", "day = 14", 18, "return-fact-early");
    check("until = { month = 0, day = 14 }", "until = { month = 0, day = 0 }", 18, "return-fact-early");
    check("[form]", "[form", 4, "fact-malformed");
}

#[test]
fn an_installations_form_stands_in_the_place_of_ours() {
    let own = "[form]\ncode = \"month\"\nvi = \"Riêng\"\nen = \"Own\"\nrhythm = \"month\"\nlike = \"quick\"\n\
        source = \"CV 12\"\ngrade = \"B\"\n[[due]]\nlevel = \"commune\"\nmonth = 1\nday = 5\n";
    let files = FORMS.iter().copied().filter(|(name, _)| *name == "quick.toml").chain([("own.toml", own)]);
    let forms = Forms::read(files).expect("forms");
    let form = forms.get("month").expect("a form");
    assert_eq!(form.name.en, "Own");
    assert!(!form.sections.is_empty(), "those of the form it is like");
    let period = form.rhythm.period_of(day("2026-10-05"));
    assert_eq!(form.due_on(period, Level::Commune, Calendar::facts()), Some(day("2026-11-05")));
    assert_eq!(form.due_on(period, Level::City, Calendar::facts()), None);
}

/// The return of a commune for October 2026, as it is opened.
fn draft() -> Return {
    Return {
        id: ReturnId(Uuid::from_u128(1)),
        unit: unit(2),
        about: unit(2),
        level: Level::Commune,
        form: "month".into(),
        title: String::new(),
        period: Rhythm::Month.period_of(day("2026-10-05")),
        counted: (day("2026-09-15"), day("2026-10-14")),
        due_on: Some(day("2026-10-19")),
        again_on: None,
        stage: Stage::Draft,
        version: 0,
        accepted: 0,
        reason: String::new(),
        sent_at: None,
        settled_at: None,
        begun_at: None,
        made_at: Moment::at(day("2026-10-01"), 8, 0),
    }
}

#[test]
fn a_return_is_late_by_its_first_submission_and_owes_until_it_is_sent() {
    let mut it = draft();
    assert_eq!(
        (it.timing(day("2026-10-19")), it.timing(day("2026-10-20"))),
        (Timing::Waiting, Timing::Missing)
    );
    let due = it.deadline().expect("it is due");
    assert_eq!((due.due_at.day(), due.is_running()), (day("2026-10-19"), true));
    it.sent_at = Some(Moment::at(day("2026-10-19"), 16, 0));
    it.stage = Stage::Submitted;
    assert_eq!(it.timing(day("2026-12-01")), Timing::InTime);
    assert!(!it.deadline().expect("it was due").is_running());
    it.stage = Stage::Returned;
    it.again_on = Some(day("2026-10-23"));
    let due = it.deadline().expect("it is due anew");
    assert_eq!((due.due_at.day(), due.is_running()), (day("2026-10-23"), true));
    it.sent_at = Some(Moment::at(day("2026-10-20"), 0, 0));
    assert_eq!(it.timing(day("2026-12-01")), Timing::Late);
}

#[test]
fn a_return_waits_for_its_last_counted_day_and_a_quick_report_does_not() {
    let check = |form: &str, today: &str, expected: Option<&str>| {
        let form = Forms::facts().get(form).expect("a form");
        assert_eq!(form.still_counting(&draft(), day(today)), expected.map(day), "{} {today}", form.code);
    };
    check("month", "2026-10-05", Some("2026-10-14"));
    check("month", "2026-10-14", Some("2026-10-14"));
    check("month", "2026-10-15", None);
    check("quick", "2026-10-05", None);
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let form = Forms::facts().get("month").expect("a form");
    let check = |typed: &str, expected: Option<Option<i64>>| {
        let said = |field: &str| (field == "value-dialogues").then_some(typed);
        let found = form.entries(said).ok().map(|entries| entries[0].value);
        assert_eq!(found, expected, "{typed:?}");
    };
    for (typed, value) in
        [("3", 3), (" 1.250 ", 1250), ("1 250", 1250), ("0", 0), ("1.000.000.000", 1_000_000_000)]
    {
        check(typed, Some(Some(value)));
    }
    check(" ", Some(None));
    for wrong in ["12.5", "12,5", "ba", "-1", "1.000.000.001", "1e3", "."] {
        check(wrong, None);
    }
}

#[test]
fn what_a_level_in_between_adds_up_is_added_up_once() {
    let owing = std::collections::HashSet::from([unit(1), unit(2), unit(3)]);
    let check = |above: &[u128], expected: Option<u128>| {
        assert_eq!(
            put_together_by(above.iter().map(|one| unit(*one)), &owing),
            expected.map(unit),
            "{above:?}"
        );
    };
    check(&[2, 1], Some(2));
    check(&[9, 2, 1], Some(2));
    check(&[1], Some(1));
    check(&[9], None);
}

fn standing(from: Day, to: Option<Day>) -> crate::units::Unit {
    crate::units::Unit {
        id: unit(1),
        code: None,
        name: "Phường".into(),
        kind: UnitKind::Ward,
        parent: None,
        valid_from: from,
        valid_to: to,
        population: None,
        area_km2: None,
        centroid: None,
        simulated: true,
        source: String::new(),
        certainty: Grade::C,
    }
}

proptest! {
    /// Whatever the day, it is counted in exactly one period of each form that comes again.
    #[test]
    fn every_day_is_counted_once(offset in 0_i64..4000) {
        let on = day("2024-01-01").plus_days(offset);
        for form in Forms::facts().all().iter().filter(|form| form.rhythm != Rhythm::Quick) {
            let own = form.rhythm.period_of(on);
            let around = [form.rhythm.before(own), own, form.rhythm.after(own)];
            let times = around.iter().filter(|period| {
                let (from, to) = form.counted(**period);
                from <= on && on <= to
            });
            prop_assert_eq!(times.count(), 1, "{} {}", form.code, on);
        }
    }

    /// Whatever a place goes through within a period, its units' windows hold each day of it once: what each counts in
    /// its own window adds up to what was counted at the place.
    #[test]
    fn windows_of_units_that_follow_one_another_add_up(
        mut cuts in proptest::collection::vec(0_i64..60, 0..6),
        counts in proptest::collection::vec(0_i64..50, 60),
    ) {
        cuts.sort_unstable();
        cuts.dedup();
        let first = day("2026-09-01");
        let window = (first.plus_days(7), first.plus_days(52));
        let starts: Vec<i64> = std::iter::once(-10).chain(cuts.iter().copied()).collect();
        let mut told = 0;
        for (at, start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).map(|next| first.plus_days(next - 1));
            let it = standing(first.plus_days(*start), end);
            if let Some((from, to)) = clipped(window, &it) {
                let own = counts.iter().enumerate().map(|(at, count)| (first.plus_days(at as i64), *count));
                told += own.filter(|(on, _)| from <= *on && *on <= to).map(|(_, count)| count).sum::<i64>();
            }
        }
        prop_assert_eq!(told, counts[7..=52].iter().sum::<i64>());
    }

    /// However a tree is cut into levels, what is rolled up level by level is what is rolled up at once, and is the sum of
    /// all that was told; a share is the parts together of the wholes together.
    #[test]
    fn parts_add_up_to_the_whole_in_any_tree(
        leaves in proptest::collection::vec((0_i64..1000, 0_i64..1000, any::<bool>()), 1..40),
        groups in proptest::collection::vec(0_usize..6, 40),
    ) {
        let form = Forms::facts().get("month").expect("a form");
        let (count, share) = ("cases_received", "cases_on_time");
        let leaf = |(received, part, is_known): &(i64, i64, bool)| Content {
            figures: vec![
                said(count, Some(*received), None),
                said(share, is_known.then_some(*part), is_known.then_some(part + received)),
            ],
            ..Content::default()
        };
        let leaves: Vec<Content> = leaves.iter().map(leaf).collect();
        let again = |parts: &[&Content]| -> Content {
            let rolled = roll_up(form, parts.iter().copied());
            Content {
                figures: rolled.iter().map(|one| said(&one.code, one.value, one.of)).collect(),
                ..Content::default()
            }
        };
        let at_once = again(&leaves.iter().collect::<Vec<_>>());
        let branches: Vec<Content> = (0..6)
            .map(|group| {
                let own = leaves.iter().zip(&groups).filter(|(_, own)| **own == group);
                again(&own.map(|(content, _)| content).collect::<Vec<_>>())
            })
            .collect();
        let level_by_level = again(&branches.iter().collect::<Vec<_>>());
        prop_assert_eq!(&at_once, &level_by_level);
        let total = |code: &str, of: fn(&Said) -> Option<i64>| -> i64 {
            leaves.iter().filter_map(|one| of(one.figure(code)?)).sum()
        };
        let value = |content: &Content, code: &str| content.figure(code).and_then(|one| one.value).unwrap_or(0);
        prop_assert_eq!(value(&at_once, count), total(count, |one| one.value));
        prop_assert_eq!(value(&at_once, share), total(share, |one| one.value));
        let whole = at_once.figure(share).and_then(|one| one.of).unwrap_or(0);
        prop_assert_eq!(whole, total(share, |one| one.of));
    }
}
