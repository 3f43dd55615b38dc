//! Whether something promised will be reached by its day if its pace holds.
//!
//! What was told so far is taken as a walk with a drift: what is gained in some days varies around the pace in
//! proportion to them. The pace is the whole gain over the whole time; how much it varies is seen from the gains between
//! tellings. What is gained in the days to come then lies around pace × days with the uncertainty of both the days to come
//! and of the pace itself, as Student's t (a walk with drift is the prediction of R. Hyndman and G. Athanasopoulos,
//! Forecasting: Principles and Practice, 3rd edition 2021, section 5.5, with tellings at uneven distances).

/// Fewer gains than this say nothing.
pub const LEAST_GAINS: usize = 4;
/// Fewer days than this between the first and the last telling say nothing.
pub const LEAST_DAYS: f64 = 14.0;

/// What the pace says of the last day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// Where it would stand at the pace so far.
    pub likely: f64,
    /// The lower end of the interval: nine of ten times it ends between both.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Student's t: nineteen of twenty are below it, by degrees of freedom from 1.
const T: [f64; 30] = [
    6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753,
    1.746, 1.740, 1.734, 1.729, 1.725, 1.721, 1.717, 1.714, 1.711, 1.708, 1.706, 1.703, 1.701, 1.699, 1.697,
];

/// Foretells the value after `ahead` more days from what was told, each the days since the beginning and the value then;
/// nothing when that is too little to go by.
pub fn foretell(told: &[(f64, f64)], ahead: f64) -> Option<Reached> {
    // Several tellings of one day are one.
    let mut points: Vec<(f64, f64)> = Vec::with_capacity(told.len());
    for &(day, value) in told {
        match points.last_mut() {
            Some(last) if day <= last.0 => last.1 = value,
            _ => points.push((day, value)),
        }
    }
    let (first, last) = (*points.first()?, *points.last()?);
    let (gains, days) = (points.len() - 1, last.0 - first.0);
    if gains < LEAST_GAINS || days < LEAST_DAYS {
        return None;
    }
    let pace = (last.1 - first.1) / days;
    let squares: f64 = points
        .windows(2)
        .map(|pair| {
            let (span, gain) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
            (gain - pace * span).powi(2) / span
        })
        .sum();
    let freedom = gains - 1;
    let variance = squares / freedom as f64 * ahead * (1.0 + ahead / days);
    let t = T.get(freedom - 1).copied().unwrap_or(1.645);
    let (likely, reach) = (last.1 + pace * ahead, t * variance.sqrt());
    Some(Reached { likely, low: likely - reach, high: likely + reach })
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

        /// How many of so many days bring something.
        fn gain(&mut self, days: u32, chance: f64) -> f64 {
            (0..days).map(|_| f64::from(u8::from(self.unit() < chance))).sum()
        }
    }

    #[test]
    fn too_little_says_nothing() {
        let even =
            |count: u32, step: f64| (0..count).map(|at| (f64::from(at) * step, f64::from(at))).collect();
        let check = |told: Vec<(f64, f64)>, expected: bool| {
            assert_eq!(foretell(&told, 10.0).is_some(), expected, "{told:?}");
        };
        check(Vec::new(), false);
        check(even(4, 10.0), false);
        check(even(5, 10.0), true);
        check(even(10, 1.0), false);
        // Five tellings of one day are one.
        check(vec![(0.0, 0.0), (20.0, 1.0), (20.0, 2.0), (20.0, 3.0), (20.0, 4.0), (20.0, 5.0)], false);
    }

    #[test]
    fn an_even_pace_goes_on_and_an_uneven_one_is_less_sure() {
        let even: Vec<(f64, f64)> = (0..7).map(|at| (f64::from(at) * 5.0, f64::from(at) * 2.0)).collect();
        let found = foretell(&even, 20.0).expect("enough");
        assert!((found.likely - 20.0).abs() < 1e-9 && (found.high - found.low).abs() < 1e-6, "{found:?}");
        let uneven =
            [(0.0, 0.0), (5.0, 4.0), (10.0, 4.0), (15.0, 8.0), (20.0, 8.0), (25.0, 12.0), (30.0, 12.0)];
        let found = foretell(&uneven, 20.0).expect("enough");
        assert!((found.likely - 20.0).abs() < 1e-9 && found.high - found.low > 4.0, "{found:?}");
        let farther = foretell(&uneven, 40.0).expect("enough");
        assert!(farther.high - farther.low > found.high - found.low, "{farther:?}");
    }

    /// How often what came lay in the interval, where weeks are told and the pace is steady.
    fn coverage(weeks: u32, ahead: u32, chance: f64, seed: u64) -> f64 {
        let mut seeded = Seeded(seed);
        let mut within = 0_u32;
        for _ in 0..4_000 {
            let (mut value, mut told) = (0.0, vec![(0.0, 0.0)]);
            for week in 1..=weeks {
                value += seeded.gain(7, chance);
                told.push((f64::from(week * 7), value));
            }
            let came = value + seeded.gain(ahead, chance);
            let found = foretell(&told, f64::from(ahead)).expect("enough");
            within += u32::from((found.low..=found.high).contains(&came));
        }
        f64::from(within) / 4_000.0
    }

    #[test]
    fn nine_of_ten_intervals_hold_what_comes() {
        for (weeks, ahead, chance) in [(5, 20, 0.5), (8, 30, 0.4), (12, 60, 0.7)] {
            let held = coverage(weeks, ahead, chance, 7);
            assert!((0.86..0.95).contains(&held), "{weeks} {ahead} {chance}: {held}");
        }
    }
}
