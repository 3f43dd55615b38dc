//! Each model on series of its own kind.

use super::super::{Among, Forecast, Kind, Model, Options, Past, Season, forecast};
use crate::early_warning::{Calendar, HolidayWindow, Seeded, tet};
use jiff::ToSpan;
use jiff::civil::{Date, date};

const MONTHS: Calendar = Calendar::Numbered { per_year: 12 };
const WEEKS: Calendar = Calendar::Numbered { per_year: 52 };

fn told(past: &Past, options: &Options) -> Forecast {
    let found = forecast(past, options).expect("a forecast");
    for lists in [&found.means, &found.deviations] {
        assert_eq!(lists.len(), options.steps);
        assert!(lists.iter().all(|value| value.is_finite()), "{lists:?}");
    }
    for step in 0..options.steps {
        let quantiles: Vec<f64> = found.quantiles.iter().map(|quantiles| quantiles[step]).collect();
        assert!(quantiles.is_sorted(), "{quantiles:?}");
        if past.are_counts() {
            assert!(quantiles.iter().all(|value| *value >= 0.0 && value.fract() == 0.0), "{quantiles:?}");
        }
    }
    found
}

#[test]
fn a_season_that_multiplies_is_found_and_goes_on() {
    let mut chance = Seeded(3);
    let season = [0.6, 0.7, 0.9, 1.0, 1.1, 1.3, 1.5, 1.4, 1.1, 0.9, 0.8, 0.7];
    let level = |row: usize| 100.0 + 2.0 * row as f64;
    let values: Vec<f64> =
        (0..84).map(|row| level(row) * season[row % 12] * (1.0 + 0.04 * (chance.unit() - 0.5))).collect();
    let past = Past::amounts(values, MONTHS).expect("a past");
    let found = told(&past, &Options { steps: 12, ..Options::default() });
    let Model::Smoothing(form) = found.model else { panic!("{:?}", found.model) };
    assert_eq!(form.season, Season::Multiplicative, "{form}");
    for (step, mean) in found.means.iter().enumerate() {
        let expected = level(84 + step) * season[step % 12];
        assert!((mean / expected - 1.0).abs() < 0.06, "{form} {step}: {mean} {expected}");
    }
}

#[test]
fn small_counts_get_quantiles_that_hold_as_often_as_they_say() {
    // Negative binomial counts whose mean follows them, drawn by a Poisson mean that is itself drawn.
    let (mut within, mut below, mut all) = (0, 0, 0);
    for seed in 0..30 {
        let mut chance = Seeded(seed);
        let mut now = 3.0;
        let counts: Vec<i64> = (0..164)
            .map(|_| {
                let drawn = now * -0.5 * (chance.unit().ln() + chance.unit().ln());
                let count = chance.poisson(drawn);
                now = 3.0 * 0.3 + 0.3 * count as f64 + 0.4 * now;
                count as i64
            })
            .collect();
        let past = Past::counts(&counts[..160], WEEKS).expect("a past");
        let options = Options { steps: 4, among: Among::Counts, paths: 500, seed, ..Options::default() };
        let found = told(&past, &Options { chances: vec![0.05, 0.5, 0.95], season: Some(1), ..options });
        for (step, count) in counts[160..].iter().enumerate() {
            all += 1;
            within += usize::from(
                found.quantiles[0][step] <= *count as f64 && *count as f64 <= found.quantiles[2][step],
            );
            below += usize::from(*count as f64 <= found.quantiles[1][step]);
        }
    }
    // Of whole numbers a little more than nine of ten; half or more are not above the middle.
    assert!((100..=120).contains(&within) && all == 120, "{within} of {all}");
    assert!((50..=95).contains(&below), "{below} of {all}");
}

#[test]
fn what_is_mostly_nothing_is_told_by_how_often_and_how_many() {
    let mut chance = Seeded(9);
    let counts: Vec<i64> =
        (0..200).map(|_| if chance.unit() < 0.15 { 2 + chance.poisson(3.0) as i64 } else { 0 }).collect();
    let past = Past::counts(&counts, WEEKS).expect("a past");
    let mean = counts.iter().sum::<i64>() as f64 / 200.0;
    for kind in [Kind::Croston, Kind::Tsb] {
        let options = Options { steps: 3, among: Among::Intermittent(kind), ..Options::default() };
        let found = told(&past, &Options { chances: vec![0.5, 0.95], ..options });
        assert!((found.means[0] / mean - 1.0).abs() < 0.5, "{kind}: {} {mean}", found.means[0]);
        assert_eq!(found.quantiles[0][0], 0.0);
        assert!(found.quantiles[1][0] >= 3.0, "{:?}", found.quantiles);
    }
    let found = told(&past, &Options { steps: 3, season: Some(1), ..Options::default() });
    assert!(!matches!(found.model, Model::Smoothing(_)), "{}", found.model);
}

#[test]
fn tet_is_expected_where_it_falls_next() {
    let monday = |row: usize| date(2018, 1, 1).saturating_add((row as i64).weeks());
    let days: Vec<Date> = (2017..2030).filter_map(tet).collect();
    let dates: Vec<Date> = (0..420).map(monday).collect();
    let calendar = Calendar::of(&dates).expect("weeks");
    let in_tet = |row: usize| {
        days.iter().any(|day| (0..7).any(|more| monday(row).saturating_add((more as i64).days()) == *day))
    };
    let mut chance = Seeded(4);
    for mean in [8.0, 400.0] {
        let counts: Vec<i64> =
            (0..420).map(|row| chance.poisson(if in_tet(row) { mean / 4.0 } else { mean }) as i64).collect();
        let past = Past::counts(&counts, calendar).expect("a past");
        let past = past.with_holiday("tet", &days, HolidayWindow::TET, 20).expect("dates");
        let options = Options { steps: 20, season: Some(1), ..Options::default() };
        let found = told(&past, &options);
        let next = (0..20).find(|step| in_tet(420 + step)).expect("Tet is near");
        let other = found.means[next + 3];
        assert!(found.means[next] < 0.55 * other, "{}: {} {other}", found.model, found.means[next]);
    }
}

#[test]
fn what_never_changed_goes_on() {
    let same = Past::amounts(vec![3.5; 9], MONTHS).expect("a past");
    let found = told(&same, &Options { steps: 2, ..Options::default() });
    assert_eq!((found.model, found.means), (Model::Steady, vec![3.5, 3.5]));
    let ones = Past::counts(&[1; 30], MONTHS).expect("a past");
    let found = told(&ones, &Options::default());
    assert!(found.quantiles[0][0] <= 1.0 && found.quantiles[2][0] >= 1.0, "{:?}", found.quantiles);
}

#[test]
fn a_seed_gives_the_same_forecast_and_a_factor_the_same_shape() {
    let mut chance = Seeded(2);
    let counts: Vec<i64> =
        (0..120).map(|row| chance.poisson(2.0 + f64::from(row % 12) / 3.0) as i64).collect();
    let past = Past::counts(&counts, MONTHS).expect("a past");
    let options = Options { steps: 6, ..Options::default() };
    assert_eq!(told(&past, &options), told(&past, &options));
    let amounts = |factor: f64| {
        let values = counts.iter().map(|count| (*count as f64 + 10.0) * factor).collect();
        told(&Past::amounts(values, MONTHS).expect("a past"), &options)
    };
    let (one, other) = (amounts(1.0), amounts(1000.0));
    assert_eq!(one.model, other.model);
    for (one, other) in one.means.iter().zip(&other.means) {
        assert!((one * 1000.0 / other - 1.0).abs() < 1e-2, "{one} {other}");
    }
}
