//! What can be wrong with a tree of units. Each problem names the rows it is about.

use crate::{ids::UnitId, refusals::Note, time::Day};

/// A unit in a message: its id, and its code and name to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Which.
    pub id: UnitId,
    /// Code and name.
    pub label: String,
}

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.label)
    }
}

/// Something that makes units and links unfit to be a tree in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Two rows have one id.
    SameId {
        /// The second row.
        unit: Named,
    },
    /// The last day comes before the first.
    EndsBeforeItBegins {
        /// The row.
        unit: Named,
    },
    /// The parent is not among the units.
    UnknownParent {
        /// The row.
        unit: Named,
        /// The id it names.
        parent: UnitId,
    },
    /// Following parents upward comes back to the row.
    Cycle {
        /// A row on the cycle.
        unit: Named,
    },
    /// A unit of the parent's level cannot hold one of the child's.
    WrongLevel {
        /// The row.
        unit: Named,
        /// Its parent.
        parent: Named,
    },
    /// The row stands on a day on which its parent does not.
    OutlivesParent {
        /// The row.
        unit: Named,
        /// Its parent.
        parent: Named,
        /// The first such day.
        day: Day,
    },
    /// Two rows with one code under one parent stand on the same day.
    Overlap {
        /// One row.
        unit: Named,
        /// The other row.
        other: Named,
        /// The first day they share.
        day: Day,
    },
    /// A link names an id that is not among the units.
    UnknownLinked {
        /// The id.
        id: UnitId,
        /// The link's other end.
        other: UnitId,
    },
    /// A link leads from a unit to itself.
    LinkToItself {
        /// The unit.
        unit: Named,
    },
    /// There are two links between the same two units.
    SameLink {
        /// The unit that ended.
        unit: Named,
        /// The unit that took over.
        successor: Named,
    },
    /// The successor begins before its predecessor has ended.
    SuccessorTooEarly {
        /// The unit that ended or still stands.
        unit: Named,
        /// The unit that took over.
        successor: Named,
    },
    /// A unit goes whole into one unit and yet into another.
    WholeAndMore {
        /// The unit that ended.
        unit: Named,
    },
    /// Shares are negative or sum to more than the whole.
    SharesOverWhole {
        /// The unit that ended.
        unit: Named,
        /// The sum in parts per million.
        sum_ppm: i64,
    },
    /// A household count is negative.
    NegativeHouseholds {
        /// The unit that ended.
        unit: Named,
    },
}

impl Problem {
    /// The sentence of the word files that says it.
    pub fn note(&self) -> Note {
        match self {
            Self::SameId { unit } => Note::new("units-problem-same-id").with("unit", unit),
            Self::EndsBeforeItBegins { unit } => {
                Note::new("units-problem-ends-before-it-begins").with("unit", unit)
            }
            Self::UnknownParent { unit, parent } => {
                Note::new("units-problem-unknown-parent").with("unit", unit).with("parent", parent)
            }
            Self::Cycle { unit } => Note::new("units-problem-cycle").with("unit", unit),
            Self::WrongLevel { unit, parent } => {
                Note::new("units-problem-wrong-level").with("unit", unit).with("parent", parent)
            }
            Self::OutlivesParent { unit, parent, day } => Note::new("units-problem-outlives-parent")
                .with("unit", unit)
                .with("parent", parent)
                .with("day", day),
            Self::Overlap { unit, other, day } => {
                Note::new("units-problem-overlap").with("unit", unit).with("other", other).with("day", day)
            }
            Self::UnknownLinked { id, other } => {
                Note::new("units-problem-unknown-linked").with("id", id).with("other", other)
            }
            Self::LinkToItself { unit } => Note::new("units-problem-link-to-itself").with("unit", unit),
            Self::SameLink { unit, successor } => {
                Note::new("units-problem-same-link").with("unit", unit).with("successor", successor)
            }
            Self::SuccessorTooEarly { unit, successor } => {
                Note::new("units-problem-successor-too-early").with("unit", unit).with("successor", successor)
            }
            Self::WholeAndMore { unit } => Note::new("units-problem-whole-and-more").with("unit", unit),
            Self::SharesOverWhole { unit, sum_ppm } => {
                Note::new("units-problem-shares-over-whole").with("unit", unit).with("sum", sum_ppm)
            }
            Self::NegativeHouseholds { unit } => {
                Note::new("units-problem-negative-households").with("unit", unit)
            }
        }
    }

    /// The rows it is about, the one to mend first.
    pub fn about(&self) -> Vec<UnitId> {
        match self {
            Self::OutlivesParent { unit, parent: other, .. }
            | Self::WrongLevel { unit, parent: other }
            | Self::Overlap { unit: other, other: unit, .. }
            | Self::SameLink { unit, successor: other }
            | Self::SuccessorTooEarly { unit, successor: other } => vec![unit.id, other.id],
            Self::UnknownLinked { id, other } => vec![*id, *other],
            Self::SameId { unit }
            | Self::EndsBeforeItBegins { unit }
            | Self::UnknownParent { unit, .. }
            | Self::Cycle { unit }
            | Self::LinkToItself { unit }
            | Self::WholeAndMore { unit }
            | Self::SharesOverWhole { unit, .. }
            | Self::NegativeHouseholds { unit } => vec![unit.id],
        }
    }
}
