//! An operator at the terminal: every command says what it did, every error what to do next, and the exit code is true.

use danvan_store::contents::damage;
use danvan_testkit::{House, for_each_engine};
use serde_json::Value;
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

/// What a command said and how it ended.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_danvan"));
    command.current_dir(folder).args(arguments).env_clear().env("DANVAN_LOG", "error");
    command
}

fn run(command: &mut Command) -> Said {
    let output = command.output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

fn danvan(folder: &Path, arguments: &[&str]) -> Said {
    run(&mut command(folder, arguments))
}

/// A command that goes to the database of a house.
fn before(folder: &Path, house: &House, arguments: &[&str]) -> Command {
    let mut command = command(folder, arguments);
    command.env("DANVAN_DATABASE", &house.database);
    command
}

/// A city's file of so many requests.
fn requests(folder: &Path, count: usize) {
    let mut text = String::from("id,opened,topic,place,words\n");
    for number in 0..count {
        let place = ["Alvalade", "Benfica", "Belém"][number % 3];
        text.push_str(&format!("{number},2026-03-01T10:00:00Z,Rác,{place},việc số {number}\n"));
    }
    std::fs::write(folder.join("requests.csv"), text).expect("a file");
    let mapping = r#"
[source]
name = "made_up"
time_zone = "Asia/Ho_Chi_Minh"
language = "vi"
[columns]
id = "id"
opened = "opened"
topic = "topic"
place = "place"
words = "{words}"
[city]
code = "MU"
name = "Made Up"
from = "2026-01-01"
"#;
    std::fs::write(folder.join("map.toml"), mapping).expect("a file");
}

#[test]
fn every_error_says_what_to_do_next_and_makes_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    let check = |arguments: &[&str], code: i32, said: &str| {
        let told = danvan(folder, arguments);
        assert_eq!(told.code, code, "{arguments:?}: {}", told.err);
        assert!(told.err.contains(said), "{arguments:?}: {}", told.err);
        assert_eq!(told.out, "", "{arguments:?}");
    };
    for reading in
        [&["verify"][..], &["doctor"], &["backup", "x"], &["export", "x", "--all"], &["units", "list"]]
    {
        check(reading, 1, "There is no database at danvan.db");
    }
    check(&["verify", "--database", "mysql://x"], 1, "sqlite:FILE");
    check(&["units", "import", "--hanoi", "--database", "sqlite:no/such/x.db"], 1, "Look whether the folder");
    std::fs::write(folder.join("text.db"), "no database at all, only words, and many of them".repeat(20))
        .expect("a file");
    check(&["verify", "--database", "sqlite:text.db"], 1, "Look whether");
    check(&["restore", "nothing"], 1, "nothing");
    check(&["person", "add", "op", "--name", "O", "--role", "operatr", "--unit", "01"], 2, "operator");
    check(&["units", "list", "--kind", "wrd"], 2, "ward");
    let left: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["text.db"], "nothing was made");
}

#[test]
fn the_terminal_speaks_the_readers_language() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    let check = |locale: &str, more: &[&str], said: &str| {
        let arguments: Vec<&str> = ["verify"].iter().chain(more).copied().collect();
        let told = run(command(folder, &arguments).env("LANG", locale));
        assert!(told.err.contains(said), "{locale} {more:?}: {}", told.err);
    };
    check("vi_VN.UTF-8", &[], "Không có cơ sở dữ liệu");
    check("C", &[], "There is no database");
    check("vi_VN.UTF-8", &["--language", "en"], "There is no database");
    check("en_US.UTF-8", &["--language", "vi"], "Không có cơ sở dữ liệu");
}

#[test]
fn what_a_command_prints_is_in_the_readers_language_too() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    assert_eq!(danvan(folder, &["units", "import", "--hanoi"]).code, 0);
    let border = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"00004"},
        "geometry":{"type":"Polygon","coordinates":[[[105.8,21.0],[105.9,21.0],[105.9,21.1],[105.8,21.0]]]}}]}"#;
    std::fs::write(folder.join("borders.geojson"), border).expect("a file");
    let check = |arguments: &[&str], code: i32, said: [&str; 2]| {
        for (language, said) in ["vi", "en"].into_iter().zip(said) {
            let told = run(command(folder, arguments).args(["--language", language]));
            assert_eq!(told.code, code, "{arguments:?}: {}{}", told.out, told.err);
            assert!(
                format!("{}{}", told.out, told.err).contains(said),
                "{arguments:?}: {}{}",
                told.out,
                told.err
            );
        }
    };
    check(
        &["settings", "list"],
        0,
        ["Quá bao nhiêu ngày chưa sao lưu", "After how many days without a back-up"],
    );
    check(
        &["settings", "set", "backup.days", "0"],
        1,
        ["một số ngày, từ 1 đến 3650", "a number of days, 1 to 3650"],
    );
    let borders = ["import", "boundaries", "borders.geojson", "--on", "2026-01-01", "--preview"];
    check(&borders, 0, ["1 ranh giới mới", "1 borders new"]);
    check(&["demo", "--small"], 1, ["đã có một bản cài đặt", "already holds an installation"]);
    let file = folder.join("danvan.db");
    let mut bytes = std::fs::read(&file).expect("the database");
    let words = b"\"units\":783";
    let at = bytes.windows(words.len()).position(|some| some == words).expect("the first event");
    bytes[at + words.len() - 1] = b'4';
    std::fs::write(&file, bytes).expect("written");
    check(&["verify"], 1, ["sự kiện 0:1 đã bị thay đổi", "event 0:1 was changed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_cared_for_at_the_terminal() {
    for_each_engine(|house| async move {
        let home = tempfile::tempdir().expect("a folder");
        let at = |arguments: &[&str]| before(home.path(), &house, arguments);
        assert_eq!(run(&mut at(&["units", "import", "--hanoi"])).code, 0);
        let add = |name: &str, role: &str, unit: &str, password: &str| {
            let arguments = ["person", "add", name, "--name", "Ai đó", "--role", role, "--unit", unit];
            run(at(&arguments).env("DANVAN_PASSWORD", password))
        };
        let good = "bon con chim se dau tren mai";
        let added = add("quantri", "operator", "01", good);
        assert_eq!(added.code, 0, "{}", added.err);
        let weak = add("canbo", "commune_officer", "00004", "danvan-demo-2026");
        assert_ne!(weak.code, 0, "easy to guess");
        assert!(weak.err.contains("easy to guess"), "{}", weak.err);
        assert_eq!(add("canbo", "commune_officer", "00004", good).code, 0);
        let give = || run(&mut at(&["person", "password", "canbo"]));
        let (one, two) = (give(), give());
        assert_eq!((one.code, one.out.trim().len()), (0, 19), "{} {}", one.out, one.err);
        assert_ne!(one.out, two.out, "each is drawn anew");
        assert!(!one.err.contains(one.out.trim()), "the password stands alone");
        let check = |arguments: &[&str], code: i32| {
            let said = run(&mut at(&[&["person"], arguments].concat()));
            assert_eq!(said.code == 0, code == 0, "{arguments:?}: {} {}", said.out, said.err);
            said
        };
        let last = check(&["inactive", "quantri"], 1);
        assert!(last.err.contains("the last operator"), "{}", last.err);
        check(&["inactive", "canbo"], 0);
        check(&["inactive", "canbo"], 1);
        check(&["active", "canbo"], 0);
        check(&["active", "ai-do"], 1);
        check(&["password", "ai-do"], 1);
        assert_eq!(run(&mut at(&["verify"])).code, 0, "and the log holds it all");
    })
    .await;
}

#[test]
fn settings_are_checked_wherever_they_come_from() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    assert_eq!(danvan(folder, &["units", "import", "--hanoi"]).code, 0);
    let good = danvan(folder, &["settings", "check", "--format", "json"]);
    assert_eq!(good.code, 0, "a new house has nothing wrong: {}", good.out);
    let told = run(command(folder, &["settings", "check", "--format", "json", "--files", "s3://pictures"])
        .env("DANVAN_LISTN", "x")
        .env("DANVAN_PUBLIC_URL", "danvan.example")
        .env("DANVAN_PASSWORD", "not to be shown")
        .env("DANVAN_METRICS_TOKEN", "not-to-be-shown")
        .env("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        .env("AWS_ACCESS_KEY_ID", "known"));
    assert_eq!(told.code, 1);
    assert!(!told.out.contains("not to be shown") && !told.out.contains("not-to-be-shown"));
    let all = told.json();
    let of = |name: &str| {
        let rows = all.as_array().expect("a list");
        rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("{name}: {all}")).clone()
    };
    assert!(of("DANVAN_LISTN")["says"].as_str().expect("text").contains("DANVAN_LISTEN"));
    assert_eq!(
        (&of("DANVAN_PUBLIC_URL")["good"], &of("DANVAN_PUBLIC_URL")["from"]),
        (&false.into(), &"environment".into())
    );
    assert_eq!(of("DANVAN_METRICS_TOKEN")["good"], false, "a key this short could be guessed");
    assert!(of("DANVAN_METRICS_TOKEN")["says"].as_str().expect("text").contains("24"));
    let short = run(command(folder, &["serve"]).env("DANVAN_METRICS_TOKEN", "not-to-be-shown"));
    assert!(short.code == 1 && short.err.contains("DANVAN_METRICS_TOKEN"), "{}", short.err);
    assert_eq!(
        (&of("DANVAN_FILES")["good"], &of("DANVAN_FILES")["from"]),
        (&false.into(), &"command_line".into())
    );
    assert_eq!(
        (&of("DANVAN_DATABASE")["good"], &of("DANVAN_DATABASE")["from"]),
        (&true.into(), &"default".into())
    );
    assert_eq!(of("AWS_SECRET_ACCESS_KEY")["good"], false, "a bucket needs both keys");
    assert_eq!(of("AWS_ACCESS_KEY_ID")["good"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_kept_and_an_event_is_proved_on_both_engines() {
    for_each_engine(|house| async move {
        let home = tempfile::tempdir().expect("a folder");
        let at = |arguments: &[&str]| run(&mut before(home.path(), &house, arguments));
        assert_eq!(at(&["units", "import", "--hanoi"]).code, 0);
        let bad = at(&["settings", "set", "backup.days", "0"]);
        assert!(bad.code == 1 && bad.err.contains("1 to 3650"), "{}", bad.err);
        assert_eq!(at(&["settings", "set", "backup.days", "14"]).code, 0);
        let list = at(&["settings", "list", "--format", "json"]).json();
        let of = |name: &str, all: &Value| {
            let rows = all.as_array().expect("a list");
            rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("{name}: {all}")).clone()
        };
        assert_eq!(of("backup.days", &list)["value"], "14");
        let check = at(&["settings", "check", "--format", "json"]);
        assert_eq!(check.code, 0, "{}", check.out);
        let check = check.json();
        assert_eq!(of("DANVAN_DATABASE", &check)["from"], "environment");
        assert_eq!(of("backup.days", &check)["from"], "database");

        assert_eq!(at(&["verify"]).code, 0);
        let spoil = "update events set payload = replace(payload, '783', '784') where kind = 'unit.imported'";
        assert!(damage(&house.store, spoil).await.expect("spoiled") > 0);
        let told = at(&["verify"]);
        assert!(told.code == 1 && told.out.contains("was changed"), "{} {}", told.out, told.err);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_comes_back_on_the_other_engine() {
    for_each_engine(|house| async move {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path();
        requests(folder, 300);
        let here = ["--database", house.database.as_str(), "--files", "files"];
        let with = |arguments: &[&str], place: &[&str]| {
            let all: Vec<&str> = arguments.iter().chain(place).copied().collect();
            danvan(folder, &all)
        };
        let import = ["import", "cases", "requests.csv", "--mapping", "map.toml", "--format", "json"];
        let preview: Vec<&str> = import.iter().copied().chain(["--preview"]).collect();
        assert_eq!(with(&preview, &here).json()["taken"], 300);
        assert_eq!(with(&["doctor", "--format", "json"], &here).json()["rows"]["cases"]["cases"], 0);
        assert_eq!(with(&import, &here).json()["taken"], 300);
        let doctor = with(&["doctor", "--format", "json"], &here).json();
        assert_eq!(
            (&doctor["rows"]["cases"]["cases"], &doctor["tally_lag"]),
            (&300.into(), &0.into()),
            "{doctor}"
        );
        assert_eq!(doctor["engine"], house.store.engine());
        assert!(doctor["version"].is_string() && doctor["chain"][0]["hash"].is_string());

        let told = with(&["backup", "kept"], &here);
        assert!(told.code == 0 && told.out.starts_with("Backed up "), "{} {}", told.out, told.err);
        assert_eq!(with(&["backup", "kept"], &here).code, 1, "an older back-up is never written over");
        let drill = with(&["restore", "kept", "--drill", "--format", "json"], &here);
        assert_eq!((drill.code, &drill.json()["sound"]), (0, &true.into()), "{}", drill.err);
        let other = match house.store.engine() {
            "sqlite" => House::postgres().await,
            _ => None,
        };
        let address = other.as_ref().map_or("sqlite:other.db".to_owned(), |other| other.database.clone());
        let there = ["--database", address.as_str(), "--files", "other-files"];
        assert_eq!(with(&["restore", "kept"], &there).code, 0);
        let digest = |place: &[&str]| with(&["verify", "--format", "json"], place).json()["digest"].clone();
        assert_eq!(digest(&here), digest(&there));
        assert_eq!(digest(&here), drill.json()["digest"], "the drill saw the same house");

        let whole = std::fs::read(folder.join("kept")).expect("the back-up");
        std::fs::write(folder.join("cut"), &whole[..whole.len() / 2]).expect("a file");
        let cut = with(&["restore", "cut"], &["--database", "sqlite:cut.db", "--files", "cut-files"]);
        assert!(cut.code == 1 && cut.err.contains("cut short"), "{}", cut.err);
        assert!(!folder.join("cut.db").exists() && !folder.join("cut-files").exists());
        let given = with(&["export", "out", "--all", "--format", "json"], &here).json();
        assert!(given["rows"].as_u64() > Some(600) && folder.join("out/README.md").exists());
        assert_eq!(with(&["export", "out", "--all"], &here).code, 1, "nothing is written over");
    })
    .await;
}

#[test]
fn one_changed_byte_of_an_event_is_named() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    assert_eq!(danvan(folder, &["units", "import", "--hanoi"]).code, 0);
    let sound = danvan(folder, &["verify"]);
    assert!(sound.code == 0 && sound.out.contains("Everything is as it should be"), "{}", sound.out);
    let file = folder.join("danvan.db");
    let mut bytes = std::fs::read(&file).expect("the database");
    let words = b"\"units\":783";
    let at = bytes.windows(words.len()).position(|some| some == words).expect("the first event");
    bytes[at + words.len() - 1] = b'4';
    std::fs::write(&file, bytes).expect("written");
    let told = danvan(folder, &["verify"]);
    assert_eq!(told.code, 1);
    assert!(told.out.contains("NOT AS IT SHOULD BE: event 0:1 was changed"), "{}", told.out);
}

/// A table as a Vietnamese office keeps it: headings with marks, days first, its own words for how far things are.
const OFFICE: &str = "STT;Mã phản ánh;Thời gian gửi;Ngày hoàn thành;Trạng thái;Lĩnh vực;Phường/Xã;Nội dung phản ánh;Địa chỉ;Ghi chú
1;PA-1;25/03/2026 08:30;27/03/2026;Đã xử lý xong;Thu gom rác;Phường Cửa Nam;Rác chưa thu ba ngày nay;ngõ 5;
2;PA-2;26/03/2026 09:00;;Đang xử lý;Đèn đường hỏng;Phường Cửa Nam;Ngõ tối om;ngõ 7;gấp
3;PA-3;01/04/2026 10:00;;Chưa tiếp nhận;Việc khác hẳn;Phường Hồng Hà;Hỏi về lịch họp;;
4;PA-4;02/04/2026 11:15;;Xếp xó;Thu gom rác;Phường Hồng Hà;Xe rác đến muộn;bãi 2;
";

#[test]
fn a_mapping_is_proposed_that_works_where_it_could_be_told() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    std::fs::write(folder.join("Phản ánh 2026.csv"), OFFICE).expect("a file");
    let told =
        danvan(folder, &["import", "mapping", "Phản ánh 2026.csv", "--out", "map.toml", "--language", "vi"]);
    assert!(told.code == 0 && told.err.contains("4 dòng"), "{}", told.err);
    let text = std::fs::read_to_string(folder.join("map.toml")).expect("a mapping");
    for line in [
        "name = \"phan_anh_2026\"",
        "time_zone = \"Asia/Ho_Chi_Minh\"",
        "dates = [\"%d/%m/%Y %H:%M\", \"%d/%m/%Y\"]",
        "language = \"vi\"",
        "id = \"Mã phản ánh\"",
        "opened = \"Thời gian gửi\"",
        "closed = [\"Ngày hoàn thành\"]",
        "status = \"Trạng thái\"",
        "topic = \"Lĩnh vực\"",
        "place = \"Phường/Xã\"",
        "words = \"{Nội dung phản ánh}\\nĐịa chỉ: {Địa chỉ}\"",
        "ignore = [\"STT\", \"Ghi chú\"]",
        "\"Đã xử lý xong\" = \"closed\"  # 1",
        "\"Đang xử lý\" = \"accepted\"  # 1",
        "\"Chưa tiếp nhận\" = \"received\"  # 1",
        "# \"Xếp xó\" = \"received\"  # 1",
        "\"Thu gom rác\" = \"environment.waste\"  # 2; Thu gom rác",
        "# \"Đèn đường hỏng\" = \"power.lighting\"  # 1; Đèn chiếu sáng công cộng",
        "# [city]",
    ] {
        assert!(text.lines().any(|other| other == line), "{line}\n{text}");
    }
    assert_eq!(danvan(folder, &["units", "import", "--hanoi"]).code, 0);
    let import =
        ["import", "cases", "Phản ánh 2026.csv", "--mapping", "map.toml", "--preview", "--format", "json"];
    let report = danvan(folder, &import).json();
    assert_eq!((&report["taken"], &report["refused"]), (&3.into(), &1.into()), "{report}");
    assert_eq!(
        report["refusals"]["import-status"], 1,
        "what was not understood is refused, not guessed: {report}"
    );
    let again = danvan(folder, &["import", "mapping", "Phản ánh 2026.csv", "--out", "map.toml"]);
    assert_eq!(again.code, 1, "what somebody has looked over is never written over");
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that does not run says so aloud")]
fn the_mapping_proposed_for_baltimore_brings_its_requests_in() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/anchors/F_311_baltimore/311_sample.csv");
    if !file.exists() {
        eprintln!("NOT RUN: the proposal for Baltimore's requests, because {} is not there", file.display());
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    std::fs::copy(&file, folder.join("311.csv")).expect("a copy");
    let told = danvan(folder, &["import", "mapping", "311.csv", "--out", "map.toml"]);
    assert_eq!(told.code, 0, "{}", told.err);
    let text = std::fs::read_to_string(folder.join("map.toml")).expect("a mapping");
    for line in [
        "dates = [\"%m/%d/%Y %I:%M:%S %p\"]",
        "id = \"SRRecordID\"",
        "opened = \"CreatedDate\"",
        "closed = [\"CloseDate\"]",
        "due = \"DueDate\"",
        "status = \"SRStatus\"",
        "topic = \"SRType\"",
        "place = \"Neighborhood\"",
        "lat = \"Latitude\"",
        "words = \"{SRType}\\nAddress: {Address}\"",
    ] {
        assert!(text.lines().any(|other| other == line), "{line}\n{text}");
    }
    let preview = ["import", "cases", "311.csv", "--mapping", "map.toml", "--preview", "--format", "json"];
    let report = danvan(folder, &preview).json();
    let count = |name: &str| report[name].as_u64().expect("a count");
    assert_eq!(count("rows"), 10_000);
    assert!(count("refused") < 100, "nearly all are read as proposed: {}", report["refusals"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_was_killed_goes_on_where_it_stood() {
    for_each_engine(|house| async move {
        let home = tempfile::tempdir().expect("a folder");
        requests(home.path(), 3000);
        let at = |arguments: &[&str]| before(home.path(), &house, arguments);
        let import = ["import", "cases", "requests.csv", "--mapping", "map.toml", "--format", "json"];
        let mut child = at(&import).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("started");
        let mut lines = BufReader::new(child.stderr.take().expect("its progress")).lines();
        let first = lines.next().expect("a line of progress").expect("text");
        assert_eq!(first, "1,000 rows");
        child.kill().expect("killed");
        child.wait().expect("gone");
        let again = run(&mut at(&import));
        assert_eq!(again.code, 0, "{}", again.err);
        let report = again.json();
        let count = |name: &str| report[name].as_u64().expect("a count");
        assert!(count("already") >= 1000 && count("taken") > 0, "it was killed in the middle: {report}");
        assert_eq!(count("already") + count("taken"), 3000);
        let doctor = run(&mut at(&["doctor", "--format", "json"])).json();
        assert_eq!(doctor["rows"]["cases"]["cases"], 3000, "none lost, none twice");
        assert_eq!(run(&mut at(&["verify"])).code, 0);
    })
    .await;
}
