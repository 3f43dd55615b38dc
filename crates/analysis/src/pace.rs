//! How much of what falls due would lapse if the pace of the last weeks held.
//!
//! The pace is the number of duties that were kept in time per working day. How many will be kept in the days to come is
//! predicted from that count: where counts are Poisson's, the prediction with Jeffreys' prior is a negative binomial
//! (the predictor of W. Nelson, IEEE Transactions on Reliability R-19, 1970, in the Bayesian form compared by K. Krishnamoorthy
//! and J. Peng, Journal of Statistical Planning and Inference 141, 2011). Where weeks differ more than Poisson's would, its
//! variance is widened by as much. What is due first is taken to be done first.

/// Working days of a week: counts are compared by weeks, so that weekdays weigh the same.
const WEEK: usize = 5;
/// Fewer working days of history than this say nothing.
pub const LEAST_DAYS: usize = 20;
/// Fewer duties kept in them than this say nothing.
pub const LEAST_KEPT: u64 = 10;
/// The ends of the interval: nine of ten times what comes lies in it.
const ENDS: (f64, f64) = (0.05, 0.95);

/// What the pace says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forecast {
    /// Nothing falls due.
    NothingDue,
    /// Too little was kept in too few days to go by.
    TooLittle,
    /// So many of those due would lapse.
    Lapses(Lapses),
}

/// How many would lapse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lapses {
    /// How many fall due.
    pub due: u64,
    /// How many of them would lapse at the mean pace.
    pub likely: u64,
    /// The lower end of the interval.
    pub low: u64,
    /// The upper end.
    pub high: u64,
}

/// Foretells from what was kept in time on each of the last working days, oldest first, and what falls due on each of the
/// working days to come, soonest first.
pub fn forecast(kept: &[u64], due: &[u64]) -> Forecast {
    let (sum, all) = (kept.iter().sum::<u64>(), due.iter().sum::<u64>());
    if all == 0 {
        return Forecast::NothingDue;
    }
    if kept.len() < LEAST_DAYS || sum < LEAST_KEPT {
        return Forecast::TooLittle;
    }
    let (days, ahead) = (kept.len() as f64, due.len() as f64);
    let mean = (sum as f64 + 0.5) * ahead / days;
    let variance = dispersion(kept) * mean * (1.0 + ahead / days);
    let lapses = |served: f64| lapses(served, due);
    Forecast::Lapses(Lapses {
        due: all,
        likely: lapses(mean),
        low: lapses(quantile(mean, variance, ENDS.1)),
        high: lapses(quantile(mean, variance, ENDS.0)),
    })
}

/// By how much weeks vary more than Poisson's counts would; never less than 1.
fn dispersion(kept: &[u64]) -> f64 {
    let weeks: Vec<f64> = kept.rchunks_exact(WEEK).map(|week| week.iter().sum::<u64>() as f64).collect();
    let mean = weeks.iter().sum::<f64>() / weeks.len().max(1) as f64;
    if weeks.len() < 2 || mean <= 0.0 {
        return 1.0;
    }
    let squares: f64 = weeks.iter().map(|week| (week - mean).powi(2)).sum();
    (squares / (weeks.len() - 1) as f64 / mean).max(1.0)
}

/// How many lapse when so many are kept evenly over the days, what is due first done first.
fn lapses(served: f64, due: &[u64]) -> u64 {
    let (mut done, mut lapsed) = (0_u64, 0_u64);
    for (day, count) in due.iter().enumerate() {
        let until = served * (day + 1) as f64 / due.len() as f64;
        let left = (until.round() as u64).saturating_sub(done);
        let kept = left.min(*count);
        done += kept;
        lapsed += count - kept;
    }
    lapsed
}

/// The smallest count that a negative binomial of this mean and variance is at most with a chance.
fn quantile(mean: f64, variance: f64, chance: f64) -> f64 {
    /// From here on the normal curve fits and the first term of the sum would be too small.
    const MANY: f64 = 400.0;
    let spread = variance - mean;
    if mean > MANY || spread <= mean * 1e-6 {
        let z = if chance < 0.5 { -1.644_853_626_951_472_7 } else { 1.644_853_626_951_472_7 };
        return (mean + z * variance.sqrt()).round().max(0.0);
    }
    let size = mean * mean / spread;
    let ratio = mean / (size + mean);
    let mut term = (size * (size / (size + mean)).ln()).exp();
    let (mut sum, mut count) = (term, 0.0_f64);
    while sum < chance && count < 100.0 * MANY {
        term *= (count + size) / (count + 1.0) * ratio;
        count += 1.0;
        sum += term;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator of chance of its own, so that this crate needs no other.
    struct Seeded(u64);

    impl Seeded {
        fn unit(&mut self) -> f64 {
            // Steele, Lea and Flood's SplitMix64.
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        }

        /// A Poisson count, by Knuth's product.
        fn poisson(&mut self, mean: f64) -> u64 {
            let (limit, mut product, mut count) = ((-mean).exp(), self.unit(), 0);
            while product > limit {
                product *= self.unit();
                count += 1;
            }
            count
        }
    }

    #[test]
    fn too_little_and_nothing_are_said() {
        let check = |kept: &[u64], due: &[u64], expected: Forecast| assert_eq!(forecast(kept, due), expected);
        check(&[3; 20], &[0; 5], Forecast::NothingDue);
        check(&[3; 19], &[1; 5], Forecast::TooLittle);
        check(&[0; 40], &[1; 5], Forecast::TooLittle);
        let quick = Lapses { due: 5, likely: 0, low: 0, high: 0 };
        check(&[5; 40], &[1; 5], Forecast::Lapses(quick));
        assert!(matches!(forecast(&[1; 20], &[20, 0, 0, 0, 0]), Forecast::Lapses(Lapses { likely: 19, .. })));
    }

    #[test]
    fn quantiles_are_those_of_the_distribution() {
        // A geometric count (size 1) of mean 4 is at most n with chance 1 − 0.8^(n+1).
        assert_eq!(quantile(4.0, 20.0, 0.95), 13.0);
        assert_eq!(quantile(4.0, 20.0, 0.05), 0.0);
        assert!((quantile(1000.0, 1000.5, 0.95) - 1052.0).abs() <= 1.0);
    }

    #[test]
    fn what_is_due_first_is_done_first() {
        for (served, due, expected) in [
            (5.0, &[1, 1, 1, 1, 1][..], 0),
            (5.0, &[5, 0, 0, 0, 0], 4),
            (5.0, &[0, 0, 0, 0, 5], 0),
            (0.0, &[2, 3], 5),
            (10.0, &[0, 20], 10),
        ] {
            assert_eq!(lapses(served, due), expected, "{served} {due:?}");
        }
    }

    /// Offices whose true pace is known, with more due at the end of the window than they can keep: how often what came
    /// lay in the interval.
    fn coverage(pace: impl Fn(&mut Seeded) -> f64, seed: u64) -> f64 {
        let mut chance = Seeded(seed);
        let (mut within, mut told) = (0_u32, 0_u32);
        for _ in 0..2_000 {
            let day = |chance: &mut Seeded, own: f64| chance.poisson(own);
            let mut kept = Vec::new();
            for _ in 0..8 {
                let own = pace(&mut chance);
                kept.extend((0..5).map(|_| day(&mut chance, own)));
            }
            let own = pace(&mut chance);
            let served: u64 = (0..5).map(|_| day(&mut chance, own)).sum();
            let due = [0, 0, 0, 0, 60];
            if let Forecast::Lapses(foretold) = forecast(&kept, &due) {
                told += 1;
                let lapsed = 60_u64.saturating_sub(served);
                within += u32::from((foretold.low..=foretold.high).contains(&lapsed));
            }
        }
        assert!(told > 1_900, "{told}");
        f64::from(within) / f64::from(told)
    }

    #[test]
    fn nine_of_ten_intervals_hold_what_comes() {
        let steady = coverage(|_| 4.0, 11);
        assert!((0.88..0.97).contains(&steady), "{steady}");
        let slow = coverage(|_| 0.8, 12);
        assert!((0.88..0.98).contains(&slow), "{slow}");
        // Weeks that differ: a holiday rush, somebody away.
        let uneven = coverage(|chance| if chance.unit() < 0.5 { 2.0 } else { 6.0 }, 13);
        assert!((0.85..1.0).contains(&uneven), "{uneven}");
    }
}
