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
    pub(crate) folder: TempDir,
    postgres: Option<Postgres>,
}

struct Postgres {
    programs: PathBuf,
    server: Child,
}

impl Engine {
    /// The address of a new, empty database.
    pub(crate) fn database(&self, name: &str) -> Result<String, Stop> {
        let Some(postgres) = &self.postgres else {
            return Ok(format!("sqlite:{}/{name}.db", self.folder.path().display()));
        };
        let socket = self.folder.path().display().to_string();
        let made = as_postgres(&postgres.programs.join("createdb"))
            .args(["-h", &socket, "-U", "postgres", name])
            .status()?;
        if !made.success() {
            return Err("createdb failed".into());
        }
        Ok(format!("postgres://postgres@localhost/{name}?host={socket}"))
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
                .args(["stop", "-m", "immediate", "-D"])
                .arg(self.folder.path().join("data"))
                .stdout(Stdio::null())
                .status();
            let _waited = postgres.server.wait();
        }
    }
}

/// SQLite, and PostgreSQL when it is installed.
pub(crate) fn available() -> Result<Vec<Engine>, Stop> {
    let mut engines = vec![Engine { name: "SQLite", folder: tempfile::tempdir()?, postgres: None }];
    match programs() {
        Some(programs) => engines.push(start_postgres(programs)?),
        None => say("NOT MEASURED: PostgreSQL is not installed here.\n"),
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

fn start_postgres(programs: PathBuf) -> Result<Engine, Stop> {
    let folder = tempfile::tempdir()?;
    let socket = folder.path().display().to_string();
    if is_root() {
        Command::new("chown").arg("postgres:postgres").arg(folder.path()).status()?;
    }
    let data = folder.path().join("data");
    let made = as_postgres(&programs.join("initdb"))
        .args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
        .arg(&data)
        .stdout(Stdio::null())
        .status()?;
    if !made.success() {
        return Err("initdb failed".into());
    }
    let server = as_postgres(&programs.join("postgres"))
        .arg("-D")
        .arg(&data)
        .args([
            "-k",
            &socket,
            "-c",
            "listen_addresses=",
            "-c",
            "shared_buffers=256MB",
            "-c",
            "max_wal_size=2GB",
        ])
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
