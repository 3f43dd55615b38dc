//! What a brief says in figures: sentences built from numbers, tables and charts. Each number stands with its query.

use crate::{ids::UnitId, time::Day, words_enum};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

words_enum! {
    /// What is counted.
    Measure {
        /// Cases that came in.
        Received = "received",
        /// Observations of teams.
        Heard = "heard",
        /// Of cases first answered or refused, those in time.
        OnTime = "on_time",
        /// Of cases of which somebody said so, those that were solved.
        Solved = "solved",
        /// Letters that came in.
        LettersReceived = "letters_received",
        /// Of letters that were settled or passed on, those of which no clock had lapsed.
        LettersOnTime = "letters_on_time",
        /// Days on which citizens were received.
        ReceptionDays = "reception_days",
        /// Visits on such days.
        ReceptionVisits = "reception_visits",
        /// Of what was promised in programmes for these days, what was kept.
        PromisesKept = "promises_kept",
        /// What was promised in programmes for these days and was not kept.
        PromisesLate = "promises_late",
        /// Open findings that were last seen in these days.
        Findings = "findings",
        /// What a finding counted on its own days.
        FindingSeen = "finding_seen",
        /// Of the files of a project, those that were handed over.
        FilesCleared = "files_cleared",
        /// Of the land of a project in square metres, what was handed over.
        LandCleared = "land_cleared",
        /// Households of a project.
        Households = "households",
        /// Files of a project that something keeps waiting.
        FilesWaiting = "files_waiting",
    }
}

/// What was asked for a number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Query {
    /// What is counted.
    pub measure: Measure,
    /// Of which unit.
    pub unit: UnitId,
    /// About which topic with everything below it; nothing for all.
    #[serde(default)]
    pub topic: Option<String>,
    /// From which day.
    pub from: Day,
    /// To which day, included.
    pub to: Day,
    /// On the structure of which day.
    pub on: Day,
    /// The finding or project that is counted, where it is one.
    #[serde(default)]
    pub thing: Option<Uuid>,
    /// What keeps waiting, of a project's files: a word of its reasons.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A number as it may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// There is nothing to tell.
    Nothing,
    /// It would point to few residents.
    Hidden,
    /// A count.
    Count(i64),
    /// A part of a whole.
    Share(i64, i64),
}

impl Known {
    /// A share; of nothing there is none.
    pub const fn share(part: i64, whole: i64) -> Self {
        if whole == 0 { Self::Nothing } else { Self::Share(part, whole) }
    }

    /// The count, where it is one that is told.
    pub const fn count(self) -> Option<i64> {
        if let Self::Count(count) = self { Some(count) } else { None }
    }
}

/// A number with what was asked for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    /// The number.
    pub known: Known,
    /// What was asked.
    pub query: Query,
}

words_enum! {
    /// How a number stands against an earlier one, as far as chance allows to say.
    Change {
        /// It rose: the intervals of 95 % do not meet.
        Rise = "rise",
        /// It fell, likewise.
        Fall = "fall",
        /// The two cannot be told apart.
        Same = "same",
        /// One of them is not told, or there is none.
        Unknown = "unknown",
    }
}

/// What stands at a place of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arg {
    /// A number.
    Number(Box<Quoted>),
    /// The code of a topic.
    Topic(String),
    /// Units, by their names.
    Units(Vec<UnitId>),
    /// A name, of a project.
    Name(String),
    /// Which way a number went: chooses words.
    Change(Change),
    /// Why files wait: a word of the reasons of land clearance.
    Reason(String),
}

/// A sentence: a key of the word files with what stands at its places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its word in the brief, by which it is left out.
    pub code: String,
    /// The key of its words.
    pub key: String,
    /// What stands at its places.
    pub args: BTreeMap<String, Arg>,
}

impl Sentence {
    /// A sentence of which nothing is known yet but its words.
    pub fn new(code: impl Into<String>, key: &str) -> Self {
        Self { code: code.into(), key: key.to_owned(), args: BTreeMap::new() }
    }

    /// The same with something at a place.
    #[must_use]
    pub fn with(mut self, name: &str, arg: Arg) -> Self {
        self.args.insert(name.to_owned(), arg);
        self
    }

    /// The same with a number at a place.
    #[must_use]
    pub fn number(self, name: &str, quoted: Quoted) -> Self {
        self.with(name, Arg::Number(Box::new(quoted)))
    }

    /// Its numbers.
    pub fn numbers(&self) -> impl Iterator<Item = &Quoted> {
        self.args
            .values()
            .filter_map(|arg| if let Arg::Number(quoted) = arg { Some(&**quoted) } else { None })
    }
}

/// A row of a table: a topic or a unit, its numbers, and which way the first went against the second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Whose.
    pub of: Arg,
    /// Its numbers, in the order of the columns.
    pub cells: Vec<Quoted>,
    /// Which way it went; nothing where the table does not say so.
    pub change: Option<Change>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its word: `topics`, `places` or `waiting`.
    pub code: String,
    /// What its columns hold: the query of each without its row's own unit or topic.
    pub columns: Vec<Query>,
    /// Its rows.
    pub lines: Vec<Line>,
}

/// A place of a chart: the number, and the one it is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// Whose; of a curve nothing, since the query says the days.
    pub of: Option<Arg>,
    /// The number.
    pub now: Quoted,
    /// What it is compared with.
    pub before: Option<Quoted>,
}

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// Its word: `weeks`, a curve, or `on_time`, bars.
    pub code: String,
    /// What it draws as a whole.
    pub query: Query,
    /// Its places, in order.
    pub bars: Vec<Bar>,
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its word in the outline.
    pub code: String,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Its charts.
    pub charts: Vec<Chart>,
}

/// Everything a brief says in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The sections, in the order of the outline.
    pub sections: Vec<Section>,
}

impl Content {
    /// A section by its word.
    pub fn section(&self, code: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.code == code)
    }

    /// Every number of it: of sentences, tables and charts.
    pub fn numbers(&self) -> Vec<&Quoted> {
        let mut all = Vec::new();
        for section in &self.sections {
            all.extend(section.sentences.iter().flat_map(Sentence::numbers));
            all.extend(section.tables.iter().flat_map(|table| &table.lines).flat_map(|line| &line.cells));
            for bar in section.charts.iter().flat_map(|chart| &chart.bars) {
                all.push(&bar.now);
                all.extend(bar.before.as_ref());
            }
        }
        all
    }
}
