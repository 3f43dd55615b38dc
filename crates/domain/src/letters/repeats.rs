//! What the law says of a letter whose content came before in another one that an officer linked with it. Denunciations
//! take no part: nothing of what they say is compared with anything.

use super::{Content, Disposal, Eligibility, Letter, Proposed, propose};
use crate::{
    facts::{Grade, embedded, read_rows},
    refusals::Note,
    words_enum,
};
use serde::Deserialize;
use std::sync::LazyLock;

words_enum! {
    /// What became of the same content before.
    Before {
        /// It was sent on to another office.
        Transferred = "transferred",
        /// An office that found it to be its own matter has it.
        WithCompetentOffice = "with_competent_office",
        /// Its sender was guided to the competent office.
        Guided = "guided",
    }
}

/// What the law says then.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Row {
    when: Before,
    refuses: Option<Disposal>,
    eligibility: Option<Eligibility>,
    disposal: Option<Disposal>,
    source: String,
    grade: Grade,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = read_rows(include_str!("../../facts/letter_repeats.csv"));
    embedded("letter_repeats", rows.map(|rows| rows.into_iter().map(|(_, row)| row).collect()))
});

/// Another letter of the same content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Its number and year, `5/2026`.
    pub number: String,
    /// The name of the office that has it.
    pub office: String,
    /// What became of it, as far as it matters here.
    pub before: Vec<Before>,
}

impl Earlier {
    /// What is known of another letter of the same content, seen from a letter.
    pub fn of(letter: &Letter, other: &Letter, office: &str, is_transferred: bool) -> Self {
        let is_theirs = other.axes.as_ref().is_some_and(|axes| axes.competence == super::Competence::Own);
        let mut before = Vec::new();
        if is_transferred {
            before.push(Before::Transferred);
        }
        if other.unit != letter.unit && is_theirs {
            before.push(Before::WithCompetentOffice);
        }
        if other.unit == letter.unit && other.disposal == Some(Disposal::Guide) {
            before.push(Before::Guided);
        }
        Self { number: format!("{}/{}", other.number, other.year), office: office.into(), before }
    }
}

/// Whether what a letter says may be compared with other letters: never of a denunciation, nor, before anybody has read it
/// for the log, of a letter whose words speak for one.
pub fn is_comparable(letter: &Letter) -> bool {
    if letter.is_sealed {
        return false;
    }
    match &letter.axes {
        Some(axes) => axes.content != Content::Denunciation && !axes.parts.contains(&Content::Denunciation),
        None => {
            let proposed = propose(letter);
            proposed.content != Content::Denunciation && !proposed.parts.contains(&Content::Denunciation)
        }
    }
}

/// Each row of the law that an earlier letter calls for, with that letter.
fn called_for(earlier: &[Earlier]) -> impl Iterator<Item = (&'static Row, &Earlier)> {
    ROWS.iter().filter_map(move |row| {
        earlier.iter().find(|one| one.before.contains(&row.when)).map(|one| (row, one))
    })
}

fn said(key: &str, row: &Row, one: &Earlier) -> Note {
    Note::new(key)
        .with("number", &one.number)
        .with("office", &one.office)
        .with("source", &row.source)
        .with("certainty", row.grade)
}

/// What the house proposes once earlier letters of the same content are linked.
pub fn propose_after(proposed: Proposed, earlier: &[Earlier]) -> Proposed {
    let mut proposed = proposed;
    for (row, one) in called_for(earlier) {
        let key = match row.when {
            Before::Transferred => "letter-because-transferred",
            Before::WithCompetentOffice => "letter-because-elsewhere",
            Before::Guided => "letter-because-guided",
        };
        proposed.because.push(said(key, row, one));
        if let (Some(eligibility), Some(disposal)) = (row.eligibility, row.disposal)
            && proposed.eligibility == Eligibility::Eligible
        {
            (proposed.eligibility, proposed.disposal) = (eligibility, disposal);
        }
    }
    proposed
}

/// Whether what became of the same content before leaves an end open to a letter.
///
/// # Errors
/// The article, and the letter that came before.
pub fn decide_after(disposal: Disposal, earlier: &[Earlier]) -> Result<(), Note> {
    let refused = called_for(earlier).find(|(row, _)| row.refuses == Some(disposal));
    refused.map_or(Ok(()), |(row, one)| Err(said("letter-transferred-before", row, one)))
}
