use super::*;
use crate::refusals::Refusal;

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

/// The keys of what is refused, in order.
fn refused(axes: &Axes, signers: i64, decided: &Decided) -> Vec<String> {
    match decide(axes, signers, decided) {
        Ok(()) => Vec::new(),
        Err(Refusal::Invalid(notes)) => {
            notes.into_iter().map(|note| format!("{}:{}", note.field, note.note.key)).collect()
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn signers_make_a_group_from_five_on_and_size_says_how_many_speak() {
    let check = |number, class, speak| {
        assert_eq!((Signers::of(number), representatives(number)), (class, speak), "{number}");
    };
    check(-1, Signers::Nobody, (0, 0));
    check(0, Signers::Nobody, (0, 0));
    check(1, Signers::One, (0, 0));
    check(4, Signers::Several, (0, 0));
    check(5, Signers::Group, (1, 2));
    check(10, Signers::Group, (1, 2));
    check(11, Signers::Group, (1, 5));
    check(500, Signers::Group, (1, 5));
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
