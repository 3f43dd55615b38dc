//! Forecasts of a whole tree that add up: a city of communes by all topics in groups, of which every pair is a series.

use super::Chance;
use danvan_analysis::{
    early_warning::{Calendar, HolidayWindow, tet},
    forecast::{Options, Past, forecast},
    reconcile::{Paths, Share, Summing},
    refusal::Refusal,
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use std::{f64::consts::TAU, ops::Range, thread};

const COMMUNES: usize = 126;
const TOPICS: usize = 60;
const GROUPS: usize = 10;
/// Three years of weeks, and a quarter ahead, as findings foretell.
const WEEKS: usize = 156;
const AHEAD: usize = 13;

/// Counts by week of all pairs of a unit and a topic, and which is the sum of which.
pub(super) struct Tree {
    pub(super) summing: Summing,
    counts: Vec<Vec<i64>>,
    calendar: Calendar,
    tets: Vec<Date>,
}

/// What is expected of all series, row by row in the order of the sums.
#[derive(Default)]
pub(super) struct Foretold {
    pub(super) means: Vec<Vec<f64>>,
    pub(super) deviations: Vec<Vec<f64>>,
    pub(super) residuals: Vec<Vec<f64>>,
    /// How often each model was chosen, by name.
    pub(super) models: std::collections::BTreeMap<String, usize>,
}

/// The first Monday, and the one after so many weeks.
fn monday(week: usize) -> Date {
    date(2023, 10, 2).saturating_add(i64::try_from(week).unwrap_or(0).weeks())
}

/// The communes of a unit: all of the city, which is the first.
fn communes(unit: usize) -> Range<usize> {
    if unit == 0 { 0..COMMUNES } else { unit - 1..unit }
}

/// The topics of a row of the tree: all, a group, or one.
fn topics(row: usize) -> Range<usize> {
    let each = TOPICS / GROUPS;
    match row {
        0 => 0..TOPICS,
        group if group <= GROUPS => (group - 1) * each..group * each,
        topic => topic - GROUPS - 1..topic - GROUPS,
    }
}

impl Tree {
    /// By chance of a seed: each topic has its rate, its season and a share of Tết; each commune its size; some pairs rise or
    /// fall. Counts vary twice as much as Poisson's and more.
    pub(super) fn made(seed: u64) -> Result<Self, Refusal> {
        let mut chance = Chance::new(seed);
        let dates: Vec<Date> = (0..WEEKS).map(monday).collect();
        let calendar = Calendar::of(&dates)?;
        let tets: Vec<Date> = (2023..2028).filter_map(tet).collect();
        let at_tet: Vec<bool> = (0..WEEKS)
            .map(|week| tets.iter().any(|day| (monday(week)..monday(week + 1)).contains(day)))
            .collect();
        let sizes: Vec<f64> = (0..COMMUNES).map(|_| (1.2 * chance.unit() - 0.6).exp()).collect();
        let topics: Vec<[f64; 4]> = (0..TOPICS)
            .map(|_| [(3.0 * chance.unit() - 1.2).exp(), 0.6 * chance.unit(), chance.unit(), chance.unit()])
            .collect();
        let mut bottom = Vec::with_capacity(COMMUNES * TOPICS);
        for size in &sizes {
            for [rate, height, phase, tet] in &topics {
                let own = rate * size * (chance.unit() - 0.5).exp();
                let rise = if chance.below(6) == 0 { 0.01 * (chance.unit() - 0.4) } else { 0.0 };
                let week = |week: usize| {
                    let wave = (TAU * (week as f64 / 52.18 - phase)).cos();
                    let holiday = if at_tet[week] { 1.0 - 0.8 * tet } else { 1.0 };
                    let mean = own * (height * wave + rise * week as f64).exp() * holiday;
                    // A Poisson mean that is drawn itself makes a negative binomial count.
                    let drawn: f64 = (0..3).map(|_| -chance.unit().max(1e-12).ln()).sum::<f64>() / 3.0;
                    chance.poisson(mean * drawn)
                };
                bottom.push((0..WEEKS).map(week).collect::<Vec<i64>>());
            }
        }
        let (summing, parts) = summing()?;
        let of = |parts: &Vec<Share>| {
            let week = |week: usize| parts.iter().map(|(column, _)| bottom[*column][week]).sum();
            (0..WEEKS).map(week).collect()
        };
        Ok(Self { summing, counts: parts.iter().map(of).collect(), calendar, tets })
    }

    /// The forecasts of all series, by so many threads.
    pub(super) fn foretell(&self, threads: usize) -> Result<Foretold, Refusal> {
        let some = |first: usize| {
            (first..self.counts.len()).step_by(threads).map(|series| self.one(series)).collect::<Vec<_>>()
        };
        let mut done: Vec<_> = thread::scope(|scope| {
            let working: Vec<_> = (0..threads).map(|first| scope.spawn(move || some(first))).collect();
            let joined = working.into_iter().map(thread::ScopedJoinHandle::join);
            joined
                .map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic)).into_iter())
                .collect()
        });
        let mut found = Foretold::default();
        for series in 0..self.counts.len() {
            let Some(one) = done[series % threads].next() else { break };
            let (forecast, residuals) = one?;
            *found.models.entry(forecast.model.to_string()).or_default() += 1;
            found.means.push(forecast.means);
            found.deviations.push(forecast.deviations);
            found.residuals.push(residuals);
        }
        Ok(found)
    }

    fn one(&self, series: usize) -> Result<(danvan_analysis::forecast::Forecast, Vec<f64>), Refusal> {
        let past = Past::counts(&self.counts[series], self.calendar)?;
        let past = past.with_holiday("tet", &self.tets, HolidayWindow::TET, AHEAD)?;
        let options = Options { steps: AHEAD, paths: 400, ..Options::default() };
        let found = forecast(&past, &options)?;
        let residuals = found.residuals(&past);
        Ok((found, residuals))
    }
}

/// Every pair of a unit and a row of the tree of topics, and the pairs of a commune and a topic it is the sum of.
fn summing() -> Result<(Summing, Vec<Vec<Share>>), Refusal> {
    let name = |unit: usize, row: usize| format!("{unit}/{row}");
    let (mut names, mut parts): (Vec<String>, Vec<Vec<Share>>) = (Vec::new(), Vec::new());
    for unit in 0..=COMMUNES {
        for row in 0..=GROUPS + TOPICS {
            names.push(name(unit, row));
            let of = |commune: usize| topics(row).map(move |topic| (commune * TOPICS + topic, 1.0));
            parts.push(communes(unit).flat_map(of).collect());
        }
    }
    let column = |at: usize| name(at / TOPICS + 1, at % TOPICS + GROUPS + 1);
    let columns: Vec<String> = (0..COMMUNES * TOPICS).map(column).collect();
    Ok((Summing::of_parts(&names, &columns, &parts)?, parts))
}

/// The quantiles of every series and step.
pub(super) fn quantiles(paths: &Paths, series: usize, chances: &[f64]) -> Vec<Vec<f64>> {
    let all = (0..series).flat_map(|series| (0..AHEAD).map(move |step| (series, step)));
    all.map(|(series, step)| paths.quantiles(series, step, chances)).collect()
}
