//! Tables of other people's making as XLSX, read row by row: what a file holds is never in memory as a whole but for the texts it shares.

use calamine::{Data, DataRef, Reader, Xlsx, XlsxError};
use std::{
    io::{Read, Seek, SeekFrom},
    ops::ControlFlow,
};

/// How much a file may hold that is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The most bytes once unpacked.
    pub(crate) unpacked: u64,
    /// The most bytes of texts that cells share: these are held in memory.
    pub(crate) shared: u64,
    /// The most texts that cells may share.
    pub(crate) texts: u64,
    /// The most parts.
    pub(crate) parts: usize,
}

/// What a table of another program's making may hold.
const LIMITS: Limits =
    Limits { unpacked: 1024 * 1024 * 1024, shared: 96 * 1024 * 1024, texts: 3_000_000, parts: 1_000 };
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
        check_size(&mut file, LIMITS)?;
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
///
/// # Errors
/// [`Fault`].
pub(crate) fn check_size<R: Read + Seek>(file: &mut R, limits: Limits) -> Result<(), Fault> {
    let mut parts = zip::ZipArchive::new(file).map_err(|_| Fault::Unreadable)?;
    if limits.parts < parts.len() {
        return Err(Fault::TooLarge);
    }
    let mut left = limits.unpacked;
    for at in 0..parts.len() {
        let mut part = parts.by_index(at).map_err(|_| Fault::Unreadable)?;
        let is_shared =
            part.name().map_err(|_| Fault::Unreadable)?.to_ascii_lowercase().ends_with("sharedstrings.xml");
        let most = if is_shared { limits.shared.min(left) } else { left };
        let mut begin = Vec::new();
        (&mut part).take(4096).read_to_end(&mut begin).map_err(|_| Fault::Unreadable)?;
        if is_shared {
            // What it announces must stand at its beginning, where it was looked for.
            let text = String::from_utf8_lossy(&begin);
            let tag = opening(&text).ok_or(Fault::Unreadable)?;
            if says_too_many(tag, limits.texts) {
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

/// The tag that opens the list of shared texts, when it stands whole there and nothing but a declaration before it: behind anything
/// else another could hide.
fn opening(begin: &str) -> Option<&str> {
    let begin = begin.trim_start_matches('\u{feff}').trim_start();
    let begin = match begin.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>")?.1.trim_start(),
        None => begin,
    };
    let rest = begin.strip_prefix('<')?;
    let mut quote = None;
    let is_end = |letter: char| {
        match quote {
            Some(open) if open == letter => quote = None,
            None if matches!(letter, '"' | '\'') => quote = Some(letter),
            None => return letter == '>',
            Some(_) => {}
        }
        false
    };
    let tag = &rest[..rest.find(is_end)?];
    let name = tag.split(|letter: char| letter.is_whitespace() || letter == '/').next()?;
    (name.rsplit(':').next() == Some("sst")).then_some(tag)
}

/// Whether the list of shared texts announces more than is read: room is made for as many as it says.
fn says_too_many(text: &str, most: u64) -> bool {
    let mut counts = text.match_indices("ount").filter_map(|(at, word)| {
        let rest = text[at + word.len()..].trim_start().strip_prefix('=')?.trim_start();
        let digits: String = rest.chars().skip(1).take_while(char::is_ascii_digit).collect();
        Some(digits.parse::<u64>().unwrap_or(u64::MAX))
    });
    counts.any(|count| most < count)
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
            assert_eq!(says_too_many(begin, LIMITS.texts), expected, "{begin}");
        }
    }

    #[test]
    fn what_a_list_announces_hides_behind_nothing() {
        for (begin, expected) in [
            ("<sst>", Some("sst")),
            ("\u{feff}<?xml version=\"1.0\"?>\r\n<x:sst count='3'>", Some("x:sst count='3'")),
            ("<sst a='>' count='9'>", Some("sst a='>' count='9'")),
            ("<sst a='>", None),
            ("<!-- <sst> --><sst uniqueCount='9'>", None),
            ("<a><sst uniqueCount='9'>", None),
            ("<?xml version='1.0'?><?sst ?><sst uniqueCount='9'>", None),
            ("", None),
        ] {
            assert_eq!(opening(begin), expected, "{begin}");
        }
    }
}
