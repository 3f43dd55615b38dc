//! Requests that wait for their offices: so many at a time by when the next thing is due, and counted by day.

use super::{Request, RequestRow};
use crate::{
    Store,
    deadlines::{After, DayCount},
    engine::Stored,
    on_engine, statements,
};
use danvan_domain::{
    ids::UnitId,
    time::{Day, Moment},
};

/// Requests that wait, behind a row and due before a moment, the soonest first.
macro_rules! due {
    ($narrowed:literal) => {
        concat!(
            "select ",
            columns!(),
            " from data_requests where ended_at is null and (next_due_at, id) > ($1, $2) and next_due_at < $3",
            $narrowed,
            " order by next_due_at, id limit $4"
        )
    };
}

/// How many wait on each day before a moment, and how many of them are late.
macro_rules! by_day {
    ($narrowed:literal) => {
        concat!(
            "select (next_due_at + 25200000000) / 86400000000, count(*),
            cast(sum(case when next_due_at < $2 then 1 else 0 end) as bigint)
            from data_requests where ended_at is null and next_due_at < $1",
            $narrowed,
            " group by 1"
        )
    };
}

statements! {
    DUE = due!("");
    DUE_AT = due!(" and unit = $5");
    DAYS = by_day!("");
    DAYS_AT = by_day!(" and unit = $3");
}

/// Requests that wait behind a row, the soonest due first: of some offices, or of all.
///
/// # Errors
/// When the store cannot be read.
pub async fn after(
    store: &Store,
    units: Option<&[UnitId]>,
    after: After,
    limit: i64,
) -> Stored<Vec<Request>> {
    const HEAD: &str = concat!(
        "select ",
        columns!(),
        " from data_requests where ended_at is null and (next_due_at, id) > ("
    );
    let rows: Vec<RequestRow> = on_engine!(store, db => {
        let mut query = sqlx::QueryBuilder::new(HEAD);
        query.push_bind(after.due_at.micros()).push(", ").push_bind(after.thing).push(")");
        if let Some(units) = units {
            query.push(" and unit in (");
            let mut list = query.separated(", ");
            for unit in units {
                list.push_bind(unit.0);
            }
            query.push(")");
        }
        query.push(" order by next_due_at, id limit ").push_bind(limit);
        query.build_query_as().persistent(false).fetch_all(db).await
    })?;
    rows.into_iter().map(Request::try_from).collect()
}

/// Requests of an office, or of all, behind a row and due before a moment, the soonest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn due(
    store: &Store,
    unit: Option<UnitId>,
    after: After,
    until: Moment,
    limit: i64,
) -> Stored<Vec<Request>> {
    let sql = if unit.is_some() { DUE_AT } else { DUE };
    let rows: Vec<RequestRow> = on_engine!(store, db => {
        let asked = sqlx::query_as(sql).bind(after.due_at.micros()).bind(after.thing).bind(until.micros()).bind(limit);
        match unit {
            Some(unit) => asked.bind(unit.0),
            None => asked,
        }
        .fetch_all(db)
        .await
    })?;
    rows.into_iter().map(Request::try_from).collect()
}

/// How many of them are due on each day before a day, and how many of those are late now.
///
/// # Errors
/// When the store cannot be read.
pub async fn due_days(store: &Store, unit: Option<UnitId>, until: Day, now: Moment) -> Stored<Vec<DayCount>> {
    let end = Moment::at(until, 0, 0);
    let sql = if unit.is_some() { DAYS_AT } else { DAYS };
    let days: Vec<(i64, i64, i64)> = on_engine!(store, db => {
        let asked = sqlx::query_as(sql).bind(end.micros()).bind(now.micros());
        match unit {
            Some(unit) => asked.bind(unit.0),
            None => asked,
        }
        .fetch_all(db)
        .await
    })?;
    Ok(days.into_iter().map(DayCount::of).collect())
}
