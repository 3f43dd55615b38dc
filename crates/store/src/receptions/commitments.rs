//! What was promised at receptions, and what became of it.

use super::Id;
use crate::{
    Change, Store, StoreError,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    ids::{PersonId, UnitId},
    receptions::Commitment,
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! commitments {
    ($rest:literal) => {
        concat!(
            "select id, visit, unit, what, who, until_day, made_at, person, answered_at, answer from commitments ",
            $rest
        )
    };
}

statements! {
    ADD_COMMITMENT = "insert into commitments (id, visit, unit, what, who, until_day, made_at, person, answered_at,
        answer) values ($1, $2, $3, $4, $5, $6, $7, $8, null, '')";
    COMMITMENT = commitments!("where id = $1");
    /// Locks the row on PostgreSQL; on SQLite the writer is alone anyway.
    LOCK = "update commitments set answer = answer where id = $1
        returning id, visit, unit, what, who, until_day, made_at, person, answered_at, answer";
    AFTER = commitments!("where id > $1 order by id limit $2");
    COMMITMENTS = commitments!("where visit = $1 order by made_at, id");
    OPEN_COMMITMENTS = commitments!("where unit = $1 and answered_at is null order by until_day, id limit $2");
    ANSWER = "update commitments set answered_at = $2, answer = $3 where id = $1 and answered_at is null";
}

#[derive(FromRow)]
struct PromisedRow {
    id: Uuid,
    visit: Uuid,
    what: String,
}

#[derive(FromRow)]
struct CommitmentRow {
    id: Uuid,
    visit: Uuid,
    unit: Uuid,
    what: String,
    who: String,
    until_day: String,
    made_at: i64,
    person: Option<Uuid>,
    answered_at: Option<i64>,
    answer: String,
}

impl TryFrom<CommitmentRow> for Commitment {
    type Error = StoreError;
    fn try_from(row: CommitmentRow) -> Stored<Self> {
        Ok(Self {
            id: row.id,
            visit: row.visit,
            unit: UnitId(row.unit),
            what: row.what,
            who: row.who,
            until: read(&row.until_day)?,
            made_at: Moment::from_micros(row.made_at),
            person: row.person.map(PersonId),
            answered_at: row.answered_at.map(Moment::from_micros),
            answer: row.answer,
        })
    }
}

/// Writes a promise down.
///
/// # Errors
/// When the store cannot write.
pub async fn add_commitment(change: &mut Change, one: &Commitment) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_COMMITMENT).bind(one.id).bind(one.visit).bind(one.unit.0)
        .bind(&one.what).bind(&one.who).bind(one.until.to_string()).bind(one.made_at.micros())
        .bind(one.person.map(|id| id.0)).execute(db).await.map(drop))?;
    Ok(())
}

/// A promise.
///
/// # Errors
/// When the store cannot be read.
pub async fn commitment(store: &Store, id: Uuid) -> Stored<Option<Commitment>> {
    let row: Option<CommitmentRow> =
        on_engine!(store, db => sqlx::query_as(COMMITMENT).bind(id).fetch_optional(db).await)?;
    row.map(Commitment::try_from).transpose()
}

/// A promise, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock_commitment(change: &mut Change, id: Uuid) -> Stored<Option<Commitment>> {
    let row: Option<CommitmentRow> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id).fetch_optional(db).await)?;
    row.map(Commitment::try_from).transpose()
}

/// Promises behind an id, by id: for whoever walks all of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn commitments_after(store: &Store, last: Uuid, most: i64) -> Stored<Vec<Commitment>> {
    let rows: Vec<CommitmentRow> =
        on_engine!(store, db => sqlx::query_as(AFTER).bind(last).bind(most).fetch_all(db).await)?;
    rows.into_iter().map(Commitment::try_from).collect()
}

/// Those of some promises that are there: which, at which visit, what.
///
/// # Errors
/// When the store cannot be read.
pub async fn promised(store: &Store, ids: &[Uuid]) -> Stored<Vec<(Uuid, Uuid, String)>> {
    const SOME: &str = "select id, visit, what from commitments where id in (";
    let ids: Vec<Id> = ids.iter().copied().map(Id).collect();
    let rows = by_ids!(store, PromisedRow, SOME, ids, ")");
    Ok(rows.into_iter().map(|row| (row.id, row.visit, row.what)).collect())
}

/// What was promised at a visit.
///
/// # Errors
/// When the store cannot be read.
pub async fn commitments(store: &Store, visit: Uuid) -> Stored<Vec<Commitment>> {
    let rows: Vec<CommitmentRow> =
        on_engine!(store, db => sqlx::query_as(COMMITMENTS).bind(visit).fetch_all(db).await)?;
    rows.into_iter().map(Commitment::try_from).collect()
}

/// What an office has promised and not answered, soonest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn open_commitments(store: &Store, unit: UnitId, limit: i64) -> Stored<Vec<Commitment>> {
    let rows: Vec<CommitmentRow> = on_engine!(store, db => sqlx::query_as(OPEN_COMMITMENTS).bind(unit.0).bind(limit)
        .fetch_all(db).await)?;
    rows.into_iter().map(Commitment::try_from).collect()
}

/// Answers a promise; false when it is answered already.
///
/// # Errors
/// When the store cannot write.
pub async fn answer(change: &mut Change, id: Uuid, at: Moment, answer: &str) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(ANSWER).bind(id).bind(at.micros()).bind(answer)
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
