//! `danvan import`: what other systems keep.

mod boundaries;
mod cases;
mod mapping;
mod members;

use crate::{
    house::{Stop, open},
    terminal::Format,
};
use clap::Subcommand;
use danvan_actions::units::WantedBoundaries;
use danvan_domain::{ids::ProgrammeId, time::Day};
use danvan_interop::boundaries::Properties;
use std::{path::PathBuf, process::ExitCode};

/// Bring in what other systems keep.
#[derive(Subcommand)]
pub(crate) enum Import {
    /// Requests of another system, by a declared mapping; FILE.report.csv then says what became of each row.
    Cases {
        /// The file: comma-separated values or alike.
        file: PathBuf,
        /// Which column is what; see docs/how-to/import-cases.md.
        #[arg(long)]
        mapping: PathBuf,
        /// Only say what would be done; nothing is written into the database.
        #[arg(long)]
        preview: bool,
        /// How to print the report.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Propose the mapping of such a file from its beginning; what it cannot tell is marked TODO.
    Mapping {
        /// The file: comma-separated values or alike, or JSON.
        file: PathBuf,
        /// Where to write it; the terminal when left out. A file that is there already is left alone.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Members of a campaign's teams from an XLSX of any size, all good or nothing; the same file again adds nobody twice.
    Members {
        /// The file.
        file: PathBuf,
        /// The id of the campaign.
        #[arg(long)]
        campaign: ProgrammeId,
        /// Keep the good rows although others are bad.
        #[arg(long)]
        good: bool,
        /// Only say what would be done.
        #[arg(long, conflicts_with = "good")]
        preview: bool,
        /// How to print the report.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Where units' borders run: a GeoJSON FeatureCollection of Polygons or MultiPolygons in WGS 84, all or nothing.
    ///
    /// A feature belongs to the unit whose code it names in `code`, `ma`, `ma_xa` or `id`, else to the one that bears its
    /// `name` or `ten` on the day. What the unit had before is replaced.
    #[command(verbatim_doc_comment)]
    Boundaries {
        /// The file.
        file: PathBuf,
        /// The day whose codes and names the file uses; today when not given.
        #[arg(long)]
        on: Option<Day>,
        /// The property that holds the unit's code.
        #[arg(long)]
        code_property: Option<String>,
        /// The property that holds the unit's name.
        #[arg(long)]
        name_property: Option<String>,
        /// Who says so; shown beside the map.
        #[arg(long, default_value = "")]
        source: String,
        /// The borders are made up; the map will say so.
        #[arg(long)]
        simulated: bool,
        /// Only say what would be done.
        #[arg(long)]
        preview: bool,
        /// How to print what was done.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

impl Import {
    pub(crate) async fn run(self, database: &str) -> Result<ExitCode, Stop> {
        match self {
            Self::Cases { file, mapping, preview, format } => {
                cases::bring(database, &file, &mapping, preview, format).await
            }
            Self::Mapping { file, out } => mapping::run(&file, out.as_deref()).map(|()| ExitCode::SUCCESS),
            Self::Members { file, campaign, good, preview, format } => {
                let house = open(database).await?;
                let done = members::import(&house, &file, campaign, (good, preview), format).await;
                house.store.close().await;
                done
            }
            Self::Boundaries {
                file,
                on,
                code_property,
                name_property,
                source,
                simulated,
                preview,
                format,
            } => {
                let house = open(database).await?;
                let on = on.unwrap_or_else(|| house.today());
                let properties = Properties { code: code_property, name: name_property };
                let wanted = WantedBoundaries { on, properties, source, simulated, preview };
                let done = boundaries::import(&house, &file, &wanted, format).await;
                house.store.close().await;
                done.map(|()| ExitCode::SUCCESS)
            }
        }
    }
}
