//! What holds of every map.

use super::super::{
    chance::Chance, likelihood::Likelihood, plan::Plan, repeated, seen, time::Spans, zones::Zones, *,
};
use proptest::prelude::*;
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// A map and a study, from few numbers.
#[derive(Clone, Debug)]
struct Made {
    at: Vec<[f64; 2]>,
    study: Study,
    time: Time,
}

fn made(seed: u64, places: usize, times: usize, model: u8, time: u8) -> Made {
    let mut source = ChaCha8Rng::seed_from_u64(seed);
    let mut below = |bound: u64| source.next_u64() % bound;
    // Some places are at the same spot, and many equally far.
    let at: Vec<[f64; 2]> = (0..places).map(|_| [below(6) as f64, below(6) as f64]).collect();
    let counts = |most: u64, below: &mut dyn FnMut(u64) -> u64| -> Vec<Count> {
        let cell = |at: usize| (at / times, at % times);
        (0..places * times)
            .map(|at| Count { place: cell(at).0, time: cell(at).1, count: below(most) as i64 })
            .collect()
    };
    let mut cases = counts(4, &mut below);
    cases[0].count += 2;
    cases[places * times - 1].count += 2;
    let model = match model {
        0 => {
            Model::Poisson { expected: (0..places * times).map(|_| 0.5 + below(100) as f64 / 40.0).collect() }
        }
        1 => Model::Bernoulli { controls: counts(6, &mut below) },
        _ => Model::Permutation,
    };
    let longest = Some((times / 2).max(1));
    let time = match time {
        0 => Time::Whole,
        1 => Time::Retrospective { shortest: 1, longest, and_whole: seed.is_multiple_of(2) },
        2 => Time::Prospective { shortest: 1, longest, looking_since: None },
        _ => Time::Prospective { shortest: 1, longest, looking_since: Some(times / 2) },
    };
    Made { at, study: Study { times, cases, model, sizes: None }, time }
}

fn shapes(kind: u8, places: usize) -> Shapes {
    match kind {
        0 => Shapes::Circles,
        1 => Shapes::ellipses(1.0),
        _ => Shapes::Flexible {
            neighbours: (0..places).map(|at| vec![(at + 1) % places, (at + 3) % places]).collect(),
            nearest: 6,
        },
    }
}

/// The strongest window of a repetition, by looking at each as if it had been seen.
fn plainly(map: &Map, made: &Made, options: &Options, repetition: u32) -> f64 {
    let checked = made.study.check(map.places()).expect("it can be scanned");
    let spans = Spans::of(made.time, made.study.times).expect("it is possible");
    let zones = Zones::of(map, &checked, options.largest_share);
    let chance = Chance::of(&checked, &made.study.model, spans.first_edge());
    let mut strewn = made.study.check(map.places()).expect("it can be scanned");
    strewn.cases.fill(0);
    chance.strew(options.seed, repetition, &mut Default::default(), |place, time, count| {
        let cell = &mut strewn.cases[place * made.study.times + time];
        *cell = cell.checked_add_signed(count).expect("none below zero");
    });
    let spans = Spans { seen_from: spans.chance_from, ..spans };
    let found = seen::strongest(&zones, &strewn, &spans, options.least_cases, 1);
    found.iter().flatten().map(|found| found.statistic).fold(0.0, f64::max)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn passing_over_bundles_is_exact(
        seed: u64, places in 2_usize..14, times in 2_usize..9, model in 0_u8..3, time in 0_u8..4, shape in 0_u8..3
    ) {
        let made = made(seed, places, times, model, time);
        let map = Map::new(Coordinates::Plane(made.at.clone()), &shapes(shape, places), None).expect("a map");
        let options = Options { time: made.time, repetitions: 40, seed, ..Options::default() };
        let Ok(report) = map.scan(&made.study, &options) else { return Ok(()) };
        for (repetition, found) in report.maxima.iter().enumerate() {
            let expected = plainly(&map, &made, &options, repetition as u32);
            prop_assert!((found - expected).abs() < 1e-9, "{repetition}: {found} {expected}");
        }
    }

    #[test]
    fn reports_hold_together(
        seed: u64, places in 2_usize..14, times in 2_usize..9, model in 0_u8..3, time in 0_u8..4, shape in 0_u8..3
    ) {
        let made = made(seed, places, times, model, time);
        let map = Map::new(Coordinates::Plane(made.at.clone()), &shapes(shape, places), None).expect("a map");
        let options = Options { time: made.time, repetitions: 50, seed, ..Options::default() };
        let Ok(report) = map.scan(&made.study, &options) else { return Ok(()) };
        let threaded = map.scan(&made.study, &Options { threads: 2, ..options.clone() }).expect("as before");
        prop_assert_eq!(&report, &threaded);
        for cluster in &report.clusters {
            let within = |one: &&Count| {
                cluster.places.contains(&one.place) && (cluster.first..=cluster.last).contains(&one.time)
            };
            let sum: i64 = made.study.cases.iter().filter(within).map(|one| one.count).sum();
            prop_assert_eq!(sum as u64, cluster.observed);
            prop_assert!(cluster.observed as f64 > cluster.expected && cluster.statistic > 0.0);
            let probability = cluster.probability.expect("there are repetitions");
            prop_assert!(probability.by_rank > 0.0 && probability.by_rank <= 1.0);
            prop_assert!(probability.gumbel.is_none_or(|gumbel| gumbel > 0.0 && gumbel <= 1.0));
            prop_assert!(cluster.relative_risk > 1.0);
        }
        prop_assert!(report.clusters.windows(2).all(|pair| pair[0].statistic >= pair[1].statistic - 1e-8));
    }

    #[test]
    fn the_order_of_places_is_nothing(
        seed: u64, places in 2_usize..14, times in 2_usize..9, model in 0_u8..3, time in 0_u8..3, turn in 1_usize..13
    ) {
        let made = made(seed, places, times, model, time);
        let options = Options { time: made.time, repetitions: 0, ..Options::default() };
        let map = Map::new(Coordinates::Plane(made.at.clone()), &Shapes::Circles, None).expect("a map");
        let Ok(report) = map.scan(&made.study, &options) else { return Ok(()) };
        // Each place moves to another row.
        let to = |place: usize| (place + turn) % places;
        let mut at = made.at.clone();
        (0..places).for_each(|place| at[to(place)] = made.at[place]);
        let moved = |rows: &[Count]| -> Vec<Count> {
            rows.iter().rev().map(|one| Count { place: to(one.place), ..*one }).collect()
        };
        let model = match &made.study.model {
            Model::Poisson { expected } => {
                let mut turned = expected.clone();
                for place in 0..places {
                    turned[to(place) * times..][..times].copy_from_slice(&expected[place * times..][..times]);
                }
                Model::Poisson { expected: turned }
            }
            Model::Bernoulli { controls } => Model::Bernoulli { controls: moved(controls) },
            Model::Permutation => Model::Permutation,
        };
        let study = Study { cases: moved(&made.study.cases), model, ..made.study };
        let map = Map::new(Coordinates::Plane(at), &Shapes::Circles, None).expect("a map");
        let other = map.scan(&study, &options).expect("as before");
        prop_assert_eq!(report.clusters.len(), other.clusters.len());
        for (one, other) in report.clusters.iter().zip(&other.clusters) {
            prop_assert!((one.statistic - other.statistic).abs() < 1e-8, "{one:?} {other:?}");
            prop_assert_eq!(one.observed, other.observed);
        }
    }
}

/// Whether a cluster that was planted is the most likely one: just it, and with little left to chance.
fn finds_what_was_planted(seed: u64, model: u8) -> bool {
    let mut source = ChaCha8Rng::seed_from_u64(seed);
    let mut rare = |chance: u64| i64::from(source.next_u64() % 100 < chance);
    let (side, times) = (8, 12);
    let at = (0..side * side).map(|at| [(at % side) as f64, (at / side) as f64]).collect();
    // Five places around one, on the last three days.
    let planted = [27, 26, 28, 19, 35];
    let (mut cases, mut controls) = (Vec::new(), Vec::new());
    for place in 0..side * side {
        for time in 0..times {
            let within = planted.contains(&place) && time >= 9;
            let count = if within { 2 + rare(50) } else { rare(10) };
            cases.push(Count { place, time, count });
            controls.push(Count { place, time, count: 2 });
        }
    }
    let model = match model {
        0 => Model::Poisson { expected: vec![1.0; side * side * times] },
        1 => Model::Bernoulli { controls },
        _ => Model::Permutation,
    };
    let study = Study { times, cases, model, sizes: None };
    let map = Map::new(Coordinates::Plane(at), &Shapes::Circles, None).expect("a map");
    let time = Time::Prospective { shortest: 1, longest: None, looking_since: None };
    let options = Options { time, repetitions: 99, ..Options::default() };
    let report = map.scan(&study, &options).expect("a report");
    let cluster = &report.clusters[0];
    let mut places = cluster.places.clone();
    places.sort_unstable();
    let by_rank = cluster.probability.expect("there are repetitions").by_rank;
    assert_eq!(cluster.recurrence, Some(1.0 / by_rank));
    places == [19, 26, 27, 28, 35] && (cluster.first, cluster.last) == (9, 11) && by_rank <= 0.05
}

#[test]
fn a_planted_cluster_is_found() {
    // A permutation keeps the places' and the days' own sums, in which most of such a cluster shows already.
    for (model, least) in [(0, 9), (1, 9), (2, 5)] {
        let found = (0..10).filter(|seed| finds_what_was_planted(*seed, model)).count();
        assert!(found >= least, "model {model}: {found} of 10");
    }
}

#[test]
fn many_cases_are_counted_in_larger_numbers() {
    // As many as no small number holds: the same answer as of an exact look.
    let mut made = made(5, 9, 4, 0, 1);
    made.study.cases.iter_mut().for_each(|one| one.count = 1000 + one.count * 30);
    let map = Map::new(Coordinates::Plane(made.at.clone()), &Shapes::Circles, None).expect("a map");
    let options = Options { time: made.time, repetitions: 20, ..Options::default() };
    let report = map.scan(&made.study, &options).expect("a report");
    assert!(report.cases > 32_767);
    for (repetition, found) in report.maxima.iter().enumerate() {
        assert!((found - plainly(&map, &made, &options, repetition as u32)).abs() < 1e-9);
    }
}

#[test]
fn chance_has_no_cluster() {
    // What chance made is found to be chance: of 200 maps one of twenty is below 0.05.
    let places = 25;
    let at: Vec<[f64; 2]> = (0..places).map(|at| [(at % 5) as f64, (at / 5) as f64]).collect();
    let map = Map::new(Coordinates::Plane(at), &Shapes::Circles, None).expect("a map");
    let mut alarms = 0;
    for seed in 0..200 {
        let mut source = ChaCha8Rng::seed_from_u64(seed);
        let case = |_| Count { place: (source.next_u64() % places as u64) as usize, time: 0, count: 1 };
        let cases = (0..100).map(case).collect();
        let study =
            Study { times: 1, cases, model: Model::Poisson { expected: vec![1.0; places] }, sizes: None };
        let report =
            map.scan(&study, &Options { repetitions: 99, seed, ..Options::default() }).expect("a report");
        alarms += u32::from(report.clusters[0].probability.expect("there are repetitions").by_rank <= 0.05);
    }
    assert!((2..=20).contains(&alarms), "{alarms} of 200");
}

#[test]
fn earlier_looks_make_less_of_a_cluster() {
    let made = made(11, 12, 30, 2, 2);
    let map = Map::new(Coordinates::Plane(made.at.clone()), &Shapes::Circles, None).expect("a map");
    let by_rank = |looking_since| {
        let time = Time::Prospective { shortest: 1, longest: Some(7), looking_since };
        let report = map.scan(&made.study, &Options { time, ..Options::default() }).expect("a report");
        report.clusters[0].probability.expect("there are repetitions").by_rank
    };
    assert!(by_rank(Some(10)) > by_rank(None));
    assert_eq!(by_rank(Some(29)), by_rank(None));
}

#[test]
fn levels_only_save_time() {
    let made = made(3, 10, 6, 2, 1);
    let map = Map::new(Coordinates::Plane(made.at.clone()), &Shapes::Circles, None).expect("a map");
    let checked = made.study.check(map.places()).expect("it can be scanned");
    let spans = Spans::of(made.time, 6).expect("it is possible");
    let zones = Zones::of(&map, &checked, 0.5);
    let plan = Plan::new(&zones, &checked, &spans, 2);
    let chance = Chance::of(&checked, &made.study.model, spans.first_edge());
    let many = repeated::maxima(&plan, &chance, 100, 7, 1);
    // The first of many are those of few.
    assert_eq!(repeated::maxima(&plan, &chance, 5, 7, 1), many[..5]);
    assert!(matches!(checked.likelihood, Likelihood::Poisson { .. }));
}
