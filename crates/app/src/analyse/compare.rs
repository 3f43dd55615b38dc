//! `danvan analyse compare`: units beside one another, with what chance would do to them.

use super::{refused, table};
use crate::{
    house::Stop,
    terminal::{sentence, tell},
};
use clap::{Args, ValueEnum};
use danvan_analysis::{
    compare::{self, Beyond, Compared, Observed, Options},
    refusal::Column,
};
use std::path::PathBuf;

/// What counts are to their base.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Model {
    Poisson,
    Binomial,
}

/// Units beside one another: what chance would do to each, and who can be told apart.
#[derive(Args)]
pub(crate) struct Compare {
    /// A CSV file with a heading: a row for each unit.
    file: PathBuf,
    /// The column of the units' names.
    #[arg(long)]
    unit_column: String,
    /// The column of the counts.
    #[arg(long)]
    count_column: String,
    /// The column of what they are counted among.
    #[arg(long)]
    base_column: String,
    /// Where to write a row for each unit.
    #[arg(long)]
    out: PathBuf,
    /// What counts are to their base.
    #[arg(long, value_enum, default_value = "poisson")]
    model: Model,
    /// Rates are told per so much of the base.
    #[arg(long, default_value_t = 1.0)]
    per: f64,
    /// How often chance is asked for ranks.
    #[arg(long, default_value_t = 2000)]
    draws: usize,
    /// What chance is seeded with.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

const HEADING: [&str; 13] = [
    "unit",
    "count",
    "base",
    "rate",
    "shrunk",
    "low",
    "high",
    "limit_low",
    "limit_high",
    "beyond",
    "rank",
    "rank_low",
    "rank_high",
];

impl Compare {
    pub(crate) fn run(self) -> Result<(), Stop> {
        let read = table::Table::read(&self.file)?;
        let names: Vec<String> = read.column(&self.unit_column, "text")?;
        let counts: Vec<u64> = read.column(&self.count_column, "whole")?;
        let bases: Vec<f64> = read.column(&self.base_column, "number")?;
        let units: Vec<Observed> =
            counts.into_iter().zip(bases).map(|(events, base)| Observed { events, base }).collect();
        let model = match self.model {
            Model::Poisson => compare::Model::Poisson,
            Model::Binomial => compare::Model::Binomial,
        };
        if !self.per.is_finite() || self.per <= 0.0 {
            return Err(sentence("analysis-per", &[("value", self.per.to_string().into())]).into());
        }
        let options = Options { model, draws: self.draws, seed: self.seed };
        let name = |column: &Column| match column {
            Column::Count => self.count_column.clone(),
            Column::Named(name) if name == "base" => self.base_column.clone(),
            other => other.to_string(),
        };
        let found = compare::compare(&units, &options)
            .map_err(|refusal| refused::said(read.file(), &refusal, name))?;
        let rows: Vec<Vec<String>> = names
            .into_iter()
            .zip(units.iter().zip(&found.units))
            .map(|(name, (observed, unit))| self.row(name, observed, unit))
            .collect();
        table::write(&self.out, &HEADING, &rows)?;
        let is_beyond = |unit: &&Compared| unit.beyond != Beyond::Within;
        let beyond = found.units.iter().filter(is_beyond).count();
        let values = [
            ("units", rows.len().into()),
            ("beyond", beyond.into()),
            ("file", self.out.display().to_string().into()),
        ];
        tell("analysis-compare-written", &values);
        Ok(())
    }

    fn row(&self, name: String, observed: &Observed, unit: &Compared) -> Vec<String> {
        let rate = |value: f64| (value * self.per).to_string();
        let beyond = match unit.beyond {
            Beyond::Within => "within",
            Beyond::Low { by_998: false } => "low",
            Beyond::Low { by_998: true } => "very-low",
            Beyond::High { by_998: false } => "high",
            Beyond::High { by_998: true } => "very-high",
        };
        let limits = unit.limits;
        vec![
            name,
            observed.events.to_string(),
            observed.base.to_string(),
            rate(unit.rate),
            rate(unit.shrunk.value),
            rate(unit.shrunk.low),
            rate(unit.shrunk.high),
            rate(limits.low_95),
            rate(limits.high_95),
            beyond.to_owned(),
            unit.rank.value.to_string(),
            unit.rank.low.to_string(),
            unit.rank.high.to_string(),
        ]
    }
}

#[cfg(test)]
mod tests;
