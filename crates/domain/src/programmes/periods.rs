//! By when: once, or every month or quarter of a term.

use crate::{time::Day, words_enum};
use serde::{Deserialize, Serialize};

/// Most periods of one commitment.
pub const MOST_PERIODS: usize = 140;

words_enum! {
    /// How often a commitment falls due.
    Rhythm {
        /// Once, at the end of its days.
        Once = "once",
        /// Every month of its days.
        Monthly = "monthly",
        /// Every quarter of its days.
        Quarterly = "quarterly",
    }
}

/// A stretch of days that is reported on as one; known by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// Last day, included: by then it is due.
    pub to: Day,
}

impl Period {
    /// Whether a day lies in it.
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// How many of its days have passed at the end of a day, and how many it has.
    pub fn passed(&self, day: Day) -> (i64, i64) {
        let all = self.to.days_since(self.from) + 1;
        (day.next().days_since(self.from).clamp(0, all), all)
    }
}

impl Rhythm {
    /// The periods of a term, oldest first; the first and the last may be cut.
    pub fn periods(self, from: Day, to: Day) -> Vec<Period> {
        let mut periods = Vec::new();
        let mut at = from;
        while at <= to && periods.len() < MOST_PERIODS {
            let next = self.after(at);
            let last = next.map_or(to, |next| next.previous().min(to));
            periods.push(Period { from: at, to: last });
            at = last.next();
        }
        periods
    }

    /// The period of a term in which a day lies.
    pub fn period_on(self, (from, to): (Day, Day), day: Day) -> Option<Period> {
        self.periods(from, to).into_iter().find(|period| period.holds(day))
    }

    /// The first day of the month or quarter after a day's.
    fn after(self, day: Day) -> Option<Day> {
        let months = match self {
            Self::Once => return None,
            Self::Monthly => 1,
            Self::Quarterly => 3 - (i64::from(day.0.month()) - 1) % 3,
        };
        (0..months).try_fold(day.first_of_month(), |at, _| Some(at.first_of_next_month()))
    }
}
