//! `danvan analyse scan`: clusters of cases in space and time.

mod counted;
mod report;
mod sheet;
mod times;

use super::table;
use crate::{
    house::Stop,
    terminal::{sentence, tell},
};
use clap::{Args, ValueEnum};
use counted::Counted;
use danvan_analysis::refusal::{Refusal, Wrong};
use danvan_analysis::scan::{Map, Options, Secondary, Shapes, Time};
use std::path::{Path, PathBuf};
use times::Unit;

/// What is expected without a cluster.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Model {
    Poisson,
    Bernoulli,
    Permutation,
}

/// Which stretches of time are scanned.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scanned {
    Whole,
    Retrospective,
    Prospective,
}

/// The shape of windows.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shape {
    Circle,
    Ellipse,
    Flexible,
}

/// Which clusters are told beside the most likely one.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Told {
    NoOverlap,
    NoCentreInStronger,
    NoCentreOfStronger,
    NoCentreInOther,
    NoPairInEachOther,
    All,
    None,
}

/// Where, and when, there are more cases than chance would bring (Kulldorff's scan statistics).
#[derive(Args)]
pub(crate) struct Scan {
    /// CSV, a row for each or several cases: place[,count][,time][,stratum], and controls for the Bernoulli model.
    #[arg(long)]
    cases: PathBuf,
    /// CSV, a row for each place: place,latitude,longitude or place,x,y[,population].
    #[arg(long)]
    places: PathBuf,
    /// What is expected without a cluster.
    #[arg(long, value_enum)]
    model: Model,
    /// Where to write the clusters, as JSON.
    #[arg(long)]
    out: PathBuf,
    /// CSV of a population in time or by strata: place,population[,time][,stratum].
    #[arg(long)]
    population: Option<PathBuf>,
    /// Which stretches of time are scanned.
    #[arg(long, value_enum, default_value = "whole")]
    time: Scanned,
    /// What a unit of time is: a number, or a part of the calendar.
    #[arg(long, value_enum, default_value = "day")]
    unit: Unit,
    /// The first unit of time; of all cases the first when left out.
    #[arg(long)]
    from: Option<String>,
    /// The last unit of time; of all cases the last when left out.
    #[arg(long)]
    until: Option<String>,
    /// The shortest stretch, in units of time.
    #[arg(long, default_value_t = 1)]
    shortest: usize,
    /// The longest stretch, in units of time; half of all when left out.
    #[arg(long)]
    longest: Option<usize>,
    /// The unit of time of the first of all earlier prospective analyses.
    #[arg(long)]
    looking_since: Option<String>,
    /// The shape of windows.
    #[arg(long, value_enum, default_value = "circle")]
    shape: Shape,
    /// How much long ellipses are punished: 0 not at all.
    #[arg(long, default_value_t = 1.0)]
    penalty: f64,
    /// CSV of who borders on whom, for flexible windows: place,neighbour.
    #[arg(long)]
    neighbours: Option<PathBuf>,
    /// How many places a flexible window may hold.
    #[arg(long, default_value_t = 10)]
    nearest: usize,
    /// The largest share of all people a window may hold.
    #[arg(long, default_value_t = 0.5)]
    share: f64,
    /// The greatest distance from a window's centre, in kilometres or the unit of x and y.
    #[arg(long)]
    radius: Option<f64>,
    /// The fewest cases that make a cluster.
    #[arg(long, default_value_t = 2)]
    least: u32,
    /// Which clusters are told beside the most likely one.
    #[arg(long, value_enum, default_value = "no-overlap")]
    secondary: Told,
    /// How many clusters are told at most.
    #[arg(long, default_value_t = 20)]
    most: usize,
    /// How often chance is asked.
    #[arg(long, default_value_t = 999)]
    repetitions: u32,
    /// What chance is seeded with: the same seed gives the same answer.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Scan {
    pub(crate) fn run(self) -> Result<(), Stop> {
        let counted = Counted::read(&self)?;
        let (map, shapes) = (counted.coordinates.clone(), self.shapes(&counted)?);
        let refused = |refused: Refusal| said(&refused, &counted);
        let map = Map::new(map, &shapes, self.radius).map_err(refused)?;
        let options = self.options(&counted)?;
        let found = map.scan(&counted.study, &options).map_err(refused)?;
        let written = report::written(&found, &counted, &options)?;
        table::replace(&self.out, written.as_bytes())?;
        let out = self.out.display().to_string();
        tell("scan-done", &[("count", found.clusters.len().into()), ("file", out.into())]);
        Ok(())
    }

    fn shapes(&self, counted: &Counted) -> Result<Shapes, Stop> {
        match self.shape {
            Shape::Circle => Ok(Shapes::Circles),
            Shape::Ellipse => Ok(Shapes::ellipses(self.penalty)),
            Shape::Flexible => {
                let file = self.needed(self.neighbours.as_deref(), "--neighbours")?;
                Ok(Shapes::Flexible { neighbours: counted.neighbours(file)?, nearest: self.nearest })
            }
        }
    }

    /// A file this choice cannot do without.
    fn needed<'a>(&self, file: Option<&'a Path>, argument: &str) -> Result<&'a Path, Stop> {
        file.ok_or_else(|| sentence("scan-needed", &[("argument", argument.into())]).into())
    }

    fn options(&self, counted: &Counted) -> Result<Options, Stop> {
        let (shortest, longest) = (self.shortest, self.longest);
        let looking_since = match &self.looking_since {
            Some(word) => Some(counted.times.at(word).ok_or_else(|| {
                let values = [("argument", "--looking-since".into()), ("value", word.clone().into())];
                sentence("scan-no-time", &values)
            })?),
            None => None,
        };
        let time = match self.time {
            Scanned::Whole => Time::Whole,
            Scanned::Retrospective => Time::Retrospective { shortest, longest, and_whole: false },
            Scanned::Prospective => Time::Prospective { shortest, longest, looking_since },
        };
        let secondary = match self.secondary {
            Told::NoOverlap => Secondary::NoOverlap,
            Told::NoCentreInStronger => Secondary::NoCentreInStronger,
            Told::NoCentreOfStronger => Secondary::NoCentreOfStronger,
            Told::NoCentreInOther => Secondary::NoCentreInOther,
            Told::NoPairInEachOther => Secondary::NoPairInEachOther,
            Told::All => Secondary::All,
            Told::None => Secondary::None,
        };
        Ok(Options {
            time,
            largest_share: self.share,
            least_cases: self.least,
            secondary,
            most_clusters: self.most,
            repetitions: self.repetitions,
            seed: self.seed,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
        })
    }
}

/// Why the files as a whole cannot be scanned, in words.
fn said(refused: &Refusal, counted: &Counted) -> Stop {
    let (mut place, mut time) = (String::new(), String::new());
    let kind = match &refused.wrong {
        Wrong::Places { .. } => "places",
        Wrong::Times { .. } => "times",
        Wrong::TooFewCases { .. } => "cases",
        Wrong::TooMany { .. } => "many",
        Wrong::NoControls => "controls",
        Wrong::NothingToPermute => "permute",
        Wrong::NoPopulation { place: row, time: unit } => {
            (place, time) = (counted.names[*row].clone(), counted.times.label(*unit));
            "population"
        }
        Wrong::NoPopulationInStratum { stratum } => {
            place = counted.strata.get(*stratum).cloned().unwrap_or_default();
            "stratum"
        }
        _ => "other",
    };
    let reason = refused.to_string();
    let values =
        [("kind", kind.into()), ("place", place.into()), ("time", time.into()), ("reason", reason.into())];
    sentence("scan-refused", &values).into()
}

#[cfg(test)]
mod tests;
