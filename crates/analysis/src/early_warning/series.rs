//! Counts by period, seen to be whole before any method judges them.

use super::{Column, Refusal, Wrong};
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
    /// Three months, always from the same day of the month.
    Quarter,
}

impl Step {
    /// How many make a year, as references count: 365 days, 52 weeks, 12 months, 4 quarters.
    pub const fn per_year(self) -> usize {
        match self {
            Self::Day => 365,
            Self::Week => 52,
            Self::Month => 12,
            Self::Quarter => 4,
        }
    }

    fn between(first: Date, second: Date) -> Option<Self> {
        let days = days_between(first, second);
        match days {
            1 => Some(Self::Day),
            7 => Some(Self::Week),
            28..=31 if first.day() == second.day() => Some(Self::Month),
            89..=92 if first.day() == second.day() => Some(Self::Quarter),
            _ => None,
        }
    }

    /// The day so many steps after another.
    fn after(self, first: Date, steps: i64) -> Date {
        let span = match self {
            Self::Day => steps.days(),
            Self::Week => steps.weeks(),
            Self::Month => steps.months(),
            Self::Quarter => (3 * steps).months(),
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
            Self::Quarter => "quarter",
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

impl Calendar {
    /// Days, weeks, months or quarters, as the first two rows tell.
    ///
    /// # Errors
    /// [`Refusal`] when there are fewer than two rows, or for the first whose day is not a step after the row above.
    pub fn of(dates: &[Date]) -> Result<Self, Refusal> {
        let (Some(&first), Some(&second)) = (dates.first(), dates.get(1)) else {
            return Err(Wrong::TooShort { rows: dates.len(), needed: 2 }.into());
        };
        if second <= first {
            return Err(backwards(2, first, second));
        }
        let unknown = || Wrong::UnknownStep { days: days_between(first, second) }.at(2, Column::Date);
        let step = Step::between(first, second).ok_or_else(unknown)?;
        let calendar = Self::Dated { first, step };
        for (row, &found) in dates.iter().enumerate().skip(2) {
            let expected = step.after(first, row as i64);
            if found == expected {
                continue;
            }
            let row = row + 1;
            return Err(match calendar.row_of(found) {
                Some(_) if found > expected => Wrong::Gap { expected, found }.at(row, Column::Date),
                _ if found <= dates[row - 2] => backwards(row, dates[row - 2], found),
                _ => Wrong::OffStep { date: found, step }.at(row, Column::Date),
            });
        }
        Ok(calendar)
    }

    /// The first day of a row (from 0), also after the last; where rows have days.
    pub fn date(self, row: usize) -> Option<Date> {
        match self {
            Self::Numbered { .. } => None,
            Self::Dated { first, step } => Some(step.after(first, row as i64)),
        }
    }

    /// How many rows make a year.
    pub const fn per_year(self) -> usize {
        match self {
            Self::Numbered { per_year } => per_year,
            Self::Dated { step, .. } => step.per_year(),
        }
    }

    /// The row (from 0) that begins on a day, also before the first and after the last.
    fn row_of(self, date: Date) -> Option<i64> {
        let Self::Dated { first, step } = self else { return None };
        let days = i64::from(days_between(first, date));
        let months = || {
            let months = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
            months(date) - months(first)
        };
        let row = match step {
            Step::Day => days,
            Step::Week => days.div_euclid(7),
            Step::Month => months(),
            Step::Quarter => months().div_euclid(3),
        };
        (step.after(first, row) == date).then_some(row)
    }
}

/// Counts by period without a gap: not negative, not all zero, not all the same.
///
/// ```
/// use danvan_analysis::early_warning::Series;
/// use danvan_analysis::refusal::{Column, Refusal, Wrong};
///
/// let series = Series::numbered(&[3, 0, 4, 1], 52)?;
/// assert_eq!(series.counts(), [3.0, 0.0, 4.0, 1.0]);
/// assert_eq!(Series::numbered(&[3, -1, 4], 52), Err(Wrong::Negative { value: -1.0 }.at(2, Column::Count)));
/// assert_eq!(Series::numbered(&[0, 0, 0], 52), Err(Wrong::AllZero { rows: 3 }.of(Column::Count)));
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
        crate::refusal::option(per_year >= 1, "per_year", per_year as f64, "at least 1")?;
        Ok(Self { counts: whole(counts)?, calendar: Calendar::Numbered { per_year } })
    }

    /// Counts by the first day of their period: days, weeks, months or quarters, as the first two rows tell.
    ///
    /// ```
    /// use danvan_analysis::early_warning::Series;
    /// use danvan_analysis::refusal::{Column, Wrong};
    /// use jiff::civil::date;
    ///
    /// let weeks = [date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 22)];
    /// let refused = Series::dated(&weeks, &[4, 5, 6]);
    /// let (expected, found) = (date(2024, 1, 15), date(2024, 1, 22));
    /// assert_eq!(refused, Err(Wrong::Gap { expected, found }.at(3, Column::Date)));
    /// ```
    ///
    /// # Errors
    /// [`Refusal`] as for [`Series::numbered`]; when both lists are not equally long; or for the first row whose day is
    /// not a step after the row above.
    pub fn dated(dates: &[Date], counts: &[i64]) -> Result<Self, Refusal> {
        if dates.len() != counts.len() {
            let wrong = Wrong::Length { found: dates.len(), expected: counts.len() };
            return Err(wrong.of(Column::Date));
        }
        let calendar = Calendar::of(dates)?;
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
        self.calendar.per_year()
    }

    /// The first day of a row (from 0), where rows have days.
    pub fn date(&self, row: usize) -> Option<Date> {
        self.calendar.date(row)
    }

    /// The row (from 0) that begins on a day, also before the first and after the last.
    pub(super) fn row_of(&self, date: Date) -> Option<i64> {
        self.calendar.row_of(date)
    }

    /// Refuses rows (from 0) that are not of this series, or that have too few before them.
    pub(super) fn may_watch(&self, watched: &Range<usize>, history: usize) -> Result<(), Refusal> {
        if watched.is_empty() || watched.end > self.rows() {
            let (from, until) = (watched.start + 1, watched.end);
            return Err(Wrong::NothingToWatch { from, until, rows: self.rows() }.into());
        }
        if watched.start < history {
            let wrong = Wrong::TooLittleHistory { first: history + 1 };
            return Err(wrong.at(watched.start + 1, Column::Date));
        }
        Ok(())
    }
}

/// Days from one day to another.
pub(super) fn days_between(from: Date, until: Date) -> i32 {
    from.until(until).map_or(i32::MAX, |span| span.get_days())
}

fn backwards(row: usize, above: Date, date: Date) -> Refusal {
    let twice = || Wrong::Twice { value: date.to_string() };
    let wrong = if date == above { twice() } else { Wrong::OutOfOrder { date } };
    wrong.at(row, Column::Date)
}

fn whole(counts: &[i64]) -> Result<Vec<f64>, Refusal> {
    let rows = counts.len();
    for (row, &count) in counts.iter().enumerate().map(|(row, count)| (row + 1, count)) {
        if count < 0 {
            return Err(Wrong::Negative { value: count as f64 }.at(row, Column::Count));
        }
        if count > LARGEST {
            return Err(Wrong::TooLarge { value: count as f64 }.at(row, Column::Count));
        }
    }
    let &[first, _, ..] = counts else { return Err(Wrong::TooShort { rows, needed: 2 }.into()) };
    if counts.iter().all(|&count| count == first) {
        let wrong = if first == 0 { Wrong::AllZero { rows } } else { Wrong::Constant { rows, count: first } };
        return Err(wrong.of(Column::Count));
    }
    Ok(counts.iter().map(|&count| count as f64).collect())
}
