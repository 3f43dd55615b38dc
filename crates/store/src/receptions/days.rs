//! Reception days, so many at a time, each with how many places are taken: one statement for all of them.

use super::DayRow;
use crate::{Store, engine::Stored, on_engine, statements};
use danvan_domain::{ids::UnitId, receptions::ReceptionDay, time::Day};
use sqlx_macros::FromRow;
use uuid::Uuid;

/// The place of a day in the order of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// Which day.
    pub day: Day,
    /// When it begins.
    pub begins: String,
    /// Its id.
    pub id: Uuid,
}

impl After {
    /// Before everything on a day and later.
    pub const fn beginning(day: Day) -> Self {
        Self { day, begins: String::new(), id: Uuid::nil() }
    }
}

macro_rules! taken {
    ($rest:literal) => {
        concat!(
            "select id, unit, day, begins, seats, place, host, published_at, cancelled_at, cancel_reason,
            (select count(*) from visits where visits.reception_day = reception_days.id and visits.stage <> 'refused')
            as taken from reception_days where (day, begins, id) > ($1, $2, $3)",
            $rest
        )
    };
}

statements! {
    TO_COME = taken!(" and cancelled_at is null order by day, begins, id limit $4");
    OF_UNIT = taken!(" and unit = $5 order by day, begins, id limit $4");
}

#[derive(FromRow)]
struct TakenRow {
    #[sqlx(flatten)]
    day: DayRow,
    taken: i64,
}

fn read(rows: Vec<TakenRow>) -> Stored<Vec<(ReceptionDay, i64)>> {
    rows.into_iter().map(|row| Ok((ReceptionDay::try_from(row.day)?, row.taken))).collect()
}

/// The days to come behind a place, of some offices or of every one, with how many places are taken.
///
/// # Errors
/// When the store cannot be read.
pub async fn to_come(
    store: &Store,
    units: Option<&[UnitId]>,
    after: &After,
    limit: i64,
) -> Stored<Vec<(ReceptionDay, i64)>> {
    const HEAD: &str = taken!(" and cancelled_at is null and unit in (");
    let day = after.day.to_string();
    let Some(units) = units else {
        let rows = on_engine!(store, db => sqlx::query_as(TO_COME).bind(&day).bind(&after.begins).bind(after.id)
            .bind(limit).fetch_all(db).await)?;
        return read(rows);
    };
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let rows = on_engine!(store, db => {
        // The first three are in the head; those that follow are numbered on.
        let mut text = String::from(HEAD);
        let places: Vec<String> = (0..units.len()).map(|at| format!("${}", at + 5)).collect();
        text.push_str(&places.join(", "));
        text.push_str(") order by day, begins, id limit $4");
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(&day).bind(&after.begins).bind(after.id).bind(limit);
        for unit in units {
            query = query.bind(unit.0);
        }
        query.persistent(false).fetch_all(db).await
    })?;
    read(rows)
}

/// The days of an office behind a place, with those that are called off and how many places are taken.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_unit(
    store: &Store,
    unit: UnitId,
    after: &After,
    limit: i64,
) -> Stored<Vec<(ReceptionDay, i64)>> {
    let rows = on_engine!(store, db => sqlx::query_as(OF_UNIT).bind(after.day.to_string()).bind(&after.begins)
        .bind(after.id).bind(limit).bind(unit.0).fetch_all(db).await)?;
    read(rows)
}
