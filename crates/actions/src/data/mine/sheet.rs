//! What the holder of a receipt is told of everything that is kept about them.

use crate::data::retention;
use danvan_domain::{
    cases::Contact,
    data::requests::{Right, Subject},
    ids::UnitId,
    time::{Day, Moment},
};
use serde::Serialize;
use uuid::Uuid;

/// Everything known under a receipt, as its holder is shown it.
#[derive(Clone, Debug, Serialize)]
pub struct Known {
    /// When this was read.
    pub made_at: Moment,
    /// The receipt.
    pub receipt: String,
    /// Whether the holder said "me too" rather than asked first: then only their own is shown.
    pub me_too: bool,
    /// What the receipt opens: a case, a signature, a visit.
    pub subject: Subject,
    /// What was asked; none for "me too".
    pub case: Option<KnownCase>,
    /// The letter that was signed.
    pub letter: Option<KnownLetter>,
    /// The visit.
    pub visit: Option<KnownVisit>,
    /// Since when the holder said "me too".
    pub since: Option<Moment>,
    /// How to reach the holder.
    pub contact: Contact,
    /// Where the holder lives, when they signed a letter.
    pub address: Option<String>,
    /// Whether they speak for the others who signed.
    pub speaks: bool,
    /// The public history.
    pub history: Vec<KnownLine>,
    /// How many notes between officers there are; they are the office's own and not shown.
    pub internal_notes: usize,
    /// SHA-256 of the pictures.
    pub pictures: Vec<String>,
    /// Who read how to reach the holder.
    pub readings: Vec<KnownReading>,
    /// What the holder agreed to.
    pub consents: Vec<KnownConsent>,
    /// What the holder asked about their data.
    pub requests: Vec<KnownRequest>,
    /// How long it is kept, by rule.
    pub kept: Vec<retention::Standing>,
    /// Whether the words were erased.
    pub erased: bool,
}

/// What was asked.
#[derive(Clone, Debug, Serialize)]
pub struct KnownCase {
    /// The topic's code.
    pub topic: String,
    /// The place, by name.
    pub place: String,
    /// Degrees north and east, when a point was given.
    pub point: Option<(f64, f64)>,
    /// What was said.
    pub words: String,
    /// When it came in.
    pub received_at: Moment,
    /// By which way.
    pub channel: String,
    /// How far it has come.
    pub stage: String,
    /// The office that answers.
    pub office: String,
}

/// A letter, as one who signed it is told of it.
#[derive(Clone, Debug, Serialize)]
pub struct KnownLetter {
    /// The number in the log.
    pub number: i64,
    /// The year of the log.
    pub year: i64,
    /// The day on which it was received.
    pub received_on: Day,
    /// The office that has it.
    pub office: String,
    /// The topic's code.
    pub topic: String,
    /// The place, by name.
    pub place: String,
    /// What it says in short; only where nobody else signed it.
    pub words: Option<String>,
    /// How many signed.
    pub signers: i64,
    /// What runs on it.
    pub proceedings: Vec<KnownProceeding>,
    /// What was written to whoever signed.
    pub notices: Vec<KnownNotice>,
}

/// What runs on a letter.
#[derive(Clone, Debug, Serialize)]
pub struct KnownProceeding {
    /// The procedure's code.
    pub procedure: String,
    /// The stage's code.
    pub stage: String,
    /// By when the office must act next.
    pub due_at: Option<Moment>,
}

/// A letter of an office, by its number.
#[derive(Clone, Debug, Serialize)]
pub struct KnownNotice {
    /// What it is.
    pub kind: String,
    /// Its number.
    pub number: String,
    /// Its day.
    pub issued_on: Day,
}

/// A visit, as whoever booked is told of it.
#[derive(Clone, Debug, Serialize)]
pub struct KnownVisit {
    /// The number of the day.
    pub number: i64,
    /// The day of the reception.
    pub day: Day,
    /// The office.
    pub office: String,
    /// What it was about.
    pub words: String,
    /// How far it has come.
    pub stage: String,
}

/// A line of the public history.
#[derive(Clone, Debug, Serialize)]
pub struct KnownLine {
    /// When.
    pub at: Moment,
    /// What happened.
    pub kind: String,
    /// Its words.
    pub words: String,
    /// The office.
    pub office: String,
}

/// Who read personal data: the office and the role, never the officer's name.
#[derive(Clone, Debug, Serialize)]
pub struct KnownReading {
    /// When.
    pub at: Moment,
    /// The office.
    pub office: String,
    /// The office's id.
    pub unit: UnitId,
    /// The role's word; empty for readings of earlier days.
    pub role: String,
    /// The purpose's code; empty for readings of earlier days.
    pub purpose: String,
    /// What the reader said besides.
    pub words: String,
}

/// What somebody agreed to.
#[derive(Clone, Debug, Serialize)]
pub struct KnownConsent {
    /// For what.
    pub purpose: String,
    /// When.
    pub given_at: Moment,
    /// The words that were shown.
    pub words: String,
    /// Their version.
    pub version: String,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Moment>,
}

/// A request about personal data.
#[derive(Clone, Debug, Serialize)]
pub struct KnownRequest {
    /// Its id.
    pub id: Uuid,
    /// What was asked for.
    pub right: Right,
    /// When.
    pub asked_at: Moment,
    /// The stage's word.
    pub stage: String,
    /// By when it will be done.
    pub due_at: Option<Moment>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// What was said.
    pub words: String,
    /// What was answered.
    pub answer: String,
}
