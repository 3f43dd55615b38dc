//! `danvan calendar`: which days are worked, and an installation's own days.

use crate::{
    house::{Stop, open},
    terminal::{Format, file_trouble, language, print, sentence, stop, tell, words},
};
use clap::Subcommand;
use danvan_actions::{
    House,
    calendar::{Preview, preview, said, set},
};
use danvan_domain::{
    calendar::{DayEdit, read_edits},
    rights::Asker,
};
use danvan_words::Language;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// The working calendar: list, preview, set.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// List the days that depart from the week, with who says so.
    List {
        /// Only this year.
        #[arg(long)]
        year: Option<i16>,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Say which due days a file of days would move; nothing is changed.
    Preview {
        /// A CSV file: day,kind,provisional,vi,en,source,grade (holiday, compensatory, swap_off, swap_workday, usual).
        file: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Keep a file of days; what is due and open moves with them.
    Set {
        /// A CSV file, as for preview.
        file: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

impl Command {
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let house = open(database).await?;
        match self {
            Self::List { year, format } => list(&house, year, format).await?,
            Self::Preview { file, format } => {
                let seen = preview(&house, &Asker::house(), &edits(&file)?).await.map_err(stop)?;
                show(&house, &seen, "terminal-calendar-preview", format)?;
            }
            Self::Set { file, format } => {
                let seen = set(&house, &Asker::house(), &edits(&file)?).await.map_err(stop)?;
                show(&house, &seen, "terminal-calendar-set", format)?;
            }
        }
        house.store.close().await;
        Ok(())
    }
}

/// The edits of a file; else every bad line of it.
fn edits(file: &Path) -> Result<Vec<DayEdit>, Stop> {
    let text = std::fs::read_to_string(file).map_err(|error| file_trouble(file, &error))?;
    read_edits(&text).map_err(|faults| {
        let line = |fault: &danvan_domain::facts::Fault| {
            let says = words().note(&fault.note);
            let values = [
                ("file", file.display().to_string().into()),
                ("line", fault.line.into()),
                ("says", says.into()),
            ];
            sentence("terminal-line", &values)
        };
        faults.iter().map(line).collect::<Vec<_>>().join("\n").into()
    })
}

async fn list(house: &House, year: Option<i16>, format: Format) -> Result<(), Stop> {
    let own: BTreeSet<_> = said(house).await.map_err(stop)?.into_iter().map(|one| one.edit.day).collect();
    let facts = house.facts();
    let rows = facts.calendar.rows().filter(|row| year.is_none_or(|year| row.day.0.year() == year));
    let rows: Vec<Vec<String>> = rows
        .map(|row| {
            let name = if language() == Language::Vi { &row.vi } else { &row.en };
            vec![
                row.day.to_string(),
                row.kind.to_string(),
                facts.calendar.is_working_day(row.day).to_string(),
                row.provisional.to_string(),
                name.clone(),
                row.source.clone(),
                row.grade.to_string(),
                own.contains(&row.day).to_string(),
            ]
        })
        .collect();
    print(&["day", "kind", "worked", "provisional", "name", "source", "grade", "own"], &rows, format)
}

fn show(house: &House, seen: &Preview, key: &str, format: Format) -> Result<(), Stop> {
    let facts = house.facts();
    let rows: Vec<Vec<String>> = seen
        .moved
        .iter()
        .map(|one| {
            let unit = facts.tree.get(one.unit).map(|unit| unit.name.clone()).unwrap_or_default();
            vec![one.thing.to_string(), unit, one.from.to_string(), one.to.to_string()]
        })
        .collect();
    if format != Format::Table || !rows.is_empty() {
        print(&["thing", "unit", "from", "to"], &rows, format)?;
    }
    if format == Format::Table {
        let values =
            [("days", seen.turned.len().into()), ("moved", rows.len().into()), ("late", seen.late.into())];
        tell(key, &values);
        if seen.beyond > 0 {
            tell("terminal-calendar-beyond", &[("n", seen.beyond.into())]);
        }
    }
    Ok(())
}
