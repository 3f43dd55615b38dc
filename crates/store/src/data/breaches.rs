//! The register of breaches.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    data::breaches::Breach,
    ids::{PersonId, UnitId},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    ADD = "insert into breaches (id, found_at, happened_at, what, whose, how_many, measures, must_notify, due_at,
        notified_at, notice, noted_at, person, unit) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    NOTIFIED = "update breaches set notified_at = $2, notice = $3 where id = $1 and notified_at is null";
    ALL = "select id, found_at, happened_at, what, whose, how_many, measures, must_notify, due_at, notified_at, notice
        from breaches order by found_at desc limit 200";
    OVERDUE = "select count(*) from breaches where must_notify and notified_at is null and due_at < $1";
}

#[derive(FromRow)]
struct BreachRow {
    id: Uuid,
    found_at: i64,
    happened_at: Option<i64>,
    what: String,
    whose: String,
    how_many: Option<i64>,
    measures: String,
    must_notify: bool,
    due_at: i64,
    notified_at: Option<i64>,
    notice: String,
}

impl From<BreachRow> for Breach {
    fn from(row: BreachRow) -> Self {
        Self {
            id: row.id,
            found_at: Moment::from_micros(row.found_at),
            happened_at: row.happened_at.map(Moment::from_micros),
            what: row.what,
            whose: row.whose,
            how_many: row.how_many,
            measures: row.measures,
            must_notify: row.must_notify,
            due_at: Moment::from_micros(row.due_at),
            notified_at: row.notified_at.map(Moment::from_micros),
            notice: row.notice,
        }
    }
}

/// Notes a breach.
///
/// # Errors
/// When the store cannot write.
pub async fn add(
    change: &mut Change,
    breach: &Breach,
    at: Moment,
    (person, unit): (Option<PersonId>, Option<UnitId>),
) -> Stored<()> {
    let micros = |at: Option<Moment>| at.map(Moment::micros);
    on_change!(change, db => sqlx::query(ADD).bind(breach.id).bind(breach.found_at.micros())
        .bind(micros(breach.happened_at)).bind(&breach.what).bind(&breach.whose).bind(breach.how_many)
        .bind(&breach.measures).bind(breach.must_notify).bind(breach.due_at.micros()).bind(micros(breach.notified_at))
        .bind(&breach.notice).bind(at.micros()).bind(person.map(|id| id.0)).bind(unit.map(|id| id.0))
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Notes that the authority was notified; false when it was before, or there is no such breach.
///
/// # Errors
/// When the store cannot write.
pub async fn notified(change: &mut Change, id: Uuid, at: Moment, notice: &str) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(NOTIFIED).bind(id).bind(at.micros()).bind(notice)
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The register, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store) -> Stored<Vec<Breach>> {
    let rows: Vec<BreachRow> = on_engine!(store, db => sqlx::query_as(ALL).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Breach::from).collect())
}

/// How many breaches should have been notified and were not.
///
/// # Errors
/// When the store cannot be read.
pub async fn overdue(store: &Store, now: Moment) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(OVERDUE).bind(now.micros()).fetch_one(db).await)?)
}
