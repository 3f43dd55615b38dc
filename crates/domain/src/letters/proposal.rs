//! What the house proposes for a letter, and why: words of its summary and the number of signers, never anything about
//! the people. The officer decides.

use super::{Content, Disposal, Eligibility, Letter, Signers};
use crate::{
    facts::{Grade, embedded, read_rows},
    fold::fold,
    procedures::Limits,
    refusals::Note,
};
use serde::Deserialize;
use std::sync::LazyLock;

/// Words that speak for a content, or for what becomes of one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Row {
    /// None when they say nothing about the content.
    content: Option<Content>,
    /// What becomes of a denunciation that says them.
    disposal: Option<Disposal>,
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
    let (mut parts, mut because) = (Vec::new(), Vec::new());
    for (content, row) in speaking(&found) {
        parts.push(content);
        because.push(reason("letter-because-words", row).with("letter-content", content));
    }
    parts.sort_unstable();
    parts.dedup();
    // A complaint about discipline says the words of a complaint as well.
    if parts.contains(&Content::DisciplinaryComplaint) {
        parts.retain(|part| *part != Content::Complaint);
    }
    let content = match parts[..] {
        _ if letter.is_sealed => Content::Denunciation,
        [] => {
            because.push(Note::new("letter-because-nothing"));
            Content::Petition
        }
        [only] => only,
        _ => Content::Mixed,
    };
    let signers = letter.class();
    if signers == Signers::Group {
        let note = Note::new("letter-because-group").with("signers", letter.signers);
        let law = Limits::facts().group(letter.received_on);
        because.extend(law.map(|law| law.told(note)));
    }
    if signers == Signers::Nobody {
        because.push(Note::new("letter-because-nobody"));
    }
    let sent_on = found.iter().find_map(|row| row.disposal.map(|disposal| (disposal, *row)));
    let disposal = match content {
        Content::Mixed => Disposal::Split,
        Content::Denunciation if signers == Signers::Nobody => Disposal::Inspection,
        Content::Denunciation => sent_on.map_or(Disposal::Open, |(disposal, row)| {
            because.push(reason("letter-because-disposal", row).with("letter-disposal", disposal));
            disposal
        }),
        _ => Disposal::Open,
    };
    let parts = if content == Content::Mixed { parts } else { Vec::new() };
    Proposed { content, parts, eligibility: Eligibility::Eligible, disposal, because }
}

/// The rows that speak for a content: weak ones only when nothing else does.
fn speaking<'a>(found: &[&'a Row]) -> Vec<(Content, &'a Row)> {
    let named = || found.iter().filter_map(|row| row.content.map(|content| (content, *row)));
    let is_strong = named().any(|(_, row)| !row.weak);
    named().filter(|(_, row)| !row.weak || !is_strong).collect()
}

/// Why something is proposed: the words that were found, and who says that they mean it.
fn reason(key: &str, row: &Row) -> Note {
    let note = Note::new(key).with("words", &row.words).with("source", &row.source);
    note.with("certainty", row.grade)
}
