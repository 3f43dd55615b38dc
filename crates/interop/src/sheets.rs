//! Tables of other people's making as XLSX, read row by row: what a file holds is never in memory as a whole but for the texts it shares.

use calamine::{Data, DataRef, Reader, Xlsx, XlsxError};
use std::{
    io::{Read, Seek, SeekFrom},
    ops::ControlFlow,
};

/// The most bytes a file may hold once unpacked.
const MOST_UNPACKED: u64 = 1024 * 1024 * 1024;
/// The most bytes of texts that cells share: these are held in memory.
const MOST_SHARED: u64 = 96 * 1024 * 1024;
/// The most texts that cells may share.
const MOST_TEXTS: u64 = 3_000_000;
/// The most parts a file may have.
const MOST_PARTS: usize = 1_000;
/// Columns further right are not looked at.
const COLUMNS: u32 = 64;
/// The most merged cells that are named.
const MOST_MERGED: usize = 1_000;

/// Why a file cannot be read as a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no XLSX, or a broken one.
    Unreadable,
    /// It holds more than is read, which no honest table does.
    TooLarge,
}

/// The cells of a row that hold something: column from nought, and text.
pub type Cells = Vec<(u32, String)>;

/// A table to be read, from bytes that can be read again.
pub struct Table<R: Read + Seek> {
    book: Xlsx<R>,
    sheet: String,
}

impl<R: Read + Seek> Table<R> {
    /// Opens the first sheet of a file, once its size was found to be bearable.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn open(mut file: R) -> Result<Self, Fault> {
        check_size(&mut file)?;
        file.seek(SeekFrom::Start(0)).map_err(|_| Fault::Unreadable)?;
        let book = Xlsx::new(file).map_err(unreadable)?;
        let sheet = book.sheet_names().first().cloned().ok_or(Fault::Unreadable)?;
        Ok(Self { book, sheet })
    }

    /// The upper left corners of cells that are merged: row and column, from nought.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn merged(&mut self) -> Result<Vec<(u32, u32)>, Fault> {
        let merged = self.book.merge_cells_by_sheet_name(&self.sheet).map_err(unreadable)?;
        Ok(merged.into_iter().map(|area| area.start).take(MOST_MERGED).collect())
    }

    /// Walks through the rows that hold something, in order; the row's number is counted from nought.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn rows(&mut self, mut each: impl FnMut(u32, Cells) -> ControlFlow<()>) -> Result<(), Fault> {
        let mut reader = self.book.worksheet_cells_reader(&self.sheet).map_err(unreadable)?;
        let (mut row, mut cells) = (0, Cells::new());
        while let Some(cell) = reader.next_cell().map_err(unreadable)? {
            let (at, column) = cell.get_position();
            if at != row && !cells.is_empty() && each(row, std::mem::take(&mut cells)).is_break() {
                return Ok(());
            }
            row = at;
            let text = text_of(cell.get_value());
            if column < COLUMNS && !text.trim().is_empty() {
                cells.push((column, text));
            }
        }
        if !cells.is_empty() {
            let _done = each(row, cells);
        }
        Ok(())
    }
}

/// Unpacks everything once without keeping it: what a small file unpacks to may be endless.
fn check_size<R: Read + Seek>(file: &mut R) -> Result<(), Fault> {
    let mut parts = zip::ZipArchive::new(file).map_err(|_| Fault::Unreadable)?;
    if MOST_PARTS < parts.len() {
        return Err(Fault::TooLarge);
    }
    let mut left = MOST_UNPACKED;
    for at in 0..parts.len() {
        let mut part = parts.by_index(at).map_err(|_| Fault::Unreadable)?;
        let is_shared =
            part.name().map_err(|_| Fault::Unreadable)?.to_ascii_lowercase().ends_with("sharedstrings.xml");
        let most = if is_shared { MOST_SHARED.min(left) } else { left };
        let mut begin = Vec::new();
        (&mut part).take(4096).read_to_end(&mut begin).map_err(|_| Fault::Unreadable)?;
        if is_shared {
            // What it announces must stand at its beginning, where it was looked for.
            let told = begin.windows(3).position(|some| some == b"sst");
            if !told.is_some_and(|at| begin[at..].contains(&b'>')) {
                return Err(Fault::Unreadable);
            }
            if says_too_many(&begin) {
                return Err(Fault::TooLarge);
            }
        }
        let rest =
            std::io::copy(&mut part.take(most), &mut std::io::sink()).map_err(|_| Fault::Unreadable)?;
        let size = begin.len() as u64 + rest;
        if most <= size {
            return Err(Fault::TooLarge);
        }
        left -= size;
    }
    Ok(())
}

/// Whether the list of shared texts announces more than is read: room is made for as many as it says.
fn says_too_many(begin: &[u8]) -> bool {
    let text = String::from_utf8_lossy(begin);
    let mut counts = text.match_indices("ount").filter_map(|(at, word)| {
        let rest = text[at + word.len()..].trim_start().strip_prefix('=')?.trim_start();
        let digits: String = rest.chars().skip(1).take_while(char::is_ascii_digit).collect();
        Some(digits.parse::<u64>().unwrap_or(u64::MAX))
    });
    counts.any(|count| MOST_TEXTS < count)
}

fn unreadable(error: XlsxError) -> Fault {
    drop(error);
    Fault::Unreadable
}

/// What stands in a cell, as it would be typed.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        other => Data::from(other.clone()).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_table_is_said_to_be_none() {
        for bytes in [&b""[..], b"PK\x03\x04", b"ho ten;to\nAn;1\n"] {
            assert_eq!(Table::open(std::io::Cursor::new(bytes)).err(), Some(Fault::Unreadable));
        }
    }

    #[test]
    fn a_list_that_announces_too_much_is_seen() {
        for (begin, expected) in [
            (r#"<sst count="12" uniqueCount="7">"#, false),
            (r#"<sst uniqueCount = '99999999999999999999'>"#, true),
            (r#"<sst count="9" uniqueCount="4000000">"#, true),
            ("<sst>", false),
        ] {
            assert_eq!(says_too_many(begin.as_bytes()), expected, "{begin}");
        }
    }
}
