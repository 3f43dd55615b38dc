//! What is wrong with a series or with an option, by row and by what the column means.

use super::Step;
use jiff::civil::Date;
use std::fmt::{self, Display};

/// What a column of the input means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// The first day of the period.
    Date,
    /// How many were counted in the period.
    Count,
    /// How much was reported from in the period, e.g. how many teams reported.
    Effort,
    /// Something else that moves the counts, by its name, e.g. a holiday.
    Regressor(String),
}

impl Display for Column {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date => out.write_str("date"),
            Self::Count => out.write_str("count"),
            Self::Effort => out.write_str("effort"),
            Self::Regressor(name) => out.write_str(name),
        }
    }
}

/// Why a series is not judged. Rows are numbered from 1, in the order given, without any heading.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// Fewer rows than needed.
    TooShort {
        /// How many there are.
        rows: usize,
        /// How many there would have to be.
        needed: usize,
    },
    /// A count below zero.
    NegativeCount {
        /// Where.
        row: usize,
        /// What stands there.
        count: i64,
    },
    /// A count above ten million: the distributions are summed count by count.
    CountTooLarge {
        /// Where.
        row: usize,
        /// What stands there.
        count: i64,
    },
    /// Periods are missing before a row.
    Gap {
        /// The row after the gap.
        row: usize,
        /// The day that should stand there.
        expected: Date,
        /// The day that does.
        found: Date,
    },
    /// A day that stood in the row before already.
    DuplicateDate {
        /// The second of both rows.
        row: usize,
        /// The day.
        date: Date,
    },
    /// A day before that of the row above.
    OutOfOrder {
        /// Where.
        row: usize,
        /// The day that stands there.
        date: Date,
    },
    /// A day that fits no period of the series, e.g. a Tuesday among Mondays.
    OffStep {
        /// Where.
        row: usize,
        /// The day that stands there.
        date: Date,
        /// From row to row.
        step: Step,
    },
    /// The first two rows are neither a day, a week nor a month apart.
    UnknownStep {
        /// Days between them.
        days: i32,
    },
    /// Nothing was ever counted.
    AllZero {
        /// How many rows of zeros.
        rows: usize,
    },
    /// The count never changes.
    Constant {
        /// How many rows of it.
        rows: usize,
        /// The count.
        count: i64,
    },
    /// A column that has not one value for each row of the series.
    LengthMismatch {
        /// Which.
        column: Column,
        /// How many values it has.
        values: usize,
        /// How many rows the series has.
        rows: usize,
    },
    /// A value that is no number, infinite, or below zero where that means nothing.
    BadValue {
        /// Where.
        row: usize,
        /// In which column.
        column: Column,
        /// What stands there.
        value: f64,
    },
    /// Something was counted where nobody reported.
    CountWithoutEffort {
        /// Where.
        row: usize,
        /// What was counted.
        count: u64,
    },
    /// Too few rows before the first that is to be watched.
    TooLittleHistory {
        /// The row that cannot be judged.
        row: usize,
        /// The first row that can be.
        first: usize,
    },
    /// The rows to watch are none, or not of this series.
    NothingToWatch {
        /// The first row to watch.
        from: usize,
        /// The last.
        until: usize,
        /// How many rows the series has.
        rows: usize,
    },
    /// An option outside its range.
    BadOption {
        /// Which.
        name: &'static str,
        /// What it was.
        value: f64,
        /// What it has to be.
        must: &'static str,
    },
    /// Something the method cannot take into account.
    NotAdjustable {
        /// Which column.
        column: Column,
    },
    /// The regression found no curve for a row's past.
    NoConvergence {
        /// The row that cannot be judged.
        row: usize,
    },
}

impl std::error::Error for Refusal {}

impl Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort { rows, needed } => {
                write!(out, "{rows} rows are too few: at least {needed} are needed")
            }
            Self::NegativeCount { row, count } => write!(out, "row {row}, count: {count} is below zero"),
            Self::CountTooLarge { row, count } => write!(out, "row {row}, count: {count} is too large"),
            Self::Gap { row, expected, found } => {
                write!(out, "row {row}, date: {expected} is missing, {found} stands there")
            }
            Self::DuplicateDate { row, date } => write!(out, "row {row}, date: {date} stands there twice"),
            Self::OutOfOrder { row, date } => {
                write!(out, "row {row}, date: {date} is earlier than the row above")
            }
            Self::OffStep { row, date, step } => {
                write!(out, "row {row}, date: {date} begins no {step} of this series")
            }
            Self::UnknownStep { days } => {
                write!(out, "row 2, date: {days} days after row 1, which is no day, week or month")
            }
            Self::AllZero { rows } => write!(out, "count: all {rows} rows are zero"),
            Self::Constant { rows, count } => write!(out, "count: all {rows} rows are {count}"),
            Self::LengthMismatch { column, values, rows } => {
                write!(out, "{column}: {values} values for {rows} rows")
            }
            Self::BadValue { row, column, value } => {
                write!(out, "row {row}, {column}: {value} cannot be used")
            }
            Self::CountWithoutEffort { row, count } => {
                write!(out, "row {row}, effort: {count} were counted where nobody reported")
            }
            Self::TooLittleHistory { row, first } => {
                write!(out, "row {row}: too few rows before it, row {first} is the first that can be judged")
            }
            Self::NothingToWatch { from, until, rows } => {
                write!(out, "rows {from} to {until} cannot be watched in a series of {rows} rows")
            }
            Self::BadOption { name, value, must } => write!(out, "{name} is {value} and must be {must}"),
            Self::NotAdjustable { column } => {
                write!(out, "{column}: this method cannot take it into account")
            }
            Self::NoConvergence { row } => write!(out, "row {row}, count: no curve fits the rows before it"),
        }
    }
}

/// Refuses an option that does not hold.
pub(super) fn option(holds: bool, name: &'static str, value: f64, must: &'static str) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(Refusal::BadOption { name, value, must }) }
}
