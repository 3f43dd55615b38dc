//! Contests ("Hội thi Dân vận khéo"): teams of units go through rounds from the base to the final; in each, a jury gives
//! points for parts along sheets; what the points come to follows from rules that are data. Contestants are teams of
//! units, never persons.

mod rules;
mod scoring;
mod typed;

pub use rules::{CONTESTS, Criterion, Drop, Part, Penalty, Rules, known_rules};
pub use scoring::{PartScore, Ranked, TeamScore, part_score, rank, team_score};
pub use typed::{TypedContest, TypedMark, TypedRound, TypedTeam, points_text, reason, seconds};

use crate::{
    ids::{ContestId, ContestTeamId, MarkId, PersonId, RoundId, UnitId},
    refusals::{Note, Refusal},
    time::{Day, Moment},
    words_enum,
};

words_enum! {
    /// How far up a round stands.
    Tier {
        /// Teams of one unit or a few: vòng cơ sở.
        Base = "base",
        /// The best of several bases: vòng cụm.
        Cluster = "cluster",
        /// The best of all: chung kết.
        Final = "final",
    }
}

words_enum! {
    /// How far a round has come.
    Stage {
        /// It is being prepared.
        Planned = "planned",
        /// Judges give points.
        Open = "open",
        /// No more points are given; the head of the jury may still take a late sheet or recount.
        Closed = "closed",
        /// The results stand.
        Published = "published",
    }
}

words_enum! {
    /// What is done with a round.
    Step {
        /// Begin.
        Open = "open",
        /// End.
        Close = "close",
        /// Let the results stand.
        Publish = "publish",
    }
}

impl Stage {
    /// The stage after a step; nothing when it may not be taken now.
    pub const fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Planned, Step::Open) => Some(Self::Open),
            (Self::Open, Step::Close) => Some(Self::Closed),
            (Self::Closed, Step::Publish) => Some(Self::Published),
            _ => None,
        }
    }

    /// [`Stage::after`], as a refusal.
    ///
    /// # Errors
    /// When the step may not be taken now.
    pub fn take(self, step: Step) -> Result<Self, Refusal> {
        self.after(step).ok_or_else(|| Refusal::Conflict(Note::new("contest-not-now")))
    }
}

words_enum! {
    /// What somebody is on a jury.
    Seat {
        /// Heads it, and gives points.
        Head = "head",
        /// Gives points.
        Judge = "judge",
        /// Keeps time, and types sheets from paper; gives no points.
        Secretary = "secretary",
    }
}

impl Seat {
    /// Whether points are given from it.
    pub const fn gives_points(self) -> bool {
        matches!(self, Self::Head | Self::Judge)
    }
}

words_enum! {
    /// How points came in.
    Way {
        /// By the judge, on a device of their own.
        Own = "own",
        /// Typed by the secretary or the head from the judge's paper, before a witness.
        Paper = "paper",
        /// Taken by the head after the part was over, with the reason.
        Late = "late",
        /// Counted again by the head, with the reason.
        Recount = "recount",
    }
}

/// A contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contest {
    /// Own id, made by the sender.
    pub id: ContestId,
    /// Who holds it.
    pub unit: UnitId,
    /// What it is called.
    pub title: String,
    /// The number of its plan.
    pub plan: String,
    /// By which rules, as they were when it was made.
    pub rules: Rules,
    /// When it was made.
    pub made_at: Moment,
    /// When its last round was published and it was closed.
    pub ended_at: Option<Moment>,
}

/// A team of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Own id.
    pub id: ContestTeamId,
    /// In which contest.
    pub contest: ContestId,
    /// Of which unit.
    pub unit: UnitId,
    /// What it is called.
    pub name: String,
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Own id.
    pub id: RoundId,
    /// Of which contest.
    pub contest: ContestId,
    /// How far up it stands.
    pub tier: Tier,
    /// What it is called.
    pub name: String,
    /// On which day.
    pub held_on: Day,
    /// How many of its teams go on.
    pub go_on: i64,
    /// How far it has come.
    pub stage: Stage,
    /// When anything last happened.
    pub moved_at: Moment,
}

/// Somebody on the jury of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Juror {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// As what.
    pub seat: Seat,
}

/// One part of one team, as it ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Whose.
    pub team: ContestTeamId,
    /// Which part.
    pub part: String,
    /// How long it took, in seconds.
    pub seconds: Option<i64>,
    /// When it was over; points that come later are late.
    pub over_at: Option<Moment>,
}

/// The points a judge gave a team in a part. It never changes; a correction is another one, with the next number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Own id, made by the sender.
    pub id: MarkId,
    /// Whom.
    pub team: ContestTeamId,
    /// In which part.
    pub part: String,
    /// Whose points.
    pub judge: PersonId,
    /// Its place among this judge's for the team and part, from 1; the last one counts.
    pub number: i64,
    /// Hundredths of a point for each criterion, in the order of the sheet.
    pub points: Vec<i64>,
    /// How it came in.
    pub way: Way,
    /// Why, of a correction, a late sheet or a recount.
    pub reason: String,
    /// When.
    pub at: Moment,
    /// Who typed it.
    pub person: Option<PersonId>,
    /// Who witnessed it.
    pub witness: Option<PersonId>,
}

impl Mark {
    /// All its points together.
    pub fn total(&self) -> i64 {
        self.points.iter().sum()
    }
}

/// Whether points may come in this way now.
///
/// # Errors
/// When the round is not open, the part is over or, of a late sheet, still runs; when the reason is missing, or these points were
/// given already.
pub fn may_mark(
    (stage, run): (Stage, Option<&Run>),
    (way, reason, is_first): (Way, &str, bool),
) -> Result<(), Refusal> {
    let is_over = stage == Stage::Closed || run.is_some_and(|run| run.over_at.is_some());
    let is_held = matches!(stage, Stage::Open | Stage::Closed);
    let conflict = |key: &str| Err(Refusal::Conflict(Note::new(key)));
    let has_reason = !reason.trim().is_empty();
    match way {
        _ if !is_held => conflict("contest-not-open"),
        Way::Own | Way::Paper if is_over => conflict("contest-late"),
        Way::Own if !is_first && !has_reason => Err(Refusal::field("reason", Note::new("contest-twice"))),
        Way::Paper | Way::Late if !is_first => conflict("contest-recount-instead"),
        Way::Late if !is_over => conflict("contest-not-late"),
        Way::Recount if is_first => conflict("contest-nothing-to-recount"),
        Way::Paper | Way::Late | Way::Recount if !has_reason => {
            Err(Refusal::field("reason", Note::new("note-say-why")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
