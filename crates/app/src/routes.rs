//! `danvan routes`: who is responsible for which topic where.

use crate::{
    house::{Stop, open},
    terminal::{Format, file_trouble, print, sentence, stop, tell, words},
};
use clap::Subcommand;
use danvan_actions::{House, routes::import};
use danvan_domain::rights::Asker;
use std::path::PathBuf;

/// Who is responsible for which topic where.
#[derive(Subcommand)]
pub(crate) enum Routes {
    /// List the rules; where none holds, the commune of the place answers.
    List {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Read rules from a CSV file: topic,place,responsible,valid_from,valid_to (units by code on the first day).
    Import {
        /// The file.
        file: PathBuf,
    },
}

impl Routes {
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let house = open(database).await?;
        match self {
            Self::List { format } => list(&house, format)?,
            Self::Import { file } => {
                let text = std::fs::read_to_string(&file).map_err(|error| file_trouble(&file, &error))?;
                match import(&house, &Asker::house(), &text).await.map_err(stop)? {
                    Ok(count) => tell("terminal-routes", &[("count", count.into())]),
                    Err(faults) => {
                        let lines = faults.iter().map(|fault| {
                            let says = words().note(&fault.note);
                            let file = file.display().to_string();
                            let values =
                                [("file", file.into()), ("line", fault.line.into()), ("says", says.into())];
                            sentence("terminal-line", &values)
                        });
                        let told: Vec<String> = lines.collect();
                        let nothing = words().say("terminal-nothing-imported");
                        return Err(format!("{nothing}\n{}", told.join("\n")).into());
                    }
                }
            }
        }
        house.store.close().await;
        Ok(())
    }
}

fn list(house: &House, format: Format) -> Result<(), Stop> {
    let facts = house.facts();
    let name = |id| facts.tree.get(id).map_or_else(|| format!("{id}"), |unit| unit.named().label);
    let rows = facts.routes.0.iter().map(|route| {
        vec![
            route.topic.clone(),
            name(route.place),
            name(route.responsible),
            route.valid_from.to_string(),
            route.valid_to.map(|day| day.to_string()).unwrap_or_default(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    print(&["topic", "place", "responsible", "valid_from", "valid_to"], &rows, format)
}
