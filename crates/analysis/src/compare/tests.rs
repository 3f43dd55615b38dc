//! Comparisons whose answers are known, and what holds of all.

use super::*;
use proptest::prelude::*;

fn units(rows: &[(u64, f64)]) -> Vec<Observed> {
    rows.iter().map(|(events, base)| Observed { events: *events, base: *base }).collect()
}

#[test]
fn where_chance_explains_everything_nobody_is_ahead() {
    let found = compare(&units(&[(10, 100.0), (11, 100.0), (9, 100.0), (10, 100.0)]), &Options::default());
    let found = found.expect("they are compared");
    assert_eq!((found.spread, found.dispersion, found.overall), (0.0, 1.0, 0.1));
    for unit in &found.units {
        assert_eq!((unit.shrunk.value, unit.beyond), (0.1, Beyond::Within));
        assert_eq!((unit.rank.low, unit.rank.high), (1.0, 4.0), "any place");
    }
}

#[test]
fn the_funnel_is_narrow_for_the_large_and_has_the_exact_points_of_the_count() {
    let rows = [(10, 1000.0), (100, 10_000.0), (1000, 100_000.0), (12, 1000.0), (9, 1000.0)];
    let found = compare(&units(&rows), &Options::default()).expect("they are compared");
    // Of a mean of about 10, 4 and 17 are the 2.5 and 97.5 % points of the Poisson distribution.
    let small = found.units[0].limits;
    assert_eq!((small.low_95 * 1000.0, small.high_95 * 1000.0), (4.0, 17.0));
    let widths: Vec<f64> =
        found.units.iter().map(|unit| unit.limits.high_998 - unit.limits.low_998).collect();
    assert!(widths[0] > widths[1] && widths[1] > widths[2]);
}

#[test]
fn small_units_are_drawn_further_to_the_rate_of_all() {
    let rows = [(40, 1000.0), (4, 100.0), (10, 1000.0), (12, 1000.0), (8, 1000.0), (11, 1000.0)];
    let found = compare(&units(&rows), &Options::default()).expect("they are compared");
    let (large, small) = (found.units[0], found.units[1]);
    assert_eq!(large.rate, small.rate);
    assert!(small.shrunk.value < large.shrunk.value && found.overall < small.shrunk.value);
    assert!(small.shrunk.high - small.shrunk.low > large.shrunk.high - large.shrunk.low);
    let of = |at: usize| found.units[at].shrunk;
    // The same by hand: m = 85/5100, the prior's mean over variance, and (m·β + y) / (β + n).
    let m = 85.0 / 5100.0;
    let seen: f64 = rows.iter().map(|(y, n)| n * (*y as f64 / n - m).powi(2)).sum::<f64>() / 5100.0;
    let rate = m / (seen - m / (5100.0 / 6.0));
    for (at, (events, base)) in rows.iter().enumerate() {
        assert!((of(at).value - (m * rate + *events as f64) / (rate + base)).abs() < 1e-12);
    }
}

#[test]
fn shares_stay_between_nothing_and_all() {
    let mut rows = vec![(95, 100.0), (90, 100.0), (60, 100.0), (3, 3.0), (1, 2.0)];
    rows.extend((84..94).map(|events| (events, 100.0)));
    let options = Options { model: Model::Binomial, ..Options::default() };
    let found = compare(&units(&rows), &options).expect("they are compared");
    for unit in &found.units {
        assert!((0.0..=1.0).contains(&unit.shrunk.low) && (0.0..=1.0).contains(&unit.limits.high_998));
        assert!(unit.shrunk.low < unit.shrunk.value && unit.shrunk.value < unit.shrunk.high);
    }
    assert!(matches!(found.units[2].beyond, Beyond::Low { .. }), "{:?}", found.units[2]);
    assert!(found.units[3].shrunk.value < 1.0, "three of three is not all there will ever be");
    assert!(found.units[2].rank.low > found.units[0].rank.high - 2.0);
}

#[test]
fn few_of_many_in_time_are_judged_by_the_exact_chance() {
    // Of all 98 % are in time. One late of one is two in a hundred, two late of ten 1.6: rare, and not one in a thousand.
    let mut rows = vec![(9_800, 10_000.0); 60];
    rows.extend([(0, 1.0), (8, 10.0), (5, 10.0)]);
    let options = Options { model: Model::Binomial, ..Options::default() };
    let found = compare(&units(&rows), &options).expect("they are compared");
    let beyond: Vec<Beyond> = found.units[60..].iter().map(|unit| unit.beyond).collect();
    assert_eq!(found.dispersion, 1.0);
    let low = |by_998| Beyond::Low { by_998 };
    assert_eq!(beyond, [low(false), low(false), low(true)]);
}

#[test]
fn where_all_are_alike_the_interval_is_that_of_all_together() {
    let found = compare(&units(&[(1, 10.0), (1, 10.0)]), &Options::default()).expect("they are compared");
    let shrunk = found.units[0].shrunk;
    assert!(shrunk.low < 0.05 && shrunk.value == 0.1 && 0.3 < shrunk.high, "{shrunk:?}");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let refused = |rows: &[(u64, f64)], options: Options| {
        compare(&units(rows), &options).expect_err("it is refused").to_string()
    };
    let binomial = Options { model: Model::Binomial, ..Options::default() };
    for (rows, options, expected) in [
        (&[(1, 2.0)][..], Options::default(), "1 rows are too few: at least 2 are needed"),
        (&[(1, 2.0), (1, 0.0)], Options::default(), "row 2, base: 0 cannot be used"),
        (&[(1, 2.0), (1, f64::NAN)], Options::default(), "row 2, base: NaN cannot be used"),
        (&[(1, 2.0), (3, 2.0)], binomial, "row 2, base: 2 cannot be used"),
        (&[(0, 2.0), (0, 2.0)], Options::default(), "count: all 2 rows are zero"),
        (
            &[(1, 2.0), (1, 2.0)],
            Options { draws: 9, ..binomial },
            "the draws is 9 and must be 100 to 100,000",
        ),
    ] {
        assert_eq!(refused(rows, options), expected);
    }
}

#[test]
fn silence_is_the_less_likely_the_more_was_told() {
    assert_eq!(silence(10, 0, 3), None);
    let chances: Vec<f64> = [0, 1, 10, 100].iter().filter_map(|events| silence(*events, 50, 5)).collect();
    assert!(chances.is_sorted_by(|one, other| one > other), "{chances:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn every_place_is_somebodys_and_shrinking_never_passes_the_rate_of_all(
        rows in proptest::collection::vec((0_u64..80, 80.0_f64..5000.0), 2..12), is_part in any::<bool>(),
    ) {
        prop_assume!(rows.iter().any(|(events, _)| *events > 0));
        let model = if is_part { Model::Binomial } else { Model::Poisson };
        let options = Options { model, draws: 100, seed: 3 };
        let found = compare(&units(&rows), &options).expect("they are compared");
        prop_assert_eq!(&found, &compare(&units(&rows), &options).expect("again"));
        for unit in &found.units {
            let between = |value: f64| {
                let (low, high) = (unit.rate.min(found.overall), unit.rate.max(found.overall));
                low - 1e-9 <= value && value <= high + 1e-9
            };
            prop_assert!(between(unit.shrunk.value), "{unit:?} of {}", found.overall);
            prop_assert!(1.0 <= unit.rank.low && unit.rank.high <= rows.len() as f64);
            prop_assert!(unit.limits.low_998 <= unit.limits.low_95 && unit.limits.high_95 <= unit.limits.high_998);
        }
    }
}
