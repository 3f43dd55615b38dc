//! What a team hears: where, about what, how strongly, about how many people, rising or easing. An observation is
//! about a place and a matter and names nobody.
//!
//! Every wording is kept: an [`Observation`] is its latest [`Version`], and the first one is never written over.

use crate::{
    cases::Stage,
    events::Event,
    ids::{ObservationId, PersonId, UnitId},
    privacy,
    refusals::{Note, Refusal},
    time::{Day, Moment},
    words_enum,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

words_enum! {
    /// How strongly people feel, in the field's four words.
    Severity {
        /// People speak of it (quan tâm).
        Concern = "concern",
        /// People are uneasy about it (băn khoăn).
        Worry = "worry",
        /// People are indignant (bức xúc).
        Anger = "anger",
        /// It may break out any day (điểm nóng).
        Hotspot = "hotspot",
    }
}

words_enum! {
    /// About how many people it concerns, as one can tell by listening.
    HowMany {
        /// One person.
        One = "one",
        /// A few.
        Few = "few",
        /// About ten.
        About10 = "about_10",
        /// About fifty.
        About50 = "about_50",
        /// More than a hundred.
        Over100 = "over_100",
    }
}

words_enum! {
    /// Whether it grows.
    Trend {
        /// More people, or stronger, than before.
        Rising = "rising",
        /// As before.
        Same = "same",
        /// It calms down.
        Easing = "easing",
    }
}

words_enum! {
    /// What came of an observation from which a case grew, as its author is told.
    Outcome {
        /// The commune has it.
        HandedOver = "handed_over",
        /// Somebody is on it.
        InHand = "in_hand",
        /// Whoever asked was answered.
        Answered = "answered",
    }
}

impl Outcome {
    /// What a case's stage means to the one who noted the matter.
    pub const fn of(stage: Stage) -> Self {
        match stage {
            Stage::Received => Self::HandedOver,
            Stage::Accepted | Stage::Reopened | Stage::Merged => Self::InHand,
            Stage::Answered | Stage::Refused | Stage::Closed => Self::Answered,
        }
    }
}

/// Longest note, in characters.
pub const NOTE_LIMIT: usize = 2000;

/// For how long an observation may be changed by whoever made it, in seconds.
pub const EDIT_SECONDS: i64 = 24 * 3600;

/// What was heard: one wording of an observation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Where: a village or commune.
    pub place: UnitId,
    /// Code of the topic.
    pub topic: String,
    /// How strongly.
    pub severity: Severity,
    /// About how many people.
    pub how_many: HowMany,
    /// Rising or easing.
    pub trend: Trend,
    /// Words; may be empty. They name nobody, and numbers that lead to somebody are masked.
    pub note: String,
}

/// Who notes or changes something, from which team, and when.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// Who.
    pub person: PersonId,
    /// The unit of the position that gives them the right.
    pub unit: UnitId,
    /// When.
    pub at: Moment,
}

/// An observation as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Own id, made by the sender.
    pub id: ObservationId,
    /// SHA-256 of the first wording and its pictures: the same id with another hash is refused.
    pub request_hash: Vec<u8>,
    /// Who noted it.
    pub person: PersonId,
    /// From which team.
    pub unit: UnitId,
    /// The commune in which its place lay when it was noted.
    pub commune: UnitId,
    /// The latest wording.
    pub heard: Heard,
    /// When it was noted.
    pub noted_at: Moment,
    /// On which day; the day it is counted for.
    pub noted_on: Day,
    /// How often it was changed.
    pub edits: i64,
    /// When it was taken back.
    pub withdrawn_at: Option<Moment>,
}

/// One wording of an observation. Never changed once written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Of which observation.
    pub observation: ObservationId,
    /// 1 for the first wording.
    pub number: i64,
    /// Since when it stood.
    pub at: Moment,
    /// Who wrote it.
    pub person: PersonId,
    /// What it says.
    pub heard: Heard,
}

/// Masks the numbers in a note and refuses one that names somebody, showing the words.
///
/// # Errors
/// [`Refusal::Invalid`] under `note`.
pub fn fit_to_keep(note: &str) -> Result<String, Note> {
    if let Some(found) = privacy::names_somebody(note) {
        return Err(Note::new("note-names-somebody").with("words", &note[found]));
    }
    Ok(privacy::mask_with_plates(note).text)
}

/// SHA-256 of everything a sender said.
pub fn request_hash(id: ObservationId, person: PersonId, heard: &Heard, photos: &[String]) -> [u8; 32] {
    let text = serde_json::to_vec(&(id, person, heard, photos)).unwrap_or_default();
    Sha256::digest(text).into()
}

/// Notes what was heard; gives the observation and its event. [`Observation::version`] is its first wording.
pub fn note(
    id: ObservationId,
    heard: Heard,
    commune: UnitId,
    photos: &[String],
    by: &By,
) -> (Observation, Event) {
    let observation = Observation {
        id,
        request_hash: request_hash(id, by.person, &heard, photos).to_vec(),
        person: by.person,
        unit: by.unit,
        commune,
        heard,
        noted_at: by.at,
        noted_on: by.at.day(),
        edits: 0,
        withdrawn_at: None,
    };
    let event = observation.event("noted", by, observation.counted());
    (observation, event)
}

impl Observation {
    /// The wording that stands, as a row of its history written at a moment.
    pub fn version(&self, by: &By) -> Version {
        Version {
            observation: self.id,
            number: self.edits + 1,
            at: by.at,
            person: by.person,
            heard: self.heard.clone(),
        }
    }

    /// What tallies count of the wording that stands.
    fn counted(&self) -> Value {
        json!({
            "topic": self.heard.topic,
            "place": self.heard.place,
            "day": self.noted_on,
            "severity": self.heard.severity,
            "how_many": self.heard.how_many,
        })
    }

    fn event(&self, verb: &str, by: &By, payload: Value) -> Event {
        Event {
            at: by.at,
            actor: Some(by.person),
            kind: format!("observation.{verb}"),
            thing: self.id.0,
            unit: Some(self.commune),
            payload,
        }
    }

    /// Whether somebody may still change or withdraw it: whoever made it, for a day, until a case grew from it.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] for anybody else, [`Refusal::Conflict`] when it is too late.
    pub fn may_change(&self, person: PersonId, at: Moment, has_cases: bool) -> Result<(), Refusal> {
        if person != self.person {
            return Err(Refusal::NotAllowed(Note::new("refusal-observation-of-another")));
        }
        let refused = if self.withdrawn_at.is_some() {
            "refusal-observation-withdrawn"
        } else if has_cases {
            "refusal-observation-has-case"
        } else if at.seconds_since(self.noted_at) > EDIT_SECONDS {
            "refusal-observation-too-old"
        } else {
            return Ok(());
        };
        Err(Refusal::Conflict(Note::new(refused)))
    }

    /// Says it otherwise. Gives the event, or nothing when the words are the same; the wording before stays in the
    /// history.
    ///
    /// # Errors
    /// As for [`Observation::may_change`].
    pub fn edit(
        &mut self,
        heard: Heard,
        commune: UnitId,
        has_cases: bool,
        by: &By,
    ) -> Result<Option<Event>, Refusal> {
        self.may_change(by.person, by.at, has_cases)?;
        if heard == self.heard {
            return Ok(None);
        }
        let before = self.counted();
        self.heard = heard;
        self.commune = commune;
        self.edits += 1;
        let mut payload = self.counted();
        payload["before"] = before;
        Ok(Some(self.event("edited", by, payload)))
    }

    /// Takes it back. Its wordings stay in the history.
    ///
    /// # Errors
    /// As for [`Observation::may_change`].
    pub fn withdraw(&mut self, has_cases: bool, by: &By) -> Result<Event, Refusal> {
        self.may_change(by.person, by.at, has_cases)?;
        self.withdrawn_at = Some(by.at);
        Ok(self.event("withdrawn", by, self.counted()))
    }
}

#[cfg(test)]
mod tests;
