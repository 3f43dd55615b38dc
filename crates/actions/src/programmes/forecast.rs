//! Whether a count will be reached by its day if its pace holds: an interval, or that there is too little to go by.

use super::read::{by_period, standing};
use crate::house::{Done, House};
use danvan_analysis::progress::foretell as by_pace;
use danvan_domain::{
    ids::CommitmentId,
    programmes::{AddsUp, Commitment, Direction, Measure, Period, Report},
    time::Day,
};
use danvan_store::programmes as store;
use std::collections::BTreeMap;

/// What the pace says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foretold {
    /// By when.
    pub on: Day,
    /// How many it would be then: low, likely, high; nothing when there is too little to go by.
    pub said: Option<(i64, i64, i64)>,
}

/// Foretells a running period of something that is counted up; nothing for what is measured otherwise, is over, has not
/// begun or is reached already.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn foretell(
    house: &House,
    of: &Commitment,
    (period, claimed): (Period, Option<i64>),
) -> Done<Option<Foretold>> {
    let (indicator, today) = (&of.indicator, house.today());
    let is_counted = indicator.measure == Measure::Count
        && indicator.adds_up == AddsUp::Sum
        && indicator.direction == Direction::AtLeast;
    let is_reached = claimed.is_some_and(|value| indicator.is_reached(value));
    if !is_counted || !period.holds(today) || is_reached || of.ended_at.is_some() {
        return Ok(None);
    }
    let mut reports = store::of_commitment(&house.store, of.id).await?;
    if of.parts > 1 {
        reports = store::reports_below(&house.store, of.id, period.from).await?;
    }
    reports.retain(|report| report.period == period.from);
    let told = series(&reports, of.indicator.baseline, period.from);
    let last = told.last().map_or(0.0, |(day, _)| *day);
    let end = period.to.days_since(period.from) + 1;
    let said = by_pace(&told, end as f64 - last).map(|found| {
        // What was done stays done; a part of one is none yet.
        let now = claimed.unwrap_or(0);
        let whole = |value: f64| (value.floor() as i64).max(now);
        (whole(found.low), whole(found.likely), whole(found.high))
    });
    Ok(Some(Foretold { on: period.to, said }))
}

/// How many wholes are foretold at most.
const MOST: i64 = 400;

/// What runs and, if its pace holds, will not be reached by its day: even at the upper end.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn at_risk(house: &House) -> Done<Vec<(Commitment, Foretold)>> {
    let today = house.today();
    let first = CommitmentId(uuid::Uuid::nil());
    let ids = danvan_store::findings::promised(&house.store, first, today, MOST).await?;
    let figures = by_period(store::figures_of_some(&house.store, &ids).await?);
    let mut found = Vec::new();
    for of in store::some_commitments(&house.store, &ids).await?.into_values() {
        let Some(now) = standing(of, &figures, today) else { continue };
        let Some(told) = foretell(house, &now.commitment, (now.period, now.claimed)).await? else { continue };
        if told.said.is_some_and(|(_, _, high)| !now.commitment.indicator.is_reached(high)) {
            found.push((now.commitment, told));
        }
    }
    found.sort_by_key(|(of, told)| (told.on, of.id));
    Ok(found)
}

/// How the whole grew, as days since the beginning and the value then: after each report the last values of all parts.
fn series(reports: &[Report], baseline: i64, from: Day) -> Vec<(f64, f64)> {
    let mut ordered: Vec<&Report> = reports.iter().collect();
    ordered.retain(|report| report.verdict.as_ref().is_none_or(|verdict| verdict.is_accepted));
    ordered.sort_by_key(|report| (report.at, report.number));
    let mut told = vec![(0.0, baseline as f64)];
    let mut values = BTreeMap::<CommitmentId, i64>::new();
    for report in ordered {
        values.insert(report.commitment, report.value);
        // The day of a report is over when it counts.
        let day = report.at.day().days_since(from) + 1;
        told.push((day as f64, values.values().sum::<i64>() as f64));
    }
    told
}
