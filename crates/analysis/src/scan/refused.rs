//! Why a scan is refused, naming row and column.

use std::{error::Error, fmt};

/// Which table of the input a row stands in.
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
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Table::Coordinates => "coordinates",
            Table::Cases => "cases",
            Table::Controls => "controls",
            Table::Expected => "expected",
            Table::Sizes => "sizes",
            Table::Neighbours => "neighbours",
            Table::Censuses => "censuses",
            Table::Strata => "strata",
        })
    }
}

/// Why a scan is refused. Rows, places and times are counted from zero.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
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
    /// A table has not as many rows (or values) as it must.
    Length {
        /// The table.
        table: Table,
        /// How many it must have.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// A value that is no number, infinite, or outside what its column can hold.
    Value {
        /// The table.
        table: Table,
        /// The row.
        row: usize,
        /// What the column means.
        column: &'static str,
        /// The value.
        value: f64,
    },
    /// A count or an amount below zero.
    Negative {
        /// The table.
        table: Table,
        /// The row.
        row: usize,
        /// What the column means.
        column: &'static str,
        /// The value.
        value: f64,
    },
    /// A row names a place, a time, a neighbour or a stratum that there is not.
    Unknown {
        /// The table.
        table: Table,
        /// The row.
        row: usize,
        /// What the column means.
        column: &'static str,
        /// What was named.
        value: usize,
        /// Every value is below this.
        below: usize,
    },
    /// Two rows say the same thing of the same place or moment.
    Twice {
        /// The table.
        table: Table,
        /// The second of both rows.
        row: usize,
        /// What the column means.
        column: &'static str,
    },
    /// Cases happened where (and when) nobody lived.
    NoPopulation {
        /// The place.
        place: usize,
        /// The unit of time.
        time: usize,
    },
    /// A stratum has cases and no population.
    NoPopulationInStratum {
        /// The stratum.
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
    /// An option outside its bounds.
    Choice {
        /// The option.
        option: &'static str,
        /// What it must be.
        must: &'static str,
    },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Places { places } => write!(f, "{places} places: there must be 2 to 65,535"),
            Refused::Times { times } => {
                write!(f, "{times} units of time: there must be 1 at least, and 2 where time is scanned")
            }
            Refused::Length { table, expected, found } => {
                write!(f, "{table}: {found} values where {expected} must be")
            }
            Refused::Value { table, row, column, value } => {
                write!(f, "{table}, row {row}, {column}: {value} cannot be")
            }
            Refused::Negative { table, row, column, value } => {
                write!(f, "{table}, row {row}, {column}: {value} is below zero")
            }
            Refused::Unknown { table, row, column, value, below } => {
                write!(f, "{table}, row {row}, {column}: {value} is unknown, all are below {below}")
            }
            Refused::Twice { table, row, column } => write!(f, "{table}, row {row}, {column}: given twice"),
            Refused::NoPopulation { place, time } => {
                write!(f, "cases at place {place}, time {time}, where nothing is expected: no population")
            }
            Refused::NoPopulationInStratum { stratum } => {
                write!(f, "cases in stratum {stratum}, which has no population")
            }
            Refused::TooFewCases { cases } => write!(f, "{cases} cases: two at least are needed"),
            Refused::TooMany { counted } => write!(f, "{counted} counted: fewer than 2³¹ are possible"),
            Refused::NoControls => write!(f, "no controls: everybody is a case"),
            Refused::NothingToPermute => write!(f, "all cases are at one time or in one place"),
            Refused::Choice { option, must } => write!(f, "{option} must be {must}"),
        }
    }
}

impl Error for Refused {}
