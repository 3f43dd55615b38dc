//! Reading a spreadsheet that somebody sends, as rows of texts: never more of it than a sheet of a field office can hold, whatever the
//! file says of itself.

use crate::sheets::{Fault, Limits, check_size};
use calamine::{DataRef, Dimensions, Reader, Xlsx};
use danvan_domain::clearance::{Merged, Row};
use std::io::Cursor;

/// What a sheet of a field office may hold.
const LIMITS: Limits =
    Limits { unpacked: 64 * 1024 * 1024, shared: 16 * 1024 * 1024, texts: 500_000, parts: 1_000 };
/// Most rows and columns that are read.
const MOST_ROWS: u32 = 20_000;
const MOST_COLUMNS: u32 = 200;
/// Longest text of a cell, in characters.
const LONGEST: usize = 2_000;
/// Most merged places that are told.
const MOST_MERGED: usize = 5_000;

/// Why a file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookFault {
    /// It is no XLSX file, or a broken one.
    NoBook,
    /// It unpacks to more than is read, or says that it does.
    TooLarge,
    /// It has more rows than are read.
    TooManyRows,
}

impl From<Fault> for BookFault {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Unreadable => Self::NoBook,
            Fault::TooLarge => Self::TooLarge,
        }
    }
}

/// The rows of the first sheet, and its merged cells.
pub type Book = (Vec<Row>, Vec<Merged>);

/// Reads the first sheet of an XLSX file.
///
/// # Errors
/// When it is none, or too large.
pub fn book(bytes: &[u8]) -> Result<Book, BookFault> {
    within(bytes, LIMITS)
}

fn within(bytes: &[u8], limits: Limits) -> Result<Book, BookFault> {
    check_size(&mut Cursor::new(bytes), limits)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| BookFault::NoBook)?;
    let name = book.sheet_names().first().cloned().ok_or(BookFault::NoBook)?;
    let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
    let merged = merged.into_iter().filter_map(one_merged).take(MOST_MERGED).collect();
    let mut cells = book.worksheet_cells_reader(&name).map_err(|_| BookFault::NoBook)?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| BookFault::NoBook)? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() || MOST_COLUMNS <= column {
            continue;
        }
        if MOST_ROWS <= row {
            return Err(BookFault::TooManyRows);
        }
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        match rows.last_mut().filter(|last| last.number == row + 1) {
            Some(last) => last.cells.push((column, text)),
            None => rows.push(Row { number: row + 1, cells: vec![(column, text)] }),
        }
    }
    Ok((rows, merged))
}

fn one_merged(it: Dimensions) -> Option<Merged> {
    let column = |at: u32| u16::try_from(at).ok();
    Some(Merged { rows: (it.start.0 + 1, it.end.0 + 1), columns: (column(it.start.1)?, column(it.end.1)?) })
}

/// A cell as the text that somebody sees; a number without a fraction has none.
fn text(cell: &DataRef<'_>) -> String {
    let text = match cell {
        DataRef::Empty => return String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(is) => is.to_string(),
        DataRef::DateTime(at) => number_text(at.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(fault) => format!("{fault}"),
    };
    text.trim().chars().take(LONGEST).collect()
}

/// A number with a point before its fraction. Three digits behind it get a nought more: people set thousands apart by a point, and
/// 123.456 of a spreadsheet is not 123 456.
fn number_text(number: f64) -> String {
    let mut text = number.to_string();
    if text.split_once('.').is_some_and(|(_, behind)| behind.len() == 3) {
        text.push('0');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use danvan_domain::clearance::whole_number;
    use std::io::Write;
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    const WORKBOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

    const PACKAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

    /// An XLSX of one sheet with these rows of cells, and with a list of shared texts when one is given.
    fn packed(rows: &str, shared: Option<&str>) -> Vec<u8> {
        let sheet = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
        );
        let mut parts = vec![
            ("_rels/.rels", PACKAGE),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/worksheets/sheet1.xml", sheet.as_str()),
        ];
        parts.extend(shared.map(|texts| ("xl/sharedStrings.xml", texts)));
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            archive.start_file(name, plain).expect("a part");
            archive.write_all(content.as_bytes()).expect("written");
        }
        archive.finish().expect("an archive").into_inner()
    }

    #[test]
    fn a_number_with_a_fraction_is_never_read_as_thousands() {
        let check = |number: &str, expected: &str, whole: Option<i64>| {
            let bytes = packed(&format!(r#"<row r="1"><c r="A1"><v>{number}</v></c></row>"#), None);
            let (rows, _) = book(&bytes).expect("a book");
            let text = rows[0].cells[0].1.as_str();
            assert_eq!((text, whole_number(text)), (expected, whole), "{number}");
        };
        check("1250", "1250", Some(1_250));
        check("1250.0", "1250", Some(1_250));
        check("123.456", "123.4560", None);
        check("85.375", "85.3750", None);
        check("0.125", "0.1250", None);
        check("12.5", "12.5", None);
        check("1234.5678", "1234.5678", None);
    }

    #[test]
    fn a_row_is_read_with_the_number_that_a_spreadsheet_shows() {
        let rows =
            r#"<row r="3"><c r="B3" t="inlineStr"><is><t>Mận</t></is></c><c r="D3"><v>7</v></c></row>"#;
        let (rows, merged) = book(&packed(rows, None)).expect("a book");
        let cells = vec![(1, "Mận".to_owned()), (3, "7".to_owned())];
        assert_eq!((rows, merged), (vec![Row { number: 3, cells }], Vec::new()));
    }

    #[test]
    fn a_file_is_never_read_beyond_its_limits() {
        let rows = r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#;
        let texts = |count: &str| {
            format!(
                r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="{count}"><si><t>một</t></si></sst>"#
            )
        };
        let honest = packed(rows, Some(&texts("1")));
        assert!(book(&honest).is_ok());
        let check = |bytes: &[u8], limits: Limits, expected: BookFault| {
            assert_eq!(within(bytes, limits).err(), Some(expected));
        };
        // Whoever made room for as many texts as a file announces would have none left.
        check(&packed(rows, Some(&texts("99999999999"))), LIMITS, BookFault::TooLarge);
        check(&honest, Limits { unpacked: 200, ..LIMITS }, BookFault::TooLarge);
        check(&honest, Limits { shared: 40, ..LIMITS }, BookFault::TooLarge);
        check(&honest, Limits { texts: 0, ..LIMITS }, BookFault::TooLarge);
        check(&honest, Limits { parts: 3, ..LIMITS }, BookFault::TooLarge);
        check(b"not a sheet", LIMITS, BookFault::NoBook);
        let far = packed(r#"<row r="20001"><c r="A20001"><v>1</v></c></row>"#, None);
        check(&far, LIMITS, BookFault::TooManyRows);
    }
}
