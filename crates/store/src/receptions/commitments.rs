//! What was promised at receptions, and what became of it.

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    ids::{PersonId, UnitId},
    receptions::Commitment,
    time::Moment,
};
use sqlx::FromRow;
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
    COMMITMENTS = commitments!("where visit = $1 order by made_at, id");
    OPEN_COMMITMENTS = commitments!("where unit = $1 and answered_at is null order by until_day, id limit $2");
    ANSWER = "update commitments set answered_at = $2, answer = $3 where id = $1 and answered_at is null";
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
