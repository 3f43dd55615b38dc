//! The law at the terminal: deadlines with their reasons, differences of two files, the calendar of an installation.

use danvan_testkit::for_each_engine;
use serde_json::Value;
use std::{path::Path, process::Command};

/// What a command printed; it must end well, or badly where that is what is asked.
fn danvan(folder: &Path, arguments: &[&str], is_good: bool) -> String {
    danvan_at("sqlite:danvan.db", folder, arguments, is_good)
}

/// The same over a database.
fn danvan_at(database: &str, folder: &Path, arguments: &[&str], is_good: bool) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_danvan"));
    command.current_dir(folder).args(arguments).env_clear().env("DANVAN_LOG", "error");
    command.env("DANVAN_DATABASE", database);
    let output = command.output().expect("the program starts");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.success(), is_good, "{arguments:?}: {out}{err}");
    if is_good { out.into_owned() } else { err.into_owned() }
}

fn deadline(folder: &Path, asked: &str) -> Value {
    deadline_at("sqlite:danvan.db", folder, asked)
}

fn deadline_at(database: &str, folder: &Path, asked: &str) -> Value {
    let mut arguments = vec!["deadline", "--format", "json"];
    arguments.extend(asked.split_whitespace());
    serde_json::from_str(&danvan_at(database, folder, &arguments, true)).expect("JSON")
}

#[test]
fn deadlines_are_answered_with_day_moment_and_reason() {
    let home = tempfile::tempdir().expect("a folder");
    let check = |asked: &str, on: &str, grade: &str| {
        let told = deadline(home.path(), asked);
        assert_eq!((told["due_on"].as_str(), told["grade"].as_str()), (Some(on), Some(grade)), "{asked}");
        assert!(told["reason"].as_str().is_some_and(|reason| reason.len() > 40), "{asked}");
        let at = told["due_at"].as_str().expect("a moment");
        assert!(at.ends_with(":00Z"), "{at}");
    };
    // The four vectors of the calendar: seven, three, one and five working days.
    check("--procedure complaint --step acceptance --from 2026-02-13 --at 2026-07-01", "2026-03-03", "A");
    check("--procedure complaint --step first-dispatch --from 2026-08-20", "2026-08-24", "A");
    check("--procedure reception --step online-test --from 2026-11-23", "2026-11-25", "A");
    check("--procedure denunciation --step acceptance-notice --from 2025-04-24", "2025-05-05", "A");
    // The law of the day of the start, or of the day that is asked for.
    check("--procedure complaint --step acceptance --from 2026-06-30", "2026-07-10", "A-");
    check("--procedure complaint --step acceptance --from 2026-07-01", "2026-07-10", "A");
    check("--procedure complaint --step first-settlement --from 2026-07-01 --complex", "2026-08-17", "A");
    check(
        "--procedure complaint --step first-settlement --from 2026-07-01 --complex --remote",
        "2026-09-03",
        "A",
    );
    check("--procedure complaint --step second-settlement --from 2026-07-01 --remote", "2026-09-03", "A");
    check("--procedure denunciation --step settlement --from 2026-07-01 --complex", "2026-09-03", "A");
    check("--procedure disciplinary-complaint --step second-settlement --from 2026-07-01", "2026-07-31", "C");
    let told = deadline(home.path(), "--procedure feedback --step answer --from 2027-02-01");
    assert_eq!(told["provisional"], true, "the days of 2027 await their notice: {told}");
    let err = danvan(
        home.path(),
        &["deadline", "--procedure", "complaint", "--step", "dance", "--from", "2026-07-01"],
        false,
    );
    assert!(err.contains("first_settlement"), "{err}");
    assert_eq!(std::fs::read_dir(home.path()).expect("a folder").count(), 0, "nothing was made");
}

#[test]
fn two_files_are_compared_row_by_row() {
    let home = tempfile::tempdir().expect("a folder");
    let ours = include_str!("../../domain/facts/procedures/rule_feedback.toml");
    let write = |name: &str, text: &str| std::fs::write(home.path().join(name), text).expect("a file");
    write("old.toml", ours);
    write("new.toml", &ours.replace("amount = 5", "amount = 4"));
    write("bad.toml", &ours.replace("amount = 5", "amount = 0"));
    let told = |arguments: &[&str]| -> Value {
        let all: Vec<&str> =
            ["procedures", "diff", "--format", "json"].iter().chain(arguments).copied().collect();
        serde_json::from_str(&danvan(home.path(), &all, true)).expect("JSON")
    };
    let row = serde_json::json!([{
        "row": "rule passing / receive", "change": "changed", "field": "amount", "old": "5", "new": "4",
    }]);
    assert_eq!(told(&["old.toml", "new.toml"]), row);
    assert_eq!(told(&["new.toml"]), row, "against what is in force");
    assert_eq!(told(&["old.toml"]), serde_json::json!([]));
    let err = danvan(home.path(), &["procedures", "diff", "old.toml", "bad.toml"], false);
    assert!(err.contains("bad.toml, line"), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_of_an_installation_is_previewed_kept_and_counted_by() {
    for_each_engine(|house| async move {
        // The whole of it, whose folder goes with it.
        let house = &house;
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path();
        danvan_at(&house.database, folder, &["units", "import", "--hanoi"], true);
        let head = "day,kind,provisional,vi,en,source,grade\n";
        let write = |name: &str, rows: &str| {
            std::fs::write(folder.join(name), format!("{head}{rows}")).expect("a file");
        };
        write("storm.csv", "2026-12-03,holiday,false,Nghỉ tránh bão,Storm,Công điện 88,A\n");
        write("bad.csv", "2026-12-03,party,false,a,b,c,A\n");
        let year: String = (1..=28).map(|day| format!("2026-12-{day:02},holiday,false,a,b,c,A\n")).collect();
        write("year.csv", &year);
        let asked = "--procedure complaint --step first-dispatch --from 2026-12-01";
        let preview = danvan_at(&house.database, folder, &["calendar", "preview", "storm.csv"], true);
        assert!(preview.contains("nothing was changed: 1 days"), "{preview}");
        assert_eq!(deadline_at(&house.database, folder, asked)["due_on"], "2026-12-04");
        danvan_at(&house.database, folder, &["calendar", "set", "storm.csv"], true);
        assert_eq!(deadline_at(&house.database, folder, asked)["due_on"], "2026-12-07");
        let list = danvan_at(
            &house.database,
            folder,
            &["calendar", "list", "--year", "2026", "--format", "csv"],
            true,
        );
        assert!(list.contains("2026-12-03,holiday,false,false,Storm,Công điện 88,A,true"), "{list}");
        assert!(list.contains("2026-11-24,holiday,false,false,"), "{list}");
        assert!(
            danvan_at(&house.database, folder, &["calendar", "set", "bad.csv"], false)
                .contains("bad.csv, line 2")
        );
        assert!(
            danvan_at(&house.database, folder, &["calendar", "set", "year.csv"], false)
                .contains("no day would be worked")
        );
    })
    .await;
}

/// What a command printed with an installation's own folder of rules, and how it ended.
fn with_own(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_danvan"));
    command.current_dir(folder).args(arguments).env_clear().env("DANVAN_LOG", "error");
    let output = command.env("DANVAN_PROCEDURES", "own").output().expect("the program starts");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.success(), format!("{out}{err}"))
}

#[test]
fn a_folder_of_ones_own_answers_and_a_fault_in_it_stops_the_start() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    std::fs::create_dir(folder.join("own")).expect("a folder");
    let asked = "--procedure complaint --step first-dispatch --from 2026-08-20";
    let own = |amount: &str| {
        let text = format!(
            "[procedure]\ncode = \"complaint\"\namends = true\n\n[[rules]]\nstep = \"first_dispatch\"\n\
             start = \"decide_first\"\namount = {amount}\nunit = \"working_day\"\nends = [\"send_first\"]\n\
             responsible = \"commune_officer\"\nlapses = \"late_recorded\"\nsource = \"QĐ 12/QĐ-UBND\"\n\
             grade = \"B\"\n"
        );
        std::fs::write(folder.join("own/complaint.toml"), text).expect("a file");
    };
    own("2");
    let told = |is_own: bool| -> Value {
        let all: Vec<&str> = "deadline --format json".split(' ').chain(asked.split(' ')).collect();
        let text = if is_own { with_own(folder, &all).1 } else { danvan(folder, &all, true) };
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    };
    let answer = |told: &Value| {
        let word = |key: &str| told[key].as_str().unwrap_or_default().to_owned();
        [word("due_on"), word("source"), word("grade")]
    };
    assert_eq!(answer(&told(false)), ["2026-08-24", "Luật Khiếu nại 02/2011 Đ32", "A"], "ours");
    assert_eq!(answer(&told(true)), ["2026-08-22", "QĐ 12/QĐ-UBND", "B"], "this Saturday is worked");
    let (is_good, said) = with_own(folder, &["procedures", "check"]);
    assert!(is_good, "{said}");

    // A fault names its file and its line and says what is wrong; nothing is served.
    danvan(folder, &["units", "import", "--hanoi"], true);
    own("0");
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &["procedures", "check"], &["work"]] {
        let (is_good, said) = with_own(folder, arguments);
        assert!(!is_good, "{arguments:?}: {said}");
        assert!(said.contains("own/complaint.toml, line 8: "), "{arguments:?}: {said}");
        let reason = said.split("line 8: ").nth(1).unwrap_or_default();
        assert!(reason.contains("3,650") || reason.contains("3650"), "{arguments:?}: {said}");
        assert!(!said.contains("127.0.0.1"), "{arguments:?}: {said}");
    }
}
