//! Secrets of the surroundings may stand in files, as containers and credentials of a service manager give them.
#![cfg(unix)]

use danvan_testkit::for_each_engine;
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Stdio},
};

const KEY: &str = "a-key-of-the-meters-that-is-long-enough";

fn danvan(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_danvan"));
    command.current_dir(folder).args(arguments).env_clear().env("DANVAN_LOG", "error");
    command
}

/// How it ended, what it printed, and what it complained of.
fn run(command: &mut Command) -> (i32, String, String) {
    let output = command.output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

fn write(folder: &Path, name: &str, text: &str, mode: u32) {
    let file = folder.join(name);
    std::fs::write(&file, text).expect("written");
    std::fs::set_permissions(&file, PermissionsExt::from_mode(mode)).expect("set");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_of_the_database_and_a_password_are_read_from_files_on_both_engines() {
    for_each_engine(|house| async move {
        let house = &house;
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path();
        write(folder, "database", &format!("{}\n", house.database), 0o600);
        write(folder, "password", "bon con chim se dau tren mai\n", 0o400);
        write(folder, "short", "ngắn\n", 0o400);
        let at = |arguments: &[&str]| {
            let mut command = danvan(folder, arguments);
            command.env("DANVAN_DATABASE_FILE", "database");
            command
        };
        let imported = run(&mut at(&["units", "import", "--hanoi"]));
        assert_eq!(imported.0, 0, "{}", imported.2);
        assert!(!folder.join("danvan.db").exists(), "nothing was made where nobody said");
        let add = ["person", "add", "quantri", "--name", "Quản trị", "--role", "operator", "--unit", "01"];
        let refused = run(at(&add).env("DANVAN_PASSWORD_FILE", "short"));
        assert_eq!(refused.0, 1, "the rules of passwords hold: {}", refused.2);
        let added = run(at(&add).env("DANVAN_PASSWORD_FILE", "password"));
        assert_eq!(added.0, 0, "{}", added.2);
        let elsewhere = run(&mut at(&["--database", "sqlite:nothing.db", "doctor"]));
        assert!(
            elsewhere.2.contains("nothing.db"),
            "the command line counts before the file: {}",
            elsewhere.2
        );
        let check = run(&mut at(&["settings", "check", "--format", "json"]));
        let all: Value = serde_json::from_str(&check.1).expect("a list");
        let row = all.as_array().expect("rows").iter().find(|row| row["name"] == "DANVAN_DATABASE");
        let row = row.expect("of the database");
        assert_eq!((row["from"].as_str(), row["good"].as_bool()), (Some("file"), Some(true)), "{row}");
    })
    .await;
}

#[test]
fn a_file_that_is_no_secret_is_told_by_the_check_and_stops_what_needs_it() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    assert_eq!(run(&mut danvan(folder, &["units", "import", "--hanoi"])).0, 0);
    write(folder, "key", KEY, 0o600);
    write(folder, "open", "secret-everybody-reads-it", 0o644);
    write(folder, "empty", "\n", 0o600);
    write(folder, "lines", "secret-of-one\nsecret-of-two\n", 0o600);
    let check = |name: &str, set: &[(&str, &str)], good: bool, says: &str| {
        let mut command =
            danvan(folder, &["settings", "check", "--format", "json", "--files", "s3://pictures"]);
        let told = run(command.envs(set.iter().copied()).env("AWS_ENDPOINT_URL", "http://127.0.0.1:1"));
        let all: Value = serde_json::from_str(&told.1).unwrap_or_else(|error| panic!("{error} {told:?}"));
        let row = all.as_array().expect("rows").iter().find(|row| row["name"] == name);
        let row = row.unwrap_or_else(|| panic!("{name} {all}"));
        assert_eq!((row["from"].as_str(), row["good"].as_bool()), (Some("file"), Some(good)), "{row}");
        let said = row["says"].as_str().expect("text");
        assert!(said.contains(says) && said.is_empty() == good, "{set:?} {row}");
        assert!(!told.1.contains(KEY) && !told.1.contains("secret-"), "{set:?} {}", told.1);
        assert!(
            all.as_array().expect("rows").iter().all(|row| row["name"] != format!("{name}_FILE").as_str())
        );
    };
    check("DANVAN_METRICS_TOKEN", &[("DANVAN_METRICS_TOKEN_FILE", "key")], true, "");
    check("DANVAN_METRICS_TOKEN", &[("DANVAN_METRICS_TOKEN_FILE", "open")], false, "chmod 600");
    check("DANVAN_OIDC_CLIENT_SECRET", &[("DANVAN_OIDC_CLIENT_SECRET_FILE", "empty")], false, "is empty");
    check("DANVAN_PASSWORD", &[("DANVAN_PASSWORD_FILE", "lines")], false, "one line");
    check("AWS_SECRET_ACCESS_KEY", &[("AWS_SECRET_ACCESS_KEY_FILE", "nothing")], false, "cannot be read");
    check("AWS_ACCESS_KEY_ID", &[("AWS_ACCESS_KEY_ID_FILE", "key")], true, "");
    check("DANVAN_DATABASE", &[("DANVAN_DATABASE_FILE", "open")], false, "chmod 600");
    let both = [("DANVAN_METRICS_TOKEN_FILE", "key"), ("DANVAN_METRICS_TOKEN", KEY)];
    check("DANVAN_METRICS_TOKEN", &both, false, "both set");
    let stops = |set: &[(&str, &str)], arguments: &[&str], says: &str| {
        let told = run(danvan(folder, arguments).envs(set.iter().copied()));
        assert!(told.0 == 1 && told.2.contains(says), "{set:?} {}", told.2);
        assert!(!told.2.contains(KEY) && !told.2.contains("secret-"), "{}", told.2);
    };
    stops(&both, &["serve"], "both set");
    stops(&[("DANVAN_METRICS_TOKEN_FILE", "open")], &["serve"], "chmod 600");
    stops(&[("DANVAN_DATABASE_FILE", "empty")], &["doctor"], "is empty");
    let add = ["person", "add", "ai", "--name", "Ai", "--role", "operator", "--unit", "01"];
    stops(&[("DANVAN_PASSWORD_FILE", "nothing")], &add, "cannot be read");
    stops(&[("AWS_SECRET_ACCESS_KEY_FILE", "open")], &["doctor", "--files", "s3://pictures"], "chmod 600");
    let help = run(&mut danvan(folder, &["serve", "--help"])).1;
    assert!(help.contains("DANVAN_METRICS_TOKEN, DANVAN_METRICS_TOKEN_FILE"), "{help}");
    assert!(!help.contains("DANVAN_LISTEN_FILE"), "an address is no secret: {help}");
}

/// A server that ends with the test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _gone = self.0.kill().and_then(|()| self.0.wait());
    }
}

#[test]
fn a_server_knows_the_key_of_its_meters_from_a_file() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    assert_eq!(run(&mut danvan(folder, &["units", "import", "--hanoi"])).0, 0);
    write(folder, "key", &format!("{KEY}\n"), 0o400);
    let mut command = danvan(folder, &["serve", "--listen", "127.0.0.1:0"]);
    command.env("DANVAN_METRICS_TOKEN_FILE", "key").stdout(Stdio::piped()).stderr(Stdio::null());
    let mut served = Served(command.spawn().expect("it starts"));
    let mut lines = BufReader::new(served.0.stdout.take().expect("what it says")).lines();
    let line = lines.next().expect("a line").expect("text");
    let address = line.rsplit("http://").next().expect("an address").to_owned();
    let asked = |key: &str| {
        let mut line = TcpStream::connect(&address).expect("it listens");
        // Forwarded, so that it is not taken for this machine's own.
        write!(
            line,
            "GET /metrics HTTP/1.1\r\nhost: {address}\r\nx-forwarded-for: 203.0.113.7\r\n\
             authorization: Bearer {key}\r\nconnection: close\r\n\r\n"
        )
        .expect("sent");
        let mut answer = String::new();
        line.read_to_string(&mut answer).expect("heard");
        answer.split_whitespace().nth(1).map(str::to_owned).expect("a status")
    };
    assert_eq!(asked(KEY), "200");
    assert_eq!(asked("another-key-that-is-long-enough-too"), "403");
}
