//! Programmes: who promised what measurable thing, where and by when; how far it has come, with evidence; who verified
//! it; and what all of it adds up to.
//!
//! A directive, a work programme, a plan, a covenant, a coordination programme, a campaign and an inspection's remedies
//! are *kinds* of programme over one mechanism: programme → [`Commitment`] → [`Report`] → verdict → [`Figure`].

pub mod board;
mod commitments;
pub mod covenants;
mod figures;
pub mod meetings;
mod parties;
mod periods;
mod reports;
mod sharing;
mod values;

pub use commitments::{AddsUp, Commitment, Direction, Indicator, LARGEST, Measure, Source, TypedCommitment};
pub use figures::{Figure, State, Total};
pub use parties::{MOST_PARTIES, Party, Place, Sort, TypedParty};
pub use periods::{MOST_PERIODS, Period, Rhythm};
pub use reports::{Evidence, Report, Stood, TypedReport, Value, Verdict, stood};
pub use sharing::{Part, Shared, Sharing, left, share_out};
pub use values::read_value;

use crate::{
    ids::{PersonId, ProgrammeId, UnitId},
    privacy,
    refusals::{Note, Notes, Refusal},
    text::{clean_line, clean_lines},
    time::{Day, Moment},
    words_enum,
};
use serde::{Deserialize, Serialize};

words_enum! {
    /// What sort of programme it is.
    Kind {
        /// A directive: chỉ thị.
        Directive = "directive",
        /// A work programme under a resolution: chương trình công tác.
        ResolutionProgramme = "resolution_programme",
        /// A plan: kế hoạch.
        Plan = "plan",
        /// A covenant that units sign: giao ước thi đua.
        Covenant = "covenant",
        /// A coordination programme of several parties: chương trình phối hợp.
        Coordination = "coordination",
        /// A campaign: chiến dịch, đợt vận động.
        Campaign = "campaign",
        /// What an inspection asked to be mended: kiến nghị sau kiểm tra, giám sát.
        Remedies = "remedies",
        /// Tasks that an office gave during a year.
        Tasks = "tasks",
    }
}

words_enum! {
    /// What a version of a programme did.
    Change {
        /// It was made.
        Made = "made",
        /// It was looked at and confirmed: sơ kết.
        Reviewed = "reviewed",
        /// Something in it was changed.
        Adjusted = "adjusted",
        /// Something was added to it.
        Supplemented = "supplemented",
    }
}

/// Longest title, in characters.
const TITLE_LIMIT: usize = 200;
/// Longest text of aims, in characters.
const AIMS_LIMIT: usize = 4000;
/// Longest term, in days: eleven years hold a term of five with its review and the one after.
const LONGEST: i64 = 11 * 366;
/// How many programmes may stand above one another.
pub const DEEPEST: usize = 8;

/// What a programme says: all that a version may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What sort it is.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// What it is to bring about.
    pub aims: String,
    /// The number of its paper: `07-CT/TU`.
    pub number: String,
    /// The day of its paper.
    pub issued_on: Option<Day>,
    /// Who issued it.
    pub issued_by: String,
    /// Where the paper can be read.
    pub link: String,
    /// First day of its term.
    pub starts_on: Day,
    /// Last day, included.
    pub ends_on: Day,
    /// Who takes part beside the units that promise, a line each.
    pub parties: String,
    /// The programme it follows from.
    pub parent: Option<ProgrammeId>,
}

/// A programme as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// Own id, made by the sender.
    pub id: ProgrammeId,
    /// Whose it is.
    pub unit: UnitId,
    /// What it says.
    pub content: Content,
    /// Which version that is, from 1.
    pub version: i64,
    /// When it was made.
    pub made_at: Moment,
    /// When it was closed.
    pub ended_at: Option<Moment>,
    /// Why it was closed.
    pub end_reason: String,
}

/// One version of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1.
    pub number: i64,
    /// When.
    pub at: Moment,
    /// By whom.
    pub person: Option<PersonId>,
    /// What it did.
    pub change: Change,
    /// Why.
    pub why: String,
    /// What the programme said from then on.
    pub content: Content,
}

/// A programme as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedProgramme {
    /// Word of its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its aims.
    pub aims: String,
    /// The number of its paper.
    pub number: String,
    /// The paper's day; an error when it could not be read.
    pub issued_on: Option<Result<Day, Note>>,
    /// Who issued it.
    pub issued_by: String,
    /// Where it can be read.
    pub link: String,
    /// First day; an error when it could not be read.
    pub starts_on: Option<Result<Day, Note>>,
    /// Last day.
    pub ends_on: Option<Result<Day, Note>>,
    /// Parties, a line each.
    pub parties: String,
    /// The id of the programme above it, or nothing.
    pub parent: String,
}

impl Content {
    /// What was typed, cleaned and checked.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(typed: &TypedProgramme) -> Result<Self, Refusal> {
        let mut notes = Notes::default();
        let kind = typed.kind.parse::<Kind>().ok();
        if kind.is_none() {
            notes.add("sort", Note::new("note-choose"));
        }
        let title = line(&mut notes, "title", &typed.title, TITLE_LIMIT);
        if typed.title.trim().is_empty() {
            notes.add("title", Note::new("note-required"));
        }
        let aims = lines(&mut notes, "aims", &typed.aims, AIMS_LIMIT);
        let parties = lines(&mut notes, "parties", &typed.parties, AIMS_LIMIT);
        let number = line(&mut notes, "number", &typed.number, 80);
        let issued_by = line(&mut notes, "issued_by", &typed.issued_by, TITLE_LIMIT);
        let link = line(&mut notes, "link", &typed.link, 500);
        if !link.is_empty() && !link.starts_with("https://") && !link.starts_with("http://") {
            notes.add("link", Note::new("programme-note-link"));
        }
        let issued_on = day(&mut notes, "issued_on", &typed.issued_on);
        let term = term(&mut notes, typed);
        let parent = match typed.parent.trim() {
            "" => None,
            said => said.parse().map_err(|_| notes.add("parent", Note::new("note-choose"))).ok(),
        };
        notes.check()?;
        let (Some(kind), Some((starts_on, ends_on))) = (kind, term) else {
            return Err(Refusal::field("sort", Note::new("note-choose")));
        };
        Ok(Self {
            kind,
            title,
            aims,
            number,
            issued_on,
            issued_by,
            link,
            starts_on,
            ends_on,
            parties,
            parent,
        })
    }
}

/// The term, when both days could be read and follow each other.
fn term(notes: &mut Notes, typed: &TypedProgramme) -> Option<(Day, Day)> {
    let from = day(notes, "starts_on", &typed.starts_on);
    let to = day(notes, "ends_on", &typed.ends_on);
    for (field, given) in [("starts_on", &typed.starts_on), ("ends_on", &typed.ends_on)] {
        if given.is_none() {
            notes.add(field, Note::new("note-day"));
        }
    }
    let (from, to) = (from?, to?);
    if to < from {
        notes.add("ends_on", Note::new("note-days-reversed"));
    } else if LONGEST < to.days_since(from) {
        notes.add("ends_on", Note::new("programme-note-term"));
    }
    Some((from, to))
}

/// A typed day; a note where it could not be read.
fn day(notes: &mut Notes, field: &str, typed: &Option<Result<Day, Note>>) -> Option<Day> {
    match typed {
        Some(Ok(day)) => Some(*day),
        Some(Err(note)) => {
            notes.add(field, note.clone());
            None
        }
        None => None,
    }
}

/// One line, identity numbers and the like masked; it may be empty.
pub(crate) fn line(notes: &mut Notes, field: &str, typed: &str, limit: usize) -> String {
    match clean_line(typed, limit) {
        Ok(text) => privacy::mask(&text).text,
        Err(fault) => {
            notes.add(field, fault.into());
            String::new()
        }
    }
}

/// Several lines, as [`line`].
pub(crate) fn lines(notes: &mut Notes, field: &str, typed: &str, limit: usize) -> String {
    match clean_lines(typed, limit) {
        Ok(text) => privacy::mask(&text).text,
        Err(fault) => {
            notes.add(field, fault.into());
            String::new()
        }
    }
}

/// As the texts of programmes: several lines that name nobody, identity numbers and the like masked; it may be empty.
pub fn nameless_text(notes: &mut Notes, field: &str, typed: &str, limit: usize) -> String {
    nameless(notes, field, typed, limit)
}

/// Several lines that name nobody: a programme is about work, not about people.
pub(crate) fn nameless(notes: &mut Notes, field: &str, typed: &str, limit: usize) -> String {
    let text = lines(notes, field, typed, limit);
    if let Some(found) = privacy::names_somebody(&text) {
        notes.add(field, Note::new("note-names-somebody").with("words", &text[found]));
    }
    text
}

/// A reason that must be given, cleaned.
///
/// # Errors
/// A note under `reason`.
pub fn reason(typed: &str) -> Result<String, Refusal> {
    let mut notes = Notes::default();
    let text = nameless(&mut notes, "reason", typed, 500);
    notes.check()?;
    if text.is_empty() {
        return Err(Refusal::field("reason", Note::new("note-say-why")));
    }
    Ok(text)
}

/// Whether a programme may follow from another, given what stands above that one from it upwards: never from itself, and
/// not too deep.
///
/// # Errors
/// A note under `parent`.
pub fn may_follow(id: ProgrammeId, above: &[ProgrammeId]) -> Result<(), Refusal> {
    if above.contains(&id) {
        return Err(Refusal::field("parent", Note::new("programme-note-cycle")));
    }
    if DEEPEST <= above.len() {
        return Err(Refusal::field("parent", Note::new("programme-note-deep").with("most", DEEPEST)));
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests;
