//! Who takes part in covenants and coordination programmes.

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    ids::{PartyId, ProgrammeId, UnitId},
    programmes::Party,
    time::Day,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    ADD = "insert into programme_parties (id, programme, unit, name, sort, place, duty, since, until)
        values ($1, $2, $3, $4, $5, $6, $7, $8, null)";
    OF = "select id, programme, unit, name, sort, place, duty, since, until from programme_parties
        where programme = $1 order by since, id";
    GET = "select id, programme, unit, name, sort, place, duty, since, until from programme_parties where id = $1";
    END = "update programme_parties set until = $2 where id = $1 and until is null";
    AT = "select distinct p.id from programme_parties t join programmes p on p.id = t.programme
        where t.unit = $1 and t.until is null and p.ends_on >= $2";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    programme: Uuid,
    unit: Option<Uuid>,
    name: String,
    sort: String,
    place: String,
    duty: String,
    since: i64,
    until: Option<i64>,
}

impl TryFrom<Row> for Party {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: PartyId(row.id),
            programme: ProgrammeId(row.programme),
            unit: row.unit.map(UnitId),
            name: row.name,
            sort: read(&row.sort)?,
            place: read(&row.place)?,
            duty: row.duty,
            since: row.since,
            until: row.until,
        })
    }
}

/// Adds a party.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Party) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.programme.0).bind(it.unit.map(|id| id.0))
        .bind(&it.name).bind(it.sort.word()).bind(it.place.word()).bind(&it.duty).bind(it.since)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// A party.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: PartyId) -> Stored<Option<Party>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Party::try_from).transpose()
}

/// Every party a programme ever had, in the order in which they joined.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(store: &Store, programme: ProgrammeId) -> Stored<Vec<Party>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF).bind(programme.0).fetch_all(db).await)?;
    rows.into_iter().map(Party::try_from).collect()
}

/// As [`of`], inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_in(change: &mut Change, programme: ProgrammeId) -> Stored<Vec<Party>> {
    let rows: Vec<Row> = on_change!(change, db => sqlx::query_as(OF).bind(programme.0).fetch_all(db).await)?;
    rows.into_iter().map(Party::try_from).collect()
}

/// Lets a party leave with a version; false when it left already.
///
/// # Errors
/// When the store cannot write.
pub async fn end(change: &mut Change, id: PartyId, version: i64) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(END).bind(id.0).bind(version).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The programmes in which a unit takes part, ending on a day or later.
///
/// # Errors
/// When the store cannot be read.
pub async fn at(store: &Store, unit: UnitId, from: Day) -> Stored<Vec<ProgrammeId>> {
    let rows: Vec<Uuid> = on_engine!(store, db => sqlx::query_scalar(AT).bind(unit.0).bind(from.to_string())
        .fetch_all(db).await)?;
    Ok(rows.into_iter().map(ProgrammeId).collect())
}
