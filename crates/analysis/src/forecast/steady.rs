//! What never changed.

use super::{Forecast, Model, Options, Past};
use crate::distributions::CountLaw;

/// What never changed goes on. Of counts a Poisson mean is told that is as uncertain as so many rows leave it (the posterior
/// of Jeffreys' prior), so that years of zeros do not promise that there will never be one.
pub(super) fn forecast(past: &Past, options: &Options) -> Forecast {
    let value = past.values()[0];
    let rows = past.rows() as f64;
    let same = |value: f64| vec![value; options.steps];
    let fitted = vec![value; past.rows()];
    let model = Model::Steady;
    if !past.are_counts() {
        let quantiles = options.chances.iter().map(|_| same(value)).collect();
        let (means, deviations) = (same(value), same(0.0));
        return Forecast { model, criterion: f64::NEG_INFINITY, means, deviations, quantiles, fitted };
    }
    let size = value * rows + 0.5;
    let mean = size / rows;
    let law = CountLaw::negative_binomial(mean, size);
    Forecast {
        model,
        criterion: f64::NEG_INFINITY,
        means: same(mean),
        deviations: same((mean + mean * mean / size).sqrt()),
        quantiles: options.chances.iter().map(|chance| same(law.quantile(*chance))).collect(),
        fitted,
    }
}
