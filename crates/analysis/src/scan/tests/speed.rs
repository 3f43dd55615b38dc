//! How long scans take, printed: `cargo test --release -p danvan-analysis speed -- --ignored --nocapture`.

use super::{super::*, anchors};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use std::time::Duration;

#[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "it measures and prints")]
fn timed<T>(name: &str, mut run: impl FnMut() -> T) -> T {
    let mut best = Duration::MAX;
    let mut last = None;
    for _ in 0..3 {
        let begin = std::time::Instant::now();
        last = Some(run());
        best = best.min(begin.elapsed());
    }
    println!("{name}: {best:?}");
    last.expect("it ran")
}

#[test]
#[ignore = "it measures"]
fn new_mexico() {
    let Some(new_mexico) = anchors::new_mexico() else { return };
    for threads in [1, 2] {
        let options = Options { threads, ..anchors::retrospective() };
        timed(&format!("New Mexico, 999 repetitions, {threads} threads"), || {
            new_mexico.map.scan(&new_mexico.study, &options).expect("a report")
        });
    }
}

/// Places strewn in a square, cases of unlike places over days.
fn strewn(places: usize, times: usize, cases: usize) -> (Map, Study) {
    let mut source = ChaCha8Rng::seed_from_u64(4);
    let mut unit = || (source.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    let at = (0..places).map(|_| [unit() * 60.0, unit() * 60.0]).collect();
    let map = timed("the map", {
        let coordinates = Coordinates::Plane(at);
        move || Map::new(coordinates.clone(), &Shapes::Circles, None).expect("a map")
    });
    let case = |_| {
        let place = ((unit() * unit().sqrt()) * places as f64) as usize;
        Count { place, time: (unit() * times as f64) as usize, count: 1 }
    };
    let cases = (0..cases).map(case).collect();
    (map, Study { times, cases, model: Model::Permutation, sizes: None })
}

#[test]
#[ignore = "it measures"]
fn daily_permutations() {
    let (map, study) = strewn(717, 365, 4145);
    for longest in [None, Some(30), Some(7)] {
        for (threads, repetitions) in [(2, 0), (1, 999), (2, 999)] {
            let time = Time::Prospective { shortest: 1, longest, looking_since: None };
            let options = Options { time, threads, repetitions, ..Options::default() };
            let name = format!(
                "717 places, 365 days, at most {longest:?}, {repetitions} repetitions, {threads} threads"
            );
            timed(&name, || map.scan(&study, &options).expect("a report"));
        }
    }
}

#[test]
#[ignore = "it measures"]
fn a_city_of_topics() {
    let (map, study) = strewn(126, 3 * 365, 3000);
    let time = Time::Prospective { shortest: 1, longest: Some(90), looking_since: None };
    let options = Options { time, threads: 2, ..Options::default() };
    timed("126 communes, 1095 days, one topic", || map.scan(&study, &options).expect("a report"));
}
