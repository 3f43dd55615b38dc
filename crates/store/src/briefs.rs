//! Briefs with their figures and words, the units they were sent to, and their first openings.

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    briefs::{Brief, Opening},
    ids::{BriefId, PersonId, ProjectId, UnitId},
    programmes::Period,
    time::Moment,
};
use serde::{Serialize, de::DeserializeOwned};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! columns {
    () => {
        "id, unit, kind, starts_on, ends_on, topic, project, structure_on, system, reach, author, stage, corrects, document,
            content, written, made_at, read_at, changed_at, sent_at"
    };
    (b) => {
        "b.id, b.unit, b.kind, b.starts_on, b.ends_on, b.topic, b.project, b.structure_on, b.system, b.reach, b.author, b.stage,
            b.corrects, b.document, b.content, b.written, b.made_at, b.read_at, b.changed_at, b.sent_at"
    };
}

statements! {
    ADD = concat!("insert into briefs (", columns!(), ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
        $14, $15, $16, $17, $18, $19, $20)");
    GET = concat!("select ", columns!(), " from briefs where id = $1");
    /// Locks the row on PostgreSQL, so that acts follow one another; on SQLite the writer is alone anyway.
    LOCK = concat!("update briefs set stage = stage where id = $1 returning ", columns!());
    /// What was sent is never written again.
    SET = "update briefs set stage = $2, document = $3, content = $4, written = $5, read_at = $6, changed_at = $7, sent_at = $8,
        system = $9, structure_on = $10 where id = $1 and stage = 'draft'";
    OF_UNIT = concat!("select ", columns!(), " from briefs where unit = $1 and stage = $2 order by changed_at desc, id desc
        limit $3");
    CORRECTED_BY = "select id from briefs where corrects = $1 and stage = 'sent' order by sent_at desc, id desc limit 1";
    ADD_READER = "insert into brief_readers (brief, unit, sent_at) values ($1, $2, $3)";
    READERS = "select unit from brief_readers where brief = $1 order by unit";
    /// What was sent to a unit, the newest first, and whether somebody opened it.
    SENT_TO = concat!("select ", columns!(b), ", o.at as opened_at from brief_readers r join briefs b on b.id = r.brief
        left join brief_openings o on o.brief = b.id and o.person = $2
        where r.unit = $1 order by r.sent_at desc, r.brief desc limit $3");
    OPEN = "insert into brief_openings (brief, person, unit, role, at) values ($1, $2, $3, $4, $5)
        on conflict (brief, person) do nothing";
    OPENINGS = "select unit, role, at from brief_openings where brief = $1 order by at, person";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    unit: Uuid,
    kind: String,
    starts_on: String,
    ends_on: String,
    topic: String,
    project: Option<Uuid>,
    structure_on: String,
    system: String,
    reach: String,
    author: Option<Uuid>,
    stage: String,
    corrects: Option<Uuid>,
    document: Option<Uuid>,
    content: String,
    written: String,
    made_at: i64,
    read_at: i64,
    changed_at: i64,
    sent_at: Option<i64>,
}

#[derive(FromRow)]
struct SentRow {
    #[sqlx(flatten)]
    row: Row,
    opened_at: Option<i64>,
}

#[derive(FromRow)]
struct OpeningRow {
    unit: Uuid,
    role: String,
    at: i64,
}

fn from_text<T: DeserializeOwned>(text: &str) -> Stored<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Unreadable(error.to_string()))
}

fn to_text<T: Serialize>(value: &T) -> Stored<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Unreadable(error.to_string()))
}

impl TryFrom<Row> for Brief {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: BriefId(row.id),
            unit: UnitId(row.unit),
            kind: read(&row.kind)?,
            period: Period { from: read(&row.starts_on)?, to: read(&row.ends_on)? },
            topic: row.topic,
            project: row.project.map(ProjectId),
            on: read(&row.structure_on)?,
            system: read(&row.system)?,
            reach: read(&row.reach)?,
            author: row.author.map(PersonId),
            stage: read(&row.stage)?,
            corrects: row.corrects.map(BriefId),
            document: row.document,
            content: from_text(&row.content)?,
            written: from_text(&row.written)?,
            made_at: Moment::from_micros(row.made_at),
            read_at: Moment::from_micros(row.read_at),
            changed_at: Moment::from_micros(row.changed_at),
            sent_at: row.sent_at.map(Moment::from_micros),
        })
    }
}

/// Begins a brief.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Brief) -> Stored<()> {
    let (content, written) = (to_text(&it.content)?, to_text(&it.written)?);
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.unit.0).bind(it.kind.word())
        .bind(it.period.from.to_string()).bind(it.period.to.to_string()).bind(&it.topic).bind(it.project.map(|id| id.0))
        .bind(it.on.to_string()).bind(it.system.word()).bind(it.reach.word()).bind(it.author.map(|id| id.0))
        .bind(it.stage.word()).bind(it.corrects.map(|id| id.0)).bind(it.document).bind(&content).bind(&written)
        .bind(it.made_at.micros()).bind(it.read_at.micros()).bind(it.changed_at.micros())
        .bind(it.sent_at.map(Moment::micros)).execute(db).await.map(drop))?;
    Ok(())
}

/// One brief.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: BriefId) -> Stored<Option<Brief>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Brief::try_from).transpose()
}

/// One brief, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: BriefId) -> Stored<Option<Brief>> {
    let row: Option<Row> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Brief::try_from).transpose()
}

/// Writes how a draft stands by now, or that it was sent; false when it was sent before.
///
/// # Errors
/// When the store cannot write.
pub async fn set(change: &mut Change, it: &Brief) -> Stored<bool> {
    let (content, written) = (to_text(&it.content)?, to_text(&it.written)?);
    let rows = on_change!(change, db => sqlx::query(SET).bind(it.id.0).bind(it.stage.word()).bind(it.document)
        .bind(&content).bind(&written).bind(it.read_at.micros()).bind(it.changed_at.micros())
        .bind(it.sent_at.map(Moment::micros)).bind(it.system.word()).bind(it.on.to_string()).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The newest briefs of a unit in a stage.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_unit(
    store: &Store,
    unit: UnitId,
    stage: danvan_domain::briefs::Stage,
    limit: i64,
) -> Stored<Vec<Brief>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF_UNIT).bind(unit.0).bind(stage.word()).bind(limit)
        .fetch_all(db).await)?;
    rows.into_iter().map(Brief::try_from).collect()
}

/// The newest brief that corrects one and was sent.
///
/// # Errors
/// When the store cannot be read.
pub async fn corrected_by(store: &Store, id: BriefId) -> Stored<Option<BriefId>> {
    let found: Option<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(CORRECTED_BY).bind(id.0).fetch_optional(db).await)?;
    Ok(found.map(BriefId))
}

/// Sends a brief to a unit.
///
/// # Errors
/// When the store cannot write.
pub async fn send_to(change: &mut Change, id: BriefId, unit: UnitId, at: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_READER).bind(id.0).bind(unit.0).bind(at.micros()).execute(db).await
        .map(drop))?;
    Ok(())
}

/// The units a brief was sent to.
///
/// # Errors
/// When the store cannot be read.
pub async fn readers(store: &Store, id: BriefId) -> Stored<Vec<UnitId>> {
    let found: Vec<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(READERS).bind(id.0).fetch_all(db).await)?;
    Ok(found.into_iter().map(UnitId).collect())
}

/// The newest briefs that were sent to a unit, and when a person opened each.
///
/// # Errors
/// When the store cannot be read.
pub async fn sent_to(
    store: &Store,
    unit: UnitId,
    person: PersonId,
    limit: i64,
) -> Stored<Vec<(Brief, Option<Moment>)>> {
    let rows: Vec<SentRow> = on_engine!(store, db => sqlx::query_as(SENT_TO).bind(unit.0).bind(person.0).bind(limit)
        .fetch_all(db).await)?;
    let read = |row: SentRow| Ok((Brief::try_from(row.row)?, row.opened_at.map(Moment::from_micros)));
    rows.into_iter().map(read).collect()
}

/// Keeps that somebody opened a brief; false when they had before.
///
/// # Errors
/// When the store cannot write.
pub async fn open(change: &mut Change, id: BriefId, person: PersonId, opening: &Opening) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(OPEN).bind(id.0).bind(person.0).bind(opening.unit.0)
        .bind(opening.role.word()).bind(opening.at.micros()).execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Who opened a brief, the first one first.
///
/// # Errors
/// When the store cannot be read.
pub async fn openings(store: &Store, id: BriefId) -> Stored<Vec<Opening>> {
    let rows: Vec<OpeningRow> =
        on_engine!(store, db => sqlx::query_as(OPENINGS).bind(id.0).fetch_all(db).await)?;
    let opening = |row: OpeningRow| {
        Ok(Opening { unit: UnitId(row.unit), role: read(&row.role)?, at: Moment::from_micros(row.at) })
    };
    rows.into_iter().map(opening).collect()
}
