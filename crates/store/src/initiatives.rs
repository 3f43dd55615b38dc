//! Initiatives with the years in which they ran; acts, points, counts and public stories stand in the rooms below.

pub mod acts;
pub mod counts;
pub mod lists;
pub mod stories;

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    ids::{InitiativeId, PersonId, UnitId},
    initiatives::{InYear, Initiative, Outcome, Registration, Sheet},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! all_columns {
    () => {
        "id, unit, commune, content, stage, year, adopted_from, registered_at, registered_by, check_due_on, sheet, ended_at"
    };
}
pub(crate) use all_columns;

macro_rules! columns {
    ($rest:literal) => {
        concat!("select ", $crate::initiatives::all_columns!(), " from initiatives ", $rest)
    };
}
pub(crate) use columns;

statements! {
    ADD = "insert into initiatives (id, unit, commune, kind, keeper, field, level, name, content, stage, year, adopted_from,
        registered_at, registered_by, check_due_on, sheet, ended_at, request_hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    GET = columns!("where id = $1");
    HASH = "select request_hash from initiatives where id = $1";
    /// Locks the row on PostgreSQL, so that acts follow one another; on SQLite the writer is alone anyway.
    LOCK = concat!("update initiatives set year = year where id = $1 returning ", all_columns!());
    SET = "update initiatives set stage = $2, year = $3, check_due_on = $4, sheet = $5, ended_at = $6, unit = $7,
        commune = $8 where id = $1";
    ADD_YEAR = "insert into initiative_years (year, initiative, how, unit, commune, field, level, kind, outcome)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    YEAR = "select year, initiative, how, unit, commune, field, level, kind, outcome from initiative_years
        where year = $1 and initiative = $2";
    YEARS = "select year, initiative, how, unit, commune, field, level, kind, outcome from initiative_years
        where initiative = $1 order by year";
    SET_OUTCOME = "update initiative_years set outcome = $3 where year = $1 and initiative = $2";
    ADD_OWNER = "insert into initiative_owners (initiative, name, agreed_at, agreed_way, agreed_version, withdrawn_at)
        values ($1, $2, null, '', '', null)";
    OWNER = "select name, agreed_at, withdrawn_at from initiative_owners where initiative = $1";
    AGREE = "update initiative_owners set agreed_at = $2, agreed_way = $3, agreed_version = $4, withdrawn_at = null
        where initiative = $1 and name <> ''";
    WITHDRAW = "update initiative_owners set withdrawn_at = $2 where initiative = $1 and agreed_at is not null
        and withdrawn_at is null";
    /// From the digest of what was sent a name could be guessed again.
    FORGET_DIGEST = "update initiatives set request_hash = $2 where id = $1";
    FORGET = "update initiative_owners set name = '' where initiative = $1 and name <> ''";
}

#[derive(FromRow)]
pub(crate) struct Row {
    id: Uuid,
    unit: Uuid,
    commune: Uuid,
    content: String,
    stage: String,
    year: i64,
    adopted_from: Option<Uuid>,
    registered_at: i64,
    registered_by: Option<Uuid>,
    check_due_on: Option<String>,
    sheet: Option<String>,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for Initiative {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        let unreadable =
            |error: &dyn std::fmt::Display| StoreError::Unreadable(format!("an initiative: {error}"));
        let content: Registration = serde_json::from_str(&row.content).map_err(|error| unreadable(&error))?;
        let sheet: Option<Sheet> = match &row.sheet {
            Some(text) => Some(serde_json::from_str(text).map_err(|error| unreadable(&error))?),
            None => None,
        };
        let check_due_on: Option<Day> = match &row.check_due_on {
            Some(day) => Some(day.parse().map_err(|_| unreadable(day))?),
            None => None,
        };
        Ok(Self {
            id: InitiativeId(row.id),
            unit: UnitId(row.unit),
            commune: UnitId(row.commune),
            content,
            stage: read(&row.stage)?,
            year: row.year,
            adopted_from: row.adopted_from.map(InitiativeId),
            registered_at: Moment::from_micros(row.registered_at),
            registered_by: row.registered_by.map(PersonId),
            check_due_on,
            sheet,
            ended_at: row.ended_at.map(Moment::from_micros),
        })
    }
}

pub(crate) fn all(rows: Vec<Row>) -> Stored<Vec<Initiative>> {
    rows.into_iter().map(Initiative::try_from).collect()
}

/// A value as it is kept in a column of text.
pub(crate) fn written(value: &impl serde::Serialize) -> Stored<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Engine(format!("an initiative: {error}")))
}

/// Keeps what was registered, with its first year.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Initiative, year: &InYear, request_hash: &[u8]) -> Stored<()> {
    let (content, sheet) = (written(&it.content)?, it.sheet.as_ref().map(written).transpose()?);
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.unit.0).bind(it.commune.0)
        .bind(it.content.kind.word()).bind(it.content.keeper.word()).bind(&it.content.field)
        .bind(&it.content.level).bind(&it.content.name).bind(&content).bind(it.stage.word()).bind(it.year)
        .bind(it.adopted_from.map(|id| id.0)).bind(it.registered_at.micros())
        .bind(it.registered_by.map(|id| id.0)).bind(it.check_due_on.map(|day| day.to_string())).bind(sheet)
        .bind(it.ended_at.map(Moment::micros)).bind(request_hash).execute(db).await.map(drop))?;
    add_year(change, year).await
}

/// Keeps a year in which an initiative runs.
///
/// # Errors
/// [`StoreError::Taken`] when it runs in that year already; when the store cannot write.
pub async fn add_year(change: &mut Change, it: &InYear) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_YEAR).bind(it.year).bind(it.initiative.0).bind(it.how.word())
        .bind(it.unit.0).bind(it.commune.0).bind(&it.field).bind(&it.level).bind(it.kind.word())
        .bind(it.outcome.word()).execute(db).await.map(drop))?;
    Ok(())
}

/// An initiative.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: InitiativeId) -> Stored<Option<Initiative>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Initiative::try_from).transpose()
}

/// The digest of what was sent when it was registered.
///
/// # Errors
/// When the store cannot be read.
pub async fn request_hash(store: &Store, id: InitiativeId) -> Stored<Option<Vec<u8>>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(HASH).bind(id.0).fetch_optional(db).await)?)
}

/// An initiative, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: InitiativeId) -> Stored<Option<Initiative>> {
    let row: Option<Row> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Initiative::try_from).transpose()
}

/// Says how an initiative stands: stage, year, day of the check, sheet, end, and who carries it out.
///
/// # Errors
/// When the store cannot write.
pub async fn set(change: &mut Change, it: &Initiative) -> Stored<()> {
    let sheet = it.sheet.as_ref().map(written).transpose()?;
    on_change!(change, db => sqlx::query(SET).bind(it.id.0).bind(it.stage.word()).bind(it.year)
        .bind(it.check_due_on.map(|day| day.to_string())).bind(sheet).bind(it.ended_at.map(Moment::micros))
        .bind(it.unit.0).bind(it.commune.0).execute(db).await.map(drop))?;
    Ok(())
}

#[derive(FromRow)]
pub(crate) struct YearRow {
    year: i64,
    initiative: Uuid,
    how: String,
    unit: Uuid,
    commune: Uuid,
    field: String,
    level: String,
    kind: String,
    outcome: String,
}

impl TryFrom<YearRow> for InYear {
    type Error = StoreError;
    fn try_from(row: YearRow) -> Stored<Self> {
        Ok(Self {
            initiative: InitiativeId(row.initiative),
            year: row.year,
            how: read(&row.how)?,
            unit: UnitId(row.unit),
            commune: UnitId(row.commune),
            field: row.field,
            level: row.level,
            kind: read(&row.kind)?,
            outcome: read(&row.outcome)?,
        })
    }
}

/// An initiative in a year.
///
/// # Errors
/// When the store cannot be read.
pub async fn year(change: &mut Change, id: InitiativeId, year: i64) -> Stored<Option<InYear>> {
    let row: Option<YearRow> =
        on_change!(change, db => sqlx::query_as(YEAR).bind(year).bind(id.0).fetch_optional(db).await)?;
    row.map(InYear::try_from).transpose()
}

/// The years in which an initiative ran, the first one first.
///
/// # Errors
/// When the store cannot be read.
pub async fn years(store: &Store, id: InitiativeId) -> Stored<Vec<InYear>> {
    let rows: Vec<YearRow> = on_engine!(store, db => sqlx::query_as(YEARS).bind(id.0).fetch_all(db).await)?;
    rows.into_iter().map(InYear::try_from).collect()
}

/// Says what became of an initiative in a year.
///
/// # Errors
/// When the store cannot write.
pub async fn set_outcome(change: &mut Change, id: InitiativeId, year: i64, outcome: Outcome) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET_OUTCOME).bind(year).bind(id.0).bind(outcome.word())
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Who stands behind an initiative of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// By what name; empty once it was erased.
    pub name: String,
    /// When they agreed that it be shown publicly; nothing when they did not, or no longer do.
    pub agreed_at: Option<Moment>,
}

/// Names who stands behind an initiative.
///
/// # Errors
/// When the store cannot write.
pub async fn add_owner(change: &mut Change, id: InitiativeId, name: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_OWNER).bind(id.0).bind(name).execute(db).await.map(drop))?;
    Ok(())
}

/// Who stands behind an initiative.
///
/// # Errors
/// When the store cannot be read.
pub async fn owner(store: &Store, id: InitiativeId) -> Stored<Option<Owner>> {
    let row: Option<(String, Option<i64>, Option<i64>)> =
        on_engine!(store, db => sqlx::query_as(OWNER).bind(id.0).fetch_optional(db).await)?;
    Ok(row.map(|(name, agreed, withdrawn)| Owner {
        name,
        agreed_at: agreed.filter(|_| withdrawn.is_none()).map(Moment::from_micros),
    }))
}

/// Keeps that they agreed to be named publicly: how, and to which words. False when nobody is named.
///
/// # Errors
/// When the store cannot write.
pub async fn agree(
    change: &mut Change,
    id: InitiativeId,
    at: Moment,
    (way, version): (&str, &str),
) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(AGREE).bind(id.0).bind(at.micros()).bind(way).bind(version)
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Keeps that they no longer agree; false when they did not.
///
/// # Errors
/// When the store cannot write.
pub async fn withdraw(change: &mut Change, id: InitiativeId, at: Moment) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(WITHDRAW).bind(id.0).bind(at.micros())
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Erases who stands behind an initiative; returns how many names were there.
///
/// # Errors
/// When the store cannot write.
pub async fn forget_owner(change: &mut Change, id: InitiativeId) -> Stored<u64> {
    let forgotten = on_change!(change, db => sqlx::query(FORGET).bind(id.0).execute(db).await
        .map(|done| done.rows_affected()))?;
    if forgotten > 0 {
        on_change!(change, db => sqlx::query(FORGET_DIGEST).bind(id.0).bind(crate::data::NO_DIGEST.as_slice())
            .execute(db).await.map(drop))?;
    }
    Ok(forgotten)
}
