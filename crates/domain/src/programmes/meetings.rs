//! A review meeting of a programme: who was there, its minutes, and what was decided.

use super::{TITLE_LIMIT, nameless};
use crate::{
    ids::{MeetingId, PartyId, PersonId, ProgrammeId},
    refusals::{Note, Notes, Refusal},
    time::{Day, Moment},
};

/// How many decisions one meeting may have.
pub const MOST_DECISIONS: usize = 20;

/// A review meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Own id, made by the sender.
    pub id: MeetingId,
    /// Of which programme.
    pub programme: ProgrammeId,
    /// On which day.
    pub held_on: Day,
    /// Where.
    pub place: String,
    /// What was said.
    pub minutes: String,
    /// Which parties were there.
    pub present: Vec<PartyId>,
    /// Which version of the programme was reviewed.
    pub version: i64,
    /// When it was written down.
    pub at: Moment,
    /// By whom.
    pub person: Option<PersonId>,
    /// What was decided, in order.
    pub decisions: Vec<Decision>,
}

/// What a meeting decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub words: String,
    /// Who is to do it; all of them when nobody is named.
    pub party: Option<PartyId>,
    /// Until when.
    pub due_on: Option<Day>,
}

/// A decision as somebody typed it: words, the id of a party or nothing, a day or nothing.
pub type TypedDecision = (String, String, Option<Result<Day, Note>>);

/// A meeting as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedMeeting {
    /// The day; an error when it could not be read.
    pub held_on: Option<Result<Day, Note>>,
    /// Where.
    pub place: String,
    /// What was said.
    pub minutes: String,
    /// The ids of the parties that were there.
    pub present: Vec<String>,
    /// What was decided.
    pub decisions: Vec<TypedDecision>,
}

impl TypedMeeting {
    /// What was typed, cleaned and checked against the parties of the programme.
    ///
    /// # Errors
    /// A note under each field that is wrong. A meeting names nobody: who was there is told by parties.
    pub fn check(
        &self,
        (id, programme, version): (MeetingId, ProgrammeId, i64),
        parties: &[PartyId],
        (person, now): (Option<PersonId>, Moment),
    ) -> Result<Meeting, Refusal> {
        // Long because every field of the form is looked at once.
        let mut notes = Notes::default();
        let held_on = match &self.held_on {
            Some(Ok(day)) if *day <= now.day() => Some(*day),
            Some(Ok(_)) => {
                notes.add("held_on", Note::new("meeting-note-future"));
                None
            }
            Some(Err(note)) => {
                notes.add("held_on", note.clone());
                None
            }
            None => {
                notes.add("held_on", Note::new("note-day"));
                None
            }
        };
        let place = nameless(&mut notes, "meeting_place", &self.place, TITLE_LIMIT);
        let minutes = nameless(&mut notes, "minutes", &self.minutes, 8000);
        if self.minutes.trim().is_empty() {
            notes.add("minutes", Note::new("note-required"));
        }
        let known = |said: &str| said.parse().ok().filter(|id| parties.contains(id));
        let present: Vec<PartyId> = self.present.iter().filter_map(|said| known(said)).collect();
        if present.len() != self.present.len() {
            notes.add("present", Note::new("note-choose"));
        } else if present.is_empty() {
            notes.add("present", Note::new("meeting-note-nobody"));
        }
        let mut decisions = Vec::new();
        for (words, party, due) in &self.decisions {
            let words = nameless(&mut notes, "decisions", words, 500);
            if words.is_empty() {
                continue;
            }
            let by = Some(party.trim()).filter(|said| !said.is_empty()).map(known);
            if by == Some(None) {
                notes.add("decisions", Note::new("note-choose"));
            }
            let due_on = match due {
                Some(Ok(day)) => Some(*day),
                Some(Err(note)) => {
                    notes.add("decisions", note.clone());
                    None
                }
                None => None,
            };
            decisions.push(Decision { words, party: by.flatten(), due_on });
        }
        if decisions.len() > MOST_DECISIONS {
            notes.add("decisions", Note::new("meeting-note-many").with("most", MOST_DECISIONS));
        }
        notes.check()?;
        let held_on = held_on.ok_or_else(|| Refusal::field("held_on", Note::new("note-day")))?;
        Ok(Meeting { id, programme, held_on, place, minutes, present, version, at: now, person, decisions })
    }
}
