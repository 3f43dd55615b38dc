//! `danvan routes`: who is responsible for which topic where.

use crate::{
    house::{Stop, open},
    terminal::{file_trouble, sentence, stop, tell, words},
};
use clap::Subcommand;
use danvan_actions::routes::import;
use danvan_domain::rights::Asker;
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
