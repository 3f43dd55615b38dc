//! `danvan analyse reconcile`: makes forecasts of series and of their sums add up.

use super::{
    refused::said,
    table::{Table, write},
};
use crate::{
    house::Stop,
    terminal::{sentence, tell},
};
use clap::{Args, ValueEnum};
use danvan_analysis::reconcile::{self, Reconciler, Summing, normal_quantile};
use danvan_analysis::refusal::{self, Column, Refusal, Wrong};
use jiff::civil::Date;
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// A method, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    BottomUp,
    Ols,
    WlsStructural,
    WlsVariance,
    MintShrink,
}

/// Where quantiles come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Spread {
    Gaussian,
    Bootstrap,
}

/// Makes forecasts of series and of their sums add up.
#[derive(Args)]
pub(crate) struct Reconcile {
    /// CSV series,date,mean[,deviation]: forecasts of each series at the bottom; of their sums too, except bottom up.
    #[arg(long)]
    bottom: PathBuf,
    /// CSV: a row for each series, its name first; a column for each at the bottom, 1 where it is part of the row's.
    #[arg(long)]
    summing: PathBuf,
    /// The method.
    #[arg(long, value_enum)]
    method: Method,
    /// Where to write series,date,mean[,deviation] and a column for each chance.
    #[arg(long)]
    out: PathBuf,
    /// CSV series,date,residual of the past.
    #[arg(long)]
    residuals: Option<PathBuf>,
    /// Nothing is below zero.
    #[arg(long)]
    non_negative: bool,
    /// Tell quantiles too.
    #[arg(long, value_enum)]
    spread: Option<Spread>,
    /// The chances whose quantiles are told.
    #[arg(long, value_delimiter = ',', default_value = "0.1,0.5,0.9")]
    chances: Vec<f64>,
    /// How many futures are drawn.
    #[arg(long, default_value_t = 1000)]
    paths: usize,
    /// What chance is seeded with.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// A further column: its name, and what it says of every series and step.
type Further = (String, Vec<Vec<f64>>);

/// A table of series by date.
struct ByDate {
    dates: Vec<Date>,
    rows: Vec<Vec<f64>>,
}

impl Reconcile {
    pub(super) fn run(self) -> Result<(), Stop> {
        self.check()?;
        let summing = self.summing()?;
        let base = Table::read(&self.bottom)?;
        let known = self.by_date(&summing, &base, "mean")?;
        let residuals = match &self.residuals {
            Some(file) => Some(self.past(&summing, file)?),
            None => None,
        };
        let refused = |refusal: Refusal| self.said(&refusal);
        let method = self.method.of();
        let needed = method.needs_residuals() || self.spread == Some(Spread::Bootstrap);
        let Some(past) = residuals.as_deref().or_else(|| (!needed).then_some(&[][..])) else {
            return Err(sentence("analysis-residuals-needed", &[]).into());
        };
        let own = (!past.is_empty()).then_some(past);
        let reconciler = Reconciler::new(&summing, method, own).map_err(refused)?;
        let means = if self.non_negative {
            reconciler.non_negative(&known.rows)
        } else {
            reconciler.point(&known.rows)
        }
        .map_err(refused)?;
        let more = self.more(&summing, &base, &known, &reconciler, &means, past)?;
        self.write(&summing, &known.dates, &means, &more)?;
        let out = self.out.display().to_string();
        let values = [("series", summing.names().len().into()), ("file", out.into())];
        tell("analysis-reconcile-written", &values);
        Ok(())
    }

    fn check(&self) -> Result<(), Stop> {
        let bad = |option: &'static str, value: f64| {
            let wrong = Wrong::Choice { option, value: Some(value), must: "" };
            Err(self.said(&wrong.into()))
        };
        match self.chances.iter().find(|chance| !(**chance > 0.0 && **chance < 1.0)) {
            Some(chance) => bad("chances", *chance),
            None if !(100..=100_000).contains(&self.paths) => bad("paths", self.paths as f64),
            None => Ok(()),
        }
    }

    /// Which series is the sum of which.
    fn summing(&self) -> Result<Summing, Stop> {
        let table = Table::read(&self.summing)?;
        let (first, columns) = table.heading().split_first().ok_or_else(|| {
            sentence(
                "analysis-no-column",
                &[("file", table.file().into()), ("column", "".into()), ("columns", "".into())],
            )
        })?;
        let names: Vec<String> = table.column(first, "text")?;
        let cells: Vec<Vec<f64>> =
            columns.iter().map(|column| table.column(column, "number")).collect::<Result<_, _>>()?;
        let rows: Vec<Vec<f64>> =
            (0..names.len()).map(|row| cells.iter().map(|column| column[row]).collect()).collect();
        Summing::new(&names, columns, &rows).map_err(|refusal| self.said(&refusal))
    }

    /// The residuals of the past, in the order of the sums.
    fn past(&self, summing: &Summing, file: &Path) -> Result<Vec<Vec<f64>>, Stop> {
        let table = Table::read(file)?;
        let found = by_date(summing, &table, "residual")?;
        let whole = |at: usize, row: Vec<Option<f64>>| -> Result<Vec<f64>, Stop> {
            let (found, expected) = (row.iter().flatten().count(), row.len());
            let wrong = Wrong::Length { found, expected }.of(Column::Named(summing.names()[at].clone()));
            row.into_iter()
                .collect::<Option<_>>()
                .ok_or_else(|| self.said(&wrong.within(refusal::Table::Residuals)))
        };
        found.1.into_iter().enumerate().map(|(at, row)| whole(at, row)).collect()
    }

    /// A column of the forecasts, in the order of the sums. Bottom up the sums' own are not needed.
    fn by_date(&self, summing: &Summing, table: &Table, column: &str) -> Result<ByDate, Stop> {
        let (dates, found) = by_date(summing, table, column)?;
        let mut rows = Vec::with_capacity(found.len());
        for (at, row) in found.into_iter().enumerate() {
            let can_do_without = self.method == Method::BottomUp && !summing.bottoms().contains(&at);
            let (there, expected) = (row.iter().flatten().count(), row.len());
            if there < expected && !can_do_without {
                let wrong = if there == 0 { Wrong::NoBase } else { Wrong::Length { found: there, expected } };
                let refusal = wrong.of(Column::Named(summing.names()[at].clone()));
                return Err(self.said(&refusal.within(refusal::Table::Base)));
            }
            rows.push(row.into_iter().map(Option::unwrap_or_default).collect());
        }
        Ok(ByDate { dates, rows })
    }

    /// Further columns, each with its name: deviations and quantiles.
    fn more(
        &self,
        summing: &Summing,
        table: &Table,
        known: &ByDate,
        reconciler: &Reconciler<'_>,
        means: &[Vec<f64>],
        past: &[Vec<f64>],
    ) -> Result<Vec<Further>, Stop> {
        let refused = |refusal: Refusal| self.said(&refusal);
        let mut more = Vec::new();
        let cut = |value: f64| if self.non_negative { value.max(0.0) } else { value };
        match self.spread {
            None => {}
            Some(Spread::Gaussian) => {
                let own = self.by_date(summing, table, "deviation")?;
                let deviations = reconciler.gaussian(&own.rows).map_err(refused)?;
                for chance in &self.chances {
                    let both = means.iter().zip(&deviations);
                    let of = |(means, deviations): (&Vec<f64>, &Vec<f64>)| {
                        let both = means.iter().zip(deviations);
                        both.map(|(mean, deviation)| cut(normal_quantile(*mean, *deviation, *chance)))
                            .collect()
                    };
                    more.push((format!("q{chance}"), both.map(of).collect()));
                }
                more.insert(0, ("deviation".to_owned(), deviations));
            }
            Some(Spread::Bootstrap) => {
                let paths = reconciler
                    .bootstrap(&known.rows, past, self.paths, self.seed, self.non_negative)
                    .map_err(refused)?;
                for chance in &self.chances {
                    let of = |series: usize| {
                        (0..known.dates.len()).map(|step| paths.quantile(series, step, *chance)).collect()
                    };
                    more.push((format!("q{chance}"), (0..means.len()).map(of).collect()));
                }
            }
        }
        Ok(more)
    }

    fn write(
        &self,
        summing: &Summing,
        dates: &[Date],
        means: &[Vec<f64>],
        more: &[Further],
    ) -> Result<(), Stop> {
        let mut heading = ["series", "date", "mean"].map(str::to_owned).to_vec();
        heading.extend(more.iter().map(|(name, _)| name.clone()));
        let mut rows = Vec::with_capacity(means.len() * dates.len());
        for (at, name) in summing.names().iter().enumerate() {
            for (step, date) in dates.iter().enumerate() {
                let mut row = vec![name.clone(), date.to_string(), means[at][step].to_string()];
                row.extend(more.iter().map(|(_, cells)| cells[at][step].to_string()));
                rows.push(row);
            }
        }
        write(&self.out, &heading, &rows)
    }

    /// A refusal in words, with the file it is about.
    fn said(&self, refusal: &Refusal) -> Stop {
        let file = match refusal.table {
            Some(refusal::Table::Summing) => Some(&self.summing),
            Some(refusal::Table::Residuals) => self.residuals.as_ref(),
            _ => Some(&self.bottom),
        };
        let file = file.map(|file| file.display().to_string()).unwrap_or_default();
        said(&file, refusal, Column::to_string)
    }
}

/// A column by series, in the order of the sums, and by date, in the order in which dates come.
#[expect(clippy::type_complexity, reason = "dates, and of each series a cell for each where there is one")]
fn by_date(
    summing: &Summing,
    table: &Table,
    column: &str,
) -> Result<(Vec<Date>, Vec<Vec<Option<f64>>>), Stop> {
    let names: Vec<String> = table.column("series", "text")?;
    let days: Vec<Date> = table.column("date", "day")?;
    let values: Vec<f64> = table.column(column, "number")?;
    let places: HashMap<&str, usize> =
        summing.names().iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let mut dates = days.clone();
    dates.sort_unstable();
    dates.dedup();
    let mut found = vec![vec![None; dates.len()]; places.len()];
    for (row, name) in names.iter().enumerate() {
        let refused = |kind: &str| -> Stop {
            let values = [
                ("file", table.file().into()),
                ("row", (row + 1).into()),
                ("value", name.clone().into()),
                ("kind", kind.into()),
                ("date", days[row].to_string().into()),
            ];
            sentence("analysis-of-series", &values).into()
        };
        let at = *places.get(name.as_str()).ok_or_else(|| refused("unknown"))?;
        let cell = &mut found[at][dates.partition_point(|date| *date < days[row])];
        if cell.replace(values[row]).is_some() {
            return Err(refused("twice"));
        }
    }
    Ok((dates, found))
}

impl Method {
    fn of(self) -> reconcile::Method {
        match self {
            Self::BottomUp => reconcile::Method::BottomUp,
            Self::Ols => reconcile::Method::Ols,
            Self::WlsStructural => reconcile::Method::WlsStructural,
            Self::WlsVariance => reconcile::Method::WlsVariance,
            Self::MintShrink => reconcile::Method::MinTShrink,
        }
    }
}

#[cfg(test)]
mod tests;
