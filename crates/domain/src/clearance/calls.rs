//! Calls on whoever a file is of: when, who went, what was asked, what was promised and by when, what comes next.

use super::typed::{past_day, text};
use crate::{
    deadlines::{Deadline, PROMISE, Sort},
    ids::{PersonId, ProceedingId, UnitId},
    procedures::Party,
    refusals::{Note, Notes, Refusal},
    time::{Day, Moment},
};
use uuid::Uuid;

/// Longest text, in characters.
const TEXT: usize = 2000;
/// Longest line.
const LINE: usize = 200;
/// How far ahead something may be promised, in days.
const AHEAD: i64 = 2 * 366;

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Own id, made by the sender.
    pub id: Uuid,
    /// Of which file.
    pub file: ProceedingId,
    /// The office that owes what was promised.
    pub unit: UnitId,
    /// When they went.
    pub on: Day,
    /// Who went, by office or position.
    pub who: String,
    /// What was asked.
    pub asked: String,
    /// What was promised; may be nothing.
    pub promised: String,
    /// By when.
    pub until: Option<Day>,
    /// What comes next.
    pub next: String,
    /// When.
    pub next_on: Option<Day>,
    /// Who wrote it down.
    pub person: Option<PersonId>,
    /// When.
    pub at: Moment,
    /// When what was promised was kept, or said to be impossible.
    pub answered_at: Option<Moment>,
    /// What came of it.
    pub answer: String,
}

impl Call {
    /// What was promised falls due at the end of its day, as every promise does; nothing when nothing was.
    pub fn deadline(&self) -> Option<Deadline> {
        let until = self.until?;
        Some(Deadline {
            thing: self.id,
            sort: Sort::Call,
            position: 0,
            procedure: PROMISE.to_owned(),
            step: PROMISE.to_owned(),
            unit: self.unit,
            handler: None,
            party: Party::CommuneOfficer.to_string(),
            is_duty: true,
            is_paused: false,
            starts_at: self.at,
            due_at: Moment::at(until.next(), 0, 0).plus_seconds(-1),
            ended_at: self.answered_at,
        })
    }
}

/// A call as somebody types it.
#[derive(Clone, Debug, Default)]
pub struct TypedCall {
    /// When they went.
    pub on: Option<Result<Day, Note>>,
    /// Who went.
    pub who: String,
    /// What was asked.
    pub asked: String,
    /// What was promised.
    pub promised: String,
    /// By when.
    pub until: Option<Result<Day, Note>>,
    /// What comes next.
    pub next: String,
    /// When.
    pub next_on: Option<Result<Day, Note>>,
}

impl TypedCall {
    /// The call, cleaned and checked.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(
        &self,
        (id, file, unit): (Uuid, ProceedingId, UnitId),
        person: Option<PersonId>,
        at: Moment,
    ) -> Result<Call, Refusal> {
        let mut notes = Notes::default();
        let today = at.day();
        if id.is_nil() {
            notes.add("id", Note::new("note-id"));
        }
        let on = past_day(&mut notes, "on", self.on.as_ref(), today);
        let who = text(&mut notes, "who", &self.who, LINE, true);
        let asked = text(&mut notes, "asked", &self.asked, TEXT, true);
        let promised = text(&mut notes, "promised", &self.promised, TEXT, false);
        let until = ahead(&mut notes, "until", self.until.as_ref(), today);
        if promised.is_empty() != self.until.is_none() {
            let (field, key) = if promised.is_empty() {
                ("promised", "clearance-note-promise-what")
            } else {
                ("until", "clearance-note-promise-when")
            };
            notes.add(field, Note::new(key));
        }
        let next = text(&mut notes, "next", &self.next, LINE, false);
        let next_on = ahead(&mut notes, "next_on", self.next_on.as_ref(), today);
        notes.check()?;
        let on = on.unwrap_or(today);
        Ok(Call {
            id,
            file,
            unit,
            on,
            who,
            asked,
            promised,
            until,
            next,
            next_on,
            person,
            at,
            answered_at: None,
            answer: String::new(),
        })
    }
}

/// A day that is to come, or nothing.
fn ahead(notes: &mut Notes, field: &str, typed: Option<&Result<Day, Note>>, today: Day) -> Option<Day> {
    match typed? {
        Ok(day) if *day < today => notes.add(field, Note::new("clearance-note-past")),
        Ok(day) if today.plus_days(AHEAD) < *day => notes.add(field, Note::new("clearance-note-far")),
        Ok(day) => return Some(*day),
        Err(note) => notes.add(field, note.clone()),
    }
    None
}

/// What came of a promise, cleaned.
///
/// # Errors
/// A note under `answer`.
pub fn answered(typed: &str) -> Result<String, Refusal> {
    let mut notes = Notes::default();
    let answer = text(&mut notes, "answer", typed, TEXT, true);
    notes.check()?;
    Ok(answer)
}
