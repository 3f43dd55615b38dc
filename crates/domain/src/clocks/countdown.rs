//! A running clock: when it started, when it stood still, and by how much it was extended.

use super::{Due, Reason, rests};
use crate::{
    calendar::Calendar,
    office_hours::{OfficeHours, WorkingTime},
    procedures::{LARGEST_AMOUNT, Rule, TimeUnit},
    refusals::{Note, Refusal},
    time::{Day, Moment},
};
use serde::{Deserialize, Serialize};

/// A time during which a clock stands still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When it stopped.
    pub from: Moment,
    /// When it went on; none while it stands still.
    pub to: Option<Moment>,
    /// Why, as written.
    pub ground: String,
}

/// More time, granted in writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// When it was granted.
    pub at: Moment,
    /// How many more of the rule's units.
    pub amount: u16,
    /// Why, as written.
    pub ground: String,
}

/// A clock's state. It belongs to the case, not to the office: a transfer leaves it untouched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Countdown {
    /// The rule as it was when the clock started, with the topic's promise in it.
    pub rule: Rule,
    /// When it started.
    pub start: Moment,
    /// When it stood still, in order.
    pub pauses: Vec<Pause>,
    /// What was added, in order.
    pub extensions: Vec<Extension>,
}

/// All that a due moment follows from, borrowed: reckoning one copies nothing.
#[derive(Clone, Copy, Debug)]
pub struct Reckoning<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// When the clock started.
    pub start: Moment,
    /// When it stood still, in order.
    pub pauses: &'a [Pause],
    /// What was added, in order.
    pub extensions: &'a [Extension],
}

impl Countdown {
    /// A clock that starts to run.
    pub fn start(rule: Rule, start: Moment) -> Self {
        Self { rule, start, pauses: Vec::new(), extensions: Vec::new() }
    }

    /// Whether it stands still.
    pub fn is_paused(&self) -> bool {
        self.pauses.last().is_some_and(|pause| pause.to.is_none())
    }

    /// Stops it.
    ///
    /// # Errors
    /// Refuses without a ground, when it stands still already, and before what has already happened to it.
    pub fn pause(&mut self, at: Moment, ground: &str) -> Result<(), Refusal> {
        if self.is_paused() {
            return Err(Refusal::Conflict(Note::new("clock-paused-already")));
        }
        self.check_order(at)?;
        let ground = written(ground)?;
        self.pauses.push(Pause { from: at, to: None, ground });
        Ok(())
    }

    /// Lets it go on.
    ///
    /// # Errors
    /// Refuses when it is running, and before the moment at which it stopped.
    pub fn resume(&mut self, at: Moment) -> Result<(), Refusal> {
        if !self.is_paused() {
            return Err(Refusal::Conflict(Note::new("clock-not-paused")));
        }
        self.check_order(at)?;
        if let Some(pause) = self.pauses.last_mut() {
            pause.to = Some(at);
        }
        Ok(())
    }

    /// Grants more of the rule's units.
    ///
    /// # Errors
    /// Refuses without a ground, and amounts of none or beyond all measure.
    pub fn extend(&mut self, at: Moment, amount: u16, ground: &str) -> Result<(), Refusal> {
        let ground = written(ground)?;
        if amount == 0 || self.amount().saturating_add(amount) > LARGEST_AMOUNT {
            return Err(Refusal::field("amount", Note::new("clock-extension-amount").with("amount", amount)));
        }
        self.extensions.push(Extension { at, amount, ground });
        Ok(())
    }

    /// What its due moment follows from.
    pub fn reckoning(&self) -> Reckoning<'_> {
        let Self { rule, start, pauses, extensions } = self;
        Reckoning { rule, start: *start, pauses, extensions }
    }

    /// The rule's amount with all extensions.
    pub fn amount(&self) -> u16 {
        self.reckoning().amount()
    }

    /// When it is due and why, seen at a moment. While it stands still, the due moment moves along with `now`.
    pub fn due(&self, calendar: &Calendar, hours: &OfficeHours, now: Moment) -> Due {
        self.reckoning().due(calendar, hours, now)
    }

    /// How much office time it has stood still, up to a moment.
    pub fn paused_time(&self, calendar: &Calendar, hours: &OfficeHours, now: Moment) -> WorkingTime {
        self.reckoning().stood(now).map(|(from, to)| hours.working_time_between(calendar, from, to)).sum()
    }

    fn check_order(&self, at: Moment) -> Result<(), Refusal> {
        let last = self.pauses.last().map_or(self.start, |pause| pause.to.unwrap_or(pause.from));
        if at < last {
            return Err(Refusal::Conflict(Note::new("clock-before").with("moment", last)));
        }
        Ok(())
    }
}

impl Reckoning<'_> {
    /// The rule's amount with all extensions.
    pub fn amount(self) -> u16 {
        let added = self.extensions.iter().map(|extension| extension.amount);
        added.fold(self.rule.amount, u16::saturating_add).min(LARGEST_AMOUNT)
    }

    /// When it is due and why, seen at a moment. While it stands still, the due moment moves along with `now`.
    pub fn due(self, calendar: &Calendar, hours: &OfficeHours, now: Moment) -> Due {
        let (at, last) = self.ends(calendar, hours, now);
        Due { at, reason: self.reason(calendar, hours, last, at) }
    }

    /// When it is due, without the reason: what has to be known of very many clocks at once.
    pub fn due_at(self, calendar: &Calendar, hours: &OfficeHours, now: Moment) -> Moment {
        self.ends(calendar, hours, now).0
    }

    /// The due moment, and the last day that was counted.
    fn ends(self, calendar: &Calendar, hours: &OfficeHours, now: Moment) -> (Moment, Day) {
        match self.rule.unit {
            TimeUnit::WorkingHour | TimeUnit::WorkingDay => {
                let due = self.working_due(calendar, hours, now);
                (due, due.day())
            }
            TimeUnit::CalendarDay => {
                let last = self.calendar_end(calendar, hours, now);
                (hours.close(calendar.working_day_from(last)), last)
            }
        }
    }

    /// The due moment when office time is counted: every pause moves it by the office time that it took.
    fn working_due(self, calendar: &Calendar, hours: &OfficeHours, now: Moment) -> Moment {
        let unpaused = match self.rule.unit {
            TimeUnit::WorkingHour => hours.plus(calendar, self.start, WorkingTime::of_hours(self.amount())),
            TimeUnit::WorkingDay | TimeUnit::CalendarDay => {
                hours.close(calendar.plus_working_days(self.start.day(), self.amount()))
            }
        };
        self.stood(now).fold(unpaused, |due, (from, to)| {
            // A pause that begins after the due moment comes too late to move it.
            let stood =
                if from < due { hours.working_time_between(calendar, from, to) } else { WorkingTime::ZERO };
            hours.plus(calendar, due, stood)
        })
    }

    /// The last calendar day, be it a day of rest: every pause moves it by the days that it took.
    fn calendar_end(self, calendar: &Calendar, hours: &OfficeHours, now: Moment) -> Day {
        let unpaused = self.start.day().plus_days(i64::from(self.amount()));
        self.stood(now).fold(unpaused, |last, (from, to)| {
            let in_time = from < hours.close(calendar.working_day_from(last));
            if in_time { last.plus_days(to.day().days_since(from.day())) } else { last }
        })
    }

    /// When it stood still, up to a moment.
    fn stood(self, now: Moment) -> impl Iterator<Item = (Moment, Moment)> {
        let ends = move |pause: &Pause| (pause.from, pause.to.unwrap_or(now.max(pause.from)));
        self.pauses.iter().map(ends)
    }

    fn reason(self, calendar: &Calendar, hours: &OfficeHours, last: Day, at: Moment) -> Reason {
        let start = self.start.day();
        let (counted_from, after) = match self.rule.unit {
            // The day of the start counts too when hours are counted, so it may be among those skipped.
            TimeUnit::WorkingHour => (hours.working_moment_from(calendar, self.start), start.previous()),
            TimeUnit::WorkingDay => (self.start, start),
            TimeUnit::CalendarDay => (self.start, last.previous()),
        };
        let (skipped, worked) = rests(calendar, after, at.day());
        let rule = self.rule.clone();
        Reason {
            procedure: rule.procedure,
            step: rule.step,
            start_event: rule.start_event,
            amount: self.amount(),
            unit: rule.unit,
            start: self.start,
            counted_from,
            provisional: skipped.iter().any(|day| day.named.provisional)
                || worked.iter().any(|day| day.provisional),
            beyond_calendar: !calendar.covers(start) || !calendar.covers(at.day()),
            skipped,
            worked,
            source: rule.source,
            grade: rule.grade,
            responsible: rule.responsible,
            extensions: self.extensions.to_vec(),
            pauses: self.pauses.to_vec(),
        }
    }
}

fn written(ground: &str) -> Result<String, Refusal> {
    let ground = ground.trim();
    if ground.is_empty() {
        return Err(Refusal::field("ground", Note::new("clock-ground-required")));
    }
    Ok(ground.to_owned())
}
