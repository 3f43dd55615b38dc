//! `danvan routes`: who is responsible for which topic where.

use crate::house::{Stop, open};
use clap::Subcommand;
use danvan_actions::routes::import;
use danvan_domain::rights::Asker;
use danvan_words::{Language, Words};
use std::path::PathBuf;

/// Who is responsible for which topic where.
#[derive(Subcommand)]
pub(crate) enum Routes {
    /// List the rules; where none holds, the commune of the place answers.
    List,
    /// Read rules from a CSV file: topic,place,responsible,valid_from,valid_to (units by code on the first day).
    Import {
        /// The file.
        file: PathBuf,
    },
}

impl Routes {
    #[expect(clippy::print_stdout, reason = "the command prints what it is asked for")]
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let house = open(database).await?;
        match self {
            Self::List => {
                let facts = house.facts();
                let name = |id| facts.tree.get(id).map_or_else(|| format!("{id}"), |unit| unit.named().label);
                println!("topic,place,responsible,valid_from,valid_to");
                for route in &facts.routes.0 {
                    let last = route.valid_to.map(|day| day.to_string()).unwrap_or_default();
                    let (place, responsible) = (name(route.place), name(route.responsible));
                    println!("{},{place},{responsible},{},{last}", route.topic, route.valid_from);
                }
            }
            Self::Import { file } => {
                let text =
                    std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
                match import(&house, &Asker::house(), &text).await? {
                    Ok(count) => println!("{count} routes are kept"),
                    Err(faults) => {
                        let words = Words::for_language(Language::En);
                        let lines = faults.iter().map(|fault| {
                            format!("{}, line {}: {}", file.display(), fault.line, words.note(&fault.note))
                        });
                        let told: Vec<String> = lines.collect();
                        return Err(format!("nothing was imported\n{}", told.join("\n")).into());
                    }
                }
            }
        }
        house.store.close().await;
        Ok(())
    }
}
