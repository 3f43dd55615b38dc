//! How sure forecasts are that add up.

use super::{Errors, Reconciler, numbers};
use crate::{
    linear::dot,
    refusal::{Refusal, Table, Wrong},
};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// Possible futures of all series that add up, one after another.
#[derive(Clone, Debug, PartialEq)]
pub struct Paths {
    series: usize,
    steps: usize,
    /// Path by path, series by series, step by step.
    cells: Vec<f64>,
}

impl Paths {
    /// What a series is at a step (from 0) in each path, from the least.
    pub fn sorted(&self, series: usize, step: usize) -> Vec<f64> {
        let whole = self.series * self.steps;
        let mut found: Vec<f64> =
            self.cells.iter().skip(series * self.steps + step).step_by(whole.max(1)).copied().collect();
        found.sort_unstable_by(f64::total_cmp);
        found
    }

    /// The quantile of a series at a step (from 0): between two paths in proportion.
    pub fn quantile(&self, series: usize, step: usize, chance: f64) -> f64 {
        quantile(&self.sorted(series, step), chance)
    }
}

/// The quantile of sorted values, between two of them in proportion.
pub(crate) fn quantile(sorted: &[f64], chance: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = chance.clamp(0.0, 1.0) * last as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * (at - below as f64)
}

impl Reconciler<'_> {
    /// The standard deviations of forecasts that add up, from those of the base forecasts, all being normal: errors go together
    /// as the method takes them to.
    ///
    /// # Errors
    /// Not a row for each series, or rows of unlike length; a deviation that is no number or below zero.
    pub fn gaussian(&self, deviations: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Refusal> {
        let steps = self.summing.fits(Table::Base, deviations)?;
        for (name, row) in self.summing.names().iter().zip(deviations) {
            numbers(Table::Base, name, row, |value| value >= 0.0)?;
        }
        let series = self.summing.series();
        let mut found = vec![vec![0.0; steps]; series];
        let weights = self.weights();
        let mut own = vec![0.0; series];
        // Twice the correlations below the diagonal, each row up to it.
        let together: Option<Vec<Vec<f64>>> = match &self.errors {
            Errors::Independent(_) => None,
            Errors::Together { .. } => {
                let row =
                    |one: usize| (0..one).map(|other| 2.0 * self.errors.correlation(one, other)).collect();
                Some((0..series).map(row).collect())
            }
        };
        for step in 0..steps {
            for (row, found) in weights.chunks_exact(series).zip(&mut found) {
                own.iter_mut().zip(row).zip(deviations).for_each(|((own, weight), row)| {
                    *own = weight * row[step];
                });
                let mut variance = dot(&own, &own);
                if let Some(together) = &together {
                    let products = together.iter().zip(&own).enumerate();
                    variance += products.map(|(at, (row, cell))| cell * dot(row, &own[..at])).sum::<f64>();
                }
                found[step] = variance.max(0.0).sqrt();
            }
        }
        Ok(found)
    }

    /// How much of each base forecast is in each that adds up, row by row.
    fn weights(&self) -> Vec<f64> {
        let series = self.summing.series();
        let mut bottoms = Vec::with_capacity(self.summing.bottoms().len());
        for one in self.summing.bottoms() {
            let mut row = vec![0.0; series];
            row[*one] = 1.0;
            if !self.is_bottom_up {
                let sums = self.summing.sums();
                let moves = &self.moves[one * sums.len()..][..sums.len()];
                for (sum, moves) in sums.iter().zip(moves) {
                    row[*sum] -= moves;
                    for (column, share) in self.summing.parts(*sum) {
                        row[self.summing.bottoms()[*column]] += moves * share;
                    }
                }
            }
            bottoms.push(row);
        }
        let mut weights = vec![0.0; series * series];
        for (one, row) in weights.chunks_exact_mut(series).enumerate() {
            for (column, share) in self.summing.parts(one) {
                row.iter_mut().zip(&bottoms[*column]).for_each(|(sum, cell)| *sum += share * cell);
            }
        }
        weights
    }

    /// Possible futures: to the base forecasts a stretch of residuals of one past is added, of all series at once, so that they
    /// go together as they did. The same seed gives the same paths. With `non_negative` what is below zero at the bottom
    /// is zero.
    ///
    /// # Errors
    /// As [`Reconciler::point`]; fewer residuals than steps.
    pub fn bootstrap(
        &self,
        base: &[Vec<f64>],
        residuals: &[Vec<f64>],
        paths: usize,
        seed: u64,
        non_negative: bool,
    ) -> Result<Paths, Refusal> {
        let steps = self.summing.fits(Table::Base, base)?;
        let rows = self.summing.fits(Table::Residuals, residuals)?;
        if rows < steps {
            let wrong = Wrong::TooShort { rows, needed: steps };
            return Err(Refusal::from(wrong).within(Table::Residuals));
        }
        let series = base.len();
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let mut cells = vec![0.0; paths * series * steps];
        let mut one = vec![0.0; series];
        for path in cells.chunks_exact_mut((series * steps).max(1)) {
            let begins = (rows - steps + 1) as u64;
            let begin = (((chance.next_u64() >> 32) * begins) >> 32) as usize;
            for step in 0..steps {
                for (at, cell) in one.iter_mut().enumerate() {
                    *cell = base[at][step] + residuals[at][begin + step];
                }
                self.settle(&mut one);
                if non_negative {
                    let bottom = self.summing.bottoms().iter().map(|series| one[*series].max(0.0));
                    one = self.summing.add_up(&bottom.collect::<Vec<_>>());
                }
                one.iter().enumerate().for_each(|(at, cell)| path[at * steps + step] = *cell);
            }
        }
        Ok(Paths { series, steps, cells })
    }
}

/// The quantile of a normal value.
pub fn normal_quantile(mean: f64, deviation: f64, chance: f64) -> f64 {
    mean + deviation * crate::distributions::normal_quantile(chance)
}
