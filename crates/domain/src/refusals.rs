//! Everything that may be refused, in one place. A refusal is a key into the word files and its arguments;
//! pages, the API and the command line each say it in their own form.

use serde::{Deserialize, Serialize};

/// A sentence of the word files with what stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Key of the sentence, e.g. `note-required`.
    pub key: String,
    /// Named values of the sentence.
    pub args: Vec<(String, String)>,
}

impl Note {
    /// A sentence without values.
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), args: Vec::new() }
    }

    /// The same sentence with one more value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }
}

/// What is wrong with one field of what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldNote {
    /// The field's name as it was sent.
    pub field: String,
    /// What is wrong and what to do.
    pub note: Note,
}

impl FieldNote {
    /// A note under one field.
    pub fn new(field: &str, note: Note) -> Self {
        Self { field: field.to_owned(), note }
    }
}

/// Why an action did nothing. Nothing was written when one of these is returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Some fields need mending; each says how.
    Invalid(Vec<FieldNote>),
    /// There is no such thing, or this reader may not know that there is.
    NotFound,
    /// Nobody is signed in.
    SignInFirst,
    /// Signed in, but without the right; the note says who has it.
    NotAllowed(Note),
    /// The thing has changed meanwhile or is in a state that forbids the act.
    Conflict(Note),
    /// Too many tries; come back after so many seconds.
    TooMany {
        /// Seconds to wait.
        seconds: i64,
    },
    /// What was sent is larger than allowed.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
}

impl Refusal {
    /// One field is wrong.
    pub fn field(field: &str, note: Note) -> Self {
        Self::Invalid(vec![FieldNote::new(field, note)])
    }
}

/// Collects field notes, so that a reader sees all of them at once.
#[derive(Default)]
pub struct Notes(Vec<FieldNote>);

impl Notes {
    /// Adds a note under a field.
    pub fn add(&mut self, field: &str, note: Note) {
        self.0.push(FieldNote::new(field, note));
    }

    /// Refuses when anything was noted.
    pub fn check(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::Invalid(self.0)) }
    }
}
