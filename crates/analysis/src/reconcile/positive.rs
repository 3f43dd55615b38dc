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
/// After so many rounds sums are added up anew, so that rounding does not gather.
const ANEW: usize = 32;

/// What is nearest is measured by W⁻¹ = V⁻¹ − V⁻¹ F (1 + F′ V⁻¹ F)⁻¹ F′ V⁻¹, where V = diag(v) (Woodbury). On the bottom this is
/// S′ V⁻¹ S less L L′: neither has to be multiplied out.
pub(super) struct Nearest<'a> {
    summing: &'a Summing,
    errors: &'a Errors,
    /// 1 / v of each series.
    weights: Vec<f64>,
    /// The root of 1 + F′ V⁻¹ F.
    root: Root,
    /// L = S′ V⁻¹ F by the root, a row for each column of the sums.
    together: Vec<f64>,
    /// The diagonal of S′ W⁻¹ S.
    curvature: Vec<f64>,
}

impl<'a> Nearest<'a> {
    pub(super) fn new(summing: &'a Summing, errors: &'a Errors) -> Result<Self, Refusal> {
        let (series, rows) = (summing.series(), errors.rows());
        let refused = || Refusal::from(Wrong::Singular).within(Table::Residuals);
        if (0..series).any(|one| errors.own(one) <= 0.0) {
            return Err(refused());
        }
        let weights: Vec<f64> = (0..series).map(|one| 1.0 / errors.own(one)).collect();
        let mut core = vec![0.0; rows * rows];
        for (one, weight) in weights.iter().enumerate() {
            let together = errors.together(one);
            for (at, cell) in together.iter().enumerate() {
                let cells = core[at * rows..][..=at].iter_mut();
                cells.zip(together).for_each(|(sum, other)| *sum += weight * cell * other);
            }
        }
        (0..rows).for_each(|at| core[at * rows + at] += 1.0);
        let root = Root::of(core, rows).ok_or_else(refused)?;
        let mut together = Vec::with_capacity(summing.bottoms().len() * rows);
        let mut curvature = Vec::with_capacity(summing.bottoms().len());
        let mut row = vec![0.0; rows];
        for (column, series) in summing.bottoms().iter().enumerate() {
            row.fill(0.0);
            let mut own = 0.0;
            let above = summing.above(column).iter().map(|(sum, share)| (summing.sums()[*sum], *share));
            for (series, share) in above.chain([(*series, 1.0)]) {
                let by = share * weights[series];
                own += by * share;
                row.iter_mut().zip(errors.together(series)).for_each(|(sum, cell)| *sum += by * cell);
            }
            root.solve_half(&mut row);
            curvature.push(own - dot(&row, &row));
            together.extend_from_slice(&row);
        }
        Ok(Self { summing, errors, weights, root, together, curvature })
    }

    /// S′ W⁻¹ times base forecasts.
    fn wanted(&self, base: &[f64]) -> Vec<f64> {
        let mut shared = vec![0.0; self.errors.rows()];
        for (series, (value, weight)) in base.iter().zip(&self.weights).enumerate() {
            let cells = shared.iter_mut().zip(self.errors.together(series));
            cells.for_each(|(sum, cell)| *sum += value * weight * cell);
        }
        self.root.solve(&mut shared);
        let of = |series: usize| {
            self.weights[series] * (base[series] - dot(self.errors.together(series), &shared))
        };
        let all: Vec<f64> = (0..base.len()).map(of).collect();
        let whole = |(column, series): (usize, &usize)| {
            let above = self.summing.above(column).iter();
            all[*series] + above.map(|(sum, share)| share * all[self.summing.sums()[*sum]]).sum::<f64>()
        };
        self.summing.bottoms().iter().enumerate().map(whole).collect()
    }

    /// The bottom of the nearest forecasts, sought from a start: one series after the other is moved to where it is best, or to
    /// zero (Hildreth's method). All sums are carried along.
    pub(super) fn to(&self, base: &[f64], start: &[f64]) -> Vec<f64> {
        let (summing, rows) = (self.summing, self.errors.rows());
        let wanted = self.wanted(base);
        let mut found: Vec<f64> = start.iter().map(|value| value.max(0.0)).collect();
        let largest = found.iter().copied().fold(1e-9, f64::max);
        let (mut sums, mut shared) = (Vec::new(), Vec::new());
        let by: Vec<f64> = summing.sums().iter().map(|sum| self.weights[*sum]).collect();
        for round in 0..MOST {
            if round % ANEW == 0 {
                sums = self.sums(&found);
                shared = super::weighted(&self.together, rows, &found);
            }
            let mut moved: f64 = 0.0;
            for (column, series) in summing.bottoms().iter().enumerate() {
                let (above, together) = (summing.above(column), &self.together[column * rows..][..rows]);
                let up: f64 = above.iter().map(|(sum, share)| share * by[*sum] * sums[*sum]).sum();
                let pulled = self.weights[*series] * found[column] + up - dot(together, &shared);
                let own = (found[column] + (wanted[column] - pulled) / self.curvature[column]).max(0.0);
                let by = own - found[column];
                if by == 0.0 {
                    continue;
                }
                moved = moved.max(by.abs());
                found[column] = own;
                above.iter().for_each(|(sum, share)| sums[*sum] += share * by);
                shared.iter_mut().zip(together).for_each(|(sum, cell)| *sum += by * cell);
            }
            if moved <= largest * NEAR {
                break;
            }
        }
        found
    }

    /// Every sum, as they are numbered among sums.
    fn sums(&self, bottom: &[f64]) -> Vec<f64> {
        let parts =
            |sum: &usize| self.summing.parts(*sum).iter().map(|(column, share)| share * bottom[*column]);
        self.summing.sums().iter().map(|sum| parts(sum).sum()).collect()
    }
}
