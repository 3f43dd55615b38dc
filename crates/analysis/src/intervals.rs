//! Intervals around shares and counts, so that figures which cannot be told apart are not ranked.

/// The 97.5 % point of the normal distribution: all intervals here are of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// A value with the ends of its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The observed value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Estimate {
    /// The same in another unit.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { value: self.value * factor, low: self.low * factor, high: self.high * factor }
    }
}

/// The share of `part` in `whole` with Wilson's score interval (1927), between 0 and 1. `None` when `whole` is 0 or
/// smaller than `part`: then there is no share.
pub fn share(part: u64, whole: u64) -> Option<Estimate> {
    if whole == 0 || part > whole {
        return None;
    }
    let (count, value) = (whole as f64, part as f64 / whole as f64);
    let scale = 1.0 + Z * Z / count;
    let centre = (value + Z * Z / (2.0 * count)) / scale;
    let half = Z / scale * (value * (1.0 - value) / count + Z * Z / (4.0 * count * count)).sqrt();
    // At the ends the formula gives 0 and 1 exactly; rounding must not leave a hair's breadth.
    let low = if part == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if part == whole { 1.0 } else { (centre + half).min(1.0) };
    Some(Estimate { value, low, high })
}

/// A count with the exact Poisson interval (Garwood 1936): the means for which seeing so few or so many has a chance of
/// 2.5 %.
pub fn count(events: u64) -> Estimate {
    let value = events as f64;
    let low = if events == 0 { 0.0 } else { poisson_mean(events - 1, 0.975) };
    Estimate { value, low, high: poisson_mean(events, 0.025) }
}

/// Events per so many people (10,000 in the house's tables) with the exact Poisson interval. `None` without people.
pub fn rate(events: u64, people: u64, per: f64) -> Option<Estimate> {
    (people > 0).then(|| count(events).times(per / people as f64))
}

/// Two estimates can be told apart when their intervals do not meet. This is cautious: estimates that differ by a test may
/// still overlap a little, and then no order is claimed.
pub fn distinguishable(one: Estimate, other: Estimate) -> bool {
    one.low > other.high || other.low > one.high
}

/// The mean at which a Poisson count is at most `events` with the given chance.
fn poisson_mean(events: u64, chance: f64) -> f64 {
    // Byar's and Wilson-Hilferty's forms are within 1e-5 relative from here on, and the sum below grows long.
    const MANY: u64 = 1_000_000;
    let value = events as f64 + 1.0;
    let z = if chance < 0.5 { Z } else { -Z };
    let near = value * (1.0 - 1.0 / (9.0 * value) + z / (3.0 * value.sqrt())).powi(3);
    if events >= MANY {
        return near;
    }
    if let Some(mean) = newton(events, chance, near) {
        return mean;
    }
    let (mut low, mut high) = (0.0, value + 10.0 * value.sqrt() + 10.0);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if at_most(events, middle) > chance { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// The same by Newton's steps from near by, of which three or four are enough; `None` where they lead away.
fn newton(events: u64, chance: f64, near: f64) -> Option<f64> {
    let mut mean = near;
    for _ in 0..12 {
        // By how much the chance sinks as the mean grows: the chance of just so many.
        let slope = (events as f64 * mean.ln() - mean - log_factorial(events)).exp();
        let step = (at_most(events, mean) - chance) / slope;
        mean += step;
        if !mean.is_finite() || mean <= 0.0 {
            return None;
        }
        if step.abs() <= mean * 1e-10 {
            return Some(mean);
        }
    }
    None
}

/// The chance that a Poisson count of this mean is at most `events`.
fn at_most(events: u64, mean: f64) -> f64 {
    if mean <= 0.0 {
        return 1.0;
    }
    // Terms are summed from the largest, so that no power of the mean overflows.
    let top = events.min(mean as u64);
    let log_term = top as f64 * mean.ln() - mean - log_factorial(top);
    let peak = log_term.exp();
    let mut sum = peak;
    let mut term = peak;
    for number in (1..=top).rev() {
        term *= number as f64 / mean;
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    term = peak;
    for number in top + 1..=events {
        term *= mean / number as f64;
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum.min(1.0)
}

/// ln(n!), summed when short and by Stirling's series otherwise (error below 1e-12).
fn log_factorial(number: u64) -> f64 {
    if number < 32 {
        return (2..=number).map(|factor| (factor as f64).ln()).sum();
    }
    let n = number as f64;
    let tail = 1.0 / (12.0 * n) - 1.0 / (360.0 * n.powi(3)) + 1.0 / (1260.0 * n.powi(5));
    n * n.ln() - n + 0.5 * (2.0 * std::f64::consts::PI * n).ln() + tail
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(left: f64, right: f64) -> bool {
        (left - right).abs() < 5e-4 * right.abs().max(1.0)
    }

    #[test]
    fn shares_have_wilsons_interval() {
        // 81 of 263 is Newcombe's example (1998); the ends 0 and 1 have closed forms, z²/(n + z²).
        for (part, whole, low, high) in [
            (0, 10, 0.0, 0.277_533),
            (1, 10, 0.017_876, 0.404_150),
            (5, 10, 0.236_593, 0.763_407),
            (10, 10, 0.722_467, 1.0),
            (81, 263, 0.255_270, 0.366_164),
        ] {
            let share = share(part, whole).expect("a share");
            assert!(near(share.low, low) && near(share.high, high), "{part}/{whole}: {share:?}");
        }
        assert_eq!(share(0, 0), None);
        assert_eq!(share(3, 2), None);
    }

    #[test]
    fn counts_have_garwoods_interval() {
        // Garwood's table, as half chi-square points.
        for (events, low, high) in [
            (0, 0.0, 3.688_879),
            (1, 0.025_318, 5.571_643),
            (5, 1.623_486, 11.668_33),
            (10, 4.795_389, 18.390_36),
            (100, 81.363_95, 121.627_3),
        ] {
            let count = count(events);
            assert!(near(count.low, low) && near(count.high, high), "{events}: {count:?}");
        }
    }

    #[test]
    fn newtons_steps_end_where_they_should() {
        for events in (0..2_000).chain([5_000, 50_000, 400_000]) {
            for chance in [0.025, 0.975] {
                let mean = newton(events, chance, poisson_mean(events, chance)).expect("already there");
                assert!((at_most(events, mean) - chance).abs() < 1e-9, "{events} {chance}: {mean}");
                let value = events as f64 + 1.0;
                let z = if chance < 0.5 { Z } else { -Z };
                let far = value * (1.0 - 1.0 / (9.0 * value) + z / (3.0 * value.sqrt())).powi(3);
                assert!(newton(events, chance, far).is_some(), "{events} {chance} is left to halving");
            }
        }
    }

    #[test]
    fn exact_and_approximate_counts_meet() {
        let (exact, near_by) = (count(999_999), count(1_000_001));
        assert!((exact.low / near_by.low - 1.0).abs() < 1e-5, "{exact:?} {near_by:?}");
        assert!((exact.high / near_by.high - 1.0).abs() < 1e-5, "{exact:?} {near_by:?}");
    }

    #[test]
    fn rates_name_their_base() {
        let rate = rate(13, 65_023, 10_000.0).expect("a rate");
        assert!(near(rate.value, 1.999_3) && near(rate.low, 1.064_5) && near(rate.high, 3.418_9), "{rate:?}");
        assert_eq!(super::rate(13, 0, 10_000.0), None);
    }

    #[test]
    fn only_apart_intervals_are_told_apart() {
        let of = |part, whole| share(part, whole).expect("a share");
        assert!(!distinguishable(of(8, 10), of(5, 10)));
        assert!(distinguishable(of(800, 1000), of(500, 1000)));
        assert!(distinguishable(of(500, 1000), of(800, 1000)));
    }

    proptest! {
        #[test]
        fn values_lie_inside(part in 0_u64..3000, more in 0_u64..3000, people in 1_u64..1_000_000) {
            let estimates = [share(part, part + more), Some(count(part)), rate(part, people, 10_000.0)];
            for estimate in estimates.into_iter().flatten() {
                prop_assert!(estimate.low <= estimate.value + 1e-12 && estimate.value <= estimate.high + 1e-12);
            }
            prop_assert!(count(part + 1).low > count(part).low);
        }
    }
}
