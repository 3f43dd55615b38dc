//! What is to be done in the background, and who leads recurring work.

use crate::{
    Change, Store,
    engine::{StoreError, Stored},
    on_change, on_engine, statements,
};
use danvan_domain::{ids::JobId, time::Moment};
use sqlx::FromRow;
use uuid::Uuid;

/// `SKIP LOCKED` is the one word PostgreSQL needs and SQLite, with its single writer, does not know.
macro_rules! claim {
    ($skip:literal) => {
        concat!(
            "update jobs set taken_until = $2, attempts = attempts + 1 where id = (
                select id from jobs where parked = false and run_at <= $1 and (taken_until is null or taken_until < $1)
                order by run_at limit 1 ", $skip, ")
            returning id, kind, payload, attempts, run_at, last_error, parked"
        )
    };
}

const CLAIM_POSTGRES: &str = claim!("for update skip locked");

statements! {
    ADD = "insert into jobs (id, kind, payload, dedupe, run_at, attempts, parked) values ($1, $2, $3, $4, $5, 0, $6)
        on conflict (dedupe) do nothing";
    CLAIM = claim!("");
    DONE = "delete from jobs where id = $1";
    AGAIN = "update jobs set taken_until = null, run_at = $2, parked = $3, last_error = $4 where id = $1";
    READY = "select count(*) from jobs where parked = $1 and run_at <= $2 and (taken_until is null or taken_until < $2)";
    COUNT = "select count(*) from jobs where parked = $1";
    PARKED = "select id, kind, payload, attempts, run_at, last_error, parked from jobs where parked = $1
        order by run_at limit 100";
    UNPARK = "update jobs set parked = $2, attempts = 0, run_at = $3, taken_until = null where id = $1";
    LEAD = "insert into leases (name, holder, held_until) values ($1, $2, $3)
        on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
        where leases.holder = excluded.holder or leases.held_until < $4";
}

/// A job as its worker sees it.
#[derive(Clone, Debug, FromRow)]
pub struct Job {
    /// Own id.
    pub id: Uuid,
    /// Which work.
    pub kind: String,
    /// With what, as JSON.
    pub payload: String,
    /// How often it was tried, this time included.
    pub attempts: i64,
    /// When it was due, µs.
    pub run_at: i64,
    /// Why it failed last.
    pub last_error: Option<String>,
    /// Whether it waits for a person.
    pub parked: bool,
}

/// Puts a job into the queue, in the change it follows from. The same dedupe key is queued once.
///
/// # Errors
/// When the store cannot write.
pub async fn add(
    change: &mut Change,
    id: JobId,
    kind: &str,
    payload: &str,
    dedupe: Option<&str>,
    run_at: Moment,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD).bind(id.0).bind(kind).bind(payload).bind(dedupe)
        .bind(run_at.micros()).bind(false).execute(db).await.map(drop))?;
    Ok(())
}

/// Takes the job that waits longest, for as long as the lease says.
///
/// # Errors
/// When the store cannot write.
pub async fn claim(store: &Store, now: Moment, taken_until: Moment) -> Stored<Option<Job>> {
    let mut change = store.begin().await?;
    let sql = if store.engine() == "postgres" { CLAIM_POSTGRES } else { CLAIM };
    let job = on_change!(change, db => sqlx::query_as(sql)
        .bind(now.micros()).bind(taken_until.micros()).fetch_optional(db).await)?;
    change.commit().await?;
    Ok(job)
}

/// A job is done: it leaves the queue.
///
/// # Errors
/// When the store cannot write.
pub async fn done(change: &mut Change, id: Uuid) -> Stored<()> {
    on_change!(change, db => sqlx::query(DONE).bind(id).execute(db).await.map(drop))?;
    Ok(())
}

/// A job failed: it comes back later, or is parked until somebody looks.
///
/// # Errors
/// When the store cannot write.
pub async fn again(change: &mut Change, id: Uuid, run_at: Moment, parked: bool, error: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(AGAIN)
        .bind(id).bind(run_at.micros()).bind(parked).bind(error).execute(db).await.map(drop))?;
    Ok(())
}

/// How many jobs could be taken now.
///
/// # Errors
/// When the store cannot be read.
pub async fn ready(store: &Store, now: Moment) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(READY).bind(false).bind(now.micros()).fetch_one(db).await)?)
}

/// How many jobs wait, or are parked.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(store: &Store, parked: bool) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(COUNT).bind(parked).fetch_one(db).await)?)
}

/// The jobs that wait for a person.
///
/// # Errors
/// When the store cannot be read.
pub async fn parked(store: &Store) -> Stored<Vec<Job>> {
    Ok(on_engine!(store, db => sqlx::query_as(PARKED).bind(true).fetch_all(db).await)?)
}

/// Lets a parked job try again.
///
/// # Errors
/// When the store cannot write.
pub async fn unpark(change: &mut Change, id: Uuid, run_at: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(UNPARK).bind(id).bind(false).bind(run_at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// Asks to lead a recurring work until a moment; false when somebody else leads.
///
/// # Errors
/// When the store cannot write.
pub async fn lead(store: &Store, name: &str, holder: Uuid, now: Moment, until: Moment) -> Stored<bool> {
    let mut change = store.begin().await?;
    let led = on_change!(change, db => sqlx::query(LEAD).bind(name).bind(holder).bind(until.micros())
        .bind(now.micros()).execute(db).await.map(|done| done.rows_affected()))?;
    change.commit().await?;
    match led {
        0 | 1 => Ok(led == 1),
        more => Err(StoreError::Unreadable(format!("{more} leases of one name"))),
    }
}
