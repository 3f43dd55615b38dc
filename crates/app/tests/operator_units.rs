//! An operator reads and changes the units at the terminal, and reads who answers where.

use danvan_testkit::{House, for_each_engine};
use serde_json::Value;
use std::{path::Path, process::Command};
use tempfile::TempDir;

/// Where an operator sits: a folder, and the database that commands go to.
struct Place {
    home: TempDir,
    database: String,
}

impl Place {
    /// A folder of its own before an empty database.
    fn before(house: &House) -> Self {
        Self { home: tempfile::tempdir().expect("a folder"), database: house.database.clone() }
    }

    fn folder(&self) -> &Path {
        self.home.path()
    }
}

/// What a command said and how it ended.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    /// The rows of what was told as JSON.
    fn rows(&self) -> Vec<Value> {
        let told: Value =
            serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out));
        told.as_array().expect("rows").clone()
    }

    /// The rows of what was told as CSV, its heading first.
    fn table(&self) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(self.out.as_bytes());
        let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
        rows.collect()
    }
}

fn danvan(place: &Place, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_danvan"));
    command.current_dir(place.folder()).args(arguments).env_clear().env("DANVAN_LOG", "error");
    command.env("DANVAN_DATABASE", &place.database);
    let output = command.output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

/// The same, of a command that does what it is asked.
fn well(place: &Place, line: &str) -> Said {
    let arguments: Vec<&str> = line.split(' ').collect();
    let said = danvan(place, &arguments);
    assert_eq!(said.code, 0, "{line}: {}", said.err);
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn units_are_listed_as_people_and_programs_want_them() {
    for_each_engine(|house| async move {
        let place = &Place::before(&house);
        well(place, "units import --hanoi");
        let wards = well(place, "units list --under 01 --on 2025-07-01 --kind ward --format json").rows();
        assert_eq!(wards.len(), 51);
        assert!(wards.iter().all(|ward| ward["kind"] == "ward" && ward["parent_code"] == "01"));
        let listed = well(place, "units list --under 01 --on 2025-07-01 --kind ward --format csv").table();
        assert_eq!(listed[0][..5], ["code", "name", "kind", "level", "parent_code"]);
        let names = |rows: &[Vec<String>]| rows.iter().map(|row| row[1].clone()).collect::<Vec<_>>();
        let told: Vec<&str> = wards.iter().map(|ward| ward["name"].as_str().expect("a name")).collect();
        assert_eq!(names(&listed[1..]), told, "the same in both");
        let check = |line: &str, expected: usize| {
            let rows = well(place, &format!("units list {line} --format json")).rows();
            assert_eq!(rows.len(), expected, "{line}");
            rows
        };
        // 126 communes, and 579 before; a level takes every kind of it.
        check("--on 2025-07-01 --kind commune", 126);
        let district = check("--on 2024-12-31 --under 001 --kind ward", 14);
        assert!(district.iter().all(|ward| ward["parent_name"] == "Quận Ba Đình"));
        check("--on 2025-06-30 --kind district", 30);
        check("--on 2025-07-01 --kind district", 0);
        check("--on 1990-01-01", 0);
        let table = well(place, "units list --under 01 --on 2025-07-01 --kind ward");
        assert!(table.out.contains("Phường Ba Đình") && table.out.contains("51"), "{}", table.out);

        let shown = well(place, "units show 00004 --on 2025-07-01 --format json").rows();
        assert_eq!((shown.len(), &shown[0]["name"]), (1, &Value::from("Phường Ba Đình")));
        assert_eq!(shown[0]["population"], 65_023);
        assert_eq!(
            well(place, "units show 00004 --on 2025-06-30 --format csv").table()[1][1],
            "Phường Trúc Bạch"
        );
        let unknown = danvan(place, &["units", "show", "99999", "--on", "2025-07-01"]);
        assert_eq!((unknown.code, unknown.out.as_str()), (1, ""));
        assert!(unknown.err.contains("99999"), "{}", unknown.err);

        let lineage = well(place, "units lineage 00004 --on 2025-07-01 --format csv").table();
        assert_eq!(lineage[0][..4], ["way", "day", "from_code", "from_name"]);
        let before: Vec<&Vec<String>> = lineage.iter().filter(|row| row[0] == "before").collect();
        assert!(
            before.iter().any(|row| row[3] == "Phường Trúc Bạch" && row[5] == "Phường Ba Đình"),
            "{lineage:?}"
        );
        let rows = well(place, "units lineage 00004 --on 2025-07-01 --format json").rows();
        assert_eq!(rows.len() + 1, lineage.len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn units_are_reorganised_after_looking_and_back_again() {
    for_each_engine(|house| async move {
        let place = &Place::before(&house);
        well(place, "units import --hanoi");
        let plan =
            "act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\nrename,00025,,Phường Giảng Võ Mới\n";
        std::fs::write(place.folder().join("plan.csv"), plan).expect("a plan");
        let change = "units reorganise plan.csv --on 2026-01-01";
        let wards = || well(place, "units list --on 2026-01-01 --kind ward --format json").rows();
        let before = wards();

        let seen = well(place, &format!("{change} --preview --format json")).rows();
        let units: Vec<(&str, &str)> = seen
            .iter()
            .filter(|row| row["what"] == "unit")
            .map(|row| (row["from"].as_str().expect("from"), row["to"].as_str().expect("to")))
            .collect();
        assert_eq!(units.len(), 3, "{seen:?}");
        for expected in [
            ("00004 Phường Ba Đình", "00008 Phường Ba Đình Mới"),
            ("00008 Phường Ngọc Hà", "00008 Phường Ba Đình Mới"),
            ("00025 Phường Giảng Võ", "00025 Phường Giảng Võ Mới"),
        ] {
            assert!(units.contains(&expected), "{units:?}");
        }
        let told = well(place, &format!("{change} --preview"));
        let says = ["nothing was changed", "Phường Ba Đình Mới"];
        assert!(says.iter().all(|said| told.out.contains(said)), "{}", told.out);
        assert_eq!(wards(), before, "a preview changes nothing");

        let done: Value =
            serde_json::from_str(&well(place, &format!("{change} --format json")).out).expect("JSON");
        assert_eq!(
            (&done["ended"], &done["begun"], &done["on"]),
            (&3.into(), &2.into(), &"2026-01-01".into())
        );
        assert_eq!((&done["positions"], &done["others"]), (&0.into(), &0.into()), "numbers are numbers");
        let after = wards();
        assert_eq!(after.len(), before.len() - 1);
        assert!(after.iter().any(|ward| ward["code"] == "00008" && ward["name"] == "Phường Ba Đình Mới"));
        let again = danvan(place, &change.split(' ').collect::<Vec<_>>());
        assert_eq!((again.code, again.out.as_str()), (1, ""), "what has ended does not end again");
        assert!(again.err.contains("plan.csv:2: "), "{}", again.err);

        let id = done["id"].as_str().expect("an id");
        let kept = well(place, "units reorganisations --format json").rows();
        assert_eq!((kept.len(), &kept[0]["id"], &kept[0]["undone_at"]), (1, &done["id"], &Value::Null));
        assert!(well(place, &format!("units undo {id}")).out.contains("Undone"));
        assert_eq!(wards(), before, "all is as it was");
        let twice = danvan(place, &["units", "undo", id]);
        assert_eq!((twice.code, twice.out.as_str()), (1, ""));
        assert!(twice.err.contains("undone already"), "{}", twice.err);
        assert_eq!(well(place, "verify --format json").code, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_plan_names_its_file_and_every_line() {
    for_each_engine(|house| async move {
        let place = &Place::before(&house);
        well(place, "units import --hanoi");
        let before = well(place, "units list --format csv").out;
        let plan = "act,from,to,name\nrename,00004,,Phường Khác\nmerge,99999,00008,\nend,88888,,\n";
        std::fs::write(place.folder().join("bad plan.csv"), plan).expect("a plan");
        for preview in [&[][..], &["--preview"]] {
            let line = ["units", "reorganise", "bad plan.csv", "--on", "2026-01-01"];
            let said = danvan(place, &line.iter().chain(preview).copied().collect::<Vec<_>>());
            assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
            for expected in ["bad plan.csv:3: ", "bad plan.csv:4: "] {
                assert!(said.err.contains(expected), "{expected}: {}", said.err);
            }
            assert!(!said.err.contains("bad plan.csv:2:"), "{}", said.err);
        }
        let absent = danvan(place, &["units", "reorganise", "none.csv", "--on", "2026-01-01"]);
        assert!(absent.code == 1 && absent.err.contains("none.csv"), "{}", absent.err);
        assert_eq!(well(place, "units list --format csv").out, before, "nothing was changed");
        assert!(well(place, "units reorganisations --format json").rows().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn routes_are_listed_as_people_and_programs_want_them() {
    for_each_engine(|house| async move {
        let place = &Place::before(&house);
        well(place, "units import --hanoi");
        assert_eq!(well(place, "routes list --format json").rows(), Vec::<Value>::new());
        let rules = "topic,place,responsible,valid_from,valid_to\n\
        environment.waste,00004,00008,2025-07-01,\nall,00025,01,2025-07-01,2025-12-31\n";
        std::fs::write(place.folder().join("rules.csv"), rules).expect("rules");
        well(place, "routes import rules.csv");
        // A name with a comma and a mark in it must not spill into the next cell.
        let plan = "act,from,name\nrename,00008,\"Phường \"\"Ngọc, Hà\"\"\"\n";
        std::fs::write(place.folder().join("plan.csv"), plan).expect("a plan");
        well(place, "units reorganise plan.csv --on 2025-08-01");
        std::fs::write(
            place.folder().join("more.csv"),
            "topic,place,responsible,valid_from,valid_to\nall,00008,00008,2025-08-01,\n",
        )
        .expect("rules");
        well(place, "routes import more.csv");

        let table = well(place, "routes list --format csv").table();
        assert_eq!(table[0], ["topic", "place", "responsible", "valid_from", "valid_to"]);
        assert!(table.iter().all(|row| row.len() == 5), "{table:?}");
        let rows = well(place, "routes list --format json").rows();
        assert_eq!((rows.len(), table.len()), (3, 4));
        for (row, cells) in rows.iter().zip(&table[1..]) {
            for (name, cell) in table[0].iter().zip(cells) {
                assert_eq!(row[name].as_str().unwrap_or(""), cell, "{name} of {row}");
            }
        }
        let named =
            rows.iter().any(|row| row["place"].as_str().is_some_and(|place| place.contains("\"Ngọc, Hà\"")));
        assert!(named, "{rows:?}");
        let shown = well(place, "routes list").out;
        assert!(shown.starts_with("topic ") && shown.contains("environment.waste"), "{shown}");
    })
    .await;
}
