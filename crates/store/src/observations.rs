//! Observations, every wording of each, and what grew from them.

use crate::{
    Change, Store, StoreError,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    cases::Stage,
    ids::{CaseId, ObservationId, PersonId, UnitId},
    observations::{Heard, Observation, Severity, Version},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use uuid::Uuid;

/// The columns of an observation, in the order of [`ObservationRow`].
macro_rules! columns {
    () => {
        "id, request_hash, person, unit, commune, place, topic, severity, how_many, trend, note, noted_at, noted_on,
        edits, withdrawn_at"
    };
}
pub(crate) use columns;

/// What a list may be narrowed to; an empty text narrows nothing. `$4` holds topics between commas.
macro_rules! narrowed {
    () => {
        "noted_at >= $1 and noted_at < $2 and withdrawn_at is null
        and (cast($3 as text) = '' or severity = $3)
        and (cast($4 as text) = '' or replace($4, ',' || topic || ',', '') <> $4)"
    };
}

statements! {
    ADD = concat!("insert into observations (", columns!(), ") values
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict (id) do nothing");
    GET = concat!("select ", columns!(), " from observations where id = $1");
    /// Locks the row on PostgreSQL; on SQLite the writer is alone anyway.
    LOCK = concat!("update observations set edits = edits where id = $1 returning ", columns!());
    SAVE = "update observations set commune = $2, place = $3, topic = $4, severity = $5, how_many = $6, trend = $7,
        note = $8, edits = $9, withdrawn_at = $10 where id = $1";
    ADD_VERSION = "insert into observation_versions
        (observation, number, at, person, place, topic, severity, how_many, trend, note)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    VERSIONS = "select observation, number, at, person, place, topic, severity, how_many, trend, note
        from observation_versions where observation = $1 order by number";
    MINE = concat!("select ", columns!(), " from observations where person = $1
        order by noted_at desc, id limit $2 offset $3");
    COUNT_MINE = "select count(*) from observations where person = $1";
    EVERYWHERE = concat!("select ", columns!(), " from observations where ", narrowed!(), "
        order by noted_at desc, id limit $5");
    AT_COMMUNE = concat!("select ", columns!(), " from observations where commune = $6 and ", narrowed!(), "
        order by noted_at desc, id limit $5");
    USED_TOPICS = "select topic from observations where person = $1 and noted_at >= $2
        group by topic order by count(*) desc, topic limit $3";
    GROWN_FROM = "select observation, id, receipt, title, stage, due_at, answered_at from cases
        where observation = $1 order by received_at, id";
    GROWN_OF_PERSON = "select c.observation as observation, c.id as id, c.receipt as receipt, c.title as title,
        c.stage as stage, c.due_at as due_at, c.answered_at as answered_at
        from cases c join observations o on o.id = c.observation
        where o.person = $1 and o.noted_at >= $2 order by c.received_at, c.id";
    GROWN_SINCE = "select c.observation as observation, c.id as id, c.receipt as receipt, c.title as title,
        c.stage as stage, c.due_at as due_at, c.answered_at as answered_at
        from cases c join observations o on o.id = c.observation
        where o.noted_at >= $1 and o.noted_at < $2 order by c.received_at, c.id";
    WAITING_OF_PERSON = "select c.observation as observation, c.id as id, c.receipt as receipt, c.title as title,
        c.stage as stage, c.due_at as due_at, c.answered_at as answered_at
        from cases c join observations o on o.id = c.observation
        where o.person = $1 and c.stage in ('received', 'accepted', 'reopened') order by c.due_at, c.id limit $2";
}

#[derive(FromRow)]
pub(crate) struct ObservationRow {
    id: Uuid,
    request_hash: Vec<u8>,
    person: Uuid,
    unit: Uuid,
    commune: Uuid,
    place: Uuid,
    topic: String,
    severity: String,
    how_many: String,
    trend: String,
    note: String,
    noted_at: i64,
    noted_on: String,
    edits: i64,
    withdrawn_at: Option<i64>,
}

impl TryFrom<ObservationRow> for Observation {
    type Error = StoreError;
    fn try_from(row: ObservationRow) -> Stored<Self> {
        Ok(Self {
            id: ObservationId(row.id),
            request_hash: row.request_hash,
            person: PersonId(row.person),
            unit: UnitId(row.unit),
            commune: UnitId(row.commune),
            heard: Heard {
                place: UnitId(row.place),
                topic: row.topic,
                severity: read(&row.severity)?,
                how_many: read(&row.how_many)?,
                trend: read(&row.trend)?,
                note: row.note,
            },
            noted_at: Moment::from_micros(row.noted_at),
            noted_on: read::<Day>(&row.noted_on)?,
            edits: row.edits,
            withdrawn_at: row.withdrawn_at.map(Moment::from_micros),
        })
    }
}

fn all(rows: Vec<ObservationRow>) -> Stored<Vec<Observation>> {
    rows.into_iter().map(Observation::try_from).collect()
}

/// Adds an observation; false when one with this id is already there, and then nothing is written.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, observation: &Observation) -> Stored<bool> {
    let (it, heard) = (observation, &observation.heard);
    let added = on_change!(change, db => sqlx::query(ADD)
        .bind(it.id.0).bind(&it.request_hash).bind(it.person.0).bind(it.unit.0).bind(it.commune.0)
        .bind(heard.place.0).bind(&heard.topic).bind(heard.severity.word()).bind(heard.how_many.word())
        .bind(heard.trend.word()).bind(&heard.note).bind(it.noted_at.micros()).bind(it.noted_on.to_string())
        .bind(it.edits).bind(it.withdrawn_at.map(Moment::micros))
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(added == 1)
}

/// Adds a wording to an observation's history.
///
/// # Errors
/// When the store cannot write.
pub async fn add_version(change: &mut Change, version: &Version) -> Stored<()> {
    let heard = &version.heard;
    on_change!(change, db => sqlx::query(ADD_VERSION)
        .bind(version.observation.0).bind(version.number).bind(version.at.micros()).bind(version.person.0)
        .bind(heard.place.0).bind(&heard.topic).bind(heard.severity.word()).bind(heard.how_many.word())
        .bind(heard.trend.word()).bind(&heard.note).execute(db).await.map(drop))?;
    Ok(())
}

/// An observation by id.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: ObservationId) -> Stored<Option<Observation>> {
    let row: Option<ObservationRow> =
        on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Observation::try_from).transpose()
}

/// Some observations, in any order; those that are not there are left out.
///
/// # Errors
/// When the store cannot be read.
pub async fn some(store: &Store, ids: &[ObservationId]) -> Stored<Vec<Observation>> {
    const SOME: &str = concat!("select ", columns!(), " from observations where id in (");
    all(by_ids!(store, ObservationRow, SOME, ids, ")"))
}

/// An observation as it stands inside a change, locked until its end.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: ObservationId) -> Stored<Option<Observation>> {
    let row: Option<ObservationRow> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Observation::try_from).transpose()
}

/// Writes what may change of an observation.
///
/// # Errors
/// When the store cannot write.
pub async fn save(change: &mut Change, observation: &Observation) -> Stored<()> {
    let (it, heard) = (observation, &observation.heard);
    on_change!(change, db => sqlx::query(SAVE)
        .bind(it.id.0).bind(it.commune.0).bind(heard.place.0).bind(&heard.topic).bind(heard.severity.word())
        .bind(heard.how_many.word()).bind(heard.trend.word()).bind(&heard.note).bind(it.edits)
        .bind(it.withdrawn_at.map(Moment::micros)).execute(db).await.map(drop))?;
    Ok(())
}

#[derive(FromRow)]
struct VersionRow {
    observation: Uuid,
    number: i64,
    at: i64,
    person: Uuid,
    place: Uuid,
    topic: String,
    severity: String,
    how_many: String,
    trend: String,
    note: String,
}

/// Every wording of an observation, the first one first.
///
/// # Errors
/// When the store cannot be read.
pub async fn versions(store: &Store, id: ObservationId) -> Stored<Vec<Version>> {
    let rows: Vec<VersionRow> =
        on_engine!(store, db => sqlx::query_as(VERSIONS).bind(id.0).fetch_all(db).await)?;
    let version = |row: VersionRow| {
        Ok(Version {
            observation: ObservationId(row.observation),
            number: row.number,
            at: Moment::from_micros(row.at),
            person: PersonId(row.person),
            heard: Heard {
                place: UnitId(row.place),
                topic: row.topic,
                severity: read(&row.severity)?,
                how_many: read(&row.how_many)?,
                trend: read(&row.trend)?,
                note: row.note,
            },
        })
    };
    rows.into_iter().map(version).collect()
}

/// What somebody noted, newest first, what was taken back included; `page` is how many and after how many.
///
/// # Errors
/// When the store cannot be read.
pub async fn mine(store: &Store, person: PersonId, page: (i64, i64)) -> Stored<Vec<Observation>> {
    let rows = on_engine!(store, db => sqlx::query_as(MINE)
        .bind(person.0).bind(page.0).bind(page.1).fetch_all(db).await)?;
    all(rows)
}

/// How many observations somebody noted.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_mine(store: &Store, person: PersonId) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(COUNT_MINE).bind(person.0).fetch_one(db).await)?)
}

/// What a list of observations is narrowed to.
#[derive(Clone, Debug)]
pub struct Narrowed {
    /// Noted at this moment or later.
    pub from: Moment,
    /// Noted before this moment.
    pub until: Moment,
    /// Of this severity only.
    pub severity: Option<Severity>,
    /// Of these topics only; all when empty.
    pub topics: Vec<String>,
}

/// What was noted in a commune as it was called on the day (everywhere when `None`), newest first, without what was
/// taken back.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(
    store: &Store,
    commune: Option<UnitId>,
    narrowed: &Narrowed,
    limit: i64,
) -> Stored<Vec<Observation>> {
    let severity = narrowed.severity.map_or("", Severity::word);
    let topics =
        if narrowed.topics.is_empty() { String::new() } else { format!(",{},", narrowed.topics.join(",,")) };
    let (from, until) = (narrowed.from.micros(), narrowed.until.micros());
    let rows = match commune {
        None => on_engine!(store, db => sqlx::query_as(EVERYWHERE)
            .bind(from).bind(until).bind(severity).bind(&topics).bind(limit).fetch_all(db).await)?,
        Some(commune) => on_engine!(store, db => sqlx::query_as(AT_COMMUNE)
            .bind(from).bind(until).bind(severity).bind(&topics).bind(limit).bind(commune.0)
            .fetch_all(db).await)?,
    };
    all(rows)
}

/// The topics somebody noted most since a moment, most used first.
///
/// # Errors
/// When the store cannot be read.
pub async fn used_topics(store: &Store, person: PersonId, since: Moment, limit: i64) -> Stored<Vec<String>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(USED_TOPICS)
        .bind(person.0).bind(since.micros()).bind(limit).fetch_all(db).await)?)
}

/// A case that grew from an observation, as the one who noted it is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Grown {
    /// From which observation.
    pub observation: ObservationId,
    /// The case.
    pub case: CaseId,
    /// Its receipt, as it is written.
    pub receipt: String,
    /// Its first words.
    pub title: String,
    /// How far it has come.
    pub stage: Stage,
    /// By when it must be answered.
    pub due_at: Moment,
    /// When it was answered.
    pub answered_at: Option<Moment>,
}

#[derive(FromRow)]
struct GrownRow {
    observation: Uuid,
    id: Uuid,
    receipt: String,
    title: String,
    stage: String,
    due_at: i64,
    answered_at: Option<i64>,
}

fn grown(rows: Vec<GrownRow>) -> Stored<Vec<Grown>> {
    let one = |row: GrownRow| {
        Ok(Grown {
            observation: ObservationId(row.observation),
            case: CaseId(row.id),
            receipt: row.receipt,
            title: row.title,
            stage: read(&row.stage)?,
            due_at: Moment::from_micros(row.due_at),
            answered_at: row.answered_at.map(Moment::from_micros),
        })
    };
    rows.into_iter().map(one).collect()
}

/// The cases that grew from an observation, oldest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn grown_from(store: &Store, id: ObservationId) -> Stored<Vec<Grown>> {
    let rows = on_engine!(store, db => sqlx::query_as(GROWN_FROM).bind(id.0).fetch_all(db).await)?;
    grown(rows)
}

/// The cases that grew from what somebody noted since a moment.
///
/// # Errors
/// When the store cannot be read.
pub async fn grown_of_person(store: &Store, person: PersonId, since: Moment) -> Stored<Vec<Grown>> {
    let rows = on_engine!(store, db => sqlx::query_as(GROWN_OF_PERSON)
        .bind(person.0).bind(since.micros()).fetch_all(db).await)?;
    grown(rows)
}

/// The cases that grew from what anybody noted in a stretch of time.
///
/// # Errors
/// When the store cannot be read.
pub async fn grown_since(store: &Store, from: Moment, until: Moment) -> Stored<Vec<Grown>> {
    let rows = on_engine!(store, db => sqlx::query_as(GROWN_SINCE)
        .bind(from.micros()).bind(until.micros()).fetch_all(db).await)?;
    grown(rows)
}

/// The cases that grew from what somebody noted and still wait for an answer, due first.
///
/// # Errors
/// When the store cannot be read.
pub async fn waiting_of_person(store: &Store, person: PersonId, limit: i64) -> Stored<Vec<Grown>> {
    let rows = on_engine!(store, db => sqlx::query_as(WAITING_OF_PERSON)
        .bind(person.0).bind(limit).fetch_all(db).await)?;
    grown(rows)
}
