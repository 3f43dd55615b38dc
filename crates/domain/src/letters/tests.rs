use super::*;
use crate::refusals::{Note, Refusal};

fn axes(content: Content) -> Axes {
    Axes {
        content,
        parts: Vec::new(),
        eligibility: Eligibility::Eligible,
        competence: Competence::Own,
        has_originals: false,
        branch: Branch::State,
        is_sharp: false,
        has_facts: false,
    }
}

fn decided(disposal: Disposal) -> Decided {
    Decided {
        disposal,
        ground: "theo nội dung".into(),
        document: "12/HD".into(),
        office: "Thanh tra thành phố".into(),
    }
}

fn today() -> Day {
    Day::new(2026, 10, 5).expect("a day")
}

/// The keys of what is refused, in order.
fn refused(axes: &Axes, signers: i64, decided: &Decided) -> Vec<String> {
    match decide(axes, Signers::of(signers, today()), decided) {
        Ok(()) => Vec::new(),
        Err(Refusal::Invalid(notes)) => {
            notes.into_iter().map(|note| format!("{}:{}", note.field, note.note.key)).collect()
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn signers_make_a_group_from_as_many_on_as_the_law_says() {
    let check = |number, class| assert_eq!(Signers::of(number, today()), class, "{number}");
    check(-1, Signers::Nobody);
    check(0, Signers::Nobody);
    check(1, Signers::One);
    check(2, Signers::Several);
    check(4, Signers::Several);
    check(5, Signers::Group);
    check(500, Signers::Group);
}

#[test]
fn a_denunciation_on_the_partys_own_rules_is_proposed_for_the_competent_body() {
    let check = |summary: &str, signers, content, disposal| {
        let proposed = propose(&letter(summary, signers));
        assert_eq!((proposed.content, proposed.disposal), (content, disposal), "{summary}: {proposed:?}");
        let says = proposed.because.iter().filter(|note| note.key == "letter-because-disposal");
        assert_eq!(says.count(), usize::from(disposal == Disposal::PartyBody), "{summary}");
    };
    let (denunciation, body) = (Content::Denunciation, Disposal::PartyBody);
    check("Tố cáo đảng viên làm trái Điều lệ Đảng.", 1, denunciation, body);
    check("Ông ấy vi phạm quy định của Đảng.", 1, denunciation, body);
    check("Tố cáo cán bộ nhận hối lộ.", 1, denunciation, Disposal::Open);
    check("Tố cáo đảng viên vi phạm Điều lệ Đảng.", 0, denunciation, Disposal::Inspection);
    // Whoever only says that they know the rules denounces nobody.
    check("Tôi hiểu rõ Điều lệ Đảng, kiến nghị sửa đường.", 1, Content::Petition, Disposal::Open);
    check("Tôi là đảng viên, khiếu nại quyết định thu hồi đất.", 1, Content::Complaint, Disposal::Open);
    check("Tố cáo vi phạm Điều lệ Đảng và kiến nghị sửa đường.", 1, Content::Mixed, Disposal::Split);
}

#[test]
fn a_letter_that_came_to_another_office_is_read_anew() {
    let mut it = Letter {
        axes: Some(axes(Content::Petition)),
        disposal: Some(Disposal::Transfer),
        ground: "không thuộc thẩm quyền".into(),
        document: "8/PC".into(),
        classified_at: Some(Moment::at(today(), 9, 0)),
        ..letter("Khiếu nại quyết định số 15.", 1)
    };
    it.is_anothers();
    assert_eq!((it.classified_at, it.disposal, it.axes.is_some()), (None, Some(Disposal::Transfer), true));
    assert_eq!((it.document.as_str(), it.received_on), ("8/PC", today()));
}

#[test]
fn what_the_law_does_not_leave_open_is_refused_with_its_field() {
    let check = |axes: &Axes, signers, disposal, expected: &[&str]| {
        assert_eq!(refused(axes, signers, &decided(disposal)), expected, "{axes:?} {signers} {disposal}");
    };
    let complaint = axes(Content::Complaint);
    check(&complaint, 1, Disposal::Open, &[]);
    check(&complaint, 1, Disposal::Split, &["disposal:letter-only-mixed"]);
    check(&complaint, 1, Disposal::Transfer, &["disposal:letter-is-ours"]);
    check(&complaint, 1, Disposal::Archive, &["disposal:letter-eligible"]);
    check(&complaint, 1, Disposal::PartyBody, &["disposal:letter-party"]);
    check(&complaint, 0, Disposal::Inspection, &["disposal:letter-inspection"]);
    let late = Axes { eligibility: Eligibility::OutOfTime, ..complaint.clone() };
    check(&late, 1, Disposal::Open, &["disposal:letter-not-eligible"]);
    check(&late, 1, Disposal::Archive, &[]);
    let other = Axes { competence: Competence::Other, ..complaint };
    check(&other, 1, Disposal::Open, &["disposal:letter-not-ours"]);
    check(&other, 1, Disposal::Transfer, &[]);
    check(&other, 1, Disposal::Guide, &[]);

    let mixed = Axes { parts: vec![Content::Complaint, Content::Petition], ..axes(Content::Mixed) };
    check(&mixed, 12, Disposal::Split, &[]);
    check(&mixed, 12, Disposal::Open, &["disposal:letter-split-first"]);
    let twice = Axes { parts: vec![Content::Complaint, Content::Complaint], ..axes(Content::Mixed) };
    check(&twice, 12, Disposal::Split, &["parts:letter-need-parts"]);

    let denunciation = axes(Content::Denunciation);
    check(&denunciation, 1, Disposal::Open, &[]);
    check(&denunciation, 0, Disposal::Open, &["disposal:letter-anonymous"]);
    check(&denunciation, 0, Disposal::Inspection, &["disposal:letter-inspection"]);
    check(&Axes { has_facts: true, ..denunciation.clone() }, 0, Disposal::Inspection, &[]);
    check(&denunciation, 1, Disposal::PartyBody, &[]);
}

#[test]
fn what_goes_out_has_a_number_and_what_is_sent_on_an_office() {
    let bare =
        |disposal| Decided { disposal, ground: String::new(), document: " ".into(), office: String::new() };
    let other = Axes { competence: Competence::Other, ..axes(Content::Petition) };
    assert_eq!(
        refused(&other, 1, &bare(Disposal::Guide)),
        ["ground:note-required", "document:note-required", "office:note-required"]
    );
    assert_eq!(refused(&axes(Content::Petition), 1, &bare(Disposal::Open)), ["ground:note-required"]);
}

fn letter(summary: &str, signers: i64) -> Letter {
    let day = today();
    Letter {
        id: LetterId(uuid::Uuid::nil()),
        request_hash: Vec::new(),
        unit: UnitId(uuid::Uuid::nil()),
        logged_at: UnitId(uuid::Uuid::nil()),
        year: 2026,
        number: 1,
        way: Way::Post,
        forwarded_by: String::new(),
        received_on: day,
        received_at: Moment::at(day, 9, 0),
        written_on: None,
        topic: "land.clearance".into(),
        place: UnitId(uuid::Uuid::nil()),
        summary: summary.into(),
        signers,
        is_sealed: false,
        recorder: None,
        recorded_at: Moment::at(day, 9, 0),
        axes: None,
        disposal: None,
        ground: String::new(),
        document: String::new(),
        classified_at: None,
        same_as: None,
        intake: None,
    }
}

#[test]
fn the_house_proposes_from_words_and_says_which() {
    let check = |summary: &str, signers, content, disposal, reasons: usize| {
        let proposed = propose(&letter(summary, signers));
        assert_eq!((proposed.content, proposed.disposal), (content, disposal), "{summary}");
        assert_eq!(proposed.because.len(), reasons, "{summary}: {:?}", proposed.because);
        assert_eq!(proposed.parts.is_empty(), content != Content::Mixed);
    };
    check("Đèn ngõ 5 hỏng đã lâu.", 1, Content::Petition, Disposal::Open, 1);
    check("Khiếu nại quyết định thu hồi đất, đề nghị xem lại.", 1, Content::Complaint, Disposal::Open, 2);
    check("Khiếu nại bồi thường và kiến nghị sửa đường.", 12, Content::Mixed, Disposal::Split, 3);
    check("KHIẾU NẠI quyết định kỷ luật", 1, Content::DisciplinaryComplaint, Disposal::Open, 2);
    check("Tố cáo cán bộ nhận hối lộ", 0, Content::Denunciation, Disposal::Inspection, 3);
    check("Phản ánh khói bụi, đề nghị che chắn", 7, Content::Petition, Disposal::Open, 3);
    check("", 1, Content::Petition, Disposal::Open, 1);
}

#[test]
fn what_came_before_is_proposed_with_its_article_and_a_second_transfer_is_refused() {
    let own = letter("Khiếu nại quyết định thu hồi đất.", 1);
    let classified = |disposal, competence| Letter {
        number: 7,
        disposal: Some(disposal),
        axes: Some(Axes { competence, ..axes(Content::Complaint) }),
        ..letter("Khiếu nại quyết định thu hồi đất.", 1)
    };
    let elsewhere = |it: Letter| Letter { unit: UnitId(uuid::Uuid::max()), ..it };
    let check = |other: &Letter, is_transferred, before: &[Before], proposed, is_refused: bool| {
        let earlier = [Earlier::of(&own, other, "Phường Khác", is_transferred)];
        assert_eq!(earlier[0].before, before);
        let after = propose_after(propose(&own), &earlier);
        assert_eq!((after.eligibility, after.disposal), proposed, "{before:?}");
        let says = |note: &Note| note.args.iter().any(|(_, value)| value == "7/2026");
        assert_eq!(after.because.iter().filter(|note| says(note)).count(), before.len());
        assert_eq!(decide_after(Disposal::Transfer, &earlier).is_err(), is_refused, "{before:?}");
        assert_eq!(decide_after(Disposal::Guide, &earlier), Ok(()));
    };
    let open = (Eligibility::Eligible, Disposal::Open);
    let theirs = classified(Disposal::Open, Competence::Own);
    check(&letter("Chưa phân loại.", 1), false, &[], open, false);
    check(&theirs, false, &[], open, false);
    let sent_many = (Eligibility::SentMany, Disposal::Archive);
    check(&elsewhere(theirs), false, &[Before::WithCompetentOffice], sent_many, false);
    let sent_on = elsewhere(classified(Disposal::Transfer, Competence::Other));
    check(&sent_on, true, &[Before::Transferred], open, true);
    let guided = classified(Disposal::Guide, Competence::Other);
    check(&guided, false, &[Before::Guided], (Eligibility::GuidedBefore, Disposal::Archive), false);
    check(&elsewhere(guided), false, &[], open, false);
}

#[test]
fn what_speaks_for_a_denunciation_is_compared_with_nothing_until_it_is_read() {
    let check = |letter: &Letter, is: bool| assert_eq!(is_comparable(letter), is, "{}", letter.summary);
    let plain = letter("Kiến nghị sửa đèn ngõ 5.", 1);
    let speaks = letter("Tố cáo cán bộ nhận hối lộ; kiến nghị sửa đèn.", 1);
    check(&plain, true);
    check(&speaks, false);
    check(&Letter { is_sealed: true, ..plain }, false);
    check(&Letter { axes: Some(axes(Content::Petition)), ..speaks.clone() }, true);
    check(&Letter { axes: Some(axes(Content::Denunciation)), ..speaks.clone() }, false);
    let parts = vec![Content::Petition, Content::Denunciation];
    check(&Letter { axes: Some(Axes { parts, ..axes(Content::Mixed) }), ..speaks }, false);
}
