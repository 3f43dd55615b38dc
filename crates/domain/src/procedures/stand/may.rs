//! Whether an act may be done: by whom, when, in which stage, with what; and the article that says so.

use super::{
    Done,
    run::{Run, named},
};
use crate::{
    procedures::{Act, Name, Need},
    refusals::{Note, Notes, Refusal},
    time::Moment,
};
use std::collections::BTreeSet;

impl<'a> Run<'a> {
    /// The row that allows an act.
    pub(super) fn may(&self, done: &Done) -> Result<&'a Act, Refusal> {
        let act = self.row(done)?;
        if let Some(last) = self.done.last().filter(|last| done.at < last.at) {
            let note = about(act, "law-before").with("at", last.at);
            return Err(Refusal::field("at", note));
        }
        if !act.who.contains(&done.by) {
            let who = act.who.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let note = about(act, "law-who").with("party", who);
            return Err(Refusal::NotAllowed(note));
        }
        if !self.is_left(act) {
            let times = act.times.unwrap_or_default();
            return Err(Refusal::Conflict(about(act, "law-times").with("times", times)));
        }
        if !self.is_prepared(act) {
            let names: Vec<&Name> = act.after.iter().filter_map(|code| self.act_name(code)).collect();
            return Err(Refusal::Conflict(listed(about(act, "law-after"), "before", &names)));
        }
        if let Some(step) = act.after_lapse.as_ref().filter(|step| !self.has_lapsed(step, done.at)) {
            let name = self.procedure.step(step).map(|step| &step.name);
            let note = named(about(act, "law-not-lapsed"), "step", name.unwrap_or(&Name::default()));
            return Err(Refusal::Conflict(note));
        }
        if let Some(wait) = self.waits(&act.code, done.at).filter(|wait| done.at < wait.due_at) {
            let note = about(act, "law-too-early").with("due", wait.due_at);
            return Err(Refusal::Conflict(note.with("because", &wait.term.rule.source)));
        }
        self.brings_all(act, done)?;
        self.comes_in_time(act, done)?;
        self.may_extend(act, done)?;
        Ok(act)
    }

    /// Whether an act is open at a moment, for somebody who may and brings what is needed.
    pub(super) fn is_open(&self, act: &Act, now: Moment) -> bool {
        self.fits_stage(act)
            && act.validity.holds_on(self.law_of_act(act, now))
            && act.when.is_subset(&self.holding)
            && self.is_left(act)
            && self.is_prepared(act)
            && act.after_lapse.as_ref().is_none_or(|step| self.has_lapsed(step, now))
            && act.extends.as_ref().is_none_or(|step| {
                self.running(step, now).is_some_and(|(read, so_often)| {
                    now <= read.due_at && self.extendable(read.term, so_often).is_some()
                })
            })
    }

    fn act_name(&self, code: &str) -> Option<&'a Name> {
        self.procedure.acts.iter().find(|act| act.code == code).map(|act| &act.name)
    }

    fn fits_stage(&self, act: &Act) -> bool {
        match &self.stage {
            None => act.from.is_empty(),
            Some(stage) => act.from.contains(stage),
        }
    }

    fn is_left(&self, act: &Act) -> bool {
        let so_often = || self.done.iter().filter(|done| done.act == act.code).count();
        act.times.is_none_or(|times| so_often() < usize::from(times))
    }

    fn is_prepared(&self, act: &Act) -> bool {
        act.after.is_empty() || self.on_this_level().iter().any(|done| act.after.contains(&done.act))
    }

    fn has_lapsed(&self, step: &str, at: Moment) -> bool {
        self.running(step, at).is_some_and(|(read, _)| read.due_at < at)
    }

    /// The row of an act for this stage, day and case; else why there is none.
    fn row(&self, done: &Done) -> Result<&'a Act, Refusal> {
        let procedure = self.procedure;
        let all: Vec<&'a Act> = procedure.acts.iter().filter(|act| act.code == done.act).collect();
        let Some(first) = all.first() else {
            let words: BTreeSet<&str> = procedure.acts.iter().map(|act| act.code.as_str()).collect();
            let allowed = words.into_iter().collect::<Vec<_>>().join(", ");
            let note = Note::new("law-act-unknown").with("code", &done.act).with("allowed", allowed);
            return Err(Refusal::field("act", note));
        };
        let here: Vec<&'a Act> = all.iter().copied().filter(|act| self.fits_stage(act)).collect();
        let Some(row) = here.first() else {
            return Err(Refusal::Conflict(self.out_of_order(first)));
        };
        let in_force: Vec<&'a Act> =
            here.iter().copied().filter(|act| act.validity.holds_on(self.law_of_act(act, done.at))).collect();
        let Some(row_of_day) = in_force.first() else {
            let note = about(row, "law-not-in-force").with("day", self.law_of_act(row, done.at));
            return Err(Refusal::Conflict(note));
        };
        let fitting = in_force.iter().copied().filter(|act| act.when.is_subset(&self.holding));
        if let Some(act) = fitting.max_by_key(|act| act.when.len()) {
            return Ok(act);
        }
        let lacking = row_of_day.when.difference(&self.holding);
        let names: Vec<&Name> = lacking
            .filter_map(|code| procedure.condition(code, done.at.day()))
            .map(|condition| &condition.name)
            .collect();
        Err(Refusal::Conflict(listed(about(row_of_day, "law-condition"), "conditions", &names)))
    }

    /// That an act does not belong to the stage, and to which stages it does.
    fn out_of_order(&self, act: &Act) -> Note {
        let name_of = |code: &String| self.procedure.stage(code).map(|stage| &stage.name);
        let from = act.from.iter().filter_map(name_of).collect::<Vec<_>>();
        let note = about(act, "law-out-of-order");
        match self.stage.as_ref().and_then(name_of) {
            Some(stage) if !from.is_empty() => listed(named(note, "stage", stage), "from", &from),
            Some(_) => about(act, "law-only-first"),
            None => listed(about(act, "law-not-first"), "from", &from),
        }
    }

    /// Everything that an act must bring, and that is not there.
    fn brings_all(&self, act: &Act, done: &Done) -> Result<(), Refusal> {
        let mut notes = Notes::default();
        for need in &act.needs {
            let is_said = |text: &String| !text.trim().is_empty();
            let (field, key, there) = match need {
                Need::Ground => ("ground", "law-need-ground", is_said(&done.ground)),
                Need::Office => ("office", "law-need-office", is_said(&done.office)),
                Need::Document => ("document", "law-need-document", is_said(&done.document)),
                Need::Forms => ("forms", "law-need-forms", done.forms.iter().any(is_said)),
                Need::Parts => {
                    let kinds: BTreeSet<&String> = done.parts.iter().collect();
                    ("parts", "law-need-parts", kinds.len() >= 2)
                }
            };
            if !there {
                notes.add(field, about(act, key));
            }
        }
        if let Some(condition) =
            act.sets.as_ref().and_then(|code| self.procedure.condition(code, self.law_of_act(act, done.at)))
        {
            let listed_grounds = &condition.grounds;
            let known = |code: &String| listed_grounds.iter().any(|ground| ground.code == *code);
            let allowed = || listed_grounds.iter().map(|g| g.code.as_str()).collect::<Vec<_>>().join(", ");
            if !listed_grounds.is_empty() && (done.grounds.is_empty() || !done.grounds.iter().all(known)) {
                let note = about(act, "law-grounds").with("allowed", allowed());
                notes.add("grounds", note.with("because", &condition.source));
            } else if listed_grounds.is_empty() && done.ground.trim().is_empty() && done.grounds.is_empty() {
                notes.add("ground", about(act, "law-need-ground"));
            }
        }
        notes.check()
    }

    /// What makes a clock longer must be recorded before it lapses.
    fn comes_in_time(&self, act: &Act, done: &Done) -> Result<(), Refusal> {
        let Some(condition) = &act.sets else { return Ok(()) };
        match self.too_late_for(condition, done.at) {
            Some(due) => Err(Refusal::Conflict(about(act, "law-lapsed-already").with("due", due))),
            None => Ok(()),
        }
    }

    fn may_extend(&self, act: &Act, done: &Done) -> Result<(), Refusal> {
        let Some(step) = &act.extends else { return Ok(()) };
        let Some((read, so_often)) = self.running(step, done.at) else {
            return Err(Refusal::Conflict(about(act, "law-nothing-to-extend")));
        };
        if read.due_at < done.at {
            let note = about(act, "law-lapsed-already").with("due", read.due_at);
            return Err(Refusal::Conflict(note));
        }
        let Some(largest) = self.extendable(read.term, so_often) else {
            return Err(Refusal::Conflict(about(act, "law-no-extension").with("times", so_often)));
        };
        match done.amount {
            Some(amount) if !(1..=largest).contains(&amount) => {
                let note = about(act, "law-extension-amount").with("amount", amount);
                Err(Refusal::field("amount", note.with("largest", largest)))
            }
            _ => Ok(()),
        }
    }
}

/// A sentence about an act, with its name and article.
fn about(act: &Act, key: &str) -> Note {
    named(Note::new(key), "act", &act.name).with("source", &act.source).with("certainty", act.grade)
}

/// A note with a list of names in both languages.
fn listed(note: Note, arg: &str, names: &[&Name]) -> Note {
    let join = |pick: fn(&Name) -> &str| names.iter().map(|name| pick(name)).collect::<Vec<_>>().join(", ");
    let name = Name { vi: join(|name| &name.vi), en: join(|name| &name.en) };
    named(note, arg, &name)
}
