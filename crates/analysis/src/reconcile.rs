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
mod summing;
#[cfg(test)]
mod tests;

use crate::{
    linear::Root,
    refusal::{Column, Refusal, Table, Wrong},
};
use errors::Errors;
pub(crate) use probable::quantile as quantile_of;
pub use probable::{Paths, normal_quantile};
pub use summing::Summing;

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
#[derive(Clone, Debug)]
pub struct Reconciler<'a> {
    summing: &'a Summing,
    errors: Errors,
    /// Of each series and each sum, how much the series moves by what is missing in the sum; nothing bottom up.
    moves: Vec<f64>,
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
        let moves = if is_bottom_up { Vec::new() } else { moves(summing, &errors)? };
        Ok(Self { summing, errors, moves, is_bottom_up })
    }

    /// Forecasts that add up.
    ///
    /// # Errors
    /// Not a row for each series, or rows of unlike length; a forecast that is no number.
    pub fn point(&self, base: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Refusal> {
        let steps = self.summing.fits(Table::Base, base)?;
        let mut found = vec![vec![0.0; steps]; base.len()];
        let mut one = vec![0.0; base.len()];
        for step in 0..steps {
            one.iter_mut().zip(base).for_each(|(cell, row)| *cell = row[step]);
            self.settle(&mut one);
            found.iter_mut().zip(&one).for_each(|(row, cell)| row[step] = *cell);
        }
        Ok(found)
    }

    /// The same, none below zero: of all that add up and are not negative, the nearest.
    ///
    /// # Errors
    /// As [`Reconciler::point`].
    pub fn non_negative(&self, base: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Refusal> {
        let mut found = self.point(base)?;
        let steps = found.first().map_or(0, Vec::len);
        let is_negative = |found: &[Vec<f64>], step: usize| {
            self.summing.bottoms().iter().any(|series| found[*series][step] < 0.0)
        };
        let mut nearest = None;
        for step in (0..steps).filter(|step| is_negative(&found, *step)).collect::<Vec<_>>() {
            let one: Vec<f64> = base.iter().map(|row| row[step]).collect();
            let start: Vec<f64> = self.summing.bottoms().iter().map(|series| found[*series][step]).collect();
            let bottom = if self.is_bottom_up {
                start.iter().map(|value| value.max(0.0)).collect()
            } else {
                let nearest = match &mut nearest {
                    Some(nearest) => nearest,
                    none => none.insert(positive::Nearest::new(self.summing, &self.errors)?),
                };
                nearest.to(&one, &start)
            };
            for (row, value) in found.iter_mut().zip(self.summing.add_up(&bottom)) {
                row[step] = value;
            }
        }
        Ok(found)
    }

    /// Puts in the place of one step's forecasts those that add up.
    fn settle(&self, one: &mut [f64]) {
        if !self.is_bottom_up {
            let missing = self.summing.missing(one);
            for series in self.summing.bottoms() {
                let row = &self.moves[series * missing.len()..][..missing.len()];
                one[*series] -= crate::linear::dot(row, &missing);
            }
        }
        let bottom: Vec<f64> = self.summing.bottoms().iter().map(|series| one[*series]).collect();
        one.copy_from_slice(&self.summing.add_up(&bottom));
    }
}

/// W C′ (C W C′)⁻¹, where C takes all series to what is missing in each sum.
fn moves(summing: &Summing, errors: &Errors) -> Result<Vec<f64>, Refusal> {
    let (series, sums) = (summing.series(), summing.sums().len());
    if sums == 0 {
        return Ok(Vec::new());
    }
    let mut moves = vec![0.0; series * sums];
    for (row, moves) in moves.chunks_exact_mut(sums).enumerate() {
        moves.copy_from_slice(&summing.missing_by(|column| errors.covariance(row, column)));
    }
    let mut between = vec![0.0; sums * sums];
    for column in 0..sums {
        let missing = summing.missing_by(|row| moves[row * sums + column]);
        missing.iter().enumerate().for_each(|(row, cell)| between[row * sums + column] = *cell);
    }
    let root =
        Root::of(between, sums).ok_or_else(|| Refusal::from(Wrong::Singular).within(Table::Residuals))?;
    moves.chunks_exact_mut(sums).for_each(|row| root.solve(row));
    Ok(moves)
}

/// Refuses what is no number, by row and the series' name.
fn numbers(table: Table, name: &str, row: &[f64], may_be: impl Fn(f64) -> bool) -> Result<(), Refusal> {
    match row.iter().position(|value| !value.is_finite() || !may_be(*value)) {
        Some(at) => Err(Wrong::Value { value: row[at] }.at(at + 1, Column::named(name)).within(table)),
        None => Ok(()),
    }
}
