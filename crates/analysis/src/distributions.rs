//! Tails and quantiles of the distributions that the methods compare counts with.

use libm::erfc;
use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::beta::beta_reg;
use statrs::function::gamma::ln_gamma;
use std::f64::consts::FRAC_1_SQRT_2;

/// A quantile is the first count whose chance is not smaller than asked for by more than rounding.
const FUZZ: f64 = 1.0 - 64.0 * f64::EPSILON;

/// From this mean on counts are not added up one by one.
const MANY: f64 = 1e6;

/// The logarithm of the least chance of a count from which on counts are added up.
const LEAST: f64 = -600.0;

/// A mean above this tells nothing: a curve has run away.
const MOST: f64 = 1e9;

/// The point that a standard normal value is below with a chance.
pub(crate) fn normal_quantile(chance: f64) -> f64 {
    let point = Normal::standard().inverse_cdf(chance);
    if !point.is_finite() {
        return point;
    }
    // The first point is right to twelve digits. One step of Halley's leaves rounding alone; of both tails the smaller is
    // the exact one.
    let off = if chance > 0.5 { (1.0 - chance) - normal_above(point) } else { normal_above(-point) - chance };
    let step = off * (2.0 * std::f64::consts::PI).sqrt() * (point * point / 2.0).exp();
    point - step / (1.0 + point * step / 2.0)
}

/// The chance that a standard normal value is above a point.
pub(crate) fn normal_above(point: f64) -> f64 {
    0.5 * erfc(point * FRAC_1_SQRT_2)
}

/// The chance that Student's t is at least so far from zero, in either direction.
pub(crate) fn student_beyond(t: f64, freedom: f64) -> f64 {
    if !t.is_finite() {
        return 0.0;
    }
    beta_reg(freedom / 2.0, 0.5, freedom / (freedom + t * t))
}

/// The smallest part of a whole number that is not exceeded with at least a chance, when each belongs to it with the chance
/// `share` (binomial).
pub(crate) fn part_quantile(whole: f64, share: f64, chance: f64) -> f64 {
    if share <= 0.0 {
        return 0.0;
    }
    if share >= 1.0 {
        return whole;
    }
    let (mut low, mut high) = (-1.0, whole);
    while high - low > 1.0 {
        let middle = f64::midpoint(low, high).floor();
        let at_most = beta_reg(whole - middle, middle + 1.0, 1.0 - share);
        if at_most < chance * FUZZ { low = middle } else { high = middle }
    }
    high
}

/// The distribution of a count: Poisson's, or negative binomial with a size, of variance mean + mean²/size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CountLaw {
    mean: f64,
    size: Option<f64>,
}

impl CountLaw {
    pub(crate) fn poisson(mean: f64) -> Self {
        Self { mean, size: None }
    }

    pub(crate) fn negative_binomial(mean: f64, size: f64) -> Self {
        Self { mean, size: size.is_finite().then_some(size) }
    }

    /// Of a mean, with so many times Poisson's variance; at most once is Poisson's.
    pub(crate) fn dispersed(mean: f64, dispersion: f64) -> Self {
        if dispersion > 1.0 {
            Self::negative_binomial(mean, mean / (dispersion - 1.0))
        } else {
            Self::poisson(mean)
        }
    }

    /// The smallest count that is not exceeded with at least a chance.
    pub(crate) fn quantile(self, chance: f64) -> f64 {
        if self.mean <= 0.0 || chance <= 0.0 {
            return 0.0;
        }
        if chance >= 1.0 || self.mean.is_nan() || self.mean > MOST {
            return f64::INFINITY;
        }
        if self.mean > MANY {
            return self.quantile_of_many(chance);
        }
        let mut count = 0.0;
        let mut term = self.log_term(count);
        if term <= LEAST {
            count = self.start();
            term = self.log_term(count);
        }
        term = term.exp();
        let mut below = 0.0;
        let wanted = chance * FUZZ;
        while below + term < wanted {
            below += term;
            term *= self.ratio(count);
            count += 1.0;
            // What is left is less than can be added: rounding has eaten the rest.
            if count > self.mean && term <= below * 1e-18 {
                break;
            }
        }
        count
    }

    /// The same where adding up would take long: Poisson's is normal there, the other is sought by halves.
    fn quantile_of_many(self, chance: f64) -> f64 {
        let Some(size) = self.size else {
            return (self.mean + normal_quantile(chance) * self.mean.sqrt()).ceil().max(0.0);
        };
        let at_most = |count: f64| beta_reg(size, count + 1.0, size / (size + self.mean));
        let (mut low, mut high) = (0.0, self.mean.ceil());
        while at_most(high) < chance {
            (low, high) = (high, high * 2.0);
            if high > MOST * MANY {
                return f64::INFINITY;
            }
        }
        while high - low > 1.0 {
            let middle = ((low + high) / 2.0_f64).floor();
            if middle <= low || middle >= high {
                break;
            }
            if at_most(middle) < chance { low = middle } else { high = middle }
        }
        high
    }

    /// The chance of at least a count.
    pub(crate) fn at_least(self, count: f64) -> f64 {
        if count <= 0.0 {
            return 1.0;
        }
        if self.mean <= 0.0 {
            return 0.0;
        }
        if self.mean > MOST {
            return 1.0;
        }
        if self.mean > MANY && count <= self.mean {
            return match self.size {
                None => 0.5 * erfc((count - 0.5 - self.mean) / self.mean.sqrt() * FRAC_1_SQRT_2),
                Some(size) => 1.0 - beta_reg(size, count, size / (size + self.mean)),
            };
        }
        // Above the mean the terms fall, and are summed themselves: no small chance is lost in a difference from 1.
        if count > self.mean {
            let (mut at, mut term, mut sum) = (count, self.log_term(count).exp(), 0.0);
            while term > sum * 1e-18 && term > 0.0 {
                sum += term;
                term *= self.ratio(at);
                at += 1.0;
            }
            return sum.min(1.0);
        }
        let (mut at, mut below) = (self.start(), 0.0);
        let mut term = self.log_term(at).exp();
        while at < count {
            below += term;
            term *= self.ratio(at);
            at += 1.0;
        }
        (1.0 - below).clamp(0.0, 1.0)
    }

    /// A count below which nothing worth counting lies: the chance of it alone can just be written.
    fn start(self) -> f64 {
        if self.log_term(0.0) > LEAST {
            return 0.0;
        }
        let (mut low, mut high) = (0.0, self.mean.floor());
        while high - low > 1.0 {
            let middle = ((low + high) / 2.0_f64).floor();
            if self.log_term(middle) > LEAST { high = middle } else { low = middle }
        }
        high
    }

    /// By how much the next count is likelier than this one.
    fn ratio(self, count: f64) -> f64 {
        match self.size {
            None => self.mean / (count + 1.0),
            Some(size) => (count + size) / (count + 1.0) * (self.mean / (size + self.mean)),
        }
    }

    /// The logarithm of the chance of just this count.
    fn log_term(self, count: f64) -> f64 {
        let Some(size) = self.size else {
            return count * self.mean.ln() - self.mean - ln_gamma(count + 1.0);
        };
        // With ln(1 + x), so that a size of many millions does not swallow the mean.
        let head = -size * (self.mean / size).ln_1p();
        if count == 0.0 {
            return head;
        }
        let rise = if count < 64.0 {
            (0..count as u32).map(|less| ((size + f64::from(less)) / (f64::from(less) + 1.0)).ln()).sum()
        } else {
            ln_gamma(count + size) - ln_gamma(size) - ln_gamma(count + 1.0)
        };
        head + rise + count * (self.mean / (size + self.mean)).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn large_means_are_answered_at_once_and_as_sums_would() {
        let check = |law: CountLaw, chance: f64, least: f64, most: f64| {
            let found = law.quantile(chance);
            assert!(least <= found && found <= most, "{law:?} {chance}: {found}");
        };
        // Just above and just below the border the answers meet.
        check(CountLaw::poisson(1_000_001.0), 0.99, 1_002_320.0, 1_002_335.0);
        check(CountLaw::poisson(999_999.0), 0.99, 1_002_320.0, 1_002_335.0);
        let near = CountLaw::dispersed(999_999.0, 50.0).quantile(0.99);
        check(CountLaw::dispersed(1_000_001.0, 50.0), 0.99, near - 5.0, near + 10.0);
        check(CountLaw::dispersed(5e8, 1e6), 0.99, 5e8, 2e9);
        for law in [CountLaw::poisson(1e20), CountLaw::dispersed(1e20, 7.0), CountLaw::poisson(f64::NAN)] {
            assert!(law.quantile(0.99).is_infinite());
        }
        assert!((CountLaw::dispersed(1e20, 7.0).at_least(100.0) - 1.0).abs() < 1e-9);
        assert!((CountLaw::poisson(4e6).at_least(4e6) - 0.5).abs() < 1e-3);
    }

    #[test]
    fn normal_points_are_those_of_the_tables() {
        for (chance, point) in [
            (0.5, 0.0),
            (0.95, 1.644_853_626_951_472_2),
            (0.975, 1.959_963_984_540_054),
            (0.99, 2.326_347_874_040_841),
            (0.999, 3.090_232_306_167_813_5),
            (0.001, -3.090_232_306_167_813_5),
            (1e-10, -6.361_340_902_404_056),
        ] {
            let got = normal_quantile(chance);
            assert!((got - point).abs() <= 4e-16 * point.abs().max(1.0), "{chance}: {got} for {point}");
        }
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
    }

    #[test]
    fn counts_at_the_edges() {
        assert_eq!(CountLaw::poisson(0.0).quantile(0.99), 0.0);
        assert_eq!(CountLaw::poisson(0.0).at_least(1.0), 0.0);
        assert_eq!(CountLaw::poisson(3.0).quantile(0.0), 0.0);
        assert_eq!(CountLaw::poisson(3.0).quantile(1.0), f64::INFINITY);
        assert_eq!(CountLaw::dispersed(3.0, 1.0), CountLaw::poisson(3.0));
        // A geometric count (size 1) of mean 1 is 0 with chance ½, and at most 1 with ¾, exactly.
        let halves = CountLaw::negative_binomial(1.0, 1.0);
        assert_eq!([halves.quantile(0.5), halves.quantile(0.75), halves.quantile(0.76)], [0.0, 1.0, 2.0]);
        assert!((halves.at_least(40.0) / 0.5_f64.powi(40) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn sums_meet_the_closed_forms() {
        for mean in [0.01, 0.7, 4.0, 40.0, 599.0, 601.0, 3_000.0, 80_000.0] {
            for many in [-2.0, -0.5, 0.0, 0.5, 2.0, 4.0] {
                let count = (mean + many * f64::sqrt(mean)).round().max(1.0);
                let exact = statrs::function::gamma::gamma_lr(count, mean);
                let summed = CountLaw::poisson(mean).at_least(count);
                assert!((summed / exact - 1.0).abs() < 1e-9, "{mean} {count}: {summed} for {exact}");
                let wide = CountLaw::negative_binomial(mean, 7.5);
                let (exact, summed) = (beta_reg(count, 7.5, mean / (mean + 7.5)), wide.at_least(count));
                assert!((summed / exact - 1.0).abs() < 1e-9, "{mean} {count}: {summed} for {exact}");
            }
        }
    }

    #[test]
    fn a_size_of_many_millions_is_almost_poisson() {
        for size in [1e6, 1e9, 1e13] {
            let (one, other) = (CountLaw::negative_binomial(4.0, size), CountLaw::poisson(4.0));
            assert_eq!(one.quantile(0.99), other.quantile(0.99));
            assert!((one.at_least(9.0) / other.at_least(9.0) - 1.0).abs() < 1e-4, "{size}");
        }
    }

    #[test]
    fn students_tails_are_those_of_the_tables() {
        for (t, freedom, chance) in [(2.570_582, 5.0, 0.05), (2.364_217, 100.0, 0.02), (1.0, 1.0, 0.5)] {
            assert!((student_beyond(t, freedom) - chance).abs() < 1e-7);
        }
        assert_eq!(student_beyond(f64::INFINITY, 3.0), 0.0);
    }

    proptest! {
        #[test]
        fn a_quantile_is_the_first_count_that_is_enough(
            mean in 0.001_f64..2_000.0, dispersion in 0.5_f64..30.0, chance in 0.01_f64..0.9999,
        ) {
            let law = CountLaw::dispersed(mean, dispersion);
            let count = law.quantile(chance);
            prop_assert!(1.0 - law.at_least(count + 1.0) >= chance - 1e-9);
            prop_assert!(count == 0.0 || 1.0 - law.at_least(count) < chance + 1e-9);
        }
    }
}
