//! A brief's letter as a page: every number leads to its note, every drawing stands where Word has it.

use danvan_actions::{
    briefs::Paper,
    documents::{Block, Letter},
};
use danvan_domain::{
    briefs::{Measure, Query},
    documents::Documents,
};

/// A letter as it is drawn.
pub(super) struct Sheet {
    pub(super) system: &'static str,
    pub(super) motto: String,
    pub(super) creed: String,
    pub(super) star: bool,
    pub(super) letter: Letter,
    pub(super) parts: Vec<Part>,
    /// Each note with where its figures are counted.
    pub(super) notes: Vec<(String, Option<String>)>,
}

/// A piece of text, or the call of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// The number of the note; 0 for text.
    pub(super) note: usize,
}

/// A part of the body.
pub(super) struct Part {
    /// A class of the style sheet.
    pub(super) class: &'static str,
    /// What stands in bold before it.
    pub(super) lead: String,
    pub(super) pieces: Vec<Piece>,
    /// The rows of a table, the heading first.
    pub(super) rows: Vec<Vec<Vec<Piece>>>,
    /// A drawing; it was made by the house out of numbers and escaped names.
    pub(super) svg: String,
}

/// A text with the calls of its notes, `⟦3⟧`, set apart.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut all = Vec::new();
    let mut rest = text;
    let plain = |text: &str| Piece { text: text.to_owned(), note: 0 };
    while let Some((before, after)) = rest.split_once('⟦') {
        let call = after.split_once('⟧').and_then(|(call, rest)| Some((call.parse().ok()?, rest)));
        let Some((note, after)) = call.filter(|(note, _)| 0 < *note) else {
            break;
        };
        if !before.is_empty() {
            all.push(plain(before));
        }
        all.push(Piece { text: String::new(), note });
        rest = after;
    }
    if !rest.is_empty() {
        all.push(plain(rest));
    }
    all
}

impl Part {
    fn of(block: &Block) -> Self {
        let part = |class, text: &str| Self {
            class,
            lead: String::new(),
            pieces: pieces(text),
            rows: Vec::new(),
            svg: String::new(),
        };
        match block {
            Block::Base(text) => part("paper-base", text),
            Block::Heading(text) => part("paper-heading", text),
            Block::Paragraph(text) => part("paper-text", text),
            Block::Item(text) => part("paper-text", &format!("- {text}")),
            Block::Article(lead, text) => Self { lead: lead.clone(), ..part("paper-text", text) },
            Block::Table(rows) => Self {
                rows: rows.iter().map(|row| row.iter().map(|cell| pieces(cell)).collect()).collect(),
                ..part("paper-table", "")
            },
            Block::Picture(picture) => {
                Self { svg: picture.svg.clone(), ..part("paper-picture", &picture.told) }
            }
        }
    }
}

impl Sheet {
    pub(super) fn of(paper: Paper) -> Self {
        let form = Documents::facts().form(paper.letter.system);
        let hrefs = paper.queries.iter().map(counted_at).chain(std::iter::repeat(None));
        let called = |(n, (note, href)): (usize, (&String, Option<String>))| (format!("{n}. {note}"), href);
        Self {
            system: form.system.word(),
            motto: form.motto.clone(),
            creed: form.creed.clone(),
            star: form.star,
            parts: paper.letter.blocks.iter().map(Part::of).collect(),
            notes: (1..).zip(paper.letter.notes.iter().zip(hrefs)).map(called).collect(),
            letter: paper.letter,
        }
    }
}

/// The page that counts the same.
fn counted_at(query: &Query) -> Option<String> {
    let Query { unit, from, to, on, .. } = query;
    let asked = format!("unit={unit}&from={from}&to={to}&on={on}");
    match query.measure {
        Measure::Received | Measure::Heard | Measure::OnTime | Measure::Solved => {
            let topic = query.topic.as_deref().unwrap_or("all");
            Some(format!("/overview?{asked}&topic={topic}"))
        }
        Measure::LettersReceived | Measure::LettersOnTime => Some(format!("/registers/statistics?{asked}")),
        Measure::ReceptionDays | Measure::ReceptionVisits => Some(format!("/registers/receptions?{asked}")),
        Measure::PromisesKept | Measure::PromisesLate => Some("/programmes/promised".into()),
        Measure::Findings => Some("/findings".into()),
        Measure::FindingSeen => query.thing.map(|id| format!("/findings/{id}")),
        Measure::FilesCleared | Measure::LandCleared | Measure::Households | Measure::FilesWaiting => {
            query.thing.map(|id| format!("/clearance/{id}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_notes_are_set_apart_and_nothing_else_is() {
        let check = |text: &str, expected: &[(&str, usize)]| {
            let found = pieces(text);
            let found: Vec<(&str, usize)> = found.iter().map(|one| (one.text.as_str(), one.note)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("", &[]);
        check("Không.", &[("Không.", 0)]);
        check("Tiếp nhận 6⟦1⟧ phản ánh.", &[("Tiếp nhận 6", 0), ("", 1), (" phản ánh.", 0)]);
        check("6⟦1⟧⟦2⟧", &[("6", 0), ("", 1), ("", 2)]);
        check("a ⟦x⟧ b", &[("a ⟦x⟧ b", 0)]);
        check("a ⟦0⟧", &[("a ⟦0⟧", 0)]);
        check("a ⟦12", &[("a ⟦12", 0)]);
    }
}
