//! A case lived through act by act.

use super::{ClockMoment, ClockStand, ClockState, Done, NextAct, Stand, due_at_of, explained};
use crate::{
    calendar::Calendar,
    clocks::{Extension, Pause, Reckoning},
    office_hours::OfficeHours,
    procedures::{Act, Bound, Name, Procedure, Settling, Term, Transition},
    refusals::{Note, Refusal},
    time::{Day, Moment},
};
use std::collections::BTreeSet;

/// A clock that was started.
#[derive(Clone)]
struct Clock<'a> {
    step: &'a str,
    start_event: &'a str,
    start: Moment,
    /// The day of acceptance of the case that it belongs to.
    settled_since: Option<Day>,
    pauses: Vec<Pause>,
    extensions: Vec<Extension>,
    ended: Option<Moment>,
    /// Whether the clocks that its lapse starts were started.
    lapse_seen: bool,
    /// What held when it was stopped: later records do not change what was due.
    held: Option<BTreeSet<String>>,
}

impl Clock<'_> {
    /// What its due moment follows from under a rule.
    fn reckoning<'b>(&'b self, term: &'b Term) -> Reckoning<'b> {
        Reckoning { rule: &term.rule, start: self.start, pauses: &self.pauses, extensions: &self.extensions }
    }
}

/// A clock with the rule that it goes by.
pub(super) struct Read<'a> {
    pub(super) term: &'a Term,
    /// When it is due; of a clock that asks to wait, the first moment at which the act may be done.
    pub(super) due_at: Moment,
    pub(super) law_of: Day,
    pub(super) transition: Option<&'a Transition>,
}

/// The state of a case after some acts.
pub(super) struct Run<'a> {
    pub(super) procedure: &'a Procedure,
    calendar: &'a Calendar,
    hours: &'a OfficeHours,
    pub(super) stage: Option<String>,
    pub(super) holding: BTreeSet<String>,
    pub(super) done: Vec<Done>,
    /// The day of acceptance, while the case is under settlement.
    settled_since: Option<Day>,
    /// Where in `done` the present settlement began.
    level_from: usize,
    clocks: Vec<Clock<'a>>,
}

impl<'a> Run<'a> {
    pub(super) fn new(procedure: &'a Procedure, calendar: &'a Calendar, hours: &'a OfficeHours) -> Self {
        Self {
            procedure,
            calendar,
            hours,
            stage: None,
            holding: BTreeSet::new(),
            done: Vec::new(),
            settled_since: None,
            level_from: 0,
            clocks: Vec::new(),
        }
    }

    /// The day whose law something goes by: of its own day, unless a change of law says otherwise for cases that
    /// were accepted before it and are still undecided.
    fn law_of(
        &self,
        subject: Option<&str>,
        begun: Day,
        at: Day,
        settled_since: Option<Day>,
    ) -> (Day, Option<&'a Transition>) {
        let Some(accepted) = settled_since else { return (begun, None) };
        let mut found = (begun, None);
        for change in
            self.procedure.transitions.iter().filter(|change| accepted < change.on && change.on <= at)
        {
            let new = subject.is_some_and(|subject| change.new_for.iter().any(|word| word == subject));
            let day = if new { found.0.max(change.on) } else { found.0.min(change.on.previous()) };
            found = (day, Some(change));
        }
        found
    }

    /// The day whose law an act goes by.
    pub(super) fn law_of_act(&self, act: &Act, at: Moment) -> Day {
        self.law_of(act.subject.as_deref(), at.day(), at.day(), self.settled_since).0
    }

    /// What has been done since the present settlement began.
    pub(super) fn on_this_level(&self) -> &[Done] {
        &self.done[self.level_from..]
    }

    /// Does an act, when the law allows it.
    pub(super) fn take(&mut self, done: &Done) -> Result<(), Refusal> {
        let act = self.may(done)?;
        self.see_lapses(done.at);
        if let Some(to) = &act.to {
            self.stage = Some(to.clone());
        }
        if let Some(condition) = &act.sets {
            self.holding.insert(condition.clone());
        }
        match act.settling {
            Some(Settling::Begins) => {
                self.settled_since = Some(done.at.day());
                self.level_from = self.done.len();
            }
            Some(Settling::Ends) => self.settled_since = None,
            None => {}
        }
        self.done.push(done.clone());
        self.turn_clocks(act, done);
        Ok(())
    }

    /// Stops, pauses, extends and starts clocks.
    fn turn_clocks(&mut self, act: &Act, done: &Done) {
        for at in 0..self.clocks.len() {
            if self.clocks[at].ended.is_some() {
                continue;
            }
            let ends =
                self.read(&self.clocks[at], done.at).is_some_and(|read| read.term.ends.contains(&act.code));
            let amount = self.granted(&self.clocks[at], act, done);
            let clock = &mut self.clocks[at];
            let is_of = |steps: &[String]| steps.iter().any(|step| step == clock.step);
            let (pauses, resumes) = (is_of(&act.pauses), is_of(&act.resumes));
            if pauses && clock.pauses.last().is_none_or(|pause| pause.to.is_some()) {
                clock.pauses.push(Pause { from: done.at, to: None, ground: done.ground.clone() });
            }
            if (resumes || ends)
                && let Some(pause) = clock.pauses.last_mut().filter(|pause| pause.to.is_none())
            {
                pause.to = Some(done.at);
            }
            if let Some(amount) = amount {
                clock.extensions.push(Extension { at: done.at, amount, ground: done.ground.clone() });
            }
            if ends {
                clock.ended = Some(done.at);
                clock.held = Some(self.holding.clone());
            }
        }
        self.start_clocks(&act.code, done.at);
    }

    fn start_clocks(&mut self, start_event: &str, start: Moment) {
        let mut started = BTreeSet::new();
        for term in self.procedure.terms.iter().filter(|term| term.rule.start_event == start_event) {
            if started.insert(&term.rule.step) {
                self.clocks.push(Clock {
                    step: &term.rule.step,
                    start_event: &term.rule.start_event,
                    start,
                    settled_since: self.settled_since,
                    pauses: Vec::new(),
                    extensions: Vec::new(),
                    ended: None,
                    lapse_seen: false,
                    held: None,
                });
            }
        }
    }

    /// Starts what starts when a clock lapses. A lapsed clock stays lapsed: nothing that would make it longer is
    /// taken afterwards.
    pub(super) fn see_lapses(&mut self, at: Moment) {
        let mut place = 0;
        while let Some(clock) = self.clocks.get(place) {
            let read = self.read(clock, at).filter(|_| clock.ended.is_none() && !clock.lapse_seen);
            let lapsed = read.filter(|read| read.term.bound == Bound::AtMost && read.due_at < at);
            if let Some(lapsed) = lapsed {
                let event = format!("{}_lapsed", clock.step);
                self.clocks[place].lapse_seen = true;
                self.start_clocks(&event, lapsed.due_at);
            }
            place += 1;
        }
    }

    /// What an act adds to a clock: what was asked for, or all that the law allows.
    fn granted(&self, clock: &Clock<'_>, act: &Act, done: &Done) -> Option<u16> {
        act.extends.as_ref().filter(|step| *step == clock.step)?;
        let read = self.read(clock, done.at)?;
        let largest = self.extendable(read.term, clock.extensions.len())?;
        Some(done.amount.unwrap_or(largest))
    }

    /// The largest extension that is still open under a rule that was extended so often already.
    pub(super) fn extendable(&self, term: &Term, so_often: usize) -> Option<u16> {
        let open = term
            .extensions
            .iter()
            .filter(|row| row.when.is_subset(&self.holding) && so_often < usize::from(row.times));
        open.map(|row| row.amount).max()
    }

    /// The running clock of a step, with how often it was extended.
    pub(super) fn running(&self, step: &str, at: Moment) -> Option<(Read<'a>, usize)> {
        let clock = self.clocks.iter().rev().find(|clock| clock.step == step && clock.ended.is_none())?;
        Some((self.read(clock, at)?, clock.extensions.len()))
    }

    /// The clocks that ask to wait before an act.
    pub(super) fn waits(&self, act: &str, at: Moment) -> Option<Read<'a>> {
        let running = self.clocks.iter().filter(|clock| clock.ended.is_none());
        let waits = running
            .filter_map(|clock| self.read(clock, at))
            .filter(|read| read.term.bound != Bound::AtMost && read.term.ends.iter().any(|end| end == act));
        waits.max_by_key(|read| read.due_at)
    }

    /// When a clock lapsed that a condition, were it recorded now, would make longer.
    pub(super) fn too_late_for(&self, condition: &str, at: Moment) -> Option<Moment> {
        let mut holding = self.holding.clone();
        holding.insert(condition.to_owned());
        let running = self.clocks.iter().filter(|clock| clock.ended.is_none());
        running.filter_map(|clock| self.read(clock, at).map(|read| (clock, read))).find_map(
            |(clock, read)| {
                let lapsed = read.term.bound == Bound::AtMost && read.due_at < at;
                let other =
                    self.procedure.term(clock.step, Some(clock.start_event), read.law_of, &holding)?;
                (lapsed && other.rule != read.term.rule).then_some(read.due_at)
            },
        )
    }

    /// A clock under the rule that it goes by at a moment; none while no rule applies to it.
    fn read(&self, clock: &Clock<'_>, at: Moment) -> Option<Read<'a>> {
        let until = clock.ended.unwrap_or(at);
        let step = self.procedure.step(clock.step)?;
        let begun = clock.start.day();
        let (law_of, transition) =
            self.law_of(step.subject.as_deref(), begun, until.day(), clock.settled_since);
        let holding = clock.held.as_ref().unwrap_or(&self.holding);
        let term = self.procedure.term(clock.step, Some(clock.start_event), law_of, holding)?;
        let due_at = due_at_of(term, clock.reckoning(term), self.calendar, self.hours, until);
        Some(Read { term, due_at, law_of, transition })
    }

    /// Where the case stands.
    pub(super) fn seen(&self, now: Moment) -> Stand {
        let stage = self.stage.as_ref().and_then(|code| self.procedure.stage(code));
        let clocks: Vec<ClockStand> =
            self.clocks.iter().filter_map(|clock| self.clock_stand(clock, now)).collect();
        let stage_name = stage.map(|stage| stage.name.clone()).unwrap_or_default();
        Stand {
            procedure: self.procedure.code.clone(),
            edition: self.procedure.edition.clone(),
            stage: self.stage.clone(),
            because: self.because(&stage_name, &clocks),
            stage_name,
            holding: self.holding.clone(),
            next: self.next(now),
            clocks,
        }
    }

    /// Every clock as it stands, without the explanation.
    pub(super) fn moments(&self, now: Moment) -> Vec<ClockMoment<'a>> {
        self.clocks
            .iter()
            .filter_map(|clock| Some(self.moment(clock, &self.read(clock, now)?, now)))
            .collect()
    }

    fn moment(&self, clock: &Clock<'a>, read: &Read<'a>, now: Moment) -> ClockMoment<'a> {
        let waits = read.term.bound != Bound::AtMost;
        let until = clock.ended.unwrap_or(now);
        let over = if waits { read.due_at <= until } else { read.due_at < until };
        let paused = clock.pauses.last().is_some_and(|pause| pause.to.is_none());
        let state = match (clock.ended.is_some(), over) {
            (true, over) if over == waits => ClockState::Kept,
            (true, _) => ClockState::Late,
            (false, true) if waits => ClockState::Passed,
            (false, true) => ClockState::Lapsed,
            (false, false) if paused => ClockState::Paused,
            (false, false) => ClockState::Running,
        };
        ClockMoment {
            step: clock.step,
            bound: read.term.bound,
            responsible: &read.term.rule.responsible,
            state,
            is_over: over,
            start: clock.start,
            due_at: read.due_at,
            ended: clock.ended,
        }
    }

    fn clock_stand(&self, clock: &Clock<'a>, now: Moment) -> Option<ClockStand> {
        let read = self.read(clock, now)?;
        let moment = self.moment(clock, &read, now);
        let until = clock.ended.unwrap_or(now);
        Some(ClockStand {
            step: clock.step.to_owned(),
            name: self.procedure.step(clock.step).map(|step| step.name.clone()).unwrap_or_default(),
            bound: moment.bound,
            state: moment.state,
            ended: clock.ended,
            follows: moment.is_over.then_some(read.term.lapses),
            due: explained(read.term, clock.reckoning(read.term), self.calendar, self.hours, until),
            law_of: read.law_of,
            transition: read.transition.map(|change| change.source.clone()),
        })
    }

    fn next(&self, now: Moment) -> Vec<NextAct> {
        let open = self.procedure.acts.iter().filter(|act| self.is_open(act, now));
        open.map(|act| NextAct {
            act: act.code.clone(),
            name: act.name.clone(),
            who: act.who.clone(),
            needs: act.needs.clone(),
            not_before: self.waits(&act.code, now).map(|read| read.due_at).filter(|at| now < *at),
            source: act.source.clone(),
            grade: act.grade,
        })
        .collect()
    }

    /// The explanation: the stage and what led to it, then every clock.
    fn because(&self, stage: &Name, clocks: &[ClockStand]) -> Vec<Note> {
        let mut because = Vec::new();
        if let Some(last) = self.done.last() {
            let name = self.procedure.acts.iter().find(|act| act.code == last.act).map(|act| &act.name);
            let note = named(Note::new("law-stage"), "stage", stage).with("at", last.at);
            because.push(named(note, "act", name.unwrap_or(&Name::default())));
        }
        for clock in clocks {
            let key = match clock.state {
                ClockState::Running => "law-clock-running",
                ClockState::Paused => "law-clock-paused",
                ClockState::Kept => "law-clock-kept",
                ClockState::Late => "law-clock-late",
                ClockState::Lapsed => "law-clock-lapsed",
                ClockState::Passed => "law-clock-passed",
            };
            let source = &clock.due.reason.source;
            let note = named(Note::new(key), "step", &clock.name).with("due", clock.due.at);
            because.push(note.with("source", source).with("certainty", clock.due.reason.grade));
            // What was kept or waited for calls for nothing more.
            if let Some(follows) = clock.follows.filter(|_| clock.state != ClockState::Kept) {
                because.push(Note::new("law-follows").with("lapse", follows));
            }
            if let Some(change) = &clock.transition {
                because.push(Note::new("law-transition").with("day", clock.law_of).with("source", change));
            }
        }
        because
    }
}

/// A note with a name in both languages; the reader's own is said.
pub(super) fn named(note: Note, arg: &str, name: &Name) -> Note {
    note.with(&format!("{arg}_vi"), &name.vi).with(&format!("{arg}_en"), &name.en)
}
