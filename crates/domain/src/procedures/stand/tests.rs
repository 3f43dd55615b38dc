use super::*;
use crate::procedures::Procedures;
use proptest::prelude::*;

/// `2026-08-20 17:00` on the wall clock in Hanoi.
fn moment(text: &str) -> Moment {
    let (day, time) = text.split_once(' ').unwrap_or((text, "09:00"));
    let (hour, minute) = time.split_once(':').expect("an hour and a minute");
    let number = |text: &str| text.parse().expect("a number");
    Moment::at(day.parse().expect("a day"), number(hour), number(minute))
}

fn written(moment: Moment) -> String {
    moment.local().strftime("%Y-%m-%d %H:%M").to_string()
}

fn procedure(code: &str) -> &'static Procedure {
    Procedures::facts().get(code).expect("a procedure")
}

/// An act that brings everything that any act may need.
fn act(code: &str, at: &str, by: Party) -> Done {
    Done {
        ground: "theo biên bản".into(),
        document: "12/QĐ-UBND".into(),
        office: "UBND xã khác".into(),
        parts: vec!["complaint".into(), "petition".into()],
        forms: vec!["posting".into()],
        ..Done::new(code, moment(at), by)
    }
}

fn grounded(mut done: Done, grounds: &[&str]) -> Done {
    done.grounds = grounds.iter().map(|ground| (*ground).to_owned()).collect();
    done
}

fn seen(procedure: &Procedure, done: &[Done], now: &str) -> Stand {
    let stood = stand(procedure, done, Calendar::facts(), OfficeHours::facts(), moment(now));
    stood.unwrap_or_else(|refused| panic!("{:?}: {:?}", done[refused.at], refused.refusal))
}

/// The key of the sentence that refuses an act, with the article it names.
fn refused(procedure: &Procedure, done: &[Done], next: &Done) -> (String, String) {
    let (calendar, hours) = (Calendar::facts(), OfficeHours::facts());
    let refusal = check(procedure, done, next, calendar, hours, next.at).expect_err("a refusal");
    let note = match refusal {
        Refusal::Conflict(note) | Refusal::NotAllowed(note) => note,
        Refusal::Invalid(fields) => fields[0].note.clone(),
        other => panic!("{other:?}"),
    };
    let source = note.args.iter().find(|(name, _)| name == "source").map(|(_, source)| source.clone());
    (note.key, source.unwrap_or_default())
}

const LEADER: Party = Party::CommuneLeader;
const OFFICER: Party = Party::CommuneOfficer;
const CITY: Party = Party::CityLeader;
const COMPLAINANT: Party = Party::Complainant;

/// A complaint received and accepted.
fn accepted(received: &str, on: &str) -> Vec<Done> {
    vec![act("receive", received, OFFICER), act("accept", on, LEADER)]
}

fn due(stand: &Stand, step: &str) -> String {
    written(stand.clock(step).unwrap_or_else(|| panic!("no clock {step}: {stand:?}")).due.at)
}

fn state(stand: &Stand, step: &str) -> ClockState {
    stand.clock(step).unwrap_or_else(|| panic!("no clock {step}")).state
}

#[test]
fn vectors_of_the_calendar_hold() {
    // Acceptance of a complaint counts seven working days, its first decision is sent within three.
    let check = |received: &str, expected: &str| {
        let stand = seen(procedure("complaint"), &[act("receive", received, OFFICER)], received);
        assert_eq!(due(&stand, "acceptance"), expected, "{received}");
    };
    check("2026-08-20", "2026-08-28 17:30");
    check("2026-11-17", "2026-11-27 17:30");
    // The old law counts calendar days, and a last day of rest moves.
    check("2026-06-25", "2026-07-06 17:30");
    check("2026-06-30", "2026-07-10 17:30");
    check("2026-07-01", "2026-07-10 17:30");
    let rule = |text: &str, amount: u16, expected: &str| {
        let mut term = procedure("complaint").terms[0].clone();
        (term.rule.amount, term.rule.unit) = (amount, TimeUnit::WorkingDay);
        let countdown = Countdown::start(term.rule.clone(), moment(text));
        let due = due_of(&term, &countdown, Calendar::facts(), OfficeHours::facts(), moment(text));
        assert_eq!(written(due.at), expected);
    };
    rule("2026-02-13", 7, "2026-03-03 17:30");
    rule("2026-08-20", 3, "2026-08-24 17:30");
    rule("2026-11-23", 1, "2026-11-25 17:30");
    rule("2025-04-24", 5, "2025-05-05 17:30");
}

#[test]
fn a_complaint_accepted_before_the_change_of_law_lives_through_it() {
    let complaint = procedure("complaint");
    let mut done = accepted("2026-06-22", "2026-06-25");
    let before = seen(complaint, &done, "2026-06-30");
    assert_eq!(before.stage.as_deref(), Some("accepted"));
    assert_eq!(state(&before, "acceptance"), ClockState::Kept);
    assert_eq!(due(&before, "acceptance"), "2026-07-02 17:30");
    assert_eq!(due(&before, "first_settlement"), "2026-07-27 17:30");
    assert!(!before.next.iter().any(|next| next.act == "suspend"));
    let suspend = |at: &str| act("suspend", at, LEADER);
    let early = refused(complaint, &done, &suspend("2026-06-30"));
    assert_eq!(early, ("law-not-in-force".to_owned(), "NĐ 155/2026 Đ28b".to_owned()));

    // From the first of July the new rules on suspension and dialogue are open to it.
    assert!(seen(complaint, &done, "2026-07-01").next.iter().any(|next| next.act == "suspend"));
    done.push(suspend("2026-07-06"));
    let still = seen(complaint, &done, "2026-07-08");
    assert_eq!(state(&still, "first_settlement"), ClockState::Paused);
    let notice = still.clock("suspension_dispatch").expect("a clock");
    assert_eq!(written(notice.due.at), "2026-07-09 17:30");
    assert_eq!(notice.transition.as_deref(), Some("NĐ 155/2026 Đ22"));
    done.push(act("send_suspension", "2026-07-08", OFFICER));
    done.push(act("continue", "2026-07-13", LEADER));
    // Seven days stood still: 25 July becomes 1 August, a Saturday, so Monday.
    assert_eq!(due(&seen(complaint, &done, "2026-07-14"), "first_settlement"), "2026-08-03 17:30");

    // It keeps the old law otherwise: any written ground makes it complex, as before July.
    done.push(act("mark_complex", "2026-07-15", LEADER));
    assert_eq!(due(&seen(complaint, &done, "2026-07-15"), "first_settlement"), "2026-08-17 17:30");
    // One accepted under the new law must name one of the seven grounds.
    let new = accepted("2026-07-01", "2026-07-02");
    let key = refused(complaint, &new, &act("mark_complex", "2026-07-15", LEADER)).0;
    assert_eq!(key, "law-grounds");
    let foreign = grounded(act("mark_complex", "2026-07-15", LEADER), &["foreign_element", "full_moon"]);
    assert_eq!(refused(complaint, &new, &foreign).0, "law-grounds");

    // What was said of the past is said again, whatever was done since.
    done.push(act("decide_first", "2026-08-10", LEADER));
    done.push(act("complain_second", "2026-08-20", COMPLAINANT));
    let after = seen(complaint, &done, "2026-08-20");
    assert_eq!(due(&after, "second_acceptance"), "2026-08-28 17:30");
    assert_eq!(seen(complaint, &done, "2026-06-30"), before);
}

#[test]
fn a_letter_received_before_the_change_keeps_its_own_time_for_acceptance() {
    let complaint = procedure("complaint");
    let done = [act("receive", "2026-06-25", OFFICER)];
    for now in ["2026-06-26", "2026-07-02"] {
        assert_eq!(due(&seen(complaint, &done, now), "acceptance"), "2026-07-06 17:30", "{now}");
    }
    let done = accepted("2026-06-25", "2026-07-03");
    let key = refused(complaint, &done, &act("mark_complex", "2026-07-04", LEADER)).0;
    assert_eq!(key, "law-grounds", "accepted under the new law");
}

#[test]
fn a_second_complaint_needs_its_dialogue() {
    let complaint = procedure("complaint");
    let mut done = accepted("2026-07-01", "2026-07-03");
    done.push(act("decide_first", "2026-07-20", LEADER));
    done.push(act("send_first", "2026-07-21", OFFICER));
    done.push(act("first_decision_received", "2026-07-22", COMPLAINANT));
    let decided = seen(complaint, &done, "2026-07-25");
    assert_eq!(state(&decided, "first_dispatch"), ClockState::Kept);
    assert_eq!(due(&decided, "second_lodging"), "2026-08-21 17:30");
    assert_eq!(due(&decided, "first_effect"), "2026-08-19 17:30");
    let effect = seen(complaint, &done, "2026-08-20");
    assert_eq!(effect.clock("first_effect").expect("a clock").follows, Some(Lapse::LegalEffect));
    done.push(act("complain_second", "2026-08-03", COMPLAINANT));
    done.push(act("accept_second", "2026-08-10", CITY));
    let stand = seen(complaint, &done, "2026-08-10");
    assert_eq!(due(&stand, "second_settlement"), "2026-09-24 17:30");
    assert!(!stand.next.iter().any(|next| next.act == "decide_second"));
    let decide = |at: &str| act("decide_second", at, CITY);
    assert_eq!(refused(complaint, &done, &decide("2026-08-20")).0, "law-after");

    done.push(act("announce_dialogue", "2026-08-12", OFFICER));
    let soon = act("second_dialogue", "2026-08-14", CITY);
    assert_eq!(refused(complaint, &done, &soon).0, "law-too-early");
    let next = seen(complaint, &done, "2026-08-13");
    let held = next.next.iter().find(|next| next.act == "second_dialogue").expect("a dialogue");
    assert_eq!(held.not_before.map(written).as_deref(), Some("2026-08-17 00:00"));
    // Whoever stays away without reason does not hold the settlement up.
    done.push(act("second_dialogue_absent", "2026-08-17", CITY));
    assert_eq!(refused(complaint, &done, &act("decide_second", "2026-08-20", LEADER)).0, "law-who");
    done.push(decide("2026-08-20"));
    done.push(act("publish_second", "2026-08-21", CITY));
    let key = refused(complaint, &done, &act("end_posting", "2026-09-05", CITY)).0;
    assert_eq!(key, "law-too-early");
    done.push(act("end_posting", "2026-09-06", CITY));
    let end = seen(complaint, &done, "2026-09-30");
    assert_eq!(state(&end, "posting"), ClockState::Kept);
    assert_eq!(state(&end, "second_dispatch"), ClockState::Lapsed);
    assert_eq!(end.clock("second_effect").expect("a clock").follows, Some(Lapse::LegalEffect));
}

#[test]
fn the_second_level_must_hold_its_dialogue_from_the_change_of_law_on() {
    let complaint = procedure("complaint");
    let mut done = accepted("2026-05-04", "2026-05-06");
    done.push(act("decide_first", "2026-05-20", LEADER));
    done.push(act("complain_second", "2026-06-01", COMPLAINANT));
    done.push(act("accept_second", "2026-06-08", CITY));
    let decided = |at: &str| [done.clone(), vec![act("decide_second", at, CITY)]].concat();
    assert_eq!(
        seen(complaint, &decided("2026-06-30"), "2026-07-10").stage.as_deref(),
        Some("second_decided")
    );
    let late = act("decide_second", "2026-07-01", CITY);
    let article = "NĐ 155/2026; Luật Khiếu nại 02/2011 Đ37";
    assert_eq!(refused(complaint, &done, &late), ("law-after".to_owned(), article.to_owned()));
    // The time for the second settlement is no subject of the transition and stays as it was.
    assert_eq!(due(&seen(complaint, &done, "2026-07-10"), "second_settlement"), "2026-07-23 17:30");
}

#[test]
fn remote_and_complex_lengthen_and_a_lapse_opens_the_next_level() {
    let complaint = procedure("complaint");
    let mut done = accepted("2026-07-01", "2026-07-03");
    let late = seen(complaint, &done, "2026-08-04");
    assert_eq!(due(&late, "first_settlement"), "2026-08-03 17:30");
    assert_eq!(state(&late, "first_settlement"), ClockState::Lapsed);
    assert_eq!(late.clock("first_settlement").expect("a clock").follows, Some(Lapse::NextLevelOrCourt));
    assert!(late.next.iter().any(|next| next.act == "sue"));
    // From the lapse on there are thirty days for the second complaint; a late decision ends them.
    assert_eq!(due(&late, "second_lodging"), "2026-09-03 17:30");
    assert!(seen(complaint, &done, "2026-08-03 17:00").clock("second_lodging").is_none());
    let decided = [done.clone(), vec![act("decide_first", "2026-08-06", LEADER)]].concat();
    let decided = seen(complaint, &decided, "2026-08-07");
    assert_eq!(state(&decided, "second_lodging"), ClockState::Kept);
    assert_eq!(state(&decided, "first_settlement"), ClockState::Late);
    let grounds = ["several_places"];
    let complex = |at: &str| grounded(act("mark_complex", at, LEADER), &grounds);
    assert_eq!(refused(complaint, &done, &complex("2026-08-04")).0, "law-lapsed-already");
    let second = act("complain_second", "2026-07-20", COMPLAINANT);
    assert_eq!(refused(complaint, &done, &second).0, "law-not-lapsed");
    done.push(complex("2026-07-20"));
    assert_eq!(due(&seen(complaint, &done, "2026-07-20"), "first_settlement"), "2026-08-17 17:30");
    done.push(act("mark_remote", "2026-07-21", LEADER));
    assert_eq!(due(&seen(complaint, &done, "2026-07-21"), "first_settlement"), "2026-09-03 17:30");
    let late = act("complain_second", "2026-09-04", COMPLAINANT);
    done.push(late);
    assert_eq!(state(&seen(complaint, &done, "2026-09-04"), "first_settlement"), ClockState::Late);
}

#[test]
fn a_complaint_may_be_withdrawn_whole_in_part_by_some_and_under_threat() {
    let complaint = procedure("complaint");
    let open = accepted("2026-07-01", "2026-07-03");
    let with = |more: &[Done]| [open.clone(), more.to_vec()].concat();
    let part = with(&[act("withdraw_part", "2026-07-06", COMPLAINANT)]);
    assert_eq!(seen(complaint, &part, "2026-07-07").stage.as_deref(), Some("accepted"));
    let some = act("withdraw_some", "2026-07-06", COMPLAINANT);
    assert_eq!(refused(complaint, &open, &some).0, "law-condition");
    let group = with(&[act("mark_group", "2026-07-05", LEADER), some]);
    assert_eq!(state(&seen(complaint, &group, "2026-07-07"), "first_settlement"), ClockState::Running);
    let mut whole = with(&[act("withdraw", "2026-07-06", COMPLAINANT)]);
    let stand = seen(complaint, &whole, "2026-09-07");
    assert_eq!(state(&stand, "first_settlement"), ClockState::Kept);
    let mut unsaid = act("retake", "2026-07-10", COMPLAINANT);
    unsaid.ground = " ".into();
    assert_eq!(refused(complaint, &whole, &unsaid).0, "law-need-ground");
    whole.push(act("retake", "2026-07-10", COMPLAINANT));
    assert_eq!(due(&seen(complaint, &whole, "2026-07-10"), "acceptance"), "2026-07-21 17:30");
    let mut second = with(&[act("decide_first", "2026-07-20", LEADER)]);
    second.push(act("complain_second", "2026-07-27", COMPLAINANT));
    second.push(act("withdraw", "2026-07-28", COMPLAINANT));
    assert_eq!(refused(complaint, &second, &act("retake", "2026-08-03", COMPLAINANT)).0, "law-out-of-order");
    second.push(act("second_retake", "2026-08-03", COMPLAINANT));
    let again = seen(complaint, &second, "2026-08-03");
    assert_eq!(again.stage.as_deref(), Some("second_received"));
    assert_eq!(due(&again, "second_acceptance"), "2026-08-12 17:30");
    let mut ended = with(&[act("withdraw", "2026-07-06", COMPLAINANT)]);
    ended.push(act("terminate", "2026-07-08", LEADER));
    let stand = seen(complaint, &ended, "2026-07-09");
    assert_eq!(due(&stand, "suspension_dispatch"), "2026-07-13 17:30");
    assert_eq!(stand.stage.as_deref(), Some("terminated"));
}

#[test]
fn the_life_of_a_denunciation() {
    let denunciation = procedure("denunciation");
    let mut done = vec![act("receive", "2026-11-02", OFFICER)];
    assert_eq!(due(&seen(denunciation, &done, "2026-11-02"), "acceptance"), "2026-11-11 17:30");
    done.push(act("mark_several_places", "2026-11-04", OFFICER));
    assert_eq!(due(&seen(denunciation, &done, "2026-11-04"), "acceptance"), "2026-11-16 17:30");
    assert_eq!(refused(denunciation, &done, &act("accept", "2026-11-05", OFFICER)).0, "law-who");
    done.push(act("accept", "2026-11-12", LEADER));
    let stand = seen(denunciation, &done, "2026-11-12");
    assert_eq!(due(&stand, "acceptance_notice"), "2026-11-19 17:30");
    assert_eq!(due(&stand, "settlement"), "2026-12-14 17:30");

    // Extensions need a ground, a kind of case that allows them, and time that has not run out.
    let extend = |at: &str| act("extend", at, LEADER);
    let (key, source) = refused(denunciation, &done, &extend("2026-12-01"));
    assert_eq!((key.as_str(), source.as_str()), ("law-no-extension", "Luật Tố cáo 25/2018 Đ30"));
    done.push(act("mark_complex", "2026-12-01", LEADER));
    let unsaid = Done { ground: String::new(), ..extend("2026-12-02") };
    assert_eq!(refused(denunciation, &done, &unsaid).0, "law-need-ground");
    let much = Done { amount: Some(31), ..extend("2026-12-02") };
    assert_eq!(refused(denunciation, &done, &much).0, "law-extension-amount");
    assert_eq!(refused(denunciation, &done, &extend("2026-12-15")).0, "law-lapsed-already");
    done.push(extend("2026-12-02"));
    assert_eq!(refused(denunciation, &done, &extend("2026-12-03")).0, "law-no-extension");
    done.push(act("mark_specially_complex", "2026-12-03", LEADER));
    done.push(extend("2026-12-04"));
    let twice = seen(denunciation, &done, "2026-12-04");
    assert_eq!(twice.clock("settlement").expect("a clock").due.reason.amount, 90);
    assert_eq!(due(&twice, "settlement"), "2027-02-12 17:30");
    assert_eq!(refused(denunciation, &done, &extend("2026-12-05")).0, "law-no-extension");

    done.push(act("conclude", "2026-12-21", LEADER));
    assert_eq!(due(&seen(denunciation, &done, "2026-12-22"), "publication"), "2026-12-30 17:30");
    done.push(act("publish", "2026-12-28", LEADER));
    done.push(act("denounce_again", "2027-01-04", Party::Denouncer));
    assert_eq!(due(&seen(denunciation, &done, "2027-01-04"), "again_review"), "2027-01-25 17:30");
}

#[test]
fn an_overdue_denunciation_goes_to_the_superior() {
    let denunciation = procedure("denunciation");
    let mut done = vec![act("receive", "2026-07-01", OFFICER), act("accept", "2026-07-06", LEADER)];
    let report = |at: &str| act("report_overdue", at, Party::Denouncer);
    assert_eq!(refused(denunciation, &done, &report("2026-07-20")).0, "law-not-lapsed");
    let stand = seen(denunciation, &done, "2026-08-06");
    assert_eq!(stand.clock("settlement").expect("a clock").follows, Some(Lapse::SuperiorAsks));
    done.push(report("2026-08-06"));
    assert_eq!(due(&seen(denunciation, &done, "2026-08-06"), "overdue_request"), "2026-08-13 17:30");
    done.push(act("superior_asks", "2026-08-10", Party::Superior));
    assert_eq!(due(&seen(denunciation, &done, "2026-08-10"), "overdue_answer"), "2026-08-17 17:30");
}

#[test]
fn what_the_law_does_not_allow_is_refused_with_its_article() {
    let complaint = procedure("complaint");
    let received = vec![act("receive", "2026-07-01", OFFICER)];
    let with = |next: &str, at: &str, by, done: &[Done]| refused(complaint, done, &act(next, at, by));
    assert_eq!(with("decide_first", "2026-07-02", LEADER, &received).0, "law-out-of-order");
    assert_eq!(with("accept", "2026-07-02", LEADER, &[]).0, "law-not-first");
    assert_eq!(with("receive", "2026-07-02", OFFICER, &received).0, "law-only-first");
    assert_eq!(with("dance", "2026-07-02", OFFICER, &received).0, "law-act-unknown");
    assert_eq!(with("accept", "2026-06-30", LEADER, &received).0, "law-before");
    let (key, article) = with("accept", "2026-07-02", OFFICER, &received);
    assert_eq!(key, "law-who");
    assert!(article.contains("NĐ 155/2026 Đ10"), "{article}");
    let bare = Done::new("refuse", moment("2026-07-02"), LEADER);
    assert_eq!(refused(complaint, &received, &bare).0, "law-need-ground");
    let mut moved = received.clone();
    moved.push(act("transfer", "2026-07-02", OFFICER));
    moved.push(act("receive_transferred", "2026-07-03", OFFICER));
    let (key, article) = with("transfer", "2026-07-06", OFFICER, &moved);
    assert_eq!((key.as_str(), article.as_str()), ("law-times", "TT 05/2021/TT-TTCP Đ14"));
    let one = Done { parts: vec!["complaint".into()], ..act("split", "2026-07-02", OFFICER) };
    assert_eq!(refused(complaint, &received, &one).0, "law-need-parts");
    let split = [received.clone(), vec![act("split", "2026-07-02", OFFICER)]].concat();
    assert!(seen(complaint, &split, "2026-07-03").next.is_empty());
    let (calendar, hours) = (Calendar::facts(), OfficeHours::facts());
    let tomorrow = act("accept", "2026-07-03", LEADER);
    let future = check(complaint, &received, &tomorrow, calendar, hours, moment("2026-07-02"));
    assert!(matches!(future, Err(Refusal::Invalid(fields)) if fields[0].note.key == "law-future"));
    let broken = [received, vec![act("decide_first", "2026-07-02", LEADER)]].concat();
    let refused = stand(complaint, &broken, calendar, hours, moment("2026-07-03")).expect_err("a refusal");
    assert_eq!(refused.at, 1);
}

#[test]
fn waits_of_land_recovery_and_papers_on_request_are_kept() {
    let opinions = procedure("opinions");
    let open = [act("open", "2026-07-01", OFFICER)];
    let close = |at: &str| act("close", at, OFFICER);
    assert_eq!(refused(opinions, &open, &close("2026-07-21 17:00")).0, "law-too-early");
    let closed = [open.to_vec(), vec![close("2026-07-22 08:00")]].concat();
    assert_eq!(state(&seen(opinions, &closed, "2026-07-23"), "consultation"), ClockState::Kept);
    assert_eq!(state(&seen(opinions, &open, "2026-07-23"), "consultation"), ClockState::Passed);
    let mut done = accepted("2026-11-02", "2026-11-04");
    done.push(act("request_documents", "2026-11-16", OFFICER));
    assert_eq!(due(&seen(procedure("complaint"), &done, "2026-11-16"), "evidence"), "2026-11-26 17:30");
}

#[test]
fn an_installation_may_let_a_request_for_papers_stop_the_clock() {
    let own = r#"
[procedure]
code = "complaint"
amends = true
[[acts]]
act = "request_documents"
vi = "Yêu cầu tài liệu"
en = "Ask for papers"
from = ["accepted"]
who = ["commune_officer"]
pauses = ["first_settlement"]
source = "Quy chế riêng"
grade = "C"
[[acts]]
act = "documents_given"
vi = "Đã nộp"
en = "Given"
from = ["accepted"]
who = ["commune_officer"]
resumes = ["first_settlement"]
source = "Quy chế riêng"
grade = "C"
"#;
    let files = crate::procedures::FILES.iter().copied().chain([("own.toml", own)]);
    let procedures = Procedures::read(files).unwrap_or_else(|faults| panic!("{faults:?}"));
    let complaint = procedures.get("complaint").expect("a procedure");
    let mut done = accepted("2026-11-02", "2026-11-04");
    assert_eq!(due(&seen(complaint, &done, "2026-11-30"), "first_settlement"), "2026-12-04 17:30");
    done.push(act("request_documents", "2026-11-16", OFFICER));
    done.push(act("documents_given", "2026-11-20", OFFICER));
    assert_eq!(due(&seen(complaint, &done, "2026-11-30"), "first_settlement"), "2026-12-08 17:30");
}

#[test]
fn walks_go_far_enough_to_prove_something() {
    let choices: Vec<(usize, i64)> = (0..14).map(|step| (step * 7 + 3, 200_000)).collect();
    let lengths: Vec<usize> =
        Procedures::facts().all().iter().map(|procedure| walk(procedure, &choices).len()).collect();
    assert!(lengths.iter().all(|length| *length >= 1) && lengths.iter().sum::<usize>() >= 40, "{lengths:?}");
}

#[test]
fn what_was_done_and_where_it_stands_survive_being_written_down() {
    let done = accepted("2026-07-01", "2026-07-03");
    let text = serde_json::to_string(&done).expect("JSON");
    assert_eq!(serde_json::from_str::<Vec<Done>>(&text).expect("acts"), done);
    let stand = seen(procedure("complaint"), &done, "2026-07-06");
    let text = serde_json::to_string(&stand).expect("JSON");
    assert_eq!(serde_json::from_str::<Stand>(&text).expect("a stand"), stand);
    assert_eq!(stand.because[0].key, "law-stage");
}

/// Some days after the first of May 2026, at some second.
fn later(seconds: i64) -> Moment {
    moment("2026-05-01 00:00").plus_seconds(seconds)
}

/// Walks through a procedure, choosing among the acts that are open.
fn walk(procedure: &Procedure, choices: &[(usize, i64)]) -> Vec<Done> {
    let (calendar, hours) = (Calendar::facts(), OfficeHours::facts());
    let (mut done, mut at) = (Vec::new(), later(0));
    for (choice, seconds) in choices {
        at = at.plus_seconds(*seconds);
        let stand = stand(procedure, &done, calendar, hours, at).expect("what was done could be done");
        let open: Vec<&NextAct> = stand.next.iter().filter(|next| next.not_before.is_none()).collect();
        let Some(next) = open.get(choice % open.len().max(1)) else { break };
        let mut taken = act(&next.act, "2026-05-01", next.who[0]);
        taken.at = at;
        taken.grounds = vec!["several_places".into()];
        if check(procedure, &done, &taken, calendar, hours, at).is_ok() {
            done.push(taken);
        }
    }
    done
}

fn walks() -> impl Strategy<Value = (&'static Procedure, Vec<Done>)> {
    let codes: Vec<&'static Procedure> = Procedures::facts().all().iter().collect();
    (prop::sample::select(codes), prop::collection::vec((0usize..20, 0i64..1_500_000), 1..14))
        .prop_map(|(procedure, choices)| (procedure, walk(procedure, &choices)))
}

proptest! {
    #[test]
    fn a_replay_of_any_prefix_is_what_it_was((procedure, done) in walks(), cut in 0usize..14) {
        let (calendar, hours) = (Calendar::facts(), OfficeHours::facts());
        let cut = cut.min(done.len());
        if let Some(next) = done.get(cut) {
            let now = done.get(cut.wrapping_sub(1)).map_or(later(-1), |last| last.at);
            if now < next.at {
                let short = stand(procedure, &done[..cut], calendar, hours, now);
                prop_assert_eq!(short, stand(procedure, &done, calendar, hours, now));
            }
        }
    }

    #[test]
    fn what_must_be_done_is_never_due_on_a_rest_day((procedure, done) in walks()) {
        let (calendar, hours) = (Calendar::facts(), OfficeHours::facts());
        let now = done.last().map_or(later(0), |last| last.at);
        let stood = stand(procedure, &done, calendar, hours, now).expect("it was lawful");
        for clock in stood.clocks.iter().filter(|clock| clock.bound == Bound::AtMost) {
            prop_assert!(calendar.is_working_day(clock.due.at.day()), "{:?}", clock);
            prop_assert!(clock.due.reason.start < clock.due.at);
        }
    }

    #[test]
    fn moments_are_those_that_are_explained((procedure, done) in walks(), more in 0i64..5_000_000) {
        let (calendar, hours) = (Calendar::facts(), OfficeHours::facts());
        let now = done.last().map_or(later(0), |last| last.at).plus_seconds(more);
        let stood = stand(procedure, &done, calendar, hours, now).expect("it was lawful");
        let (stage, clocks) = moments(procedure, &done, calendar, hours, now).expect("it was lawful");
        prop_assert_eq!(&stood.stage, &stage);
        prop_assert_eq!(stood.moments().collect::<Vec<_>>(), clocks);
    }

    #[test]
    fn a_later_start_is_never_due_earlier(
        place in 0usize..200, start in 0i64..40_000_000, more in 0i64..3_000_000,
    ) {
        let (calendar, hours) = (Calendar::facts(), OfficeHours::facts());
        let terms: Vec<&Term> = Procedures::facts().all().iter().flat_map(|one| &one.terms).collect();
        let term = terms[place % terms.len()];
        let due = |at: Moment| {
            due_of(term, &Countdown::start(term.rule.clone(), at), calendar, hours, at).at
        };
        prop_assert!(due(later(start)) <= due(later(start + more)));
    }

    #[test]
    fn suspension_never_shortens(from in 0i64..2_000_000, to in 0i64..5_000_000) {
        let complaint = procedure("complaint");
        let mut done = accepted("2026-07-01", "2026-07-02");
        let (stop, go) = (moment("2026-07-02").plus_seconds(from), moment("2026-07-02").plus_seconds(from + to));
        let due = |done: &[Done]| {
            let stood = stand(complaint, done, Calendar::facts(), OfficeHours::facts(), go).expect("lawful");
            stood.clock("first_settlement").expect("a clock").due.at
        };
        let before = due(&done);
        done.push(Done { at: stop, ..act("suspend", "2026-07-02", LEADER) });
        let paused = due(&done);
        done.push(Done { at: go, ..act("continue", "2026-07-02", LEADER) });
        prop_assert!(before <= paused);
        prop_assert_eq!(paused, due(&done));
    }
}
