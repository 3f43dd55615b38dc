//! Real maps whose clusters are known.

use super::super::*;
use std::{collections::HashMap, fs, path::PathBuf};

/// A file of the anchors beside the project, if they are there.
#[expect(clippy::print_stderr, reason = "a test that cannot run says so aloud")]
fn anchor(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/anchors").join(name);
    let text = fs::read_to_string(path).ok();
    if text.is_none() {
        eprintln!("NOT RUN: {name} is not beside the project");
    }
    text
}

fn rows(text: &str) -> Vec<Vec<String>> {
    // Names hold spaces where columns are parted by commas.
    let split = |line: &str| {
        let parts = if line.contains(',') { &[',', '\r'][..] } else { &[' ', '\t', '\r'] };
        line.split(parts)
            .filter(|word| !word.is_empty())
            .map(|word| word.trim_matches('"').to_owned())
            .collect::<Vec<String>>()
    };
    text.lines().map(split).filter(|row| !row.is_empty()).collect()
}

fn number(word: &str) -> f64 {
    word.parse().expect("a number")
}

/// Columns of a CSV file with a header.
fn columns(text: &str, names: &[&str]) -> Vec<Vec<f64>> {
    let rows = rows(text);
    let at = |name: &&str| rows[0].iter().position(|head| head == name).expect("a column");
    names.iter().map(|name| rows[1..].iter().map(|row| number(&row[at(name)])).collect()).collect()
}

fn pairs(first: &[f64], second: &[f64]) -> Vec<[f64; 2]> {
    first.iter().zip(second).map(|(one, other)| [*one, *other]).collect()
}

/// One unit of time, cases and expected by place.
fn spatial(cases: &[f64], expected: &[f64]) -> Study {
    let count = |(place, count): (usize, &f64)| Count { place, time: 0, count: count.floor() as i64 };
    let cases = cases.iter().enumerate().map(count).collect();
    Study { times: 1, cases, model: Model::Poisson { expected: expected.to_vec() }, sizes: None }
}

fn quick() -> Options {
    Options { repetitions: 0, ..Options::default() }
}

/// Places, observed, expected, relative risk (0 where not printed) and statistic.
fn check(
    cluster: &Cluster,
    places: usize,
    observed: u64,
    expected: (f64, i32),
    risk: (f64, i32),
    statistic: f64,
) {
    let near = |found: f64, (printed, digits): (f64, i32)| {
        (found - printed).abs() <= 0.5 * 10_f64.powi(-digits) + 1e-9
    };
    assert_eq!(cluster.places.len(), places, "{cluster:?}");
    assert_eq!(cluster.observed, observed, "{cluster:?}");
    assert!(near(cluster.expected, expected), "{cluster:?}");
    assert!(risk.0 == 0.0 || near(cluster.relative_risk, risk), "{cluster:?}");
    assert!(near(cluster.statistic, (statistic, 6)), "{cluster:?} {statistic}");
}

fn new_york() -> Option<[Vec<f64>; 6]> {
    let text = anchor("B_scan_ny_leukemia/nydf.csv")?;
    let names = ["longitude", "latitude", "population", "cases", "x", "y"];
    columns(&text, &names).try_into().ok()
}

#[test]
fn new_york_leukemia_in_circles() {
    let Some([longitude, latitude, population, cases, x, y]) = new_york() else { return };
    let study = spatial(&cases, &population);
    let globe =
        Map::new(Coordinates::Globe(pairs(&latitude, &longitude)), &Shapes::Circles, None).expect("a map");
    let report = globe.scan(&study, &Options { threads: 2, ..Options::default() }).expect("a report");
    assert_eq!(report.cases, 552);
    let first = &report.clusters[0];
    check(first, 31, 106, (62.13, 2), (1.87, 2), 14.780276);
    assert_eq!(first.places.iter().map(|place| population[*place]).sum::<f64>(), 119_050.0);
    let probability = first.probability.expect("there are repetitions");
    assert_eq!(probability.by_rank, 0.001);
    let gumbel = probability.gumbel.expect("they differ");
    assert!((0.00003..0.0003).contains(&gumbel), "{gumbel}");
    check(&report.clusters[1], 9, 42, (21.24, 2), (2.06, 2), 8.287056);

    let degrees =
        Map::new(Coordinates::Plane(pairs(&longitude, &latitude)), &Shapes::Circles, None).expect("a map");
    let report = degrees.scan(&study, &Options { largest_share: 0.1, ..quick() }).expect("a report");
    check(&report.clusters[0], 26, 85, (49.71, 2), (0.0, 0), 11.577255);
    check(&report.clusters[1], 8, 38, (17.79, 2), (0.0, 0), 9.019716);

    let plane = Map::new(Coordinates::Plane(pairs(&x, &y)), &Shapes::Circles, None).expect("a map");
    let report = plane.scan(&study, &quick()).expect("a report");
    check(&report.clusters[0], 37, 117, (70.6105, 4), (1.8337, 4), 15.005562);
}

#[test]
fn new_york_leukemia_in_ellipses() {
    let Some([_, _, population, cases, x, y]) = new_york() else { return };
    let plane = Map::new(Coordinates::Plane(pairs(&x, &y)), &Shapes::ellipses(0.5), None).expect("a map");
    let report = plane
        .scan(&spatial(&cases, &population), &Options { largest_share: 0.1, ..quick() })
        .expect("a report");
    check(&report.clusters[0], 24, 93, (51.9855, 4), (0.0, 0), 14.807678);
}

#[test]
fn north_carolina_sids() {
    let Some(text) = anchor("B_scan_nc_sids/nc_sids.csv") else { return };
    let names: Vec<String> = rows(&text)[1..].iter().map(|row| row[0].clone()).collect();
    let Ok([x, y, early, late, born_early, born_late]) =
        <[Vec<f64>; 6]>::try_from(columns(&text, &["x", "y", "SID74", "SID79", "BIR74", "BIR79"]))
    else {
        panic!("six columns");
    };
    let map = Map::new(Coordinates::Plane(pairs(&x, &y)), &Shapes::Circles, None).expect("a map");
    let both = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(a, b)| a + b).collect::<Vec<f64>>();
    let named = |cluster: &Cluster| {
        let mut found: Vec<&str> = cluster.places.iter().map(|place| names[*place].as_str()).collect();
        found.sort_unstable();
        found.join(" ")
    };
    let study = spatial(&both(&early, &late), &both(&born_early, &born_late));
    let report = map.scan(&study, &quick()).expect("a report");
    check(&report.clusters[0], 5, 139, (72.6694, 4), (2.0058, 4), 25.380685);
    assert_eq!(named(&report.clusters[0]), "Bladen Columbus Hoke Robeson Scotland");
    check(&report.clusters[1], 3, 59, (28.7433, 4), (2.0957, 4), 12.484724);
    assert_eq!(named(&report.clusters[1]), "Halifax Hertford Northampton");
    check(&report.clusters[2], 1, 19, (6.8822, 4), (0.0, 0), 7.225956);
    assert_eq!(named(&report.clusters[2]), "Anson");
    let report = map.scan(&spatial(&late, &born_late), &quick()).expect("a report");
    check(&report.clusters[0], 5, 70, (38.8043, 4), (0.0, 0), 10.720305);
    let report = map.scan(&spatial(&early, &born_early), &quick()).expect("a report");
    check(&report.clusters[0], 46, 404, (331.77, 2), (0.0, 0), 15.757765);
}

#[test]
fn humberside_leukaemia_by_controls() {
    let (Some(cases), Some(controls), Some(places)) = (
        anchor("B_scan_humberside/NHumberside.cas"),
        anchor("B_scan_humberside/NHumberside.ctl"),
        anchor("B_scan_humberside/NHumberside.geo"),
    ) else {
        return;
    };
    let counts = |text: &str| -> Vec<Count> {
        let count = |row: &Vec<String>| Count {
            place: number(&row[0]) as usize - 1,
            time: 0,
            count: number(&row[1]) as i64,
        };
        rows(text).iter().map(count).collect()
    };
    let at: Vec<[f64; 2]> = rows(&places).iter().map(|row| [number(&row[1]), number(&row[2])]).collect();
    let map = Map::new(Coordinates::Plane(at), &Shapes::Circles, None).expect("a map");
    let model = Model::Bernoulli { controls: counts(&controls) };
    let study = Study { times: 1, cases: counts(&cases), model, sizes: None };
    let report = map.scan(&study, &Options { threads: 2, ..Options::default() }).expect("a report");
    check(&report.clusters[0], 4, 4, (1.22, 2), (3.43, 2), 4.836516);
    let by_rank = report.clusters[0].probability.expect("there are repetitions").by_rank;
    // Four of four is common by chance: two of three repetitions have as much, two of five have more, and the reference,
    // which does not say how it counts equal ones, gives 0.36.
    assert!((0.6..0.72).contains(&by_rank), "{by_rank}");
    let strongest = report.clusters.iter().filter(|one| (one.statistic - 4.836516).abs() < 1e-6);
    let mut found: Vec<Vec<usize>> =
        strongest.map(|one| one.places.iter().map(|place| place + 1).collect()).collect();
    found.iter_mut().for_each(|places| places.sort_unstable());
    assert!(found.contains(&vec![169, 170, 172, 173]) && found.contains(&vec![14, 18, 19, 26]), "{found:?}");
}

/// The days since 1 January 1970 of a day.
fn day(year: i64, month: i64, day: i64) -> f64 {
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, month) = (shifted.div_euclid(400), (month + 9) % 12);
    let of_era = shifted - era * 400;
    let of_year = (153 * month + 2) / 5 + day - 1;
    (era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468) as f64
}

pub(super) struct NewMexico {
    pub(super) map: Map,
    pub(super) study: Study,
    names: Vec<String>,
}

pub(super) fn new_mexico() -> Option<NewMexico> {
    let places = rows(&anchor("B_scan_nm_braincancer/nm.geo")?);
    let names: Vec<String> = places.iter().map(|row| row[0].clone()).collect();
    let place: HashMap<&str, usize> =
        names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let mut strata: HashMap<(String, String), usize> = HashMap::new();
    let mut stratum = |row: &[String]| {
        let next = strata.len();
        *strata.entry((row[3].clone(), row[4].clone())).or_insert(next)
    };
    let mut censuses: HashMap<(usize, usize), Vec<(f64, f64)>> = HashMap::new();
    for row in rows(&anchor("B_scan_nm_braincancer/nm.pop")?) {
        let moment = day(1900 + number(&row[1]) as i64, 7, 1);
        censuses.entry((place[row[0].as_str()], stratum(&row))).or_default().push((moment, number(&row[2])));
    }
    let (mut by_stratum, mut cases) = (vec![0_u64; 36], Vec::new());
    for row in rows(&anchor("B_scan_nm_braincancer/nm.cas")?) {
        let count = number(&row[1]) as i64;
        by_stratum[stratum(&row)] += count as u64;
        cases.push(Count { place: place[row[0].as_str()], time: number(&row[2]) as usize - 1973, count });
    }
    let edges: Vec<f64> = (1973..=1992).map(|year| day(year, 1, 1)).collect();
    let mut lived = vec![vec![0.0; 32 * 19]; 36];
    for ((place, stratum), counts) in &censuses {
        lived[*stratum][place * 19..(place + 1) * 19]
            .copy_from_slice(&person_time(counts, &edges).expect("lived"));
    }
    let expected = standardise(&by_stratum, &lived).expect("expected");
    let at = places.iter().map(|row| [number(&row[1]), number(&row[2])]).collect();
    let map = Map::new(Coordinates::Globe(at), &Shapes::Circles, None).expect("a map");
    let study = Study { times: 19, cases, model: Model::Poisson { expected }, sizes: None };
    Some(NewMexico { map, study, names })
}

pub(super) fn retrospective() -> Options {
    let time = Time::Retrospective { shortest: 1, longest: None, and_whole: false };
    Options { time, threads: 2, ..Options::default() }
}

#[test]
fn new_mexico_brain_cancer_in_space_and_time() {
    let Some(new_mexico) = new_mexico() else { return };
    let report = new_mexico.map.scan(&new_mexico.study, &retrospective()).expect("a report");
    let (first, second) = (&report.clusters[0], &report.clusters[1]);
    check(first, 9, 236, (176.22, 2), (1.42, 2), 10.979758);
    assert_eq!((new_mexico.names[first.centre].as_str(), first.first, first.last), ("Torrance", 12, 16));
    let by_rank = first.probability.expect("there are repetitions").by_rank;
    assert!((0.004..0.03).contains(&by_rank), "{by_rank}");
    check(second, 1, 16, (6.03, 2), (0.0, 0), 5.684828);
    assert_eq!((new_mexico.names[second.centre].as_str(), second.first, second.last), ("Chaves", 15, 16));
}

#[test]
fn new_york_fever_of_the_last_days() {
    let (Some(cases), Some(places)) =
        (anchor("B_scan_nycfever/NYCfever.cas"), anchor("B_scan_nycfever/NYCfever.geo"))
    else {
        return;
    };
    let places = rows(&places);
    let place: HashMap<&str, usize> =
        places.iter().enumerate().map(|(at, row)| (row[0].as_str(), at)).collect();
    let count = |row: &Vec<String>| {
        let time = row[2].rsplit('/').next().map(number).expect("a day") as usize - 1;
        Count { place: place[row[0].as_str()], time, count: number(&row[1]) as i64 }
    };
    let cases = rows(&cases).iter().map(count).collect();
    let at = places.iter().map(|row| [number(&row[1]), number(&row[2])]).collect();
    let map = Map::new(Coordinates::Globe(at), &Shapes::Circles, Some(3.0)).expect("a map");
    let study = Study { times: 24, cases, model: Model::Permutation, sizes: None };
    let time = Time::Prospective { shortest: 1, longest: Some(7), looking_since: None };
    let report = map.scan(&study, &Options { time, threads: 2, ..Options::default() }).expect("a report");
    assert_eq!(report.cases, 194);
    let named = |cluster: &Cluster| {
        let names: Vec<&str> = cluster.places.iter().map(|place| places[*place][0].as_str()).collect();
        names.join(" ")
    };
    let (first, second) = (&report.clusters[0], &report.clusters[1]);
    check(first, 9, 4, (0.67, 2), (0.0, 0), 3.845418);
    assert_eq!(named(first), "11418 11415 11419 11435 11416 11421 11451 11375 11417");
    assert_eq!((first.first, first.last), (21, 23));
    let by_rank = first.probability.expect("there are repetitions").by_rank;
    assert!((0.19..0.29).contains(&by_rank), "{by_rank}");
    // The reference's 0.242 is once in four days.
    assert!((3.4..5.3).contains(&first.recurrence.expect("it is prospective")), "{first:?}");
    check(second, 1, 2, (0.16, 2), (0.0, 0), 3.164201);
    assert_eq!((named(second), second.first, second.last), ("11372".to_owned(), 23, 23));
}
