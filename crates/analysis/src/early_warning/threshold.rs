//! From what is expected to the least count that is too many.

use crate::distributions::{CountLaw, normal_above, normal_quantile};

/// The power that makes counts nearly symmetric before their limits are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// As they are.
    One,
    /// The square root, which makes their spread even.
    Half,
    /// The power 2/3, which makes them symmetric (Farrington et al. 1996).
    TwoThirds,
}

/// How the upper bound comes from the regression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// The normal interval of the transformed counts (Farrington et al. 1996): the bound is no whole number.
    Delta(Power),
    /// The quantile of the negative binomial count with the expected mean and the dispersion found (Noufaily et al. 2013).
    NegativeBinomialPlugin,
    /// The same quantile, with the upper end of the mean's own interval for the mean.
    UpperMean,
}

/// What a regression says of the watched row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prediction {
    /// The expected count.
    pub(super) mean: f64,
    /// The standard error of its logarithm.
    pub(super) log_error: f64,
    /// How many times Poisson's the variance is; at least 1.
    pub(super) dispersion: f64,
}

/// The bound, and the chance of a count as high as the one seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    pub(super) upper: f64,
    pub(super) p_value: f64,
}

/// How far out a count is: 0 where expected, 1 at the bound. Where hardly anything is expected the bound may be below that:
/// then the first whole count above stands for it.
pub(super) fn exceedance(observed: f64, expected: f64, upper: f64) -> f64 {
    let bound = if upper > expected { upper } else { expected.floor() + 1.0 };
    (observed - expected) / (bound - expected)
}

impl Threshold {
    /// `tail` is the chance of a false alarm, in (0, 1).
    pub(super) fn bound(self, told: Prediction, tail: f64, seen: f64) -> Bound {
        let z = normal_quantile(1.0 - tail);
        match self {
            Self::Delta(power) => delta(power, told, z, seen),
            Self::NegativeBinomialPlugin => whole(told.mean, told.dispersion, tail, seen),
            Self::UpperMean => {
                let mean = (told.mean.ln() + z * told.log_error).exp();
                whole(mean, told.dispersion, tail, seen)
            }
        }
    }
}

fn whole(mean: f64, dispersion: f64, tail: f64, seen: f64) -> Bound {
    let law = CountLaw::dispersed(mean, dispersion);
    Bound { upper: law.quantile(1.0 - tail), p_value: law.at_least(seen) }
}

fn delta(power: Power, told: Prediction, z: f64, seen: f64) -> Bound {
    let error = told.log_error * told.mean;
    let spread = told.dispersion + error * error / told.mean;
    let (exponent, deviation) = match power {
        Power::One => (1.0, (told.mean * spread).sqrt()),
        Power::Half => (0.5, (spread / 4.0).sqrt()),
        Power::TwoThirds => (2.0 / 3.0, (4.0 / 9.0 * told.mean.cbrt() * spread).sqrt()),
    };
    let centre = told.mean.powf(exponent);
    Bound {
        upper: (centre + z * deviation).max(0.0).powf(1.0 / exponent),
        p_value: normal_above((seen.powf(exponent) - centre) / deviation),
    }
}
