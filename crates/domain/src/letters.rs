//! Letters: what comes in on paper, by post, at a visit, and the six axes by which an officer classifies it. Content
//! decides, not the title; the house proposes with its reasons, the officer decides.

use crate::{
    ids::{LetterId, PersonId, ProceedingId, UnitId},
    procedures::Limits,
    time::{Day, Moment},
    words_enum,
};
use serde::{Deserialize, Serialize};

mod axes;
mod proposal;
mod repeats;

pub use axes::{Axes, Decided, decide};
pub use proposal::{Proposed, propose};
pub use repeats::{Before, Earlier, decide_after, is_comparable, propose_after};

words_enum! {
    /// By which way a letter came.
    Way {
        /// By post.
        Post = "post",
        /// Handed in at the office.
        HandedIn = "handed_in",
        /// Out of the suggestion box.
        Box = "suggestion_box",
        /// Told at a visit and written down.
        Visit = "visit",
        /// Forwarded by a deputy, the Front, a member organisation, the press or another office.
        Forwarded = "forwarded",
        /// Received by a leader.
        Leader = "leader",
        /// Sent over the network.
        Online = "online",
    }
}

words_enum! {
    /// What a letter is about in law, first axis.
    Content {
        /// Asks or proposes.
        Petition = "petition",
        /// Against an administrative decision or act.
        Complaint = "complaint",
        /// Against a disciplinary decision about an official.
        DisciplinaryComplaint = "disciplinary_complaint",
        /// Reports a breach of law by a named subject.
        Denunciation = "denunciation",
        /// About administrative rules.
        RuleFeedback = "rule_feedback",
        /// Several of these in one letter.
        Mixed = "mixed",
    }
}

impl Content {
    /// The procedure it runs under; none for a mixed letter, which is split first.
    pub const fn procedure(self) -> Option<&'static str> {
        match self {
            Self::Mixed => None,
            other => Some(other.word()),
        }
    }
}

words_enum! {
    /// Whether a letter meets the conditions to be handled, second axis.
    Eligibility {
        /// It does.
        Eligible = "eligible",
        /// Language, day, name, address, signature, or what the law asks of its content is missing.
        Incomplete = "incomplete",
        /// Sent to many places, the competent one among them.
        SentMany = "sent_many",
        /// The sender was guided once already about the same content.
        GuidedBefore = "guided_before",
        /// Its time has lapsed.
        OutOfTime = "out_of_time",
        /// Finally settled, and nothing new.
        SettledBefore = "settled_before",
        /// It cannot be read.
        Illegible = "illegible",
    }
}

words_enum! {
    /// Whose matter it is, third axis.
    Competence {
        /// This office's.
        Own = "own",
        /// Another office's.
        Other = "other",
    }
}

words_enum! {
    /// How many signed, fourth axis; it follows from their number.
    Signers {
        /// Nobody, or nobody who can be known.
        Nobody = "nobody",
        /// One person.
        One = "one",
        /// Several, and fewer than make a group.
        Several = "several",
        /// As many as the law calls a group letter.
        Group = "group",
    }
}

impl Signers {
    /// The class of a number of signers, by the law of a day.
    pub fn of(number: i64, on: Day) -> Self {
        match number {
            ..=0 => Self::Nobody,
            _ if Limits::facts().is_group(number, on) => Self::Group,
            1 => Self::One,
            _ => Self::Several,
        }
    }
}

words_enum! {
    /// Which branch of the state or society it concerns, sixth axis; the fifth is whether originals came with it.
    Branch {
        /// State administration.
        State = "state",
        /// Elected bodies.
        Elected = "elected",
        /// Investigation, prosecution, courts and enforcement.
        Judicial = "judicial",
        /// Political and mass organisations, religious organisations as bodies.
        Political = "political",
        /// Public service units.
        PublicUnit = "public_unit",
        /// State-owned enterprises.
        Enterprise = "enterprise",
    }
}

words_enum! {
    /// What becomes of a letter.
    Disposal {
        /// A proceeding of its content is opened here.
        Open = "open",
        /// A mixed letter becomes several proceedings, and a guidance letter is sent.
        Split = "split",
        /// Sent on to the competent office, once for the same content.
        Transfer = "transfer",
        /// Its sender is told where to turn.
        Guide = "guide",
        /// Kept one year without processing.
        Archive = "archive",
        /// Nobody signed, but facts and evidence are concrete: to inspection.
        Inspection = "inspection",
        /// A party member is denounced on the party's own rules: to the competent Party body.
        PartyBody = "party_body",
    }
}

/// A letter as it is kept. Who signed it is kept apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// Own id, made by the sender of the form.
    pub id: LetterId,
    /// What was sent under that id.
    pub request_hash: Vec<u8>,
    /// The office that received it, or has it now.
    pub unit: UnitId,
    /// The office in whose log it is numbered.
    pub logged_at: UnitId,
    /// The year of the log.
    pub year: i64,
    /// The number in the log of that year.
    pub number: i64,
    /// By which way.
    pub way: Way,
    /// Who forwarded it; empty when nobody did.
    pub forwarded_by: String,
    /// The day on which it was received.
    pub received_on: Day,
    /// The moment from which clocks run.
    pub received_at: Moment,
    /// The day written on it.
    pub written_on: Option<Day>,
    /// What it is about; empty for a denunciation.
    pub topic: String,
    /// Where; the office's own unit for a denunciation.
    pub place: UnitId,
    /// Retyped in short; empty for a denunciation.
    pub summary: String,
    /// How many signed; zero when nobody did.
    pub signers: i64,
    /// A denunciation: its words, names and scans are in the sealed compartment only.
    pub is_sealed: bool,
    /// Who entered it.
    pub recorder: Option<PersonId>,
    /// When it was entered.
    pub recorded_at: Moment,
    /// How it was classified.
    pub axes: Option<Axes>,
    /// What became of it.
    pub disposal: Option<Disposal>,
    /// Why, in the officer's words.
    pub ground: String,
    /// The number of the written notice, guidance or transfer.
    pub document: String,
    /// When it was classified.
    pub classified_at: Option<Moment>,
    /// The oldest letter of those that an officer linked as saying the same; none for that one itself.
    pub same_as: Option<LetterId>,
    /// The proceeding that began with its reception.
    pub intake: Option<ProceedingId>,
}

impl Letter {
    /// By which letter the group of those that say the same is known: the oldest of them.
    pub fn head(&self) -> LetterId {
        self.same_as.unwrap_or(self.id)
    }

    /// How many signed, by the law of the day on which it was received.
    pub fn class(&self) -> Signers {
        Signers::of(self.signers, self.received_on)
    }

    /// Opens its classification again: it went to another office, which reads it anew. What the first one found and
    /// decided stands until then, and in acts and events for ever.
    pub fn is_anothers(&mut self) {
        self.classified_at = None;
    }

    /// What calls for the head's attention at once, by its size and how sharp the officer found it; never by who the
    /// people are.
    pub fn is_alert(&self) -> bool {
        self.class() == Signers::Group || self.axes.as_ref().is_some_and(|axes| axes.is_sharp)
    }
}

/// Somebody who signed, kept apart from the letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// Their name.
    pub name: String,
    /// Where they live.
    pub address: String,
    /// How to reach them.
    pub phone: String,
    /// Whether they speak for the others.
    pub is_representative: bool,
}

#[cfg(test)]
mod tests;
