//! Documents: drafts of letters for Word and as PDF, issuing them under the unit's own number, and the templates behind them.

mod about;
mod book;
mod format;
mod letter;
mod prefill;
mod register;
mod templates;

pub use about::{
    About, Matter, Papers, Prepared, begin, draft_of, go_on, issue_of, matter, papers, papers_of_visit, seen,
    told_of_visit,
};
pub use book::{Book, Series, book, book_sheet};
pub use danvan_reports::{Block, Letter, Picture, notes};
pub use danvan_store::documents::Document;
pub use format::{Format, written};
pub(crate) use letter::marked;
pub use letter::{Request, Subject, draft};
pub(crate) use register::{Entry, for_file, kept_letter, number_within};
pub use register::{Issued, cancel, file, issue, of_thing, page, register};
pub use templates::{Current, Edited, all, current, preview, restore, save, versions};

/// A file for somebody to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, of plain letters.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The media type of DOCX.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// The media type of XLSX.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
