//! What is told publicly of an initiative, and the words by which it is found.

use crate::{
    fold::fold,
    ids::{InitiativeId, UnitId},
    programmes::{line, nameless},
    refusals::{Note, Notes, Refusal},
    time::Moment,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A public story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Of which initiative.
    pub initiative: InitiativeId,
    /// What its pictures belong to.
    pub thing: Uuid,
    /// Its heading.
    pub title: String,
    /// What it tells; it names nobody.
    pub body: String,
    /// Who carries the initiative out.
    pub unit: UnitId,
    /// Code of the field of life.
    pub field: String,
    /// Word of its kind.
    pub kind: String,
    /// The year for which it was found effective.
    pub year: i64,
    /// When it was made public.
    pub published_at: Moment,
}

/// A story as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedStory {
    /// Heading.
    pub title: String,
    /// What it tells.
    pub body: String,
    /// How many photos go with it.
    pub photos: usize,
    /// Whether those who can be known in the photos agreed.
    pub photos_agreed: bool,
}

impl TypedStory {
    /// Heading and words, cleaned and checked.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self) -> Result<(String, String), Refusal> {
        let mut notes = Notes::default();
        let title = line(&mut notes, "title", &self.title, 160);
        let body = nameless(&mut notes, "body", &self.body, 8000);
        for (field, typed) in [("title", &self.title), ("body", &self.body)] {
            if typed.trim().is_empty() {
                notes.add(field, Note::new("note-required"));
            }
        }
        if let Some(found) = crate::privacy::names_somebody(&title) {
            notes.add("title", Note::new("note-names-somebody").with("words", &title[found]));
        }
        if self.photos > 0 && !self.photos_agreed {
            notes.add("photos_agreed", Note::new("initiative-note-photos"));
        }
        notes.check()?;
        Ok((title, body))
    }
}

/// Longest word that is kept for search.
const WORD_LIMIT: usize = 30;

/// The folded words of some texts, each once, in order.
pub fn words_of(texts: &[&str]) -> Vec<String> {
    let mut words = BTreeSet::new();
    for text in texts {
        let folded = fold(text);
        let some = folded.split(' ').filter(|word| !word.is_empty());
        words.extend(some.map(|word| word.chars().take(WORD_LIMIT).collect::<String>()));
    }
    words.into_iter().collect()
}
