//! The chance of counts.

use statrs::function::gamma::ln_gamma;

/// Counts, with the logarithms of their factorials.
pub(super) struct Counts<'a> {
    values: &'a [f64],
    factorials: Vec<f64>,
}

impl<'a> Counts<'a> {
    pub(super) fn new(values: &'a [f64]) -> Self {
        Self { values, factorials: values.iter().map(|value| ln_gamma(value + 1.0)).collect() }
    }

    pub(super) fn values(&self) -> &'a [f64] {
        self.values
    }

    pub(super) fn rows(&self) -> f64 {
        self.values.len() as f64
    }

    /// Minus twice the logarithm of the chance of a row's count.
    pub(super) fn minus_twice(&self, row: usize, mean: f64, spread: f64) -> f64 {
        chance(self.values[row], self.factorials[row], mean, spread)
    }
}

/// Minus twice the logarithm of the chance of a count, by its mean and the spread: the variance is mean + spread · mean².
pub(crate) fn minus_twice(value: f64, mean: f64, spread: f64) -> f64 {
    chance(value, ln_gamma(value + 1.0), mean, spread)
}

fn chance(value: f64, factorial: f64, mean: f64, spread: f64) -> f64 {
    /// Below this a count is as good as Poisson's.
    const LEAST: f64 = 1e-7;
    /// So many factors are multiplied; above, gamma functions are cheaper.
    const FACTORS: f64 = 24.0;
    let mean = mean.max(1e-12);
    if spread < LEAST {
        return -2.0 * (value * mean.ln() - mean - factorial);
    }
    let size = 1.0 / spread;
    // The product of size + 0, size + 1 up to the count, by spread so that it neither over- nor underflows.
    let rises = if value <= FACTORS {
        let factor = |before: u32| 1.0 + f64::from(before) * spread;
        (0..value as u32).map(factor).product::<f64>().ln()
    } else {
        ln_gamma(value + size) - ln_gamma(size) - value * size.ln()
    };
    let more = (spread * mean).ln_1p();
    -2.0 * (rises + value * (mean.ln() - more) - size * more - factorial)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chances_of_all_counts_are_one_and_both_ways_agree() {
        for (mean, spread) in [(0.4, 0.0), (3.0, 0.5), (9.0, 2.0), (3.0, 1e-6)] {
            let values: Vec<f64> = (0..400).map(f64::from).collect();
            let counts = Counts::new(&values);
            let chance = |row: usize| (-0.5 * counts.minus_twice(row, mean, spread)).exp();
            let sum: f64 = (0..400).map(chance).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{mean} {spread}: {sum}");
            // From the 25th on gamma functions are taken: the ratio of neighbours goes on.
            let size = 1.0 / spread;
            if spread > 1e-3 {
                let ratio = (size + 24.0) / 25.0 * mean / (size + mean);
                assert!((chance(25) / chance(24) / ratio - 1.0).abs() < 1e-9);
            }
        }
    }
}
