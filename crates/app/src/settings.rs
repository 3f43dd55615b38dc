//! `danvan settings`: what is in force, where it comes from, and what is wrong with it.

mod surroundings;

pub(crate) use surroundings::Given;

use crate::{
    house::{Stop, open, open_or_make, open_without_files},
    terminal::{Format, print, say, sentence, stop, tell, words},
};
use clap::Subcommand;
use danvan_actions::operations::settings as known;
use danvan_domain::rights::Asker;
use serde::Serialize;
use std::process::ExitCode;

/// Settings of the command line, of the environment, and kept in the database.
#[derive(Subcommand)]
pub(crate) enum Settings {
    /// List every setting kept in the database with its value, default and meaning.
    List {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Say of every setting what is in force, where it comes from, and what is wrong with it.
    Check {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Set one that is kept in the database.
    Set {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
    },
}

/// One setting as it was found.
#[derive(Serialize)]
struct Found {
    name: String,
    value: String,
    /// `command_line`, `environment`, `file`, `default`, `database` or `system`.
    from: &'static str,
    good: bool,
    /// What is wrong, or nothing.
    says: String,
}

impl Settings {
    pub(crate) async fn run(self, database: &str, given: &Given) -> Result<ExitCode, Stop> {
        match self {
            Self::List { format } => {
                let house = open(database).await?;
                let all = known::list(&house, &Asker::house()).await.map_err(stop);
                house.store.close().await;
                list(all?, format)?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Check { format } => check(database, given, format).await,
            Self::Set { name, value } => {
                let house = open_or_make(database).await?;
                let done = known::set(&house, &Asker::house(), &name, &value).await;
                house.store.close().await;
                done.map_err(stop)?;
                tell("terminal-set", &[("name", name.into()), ("value", value.into())]);
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

fn list(all: Vec<known::Standing>, format: Format) -> Result<(), Stop> {
    let meaning = |one: &known::Standing| match one.default {
        Some(_) => words().of("setting-meaning", &one.name.replace(['.', '_'], "-")),
        None => String::new(),
    };
    if format == Format::Json {
        let object = |one: &known::Standing| -> Result<serde_json::Value, serde_json::Error> {
            let mut value = serde_json::to_value(one)?;
            value["meaning"] = meaning(one).into();
            Ok(value)
        };
        let all = all.iter().map(object).collect::<Result<Vec<_>, _>>()?;
        say(&serde_json::to_string_pretty(&all)?);
        return Ok(());
    }
    let row = |one: known::Standing| {
        let default = one.default.unwrap_or_default().to_owned();
        let meaning = meaning(&one);
        vec![one.name, one.value, default, meaning]
    };
    let rows: Vec<Vec<String>> = all.into_iter().map(row).collect();
    print(&["name", "value", "default", "meaning"], &rows, format)
}

async fn check(database: &str, given: &Given, format: Format) -> Result<ExitCode, Stop> {
    let mut all = surroundings::check(given, database).await;
    all.extend(kept(database).await);
    let bad = all.iter().filter(|one| !one.good).count();
    if format == Format::Json {
        say(&serde_json::to_string_pretty(&all)?);
    } else {
        let row = |one: &Found| {
            let mark = words().say(if one.good { "terminal-good" } else { "terminal-bad" });
            vec![
                one.name.clone(),
                one.value.clone(),
                words().of("terminal-from", one.from),
                mark,
                one.says.clone(),
            ]
        };
        let rows: Vec<Vec<String>> = all.iter().map(row).collect();
        print(&["name", "value", "from", "state", "says"], &rows, format)?;
        if format == Format::Table {
            say("");
            let good = words().say("terminal-settings-good");
            say(&if bad == 0 { good } else { sentence("terminal-settings-bad", &[("n", bad.into())]) });
        }
    }
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The settings in the database; a database that cannot be opened is told among the others.
async fn kept(database: &str) -> Vec<Found> {
    let asked = async {
        let house = open_without_files(database).await?;
        let all = known::list(&house, &Asker::house()).await;
        house.store.close().await;
        all.map_err(stop)
    };
    let Ok(all) = asked.await else { return Vec::new() };
    let found = |one: known::Standing| Found {
        says: match (one.good, one.default) {
            (true, _) => String::new(),
            (false, None) => surroundings::unknown(&one.name, known::SETTINGS.iter().map(|other| other.name)),
            (false, Some(_)) => {
                sentence("terminal-must-be", &[("accepts", words().of("accepts", one.accepts).into())])
            }
        },
        from: if one.set { "database" } else { "default" },
        name: one.name,
        // A setting may hold several lines, which would break the table.
        value: one.value.lines().next().unwrap_or_default().to_owned(),
        good: one.good,
    };
    all.into_iter().map(found).collect()
}
