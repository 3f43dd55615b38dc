//! What a forecast is made from.

use crate::{
    early_warning::{Calendar, HolidayWindow, Step, holiday_shares},
    refusal::{Column, Refusal, Wrong},
};
use jiff::civil::Date;
use std::f64::consts::TAU;

/// Quantiles of counts are found by summing: for larger ones that would take seconds.
const LARGEST: f64 = 1e7;
/// The fewest rows from which anything is told.
pub(super) const FEWEST: usize = 5;

/// A column that is known of the past and of the steps to come.
#[derive(Clone, Debug, PartialEq)]
struct Regressor {
    name: String,
    values: Vec<f64>,
}

/// A series without a gap, and what moves it.
///
/// ```
/// use danvan_analysis::early_warning::Calendar;
/// use danvan_analysis::forecast::Past;
/// use danvan_analysis::refusal::{Column, Wrong};
///
/// let weekly = Calendar::Numbered { per_year: 52 };
/// let refused = Past::counts(&[3, 4, -1, 2, 5], weekly);
/// assert_eq!(refused, Err(Wrong::Negative { value: -1.0 }.at(3, Column::Count)));
/// assert_eq!(Past::counts(&[3, 4], weekly), Err(Wrong::TooShort { rows: 2, needed: 5 }.of(Column::Count)));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    values: Vec<f64>,
    calendar: Calendar,
    are_counts: bool,
    regressors: Vec<Regressor>,
}

impl Past {
    /// Whole numbers from zero on. [`Calendar::of`] sees that no period is missing.
    ///
    /// # Errors
    /// Fewer than five; one below zero or above ten million.
    pub fn counts(counts: &[i64], calendar: Calendar) -> Result<Self, Refusal> {
        let values: Vec<f64> = counts.iter().map(|count| *count as f64).collect();
        for (row, value) in values.iter().copied().enumerate() {
            if value < 0.0 {
                return Err(Wrong::Negative { value }.at(row + 1, Column::Count));
            }
            if value > LARGEST {
                return Err(Wrong::TooLarge { value }.at(row + 1, Column::Count));
            }
        }
        Self { values, calendar, are_counts: true, regressors: Vec::new() }.long_enough()
    }

    /// Any numbers.
    ///
    /// # Errors
    /// Fewer than five; one that is no number.
    pub fn amounts(values: Vec<f64>, calendar: Calendar) -> Result<Self, Refusal> {
        if let Some(row) = values.iter().position(|value| !value.is_finite()) {
            return Err(Wrong::Value { value: values[row] }.at(row + 1, Column::Count));
        }
        Self { values, calendar, are_counts: false, regressors: Vec::new() }.long_enough()
    }

    fn long_enough(self) -> Result<Self, Refusal> {
        let rows = self.rows();
        if rows < FEWEST { Err(Wrong::TooShort { rows, needed: FEWEST }.of(Column::Count)) } else { Ok(self) }
    }

    /// With a column that is known of each row and of as many steps to come as are asked for. Counts are multiplied by a
    /// constant to its power; to amounts a constant times it is added.
    ///
    /// # Errors
    /// Fewer values than rows, one that is no number, or more columns than sixteen.
    pub fn with_regressor(mut self, name: &str, values: Vec<f64>) -> Result<Self, Refusal> {
        let column = || Column::Regressor(name.to_owned());
        if values.len() < self.rows() {
            return Err(Wrong::Length { found: values.len(), expected: self.rows() }.of(column()));
        }
        if let Some(row) = values.iter().position(|value| !value.is_finite()) {
            return Err(Wrong::Value { value: values[row] }.at(row + 1, column()));
        }
        let count = self.regressors.len() as f64 + 1.0;
        crate::refusal::option(count <= 16.0, "regressors", count, "16 at most")?;
        self.regressors.push(Regressor { name: name.to_owned(), values });
        Ok(self)
    }

    /// With a holiday that moves: each row's share of its days in the window around each of the days given, which have to be
    /// known for the steps to come too. Where no row of the past was near it, nothing can be told of it and it is left out.
    ///
    /// # Errors
    /// [`Wrong::NotAdjustable`] when the series has no dates.
    pub fn with_holiday(
        self,
        name: &str,
        days: &[Date],
        window: HolidayWindow,
        steps: usize,
    ) -> Result<Self, Refusal> {
        let shares = holiday_shares(self.calendar, self.rows() + steps, days, window)
            .ok_or_else(|| Wrong::NotAdjustable.of(Column::Regressor(name.to_owned())))?;
        if shares[..self.rows()].iter().all(|share| *share == shares[0]) {
            return Ok(self);
        }
        self.with_regressor(name, shares)
    }

    /// The values, one for each row.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Where the rows lie in time.
    pub const fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// Whether they are whole numbers from zero on.
    pub const fn are_counts(&self) -> bool {
        self.are_counts
    }

    pub(super) fn rows(&self) -> usize {
        self.values.len()
    }

    pub(super) fn regressors(&self) -> usize {
        self.regressors.len()
    }

    pub(super) fn name(&self, regressor: usize) -> &str {
        &self.regressors[regressor].name
    }

    pub(super) fn must_be_counts(&self) -> Result<(), Refusal> {
        let Some(row) = self.values.iter().position(|value| value.fract() != 0.0 || *value < 0.0) else {
            return Ok(());
        };
        Err(Wrong::Value { value: self.values[row] }.at(row + 1, Column::Count))
    }

    /// Refuses a regressor that is not known so many steps ahead.
    pub(super) fn reaches(&self, steps: usize) -> Result<(), Refusal> {
        let expected = self.rows() + steps;
        match self.regressors.iter().find(|one| one.values.len() < expected) {
            Some(one) => {
                let wrong = Wrong::Length { found: one.values.len(), expected };
                Err(wrong.of(Column::Regressor(one.name.clone())))
            }
            None => Ok(()),
        }
    }

    /// How many rows make the season that is followed row by row, and how many that which is followed by waves: a week of days
    /// lies within their year.
    pub(super) fn seasons(&self, given: Option<usize>) -> (usize, Option<f64>) {
        const ROW_BY_ROW: usize = 24;
        let rows = self.rows();
        let daily = matches!(self.calendar, Calendar::Dated { step: Step::Day, .. });
        let per_year = self.calendar.per_year();
        let season = given.unwrap_or(if daily { 7 } else { per_year });
        // Less than two of them do not show a season.
        let waves = |length: usize| (length > 1 && rows >= 2 * length).then_some(length as f64);
        if season > ROW_BY_ROW {
            return (1, waves(season));
        }
        let own = if rows >= 2 * season { season } else { 1 };
        (own, if daily && given.is_none() { waves(per_year) } else { None })
    }

    /// The regressors of all rows and of the steps to come.
    pub(super) fn columns(&self, steps: usize) -> Vec<Vec<f64>> {
        let length = self.rows() + steps;
        self.regressors.iter().map(|one| one.values[..length].to_vec()).collect()
    }

    /// So many pairs of waves of a season of a length, of all rows and of the steps to come.
    pub(super) fn waves(&self, steps: usize, length: f64, pairs: usize) -> Vec<Vec<f64>> {
        let rows = self.rows() + steps;
        let mut waves = Vec::with_capacity(2 * pairs);
        for pair in 1..=pairs {
            let angle = |row: usize| TAU * pair as f64 * row as f64 / length;
            let (sines, cosines) = (0..rows).map(|row| angle(row).sin_cos()).unzip();
            waves.push(sines);
            waves.push(cosines);
        }
        waves
    }
}
