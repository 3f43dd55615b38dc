//! Periodic returns of units, what is being written in them, and what was submitted.

pub mod versions;

use crate::{
    Change, Store, StoreError, engine::Stored, engine::by_ids, on_change, on_engine, people::read, statements,
};
use danvan_domain::{
    ids::{PersonId, ReturnId, UnitId},
    programmes::Period,
    returns::{Entry, Return},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! columns {
    () => {
        "id, unit, about, level, form, title, starts_on, ends_on, counted_from, counted_to, due_on, again_on, stage,
            version, accepted, reason, sent_at, settled_at, begun_at, made_at"
    };
}

statements! {
    ADD = concat!("insert into returns (", columns!(), ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
        $13, $14, $15, $16, $17, $18, $19, $20)");
    GET = concat!("select ", columns!(), " from returns where id = $1");
    /// Locks the row on PostgreSQL, so that acts follow one another; on SQLite the writer is alone anyway.
    LOCK = concat!("update returns set stage = stage where id = $1 returning ", columns!());
    SET = "update returns set counted_from = $2, counted_to = $3, due_on = $4, again_on = $5, stage = $6, version = $7,
        accepted = $8, reason = $9, sent_at = $10, settled_at = $11, begun_at = $12 where id = $1";
    /// What nobody wrote in and whose unit no longer stood in its days.
    DROP = "delete from returns where id = $1 and begun_at is null and version = 0";
    OF_UNIT = concat!("select ", columns!(), " from returns where unit = $1 and (starts_on, id) < ($2, $3)
        order by starts_on desc, id desc limit $4");
    OF_PERIOD = concat!("select ", columns!(), " from returns where form = $1 and starts_on = $2 order by id");
    /// Quick reports since a day.
    OF_FORM = concat!("select ", columns!(), " from returns where form = $1 and starts_on >= $2
        order by starts_on desc, id desc limit $3");
    /// The same of one unit: what it answers for, and what tells of it.
    OF_FORM_AND_UNIT = concat!("select ", columns!(), " from returns where form = $1 and starts_on >= $2 and unit = $3
        union select ", columns!(), " from returns where form = $1 and starts_on >= $2 and about = $3
        order by starts_on desc, id desc limit $4");
    NEWEST = "select max(starts_on) from returns where form = $1";
    PERIODS = "select distinct starts_on from returns where form = $1 and starts_on <= $2 order by starts_on desc limit $3";
    AFTER = concat!("select ", columns!(), " from returns where id > $1 order by id limit $2");
    WRITE = "insert into return_entries (return_id, code, words, value, at, person) values ($1, $2, $3, $4, $5, $6)
        on conflict (return_id, code) do update set words = excluded.words, value = excluded.value, at = excluded.at,
            person = excluded.person";
    ENTRIES = "select code, words, value, at, person from return_entries where return_id = $1 order by code";
    /// At which places of the returns of a form and period something is written, and whether that is a number.
    FILLED = "select e.return_id, e.code, e.value is not null as is_number from returns r join return_entries e on e.return_id = r.id
        where r.form = $1 and r.starts_on = $2 and (e.words <> '' or e.value is not null)";
    INSPECTIONS = "select count(*) from inspections where unit = $1 and concluded_on >= $2 and concluded_on <= $3";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    unit: Uuid,
    about: Uuid,
    level: String,
    form: String,
    title: String,
    starts_on: String,
    ends_on: String,
    counted_from: String,
    counted_to: String,
    due_on: Option<String>,
    again_on: Option<String>,
    stage: String,
    version: i64,
    accepted: i64,
    reason: String,
    sent_at: Option<i64>,
    settled_at: Option<i64>,
    begun_at: Option<i64>,
    made_at: i64,
}

impl TryFrom<Row> for Return {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: ReturnId(row.id),
            unit: UnitId(row.unit),
            about: UnitId(row.about),
            level: read(&row.level)?,
            form: row.form,
            title: row.title,
            period: Period { from: read(&row.starts_on)?, to: read(&row.ends_on)? },
            counted: (read(&row.counted_from)?, read(&row.counted_to)?),
            due_on: row.due_on.as_deref().map(read).transpose()?,
            again_on: row.again_on.as_deref().map(read).transpose()?,
            stage: read(&row.stage)?,
            version: row.version,
            accepted: row.accepted,
            reason: row.reason,
            sent_at: row.sent_at.map(Moment::from_micros),
            settled_at: row.settled_at.map(Moment::from_micros),
            begun_at: row.begun_at.map(Moment::from_micros),
            made_at: Moment::from_micros(row.made_at),
        })
    }
}

fn all(rows: Vec<Row>) -> Stored<Vec<Return>> {
    rows.into_iter().map(Return::try_from).collect()
}

/// Opens a return.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Return) -> Stored<()> {
    let text = |day: Option<Day>| day.map(|day| day.to_string());
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.unit.0).bind(it.about.0).bind(it.level.word())
        .bind(&it.form).bind(&it.title).bind(it.period.from.to_string()).bind(it.period.to.to_string())
        .bind(it.counted.0.to_string()).bind(it.counted.1.to_string()).bind(text(it.due_on)).bind(text(it.again_on))
        .bind(it.stage.word()).bind(it.version).bind(it.accepted).bind(&it.reason)
        .bind(it.sent_at.map(Moment::micros)).bind(it.settled_at.map(Moment::micros))
        .bind(it.begun_at.map(Moment::micros)).bind(it.made_at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// One return.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: ReturnId) -> Stored<Option<Return>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Return::try_from).transpose()
}

/// Some returns by their ids, in no order.
///
/// # Errors
/// When the store cannot be read.
pub async fn some(store: &Store, ids: &[ReturnId]) -> Stored<Vec<Return>> {
    const OF: &str = concat!("select ", columns!(), " from returns where id in (");
    all(by_ids!(store, Row, OF, ids, ")"))
}

/// One return, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: ReturnId) -> Stored<Option<Return>> {
    let row: Option<Row> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Return::try_from).transpose()
}

/// Writes how far a return has come.
///
/// # Errors
/// When the store cannot write.
pub async fn set(change: &mut Change, it: &Return) -> Stored<()> {
    let text = |day: Option<Day>| day.map(|day| day.to_string());
    on_change!(change, db => sqlx::query(SET).bind(it.id.0).bind(it.counted.0.to_string())
        .bind(it.counted.1.to_string()).bind(text(it.due_on)).bind(text(it.again_on)).bind(it.stage.word())
        .bind(it.version).bind(it.accepted).bind(&it.reason).bind(it.sent_at.map(Moment::micros))
        .bind(it.settled_at.map(Moment::micros)).bind(it.begun_at.map(Moment::micros)).execute(db).await.map(drop))?;
    Ok(())
}

/// Takes away a return in which nobody has written; false when somebody has.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_unwritten(change: &mut Change, id: ReturnId) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(DROP).bind(id.0).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The returns a unit answers for, the newest period first, after a place in that order.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_unit(
    store: &Store,
    unit: UnitId,
    (before, id): (&str, ReturnId),
    limit: i64,
) -> Stored<Vec<Return>> {
    all(on_engine!(store, db => sqlx::query_as(OF_UNIT).bind(unit.0).bind(before).bind(id.0).bind(limit)
        .fetch_all(db).await)?)
}

/// Every return of a form for the period that begins on a day.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_period(store: &Store, form: &str, from: Day) -> Stored<Vec<Return>> {
    all(
        on_engine!(store, db => sqlx::query_as(OF_PERIOD).bind(form).bind(from.to_string()).fetch_all(db).await)?,
    )
}

/// The returns of a form whose period begins on a day or later, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_form(store: &Store, form: &str, from: Day, limit: i64) -> Stored<Vec<Return>> {
    all(on_engine!(store, db => sqlx::query_as(OF_FORM).bind(form).bind(from.to_string()).bind(limit)
        .fetch_all(db).await)?)
}

/// The returns of a form that a unit answers for, and those that tell of it, whose period begins on a day or later, the newest
/// first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_form_and_unit(
    store: &Store,
    form: &str,
    from: Day,
    unit: UnitId,
    limit: i64,
) -> Stored<Vec<Return>> {
    all(
        on_engine!(store, db => sqlx::query_as(OF_FORM_AND_UNIT).bind(form).bind(from.to_string()).bind(unit.0)
        .bind(limit).fetch_all(db).await)?,
    )
}

/// The first day of the newest period for which returns of a form were opened.
///
/// # Errors
/// When the store cannot be read.
pub async fn newest(store: &Store, form: &str) -> Stored<Option<Day>> {
    let found: Option<String> =
        on_engine!(store, db => sqlx::query_scalar(NEWEST).bind(form).fetch_one(db).await)?;
    found.as_deref().map(read).transpose()
}

/// The first days of the periods for which there are returns of a form, up to a day, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn periods(store: &Store, form: &str, until: Day, limit: i64) -> Stored<Vec<Day>> {
    let found: Vec<String> = on_engine!(store, db => sqlx::query_scalar(PERIODS).bind(form).bind(until.to_string())
        .bind(limit).fetch_all(db).await)?;
    found.iter().map(|day| read(day)).collect()
}

/// Some returns behind an id.
///
/// # Errors
/// When the store cannot be read.
pub async fn after(store: &Store, id: Uuid, limit: i64) -> Stored<Vec<Return>> {
    all(on_engine!(store, db => sqlx::query_as(AFTER).bind(id).bind(limit).fetch_all(db).await)?)
}

/// What was written at one place, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What.
    pub entry: Entry,
    /// When.
    pub at: Moment,
    /// By whom.
    pub person: Option<PersonId>,
}

#[derive(FromRow)]
struct EntryRow {
    code: String,
    words: String,
    value: Option<i64>,
    at: i64,
    person: Option<Uuid>,
}

impl From<EntryRow> for Written {
    fn from(row: EntryRow) -> Self {
        Self {
            entry: Entry { code: row.code, words: row.words, value: row.value },
            at: Moment::from_micros(row.at),
            person: row.person.map(PersonId),
        }
    }
}

/// Keeps what was written at one place.
///
/// # Errors
/// When the store cannot write.
pub async fn write(
    change: &mut Change,
    of: ReturnId,
    entry: &Entry,
    (at, person): (Moment, Option<PersonId>),
) -> Stored<()> {
    on_change!(change, db => sqlx::query(WRITE).bind(of.0).bind(&entry.code).bind(&entry.words).bind(entry.value)
        .bind(at.micros()).bind(person.map(|id| id.0)).execute(db).await.map(drop))?;
    Ok(())
}

/// Everything that was written in a return.
///
/// # Errors
/// When the store cannot be read.
pub async fn entries(store: &Store, of: ReturnId) -> Stored<Vec<Written>> {
    let rows: Vec<EntryRow> =
        on_engine!(store, db => sqlx::query_as(ENTRIES).bind(of.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Written::from).collect())
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn entries_in(change: &mut Change, of: ReturnId) -> Stored<Vec<Written>> {
    let rows: Vec<EntryRow> =
        on_change!(change, db => sqlx::query_as(ENTRIES).bind(of.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Written::from).collect())
}

/// At which places something is written, and whether that is a number, of every return of a form for the period that begins on
/// a day.
///
/// # Errors
/// When the store cannot be read.
pub async fn filled(store: &Store, form: &str, from: Day) -> Stored<Vec<(ReturnId, String, bool)>> {
    let rows: Vec<(Uuid, String, bool)> = on_engine!(store, db => sqlx::query_as(FILLED).bind(form)
        .bind(from.to_string()).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(id, code, is_number)| (ReturnId(id), code, is_number)).collect())
}

/// How many inspections a unit concluded from a day to another.
///
/// # Errors
/// When the store cannot be read.
pub async fn inspections(store: &Store, unit: UnitId, (from, to): (Day, Day)) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(INSPECTIONS).bind(unit.0).bind(from.to_string())
        .bind(to.to_string()).fetch_one(db).await)?)
}
