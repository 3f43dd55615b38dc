use super::*;
use clap::Parser;
use std::fs;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    reconcile: Reconcile,
}

const SUMMING: &str = ",north,south\ncity,1,1\nnorth,1,0\nsouth,0,1\n";
const BASE: &str =
    "series,date,mean,deviation\ncity,2026-01-01,22,3\nnorth,2026-01-01,10,1\nsouth,2026-01-01,15,2\n";

fn residuals() -> String {
    let mut text = "series,date,residual\n".to_owned();
    for row in 1..=28 {
        let (north, south) = (f64::from(row % 5) - 2.0, f64::from(row % 7) - 3.0);
        for (name, value) in
            [("city", north + south + f64::from(row % 3) - 1.0), ("north", north), ("south", south)]
        {
            text.push_str(&format!("{name},2025-01-{row:02},{value}\n"));
        }
    }
    text
}

/// Runs the command; what it wrote as rows, or what it said.
fn run(base: &str, summing: &str, options: &[&str]) -> Result<Vec<Vec<String>>, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name).display().to_string();
    let [bottom, sums, past, out] = ["base.csv", "summing.csv", "residuals.csv", "out.csv"].map(place);
    for (file, text) in [(&bottom, base), (&sums, summing), (&past, residuals().as_str())] {
        fs::write(file, text).expect("written");
    }
    let mut line = vec!["reconcile", "--bottom", &bottom, "--summing", &sums, "--out", &out];
    let with = options.contains(&"residuals");
    line.extend(options.iter().filter(|option| **option != "residuals"));
    if with {
        line.extend(["--residuals", &past]);
    }
    let reconcile = Line::try_parse_from(line).map_err(|error| error.to_string())?.reconcile;
    reconcile.run().map_err(|error| error.to_string())?;
    let text = fs::read_to_string(&out).expect("an answer");
    Ok(text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect())
}

fn number(rows: &[Vec<String>], row: usize, column: usize) -> f64 {
    rows[row][column].parse().expect("a number")
}

#[test]
fn every_method_adds_up_with_quantiles() {
    for method in Method::value_variants() {
        let name = method.to_possible_value().expect("a name").get_name().to_owned();
        for spread in ["gaussian", "bootstrap"] {
            let options = ["--method", &name, "--spread", spread, "residuals"];
            let rows = run(BASE, SUMMING, &options).expect("an answer");
            assert_eq!(rows[0][..3], ["series", "date", "mean"]);
            assert_eq!(rows.len(), 4);
            let sum = number(&rows, 2, 2) + number(&rows, 3, 2);
            assert!((number(&rows, 1, 2) - sum).abs() < 1e-9, "{name}: {rows:?}");
            let last = rows[0].len() - 1;
            assert_eq!(rows[0][last], "q0.9");
            for row in 1..4 {
                assert!(number(&rows, row, last - 2) < number(&rows, row, last), "{name}: {rows:?}");
            }
        }
    }
}

#[test]
fn bottom_up_needs_the_bottom_alone() {
    let base = "series,date,mean\nnorth,2026-02-01,11\nsouth,2026-01-01,15\nnorth,2026-01-01,-4\nsouth,2026-02-01,1\n";
    let rows = run(base, SUMMING, &["--method", "bottom-up", "--non-negative"]).expect("an answer");
    assert_eq!(rows[1], ["city", "2026-01-01", "15"]);
    assert_eq!(rows[2], ["city", "2026-02-01", "12"]);
    assert_eq!(rows[3], ["north", "2026-01-01", "0"]);
}

#[test]
fn what_is_wrong_is_said_by_file_and_name() {
    let check = |base: &str, summing: &str, options: &[&str], expected: &[&str]| {
        let said = run(base, summing, options).expect_err("refused");
        for part in expected {
            assert!(said.contains(part), "{said}");
        }
    };
    let ols = ["--method", "ols"];
    let without = BASE.replace("city,2026-01-01,22,3\n", "");
    check(&without, SUMMING, &ols, &["base.csv", "city"]);
    check(&BASE.replace("north", "east"), SUMMING, &ols, &["base.csv", "2", "east"]);
    check(&format!("{BASE}north,2026-01-01,3,1\n"), SUMMING, &ols, &["base.csv", "4", "north", "2026-01-01"]);
    check(&format!("{BASE}north,2026-02-01,3,1\n"), SUMMING, &ols, &["base.csv", "city", "1", "2"]);
    check(BASE, &SUMMING.replace("south,0,1", "south,1,1"), &ols, &["summing.csv", "south"]);
    check(BASE, SUMMING, &["--method", "mint-shrink"], &["--residuals"]);
    check(BASE, SUMMING, &["--method", "ols", "--chances", "2"], &["chances", "2"]);
    check(&BASE.replace("15", "many"), SUMMING, &ols, &["base.csv", "3", "mean", "many"]);
}
