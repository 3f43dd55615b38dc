use super::*;
use clap::Parser;
use std::fs;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    warning: EarlyWarning,
}

/// Runs the command on rows of `week,heard,teams`; what it wrote, or what it said.
fn run(rows: &[String], options: &[&str]) -> Result<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, out) = (folder.path().join("series.csv"), folder.path().join("out.csv"));
    fs::write(&file, format!("week,heard,teams\n{}\n", rows.join("\n"))).expect("written");
    let (file, place) = (file.display().to_string(), out.display().to_string());
    let mut line = vec!["early-warning", &file, "--date-column", "week", "--count-column", "heard"];
    line.extend(["--out", &place]);
    line.extend(options);
    let warning = Line::try_parse_from(line).map_err(|error| error.to_string())?.warning;
    let done = warning.run().map_err(|error| error.to_string());
    let left = fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(
        left,
        if done.is_ok() { 2 } else { 1 },
        "nothing but the answer is left, and that only if there is one"
    );
    done.map(|()| fs::read_to_string(&out).expect("an answer"))
}

fn weeks(count: impl Fn(i64) -> i64) -> Vec<String> {
    let day = |row: i64| Date::constant(2020, 1, 6).saturating_add(jiff::Span::new().weeks(row));
    (0..300).map(|row| format!("{},{},{}", day(row), count(row), 20)).collect()
}

#[test]
fn every_method_finds_an_outbreak_of_three_weeks() {
    let rows = weeks(|row| 8 + row * 7 % 5 + if (290..293).contains(&row) { 30 } else { 0 });
    for method in Name::value_variants() {
        let name = method.to_possible_value().expect("a name").get_name().to_owned();
        let written = run(&rows, &["--method", &name]).expect("an answer");
        let mut lines = written.lines();
        assert_eq!(lines.next(), Some("date,observed,expected,upper_bound,alarm,score"));
        let alarms: Vec<&str> = lines.filter(|line| line.contains(",true,")).collect();
        assert!(
            alarms.iter().any(|line| line.starts_with("2025-07-28") || line.starts_with("2025-08-")),
            "{name}: {alarms:?}"
        );
    }
}

#[test]
fn what_is_wrong_is_said_by_row_and_column_and_nothing_is_written() {
    let whole = weeks(|row| 8 + row * 7 % 5);
    let check = |mend: &dyn Fn(&mut Vec<String>), options: &[&str], expected: &[&str]| {
        let mut rows = whole.clone();
        mend(&mut rows);
        let said = run(&rows, options).expect_err("refused");
        for part in expected {
            assert!(said.contains(part), "{said}");
        }
    };
    let c1 = ["--method", "ears-c1"];
    check(&|rows| rows[6] = "2020-02-17,-4,20".into(), &c1, &["7", "heard", "-4"]);
    check(&|rows| rows[6] = "2020-02-17,four,20".into(), &c1, &["7", "heard", "four"]);
    check(&|rows| rows[6] = "17/2/2020,4,20".into(), &c1, &["7", "week", "17/2/2020"]);
    check(&|rows| drop(rows.remove(6)), &c1, &["7", "week", "2020-02-17"]);
    check(&|rows| rows[6] = rows[5].clone(), &c1, &["7", "week", "2020-02-10"]);
    check(&|rows| rows.truncate(5), &c1, &["5"]);
    check(&|rows| *rows = weeks(|_| 0), &c1, &["heard"]);
    check(&|rows| *rows = weeks(|_| 4), &c1, &["heard", "4"]);
    check(&|_| (), &["--method", "ears-c1", "--levels", "3"], &["--levels", "ears-c1"]);
    check(&|_| (), &["--method", "ears-c1", "--tet"], &["--tet"]);
    check(&|_| (), &["--method", "bayes", "--effort-column", "staff"], &["staff", "teams"]);
    check(&|_| (), &["--method", "farrington-flexible", "--alpha", "2"], &["alpha", "2"]);
}
