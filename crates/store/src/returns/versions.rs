//! What was submitted of returns, and what was said of it.

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    ids::{PersonId, ReturnId, UnitId},
    returns::{Content, Verdict, Version},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    ADD = "insert into return_versions (return_id, number, at, person, acting_for, why, content, reason)
        values ($1, $2, $3, $4, $5, $6, $7, '')";
    SETTLE = "update return_versions set accepted = $3, verdict_at = $4, verdict_by = $5, reason = $6
        where return_id = $1 and number = $2 and verdict_at is null";
    ALL = "select number, at, person, acting_for, why, content, accepted, verdict_at, verdict_by, reason
        from return_versions where return_id = $1 order by number";
    /// What a unit told in a form before a period, the newest first: what was accepted, else what waits to be.
    BEFORE = "select v.content from returns r
        join return_versions v on v.return_id = r.id
            and v.number = case when r.accepted > 0 then r.accepted else r.version end
        where r.about = $1 and r.form = $2 and r.starts_on < $3 and r.version > 0
            and (r.accepted > 0 or r.stage = 'submitted') order by r.starts_on desc limit $4";
    /// The number of the newest version.
    LAST = "select max(number) from return_versions where return_id = $1";
    WHY = "select why from return_versions where return_id = $1 and number = $2";
    /// The newest version of each return of a form and period; what was accepted stands before what waits, and what was sent
    /// back is told by nobody.
    NEWEST = "select r.id, r.about, r.accepted > 0 as is_accepted, v.content from returns r
        join return_versions v on v.return_id = r.id
            and v.number = case when r.accepted > 0 then r.accepted else r.version end
        where r.form = $1 and r.starts_on = $2 and r.version > 0
            and (r.accepted > 0 or r.stage = 'submitted') order by r.id";
}

#[derive(FromRow)]
struct Row {
    number: i64,
    at: i64,
    person: Option<Uuid>,
    acting_for: Option<Uuid>,
    why: String,
    content: String,
    accepted: Option<bool>,
    verdict_at: Option<i64>,
    verdict_by: Option<Uuid>,
    reason: String,
}

fn content(text: &str) -> Stored<Content> {
    serde_json::from_str(text).map_err(|error| StoreError::Unreadable(error.to_string()))
}

impl TryFrom<Row> for Version {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        let verdict = match (row.accepted, row.verdict_at) {
            (Some(is_accepted), Some(at)) => Some(Verdict {
                is_accepted,
                at: Moment::from_micros(at),
                by: row.verdict_by.map(PersonId),
                reason: row.reason,
            }),
            _ => None,
        };
        Ok(Self {
            number: row.number,
            at: Moment::from_micros(row.at),
            person: row.person.map(PersonId),
            acting_for: row.acting_for.map(PersonId),
            why: row.why,
            content: content(&row.content)?,
            verdict,
        })
    }
}

/// Keeps what was submitted.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, of: ReturnId, it: &Version) -> Stored<()> {
    let text =
        serde_json::to_string(&it.content).map_err(|error| StoreError::Unreadable(error.to_string()))?;
    on_change!(change, db => sqlx::query(ADD).bind(of.0).bind(it.number).bind(it.at.micros())
        .bind(it.person.map(|id| id.0)).bind(it.acting_for.map(|id| id.0)).bind(&it.why).bind(&text)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Keeps what was said of a version; false when something was said already.
///
/// # Errors
/// When the store cannot write.
pub async fn settle(change: &mut Change, of: ReturnId, number: i64, verdict: &Verdict) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(SETTLE).bind(of.0).bind(number).bind(verdict.is_accepted)
        .bind(verdict.at.micros()).bind(verdict.by.map(|id| id.0)).bind(&verdict.reason).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Every version of a return, the first one first.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store, of: ReturnId) -> Stored<Vec<Version>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(ALL).bind(of.0).fetch_all(db).await)?;
    rows.into_iter().map(Version::try_from).collect()
}

/// The number of the newest version of a return; 0 for none.
///
/// # Errors
/// When the store cannot be read.
pub async fn last(store: &Store, of: ReturnId) -> Stored<i64> {
    let found: Option<i64> =
        on_engine!(store, db => sqlx::query_scalar(LAST).bind(of.0).fetch_one(db).await)?;
    Ok(found.unwrap_or(0))
}

/// Why a version was submitted, of an amendment; empty otherwise.
///
/// # Errors
/// When the store cannot be read.
pub async fn why(change: &mut Change, of: ReturnId, number: i64) -> Stored<String> {
    let found: Option<String> = on_change!(change, db => sqlx::query_scalar(WHY).bind(of.0).bind(number)
        .fetch_optional(db).await)?;
    Ok(found.unwrap_or_default())
}

/// What a unit told in a form before the period that begins on a day, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn before(store: &Store, about: UnitId, form: &str, day: Day, limit: i64) -> Stored<Vec<Content>> {
    let rows: Vec<String> = on_engine!(store, db => sqlx::query_scalar(BEFORE).bind(about.0).bind(form)
        .bind(day.to_string()).bind(limit).fetch_all(db).await)?;
    rows.iter().map(|text| content(text)).collect()
}

/// What one return told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The return.
    pub id: ReturnId,
    /// Of which unit it tells.
    pub about: UnitId,
    /// Whether this was accepted; else it waits for the level above.
    pub is_accepted: bool,
    /// What it says.
    pub content: Content,
}

/// What every return of a form for a period told: what was accepted, else what waits to be.
///
/// # Errors
/// When the store cannot be read.
pub async fn newest(store: &Store, form: &str, from: Day) -> Stored<Vec<Part>> {
    let rows: Vec<(Uuid, Uuid, bool, String)> = on_engine!(store, db => sqlx::query_as(NEWEST).bind(form)
        .bind(from.to_string()).fetch_all(db).await)?;
    let part = |(id, about, is_accepted, text): (Uuid, Uuid, bool, String)| {
        Ok(Part { id: ReturnId(id), about: UnitId(about), is_accepted, content: content(&text)? })
    };
    rows.into_iter().map(part).collect()
}
