//! Boards that add up on any structure, files that follow their stage, numbers and sheets as people write them.

use super::*;
use crate::{
    deadlines::Sort as Due,
    procedures::Procedures,
    refusals::{Note, Refusal},
    units::{
        Level, Tree,
        facts::{hanoi_tree, hanoi_with_villages},
    },
};
use proptest::prelude::*;
use std::{collections::HashSet, sync::LazyLock};
use uuid::Uuid;

static HANOI: LazyLock<Tree> = LazyLock::new(|| hanoi_tree().expect("the units of Hanoi"));

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn segments() -> Vec<Segment> {
    let project = ProjectId(Uuid::from_u128(1));
    let one = |number: i64, name: &str| Segment {
        id: SegmentId(Uuid::from_u128(u128::from(number.unsigned_abs()) + 10)),
        project,
        number,
        name: name.into(),
        length_m: 1_000,
    };
    vec![one(1, "Mê Linh – Đan Phượng"), one(2, "Hoài Đức – Hà Đông")]
}

#[test]
fn numbers_are_whole_as_people_write_them() {
    for (said, expected) in [
        ("", Some(0)),
        ("0", Some(0)),
        ("1250", Some(1_250)),
        (" 1.250 ", Some(1_250)),
        ("1.250.000", Some(1_250_000)),
        ("1 250", Some(1_250)),
        ("1\u{a0}250\u{a0}000", Some(1_250_000)),
        ("1,250,000", None),
        ("1.234,567", None),
        ("85,375", None),
        ("1.250 000", None),
        ("0.125", None),
        ("0123.456", None),
        ("12,5", None),
        ("1.25", None),
        ("-3", None),
        ("12 m2", None),
        ("..", None),
        ("99999999999999999999", None),
        ("١٢", None),
    ] {
        assert_eq!(whole_number(said), expected, "{said:?}");
    }
}

#[test]
fn a_file_follows_its_stage_and_is_no_longer_blocked_once_handed_over() {
    let at = Moment::at(day("2026-10-05"), 9, 0);
    let file = file(&SUMMED[0]);
    let file = File { reason: "price".into(), blocked_on: Some(day("2026-10-01")), ..file };
    assert_eq!(file.in_stage(&file.stage, at), file, "nothing moves without a new stage");
    let posted = file.in_stage("posted", at);
    assert_eq!((posted.reason.as_str(), posted.cleared_on, posted.waiting_since), ("price", None, at));
    let over = posted.in_stage("handed_over", at);
    assert_eq!((over.reason.as_str(), over.blocked_on, over.cleared_on), ("", None, Some(day("2026-10-05"))));
    assert_eq!(over.in_stage("updated", at.plus_seconds(1)).cleared_on, over.cleared_on);
}

/// Place from the tree, area, whether it is handed over.
struct Summed {
    place: usize,
    area_m2: i64,
    stage: &'static str,
}

const SUMMED: &[Summed] = &[Summed { place: 0, area_m2: 120, stage: "planned" }];

fn file(it: &Summed) -> File {
    let units = HANOI.units();
    let at = Moment::at(day("2026-10-01"), 9, 0);
    File {
        id: ProceedingId(Uuid::from_u128(9)),
        project: ProjectId(Uuid::from_u128(1)),
        segment: SegmentId(Uuid::from_u128(11)),
        number: "1".into(),
        kind: Kind::Household,
        land: Land::Residential,
        unit: units[it.place % units.len()].id,
        place: units[it.place % units.len()].id,
        parcel: String::new(),
        area_m2: it.area_m2,
        households: 1,
        graves: 0,
        plots: 1,
        plots_given: 0,
        due: 0,
        paid: 0,
        stage: it.stage.into(),
        reason: String::new(),
        blocked_on: None,
        cleared_on: None,
        waiting_since: at,
        made_at: at,
    }
}

proptest! {
    /// Whatever unit of any time a file lies in, on the structure of whatever day: the rows add up to the whole.
    #[test]
    fn rows_add_up_to_the_whole_on_any_structure(
        files in prop::collection::vec((any::<prop::sample::Index>(), 0i64..5_000_000, any::<bool>(), any::<bool>()), 1..30),
        days in 0i64..2_200,
        level in 0usize..4,
    ) {
        let files: Vec<File> = files
            .iter()
            .map(|(at, area_m2, is_cleared, is_blocked)| {
                let place = at.index(HANOI.units().len());
                let stage = if *is_cleared { "handed_over" } else { "posted" };
                let mut file = file(&Summed { place, area_m2: *area_m2, stage });
                if *is_blocked {
                    file.reason = "price".into();
                }
                file
            })
            .collect();
        let sums: Vec<(Cell<Spot>, Sum)> = files.iter().map(|file| (file.cell(file.spot()), file.counted())).collect();
        let places: Vec<Part<UnitId>> = sums.iter().map(|one| Part::by(|spot| spot.place, one)).collect();
        let segments: Vec<Part<SegmentId>> = sums.iter().map(|one| Part::by(|spot| spot.segment, one)).collect();
        let whole = total(&places);
        prop_assert_eq!(total(&segments), whole);
        let rows = by_unit(&HANOI, &places, day("2020-12-01").plus_days(days), Level::ALL[level]);
        let mut added = Tally::default();
        for row in &rows {
            added.all.add(row.tally.all);
            added.cleared.add(row.tally.cleared);
            added.blocked.add(row.tally.blocked);
            for (part, of) in row.tally.cleared.numbers().into_iter().zip(row.tally.all.numbers()) {
                prop_assert!(part <= of, "no row has more handed over than there is");
            }
        }
        prop_assert_eq!(added, whole);
        let mut stretches = Tally::default();
        for tally in by_segment(&segments).into_values() {
            stretches.all.add(tally.all);
            stretches.cleared.add(tally.cleared);
            stretches.blocked.add(tally.blocked);
        }
        prop_assert_eq!(stretches, whole);
    }
}

#[test]
fn what_was_promised_falls_due_at_the_end_of_its_day() {
    let at = Moment::at(day("2026-10-05"), 9, 0);
    let ids = (Uuid::from_u128(3), ProceedingId(Uuid::from_u128(9)), UnitId(Uuid::from_u128(4)));
    let typed = TypedCall {
        on: Some(Ok(day("2026-10-04"))),
        who: "Tổ công tác số 2".into(),
        asked: "Đo lại phần sân phía sau.".into(),
        promised: "Đo lại và trả lời.".into(),
        until: Some(Ok(day("2026-10-12"))),
        ..TypedCall::default()
    };
    let call = typed.check(ids, None, at).expect("a call");
    let due = call.deadline().expect("it falls due");
    assert_eq!((due.sort, due.due_at.day(), due.is_running()), (Due::Call, day("2026-10-12"), true));
    let check = |typed: TypedCall, field: &str, key: &str| match typed.check(ids, None, at) {
        Err(Refusal::Invalid(notes)) => {
            assert!(notes.iter().any(|one| one.field == field && one.note.key == key), "{notes:?}");
        }
        other => panic!("{other:?}"),
    };
    check(TypedCall { until: None, ..typed.clone() }, "until", "clearance-note-promise-when");
    check(TypedCall { promised: String::new(), ..typed.clone() }, "promised", "clearance-note-promise-what");
    check(TypedCall { until: Some(Ok(day("2026-10-01"))), ..typed.clone() }, "until", "clearance-note-past");
    check(TypedCall { on: Some(Ok(day("2026-10-06"))), ..typed }, "on", "clearance-note-future");
}

#[test]
fn the_next_act_stops_the_clock_that_runs_or_leads_on() {
    let procedure = Procedures::facts().get(PROCEDURE).expect("the procedure of land recovery");
    let next = |stage: &str, running: &[&str]| -> Vec<String> {
        let acts = next_acts(procedure, stage, running, day("2026-10-05"));
        acts.into_iter().map(|act| act.code.clone()).collect()
    };
    assert_eq!(next("planned", &[]), ["meet"]);
    assert_eq!(next("approved", &["payment"]), ["pay"]);
    assert_eq!(next("approved", &["dispatch", "payment"]), ["send", "pay"]);
    assert_eq!(next("approved", &[]), ["recover"]);
    assert_eq!(next("updated", &[]), Vec::<String>::new());
    for stage in &procedure.stages {
        assert_eq!(next(&stage.code, &[]).is_empty(), stage.last, "{}", stage.code);
    }
}

fn row(number: u32, cells: &[&str]) -> Row {
    let cells = (0u16..).zip(cells).map(|(at, text)| (at, (*text).to_owned()));
    Row { number, cells: cells.filter(|(_, text)| !text.is_empty()).collect() }
}

const HEADING: &[&str] = &["TT", "Số hồ sơ", "Loại hồ sơ", "Đoạn", "Xã/phường", "Diện tích (m2)", "Chủ hộ"];

fn sheet(rows: &[Row], merged: &[Merged]) -> Result<Read, Refusal> {
    let (known, today) = (HashSet::from(["A-9".to_owned()]), day("2026-10-05"));
    let own = HANOI.resolve("Xã Mê Linh", today).expect("a commune");
    read(rows, merged, &segments(), &mut Places::new(&HANOI, today, own), &known)
}

#[test]
fn a_number_stands_once_however_it_is_spaced() {
    let one = |number: u32, said: &str| row(number, &["", said, "hộ", "1", "Xã Mê Linh", "100"]);
    let rows = [
        row(1, HEADING),
        one(2, "NH 1"),
        one(3, " NH   1 "),
        one(4, "A-9 "),
        one(5, "0912345678"),
        one(6, "0912345679"),
    ];
    let found = sheet(&rows, &[]).expect("a sheet");
    let good: Vec<(u32, &str)> = found.good.iter().map(|(row, file)| (*row, file.number.as_str())).collect();
    assert_eq!(good, [(2, "NH 1"), (5, "0912345678"), (6, "0912345679")], "and nothing of it is masked");
    let faults: Vec<(&str, &str)> =
        found.faults.iter().map(|one| (one.cell.as_str(), one.note.key.as_str())).collect();
    assert_eq!(faults, [("B3", "clearance-sheet-twice"), ("B4", "clearance-sheet-known")]);
}

#[test]
fn a_row_tells_no_more_than_three_merged_places() {
    let merged = [Merged { rows: (2, 2), columns: (0, 1) }; 5_000];
    let rows = [row(1, HEADING), row(2, &["1", "A-1", "hộ", "1", "Xã Mê Linh", "100"])];
    let found = sheet(&rows, &merged).expect("a sheet");
    assert_eq!((found.faults.len(), found.bad_rows), (3, 1));
}

#[test]
fn a_village_is_sought_in_its_own_commune_first() {
    let (units, links) = hanoi_with_villages(7).expect("the embedded tables are sound");
    let (tree, today) = (Tree::build(units, links).expect("a tree"), day("2026-10-05"));
    let commune = |name: &str| tree.resolve(name, today).expect("a commune");
    let (own, other) = (commune("Xã Mê Linh"), commune("Xã Hoài Đức"));
    let villages = |of: UnitId| tree.children(of, today).map(|unit| (unit.name.as_str(), unit.id));
    let name = |of: UnitId, at: usize| villages(of).nth(at).expect("a village").0;
    let id = |of: UnitId, name: &str| villages(of).find(|(own, _)| *own == name).expect("a village").1;
    let second = name(own, 1);
    let mut places = Places::new(&tree, today, own);
    let mut check = |place: &str, village: &str, expected: Result<UnitId, &'static str>| {
        let typed = TypedFile {
            number: "1".into(),
            kind: "hộ".into(),
            segment: "1".into(),
            place: place.into(),
            village: village.into(),
            area: "100".into(),
            ..TypedFile::default()
        };
        // Twice: what was found once is found again.
        for _ in 0..2 {
            match (typed.check(&segments(), &mut places), expected) {
                (Ok(file), Ok(place)) => assert_eq!(file.place, place, "{} {village}", typed.place),
                (Err(Refusal::Invalid(notes)), Err(field)) => assert_eq!(notes[0].field, field, "{notes:?}"),
                (found, _) => panic!("{place} {village}: {found:?}"),
            }
        }
    };
    check(second, "", Ok(id(own, second)));
    check(&second.to_uppercase(), "", Ok(id(own, second)));
    check("", second, Ok(id(own, second)));
    check("Xã Mê Linh", "", Ok(own));
    check("mê linh", "", Ok(own));
    check("Xã Hoài Đức", "", Ok(other));
    check("Xã Hoài Đức", name(other, 1), Ok(id(other, name(other, 1))));
    check("Xã Mê Linh", "Thôn không có", Err("village"));
    check("Nơi nào đó", second, Err("place"));
    check("", "", Err("place"));

    // A column of villages wins over that of communes, and stands for it.
    let known = HashSet::new();
    let read_with = |heading: &[&str], cells: &[&str]| {
        let rows = [row(1, heading), row(2, cells)];
        read(&rows, &[], &segments(), &mut Places::new(&tree, today, own), &known).expect("a sheet")
    };
    let both = read_with(
        &["Số hồ sơ", "Loại hồ sơ", "Đoạn", "Xã", "Thôn", "Diện tích"],
        &["1", "hộ", "1", "Xã Mê Linh", second, "100"],
    );
    assert_eq!((both.good[0].1.place, both.place(2).as_str()), (id(own, second), "E2"));
    let alone =
        read_with(&["Số hồ sơ", "Loại hồ sơ", "Đoạn", "Thôn", "Diện tích"], &["1", "hộ", "1", second, "100"]);
    assert_eq!((alone.good[0].1.place, alone.place(2).as_str()), (id(own, second), "D2"));
}

#[test]
fn a_sheet_is_read_below_its_title_and_every_fault_has_its_cell() {
    let title = row(1, &["DANH SÁCH HỘ BỊ THU HỒI ĐẤT"]);
    let merged = [Merged { rows: (1, 1), columns: (0, 6) }, Merged { rows: (7, 8), columns: (4, 4) }];
    let rows = [
        title,
        row(3, HEADING),
        row(4, &["1", "A-1", "Hộ gia đình", "1", "Xã Mê Linh", "1.250", "Bà Đào"]),
        row(5, &["2", "A-2", "mộ", "Hoài Đức – Hà Đông", "Xã Hoài Đức", ""]),
        row(6, &["3", "A-1", "người", "9", "Nơi nào đó", "12,5"]),
        row(7, &["4", "A-3", "hộ", "2", "Xã Hoài Đức", "80"]),
        row(8, &["5", "A-9", "tổ chức", "2", "Xã Hoài Đức", "900"]),
    ];
    let found = sheet(&rows, &merged).expect("a sheet");
    let good: Vec<(u32, &str, i64)> =
        found.good.iter().map(|(row, file)| (*row, file.number.as_str(), file.area_m2)).collect();
    assert_eq!(good, [(4, "A-1", 1_250)]);
    assert_eq!(found.good[0].1.people.name, "Bà Đào");
    assert_eq!(found.bad_rows, 4);
    let faults: Vec<(&str, &str)> =
        found.faults.iter().map(|one| (one.cell.as_str(), one.note.key.as_str())).collect();
    for fault in [
        ("5", "clearance-note-graves"),
        ("B6", "clearance-sheet-twice"),
        ("C6", "clearance-note-kind"),
        ("D6", "clearance-note-unknown-segment"),
        ("F6", "clearance-note-whole"),
        ("E7", "clearance-sheet-merged"),
        ("E8", "clearance-sheet-merged"),
        ("B8", "clearance-sheet-known"),
    ] {
        assert!(faults.contains(&fault), "{fault:?} in {faults:?}");
    }
    assert_eq!(found.unknown, ["TT"]);
}

#[test]
fn a_thousand_bad_rows_are_all_told() {
    let mut rows = vec![row(1, HEADING)];
    rows.extend(
        (2..1_002).map(|number| row(number, &["", &format!("B-{number}"), "hộ", "1", "Xã Mê Linh", "nhiều"])),
    );
    let found = sheet(&rows, &[]).expect("a sheet");
    assert_eq!((found.good.len(), found.bad_rows), (0, 1_000));
    let cells: HashSet<&str> = found.faults.iter().map(|one| one.cell.as_str()).collect();
    assert!((2..1_002).all(|number| cells.contains(format!("F{number}").as_str())));
}

#[test]
fn a_sheet_with_other_columns_says_which_are_missing() {
    let refused = sheet(&[row(1, &["Số hồ sơ", "Ghi chú"])], &[]).expect_err("columns are missing");
    let Refusal::Invalid(notes) = refused else { panic!("{refused:?}") };
    let missing: Vec<&str> = notes
        .iter()
        .flat_map(|one| &one.note.args)
        .filter(|(name, _)| name == "column")
        .map(|(_, column)| column.as_str())
        .collect();
    assert_eq!(missing, ["clearance_kind", "segment", "place", "area"]);
    let none = sheet(&[row(1, &["x", "y"])], &[]).expect_err("no heading");
    assert_eq!(none, Refusal::field("sheet", Note::new("clearance-sheet-no-heading")));
}

#[test]
fn cells_are_addressed_as_a_spreadsheet_does() {
    for (column, row, expected) in
        [(0, 1, "A1"), (25, 17, "Z17"), (26, 2, "AA2"), (701, 3, "ZZ3"), (702, 4, "AAA4")]
    {
        assert_eq!(address(column, row), expected);
    }
}

#[test]
fn nobody_in_a_meeting_is_counted_twice() {
    let typed = |present: &str, women: &str, agree: &str, disagree: &str| TypedCounts {
        present: present.into(),
        women: women.into(),
        agree: agree.into(),
        disagree: disagree.into(),
        ..TypedCounts::default()
    };
    assert!(typed("40", "22", "30", "10").check().is_ok());
    assert!(typed("40", "41", "30", "10").check().is_err(), "more women than people");
    assert!(typed("40", "22", "31", "10").check().is_err(), "more opinions than people");
    assert!(typed("", "", "", "").check().is_err(), "nobody counted");
}
