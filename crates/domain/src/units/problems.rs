//! What can be wrong with a tree of units. Each problem names the rows it is about.

use crate::{ids::UnitId, refusals::Note, time::Day};

/// Something that makes units and links unfit to be a tree in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Two rows have one id.
    SameId {
        /// The id.
        id: UnitId,
        /// The second row's label.
        unit: String,
    },
    /// The last day comes before the first.
    EndsBeforeItBegins {
        /// The row.
        unit: String,
    },
    /// The parent is not among the units.
    UnknownParent {
        /// The row.
        unit: String,
        /// The id it names.
        parent: UnitId,
    },
    /// Following parents upward comes back to the row.
    Cycle {
        /// A row on the cycle.
        unit: String,
    },
    /// A unit of the parent's level cannot hold one of the child's.
    WrongLevel {
        /// The row.
        unit: String,
        /// Its parent.
        parent: String,
    },
    /// The row stands on a day on which its parent does not.
    OutlivesParent {
        /// The row.
        unit: String,
        /// Its parent.
        parent: String,
        /// The first such day.
        day: Day,
    },
    /// Two rows with one code under one parent stand on the same day.
    Overlap {
        /// One row.
        unit: String,
        /// The other row.
        other: String,
        /// The first day they share.
        day: Day,
    },
    /// A link names an id that is not among the units.
    UnknownLinked {
        /// The id.
        id: UnitId,
        /// The other end's label or id.
        other: String,
    },
    /// A link leads from a unit to itself.
    LinkToItself {
        /// The unit.
        unit: String,
    },
    /// There are two links between the same two units.
    SameLink {
        /// The unit that ended.
        unit: String,
        /// The unit that took over.
        successor: String,
    },
    /// The successor begins before its predecessor has ended.
    SuccessorTooEarly {
        /// The unit that ended or still stands.
        unit: String,
        /// The unit that took over.
        successor: String,
    },
    /// A unit goes whole into one unit and yet into another.
    WholeAndMore {
        /// The unit that ended.
        unit: String,
    },
    /// Shares are negative or sum to more than the whole.
    SharesOverWhole {
        /// The unit that ended.
        unit: String,
        /// The sum in parts per million.
        sum_ppm: i64,
    },
    /// A household count is negative.
    NegativeHouseholds {
        /// The unit that ended.
        unit: String,
    },
}

impl Problem {
    /// The sentence of the word files that says it.
    pub fn note(&self) -> Note {
        match self {
            Self::SameId { id, unit } => Note::new("units-problem-same-id").with("id", id).with("unit", unit),
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
}
