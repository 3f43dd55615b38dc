//! The chance of counts.

use statrs::function::gamma::{digamma, ln_gamma};

/// Below this spread a count is as good as Poisson's.
const LEAST: f64 = 1e-7;
/// Of counts up to this many the factors by which they rise are counted together.
const LISTED: f64 = 256.0;

/// Counts, and what of their chance does not depend on any mean.
pub(super) struct Counts<'a> {
    values: &'a [f64],
    /// The sum of the logarithms of their factorials.
    factorials: f64,
    /// How many of the listed counts are more than 0, than 1, and so on.
    more: Vec<f64>,
    /// The counts that are not listed.
    large: Vec<f64>,
}

impl<'a> Counts<'a> {
    pub(super) fn new(values: &'a [f64]) -> Self {
        let (mut more, mut large): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        for value in values {
            if *value > LISTED {
                large.push(*value);
                continue;
            }
            let count = *value as usize;
            more.resize(more.len().max(count), 0.0);
            more[..count].iter_mut().for_each(|more| *more += 1.0);
        }
        let factorials = values.iter().map(|value| ln_gamma(value + 1.0)).sum();
        Self { values, factorials, more, large }
    }

    pub(super) fn values(&self) -> &'a [f64] {
        self.values
    }

    pub(super) fn rows(&self) -> f64 {
        self.values.len() as f64
    }

    /// The sum over all counts of ln Γ(count + 1/spread) − ln Γ(1/spread) + count · ln spread, and its slope.
    fn rises(&self, spread: f64) -> (f64, f64) {
        let (mut sum, mut slope) = (0.0, 0.0);
        for (before, more) in self.more.iter().enumerate().skip(1) {
            let before = before as f64;
            let factor = 1.0 + before * spread;
            sum += more * factor.ln();
            slope += more * before / factor;
        }
        if !self.large.is_empty() {
            let size = 1.0 / spread;
            let (begin, steep, log) = (ln_gamma(size), digamma(size), spread.ln());
            for value in &self.large {
                sum += ln_gamma(value + size) - begin + value * log;
                slope += (value - (digamma(value + size) - steep) * size) * size;
            }
        }
        (sum, slope)
    }

    /// Minus twice the logarithm of the chance of all counts, by the mean of each; the variance is mean + spread · mean².
    pub(super) fn minus_twice(&self, spread: f64, mut mean: impl FnMut(usize) -> f64) -> f64 {
        let mut chance = Chance::new(spread);
        for (row, value) in self.values.iter().enumerate() {
            chance.add(*value, mean(row));
        }
        self.told(&chance).0
    }

    /// What the chances of all rows come to: minus twice their logarithm, and its slope by the spread.
    pub(super) fn told(&self, chance: &Chance) -> (f64, f64) {
        let spread = chance.spread;
        if spread < LEAST {
            return (-2.0 * (chance.logs - self.factorials), 0.0);
        }
        let flat = chance.flat + chance.product.ln();
        let (rises, slope) = self.rises(spread);
        let told = rises + chance.logs - flat / spread - self.factorials;
        (-2.0 * told, -2.0 * (slope + flat / (spread * spread) - chance.slope))
    }
}

/// The chance of counts, row by row.
pub(super) struct Chance {
    spread: f64,
    logs: f64,
    /// The logarithms of 1 + spread · mean, which are taken of a few at once.
    flat: f64,
    product: f64,
    slope: f64,
}

impl Chance {
    pub(super) fn new(spread: f64) -> Self {
        Self { spread, logs: 0.0, flat: 0.0, product: 1.0, slope: 0.0 }
    }

    /// Adds a row; gives the slope of minus twice the logarithm by its mean.
    #[inline]
    pub(super) fn add(&mut self, value: f64, mean: f64) -> f64 {
        let mean = mean.max(NOTHING);
        if self.spread < LEAST {
            self.logs += if value > 0.0 { value * mean.ln() } else { 0.0 } - mean;
            return -2.0 * (value / mean - 1.0);
        }
        let more = 1.0 + self.spread * mean;
        self.product *= more;
        if self.product > 1e150 {
            self.flat += self.product.ln();
            self.product = 1.0;
        }
        let part = mean / more;
        if value > 0.0 {
            self.logs += value * part.ln();
        }
        self.slope += part * (value + 1.0 / self.spread);
        -2.0 * (value - mean) / (mean * more)
    }
}

/// No mean is less.
const NOTHING: f64 = 1e-12;

/// Minus twice the logarithm of the chance of a count, by its mean and the spread: the variance is mean + spread · mean².
pub(crate) fn minus_twice(value: f64, mean: f64, spread: f64) -> f64 {
    /// So many factors are multiplied; above, gamma functions are cheaper.
    const FACTORS: f64 = 24.0;
    let (mean, factorial) = (mean.max(NOTHING), ln_gamma(value + 1.0));
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
            let chance = |value: f64| (-0.5 * minus_twice(value, mean, spread)).exp();
            let sum: f64 = (0..400).map(f64::from).map(chance).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{mean} {spread}: {sum}");
            // From the 25th on gamma functions are taken: the ratio of neighbours goes on.
            let size = 1.0 / spread;
            if spread > 1e-3 {
                let ratio = (size + 24.0) / 25.0 * mean / (size + mean);
                assert!((chance(25.0) / chance(24.0) / ratio - 1.0).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn the_chance_of_all_together_is_that_of_each() {
        let values: Vec<f64> =
            (0..60).map(|row| f64::from(row * row % 23 + if row == 9 { 700 } else { 0 })).collect();
        let counts = Counts::new(&values);
        let mean = |row: usize| 0.5 + row as f64 * 0.7;
        for spread in [0.0, 1e-6, 0.02, 0.5, 30.0] {
            let each: f64 =
                values.iter().enumerate().map(|(row, value)| minus_twice(*value, mean(row), spread)).sum();
            let all = counts.minus_twice(spread, mean);
            // Large counts of a small spread are told by differences of gamma functions.
            assert!((all / each - 1.0).abs() < 1e-6, "{spread}: {all} {each}");
        }
    }

    #[test]
    fn slopes_are_what_values_differ_by() {
        let values: Vec<f64> =
            (0..40).map(|row| f64::from(row * row % 11 + if row == 9 { 400 } else { 0 })).collect();
        let counts = Counts::new(&values);
        for spread in [0.01, 0.5, 30.0] {
            let by = |spread: f64, mean: f64| counts.minus_twice(spread, |_| mean);
            let mut chance = Chance::new(spread);
            let slope: f64 = values.iter().map(|value| chance.add(*value, 6.0)).sum();
            let near = (by(spread, 6.0 + 1e-4) - by(spread, 6.0 - 1e-4)) / 2e-4;
            assert!((slope / near - 1.0).abs() < 1e-5, "{spread}: {slope} {near}");
            let step = 1e-4 * spread;
            let near = (by(spread + step, 6.0) - by(spread - step, 6.0)) / (2.0 * step);
            let slope = counts.told(&chance).1;
            assert!((slope / near - 1.0).abs() < 1e-4, "{spread}: {slope} {near}");
        }
    }
}
