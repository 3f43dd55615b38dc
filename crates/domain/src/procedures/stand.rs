//! Where a case stands: from the rows of its procedure and what was done so far. Pure: the same acts, calendar and
//! moment give the same answer for ever.

use super::{Bound, Lapse, Name, Need, Party, Procedure, Term, TimeUnit};
use crate::{
    calendar::Calendar,
    clocks::{Countdown, Due, Reckoning},
    facts::Grade,
    office_hours::OfficeHours,
    refusals::{Note, Refusal},
    time::{Day, Moment},
    words_enum,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

mod may;
mod run;

use run::Run;

/// Something that was done, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Which act, a word of the procedure.
    pub act: String,
    /// When.
    pub at: Moment,
    /// As what whoever did it acted.
    pub by: Party,
    /// The written ground.
    #[serde(default)]
    pub ground: String,
    /// Grounds out of the law's list.
    #[serde(default)]
    pub grounds: Vec<String>,
    /// The number of the written decision, notice or minutes.
    #[serde(default)]
    pub document: String,
    /// The office that it went to.
    #[serde(default)]
    pub office: String,
    /// The procedures of the parts of a mixed letter.
    #[serde(default)]
    pub parts: Vec<String>,
    /// The forms in which it was made public.
    #[serde(default)]
    pub forms: Vec<String>,
    /// How much was granted, in the unit of the clock; all that the law allows when left out.
    #[serde(default)]
    pub amount: Option<u16>,
}

/// Whether something is a word of a procedure and not somebody's own.
fn is_code(word: &str) -> bool {
    word.len() <= 40 && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

impl Done {
    /// An act with nothing beside it.
    pub fn new(act: &str, at: Moment, by: Party) -> Self {
        Self {
            act: act.to_owned(),
            at,
            by,
            ground: String::new(),
            grounds: Vec::new(),
            document: String::new(),
            office: String::new(),
            parts: Vec::new(),
            forms: Vec::new(),
            amount: None,
        }
    }

    /// Everything that was written with it in somebody's own words.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        let lists = [&self.grounds, &self.parts, &self.forms].into_iter().flatten();
        let own = lists.map(String::as_str).filter(|word| !is_code(word));
        let texts = [self.ground.as_str(), &self.document, &self.office];
        texts.into_iter().chain(own).filter(|text| !text.is_empty())
    }

    /// The same act with a mark in place of everything that was written: that something was written stays, since the law
    /// wants it. The name of an office stays where `is_known` knows it.
    pub fn hushed(mut self, mark: &str, is_known: impl Fn(&str) -> bool) -> Self {
        let hush = |text: &mut String| {
            if !text.is_empty() {
                mark.clone_into(text);
            }
        };
        hush(&mut self.ground);
        hush(&mut self.document);
        if !is_known(&self.office) {
            hush(&mut self.office);
        }
        for list in [&mut self.grounds, &mut self.parts, &mut self.forms] {
            list.iter_mut().filter(|word| !is_code(word)).for_each(hush);
        }
        self
    }
}

words_enum! {
    /// How a clock stands.
    ClockState {
        /// It runs.
        Running = "running",
        /// It stands still.
        Paused = "paused",
        /// It was stopped in time; of a clock that asks to wait: it was waited for.
        Kept = "kept",
        /// It was stopped after it had lapsed.
        Late = "late",
        /// It has lapsed and still runs.
        Lapsed = "lapsed",
        /// Of a clock that asks to wait: the time has passed.
        Passed = "passed",
    }
}

/// A clock of a case, and why it stands as it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockStand {
    /// The step that is due.
    pub step: String,
    /// What it is called.
    pub name: Name,
    /// How it binds.
    pub bound: Bound,
    /// How it stands.
    pub state: ClockState,
    /// When it was stopped.
    pub ended: Option<Moment>,
    /// When it is due and why; of a clock that asks to wait, the first moment at which the act may be done.
    pub due: Due,
    /// What follows, once it has lapsed or passed.
    pub follows: Option<Lapse>,
    /// The day whose law it goes by.
    pub law_of: Day,
    /// The transition rule that says so, when one does.
    pub transition: Option<String>,
}

/// A clock of a case without its explanation: what has to be known of very many cases at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockMoment<'a> {
    /// The step that is due.
    pub step: &'a str,
    /// How it binds.
    pub bound: Bound,
    /// Who must keep it, a word of [`Party`].
    pub responsible: &'a str,
    /// How it stands.
    pub state: ClockState,
    /// Whether the due moment is over.
    is_over: bool,
    /// When it was started.
    pub start: Moment,
    /// When it is due; of a clock that asks to wait, the first moment at which the act may be done.
    pub due_at: Moment,
    /// When it was stopped.
    pub ended: Option<Moment>,
}

/// An act that may be done next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextAct {
    /// Which.
    pub act: String,
    /// What it is called.
    pub name: Name,
    /// Who may.
    pub who: Vec<Party>,
    /// What it must bring.
    pub needs: Vec<Need>,
    /// The first moment at which it may be done, when the law asks to wait.
    pub not_before: Option<Moment>,
    /// The article.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

/// Where a case stands at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    /// The procedure.
    pub procedure: String,
    /// The edition of its rows.
    pub edition: String,
    /// The stage; none before anything was done.
    pub stage: Option<String>,
    /// What the stage is called.
    pub stage_name: Name,
    /// What is recorded about the case: complex, remote, group…
    pub holding: BTreeSet<String>,
    /// What may be done next.
    pub next: Vec<NextAct>,
    /// Every clock that was ever started, in order.
    pub clocks: Vec<ClockStand>,
    /// The explanation, sentence by sentence; each clock's due moment explains itself besides.
    pub because: Vec<Note>,
}

impl Stand {
    /// The last started clock of a step.
    pub fn clock(&self, step: &str) -> Option<&ClockStand> {
        self.clocks.iter().rev().find(|clock| clock.step == step)
    }

    /// Every clock without its explanation, in order.
    pub fn moments(&self) -> impl Iterator<Item = ClockMoment<'_>> {
        self.clocks.iter().map(|clock| ClockMoment {
            step: &clock.step,
            bound: clock.bound,
            responsible: &clock.due.reason.responsible,
            state: clock.state,
            is_over: clock.follows.is_some(),
            start: clock.due.reason.start,
            due_at: clock.due.at,
            ended: clock.ended,
        })
    }
}

/// Which of the acts could not be, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its place among the acts, from 0.
    pub at: usize,
    /// Why, with the article.
    pub refusal: Refusal,
}

/// Where a case stands at a moment. What was done after that moment is not looked at, so that a case can be seen as
/// it stood then.
///
/// # Errors
/// The first act that the law does not allow, with the article and the reason.
pub fn stand(
    procedure: &Procedure,
    done: &[Done],
    calendar: &Calendar,
    hours: &OfficeHours,
    now: Moment,
) -> Result<Stand, Refused> {
    let mut run = replay(procedure, done, calendar, hours, now)?;
    run.see_lapses(now);
    Ok(run.seen(now))
}

/// The stage of a case and its clocks at a moment, as [`stand`] has them, without the explanation.
///
/// # Errors
/// As for [`stand`].
pub fn moments<'a>(
    procedure: &'a Procedure,
    done: &[Done],
    calendar: &'a Calendar,
    hours: &'a OfficeHours,
    now: Moment,
) -> Result<(Option<String>, Vec<ClockMoment<'a>>), Refused> {
    let mut run = replay(procedure, done, calendar, hours, now)?;
    run.see_lapses(now);
    let clocks = run.moments(now);
    Ok((run.stage, clocks))
}

/// Whether an act may be done next, and where the case would stand after it.
///
/// # Errors
/// As for [`stand`], and an act in the future.
pub fn check(
    procedure: &Procedure,
    done: &[Done],
    next: &Done,
    calendar: &Calendar,
    hours: &OfficeHours,
    now: Moment,
) -> Result<Stand, Refusal> {
    if now < next.at {
        let note = Note::new("law-future").with("at", next.at);
        return Err(Refusal::field("at", note));
    }
    // All that was done stands before it, even what would come after it in time: that is refused, not overlooked.
    let last = done.last().map_or(now, |last| last.at.max(now));
    let mut run = replay(procedure, done, calendar, hours, last).map_err(|refused| refused.refusal)?;
    run.take(next)?;
    run.see_lapses(now);
    Ok(run.seen(now))
}

fn replay<'a>(
    procedure: &'a Procedure,
    done: &[Done],
    calendar: &'a Calendar,
    hours: &'a OfficeHours,
    now: Moment,
) -> Result<Run<'a>, Refused> {
    let mut run = Run::new(procedure, calendar, hours);
    for (at, act) in done.iter().enumerate().filter(|(_, act)| act.at <= now) {
        run.take(act).map_err(|refusal| Refused { at, refusal })?;
    }
    Ok(run)
}

/// When a clock under a rule is due and why; of one that asks to wait, from when on the act may be done.
pub fn due_of(
    term: &Term,
    countdown: &Countdown,
    calendar: &Calendar,
    hours: &OfficeHours,
    now: Moment,
) -> Due {
    explained(term, countdown.reckoning(), calendar, hours, now)
}

/// As [`due_of`], over what is borrowed.
fn explained(
    term: &Term,
    clock: Reckoning<'_>,
    calendar: &Calendar,
    hours: &OfficeHours,
    now: Moment,
) -> Due {
    let mut due = clock.due(calendar, hours, now);
    if let Some(at) = waited(term, clock, calendar) {
        due.at = at;
        if term.rule.unit == TimeUnit::CalendarDay {
            // Nothing has to be done on the last day of a wait, so it may be a day of rest.
            due.reason.skipped.clear();
            due.reason.worked.clear();
            due.reason.provisional = false;
        }
    }
    due
}

/// As [`due_of`], the moment alone: what has to be known of very many clocks at once.
pub fn due_at_of(
    term: &Term,
    clock: Reckoning<'_>,
    calendar: &Calendar,
    hours: &OfficeHours,
    now: Moment,
) -> Moment {
    waited(term, clock, calendar).unwrap_or_else(|| clock.due_at(calendar, hours, now))
}

/// From when on an act may be done whose clock asks to wait; nothing when it does not.
fn waited(term: &Term, clock: Reckoning<'_>, calendar: &Calendar) -> Option<Moment> {
    let start = clock.start.day();
    let last = match (term.bound, term.rule.unit) {
        (Bound::AtMost, _) | (_, TimeUnit::WorkingHour) => return None,
        (_, TimeUnit::WorkingDay) => calendar.plus_working_days(start, clock.amount()),
        (_, TimeUnit::CalendarDay) => start.plus_days(i64::from(clock.amount())),
    };
    Some(Moment::at(if term.bound == Bound::AtLeast { last.next() } else { last }, 0, 0))
}

#[cfg(test)]
mod tests;
