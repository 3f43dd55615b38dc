//! `danvan exchange`: joint programmes with other installations, by signed files.

use crate::{
    house::{Stop, open},
    terminal::{Format, file_trouble, print, stop, tell, words},
};
use clap::Subcommand;
use danvan_actions::{
    House,
    exchange::{self, Brought},
};
use danvan_domain::{
    exchange::LARGEST_FILE,
    ids::{PartyId, ProgrammeId, UnitId},
    rights::Asker,
};
use std::{
    io::Read,
    path::{Path, PathBuf},
};

/// Joint programmes with other installations, by signed files.
#[derive(Subcommand)]
pub(crate) enum Exchange {
    /// Print the public half of this installation's key.
    Key {
        /// Make a new one; every other installation must trust it in place of the one before.
        #[arg(long)]
        new: bool,
    },
    /// Take files of another installation from now on; ask for its key by telephone.
    Trust {
        /// Its key, 64 hexadecimal digits.
        key: String,
        /// What it is called.
        #[arg(long)]
        name: String,
        /// The key it had before, which is trusted no longer.
        #[arg(long)]
        instead_of: Option<String>,
    },
    /// Take no more files of an installation.
    Distrust {
        /// Its key.
        key: String,
    },
    /// List the installations that are or were trusted.
    Peers {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// List the parties of a programme with their ids, and which installation each is.
    Parties {
        /// The programme, by the id in its address.
        programme: ProgrammeId,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Say which installation a party is.
    Link {
        /// The party, by its id.
        party: PartyId,
        /// The key of its installation.
        key: String,
    },
    /// Write the next file about a programme for another installation.
    Export {
        /// The programme, by the id in its address.
        programme: Option<ProgrammeId>,
        /// The key of the other installation.
        #[arg(long)]
        to: String,
        /// Write the file of this number once more, to the byte.
        #[arg(long, conflicts_with = "programme", required_unless_present = "programme")]
        again: Option<i64>,
        /// Where to write it.
        #[arg(long)]
        out: PathBuf,
    },
    /// Say what a file would do; nothing is written.
    Preview {
        /// The file.
        file: PathBuf,
        /// The unit that keeps what falls to this installation, for a programme that is new: id, code or name.
        #[arg(long)]
        unit: Option<String>,
    },
    /// Take a file: all of it or nothing.
    Import {
        /// The file.
        file: PathBuf,
        /// The unit that keeps what falls to this installation, for a programme that is new: id, code or name.
        #[arg(long)]
        unit: Option<String>,
    },
}

impl Exchange {
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let house = open(database).await?;
        let done = self.done(&house).await;
        house.store.close().await;
        done
    }

    async fn done(self, house: &House) -> Result<(), Stop> {
        let asker = Asker::house();
        match self {
            Self::Key { new: true } => {
                let key = exchange::make_key(house, &asker).await.map_err(stop)?;
                tell("terminal-exchange-key", &[("key", key.into())]);
            }
            Self::Key { new: false } => match exchange::key(house, &asker).await.map_err(stop)? {
                Some(key) => tell("terminal-exchange-key", &[("key", key.into())]),
                None => return Err(words().say("exchange-no-key").into()),
            },
            Self::Trust { key, name, instead_of } => {
                let before = instead_of.as_deref();
                let key = exchange::trust(house, &asker, (&key, &name), before).await.map_err(stop)?;
                tell("terminal-exchange-trusted", &[("key", key.into()), ("name", name.into())]);
            }
            Self::Distrust { key } => {
                exchange::distrust(house, &asker, &key).await.map_err(stop)?;
                tell("terminal-exchange-distrusted", &[("key", key.into())]);
            }
            Self::Peers { format } => peers(house, &asker, format).await?,
            Self::Parties { programme, format } => parties(house, &asker, programme, format).await?,
            Self::Link { party, key } => {
                exchange::link(house, &asker, party, &key).await.map_err(stop)?;
                tell("terminal-exchange-linked", &[("key", key.into())]);
            }
            Self::Export { programme, to, again, out } => {
                let written = match (programme, again) {
                    (_, Some(number)) => exchange::export_again(house, &asker, &to, number).await,
                    (Some(programme), None) => exchange::export(house, &asker, programme, &to).await,
                    // clap asks for one of them.
                    (None, None) => return Ok(()),
                };
                let written = written.map_err(stop)?;
                std::fs::write(&out, &written.file).map_err(|error| file_trouble(&out, &error))?;
                let file = out.display().to_string();
                tell(
                    "terminal-exchange-written",
                    &[("number", written.number.into()), ("file", file.into())],
                );
            }
            Self::Preview { file, unit } => bring(house, (&file, unit), true).await?,
            Self::Import { file, unit } => bring(house, (&file, unit), false).await?,
        }
        Ok(())
    }
}

async fn peers(house: &House, asker: &Asker, format: Format) -> Result<(), Stop> {
    let all = exchange::peers(house, asker).await.map_err(stop)?;
    let row = |peer: &exchange::Peer| {
        let until = peer.ended_at.map(|at| at.to_string()).unwrap_or_default();
        vec![peer.name.clone(), peer.key.clone(), peer.trusted_at.to_string(), until]
    };
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    print(&["name", "key", "trusted_at", "ended_at"], &rows, format)
}

async fn parties(house: &House, asker: &Asker, id: ProgrammeId, format: Format) -> Result<(), Stop> {
    let found = exchange::parties(house, asker, id).await.map_err(stop)?;
    let facts = house.facts();
    let rows = found.into_iter().map(|(party, key)| {
        let unit = party.unit.and_then(|unit| facts.tree.get(unit));
        let name = unit.map_or_else(|| party.name.clone(), |unit| unit.name.clone());
        vec![
            party.id.to_string(),
            name,
            words().of("joining-sort", party.sort.word()),
            key.unwrap_or_default(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    print(&["id", "name", "sort", "key"], &rows, format)
}

/// Takes a file or says what it would do.
async fn bring(house: &House, (file, unit): (&Path, Option<String>), is_preview: bool) -> Result<(), Stop> {
    // No more is read than a file may hold; one byte beyond that tells that it holds more.
    let most = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX) + 1;
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(|error| file_trouble(file, &error))?;
    opened.take(most).read_to_end(&mut bytes).map_err(|error| file_trouble(file, &error))?;
    let unit: Option<UnitId> = match unit {
        Some(said) => {
            let found = house.facts().tree.resolve(&said, house.today());
            Some(found.map_err(|note| words().note(&note))?)
        }
        None => None,
    };
    let done = exchange::import(house, &Asker::house(), (&bytes, unit), is_preview).await;
    let done = done.map_err(stop)?;
    let from = [("from", done.from.as_str().into()), ("number", done.number.into())];
    tell("terminal-exchange-file", &from);
    if done.is_already {
        tell("terminal-exchange-already", &[]);
        return Ok(());
    }
    said(&done);
    tell(if is_preview { "terminal-exchange-preview" } else { "terminal-exchange-taken" }, &[]);
    Ok(())
}

fn said(done: &Brought) {
    let key = if done.is_new { "terminal-exchange-new" } else { "terminal-exchange-programme" };
    tell(key, &[("title", done.title.as_str().into())]);
    let (joining, leaving) = done.parties;
    tell("terminal-exchange-parties", &[("joining", joining.into()), ("leaving", leaving.into())]);
    for (what, is_own) in &done.promised {
        let key = if *is_own { "terminal-exchange-own" } else { "terminal-exchange-others" };
        tell(key, &[("what", what.as_str().into())]);
    }
    for what in &done.withdrawn {
        tell("terminal-exchange-withdrawn", &[("what", what.as_str().into())]);
    }
    tell("terminal-exchange-figures", &[("n", done.figures.into())]);
}
