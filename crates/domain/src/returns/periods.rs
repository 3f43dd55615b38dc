//! Periods of returns, the days that are counted for each, and by when it is due.

use crate::{programmes::Period, time::Day, units::Unit, words_enum};
use serde::{Deserialize, Serialize};

words_enum! {
    /// How often a return is owed.
    Rhythm {
        /// Every month.
        Month = "month",
        /// Every quarter.
        Quarter = "quarter",
        /// Every half-year.
        HalfYear = "half_year",
        /// Every year.
        Year = "year",
        /// Whenever something happens.
        Quick = "quick",
    }
}

impl Rhythm {
    const fn months(self) -> i64 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
            Self::Quick => 0,
        }
    }

    /// The period in which a day lies; of a quick report the day itself.
    pub fn period_of(self, day: Day) -> Period {
        let months = self.months();
        if months == 0 {
            return Period { from: day, to: day };
        }
        let back = (i64::from(day.0.month()) - 1) % months;
        let from = moved(day, -back);
        Period { from, to: moved(from, months).previous() }
    }

    /// The period before.
    pub fn before(self, period: Period) -> Period {
        self.period_of(period.from.previous())
    }

    /// The period after.
    pub fn after(self, period: Period) -> Period {
        self.period_of(period.to.next())
    }
}

/// The first day of the month so many months after a day's.
fn moved(day: Day, months: i64) -> Day {
    let index = i64::from(day.0.year()) * 12 + i64::from(day.0.month()) - 1 + months;
    let year = i16::try_from(index.div_euclid(12)).unwrap_or(i16::MAX);
    let month = i8::try_from(index.rem_euclid(12) + 1).unwrap_or(1);
    Day::new(year, month, 1).unwrap_or(day)
}

/// A day relative to a period: of the month so many months after its last one, the day so numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayRule {
    /// Months after the period's last month; below zero for those before.
    pub month: i64,
    /// The day in that month; 0, or one that the month does not have, is its last.
    pub day: i64,
}

/// The last day of a period itself.
pub(super) const AT_END: DayRule = DayRule { month: 0, day: 0 };

impl DayRule {
    /// The day for a period.
    pub fn of(self, period: Period) -> Day {
        let first = moved(period.to, self.month);
        let last = first.first_of_next_month().previous();
        if self.day < 1 { last } else { first.plus_days(self.day - 1).min(last) }
    }
}

/// What of some days lies within those of a unit; nothing when it stood on none of them.
pub fn clipped((from, to): (Day, Day), unit: &Unit) -> Option<(Day, Day)> {
    let (from, to) = (from.max(unit.valid_from), unit.valid_to.map_or(to, |last| to.min(last)));
    (from <= to).then_some((from, to))
}
