//! What moves counts besides what they are watched for: how many reported, holidays that move, weekdays.

use super::holidays::HolidayWindow;
use super::regression::WIDEST;
use super::{Column, Refusal, Series, Wrong};
use jiff::civil::Date;

/// A column of numbers that counts depend on, log-linearly.
#[derive(Clone, Debug, PartialEq)]
struct Regressor {
    name: String,
    values: Vec<f64>,
}

/// What is known of each row beside its count.
///
/// ```
/// use danvan_analysis::early_warning::{Influences, Series};
/// use danvan_analysis::refusal::{Column, Refusal, Wrong};
///
/// let series = Series::numbered(&[4, 6, 2, 1], 52)?;
/// let influences = Influences::none().with_effort(vec![20.0, 20.0, 10.0, 0.0]);
/// // Something was counted in the last row, where nobody reported.
/// assert_eq!(influences.check(&series), Err(Wrong::CountWithoutEffort { count: 1 }.at(4, Column::Effort)));
/// # Ok::<(), Refusal>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Influences {
    effort: Option<Vec<f64>>,
    regressors: Vec<Regressor>,
}

impl Influences {
    /// Nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// Expected counts are proportional to this, e.g. to how many teams reported or to the population: one value, not
    /// negative, for each row. Rows of zero are no reference and are not judged.
    #[must_use]
    pub fn with_effort(mut self, effort: Vec<f64>) -> Self {
        self.effort = Some(effort);
        self
    }

    /// Expected counts are multiplied by a constant to the power of this: one value for each row.
    #[must_use]
    pub fn with_regressor(mut self, name: &str, values: Vec<f64>) -> Self {
        self.regressors.push(Regressor { name: name.to_owned(), values });
        self
    }

    /// A holiday that moves: each row's share of its days in the window around each of the days given.
    ///
    /// # Errors
    /// [`Wrong::NotAdjustable`] when the series has no dates.
    pub fn with_holiday(
        self,
        series: &Series,
        name: &str,
        days: &[Date],
        window: HolidayWindow,
    ) -> Result<Self, Refusal> {
        let shares = super::holidays::shares(series.calendar(), series.rows(), days, window)
            .ok_or_else(|| Wrong::NotAdjustable.of(Column::Regressor(name.to_owned())))?;
        Ok(self.with_regressor(name, shares))
    }

    /// Weekdays, six columns of 0 and 1 against Monday, for a series of days.
    ///
    /// # Errors
    /// [`Wrong::NotAdjustable`] when its rows are not days.
    pub fn with_weekdays(mut self, series: &Series) -> Result<Self, Refusal> {
        let names = ["Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let is_daily = matches!(series.calendar(), super::Calendar::Dated { step: super::Step::Day, .. });
        for (at, name) in names.into_iter().enumerate() {
            if !is_daily {
                return Err(Wrong::NotAdjustable.of(Column::Regressor(name.to_owned())));
            }
            let is = |row| {
                let weekday = series.date(row).map(|date| date.weekday().to_monday_zero_offset());
                f64::from(u8::from(weekday == i8::try_from(at + 1).ok()))
            };
            self = self.with_regressor(name, (0..series.rows()).map(is).collect());
        }
        Ok(self)
    }

    /// Whether all columns fit a series.
    ///
    /// # Errors
    /// [`Refusal`] naming the column and the row.
    pub fn check(&self, series: &Series) -> Result<(), Refusal> {
        let rows = series.rows();
        if let Some(effort) = &self.effort {
            whole_column(&Column::Effort, effort, rows, |value| value >= 0.0)?;
            let counted =
                series.counts().iter().zip(effort).position(|(count, effort)| *count > 0.0 && *effort == 0.0);
            if let Some(row) = counted {
                let count = series.counts()[row] as u64;
                return Err(Wrong::CountWithoutEffort { count }.at(row + 1, Column::Effort));
            }
        }
        for regressor in &self.regressors {
            let column = Column::Regressor(regressor.name.clone());
            whole_column(&column, &regressor.values, rows, |_| true)?;
        }
        let columns = self.regressors.len();
        crate::refusal::option(columns < WIDEST, "regressors", columns as f64, "fewer than 32")
    }

    /// Refuses what a method cannot take into account.
    pub(super) fn only_effort(&self) -> Result<(), Refusal> {
        match self.regressors.first() {
            Some(one) => Err(Wrong::NotAdjustable.of(Column::Regressor(one.name.clone()))),
            None => Ok(()),
        }
    }

    /// Refuses everything, for methods that take nothing into account.
    pub(super) fn nothing(&self) -> Result<(), Refusal> {
        self.only_effort()?;
        if self.effort.is_some() { Err(Wrong::NotAdjustable.of(Column::Effort)) } else { Ok(()) }
    }

    /// How much was reported from in a row; 1 where that is not known.
    pub(super) fn effort(&self, row: usize) -> f64 {
        self.effort.as_ref().map_or(1.0, |effort| effort[row])
    }

    /// Its logarithm; `None` where nobody reported.
    pub(super) fn log_effort(&self, row: usize) -> Option<f64> {
        match self.effort(row) {
            0.0 => None,
            1.0 => Some(0.0),
            effort => Some(effort.ln()),
        }
    }

    pub(super) fn columns(&self) -> usize {
        self.regressors.len()
    }

    pub(super) fn values(&self, row: usize) -> impl Iterator<Item = f64> + '_ {
        self.regressors.iter().map(move |regressor| regressor.values[row])
    }
}

fn whole_column(
    column: &Column,
    values: &[f64],
    rows: usize,
    may_be: impl Fn(f64) -> bool,
) -> Result<(), Refusal> {
    if values.len() != rows {
        return Err(Wrong::Length { found: values.len(), expected: rows }.of(column.clone()));
    }
    match values.iter().position(|value| !value.is_finite() || !may_be(*value)) {
        Some(row) => Err(Wrong::Value { value: values[row] }.at(row + 1, column.clone())),
        None => Ok(()),
    }
}
