use super::*;
use clap::Parser;
use std::fs;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    forecast: Forecast,
}

/// Runs the command on rows of `village,month,heard`; the forecasts and the past it wrote, or what it said.
fn run(rows: &[String], options: &[&str]) -> Result<(String, String), String> {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name).display().to_string();
    let [file, out, fitted] = ["series.csv", "out.csv", "fitted.csv"].map(place);
    fs::write(&file, format!("village,month,heard\n{}\n", rows.join("\n"))).expect("written");
    let mut line = vec!["forecast", &file, "--date-column", "month", "--count-column", "heard"];
    line.extend(["--series-column", "village", "--steps", "3", "--out", &out, "--fitted", &fitted]);
    line.extend(options);
    let forecast = Line::try_parse_from(line).map_err(|error| error.to_string())?.forecast;
    forecast.run().map_err(|error| error.to_string())?;
    let read = |file: &str| fs::read_to_string(file).expect("an answer");
    Ok((read(&out), read(&fitted)))
}

/// Four years of months of two villages, of which one is quiet; their rows take turns.
fn months() -> Vec<String> {
    let month = |row: i64| Date::constant(2022, 1, 1).saturating_add(jiff::Span::new().months(row));
    let row = |row: i64| {
        let heard = 20 + row % 12 * 4 + row * 7 % 5;
        [format!("north,{},{heard}", month(row)), format!("south,{},{}", month(row), i64::from(row % 9 == 0))]
    };
    (0..48).flat_map(row).collect()
}

#[test]
fn each_series_is_told_for_the_months_to_come_and_for_its_past() {
    let (ahead, fitted) = run(&months(), &["--chances", "0.5,0.95", "--tet"]).expect("an answer");
    // Names of models hold commas: ETS(A,N,N).
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(ahead.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a row")).collect();
    let rows: Vec<Vec<&str>> = records.iter().map(|record| record.iter().collect()).collect();
    assert_eq!(rows[0], ["series", "date", "model", "mean", "deviation", "q0.5", "q0.95"]);
    let names: Vec<[&str; 2]> = rows[1..].iter().map(|row| [row[0], row[1]]).collect();
    let days = ["2026-01-01", "2026-02-01", "2026-03-01"];
    assert_eq!(names, ["north", "south"].map(|name| days.map(|day| [name, day])).concat());
    let number = |row: &Vec<&str>, at: usize| -> f64 { row[at].parse().expect("a number") };
    assert!((number(&rows[1], 3) - 22.0).abs() < 8.0, "{}", rows[1][3]);
    assert!(rows[4..].iter().all(|row| number(row, 3) < 1.0 && number(row, 5) == 0.0), "{ahead}");
    assert_eq!(fitted.lines().next(), Some("series,date,observed,fitted,residual"));
    assert_eq!(fitted.lines().count(), 1 + 96);
}

#[test]
fn every_model_tells_something() {
    for model in Name::value_variants() {
        let name = model.to_possible_value().expect("a name").get_name().to_owned();
        let (ahead, _) = run(&months(), &["--model", &name]).expect("an answer");
        assert_eq!(ahead.lines().count(), 7, "{name}");
    }
}

#[test]
fn what_is_wrong_is_said_by_the_files_own_row_and_column() {
    let whole = months();
    let check = |mend: &dyn Fn(&mut Vec<String>), options: &[&str], expected: &[&str]| {
        let mut rows = whole.clone();
        mend(&mut rows);
        let said = run(&rows, options).expect_err("refused");
        for part in expected {
            assert!(said.contains(part), "{said}");
        }
    };
    check(&|rows| rows[13] = "south,2022-07-01,-2".into(), &[], &["14", "heard", "south", "-2"]);
    check(&|rows| rows[13] = "south,2022-07-01,two".into(), &[], &["14", "heard", "two"]);
    check(&|rows| drop(rows.remove(12)), &[], &["month", "2022-07-01", "14"]);
    check(&|rows| rows.push("east,2022-01-01,3".into()), &[], &["east", "1"]);
    check(&|_| (), &["--chances", "1.5"], &["chances", "1.5"]);
    check(&|_| (), &["--model", "tsb", "--tet"], &["--tet"]);
}
