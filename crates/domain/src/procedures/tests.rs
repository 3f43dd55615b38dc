use super::*;

mod gathered;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn feedback_is_received_in_eight_hours_or_four_when_urgent() {
    let rules = Procedures::facts();
    for (urgent, hours) in [(false, 8), (true, 4)] {
        let rule = rules.feedback_receive(urgent, day("2026-08-20")).expect("a rule");
        assert_eq!((rule.amount, rule.unit, rule.grade), (hours, TimeUnit::WorkingHour, Grade::B));
        assert!(rule.source.contains("1207/QĐ-UBND"));
        assert_eq!(rule.start_event, "sent");
        rule.responsible.parse::<crate::people::Role>().expect("a role");
    }
}

#[test]
fn only_a_rule_that_says_so_takes_the_promise_of_a_topic() {
    let rules = Procedures::facts();
    let amount = |promise| rules.feedback_answer(promise, day("2026-08-20")).expect("a rule").amount;
    assert_eq!((amount(Some(3)), amount(None), amount(Some(0))), (3, 10, 1));
    let receive = rules.feedback_receive(false, day("2026-08-20")).expect("a rule").clone();
    assert_eq!(receive.promising(Some(3)).amount, 8);
}

#[test]
fn the_days_on_which_law_turns_by_itself_are_known() {
    let check = |after: &str, until: &str, expected: bool| {
        let turned = Procedures::facts().turned_between(day(after), day(until));
        assert_eq!(turned, expected, "{after} {until}");
    };
    check("2026-06-29", "2026-06-30", false);
    check("2026-06-30", "2026-07-01", true);
    check("2026-07-01", "2026-11-30", false);
    check("2025-12-31", "2026-01-01", true);
    check("2026-07-01", "2026-07-01", false);
}

#[test]
fn the_law_of_the_day_and_of_the_case_is_found() {
    use TimeUnit::{CalendarDay, WorkingDay};
    let check = |procedure: &str, step: &str, on: &str, when: &[&str], amount, unit| {
        let holding = when.iter().map(|word| (*word).to_owned()).collect();
        let procedure = Procedures::facts().get(procedure).expect("a procedure");
        let rule = &procedure.term(step, None, day(on), &holding).expect("a rule").rule;
        assert_eq!((rule.amount, rule.unit), (amount, unit), "{step} {on} {when:?}");
    };
    for procedure in ["complaint", "disciplinary_complaint"] {
        for step in ["acceptance", "second_acceptance"] {
            check(procedure, step, "2026-06-30", &[], 10, CalendarDay);
            check(procedure, step, "2026-07-01", &[], 7, WorkingDay);
        }
    }
    let today = "2026-11-20";
    check("complaint", "first_settlement", today, &[], 30, CalendarDay);
    check("complaint", "first_settlement", today, &["complex"], 45, CalendarDay);
    check("complaint", "first_settlement", today, &["remote"], 45, CalendarDay);
    check("complaint", "first_settlement", today, &["complex", "remote", "group"], 60, CalendarDay);
    check("complaint", "second_settlement", today, &[], 45, CalendarDay);
    check("complaint", "second_settlement", today, &["complex"], 60, CalendarDay);
    check("complaint", "second_settlement", today, &["remote"], 60, CalendarDay);
    check("complaint", "second_settlement", today, &["complex", "remote"], 70, CalendarDay);
    check("complaint", "first_dispatch", today, &[], 3, WorkingDay);
    check("complaint", "second_dispatch", today, &[], 7, CalendarDay);
    check("complaint", "lodging", today, &[], 90, CalendarDay);
    check("disciplinary_complaint", "lodging", today, &[], 15, CalendarDay);
    check("disciplinary_complaint", "second_lodging", today, &["dismissal"], 30, CalendarDay);
    check("denunciation", "acceptance", today, &[], 7, WorkingDay);
    check("denunciation", "acceptance", today, &["several_places"], 10, WorkingDay);
    check("denunciation", "settlement", today, &["complex"], 30, CalendarDay);
    check("denunciation", "publication", today, &[], 7, WorkingDay);
    check("petition", "classification", today, &[], 10, WorkingDay);
    check("rule_feedback", "passing", today, &[], 5, WorkingDay);
    check("reception", "answer", today, &[], 10, WorkingDay);
    check("publication", "posting", today, &[], 30, CalendarDay);
    check("opinions", "consultation", today, &[], 20, CalendarDay);
    check("land_recovery", "recovery_notice", "2025-12-31", &["agricultural"], 90, CalendarDay);
    check("land_recovery", "recovery_notice", "2026-01-01", &[], 120, CalendarDay);
    assert_eq!(Procedures::facts().rule("complaint", "acceptance_of_nothing", day(today)), None);
    let reception = Procedures::facts().get("reception").expect("a procedure");
    assert_eq!(reception.term("online_notice", None, day("2026-06-30"), &BTreeSet::new()), None);
}

#[test]
fn a_denunciation_is_extended_once_when_complex_and_twice_when_specially_so() {
    let denunciation = Procedures::facts().get("denunciation").expect("a procedure");
    let term = denunciation.term("settlement", None, day("2026-11-20"), &BTreeSet::new()).expect("a rule");
    let told: Vec<_> = term.extensions.iter().map(|row| (row.amount, row.times, row.grade)).collect();
    assert_eq!(told, [(30, 1, Grade::A), (30, 2, Grade::A)]);
}

#[test]
fn very_many_due_moments_are_reckoned_as_one_is() {
    use crate::{calendar::Calendar, clocks::Countdown, office_hours::OfficeHours, time::Moment};
    let (calendar, hours) = (Calendar::facts(), OfficeHours::facts());
    for term in Procedures::facts().all().iter().flat_map(|one| &one.terms) {
        for add in 0..40 {
            let start = Moment::at(day("2026-01-02").plus_days(add * 9), 16, 45);
            let countdown = Countdown::start(term.rule.clone(), start);
            let whole = due_of(term, &countdown, calendar, hours, start).at;
            assert_eq!(
                due_at_of(term, countdown.reckoning(), calendar, hours, start),
                whole,
                "{}",
                term.rule.step
            );
        }
    }
}

#[test]
fn every_row_says_where_it_is_from_and_land_recovery_is_sure_of_nothing() {
    for procedure in Procedures::facts().all() {
        assert_eq!(procedure.edition.len(), 12);
        assert!(procedure.terms.iter().all(|term| !term.rule.source.is_empty()));
        let sure = procedure.terms.iter().any(|term| term.rule.grade == Grade::A);
        let practice = ["feedback", "land_recovery", "data_rights"].contains(&procedure.code.as_str());
        assert_eq!(sure, !practice, "{}", procedure.code);
    }
}

/// A small procedure that is good; the tests below spoil it in one place each.
const GOOD: &str = r#"[procedure]
code = "p"
vi = "Thử"
en = "Trial"

[[stages]]
code = "open"
vi = "Mở"
en = "Open"

[[stages]]
code = "shut"
vi = "Đóng"
en = "Shut"
last = true

[[steps]]
code = "s"
vi = "Bước"
en = "Step"
subject = "settling"

[[conditions]]
code = "far"
vi = "Xa"
en = "Far"
source = "Đ1"
grade = "A"

[[conditions]]
code = "hard"
vi = "Khó"
en = "Hard"
source = "Đ1"
grade = "A"

[[acts]]
act = "open"
vi = "Mở"
en = "Open"
to = "open"
who = ["commune_officer"]
source = "Đ1"
grade = "A"

[[acts]]
act = "note_far"
vi = "Ghi nhận xa"
en = "Record that it is far"
from = ["open"]
who = ["commune_officer"]
sets = "far"
source = "Đ1"
grade = "A"

[[acts]]
act = "note_hard"
vi = "Ghi nhận khó"
en = "Record that it is hard"
from = ["open"]
who = ["commune_officer"]
sets = "hard"
source = "Đ1"
grade = "A"

[[acts]]
act = "shut"
vi = "Đóng"
en = "Shut"
from = ["open"]
to = "shut"
who = ["commune_officer"]
source = "Đ1"
grade = "A"

[[rules]]
step = "s"
start = "open"
amount = 5
unit = "working_day"
ends = ["shut"]
responsible = "commune_officer"
lapses = "escalate"
valid_to = 2026-06-30
source = "Đ2"
grade = "A"

[[rules]]
step = "s"
start = "open"
amount = 7
unit = "working_day"
ends = ["shut"]
responsible = "commune_officer"
lapses = "escalate"
valid_from = 2026-07-01
source = "Đ2"
grade = "A"
"#;

fn faults(text: &str) -> Vec<(u64, String)> {
    match Procedures::read([("p.toml", text)]) {
        Ok(_) => Vec::new(),
        Err(faults) => faults
            .into_iter()
            .map(|one| {
                assert_eq!(one.file, "p.toml");
                (one.fault.line, one.fault.note.key)
            })
            .collect(),
    }
}

/// The line of the first place in a text, counted from 1.
fn line_of(text: &str, part: &str) -> u64 {
    let before = &text[..text.find(part).expect("the part")];
    u64::try_from(before.matches('\n').count()).expect("a count") + 1
}

#[test]
fn whatever_is_wrong_is_named_with_its_line() {
    assert_eq!(faults(GOOD), []);
    let check = |old: &str, new: &str, key: &str| {
        let text = GOOD.replacen(old, new, 1);
        assert_ne!(text, GOOD, "{old}");
        let expected = (line_of(&text, new), key.to_owned());
        assert!(faults(&text).contains(&expected), "{new}: {expected:?} not in {:?}", faults(&text));
    };
    check("amount = 5", "amount = 0", "fact-amount");
    check("amount = 5", "amount = -3", "fact-amount");
    check("amount = 5", "amount = 3651", "fact-amount");
    check("amount = 5", "amount = \"five\"", "fact-malformed");
    check("unit = \"working_day\"", "unit = \"fortnight\"", "fact-word");
    check("lapses = \"escalate\"", "lapses = \"shout\"", "fact-word");
    check("responsible = \"commune_officer\"", "responsible = \"king\"", "fact-word");
    check("ends = [\"shut\"]", "ends = [\"slam\"]", "fact-word");
    check("from = [\"open\"]", "from = [\"ajar\"]", "fact-word");
    check("grade = \"A\"\n\n[[rules]]", "grade = \"Z\"\n\n[[rules]]", "fact-word");
    check("valid_to = 2026-06-30", "valid_to = 2026-02-30", "fact-malformed");
    check("amount = 5", "colour = 1\namount = 5", "fact-malformed");
    check("valid_to = 2026-06-30", "valid_to = 2026-06-30\nvalid_from = 2026-07-01", "fact-days-backwards");
}

#[test]
fn what_does_not_fit_together_is_named() {
    let check = |old: &str, new: &str, key: &str| {
        let text = GOOD.replacen(old, new, 1);
        assert_ne!(text, GOOD, "{old}");
        let found = faults(&text);
        assert!(found.iter().any(|(_, one)| one == key), "{key} not in {found:?}");
    };
    check("source = \"Đ2\"", "source = \" \"", "fact-no-source");
    check("source = \"Đ2\"\n", "", "fact-no-source");
    check("valid_to = 2026-06-30", "valid_to = 2026-07-01", "fact-rule-twice");
    check("to = \"shut\"", "to = \"open\"", "fact-stage-unreached");
    check("last = true", "last = false", "fact-stage-stuck");
    check(
        "[[conditions]]",
        "[[steps]]\ncode = \"t\"\nvi = \"T\"\nen = \"T\"\n\n[[conditions]]",
        "fact-step-no-rule",
    );
    check("start = \"open\"", "start = \"shut\"\nwhen = [\"nowhere\"]", "fact-word");
    check("vi = \"Mở\"", "vi = \"\"", "fact-name");
    check("who = [\"commune_officer\"]", "who = []", "fact-nobody");
    check("sets = \"far\"", "sets = \"hard\"", "fact-condition-unset");
    check("code = \"shut\"", "code = \"open\"", "fact-code-twice");
    check("start = \"open\"\n", "", "fact-rule-start");
    check("start = \"open\"", "start = \"open\"\nstart_lapse = \"s\"", "fact-rule-start");
    check("start = \"open\"", "start_lapse = \"t\"", "fact-word");
}

#[test]
fn conditions_may_not_tear_a_rule() {
    let rule = GOOD.rfind("[[rules]]").map(|at| &GOOD[at..]).expect("a rule");
    let with = |when: &str| rule.replace("unit", &format!("when = {when}\nunit"));
    let torn = format!("{GOOD}\n{}\n{}", with("[\"far\"]"), with("[\"hard\"]"));
    assert_eq!(faults(&torn).iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>(), ["fact-rule-torn"]);
    let whole = format!("{torn}\n{}", with("[\"far\", \"hard\"]"));
    assert_eq!(faults(&whole).iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>(), ["fact-rule-torn"; 0]);
}

#[test]
fn an_installation_puts_its_rows_in_place_of_ours() {
    let own = "[procedure]\ncode = \"p\"\namends = true\n\n[[rules]]\nstep = \"s\"\nstart = \"open\"\namount = 2\n\
               unit = \"working_day\"\nends = [\"shut\"]\nresponsible = \"commune_officer\"\nlapses = \"escalate\"\n\
               source = \"QĐ 12/UBND\"\ngrade = \"B\"\n";
    let both = Procedures::read([("p.toml", GOOD), ("own.toml", own)]).expect("procedures");
    let rule = both.rule("p", "s", day("2026-01-05")).expect("a rule");
    assert_eq!((rule.amount, rule.source.as_str()), (2, "QĐ 12/UBND"));
    let ours = Procedures::read([("p.toml", GOOD)]).expect("procedures");
    assert_ne!(both.all()[0].edition, ours.all()[0].edition);
    let whole = GOOD.replace("amount = 5", "amount = 9");
    let put = Procedures::read([("p.toml", GOOD), ("own.toml", &whole)]).expect("procedures");
    assert_eq!(put.rule("p", "s", day("2026-01-05")).expect("a rule").amount, 9);
    let lonely = own.replace("\"p\"", "\"q\"");
    let refused = Procedures::read([("p.toml", GOOD), ("own.toml", &lonely)]).expect_err("a fault");
    assert_eq!(
        (refused[0].file.as_str(), refused[0].fault.note.key.as_str()),
        ("own.toml", "fact-amends-nothing")
    );
    let bare = GOOD.replace("code = \"p\"", "code = \"feedback\"");
    let refused = Procedures::read([("feedback.toml", bare.as_str())]).expect_err("a fault");
    assert_eq!(refused[0].fault.note.key, "fact-step-missing");
}

#[test]
fn offices_begin_what_its_file_says_they_do() {
    let begun: Vec<&str> = Procedures::facts()
        .all()
        .iter()
        .filter(|one| one.is_offices())
        .map(|one| one.code.as_str())
        .collect();
    assert_eq!(begun, ["publication", "opinions", "head_election", "land_recovery"]);
    let opinions = Procedures::facts().get("opinions").expect("a procedure");
    let acts: Vec<&str> =
        opinions.beginnings(day("2026-11-26")).iter().map(|act| act.code.as_str()).collect();
    assert_eq!(acts, ["open", "call", "recommend"]);
    let publication = Procedures::facts().get("publication").expect("a procedure");
    let public: Vec<&str> =
        publication.stages.iter().filter(|stage| stage.public).map(|stage| stage.code.as_str()).collect();
    assert_eq!(public, ["public", "public_permanent"]);
    // What stays has no clock that lets it be taken down; what is posted for thirty days has one.
    let stays: Vec<&str> =
        publication.stages.iter().filter(|stage| stage.permanent).map(|stage| stage.code.as_str()).collect();
    assert_eq!(stays, ["public_permanent"]);
    let term = |start| publication.term("posting", Some(start), day("2026-11-26"), &BTreeSet::new());
    assert!(term("post").is_some() && term("post_permanent").is_none());
    let term = publication.term("publication", Some("decide_permanent"), day("2026-11-26"), &BTreeSet::new());
    assert_eq!(term.map(|term| term.rule.amount), Some(5));

    let head = "[procedure]\ncode = \"p\"\n";
    let with = |by: &str| GOOD.replacen(head, &format!("{head}opened_by = \"{by}\"\n"), 1);
    assert_ne!(with("office"), GOOD);
    let read = |files: &[(&str, &str)]| {
        Procedures::read(files.iter().copied()).expect("procedures").all()[0].clone()
    };
    assert!(!read(&[("p.toml", GOOD)]).is_offices() && read(&[("p.toml", &with("office"))]).is_offices());
    let wrong = with("nobody");
    assert!(faults(&wrong).contains(&(line_of(&wrong, "opened_by"), "fact-word".to_owned())));
    // An installation may say otherwise of a procedure of ours, either way.
    let amends = |by: &str| format!("{head}amends = true\nopened_by = \"{by}\"\n");
    assert!(read(&[("p.toml", GOOD), ("own.toml", &amends("office"))]).is_offices());
    assert!(!read(&[("p.toml", &with("office")), ("own.toml", &amends("resident"))]).is_offices());
}

#[test]
fn an_edition_of_before_offices_began_anything_is_still_read() {
    let mut kept = serde_json::to_value(Procedures::facts().get("publication")).expect("JSON");
    kept.as_object_mut().expect("rows").remove("opened_by");
    for stage in kept["stages"].as_array_mut().expect("stages") {
        stage.as_object_mut().expect("a stage").remove("public");
        stage.as_object_mut().expect("a stage").remove("permanent");
    }
    let read: Procedure = serde_json::from_value(kept).expect("an edition");
    assert!(!read.is_offices() && read.stages.iter().all(|stage| !stage.public && !stage.permanent));
}

#[test]
fn what_stays_public_must_be_public() {
    let stays = "public = true\npermanent = true\n";
    let rows = FILES.iter().find(|(name, _)| *name == "publication.toml").expect("a file").1;
    let check = |with: &str, expected: &[&str]| {
        let text = rows.replacen(stays, with, 1);
        let refused = Procedures::read([("publication.toml", text.as_str())]).err().unwrap_or_default();
        let found: Vec<&str> = refused.iter().map(|fault| fault.fault.note.key.as_str()).collect();
        assert_eq!(found, expected, "{with}");
    };
    assert!(rows.contains(stays));
    check(stays, &[]);
    check("permanent = true\n", &["fact-stage-permanent"]);
}
