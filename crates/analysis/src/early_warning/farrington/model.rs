//! The regression of one row's past, its weights and its trend.

use super::super::regression::Regression;
use super::super::threshold::{Bound, Prediction, exceedance};
use super::super::{Influences, Refusal, Series, Verdict};
use super::{FarringtonFlexible, Judging};
use crate::distributions::student_beyond;

/// Fewer years than this show no trend.
const TREND_YEARS: usize = 3;

/// What is kept from row to row, so that nothing is allocated for each.
pub(super) struct Model<'a> {
    options: &'a FarringtonFlexible,
    judging: Judging,
    series: &'a Series,
    influences: &'a Influences,
    regression: Regression,
    chosen: Vec<(usize, usize)>,
    residuals: Vec<f64>,
    now: Vec<f64>,
}

impl<'a> Model<'a> {
    pub(super) fn new(
        options: &'a FarringtonFlexible,
        judging: Judging,
        series: &'a Series,
        influences: &'a Influences,
    ) -> Self {
        let regression = Regression::default();
        let (chosen, residuals, now) = (Vec::new(), Vec::new(), Vec::new());
        Self { options, judging, series, influences, regression, chosen, residuals, now }
    }

    /// The verdict on a row.
    pub(super) fn judge(&mut self, row: usize) -> Result<Verdict, Refusal> {
        let observed = self.series.counts()[row];
        let Some(offset) = self.influences.log_effort(row) else {
            // Where nobody reported nothing was expected, and nothing is said.
            return Ok(Verdict::silent(row, observed));
        };
        self.fill(row)?;
        let nothing_ever = self.regression.counts().iter().all(|count| *count == 0.0);
        let (prediction, has_trend, bound) = match self.predict(offset) {
            Some((told, has_trend)) => {
                (told, has_trend, self.options.threshold.bound(told, self.judging.tail, observed))
            }
            // No curve falls to zero, but what it falls to is plain.
            None if nothing_ever && self.regression.rows() > 0 => {
                let told = Prediction { mean: 0.0, log_error: 0.0, dispersion: 1.0 };
                let p_value = if observed > 0.0 { 0.0 } else { 1.0 };
                (told, false, Bound { upper: 0.0, p_value })
            }
            None => return Ok(Verdict::silent(row, observed)),
        };
        let enough = self.options.quorum.is_met(self.series, row);
        Ok(Verdict {
            row,
            observed: observed as u64,
            expected: enough.then_some(prediction.mean),
            upper_bound: enough.then_some(bound.upper).filter(|upper| upper.is_finite()),
            alarm: enough && observed > bound.upper,
            score: Some(exceedance(observed, prediction.mean, bound.upper)),
            p_value: Some(bound.p_value),
            dispersion: Some(prediction.dispersion),
            has_trend: Some(has_trend),
        })
    }

    /// Takes the references of a row into the regression; the first column is the time before the row.
    fn fill(&mut self, row: usize) -> Result<(), Refusal> {
        let plan = self.options.plan();
        plan.choose(self.series, row, &mut self.chosen)?;
        let others = self.influences.columns();
        self.regression.clear(plan.levels, 1 + others, 0.0);
        self.regression.reserve(self.chosen.len());
        self.residuals.reserve(self.chosen.len());
        for &(past, level) in &self.chosen {
            let Some(offset) = self.influences.log_effort(past) else { continue };
            let time = past as f64 - row as f64;
            let columns = std::iter::once(time).chain(self.influences.values(past));
            self.regression.push(self.series.counts()[past], level, offset, columns);
        }
        self.now.clear();
        self.now.push(0.0);
        self.now.extend(self.influences.values(row));
        Ok(())
    }

    /// What is expected of the row, and whether with a trend; nothing where no curve fits the past.
    fn predict(&mut self, offset: f64) -> Option<(Prediction, bool)> {
        let level = self.options.levels - 1;
        let mut has_trend = self.options.trend;
        let mut fitted = self.fit(&mut has_trend)?;
        if has_trend && !self.keeps_trend(fitted, level, offset) {
            has_trend = false;
            fitted = self.fit(&mut has_trend)?;
        }
        let point = self.regression.at(level, &self.now, offset);
        let (mean, dispersion) = (point.log_mean.exp(), fitted.dispersion);
        let log_error = (point.spread * fitted.error_dispersion).sqrt();
        let is_told = mean.is_finite() && mean > 0.0 && log_error.is_finite();
        is_told.then_some((Prediction { mean, log_error, dispersion }, has_trend))
    }

    /// Fits, weighs rows with large residuals down, and fits again; without the trend where no curve has one.
    fn fit(&mut self, has_trend: &mut bool) -> Option<Fitted> {
        let columns = 1 + self.influences.columns();
        let ones = vec_of_ones(&mut self.residuals, self.regression.rows());
        self.regression.weigh(ones);
        let mut converged = self.regression.fit(usize::from(!*has_trend)..columns);
        if !converged && *has_trend {
            *has_trend = false;
            converged = self.regression.fit(1..columns);
        }
        if !converged || self.regression.freedom() <= 0.0 {
            return None;
        }
        let mut dispersion = self.regression.dispersion();
        if let Some(above) = self.options.reweight_above {
            self.weigh(dispersion.max(1.0), above);
            self.regression.fit(usize::from(!*has_trend)..columns);
            dispersion = self.regression.dispersion();
        }
        let at_least_one = dispersion.max(1.0);
        let (error_dispersion, trend_dispersion) = if !self.judging.errors_by_given_weights {
            (at_least_one, dispersion)
        } else if self.options.reweight_above.is_some() {
            let own = self.regression.dispersion_with(&self.residuals);
            (own, own)
        } else {
            (dispersion, dispersion)
        };
        Some(Fitted { dispersion: at_least_one, error_dispersion, trend_dispersion })
    }

    /// Weights from standardised Anscombe residuals: rows above the limit weigh by the inverse of their square, and the
    /// mean weight is 1.
    fn weigh(&mut self, dispersion: f64, above: f64) {
        self.residuals.clear();
        let mut sum = 0.0;
        for (row, &count) in self.regression.counts().iter().enumerate() {
            let mean = self.regression.means()[row];
            // Anscombe's residual is at most Pearson's, since the power 2/3 is concave: most need no root.
            let is_small = |limit: f64| (count - mean) * (count - mean) < limit * mean * (1.0 - 1e-9);
            let left = |row: usize| dispersion * (1.0 - self.regression.leverage(row));
            if count <= mean || is_small(above * above * left(row)) {
                self.residuals.push(1.0);
                sum += 1.0;
                continue;
            }
            let raw = 1.5 * ((count * count).cbrt() / mean.cbrt().sqrt() - mean.sqrt());
            let residual = raw / left(row).sqrt();
            let weight = if residual > above { residual.powi(-2) } else { 1.0 };
            self.residuals.push(weight);
            sum += weight;
        }
        let scale = self.residuals.len() as f64 / sum;
        self.residuals.iter_mut().for_each(|weight| *weight *= scale);
        self.regression.weigh(&self.residuals);
    }

    /// A trend stays where it is significant, spans years enough, and leads no higher than was ever seen.
    fn keeps_trend(&self, fitted: Fitted, level: usize, offset: f64) -> bool {
        let Some((slope, spread)) = self.regression.first_slope() else { return false };
        let t = slope / (fitted.trend_dispersion * spread).sqrt();
        let significant = student_beyond(t, self.regression.freedom()) < self.options.trend_significance;
        let most = self.regression.counts().iter().copied().fold(0.0, f64::max);
        let ahead = self.regression.at(level, &self.now, offset).log_mean.exp();
        significant && self.options.years >= TREND_YEARS && ahead <= most
    }
}

#[derive(Clone, Copy)]
struct Fitted {
    /// At least 1.
    dispersion: f64,
    /// By which the uncertainty of what is expected is measured.
    error_dispersion: f64,
    /// By which the trend's significance is judged.
    trend_dispersion: f64,
}

fn vec_of_ones(list: &mut Vec<f64>, length: usize) -> &[f64] {
    list.clear();
    list.resize(length, 1.0);
    list
}
