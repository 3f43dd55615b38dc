//! What may be done to a case, and what follows. Each step checks the stage, changes the case, and gives the
//! entry of its history with the event that tells the rest of the house.

use super::{Case, Entry, EntryKind, Stage};
use crate::{
    clocks::Due,
    events::Event,
    ids::{CaseId, EntryId, PersonId, UnitId},
    refusals::{Note, Refusal},
    time::Moment,
};
use serde_json::{Value, json};

/// Who takes a step, when, and from which office.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// The officer; nobody when the holder of the receipt acts.
    pub person: Option<PersonId>,
    /// The officer's office.
    pub unit: Option<UnitId>,
    /// When.
    pub at: Moment,
    /// Id of the entry to be written.
    pub entry: EntryId,
}

/// What a step leaves behind.
#[derive(Clone, Debug)]
pub struct Step {
    /// For the case's history.
    pub entry: Entry,
    /// For the event log.
    pub event: Event,
}

impl Case {
    /// The event of something that happened to this case. It names topic, place and day, so that tallies need no
    /// other row.
    pub fn event(&self, verb: &str, by: &By, more: Value) -> Event {
        let payload = joined(json!({"topic": self.topic, "place": self.place, "day": by.at.day()}), more);
        Event {
            at: by.at,
            actor: by.person,
            kind: format!("case.{verb}"),
            thing: self.id.0,
            unit: Some(self.responsible),
            payload,
        }
    }

    fn entry(&self, kind: EntryKind, public: bool, body: &str, by: &By) -> Entry {
        Entry {
            id: by.entry,
            case: self.id,
            at: by.at,
            kind,
            public,
            body: body.to_owned(),
            person: by.person,
            unit: by.unit,
            detail: String::new(),
        }
    }

    fn step(&self, kind: EntryKind, public: bool, body: &str, by: &By, more: Value) -> Step {
        Step { entry: self.entry(kind, public, body, by), event: self.event(kind.word(), by, more) }
    }

    fn must_be_open(&self) -> Result<(), Refusal> {
        if self.stage.is_open() {
            Ok(())
        } else {
            Err(Refusal::Conflict(Note::new("refusal-case-not-open").with("stage", self.stage)))
        }
    }

    /// The first line of the history.
    pub fn received(&self, by: &By) -> Step {
        self.step(EntryKind::Received, true, "", by, json!({}))
    }

    /// An officer takes the case: the first clock stops.
    ///
    /// # Errors
    /// When it is not open.
    pub fn accept(&mut self, by: &By) -> Result<Step, Refusal> {
        self.must_be_open()?;
        self.stage = Stage::Accepted;
        self.assignee = by.person;
        let taken = self.take(by);
        Ok(self.step(EntryKind::Accepted, true, "", by, taken))
    }

    /// Stops the first clock, once; says whether in time when it is this act that does so.
    fn take(&mut self, by: &By) -> Value {
        if self.accepted_at.is_some() {
            return json!({});
        }
        self.accepted_at = Some(by.at);
        json!({"in_time": by.at <= self.receive_due_at})
    }

    /// Its due moments follow a changed calendar: the first clock's while nobody has taken it, and the answer's.
    ///
    /// # Errors
    /// When it is not open.
    pub fn move_due(&mut self, receive: Moment, answer: &Due, by: &By) -> Result<Step, Refusal> {
        self.must_be_open()?;
        let was = self.due_at;
        if self.accepted_at.is_none() {
            self.receive_due_at = receive;
        }
        self.due_at = answer.at;
        self.due_reason = super::reason_text(answer);
        let more = json!({"from": was, "to": answer.at});
        Ok(self.step(EntryKind::Moved, true, "", by, more))
    }

    /// The case goes to a colleague of the same office.
    ///
    /// # Errors
    /// When it is not open.
    pub fn assign(&mut self, to: PersonId, by: &By) -> Result<Step, Refusal> {
        self.must_be_open()?;
        self.assignee = Some(to);
        self.stage = Stage::Accepted;
        let more = joined(self.take(by), json!({"to": to}));
        let mut step = self.step(EntryKind::Assigned, false, "", by, more);
        step.entry.detail = to.to_string();
        Ok(step)
    }

    /// The case goes to another office. Its clock runs on; whoever asked is told where it is and why.
    ///
    /// # Errors
    /// When it is not open, already there, or no reason is given.
    pub fn transfer(&mut self, to: UnitId, why: &str, by: &By) -> Result<Step, Refusal> {
        self.must_be_open()?;
        if to == self.responsible {
            return Err(Refusal::field("to", Note::new("note-already-there")));
        }
        if why.is_empty() {
            return Err(Refusal::field("why", Note::new("note-say-why")));
        }
        let from = self.responsible;
        self.responsible = to;
        self.assignee = None;
        self.stage = Stage::Received;
        let mut step = self.step(EntryKind::Transferred, true, why, by, json!({"from": from, "to": to}));
        step.entry.detail = to.to_string();
        Ok(step)
    }

    /// A note for colleagues; whoever asked never sees it.
    ///
    /// # Errors
    /// When it says nothing.
    pub fn note(&self, body: &str, by: &By) -> Result<Step, Refusal> {
        if body.is_empty() {
            return Err(Refusal::field("body", Note::new("note-required")));
        }
        Ok(self.step(EntryKind::Note, false, body, by, json!({})))
    }

    /// The answer. Once the time has passed, the reason must be chosen.
    ///
    /// # Errors
    /// When the case is not open, nothing is said, or a late answer gives no reason.
    pub fn answer(
        &mut self,
        body: &str,
        late_reason: Option<&str>,
        close: bool,
        by: &By,
    ) -> Result<Step, Refusal> {
        self.must_be_open()?;
        if body.is_empty() {
            return Err(Refusal::field("body", Note::new("note-required")));
        }
        let settled = self.settle(late_reason, by)?;
        self.stage = if close { Stage::Closed } else { Stage::Answered };
        self.closed_at = close.then_some(by.at);
        let more = joined(settled, json!({"closed": close}));
        Ok(self.step(EntryKind::Answered, true, body, by, more))
    }

    /// A refusal with its reason, which is an answer too.
    ///
    /// # Errors
    /// As for [`Case::answer`]; the reason is a code of the installation's list.
    pub fn refuse(
        &mut self,
        reason: &str,
        body: &str,
        late_reason: Option<&str>,
        by: &By,
    ) -> Result<Step, Refusal> {
        self.must_be_open()?;
        if reason.is_empty() {
            return Err(Refusal::field("reason", Note::new("note-say-why")));
        }
        if body.is_empty() {
            return Err(Refusal::field("body", Note::new("note-required")));
        }
        let settled = self.settle(late_reason, by)?;
        self.stage = Stage::Refused;
        let more = joined(settled, json!({"reason": reason}));
        let mut step = self.step(EntryKind::Refused, true, body, by, more);
        step.entry.detail = reason.to_owned();
        Ok(step)
    }

    /// Stops the clocks: when, whether in time, and why not. Only the first answer keeps or breaks the promise.
    fn settle(&mut self, late_reason: Option<&str>, by: &By) -> Result<Value, Refusal> {
        let on_time = by.at <= self.due_at;
        let late_reason = late_reason.filter(|reason| !reason.is_empty());
        if !on_time && late_reason.is_none() {
            return Err(Refusal::field("late_reason", Note::new("note-say-why-late")));
        }
        if !on_time {
            self.late_reason = late_reason.map(str::to_owned);
        }
        let taken = self.take(by);
        let first = self.on_time.is_none();
        self.answered_at = Some(by.at);
        self.on_time.get_or_insert(on_time);
        if self.assignee.is_none() {
            self.assignee = by.person;
        }
        Ok(joined(taken, json!({"on_time": on_time, "first": first})))
    }

    /// The officer closes an answered case.
    ///
    /// # Errors
    /// When it has not been answered.
    pub fn close(&mut self, by: &By) -> Result<Step, Refusal> {
        if self.stage != Stage::Answered {
            return Err(Refusal::Conflict(Note::new("refusal-case-not-answered").with("stage", self.stage)));
        }
        self.stage = Stage::Closed;
        self.closed_at = Some(by.at);
        Ok(self.step(EntryKind::Closed, true, "", by, json!({})))
    }

    /// Whoever asked adds words.
    ///
    /// # Errors
    /// When nothing is said.
    pub fn add(&self, body: &str, by: &By) -> Result<Step, Refusal> {
        if body.is_empty() {
            return Err(Refusal::field("body", Note::new("note-required")));
        }
        Ok(self.step(EntryKind::Added, true, body, by, json!({})))
    }

    fn must_be_settled(&self) -> Result<(), Refusal> {
        if matches!(self.stage, Stage::Answered | Stage::Closed | Stage::Refused) {
            Ok(())
        } else {
            Err(Refusal::Conflict(Note::new("refusal-case-not-answered").with("stage", self.stage)))
        }
    }

    /// Whoever asked says it is solved: the case closes.
    ///
    /// # Errors
    /// When it has not been answered, or was already confirmed.
    pub fn confirm(&mut self, by: &By) -> Result<Step, Refusal> {
        self.must_be_settled()?;
        if self.solved == Some(true) {
            return Err(Refusal::Conflict(Note::new("refusal-already-said")));
        }
        self.solved = Some(true);
        self.stage = Stage::Closed;
        self.closed_at.get_or_insert(by.at);
        Ok(self.step(EntryKind::Solved, true, "", by, json!({})))
    }

    /// Somebody else with the same matter says it is solved for them. It is kept for the office; only whoever asked first
    /// closes the case.
    ///
    /// # Errors
    /// When it has not been answered.
    pub fn agree(&self, by: &By) -> Result<Step, Refusal> {
        self.must_be_settled()?;
        let mut step = self.step(EntryKind::Added, false, "", by, json!({"solved": true}));
        step.entry.detail = EntryKind::Solved.word().to_owned();
        Ok(step)
    }

    /// Whoever asked says it is not solved: the case opens again with a new promise.
    ///
    /// # Errors
    /// When it has not been answered.
    pub fn reopen(
        &mut self,
        body: &str,
        due_at: Moment,
        due_reason: String,
        by: &By,
    ) -> Result<Step, Refusal> {
        self.must_be_settled()?;
        self.stage = Stage::Reopened;
        self.solved = Some(false);
        self.reopened += 1;
        self.closed_at = None;
        self.due_at = due_at;
        self.due_reason = due_reason;
        Ok(self.step(EntryKind::Reopened, true, body, by, json!({})))
    }

    /// Another case is the same matter and carries on for both. Every receipt follows.
    ///
    /// # Errors
    /// When either is not open, they are the same, or the other was merged itself.
    pub fn merge(&mut self, into: &Case, by: &By) -> Result<Step, Refusal> {
        self.must_be_open()?;
        if into.id == self.id || into.stage == Stage::Merged {
            return Err(Refusal::field("into", Note::new("note-other-case")));
        }
        self.stage = Stage::Merged;
        self.merged_into = Some(into.id);
        let mut step = self.step(EntryKind::Merged, true, "", by, json!({"into": into.id}));
        step.entry.detail = into.id.to_string();
        Ok(step)
    }

    /// Undoes a merge: the case is on its own again.
    ///
    /// # Errors
    /// When it was not merged.
    pub fn unmerge(&mut self, by: &By) -> Result<Step, Refusal> {
        let Some(into) = self.merged_into.take() else {
            return Err(Refusal::Conflict(Note::new("refusal-not-merged")));
        };
        self.stage = if self.accepted_at.is_some() { Stage::Accepted } else { Stage::Received };
        Ok(self.step(EntryKind::Unmerged, true, "", by, json!({"from": into})))
    }

    /// Somebody else has the same matter.
    pub fn support(&mut self, by: &By) -> Step {
        self.supporters += 1;
        self.step(EntryKind::Supported, false, "", by, json!({}))
    }

    /// Its urgency or priority changes.
    ///
    /// # Errors
    /// When it is not open.
    pub fn rank(&mut self, urgent: bool, priority: i64, by: &By) -> Result<Step, Refusal> {
        self.must_be_open()?;
        self.urgent = urgent;
        self.priority = priority.clamp(0, 1);
        Ok(self.step(EntryKind::Ranked, false, "", by, json!({"urgent": urgent, "priority": self.priority})))
    }
}

/// What two parts of a payload say together.
fn joined(mut one: Value, other: Value) -> Value {
    if let (Some(object), Value::Object(other)) = (one.as_object_mut(), other) {
        object.extend(other);
    }
    one
}

/// The id under which a merged case is found: itself, or the one that carries on.
pub fn carried_by(case: &Case) -> CaseId {
    case.merged_into.unwrap_or(case.id)
}
