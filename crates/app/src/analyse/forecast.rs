//! `danvan analyse forecast`: what is to be expected of series in the periods to come.

use super::{
    refused::said,
    table::{Table, write},
};
use crate::{house::Stop, terminal::tell};
use clap::{Args, ValueEnum};
use danvan_analysis::early_warning::{Calendar, HolidayWindow, tet};
use danvan_analysis::forecast::{self, Among, Kind, Options, Past};
use danvan_analysis::refusal::{Column, Refusal};
use jiff::civil::Date;
use std::{path::PathBuf, thread};

/// Which models may be chosen, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    Auto,
    Smoothing,
    Counts,
    Croston,
    Tsb,
}

/// What is to be expected of series in the periods to come.
#[derive(Args)]
pub(crate) struct Forecast {
    /// A CSV file with a heading: one row for each day, week, month or quarter of each series, without a gap.
    file: PathBuf,
    /// The column of the first days of the periods, as 2026-01-05.
    #[arg(long)]
    date_column: String,
    /// The column of the counts.
    #[arg(long)]
    count_column: String,
    /// How many periods to tell.
    #[arg(long)]
    steps: usize,
    /// Where to write [series,]date,model,mean,deviation and a column for each chance.
    #[arg(long)]
    out: PathBuf,
    /// The column of the series' names, where the file holds several.
    #[arg(long)]
    series_column: Option<String>,
    /// Where to write [series,]date,observed,fitted,residual of the past.
    #[arg(long)]
    fitted: Option<PathBuf>,
    /// The model.
    #[arg(long, value_enum, default_value = "auto")]
    model: Name,
    /// The values are no counts but any numbers.
    #[arg(long)]
    amounts: bool,
    /// Take Tết into account.
    #[arg(long)]
    tet: bool,
    /// How many periods make a season; 1 for none.
    #[arg(long)]
    season: Option<usize>,
    /// The chances whose quantiles are told.
    #[arg(long, value_delimiter = ',', default_value = "0.1,0.5,0.9")]
    chances: Vec<f64>,
    /// How often a future of counts is drawn.
    #[arg(long, default_value_t = 2000)]
    paths: usize,
    /// What chance is seeded with.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// A series of the file: its name, the rows it stands in, and its dates.
struct Series {
    name: String,
    rows: Vec<usize>,
    dates: Vec<Date>,
}

/// A series with its past and what is to be expected.
struct Told {
    past: Past,
    forecast: forecast::Forecast,
}

impl Forecast {
    pub(super) fn run(self) -> Result<(), Stop> {
        let table = Table::read(&self.file)?;
        let dates: Vec<Date> = table.column(&self.date_column, "day")?;
        let values: Values = if self.amounts {
            Values::Amounts(table.column(&self.count_column, "number")?)
        } else {
            Values::Counts(table.column(&self.count_column, "whole")?)
        };
        let names: Option<Vec<String>> =
            self.series_column.as_ref().map(|column| table.column(column, "text")).transpose()?;
        let series = apart(&dates, names.as_deref());
        let told = self.all(&table, &series, &values)?;
        self.write_ahead(&series, &told)?;
        if let Some(file) = &self.fitted {
            self.write_fitted(file, &series, &told)?;
        }
        let out = self.out.display().to_string();
        tell("analysis-forecast-written", &[("series", series.len().into()), ("file", out.into())]);
        Ok(())
    }

    /// The forecasts of all series, made by as many threads as the machine has; the same for any number of them.
    fn all(&self, table: &Table, series: &[Series], values: &Values) -> Result<Vec<Told>, Stop> {
        let threads = thread::available_parallelism().map_or(1, usize::from).min(series.len().max(1));
        let numbered: Vec<(usize, &Series)> = series.iter().enumerate().collect();
        let parts = numbered.chunks(series.len().div_ceil(threads).max(1));
        let one = |(at, series): &(usize, &Series)| self.one(*at, series, values);
        let found: Vec<Result<Told, Refusal>> = thread::scope(|scope| {
            let working: Vec<_> =
                parts.map(|part| scope.spawn(move || part.iter().map(one).collect::<Vec<_>>())).collect();
            let done = working.into_iter().map(thread::ScopedJoinHandle::join);
            done.flat_map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        });
        found
            .into_iter()
            .zip(series)
            .map(|(found, series)| found.map_err(|refusal| self.said(table, series, refusal)))
            .collect()
    }

    fn one(&self, at: usize, series: &Series, values: &Values) -> Result<Told, Refusal> {
        let calendar = Calendar::of(&series.dates)?;
        let mut past = values.past(&series.rows, calendar)?;
        if self.tet {
            let days: Vec<Date> = (1976..2200).filter_map(tet).collect();
            past = past.with_holiday("--tet", &days, HolidayWindow::TET, self.steps)?;
        }
        let options = Options {
            steps: self.steps,
            among: match self.model {
                Name::Auto => Among::All,
                Name::Smoothing => Among::Smoothing,
                Name::Counts => Among::Counts,
                Name::Croston => Among::Intermittent(Kind::Croston),
                Name::Tsb => Among::Intermittent(Kind::Tsb),
            },
            season: self.season,
            chances: self.chances.clone(),
            paths: self.paths,
            seed: self.seed.wrapping_add(at as u64),
        };
        let forecast = forecast::forecast(&past, &options)?;
        Ok(Told { past, forecast })
    }

    /// A refusal in words, with the file's own rows and names of its columns.
    fn said(&self, table: &Table, series: &Series, mut refusal: Refusal) -> Stop {
        refusal.row = refusal.row.map(|row| series.rows.get(row - 1).map_or(row, |row| row + 1));
        said(table.file(), &refusal, |column| match column {
            Column::Date => self.date_column.clone(),
            Column::Count if series.name.is_empty() => self.count_column.clone(),
            Column::Count => format!("{} ({})", self.count_column, series.name),
            column => column.to_string(),
        })
    }

    /// The cells that name a series, where the file holds several.
    fn named(&self, series: &Series) -> Vec<String> {
        if self.series_column.is_some() { vec![series.name.clone()] } else { Vec::new() }
    }

    fn heading(&self, rest: &[&str]) -> Vec<String> {
        let series = self.series_column.is_some().then_some("series");
        series.iter().chain(rest).map(|&name| name.to_owned()).collect()
    }

    fn write_ahead(&self, series: &[Series], told: &[Told]) -> Result<(), Stop> {
        let mut heading = self.heading(&["date", "model", "mean", "deviation"]);
        heading.extend(self.chances.iter().map(|chance| format!("q{chance}")));
        let mut rows = Vec::with_capacity(series.len() * self.steps);
        for (series, told) in series.iter().zip(told) {
            let (found, calendar) = (&told.forecast, told.past.calendar());
            for step in 0..self.steps {
                let day = calendar.date(series.rows.len() + step).map(|day| day.to_string());
                let mut row = self.named(series);
                row.extend([day.unwrap_or_default(), found.model.to_string()]);
                row.extend([found.means[step].to_string(), found.deviations[step].to_string()]);
                row.extend(found.quantiles.iter().map(|quantiles| quantiles[step].to_string()));
                rows.push(row);
            }
        }
        write(&self.out, &heading, &rows)
    }

    fn write_fitted(&self, file: &std::path::Path, series: &[Series], told: &[Told]) -> Result<(), Stop> {
        let heading = self.heading(&["date", "observed", "fitted", "residual"]);
        let mut rows = Vec::new();
        for (series, told) in series.iter().zip(told) {
            let found = series.dates.iter().zip(told.past.values());
            let found = found.zip(&told.forecast.fitted).zip(told.forecast.residuals(&told.past));
            for (((day, value), fitted), residual) in found {
                let mut row = self.named(series);
                row.extend([day.to_string(), value.to_string(), fitted.to_string(), residual.to_string()]);
                rows.push(row);
            }
        }
        write(file, &heading, &rows)
    }
}

/// The values of the file.
enum Values {
    Counts(Vec<i64>),
    Amounts(Vec<f64>),
}

impl Values {
    fn past(&self, rows: &[usize], calendar: Calendar) -> Result<Past, Refusal> {
        match self {
            Self::Counts(counts) => {
                let own: Vec<i64> = rows.iter().map(|row| counts[*row]).collect();
                Past::counts(&own, calendar)
            }
            Self::Amounts(values) => Past::amounts(rows.iter().map(|row| values[*row]).collect(), calendar),
        }
    }
}

/// The series of a file, in the order in which they come; their rows need not lie together.
fn apart(dates: &[Date], names: Option<&[String]>) -> Vec<Series> {
    let mut found: Vec<Series> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for (row, date) in dates.iter().enumerate() {
        let name = names.map_or("", |names| names[row].as_str());
        let at = *places.entry(name).or_insert_with(|| {
            found.push(Series { name: name.to_owned(), rows: Vec::new(), dates: Vec::new() });
            found.len() - 1
        });
        found[at].rows.push(row);
        found[at].dates.push(*date);
    }
    found
}

#[cfg(test)]
mod tests;
