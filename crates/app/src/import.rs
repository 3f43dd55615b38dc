//! `danvan import`: what other systems keep.

mod boundaries;

use crate::{
    house::{Stop, open},
    terminal::{Format, say, stop, words},
};
use clap::Subcommand;
use danvan_actions::{
    cases::import::{Line, Report, import},
    units::WantedBoundaries,
};
use danvan_domain::{rights::Asker, time::Day};
use danvan_interop::{boundaries::Properties, mapping::Mapping};
use std::{
    fs::File,
    path::{Path, PathBuf},
    process::ExitCode,
};

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
            Self::Cases { file, mapping, format } => cases(database, file, &mapping, format).await,
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

async fn cases(database: &str, file: PathBuf, mapping: &Path, format: Format) -> Result<ExitCode, Stop> {
    let text = std::fs::read_to_string(mapping).map_err(|error| format!("{}: {error}", mapping.display()))?;
    let mapping = Mapping::read(&text).map_err(|note| words().note(&note))?;
    let house = open(database).await?;
    let told = file.with_file_name(format!("{}.report.csv", file.file_name().unwrap_or_default().display()));
    let mut rows = Rows::begin(&told)?;
    let done = import(&house, &Asker::house(), &file, &mapping, &mut |line| rows.add(line)).await;
    house.store.close().await;
    rows.finish()?;
    let report = done.map_err(|failure| {
        // What was written before stays; the same command goes on from there.
        stop(failure)
    })?;
    if format == Format::Json {
        say(&serde_json::to_string_pretty(&report)?);
    } else {
        print(&report, &told);
    }
    Ok(if report.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print(report: &Report, told: &Path) {
    say(&format!(
        "{} rows: {} taken, {} there already, {} refused",
        report.rows, report.taken, report.already, report.refused
    ));
    say(&format!(
        "of those taken: {} merged into the request they repeat, {} repeat one that is not in the file",
        report.merged, report.repeats_unknown
    ));
    say(&format!(
        "places: {} units made; {} placed by their point in the nearest place, {} without any place",
        report.units, report.placed_by_point, report.unplaced
    ));
    say(&format!("topics: {} made", report.topics));
    let statuses: Vec<String> =
        report.statuses.iter().map(|(word, count)| format!("{word} {count}")).collect();
    say(&format!("statuses: {}", statuses.join(", ")));
    if !report.unknown_columns.is_empty() {
        say(&format!("columns the mapping does not speak of: {}", report.unknown_columns.join(", ")));
    }
    say(&format!("what became of each row: {}", told.display()));
}

/// The file that says what became of each row.
struct Rows {
    path: PathBuf,
    out: csv::Writer<File>,
    failed: Option<csv::Error>,
    done: u64,
}

impl Rows {
    fn begin(path: &Path) -> Result<Self, Stop> {
        let mut out = csv::Writer::from_path(path).map_err(|error| format!("{}: {error}", path.display()))?;
        out.write_record(["line", "id", "outcome", "case", "reason"])?;
        Ok(Self { path: path.to_owned(), out, failed: None, done: 0 })
    }

    #[expect(clippy::print_stderr, reason = "how far it has come must not mix with what the command prints")]
    fn add(&mut self, line: Line) {
        let reason = line.note.map(|note| words().note(&note)).unwrap_or_default();
        let case = line.case.map(|case| case.to_string()).unwrap_or_default();
        let row = [line.line.to_string().as_str(), &line.id, line.outcome, &case, &reason].map(str::to_owned);
        if let Err(error) = self.out.write_record(row) {
            self.failed.get_or_insert(error);
        }
        self.done += 1;
        if self.done.is_multiple_of(10_000) {
            eprintln!("{} rows", self.done);
        }
    }

    fn finish(mut self) -> Result<(), Stop> {
        self.out.flush()?;
        match self.failed {
            Some(error) => Err(format!("{}: {error}", self.path.display()).into()),
            None => Ok(()),
        }
    }
}
