//! What cannot be scanned is refused, naming row and column.

use super::super::*;

fn line(places: usize) -> Map {
    let at = (0..places).map(|at| [at as f64, 0.0]).collect();
    Map::new(Coordinates::Plane(at), &Shapes::Circles, None).expect("a map")
}

fn study(counts: &[i64]) -> Study {
    let count = |(place, count): (usize, &i64)| Count { place, time: 0, count: *count };
    let cases = counts.iter().enumerate().map(count).collect();
    Study { times: 1, cases, model: Model::Poisson { expected: vec![1.0; counts.len()] }, sizes: None }
}

#[test]
fn what_is_no_map() {
    let check = |coordinates: Coordinates, shapes: Shapes, expected: &str| {
        let refused = Map::new(coordinates, &shapes, None).expect_err("it is no map");
        assert_eq!(refused.to_string(), expected);
    };
    let two = || vec![[1.0, 2.0], [3.0, 4.0]];
    check(Coordinates::Plane(vec![[0.0, 0.0]]), Shapes::Circles, "1 places: there must be 2 to 65,535");
    let without = Coordinates::Plane(vec![[0.0, 0.0], [1.0, f64::NAN]]);
    check(without, Shapes::Circles, "coordinates, row 2, y: NaN cannot be used");
    let outside = Coordinates::Globe(vec![[91.0, 0.0], [1.0, 0.0]]);
    check(outside, Shapes::Circles, "coordinates, row 1, latitude: 91 cannot be used");
    check(Coordinates::Globe(two()), Shapes::ellipses(1.0), "coordinates of ellipses must be on a plane");
    let flexible = |neighbours, nearest| Shapes::Flexible { neighbours, nearest };
    let plane = || Coordinates::Plane(two());
    check(plane(), flexible(vec![vec![1]], 2), "neighbours: 1 values where 2 must be");
    let unknown = flexible(vec![vec![1], vec![2]], 2);
    check(plane(), unknown, "neighbours, row 2, neighbour: 2 is unknown, all are below 2");
    let none = flexible(vec![vec![], vec![]], 0);
    check(plane(), none, "the places of a flexible window must be 1 to 30");
}

#[test]
fn what_is_no_study() {
    let map = line(3);
    let check = |study: &Study, expected: &str| {
        let refused = map.scan(study, &Options::default()).expect_err("it is no study");
        assert_eq!(refused.to_string(), expected);
    };
    check(&study(&[0, 0, 0]), "0 cases: two at least are needed");
    check(&study(&[5, -1, 0]), "cases, row 2, count: -1 is below zero");
    let mut one = study(&[5, 1, 0]);
    one.cases[2].place = 7;
    check(&one, "cases, row 3, place: 7 is unknown, all are below 3");
    one.cases[2] = Count { place: 0, time: 1, count: 1 };
    check(&one, "cases, row 3, time: 1 is unknown, all are below 1");
    let with = |model| Study { model, ..study(&[5, 1, 0]) };
    let poisson = |expected: &[f64]| with(Model::Poisson { expected: expected.to_vec() });
    check(&poisson(&[1.0, 1.0]), "expected: 2 values where 3 must be");
    check(&poisson(&[1.0, 0.0, 1.0]), "cases at place 1, time 0, where nothing is expected: no population");
    check(&poisson(&[1.0, -1.0, 1.0]), "expected, row 2, expected: -1 is below zero");
    check(&poisson(&[1.0, 1.0, f64::INFINITY]), "expected, row 3, expected: inf cannot be used");
    check(&poisson(&[0.0; 3]), "expected, row 1, expected: 0 cannot be used");
    check(&with(Model::Bernoulli { controls: Vec::new() }), "no controls: everybody is a case");
    check(&with(Model::Permutation), "all cases are at one time or in one place");
    check(
        &Study { times: 0, ..study(&[1, 1, 1]) },
        "0 units of time: there must be 1 at least, and 2 where time is scanned",
    );
    check(&study(&[1 << 40, 0, 0]), "1099511627776 counted: fewer than 2³¹ are possible");
    let sizes = Study { sizes: Some(vec![1.0]), ..study(&[1, 1, 1]) };
    check(&sizes, "sizes: 1 values where 3 must be");
}

#[test]
fn what_is_no_choice() {
    let map = line(3);
    let check = |options: Options, expected: &str| {
        let refused = map.scan(&study(&[1, 2, 3]), &options).expect_err("it is no choice");
        assert_eq!(refused.to_string(), expected);
    };
    let given = Options::default;
    check(Options { largest_share: 0.0, ..given() }, "the largest share must be above 0 and at most 1");
    check(Options { largest_share: f64::NAN, ..given() }, "the largest share must be above 0 and at most 1");
    check(Options { least_cases: 0, ..given() }, "the fewest cases must be 1 or more");
    check(Options { threads: 0, ..given() }, "the threads must be 1 or more");
    let time = Time::Retrospective { shortest: 1, longest: None, and_whole: false };
    check(
        Options { time, ..given() },
        "1 units of time: there must be 1 at least, and 2 where time is scanned",
    );
    assert!(person_time(&[(0.0, 1.0), (0.0, 2.0)], &[0.0, 1.0]).is_err());
    assert!(person_time(&[(0.0, 1.0)], &[1.0, 1.0]).is_err());
    assert!(person_time(&[], &[0.0, 1.0]).is_err());
    let nobody = standardise(&[1, 2], &[vec![1.0, 1.0], vec![0.0, 0.0]]);
    assert_eq!(nobody, Err(Wrong::NoPopulationInStratum { stratum: 1 }.into()));
    assert_eq!(standardise(&[2, 0], &[vec![1.0, 1.0], vec![0.0, 0.0]]), Ok(vec![1.0, 1.0]));
}
