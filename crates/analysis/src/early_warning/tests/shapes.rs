//! What has to hold for any series.

use super::super::{
    Bayes, Chart, Column, Cusum, Ears, Farrington, FarringtonFlexible, Influences, LikelihoodRatio, Method,
    Norm, Power, Refusal, Series, Threshold, Verdict, Watch, Wrong,
};
use super::Seeded;
use proptest::prelude::*;

fn methods() -> Vec<Method> {
    let flexible = FarringtonFlexible { years: 3, ..FarringtonFlexible::default() };
    let with = |threshold| Method::FarringtonFlexible(FarringtonFlexible { threshold, ..flexible.clone() });
    let norm = Norm::Seasonal { trend: true, harmonics: 2 };
    vec![
        with(Threshold::NegativeBinomialPlugin),
        with(Threshold::UpperMean),
        with(Threshold::Delta(Power::TwoThirds)),
        with(Threshold::Delta(Power::Half)),
        with(Threshold::Delta(Power::One)),
        Method::Farrington(Farrington { years: 3, ..Farrington::default() }),
        Method::Ears(Ears::new(Chart::C1)),
        Method::Ears(Ears::new(Chart::C2)),
        Method::Ears(Ears::new(Chart::C3)),
        Method::Cusum(Cusum::default()),
        Method::LikelihoodRatio(LikelihoodRatio::poisson()),
        Method::LikelihoodRatio(LikelihoodRatio { norm, ..LikelihoodRatio::negative_binomial() }),
        Method::Bayes(Bayes { years: 3, ..Bayes::default() }),
    ]
}

fn watch(series: &Series, method: &Method) -> Result<Vec<Verdict>, Refusal> {
    let from = method.first_row(series).max(160);
    method.watch(series, from..series.rows().min(from + 12), &Influences::none())
}

/// Counts of very different sizes, with zeros and outbreaks.
fn counts(mean: f64, outbreak: i64, seed: u64) -> Vec<i64> {
    let mut chance = Seeded(seed);
    let mut draw = |_| {
        let own = mean * (0.5 + chance.unit());
        chance.poisson(own) as i64
    };
    let mut counts: Vec<i64> = (0..260).map(&mut draw).collect();
    counts[240] += outbreak;
    counts[3] += 1;
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn all_numbers_are_numbers(log_mean in -3.5_f64..5.5, outbreak in 0_i64..500, seed: u64) {
        let series = Series::numbered(&counts(log_mean.exp(), outbreak, seed), 52).expect("whole");
        for method in methods() {
            // A norm of waves may fit no curve to two or three cases in three years.
            let verdicts = match watch(&series, &method) {
                Err(Refusal { wrong: Wrong::NoConvergence, .. }) if log_mean < 0.0 => continue,
                verdicts => verdicts.unwrap_or_else(|refusal| panic!("{method:?}: {refusal}")),
            };
            for verdict in verdicts {
                let bound = verdict.upper_bound.unwrap_or(0.0);
                prop_assert!(bound >= 0.0 && bound.is_finite(), "{:?} {:?}", method, verdict);
                let expected = verdict.expected.unwrap_or(1.0);
                prop_assert!(expected >= 0.0 && expected.is_finite(), "{:?} {:?}", method, verdict);
                prop_assert!(verdict.score.is_none_or(|score| !score.is_nan()), "{:?} {:?}", method, verdict);
                prop_assert!(verdict.p_value.is_none_or(|p| (0.0..=1.0).contains(&p)), "{:?} {:?}", method, verdict);
            }
        }
    }

    #[test]
    fn what_comes_later_changes_nothing(seed: u64, later in 0_i64..900) {
        let mut counts = counts(6.0, 0, seed);
        let series = Series::numbered(&counts, 52).expect("whole");
        counts[250] = later;
        let changed = Series::numbered(&counts, 52).expect("whole");
        for method in methods() {
            let from = method.first_row(&series).max(220);
            let before = method.watch(&series, from..250, &Influences::none()).expect("verdicts");
            prop_assert_eq!(&before, &method.watch(&changed, from..250, &Influences::none()).expect("verdicts"));
            // Nor does where the watched rows end.
            let longer = method.watch(&series, from..260, &Influences::none()).expect("verdicts");
            prop_assert_eq!(&before[..], &longer[..before.len()]);
        }
    }

    #[test]
    fn more_is_no_less_of_an_alarm(seed: u64, more in 1_i64..60) {
        let mut counts = counts(5.0, 3, seed);
        let series = Series::numbered(&counts, 52).expect("whole");
        counts[240] += more;
        let higher = Series::numbered(&counts, 52).expect("whole");
        for method in methods() {
            let judge = |series: &Series| {
                method.watch(series, 240..241, &Influences::none()).expect("a verdict").remove(0)
            };
            let (low, high) = (judge(&series), judge(&higher));
            prop_assert!(high.alarm || !low.alarm, "{:?} {:?} {:?}", method, low, high);
            let is_c3 = matches!(&method, Method::Ears(Ears { chart: Chart::C3, .. }));
            if low.upper_bound.is_some() && !is_c3 {
                prop_assert_eq!(low.upper_bound, high.upper_bound);
            }
        }
    }

    #[test]
    fn effort_in_another_unit_changes_nothing(seed: u64, factor in 0.01_f64..100.0) {
        let series = Series::numbered(&counts(8.0, 40, seed), 52).expect("whole");
        let mut chance = Seeded(seed);
        let effort: Vec<f64> = (0..260).map(|_| 1.0 + 9.0 * chance.unit()).collect();
        let scaled = effort.iter().map(|effort| effort * factor).collect();
        let judge = |effort: Vec<f64>| {
            let threshold = Threshold::Delta(Power::TwoThirds);
            let method = FarringtonFlexible { years: 3, threshold, ..FarringtonFlexible::default() };
            method.watch(&series, 200..210, &Influences::none().with_effort(effort)).expect("verdicts")
        };
        for (one, other) in judge(effort).iter().zip(&judge(scaled)) {
            // The last step ends where the deviance no longer changes by 1e-8, so less than that is not to be asked.
            let (one, other) = (one.upper_bound.unwrap_or(0.0), other.upper_bound.unwrap_or(0.0));
            prop_assert!((one - other).abs() < 1e-6 * one.max(1.0), "{} {}", one, other);
        }
    }

    #[test]
    fn ears_shifts_and_scales_with_counts(seed: u64, shift in 0_i64..1000, scale in 1_i64..50) {
        let plain = counts(6.0, 20, seed);
        let series = Series::numbered(&plain, 52).expect("whole");
        let moved: Vec<i64> = plain.iter().map(|count| count * scale + shift).collect();
        let moved = Series::numbered(&moved, 52).expect("whole");
        let method = Ears::new(Chart::C2);
        let judge = |series: &Series| method.watch(series, 20..260, &Influences::none()).expect("verdicts");
        for (one, other) in judge(&series).iter().zip(&judge(&moved)) {
            let bound = one.upper_bound.unwrap_or(0.0) * scale as f64 + shift as f64;
            prop_assert!((bound - other.upper_bound.unwrap_or(0.0)).abs() < 1e-9 * bound.max(1.0));
        }
    }

    #[test]
    fn the_order_of_a_norm_does_not_matter_to_ears(seed: u64) {
        let mut plain = counts(6.0, 20, seed);
        let judge = |counts: &[i64]| {
            let series = Series::numbered(counts, 52).expect("whole");
            Ears::new(Chart::C1).watch(&series, 100..101, &Influences::none()).expect("verdicts").remove(0)
        };
        let before = judge(&plain);
        plain[93..100].reverse();
        prop_assert_eq!(before.upper_bound, judge(&plain).upper_bound);
    }
}

#[test]
fn what_is_wrong_is_named_by_row_and_column() {
    let series = Series::numbered(&counts(5.0, 0, 1), 52).expect("whole");
    let flexible = FarringtonFlexible::default();
    let refused = |method: FarringtonFlexible, influences: &Influences| {
        method.watch(&series, 200..201, influences).expect_err("refused").to_string()
    };
    let none = Influences::none();
    assert_eq!(
        flexible.watch(&series, 100..101, &none),
        Err(Wrong::TooLittleHistory { first: 264 }.at(101, Column::Date))
    );
    let short = FarringtonFlexible { years: 3, ..flexible.clone() };
    let nothing = Wrong::NothingToWatch { from: 261, until: 270, rows: 260 }.into();
    assert_eq!(short.watch(&series, 260..270, &none), Err(nothing));
    let check = |method: FarringtonFlexible, expected: &str| {
        let said = refused(method, &none);
        assert!(said.contains(expected), "{said}");
    };
    check(FarringtonFlexible { alpha: 0.0, ..short.clone() }, "alpha is 0");
    check(FarringtonFlexible { years: 0, ..short.clone() }, "years is 0");
    check(FarringtonFlexible { levels: 60, ..short.clone() }, "levels is 60");
    check(FarringtonFlexible { reweight_above: Some(0.5), ..short.clone() }, "reweight_above is 0.5");
    let effort = Influences::none().with_effort(vec![1.0; 259]);
    assert_eq!(refused(short.clone(), &effort), "effort: 259 values where 260 must be");
    let mut values = vec![0.0; 260];
    values[7] = f64::NAN;
    let holiday = Influences::none().with_regressor("tet", values);
    assert_eq!(refused(short, &holiday), "row 8, tet: NaN cannot be used");
    let not = Wrong::NotAdjustable.of(Column::Regressor("tet".into()));
    assert_eq!(Ears::new(Chart::C1).watch(&series, 200..201, &holiday), Err(not));
}

#[test]
fn a_past_of_zeros_expects_next_to_nothing() {
    let mut counts = vec![0; 260];
    counts[240] = 4;
    let series = Series::numbered(&counts, 52).expect("not all zero");
    let method = FarringtonFlexible { years: 3, ..FarringtonFlexible::default() };
    let verdicts = method.watch(&series, 238..242, &Influences::none()).expect("verdicts");
    // Four cases are fewer than the five that an alarm needs.
    assert!(verdicts.iter().all(|verdict| !verdict.alarm && verdict.upper_bound.is_none()));
    let bayes = Bayes { years: 3, ..Bayes::default() }.watch(&series, 240..241, &Influences::none());
    assert!(bayes.is_ok_and(|verdicts| verdicts[0].alarm));
}
