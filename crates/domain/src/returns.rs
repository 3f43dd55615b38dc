//! Periodic returns: what a unit tells the level above every month, quarter, half-year and year, and at once when
//! something happens. Figures fill themselves, narrative is written, the level above accepts or returns it; what was
//! accepted stands, and what is said later is an amendment beside it.

mod checks;
mod forms;
mod merged;
mod periods;
mod raw;
mod typed;

pub use checks::{Doubt, check};
pub use forms::{FORMS, Figure, Form, Forms, Query, RollUp, Rule, RuleKind, Section};
pub use merged::{Gathered, Rolled, gather, put_together_by, roll_up};
pub use periods::{DayRule, Rhythm, clipped};
pub use typed::{TypedQuick, reason};

use crate::{
    deadlines::{Deadline, Sort},
    ids::{PersonId, ReturnId, UnitId},
    procedures::Party,
    programmes::Period,
    refusals::{Note, Refusal},
    time::{Day, Moment},
    units::Level,
    words_enum,
};
use serde::{Deserialize, Serialize};

/// The word of returns where rows name a procedure, and in the ladder.
pub const RETURN: &str = "return";

words_enum! {
    /// How far a return has come.
    Stage {
        /// It is being written.
        Draft = "draft",
        /// The level above has it.
        Submitted = "submitted",
        /// The level above sent it back, with reasons.
        Returned = "returned",
        /// It was accepted, and nothing in it changes.
        Accepted = "accepted",
        /// It was accepted, and an amendment is being written beside it.
        Amending = "amending",
    }
}

words_enum! {
    /// What may be done with a return.
    Act {
        /// Give it to the level above.
        Submit = "submit",
        /// Accept it.
        Accept = "accept",
        /// Send it back, with reasons.
        Return = "return",
        /// Begin an amendment of what was accepted, with the reason.
        Amend = "amend",
    }
}

impl Act {
    /// Whether a reason must be said.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::Amend)
    }
}

impl Stage {
    /// The stage after an act; nothing when it may not be done now. What nobody stands above is settled by its
    /// submission.
    pub const fn after(self, act: Act, is_top: bool) -> Option<Self> {
        match (self, act) {
            (Self::Draft | Self::Returned | Self::Amending, Act::Submit) => {
                Some(if is_top { Self::Accepted } else { Self::Submitted })
            }
            (Self::Submitted, Act::Accept) => Some(Self::Accepted),
            (Self::Submitted, Act::Return) => Some(Self::Returned),
            (Self::Accepted, Act::Amend) => Some(Self::Amending),
            _ => None,
        }
    }

    /// [`Stage::after`], as a refusal.
    ///
    /// # Errors
    /// When the act may not be done now.
    pub fn take(self, act: Act, is_top: bool) -> Result<Self, Refusal> {
        self.after(act, is_top).ok_or_else(|| Refusal::Conflict(Note::new("return-not-now")))
    }

    /// Whether its unit writes in it now.
    pub const fn is_written(self) -> bool {
        matches!(self, Self::Draft | Self::Returned | Self::Amending)
    }

    /// Whether its unit still owes it.
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

/// A return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// Own id.
    pub id: ReturnId,
    /// Who answers for it.
    pub unit: UnitId,
    /// Whose figures it tells; that never changes, whoever answers for it later.
    pub about: UnitId,
    /// At which level that unit stands.
    pub level: Level,
    /// The word of its form.
    pub form: String,
    /// What it is about, of a quick report; else empty.
    pub title: String,
    /// The period it is for.
    pub period: Period,
    /// The first and the last day that are counted.
    pub counted: (Day, Day),
    /// By when it is due; a quick report is due at once.
    pub due_on: Option<Day>,
    /// By when it is due anew after it was sent back.
    pub again_on: Option<Day>,
    /// How far it has come.
    pub stage: Stage,
    /// How often it was submitted: the number of its newest version.
    pub version: i64,
    /// The number of the version that was accepted last; 0 for none.
    pub accepted: i64,
    /// Why it was sent back, or is amended.
    pub reason: String,
    /// When it was first submitted.
    pub sent_at: Option<Moment>,
    /// When the version that stands was accepted.
    pub settled_at: Option<Moment>,
    /// When somebody first wrote in it.
    pub begun_at: Option<Moment>,
    /// When it was opened.
    pub made_at: Moment,
}

words_enum! {
    /// How a return stands against its due day.
    Timing {
        /// Submitted in time.
        InTime = "in_time",
        /// Submitted after its day.
        Late = "late",
        /// Not submitted, and its day has not passed.
        Waiting = "waiting",
        /// Not submitted, and its day has passed.
        Missing = "missing",
    }
}

impl Return {
    /// How it stands against its due day, by its first submission.
    pub fn timing(&self, today: Day) -> Timing {
        match (self.sent_at, self.due_on) {
            (Some(_), None) => Timing::InTime,
            (Some(sent), Some(due)) if sent.day() <= due => Timing::InTime,
            (Some(_), Some(_)) => Timing::Late,
            (None, Some(due)) if due < today => Timing::Missing,
            (None, _) => Timing::Waiting,
        }
    }

    /// What falls due of it; a quick report has no day.
    pub fn deadline(&self) -> Option<Deadline> {
        let due = self.again_on.or(self.due_on)?;
        let ended = self.sent_at.filter(|_| !self.stage.is_owed());
        let party = if self.level < Level::Commune { Party::CityLeader } else { Party::CommuneOfficer };
        Some(Deadline {
            thing: self.id.0,
            sort: Sort::Return,
            position: 0,
            procedure: RETURN.to_owned(),
            step: RETURN.to_owned(),
            unit: self.unit,
            handler: None,
            party: party.to_string(),
            is_duty: true,
            is_paused: false,
            starts_at: self.made_at,
            due_at: Moment::at(due.next(), 0, 0).plus_seconds(-1),
            ended_at: ended,
        })
    }
}

/// What somebody wrote at one place of a return: a narrative, a number that nobody counts, or a remark under a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The word of the section or figure.
    pub code: String,
    /// The narrative or the remark.
    pub words: String,
    /// The number, of a figure that is written.
    pub value: Option<i64>,
}

/// A figure as it was told: it keeps what was asked, so that it can be asked again and never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The word of the figure.
    pub code: String,
    /// The number; of a share, the part. Nothing when it is not known.
    pub value: Option<i64>,
    /// Of a share, the whole.
    pub of: Option<i64>,
    /// What was asked.
    pub query: Query,
    /// About which topic with everything below it.
    pub topic: Option<String>,
    /// From which day.
    pub from: Day,
    /// To which day, included.
    pub to: Day,
    /// On the structure of which day.
    pub on: Day,
    /// What was written under it.
    pub remark: String,
    /// Whether it is kept back: as a sum it would give away a small count of a unit below.
    #[serde(default)]
    pub is_withheld: bool,
}

/// A narrative as it was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The word of the section.
    pub code: String,
    /// What was written.
    pub words: String,
}

/// Everything a return says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The figures, in the order of the form.
    pub figures: Vec<Said>,
    /// The narratives, in the order of the form.
    pub sections: Vec<Told>,
    /// The units whose returns were put together in it; empty for one that tells of its own.
    #[serde(default)]
    pub sources: Vec<UnitId>,
}

impl Content {
    /// A figure by its word.
    pub fn figure(&self, code: &str) -> Option<&Said> {
        self.figures.iter().find(|one| one.code == code)
    }

    /// A narrative by the word of its section; empty when there is none.
    pub fn section(&self, code: &str) -> &str {
        self.sections.iter().find(|one| one.code == code).map_or("", |one| one.words.as_str())
    }
}

/// What the level above said of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it was accepted.
    pub is_accepted: bool,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Option<PersonId>,
    /// Why not.
    pub reason: String,
}

/// A return as it was submitted once. It never changes but for its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1.
    pub number: i64,
    /// When it was submitted.
    pub at: Moment,
    /// By whom.
    pub person: Option<PersonId>,
    /// For whom, when whoever submitted it stood in for somebody.
    pub acting_for: Option<PersonId>,
    /// Why, of an amendment.
    pub why: String,
    /// What it says.
    pub content: Content,
    /// What the level above said of it.
    pub verdict: Option<Verdict>,
}

#[cfg(test)]
mod tests;
