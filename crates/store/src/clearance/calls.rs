//! Calls on whoever a file is of, and the entries of its account.

use crate::{
    Change, Store, StoreError,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    clearance::{Call, Entry, Sort},
    ids::{PersonId, ProceedingId, ProjectId, UnitId},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! calls {
    ($rest:literal) => {
        concat!(
            "select id, file, unit, on_day, who, asked, promised, until_day, next, next_on, person, at, answered_at, answer
            from clearance_calls ",
            $rest
        )
    };
}

macro_rules! entries {
    ($rest:literal) => {
        concat!(
            "select id, file, sort, amount, on_day, paper, at, person, struck_at from clearance_entries ",
            $rest
        )
    };
}

statements! {
    ADD_CALL = "insert into clearance_calls (id, file, project, unit, noted_by, on_day, who, asked, promised, until_day, next,
        next_on, person, at, answered_at, answer) values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, null, '')";
    CALL = calls!("where id = $1");
    /// Locks the row on PostgreSQL; on SQLite the writer is alone anyway.
    LOCK_CALL = "update clearance_calls set answer = answer where id = $1 returning id, file, unit, on_day, who, asked, promised,
        until_day, next, next_on, person, at, answered_at, answer";
    CALLS = calls!("where file = $1 order by on_day desc, at desc, id desc");
    CALLS_AFTER = calls!("where id > $1 order by id limit $2");
    ANSWER = "update clearance_calls set answered_at = $2, answer = $3 where id = $1 and answered_at is null";
    HUSH_CALLS = "update clearance_calls set who = '', asked = '', promised = '', next = '', answer = '' where file = $1";
    /// How many calls were made in a project in some days, and of how many files.
    CALLED = "select count(*) as calls, count(distinct file) as files from clearance_calls
        where project = $1 and on_day >= $2 and on_day <= $3";
    ADD_ENTRY = "insert into clearance_entries (id, file, project, sort, amount, on_day, paper, at, person, struck_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null)";
    ENTRY = entries!("where id = $1");
    ENTRIES = entries!("where file = $1 order by on_day, at, id");
    STRIKE = "update clearance_entries set struck_at = $2 where id = $1 and struck_at is null";
    /// The entries of a project in some days by sort. Sums of big integers grow on PostgreSQL, so they are made small again.
    ENTERED = "select sort, count(*) as entries, count(distinct file) as files, cast(sum(amount) as bigint) as amount
        from clearance_entries where project = $1 and on_day >= $2 and on_day <= $3 and struck_at is null group by sort";
}

#[derive(FromRow)]
struct CallRow {
    id: Uuid,
    file: Uuid,
    unit: Uuid,
    on_day: String,
    who: String,
    asked: String,
    promised: String,
    until_day: Option<String>,
    next: String,
    next_on: Option<String>,
    person: Option<Uuid>,
    at: i64,
    answered_at: Option<i64>,
    answer: String,
}

impl TryFrom<CallRow> for Call {
    type Error = StoreError;
    fn try_from(row: CallRow) -> Stored<Self> {
        Ok(Self {
            id: row.id,
            file: ProceedingId(row.file),
            unit: UnitId(row.unit),
            on: read(&row.on_day)?,
            who: row.who,
            asked: row.asked,
            promised: row.promised,
            until: row.until_day.as_deref().map(read).transpose()?,
            next: row.next,
            next_on: row.next_on.as_deref().map(read).transpose()?,
            person: row.person.map(PersonId),
            at: Moment::from_micros(row.at),
            answered_at: row.answered_at.map(Moment::from_micros),
            answer: row.answer,
        })
    }
}

fn all(rows: Vec<CallRow>) -> Stored<Vec<Call>> {
    rows.into_iter().map(Call::try_from).collect()
}

/// Writes a call down.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add_call(change: &mut Change, project: ProjectId, it: &Call) -> Stored<()> {
    let (until, next_on) = (it.until.map(|day| day.to_string()), it.next_on.map(|day| day.to_string()));
    on_change!(change, db => sqlx::query(ADD_CALL).bind(it.id).bind(it.file.0).bind(project.0).bind(it.unit.0)
        .bind(it.on.to_string()).bind(&it.who).bind(&it.asked).bind(&it.promised).bind(&until).bind(&it.next)
        .bind(&next_on).bind(it.person.map(|id| id.0)).bind(it.at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// A call.
///
/// # Errors
/// When the store cannot be read.
pub async fn call(store: &Store, id: Uuid) -> Stored<Option<Call>> {
    let row: Option<CallRow> =
        on_engine!(store, db => sqlx::query_as(CALL).bind(id).fetch_optional(db).await)?;
    row.map(Call::try_from).transpose()
}

/// A call, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock_call(change: &mut Change, id: Uuid) -> Stored<Option<Call>> {
    let row: Option<CallRow> =
        on_change!(change, db => sqlx::query_as(LOCK_CALL).bind(id).fetch_optional(db).await)?;
    row.map(Call::try_from).transpose()
}

/// The calls of a file, the last first.
///
/// # Errors
/// When the store cannot be read.
pub async fn calls(store: &Store, file: ProceedingId) -> Stored<Vec<Call>> {
    all(on_engine!(store, db => sqlx::query_as(CALLS).bind(file.0).fetch_all(db).await)?)
}

/// Calls behind an id, in the order of ids: to walk all of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn calls_after(store: &Store, id: Uuid, limit: i64) -> Stored<Vec<Call>> {
    all(on_engine!(store, db => sqlx::query_as(CALLS_AFTER).bind(id).bind(limit).fetch_all(db).await)?)
}

#[derive(FromRow)]
struct PromisedRow {
    id: Uuid,
    file: Uuid,
    promised: String,
}

/// What was promised at some calls: id, file, words.
///
/// # Errors
/// When the store cannot be read.
pub async fn promised(store: &Store, ids: &[Uuid]) -> Stored<Vec<(Uuid, ProceedingId, String)>> {
    const SOME: &str = "select id, file, promised from clearance_calls where id in (";
    let ids: Vec<super::Id> = ids.iter().copied().map(super::Id).collect();
    let rows = by_ids!(store, PromisedRow, SOME, ids, ")");
    Ok(rows.into_iter().map(|row| (row.id, ProceedingId(row.file), row.promised)).collect())
}

/// Keeps what came of a promise; false when that was said already.
///
/// # Errors
/// When the store cannot write.
pub async fn answer(change: &mut Change, id: Uuid, at: Moment, answer: &str) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(ANSWER).bind(id).bind(at.micros()).bind(answer).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Takes the words of all calls of a file away; days and promises' days stay.
///
/// # Errors
/// When the store cannot write.
pub async fn hush(change: &mut Change, file: ProceedingId) -> Stored<u64> {
    Ok(
        on_change!(change, db => sqlx::query(HUSH_CALLS).bind(file.0).execute(db).await.map(|done| done.rows_affected()))?,
    )
}

/// How many calls were made in a project from a day to another, and on how many files.
///
/// # Errors
/// When the store cannot be read.
pub async fn called(store: &Store, project: ProjectId, (from, to): (Day, Day)) -> Stored<(i64, i64)> {
    Ok(
        on_engine!(store, db => sqlx::query_as(CALLED).bind(project.0).bind(from.to_string()).bind(to.to_string())
        .fetch_one(db).await)?,
    )
}

#[derive(FromRow)]
struct EntryRow {
    id: Uuid,
    file: Uuid,
    sort: String,
    amount: i64,
    on_day: String,
    paper: String,
    at: i64,
    person: Option<Uuid>,
    struck_at: Option<i64>,
}

impl TryFrom<EntryRow> for Entry {
    type Error = StoreError;
    fn try_from(row: EntryRow) -> Stored<Self> {
        Ok(Self {
            id: row.id,
            file: ProceedingId(row.file),
            sort: read(&row.sort)?,
            amount: row.amount,
            on: read(&row.on_day)?,
            paper: row.paper,
            at: Moment::from_micros(row.at),
            person: row.person.map(PersonId),
            struck_at: row.struck_at.map(Moment::from_micros),
        })
    }
}

/// Writes an entry down.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add_entry(change: &mut Change, project: ProjectId, it: &Entry) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_ENTRY).bind(it.id).bind(it.file.0).bind(project.0).bind(it.sort.word())
        .bind(it.amount).bind(it.on.to_string()).bind(&it.paper).bind(it.at.micros())
        .bind(it.person.map(|id| id.0)).execute(db).await.map(drop))?;
    Ok(())
}

/// An entry.
///
/// # Errors
/// When the store cannot be read.
pub async fn entry(store: &Store, id: Uuid) -> Stored<Option<Entry>> {
    let row: Option<EntryRow> =
        on_engine!(store, db => sqlx::query_as(ENTRY).bind(id).fetch_optional(db).await)?;
    row.map(Entry::try_from).transpose()
}

/// The entries of a file, by day.
///
/// # Errors
/// When the store cannot be read.
pub async fn entries(store: &Store, file: ProceedingId) -> Stored<Vec<Entry>> {
    let rows: Vec<EntryRow> =
        on_engine!(store, db => sqlx::query_as(ENTRIES).bind(file.0).fetch_all(db).await)?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// Strikes an entry out; false when it is already.
///
/// # Errors
/// When the store cannot write.
pub async fn strike(change: &mut Change, id: Uuid, at: Moment) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(STRIKE).bind(id).bind(at.micros()).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// What was entered of a sort in some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The sort.
    pub sort: Sort,
    /// How many entries.
    pub entries: i64,
    /// Of how many files.
    pub files: i64,
    /// Đồng; of plots, how many.
    pub amount: i64,
}

/// What was entered in a project from a day to another, by sort.
///
/// # Errors
/// When the store cannot be read.
pub async fn entered(store: &Store, project: ProjectId, (from, to): (Day, Day)) -> Stored<Vec<Entered>> {
    let rows: Vec<(String, i64, i64, i64)> = on_engine!(store, db => sqlx::query_as(ENTERED).bind(project.0)
        .bind(from.to_string()).bind(to.to_string()).fetch_all(db).await)?;
    let one = |(sort, entries, files, amount): (String, i64, i64, i64)| {
        Ok(Entered { sort: read(&sort)?, entries, files, amount })
    };
    rows.into_iter().map(one).collect()
}
