//! The clocks of the law as they were gathered, against the files.

use super::*;

/// Every clock of the law as it was gathered, row by row: what is not here is in no file.
#[test]
fn every_gathered_number_stands_in_the_files() {
    use Bound::{Ahead, AtLeast, AtMost};
    use Grade::{A, AMinus, B, C, Open};
    use TimeUnit::{CalendarDay as D, WorkingDay as WD};
    let check = |code: &str, step: &str, when: &str, amount, unit, bound, article: &str, grade| {
        let holding = when.split_whitespace().map(str::to_owned).collect();
        let found =
            Procedures::facts().get(code).expect("a procedure").term(step, None, day("2026-11-20"), &holding);
        let term = found.unwrap_or_else(|| panic!("no rule {code} {step}"));
        let told = (term.rule.amount, term.rule.unit, term.bound, term.rule.grade);
        assert_eq!(told, (amount, unit, bound, grade), "{code} {step} {when}");
        assert!(term.rule.source.contains(article), "{code} {step}: {}", term.rule.source);
    };
    let complaint = |step: &str, when: &str, amount, unit, bound, article: &str, grade| {
        check("complaint", step, when, amount, unit, bound, article, grade);
    };
    complaint("lodging", "", 90, D, AtMost, "Đ9", A);
    complaint("acceptance", "", 7, WD, AtMost, "NĐ 155/2026 Đ10", A);
    complaint("second_acceptance", "", 7, WD, AtMost, "NĐ 155/2026 Đ10", A);
    complaint("first_settlement", "", 30, D, AtMost, "Đ28", A);
    complaint("first_dispatch", "", 3, WD, AtMost, "Đ32", A);
    complaint("second_lodging", "", 30, D, AtMost, "Đ33", A);
    complaint("second_lodging", "remote", 45, D, AtMost, "Đ33", A);
    complaint("second_settlement", "complex remote", 70, D, AtMost, "Đ37", A);
    complaint("second_dispatch", "", 7, D, AtMost, "Đ41", A);
    complaint("second_publication", "", 15, D, AtMost, "NĐ 124/2020 Đ12", A);
    complaint("posting", "", 15, D, AtLeast, "NĐ 124/2020 Đ12", A);
    complaint("dialogue_notice", "", 5, D, Ahead, "NĐ 155/2026", A);
    complaint("suspension_dispatch", "", 3, WD, AtMost, "Đ28b", A);
    complaint("first_effect", "", 30, D, AtMost, "Đ44", A);
    complaint("first_effect", "remote", 45, D, AtMost, "Đ44", A);
    complaint("second_effect", "", 30, D, AtMost, "Đ44", A);
    complaint("second_effect", "remote", 45, D, AtMost, "Đ44", A);
    complaint("evidence", "", 7, WD, AtMost, "TT 07/2013/TT-TTCP Đ10–11", Open);
    let discipline = |step: &str, when: &str, amount, unit, article: &str, grade| {
        check("disciplinary_complaint", step, when, amount, unit, AtMost, article, grade);
    };
    discipline("lodging", "", 15, D, "Đ48", A);
    discipline("second_lodging", "", 10, D, "Đ48", A);
    discipline("second_lodging", "dismissal", 30, D, "Đ48", A);
    discipline("acceptance", "", 7, WD, "NĐ 155/2026 Đ10", A);
    discipline("first_settlement", "", 30, D, "Đ50", A);
    discipline("first_settlement", "complex", 45, D, "Đ50", A);
    discipline("second_settlement", "", 30, D, "chưa đối chiếu", C);
    discipline("second_settlement", "complex", 45, D, "chưa đối chiếu", C);
    let denunciation = |step: &str, when: &str, amount, unit, article: &str| {
        check("denunciation", step, when, amount, unit, AtMost, article, A);
    };
    denunciation("acceptance", "", 7, WD, "Đ24");
    denunciation("acceptance", "several_places", 10, WD, "Đ24");
    denunciation("transfer", "not_competent", 5, WD, "Đ24");
    denunciation("again_review", "", 20, D, "Đ37");
    denunciation("acceptance_notice", "", 5, WD, "Đ29");
    denunciation("settlement", "", 30, D, "Đ30");
    denunciation("forwarder_reply", "forwarded", 20, D, "Đ26");
    denunciation("overdue_request", "", 5, WD, "Đ38");
    denunciation("overdue_answer", "", 5, WD, "Đ38");
    denunciation("publication", "", 7, WD, "Đ40");
    check("reception", "refusal_notice", "", 3, WD, AtMost, "NĐ 154/2026", A);
    check("reception", "online_notice", "", 5, WD, Ahead, "NĐ 154/2026", A);
    check("reception", "online_test", "", 1, WD, Ahead, "NĐ 154/2026", A);
    check("reception", "answer", "", 10, WD, AtMost, "Đ28", A);
    check("petition", "forwarder_report", "forwarded", 7, WD, AtMost, "Đ27", A);
    check("petition", "classification", "", 10, WD, AtMost, "TT 05/2021", C);
    check("petition", "archive", "", 365, D, AtLeast, "TT 07/2014", AMinus);
    check("rule_feedback", "passing", "", 5, WD, AtMost, "NĐ 20/2008", A);
    check("publication", "publication", "", 5, WD, AtMost, "Đ12.3", A);
    check("publication", "posting", "", 30, D, AtLeast, "Đ13", A);
    let permanent = Procedures::facts().get("publication").expect("a procedure");
    let permanent = permanent.acts.iter().find(|act| act.code == "post_permanent").expect("an act");
    assert!(
        permanent.grade == A && permanent.source.contains("Đ13"),
        "items 4 and 13 stay: {}",
        permanent.source
    );
    check("publication", "radio", "", 3, D, AtLeast, "Đ13", A);
    check("opinions", "meeting_notice", "", 2, D, Ahead, "Đ18–19", A);
    check("opinions", "record", "", 5, WD, AtMost, "Đ20", A);
    check("opinions", "consultation", "", 20, D, AtLeast, "Đ28", A);
    check("opinions", "recommendation", "", 15, D, AtMost, "Đ30", A);
    check("head_election", "decision", "", 20, D, Ahead, "NĐ 59/2023", A);
    check("head_election", "team", "", 10, D, Ahead, "NĐ 59/2023", A);
    check("head_election", "candidates", "", 15, D, Ahead, "NĐ 59/2023", A);
    let land = |step: &str, when: &str, amount, unit, bound, article: &str, grade| {
        check("land_recovery", step, when, amount, unit, bound, article, grade);
    };
    land("recovery_notice", "", 120, D, Ahead, "NQ 254/2025", Open);
    land("recovery_notice", "agricultural", 60, D, Ahead, "NQ 254/2025", Open);
    land("notice_validity", "", 365, D, AtMost, "Đ85", C);
    land("survey_persuasion", "", 15, D, AtLeast, "Đ87 k2", C);
    land("posting", "", 30, D, AtLeast, "Đ87 k3a", B);
    land("dialogue", "", 60, D, AtMost, "Đ87 k3b", B);
    land("appraisal", "", 30, WD, AtMost, "NĐ 88/2024", B);
    land("approval", "", 5, WD, AtMost, "1966", B);
    land("dispatch", "", 3, WD, AtMost, "Đ87 k4", B);
    land("payment", "", 30, D, AtMost, "Đ94", B);
    land("recovery", "", 10, D, AtMost, "Đ87 k5–6", B);
    land("handover_persuasion", "", 10, D, AtLeast, "Đ89", C);
    land("cadastre", "", 3, WD, AtMost, "1966", B);
}

/// What the law gives for requests about one's own data: the reply, each right, each right when third parties hold the
/// data too, and by how much each may be extended, once.
#[test]
fn every_gathered_number_of_data_rights_stands_in_the_file() {
    use TimeUnit::{CalendarDay as D, WorkingDay as WD};
    let procedure = Procedures::facts().get("data_rights").expect("a procedure");
    let check = |step: &str, start: &str, when: &str, (amount, unit), more: &[(u16, u16)]| {
        let holding: BTreeSet<String> = when.split_whitespace().map(str::to_owned).collect();
        let term = procedure.term(step, Some(start), day("2026-11-20"), &holding).expect("a rule");
        assert_eq!((term.rule.amount, term.rule.unit), (amount, unit), "{step} {start} {when}");
        let told = (term.bound, term.rule.grade, term.rule.responsible.as_str());
        assert_eq!(told, (Bound::AtMost, Grade::AMinus, "commune_officer"), "{step} {start} {when}");
        assert!(term.rule.source.contains("NĐ 356/2025"), "{step} {start}: {}", term.rule.source);
        let extensions: Vec<(u16, u16)> = term.extensions.iter().map(|row| (row.amount, row.times)).collect();
        assert_eq!(extensions, more, "{step} {start} {when}");
        assert!(term.extensions.iter().all(|row| row.when.is_subset(&holding)), "{step} {start} {when}");
    };
    for start in ["ask_view", "ask_correct", "ask_withdraw", "ask_restrict", "ask_delete"] {
        check("reply", start, "", (2, WD), &[]);
        check("reply", start, "third_parties", (2, WD), &[]);
    }
    for start in ["ask_view", "ask_correct"] {
        check("view_or_correct", start, "", (10, D), &[(10, 1)]);
        check("view_or_correct", start, "third_parties", (15, D), &[(10, 1)]);
    }
    for start in ["ask_withdraw", "ask_restrict"] {
        check("withdraw_or_restrict", start, "", (15, D), &[(15, 1)]);
        check("withdraw_or_restrict", start, "third_parties", (20, D), &[(15, 1)]);
    }
    check("delete", "ask_delete", "", (20, D), &[(20, 1)]);
    check("delete", "ask_delete", "third_parties", (30, D), &[(20, 1)]);
}
