//! A commitment: one measurable thing that a unit promised, and by what it is measured.

use super::{Rhythm, line, read_value};
use crate::{
    ids::{CommitmentId, PersonId, ProgrammeId, UnitId},
    refusals::{Note, Notes, Refusal},
    time::{Day, Moment},
    words_enum,
};
use serde::{Deserialize, Serialize};

words_enum! {
    /// By what it is measured.
    Measure {
        /// How many of something.
        Count = "count",
        /// How many of a hundred, kept in hundredths of a per cent.
        Share = "share",
        /// Done or not.
        YesNo = "yes_no",
        /// How many steps of a way.
        Milestone = "milestone",
    }
}

words_enum! {
    /// Which way is better.
    Direction {
        /// At least the target.
        AtLeast = "at_least",
        /// At most the target.
        AtMost = "at_most",
    }
}

words_enum! {
    /// How the parts of a commitment make its whole.
    AddsUp {
        /// They are summed.
        Sum = "sum",
        /// Their mean, each weighing as much as its base.
        Mean = "mean",
        /// The one that is worst.
        Minimum = "minimum",
        /// The one told last.
        Last = "last",
    }
}

words_enum! {
    /// Where a value comes from that danvan knows by itself; nobody types it.
    Source {
        /// Days on which the head of an office received citizens.
        ReceptionDays = "reception_days",
        /// Visits on such days.
        ReceptionVisits = "reception_visits",
        /// Of the letters and matters that were settled, how many on time.
        LettersOnTime = "letters_on_time",
        /// Of the cases that were answered, how many on time.
        CasesOnTime = "cases_on_time",
        /// What teams noted.
        Observations = "observations",
        /// Teams that were formed in a campaign.
        TeamsFormed = "teams_formed",
        /// Households that have a team of a campaign.
        HouseholdsCovered = "households_covered",
        /// Members of a campaign's teams.
        MembersEnrolled = "members_enrolled",
    }
}

impl Source {
    /// Whether it is counted of the campaign in which it was promised, and of no other.
    pub const fn is_of_campaign(self) -> bool {
        matches!(self, Self::TeamsFormed | Self::HouseholdsCovered | Self::MembersEnrolled)
    }

    /// By what it is measured, and how it adds up.
    pub const fn measured(self) -> (Measure, AddsUp) {
        match self {
            Self::ReceptionDays
            | Self::ReceptionVisits
            | Self::Observations
            | Self::TeamsFormed
            | Self::HouseholdsCovered
            | Self::MembersEnrolled => (Measure::Count, AddsUp::Sum),
            Self::LettersOnTime | Self::CasesOnTime => (Measure::Share, AddsUp::Mean),
        }
    }
}

impl Measure {
    /// How many stored units one of what people read is.
    pub const fn scale(self) -> i64 {
        match self {
            Self::Share => 100,
            Self::Count | Self::YesNo | Self::Milestone => 1,
        }
    }

    /// The largest value, as stored.
    pub const fn largest(self) -> i64 {
        match self {
            Self::Count => LARGEST,
            Self::Share => 100 * 100,
            Self::YesNo => 1,
            Self::Milestone => 20,
        }
    }
}

/// The largest count.
pub const LARGEST: i64 = 1_000_000_000;

/// By what a commitment is measured. It travels between installations, so that nothing else is read with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// What it is: a count, a share …
    pub measure: Measure,
    /// Of what: `hộ`, `buổi`; empty for shares and yes or no.
    pub counted: String,
    /// Where it stood before.
    pub baseline: i64,
    /// Where it is to stand.
    pub target: i64,
    /// Which way is better.
    pub direction: Direction,
    /// How parts make the whole.
    pub adds_up: AddsUp,
    /// Where it comes from by itself.
    pub source: Option<Source>,
}

impl Indicator {
    /// The same with another target and baseline.
    #[must_use]
    pub fn aimed(&self, target: i64, baseline: i64) -> Self {
        Self { target, baseline, ..self.clone() }
    }

    /// Whether a value is as good as the target.
    pub const fn is_reached(&self, value: i64) -> bool {
        match self.direction {
            Direction::AtLeast => value >= self.target,
            Direction::AtMost => value <= self.target,
        }
    }

    /// How much of the way from the baseline to the target a value is, in hundredths of a per cent; never below none.
    pub fn way(&self, value: i64) -> i64 {
        let (all, done) = match self.direction {
            Direction::AtLeast => (self.target - self.baseline, value - self.baseline),
            Direction::AtMost => (self.baseline - self.target, self.baseline - value),
        };
        if all <= 0 {
            return if self.is_reached(value) { 10_000 } else { 0 };
        }
        let way = i128::from(done.max(0)) * 10_000 / i128::from(all);
        i64::try_from(way).unwrap_or(i64::MAX)
    }
}

/// A commitment as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Own id.
    pub id: CommitmentId,
    /// Of which programme.
    pub programme: ProgrammeId,
    /// The commitment of which it is a part.
    pub parent: Option<CommitmentId>,
    /// Who is to keep it now.
    pub unit: UnitId,
    /// Who promised it, before any reorganisation.
    pub promised_by: UnitId,
    /// What is promised.
    pub what: String,
    /// By what it is measured.
    pub indicator: Indicator,
    /// How often it falls due.
    pub rhythm: Rhythm,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Whether nothing is accepted without evidence.
    pub needs_evidence: bool,
    /// How much it weighs in its programme, from 1 to 100.
    pub weight: i64,
    /// How much it weighs in the mean of its siblings: people, teams, or one.
    pub base: i64,
    /// Who checks it beside the level above.
    pub checker: Option<PersonId>,
    /// How many reporting parts it has: one while it is not shared out.
    pub parts: i64,
    /// When it was promised.
    pub made_at: Moment,
    /// When it was taken back or done with.
    pub ended_at: Option<Moment>,
    /// Why.
    pub end_reason: String,
}

/// A commitment as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedCommitment {
    /// What is promised.
    pub what: String,
    /// Word of the measure, or of the source with `own:` before it.
    pub measure: String,
    /// Of what.
    pub counted: String,
    /// Where it stood.
    pub baseline: String,
    /// Where it is to stand.
    pub target: String,
    /// Word of the direction.
    pub direction: String,
    /// Word of how it adds up.
    pub adds_up: String,
    /// Word of the rhythm.
    pub rhythm: String,
    /// First day; without it the programme's.
    pub from: Option<Result<Day, Note>>,
    /// Last day; without it the programme's.
    pub to: Option<Result<Day, Note>>,
    /// Whether evidence is needed.
    pub needs_evidence: bool,
    /// Its weight; 1 when nothing was typed.
    pub weight: String,
}

/// What was typed of a commitment, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checked {
    /// What is promised.
    pub(crate) what: String,
    /// By what it is measured.
    pub(crate) indicator: Indicator,
    /// How often.
    pub(crate) rhythm: Rhythm,
    /// Its days.
    pub(crate) days: (Day, Day),
    /// Its weight.
    pub(crate) weight: i64,
}

impl TypedCommitment {
    /// The commitment of a unit in a programme with a term; ids and moments are still to be given.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(
        &self,
        (programme, unit): (ProgrammeId, UnitId),
        term: (Day, Day),
        (id, now): (CommitmentId, Moment),
    ) -> Result<Commitment, Refusal> {
        let Checked { what, indicator, rhythm, days, weight } = self.checked(term)?;
        Ok(Commitment {
            id,
            programme,
            parent: None,
            unit,
            promised_by: unit,
            what,
            needs_evidence: self.needs_evidence && indicator.source.is_none(),
            indicator,
            rhythm,
            from: days.0,
            to: days.1,
            weight,
            base: 1,
            checker: None,
            parts: 1,
            made_at: now,
            ended_at: None,
            end_reason: String::new(),
        })
    }

    fn checked(&self, term: (Day, Day)) -> Result<Checked, Refusal> {
        let mut notes = Notes::default();
        let what = line(&mut notes, "what", &self.what, 300);
        if self.what.trim().is_empty() {
            notes.add("what", Note::new("note-required"));
        }
        let mut day = |field: &str, typed: &Option<Result<Day, Note>>, other: Day| match typed {
            Some(Ok(day)) if (term.0..=term.1).contains(day) => *day,
            Some(Ok(_)) => {
                notes.add(field, Note::new("programme-note-outside"));
                other
            }
            Some(Err(note)) => {
                notes.add(field, note.clone());
                other
            }
            None => other,
        };
        let days = (day("first_on", &self.from, term.0), day("last_on", &self.to, term.1));
        if days.1 < days.0 {
            notes.add("last_on", Note::new("note-days-reversed"));
        }
        let rhythm = self.rhythm.parse::<Rhythm>().ok();
        if rhythm.is_none() {
            notes.add("rhythm", Note::new("note-choose"));
        }
        let weight = if self.weight.trim().is_empty() { Some(1) } else { self.weight.trim().parse().ok() };
        let weight = weight.filter(|weight| (1..=100).contains(weight));
        if weight.is_none() {
            notes.add("weight", Note::new("programme-note-weight"));
        }
        let indicator = self.indicator(&mut notes);
        notes.check()?;
        match (indicator, rhythm, weight) {
            (Some(indicator), Some(rhythm), Some(weight)) => {
                Ok(Checked { what, indicator, rhythm, days, weight })
            }
            _ => Err(Refusal::field("measure", Note::new("note-choose"))),
        }
    }

    fn indicator(&self, notes: &mut Notes) -> Option<Indicator> {
        let source = match self.measure.strip_prefix("own:").map(str::parse::<Source>) {
            Some(Ok(source)) => Some(source),
            Some(Err(_)) => {
                notes.add("measure", Note::new("note-choose"));
                return None;
            }
            None => None,
        };
        let measured = match source {
            Some(source) => Some(source.measured()),
            None => self.measure.parse().ok().zip(self.adds_up.parse().ok()),
        };
        let Some((measure, adds_up)) = measured else {
            let field = if self.measure.parse::<Measure>().is_err() { "measure" } else { "adds_up" };
            notes.add(field, Note::new("note-choose"));
            return None;
        };
        let Ok(direction) = self.direction.parse::<Direction>() else {
            notes.add("direction", Note::new("note-choose"));
            return None;
        };
        // A sum of shares says nothing, and a mean of steps or of yes and no is neither.
        let fits = match measure {
            Measure::Count => true,
            Measure::Share => adds_up != AddsUp::Sum,
            Measure::YesNo | Measure::Milestone => matches!(adds_up, AddsUp::Minimum | AddsUp::Last),
        };
        if !fits {
            notes.add("adds_up", Note::new("programme-note-adds-up"));
        }
        let baseline =
            if self.baseline.trim().is_empty() { Ok(0) } else { read_value(measure, &self.baseline) };
        let target = match measure {
            Measure::YesNo => Ok(1),
            _ => read_value(measure, &self.target),
        };
        let counted = line(notes, "counted", &self.counted, 40);
        match (baseline, target) {
            (Ok(baseline), Ok(target)) => {
                let is_reversed = match direction {
                    Direction::AtLeast => target < baseline,
                    Direction::AtMost => !self.baseline.trim().is_empty() && baseline < target,
                };
                if is_reversed {
                    notes.add("target", Note::new("programme-note-reversed"));
                }
                let baseline = if direction == Direction::AtMost { baseline.max(target) } else { baseline };
                Some(Indicator { measure, counted, baseline, target, direction, adds_up, source })
            }
            (baseline, target) => {
                baseline.map_err(|note| notes.add("baseline", note)).ok();
                target.map_err(|note| notes.add("target", note)).ok();
                None
            }
        }
    }
}
