//! Proceedings, what was done in each, and the editions of the procedures they went by.

pub mod stretch;

use crate::{
    Change, Store, StoreError,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    ids::{LetterId, PersonId, ProceedingId, UnitId},
    procedures::{Done, Procedure},
    proceedings::{Kept, Proceeding},
    time::Moment,
};
use sqlx_macros::FromRow;
use std::collections::HashMap;
use uuid::Uuid;

/// The columns of a proceeding, in the order of [`ProceedingRow`].
macro_rules! columns {
    () => {
        "id, letter, parent, procedure, edition, unit, handler, place, topic, title, signers, sealed, opened_at,
        opened_on, stage, ended_at, seen_at"
    };
}

/// The columns of an act, in the order of [`ActRow`].
macro_rules! act_columns {
    () => {
        "proceeding, position, act, at, done, late_reason, person, unit, recorded_at, edition"
    };
}

statements! {
    KEEP_EDITION = "insert into editions (procedure, edition, content, at) values ($1, $2, $3, $4)
        on conflict (procedure, edition) do nothing";
    EDITION = "select content from editions where procedure = $1 and edition = $2";
    ADD = concat!("insert into proceedings (", columns!(), ") values
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)");
    GET = concat!("select ", columns!(), " from proceedings where id = $1");
    /// Locks the row on PostgreSQL; on SQLite the writer is alone anyway.
    LOCK = concat!("update proceedings set signers = signers where id = $1 returning ", columns!());
    SAVE = "update proceedings set edition = $2, unit = $3, handler = $4, stage = $5, ended_at = $6, seen_at = $7,
        topic = $8, title = $9, sealed = $10, place = $11 where id = $1";
    OF_LETTER = concat!("select ", columns!(), " from proceedings where letter = $1
        order by case when parent is null then 0 else 1 end, opened_at, id");
    OPEN = concat!("select ", columns!(), " from proceedings where unit = $1 and ended_at is null
        order by opened_at, id limit $2 offset $3");
    ALL = concat!("select ", columns!(), " from proceedings where unit = $1
        order by opened_at desc, id limit $2 offset $3");
    /// What an office began on its own and stands where residents may read it.
    POSTED = concat!("select ", columns!(), " from proceedings where unit = $1 and procedure = $2 and stage = $3
        and letter is null and ended_at is null and opened_at < $4 order by opened_at desc, id limit $5");
    COUNT_OPEN = "select count(*) from proceedings where unit = $1 and ended_at is null";
    COUNT_ALL = "select count(*) from proceedings where unit = $1";
    AFTER = concat!("select ", columns!(), " from proceedings where id > $1 order by id limit $2");
    ADD_ACT = concat!("insert into proceeding_acts (", act_columns!(), ") values
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    HUSH_ACT = "update proceeding_acts set done = $3, late_reason = $4 where proceeding = $1 and position = $2";
    ACTS = concat!("select ", act_columns!(), " from proceeding_acts where proceeding = $1 order by position");
}

pub(crate) use act_columns;
pub(crate) use columns;

#[derive(FromRow)]
pub(crate) struct ProceedingRow {
    id: Uuid,
    letter: Option<Uuid>,
    parent: Option<Uuid>,
    procedure: String,
    edition: String,
    unit: Uuid,
    handler: Option<Uuid>,
    place: Uuid,
    topic: String,
    title: String,
    signers: i64,
    sealed: bool,
    opened_at: i64,
    opened_on: String,
    stage: String,
    ended_at: Option<i64>,
    seen_at: i64,
}

impl TryFrom<ProceedingRow> for Proceeding {
    type Error = StoreError;
    fn try_from(row: ProceedingRow) -> Stored<Self> {
        Ok(Self {
            id: ProceedingId(row.id),
            letter: row.letter.map(LetterId),
            parent: row.parent.map(ProceedingId),
            procedure: row.procedure,
            edition: row.edition,
            unit: UnitId(row.unit),
            handler: row.handler.map(PersonId),
            place: UnitId(row.place),
            topic: row.topic,
            title: row.title,
            signers: row.signers,
            is_sealed: row.sealed,
            opened_at: Moment::from_micros(row.opened_at),
            opened_on: read(&row.opened_on)?,
            stage: row.stage,
            ended_at: row.ended_at.map(Moment::from_micros),
            seen_at: Moment::from_micros(row.seen_at),
        })
    }
}

fn all(rows: Vec<ProceedingRow>) -> Stored<Vec<Proceeding>> {
    rows.into_iter().map(Proceeding::try_from).collect()
}

fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Engine(format!("a proceeding: {error}"))
}

/// Keeps the rows of a procedure, so that what went by them can be told again.
///
/// # Errors
/// When the store cannot write.
pub async fn keep_edition(change: &mut Change, procedure: &Procedure, at: Moment) -> Stored<()> {
    let content = serde_json::to_string(procedure).map_err(unreadable)?;
    on_change!(change, db => sqlx::query(KEEP_EDITION).bind(&procedure.code).bind(&procedure.edition)
        .bind(&content).bind(at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// The rows of a procedure as an edition had them.
///
/// # Errors
/// When the store cannot be read.
pub async fn edition(store: &Store, procedure: &str, edition: &str) -> Stored<Option<Procedure>> {
    let content: Option<String> = on_engine!(store, db => sqlx::query_scalar(EDITION).bind(procedure).bind(edition)
        .fetch_optional(db).await)?;
    content.map(|content| serde_json::from_str(&content).map_err(unreadable)).transpose()
}

/// Adds a proceeding.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, it: &Proceeding) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD)
        .bind(it.id.0).bind(it.letter.map(|id| id.0)).bind(it.parent.map(|id| id.0)).bind(&it.procedure)
        .bind(&it.edition).bind(it.unit.0).bind(it.handler.map(|id| id.0)).bind(it.place.0).bind(&it.topic)
        .bind(&it.title).bind(it.signers).bind(it.is_sealed).bind(it.opened_at.micros())
        .bind(it.opened_on.to_string()).bind(&it.stage).bind(it.ended_at.map(Moment::micros))
        .bind(it.seen_at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// A proceeding by id.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: ProceedingId) -> Stored<Option<Proceeding>> {
    let row: Option<ProceedingRow> =
        on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Proceeding::try_from).transpose()
}

/// A proceeding by id, inside a change and not locked.
///
/// # Errors
/// When the store cannot be read.
pub async fn within(change: &mut Change, id: ProceedingId) -> Stored<Option<Proceeding>> {
    let row: Option<ProceedingRow> =
        on_change!(change, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Proceeding::try_from).transpose()
}

/// Those of some proceedings that are there, in no order.
///
/// # Errors
/// When the store cannot be read.
pub async fn some(store: &Store, ids: &[ProceedingId]) -> Stored<Vec<Proceeding>> {
    const SOME: &str = concat!("select ", columns!(), " from proceedings where id in (");
    all(by_ids!(store, ProceedingRow, SOME, ids, ")"))
}

/// A proceeding as it stands inside a change, locked until its end.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: ProceedingId) -> Stored<Option<Proceeding>> {
    let row: Option<ProceedingRow> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Proceeding::try_from).transpose()
}

/// Writes what may change of a proceeding.
///
/// # Errors
/// When the store cannot write.
pub async fn save(change: &mut Change, it: &Proceeding) -> Stored<()> {
    on_change!(change, db => sqlx::query(SAVE)
        .bind(it.id.0).bind(&it.edition).bind(it.unit.0).bind(it.handler.map(|id| id.0)).bind(&it.stage)
        .bind(it.ended_at.map(Moment::micros)).bind(it.seen_at.micros()).bind(&it.topic).bind(&it.title)
        .bind(it.is_sealed).bind(it.place.0).execute(db).await.map(drop))?;
    Ok(())
}

/// The proceedings of a letter, in the order in which they were opened.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_letter(store: &Store, letter: LetterId) -> Stored<Vec<Proceeding>> {
    all(on_engine!(store, db => sqlx::query_as(OF_LETTER).bind(letter.0).fetch_all(db).await)?)
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_letter_within(change: &mut Change, letter: LetterId) -> Stored<Vec<Proceeding>> {
    all(on_change!(change, db => sqlx::query_as(OF_LETTER).bind(letter.0).fetch_all(db).await)?)
}

/// Proceedings of an office, the open ones or all; `page` is how many and after how many.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(store: &Store, unit: UnitId, is_open: bool, page: (i64, i64)) -> Stored<Vec<Proceeding>> {
    let sql = if is_open { OPEN } else { ALL };
    all(
        on_engine!(store, db => sqlx::query_as(sql).bind(unit.0).bind(page.0).bind(page.1).fetch_all(db).await)?,
    )
}

/// The proceedings that an office began on its own and that are in a stage of a procedure, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn posted(
    store: &Store,
    unit: UnitId,
    (procedure, stage): (&str, &str),
    (before, limit): (Moment, i64),
) -> Stored<Vec<Proceeding>> {
    all(
        on_engine!(store, db => sqlx::query_as(POSTED).bind(unit.0).bind(procedure).bind(stage).bind(before.micros())
        .bind(limit).fetch_all(db).await)?,
    )
}

/// How many proceedings of an office there are, the open ones or all.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(store: &Store, unit: UnitId, is_open: bool) -> Stored<i64> {
    let sql = if is_open { COUNT_OPEN } else { COUNT_ALL };
    Ok(on_engine!(store, db => sqlx::query_scalar(sql).bind(unit.0).fetch_one(db).await)?)
}

/// Proceedings behind an id, in the order of ids: to walk all of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn after(store: &Store, id: ProceedingId, limit: i64) -> Stored<Vec<Proceeding>> {
    all(on_engine!(store, db => sqlx::query_as(AFTER).bind(id.0).bind(limit).fetch_all(db).await)?)
}

/// What was done, as it is written.
pub(crate) fn written(it: &Kept) -> Stored<String> {
    serde_json::to_string(&it.done).map_err(unreadable)
}

/// Adds an act.
///
/// # Errors
/// When the store cannot write.
pub async fn add_act(change: &mut Change, it: &Kept) -> Stored<()> {
    let done = written(it)?;
    on_change!(change, db => sqlx::query(ADD_ACT)
        .bind(it.proceeding.0).bind(it.position).bind(&it.done.act).bind(it.done.at.micros()).bind(&done)
        .bind(&it.late_reason).bind(it.person.map(|id| id.0)).bind(it.unit.0).bind(it.recorded_at.micros())
        .bind(&it.edition).execute(db).await.map(drop))?;
    Ok(())
}

/// Writes an act anew whose words were taken away: they are under seal.
///
/// # Errors
/// When the store cannot write.
pub async fn hush_act(change: &mut Change, it: &Kept) -> Stored<()> {
    let done = written(it)?;
    on_change!(change, db => sqlx::query(HUSH_ACT).bind(it.proceeding.0).bind(it.position).bind(&done)
        .bind(&it.late_reason).execute(db).await.map(drop))?;
    Ok(())
}

#[derive(FromRow)]
struct ActRow {
    proceeding: Uuid,
    position: i64,
    done: String,
    late_reason: Option<String>,
    person: Option<Uuid>,
    unit: Uuid,
    recorded_at: i64,
    edition: String,
}

impl TryFrom<ActRow> for Kept {
    type Error = StoreError;
    fn try_from(row: ActRow) -> Stored<Self> {
        Ok(Self {
            proceeding: ProceedingId(row.proceeding),
            position: row.position,
            done: serde_json::from_str::<Done>(&row.done).map_err(unreadable)?,
            late_reason: row.late_reason,
            person: row.person.map(PersonId),
            unit: UnitId(row.unit),
            recorded_at: Moment::from_micros(row.recorded_at),
            edition: row.edition,
        })
    }
}

/// What was done in a proceeding, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn acts(store: &Store, id: ProceedingId) -> Stored<Vec<Kept>> {
    let rows: Vec<ActRow> = on_engine!(store, db => sqlx::query_as(ACTS).bind(id.0).fetch_all(db).await)?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// What was done in each of some proceedings, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn acts_of(store: &Store, ids: &[ProceedingId]) -> Stored<HashMap<ProceedingId, Vec<Kept>>> {
    const OF: &str = concat!("select ", act_columns!(), " from proceeding_acts where proceeding in (");
    let mut found: HashMap<ProceedingId, Vec<Kept>> = HashMap::new();
    for row in by_ids!(store, ActRow, OF, ids, ") order by proceeding, position") {
        let kept = Kept::try_from(row)?;
        found.entry(kept.proceeding).or_default().push(kept);
    }
    Ok(found)
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn acts_within(change: &mut Change, id: ProceedingId) -> Stored<Vec<Kept>> {
    let rows: Vec<ActRow> = on_change!(change, db => sqlx::query_as(ACTS).bind(id.0).fetch_all(db).await)?;
    rows.into_iter().map(Kept::try_from).collect()
}
