//! A letter as a page that prints like an official one: drawn from the same plain value as the file for Word.

use crate::{answer::Sorry, guard::Reader, pages::Answered};
use askama::filters::{Html, escape};
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::IntoResponse,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use danvan_actions::documents::{
    Block, Letter,
    notes::{Piece, pieces, uncalled},
};
use danvan_domain::documents::{Documents, Form, System};
use std::fmt::Write;

/// A letter as it is drawn.
pub(in crate::pages) struct Paper {
    pub(in crate::pages) system: &'static str,
    pub(in crate::pages) motto: String,
    pub(in crate::pages) creed: String,
    pub(in crate::pages) star: bool,
    pub(in crate::pages) letter: Letter,
    pub(in crate::pages) parts: Vec<Part>,
    /// Of each note, in order, where its figures are counted; none where a letter says nothing of that.
    pub(in crate::pages) leads: Vec<Option<Lead>>,
}

/// Where the figures of a note are counted.
pub(in crate::pages) struct Lead {
    pub(in crate::pages) href: String,
    /// What the reader is told of it, in their language.
    pub(in crate::pages) words: String,
    pub(in crate::pages) language: &'static str,
}

/// A part of the body.
pub(in crate::pages) struct Part {
    /// What it is: a class of the style sheet.
    pub(in crate::pages) class: &'static str,
    /// What stands in bold before it.
    pub(in crate::pages) lead: String,
    pub(in crate::pages) text: String,
    /// The rows of a table, the heading first.
    pub(in crate::pages) rows: Vec<Vec<String>>,
    /// A drawing as an address that holds it whole: the browser follows nothing in it and runs nothing of it.
    pub(in crate::pages) drawing: Option<String>,
}

impl Paper {
    pub(in crate::pages) fn of(letter: Letter) -> Self {
        let form = Documents::facts().form(letter.system);
        Self {
            system: form.system.word(),
            motto: form.motto.clone(),
            creed: form.creed.clone(),
            star: form.star,
            parts: letter.blocks.iter().map(Part::of).collect(),
            leads: Vec::new(),
            letter,
        }
    }

    /// Where the figures of a note are counted, from 0.
    pub(in crate::pages) fn lead(&self, note: &usize) -> Option<&Lead> {
        self.leads.get(*note).and_then(Option::as_ref)
    }

    /// A text as HTML, the calls of notes raised and leading to their notes.
    pub(in crate::pages) fn say(&self, text: &str) -> String {
        let pieces = pieces(text, self.letter.notes.len()).into_iter().map(|piece| match piece {
            Piece::Text(text) => escape(text, Html).map_or_else(|_| String::new(), |text| text.to_string()),
            Piece::Call(number) => format!("<sup><a href=\"#note-{number}\">{number}</a></sup>"),
        });
        pieces.collect()
    }

    /// A text without the calls of notes.
    pub(in crate::pages) fn plain(&self, text: &str) -> String {
        uncalled(text, self.letter.notes.len())
    }

    /// Whether what it is about stands below its title rather than below its number.
    pub(in crate::pages) fn has_title(&self) -> bool {
        !self.letter.title.is_empty()
    }
}

impl Part {
    fn of(block: &Block) -> Self {
        let part = |class, text: &str| Self {
            class,
            lead: String::new(),
            text: text.to_owned(),
            rows: Vec::new(),
            drawing: None,
        };
        match block {
            Block::Base(text) => part("paper-base", text),
            Block::Heading(text) => part("paper-heading", text),
            Block::Paragraph(text) => part("paper-text", text),
            Block::Item(text) => part("paper-text", &format!("- {text}")),
            Block::Article(lead, text) => Self { lead: lead.clone(), ..part("paper-text", text) },
            Block::Table(rows) => Self { rows: rows.clone(), ..part("paper-table", "") },
            Block::Picture(picture) => {
                let drawing = format!("data:image/svg+xml;base64,{}", STANDARD.encode(&picture.svg));
                Self { drawing: Some(drawing), ..part("paper-told", &picture.told) }
            }
        }
    }
}

/// Margins and sizes of a system's page, out of its row of facts.
fn style_of(form: &Form) -> String {
    let Form { top, bottom, left, right, size, title_size, recipients_size, .. } = form;
    let mut style = String::new();
    // Writing to a String cannot fail. From the second page on the number stands in the upper margin.
    let _ = write!(
        style,
        "@page {{ size: A4; margin: {top}mm {right}mm {bottom}mm {left}mm; @top-center {{ content: counter(page); \
         font: 13pt \"Times New Roman\", Tinos, \"Liberation Serif\", serif; }} }}\n@page :first {{ @top-center {{ \
         content: none; }} }}\n.paper {{ --size: {size}pt; --title-size: {title_size}pt; --recipients-size: \
         {recipients_size}pt; --top: {top}mm; --bottom: {bottom}mm; --left: {left}mm; --right: {right}mm; }}\n"
    );
    style
}

/// The style sheet of a system's page.
pub(super) async fn style(reader: Reader, Path(system): Path<String>) -> Answered {
    let system: Option<System> = system.strip_suffix(".css").and_then(|word| word.parse().ok());
    let system = system.ok_or_else(|| Sorry::lost(reader.language))?;
    let mut response = style_of(Documents::facts().form(system)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=3600"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn margins_and_sizes_come_from_the_facts() {
        let check = |system, margins: &str, sizes: &str| {
            let style = style_of(Documents::facts().form(system));
            assert!(style.contains(&format!("margin: {margins};")), "{style}");
            assert!(style.contains(sizes), "{style}");
        };
        check(System::State, "20mm 20mm 20mm 30mm", "--size: 14pt; --title-size: 14pt");
        check(System::Party, "20mm 15mm 20mm 30mm", "--size: 14pt; --title-size: 16pt");
    }

    #[test]
    fn every_block_of_a_letter_becomes_a_part() {
        let check = |block: Block, class: &str, lead: &str, text: &str, rows: usize| {
            let part = Part::of(&block);
            let found = (part.class, part.lead.as_str(), part.text.as_str(), part.rows.len());
            assert_eq!(found, (class, lead, text, rows));
        };
        check(Block::Base("Căn cứ".into()), "paper-base", "", "Căn cứ", 0);
        check(Block::Heading("NHẬN XÉT".into()), "paper-heading", "", "NHẬN XÉT", 0);
        check(Block::Item("một".into()), "paper-text", "", "- một", 0);
        check(Block::Article("Điều 1.".into(), "Giao".into()), "paper-text", "Điều 1.", "Giao", 0);
        check(Block::Table(vec![vec!["a".into()], vec!["b".into()]]), "paper-table", "", "", 2);
        let picture = danvan_actions::documents::Picture { svg: "<svg/>".into(), told: "Hình 1".into() };
        let part = Part::of(&Block::Picture(picture));
        assert_eq!((part.class, part.text.as_str()), ("paper-told", "Hình 1"));
        assert_eq!(part.drawing.as_deref(), Some("data:image/svg+xml;base64,PHN2Zy8+"));
    }
}
