//! What whoever asked, and whoever has the same matter, does to a case.

use super::{By, Step};
use crate::{
    cases::{Case, EntryKind, Rating, Stage},
    refusals::{Note, Refusal},
    time::Moment,
};
use serde_json::json;

impl Case {
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

    /// A holder of a receipt says how the answer was. It is kept for the office and counted about nobody.
    ///
    /// # Errors
    /// When it has not been answered.
    pub fn rate(&self, rating: Rating, by: &By) -> Result<Step, Refusal> {
        self.must_be_settled()?;
        let mut step = self.step(EntryKind::Rated, false, "", by, json!({"rating": rating}));
        step.entry.detail = rating.word().to_owned();
        Ok(step)
    }

    /// Somebody else has the same matter.
    pub fn support(&mut self, by: &By) -> Step {
        self.supporters += 1;
        self.step(EntryKind::Supported, false, "", by, json!({}))
    }
}
