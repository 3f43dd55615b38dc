//! Exponential smoothing in state space form: the likeliest of each form, and all forms together.

mod abreast;
mod additive;
mod ahead;
mod filter;
mod fit;
mod start;

use super::{Forecast, Model, Options, Past};
use crate::distributions::{normal_above, normal_quantile};
use filter::Smoothing;
use std::fmt;

/// How a level goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// As it is.
    None,
    /// By as much each step.
    Additive,
    /// By less and less each step.
    Damped,
}

/// What comes back each season.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// Nothing.
    None,
    /// As much more or less.
    Additive,
    /// So many times as much.
    Multiplicative,
}

/// A form of exponential smoothing, written as in `ETS(M,Ad,A)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Whether errors grow with what is expected.
    pub multiplicative_errors: bool,
    /// How the level goes on.
    pub trend: Trend,
    /// What comes back.
    pub season: Season,
}

impl fmt::Display for Form {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = if self.multiplicative_errors { "M" } else { "A" };
        let trend = match self.trend {
            Trend::None => "N",
            Trend::Additive => "A",
            Trend::Damped => "Ad",
        };
        let season = match self.season {
            Season::None => "N",
            Season::Additive => "A",
            Season::Multiplicative => "M",
        };
        write!(out, "ETS({error},{trend},{season})")
    }
}

impl Form {
    /// All forms but those that are unstable: with additive errors a multiplicative season. Where a value is not above zero, or
    /// columns are added, everything is additive.
    fn all(is_positive: bool, has_season: bool) -> Vec<Self> {
        let mut forms = Vec::with_capacity(15);
        for multiplicative_errors in [false, true] {
            for trend in [Trend::None, Trend::Additive, Trend::Damped] {
                for season in [Season::None, Season::Additive, Season::Multiplicative] {
                    let form = Self { multiplicative_errors, trend, season };
                    let is_stable = multiplicative_errors || season != Season::Multiplicative;
                    let suits = is_positive || !multiplicative_errors;
                    if is_stable && suits && (has_season || season == Season::None) {
                        forms.push(form);
                    }
                }
            }
        }
        forms
    }
}

/// The most pairs of waves for a season too long to be followed row by row.
const PAIRS: usize = 3;

/// The forecast of all forms together; `None` where there are too few rows for any.
pub(super) fn forecast(past: &Past, options: &Options) -> Option<Forecast> {
    let (season, length) = past.seasons(options.season);
    let columns = past.columns(options.steps);
    let waves = length.map_or_else(Vec::new, |length| past.waves(options.steps, length, PAIRS));
    let is_positive = columns.is_empty() && past.values().iter().all(|value| *value > 0.0);
    let fit = |form: Form| {
        if form.multiplicative_errors {
            fit::fit(past.values(), form, season)
        } else {
            additive::fit(past.values(), form, season, &columns, &waves)
        }
    };
    let found: Vec<Smoothing> = Form::all(is_positive, season > 1).into_iter().filter_map(fit).collect();
    let best = found.iter().min_by(|one, other| one.criterion.total_cmp(&other.criterion))?;
    Some(told(past, options, best, Together::of(&found, best, options.steps)))
}

/// What forms foretell together.
struct Together {
    means: Vec<f64>,
    deviations: Vec<f64>,
    fitted: Vec<f64>,
}

impl Together {
    /// Each form counts by how likely it is that it is the best of them, exp(−Δ/2), where Δ is how far its criterion lies above
    /// the least: forms that hardly differ are hardly told apart, and to believe only one of them leads astray (S. Kolassa, Combining
    /// exponential smoothing forecasts using Akaike weights, International Journal of Forecasting 27, 2011). The variance is
    /// that of the mixture.
    fn of(found: &[Smoothing], best: &Smoothing, steps: usize) -> Self {
        /// What counts less changes nothing.
        const NOTHING: f64 = 1e-6;
        let weight = |one: &Smoothing| ((best.criterion - one.criterion) / 2.0).exp();
        let mut counting: Vec<(f64, &Smoothing)> =
            found.iter().map(|one| (weight(one), one)).filter(|(weight, _)| *weight > NOTHING).collect();
        let whole: f64 = counting.iter().map(|(weight, _)| weight).sum();
        counting.iter_mut().for_each(|(weight, _)| *weight /= whole);
        let ahead: Vec<_> = counting.iter().map(|(_, one)| ahead::ahead(one, steps)).collect();
        let all = || counting.iter().map(|(weight, _)| weight).zip(&ahead);
        let mean = |step| all().map(|(weight, (means, _))| weight * means[step]).sum::<f64>();
        let means: Vec<f64> = (0..steps).map(mean).collect();
        let variance = |step: usize| -> f64 {
            let square = |own: f64, deviation: f64| (own - means[step]).powi(2) + deviation.powi(2);
            all().map(|(weight, (own, deviations))| weight * square(own[step], deviations[step])).sum()
        };
        let deviations = (0..steps).map(|step| variance(step).sqrt()).collect();
        let fitted = |row| counting.iter().map(|(weight, one)| weight * one.fitted[row]).sum();
        Self { deviations, fitted: (0..best.fitted.len()).map(fitted).collect(), means }
    }
}

fn told(past: &Past, options: &Options, best: &Smoothing, together: Together) -> Forecast {
    let Together { mut means, deviations, fitted } = together;
    let point = |chance: &f64| normal_quantile(*chance);
    let mut quantiles: Vec<Vec<f64>> = options
        .chances
        .iter()
        .map(point)
        .map(|z| means.iter().zip(&deviations).map(|(mean, deviation)| mean + z * deviation).collect())
        .collect();
    let mut criterion = best.criterion;
    if past.are_counts() {
        means.iter_mut().for_each(|mean| *mean = mean.max(0.0));
        quantiles.iter_mut().flatten().for_each(|value| *value = value.round().max(0.0));
        criterion += masses(past.values(), best) - best.minus_twice;
    }
    Forecast { model: Model::Smoothing(best.form), criterion, means, deviations, quantiles, fitted }
}

/// Minus twice the logarithm of the chance that was given to the counts that came: from half below each to half above.
fn masses(values: &[f64], found: &Smoothing) -> f64 {
    let of = |(value, fitted): (&f64, &f64)| {
        let deviation = if found.form.multiplicative_errors { fitted.abs() } else { 1.0 } * found.deviation;
        let above = |point: f64| normal_above((point - fitted) / deviation.max(1e-9));
        let low = if *value == 0.0 { 1.0 } else { above(value - 0.5) };
        let mass = if value > fitted || *value == 0.0 {
            low - above(value + 0.5)
        } else {
            // Of small chances on the other side the difference is taken there.
            let below = |point: f64| normal_above((fitted - point) / deviation.max(1e-9));
            below(value + 0.5) - below(value - 0.5)
        };
        -2.0 * mass.max(1e-300).ln()
    };
    values.iter().zip(&found.fitted).map(of).sum()
}
