//! Who stands in for whom.

use super::{PositionRow, read};
use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    ids::{DelegationId, PersonId, PositionId},
    people::{Delegation, Position},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    POSITION = "select id, person, role, unit, valid_from, valid_to from positions where id = $1";
    ADD = "insert into delegations (id, position, person, valid_from, valid_to, given_by, given_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    GET = "select id, position, person, valid_from, valid_to, given_by, given_at, revoked_at from delegations
        where id = $1";
    ABOUT = "select d.id, d.position, d.person, d.valid_from, d.valid_to, d.given_by, d.given_at, d.revoked_at
        from delegations d join positions p on p.id = d.position
        where (d.person = $1 or p.person = $1) and d.valid_to >= $2 order by d.valid_from, d.id limit 200";
    REVOKE = "update delegations set revoked_at = $2 where id = $1 and revoked_at is null";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    position: Uuid,
    person: Uuid,
    valid_from: String,
    valid_to: String,
    given_by: Uuid,
    given_at: i64,
    revoked_at: Option<i64>,
}

impl TryFrom<Row> for Delegation {
    type Error = crate::StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: DelegationId(row.id),
            position: PositionId(row.position),
            person: PersonId(row.person),
            from: read(&row.valid_from)?,
            to: read(&row.valid_to)?,
            given_by: PersonId(row.given_by),
            given_at: Moment::from_micros(row.given_at),
            revoked_at: row.revoked_at.map(Moment::from_micros),
        })
    }
}

/// A position by id.
///
/// # Errors
/// When the store cannot be read.
pub async fn position(store: &Store, id: PositionId) -> Stored<Option<Position>> {
    let row: Option<PositionRow> =
        on_engine!(store, db => sqlx::query_as(POSITION).bind(id.0).fetch_optional(db).await)?;
    row.map(Position::try_from).transpose()
}

/// Lends a position.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, one: &Delegation) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD).bind(one.id.0).bind(one.position.0).bind(one.person.0)
        .bind(one.from.to_string()).bind(one.to.to_string()).bind(one.given_by.0).bind(one.given_at.micros())
        .execute(db).await.map(drop))?;
    Ok(())
}

/// One of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: DelegationId) -> Stored<Option<Delegation>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Delegation::try_from).transpose()
}

/// Those by which somebody stands in or is stood in for, that last until a day or beyond.
///
/// # Errors
/// When the store cannot be read.
pub async fn about(store: &Store, person: PersonId, on: danvan_domain::time::Day) -> Stored<Vec<Delegation>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(ABOUT)
        .bind(person.0).bind(on.to_string()).fetch_all(db).await)?;
    rows.into_iter().map(Delegation::try_from).collect()
}

/// Takes one back; false when that had been done.
///
/// # Errors
/// When the store cannot write.
pub async fn revoke(change: &mut Change, id: DelegationId, at: Moment) -> Stored<bool> {
    let done = on_change!(change, db => sqlx::query(REVOKE).bind(id.0).bind(at.micros()).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(done > 0)
}
