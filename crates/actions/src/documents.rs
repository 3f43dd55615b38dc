//! Documents: drafts of letters for Word, issuing them under the unit's own number, and the templates behind them.

mod letter;
mod register;
mod templates;

pub use danvan_reports::{Block, Letter};
pub use letter::{Request, Subject, draft};
pub use register::{Issued, cancel, file, issue, of_thing, page, register};
pub use templates::{Current, Edited, current, preview, restore, save, versions};

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
