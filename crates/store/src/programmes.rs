//! Programmes with their versions; what was promised in them, reported and added up stands in the rooms below.

mod commitments;
pub mod covenants;
mod figures;
pub mod meetings;
pub mod parties;
mod reports;
pub mod tellings;

pub use commitments::{
    STATEMENTS as COMMITMENT_STATEMENTS, add as add_commitment, below, below_in, commitment,
    end as end_commitment, ended, first_of, is_outside, lock as lock_commitment, of_programme, of_source,
    of_unit, parts_of, set_parts, shared, signed, signed_in, some as some_commitments,
};
pub use figures::{
    Placed, STATEMENTS as FIGURE_STATEMENTS, all_figures, below_figures, clear as clear_figures, figures_of,
    figures_of_some, first_figures, save as save_figure, told_below, unit_figures,
};
pub use reports::{
    STATEMENTS as REPORT_STATEMENTS, add as add_report, add_evidence, all_of_programme, evidence_of,
    has_reports, of_commitment, of_period, of_some as reports_of, report, reports_below, settle, waiting,
    waiting_first, waiting_for,
};

use crate::{
    Change, Store, StoreError,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    ids::{PersonId, ProgrammeId, UnitId},
    programmes::{Content, Programme, Version},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! columns {
    ($rest:literal) => {
        concat!("select id, unit, content, version, made_at, ended_at, end_reason from programmes ", $rest)
    };
}

statements! {
    ADD = "insert into programmes (id, unit, parent, title, ends_on, content, version, made_at, ended_at, end_reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8, null, '')";
    GET = columns!("where id = $1");
    /// Locks the row on PostgreSQL, so that versions follow one another; on SQLite the writer is alone anyway.
    LOCK = "update programmes set version = version where id = $1
        returning id, unit, content, version, made_at, ended_at, end_reason";
    PARENT = "select parent from programmes where id = $1";
    SET = "update programmes set parent = $2, title = $3, ends_on = $4, content = $5, version = $6 where id = $1";
    END = "update programmes set ended_at = $2, end_reason = $3 where id = $1 and ended_at is null";
    OF_UNIT = columns!("where unit = $1 and ends_on >= $2 order by ends_on, title, id limit $3");
    BELOW = columns!("where parent = $1 order by ends_on, title, id limit $2");
    ALL = columns!("where id > $1 order by id limit $2");
    ADD_VERSION = "insert into programme_versions (programme, number, at, person, change, why, content)
        values ($1, $2, $3, $4, $5, $6, $7)";
    VERSIONS = "select number, at, person, change, why, content from programme_versions where programme = $1
        order by number";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    unit: Uuid,
    content: String,
    version: i64,
    made_at: i64,
    ended_at: Option<i64>,
    end_reason: String,
}

impl TryFrom<Row> for Programme {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: ProgrammeId(row.id),
            unit: UnitId(row.unit),
            content: content(&row.content)?,
            version: row.version,
            made_at: Moment::from_micros(row.made_at),
            ended_at: row.ended_at.map(Moment::from_micros),
            end_reason: row.end_reason,
        })
    }
}

fn content(text: &str) -> Stored<Content> {
    serde_json::from_str(text).map_err(|error| StoreError::Unreadable(format!("a programme: {error}")))
}

fn written(content: &Content) -> Stored<String> {
    serde_json::to_string(content).map_err(|error| StoreError::Engine(format!("a programme: {error}")))
}

/// Makes a programme, with its first version.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Programme, first: &Version) -> Stored<()> {
    let text = written(&it.content)?;
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.unit.0)
        .bind(it.content.parent.map(|id| id.0)).bind(&it.content.title).bind(it.content.ends_on.to_string())
        .bind(&text).bind(it.version).bind(it.made_at.micros()).execute(db).await.map(drop))?;
    add_version(change, it.id, first).await
}

async fn add_version(change: &mut Change, id: ProgrammeId, it: &Version) -> Stored<()> {
    let text = written(&it.content)?;
    on_change!(change, db => sqlx::query(ADD_VERSION).bind(id.0).bind(it.number).bind(it.at.micros())
        .bind(it.person.map(|id| id.0)).bind(it.change.word()).bind(&it.why).bind(&text)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Gives a programme its next version.
///
/// # Errors
/// When the store cannot write.
pub async fn set(change: &mut Change, id: ProgrammeId, it: &Version) -> Stored<()> {
    let text = written(&it.content)?;
    on_change!(change, db => sqlx::query(SET).bind(id.0).bind(it.content.parent.map(|id| id.0))
        .bind(&it.content.title).bind(it.content.ends_on.to_string()).bind(&text).bind(it.number)
        .execute(db).await.map(drop))?;
    add_version(change, id, it).await
}

/// Closes a programme; false when it is closed already.
///
/// # Errors
/// When the store cannot write.
pub async fn end(change: &mut Change, id: ProgrammeId, at: Moment, reason: &str) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(END).bind(id.0).bind(at.micros()).bind(reason)
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// A programme.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: ProgrammeId) -> Stored<Option<Programme>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Programme::try_from).transpose()
}

/// A programme, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: ProgrammeId) -> Stored<Option<Programme>> {
    let row: Option<Row> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Programme::try_from).transpose()
}

/// What stands above a programme, from a programme on, itself first; at most so many.
///
/// # Errors
/// When the store cannot be read.
pub async fn above(change: &mut Change, from: ProgrammeId, most: usize) -> Stored<Vec<ProgrammeId>> {
    let (mut chain, mut at) = (Vec::new(), Some(from));
    while let Some(id) = at.filter(|_| chain.len() < most) {
        chain.push(id);
        // Locked, so that two who change it at once cannot close a ring together.
        lock(change, id).await?;
        let parent: Option<Option<Uuid>> =
            on_change!(change, db => sqlx::query_scalar(PARENT).bind(id.0).fetch_optional(db).await)?;
        at = parent.flatten().map(ProgrammeId);
    }
    Ok(chain)
}

/// The programmes of a unit that end on a day or later.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(store: &Store, unit: UnitId, from: Day, limit: i64) -> Stored<Vec<Programme>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF_UNIT).bind(unit.0).bind(from.to_string())
        .bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Programme::try_from).collect()
}

/// Some programmes by their ids, in no order.
///
/// # Errors
/// When the store cannot be read.
pub async fn some(store: &Store, ids: &[ProgrammeId]) -> Stored<Vec<Programme>> {
    const SOME: &str =
        "select id, unit, content, version, made_at, ended_at, end_reason from programmes where id in (";
    let rows = by_ids!(store, Row, SOME, ids, ")");
    rows.into_iter().map(Programme::try_from).collect()
}

/// The programmes that follow from another.
///
/// # Errors
/// When the store cannot be read.
pub async fn following(store: &Store, id: ProgrammeId, limit: i64) -> Stored<Vec<Programme>> {
    let rows: Vec<Row> =
        on_engine!(store, db => sqlx::query_as(BELOW).bind(id.0).bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Programme::try_from).collect()
}

/// Programmes after an id, by id: for whoever walks all of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn after(store: &Store, last: ProgrammeId, limit: i64) -> Stored<Vec<Programme>> {
    let rows: Vec<Row> =
        on_engine!(store, db => sqlx::query_as(ALL).bind(last.0).bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Programme::try_from).collect()
}

#[derive(FromRow)]
struct VersionRow {
    number: i64,
    at: i64,
    person: Option<Uuid>,
    change: String,
    why: String,
    content: String,
}

/// The versions of a programme, the first one first.
///
/// # Errors
/// When the store cannot be read.
pub async fn versions(store: &Store, id: ProgrammeId) -> Stored<Vec<Version>> {
    let rows: Vec<VersionRow> =
        on_engine!(store, db => sqlx::query_as(VERSIONS).bind(id.0).fetch_all(db).await)?;
    rows.into_iter()
        .map(|row| {
            Ok(Version {
                number: row.number,
                at: Moment::from_micros(row.at),
                person: row.person.map(PersonId),
                change: read(&row.change)?,
                why: row.why,
                content: content(&row.content)?,
            })
        })
        .collect()
}
