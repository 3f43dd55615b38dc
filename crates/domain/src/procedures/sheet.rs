//! A file of a procedure as it is written, before anything in it is believed.

use super::{FileFault, rows::Place};
use crate::{facts::Fault, refusals::Note};
use serde::Deserialize;
use std::ops::Range;
use toml::{Spanned, value::Datetime};

/// A word with its place in the text.
pub(super) type Word = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    pub(super) procedure: RawHead,
    #[serde(default)]
    pub(super) stages: Vec<RawStage>,
    #[serde(default)]
    pub(super) steps: Vec<RawStep>,
    #[serde(default)]
    pub(super) conditions: Vec<RawCondition>,
    #[serde(default)]
    pub(super) acts: Vec<RawAct>,
    #[serde(default)]
    pub(super) rules: Vec<RawRule>,
    #[serde(default)]
    pub(super) transitions: Vec<RawTransition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHead {
    pub(super) code: Word,
    #[serde(default)]
    pub(super) vi: String,
    #[serde(default)]
    pub(super) en: String,
    /// The rows of this file stand in place of the built-in ones of the same steps, acts and conditions.
    #[serde(default)]
    pub(super) amends: bool,
    /// Who begins a proceeding: a resident, or an office on its own.
    pub(super) opened_by: Option<Word>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStage {
    pub(super) code: Word,
    pub(super) vi: String,
    pub(super) en: String,
    #[serde(default)]
    pub(super) last: bool,
    #[serde(default)]
    pub(super) public: bool,
    #[serde(default)]
    pub(super) permanent: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStep {
    pub(super) code: Word,
    pub(super) vi: String,
    pub(super) en: String,
    pub(super) subject: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGround {
    pub(super) code: String,
    pub(super) vi: String,
    pub(super) en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCondition {
    pub(super) code: Word,
    pub(super) vi: String,
    pub(super) en: String,
    #[serde(default)]
    pub(super) grounds: Vec<RawGround>,
    pub(super) valid_from: Option<Spanned<Datetime>>,
    pub(super) valid_to: Option<Spanned<Datetime>>,
    pub(super) source: Option<String>,
    pub(super) grade: Word,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAct {
    pub(super) act: Word,
    pub(super) vi: String,
    pub(super) en: String,
    #[serde(default)]
    pub(super) from: Vec<Word>,
    pub(super) to: Option<Word>,
    pub(super) who: Vec<Word>,
    #[serde(default)]
    pub(super) needs: Vec<Word>,
    #[serde(default)]
    pub(super) after: Vec<Word>,
    pub(super) after_lapse: Option<Word>,
    #[serde(default)]
    pub(super) when: Vec<Word>,
    pub(super) times: Option<Spanned<i64>>,
    pub(super) sets: Option<Word>,
    pub(super) extends: Option<Word>,
    #[serde(default)]
    pub(super) pauses: Vec<Word>,
    #[serde(default)]
    pub(super) resumes: Vec<Word>,
    pub(super) settling: Option<Word>,
    pub(super) subject: Option<String>,
    pub(super) valid_from: Option<Spanned<Datetime>>,
    pub(super) valid_to: Option<Spanned<Datetime>>,
    pub(super) source: Option<String>,
    pub(super) grade: Word,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExtension {
    #[serde(default)]
    pub(super) when: Vec<Word>,
    pub(super) amount: Spanned<i64>,
    pub(super) times: Spanned<i64>,
    pub(super) source: Option<String>,
    pub(super) grade: Word,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub(super) step: Word,
    pub(super) start: Option<Word>,
    pub(super) start_lapse: Option<Word>,
    pub(super) amount: Spanned<i64>,
    pub(super) amount_by: Option<Word>,
    pub(super) unit: Word,
    pub(super) bound: Option<Word>,
    #[serde(default)]
    pub(super) when: Vec<Word>,
    #[serde(default)]
    pub(super) ends: Vec<Word>,
    #[serde(default)]
    pub(super) extensions: Vec<RawExtension>,
    pub(super) responsible: Word,
    pub(super) lapses: Word,
    pub(super) valid_from: Option<Spanned<Datetime>>,
    pub(super) valid_to: Option<Spanned<Datetime>>,
    pub(super) source: Option<String>,
    pub(super) grade: Word,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTransition {
    pub(super) on: Spanned<Datetime>,
    #[serde(default)]
    pub(super) new_for: Vec<Word>,
    pub(super) source: Option<String>,
    pub(super) grade: Word,
}

/// One file with its name and text, so that every row can say where it stands.
pub(super) struct Sheet<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) raw: RawFile,
}

impl<'a> Sheet<'a> {
    pub(super) fn read(file: &'a str, text: &'a str) -> Result<Self, FileFault> {
        let text = text.trim_start_matches('\u{feff}');
        match toml::from_str(text) {
            Ok(raw) => Ok(Self { file, text, raw }),
            Err(error) => {
                let line = line_of(text, &error.span().unwrap_or_default());
                let note = Note::new("fact-malformed").with("reason", error.message());
                Err(FileFault { file: file.to_owned(), fault: Fault::at(line, note) })
            }
        }
    }

    pub(super) fn code(&self) -> &str {
        self.raw.procedure.code.get_ref()
    }

    /// Where the procedure is named.
    pub(super) fn head(&self) -> Place {
        Place { file: self.file.to_owned(), line: self.line(&self.raw.procedure.code.span()) }
    }

    pub(super) fn fault_of_head(&self, note: Note) -> FileFault {
        let Place { file, line } = self.head();
        FileFault { file, fault: Fault::at(line, note) }
    }

    pub(super) fn line(&self, span: &Range<usize>) -> u64 {
        line_of(self.text, span)
    }
}

/// The line on which a stretch of text begins, counted from 1.
fn line_of(text: &str, span: &Range<usize>) -> u64 {
    let before = text.as_bytes().get(..span.start).unwrap_or(text.as_bytes());
    before.iter().fold(1, |line, byte| line + u64::from(*byte == b'\n'))
}
