//! How sure forecasts are that add up, all being normal.

use super::{Errors, Reconciler, numbers};
use crate::{
    linear::dot,
    refusal::{Refusal, Table},
};

impl Reconciler<'_> {
    /// The standard deviations of forecasts that add up, from those of the base forecasts, all being normal: errors go together
    /// as the method takes them to.
    ///
    /// With P, which takes base forecasts to those that add up, D their deviations at a step and R = F F′ + diag(u) the
    /// correlations of their errors, the variances are the squares of the rows of P D F, and of those of P with u D². Of P one
    /// row is made at a time.
    ///
    /// # Errors
    /// Not a row for each series, or rows of unlike length; a deviation that is no number or below zero.
    pub fn gaussian(&self, deviations: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Refusal> {
        let steps = self.summing.fits(Table::Base, deviations)?;
        for (name, row) in self.summing.names().iter().zip(deviations) {
            numbers(Table::Base, name, row, |value| value >= 0.0)?;
        }
        let mut found = self.by_itself(deviations, steps);
        let rows = self.errors.rows();
        if rows > 0 {
            let factors: Vec<f64> =
                (0..self.summing.series()).map(|series| 1.0 / self.errors.variance(series).sqrt()).collect();
            for step in 0..steps {
                let scaled = |(series, (row, factor)): (usize, (&Vec<f64>, &f64))| {
                    let by = row[step] * factor;
                    self.errors.together(series).iter().map(|cell| by * cell).collect()
                };
                let scaled: Vec<Vec<f64>> = deviations.iter().zip(&factors).enumerate().map(scaled).collect();
                let settled = self.summing.add_up_rows(&self.settled(&scaled, rows), rows);
                found.iter_mut().zip(&settled).for_each(|(found, row)| found[step] += dot(row, row));
            }
        }
        found.iter_mut().flatten().for_each(|cell| *cell = cell.max(0.0).sqrt());
        Ok(found)
    }

    /// The variances of all series from what each base forecast has by itself.
    fn by_itself(&self, deviations: &[Vec<f64>], steps: usize) -> Vec<Vec<f64>> {
        let (summing, errors) = (self.summing, &self.errors);
        let variances: Vec<Vec<f64>> = deviations
            .iter()
            .enumerate()
            .map(|(series, row)| {
                let part = errors.own(series) / errors.variance(series);
                row.iter().map(|deviation| part * deviation * deviation).collect()
            })
            .collect();
        let mut found = vec![vec![0.0; steps]; summing.series()];
        let Some(moves) = Moves::of(self) else {
            for (series, found) in found.iter_mut().enumerate() {
                for (column, share) in summing.parts(series) {
                    let own = &variances[summing.bottoms()[*column]];
                    found.iter_mut().zip(own).for_each(|(sum, cell)| *sum += share * share * cell);
                }
            }
            return found;
        };
        let mut weights = vec![0.0; summing.series()];
        let mut of_sums = vec![vec![0.0; summing.sums().len()]; summing.sums().len()];
        let mut tell = |series: usize, moves: &[f64]| {
            self.weights(series, moves, &mut weights);
            for (weight, variances) in weights.iter().zip(&variances) {
                let by = weight * weight;
                found[series].iter_mut().zip(variances).for_each(|(sum, cell)| *sum += by * cell);
            }
        };
        for (column, series) in summing.bottoms().iter().enumerate() {
            let row = moves.row(self, column);
            tell(*series, &row);
            for (sum, share) in summing.above(column) {
                of_sums[*sum].iter_mut().zip(&row).for_each(|(sum, cell)| *sum += share * cell);
            }
        }
        summing.sums().iter().zip(&of_sums).for_each(|(series, row)| tell(*series, row));
        found
    }

    /// A row of P: how much of each base forecast is in one that adds up and moves so much by what is missing in each sum.
    fn weights(&self, series: usize, moves: &[f64], weights: &mut [f64]) {
        let summing = self.summing;
        weights.fill(0.0);
        for (sum, move_by) in summing.sums().iter().zip(moves) {
            weights[*sum] = -move_by;
        }
        for (column, one) in summing.bottoms().iter().enumerate() {
            weights[*one] = -summing.below(column, moves);
        }
        for (column, share) in summing.parts(series) {
            weights[summing.bottoms()[*column]] += share;
        }
    }
}

/// How much a series at the bottom moves by what is missing in each sum: the rows of W C′ (C W C′)⁻¹.
struct Moves {
    /// (C W C′)⁻¹, row by row.
    inverse: Vec<Vec<f64>>,
    /// (C F)′ (C W C′)⁻¹, row by row.
    together: Vec<Vec<f64>>,
}

impl Moves {
    fn of(reconciler: &Reconciler<'_>) -> Option<Self> {
        let between = reconciler.between.as_ref()?;
        let (size, rows) = (reconciler.summing.sums().len(), reconciler.errors.rows());
        let unit = |at: usize| (0..size).map(|row| f64::from(u8::from(row == at))).collect();
        let mut inverse: Vec<Vec<f64>> = (0..size).map(unit).collect();
        between.solve_all(&mut inverse);
        let column = |at: usize| reconciler.missing_together.iter().skip(at).step_by(rows.max(1));
        let mut together: Vec<Vec<f64>> = (0..rows).map(|at| column(at).copied().collect()).collect();
        between.solve_all(&mut together);
        Some(Self { inverse, together })
    }

    fn row(&self, reconciler: &Reconciler<'_>, column: usize) -> Vec<f64> {
        let (summing, errors): (_, &Errors) = (reconciler.summing, &reconciler.errors);
        let series = summing.bottoms()[column];
        let mut row = vec![0.0; summing.sums().len()];
        let mut add = |other: &[f64], by: f64| {
            row.iter_mut().zip(other).for_each(|(sum, cell)| *sum += by * cell);
        };
        for (other, by) in self.together.iter().zip(errors.together(series)) {
            add(other, *by);
        }
        for (sum, share) in summing.above(column) {
            add(&self.inverse[*sum], -share * errors.own(series));
        }
        row
    }
}
