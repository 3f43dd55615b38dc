//! `danvan backup`, `restore`, `doctor`, `verify`, `export`: what keeps the house.

use crate::{
    files,
    house::{Stop, WallClock, facts, file_of, open, open_or_make, seed},
    terminal::{Format, print, say, sentence, stop, tell, words},
};
use clap::Args;
use danvan_actions::{
    Done, House,
    backup::{self, Progress},
    chain::first_lost,
    operations,
    verify::{Difference, Report, verify},
};
use danvan_domain::{chain::Heads, rights::Asker};
use danvan_store::Store;
use serde::Serialize;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

/// Write everything into one file, while others go on working.
#[derive(Args)]
pub(crate) struct Backup {
    /// The file to write; it must not be there yet.
    file: PathBuf,
    /// How to print what was done.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Read a back-up into an empty database.
#[derive(Args)]
pub(crate) struct Restore {
    /// The back-up.
    file: PathBuf,
    /// Only prove that it can be restored: into a database of its own that is thrown away; the day is kept.
    #[arg(long)]
    drill: bool,
    /// How to print what was done.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Say how the house is, and what mends what is not well.
#[derive(Args)]
pub(crate) struct Doctor {
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[expect(clippy::print_stderr, reason = "how far it has come must not mix with what the command prints")]
fn watch(progress: Progress<'_>) {
    if progress.of > 0 {
        let values =
            [("what", progress.what.into()), ("done", progress.done.into()), ("of", progress.of.into())];
        eprintln!("{}", sentence("terminal-progress", &values));
    }
}

impl Backup {
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let house = open(database).await?;
        let done = backup::back_up(&house, &Asker::house(), &self.file, &mut watch).await;
        house.store.close().await;
        let done = done.map_err(stop)?;
        if self.format == Format::Json {
            say(&serde_json::to_string_pretty(&done)?);
        } else {
            tell(
                "terminal-backed-up",
                &[
                    ("rows", done.rows.into()),
                    ("files", done.files.into()),
                    ("file", self.file.display().to_string().into()),
                    ("bytes", done.bytes.into()),
                ],
            );
        }
        Ok(())
    }
}

/// What a drill proved.
#[derive(Serialize)]
struct Drilled {
    rows: u64,
    files: u64,
    /// The digest of the restored house, as `danvan verify` says it.
    digest: String,
    /// Whether nothing in it differs from what it should be.
    sound: bool,
    #[serde(skip)]
    difference: Option<String>,
}

impl Restore {
    pub(crate) async fn run(self, database: &str) -> Result<ExitCode, Stop> {
        if self.drill {
            return self.drill(database).await;
        }
        let done = self.restore(database).await?;
        if self.format == Format::Json {
            say(&serde_json::to_string_pretty(&done)?);
        } else {
            tell("terminal-restored", &self.told(done.rows, done.files));
            if let Some(from) = done.brought_from {
                let to = danvan_store::migrations::newest();
                tell("terminal-restored-older", &[("from", from.into()), ("to", to.into())]);
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn told(&self, rows: u64, files: u64) -> [(&'static str, danvan_words::Value); 3] {
        let file = self.file.display().to_string();
        [("rows", rows.into()), ("files", files.into()), ("file", file.into())]
    }

    /// Restores; a database and a folder of files that were not there before are removed again when it fails.
    async fn restore(&self, database: &str) -> Result<backup::Restored, Stop> {
        backup::read_whole(&self.file).map_err(|refusal| stop(refusal.into()))?;
        let place = files::place(database);
        let new = Leavings {
            file: file_of(database).filter(|file| !file.exists()).map(Path::to_owned),
            folder: (!place.starts_with("s3://"))
                .then(|| PathBuf::from(place))
                .filter(|place| !place.exists()),
        };
        let restored = async {
            let house = open_or_make(database).await?;
            let scratch = scratch_of(database);
            let done = backup::restore(&house, &Asker::house(), &self.file, &scratch, &mut watch).await;
            house.store.close().await;
            done.map_err(stop)
        };
        match restored.await {
            Ok(done) => Ok(done),
            Err(error) if new.is_something() => {
                new.remove();
                Err(format!("{error}\n{}", words().say("terminal-removed")).into())
            }
            Err(error) => Err(error),
        }
    }

    /// Restores into a file in a folder of its own, verifies it as a house, throws it away, and keeps the day.
    async fn drill(&self, database: &str) -> Result<ExitCode, Stop> {
        let house = open(database).await?;
        let mark: String = seed()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        let folder = std::env::temp_dir().join(format!("danvan-drill-{mark}"));
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            // For a while it holds everything, also how to reach people.
            builder.mode(0o700);
        }
        builder.create(&folder)?;
        let tried = self.try_in(&folder).await;
        std::fs::remove_dir_all(&folder)?;
        let drilled = match tried {
            Ok(drilled) if drilled.sound => {
                let noted = backup::note_drill(&house, &Asker::house()).await;
                noted.map_err(stop).map(|()| drilled)
            }
            other => other,
        };
        house.store.close().await;
        let drilled = drilled?;
        if self.format == Format::Json {
            say(&serde_json::to_string_pretty(&drilled)?);
        } else {
            let mut values = self.told(drilled.rows, drilled.files).to_vec();
            values.push(("digest", drilled.digest.into()));
            values.push(("difference", drilled.difference.unwrap_or_default().into()));
            tell(if drilled.sound { "terminal-drilled" } else { "terminal-drill-bad" }, &values);
        }
        Ok(if drilled.sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn try_in(&self, folder: &Path) -> Result<Drilled, Stop> {
        let store = Store::open(&format!("sqlite:{}", folder.join("drill.db").display())).await?;
        let empty = facts(&store).await?;
        let files = danvan_actions::attachments::in_memory();
        let house = Arc::new(House::new(store, empty, files, Arc::new(WallClock), seed()));
        let proved = async {
            let done = backup::restore(&house, &Asker::house(), &self.file, folder, &mut watch).await;
            let done = done.map_err(stop)?;
            house.replace_facts(facts(&house.store).await?);
            let report = verify(&house).await.map_err(stop)?;
            // A back-up of a house that followed other rules is sound all the same.
            let difference = report.difference.filter(|found| !matches!(found, Difference::Rules { .. }));
            let difference = difference.map(|difference| words().note(&difference.note()));
            let (rows, files, digest) = (done.rows, done.files, report.digest);
            Ok(Drilled { rows, files, digest, sound: difference.is_none(), difference })
        };
        let proved = proved.await;
        house.store.close().await;
        proved
    }
}

/// Where a back-up of an earlier program is brought to today's tables: beside the database, where there must be room for
/// it anyway, else where the system keeps what passes.
fn scratch_of(database: &str) -> PathBuf {
    match file_of(database).map(|file| file.parent().unwrap_or(Path::new(""))) {
        Some(folder) if folder.as_os_str().is_empty() => PathBuf::from("."),
        Some(folder) => folder.to_owned(),
        None => std::env::temp_dir(),
    }
}

/// What a restore makes that was not there before.
struct Leavings {
    file: Option<PathBuf>,
    folder: Option<PathBuf>,
}

impl Leavings {
    const fn is_something(&self) -> bool {
        self.file.is_some() || self.folder.is_some()
    }

    /// Removes it. What cannot be removed stays; the message before it says why nothing was restored.
    fn remove(&self) {
        if let Some(file) = &self.file {
            for end in ["", "-wal", "-shm"] {
                let _stays = std::fs::remove_file(format!("{}{end}", file.display()));
            }
        }
        if let Some(folder) = &self.folder {
            let _stays = std::fs::remove_dir_all(folder);
        }
    }
}

impl Doctor {
    pub(crate) async fn run(self, database: &str) -> Result<ExitCode, Stop> {
        let house = open(database).await?;
        let health = operations::examine(&house, &Asker::house(), true).await;
        house.store.close().await;
        let health = health.map_err(stop)?;
        let rows = health.findings.iter().map(|finding| {
            let mark = words().say(if finding.well { "terminal-well" } else { "terminal-ill" });
            vec![finding.about.to_owned(), mark, words().note(&finding.note)]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        if self.format == Format::Json {
            let findings: Vec<_> = health
                .findings
                .iter()
                .map(|finding| {
                    let says = words().note(&finding.note);
                    serde_json::json!({"about": finding.about, "well": finding.well, "says": says})
                })
                .collect();
            let mut all = serde_json::to_value(&health.measured)?;
            all["well"] = health.is_well().into();
            all["findings"] = findings.into();
            say(&serde_json::to_string_pretty(&all)?);
        } else {
            print(&["about", "state", "says"], &rows, self.format)?;
            if self.format == Format::Table {
                let counts = health.measured.rows.values().flatten().filter(|(_, count)| **count > 0);
                let counts: Vec<String> = counts.map(|(table, count)| format!("{table} {count}")).collect();
                say("");
                tell("terminal-rows", &[("rows", counts.join(", ").into())]);
                for head in &health.measured.chain {
                    let hash = head.hash.clone().into();
                    let values =
                        [("lane", head.lane.into()), ("position", head.position.into()), ("hash", hash)];
                    tell("terminal-head", &values);
                }
            }
        }
        Ok(if health.is_well() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Reads a file of heads.
fn published_heads(path: &Path) -> Result<Heads, Stop> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Heads::read(&text).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Verifies the house, and then that its log holds what was published.
async fn verified(house: &House, against: Option<&Heads>) -> Done<Report> {
    let mut report = verify(house).await?;
    if let (None, Some(heads)) = (&report.difference, against) {
        report.difference = first_lost(house, &heads.heads).await?;
    }
    Ok(report)
}

/// Prove that nothing was lost or changed.
#[derive(Args)]
pub(crate) struct Verify {
    /// A file of published heads, from /chain or `danvan chain head`: does the log still hold them?
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Verify {
    pub(crate) async fn run(self, database: &str) -> Result<ExitCode, Stop> {
        let against = self.against.as_deref().map(published_heads).transpose()?;
        let house = open(database).await?;
        let report = verified(&house, against.as_ref()).await;
        house.store.close().await;
        let report = report.map_err(stop)?;
        if self.format == Format::Json {
            say(&serde_json::to_string_pretty(&report)?);
        } else {
            let rows: u64 = report.rooms.iter().map(|room| room.rows).sum();
            tell(
                "terminal-verified",
                &[
                    ("events", report.events.into()),
                    ("tallies", report.tallies.into()),
                    ("rows", rows.into()),
                ],
            );
            tell("terminal-digest", &[("digest", report.digest.into())]);
            match &report.difference {
                None => tell("terminal-sound", &[]),
                Some(difference) => {
                    tell("terminal-unsound", &[("difference", words().note(&difference.note()).into())]);
                    tell("terminal-unsound-next", &[]);
                }
            }
        }
        Ok(if report.difference.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Give everything out as CSV and JSON lines, documented, into a new folder.
#[derive(Args)]
pub(crate) struct Export {
    /// The folder to make.
    folder: PathBuf,
    /// Every room; there is no other choice yet, and saying so keeps a slip of the hand from giving everything out.
    #[arg(long, required = true)]
    all: bool,
    /// Also how to reach residents. This is noted.
    #[arg(long)]
    with_contacts: bool,
    /// How to print what was done.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Export {
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let house = open(database).await?;
        let done =
            danvan_actions::export::export(&house, &Asker::house(), &self.folder, self.with_contacts).await;
        house.store.close().await;
        let exported = done.map_err(stop)?;
        if self.format == Format::Json {
            let folder = self.folder.display().to_string();
            let said =
                serde_json::json!({"rows": exported.rows, "tables": exported.tables, "folder": folder});
            say(&serde_json::to_string_pretty(&said)?);
            return Ok(());
        }
        tell(
            "terminal-exported",
            &[
                ("rows", exported.rows.into()),
                ("tables", exported.tables.into()),
                ("folder", self.folder.display().to_string().into()),
            ],
        );
        Ok(())
    }
}
