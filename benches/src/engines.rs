//! The engines to measure: SQLite always, PostgreSQL where its programs are, durable as in use.

use crate::{Stop, say};
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

/// An engine with a place of its own.
pub(crate) struct Engine {
    pub(crate) name: &'static str,
    pub(crate) folder: Folder,
    postgres: Option<Postgres>,
}

/// Where an engine keeps its files.
pub(crate) enum Folder {
    /// Removed at the end.
    Passing(TempDir),
    /// Kept, so that the next measurement finds its filled databases again.
    Kept(PathBuf),
}

impl Folder {
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Passing(folder) => folder.path(),
            Self::Kept(folder) => folder,
        }
    }

    /// A folder of this name below the one to keep, or one that passes.
    fn new(keep: Option<&Path>, name: &str) -> Result<Self, Stop> {
        let Some(keep) = keep else { return Ok(Self::Passing(tempfile::tempdir()?)) };
        let folder = keep.join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(Self::Kept(folder.canonicalize()?))
    }
}

struct Postgres {
    programs: PathBuf,
    server: Child,
}

impl Engine {
    /// The address of a database; a new, empty one unless its name was kept.
    pub(crate) fn database(&self, name: &str) -> Result<String, Stop> {
        let Some(postgres) = &self.postgres else {
            return Ok(format!("sqlite:{}/{name}.db", self.folder.path().display()));
        };
        let socket = self.folder.path().display().to_string();
        if !self.kept().join(name).exists() {
            let made = as_postgres(&postgres.programs.join("createdb"))
                .args(["-h", &socket, "-U", "postgres", name])
                .status()?;
            if !made.success() {
                return Err("createdb failed".into());
            }
            std::fs::create_dir_all(self.kept().join(name))?;
        }
        Ok(format!("postgres://postgres@localhost/{name}?host={socket}"))
    }

    /// One empty folder for each database that was made on a server: their names.
    fn kept(&self) -> PathBuf {
        self.folder.path().join("made")
    }

    /// Processor seconds of the engine's own processes so far.
    pub(crate) fn cpu_seconds(&self) -> f64 {
        self.postgres
            .as_ref()
            .map_or(0.0, |postgres| crate::machine::cpu_seconds_of_family(postgres.server.id()))
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        if let Some(postgres) = &mut self.postgres {
            let _stopped = as_postgres(&postgres.programs.join("pg_ctl"))
                .args(["stop", "-m", "fast", "-D"])
                .arg(self.folder.path().join("data"))
                .stdout(Stdio::null())
                .status();
            let _waited = postgres.server.wait();
        }
    }
}

/// SQLite, and PostgreSQL when it is installed; only those named, when any is. Their files are kept below a folder if
/// one is given.
pub(crate) fn available(keep: Option<&Path>, only: &[&str]) -> Result<Vec<Engine>, Stop> {
    let wanted = |name: &str| only.is_empty() || only.contains(&name);
    let mut engines = Vec::new();
    if wanted("sqlite") {
        engines.push(Engine { name: "SQLite", folder: Folder::new(keep, "sqlite")?, postgres: None });
    }
    match programs() {
        Some(programs) if wanted("postgres") => {
            say(&format!("PostgreSQL as it is installed, but for {}.\n", SETTINGS.join(", ")));
            engines.push(start_postgres(programs, keep)?);
        }
        None if wanted("postgres") => say("NOT MEASURED: PostgreSQL is not installed here.\n"),
        _ => {}
    }
    Ok(engines)
}

fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    versions.flatten().map(|entry| entry.path().join("bin")).find(|path| path.join("initdb").exists())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0"))
}

/// PostgreSQL refuses to run as root.
fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"])
        .arg(program)
        .env("HOME", "/tmp");
    command
}

fn start_postgres(programs: PathBuf, keep: Option<&Path>) -> Result<Engine, Stop> {
    let folder = Folder::new(keep, "postgres")?;
    let socket = folder.path().display().to_string();
    if is_root() {
        Command::new("chown").arg("postgres:postgres").arg(folder.path()).status()?;
    }
    let data = folder.path().join("data");
    if !data.exists() {
        make_cluster(&programs, &data)?;
    }
    let server = as_postgres(&programs.join("postgres"))
        .arg("-D")
        .arg(&data)
        .args(["-k", &socket])
        .args(SETTINGS.iter().flat_map(|setting| ["-c", setting]))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let engine = Engine { name: "PostgreSQL", folder, postgres: Some(Postgres { programs, server }) };
    for _ in 0..200 {
        let Some(postgres) = &engine.postgres else { break };
        let ready =
            as_postgres(&postgres.programs.join("pg_isready")).args(["-q", "-h", &socket]).status()?;
        if ready.success() {
            return Ok(engine);
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    Err("PostgreSQL did not start".into())
}

/// What differs from a server as it is installed.
const SETTINGS: [&str; 3] = ["listen_addresses=", "shared_buffers=256MB", "max_wal_size=2GB"];

fn make_cluster(programs: &Path, data: &Path) -> Result<(), Stop> {
    let made = as_postgres(&programs.join("initdb"))
        .args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
        .arg(data)
        .stdout(Stdio::null())
        .status()?;
    if made.success() { Ok(()) } else { Err("initdb failed".into()) }
}
