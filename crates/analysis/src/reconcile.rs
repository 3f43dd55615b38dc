//! Forecasts that add up: those of villages to that of their commune, those of communes to that of the city, those of topics to
//! that of all.
//!
//! ```
//! use danvan_analysis::reconcile::{Method, Reconciler, Summing};
//!
//! // A city of two communes, whose own forecasts add up to 25, while that of the city is 22.
//! let names = ["city", "north", "south"].map(str::to_owned);
//! let summing = Summing::new(&names, &names[1..], &[vec![1.0, 1.0], vec![1.0, 0.0], vec![0.0, 1.0]])?;
//! let base = [vec![22.0], vec![10.0], vec![15.0]];
//! let found = Reconciler::new(&summing, Method::Ols, None)?.point(&base)?;
//! // What is missing is shared out: a third of it is taken from each.
//! let near = |one: f64, other: f64| (one - other).abs() < 1e-12;
//! assert!(near(found[0][0], 23.0) && near(found[1][0], 9.0) && near(found[2][0], 14.0));
//! # Ok::<(), danvan_analysis::refusal::Refusal>(())
//! ```
//!
//! Given errors of the base forecasts with covariance W, the forecasts nearest to them, measured by W⁻¹, are sought among all
//! that add up. The methods differ in what they take W to be.
//!
//! - S. Wickramasuriya, G. Athanasopoulos & R. Hyndman, Optimal forecast reconciliation for hierarchical and grouped time
//!   series through trace minimization, Journal of the American Statistical Association 114 (2019): [`Method::MinTShrink`]
//!   and the frame of all others; R. Hyndman, R. Ahmed, G. Athanasopoulos & H. L. Shang, Optimal combination forecasts for
//!   hierarchical time series, Computational Statistics & Data Analysis 55 (2011): [`Method::Ols`].
//! - J. Schäfer & K. Strimmer, A shrinkage approach to large-scale covariance matrix estimation, Statistical Applications in
//!   Genetics and Molecular Biology 4 (2005): how much is shrunk.
//! - S. Wickramasuriya, B. Turlach & R. Hyndman, Optimal non-negative forecast reconciliation, Statistics and Computing 30
//!   (2020): [`Reconciler::non_negative`].
//! - A. Panagiotelis, P. Gamakumara, G. Athanasopoulos & R. Hyndman, Probabilistic forecast reconciliation, European Journal
//!   of Operational Research 306 (2023): [`Reconciler::gaussian`], [`Reconciler::bootstrap`].

mod errors;
mod positive;
mod probable;
mod spread;
mod summing;
#[cfg(test)]
mod tests;

use crate::{
    linear::{Root, dot},
    refusal::{Column, Refusal, Table, Wrong},
};
use errors::Errors;
pub(crate) use probable::quantile as quantile_of;
pub use probable::{Paths, normal_quantile};
pub use summing::{Share, Summing};

/// What the errors of base forecasts are taken to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Only the series at the bottom are believed, and added up.
    BottomUp,
    /// All errors are alike and independent.
    Ols,
    /// Each error is that of as many alike and independent ones as there are series in its sum.
    WlsStructural,
    /// Independent errors, as large as the residuals tell.
    WlsVariance,
    /// Errors that go together as the residuals tell, shrunk towards independent ones as far as there are too few residuals.
    MinTShrink,
}

impl Method {
    /// Whether it needs residuals.
    pub const fn needs_residuals(self) -> bool {
        matches!(self, Self::WlsVariance | Self::MinTShrink)
    }
}

/// Makes forecasts add up. Tables hold a row for each series, in the order of the sums; a column is a step ahead or, of
/// residuals, a row of the past.
///
/// With C, which takes all series to what is missing in each sum, forecasts that add up are the base forecasts less
/// W C′ (C W C′)⁻¹ C times them. Only C W C′ is kept as a whole: it has as many rows as there are sums.
#[derive(Clone, Debug)]
pub struct Reconciler<'a> {
    summing: &'a Summing,
    errors: Errors,
    /// The root of C W C′; nothing bottom up, or where there is no sum.
    between: Option<Root>,
    /// C F: what is missing in each sum of what series have together, row by row.
    missing_together: Vec<f64>,
    is_bottom_up: bool,
}

impl<'a> Reconciler<'a> {
    /// By a method, from the residuals of the base forecasts where it needs them.
    ///
    /// # Errors
    /// No residuals where they are needed, fewer than two or not as many of each series, a residual that is no number, or
    /// errors that depend on one another.
    pub fn new(
        summing: &'a Summing,
        method: Method,
        residuals: Option<&[Vec<f64>]>,
    ) -> Result<Self, Refusal> {
        if let Some(residuals) = residuals {
            summing.fits(Table::Residuals, residuals)?;
        }
        let errors = Errors::of(summing, method, residuals)?;
        let is_bottom_up = method == Method::BottomUp;
        let is_as_it_is = is_bottom_up || summing.sums().is_empty();
        let missing_together = if is_as_it_is { Vec::new() } else { missing_together(summing, &errors) };
        let between = if is_as_it_is { None } else { Some(between(summing, &errors, &missing_together)?) };
        Ok(Self { summing, errors, between, missing_together, is_bottom_up })
    }

    /// Forecasts that add up.
    ///
    /// # Errors
    /// Not a row for each series, or rows of unlike length; a forecast that is no number.
    pub fn point(&self, base: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Refusal> {
        let steps = self.summing.fits(Table::Base, base)?;
        Ok(self.summing.add_up_rows(&self.settled(base, steps), steps))
    }

    /// The same, none below zero: of all that add up and are not negative, the nearest.
    ///
    /// # Errors
    /// As [`Reconciler::point`].
    pub fn non_negative(&self, base: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Refusal> {
        let steps = self.summing.fits(Table::Base, base)?;
        let mut bottom = self.settled(base, steps);
        let is_negative = |step: usize| bottom.iter().any(|row| row[step] < 0.0);
        let negative: Vec<usize> = (0..steps).filter(|step| is_negative(*step)).collect();
        if self.is_bottom_up {
            bottom.iter_mut().flatten().for_each(|cell| *cell = cell.max(0.0));
        } else if !negative.is_empty() {
            let nearest = positive::Nearest::new(self.summing, &self.errors)?;
            for step in negative {
                let base: Vec<f64> = base.iter().map(|row| row[step]).collect();
                let start: Vec<f64> = bottom.iter().map(|row| row[step]).collect();
                let found = nearest.to(&base, &start);
                bottom.iter_mut().zip(found).for_each(|(row, cell)| row[step] = cell);
            }
        }
        Ok(self.summing.add_up_rows(&bottom, steps))
    }

    /// Of tables of so many columns the rows at the bottom that add up best to all of each.
    fn settled(&self, all: &[Vec<f64>], columns: usize) -> Vec<Vec<f64>> {
        let mut bottom: Vec<Vec<f64>> =
            self.summing.bottoms().iter().map(|series| all[*series].clone()).collect();
        let Some(between) = &self.between else { return bottom };
        let rows = self.errors.rows();
        let mut one = vec![0.0; all.len()];
        let mut weights: Vec<Vec<f64>> = (0..columns)
            .map(|column| {
                one.iter_mut().zip(all).for_each(|(cell, row)| *cell = row[column]);
                self.summing.missing(&one)
            })
            .collect();
        between.solve_all(&mut weights);
        // W C′ times the weights is F (C F)′ times them, and diag(v) C′ times them.
        let together: Vec<Vec<f64>> =
            weights.iter().map(|weights| weighted(&self.missing_together, rows, weights)).collect();
        for (column, (row, series)) in bottom.iter_mut().zip(self.summing.bottoms()).enumerate() {
            let (own, shared) = (self.errors.own(*series), self.errors.together(*series));
            for ((cell, weights), together) in row.iter_mut().zip(&weights).zip(&together) {
                *cell -= dot(shared, together) + own * self.summing.below(column, weights);
            }
        }
        bottom
    }
}

/// The sum of rows of a table, each so many times.
fn weighted(table: &[f64], width: usize, weights: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; width];
    if width > 0 {
        for (row, weight) in table.chunks_exact(width).zip(weights) {
            sum.iter_mut().zip(row).for_each(|(sum, cell)| *sum += weight * cell);
        }
    }
    sum
}

/// C F.
fn missing_together(summing: &Summing, errors: &Errors) -> Vec<f64> {
    let mut missing = Vec::with_capacity(summing.sums().len() * errors.rows());
    for sum in summing.sums() {
        let mut row = errors.together(*sum).to_vec();
        for (column, share) in summing.parts(*sum) {
            let part = errors.together(summing.bottoms()[*column]);
            row.iter_mut().zip(part).for_each(|(cell, part)| *cell -= share * part);
        }
        missing.extend(row);
    }
    missing
}

/// The root of C W C′ = (C F) (C F)′ + C diag(v) C′.
fn between(summing: &Summing, errors: &Errors, missing_together: &[f64]) -> Result<Root, Refusal> {
    let (size, rows) = (summing.sums().len(), errors.rows());
    let mut cells = vec![0.0; size * size];
    if rows > 0 {
        for (one, row) in missing_together.chunks_exact(rows).enumerate() {
            let cells = cells[one * size..][..=one].iter_mut();
            cells.zip(missing_together.chunks_exact(rows)).for_each(|(cell, other)| *cell = dot(row, other));
        }
    }
    for (at, sum) in summing.sums().iter().enumerate() {
        cells[at * size + at] += errors.own(*sum);
    }
    for (column, series) in summing.bottoms().iter().enumerate() {
        let above = summing.above(column);
        for (one, share) in above {
            for (other, part) in above.iter().take_while(|(other, _)| other <= one) {
                cells[one * size + other] += errors.own(*series) * share * part;
            }
        }
    }
    Root::of(cells, size).ok_or_else(|| Refusal::from(Wrong::Singular).within(Table::Residuals))
}

/// Refuses what is no number, by row and the series' name.
fn numbers(table: Table, name: &str, row: &[f64], may_be: impl Fn(f64) -> bool) -> Result<(), Refusal> {
    match row.iter().position(|value| !value.is_finite() || !may_be(*value)) {
        Some(at) => Err(Wrong::Value { value: row[at] }.at(at + 1, Column::named(name)).within(table)),
        None => Ok(()),
    }
}
