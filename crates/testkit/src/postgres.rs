//! A throw-away PostgreSQL: made once, started once per test process, one database per test.
//!
//! A shell between us holds the server: it stops the server and removes its folder as soon as its input ends, which
//! the end of this process brings about, however it ends.

use danvan_store::{Store, engine::create_database};
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};
use tokio::sync::OnceCell;

static SERVER: OnceLock<Option<Server>> = OnceLock::new();
static NEXT: AtomicU32 = AtomicU32::new(1);

struct Server {
    folder: PathBuf,
    port: u16,
}

/// Any number will do: the server listens only in its own folder.
const PORT: u16 = 5432;

/// The database of which every test gets a copy: making all tables anew takes longer than most tests.
const TEMPLATE: &str = "danvan_template";
static TABLES: OnceCell<()> = OnceCell::const_new();

/// The address of a new, empty database.
pub(crate) async fn new_database() -> Option<String> {
    let server = server().await?;
    Some(server.make(&next_name(), None).await)
}

/// The address of a new database with all tables and nothing in them.
pub(crate) async fn new_database_with_tables() -> Option<String> {
    let server = server().await?;
    TABLES
        .get_or_init(|| async {
            let store = Store::open(&server.make(TEMPLATE, None).await).await.expect("a store");
            store.close().await;
        })
        .await;
    Some(server.make(&next_name(), Some(TEMPLATE)).await)
}

async fn server() -> Option<&'static Server> {
    let started = tokio::task::spawn_blocking(|| SERVER.get_or_init(start).as_ref());
    started.await.expect("the start of PostgreSQL does not panic")
}

fn next_name() -> String {
    format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

impl Server {
    /// Makes a database and tells its address.
    async fn make(&self, name: &str, like: Option<&str>) -> String {
        // The socket is there a little before the server answers, and a connection to what is copied ends a little late.
        let mut tries = 0;
        while let Err(error) = create_database(&self.address("postgres"), name, like).await {
            tries += 1;
            assert!(tries < 300, "PostgreSQL does not answer: {error}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.address(name)
    }

    fn address(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}&port={}", self.folder.display(), self.port)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told by the environment what they may not leave out"
)]
fn is_required() -> bool {
    std::env::var("DANVAN_REQUIRE_POSTGRES").is_ok_and(|value| value == "1")
}

#[expect(clippy::print_stderr, reason = "a test that does not run says so aloud")]
fn start() -> Option<Server> {
    let Some(programs) = programs() else {
        assert!(!is_required(), "PostgreSQL is required for these tests and is not on this machine");
        eprintln!(
            "NOT RUN: the PostgreSQL half of this test, because this machine has no initdb and postgres"
        );
        return None;
    };
    Some(run(&programs))
}

/// The folder that holds `initdb` and `postgres`: the newest of Debian's, else one in the path.
fn programs() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
    found.sort_by_key(|folder| {
        let version = folder.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        std::cmp::Reverse(version.and_then(|text| text.parse::<u32>().ok()).unwrap_or(0))
    });
    let path = std::env::var_os("PATH").unwrap_or_default();
    found.extend(std::env::split_paths(&path));
    found.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

/// PostgreSQL refuses to run as root, so then it runs as its own user.
fn as_its_user() -> &'static str {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    if is_root { "setpriv --reuid=postgres --regid=postgres --clear-groups --" } else { "" }
}

/// Makes the server's folder from a kept one, because making it anew takes two seconds. `$1` is the programs'
/// folder, `$2` the kept one, `$3` this server's.
const MAKE: &str = r#"
set -e
export HOME=/tmp
test -z "$AS" || chown postgres "$3"
cd "$3"
if ! test -e "$2"; then
    $AS "$1/initdb" -N -A trust -U postgres -E UTF8 --locale=C.UTF-8 -D "$3/new" >"$3/initdb.log" 2>&1
    mv -T "$3/new" "$2" 2>/dev/null || true
fi
cp -a "$2" "$3/data"
"#;

/// Holds the server until the input ends.
const HOLD: &str = r#"
export HOME=/tmp
cd "$2"
$AS "$1/postgres" -D "$2/data" -k "$2" -p "$3" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c shared_buffers=32MB -c max_connections=400 </dev/null >"$2/server.log" 2>&1 &
server=$!
read -r _end
kill -QUIT $server
wait $server
cd /
rm -rf "$2"
"#;

fn run(programs: &Path) -> Server {
    let folder = tempfile::Builder::new().prefix("danvan-pg-").tempdir().expect("a folder").keep();
    let version =
        Command::new(programs.join("postgres")).arg("--version").output().expect("a version").stdout;
    let version: String =
        String::from_utf8_lossy(&version).chars().filter(char::is_ascii_alphanumeric).collect();
    let kept = std::env::temp_dir().join(format!("danvan-pg-kept-{version}"));
    let shell = |script: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", script, "sh"]).arg(programs).env("AS", as_its_user());
        shell
    };
    let made = shell(MAKE).arg(&kept).arg(&folder).status().expect("a shell");
    let log = || std::fs::read_to_string(folder.join("initdb.log")).unwrap_or_default();
    assert!(made.success(), "initdb failed: {}", log());
    let holder = shell(HOLD)
        .arg(&folder)
        .arg(PORT.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell");
    // Never waited for: its input ends with this process, and that ends it.
    std::mem::forget(holder);
    Server { folder, port: PORT }
}
