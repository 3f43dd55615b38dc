//! The clocks of proceedings, as rows that can be listed across all of them.

pub mod ladder;

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    deadlines::Deadline,
    ids::{PersonId, ProceedingId, UnitId},
    time::Moment,
};
use sqlx::FromRow;
use uuid::Uuid;

/// The columns of a deadline, in the order of [`DeadlineRow`].
macro_rules! columns {
    () => {
        "proceeding, position, procedure, step, unit, handler, party, duty, paused, starts_at, due_at, ended_at"
    };
}

/// What is open, is an office's duty and runs.
macro_rules! running {
    () => {
        "ended_at is null and duty and not paused"
    };
}

statements! {
    FORGET = "delete from deadlines where proceeding = $1";
    ADD = concat!("insert into deadlines (", columns!(), ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
    OF_PROCEEDING = concat!("select ", columns!(), " from deadlines where proceeding = $1 order by position");
    OF_UNIT = concat!("select ", columns!(), " from deadlines where unit = $1 and due_at >= $2 and due_at < $3 and ",
        running!(), " order by due_at, proceeding, position limit $4");
    OF_HANDLER = concat!("select ", columns!(), " from deadlines where handler = $1 and due_at >= $2 and due_at < $3
        and ", running!(), " order by due_at, proceeding, position limit $4");
    EVERYWHERE = concat!("select ", columns!(), " from deadlines where due_at >= $1 and due_at < $2 and ",
        running!(), " order by due_at, proceeding, position limit $3");
    COUNT_UNIT = concat!("select count(*) from deadlines where unit = $1 and due_at >= $2 and due_at < $3 and ",
        running!());
    COUNT_HANDLER = concat!("select count(*) from deadlines where handler = $1 and due_at >= $2 and due_at < $3 and ",
        running!());
    COUNT_EVERYWHERE = concat!("select count(*) from deadlines where due_at >= $1 and due_at < $2 and ", running!());
    LAPSED_UNSEEN = "select distinct deadlines.proceeding from deadlines join proceedings
        on proceedings.id = deadlines.proceeding where deadlines.due_at < $1 and deadlines.ended_at is null
        and proceedings.seen_at <= deadlines.due_at limit $2";
    BY_UNIT = concat!("select unit, count(*), cast(sum(case when due_at < $2 then 1 else 0 end) as bigint) from deadlines
        where due_at < $1 and ", running!(), " group by unit order by 3 desc, 2 desc limit 200");
}

pub(crate) use columns;
pub(crate) use running;

#[derive(FromRow)]
pub(crate) struct DeadlineRow {
    proceeding: Uuid,
    position: i64,
    procedure: String,
    step: String,
    unit: Uuid,
    handler: Option<Uuid>,
    party: String,
    duty: bool,
    paused: bool,
    starts_at: i64,
    due_at: i64,
    ended_at: Option<i64>,
}

impl From<DeadlineRow> for Deadline {
    fn from(row: DeadlineRow) -> Self {
        Self {
            proceeding: ProceedingId(row.proceeding),
            position: row.position,
            procedure: row.procedure,
            step: row.step,
            unit: UnitId(row.unit),
            handler: row.handler.map(PersonId),
            party: row.party,
            is_duty: row.duty,
            is_paused: row.paused,
            starts_at: Moment::from_micros(row.starts_at),
            due_at: Moment::from_micros(row.due_at),
            ended_at: row.ended_at.map(Moment::from_micros),
        }
    }
}

pub(crate) fn all(rows: Vec<DeadlineRow>) -> Vec<Deadline> {
    rows.into_iter().map(Deadline::from).collect()
}

/// Writes the clocks of a proceeding in place of those it had.
///
/// # Errors
/// When the store cannot write.
pub async fn rewrite(change: &mut Change, proceeding: ProceedingId, rows: &[Deadline]) -> Stored<()> {
    on_change!(change, db => sqlx::query(FORGET).bind(proceeding.0).execute(db).await.map(drop))?;
    for it in rows {
        on_change!(change, db => sqlx::query(ADD)
            .bind(it.proceeding.0).bind(it.position).bind(&it.procedure).bind(&it.step).bind(it.unit.0)
            .bind(it.handler.map(|id| id.0)).bind(&it.party).bind(it.is_duty).bind(it.is_paused)
            .bind(it.starts_at.micros()).bind(it.due_at.micros()).bind(it.ended_at.map(Moment::micros))
            .execute(db).await.map(drop))?;
    }
    Ok(())
}

/// The clocks of a proceeding, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_proceeding(store: &Store, proceeding: ProceedingId) -> Stored<Vec<Deadline>> {
    Ok(all(on_engine!(store, db => sqlx::query_as(OF_PROCEEDING).bind(proceeding.0).fetch_all(db).await)?))
}

/// Whose deadlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A unit's own.
    Unit(UnitId),
    /// Those somebody is on.
    Person(PersonId),
    /// All of the house.
    Everybody,
}

/// Running duties that are due from a moment on until before another, soonest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn due(
    store: &Store,
    whose: Whose,
    from: Moment,
    until: Moment,
    limit: i64,
) -> Stored<Vec<Deadline>> {
    let (from, until) = (from.micros(), until.micros());
    let rows: Result<_, sqlx::Error> = match whose {
        Whose::Unit(unit) => {
            on_engine!(store, db => sqlx::query_as(OF_UNIT).bind(unit.0).bind(from).bind(until)
            .bind(limit).fetch_all(db).await)
        }
        Whose::Person(person) => on_engine!(store, db => sqlx::query_as(OF_HANDLER).bind(person.0).bind(from)
            .bind(until).bind(limit).fetch_all(db).await),
        Whose::Everybody => {
            on_engine!(store, db => sqlx::query_as(EVERYWHERE).bind(from).bind(until).bind(limit)
            .fetch_all(db).await)
        }
    };
    Ok(all(rows.map_err(StoreError::from)?))
}

/// How many running duties are due in that time.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(store: &Store, whose: Whose, from: Moment, until: Moment) -> Stored<i64> {
    let (from, until) = (from.micros(), until.micros());
    let counted: Result<i64, sqlx::Error> = match whose {
        Whose::Unit(unit) => on_engine!(store, db => sqlx::query_scalar(COUNT_UNIT).bind(unit.0).bind(from)
            .bind(until).fetch_one(db).await),
        Whose::Person(person) => {
            on_engine!(store, db => sqlx::query_scalar(COUNT_HANDLER).bind(person.0).bind(from)
            .bind(until).fetch_one(db).await)
        }
        Whose::Everybody => {
            on_engine!(store, db => sqlx::query_scalar(COUNT_EVERYWHERE).bind(from).bind(until)
            .fetch_one(db).await)
        }
    };
    counted.map_err(StoreError::from)
}

/// How many running duties of each unit are due before a moment, and how many of those are late now; most late first.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_unit(store: &Store, until: Moment, now: Moment) -> Stored<Vec<(UnitId, i64, i64)>> {
    let rows: Vec<(Uuid, i64, i64)> = on_engine!(store, db => sqlx::query_as(BY_UNIT).bind(until.micros())
        .bind(now.micros()).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(unit, due, late)| (UnitId(unit), due, late)).collect())
}

/// Some proceedings of which a clock has lapsed since they were last looked at.
///
/// # Errors
/// When the store cannot be read.
pub async fn lapsed_unseen(store: &Store, now: Moment, limit: i64) -> Stored<Vec<ProceedingId>> {
    let ids: Vec<Uuid> = on_engine!(store, db => sqlx::query_scalar(LAPSED_UNSEEN).bind(now.micros()).bind(limit)
        .fetch_all(db).await)?;
    Ok(ids.into_iter().map(ProceedingId).collect())
}
