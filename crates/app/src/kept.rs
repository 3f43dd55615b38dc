//! `danvan backup`, `restore`, `doctor`, `settings`: what keeps the house.

use crate::{
    house::{Stop, WallClock, facts, open, seed},
    terminal::{Format, print, say, stop, words},
};
use clap::{Args, Subcommand};
use danvan_actions::{
    House,
    backup::{self, Progress},
    operations::{self, settings as known},
    verify::verify,
};
use danvan_domain::rights::Asker;
use danvan_store::Store;
use std::{path::PathBuf, process::ExitCode, sync::Arc};

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

/// Settings kept in the database.
#[derive(Subcommand)]
pub(crate) enum Settings {
    /// List every setting with its value, default and meaning.
    List {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Name every setting that is unknown or not what it may be.
    Check,
    /// Set one.
    Set {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
    },
}

#[expect(clippy::print_stderr, reason = "how far it has come must not mix with what the command prints")]
fn watch(progress: Progress<'_>) {
    if progress.of > 0 {
        eprintln!("{}: {} of {}", progress.what, progress.done, progress.of);
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
            let file = self.file.display();
            say(&format!(
                "backed up {} rows and {} files to {file}, {} bytes",
                done.rows, done.files, done.bytes
            ));
        }
        Ok(())
    }
}

impl Restore {
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let done = if self.drill { self.drill(database).await? } else { self.restore(database).await? };
        if self.format == Format::Json {
            say(&serde_json::to_string_pretty(&done)?);
        } else {
            let verb = if self.drill { "the drill restored" } else { "restored" };
            say(&format!("{verb} {} rows and {} files from {}", done.rows, done.files, self.file.display()));
        }
        Ok(())
    }

    async fn restore(&self, database: &str) -> Result<backup::Restored, Stop> {
        let house = open(database).await?;
        let done = backup::restore(&house, &Asker::house(), &self.file, &mut watch).await;
        house.store.close().await;
        done.map_err(stop)
    }

    /// Restores into a file in a folder of its own, reads it as a house, throws it away, and keeps the day.
    async fn drill(&self, database: &str) -> Result<backup::Restored, Stop> {
        let mark: String = seed()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        let folder = std::env::temp_dir().join(format!("danvan-drill-{mark}"));
        std::fs::create_dir(&folder)?;
        let tried = self.try_in(&folder.join("drill.db").display().to_string()).await;
        std::fs::remove_dir_all(&folder)?;
        let done = tried?;
        let house = open(database).await?;
        let noted = backup::note_drill(&house, &Asker::house()).await;
        house.store.close().await;
        noted.map_err(stop)?;
        Ok(done)
    }

    async fn try_in(&self, file: &str) -> Result<backup::Restored, Stop> {
        let store = Store::open(&format!("sqlite:{file}")).await?;
        let empty = facts(&store).await?;
        let files = danvan_actions::attachments::in_memory();
        let house = Arc::new(House::new(store, empty, files, Arc::new(WallClock), seed()));
        let done = backup::restore(&house, &Asker::house(), &self.file, &mut watch).await;
        let read = facts(&house.store).await;
        house.store.close().await;
        let done = done.map_err(stop)?;
        read?;
        Ok(done)
    }
}

impl Doctor {
    pub(crate) async fn run(self, database: &str) -> Result<ExitCode, Stop> {
        let house = open(database).await?;
        let health = operations::examine(&house, &Asker::house(), true).await;
        house.store.close().await;
        let health = health.map_err(stop)?;
        let rows = health.findings.iter().map(|finding| {
            let mark = if finding.well { "well" } else { "NOT WELL" };
            vec![finding.about.to_owned(), mark.to_owned(), words().note(&finding.note)]
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
                say(&format!("\nrows: {}", counts.join(", ")));
                for head in &health.measured.chain {
                    say(&format!("chain {}: event {}, hash {}", head.lane, head.position, head.hash));
                }
            }
        }
        Ok(if health.is_well() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

impl Settings {
    pub(crate) async fn run(self, database: &str) -> Result<ExitCode, Stop> {
        let house = open(database).await?;
        let done = self.act(&house).await;
        house.store.close().await;
        done
    }

    async fn act(self, house: &House) -> Result<ExitCode, Stop> {
        let asker = Asker::house();
        match self {
            Self::List { format } => {
                let all = known::list(house, &asker).await.map_err(stop)?;
                if format == Format::Json {
                    say(&serde_json::to_string_pretty(&all)?);
                    return Ok(ExitCode::SUCCESS);
                }
                let rows: Vec<Vec<String>> = all
                    .into_iter()
                    .map(|one| {
                        let default = one.default.unwrap_or_default().to_owned();
                        vec![one.name, one.value, default, one.meaning.to_owned()]
                    })
                    .collect();
                print(&["name", "value", "default", "meaning"], &rows, format)?;
            }
            Self::Check => {
                let mut bad = known::list(house, &asker).await.map_err(stop)?;
                bad.retain(|one| !one.good);
                for one in &bad {
                    let why = match one.default {
                        None => "there is no such setting; is its name misspelt?".to_owned(),
                        Some(default) => format!("must be {}; the default is {default:?}", one.accepts),
                    };
                    say(&format!("{} = {:?}: {why}", one.name, one.value));
                }
                if !bad.is_empty() {
                    return Ok(ExitCode::FAILURE);
                }
                say("all settings are good");
            }
            Self::Set { name, value } => {
                known::set(house, &asker, &name, &value).await.map_err(stop)?;
                say(&format!("{name} is {value}"));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Prove that nothing was lost or changed.
#[derive(Args)]
pub(crate) struct Verify {
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Verify {
    pub(crate) async fn run(self, database: &str) -> Result<ExitCode, Stop> {
        let house = open(database).await?;
        let report = verify(&house).await;
        house.store.close().await;
        let report = report.map_err(stop)?;
        if self.format == Format::Json {
            say(&serde_json::to_string_pretty(&report)?);
        } else {
            let rows: u64 = report.rooms.iter().map(|room| room.rows).sum();
            say(&format!(
                "{} events in {} chains, {} tallies, {rows} rows",
                report.events, report.lanes, report.tallies
            ));
            say(&format!("digest {}", report.digest));
            match &report.difference {
                None => say("everything is as it should be"),
                Some(difference) => say(&format!("NOT AS IT SHOULD BE: {difference}")),
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
}

impl Export {
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let house = open(database).await?;
        let done =
            danvan_actions::export::export(&house, &Asker::house(), &self.folder, self.with_contacts).await;
        let exported = done.map_err(stop)?;
        say(&format!(
            "{} rows of {} tables are in {}",
            exported.rows,
            exported.tables,
            self.folder.display()
        ));
        house.store.close().await;
        Ok(())
    }
}
