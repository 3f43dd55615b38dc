//! Notes in a DOCX: footnotes of its own where Word counts them as the letter does, else raised numbers and a list at the end.

use super::{Setting, half};
use crate::{
    Letter,
    notes::{Piece, pieces, uncalled},
};
use docx_rs::{Footnote, LineSpacing, Paragraph, Run, VertAlignType};

/// The size of notes, in points.
const SIZE: u16 = 10;
/// Where the number of a footnote stands until it is put there; no cleaned text holds it.
const HERE: char = '\u{e000}';

/// The notes of a letter.
pub(super) struct Called<'a> {
    pub(super) notes: &'a [String],
    /// Whether each is called once, in their order.
    are_footnotes: bool,
}

impl<'a> Called<'a> {
    pub(super) fn of(letter: &'a Letter) -> Self {
        let notes = letter.notes.as_slice();
        let called: Vec<usize> = letter
            .in_order()
            .into_iter()
            .flat_map(|text| pieces(text, notes.len()))
            .filter_map(|piece| match piece {
                Piece::Call(number) => Some(number),
                Piece::Text(_) => None,
            })
            .collect();
        Self { notes, are_footnotes: called.into_iter().eq(1..=notes.len()) }
    }

    /// The call of a note.
    pub(super) fn call(&self, number: usize, points: u16) -> Run {
        let run = raised(points);
        match self.notes.get(number.saturating_sub(1)) {
            Some(note) if self.are_footnotes => {
                let mut footnote = Footnote { id: number, content: Vec::new() };
                footnote.add_content(paragraph(&HERE.to_string(), note, self.notes.len()));
                run.add_footnote_reference(footnote)
            }
            _ => run.add_text(number.to_string()),
        }
    }
}

fn raised(points: u16) -> Run {
    let mut run = Run::new().size(half(points));
    run.run_property = run.run_property.vert_align(VertAlignType::SuperScript);
    run
}

/// A note behind its raised number.
fn paragraph(number: &str, note: &str, notes: usize) -> Paragraph {
    let raised = raised(SIZE).add_text(number);
    let words = Run::new().size(half(SIZE)).add_text(format!(" {}", uncalled(note, notes)));
    let tight = LineSpacing::new().before(0).after(0);
    Paragraph::new().line_spacing(tight).add_run(raised).add_run(words)
}

impl Setting<'_> {
    /// The notes at the end, where they are no footnotes.
    pub(super) fn listed(&self, letter: &Letter) -> Vec<Paragraph> {
        if letter.notes.is_empty() || self.called.are_footnotes {
            return Vec::new();
        }
        let mut lines = vec![self.gap(), Paragraph::new().add_run(self.run(&"_".repeat(30), 6))];
        let notes = (1..).zip(&letter.notes);
        lines.extend(
            notes.map(|(number, note): (usize, _)| paragraph(&number.to_string(), note, letter.notes.len())),
        );
        lines
    }
}

/// Puts the numbers that Word counts where they belong.
pub(super) fn number(footnotes: &mut Vec<u8>) {
    let Ok(text) = std::str::from_utf8(footnotes) else { return };
    let here = format!("<w:t xml:space=\"preserve\">{HERE}</w:t>");
    if text.contains(&here) {
        *footnotes = text.replace(&here, "<w:footnoteRef />").into_bytes();
    }
}
