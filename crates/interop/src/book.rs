//! Reading a spreadsheet that somebody sends, as rows of texts: never more of it than a sheet of a field office can hold, whatever the
//! file says of itself.

use calamine::{DataRef, Dimensions, Reader, Xlsx};
use danvan_domain::clearance::{Merged, Row};
use std::io::{Cursor, Read};

/// Most bytes that all parts of a file unpack to.
const LARGEST: u64 = 64 * 1024 * 1024;
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
    /// It unpacks to more than is read.
    TooLarge,
    /// It has more rows than are read.
    TooManyRows,
}

/// The rows of the first sheet, and its merged cells.
pub type Book = (Vec<Row>, Vec<Merged>);

/// Reads the first sheet of an XLSX file.
///
/// # Errors
/// When it is none, or too large.
pub fn book(bytes: &[u8]) -> Result<Book, BookFault> {
    measured(bytes)?;
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

/// Unpacks every part once and counts, so that a small file cannot fill the memory.
fn measured(bytes: &[u8]) -> Result<(), BookFault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| BookFault::NoBook)?;
    let mut left = LARGEST;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| BookFault::NoBook)?;
        let read =
            std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| BookFault::NoBook)?;
        left = left.checked_sub(read).ok_or(BookFault::TooLarge)?;
    }
    Ok(())
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
        DataRef::Float(number) => format!("{number}"),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(is) => is.to_string(),
        DataRef::DateTime(at) => format!("{}", at.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(fault) => format!("{fault}"),
    };
    text.trim().chars().take(LONGEST).collect()
}
