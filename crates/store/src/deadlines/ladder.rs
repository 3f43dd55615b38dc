//! Who was told of a duty that falls due, and what the pace says.

use super::{DeadlineRow, all, columns, running};
use crate::{Change, Store, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    deadlines::{Deadline, Sort, Told},
    ids::{PersonId, UnitId},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

/// The columns of a telling, in the order of [`TellingRow`].
macro_rules! told_columns {
    () => {
        "e.id, e.thing, coalesce(d.sort, 'proceeding') as sort, e.position, e.rung, e.told, e.due_at, e.procedure, e.step,
        e.unit, e.person, e.told_at"
    };
}

/// What was told and is still so: the duty runs, and falls due when it did then.
macro_rules! still {
    () => {
        " from escalations e join deadlines d on d.thing = e.thing and d.position = e.position
        and d.due_at = e.due_at and d.ended_at is null and d.duty and not d.paused where e.seen_at is null "
    };
}

statements! {
    REACHED = concat!("select ", columns!(), " from deadlines where procedure = $1 and due_at < $2 and ", running!(),
        " and not exists (select 1 from escalations e where e.thing = deadlines.thing
            and e.position = deadlines.position and e.rung = $3 and e.told = $4 and e.due_at = deadlines.due_at)
        order by due_at, thing, position limit $5");
    TELL = "insert into escalations (id, thing, position, rung, told, due_at, procedure, step, unit, person, told_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (thing, position, rung, told, due_at) do nothing";
    OF_PERSON = concat!("select ", told_columns!(), still!(), "and e.person = $1 order by e.due_at, e.id limit $2");
    OF_UNIT = concat!("select ", told_columns!(), still!(),
        "and e.unit = $1 and e.told = $2 and e.person is null order by e.due_at, e.id limit $3");
    GET = concat!("select ", told_columns!(), " from escalations e left join deadlines d on d.thing = e.thing
        and d.position = e.position where e.id = $1");
    SEE = "update escalations set seen_at = $2, seen_by = $3 where id = $1 and seen_at is null";
    DUTIES = "select starts_at, due_at, ended_at from deadlines where unit = $1 and duty and not paused
        and ended_at is not null and ended_at >= $2
        union all select starts_at, due_at, ended_at from deadlines where unit = $1 and ended_at is null and duty
        and not paused";
    DUTIFUL = "select distinct unit from deadlines";
    FORETELL = "insert into pace_forecasts (unit, at, told) values ($1, $2, $3)
        on conflict (unit) do update set at = excluded.at, told = excluded.told";
    FORETOLD = "select at, told from pace_forecasts where unit = $1";
    /// Of every office at once: a row an office.
    ALL_FORETOLD = "select unit, told from pace_forecasts order by unit";
}

/// Somebody was told of a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// Own id.
    pub id: Uuid,
    /// What falls due.
    pub thing: Uuid,
    /// What that is.
    pub sort: Sort,
    /// The place of the clock in it.
    pub position: i64,
    /// The rung: working days after the due day.
    pub rung: i64,
    /// Who is told.
    pub told: Told,
    /// When it falls due.
    pub due_at: Moment,
    /// The procedure.
    pub procedure: String,
    /// The step.
    pub step: String,
    /// The unit that is told: the office, or the city.
    pub unit: UnitId,
    /// The person who is told, where it is one.
    pub person: Option<PersonId>,
    /// Since when.
    pub told_at: Moment,
}

#[derive(FromRow)]
struct TellingRow {
    id: Uuid,
    thing: Uuid,
    sort: String,
    position: i64,
    rung: i64,
    told: String,
    due_at: i64,
    procedure: String,
    step: String,
    unit: Uuid,
    person: Option<Uuid>,
    told_at: i64,
}

impl TryFrom<TellingRow> for Telling {
    type Error = crate::StoreError;
    fn try_from(row: TellingRow) -> Stored<Self> {
        Ok(Self {
            id: row.id,
            thing: row.thing,
            sort: read(&row.sort)?,
            position: row.position,
            rung: row.rung,
            told: read(&row.told)?,
            due_at: Moment::from_micros(row.due_at),
            procedure: row.procedure,
            step: row.step,
            unit: UnitId(row.unit),
            person: row.person.map(PersonId),
            told_at: Moment::from_micros(row.told_at),
        })
    }
}

/// Some duties of a procedure that fall due before a moment and of which a rung was not told yet.
///
/// # Errors
/// When the store cannot be read.
pub async fn reached(
    store: &Store,
    (procedure, before): (&str, Moment),
    (rung, told): (i64, Told),
    limit: i64,
) -> Stored<Vec<Deadline>> {
    let rows: Vec<DeadlineRow> = on_engine!(store, db => sqlx::query_as(REACHED).bind(procedure)
        .bind(before.micros()).bind(rung).bind(told.word()).bind(limit).fetch_all(db).await)?;
    all(rows)
}

/// Keeps that somebody is told; false when it was there already.
///
/// # Errors
/// When the store cannot write.
pub async fn tell(change: &mut Change, it: &Telling) -> Stored<bool> {
    let written = on_change!(change, db => sqlx::query(TELL).bind(it.id).bind(it.thing).bind(it.position)
        .bind(it.rung).bind(it.told.word()).bind(it.due_at.micros()).bind(&it.procedure).bind(&it.step)
        .bind(it.unit.0).bind(it.person.map(|id| id.0)).bind(it.told_at.micros())
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(written == 1)
}

/// What a person was told, has not seen, and is still so; soonest due first.
///
/// # Errors
/// When the store cannot be read.
pub async fn told_person(store: &Store, person: PersonId, limit: i64) -> Stored<Vec<Telling>> {
    let rows: Vec<TellingRow> =
        on_engine!(store, db => sqlx::query_as(OF_PERSON).bind(person.0).bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Telling::try_from).collect()
}

/// The same of an office, as what it is told.
///
/// # Errors
/// When the store cannot be read.
pub async fn told_unit(store: &Store, unit: UnitId, told: Told, limit: i64) -> Stored<Vec<Telling>> {
    let rows: Vec<TellingRow> = on_engine!(store, db => sqlx::query_as(OF_UNIT).bind(unit.0).bind(told.word())
        .bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Telling::try_from).collect()
}

/// One telling.
///
/// # Errors
/// When the store cannot be read.
pub async fn telling(store: &Store, id: Uuid) -> Stored<Option<Telling>> {
    let row: Option<TellingRow> =
        on_engine!(store, db => sqlx::query_as(GET).bind(id).fetch_optional(db).await)?;
    row.map(Telling::try_from).transpose()
}

/// Somebody has seen it; false when somebody had before.
///
/// # Errors
/// When the store cannot write.
pub async fn see(change: &mut Change, id: Uuid, at: Moment, by: PersonId) -> Stored<bool> {
    let seen = on_change!(change, db => sqlx::query(SEE).bind(id).bind(at.micros()).bind(by.0)
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(seen == 1)
}

/// The duties of a unit that run or ended since a moment: begun, due, ended.
///
/// # Errors
/// When the store cannot be read.
pub async fn duties(
    store: &Store,
    unit: UnitId,
    since: Moment,
) -> Stored<Vec<(Moment, Moment, Option<Moment>)>> {
    let rows: Vec<(i64, i64, Option<i64>)> = on_engine!(store, db => sqlx::query_as(DUTIES).bind(unit.0)
        .bind(since.micros()).fetch_all(db).await)?;
    let at = Moment::from_micros;
    Ok(rows.into_iter().map(|(starts, due, ended)| (at(starts), at(due), ended.map(at))).collect())
}

/// Every unit that ever had a duty.
///
/// # Errors
/// When the store cannot be read.
pub async fn dutiful(store: &Store) -> Stored<Vec<UnitId>> {
    let ids: Vec<Uuid> = on_engine!(store, db => sqlx::query_scalar(DUTIFUL).fetch_all(db).await)?;
    Ok(ids.into_iter().map(UnitId).collect())
}

/// Keeps what the pace of a unit says.
///
/// # Errors
/// When the store cannot write.
pub async fn foretell(change: &mut Change, unit: UnitId, at: Moment, told: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(FORETELL).bind(unit.0).bind(at.micros()).bind(told).execute(db).await
        .map(drop))?;
    Ok(())
}

/// What the pace of a unit said when it was last reckoned.
///
/// # Errors
/// When the store cannot be read.
pub async fn foretold(store: &Store, unit: UnitId) -> Stored<Option<(Moment, String)>> {
    let row: Option<(i64, String)> =
        on_engine!(store, db => sqlx::query_as(FORETOLD).bind(unit.0).fetch_optional(db).await)?;
    Ok(row.map(|(at, told)| (Moment::from_micros(at), told)))
}

/// What the pace of every office said when it was last reckoned.
///
/// # Errors
/// When the store cannot be read.
pub async fn all_foretold(store: &Store) -> Stored<Vec<(UnitId, String)>> {
    let rows: Vec<(Uuid, String)> =
        on_engine!(store, db => sqlx::query_as(ALL_FORETOLD).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(unit, told)| (UnitId(unit), told)).collect())
}
