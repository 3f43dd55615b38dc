//! What the house proposes for a letter, and why: words of its summary and the number of signers, never anything about
//! the people. The officer decides.

use super::{Content, Disposal, Eligibility, GROUP, Letter, Signers};
use crate::{
    facts::{Grade, embedded, read_rows},
    fold::fold,
    refusals::Note,
};
use serde::Deserialize;
use std::sync::LazyLock;

/// Words that speak for a content.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Row {
    content: Content,
    words: String,
    /// Words that many letters use; they count only when nothing else speaks.
    weak: bool,
    source: String,
    grade: Grade,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = read_rows(include_str!("../../facts/letter_words.csv"));
    embedded("letter_words", rows.map(|rows| rows.into_iter().map(|(_, row)| row).collect()))
});

/// A proposal with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The content.
    pub content: Content,
    /// The parts, when it seems to be mixed.
    pub parts: Vec<Content>,
    /// Whether it may be handled.
    pub eligibility: Eligibility,
    /// What would become of it.
    pub disposal: Disposal,
    /// Why, sentence by sentence.
    pub because: Vec<Note>,
}

/// What the house proposes for a letter.
pub fn propose(letter: &Letter) -> Proposed {
    let said = format!(" {} ", fold(&letter.summary));
    let found: Vec<&Row> = ROWS.iter().filter(|row| said.contains(&format!(" {} ", row.words))).collect();
    let is_strong = found.iter().any(|row| !row.weak);
    let speaking: Vec<&Row> = found.into_iter().filter(|row| !row.weak || !is_strong).collect();
    let mut parts: Vec<Content> = speaking.iter().map(|row| row.content).collect();
    parts.sort_unstable();
    parts.dedup();
    // A complaint about discipline says the words of a complaint as well.
    if parts.contains(&Content::DisciplinaryComplaint) {
        parts.retain(|part| *part != Content::Complaint);
    }
    let mut because: Vec<Note> = speaking
        .iter()
        .map(|row| {
            Note::new("letter-because-words")
                .with("letter-content", row.content)
                .with("words", &row.words)
                .with("source", &row.source)
                .with("certainty", row.grade)
        })
        .collect();
    let content = match parts[..] {
        _ if letter.is_sealed => Content::Denunciation,
        [] => {
            because.push(Note::new("letter-because-nothing"));
            Content::Petition
        }
        [only] => only,
        _ => Content::Mixed,
    };
    if letter.signers >= GROUP {
        because.push(Note::new("letter-because-group").with("signers", letter.signers));
    }
    let anonymous = Signers::of(letter.signers) == Signers::Nobody;
    if anonymous {
        because.push(Note::new("letter-because-nobody"));
    }
    let disposal = match content {
        Content::Mixed => Disposal::Split,
        Content::Denunciation if anonymous => Disposal::Inspection,
        _ => Disposal::Open,
    };
    let parts = if content == Content::Mixed { parts } else { Vec::new() };
    Proposed { content, parts, eligibility: Eligibility::Eligible, disposal, because }
}
