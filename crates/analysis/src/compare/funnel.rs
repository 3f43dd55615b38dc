//! Between what units of a size lie when all are alike.

use super::{Model, Observed, count};
use crate::distributions::{CountLaw, normal_quantile, part_quantile};

/// Limits of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Below this lie 2.5 %.
    pub low_95: f64,
    /// Above this lie 2.5 %.
    pub high_95: f64,
    /// Below this lies one in a thousand.
    pub low_998: f64,
    /// Above this lies one in a thousand.
    pub high_998: f64,
}

/// Where a unit lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// Where chance would have it.
    Within,
    /// Below that.
    Low {
        /// Below the wider limits too.
        by_998: bool,
    },
    /// Above that.
    High {
        /// Above the wider limits too.
        by_998: bool,
    },
}

/// The variance of a rate when all units are alike.
fn variance(base: f64, overall: f64, model: Model) -> f64 {
    match model {
        Model::Poisson => overall / base,
        Model::Binomial => overall * (1.0 - overall) / base,
    }
}

/// How many times the variance of chance units have: the mean of squares of standardised distances, of which the tenth
/// furthest to either side are drawn in, so that those that are beyond do not hide themselves.
pub(super) fn dispersion(units: &[Observed], overall: f64, model: Model) -> f64 {
    let distance = |unit: &Observed| {
        let deviation = variance(unit.base, overall, model).sqrt();
        if deviation > 0.0 { (count(unit.events) / unit.base - overall) / deviation } else { 0.0 }
    };
    let mut distances: Vec<f64> = units.iter().map(distance).collect();
    distances.sort_by(f64::total_cmp);
    let drawn_in = distances.len() / 10;
    let (low, high) = (distances[drawn_in], distances[distances.len() - 1 - drawn_in]);
    let many = count(distances.len() as u64);
    let squares: f64 = distances.iter().map(|distance| distance.clamp(low, high).powi(2)).sum();
    let dispersion = squares / many;
    // Within two standard errors of 1 chance explains it.
    if dispersion > 1.0 + 2.0 * (2.0 / many).sqrt() { dispersion } else { 1.0 }
}

impl Limits {
    /// The limits of a base: of counts exactly where chance explains how units spread, else by the normal distribution
    /// with the wider variance.
    pub(super) fn of(base: f64, overall: f64, dispersion: f64, model: Model) -> Self {
        let at = |chance: f64| -> f64 {
            if dispersion <= 1.0 {
                match model {
                    Model::Poisson => return CountLaw::poisson(overall * base).quantile(chance) / base,
                    // Of a base that is no whole number there are no parts to count.
                    Model::Binomial if base.fract() == 0.0 => {
                        return part_quantile(base, overall, chance) / base;
                    }
                    Model::Binomial => {}
                }
            }
            let deviation = (dispersion * variance(base, overall, model)).sqrt();
            overall + normal_quantile(chance) * deviation
        };
        let most = if model == Model::Binomial { 1.0 } else { f64::INFINITY };
        let [low_95, high_95, low_998, high_998] =
            [0.025, 0.975, 0.001, 0.999].map(|chance| at(chance).clamp(0.0, most));
        Self { low_95, high_95, low_998, high_998 }
    }

    /// Where a rate lies.
    pub fn beyond(&self, rate: f64) -> Beyond {
        if rate < self.low_95 {
            Beyond::Low { by_998: rate < self.low_998 }
        } else if rate > self.high_95 {
            Beyond::High { by_998: rate > self.high_998 }
        } else {
            Beyond::Within
        }
    }
}
