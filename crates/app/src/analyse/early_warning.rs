//! `danvan analyse early-warning`: which counts of a series are more than their own past lets expect.

use super::{
    refused::said,
    table::{Table, write},
};
use crate::{
    house::Stop,
    terminal::{sentence, tell},
};
use clap::{Args, ValueEnum};
use danvan_analysis::early_warning::{
    Bayes, Chart, Cusum, Ears, Farrington, FarringtonFlexible, HolidayWindow, Influences, LikelihoodRatio,
    Method, Power, Series, Threshold, Verdict, Watch, tet,
};
use danvan_analysis::refusal::{Column, Refusal, Wrong};
use jiff::civil::Date;
use std::path::PathBuf;

/// The columns of what is written.
const COLUMNS: [&str; 6] = ["date", "observed", "expected", "upper_bound", "alarm", "score"];

/// A method, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    FarringtonFlexible,
    Farrington,
    EarsC1,
    EarsC2,
    EarsC3,
    Cusum,
    GlrPoisson,
    GlrNb,
    Bayes,
}

/// How the bound of `farrington-flexible` is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Bound {
    NegativeBinomial,
    UpperMean,
    Delta,
}

/// Which counts of a series are more than their own past lets expect.
#[derive(Args)]
pub(crate) struct EarlyWarning {
    /// A CSV file with a heading: one row for each day, week or month, without a gap.
    file: PathBuf,
    /// The column of the first days of the periods, as 2026-01-05.
    #[arg(long)]
    date_column: String,
    /// The column of the counts.
    #[arg(long)]
    count_column: String,
    /// The method.
    #[arg(long, value_enum)]
    method: Name,
    /// Where to write date,observed,expected,upper_bound,alarm,score.
    #[arg(long)]
    out: PathBuf,
    /// A column that expected counts are proportional to, e.g. how many teams reported.
    #[arg(long)]
    effort_column: Option<String>,
    /// Take Tết into account.
    #[arg(long)]
    tet: bool,
    /// Take weekdays into account, in a series of days.
    #[arg(long)]
    weekdays: bool,
    /// The first period to judge; the first with enough before it when left out.
    #[arg(long)]
    from: Option<Date>,
    /// Years to go back.
    #[arg(long)]
    years: Option<usize>,
    /// Periods on either side of the same one of another year.
    #[arg(long)]
    half_window: Option<usize>,
    /// Seasonal levels.
    #[arg(long)]
    levels: Option<usize>,
    /// Periods just before the judged one that are left out.
    #[arg(long)]
    excluded: Option<usize>,
    /// How the bound is taken.
    #[arg(long, value_enum)]
    threshold: Option<Bound>,
    /// The chance of a false alarm.
    #[arg(long)]
    alpha: Option<f64>,
    /// The sum or the ratio from which on there is an alarm.
    #[arg(long)]
    limit: Option<f64>,
}

impl EarlyWarning {
    pub(super) fn run(self) -> Result<(), Stop> {
        let table = Table::read(&self.file)?;
        let dates: Vec<Date> = table.column(&self.date_column, "day")?;
        let counts: Vec<i64> = table.column(&self.count_column, "whole")?;
        let refused = |refusal: Refusal| self.said(&table, &refusal);
        let series = Series::dated(&dates, &counts).map_err(refused)?;
        let influences = self.influences(&table, &series)?;
        let method = self.method()?;
        let first = match self.from {
            Some(from) => dates.iter().position(|date| *date >= from).unwrap_or(dates.len()),
            None => method.first_row(&series),
        };
        let verdicts =
            method.watch(&series, first..series.rows(), &influences).map_err(|refusal| match refusal {
                Refusal { wrong: Wrong::NothingToWatch { rows, .. }, .. } if self.from.is_none() => {
                    refused(Wrong::TooShort { rows, needed: first + 1 }.into())
                }
                refusal => refused(refusal),
            })?;
        let rows: Vec<Vec<String>> =
            verdicts.iter().map(|verdict| cells(dates[verdict.row], verdict)).collect();
        write(&self.out, &COLUMNS, &rows)?;
        let alarms = verdicts.iter().filter(|verdict| verdict.alarm).count();
        let out = self.out.display().to_string();
        tell(
            "analysis-written",
            &[("rows", rows.len().into()), ("alarms", alarms.into()), ("file", out.into())],
        );
        Ok(())
    }

    fn influences(&self, table: &Table, series: &Series) -> Result<Influences, Stop> {
        let refused = |refusal: Refusal| self.said(table, &refusal);
        let mut influences = Influences::none();
        if let Some(column) = &self.effort_column {
            influences = influences.with_effort(table.column(column, "number")?);
        }
        if self.tet {
            let days: Vec<Date> = (1976..2200).filter_map(tet).collect();
            influences =
                influences.with_holiday(series, "--tet", &days, HolidayWindow::TET).map_err(refused)?;
        }
        if self.weekdays {
            influences = influences.with_weekdays(series).map_err(refused)?;
        }
        influences.check(series).map_err(refused)?;
        Ok(influences)
    }

    /// The method with the options given; an option that it has not is refused.
    fn method(&self) -> Result<Method, Stop> {
        let (method, has): (Method, &[&str]) = match self.method {
            Name::FarringtonFlexible => {
                let mut own = FarringtonFlexible::default();
                put(&mut own.years, self.years);
                put(&mut own.half_window, self.half_window);
                put(&mut own.levels, self.levels);
                put(&mut own.excluded, self.excluded);
                put(&mut own.alpha, self.alpha);
                put(&mut own.threshold, self.threshold.map(Bound::of));
                let has = &["years", "half-window", "levels", "excluded", "threshold", "alpha"];
                (Method::FarringtonFlexible(own), has)
            }
            Name::Farrington => {
                let mut own = Farrington::default();
                put(&mut own.years, self.years);
                put(&mut own.half_window, self.half_window);
                put(&mut own.alpha, self.alpha);
                (Method::Farrington(own), &["years", "half-window", "alpha"])
            }
            Name::Bayes => {
                let mut own = Bayes::default();
                put(&mut own.years, self.years);
                put(&mut own.half_window, self.half_window);
                put(&mut own.alpha, self.alpha);
                (Method::Bayes(own), &["years", "half-window", "alpha"])
            }
            Name::EarsC1 => self.ears(Chart::C1),
            Name::EarsC2 => self.ears(Chart::C2),
            Name::EarsC3 => self.ears(Chart::C3),
            Name::Cusum => {
                let mut own = Cusum::default();
                put(&mut own.limit, self.limit);
                (Method::Cusum(own), &["limit"])
            }
            Name::GlrPoisson => self.ratio(LikelihoodRatio::poisson()),
            Name::GlrNb => self.ratio(LikelihoodRatio::negative_binomial()),
        };
        match self.given().into_iter().find(|name| !has.contains(name)) {
            Some(name) => {
                let method = self.method.to_possible_value().map(|value| value.get_name().to_owned());
                let values = [("option", name.into()), ("method", method.unwrap_or_default().into())];
                Err(sentence("analysis-option", &values).into())
            }
            None => Ok(method),
        }
    }

    fn ears(&self, chart: Chart) -> (Method, &'static [&'static str]) {
        let mut own = Ears::new(chart);
        put(&mut own.alpha, self.alpha);
        (Method::Ears(own), &["alpha"])
    }

    fn ratio(&self, mut own: LikelihoodRatio) -> (Method, &'static [&'static str]) {
        put(&mut own.limit, self.limit);
        (Method::LikelihoodRatio(own), &["limit"])
    }

    /// The options of methods that were given.
    fn given(&self) -> Vec<&'static str> {
        let all = [
            ("years", self.years.is_some()),
            ("half-window", self.half_window.is_some()),
            ("levels", self.levels.is_some()),
            ("excluded", self.excluded.is_some()),
            ("threshold", self.threshold.is_some()),
            ("alpha", self.alpha.is_some()),
            ("limit", self.limit.is_some()),
        ];
        all.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
    }

    /// A refusal in words, with the file's own names of its columns.
    fn said(&self, table: &Table, refusal: &Refusal) -> Stop {
        said(table.file(), refusal, |column| match column {
            Column::Date => self.date_column.clone(),
            Column::Count => self.count_column.clone(),
            Column::Effort => self.effort_column.clone().unwrap_or_default(),
            Column::Regressor(name) | Column::Named(name) => name.clone(),
        })
    }
}

impl Bound {
    fn of(self) -> Threshold {
        match self {
            Self::NegativeBinomial => Threshold::NegativeBinomialPlugin,
            Self::UpperMean => Threshold::UpperMean,
            Self::Delta => Threshold::Delta(Power::TwoThirds),
        }
    }
}

/// Takes what was given, where something was.
fn put<T>(place: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *place = given;
    }
}

/// A row of what is written; what is not known is left empty.
fn cells(date: Date, verdict: &Verdict) -> Vec<String> {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    vec![
        date.to_string(),
        verdict.observed.to_string(),
        number(verdict.expected),
        number(verdict.upper_bound),
        verdict.alarm.to_string(),
        number(verdict.score),
    ]
}

#[cfg(test)]
mod tests;
