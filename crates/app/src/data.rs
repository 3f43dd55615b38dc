//! `danvan data`: the inventory of personal data, retention, certificates of erasure.

use crate::{
    house::{Stop, open},
    terminal::{Format, print, say, stop, tell, words},
};
use clap::Subcommand;
use danvan_actions::{
    House,
    data::{self, Inventory, retention},
};
use danvan_domain::rights::Asker;
use danvan_words::Language;
use uuid::Uuid;

/// Personal data.
#[derive(Subcommand)]
pub(crate) enum Data {
    /// Which columns hold personal data: whose, what for, on what ground, for how long, who receives it.
    Inventory {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// What is past its time today; with --run it is erased.
    Retention {
        /// Only show what would be erased; so it is without --run.
        #[arg(long, conflicts_with = "run")]
        preview: bool,
        /// Erase what is past its time.
        #[arg(long)]
        run: bool,
        /// Write the database anew afterwards, so that freed pages hold no erased words. Others wait meanwhile.
        #[arg(long)]
        scrub: bool,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// A certificate of erasure as JSON.
    Certificate {
        /// Its id.
        id: Uuid,
    },
}

impl Data {
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let house = open(database).await?;
        let done = self.work(&house).await;
        house.store.close().await;
        done
    }

    async fn work(self, house: &House) -> Result<(), Stop> {
        let asker = Asker::house();
        match self {
            Self::Inventory { format } => {
                print_inventory(&data::inventory(house, &asker).await.map_err(stop)?, format)?;
            }
            Self::Retention { run, scrub, format, .. } => {
                if run {
                    let made = retention::run(house, &asker).await.map_err(stop)?;
                    let made: Vec<String> = made.iter().map(Uuid::to_string).collect();
                    if format == Format::Json {
                        say(&serde_json::to_string_pretty(&made)?);
                    } else if made.is_empty() {
                        tell("terminal-retention-nothing", &[]);
                    } else {
                        tell("terminal-retention-ran", &[("certificates", made.join(", ").into())]);
                    }
                } else {
                    print_preview(&retention::preview(house, &asker).await.map_err(stop)?, format)?;
                }
                if scrub {
                    danvan_store::data::scrub(&house.store).await?;
                    if format != Format::Json {
                        tell("terminal-scrubbed", &[]);
                    }
                }
            }
            Self::Certificate { id } => {
                let certificate = data::certificate(house, &asker, id).await.map_err(stop)?;
                say(&serde_json::to_string_pretty(&certificate)?);
            }
        }
        Ok(())
    }
}

fn own(rule: &retention::Standing) -> &str {
    if words().language == Language::Vi { &rule.vi } else { &rule.en }
}

fn print_preview(due: &[retention::Due], format: Format) -> Result<(), Stop> {
    if format == Format::Json {
        say(&serde_json::to_string_pretty(due)?);
        return Ok(());
    }
    let row = |one: &retention::Due| {
        let rule = &one.rule;
        let days = rule.days.map(|days| days.to_string()).unwrap_or_default();
        let cells = [&rule.rule, &days, &one.before.to_string(), &one.things.to_string(), own(rule)];
        cells.map(str::to_owned).into_iter().chain([rule.source.clone(), rule.grade.to_string()]).collect()
    };
    let rows: Vec<Vec<String>> = due.iter().map(row).collect();
    print(&["rule", "days", "before", "things", "says", "source", "grade"], &rows, format)?;
    if format == Format::Table {
        tell("terminal-retention-preview", &[]);
    }
    Ok(())
}

fn print_inventory(inventory: &Inventory, format: Format) -> Result<(), Stop> {
    if format == Format::Json {
        say(&serde_json::to_string_pretty(inventory)?);
        return Ok(());
    }
    let mut rows = Vec::new();
    for category in &inventory.categories {
        let about = &category.about;
        let days = category.kept.days.map(|days| format!(" ({days})")).unwrap_or_default();
        let recipients: Vec<String> =
            about.recipients.iter().map(|role| words().of("role", role.word())).collect();
        for held in &category.held {
            let place = if held.column.is_empty() {
                held.table.to_owned()
            } else {
                format!("{}.{}", held.table, held.column)
            };
            rows.push(vec![
                place,
                words().of("category", category.category.word()),
                words().of("whose", about.whose.word()),
                about.sensitive.to_string(),
                words().of("purpose", about.purpose.word()),
                format!("{}{days}", category.kept.rule),
                category.kept.grade.to_string(),
                recipients.join(", "),
            ]);
        }
    }
    print(
        &["column", "category", "about", "sensitive", "purpose", "retention", "grade", "recipients"],
        &rows,
        format,
    )
}
