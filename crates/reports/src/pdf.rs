//! A letter as PDF: PDF/A-2u on A4 as its system asks, its faces inside, its words readable by programs. The same letter gives
//! the same bytes: there is no clock in it.

mod bands;
mod drawn;
mod faces;
mod lines;
mod parts;
mod tables;

use crate::{Letter, picture::PictureError};
use bands::{Place, paged};
use danvan_domain::documents::Form;
use faces::Faces;
use std::fmt;

/// The media type of PDF.
pub const KIND: &str = "application/pdf";

/// What stands for a letter that no face has.
const UNKNOWN: char = '□';

/// Why a letter could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PdfError {
    /// No face has these characters; see [`legible`].
    Missing(String),
    /// A drawing in it cannot be drawn.
    Picture(PictureError),
    /// The file would not keep what PDF/A-2u asks; with the writer's words.
    Refused(String),
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(characters) => write!(f, "no face has these characters: {characters}"),
            Self::Picture(why) => why.fmt(f),
            Self::Refused(why) => write!(f, "no PDF/A-2u: {why}"),
        }
    }
}

impl std::error::Error for PdfError {}

impl From<PictureError> for PdfError {
    fn from(error: PictureError) -> Self {
        Self::Picture(error)
    }
}

/// The same letter with `□` for every character that no face of a paper has: a picture sign, another script. Joiners and other
/// characters without a shape of their own are left out. An officer is never kept from their letter by one sign in it; the DOCX
/// holds the sign itself.
#[must_use]
pub fn legible(mut letter: Letter) -> Letter {
    let Ok(faces) = Faces::load() else { return letter };
    for text in letter.texts() {
        let seen = text.chars().filter_map(|one| match one {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' => None,
            '⟦' | '⟧' => Some(one),
            one if faces.has(one) => Some(one),
            _ => Some(UNKNOWN),
        });
        *text = seen.collect();
    }
    letter
}

/// Writes a letter.
///
/// # Errors
/// [`PdfError`]; [`PdfError::Missing`] names every character that cannot be set.
pub fn write(letter: &Letter, form: &Form) -> Result<Vec<u8>, PdfError> {
    written(letter, form, true)
}

fn written(letter: &Letter, form: &Form, is_packed: bool) -> Result<Vec<u8>, PdfError> {
    let letter = &mut letter.clone().cleaned();
    let faces = Faces::load()?;
    let notes = letter.notes.len();
    let mut missing = String::new();
    for text in letter.texts() {
        let seen = crate::notes::pieces(text, notes).into_iter().filter_map(|piece| match piece {
            crate::notes::Piece::Text(text) => Some(text),
            crate::notes::Piece::Call(_) => None,
        });
        for one in seen.flat_map(|text| faces.missing(&text)) {
            if !missing.contains(one) {
                missing.push(one);
            }
        }
    }
    if !missing.is_empty() {
        return Err(PdfError::Missing(missing));
    }
    let place = Place::of(form);
    let laid = parts::lay(letter, form, &faces, place)?;
    let pages = paged(laid.bands, &laid.heads, place);
    drawn::document(letter, &pages, &laid.drawings, &faces, (form, place), is_packed)
}

#[cfg(test)]
mod tests;
