//! Initiatives (Dân vận khéo): registered with nine fields, appraised, carried out, checked, assessed, judged by several on a sheet
//! of a hundred points, rewarded, kept from year to year, adopted by others, told publicly.
//!
//! Points are about an initiative, never about a person. Whoever stands behind an initiative of one person is named in one
//! place only, and publicly only while they agree.

mod counts;
mod registration;
mod sheets;
mod stages;
mod stories;
mod terms;

pub use counts::{Cell, How, InYear, Outcome, Told, cells, ended, outcome};
pub use registration::{Keeper, Kind, Registration, TypedRegistration, owner_name};
pub use sheets::{
    Combined, Criterion, FULL, Marks, MostAndLeast, Sheet, TypedSheet, combine, read_points, read_tenths,
};
pub use stages::{Act, By, Done, Stage, TypedAct, may_follow};
pub use stories::{Story, TypedStory, words_of};
pub use terms::{Family, Term, rule, total};

use crate::{
    ids::{InitiativeId, PersonId, UnitId},
    time::{Day, Moment},
};

/// An initiative as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Initiative {
    /// Own id, made by the sender.
    pub id: InitiativeId,
    /// Who carries it out.
    pub unit: UnitId,
    /// The commune in which that unit lies, or the unit itself where it lies in none.
    pub commune: UnitId,
    /// What was registered.
    pub content: Registration,
    /// How far it has come.
    pub stage: Stage,
    /// The year for which it runs: that of its registration, or the last for which it was kept.
    pub year: i64,
    /// The initiative it was adopted from.
    pub adopted_from: Option<InitiativeId>,
    /// When it was registered.
    pub registered_at: Moment,
    /// By whom.
    pub registered_by: Option<PersonId>,
    /// By which day it is to be checked, while that is still to be done.
    pub check_due_on: Option<Day>,
    /// The sheet by which it is judged, from the day judging opened.
    pub sheet: Option<Sheet>,
    /// When it ended.
    pub ended_at: Option<Moment>,
}

#[cfg(test)]
mod tests;
