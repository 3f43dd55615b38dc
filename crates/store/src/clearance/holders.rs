//! Who speaks for a file, what they need, and what else belongs to it.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    clearance::People,
    ids::{PersonId, ProceedingId, ProjectId},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    SET_HOLDER = "insert into clearance_holders (file, name, phone, address) values ($1, $2, $3, $4)
        on conflict (file) do update set name = excluded.name, phone = excluded.phone, address = excluded.address";
    HOLDER = "select name, phone, address from clearance_holders where file = $1";
    FORGET_HOLDER = "update clearance_holders set name = '', phone = '', address = '' where file = $1";
    FORGET_PARCEL = "update clearance_files set parcel = '' where id = $1";
    /// Whether the time of keeping is over and who spoke for it was erased.
    WAS_ERASED = "select 1 from erased where thing = $1 and rule = 'begun'";
    ADD_NEED = "insert into clearance_needs (file, need, words, noted_at, person, met_at) values ($1, $2, $3, $4, $5, null)
        on conflict (file, need) do update set words = excluded.words, noted_at = excluded.noted_at,
            person = excluded.person, met_at = null";
    NEEDS = "select need, words, met_at from clearance_needs where file = $1 order by noted_at, need";
    MEET_NEED = "update clearance_needs set met_at = $3 where file = $1 and need = $2 and met_at is null";
    FORGET_NEEDS = "delete from clearance_needs where file = $1";
    /// How many households of a project have each need, and for how many it is met.
    COUNT_NEEDS = "select n.need, count(*) as files, count(n.met_at) as met from clearance_needs n
        join clearance_files f on f.id = n.file where f.project = $1 group by n.need order by n.need";
    ADD_LINK = "insert into clearance_links (file, thing, sort, at, person) values ($1, $2, $3, $4, $5)
        on conflict (file, thing) do nothing";
    LINKS = "select thing, sort from clearance_links where file = $1 order by at, thing";
    REMOVE_LINK = "delete from clearance_links where file = $1 and thing = $2";
    /// How many cases and letters belong to files of a project, and of how many files.
    COUNT_LINKS = "select l.sort, count(distinct l.thing) as things, count(distinct l.file) as files from clearance_links l
        join clearance_files f on f.id = l.file where f.project = $1 group by l.sort order by l.sort";
}

/// Keeps who speaks for a file.
///
/// # Errors
/// When the store cannot write.
pub async fn set_holder(change: &mut Change, file: ProceedingId, it: &People) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET_HOLDER).bind(file.0).bind(&it.name).bind(&it.phone).bind(&it.address)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Who speaks for a file.
///
/// # Errors
/// When the store cannot be read.
pub async fn holder(store: &Store, file: ProceedingId) -> Stored<Option<People>> {
    let row: Option<(String, String, String)> =
        on_engine!(store, db => sqlx::query_as(HOLDER).bind(file.0).fetch_optional(db).await)?;
    Ok(row.map(|(name, phone, address)| People { name, phone, address }))
}

/// Erases who speaks for a file and what they need. Returns how many rows that was.
///
/// # Errors
/// When the store cannot write.
pub async fn forget(change: &mut Change, file: ProceedingId) -> Stored<u64> {
    let holders = on_change!(change, db => sqlx::query(FORGET_HOLDER).bind(file.0).execute(db).await
        .map(|done| done.rows_affected()))?;
    let needs = on_change!(change, db => sqlx::query(FORGET_NEEDS).bind(file.0).execute(db).await
        .map(|done| done.rows_affected()))?;
    on_change!(change, db => sqlx::query(FORGET_PARCEL).bind(file.0).execute(db).await.map(drop))?;
    Ok(holders + needs)
}

/// Whether who spoke for a file was erased by the rule of what offices begin.
///
/// # Errors
/// When the store cannot be read.
pub async fn was_erased(change: &mut Change, file: ProceedingId) -> Stored<bool> {
    let found: Option<i32> =
        on_change!(change, db => sqlx::query_scalar(WAS_ERASED).bind(file.0).fetch_optional(db).await)?;
    Ok(found.is_some())
}

/// A need of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// A code of the list.
    pub need: String,
    /// What exactly.
    pub words: String,
    /// When it was met.
    pub met_at: Option<Moment>,
}

#[derive(FromRow)]
struct NeedRow {
    need: String,
    words: String,
    met_at: Option<i64>,
}

/// Notes a need; one that was met is open again.
///
/// # Errors
/// When the store cannot write.
pub async fn add_need(
    change: &mut Change,
    file: ProceedingId,
    (need, words): (&str, &str),
    (at, person): (Moment, Option<PersonId>),
) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_NEED).bind(file.0).bind(need).bind(words).bind(at.micros())
        .bind(person.map(|id| id.0)).execute(db).await.map(drop))?;
    Ok(())
}

/// The needs of a household.
///
/// # Errors
/// When the store cannot be read.
pub async fn needs(store: &Store, file: ProceedingId) -> Stored<Vec<Need>> {
    let rows: Vec<NeedRow> = on_engine!(store, db => sqlx::query_as(NEEDS).bind(file.0).fetch_all(db).await)?;
    let need =
        |row: NeedRow| Need { need: row.need, words: row.words, met_at: row.met_at.map(Moment::from_micros) };
    Ok(rows.into_iter().map(need).collect())
}

/// Says that a need was met; false when it was, or was never noted.
///
/// # Errors
/// When the store cannot write.
pub async fn meet_need(change: &mut Change, file: ProceedingId, need: &str, at: Moment) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(MEET_NEED).bind(file.0).bind(need).bind(at.micros()).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// How many files of a project have each need, and for how many it is met.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_needs(store: &Store, project: ProjectId) -> Stored<Vec<(String, i64, i64)>> {
    Ok(on_engine!(store, db => sqlx::query_as(COUNT_NEEDS).bind(project.0).fetch_all(db).await)?)
}

/// Says that something belongs to a file.
///
/// # Errors
/// When the store cannot write.
pub async fn add_link(
    change: &mut Change,
    file: ProceedingId,
    (sort, thing): (&str, Uuid),
    (at, person): (Moment, Option<PersonId>),
) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_LINK).bind(file.0).bind(thing).bind(sort).bind(at.micros())
        .bind(person.map(|id| id.0)).execute(db).await.map(drop))?;
    Ok(())
}

/// What belongs to a file: its id and `case` or `letter`.
///
/// # Errors
/// When the store cannot be read.
pub async fn links(store: &Store, file: ProceedingId) -> Stored<Vec<(Uuid, String)>> {
    Ok(on_engine!(store, db => sqlx::query_as(LINKS).bind(file.0).fetch_all(db).await)?)
}

/// Says that something belongs to a file no more; false when it did not.
///
/// # Errors
/// When the store cannot write.
pub async fn remove_link(change: &mut Change, file: ProceedingId, thing: Uuid) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(REMOVE_LINK).bind(file.0).bind(thing).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// How many cases and letters belong to files of a project, and to how many files.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_links(store: &Store, project: ProjectId) -> Stored<Vec<(String, i64, i64)>> {
    Ok(on_engine!(store, db => sqlx::query_as(COUNT_LINKS).bind(project.0).fetch_all(db).await)?)
}
