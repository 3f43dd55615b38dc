//! What somebody asked and wants an answer to, under the feedback procedure.
//!
//! A case is changed only by the steps in [`steps`]; each gives the entry of its history and the event.

pub mod steps;

use crate::{
    clocks::Due,
    ids::{CaseId, EntryId, ObservationId, PersonId, UnitId},
    receipt::ReceiptCode,
    text,
    time::{Day, Moment},
    words_enum,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

words_enum! {
    /// How far a case has come.
    Stage {
        /// Waiting for somebody to take it.
        Received = "received",
        /// Somebody is on it.
        Accepted = "accepted",
        /// Whoever asked said "not solved"; it waits again.
        Reopened = "reopened",
        /// Answered; whoever asked may still say whether it is solved.
        Answered = "answered",
        /// Refused with a reason, which is an answer too.
        Refused = "refused",
        /// Answered and confirmed, or closed by its officer.
        Closed = "closed",
        /// The same matter as another case, which carries on for both.
        Merged = "merged",
    }
}

impl Stage {
    /// Whether somebody still waits for an answer.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Accepted | Self::Reopened)
    }
}

words_enum! {
    /// By which way a case came in.
    Channel {
        /// A resident's own page.
        Web = "web",
        /// Another program.
        Api = "api",
        /// A neighbourhood team for somebody.
        Team = "team",
        /// An officer at the desk.
        Desk = "desk",
        /// A file of another system.
        Import = "import",
    }
}

words_enum! {
    /// What a line of a case's history tells.
    EntryKind {
        /// It came in.
        Received = "received",
        /// Somebody took it.
        Accepted = "accepted",
        /// It was given to a colleague.
        Assigned = "assigned",
        /// It went to another office.
        Transferred = "transferred",
        /// An internal note.
        Note = "note",
        /// A public answer.
        Answered = "answered",
        /// A public refusal with its reason.
        Refused = "refused",
        /// Whoever asked added words.
        Added = "added",
        /// Whoever asked said it is solved.
        Solved = "solved",
        /// Whoever asked said it is not solved.
        Reopened = "reopened",
        /// The officer closed it.
        Closed = "closed",
        /// It was merged into another case.
        Merged = "merged",
        /// The merge was undone.
        Unmerged = "unmerged",
        /// Somebody else has the same matter.
        Supported = "supported",
        /// Its urgency or priority changed.
        Ranked = "ranked",
        /// Why it is late was said.
        Late = "late",
        /// Its due day moved with the calendar.
        Moved = "moved",
        /// Whoever asked said how the answer was.
        Rated = "rated",
    }
}

words_enum! {
    /// How whoever asked found the answer; whether the matter is solved is another question.
    Rating {
        /// Clear and of use.
        Good = "good",
        /// Partly so.
        Fair = "fair",
        /// Neither.
        Poor = "poor",
    }
}

/// How to reach whoever asked, if they want news. Personal data: every reading is an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// What to call them.
    pub name: Option<String>,
    /// Where to call them.
    pub phone: Option<String>,
    /// Where to write to them.
    pub email: Option<String>,
}

impl Contact {
    /// Whether nothing was left.
    pub fn is_empty(&self) -> bool {
        self.name.is_none() && self.phone.is_none() && self.email.is_none()
    }
}

/// What came in, cleaned and checked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Intake {
    /// Made by the sender, so that sending twice stores once.
    pub id: CaseId,
    /// Code of the topic.
    pub topic: String,
    /// Where: a village or commune of the day.
    pub place: UnitId,
    /// Latitude and longitude in degrees, when known.
    pub point: Option<(f64, f64)>,
    /// What was said.
    pub body: String,
    /// In which language: `vi` or `en`.
    pub language: String,
    /// Whether somebody is in danger.
    pub urgent: bool,
    /// How to reach whoever asked.
    pub contact: Contact,
    /// By which way.
    pub channel: Channel,
    /// The observation it grew from.
    pub observation: Option<ObservationId>,
    /// Hashes of the pictures sent with it.
    pub photos: Vec<String>,
}

impl Intake {
    /// SHA-256 of everything that was said: the same id with another hash is another message and is refused.
    pub fn hash(&self) -> [u8; 32] {
        let text = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(text).into()
    }
}

/// A case as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Own id, made by the sender.
    pub id: CaseId,
    /// The receipt's code, as [`crate::receipt::ReceiptCode`] writes it.
    pub receipt: String,
    /// Hash of the intake.
    pub request_hash: Vec<u8>,
    /// The procedure it runs under: `feedback`.
    pub procedure: String,
    /// By which way it came.
    pub channel: Channel,
    /// Code of the topic.
    pub topic: String,
    /// Where, as a unit of the day it came in.
    pub place: UnitId,
    /// Latitude and longitude in degrees, when known.
    pub point: Option<(f64, f64)>,
    /// First words.
    pub title: String,
    /// What was said, identity numbers and the like masked.
    pub body: String,
    /// `vi` or `en`.
    pub language: String,
    /// How far it has come.
    pub stage: Stage,
    /// Whether somebody is in danger.
    pub urgent: bool,
    /// 0 normal, 1 high.
    pub priority: i64,
    /// The commune (or body) that must answer.
    pub responsible: UnitId,
    /// The officer who is on it.
    pub assignee: Option<PersonId>,
    /// When it came in.
    pub received_at: Moment,
    /// On which day.
    pub received_on: Day,
    /// By when somebody must take it.
    pub receive_due_at: Moment,
    /// By when it must be answered.
    pub due_at: Moment,
    /// Why then, as JSON of [`crate::clocks::Due`].
    pub due_reason: String,
    /// When it was taken.
    pub accepted_at: Option<Moment>,
    /// When it was last answered.
    pub answered_at: Option<Moment>,
    /// Whether the first answer came in time.
    pub on_time: Option<bool>,
    /// Why it was late, when it was.
    pub late_reason: Option<String>,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// How often it was reopened.
    pub reopened: i64,
    /// What whoever asked said in the end.
    pub solved: Option<bool>,
    /// How many others have the same matter.
    pub supporters: i64,
    /// The case that carries on for this one.
    pub merged_into: Option<CaseId>,
    /// The observation it grew from.
    pub observation: Option<ObservationId>,
    /// The other system's own number, for imported cases.
    pub source: Option<String>,
}

impl Case {
    /// The case an intake becomes under the feedback procedure: who answers, by when it is taken and answered.
    pub fn from_intake(
        intake: &Intake,
        receipt: &ReceiptCode,
        responsible: UnitId,
        (receive, answer): (&Due, &Due),
        at: Moment,
    ) -> Self {
        Self {
            id: intake.id,
            receipt: receipt.to_string(),
            request_hash: intake.hash().to_vec(),
            procedure: "feedback".into(),
            channel: intake.channel,
            topic: intake.topic.clone(),
            place: intake.place,
            point: intake.point,
            title: text::title_of(&intake.body),
            body: intake.body.clone(),
            language: intake.language.clone(),
            stage: Stage::Received,
            urgent: intake.urgent,
            priority: 0,
            responsible,
            assignee: None,
            received_at: at,
            received_on: at.day(),
            receive_due_at: receive.at,
            due_at: answer.at,
            due_reason: reason_text(answer),
            accepted_at: None,
            answered_at: None,
            on_time: None,
            late_reason: None,
            closed_at: None,
            reopened: 0,
            solved: None,
            supporters: 0,
            merged_into: None,
            observation: intake.observation,
            source: None,
        }
    }

    /// In whose hands it is.
    pub const fn hands(&self) -> Hands {
        Hands { office: self.responsible, stage: self.stage, assignee: self.assignee }
    }

    /// Whether an answer is owed and the time for it has passed.
    pub fn is_late(&self, now: Moment) -> bool {
        self.stage.is_open() && self.due_at < now
    }
}

/// In whose hands a case is, and how far it has come there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hands {
    /// The office that must answer.
    pub office: UnitId,
    /// How far it has come.
    pub stage: Stage,
    /// The officer who is on it.
    pub assignee: Option<PersonId>,
}

/// Why something is due then, as a case keeps it.
pub fn reason_text(due: &Due) -> String {
    serde_json::to_string(&due.reason).unwrap_or_default()
}

/// Somebody else who has the same matter, with a receipt of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Supporter {
    /// The code they hold, as [`ReceiptCode`] writes it.
    pub receipt: String,
    /// Of which case.
    pub case: CaseId,
    /// Since when.
    pub at: Moment,
    /// How to reach them, if they want news.
    pub contact: Contact,
    /// Made by the sender, so that sending twice counts once.
    pub request: Uuid,
}

/// One line of a case's history. Never changed once written.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Own id.
    pub id: EntryId,
    /// Of which case.
    pub case: CaseId,
    /// When.
    pub at: Moment,
    /// What it tells.
    pub kind: EntryKind,
    /// Whether the holder of the receipt sees it.
    pub public: bool,
    /// Its words.
    pub body: String,
    /// Who did it, when an officer did.
    pub person: Option<PersonId>,
    /// The office.
    pub unit: Option<UnitId>,
    /// What else there is to know: a unit, a reason, a case.
    pub detail: String,
}
