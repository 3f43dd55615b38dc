//! What an office must answer before long or should have answered: listed so many rows at a time, and counted by day.

use super::lists::{ListRow, Row, row};
use crate::{
    Store,
    deadlines::{After, DayCount, days::days_late},
    engine::Stored,
    on_engine, statements,
};
use danvan_domain::{
    ids::{PersonId, UnitId},
    time::{Day, Moment},
};

/// The ids of an office's cases of a stage behind a row, the first due first.
macro_rules! of_stage {
    ($stage:literal, $narrowed:literal) => {
        concat!(
            "select * from (select id, due_at from cases where responsible = $1 and stage = '",
            $stage,
            "' and (due_at, id) > ($2, $3) and due_at < $4",
            $narrowed,
            " order by due_at, id limit cast($5 as bigint)) ",
            $stage
        )
    };
}

/// Three short walks along the index instead of one sort of all that is open.
macro_rules! soonest {
    ($narrowed:literal) => {
        concat!(
            row!(),
            "where id in (select id from (",
            of_stage!("received", $narrowed),
            " union all ",
            of_stage!("accepted", $narrowed),
            " union all ",
            of_stage!("reopened", $narrowed),
            ") soonest) order by due_at, id limit $5"
        )
    };
}

/// How many open cases of an office are due on each day before a moment, and how many of them are late.
macro_rules! by_day {
    ($narrowed:literal) => {
        concat!(
            days_late!(),
            " from cases where responsible = $1 and stage in ('received', 'accepted', 'reopened') and due_at < $3",
            $narrowed,
            " group by 1"
        )
    };
}

statements! {
    AT_OFFICE = soonest!("");
    OF_PERSON = soonest!(" and assignee = $6");
    DAYS_AT_OFFICE = by_day!("");
    DAYS_OF_PERSON = by_day!(" and assignee = $4");
}

/// Open cases of an office, or of those the ones that somebody is on, after a row and due before a moment, soonest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn due(
    store: &Store,
    (office, person): (UnitId, Option<PersonId>),
    after: After,
    until: Moment,
    limit: i64,
) -> Stored<Vec<Row>> {
    let sql = if person.is_some() { OF_PERSON } else { AT_OFFICE };
    let rows: Vec<ListRow> = on_engine!(store, db => {
        let asked = sqlx::query_as(sql).bind(office.0).bind(after.due_at.micros()).bind(after.thing)
            .bind(until.micros()).bind(limit);
        match person {
            Some(person) => asked.bind(person.0),
            None => asked,
        }
        .fetch_all(db)
        .await
    })?;
    rows.into_iter().map(Row::try_from).collect()
}

/// How many of them are due on each day before a day, and how many of those are late now.
///
/// # Errors
/// When the store cannot be read.
pub async fn due_days(
    store: &Store,
    (office, person): (UnitId, Option<PersonId>),
    until: Day,
    now: Moment,
) -> Stored<Vec<DayCount>> {
    let end = Moment::at(until, 0, 0);
    let sql = if person.is_some() { DAYS_OF_PERSON } else { DAYS_AT_OFFICE };
    let days: Vec<(i64, i64, i64)> = on_engine!(store, db => {
        let asked = sqlx::query_as(sql).bind(office.0).bind(now.micros()).bind(end.micros());
        match person {
            Some(person) => asked.bind(person.0),
            None => asked,
        }
        .fetch_all(db)
        .await
    })?;
    Ok(days.into_iter().map(DayCount::of).collect())
}
