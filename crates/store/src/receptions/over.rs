//! The visits of reception days from a day on, with what was done at each: what a changed calendar may touch.

use super::{Id, VisitRow, done};
use crate::{
    Store,
    engine::{Stored, by_ids},
    on_engine,
    people::read,
    statements,
};
use danvan_domain::{procedures::Done, receptions::Visit, time::Day};
use sqlx_macros::FromRow;
use std::collections::HashMap;
use uuid::Uuid;

statements! {
    SINCE = "select visits.id, visits.receipt, visits.request_hash, visits.reception_day, visits.unit, visits.number,
        visits.subject, visits.online, visits.stage, visits.booked_at, visits.letter, visits.people,
        visits.representatives from visits join reception_days on reception_days.id = visits.reception_day
        where reception_days.day >= $1 order by reception_days.day, visits.id limit $2";
    COUNT_SINCE = "select count(*) from visits join reception_days on reception_days.id = visits.reception_day
        where reception_days.day >= $1";
}

#[derive(FromRow)]
struct ActRow {
    visit: Uuid,
    done: String,
}

/// The visits of reception days from a day on, each with what was done at it, soonest first; and how many there are behind
/// those.
///
/// # Errors
/// When the store cannot be read.
pub async fn since(store: &Store, day: Day, limit: usize) -> Stored<(Vec<(Visit, Vec<Done>)>, usize)> {
    const ACTS_OF: &str = "select visit, done from visit_acts where visit in (";
    let (day, most) = (day.to_string(), i64::try_from(limit).unwrap_or(i64::MAX));
    let rows: Vec<VisitRow> =
        on_engine!(store, db => sqlx::query_as(SINCE).bind(&day).bind(most).fetch_all(db).await)?;
    let mut behind = 0;
    if rows.len() >= limit {
        let all: i64 =
            on_engine!(store, db => sqlx::query_scalar(COUNT_SINCE).bind(&day).fetch_one(db).await)?;
        behind = usize::try_from(all).unwrap_or(0).saturating_sub(rows.len());
    }
    let ids: Vec<Id> = rows.iter().map(|row| Id(row.id)).collect();
    let mut acts: HashMap<Uuid, Vec<Done>> = HashMap::new();
    for row in by_ids!(store, ActRow, ACTS_OF, ids, ") order by visit, position") {
        acts.entry(row.visit).or_default().push(done(&row.done)?);
    }
    let with_acts = |row: VisitRow| {
        let acts = acts.remove(&row.id).unwrap_or_default();
        (Visit::from(row), acts)
    };
    Ok((rows.into_iter().map(with_acts).collect(), behind))
}

#[derive(FromRow)]
struct PlaceRow {
    id: Uuid,
    number: i64,
    day: String,
}

/// Those of some visits that are there: which, its number and its day.
///
/// # Errors
/// When the store cannot be read.
pub async fn numbers(store: &Store, ids: &[Uuid]) -> Stored<Vec<(Uuid, i64, Day)>> {
    const SOME: &str =
        "select v.id, v.number, d.day from visits v join reception_days d on d.id = v.reception_day
        where v.id in (";
    let ids: Vec<Id> = ids.iter().copied().map(Id).collect();
    let rows = by_ids!(store, PlaceRow, SOME, ids, ")");
    rows.into_iter().map(|row| Ok((row.id, row.number, read(&row.day)?))).collect()
}
