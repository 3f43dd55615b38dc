//! A letter as a file: for Word, where an officer goes on writing, or as PDF, where it stays as it is.

use super::{DOCX, File};
use crate::house::{Done, Failure};
use danvan_domain::documents::Documents;
use danvan_reports::{Letter, docx, file_name, pdf};
use danvan_store::StoreError;

/// How a letter is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For Word.
    Docx,
    /// PDF/A. A character that no face has is set as `□`.
    Pdf,
}

impl Format {
    /// The end of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }
}

/// A letter as a file, named by some words.
///
/// # Errors
/// When the file cannot be written.
pub fn written<'a>(letter: &Letter, name: impl IntoIterator<Item = &'a str>, format: Format) -> Done<File> {
    let form = Documents::facts().form(letter.system);
    let broken = |error: String| Failure::Broken(StoreError::Unreadable(error));
    let (kind, bytes) = match format {
        Format::Docx => (DOCX, docx::write(letter, form).map_err(|error| broken(error.to_string()))?),
        Format::Pdf => {
            let letter = pdf::legible(letter.clone().cleaned());
            (pdf::KIND, pdf::write(&letter, form).map_err(|error| broken(error.to_string()))?)
        }
    };
    Ok(File { name: file_name(name, format.ending()), kind, bytes })
}
