use super::*;
use crate::{
    programmes::LARGEST,
    refusals::{Note, Refusal},
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// A registration without a fault.
pub(super) fn typed() -> TypedRegistration {
    TypedRegistration {
        kind: "collective".into(),
        keeper: "front".into(),
        field: "culture_society".into(),
        level: "base".into(),
        name: "Ngõ không rác".into(),
        reason: "Rác để qua đêm ở đầu ngõ.".into(),
        objective: "Hộ dân phân loại rác tại nhà.".into(),
        criteria: "Chín trong mười hộ phân loại.".into(),
        method: "Đến từng nhà, phát thùng hai ngăn.".into(),
        place: "Ngõ 12".into(),
        beneficiaries: "120 hộ".into(),
        lead: "Ban công tác Mặt trận".into(),
        resources: "Quỹ tổ dân phố".into(),
        starts_on: Some(Ok(day("2026-01-05"))),
        ends_on: Some(Ok(day("2026-12-31"))),
        outputs: "Biên bản, ảnh trước và sau.".into(),
        keeping: "Mỗi tháng một buổi; tổ bên cạnh làm theo.".into(),
        ..TypedRegistration::default()
    }
}

fn fields(refusal: Refusal) -> Vec<String> {
    let Refusal::Invalid(notes) = refusal else { panic!("{refusal:?}") };
    notes.into_iter().map(|note| note.field).collect()
}

#[test]
fn every_of_the_nine_fields_is_asked_for_and_names_nobody() {
    let today = day("2026-11-27");
    let it = Registration::check(&typed(), today).expect("good");
    assert_eq!((it.kind, it.keeper, it.field.as_str()), (Kind::Collective, Keeper::Front, "culture_society"));
    let check = |change: fn(&mut TypedRegistration), wrong: &[&str]| {
        let mut typed = typed();
        change(&mut typed);
        assert_eq!(fields(Registration::check(&typed, today).expect_err("wrong")), wrong);
    };
    check(|it| it.name = "  ".into(), &["name"]);
    check(|it| it.reason.clear(), &["situation"]);
    check(|it| it.objective.clear(), &["objective"]);
    check(|it| it.criteria.clear(), &["criteria"]);
    check(|it| it.method = "a\0b".into(), &["method"]);
    check(|it| it.place = "x".repeat(301), &["place"]);
    check(|it| it.beneficiaries.clear(), &["beneficiaries"]);
    check(|it| it.lead = "ông Nguyễn Văn An".into(), &["lead"]);
    check(|it| it.method = "Bà Trần Thị Bình đi từng nhà.".into(), &["method"]);
    check(|it| it.resources.clear(), &["resources"]);
    check(|it| it.starts_on = None, &["starts_on"]);
    check(|it| it.ends_on = Some(Err(Note::new("note-day"))), &["ends_on"]);
    check(|it| it.ends_on = Some(Ok(day("2026-01-04"))), &["ends_on"]);
    check(|it| it.ends_on = Some(Ok(day("2036-01-04"))), &["ends_on"]);
    check(|it| it.outputs.clear(), &["outputs"]);
    check(|it| it.keeping.clear(), &["keeping"]);
    check(|it| it.field = "sport".into(), &["field"]);
    // The districts ended on 30 June 2025.
    check(|it| it.level = "district".into(), &["level"]);
    check(|it| it.owner = "Nguyễn Văn An".into(), &["owner"]);
    check(|it| it.kind = "individual".into(), &["owner"]);
    let all = fields(Registration::check(&TypedRegistration::default(), today).expect_err("empty"));
    assert!(all.len() > 14, "all of it is told at once: {all:?}");
    let mut before = typed();
    before.level = "district".into();
    assert!(Registration::check(&before, day("2025-06-30")).is_ok(), "it was a level then");
}

#[test]
fn one_person_s_initiative_names_them_in_one_place_only() {
    let mut typed = typed();
    (typed.kind, typed.owner) = ("individual".into(), "Nguyễn Văn An, 0912 345 678".into());
    let it = Registration::check(&typed, day("2026-11-27")).expect("good");
    let kept = serde_json::to_string(&it).expect("json");
    assert!(!kept.contains("Nguyễn"), "{kept}");
    let name = owner_name(it.kind, &typed.owner).expect("a name").expect("somebody");
    assert!(name.starts_with("Nguyễn Văn An") && !name.contains("0912"), "{name}");
}

#[test]
fn acts_follow_one_another_and_every_stage_is_reached() {
    let mut reached = BTreeSet::from([Stage::Registered]);
    let mut grew = true;
    while grew {
        let next: Vec<Stage> =
            reached.iter().flat_map(|stage| Act::following(*stage)).map(Act::leads_to).collect();
        let before = reached.len();
        reached.extend(next);
        grew = before < reached.len();
    }
    assert_eq!(reached.len(), Stage::ALL.len(), "{reached:?}");
    let over: Vec<Stage> = Stage::ALL.iter().copied().filter(|stage| stage.is_over()).collect();
    assert_eq!(over, [Stage::Declined, Stage::Stopped, Stage::Withdrawn]);
    let check =
        |act, stage, expected: bool| assert_eq!(may_follow(act, stage).is_ok(), expected, "{act} {stage}");
    check(Act::Recognise, Stage::Registered, true);
    check(Act::Recognise, Stage::Recognised, false);
    check(Act::Begin, Stage::Registered, false);
    check(Act::Assess, Stage::Underway, false);
    check(Act::Open, Stage::Assessed, true);
    check(Act::Confirm, Stage::Assessed, false);
    check(Act::Reward, Stage::Ineffective, false);
    check(Act::Keep, Stage::Spread, true);
    check(Act::Keep, Stage::Stopped, false);
    check(Act::Withdraw, Stage::Underway, false);
    for act in [Act::Recognise, Act::Decline, Act::Check, Act::Confirm, Act::Refuse, Act::Reward] {
        assert_eq!(act.by(), By::Above, "{act}");
    }
}

#[test]
fn an_act_says_what_it_must() {
    let check = |act, words: &str, paper: &str, wrong: &[&str]| {
        let typed = TypedAct { words: words.into(), paper: paper.into() };
        let found = typed.check(act).err().map(fields).unwrap_or_default();
        assert_eq!(found, wrong, "{act}");
    };
    check(Act::Recognise, "", "", &[]);
    check(Act::Decline, " ", "", &["remark"]);
    check(Act::Decline, "Trùng với mô hình của chi hội.", "", &[]);
    check(Act::Confirm, "", "", &["paper"]);
    check(Act::Reward, "", "QĐ 12/QĐ-UBND", &[]);
    check(Act::Check, "Bà Trần Thị Bình chưa làm.", "", &["remark"]);
}

#[test]
fn a_sheet_adds_up_to_a_hundred() {
    let usual = Sheet::usual();
    assert_eq!(usual.criteria.iter().map(|it| it.points).sum::<i64>(), FULL);
    let typed = |criteria: &str| TypedSheet {
        criteria: criteria.into(),
        least_judges: "3".into(),
        passes_at: "50".into(),
    };
    assert_eq!(Sheet::check(&typed(&usual.written())).expect("the usual one"), usual);
    let check = |criteria: &str, key: &str| {
        let Err(Refusal::Invalid(notes)) = Sheet::check(&typed(criteria)) else { panic!("{criteria}") };
        assert!(notes.iter().any(|note| note.note.key == key), "{criteria}: {notes:?}");
    };
    check("Kế hoạch: 50\nKết quả: 40", "initiative-note-sum");
    check("Kế hoạch: 100", "initiative-note-criteria");
    check("Kế hoạch: 50\nKết quả", "initiative-note-criterion");
    check("Kế hoạch: 50\nKết quả: 500", "initiative-note-criterion");
    check("Kế hoạch: 50\nBà Trần Thị Bình: 50", "note-names-somebody");
    let good = Sheet::check(&typed("Kế hoạch (hồ sơ) – 40 điểm\n\nKết quả 60")).expect("good");
    let names: Vec<&str> = good.criteria.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Kế hoạch (hồ sơ)", "Kết quả"]);
    let mut none = typed("A: 50\nB: 50");
    none.least_judges = "0".into();
    assert_eq!(fields(Sheet::check(&none).expect_err("nobody judges")), ["least_judges"]);
}

#[test]
fn points_are_read_and_put_together() {
    let sheet = Sheet { least_judges: 2, ..Sheet::usual() };
    let check = |text: &str, expected: Option<i64>| assert_eq!(read_tenths(text), expected, "{text}");
    check("17", Some(170));
    check(" 17,5 ", Some(175));
    check("17.5", Some(175));
    check("17,55", None);
    check("-1", None);
    check("", None);
    check("1e2", None);
    check(&LARGEST.to_string(), None);
    let text = |of: [&str; 4]| of.map(str::to_owned).to_vec();
    let first = read_points(&sheet, &text(["18", "27,5", "25", "15"])).expect("points");
    assert_eq!(first.total(), 855);
    assert_eq!(
        fields(read_points(&sheet, &text(["21", "", "25", "15"])).expect_err("too many, and none")),
        ["points-1", "points-2"]
    );
    let second = Marks(vec![100, 100, 100, 100]);
    let one = combine(&sheet, std::slice::from_ref(&first)).expect("one");
    assert!(!one.is_enough(&sheet) && !one.passes(&sheet), "one alone decides nothing");
    let both = combine(&sheet, &[first, second]).expect("both");
    assert_eq!((both.judges, both.total, both.between), (2, 6275, (400, 855)));
    assert_eq!(both.means, [1400, 1875, 1750, 1250]);
    assert!(both.passes(&sheet));
    assert_eq!(combine(&sheet, &[]), None);
}

#[test]
fn what_was_effective_stays_so_in_its_year() {
    let check = |stage, before, expected| assert_eq!(outcome(stage, before), expected, "{stage}");
    check(Stage::Stopped, Outcome::Effective, Outcome::Effective);
    check(Stage::Stopped, Outcome::Underway, Outcome::Dropped);
    check(Stage::Stopped, Outcome::Ineffective, Outcome::Ineffective);
    check(Stage::Withdrawn, Outcome::Registered, Outcome::Dropped);
    check(Stage::Spread, Outcome::Effective, Outcome::Effective);
    check(Stage::Judging, Outcome::Underway, Outcome::Underway);
}

#[test]
fn facts_have_names_and_sources() {
    for family in Family::ALL {
        assert!(Term::all(*family).count() >= 3, "{family}");
        for term in Term::all(*family) {
            assert!(!term.vi.is_empty() && !term.en.is_empty() && !term.source.is_empty(), "{}", term.code);
        }
    }
    assert_eq!(rule("check_after_months"), 6);
}

#[test]
fn a_story_with_photos_needs_the_word_that_those_in_them_agreed() {
    let mut story =
        TypedStory {
            title: "Ngõ sạch".into(), body: "Cả ngõ cùng làm.".into(), ..TypedStory::default()
        };
    assert!(story.check().is_ok());
    story.photos = 1;
    assert_eq!(fields(story.check().expect_err("not agreed")), ["photos_agreed"]);
    story.photos_agreed = true;
    assert!(story.check().is_ok());
    story.body = "Ông Nguyễn Văn An quét ngõ.".into();
    assert_eq!(fields(story.check().expect_err("a name")), ["body"]);
    assert_eq!(words_of(&["Ngõ sạch, ngõ đẹp", "Đường hoa"]), ["dep", "duong", "hoa", "ngo", "sach"]);
}

proptest! {
    /// Nobody gains or loses by the order in which judges gave points, and no mean lies outside what was given.
    #[test]
    fn judges_together_lie_between_the_least_and_the_most(
        all in proptest::collection::vec(proptest::collection::vec(0_i64..=200, 4), 1..12),
    ) {
        let sheet = Sheet::usual();
        let marks: Vec<Marks> = all.into_iter().map(Marks).collect();
        let found = combine(&sheet, &marks).expect("somebody");
        let turned: Vec<Marks> = marks.iter().rev().cloned().collect();
        let other_way = combine(&sheet, &turned).expect("the same");
        prop_assert_eq!(&other_way, &found);
        prop_assert!(found.between.0 * 10 <= found.total && found.total <= found.between.1 * 10);
    }
}
