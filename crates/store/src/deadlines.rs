//! Whatever falls due, as rows that can be listed across all of it.

pub mod days;
pub mod ladder;
pub mod stretch;

pub use days::{Counted, DayCount, counted};

use crate::{
    Change, Store, StoreError,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    deadlines::Deadline,
    ids::{PersonId, ProceedingId, UnitId},
    time::Moment,
};
use sqlx_macros::FromRow;
use std::collections::HashMap;
use uuid::Uuid;

/// The columns of a deadline, in the order of [`DeadlineRow`].
macro_rules! columns {
    () => {
        "thing, position, sort, procedure, step, unit, handler, party, duty, paused, starts_at, due_at, ended_at"
    };
}

/// What is open, is an office's duty and runs.
macro_rules! running {
    () => {
        "ended_at is null and duty and not paused"
    };
}

/// What runs behind a row of the list and is due before a moment, in the list's order: a walk along an index from there
/// on, however much stands before it.
macro_rules! after {
    () => {
        concat!(
            "(due_at, thing, position) > ($1, $2, $3) and due_at < $4 and ",
            running!(),
            " order by due_at, thing, position"
        )
    };
}

statements! {
    FORGET = concat!("delete from deadlines where thing = $1 returning ", columns!());
    ADD = concat!("insert into deadlines (", columns!(), ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
    OF_THING = concat!("select ", columns!(), " from deadlines where thing = $1 order by position");
    OF_UNIT = concat!("select ", columns!(), " from deadlines where unit = $5 and ", after!(), " limit $6");
    OF_HANDLER = concat!("select ", columns!(), " from deadlines where handler = $5 and ", after!(), " limit $6");
    EVERYWHERE = concat!("select ", columns!(), " from deadlines where ", after!(), " limit $5");
    GIVE = concat!("update deadlines set unit = $3, handler = null where thing = $1 and unit = $2 returning ",
        columns!());
    /// A clock that ends before a day cannot be moved by what is said of that day, nor one that stands still.
    OVER = "select thing from deadlines where ended_at is null and due_at >= $1 and not paused and sort = 'proceeding'
        order by due_at, thing, position limit $2";
    COUNT_OVER = "select count(*) from deadlines where ended_at is null and due_at >= $1 and not paused
        and sort = 'proceeding'";
    LAPSED_UNSEEN = "select distinct deadlines.thing from deadlines join proceedings
        on proceedings.id = deadlines.thing where deadlines.due_at < $1 and deadlines.ended_at is null
        and proceedings.seen_at <= deadlines.due_at limit $2";
}

pub(crate) use columns;
pub(crate) use running;

#[derive(FromRow)]
pub(crate) struct DeadlineRow {
    thing: Uuid,
    position: i64,
    sort: String,
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

impl TryFrom<DeadlineRow> for Deadline {
    type Error = StoreError;
    fn try_from(row: DeadlineRow) -> Stored<Self> {
        Ok(Self {
            thing: row.thing,
            sort: read(&row.sort)?,
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
        })
    }
}

pub(crate) fn all(rows: Vec<DeadlineRow>) -> Stored<Vec<Deadline>> {
    rows.into_iter().map(Deadline::try_from).collect()
}

/// Writes the clocks of something in place of those it had.
///
/// # Errors
/// When the store cannot write.
pub async fn rewrite(change: &mut Change, thing: Uuid, rows: &[Deadline]) -> Stored<()> {
    let had: Vec<DeadlineRow> =
        on_change!(change, db => sqlx::query_as(FORGET).bind(thing).fetch_all(db).await)?;
    for it in all(had)? {
        days::count(change, &it, -1);
    }
    for it in rows {
        days::count(change, it, 1);
        on_change!(change, db => sqlx::query(ADD)
            .bind(it.thing).bind(it.position).bind(it.sort.word()).bind(&it.procedure).bind(&it.step).bind(it.unit.0)
            .bind(it.handler.map(|id| id.0)).bind(&it.party).bind(it.is_duty).bind(it.is_paused)
            .bind(it.starts_at.micros()).bind(it.due_at.micros()).bind(it.ended_at.map(Moment::micros))
            .execute(db).await.map(drop))?;
    }
    Ok(())
}

/// Gives the clocks of something that one unit must keep to another; those the city must keep stay with it. Gives how
/// many were given.
///
/// # Errors
/// When the store cannot write.
pub async fn give(change: &mut Change, thing: Uuid, from: UnitId, to: UnitId) -> Stored<usize> {
    let given: Vec<DeadlineRow> = on_change!(change, db => sqlx::query_as(GIVE).bind(thing).bind(from.0)
        .bind(to.0).fetch_all(db).await)?;
    let given = all(given)?;
    let count = given.len();
    for it in given {
        days::count(change, &it, 1);
        days::count(change, &Deadline { unit: from, ..it }, -1);
    }
    Ok(count)
}

/// The clocks of a proceeding, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_proceeding(store: &Store, proceeding: ProceedingId) -> Stored<Vec<Deadline>> {
    of_thing(store, proceeding.0).await
}

/// The clocks of something, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_thing(store: &Store, thing: Uuid) -> Stored<Vec<Deadline>> {
    all(on_engine!(store, db => sqlx::query_as(OF_THING).bind(thing).fetch_all(db).await)?)
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_thing_within(change: &mut Change, thing: Uuid) -> Stored<Vec<Deadline>> {
    all(on_change!(change, db => sqlx::query_as(OF_THING).bind(thing).fetch_all(db).await)?)
}

/// The clocks of each of some proceedings, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_some(store: &Store, ids: &[ProceedingId]) -> Stored<HashMap<ProceedingId, Vec<Deadline>>> {
    const OF: &str = concat!("select ", columns!(), " from deadlines where thing in (");
    let mut found: HashMap<ProceedingId, Vec<Deadline>> = HashMap::new();
    for it in all(by_ids!(store, DeadlineRow, OF, ids, ") order by thing, position"))? {
        found.entry(ProceedingId(it.thing)).or_default().push(it);
    }
    Ok(found)
}

/// The proceedings of the clocks that run to a moment or beyond, one for each clock, those due soonest first; and how many
/// such clocks there are behind those.
///
/// # Errors
/// When the store cannot be read.
pub async fn over(store: &Store, from: Moment, limit: usize) -> Stored<(Vec<ProceedingId>, usize)> {
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let ids: Vec<Uuid> = on_engine!(store, db => sqlx::query_scalar(OVER).bind(from.micros()).bind(most)
        .fetch_all(db).await)?;
    let mut behind = 0;
    if ids.len() >= limit {
        let all: i64 =
            on_engine!(store, db => sqlx::query_scalar(COUNT_OVER).bind(from.micros()).fetch_one(db).await)?;
        behind = usize::try_from(all).unwrap_or(0).saturating_sub(ids.len());
    }
    Ok((ids.into_iter().map(ProceedingId).collect(), behind))
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

/// The row after which a list goes on, in the order of due moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// When it is due.
    pub due_at: Moment,
    /// What is listed.
    pub thing: Uuid,
    /// The place of the clock in it.
    pub position: i64,
}

impl After {
    /// Before everything that is due from a moment on.
    pub const fn beginning(from: Moment) -> Self {
        Self { due_at: from, thing: Uuid::nil(), position: -1 }
    }
}

/// Running duties after a row that are due before a moment, soonest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn due(
    store: &Store,
    whose: Whose,
    after: After,
    until: Moment,
    limit: i64,
) -> Stored<Vec<Deadline>> {
    let (sql, of) = match whose {
        Whose::Unit(unit) => (OF_UNIT, Some(unit.0)),
        Whose::Person(person) => (OF_HANDLER, Some(person.0)),
        Whose::Everybody => (EVERYWHERE, None),
    };
    let rows: Vec<DeadlineRow> = on_engine!(store, db => {
        let asked = sqlx::query_as(sql).bind(after.due_at.micros()).bind(after.thing).bind(after.position)
            .bind(until.micros());
        let asked = match of {
            Some(of) => asked.bind(of),
            None => asked,
        };
        asked.bind(limit).fetch_all(db).await
    })?;
    all(rows)
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
