//! What somebody types in a return, cleaned and checked.

use super::{Entry, Form, Query};
use crate::{
    clearance::whole_number,
    programmes::nameless,
    refusals::{Note, Notes, Refusal},
};

/// Longest narrative of a section, in characters.
const NARRATIVE_LIMIT: usize = 8000;
/// Longest remark under a figure, or reason, in characters.
const REMARK_LIMIT: usize = 1000;
/// Longest title of a quick report, in characters.
const TITLE_LIMIT: usize = 200;
/// The largest number anybody may write.
const LARGEST: i64 = 1_000_000_000;

impl Form {
    /// What was typed at each place of the form; `said` gives the value of a field, nothing when it was not sent. A narrative
    /// stands in `words-CODE`, a number in `value-CODE`, a remark in `remark-CODE`.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn entries<'a>(&self, said: impl Fn(&str) -> Option<&'a str>) -> Result<Vec<Entry>, Refusal> {
        let (mut notes, mut entries) = (Notes::default(), Vec::new());
        for section in &self.sections {
            let field = format!("words-{}", section.code);
            if let Some(typed) = said(&field) {
                let words = nameless(&mut notes, &field, typed, NARRATIVE_LIMIT);
                entries.push(Entry { code: section.code.clone(), words, value: None });
            }
        }
        for figure in &self.figures {
            let (field, under) = (format!("value-{}", figure.code), format!("remark-{}", figure.code));
            let (typed, remark) = (said(&field), said(&under));
            if typed.is_none() && remark.is_none() {
                continue;
            }
            let words = nameless(&mut notes, &under, remark.unwrap_or_default(), REMARK_LIMIT);
            // What danvan counts is nobody's to write.
            let typed = typed.filter(|_| figure.query == Query::Typed);
            let value = typed.and_then(|typed| number(&mut notes, &field, typed));
            entries.push(Entry { code: figure.code.clone(), words, value });
        }
        notes.check()?;
        Ok(entries)
    }
}

/// A whole number as people write it, its thousands set apart or not; nothing when the field is blank. `12.5` is none.
fn number(notes: &mut Notes, field: &str, typed: &str) -> Option<i64> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let value = whole_number(typed).filter(|value| *value <= LARGEST);
    if value.is_none() {
        notes.add(field, Note::new("return-note-number").with("most", LARGEST));
    }
    value
}

/// A reason, cleaned; it must be said.
///
/// # Errors
/// A note under `reason`.
pub fn reason(typed: &str) -> Result<String, Refusal> {
    let mut notes = Notes::default();
    let text = nameless(&mut notes, "reason", typed, REMARK_LIMIT);
    if typed.trim().is_empty() {
        notes.add("reason", Note::new("note-say-why"));
    }
    notes.check()?;
    Ok(text)
}

/// A quick report as somebody begins it.
#[derive(Clone, Debug, Default)]
pub struct TypedQuick {
    /// What it is about.
    pub title: String,
}

impl TypedQuick {
    /// The title, cleaned.
    ///
    /// # Errors
    /// A note under `title`.
    pub fn check(&self) -> Result<String, Refusal> {
        let mut notes = Notes::default();
        let title = crate::programmes::line(&mut notes, "title", &self.title, TITLE_LIMIT);
        if let Some(found) = crate::privacy::names_somebody(&title) {
            notes.add("title", Note::new("note-names-somebody").with("words", &title[found]));
        }
        if self.title.trim().is_empty() {
            notes.add("title", Note::new("note-required"));
        }
        notes.check()?;
        Ok(title)
    }
}
