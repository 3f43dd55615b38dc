//! How large the errors of base forecasts are, and how they go together.

use super::{Method, Summing};
use crate::{
    linear::dot,
    refusal::{Refusal, Table, Wrong},
};

/// The least variance of a residual, as the reference has it: what never erred is not believed beyond all measure.
const LEAST: f64 = 2e-8;

/// The covariance of errors, but for a common factor.
#[derive(Clone, Debug)]
pub(super) enum Errors {
    Independent(Vec<f64>),
    /// A whole matrix, row by row.
    Together {
        size: usize,
        cells: Vec<f64>,
    },
}

impl Errors {
    pub(super) fn of(
        summing: &Summing,
        method: Method,
        residuals: Option<&[Vec<f64>]>,
    ) -> Result<Self, Refusal> {
        let series = summing.series();
        if !method.needs_residuals() {
            let structural = |series| summing.parts(series).iter().map(|(_, share)| share.abs()).sum::<f64>();
            let of = |series| if method == Method::WlsStructural { structural(series) } else { 1.0 };
            return Ok(Self::Independent((0..series).map(of).map(|one| one.max(LEAST)).collect()));
        }
        let residuals = residuals.unwrap_or_default();
        let rows = residuals.first().map_or(0, Vec::len);
        if rows < 2 {
            return Err(Refusal::from(Wrong::TooShort { rows, needed: 2 }).within(Table::Residuals));
        }
        if method == Method::WlsVariance {
            // Around zero, as the reference has it: what always errs to one side errs.
            let square = |row: &Vec<f64>| dot(row, row) / rows as f64;
            return Ok(Self::Independent(residuals.iter().map(square).map(|one| one.max(LEAST)).collect()));
        }
        let centred = |row: &Vec<f64>| {
            let mean = row.iter().sum::<f64>() / rows as f64;
            row.iter().map(|value| value - mean).collect()
        };
        let centred: Vec<Vec<f64>> = residuals.iter().map(centred).collect();
        Ok(shrunk(&centred, rows))
    }

    pub(super) fn covariance(&self, one: usize, other: usize) -> f64 {
        match self {
            Self::Independent(variances) if one == other => variances[one],
            Self::Independent(_) => 0.0,
            Self::Together { size, cells } => cells[one * size + other],
        }
    }

    pub(super) fn correlation(&self, one: usize, other: usize) -> f64 {
        if one == other {
            return 1.0;
        }
        match self.covariance(one, other) {
            0.0 => 0.0,
            both => both / (self.covariance(one, one) * self.covariance(other, other)).sqrt(),
        }
    }
}

/// The covariance of residuals around their means, shrunk towards its diagonal as far as its correlations are uncertain.
fn shrunk(centred: &[Vec<f64>], rows: usize) -> Errors {
    let (size, count) = (centred.len(), rows as f64);
    let standard: Vec<Vec<f64>> = centred
        .iter()
        .map(|row| {
            let deviation = (dot(row, row) / count).sqrt() + LEAST;
            row.iter().map(|value| value / deviation).collect()
        })
        .collect();
    let mut cells = vec![0.0; size * size];
    let (mut uncertain, mut squared) = (0.0, 0.0);
    for one in 0..size {
        for other in 0..=one {
            cells[one * size + other] = dot(&centred[one], &centred[other]) / (count - 1.0);
            if one == other {
                continue;
            }
            let correlation = dot(&standard[one], &standard[other]) / count;
            let products = standard[one].iter().zip(&standard[other]).map(|(one, other)| one * other);
            uncertain += products.map(|product| (product - correlation).powi(2)).sum::<f64>();
            squared += correlation * correlation;
        }
    }
    let kept = 1.0 - (uncertain / (count * (count - 1.0)) / (squared + LEAST)).clamp(0.0, 1.0);
    for one in 0..size {
        for other in 0..one {
            cells[one * size + other] *= kept;
            cells[other * size + one] = cells[one * size + other];
        }
        cells[one * size + one] = cells[one * size + one].max(LEAST);
    }
    Errors::Together { size, cells }
}
