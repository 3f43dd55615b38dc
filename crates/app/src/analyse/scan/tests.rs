use crate::analyse::trial::{self, OUT};

/// What a scan of these files wrote, or why it refused.
fn run(files: &[(&str, &str)], more: &[&str]) -> Result<serde_json::Value, String> {
    let words = [&["scan", "--cases", "C.csv", "--places", "P.csv", "--out", OUT][..], more].concat();
    trial::run(&words, files).map(|text| serde_json::from_str(&text).expect("JSON"))
}

const PLACES: &str = "place,x,y,population\na,0,0,100\nb,1,0,100\nc,2,0,100\nd,3,0,100\n";
const CASES: &str = "place,count\na,9\nb,1\nc,1\nd,1\n";

#[test]
fn clusters_are_written_as_json() {
    let found = run(&[("C.csv", CASES), ("P.csv", PLACES)], &["--model", "poisson"]).expect("it is scanned");
    assert_eq!(found["cases"], 12);
    let cluster = &found["clusters"][0];
    assert_eq!(cluster["places"][0], "a");
    assert_eq!(cluster["observed"], 9);
    assert_eq!(cluster["expected"], 3.0);
    assert!(cluster["p_value"].as_f64().is_some_and(|p| p > 0.0 && p < 0.05), "{cluster}");
    assert!(found.get("period").is_none() && cluster.get("first").is_none());
}

#[test]
fn time_controls_strata_and_borders_are_read() {
    let mut days = "place,time\n".to_owned();
    (1..=20).for_each(|day| days.push_str(&format!("{},2026-11-{day:02}\n", ["b", "c", "d"][day % 3])));
    days.push_str("a,2026-11-19\na,2026-11-20\na,2026-11-20\na,2026-11-20\n");
    let words = ["--model", "permutation", "--time", "prospective", "--longest", "3"];
    let found = run(&[("C.csv", days.as_str()), ("P.csv", PLACES)], &words).expect("it is scanned");
    let cluster = &found["clusters"][0];
    assert_eq!(cluster["centre"], "a");
    assert_eq!(cluster["last"], "2026-11-20");
    assert!(cluster["recurrence"].as_f64().is_some_and(|days| days >= 1.0));
    assert_eq!(found["period"][0], "2026-11-01");

    let controls = "place,count,controls\na,5,1\nb,1,5\nc,1,5\nd,1,5\n";
    let borders = "place,neighbour\na,b\nb,c\nc,d\n";
    let words = ["--model", "bernoulli", "--shape", "flexible", "--neighbours", "N.csv", "--nearest", "3"];
    let files = [("C.csv", controls), ("P.csv", PLACES), ("N.csv", borders)];
    let found = run(&files, &words).expect("it is scanned");
    assert_eq!(found["clusters"][0]["expected"], 2.0);

    let strata = "place,count,stratum\na,1,young\na,6,old\nb,4,old\nb,1,young\n";
    let places = "place,latitude,longitude\na,21.0,105.8\nb,21.1,105.8\n";
    let population = "place,population,stratum\na,50,young\na,80,old\nb,50,young\nb,20,old\n";
    let files = [("C.csv", strata), ("P.csv", places), ("N.csv", population)];
    let words = ["--model", "poisson", "--population", "N.csv", "--share", "1", "--most", "1"];
    let found = run(&files, &words).expect("it is scanned");
    // In b 2 are expected of the old and 1 of the young.
    assert_eq!(found["clusters"][0]["places"][0], "b");
    assert_eq!(found["clusters"][0]["expected"], 3.0);
}

#[test]
fn bad_rows_are_named() {
    let check = |cases: &str, places: &str, model: &str, expected: &str| {
        let refused =
            run(&[("C.csv", cases), ("P.csv", places)], &["--model", model]).expect_err("it is refused");
        assert_eq!(refused, expected);
    };
    let bad = |cases: &str, expected: &str| check(cases, PLACES, "poisson", expected);
    bad("place,count\na,9\nb,-1\n", "C.csv, line 3, column count: -1 is below zero.");
    bad("place,count\na,9\nx,1\n", "C.csv, line 3, column place: “x” is not among the places.");
    bad("place,count\na,9\nb,1.5\n", "C.csv, line 3, column count: “1.5” is not a whole number.");
    bad("place,count\na,0\nb,0\n", "There must be two cases at least.");
    bad("name,count\na,1\n", "C.csv: the column place is missing.");
    let places = |places: &str, expected: &str| check(CASES, places, "poisson", expected);
    places("place,x,y,population\na,0,0,1\na,1,0,1\n", "P.csv, line 3, column place: “a” was there already.");
    places("place,x,y,population\na,0,0,1\nb,,0,1\n", "P.csv, line 3, column x: nothing is written there.");
    places("place,x,y\na,0,0\nb,1,0\nc,2,0\nd,3,0\n", "P.csv: the column population is missing.");
    let without = "place,x,y,population\na,0,0,0\nb,1,0,1\nc,2,0,1\nd,3,0,1\n";
    places(without, "There are cases in a (0), where nobody lived.");
    let globe = "place,latitude,longitude,population\na,95,0,1\nb,1,0,1\n";
    places(globe, "P.csv, line 2, column latitude: 95 is not on the globe.");
    check(CASES, PLACES, "permutation", "C.csv: the column time is missing.");
    let day = "place,time\na,2026-11-31\n";
    check(day, PLACES, "permutation", "C.csv, line 2, column time: “2026-11-31” is not a time in this unit.");
}
