//! What may be done to a case, and what follows. Each step checks the stage, changes the case, and gives the
//! entry of its history with the event that tells the rest of the house. What whoever asked does themselves is in
//! `holder`.

mod holder;

use super::{Case, Entry, EntryKind, Hands, Stage};
use crate::{
    clocks::Due,
    events::Event,
    ids::{EntryId, PersonId, UnitId},
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
        (self.responsible, self.stage, self.assignee) = (to, Stage::Received, None);
        Ok(self.went(from, why, by))
    }

    fn went(&self, from: UnitId, why: &str, by: &By) -> Step {
        let to = self.responsible;
        let mut step = self.step(EntryKind::Transferred, true, why, by, json!({"from": from, "to": to}));
        step.entry.detail = to.to_string();
        step
    }

    /// Units changed: the case goes into other hands, as somebody is on it or waits already. Whoever asked is told where
    /// it is and why.
    ///
    /// # Errors
    /// When it is not open, or its office has it already.
    pub fn rehome(&mut self, hands: Hands, why: &str, by: &By) -> Result<Step, Refusal> {
        self.must_be_open()?;
        if hands.office == self.responsible {
            return Err(Refusal::field("to", Note::new("note-already-there")));
        }
        let from = self.responsible;
        Hands { office: self.responsible, stage: self.stage, assignee: self.assignee } = hands;
        Ok(self.went(from, why, by))
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

    /// Another case is the same matter and carries on for both. Every receipt follows, also those of cases that were
    /// merged into this one before. Since the other is not merged, merged cases never lead round in a circle.
    ///
    /// # Errors
    /// When this one is not open, they are the same, or the other was merged itself.
    pub fn merge(&mut self, into: &Case, by: &By) -> Result<Step, Refusal> {
        self.must_be_open()?;
        if into.id == self.id || into.stage == Stage::Merged {
            return Err(Refusal::field("into", Note::new("note-other-case")));
        }
        let was = std::mem::replace(&mut self.stage, Stage::Merged);
        self.merged_into = Some(into.id);
        let mut step = self.step(EntryKind::Merged, true, "", by, json!({"into": into.id}));
        step.entry.detail = format!("{} {was}", into.id);
        Ok(step)
    }

    /// Undoes a merge: the case is on its own again, as far as it had come. `merged` is the detail of the entry of its
    /// merge; entries of earlier days do not name the stage.
    ///
    /// # Errors
    /// When it was not merged.
    pub fn unmerge(&mut self, merged: &str, by: &By) -> Result<Step, Refusal> {
        let Some(into) = self.merged_into.take() else {
            return Err(Refusal::Conflict(Note::new("refusal-not-merged")));
        };
        let taken = if self.accepted_at.is_some() { Stage::Accepted } else { Stage::Received };
        let named = merged.split_once(' ').and_then(|(_, stage)| stage.parse().ok());
        self.stage = named.filter(|stage: &Stage| stage.is_open()).unwrap_or(taken);
        Ok(self.step(EntryKind::Unmerged, true, "", by, json!({"from": into})))
    }

    /// Its urgency or priority changes. With the urgency changes by when it must be taken, while nobody has taken it.
    ///
    /// # Errors
    /// When it is not open.
    pub fn rank(
        &mut self,
        urgent: bool,
        priority: i64,
        receive: Option<Moment>,
        by: &By,
    ) -> Result<Step, Refusal> {
        self.must_be_open()?;
        if urgent != self.urgent && self.accepted_at.is_none() {
            self.receive_due_at = receive.unwrap_or(self.receive_due_at);
        }
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

#[cfg(test)]
mod tests;
