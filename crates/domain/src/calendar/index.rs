//! Working days counted once, so that reckoning a due moment looks up instead of walking day by day.

use super::Calendar;
use crate::time::Day;
use jiff::civil::Date;

/// The first day that is indexed, and how many follow: forty years, in which every running case lies.
const FIRST: Day = Day(Date::constant(2010, 1, 1));
const DAYS: usize = 14_610;

/// Of every indexed day, how many working days there were from the first up to and including it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    counts: Vec<u32>,
}

impl Calendar {
    /// The same calendar with its days counted.
    pub(super) fn indexed(mut self) -> Self {
        self.index = Index::default();
        let mut count = 0;
        let mut day = FIRST;
        let mut counts = Vec::with_capacity(DAYS);
        for _ in 0..DAYS {
            count += u32::from(self.rest(day).is_none());
            counts.push(count);
            day = day.next();
        }
        self.index = Index { counts };
        self
    }
}

impl Index {
    /// Whether a day is worked; nothing when it is not indexed.
    pub(super) fn is_worked(&self, day: Day) -> Option<bool> {
        let place = place(day)?;
        let before = place.checked_sub(1).map_or(Some(0), |before| self.counts.get(before).copied())?;
        Some(before < *self.counts.get(place)?)
    }

    /// The day that is so many working days after a day.
    pub(super) fn plus(&self, day: Day, amount: u16) -> Option<Day> {
        let from = place(day)?;
        let wanted = self.counts.get(from)? + u32::from(amount);
        // Amounts are small beside the whole: the day lies near, at most some rest days further on.
        let near = from + usize::from(amount);
        let rest = self.counts.get(near..)?;
        let after = rest.iter().position(|count| wanted <= *count)?;
        Some(day.plus_days(i64::try_from(near - from + after).ok()?))
    }

    /// How many working days follow a day up to and including another.
    pub(super) fn between(&self, from: Day, to: Day) -> Option<u32> {
        Some(self.counts.get(place(to)?)? - self.counts.get(place(from)?)?)
    }
}

fn place(day: Day) -> Option<usize> {
    usize::try_from(day.days_since(FIRST)).ok()
}
