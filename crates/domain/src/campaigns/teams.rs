//! Teams, and how they are formed over groups of households.

use crate::{
    ids::{ProgrammeId, TeamId, UnitId},
    programmes::{Measure, line, read_value},
    refusals::{Note, Notes, Refusal},
    time::{Day, Moment},
};

/// How many households a team usually has: a community team of 2021 had forty to fifty.
pub const USUAL_TEAM: i64 = 45;
/// The most households of one team.
pub const LARGEST_TEAM: i64 = 500;
/// The most teams that are formed at once.
pub const MOST_TEAMS: i64 = 1_000;
/// Longest words on which households a team has, in characters.
const COVERS_LIMIT: usize = 200;

/// A team of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Own id.
    pub id: TeamId,
    /// Of which campaign.
    pub campaign: ProgrammeId,
    /// In whose care: a commune.
    pub unit: UnitId,
    /// The commune that formed it, before any reorganisation.
    pub formed_of: UnitId,
    /// Where it is: a village or residential group, or the commune.
    pub place: UnitId,
    /// Its number within the commune that formed it, from 1.
    pub number: i64,
    /// Which households, in words: `ngõ 12, số 1–45`.
    pub covers: String,
    /// How many households.
    pub households: i64,
    /// How many members it has now.
    pub members: i64,
    /// The last day of which it told what it did.
    pub logged_on: Option<Day>,
    /// When it was formed.
    pub formed_at: Moment,
    /// When it was ended.
    pub ended_at: Option<Moment>,
    /// Why.
    pub end_reason: String,
}

/// Teams to be formed, as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedTeams {
    /// How many households there are.
    pub households: String,
    /// How many a team is to have; [`USUAL_TEAM`] when nothing was typed.
    pub each: String,
    /// Which households, in words.
    pub covers: String,
}

/// Teams to be formed: how many households each has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups {
    /// A team each.
    pub households: Vec<i64>,
    /// Which households, in words.
    pub covers: String,
}

impl TypedTeams {
    /// What was typed, checked and divided into teams.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self) -> Result<Groups, Refusal> {
        let mut notes = Notes::default();
        let covers = line(&mut notes, "covers", &self.covers, COVERS_LIMIT);
        let all = number(&mut notes, "households", &self.households, LARGEST_TEAM * MOST_TEAMS);
        let each = if self.each.trim().is_empty() {
            USUAL_TEAM
        } else {
            number(&mut notes, "each", &self.each, LARGEST_TEAM)
        };
        notes.check()?;
        let households = groups(all, each);
        if i64::try_from(households.len()).is_ok_and(|many| MOST_TEAMS < many) {
            return Err(Refusal::field("each", Note::new("campaign-note-teams").with("most", MOST_TEAMS)));
        }
        Ok(Groups { households, covers })
    }
}

/// A whole number from one to a limit.
fn number(notes: &mut Notes, field: &str, typed: &str, most: i64) -> i64 {
    match read_value(Measure::Count, typed) {
        Ok(value) if (1..=most).contains(&value) => value,
        Ok(_) => {
            notes.add(field, Note::new("campaign-note-range").with("most", most));
            1
        }
        Err(note) => {
            notes.add(field, note);
            1
        }
    }
}

/// Households divided into as few teams as can be of at most so many each, as evenly as can be.
pub fn groups(households: i64, each: i64) -> Vec<i64> {
    let (households, each) = (households.max(0), each.max(1));
    let teams = households / each + i64::from(households % each > 0);
    (0..teams).map(|at| households / teams + i64::from(at < households % teams)).collect()
}
