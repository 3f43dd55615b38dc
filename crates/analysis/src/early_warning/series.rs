//! Counts by period, seen to be whole before any method judges them.

use super::Refusal;
use jiff::{ToSpan, civil::Date};
use std::fmt::{self, Display};
use std::ops::Range;

/// Quantiles of counts are found by summing: for larger ones that would take seconds.
const LARGEST: i64 = 10_000_000;

/// From one row to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A day.
    Day,
    /// Seven days, always from the same weekday.
    Week,
    /// A month, always from the same day of the month.
    Month,
}

impl Step {
    /// How many make a year, as references count: 365 days, 52 weeks, 12 months.
    pub const fn per_year(self) -> usize {
        match self {
            Self::Day => 365,
            Self::Week => 52,
            Self::Month => 12,
        }
    }

    fn between(first: Date, second: Date) -> Option<Self> {
        let days = days_between(first, second);
        match days {
            1 => Some(Self::Day),
            7 => Some(Self::Week),
            28..=31 if first.day() == second.day() => Some(Self::Month),
            _ => None,
        }
    }

    /// The day so many steps after another.
    fn after(self, first: Date, steps: i64) -> Date {
        let span = match self {
            Self::Day => steps.days(),
            Self::Week => steps.weeks(),
            Self::Month => steps.months(),
        };
        first.saturating_add(span)
    }
}

impl Display for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        })
    }
}

/// Where the rows of a series lie in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// Rows without dates, of which so many make a year.
    Numbered {
        /// How many rows make a year, e.g. 52.
        per_year: usize,
    },
    /// Rows a step apart.
    Dated {
        /// The first day of the first row.
        first: Date,
        /// From row to row.
        step: Step,
    },
}

/// Counts by period without a gap: not negative, not all zero, not all the same.
///
/// ```
/// use danvan_analysis::early_warning::{Refusal, Series};
///
/// let series = Series::numbered(&[3, 0, 4, 1], 52)?;
/// assert_eq!(series.counts(), [3.0, 0.0, 4.0, 1.0]);
/// assert_eq!(Series::numbered(&[3, -1, 4], 52), Err(Refusal::NegativeCount { row: 2, count: -1 }));
/// assert_eq!(Series::numbered(&[0, 0, 0], 52), Err(Refusal::AllZero { rows: 3 }));
/// # Ok::<(), Refusal>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    counts: Vec<f64>,
    calendar: Calendar,
}

impl Series {
    /// Counts in their order, of which `per_year` make a year.
    ///
    /// # Errors
    /// [`Refusal`] when fewer than two rows, a negative or too large count, or only one value throughout.
    pub fn numbered(counts: &[i64], per_year: usize) -> Result<Self, Refusal> {
        super::refusal::option(per_year >= 1, "per_year", per_year as f64, "at least 1")?;
        Ok(Self { counts: whole(counts)?, calendar: Calendar::Numbered { per_year } })
    }

    /// Counts by the first day of their period: days, weeks or months, as the first two rows tell.
    ///
    /// ```
    /// use danvan_analysis::early_warning::{Refusal, Series};
    /// use jiff::civil::date;
    ///
    /// let weeks = [date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 22)];
    /// let refused = Series::dated(&weeks, &[4, 5, 6]);
    /// let (expected, found) = (date(2024, 1, 15), date(2024, 1, 22));
    /// assert_eq!(refused, Err(Refusal::Gap { row: 3, expected, found }));
    /// ```
    ///
    /// # Errors
    /// [`Refusal`] as for [`Series::numbered`]; when both lists are not equally long; or for the first row whose day is
    /// not a step after the row above.
    pub fn dated(dates: &[Date], counts: &[i64]) -> Result<Self, Refusal> {
        if dates.len() != counts.len() {
            let column = super::Column::Date;
            return Err(Refusal::LengthMismatch { column, values: dates.len(), rows: counts.len() });
        }
        let (Some(&first), Some(&second)) = (dates.first(), dates.get(1)) else {
            return Err(Refusal::TooShort { rows: dates.len(), needed: 2 });
        };
        if second <= first {
            return Err(backwards(2, first, second));
        }
        let unknown = || Refusal::UnknownStep { days: days_between(first, second) };
        let step = Step::between(first, second).ok_or_else(unknown)?;
        let calendar = Calendar::Dated { first, step };
        let series = Self { counts: Vec::new(), calendar };
        for (row, &found) in dates.iter().enumerate().skip(2) {
            let expected = step.after(first, row as i64);
            if found == expected {
                continue;
            }
            let row = row + 1;
            return Err(match series.row_of(found) {
                Some(_) if found > expected => Refusal::Gap { row, expected, found },
                _ if found <= dates[row - 2] => backwards(row, dates[row - 2], found),
                _ => Refusal::OffStep { row, date: found, step },
            });
        }
        Ok(Self { counts: whole(counts)?, calendar })
    }

    /// The counts, one for each row.
    pub fn counts(&self) -> &[f64] {
        &self.counts
    }

    /// Where the rows lie in time.
    pub const fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// How many rows there are.
    pub const fn rows(&self) -> usize {
        self.counts.len()
    }

    /// How many rows make a year.
    pub const fn per_year(&self) -> usize {
        match self.calendar {
            Calendar::Numbered { per_year } => per_year,
            Calendar::Dated { step, .. } => step.per_year(),
        }
    }

    /// The first day of a row (from 0), where rows have days.
    pub fn date(&self, row: usize) -> Option<Date> {
        match self.calendar {
            Calendar::Numbered { .. } => None,
            Calendar::Dated { first, step } => Some(step.after(first, row as i64)),
        }
    }

    /// The row (from 0) that begins on a day, also before the first and after the last.
    pub(super) fn row_of(&self, date: Date) -> Option<i64> {
        let Calendar::Dated { first, step } = self.calendar else { return None };
        let days = i64::from(days_between(first, date));
        let row = match step {
            Step::Day => days,
            Step::Week => days.div_euclid(7),
            Step::Month => {
                let months = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
                months(date) - months(first)
            }
        };
        (step.after(first, row) == date).then_some(row)
    }

    /// Refuses rows (from 0) that are not of this series, or that have too few before them.
    pub(super) fn may_watch(&self, watched: &Range<usize>, history: usize) -> Result<(), Refusal> {
        if watched.is_empty() || watched.end > self.rows() {
            let (from, until) = (watched.start + 1, watched.end);
            return Err(Refusal::NothingToWatch { from, until, rows: self.rows() });
        }
        if watched.start < history {
            return Err(Refusal::TooLittleHistory { row: watched.start + 1, first: history + 1 });
        }
        Ok(())
    }
}

/// Days from one day to another.
pub(super) fn days_between(from: Date, until: Date) -> i32 {
    from.until(until).map_or(i32::MAX, |span| span.get_days())
}

fn backwards(row: usize, above: Date, date: Date) -> Refusal {
    if date == above { Refusal::DuplicateDate { row, date } } else { Refusal::OutOfOrder { row, date } }
}

fn whole(counts: &[i64]) -> Result<Vec<f64>, Refusal> {
    let rows = counts.len();
    for (row, &count) in counts.iter().enumerate().map(|(row, count)| (row + 1, count)) {
        if count < 0 {
            return Err(Refusal::NegativeCount { row, count });
        }
        if count > LARGEST {
            return Err(Refusal::CountTooLarge { row, count });
        }
    }
    let &[first, _, ..] = counts else { return Err(Refusal::TooShort { rows, needed: 2 }) };
    if counts.iter().all(|&count| count == first) {
        return Err(if first == 0 {
            Refusal::AllZero { rows }
        } else {
            Refusal::Constant { rows, count: first }
        });
    }
    Ok(counts.iter().map(|&count| count as f64).collect())
}
