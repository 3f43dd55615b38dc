//! The mean of a series in quiet times, which charts of change compare with.

use super::regression::{Regression, WIDEST};
use super::{Column, Refusal, Series, Wrong};
use crate::refusal::option;
use statrs::function::gamma::digamma;
use std::f64::consts::TAU;
use std::ops::Range;

/// Where the mean in quiet times comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Norm {
    /// The mean of all rows before the first watched one.
    MeanBefore,
    /// As given, one value above zero for each row watched.
    Given(Vec<f64>),
    /// A log-linear regression of all rows before the first watched one.
    Seasonal {
        /// Whether with a trend.
        trend: bool,
        /// Pairs of sine and cosine waves, the first of a year.
        harmonics: usize,
    },
}

/// The means of the rows watched, and how much more than Poisson's they vary: the variance is mean + spread · mean².
#[derive(Clone, Debug)]
pub(super) struct InControl {
    pub(super) means: Vec<f64>,
    pub(super) spread: f64,
}

/// What is known of the spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Spread {
    Known(f64),
    Estimated,
}

impl Norm {
    /// The rows that have to be before the first watched one.
    pub(super) fn least_history(&self, series: &Series) -> usize {
        match self {
            Self::Given(_) => 0,
            Self::MeanBefore => 1,
            // Less than a year shows no season.
            Self::Seasonal { trend, harmonics } => {
                series.per_year().max(2 * (1 + usize::from(*trend) + 2 * harmonics))
            }
        }
    }

    /// The rows that should be before it: a year, where a mean comes from the past.
    pub(super) fn good_history(&self, series: &Series) -> usize {
        match self {
            Self::Given(_) => 0,
            Self::MeanBefore | Self::Seasonal { .. } => self.least_history(series).max(series.per_year()),
        }
    }

    pub(super) fn in_control(
        &self,
        series: &Series,
        watched: &Range<usize>,
        spread: Spread,
    ) -> Result<InControl, Refusal> {
        series.may_watch(watched, self.least_history(series))?;
        let known = match spread {
            Spread::Known(spread) => spread,
            Spread::Estimated => 0.0,
        };
        match self {
            Self::Given(means) => {
                let column = Column::named("norm");
                if means.len() != watched.len() {
                    let wrong = Wrong::Length { found: means.len(), expected: watched.len() };
                    return Err(wrong.of(column));
                }
                if let Some(at) = means.iter().position(|mean| !(mean.is_finite() && *mean > 0.0)) {
                    return Err(Wrong::Value { value: means[at] }.at(watched.start + at + 1, column));
                }
                option(spread != Spread::Estimated, "spread", f64::NAN, "known where the norm is given")?;
                Ok(InControl { means: means.clone(), spread: known })
            }
            Self::MeanBefore => {
                let past = &series.counts()[..watched.start];
                let mean = past.iter().sum::<f64>() / past.len() as f64;
                if mean <= 0.0 {
                    return Err(Wrong::AllZero { rows: past.len() }.of(Column::Count));
                }
                let spread = if spread == Spread::Estimated { dispersion(past, |_| mean) } else { known };
                Ok(InControl { means: vec![mean; watched.len()], spread })
            }
            Self::Seasonal { trend, harmonics } => {
                Waves { trend: *trend, harmonics: *harmonics, per_year: series.per_year() as f64 }
                    .in_control(series, watched, spread)
            }
        }
    }
}

struct Waves {
    trend: bool,
    harmonics: usize,
    per_year: f64,
}

impl Waves {
    fn in_control(
        &self,
        series: &Series,
        watched: &Range<usize>,
        spread: Spread,
    ) -> Result<InControl, Refusal> {
        let width = usize::from(self.trend) + 2 * self.harmonics;
        option(width < WIDEST, "harmonics", self.harmonics as f64, "fewer than 16")?;
        let past = &series.counts()[..watched.start];
        if past.iter().all(|count| *count == 0.0) {
            return Err(Wrong::AllZero { rows: past.len() }.of(Column::Count));
        }
        let refused = Wrong::NoConvergence.at(watched.start + 1, Column::Count);
        let mut regression = Regression::default();
        let mut fit = |spread: f64| {
            regression.clear(1, width, spread);
            for (row, &count) in past.iter().enumerate() {
                regression.push(count, 0, 0.0, self.columns(row));
            }
            let converged = regression.fit(0..width) && regression.freedom() > 0.0;
            converged.then(|| regression.clone()).ok_or_else(|| refused.clone())
        };
        let (mut own, mut fitted) = match spread {
            Spread::Known(spread) => (spread, fit(spread)?),
            Spread::Estimated => (0.0, fit(0.0)?),
        };
        if spread == Spread::Estimated {
            // Means and spread are found in turn, as likely as they can be.
            for _ in 0..50 {
                let next = dispersion(past, |row| fitted.means()[row]);
                let change = (next - own).abs();
                own = next;
                fitted = fit(own)?;
                if change <= 1e-9 * own.max(1e-9) {
                    break;
                }
            }
        }
        let mut columns = Vec::with_capacity(width);
        let means = watched.clone().map(|row| {
            columns.clear();
            columns.extend(self.columns(row));
            fitted.at(0, &columns, 0.0).log_mean.exp()
        });
        Ok(InControl { means: means.collect(), spread: own })
    }

    fn columns(&self, row: usize) -> impl Iterator<Item = f64> + '_ {
        let time = row as f64 + 1.0;
        let waves = (1..=self.harmonics).flat_map(move |wave| {
            let (sine, cosine) = (TAU * wave as f64 / self.per_year * time).sin_cos();
            [cosine, sine]
        });
        self.trend.then_some(time).into_iter().chain(waves)
    }
}

/// The likeliest spread of negative binomial counts around means; 0 where they vary no more than Poisson's.
pub(crate) fn dispersion(counts: &[f64], mean: impl Fn(usize) -> f64) -> f64 {
    // Below this a count is as good as Poisson's, and above it there is hardly a mean.
    const ENDS: (f64, f64) = (1e-8, 1e4);
    // Of these a few terms are summed: between two logarithms of a large size little would be left.
    const SMALL: f64 = 64.0;
    let means: Vec<f64> = (0..counts.len()).map(mean).collect();
    // How many of the small counts are more than 0, than 1, and so on.
    let mut more = [0.0; SMALL as usize];
    for count in counts.iter().filter(|count| **count < SMALL) {
        more[..*count as usize].iter_mut().for_each(|more| *more += 1.0);
    }
    let most = more.iter().take_while(|more| **more > 0.0).count();
    let slope = |spread: f64| -> f64 {
        let size = 1.0 / spread;
        let small: f64 =
            (0_u32..).zip(&more[..most]).map(|(less, more)| more / (size + f64::from(less))).sum();
        let of = |(count, mean): (&f64, &f64)| {
            let large = if *count < SMALL { 0.0 } else { digamma(size + count) - digamma(size) };
            large - (mean / size).ln_1p() + (mean - count) / (size + mean)
        };
        small + counts.iter().zip(&means).map(of).sum::<f64>()
    };
    // The slope by the size is negative where a smaller size, that is a larger spread, is likelier.
    if slope(ENDS.0) >= 0.0 {
        return 0.0;
    }
    // By the logarithm of the spread, on which it bends little.
    let by_log = |log: f64| -slope(log.exp()) * (-log).exp();
    root(by_log, ENDS.0.ln(), ENDS.1.ln()).exp()
}

/// Where a function that is above zero at the lower end comes to zero; the upper end where it does not (T. Chandrupatla,
/// Advances in Engineering Software 28, 1997: by a parabola through three points where it is safe, else by halves).
fn root(of: impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    const NEAR: f64 = 1e-13;
    let (mut here, mut there) = (low, high);
    let (mut at_here, mut at_there) = (of(low), of(high));
    if at_there > 0.0 {
        return high;
    }
    let mut part = 0.5;
    for _ in 0..200 {
        let next = here + part * (there - here);
        let value = of(next);
        let (before, at_before) = if (value > 0.0) == (at_here > 0.0) {
            (here, at_here)
        } else {
            (std::mem::replace(&mut there, here), std::mem::replace(&mut at_there, at_here))
        };
        (here, at_here) = (next, value);
        let (nearest, least) =
            if at_here.abs() < at_there.abs() { (here, at_here) } else { (there, at_there) };
        let limit = NEAR * (nearest.abs() + 1.0) / (there - here).abs();
        if limit > 0.5 || least == 0.0 {
            return nearest;
        }
        let along = (here - there) / (before - there);
        let down = (at_here - at_there) / (at_before - at_there);
        part = if down * down < along && (1.0 - down) * (1.0 - down) < 1.0 - along {
            at_here / (at_there - at_here) * at_before / (at_there - at_before)
                + (before - here) / (there - here) * at_here / (at_before - at_here) * at_there
                    / (at_before - at_there)
        } else {
            0.5
        };
        part = part.clamp(limit, 1.0 - limit);
    }
    here
}
