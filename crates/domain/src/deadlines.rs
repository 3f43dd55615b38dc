//! Deadlines: the clocks of a proceeding as rows that can be listed across all of them. They follow from its acts.

mod ladder;

pub use ladder::{Ladder, Rung, Told, reached_before};

use crate::{
    ids::{PersonId, ProceedingId, UnitId},
    procedures::{Bound, ClockMoment, ClockState, Party},
    proceedings::{Proceeding, is_office},
    time::Moment,
};

/// One clock of a proceeding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The proceeding.
    pub proceeding: ProceedingId,
    /// Its place among the clocks, from 0.
    pub position: i64,
    /// The procedure.
    pub procedure: String,
    /// The step that is due.
    pub step: String,
    /// The unit that must keep it: the proceeding's, or the city for what the city must do.
    pub unit: UnitId,
    /// Who is on it.
    pub handler: Option<PersonId>,
    /// Who must keep it, a word of [`Party`].
    pub party: String,
    /// Whether an office must have done something by then; a wait or somebody else's right is not.
    pub is_duty: bool,
    /// Whether it stands still.
    pub is_paused: bool,
    /// When it began.
    pub starts_at: Moment,
    /// When it is due; of a wait, from when on the act may be done.
    pub due_at: Moment,
    /// When it was stopped.
    pub ended_at: Option<Moment>,
}

impl Deadline {
    /// Whether an office's duty runs: it can fall due, or is late.
    pub const fn is_running(&self) -> bool {
        self.is_duty && !self.is_paused && self.ended_at.is_none()
    }
}

/// The clocks of a proceeding as they stand; `city` is the city above its office.
pub fn of<'a>(
    proceeding: &Proceeding,
    clocks: impl IntoIterator<Item = ClockMoment<'a>>,
    city: Option<UnitId>,
) -> Vec<Deadline> {
    let row = |(position, clock): (i64, ClockMoment<'_>)| {
        let party: Option<Party> = clock.responsible.parse().ok();
        let is_citys = matches!(party, Some(Party::CityLeader | Party::Superior));
        Deadline {
            proceeding: proceeding.id,
            position,
            procedure: proceeding.procedure.clone(),
            step: clock.step.to_owned(),
            unit: city.filter(|_| is_citys).unwrap_or(proceeding.unit),
            handler: proceeding.handler.filter(|_| !is_citys),
            party: clock.responsible.to_owned(),
            is_duty: clock.bound == Bound::AtMost && party.is_some_and(is_office),
            is_paused: clock.state == ClockState::Paused,
            starts_at: clock.start,
            due_at: clock.due_at,
            // What ran when nothing more was due runs no longer.
            ended_at: clock.ended.or(proceeding.ended_at),
        }
    };
    (0..).zip(clocks).map(row).collect()
}
