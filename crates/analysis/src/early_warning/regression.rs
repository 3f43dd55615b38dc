//! A log-linear regression of counts on levels, columns and an offset: the quasi-Poisson model by iteratively reweighted
//! least squares (McCullagh and Nelder, Generalized Linear Models, 2nd edition 1989, chapters 2, 6 and 9).
//!
//! Each row belongs to one level, which has its own intercept, so that the normal equations are diagonal but for the few
//! columns: these are centred within the levels and solved by Cholesky's method, whose cost is that of a pass over the rows.
//! Starting values and the rule to stop are the usual ones (counts + 0.1; a relative change of the deviance under 1e-8),
//! so that standard errors and residuals, which come from the last weights, agree with other programs to their last digits.

mod line;
mod start;

use start::Start;
use std::ops::Range;

const STEPS: usize = 25;
/// Of so many counts the logarithms are kept.
const SMALL: f64 = 256.0;
const TOLERANCE: f64 = 1e-8;
/// No mean is smaller: a level without a count would have none.
const SMALLEST: f64 = f64::EPSILON;
const SMALLEST_LOG: f64 = -52.0 * std::f64::consts::LN_2;
/// A column of which less than this is left beside the others is told by them already.
const ALIASED: f64 = 1e-18;

/// Rows and the state of a fit. It is filled and fitted again for each row watched, without allocating.
#[derive(Clone, Debug, Default)]
pub(crate) struct Regression {
    columns_each: usize,
    counts: Vec<f64>,
    /// Where a fit starts at each row.
    starts: Vec<Start>,
    /// The same of small counts.
    small: Vec<Start>,
    levels: Vec<usize>,
    columns: Vec<f64>,
    offsets: Vec<f64>,
    /// Prior weights; one each before [`Regression::weigh`].
    prior: Vec<f64>,
    /// Where negative binomial, variance is mean + spread · mean².
    spread: f64,
    logs: Vec<f64>,
    means: Vec<f64>,
    weights: Vec<f64>,
    targets: Vec<f64>,
    curve: Curve,
    before: Curve,
    line: line::Line,
}

/// What was fitted.
#[derive(Clone, Debug, Default)]
struct Curve {
    /// The columns in the model.
    used: Range<usize>,
    intercepts: Vec<f64>,
    slopes: Vec<f64>,
    /// Sum of weights by level.
    level_weights: Vec<f64>,
    /// Weighted means of the columns by level.
    centres: Vec<f64>,
    /// Weighted means of the targets by level.
    target_centres: Vec<f64>,
    /// Cholesky's factor of the centred columns' products, row by row; a zero on the diagonal is a column left out.
    root: Vec<f64>,
    deviance: f64,
}

/// The mean on the scale of logarithms, and the factor of its variance that comes before the dispersion.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(crate) log_mean: f64,
    pub(crate) spread: f64,
}

impl Regression {
    /// Forgets all rows; those to come have so many levels and columns.
    pub(crate) fn clear(&mut self, levels: usize, columns_each: usize, spread: f64) {
        self.columns_each = columns_each;
        self.spread = spread;
        for list in [&mut self.counts, &mut self.columns, &mut self.offsets, &mut self.prior] {
            list.clear();
        }
        self.levels.clear();
        self.starts.clear();
        for curve in [&mut self.curve, &mut self.before] {
            curve.intercepts.resize(levels, 0.0);
        }
    }

    /// Makes room for so many rows.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.columns.reserve(rows * self.columns_each);
        for list in [&mut self.counts, &mut self.offsets, &mut self.prior, &mut self.means, &mut self.weights]
        {
            list.reserve(rows);
        }
        self.levels.reserve(rows);
        self.starts.reserve(rows);
    }

    pub(crate) fn push(
        &mut self,
        count: f64,
        level: usize,
        offset: f64,
        columns: impl IntoIterator<Item = f64>,
    ) {
        self.counts.push(count);
        self.starts.push(if count < SMALL && count.fract() == 0.0 {
            let at = count as usize;
            self.small.extend((self.small.len()..=at).map(|count| Start::of(count as f64)));
            self.small[at]
        } else {
            Start::of(count)
        });
        self.levels.push(level);
        self.offsets.push(offset);
        self.prior.push(1.0);
        self.columns.extend(columns);
    }

    pub(crate) fn rows(&self) -> usize {
        self.counts.len()
    }

    pub(crate) fn counts(&self) -> &[f64] {
        &self.counts
    }

    /// The fitted means.
    pub(crate) fn means(&self) -> &[f64] {
        &self.means
    }

    /// Sets the prior weights of all rows, in their order.
    pub(crate) fn weigh(&mut self, weights: &[f64]) {
        self.prior.clear();
        self.prior.extend_from_slice(weights);
    }

    /// Fits levels and the columns named; false when no curve was found.
    pub(crate) fn fit(&mut self, used: Range<usize>) -> bool {
        self.curve.used = used;
        if self.spread == 0.0 && self.curve.used.len() <= 1 {
            return self.fit_line();
        }
        self.logs.clear();
        self.means.clear();
        self.means.extend(self.counts.iter().map(|count| count + 0.1));
        self.logs.extend(self.starts.iter().map(|start| start.log));
        let mut deviance = self.deviance();
        for step in 0..STEPS {
            std::mem::swap(&mut self.curve, &mut self.before);
            self.curve.used = self.before.used.clone();
            self.solve();
            self.follow();
            if !self.curve.deviance.is_finite() && (step == 0 || !self.halve()) {
                return false;
            }
            let change = (self.curve.deviance - deviance).abs();
            if change / (self.curve.deviance.abs() + 0.1) < TOLERANCE {
                return true;
            }
            deviance = self.curve.deviance;
        }
        false
    }

    /// Goes half the way back, again and again, until there is a curve.
    fn halve(&mut self) -> bool {
        for _ in 0..STEPS {
            let pairs = self.curve.intercepts.iter_mut().zip(&self.before.intercepts);
            for (now, before) in pairs.chain(self.curve.slopes.iter_mut().zip(&self.before.slopes)) {
                *now = (*now + before) / 2.0;
            }
            self.follow();
            if self.curve.deviance.is_finite() {
                return true;
            }
        }
        false
    }

    /// One weighted least squares fit to the working targets.
    fn solve(&mut self) {
        let (each, curve) = (self.columns_each, &mut self.curve);
        let (levels, width) = (curve.intercepts.len(), curve.used.len());
        for (list, length) in [
            (&mut curve.level_weights, levels),
            (&mut curve.target_centres, levels),
            (&mut curve.centres, levels * width),
            (&mut curve.root, width * width),
            (&mut curve.slopes, width),
        ] {
            list.clear();
            list.resize(length, 0.0);
        }
        self.weights.clear();
        self.targets.clear();
        for (row, &level) in self.levels.iter().enumerate() {
            let mean = self.means[row];
            let weight = self.prior[row] * mean / (1.0 + self.spread * mean);
            let target = self.logs[row] - self.offsets[row] + (self.counts[row] - mean) / mean;
            self.weights.push(weight);
            self.targets.push(target);
            curve.level_weights[level] += weight;
            curve.target_centres[level] += weight * target;
            let columns = &self.columns[row * each..][curve.used.clone()];
            for (centre, column) in curve.centres[level * width..].iter_mut().zip(columns) {
                *centre += weight * column;
            }
        }
        curve.centre();
        let mut whole = [0.0_f64; WIDEST];
        for (row, &level) in self.levels.iter().enumerate() {
            let columns = &self.columns[row * each..][curve.used.clone()];
            let centres = &curve.centres[level * width..][..width];
            let weight = self.weights[row];
            let target = self.targets[row] - curve.target_centres[level];
            for one in 0..width {
                let pulled = weight * (columns[one] - centres[one]);
                whole[one] += weight * columns[one] * columns[one];
                curve.slopes[one] += pulled * target;
                for other in 0..=one {
                    curve.root[one * width + other] += pulled * (columns[other] - centres[other]);
                }
            }
        }
        curve.factor(&whole);
        curve.back();
        for level in 0..levels {
            let centres = &curve.centres[level * width..][..width];
            let told: f64 = centres.iter().zip(&curve.slopes).map(|(centre, slope)| centre * slope).sum();
            curve.intercepts[level] = curve.target_centres[level] - told;
        }
    }

    /// Takes means and deviance from the curve.
    fn follow(&mut self) {
        let (each, curve) = (self.columns_each, &self.curve);
        for (row, &level) in self.levels.iter().enumerate() {
            let columns = &self.columns[row * each..][curve.used.clone()];
            let told: f64 = columns.iter().zip(&curve.slopes).map(|(column, slope)| column * slope).sum();
            let log = curve.intercepts[level] + told + self.offsets[row];
            self.logs[row] = log;
            self.means[row] = log.exp().max(SMALLEST);
        }
        self.curve.deviance = self.deviance();
    }

    fn deviance(&self) -> f64 {
        let mut sum = 0.0;
        for (row, &count) in self.counts.iter().enumerate() {
            let mean = self.means[row];
            let told = self.starts[row].own - count * self.logs[row].max(SMALLEST_LOG);
            let own = if self.spread > 0.0 {
                let flat = (1.0 + self.spread * count) / (1.0 + self.spread * mean);
                told - (count + 1.0 / self.spread) * flat.ln()
            } else {
                told - (count - mean)
            };
            sum += self.prior[row] * own;
        }
        2.0 * sum
    }

    /// Rows beyond the coefficients.
    pub(crate) fn freedom(&self) -> f64 {
        let levels = self.curve.level_weights.iter().filter(|&&weight| weight > 0.0).count();
        let width = self.curve.used.len();
        let slopes = (0..width).filter(|one| self.curve.root[one * width + one] > 0.0).count();
        self.counts.len() as f64 - (levels + slopes) as f64
    }

    /// Pearson's dispersion, with the weights of the last step.
    pub(crate) fn dispersion(&self) -> f64 {
        self.dispersion_with(&self.weights)
    }

    /// The same with other weights, in the order of the rows.
    pub(crate) fn dispersion_with(&self, weights: &[f64]) -> f64 {
        let rows = self.counts.iter().zip(&self.means).zip(weights);
        let squares: f64 = rows.map(|((count, mean), weight)| weight * ((count - mean) / mean).powi(2)).sum();
        squares / self.freedom()
    }

    /// Each row's leverage, in [0, 1].
    pub(crate) fn leverage(&self, row: usize) -> f64 {
        let columns = &self.columns[row * self.columns_each..][self.curve.used.clone()];
        self.weights[row] * self.curve.spread(self.levels[row], columns)
    }

    /// The curve at a level, columns (all, also those not used) and offset.
    pub(crate) fn at(&self, level: usize, columns: &[f64], offset: f64) -> Point {
        let columns = &columns[self.curve.used.clone()];
        let told: f64 = columns.iter().zip(&self.curve.slopes).map(|(column, slope)| column * slope).sum();
        Point {
            log_mean: self.curve.intercepts[level] + told + offset,
            spread: self.curve.spread(level, columns),
        }
    }

    /// The slope of the first column in the model with the factor of its variance; `None` when others tell it already.
    pub(crate) fn first_slope(&self) -> Option<(f64, f64)> {
        let width = self.curve.used.len();
        if width == 0 || self.curve.root[0] == 0.0 {
            return None;
        }
        let mut unit = [0.0; WIDEST];
        unit[0] = 1.0;
        Some((self.curve.slopes[0], self.curve.length(&mut unit[..width])))
    }
}

/// No model has more columns.
pub(crate) const WIDEST: usize = 32;

impl Curve {
    /// Sums become weighted means.
    fn centre(&mut self) {
        let width = self.used.len();
        for (level, &weight) in self.level_weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            self.target_centres[level] /= weight;
            for centre in &mut self.centres[level * width..][..width] {
                *centre /= weight;
            }
        }
    }

    /// Cholesky's factor in place; `whole` are the squares of the columns before centring.
    fn factor(&mut self, whole: &[f64; WIDEST]) {
        let width = self.used.len();
        for (one, squares) in whole.iter().enumerate().take(width) {
            for other in 0..=one {
                let mut sum = self.root[one * width + other];
                for inner in 0..other {
                    sum -= self.root[one * width + inner] * self.root[other * width + inner];
                }
                self.root[one * width + other] = if one == other {
                    if sum > squares * ALIASED { sum.sqrt() } else { 0.0 }
                } else if self.root[other * width + other] > 0.0 {
                    sum / self.root[other * width + other]
                } else {
                    0.0
                };
            }
        }
    }

    /// Turns the right-hand sides in `slopes` into slopes.
    fn back(&mut self) {
        let width = self.used.len();
        forward(&self.root, &mut self.slopes);
        for one in (0..width).rev() {
            let mut sum = self.slopes[one];
            for lower in one + 1..width {
                sum -= self.root[lower * width + one] * self.slopes[lower];
            }
            let own = self.root[one * width + one];
            self.slopes[one] = if own > 0.0 { sum / own } else { 0.0 };
        }
    }

    /// The factor of the variance of the curve at a level and columns.
    fn spread(&self, level: usize, columns: &[f64]) -> f64 {
        let width = self.used.len();
        let mut off = [0.0; WIDEST];
        for (one, column) in columns.iter().enumerate() {
            off[one] = column - self.centres[level * width + one];
        }
        1.0 / self.level_weights[level] + self.length(&mut off[..width])
    }

    /// The squared length of a direction, measured by the columns' covariance.
    fn length(&self, direction: &mut [f64]) -> f64 {
        forward(&self.root, direction);
        direction.iter().map(|part| part * part).sum()
    }
}

/// Solves for the lower factor, in place; columns left out have no part.
fn forward(root: &[f64], sides: &mut [f64]) {
    let width = sides.len();
    for one in 0..width {
        let own = root[one * width + one];
        let known: f64 = (0..one).map(|other| root[one * width + other] * sides[other]).sum();
        sides[one] = if own > 0.0 { (sides[one] - known) / own } else { 0.0 };
    }
}
