//! How often each method was right: by what became of its findings, and by what it would have said of past weeks.

use super::Trial;
use crate::house::{Done, House};
use danvan_analysis::intervals::{self, Estimate};
use danvan_domain::{
    findings::{Finding, Method},
    rights::{Asker, Verb},
};
use danvan_store::findings::{self as store, nights};

/// Of how many days the history is told.
const DAYS: i64 = 365;

/// The record of a method.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The method.
    pub method: Method,
    /// How many findings it told.
    pub told: usize,
    /// About how many somebody did something.
    pub real: usize,
    /// How many were put aside.
    pub dismissed: usize,
    /// Of those somebody judged, the share that was real, with its interval.
    pub precision: Option<Estimate>,
    /// How many a week were put aside.
    pub false_a_week: Option<f64>,
    /// How many days ahead it told, in the middle; below zero, how many days after the beginning.
    pub lead_days: Option<i64>,
    /// What it would have said of past weeks.
    pub trial: Option<Trial>,
}

/// The record of every method, over the last year.
///
/// # Errors
/// The refusal of the right to read findings; when the store cannot be read.
pub async fn record(house: &House, asker: &Asker) -> Done<Vec<Record>> {
    if !asker.house {
        house.own_unit(asker, Verb::ReadFindings)?;
    }
    let since = house.today().plus_days(-DAYS);
    let weeks = nights::nights(&house.store).await?.map(|(first, last)| {
        let days = last.day.days_since(first.day.max(since)) + 1;
        (days as f64 / 7.0).max(1.0)
    });
    let mut records = Vec::new();
    for method in Method::ALL {
        let found = store::of_method(&house.store, *method, since).await?;
        let trial = nights::trial(&house.store, *method).await?;
        records.push(of(*method, &found, weeks, trial));
    }
    Ok(records)
}

fn of(method: Method, found: &[Finding], weeks: Option<f64>, trial: Option<Trial>) -> Record {
    let judged = |real: bool| found.iter().filter(|it| it.state.was_real() == Some(real)).count();
    let (real, dismissed) = (judged(true), judged(false));
    let mut leads: Vec<i64> = found.iter().map(|it| it.lead_days).collect();
    leads.sort_unstable();
    Record {
        method,
        told: found.len(),
        real,
        dismissed,
        precision: intervals::share(real as u64, (real + dismissed) as u64),
        false_a_week: weeks.map(|weeks| dismissed as f64 / weeks),
        lead_days: leads.get(leads.len() / 2).copied(),
        trial,
    }
}
