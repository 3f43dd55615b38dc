//! What is believed of a unit's true rate once it is known how rates of units differ (empirical Bayes).

use super::{Model, Observed, count};
use crate::intervals::Estimate;
use statrs::distribution::{Beta, ContinuousCDF, Gamma};

/// How true rates differ between units, before any is looked at: a gamma or a beta distribution; with a spread of zero, all
/// are alike.
pub(super) struct Prior {
    model: Model,
    mean: f64,
    /// The variance of true rates.
    variance: f64,
}

/// What is believed of one unit.
#[derive(Clone, Copy, Debug)]
pub(super) enum Belief {
    /// All units are alike.
    Known(f64),
    /// A gamma distribution of rates by shape and rate.
    Gamma(f64, f64),
    /// A beta distribution of shares.
    Beta(f64, f64),
}

impl Prior {
    /// By moments: what rates vary more than chance would have them.
    pub(super) fn of(units: &[Observed], overall: f64, model: Model) -> Self {
        let whole: f64 = units.iter().map(|unit| unit.base).sum();
        let seen: f64 = units
            .iter()
            .map(|unit| unit.base * (count(unit.events) / unit.base - overall).powi(2))
            .sum::<f64>()
            / whole;
        let usual = whole / count(units.len() as u64);
        let variance = match model {
            Model::Poisson => seen - overall / usual,
            Model::Binomial => (seen - overall * (1.0 - overall) / usual) / (1.0 - 1.0 / usual.max(2.0)),
        };
        // Shares cannot vary more than from 0 to 1.
        let most = if model == Model::Binomial { overall * (1.0 - overall) * 0.999 } else { f64::INFINITY };
        Self { model, mean: overall, variance: variance.clamp(0.0, most) }
    }

    pub(super) fn spread(&self) -> f64 {
        self.variance.sqrt()
    }

    /// What is believed of a unit after it was looked at.
    pub(super) fn after(&self, unit: Observed) -> Belief {
        let events = count(unit.events);
        if self.variance <= self.mean * self.mean * 1e-12 {
            return Belief::Known(self.mean);
        }
        match self.model {
            Model::Poisson => {
                let rate = self.mean / self.variance;
                Belief::Gamma(self.mean * rate + events, rate + unit.base)
            }
            Model::Binomial => {
                let precision = self.mean * (1.0 - self.mean) / self.variance - 1.0;
                let others = unit.base - events;
                Belief::Beta(self.mean * precision + events, (1.0 - self.mean) * precision + others)
            }
        }
    }
}

impl Belief {
    /// The mean with its 95 % interval.
    pub(super) fn estimate(self) -> Estimate {
        let of = |value: f64, quantile: &dyn Fn(f64) -> f64| Estimate {
            value,
            low: quantile(0.025),
            high: quantile(0.975),
        };
        match self {
            Self::Known(value) => Estimate { value, low: value, high: value },
            Self::Gamma(shape, rate) => match Gamma::new(shape, 1.0) {
                Ok(law) => of(shape / rate, &|chance| law.inverse_cdf(chance) / rate),
                Err(_) => of(shape / rate, &|_| shape / rate),
            },
            Self::Beta(yes, no) => match Beta::new(yes, no) {
                Ok(law) => of(yes / (yes + no), &|chance| law.inverse_cdf(chance)),
                Err(_) => of(yes / (yes + no), &|_| yes / (yes + no)),
            },
        }
    }
}
