//! Words and numbers of practice that are facts: fields of life, levels of registration, the usual sheet, the usual rules.

use crate::{
    facts::{Fault, Grade, embedded, read_rows},
    time::Day,
    words_enum,
};
use serde::Deserialize;
use std::sync::LazyLock;

words_enum! {
    /// What a row tells of.
    Family {
        /// A field of life.
        Field = "field",
        /// A level of registration.
        Level = "level",
        /// A criterion of the usual sheet.
        Criterion = "criterion",
        /// A number of the usual rules.
        Rule = "rule",
        /// How many a city had in a year, as it was told publicly.
        Total = "total",
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Term {
    /// What it tells of.
    pub family: Family,
    /// Its code, kept in rows.
    pub code: String,
    /// Its number: points of a criterion, months, people.
    pub number: Option<i64>,
    /// Its name in Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
    /// From which day it holds.
    pub valid_from: Option<Day>,
    /// Until which day.
    pub valid_to: Option<Day>,
    /// Where that is written.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

static FACTS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    let rows: Result<Vec<(u64, Term)>, Vec<Fault>> = read_rows(include_str!("../../facts/initiatives.csv"));
    embedded("initiatives", rows.map(|rows| rows.into_iter().map(|(_, row)| row).collect()))
});

impl Term {
    /// The rows of a family, those of other days too.
    pub fn all(family: Family) -> impl Iterator<Item = &'static Self> {
        FACTS.iter().filter(move |term| term.family == family)
    }

    /// The rows of a family that hold on a day.
    pub fn on(family: Family, day: Day) -> impl Iterator<Item = &'static Self> {
        Self::all(family).filter(move |term| term.holds_on(day))
    }

    /// A row by its code.
    pub fn get(family: Family, code: &str) -> Option<&'static Self> {
        Self::all(family).find(|term| term.code == code)
    }

    fn holds_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// How many there were in a year, as it was told publicly; `2025_collective` says how many of them were collective.
pub fn total(year: &str) -> Option<i64> {
    Term::get(Family::Total, year).and_then(|term| term.number)
}

/// A number of the usual rules.
pub fn rule(code: &str) -> i64 {
    Term::get(Family::Rule, code).and_then(|term| term.number).unwrap_or(1)
}
