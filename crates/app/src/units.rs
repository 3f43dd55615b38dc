//! `danvan units`: reading, importing and reorganising units in time.

mod change;
mod read;

use crate::{
    house::{Stop, open, open_or_make},
    terminal::{Format, file_trouble, print, print_one, say, stop, tell, words},
};
use clap::Subcommand;
use danvan_domain::{time::Day, units::Sort};
use std::path::PathBuf;
use uuid::Uuid;

/// Units in time.
#[derive(Subcommand)]
pub(crate) enum Units {
    /// List the units that stand on a day.
    List {
        /// The day; today when not given.
        #[arg(long)]
        on: Option<Day>,
        /// A level (city, district, commune, village, body, team) or a kind (ward, township, …).
        #[arg(long)]
        kind: Option<Sort>,
        /// Only what lies under this unit: its code, name or own id.
        #[arg(long)]
        under: Option<String>,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Show one unit as it stands on a day.
    Show {
        /// Its code, name or own id.
        unit: String,
        /// The day; today when not given.
        #[arg(long)]
        on: Option<Day>,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Say what a unit was made of and what became of it.
    Lineage {
        /// Its code, name or own id.
        unit: String,
        /// The day on which the code or name is meant; today when not given.
        #[arg(long)]
        on: Option<Day>,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Import units and links from CSV files, all or nothing.
    ///
    /// Units: code,name,kind,parent,from,to,population,vintage,area_km2,lat,lon,simulated,source,certainty (parent is
    /// the code of the unit above on the day `from`; code, name, kind and from are needed).
    /// Links: day,from,to,whole,share_ppm,households,certainty,source (from stands the day before, to on the day).
    /// A country's list: province_code,province_full_name,ward_code,ward_full_name and any other columns.
    #[command(verbatim_doc_comment)]
    Import {
        /// Tables of units, of links, or a country's list of communes.
        #[arg(required_unless_present = "hanoi")]
        files: Vec<PathBuf>,
        /// The first day of the units in a country's list, which names no day.
        #[arg(long, default_value = "2025-07-01")]
        from: Day,
        /// Instead of files, the built-in units of Hanoi since 2021.
        #[arg(long, conflicts_with = "files")]
        hanoi: bool,
        /// How to print what was done.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Change the structure from a day on, by a plan.
    ///
    /// One line an act: act,from,to,name,kind,parent,share,households,source,certainty.
    /// merge: all of `from` goes into `to`.     split: a part of it does, with a share (0.4, 40%) or households.
    /// rename: it goes on under `name`.         move: it goes on under `parent`.        end: nothing follows.
    #[command(verbatim_doc_comment)]
    Reorganise {
        /// The plan: act,from,to,name,kind,parent,share,households,source,certainty.
        plan: PathBuf,
        /// The first day of the new structure.
        #[arg(long)]
        on: Day,
        /// Only say what would be done.
        #[arg(long)]
        preview: bool,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// List what was reorganised, with the ids by which it can be undone.
    Reorganisations {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Undo a reorganisation while nothing depends on it.
    Undo {
        /// The reorganisation's own id.
        id: Uuid,
    },
    /// Move open cases whose office has ended to the one that stands for it today.
    Settle,
}

impl Units {
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let makes = matches!(self, Self::Import { .. });
        let house = if makes { open_or_make(database).await? } else { open(database).await? };
        let tree = &house.facts().tree;
        let day = |on: Option<Day>| on.unwrap_or_else(|| house.today());
        let done = match self {
            Self::List { on, kind, under, format } => {
                read::list(tree, day(on), kind, under.as_deref(), format)
            }
            Self::Show { unit, on, format } => read::show(tree, &unit, day(on), format),
            Self::Lineage { unit, on, format } => read::lineage(tree, &unit, day(on), format),
            Self::Import { files, from, hanoi, format } => {
                change::import(&house, &files, from, hanoi, format).await
            }
            Self::Reorganise { plan, on, preview: true, format } => {
                change::preview(&house, &plan, on, format).await
            }
            Self::Reorganise { plan, on, preview: false, format } => {
                change::reorganise(&house, &plan, on, format).await
            }
            Self::Reorganisations { format } => change::reorganisations(&house, format).await,
            Self::Undo { id } => change::undo(&house, id).await,
            Self::Settle => change::settle(&house).await,
        };
        house.store.close().await;
        done
    }
}
