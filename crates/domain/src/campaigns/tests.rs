use super::{board::Counts, roster::*, *};
use crate::{
    ids::{ProgrammeId, UnitId},
    programmes::tests::reorganised,
    refusals::{Note, Refusal},
    time::{Day, Moment},
};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn fields<T: std::fmt::Debug>(checked: Result<T, Refusal>) -> Vec<String> {
    match checked {
        Err(Refusal::Invalid(notes)) => notes.into_iter().map(|note| note.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn households_are_divided_evenly() {
    let check = |households, each, expected: &[i64]| assert_eq!(groups(households, each), expected);
    check(90, 45, &[45, 45]);
    check(91, 45, &[31, 30, 30]);
    check(10, 45, &[10]);
    check(0, 45, &[]);
    check(3, 0, &[1, 1, 1]);
}

#[test]
fn teams_are_checked_as_they_are_typed() {
    let typed = TypedTeams { households: "1.000".into(), each: String::new(), covers: "ngõ 12".into() };
    let found = typed.check().expect("it fits");
    assert_eq!((found.households.len(), found.households.iter().sum::<i64>()), (23, 1_000));
    let wrong = |households: &str, each: &str| {
        fields(TypedTeams { households: households.into(), each: each.into(), covers: String::new() }.check())
    };
    assert_eq!(wrong("", ""), ["households"]);
    assert_eq!(wrong("0", "0"), ["households", "each"]);
    assert_eq!(wrong("500000", "1"), ["each"]);
    assert_eq!(wrong("10", "501"), ["each"]);
}

#[test]
fn a_member_is_checked_as_they_are_typed() {
    let typed = TypedMember {
        name: "  Nguyễn  Văn An ".into(),
        phone: "0912 345 678".into(),
        skills: vec!["driving".into(), "first_aid".into(), "driving".into()],
        times: vec!["evening".into(), "morning".into(), "evening".into()],
        leads: false,
    };
    let found = typed.check(Way::Own).expect("it fits");
    assert_eq!(found.name, "Nguyễn Văn An");
    assert_eq!(found.skills, ["first_aid", "driving"]);
    assert_eq!(found.times, [Time::Morning, Time::Evening]);
    let no_phone = TypedMember { phone: " ".into(), ..typed.clone() };
    assert!(no_phone.check(Way::Officer).is_ok());
    assert_eq!(fields(no_phone.check(Way::Own)), ["phone"]);
    let wrong = |typed: TypedMember| fields(typed.check(Way::File));
    assert_eq!(wrong(TypedMember { name: " \u{200b}".into(), ..typed.clone() }), ["name"]);
    assert_eq!(wrong(TypedMember { name: "12345".into(), ..typed.clone() }), ["name"]);
    assert_eq!(wrong(TypedMember { name: "a".repeat(81), ..typed.clone() }), ["name"]);
    assert_eq!(wrong(TypedMember { name: "a\0b".into(), ..typed.clone() }), ["name"]);
    assert_eq!(wrong(TypedMember { phone: "gọi nhà bên".into(), ..typed.clone() }), ["phone"]);
    assert_eq!(wrong(TypedMember { skills: vec!["believing".into()], ..typed.clone() }), ["skills"]);
    assert_eq!(wrong(TypedMember { times: vec!["always".into()], ..typed }), ["times"]);
}

#[test]
fn the_same_person_is_known_however_they_write() {
    let (campaign, near) = (ProgrammeId(Uuid::from_u128(1)), Uuid::from_u128(2));
    let same = |name: &str, phone: &str, near: Uuid| sameness(campaign, name, phone, near);
    let one = same("Nguyễn Văn An", "0912 345 678", near);
    assert_eq!(one, same("NGUYEN VAN AN", "+84 912.345.678", Uuid::from_u128(3)), "wherever they are");
    assert_ne!(one, same("Nguyễn Văn Bình", "0912 345 678", near), "one telephone for a family");
    assert_ne!(one, sameness(ProgrammeId(Uuid::from_u128(9)), "Nguyễn Văn An", "0912345678", near));
    let silent = same("Nguyễn Văn An", "", near);
    assert_ne!(silent, same("Nguyễn Văn An", "", Uuid::from_u128(3)), "two of one name in two teams");
    assert_eq!(silent, same("nguyen van an", "", near));
}

fn at(day: i64, hour: i8) -> Moment {
    Moment::at("2026-10-05".parse::<Day>().expect("a day").plus_days(day), hour, 0)
}

const fn span(from: Moment, to: Moment) -> Span {
    Span { from, to }
}

#[test]
fn nobody_is_called_too_often_or_to_two_places_at_once() {
    let key = |spans: &[Span], new, most| may_call(spans, new, most).err().map(|note: Note| note.key);
    let new = span(at(3, 8), at(3, 12));
    assert_eq!(key(&[], new, 4), None);
    assert_eq!(key(&[], new, 3).as_deref(), Some("campaign-note-too-much"));
    assert_eq!(key(&[span(at(3, 11), at(3, 13))], new, 24).as_deref(), Some("campaign-note-elsewhere"));
    assert_eq!(key(&[span(at(3, 12), at(3, 13))], new, 24), None, "one after the other");
    // Within any seven days, before or after.
    let full = |day| [span(at(day, 0), at(day, 10)), span(at(day, 12), at(day, 22))];
    assert_eq!(key(&full(1), new, 24), None, "just full");
    assert_eq!(key(&full(1), new, 23).as_deref(), Some("campaign-note-too-much"));
    assert_eq!(key(&full(8), new, 23).as_deref(), Some("campaign-note-too-much"), "what is planned counts");
    assert_eq!(key(&full(11), new, 4), None, "eight days later");
    assert_eq!(key(&full(-5), new, 4), None, "eight days before");
}

#[test]
fn a_shift_is_checked_as_it_is_typed() {
    let typed = TypedShift {
        what: "Trực chốt đầu ngõ 12".into(),
        day: Some(Ok(day("2026-10-06"))),
        from: "22h".into(),
        to: "02:30".into(),
        needs: vec![("first_aid".into(), "1".into()), (String::new(), "2".into())],
    };
    let now = at(0, 9);
    let (_, night, needs) = typed.check(now).expect("it fits");
    assert_eq!((night.minutes(), needs.len()), (270, 2), "over midnight");
    let wrong = |typed: TypedShift| fields(typed.check(now));
    assert_eq!(wrong(TypedShift { to: "22:00".into(), ..typed.clone() }), ["ends"], "a whole day");
    assert_eq!(wrong(TypedShift { from: "25".into(), ..typed.clone() }), ["begins"]);
    assert_eq!(wrong(TypedShift { day: None, ..typed.clone() }), ["day"]);
    assert_eq!(wrong(TypedShift { day: Some(Ok(day("2026-10-01"))), ..typed.clone() }), ["day"], "past");
    assert_eq!(wrong(TypedShift { needs: vec![], ..typed.clone() }), ["many-1"]);
    assert_eq!(
        wrong(TypedShift { needs: vec![("driving".into(), String::new())], ..typed.clone() }),
        ["many-1", "many-1"]
    );
    assert_eq!(wrong(TypedShift { needs: vec![("x".into(), "1".into())], ..typed }), ["skill-1"]);
}

#[test]
fn skills_are_not_wasted_on_what_anybody_can_do() {
    let need = |skill: Option<&str>, many| Need { skill: skill.map(str::to_owned), many };
    let shift = |needs| Shift {
        id: crate::ids::ShiftId(Uuid::nil()),
        campaign: ProgrammeId(Uuid::nil()),
        team: crate::ids::TeamId(Uuid::nil()),
        unit: UnitId(Uuid::nil()),
        what: String::new(),
        from: at(0, 8),
        to: at(0, 12),
        needs,
        closed_at: None,
        handover: String::new(),
    };
    let can = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    let it = shift(vec![need(None, 1), need(Some("first_aid"), 1)]);
    assert_eq!(it.needed(), 2);
    assert_eq!(it.open_needs(&[can(&[]), can(&["first_aid"])]), []);
    assert_eq!(it.open_needs(&[can(&[]), can(&["driving"])]), [need(Some("first_aid"), 1)]);
    assert_eq!(it.open_needs(&[]), [need(Some("first_aid"), 1), need(None, 1)]);
}

#[test]
fn a_day_is_logged_within_the_campaign_and_no_more_than_a_week_late() {
    let (today, term) = (day("2026-10-05"), (day("2026-10-01"), day("2026-12-31")));
    let typed = |on: Option<&str>| TypedLog {
        day: on.map(|on| Ok(day(on))),
        visited: "12".into(),
        helped: String::new(),
        words: String::new(),
    };
    assert_eq!(typed(None).check(today, term).expect("it fits").day, today);
    assert_eq!(typed(Some("2026-10-01")).check(today, term).expect("it fits").visited, 12);
    for on in ["2026-10-06", "2026-09-27", "2026-09-30"] {
        assert_eq!(fields(typed(Some(on)).check(today, term)), ["day"], "{on}");
    }
    let wrong = TypedLog { visited: "nhiều".into(), helped: "10001".into(), ..typed(None) };
    assert_eq!(fields(wrong.check(today, term)), ["visited", "helped"]);
}

fn row(cells: &[&str]) -> Vec<(u32, String)> {
    (0..).zip(cells.iter().map(|text| (*text).to_owned())).collect()
}

#[test]
fn a_roster_is_read_and_every_fault_names_its_cell() {
    let heading = row(&["STT", "Tổ", "Họ và tên", "Điện thoại", "Tổ trưởng", "Kỹ năng", "Thời gian"]);
    let columns = Columns::find(2, &heading).expect("its columns");
    let good = row(&["1", "Tổ 3", "Trần Thị Bình", "912345678", "x", "Sơ cứu; lái xe", "sáng, tối"]);
    let line = columns.read(3, &good).expect("it fits");
    assert_eq!((line.row, line.team, line.member.leads), (4, Some(3), true));
    assert_eq!(line.member.phone, "0912345678", "the nought that a table dropped");
    assert_eq!(line.member.skills, ["first_aid", "driving"]);
    let check = |cells: &[&str], expected: &[(&str, &str)]| {
        let faults = columns.read(9, &row(cells)).expect_err("faults");
        let found: Vec<_> =
            faults.iter().map(|fault| (fault.cell.as_str(), fault.note.key.as_str())).collect();
        assert_eq!(found, expected);
    };
    check(&["2", "ba", "An", "", "", "", ""], &[("B10", "roster-note-team")]);
    check(
        &["2", "0", "", "abc", "?", "bay", "mãi"],
        &[
            ("B10", "roster-note-team"),
            ("E10", "roster-note-tick"),
            ("F10", "roster-note-skill"),
            ("G10", "roster-note-time"),
            ("C10", "note-required"),
            ("D10", "note-phone"),
        ],
    );
    assert_eq!(columns.read(4, &row(&["1", "", "An"])).expect("waits for a team").team, None);
}

#[test]
fn a_row_with_nothing_in_a_known_column_is_no_member() {
    let columns = Columns::find(0, &row(&["STT", "Tổ", "Họ và tên", "Ghi chú"])).expect("its columns");
    let check =
        |cells: &[&str], expected: bool| assert_eq!(columns.are_blank(&row(cells)), expected, "{cells:?}");
    check(&[], true);
    check(&["12", " ", "", "Người lập biểu"], true);
    check(&["12", "", "An"], false);
    check(&["", "3"], false);
}

#[test]
fn somebody_took_part_from_when_they_came_until_it_ended() {
    let check = |closed: Option<&str>, came: &str, today: &str, expected: (&str, &str)| {
        let term = (day("2026-10-01"), day("2026-12-31"));
        let found = took_part(term, closed.map(day), day(came), day(today));
        assert_eq!(found, (day(expected.0), day(expected.1)), "{closed:?} {came} {today}");
    };
    check(None, "2026-09-20", "2026-11-05", ("2026-10-01", "2026-11-05"));
    check(None, "2026-10-05", "2027-02-01", ("2026-10-05", "2026-12-31"));
    check(Some("2026-11-20"), "2026-10-05", "2027-02-01", ("2026-10-05", "2026-11-20"));
    check(Some("2026-11-20"), "2026-10-05", "2026-11-01", ("2026-10-05", "2026-11-01"));
    check(None, "2026-10-05", "2026-10-05", ("2026-10-05", "2026-10-05"));
}

#[test]
fn what_one_commune_has_too_many_is_no_help_to_another() {
    let row = |households, aimed_households| board::Row {
        unit: None,
        quality: crate::units::Quality::Exact,
        counts: Counts { households, aimed_households, ..Counts::default() },
    };
    let check = |rows: &[board::Row], expected| assert_eq!(board::households_without(rows), expected);
    check(&[], 0);
    check(&[row(90, 100), row(150, 100), row(0, 20)], 30);
    check(&[row(150, 100), row(100, 100)], 0);
}

#[test]
fn a_file_with_other_columns_is_refused_and_says_which_are_missing() {
    let keys = |cells: &[&str]| -> Vec<String> {
        Columns::find(0, &row(cells)).expect_err("faults").into_iter().map(|fault| fault.note.key).collect()
    };
    assert_eq!(keys(&["Mã", "Giá"]), ["roster-note-no-name", "roster-note-no-team"]);
    assert_eq!(keys(&["Họ tên", "Tổ", "Tên"]), ["roster-note-twice"]);
}

#[test]
fn cells_are_named_as_a_table_names_them() {
    for ((row, column), expected) in [
        ((0, 0), "A1"),
        ((16, 2), "C17"),
        ((0, 25), "Z1"),
        ((9, 26), "AA10"),
        ((0, 701), "ZZ1"),
        ((0, 702), "AAA1"),
    ] {
        assert_eq!(address(row, column), expected);
    }
}

proptest! {
    #[test]
    fn groups_add_up_and_none_is_too_large(households in 0_i64..100_000, each in 1_i64..500) {
        let found = groups(households, each);
        prop_assert_eq!(found.iter().sum::<i64>(), households);
        prop_assert!(found.iter().all(|group| (1..=each).contains(group)));
        let (least, most) = (found.iter().min(), found.iter().max());
        prop_assert!(most.zip(least).is_none_or(|(most, least)| most - least <= 1));
    }

    #[test]
    fn parts_of_a_board_add_up_to_the_whole_on_every_structure(
        ways in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 1..9),
        new in 1_usize..6,
        told in prop::collection::vec((0_i64..300, 0_i64..20_000, 0_i64..5_000, 0_i64..10_000), 9),
    ) {
        let tree = reorganised(ways.len(), new, &ways);
        let counted: Vec<(UnitId, Counts)> = (0..ways.len()).map(|at| {
            let (teams, households, members, visited) = told[at];
            let counts = Counts { teams, households, members, visited, aimed_teams: members, ..Counts::default() };
            (UnitId(Uuid::from_u128(100 + at as u128)), counts)
        }).collect();
        let whole = counted.iter().fold(Counts::default(), |all, (_, counts)| all.and(*counts));
        for on in ["2026-03-01", "2026-09-01"] {
            let found = board::rows(&tree, &counted, on.parse().expect("a day"));
            prop_assert_eq!(board::total(&found), whole, "{}", on);
        }
    }

    #[test]
    fn one_more_shift_never_makes_a_week_lighter(
        spans in prop::collection::vec((0_i64..20, 0_i8..20, 1_i64..180), 0..12),
        new in (0_i64..20, 0_i8..20, 1_i64..180),
    ) {
        let span = |(day, hour, minutes): (i64, i8, i64)| {
            let from = at(day, hour);
            Span { from, to: from.plus_seconds(minutes * 60) }
        };
        let spans: Vec<Span> = spans.into_iter().map(span).collect();
        let new = span(new);
        let heaviest = heaviest_week(&spans, new);
        prop_assert!(new.minutes() <= heaviest);
        prop_assert!(heaviest <= new.minutes() + spans.iter().map(|one| one.minutes()).sum::<i64>());
        for without in 0..spans.len() {
            let fewer: Vec<Span> = spans.iter().enumerate().filter(|(at, _)| *at != without).map(|(_, one)| *one).collect();
            prop_assert!(heaviest_week(&fewer, new) <= heaviest);
        }
    }

    #[test]
    fn reading_a_roster_never_panics(cells in prop::collection::vec(any::<String>(), 0..9)) {
        let cells: Vec<(u32, String)> = (0..).zip(cells).collect();
        let heading = row(&["Phường, xã", "Tổ", "Họ và tên", "Điện thoại", "Tổ trưởng", "Kỹ năng", "Thời gian"]);
        let columns = Columns::find(0, &heading).expect("its columns");
        let _read = columns.read(1, &cells);
        let _found = Columns::find(0, &cells);
    }
}
