//! The outlines of briefs: which sections each kind has, and which figures stand in them. Facts with their source.

use super::Kind;
use crate::{
    facts::{Fault, Grade, embedded},
    procedures::Name,
    refusals::Note,
    words_enum,
};
use serde::Deserialize;
use std::sync::LazyLock;
use toml::Spanned;

words_enum! {
    /// What is said by figures in a section.
    Part {
        /// Cases that came in, against the days before.
        Received = "received",
        /// What teams heard, likewise.
        Heard = "heard",
        /// The curve of whole weeks.
        Weeks = "weeks",
        /// The topics, with what changed.
        Topics = "topics",
        /// The places with most.
        Places = "places",
        /// What stands out.
        Findings = "findings",
        /// What was answered in time.
        OnTime = "on_time",
        /// The same by topic, drawn.
        OnTimeBars = "on_time_bars",
        /// What people say was solved.
        Solved = "solved",
        /// Letters.
        Letters = "letters",
        /// Reception of citizens.
        Receptions = "receptions",
        /// What was promised, kept and late.
        Promises = "promises",
        /// What the next period may bring, by what the last four did.
        Range = "range",
        /// How far a project has come.
        Clearance = "clearance",
        /// What keeps its files waiting.
        Waiting = "waiting",
    }
}

/// A section of an outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionFact {
    /// Its word.
    pub code: String,
    /// Its heading.
    pub name: Name,
    /// What is written here.
    pub hint: Name,
    /// What is said by figures, in order.
    pub holds: Vec<Part>,
}

/// The outline of a kind of brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Of which kind.
    pub kind: Kind,
    /// What it is called.
    pub name: Name,
    /// Where it comes from.
    pub source: String,
    /// How sure that is.
    pub grade: Grade,
    /// Its sections, in order.
    pub sections: Vec<SectionFact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    outline: Vec<RawOutline>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOutline {
    kind: Spanned<Kind>,
    vi: String,
    en: String,
    source: String,
    grade: Grade,
    sections: Vec<RawSection>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    code: Spanned<String>,
    vi: String,
    en: String,
    #[serde(default)]
    hint_vi: String,
    #[serde(default)]
    hint_en: String,
    #[serde(default)]
    holds: Vec<Part>,
}

/// All outlines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlines(Vec<Outline>);

static FACTS: LazyLock<Outlines> =
    LazyLock::new(|| embedded("briefs", Outlines::read(include_str!("../../facts/briefs/outlines.toml"))));

impl Outlines {
    /// The outlines danvan comes with.
    pub fn facts() -> &'static Self {
        &FACTS
    }

    /// Outlines from a text.
    ///
    /// # Errors
    /// What cannot be read; a kind without an outline or with two; an outline without source; a section that stands twice or whose
    /// word is not plain.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        let line =
            |at: usize| 1 + text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() as u64;
        let raw: RawFile = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(1, |span| line(span.start));
            vec![Fault::at(at, Note::new("fact-malformed").with("reason", error.message()))]
        })?;
        let mut faults = Vec::new();
        for one in &raw.outline {
            let at = line(one.kind.span().start);
            let same = raw.outline.iter().filter(|other| other.kind.get_ref() == one.kind.get_ref()).count();
            if 1 < same {
                faults.push(Fault::at(at, Note::new("return-fact-twice").with("word", one.kind.get_ref())));
            }
            if one.source.is_empty() || one.sections.is_empty() {
                faults.push(Fault::at(at, Note::new("return-fact-source")));
            }
            for section in &one.sections {
                let (word, at) = (section.code.get_ref(), line(section.code.span().start));
                if word.is_empty() || !word.bytes().all(|it| it.is_ascii_lowercase() || it == b'_') {
                    faults.push(Fault::at(at, Note::new("return-fact-word").with("word", word)));
                }
                if 1 < one.sections.iter().filter(|other| other.code.get_ref() == word).count() {
                    faults.push(Fault::at(at, Note::new("return-fact-twice").with("word", word)));
                }
            }
        }
        for kind in Kind::ALL {
            if !raw.outline.iter().any(|one| one.kind.get_ref() == kind) {
                faults.push(Fault::at(1, Note::new("fact-document-missing").with("code", kind)));
            }
        }
        if faults.is_empty() {
            Ok(Self(raw.outline.into_iter().map(Outline::from).collect()))
        } else {
            Err(faults)
        }
    }

    /// The outline of a kind. [`Outlines::read`] refuses a text in which one is missing.
    pub fn of(&self, kind: Kind) -> &Outline {
        self.0.iter().find(|outline| outline.kind == kind).unwrap_or(&self.0[0])
    }
}

impl From<RawOutline> for Outline {
    fn from(raw: RawOutline) -> Self {
        let sections = raw.sections.into_iter().map(|one| SectionFact {
            code: one.code.into_inner(),
            name: Name { vi: one.vi, en: one.en },
            hint: Name { vi: one.hint_vi, en: one.hint_en },
            holds: one.holds,
        });
        Self {
            kind: raw.kind.into_inner(),
            name: Name { vi: raw.vi, en: raw.en },
            source: raw.source,
            grade: raw.grade,
            sections: sections.collect(),
        }
    }
}
