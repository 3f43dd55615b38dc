//! Clocks: when something is due and why, how much time is left, and what pauses and extensions do to it.
//!
//! Working hours run only while offices are open. For days the first day is not counted, and a clock of days ends
//! when offices close on its last day; a last day of rest moves to the next working day (BLDS 2015 Đ147-148).

use crate::{
    calendar::{Calendar, DayKind, Rest},
    facts::Grade,
    office_hours::{OfficeHours, WorkingTime},
    procedures::{Rule, TimeUnit},
    time::{Day, Moment},
    words_enum,
};
use serde::{Deserialize, Serialize};

mod countdown;

pub use countdown::{Countdown, Extension, Pause, Reckoning};

words_enum! {
    /// Why a day was not counted.
    SkippedBy {
        /// Saturday or Sunday.
        Weekly = "weekly_rest",
        /// A public holiday.
        Holiday = "holiday",
        /// A day off in lieu of a holiday.
        Compensatory = "compensatory",
        /// A weekday off, worked on another day.
        SwapOff = "swap_off",
    }
}

/// A rest day within a clock's run, or a rest day that was worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The day.
    pub day: Day,
    /// What it is called in Vietnamese.
    pub vi: String,
    /// What it is called in English.
    pub en: String,
    /// Whether its notice is still to be published.
    pub provisional: bool,
}

/// A day that was not counted, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Which day, by name.
    #[serde(flatten)]
    pub named: Named,
    /// What kind of rest it is.
    pub by: SkippedBy,
}

/// Why something is due when it is: all that a sentence about it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule's procedure.
    pub procedure: String,
    /// The step that is due.
    pub step: String,
    /// What started the clock.
    pub start_event: String,
    /// How many units, extensions included.
    pub amount: u16,
    /// What was counted.
    pub unit: TimeUnit,
    /// When the clock was started.
    pub start: Moment,
    /// When time began to count: the next opening, for hours; the start itself, for days.
    pub counted_from: Moment,
    /// Days not counted, in order. For calendar days, only those the end moved over.
    pub skipped: Vec<Skipped>,
    /// Rest days that were counted because they are worked.
    pub worked: Vec<Named>,
    /// Whether a skipped or worked day awaits its notice.
    pub provisional: bool,
    /// Whether the clock runs into a year whose holidays are not known.
    pub beyond_calendar: bool,
    /// The article that says so.
    pub source: String,
    /// How sure the rule is.
    pub grade: Grade,
    /// Who must do it, a word of [`crate::people::Role`].
    pub responsible: String,
    /// What was added, with its written ground.
    pub extensions: Vec<Extension>,
    /// When the clock stood still.
    pub pauses: Vec<Pause>,
}

impl Reason {
    /// When the same clock is due by another calendar: what was granted and what stood still stays.
    pub fn recounted(&self, calendar: &Calendar, hours: &OfficeHours, now: Moment) -> Due {
        let added = self.extensions.iter().fold(0u16, |sum, row| sum.saturating_add(row.amount));
        let rule = Rule {
            procedure: self.procedure.clone(),
            step: self.step.clone(),
            start_event: self.start_event.clone(),
            amount: self.amount.saturating_sub(added).max(1),
            amount_by: None,
            unit: self.unit,
            valid_from: None,
            valid_to: None,
            source: self.source.clone(),
            grade: self.grade,
            responsible: self.responsible.clone(),
        };
        let clock =
            Reckoning { rule: &rule, start: self.start, pauses: &self.pauses, extensions: &self.extensions };
        clock.due(calendar, hours, now)
    }
}

/// When something is due, and why then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last moment in time.
    pub at: Moment,
    /// Why then.
    pub reason: Reason,
}

/// When a step is due whose clock started at a moment.
pub fn due(calendar: &Calendar, hours: &OfficeHours, rule: &Rule, start: Moment) -> Due {
    Countdown::start(rule.clone(), start).due(calendar, hours, start)
}

/// The rest days after one day and up to another that were not worked, and those that were.
fn rests(calendar: &Calendar, after: Day, to: Day) -> (Vec<Skipped>, Vec<Named>) {
    let (mut skipped, mut worked) = (Vec::new(), Vec::new());
    let mut day = after;
    while day < to {
        day = day.next();
        let named = |vi: &str, en: &str, provisional| Named {
            day,
            vi: vi.to_owned(),
            en: en.to_owned(),
            provisional,
        };
        match calendar.rest(day) {
            Some(Rest::Weekly(rest)) => {
                skipped.push(Skipped { named: named(&rest.vi, &rest.en, false), by: SkippedBy::Weekly });
            }
            Some(Rest::Marked(row)) => {
                let by = match row.kind {
                    DayKind::Compensatory => SkippedBy::Compensatory,
                    DayKind::SwapOff => SkippedBy::SwapOff,
                    DayKind::Holiday | DayKind::SwapWorkday => SkippedBy::Holiday,
                };
                skipped.push(Skipped { named: named(&row.vi, &row.en, row.provisional), by });
            }
            None => worked.extend(calendar.why(day).map(|row| named(&row.vi, &row.en, row.provisional))),
        }
    }
    (skipped, worked)
}

/// How much is left or lost, in the words an office uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Working days after today (or after the due day, once late); zero when only hours are to be told.
    pub working_days: u32,
    /// The exact office time.
    pub time: WorkingTime,
}

impl Span {
    /// The one number to tell: working days where there are any, else whole office hours.
    pub fn told(self) -> (i64, TimeUnit) {
        if self.working_days > 0 {
            (i64::from(self.working_days), TimeUnit::WorkingDay)
        } else {
            (self.time.hours(), TimeUnit::WorkingHour)
        }
    }
}

/// Where a clock stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// The due moment has passed.
    Late(Span),
    /// Less than one working day is left.
    Soon(Span),
    /// At least one working day is left.
    OnTime(Span),
}

/// Where a clock stands. The due moment itself is still in time.
pub fn standing(calendar: &Calendar, hours: &OfficeHours, due: Moment, now: Moment) -> Standing {
    let span = |from: Moment, to: Moment| Span {
        working_days: calendar.working_days_between(from.day(), to.day()),
        time: hours.working_time_between(calendar, from, to),
    };
    if due < now {
        return Standing::Late(span(due, now));
    }
    let left = span(now, due);
    if left.time < hours.length(now.day()) { Standing::Soon(left) } else { Standing::OnTime(left) }
}

/// How much is left or lost, in the one number to tell, and whether it is lost: what [`standing`] says, without the hours
/// of days that nobody is told, which a long list would count in vain.
pub fn told(calendar: &Calendar, hours: &OfficeHours, due: Moment, now: Moment) -> (i64, TimeUnit, bool) {
    let is_late = due < now;
    let (from, to) = if is_late { (due, now) } else { (now, due) };
    let working_days = calendar.working_days_between(from.day(), to.day());
    let time =
        if working_days > 0 { WorkingTime::ZERO } else { hours.working_time_between(calendar, from, to) };
    let (amount, unit) = Span { working_days, time }.told();
    (amount, unit, is_late)
}

/// Everything due before this moment, and not late, is due soon: what a list asks its store.
pub fn soon_before(calendar: &Calendar, hours: &OfficeHours, now: Moment) -> Moment {
    hours.plus(calendar, now, hours.length(now.day()))
}

#[cfg(test)]
mod tests;
