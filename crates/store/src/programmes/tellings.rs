//! Who was told that something promised falls due or was not kept.

use crate::{
    Change, Store, StoreError,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    deadlines::Told,
    ids::{CommitmentId, PersonId, UnitId},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use std::collections::HashSet;
use uuid::Uuid;

statements! {
    TELL = "insert into progress_tellings (id, commitment, period, rung, told, unit, due_on, told_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (commitment, period, rung, told) do nothing";
    OF_UNIT = "select t.id, t.commitment, t.period, t.rung, t.told, t.unit, t.due_on, t.told_at from progress_tellings t
        join programme_commitments c on c.id = t.commitment
        where t.unit = $1 and t.told = $2 and t.seen_at is null and c.ended_at is null
        order by t.due_on, t.id limit $3";
    GET = "select id, commitment, period, rung, told, unit, due_on, told_at from progress_tellings where id = $1";
    SEE = "update progress_tellings set seen_at = $2, seen_by = $3 where id = $1 and seen_at is null";
    /// Commitments that are reported on and not shared out, whose days have begun and are not long over.
    RUNNING = "select c.id from programme_commitments c join programmes p on p.id = c.programme
        where c.id > $1 and c.ended_at is null and p.ended_at is null and c.starts_on <= $2 and c.ends_on >= $3
        and not exists (select 1 from programme_commitments b where b.parent = c.id and b.ended_at is null)
        order by c.id limit $4";
}

/// Somebody was told of something promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// Own id.
    pub id: Uuid,
    /// Of which commitment.
    pub commitment: CommitmentId,
    /// The first day of the period.
    pub period: Day,
    /// The rung: working days after the due day.
    pub rung: i64,
    /// Who is told.
    pub told: Told,
    /// The unit that is told.
    pub unit: UnitId,
    /// By when it is due.
    pub due_on: Day,
    /// Since when.
    pub told_at: Moment,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    commitment: Uuid,
    period: String,
    rung: i64,
    told: String,
    unit: Uuid,
    due_on: String,
    told_at: i64,
}

impl TryFrom<Row> for Telling {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: row.id,
            commitment: CommitmentId(row.commitment),
            period: read(&row.period)?,
            rung: row.rung,
            told: read(&row.told)?,
            unit: UnitId(row.unit),
            due_on: read(&row.due_on)?,
            told_at: Moment::from_micros(row.told_at),
        })
    }
}

/// Keeps that somebody is told; false when it was there already.
///
/// # Errors
/// When the store cannot write.
pub async fn tell(change: &mut Change, it: &Telling) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(TELL).bind(it.id).bind(it.commitment.0)
        .bind(it.period.to_string()).bind(it.rung).bind(it.told.word()).bind(it.unit.0).bind(it.due_on.to_string())
        .bind(it.told_at.micros()).execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// What a unit was told, as what it is told, and nobody has seen; soonest due first.
///
/// # Errors
/// When the store cannot be read.
pub async fn told(store: &Store, unit: UnitId, told: Told, limit: i64) -> Stored<Vec<Telling>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF_UNIT).bind(unit.0).bind(told.word()).bind(limit)
        .fetch_all(db).await)?;
    rows.into_iter().map(Telling::try_from).collect()
}

/// Which rungs were told of some commitments, and to whom: commitment, first day of the period, rung, who.
///
/// # Errors
/// When the store cannot be read.
pub async fn told_of(store: &Store, ids: &[CommitmentId]) -> Stored<HashSet<(CommitmentId, Day, i64, Told)>> {
    const TOLD: &str =
        "select id, commitment, period, rung, told, unit, due_on, told_at from progress_tellings
        where commitment in (";
    let rows = by_ids!(store, Row, TOLD, ids, ")");
    let told = rows
        .into_iter()
        .map(|row| Telling::try_from(row).map(|it| (it.commitment, it.period, it.rung, it.told)));
    told.collect()
}

/// One telling.
///
/// # Errors
/// When the store cannot be read.
pub async fn telling(store: &Store, id: Uuid) -> Stored<Option<Telling>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id).fetch_optional(db).await)?;
    row.map(Telling::try_from).transpose()
}

/// Somebody has seen it; false when somebody had before.
///
/// # Errors
/// When the store cannot write.
pub async fn see(change: &mut Change, id: Uuid, at: Moment, by: PersonId) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(SEE).bind(id).bind(at.micros()).bind(by.0)
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Commitments after an id that are reported on and not shared out, begun by a day and not ended before another.
///
/// # Errors
/// When the store cannot be read.
pub async fn running(
    store: &Store,
    last: CommitmentId,
    (begun, not_before): (Day, Day),
    limit: i64,
) -> Stored<Vec<CommitmentId>> {
    let (begun, not_before) = (begun.to_string(), not_before.to_string());
    let ids: Vec<Uuid> = on_engine!(store, db => sqlx::query_scalar(RUNNING).bind(last.0).bind(&begun)
        .bind(&not_before).bind(limit).fetch_all(db).await)?;
    Ok(ids.into_iter().map(CommitmentId).collect())
}
