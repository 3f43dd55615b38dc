//! Land clearance: a project, its segments, and one file for each household, organisation, group of graves or works on
//! the land. The steps of the law are those of a proceeding of the procedure [`PROCEDURE`], and a file has the id of its
//! proceeding: where it stands and what falls due follows from that alone.
//!
//! A file is about land and what is owed for it, never about what somebody is like: what keeps it waiting is a reason
//! about the matter, and what a household needs is a need.

mod board;
mod calls;
mod places;
mod sheet;
mod typed;
mod work;

pub use board::{Cell, Part, Placed, Spot, Sum, Tally, by_segment, by_unit, total};
pub use calls::{Call, TypedCall, answered};
pub use places::Places;
pub use sheet::{Column, Fault, MOST_FILES, Merged, Read, Row, address, pasted, read};
pub use typed::{CheckedFile, CheckedProject, People, TypedFile, TypedProject, whole_number};
pub use work::{
    Counts, Entry, Meeting, Sort, Survey, TypedCounts, TypedEntry, TypedSurvey, has_meeting, next_acts,
};

use crate::{
    ids::{ProceedingId, ProjectId, SegmentId, UnitId},
    time::{Day, Moment},
    words_enum,
};

/// The procedure of every file.
pub const PROCEDURE: &str = "land_recovery";
/// The topic of its proceedings.
pub const TOPIC: &str = "land.clearance";

words_enum! {
    /// What a file is of.
    Kind {
        /// A household with its land.
        Household = "household",
        /// An organisation with its land.
        Organisation = "organisation",
        /// Graves that are moved.
        Graves = "graves",
        /// Lines, pipes and buildings of public works that are moved.
        Works = "works",
    }
}

words_enum! {
    /// How the land is used, which decides how long before the recovery it must be announced.
    Land {
        /// Homes stand on it.
        Residential = "residential",
        /// It is farmed.
        Agricultural = "agricultural",
        /// Anything else.
        Other = "other",
    }
}

/// A project for which land is cleared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Own id, made by the sender.
    pub id: ProjectId,
    /// The office that leads it.
    pub unit: UnitId,
    /// What is built.
    pub name: String,
    /// The number of the plan of recovery.
    pub number: String,
    /// The plan's day.
    pub planned_on: Day,
    /// The day after which nothing that is built or planted gives a claim.
    pub cut_off_on: Option<Day>,
    /// How long it is, in metres.
    pub length_m: i64,
    /// How much land it needs, in square metres.
    pub area_m2: i64,
    /// When it was written down.
    pub made_at: Moment,
}

/// A stretch of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Own id.
    pub id: SegmentId,
    /// Of which project.
    pub project: ProjectId,
    /// Its place, from 1.
    pub number: i64,
    /// What it is called.
    pub name: String,
    /// How long it is, in metres.
    pub length_m: i64,
}

/// A file: one household, organisation, group of graves or works on the land.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The id of its proceeding.
    pub id: ProceedingId,
    /// Of which project.
    pub project: ProjectId,
    /// On which stretch.
    pub segment: SegmentId,
    /// The field office's own number, once in a project.
    pub number: String,
    /// What it is of.
    pub kind: Kind,
    /// How the land is used.
    pub land: Land,
    /// The commune that has it.
    pub unit: UnitId,
    /// Where it lay when it was written down; no reorganisation changes it.
    pub place: UnitId,
    /// Map sheet and plot, as the field office writes them.
    pub parcel: String,
    /// How much land is recovered, in square metres.
    pub area_m2: i64,
    /// How many households it is of.
    pub households: i64,
    /// How many graves.
    pub graves: i64,
    /// How many resettlement plots are due.
    pub plots: i64,
    /// How many were given.
    pub plots_given: i64,
    /// What is due in all, in đồng.
    pub due: i64,
    /// What was paid in all, in đồng.
    pub paid: i64,
    /// The stage of its proceeding.
    pub stage: String,
    /// What keeps it waiting, a code of the list; empty when nothing does.
    pub reason: String,
    /// Since when.
    pub blocked_on: Option<Day>,
    /// When the land was handed over.
    pub cleared_on: Option<Day>,
    /// Since when it stands in its stage.
    pub waiting_since: Moment,
    /// When it was written down.
    pub made_at: Moment,
}

/// The stages in which the land was handed over.
pub const CLEARED: [&str; 2] = ["handed_over", "updated"];

/// Whether the land was handed over in a stage.
pub fn is_cleared(stage: &str) -> bool {
    CLEARED.contains(&stage)
}

impl File {
    /// Where it lies.
    pub const fn spot(&self) -> Spot {
        Spot { place: self.place, segment: self.segment }
    }

    /// The kept sum that it belongs to of those of its stretch, or of its spot.
    pub fn cell<K>(&self, of: K) -> Cell<K> {
        Cell { of, stage: self.stage.clone(), reason: self.reason.clone() }
    }

    /// The numbers it adds to a board.
    pub const fn counted(&self) -> Sum {
        Sum {
            files: 1,
            area_m2: self.area_m2,
            households: self.households,
            graves: self.graves,
            plots: self.plots,
            plots_given: self.plots_given,
            due: self.due,
            paid: self.paid,
        }
    }

    /// The file in the stage that its proceeding has reached. What kept it waiting is over once the land is handed over.
    #[must_use]
    pub fn in_stage(&self, stage: &str, at: Moment) -> Self {
        let mut it = self.clone();
        if it.stage == stage {
            return it;
        }
        stage.clone_into(&mut it.stage);
        it.waiting_since = at;
        if is_cleared(stage) {
            it.cleared_on = it.cleared_on.or_else(|| Some(at.day()));
            it.reason.clear();
            it.blocked_on = None;
        } else {
            it.cleared_on = None;
        }
        it
    }
}

#[cfg(test)]
mod tests;
