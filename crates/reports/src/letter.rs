//! A letter as data: what stands in its head, what it says, who signs it, who receives it. It knows neither DOCX nor HTML.

use crate::{notes::uncalled, text::clean};
use danvan_domain::documents::System;
use serde::{Deserialize, Serialize};

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// By whose rules the page is set.
    pub system: System,
    /// What stands above the organisation; may be empty.
    pub superior: String,
    /// The organisation's lines.
    pub organisation: Vec<String>,
    /// The number as written, or with a gap while there is none.
    pub number: String,
    /// Where and when: `Ba Đình, ngày 05 tháng 02 năm 2026`.
    pub place_and_day: String,
    /// The kind of document in capitals; a plain letter has none.
    pub title: String,
    /// What it is about.
    pub about: String,
    /// To whom.
    pub addressees: Vec<String>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The lines above the signature.
    pub signature: Vec<String>,
    /// Who signs; may be empty.
    pub signer: String,
    /// Who receives it.
    pub recipients: Vec<String>,
    /// What the page says across its top: a draft, made-up data. May be empty.
    pub remark: String,
    /// Where its figures come from, one note each; `⟦1⟧` in any text calls the first.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// A part of a letter's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A base in law or fact, in italics.
    Base(String),
    /// A heading in the middle.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// An entry of a list.
    Item(String),
    /// An article: what stands in bold, and what follows it.
    Article(String, String),
    /// A table; the first row is its heading.
    Table(Vec<Row>),
    /// A drawing.
    Picture(Picture),
}

/// A drawing inside a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The drawing as SVG with a `viewBox`, in plain colours; it is set as wide as the text.
    pub svg: String,
    /// What it shows, for whoever does not see it; it stands below the drawing.
    pub told: String,
}

/// The cells of a row.
pub type Row = Vec<String>;

impl Letter {
    /// The same letter with every text cleaned of what a file cannot hold.
    #[must_use]
    pub fn cleaned(mut self) -> Self {
        for text in self.texts() {
            *text = clean(text);
        }
        self
    }

    /// Every text it holds.
    pub(crate) fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let lines = self.organisation.iter_mut().chain(&mut self.addressees);
        let lines = lines.chain(&mut self.signature).chain(&mut self.recipients).chain(&mut self.notes);
        let single = [
            &mut self.superior,
            &mut self.number,
            &mut self.place_and_day,
            &mut self.title,
            &mut self.about,
            &mut self.signer,
            &mut self.remark,
        ];
        lines.chain(single).chain(self.blocks.iter_mut().flat_map(Block::texts))
    }

    /// Its texts in the order in which a reader meets them; notes are not among them.
    pub(crate) fn in_order(&self) -> Vec<&str> {
        // What it is about stands below the number of a plain letter, and below the title of any other.
        let [above, below] = if self.title.is_empty() { [&self.about, ""] } else { ["", &self.about] };
        let mut texts = vec![self.remark.as_str(), &self.superior];
        texts.extend(self.organisation.iter().map(String::as_str));
        texts.extend([&self.number, above, &self.place_and_day, &self.title, below]);
        texts.extend(self.addressees.iter().map(String::as_str));
        texts.extend(self.blocks.iter().flat_map(Block::said));
        texts.extend(self.recipients.iter().chain(&self.signature).map(String::as_str));
        texts.push(&self.signer);
        texts
    }

    /// All it says, line by line, without the calls of notes: for tests, and for who only wants to read.
    pub fn plain(&self) -> String {
        let mut lines = vec![self.superior.clone()];
        lines.extend(self.organisation.iter().cloned());
        lines.extend([&self.number, &self.place_and_day, &self.title, &self.about].map(Clone::clone));
        lines.extend(self.addressees.iter().map(|to| format!("Kính gửi: {to}")));
        lines.extend(self.blocks.iter().map(Block::plain));
        lines.extend(self.signature.iter().cloned());
        lines.push(self.signer.clone());
        lines.extend(self.recipients.iter().cloned());
        lines.extend(self.notes.iter().cloned());
        lines.retain(|line| !line.is_empty());
        uncalled(&lines.join("\n"), self.notes.len())
    }
}

impl Block {
    fn texts(&mut self) -> Vec<&mut String> {
        match self {
            Self::Base(text) | Self::Heading(text) | Self::Paragraph(text) | Self::Item(text) => vec![text],
            Self::Article(lead, text) => vec![lead, text],
            Self::Table(rows) => rows.iter_mut().flatten().collect(),
            Self::Picture(picture) => vec![&mut picture.told],
        }
    }

    fn said(&self) -> Vec<&str> {
        match self {
            Self::Base(text) | Self::Heading(text) | Self::Paragraph(text) | Self::Item(text) => vec![text],
            Self::Article(lead, text) => vec![lead, text],
            Self::Table(rows) => rows.iter().flatten().map(String::as_str).collect(),
            Self::Picture(picture) => vec![&picture.told],
        }
    }

    fn plain(&self) -> String {
        match self {
            Self::Base(text) | Self::Heading(text) | Self::Paragraph(text) => text.clone(),
            Self::Item(text) => format!("- {text}"),
            Self::Article(lead, text) => format!("{lead} {text}"),
            Self::Table(rows) => rows.iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n"),
            Self::Picture(picture) => picture.told.clone(),
        }
    }
}
