//! What has to hold for any sums.

use super::super::{Method, Reconciler, Summing};
use crate::early_warning::Seeded;
use proptest::prelude::*;

const METHODS: [Method; 5] =
    [Method::BottomUp, Method::Ols, Method::WlsStructural, Method::WlsVariance, Method::MinTShrink];

/// A city of communes of villages, and topics across them.
pub(super) fn city(communes: usize, villages: usize) -> Summing {
    let bottoms: Vec<String> =
        (0..communes * villages).flat_map(|at| [format!("{at}/light"), format!("{at}/water")]).collect();
    let mut names = vec!["city".to_owned(), "light".to_owned(), "water".to_owned()];
    let all = || 0..bottoms.len();
    let one = |is: &dyn Fn(usize) -> bool| all().map(|at| f64::from(u8::from(is(at)))).collect::<Vec<f64>>();
    let mut cells = vec![one(&|_| true), one(&|at| at % 2 == 0), one(&|at| at % 2 == 1)];
    for commune in 0..communes {
        names.push(format!("commune {commune}"));
        cells.push(one(&|at| at / 2 / villages == commune));
    }
    for at in all() {
        names.push(bottoms[at].clone());
        cells.push(one(&|other| other == at));
    }
    Summing::new(&names, &bottoms, &cells).expect("it adds up")
}

pub(super) fn table(chance: &mut Seeded, rows: usize, columns: usize, low: f64, high: f64) -> Vec<Vec<f64>> {
    let mut cell = |_| low + (high - low) * chance.unit();
    (0..rows).map(|_| (0..columns).map(&mut cell).collect()).collect()
}

/// How far what was found is from its own sums, at most.
fn adds_up(summing: &Summing, found: &[Vec<f64>]) -> f64 {
    let steps = found[0].len();
    let mut far: f64 = 0.0;
    for step in 0..steps {
        let bottom: Vec<f64> = summing.bottoms().iter().map(|series| found[*series][step]).collect();
        for (row, sum) in found.iter().zip(summing.add_up(&bottom)) {
            far = far.max((row[step] - sum).abs());
        }
    }
    far
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_comes_out_adds_up_and_what_adds_up_stays(seed in 0_u64..10_000, communes in 1_usize..4, villages in 1_usize..4) {
        let summing = city(communes, villages);
        let mut chance = Seeded(seed);
        let series = summing.names().len();
        let residuals = table(&mut chance, series, 30, -3.0, 3.0);
        let base = table(&mut chance, series, 3, -2.0, 20.0);
        for method in METHODS {
            let reconciler = Reconciler::new(&summing, method, Some(&residuals)).expect("it can be");
            let found = reconciler.point(&base).expect("it adds up");
            prop_assert!(adds_up(&summing, &found) < 1e-9, "{:?}", method);
            let again = reconciler.point(&found).expect("it adds up");
            for (one, other) in found.iter().flatten().zip(again.iter().flatten()) {
                prop_assert!((one - other).abs() < 1e-7, "{:?}: {} {}", method, one, other);
            }
            let positive = reconciler.non_negative(&base).expect("it adds up");
            prop_assert!(adds_up(&summing, &positive) < 1e-9);
            prop_assert!(positive.iter().flatten().all(|value| *value >= 0.0));
        }
    }

    #[test]
    fn the_nearest_that_is_not_negative_is_no_further_than_any_other(seed in 0_u64..10_000) {
        let summing = city(2, 2);
        let mut chance = Seeded(seed);
        let series = summing.names().len();
        let base = table(&mut chance, series, 1, -4.0, 6.0);
        let reconciler = Reconciler::new(&summing, Method::Ols, None).expect("it can be");
        let found = reconciler.non_negative(&base).expect("it adds up");
        let far = |found: &[f64]| found.iter().zip(&base).map(|(one, base)| (one - base[0]).powi(2)).sum::<f64>();
        let own: Vec<f64> = found.iter().map(|row| row[0]).collect();
        let bottom: Vec<f64> = summing.bottoms().iter().map(|series| own[*series]).collect();
        for _ in 0..50 {
            let other: Vec<f64> = bottom.iter().map(|value| (value + 0.2 * (chance.unit() - 0.5)).max(0.0)).collect();
            prop_assert!(far(&own) <= far(&summing.add_up(&other)) + 1e-9);
        }
    }
}

#[test]
fn independent_errors_add_up_by_their_squares_bottom_up() {
    let summing = city(1, 2);
    let reconciler = Reconciler::new(&summing, Method::BottomUp, None).expect("it can be");
    let deviations = vec![vec![2.0]; summing.names().len()];
    let found = reconciler.gaussian(&deviations).expect("deviations");
    // Four at the bottom, two of each topic.
    for (series, expected) in [(0, 4.0), (1, 8.0_f64.sqrt()), (3, 4.0), (4, 2.0)] {
        assert!((found[series][0] - expected).abs() < 1e-12, "{series}: {}", found[series][0]);
    }
}

#[test]
fn drawn_futures_add_up_are_the_same_for_a_seed_and_have_the_spread_of_residuals() {
    let summing = city(2, 2);
    let mut chance = Seeded(5);
    let series = summing.names().len();
    let residuals = table(&mut chance, series, 400, -3.0, 3.0);
    let base = summing.add_up(&vec![10.0; summing.bottoms().len()]);
    let base: Vec<Vec<f64>> = base.into_iter().map(|value| vec![value; 2]).collect();
    let reconciler = Reconciler::new(&summing, Method::MinTShrink, Some(&residuals)).expect("it can be");
    let draw = |seed| reconciler.bootstrap(&base, &residuals, 4000, seed, false).expect("paths");
    let paths = draw(1);
    assert_eq!(paths, draw(1));
    assert_ne!(paths, draw(2));
    let sure = reconciler.gaussian(&vec![vec![3.0_f64.sqrt(); 2]; series]).expect("deviations");
    for (one, sure) in sure.iter().enumerate() {
        let sorted = paths.sorted(one, 1);
        let mean = sorted.iter().sum::<f64>() / sorted.len() as f64;
        let spread =
            (sorted.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / sorted.len() as f64).sqrt();
        assert!((spread / sure[1] - 1.0).abs() < 0.2, "{one}: {spread}, {}", sure[1]);
        assert!((mean - base[one][1]).abs() < 0.5, "{one}: {mean}");
    }
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let names = ["city", "north", "south"].map(str::to_owned);
    let cells = [vec![1.0, 1.0], vec![1.0, 0.0], vec![0.0, 1.0]];
    let check = |found: Result<Summing, crate::refusal::Refusal>, expected: &str| {
        assert_eq!(found.expect_err("refused").to_string(), expected);
    };
    check(Summing::new(&names, &names[1..], &cells[1..]), "summing: 2 values where 3 must be");
    let short = [vec![1.0], vec![1.0, 0.0], vec![0.0, 1.0]];
    check(Summing::new(&names, &names[1..], &short), "summing, row 1, city: 1 values where 2 must be");
    let bad = [vec![1.0, f64::NAN], vec![1.0, 0.0], vec![0.0, 1.0]];
    check(Summing::new(&names, &names[1..], &bad), "summing, row 1, south: NaN cannot be used");
    let twice = ["city", "north", "north"].map(str::to_owned);
    check(Summing::new(&twice, &names[1..], &cells), "summing, row 3, north: north stands there twice");
    let summing = Summing::new(&names, &names[1..], &cells).expect("it adds up");
    let refused = |method, residuals: Option<&[Vec<f64>]>| {
        Reconciler::new(&summing, method, residuals).expect_err("refused").to_string()
    };
    assert_eq!(refused(Method::MinTShrink, None), "residuals: 0 rows are too few: at least 2 are needed");
    let uneven = [vec![1.0, 2.0], vec![1.0], vec![2.0, 1.0]];
    assert_eq!(refused(Method::WlsVariance, Some(&uneven)), "residuals, north: 1 values where 2 must be");
    let reconciler = Reconciler::new(&summing, Method::Ols, None).expect("it can be");
    let said =
        reconciler.point(&[vec![1.0], vec![f64::INFINITY], vec![1.0]]).expect_err("refused").to_string();
    assert_eq!(said, "base, row 1, north: inf cannot be used");
}
