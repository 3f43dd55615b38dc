//! The nearest forecasts that add up and are not negative.

use super::{Errors, Summing};
use crate::{
    linear::{Root, dot},
    refusal::{Refusal, Table, Wrong},
};

/// So many times each series is moved at most; few are needed.
const MOST: usize = 20_000;
/// What is moved by less than this part of the largest does not matter.
const NEAR: f64 = 1e-12;

/// S′W⁻¹S, and S′W⁻¹ by which forecasts are taken to the bottom.
pub(super) struct Nearest {
    /// Row by row, both.
    curvature: Vec<f64>,
    weights: Vec<f64>,
    bottoms: usize,
    series: usize,
}

impl Nearest {
    pub(super) fn new(summing: &Summing, errors: &Errors) -> Result<Self, Refusal> {
        let (series, bottoms) = (summing.series(), summing.bottoms().len());
        // The columns of S as rows.
        let mut weights = vec![0.0; bottoms * series];
        for one in 0..series {
            for (column, share) in summing.parts(one) {
                weights[column * series + one] = *share;
            }
        }
        match errors {
            Errors::Independent(variances) => {
                for row in weights.chunks_exact_mut(series) {
                    row.iter_mut().zip(variances).for_each(|(cell, variance)| *cell /= variance);
                }
            }
            Errors::Together { size, cells } => {
                let refused = || Refusal::from(Wrong::Singular).within(Table::Residuals);
                let root = Root::of(cells.clone(), *size).ok_or_else(refused)?;
                weights.chunks_exact_mut(series).for_each(|row| root.solve(row));
            }
        }
        let mut curvature = Vec::with_capacity(bottoms * bottoms);
        let mut row_of = vec![0.0; bottoms];
        for row in weights.chunks_exact(series) {
            row_of.fill(0.0);
            for (one, weight) in row.iter().enumerate().filter(|(_, weight)| **weight != 0.0) {
                for (column, share) in summing.parts(one) {
                    row_of[*column] += weight * share;
                }
            }
            curvature.extend_from_slice(&row_of);
        }
        Ok(Self { curvature, weights, bottoms, series })
    }

    /// The bottom of the nearest forecasts, sought from a start: one series after the other is moved to where it is best, or to
    /// zero (Hildreth's method).
    pub(super) fn to(&self, base: &[f64], start: &[f64]) -> Vec<f64> {
        let wanted: Vec<f64> = self.weights.chunks_exact(self.series).map(|row| dot(row, base)).collect();
        let mut found: Vec<f64> = start.iter().map(|value| value.max(0.0)).collect();
        let largest = found.iter().copied().fold(1e-9, f64::max);
        for _ in 0..MOST {
            let mut moved: f64 = 0.0;
            for at in 0..self.bottoms {
                let row = &self.curvature[at * self.bottoms..][..self.bottoms];
                let own = (found[at] + (wanted[at] - dot(row, &found)) / row[at]).max(0.0);
                moved = moved.max((own - found[at]).abs());
                found[at] = own;
            }
            if moved <= largest * NEAR {
                break;
            }
        }
        found
    }
}
