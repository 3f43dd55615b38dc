//! What is counted of initiatives: every year in which one runs is a row, and a row adds one to a few cells.

use super::{Kind, Stage};
use crate::{
    ids::{InitiativeId, UnitId},
    words_enum,
};

words_enum! {
    /// What became of an initiative in a year.
    Outcome {
        /// It waits to be appraised.
        Registered = "registered",
        /// It was not recognised.
        Declined = "declined",
        /// It was recognised, and it is not judged yet.
        Underway = "underway",
        /// It was recognised as effective.
        Effective = "effective",
        /// It was found not to be effective.
        Ineffective = "ineffective",
        /// It was withdrawn, or stopped before it was judged effective.
        Dropped = "dropped",
    }
}

words_enum! {
    /// How an initiative came to run in a year.
    How {
        /// It was registered in it.
        Registered = "registered",
        /// It was kept from a year before.
        Kept = "kept",
    }
}

/// An initiative in one of its years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InYear {
    /// Which.
    pub initiative: InitiativeId,
    /// The year.
    pub year: i64,
    /// How it came to run in it.
    pub how: How,
    /// Who carried it out.
    pub unit: UnitId,
    /// The commune in which that unit lay.
    pub commune: UnitId,
    /// Code of the field of life.
    pub field: String,
    /// Code of the level.
    pub level: String,
    /// Collective or of one person.
    pub kind: Kind,
    /// What became of it.
    pub outcome: Outcome,
}

/// Which number of a unit and year: a family and a word of it; the family `all` has the empty word.
pub type Cell = (&'static str, String);

/// What a row of a table tells of a unit or a year: all, collective, of one person, effective, dropped, kept from a year before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told(pub [i64; 6]);

impl Told {
    /// Of which family and word each of its numbers is.
    pub const WORDS: [(&'static str, &'static str); 6] = [
        ("all", ""),
        ("kind", Kind::Collective.word()),
        ("kind", Kind::Individual.word()),
        ("outcome", Outcome::Effective.word()),
        ("outcome", Outcome::Dropped.word()),
        ("how", How::Kept.word()),
    ];

    /// From whoever knows the number of each family and word.
    pub fn of(number: impl Fn(&str, &str) -> i64) -> Self {
        Self(Self::WORDS.map(|(family, word)| number(family, word)))
    }

    /// All of them.
    pub const fn all(self) -> i64 {
        self.0[0]
    }
}

/// The cells to which a row adds one, in order.
pub fn cells(row: &InYear) -> [Cell; 6] {
    [
        ("all", String::new()),
        ("field", row.field.clone()),
        ("how", row.how.word().to_owned()),
        ("kind", row.kind.word().to_owned()),
        ("level", row.level.clone()),
        ("outcome", row.outcome.word().to_owned()),
    ]
}

/// What became of an initiative in its year once it stands at a stage. What was judged effective stays so for its year, even
/// when it is stopped afterwards.
pub const fn outcome(stage: Stage, before: Outcome) -> Outcome {
    match stage {
        Stage::Registered => Outcome::Registered,
        Stage::Declined => Outcome::Declined,
        Stage::Recognised | Stage::Underway | Stage::Checked | Stage::Assessed | Stage::Judging => {
            Outcome::Underway
        }
        Stage::Effective | Stage::Rewarded | Stage::Spread => Outcome::Effective,
        Stage::Ineffective => Outcome::Ineffective,
        Stage::Stopped => ended(before),
        Stage::Withdrawn => Outcome::Dropped,
    }
}

/// What became, in its year, of an initiative that is stopped.
pub const fn ended(before: Outcome) -> Outcome {
    match before {
        Outcome::Effective => Outcome::Effective,
        Outcome::Ineffective => Outcome::Ineffective,
        _ => Outcome::Dropped,
    }
}
