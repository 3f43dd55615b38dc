use super::{
    Belonging, Documents, Fit, Kind, Signing, System, article_in_words, day_in_words, fitting, gaps, names,
};
use crate::{
    facts::Grade,
    ids::UnitId,
    procedures::Procedures,
    time::Day,
    units::{Unit, UnitKind},
};
use uuid::Uuid;

fn unit(kind: UnitKind, name: &str) -> Unit {
    Unit {
        id: UnitId(Uuid::nil()),
        code: None,
        name: name.to_owned(),
        kind,
        parent: None,
        valid_from: Day::new(2025, 7, 1).expect("a day"),
        valid_to: None,
        population: None,
        area_km2: None,
        centroid: None,
        simulated: false,
        source: String::new(),
        certainty: Grade::A,
    }
}

#[test]
fn numbers_are_written_as_each_system_writes_them() {
    let facts = Documents::facts();
    let check = |system, kind, number, expected: &str| {
        assert_eq!(facts.form(system).number_text(number, facts.kind(kind)), expected);
    };
    check(System::State, Kind::Acceptance, Some(12), "Số: 12/TB-UBND");
    check(System::State, Kind::Acceptance, Some(5), "Số: 05/TB-UBND");
    check(System::State, Kind::DocumentsRequest, Some(1234), "Số: 1234/UBND");
    check(System::Party, Kind::Refusal, Some(15), "Số 15-TB/ĐU");
    check(System::Party, Kind::DocumentsRequest, Some(5), "Số 5-CV/ĐU");
    check(System::State, Kind::Decision, None, "Số: ……/QĐ-UBND");
}

#[test]
fn who_signs_is_said_as_each_system_says_it() {
    let facts = Documents::facts();
    let check =
        |system, signing, expected: &[&str]| assert_eq!(facts.form(system).signature(signing), expected);
    check(System::State, Signing::OnBehalf, &["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]);
    check(System::State, Signing::ForHead, &["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]);
    check(System::State, Signing::OnBehalfForHead, &["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]);
    check(System::State, Signing::ByOrder, &["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]);
    check(System::Party, Signing::OnBehalf, &["T/M BAN THƯỜNG VỤ", "BÍ THƯ"]);
    check(System::Party, Signing::ForHead, &["K/T BÍ THƯ", "PHÓ BÍ THƯ"]);
    check(System::Party, Signing::ByOrder, &["T/L BÍ THƯ", "CHÁNH VĂN PHÒNG"]);
}

#[test]
fn heads_follow_the_unit_and_its_system() {
    let facts = Documents::facts();
    let ward = unit(UnitKind::Ward, "Phường Ba Đình");
    let check = |system, of: &Unit, superior: &str, own: &[&str]| {
        let head = facts.form(system).head_of(of, Some(&ward), "Thành phố Hà Nội");
        assert_eq!(head, (superior.to_owned(), own.iter().map(|line| (*line).to_owned()).collect()));
    };
    check(System::State, &ward, "", &["ỦY BAN NHÂN DÂN", "PHƯỜNG BA ĐÌNH"]);
    check(System::Party, &ward, "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI", &["ĐẢNG ỦY PHƯỜNG BA ĐÌNH"]);
    check(System::Party, &unit(UnitKind::City, "Thành phố Hà Nội"), "", &["THÀNH ỦY HÀ NỘI"]);
    let city = unit(UnitKind::City, "Thành phố Hà Nội");
    for (system, of, expected) in [
        (System::State, &ward, "Ủy ban nhân dân phường Ba Đình"),
        (System::Party, &ward, "Đảng ủy phường Ba Đình"),
        (System::State, &city, "Ủy ban nhân dân thành phố Hà Nội"),
        (System::Party, &city, "Thành ủy Hà Nội"),
    ] {
        assert_eq!(facts.form(system).office(of), expected);
    }
    let body = unit(UnitKind::Body, "Văn phòng HĐND và UBND");
    check(System::State, &body, "ỦY BAN NHÂN DÂN PHƯỜNG BA ĐÌNH", &["VĂN PHÒNG HĐND VÀ UBND"]);
    for (body, system) in [
        ("Ban Dân vận Đảng ủy phường", System::Party),
        ("Ủy ban MTTQ Việt Nam phường", System::Front),
        ("Hội Nông dân phường", System::Mass),
        ("Trung tâm Phục vụ hành chính công", System::State),
    ] {
        assert_eq!(facts.system_of(&unit(UnitKind::Body, body)), system, "{body}");
    }
    assert_eq!(facts.system_of(&ward), System::State);
}

#[test]
fn days_keep_their_noughts() {
    for (day, expected) in [
        ("2026-02-05", "ngày 05 tháng 02 năm 2026"),
        ("2026-03-10", "ngày 10 tháng 3 năm 2026"),
        ("2026-11-25", "ngày 25 tháng 11 năm 2026"),
    ] {
        assert_eq!(day_in_words(day.parse().expect("a day")), expected);
    }
}

#[test]
fn a_publication_knows_nobodys_name() {
    assert!(names::of(Kind::Publication).all(|name| !name.personal && name.name != "summary"));
    assert!(names::of(Kind::Brief).all(|name| !name.personal));
    assert!(names::of(Kind::Acceptance).any(|name| name.name == "person"));
}

#[test]
fn tables_with_gaps_are_refused() {
    let forms = include_str!("../../facts/document_forms.csv");
    let kinds = include_str!("../../facts/document_kinds.csv");
    let without = |text: &str, word: &str| -> String {
        text.lines().filter(|line| !line.starts_with(word)).map(|line| format!("{line}\n")).collect()
    };
    let check = |forms: &str, kinds: &str, expected: &str| {
        let faults = Documents::read(forms, kinds).expect_err("a fault");
        assert_eq!(faults[0].note.key, expected, "{faults:?}");
    };
    check(&without(forms, "front,"), kinds, "fact-document-missing");
    check(forms, &without(kinds, "dialogue,"), "fact-document-missing");
    check(&forms.replace("Số {n}-{series}/{office}", "Số"), kinds, "fact-document-number");
    check(&forms.replace("party,20", "party,2"), kinds, "fact-document-margin");
    check(&forms.replace(",B\n", ",Z\n"), kinds, "fact-malformed");
}

#[test]
fn every_letter_belongs_to_acts_and_steps_that_are_there() {
    let procedures = Procedures::facts();
    for row in Belonging::facts() {
        let procedure = procedures.get(&row.procedure).unwrap_or_else(|| panic!("{row:?}"));
        assert!(procedure.acts.iter().any(|act| act.code == row.act), "{row:?}");
        for step in row.due.split('|').filter(|step| !step.is_empty()) {
            assert!(procedure.step(step).is_some() && row.says_due_of(step), "{row:?}");
        }
        assert!(!row.source.is_empty() && !row.says_due_of("no_such_step"), "{row:?}");
        let same = Belonging::facts().iter().filter(|other| {
            (&other.procedure, &other.act, other.kind) == (&row.procedure, &row.act, row.kind)
        });
        assert_eq!(same.count(), 1, "{row:?} stands twice");
    }
    // A brief is no act of a procedure.
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Brief) {
        assert!(Belonging::facts().iter().any(|row| row.kind == *kind), "{kind} belongs to nothing");
    }
}

#[test]
fn what_fits_follows_from_what_was_done_and_what_may_be_done() {
    let check = |procedure: &str, done: &[&str], next: &[&str], expected: &[(&str, Kind, bool)]| {
        let found = fitting(procedure, done, next);
        let found: Vec<_> =
            found.iter().map(|Fit { row, is_done }| (row.act.as_str(), row.kind, *is_done)).collect();
        assert_eq!(found, expected);
    };
    check("complaint", &[], &[], &[]);
    check(
        "complaint",
        &["receive"],
        &["accept", "refuse", "withdraw"],
        &[
            ("accept", Kind::Acceptance, false),
            ("refuse", Kind::Refusal, false),
            ("receive", Kind::ReceptionReceipt, true),
        ],
    );
    check(
        "complaint",
        &["receive", "accept", "request_documents"],
        &["request_documents"],
        &[
            ("request_documents", Kind::DocumentsRequest, false),
            ("accept", Kind::Acceptance, true),
            ("receive", Kind::ReceptionReceipt, true),
        ],
    );
    check("denunciation", &["receive", "conclude"], &["publish"], &[("publish", Kind::Publication, false)]);
    check("no_such", &["receive"], &["accept"], &[]);
}

#[test]
fn articles_are_spelled_out() {
    for (source, expected) in [
        (
            "NĐ 124/2020 Đ16 k1 (sửa bởi NĐ 155/2026 Đ10)",
            "Nghị định 124/2020 Điều 16 khoản 1 (sửa bởi Nghị định 155/2026 Điều 10)",
        ),
        ("Luật Khiếu nại 02/2011 Đ28, 37", "Luật Khiếu nại 02/2011 Điều 28, 37"),
        ("TT 07/2013/TT-TTCP Đ10–11", "Thông tư 07/2013/TT-TTCP Điều 10–11"),
        ("kể từ Đan Phượng (k2; Đ3)", "kể từ Đan Phượng (khoản 2; Điều 3)"),
        ("", ""),
    ] {
        assert_eq!(article_in_words(source), expected);
    }
}

#[test]
fn gaps_are_found() {
    for (numbers, expected) in [(&[][..], &[][..]), (&[1, 2, 3], &[]), (&[3, 1], &[2]), (&[5, 2], &[1, 3, 4])]
    {
        assert_eq!(gaps(numbers), expected);
    }
}
