//! How large the errors of base forecasts are, and how they go together.

use super::{Method, Summing};
use crate::{
    linear::dot,
    refusal::{Refusal, Table, Wrong},
};

/// The least variance of a residual, as the reference has it: what never erred is not believed beyond all measure.
const LEAST: f64 = 2e-8;

/// The covariance of errors, but for a common factor: F F′ + diag(v). F has a row for each series and as many columns as there
/// are residuals of each; so it takes no more room than they do, while the whole matrix would have a cell for each two series.
#[derive(Clone, Debug)]
pub(super) struct Errors {
    /// v: the variance that each series has by itself.
    own: Vec<f64>,
    /// F, row by row: what series have together; nothing where errors are independent.
    together: Vec<f64>,
    rows: usize,
}

impl Errors {
    pub(super) fn of(
        summing: &Summing,
        method: Method,
        residuals: Option<&[Vec<f64>]>,
    ) -> Result<Self, Refusal> {
        let series = summing.series();
        let independent = |own| Self { own, together: Vec::new(), rows: 0 };
        if !method.needs_residuals() {
            let structural = |series| summing.parts(series).iter().map(|(_, share)| share.abs()).sum::<f64>();
            let of = |series| if method == Method::WlsStructural { structural(series) } else { 1.0 };
            return Ok(independent((0..series).map(of).map(|one| one.max(LEAST)).collect()));
        }
        let residuals = residuals.unwrap_or_default();
        let rows = residuals.first().map_or(0, Vec::len);
        if rows < 2 {
            return Err(Refusal::from(Wrong::TooShort { rows, needed: 2 }).within(Table::Residuals));
        }
        if method == Method::WlsVariance {
            // Around zero, as the reference has it: what always errs to one side errs.
            let square = |row: &Vec<f64>| dot(row, row) / rows as f64;
            return Ok(independent(residuals.iter().map(square).map(|one| one.max(LEAST)).collect()));
        }
        Ok(shrunk(residuals, rows))
    }

    /// The variance that a series has by itself.
    pub(super) fn own(&self, series: usize) -> f64 {
        self.own[series]
    }

    /// A row of F: what a series has together with others; nothing where errors are independent.
    pub(super) fn together(&self, series: usize) -> &[f64] {
        &self.together[series * self.rows..][..self.rows]
    }

    /// How many columns F has.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn variance(&self, series: usize) -> f64 {
        let together = self.together(series);
        dot(together, together) + self.own[series]
    }
}

/// The covariance of residuals around their means, shrunk towards its diagonal as far as its correlations are uncertain.
fn shrunk(residuals: &[Vec<f64>], rows: usize) -> Errors {
    let count = rows as f64;
    let mut together = Vec::with_capacity(residuals.len() * rows);
    for row in residuals {
        let mean = row.iter().sum::<f64>() / count;
        together.extend(row.iter().map(|value| value - mean));
    }
    let kept = 1.0 - intensity(&together, rows);
    let mut own = Vec::with_capacity(residuals.len());
    let factor = (kept / (count - 1.0)).sqrt();
    for row in together.chunks_exact_mut(rows) {
        let variance = dot(row, row) / (count - 1.0);
        own.push((variance.max(LEAST) - kept * variance).max(0.0));
        row.iter_mut().for_each(|cell| *cell *= factor);
    }
    if kept == 0.0 { Errors { own, together: Vec::new(), rows: 0 } } else { Errors { own, together, rows } }
}

/// How far correlations are shrunk, 0 to 1: how uncertain they are in all, by their squares in all (Schäfer & Strimmer 2005).
///
/// With Z the residuals in units of their deviation (series by rows, T rows), r their correlations and sums over all pairs:
/// Σ r² = |Z′Z|² / T², and Σ Σₜ (zᵢₜ zⱼₜ − rᵢⱼ)² = Σₜ (Σᵢ zᵢₜ²)² − T Σ r². So no pair of series is looked at; those of a series
/// with itself are taken out.
fn intensity(centred: &[f64], rows: usize) -> f64 {
    let count = rows as f64;
    let mut products = vec![0.0; rows * rows];
    let (mut fourths, mut selves) = (0.0, 0.0);
    let mut standard = vec![0.0; rows];
    for row in centred.chunks_exact(rows) {
        let deviation = (dot(row, row) / count).sqrt() + LEAST;
        standard.iter_mut().zip(row).for_each(|(cell, value)| *cell = value / deviation);
        for (at, cell) in standard.iter().enumerate() {
            let products = products[at * rows..][..=at].iter_mut();
            products.zip(&standard).for_each(|(sum, other)| *sum += cell * other);
        }
        let square = dot(&standard, &standard) / count;
        selves += square * square;
        fourths += standard.iter().map(|cell| cell.powi(4)).sum::<f64>();
    }
    let (mut all, mut squares) = (0.0, 0.0);
    for (at, row) in products.chunks_exact(rows).enumerate() {
        all += 2.0 * dot(&row[..at], &row[..at]) + row[at] * row[at];
        squares += row[at] * row[at];
    }
    let all = all / (count * count);
    let uncertain = squares - count * all - (fourths - count * selves);
    let squared = all - selves;
    // Each pair stands there twice.
    let uncertain = (uncertain / 2.0).max(0.0) / (count * (count - 1.0));
    (uncertain / ((squared / 2.0).max(0.0) + LEAST)).clamp(0.0, 1.0)
}
