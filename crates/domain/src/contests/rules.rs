//! The rules of contests: parts with their sheets, what is dropped, what overrunning costs, what decides a tie. Data, each
//! file with its source; a contest keeps the rules with which it was made.

use crate::{facts::Grade, procedures::Name};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, sync::LazyLock};

/// What points are given for within a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its word.
    pub code: String,
    /// What it is called.
    pub name: Name,
    /// The most points.
    pub points: i64,
}

impl Criterion {
    /// The most, in hundredths of a point.
    pub const fn most(&self) -> i64 {
        self.points * 100
    }
}

/// What overrunning costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Penalty {
    /// For every so many seconds begun beyond the time; 0 for none.
    pub every: i64,
    /// So many hundredths of a point are taken off.
    pub hundredths: i64,
    /// But never more than so many; 0 for no limit.
    #[serde(default)]
    pub most: i64,
}

/// A part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its word.
    pub code: String,
    /// What it is called.
    pub name: Name,
    /// In per cent, what its points count.
    #[serde(default = "whole")]
    pub weight: i64,
    /// How long it may take, in seconds; 0 for no limit.
    #[serde(default)]
    pub seconds: i64,
    /// What overrunning costs.
    #[serde(default)]
    pub penalty: Penalty,
    /// Its sheet.
    pub criteria: Vec<Criterion>,
}

const fn whole() -> i64 {
    100
}

/// What is left out of a jury's points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drop {
    /// So many of the highest.
    pub highest: usize,
    /// So many of the lowest.
    pub lowest: usize,
    /// Only where at least so many judges gave points.
    pub from: usize,
}

/// The rules of a contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Their word.
    pub code: String,
    /// What they are called.
    pub name: Name,
    /// What is left out of a jury's points.
    #[serde(default)]
    pub drop: Drop,
    /// The parts by whose points teams of the same total are told apart, the first one first; then by lot.
    #[serde(default)]
    pub tie_breaks: Vec<String>,
    /// Where they come from.
    pub source: String,
    /// How sure that is.
    pub grade: Grade,
    /// The parts, in order.
    pub parts: Vec<Part>,
}

impl Rules {
    /// Rules from the text of a file.
    ///
    /// # Errors
    /// What is wrong, for whoever writes such files.
    pub fn read(text: &str) -> Result<Self, String> {
        let rules: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        rules.check().map(|()| rules)
    }

    fn check(&self) -> Result<(), String> {
        let codes: BTreeSet<&str> = self.parts.iter().map(|part| part.code.as_str()).collect();
        if codes.is_empty() || codes.len() < self.parts.len() || self.source.is_empty() {
            return Err("parts must be there, each once, and the rules name their source".into());
        }
        for part in &self.parts {
            let own: BTreeSet<&str> = part.criteria.iter().map(|one| one.code.as_str()).collect();
            let is_whole = !own.is_empty() && own.len() == part.criteria.len();
            if !is_whole || part.weight < 1 || part.criteria.iter().any(|one| one.points < 1) {
                return Err(format!(
                    "{}: criteria must be there, each once, with points and a weight",
                    part.code
                ));
            }
        }
        if let Some(word) = self.tie_breaks.iter().find(|word| !codes.contains(word.as_str())) {
            return Err(format!("{word} is no part"));
        }
        if 0 < self.drop.highest + self.drop.lowest && self.drop.from <= self.drop.highest + self.drop.lowest
        {
            return Err("more judges must give points than are left out".into());
        }
        Ok(())
    }

    /// A part by its word.
    pub fn part(&self, code: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.code == code)
    }
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../facts/contests/", $name)))),*]
    };
}

/// The files danvan comes with, by name.
pub const CONTESTS: &[(&str, &str)] = files!["three_parts.toml", "with_talent.toml"];

static KNOWN: LazyLock<Vec<Rules>> = LazyLock::new(|| {
    let read = |(name, text): &(&str, &str)| {
        Rules::read(text).unwrap_or_else(|fault| panic!("embedded contest {name}: {fault}"))
    };
    CONTESTS.iter().map(read).collect()
});

/// The rules danvan comes with.
pub fn known_rules() -> &'static [Rules] {
    &KNOWN
}
