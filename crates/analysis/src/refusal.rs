//! Why input is refused: what is wrong, in which table, row and column.
//!
//! ```
//! use danvan_analysis::refusal::{Column, Table, Wrong};
//!
//! let refusal = Wrong::Negative { value: -4.0 }.at(7, Column::Count);
//! assert_eq!((refusal.row, refusal.to_string()), (Some(7), "row 7, count: -4 is below zero".to_owned()));
//! let refusal = Wrong::NoBase.of(Column::Named("bus".into())).within(Table::Base);
//! assert_eq!(refusal.to_string(), "base, bus: no forecast of this series is given");
//! ```

use crate::early_warning::Step;
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
    /// Any other column, or a series that is one, by its name.
    Named(String),
}

impl Column {
    /// A column by its name.
    pub fn named(name: &str) -> Self {
        Self::Named(name.to_owned())
    }
}

impl Display for Column {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date => out.write_str("date"),
            Self::Count => out.write_str("count"),
            Self::Effort => out.write_str("effort"),
            Self::Regressor(name) | Self::Named(name) => out.write_str(name),
        }
    }
}

/// Which table of the input a row stands in, where there are several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// The coordinates, one row for each place.
    Coordinates,
    /// The cases.
    Cases,
    /// The controls of the Bernoulli model.
    Controls,
    /// What was expected, or the population: one row for each place.
    Expected,
    /// The sizes that limit windows, one row for each place.
    Sizes,
    /// Who borders on whom, one row for each place.
    Neighbours,
    /// Counts of the population at given moments.
    Censuses,
    /// Cases by stratum.
    Strata,
    /// Which series is the sum of which: one row for each series, one column for each at the bottom.
    Summing,
    /// Forecasts that do not yet add up: one row for each series.
    Base,
    /// What was counted less what was forecast for it: one row for each series.
    Residuals,
    /// Votes: one row for each voter, one column for each statement.
    Votes,
}

impl Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Coordinates => "coordinates",
            Self::Cases => "cases",
            Self::Controls => "controls",
            Self::Expected => "expected",
            Self::Sizes => "sizes",
            Self::Neighbours => "neighbours",
            Self::Censuses => "censuses",
            Self::Strata => "strata",
            Self::Summing => "summing",
            Self::Base => "base",
            Self::Residuals => "residuals",
            Self::Votes => "votes",
        })
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// Fewer rows than needed.
    TooShort {
        /// How many there are.
        rows: usize,
        /// How many there would have to be.
        needed: usize,
    },
    /// A count or an amount below zero.
    Negative {
        /// What stands there.
        value: f64,
    },
    /// A count above ten million: the distributions are summed count by count.
    TooLarge {
        /// What stands there.
        value: f64,
    },
    /// Periods are missing before a row.
    Gap {
        /// The day that should stand there.
        expected: Date,
        /// The day that does.
        found: Date,
    },
    /// What stood in a row before already.
    Twice {
        /// What stands there.
        value: String,
    },
    /// A day before that of the row above.
    OutOfOrder {
        /// The day that stands there.
        date: Date,
    },
    /// A day that fits no period of the series, e.g. a Tuesday among Mondays.
    OffStep {
        /// The day that stands there.
        date: Date,
        /// From row to row.
        step: Step,
    },
    /// The first two rows are neither a day, a week, a month nor a quarter apart.
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
    /// Not as many rows, or values, as there must be.
    Length {
        /// How many there are.
        found: usize,
        /// How many there must be.
        expected: usize,
    },
    /// A value that is no number, infinite, or outside what its column can hold.
    Value {
        /// What stands there.
        value: f64,
    },
    /// Something was counted where nobody reported.
    CountWithoutEffort {
        /// What was counted.
        count: u64,
    },
    /// Too few rows before one that is to be judged.
    TooLittleHistory {
        /// The first row that can be, from 1.
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
    /// An option outside its bounds.
    Choice {
        /// Which.
        option: &'static str,
        /// What it was, where that is a number.
        value: Option<f64>,
        /// What it has to be.
        must: &'static str,
    },
    /// Something the method cannot take into account.
    NotAdjustable,
    /// The regression found no curve for the rows before.
    NoConvergence,
    /// Fewer than two places, or more than 65,535.
    Places {
        /// How many there are.
        places: usize,
    },
    /// No unit of time, or only one where time is scanned.
    Times {
        /// How many there are.
        times: usize,
    },
    /// A place, a time, a neighbour or a stratum that there is not.
    Unknown {
        /// What was named.
        value: usize,
        /// Every value is below this.
        below: usize,
    },
    /// Cases happened where (and when) nobody lived.
    NoPopulation {
        /// The place, from 0.
        place: usize,
        /// The unit of time, from 0.
        time: usize,
    },
    /// A stratum has cases and no population.
    NoPopulationInStratum {
        /// The stratum, from 0.
        stratum: usize,
    },
    /// Fewer cases than can be scanned: two at least.
    TooFewCases {
        /// How many there are.
        cases: u64,
    },
    /// More cases, or more individuals, than can be counted: 2³¹.
    TooMany {
        /// How many there are.
        counted: u64,
    },
    /// A Bernoulli model without a control.
    NoControls,
    /// A space-time permutation whose cases all fell at one time, or all in one place.
    NothingToPermute,
    /// A series that is to be added up with others has no forecast.
    NoBase,
    /// No row that stands for a series at the bottom alone.
    NoBottom,
    /// The errors of forecasts let no other forecast be told from them.
    Singular,
    /// Cells that do not add up to their total.
    Sum {
        /// What they add up to.
        sum: f64,
        /// What stands as their total.
        total: f64,
    },
    /// A small cell that what is known already gives away.
    Unprotectable,
    /// A linear programme that its solver gave up.
    Unsolved,
}

/// Why input is refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What is wrong.
    pub wrong: Wrong,
    /// The table, where there are several.
    pub table: Option<Table>,
    /// The row, from 1, in the order given, without any heading.
    pub row: Option<usize>,
    /// The column.
    pub column: Option<Column>,
}

impl Wrong {
    /// In a row, from 1, and a column.
    pub fn at(self, row: usize, column: Column) -> Refusal {
        Refusal { row: Some(row), ..self.of(column) }
    }

    /// In a column as a whole.
    pub fn of(self, column: Column) -> Refusal {
        Refusal { column: Some(column), ..self.into() }
    }
}

impl Refusal {
    /// The same in a table.
    #[must_use]
    pub fn within(self, table: Table) -> Self {
        Self { table: Some(table), ..self }
    }
}

impl From<Wrong> for Refusal {
    fn from(wrong: Wrong) -> Self {
        Self { wrong, table: None, row: None, column: None }
    }
}

impl std::error::Error for Refusal {}

impl Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = self.table.map(|table| table.to_string());
        let row = self.row.map(|row| format!("row {row}"));
        let column = self.column.as_ref().map(Column::to_string);
        let place: Vec<String> = [table, row, column].into_iter().flatten().collect();
        if !place.is_empty() {
            write!(out, "{}: ", place.join(", "))?;
        }
        self.wrong.fmt(out)
    }
}

impl Display for Wrong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort { rows, needed } => {
                write!(out, "{rows} rows are too few: at least {needed} are needed")
            }
            Self::Negative { value } => write!(out, "{value} is below zero"),
            Self::TooLarge { value } => write!(out, "{value} is too large"),
            Self::Gap { expected, found } => write!(out, "{expected} is missing, {found} stands there"),
            Self::Twice { value } => write!(out, "{value} stands there twice"),
            Self::OutOfOrder { date } => write!(out, "{date} is earlier than the row above"),
            Self::OffStep { date, step } => write!(out, "{date} begins no {step} of this series"),
            Self::UnknownStep { days } => {
                write!(out, "{days} days after row 1, which is no day, week, month or quarter")
            }
            Self::AllZero { rows } => write!(out, "all {rows} rows are zero"),
            Self::Constant { rows, count } => write!(out, "all {rows} rows are {count}"),
            Self::Length { found, expected } => write!(out, "{found} values where {expected} must be"),
            Self::Value { value } => write!(out, "{value} cannot be used"),
            Self::CountWithoutEffort { count } => write!(out, "{count} were counted where nobody reported"),
            Self::TooLittleHistory { first } => {
                write!(out, "too few rows before it, row {first} is the first that can be judged")
            }
            Self::NothingToWatch { from, until, rows } => {
                write!(out, "rows {from} to {until} cannot be watched in a series of {rows} rows")
            }
            Self::Choice { option, value: Some(value), must } => {
                write!(out, "{option} is {value} and must be {must}")
            }
            Self::Choice { option, value: None, must } => write!(out, "{option} must be {must}"),
            Self::NotAdjustable => out.write_str("this method cannot take it into account"),
            Self::NoConvergence => out.write_str("no curve fits the rows before it"),
            _ => self.fmt_of_several(out),
        }
    }
}

impl Wrong {
    /// What is wrong with places, cases and series together.
    fn fmt_of_several(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Places { places } => write!(out, "{places} places: there must be 2 to 65,535"),
            Self::Times { times } => {
                write!(out, "{times} units of time: there must be 1 at least, and 2 where time is scanned")
            }
            Self::Unknown { value, below } => write!(out, "{value} is unknown, all are below {below}"),
            Self::NoPopulation { place, time } => {
                write!(out, "cases at place {place}, time {time}, where nothing is expected: no population")
            }
            Self::NoPopulationInStratum { stratum } => {
                write!(out, "cases in stratum {stratum}, which has no population")
            }
            Self::TooFewCases { cases } => write!(out, "{cases} cases: two at least are needed"),
            Self::TooMany { counted } => write!(out, "{counted} counted: fewer than 2³¹ are possible"),
            Self::NoControls => out.write_str("no controls: everybody is a case"),
            Self::NothingToPermute => out.write_str("all cases are at one time or in one place"),
            Self::NoBase => out.write_str("no forecast of this series is given"),
            Self::NoBottom => out.write_str("no row stands for this series alone"),
            Self::Singular => out.write_str("the errors of these forecasts depend on one another"),
            Self::Sum { sum, total } => write!(out, "{total} stands where its parts add up to {sum}"),
            Self::Unsolved => out.write_str("a linear programme of this table could not be solved"),
            Self::Unprotectable => out.write_str("what is known already gives this small value away"),
            // Everything else is said above.
            _ => Ok(()),
        }
    }
}

/// Refuses an option that does not hold.
pub(crate) fn option(
    holds: bool,
    option: &'static str,
    value: f64,
    must: &'static str,
) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(Wrong::Choice { option, value: Some(value), must }.into()) }
}
