//! What a team did on a day, in under a minute: two numbers, and what it heard that somebody must look after.

use crate::{
    ids::{PersonId, ProgrammeId, TeamId, UnitId},
    programmes::{Measure, nameless, read_value},
    refusals::{Note, Notes, Refusal},
    time::{Day, Moment},
};

/// The most needs of one log.
pub const MOST_NEEDS: usize = 3;
/// A team may still tell of so many days back.
const DAYS_BACK: i64 = 7;
/// Longest words, in characters.
const WORDS_LIMIT: usize = 500;
/// The most households or people of one log.
const MOST: i64 = 10_000;

/// What a team did on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// Which team.
    pub team: TeamId,
    /// Of which campaign.
    pub campaign: ProgrammeId,
    /// In whose care the team was.
    pub unit: UnitId,
    /// The day.
    pub day: Day,
    /// How many households it went to.
    pub visited: i64,
    /// How many people it helped.
    pub helped: i64,
    /// How many needs it brought in.
    pub needs: i64,
    /// What else is to be said; it names nobody.
    pub words: String,
    /// When it was written.
    pub at: Moment,
    /// By whom.
    pub person: Option<PersonId>,
}

/// A log as somebody typed it, without its needs: those are observations and are checked as such.
#[derive(Clone, Debug, Default)]
pub struct TypedLog {
    /// The day; today when nothing was typed.
    pub day: Option<Result<Day, Note>>,
    /// Households.
    pub visited: String,
    /// People helped.
    pub helped: String,
    /// Words.
    pub words: String,
}

/// What was typed of a log, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visited {
    /// The day.
    pub day: Day,
    /// Households.
    pub visited: i64,
    /// People helped.
    pub helped: i64,
    /// Words.
    pub words: String,
}

impl TypedLog {
    /// What was typed, checked. A campaign is logged from its first day to its last, and no more than a week late.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self, today: Day, (first, last): (Day, Day)) -> Result<Visited, Refusal> {
        let mut notes = Notes::default();
        let day = match &self.day {
            None => today,
            Some(Ok(day)) => *day,
            Some(Err(note)) => {
                notes.add("day", note.clone());
                today
            }
        };
        if today < day || day < today.plus_days(-DAYS_BACK) {
            notes.add("day", Note::new("campaign-note-log-day").with("days", DAYS_BACK));
        } else if day < first || last < day {
            notes.add("day", Note::new("campaign-note-outside"));
        }
        let visited = count(&mut notes, "visited", &self.visited);
        let helped = count(&mut notes, "helped", &self.helped);
        let words = nameless(&mut notes, "words", &self.words, WORDS_LIMIT);
        notes.check()?;
        Ok(Visited { day, visited, helped, words })
    }
}

fn count(notes: &mut Notes, field: &str, typed: &str) -> i64 {
    if typed.trim().is_empty() {
        return 0;
    }
    match read_value(Measure::Count, typed) {
        Ok(value) if value <= MOST => value,
        Ok(_) => {
            notes.add(field, Note::new("campaign-note-range").with("most", MOST));
            0
        }
        Err(note) => {
            notes.add(field, note);
            0
        }
    }
}
