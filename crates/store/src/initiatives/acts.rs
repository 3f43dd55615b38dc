//! What was done to initiatives, the sheets of points and what judges gave.

use super::written;
use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    ids::{InitiativeId, PersonId, UnitId},
    initiatives::{Done, Marks, Sheet},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    ADD = "insert into initiative_acts (id, initiative, position, act, year, at, person, unit, words, paper)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    LAST = "select max(position) from initiative_acts where initiative = $1";
    IS_DONE = "select initiative from initiative_acts where id = $1";
    OF = "select id, position, act, year, at, person, unit, words, paper from initiative_acts where initiative = $1
        order by position";
    PICTURES = "select thing, hash from attachments where thing = $1
        or thing in (select id from initiative_acts where initiative = $1) order by thing, position";
    ADD_SHEET = "insert into initiative_sheets (unit, version, content, made_at, person) values ($1, $2, $3, $4, $5)";
    SHEET = "select version, content from initiative_sheets where unit = $1 order by version desc limit 1";
    /// A judge may mend what they gave while judging is open.
    MARK = "insert into initiative_marks (initiative, year, person, points, words, at) values ($1, $2, $3, $4, $5, $6)
        on conflict (initiative, year, person) do update set points = excluded.points, words = excluded.words,
            at = excluded.at";
    MARKS = "select person, points, words, at from initiative_marks where initiative = $1 and year = $2
        order by at, person";
}

/// Keeps an act.
///
/// # Errors
/// [`StoreError::Taken`] when its id or place is taken; when the store cannot write.
pub async fn add(change: &mut Change, initiative: InitiativeId, it: &Done) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD).bind(it.id).bind(initiative.0).bind(it.position).bind(it.act.word())
        .bind(it.year).bind(it.at.micros()).bind(it.person.map(|id| id.0)).bind(it.unit.0).bind(&it.words)
        .bind(&it.paper).execute(db).await.map(drop))?;
    Ok(())
}

/// The place of the last act of an initiative; 0 before the first.
///
/// # Errors
/// When the store cannot be read.
pub async fn last(change: &mut Change, initiative: InitiativeId) -> Stored<i64> {
    let last: Option<i64> =
        on_change!(change, db => sqlx::query_scalar(LAST).bind(initiative.0).fetch_one(db).await)?;
    Ok(last.unwrap_or(0))
}

/// To which initiative an act of this id was done.
///
/// # Errors
/// When the store cannot be read.
pub async fn initiative_of(store: &Store, act: Uuid) -> Stored<Option<InitiativeId>> {
    let found: Option<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(IS_DONE).bind(act).fetch_optional(db).await)?;
    Ok(found.map(InitiativeId))
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    position: i64,
    act: String,
    year: i64,
    at: i64,
    person: Option<Uuid>,
    unit: Uuid,
    words: String,
    paper: String,
}

/// What was done to an initiative, the first act first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(store: &Store, initiative: InitiativeId) -> Stored<Vec<Done>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF).bind(initiative.0).fetch_all(db).await)?;
    rows.into_iter()
        .map(|row| {
            Ok(Done {
                id: row.id,
                position: row.position,
                act: read(&row.act)?,
                year: row.year,
                at: Moment::from_micros(row.at),
                person: row.person.map(PersonId),
                unit: UnitId(row.unit),
                words: row.words,
                paper: row.paper,
            })
        })
        .collect()
}

/// The pictures of an initiative and of its acts, each with what it belongs to.
///
/// # Errors
/// When the store cannot be read.
pub async fn pictures(store: &Store, initiative: InitiativeId) -> Stored<Vec<(Uuid, String)>> {
    Ok(on_engine!(store, db => sqlx::query_as(PICTURES).bind(initiative.0).fetch_all(db).await)?)
}

/// Gives a unit the next version of its sheet.
///
/// # Errors
/// [`StoreError::Taken`] when somebody gave it that version meanwhile; when the store cannot write.
pub async fn add_sheet(
    change: &mut Change,
    (unit, version): (UnitId, i64),
    sheet: &Sheet,
    (at, person): (Moment, Option<PersonId>),
) -> Stored<()> {
    let content = written(sheet)?;
    on_change!(change, db => sqlx::query(ADD_SHEET).bind(unit.0).bind(version).bind(&content).bind(at.micros())
        .bind(person.map(|id| id.0)).execute(db).await.map(drop))?;
    Ok(())
}

/// The sheet of a unit with its version, when it has one.
///
/// # Errors
/// When the store cannot be read.
pub async fn sheet(store: &Store, unit: UnitId) -> Stored<Option<(i64, Sheet)>> {
    let row: Option<(i64, String)> =
        on_engine!(store, db => sqlx::query_as(SHEET).bind(unit.0).fetch_optional(db).await)?;
    row.map(|(version, text)| Ok((version, content(&text)?))).transpose()
}

fn content<T: serde::de::DeserializeOwned>(text: &str) -> Stored<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Unreadable(format!("a sheet of points: {error}")))
}

/// What one judge gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Who.
    pub person: PersonId,
    /// The points.
    pub marks: Marks,
    /// What was said with them.
    pub words: String,
    /// When.
    pub at: Moment,
}

/// Keeps what a judge gave; what the same one gave before in that year is mended.
///
/// # Errors
/// When the store cannot write.
pub async fn mark(change: &mut Change, of: (InitiativeId, i64), it: &Given) -> Stored<()> {
    let points = written(&it.marks)?;
    on_change!(change, db => sqlx::query(MARK).bind(of.0.0).bind(of.1).bind(it.person.0).bind(&points)
        .bind(&it.words).bind(it.at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

#[derive(FromRow)]
struct MarkRow {
    person: Uuid,
    points: String,
    words: String,
    at: i64,
}

impl TryFrom<MarkRow> for Given {
    type Error = StoreError;
    fn try_from(row: MarkRow) -> Stored<Self> {
        Ok(Self {
            person: PersonId(row.person),
            marks: content(&row.points)?,
            words: row.words,
            at: Moment::from_micros(row.at),
        })
    }
}

/// What judges gave an initiative in a year.
///
/// # Errors
/// When the store cannot be read.
pub async fn marks(store: &Store, initiative: InitiativeId, year: i64) -> Stored<Vec<Given>> {
    let rows: Vec<MarkRow> = on_engine!(store, db => sqlx::query_as(MARKS).bind(initiative.0).bind(year)
        .fetch_all(db).await)?;
    rows.into_iter().map(Given::try_from).collect()
}

/// As [`marks`], inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn marks_in(change: &mut Change, initiative: InitiativeId, year: i64) -> Stored<Vec<Given>> {
    let rows: Vec<MarkRow> = on_change!(change, db => sqlx::query_as(MARKS).bind(initiative.0).bind(year)
        .fetch_all(db).await)?;
    rows.into_iter().map(Given::try_from).collect()
}
