use super::{Cell, Sheet, quoted};
use calamine::{Data, Reader, Xlsx};
use danvan_domain::time::{Day, Moment};
use std::io::Cursor;

const EVIL: [&str; 7] =
    ["=HYPERLINK(\"http://x\")", "+1+1", "-2", "@SUM(A1)", "\t=1", "\u{0}=1\u{ffff}", "{=A1}"];

fn sheet() -> Sheet {
    let mut rows = vec![vec![
        Cell::text("Phường Ba Đình"),
        Cell::Count(1_234_567),
        Cell::Share(0.875),
        Cell::Day(Day::new(2026, 2, 5).expect("a day")),
        Cell::Empty,
    ]];
    rows.extend(
        EVIL.map(|text| vec![Cell::text(text), Cell::Count(0), Cell::Empty, Cell::Empty, Cell::Empty]),
    );
    Sheet {
        title: "Sổ theo dõi".into(),
        about: vec![("Đơn vị".into(), "=cmd|'/c calc'!A1".into()), ("Mô phỏng".into(), "có".into())],
        heading: ["Tên", "Số", "Tỷ lệ", "Ngày", "Trống"].map(str::to_owned).to_vec(),
        rows,
    }
}

fn made() -> Moment {
    "2026-11-25T02:00:00Z".parse().expect("an instant")
}

#[test]
fn a_sheet_is_read_back_with_its_question_and_no_formula() {
    let bytes = sheet().xlsx(made()).expect("a file");
    assert_eq!(bytes, sheet().xlsx(made()).expect("a file"), "the same table gives the same bytes");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a book");
    let name = book.sheet_names()[0].clone();
    let formulas = book.worksheet_formula(&name).expect("formulas");
    assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "no formula anywhere");
    let range = book.worksheet_range(&name).expect("cells");
    let at = |row, column| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    assert_eq!(at(0, 0), Data::String("Sổ theo dõi".into()));
    assert_eq!(at(1, 1), Data::String("=cmd|'/c calc'!A1".into()));
    assert_eq!(at(4, 0), Data::String("Tên".into()));
    assert_eq!(at(5, 1), Data::Float(1_234_567.0));
    assert_eq!(at(5, 2), Data::Float(0.875));
    assert!(matches!(at(5, 3), Data::DateTime(day) if day.as_f64() == 46058.0), "{:?}", at(5, 3));
    assert_eq!(at(5, 4), Data::Empty);
    for (row, text) in (6..).zip(EVIL) {
        let expected = text.replace('\t', " ").replace(['\u{0}', '\u{ffff}'], "");
        assert_eq!(at(row, 0), Data::String(expected), "{text:?}");
    }
}

#[test]
fn an_empty_sheet_and_a_long_cell_are_files_too() {
    let mut sheet = sheet();
    sheet.rows.clear();
    assert!(sheet.xlsx(made()).is_ok());
    sheet.rows = vec![vec![Cell::text("ậ".repeat(50_000))]];
    assert!(sheet.xlsx(made()).is_ok());
}

#[test]
fn cells_of_csv_are_safe_to_open() {
    for (cell, expected) in [
        ("Ba Đình", "Ba Đình"),
        ("a, b", "\"a, b\""),
        ("a; b", "\"a; b\""),
        ("the \"old\" ward", "\"the \"\"old\"\" ward\""),
        ("=1+1", "'=1+1"),
        ("  =1", "'  =1"),
        ("\t@x", "' @x"),
        ("a\r\nb", "\"a\nb\""),
    ] {
        assert_eq!(quoted(cell), expected);
    }
    let text = sheet().csv();
    assert!(text.starts_with("\u{feff}# Sổ theo dõi\n# Đơn vị,'=cmd|'/c calc'!A1\n"), "{text}");
    assert!(text.contains("\nPhường Ba Đình,1234567,0.8750,2026-02-05,\n"), "{text}");
}
