//! What is to be done in the background, and who leads recurring work.

use crate::{
    Change, Store,
    engine::{StoreError, Stored},
    on_change, on_engine, statements,
};
use danvan_domain::{ids::JobId, time::Moment};
use sqlx_macros::FromRow;
use uuid::Uuid;

/// `SKIP LOCKED` is the one word PostgreSQL needs and SQLite, with its single writer, does not know.
macro_rules! claim {
    ($skip:literal) => {
        concat!(
            "update jobs set taken_until = $2, holder = $3, attempts = attempts + 1 where id = (
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
    RENEW = "update jobs set taken_until = $3 where id = $1 and holder = $2";
    DONE = "delete from jobs where id = $1 and holder = $2";
    AGAIN = "update jobs set taken_until = null, holder = null, run_at = $3, last_error = $4
        where id = $1 and holder = $2";
    PARK = "update jobs set taken_until = null, holder = null, run_at = $3, last_error = $4, parked = $5, dedupe = null
        where id = $1 and holder = $2";
    FORGET_TWINS = "delete from jobs where parked = $3 and id <> $1 and kind = $2
        and payload = (select this.payload from jobs this where this.id = $1)";
    READY = "select count(*) from jobs where parked = $1 and run_at <= $2 and (taken_until is null or taken_until < $2)";
    COUNT = "select count(*) from jobs where parked = $1";
    PARKED = "select id, kind, payload, attempts, run_at, last_error, parked from jobs where parked = $1
        order by run_at limit 100";
    UNPARK = "update jobs set parked = $2, attempts = 0, run_at = $3, taken_until = null, holder = null
        where id = $1";
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

/// What a worker has of a job that it took. Whoever lost it, because its time was over and another took it, changes nothing
/// of it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The job.
    pub job: Uuid,
    /// The worker, by an id made for this one taking.
    pub holder: Uuid,
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

/// Takes the job that waits longest, for as long as the lease says. The taking counts as a try, so that a job that ends its
/// worker is counted too. `holder` must be new.
///
/// # Errors
/// When the store cannot write.
pub async fn claim(store: &Store, holder: Uuid, now: Moment, taken_until: Moment) -> Stored<Option<Job>> {
    let mut change = store.begin().await?;
    let sql = if store.engine() == "postgres" { CLAIM_POSTGRES } else { CLAIM };
    let job = on_change!(change, db => sqlx::query_as(sql)
        .bind(now.micros()).bind(taken_until.micros()).bind(holder).fetch_optional(db).await)?;
    change.commit().await?;
    Ok(job)
}

/// Takes a job for longer; false when another has it by now.
///
/// # Errors
/// When the store cannot write.
pub async fn renew(store: &Store, hold: Hold, taken_until: Moment) -> Stored<bool> {
    let mut change = store.begin().await?;
    let renewed = on_change!(change, db => sqlx::query(RENEW).bind(hold.job).bind(hold.holder)
        .bind(taken_until.micros()).execute(db).await.map(|done| done.rows_affected()))?;
    change.commit().await?;
    Ok(renewed == 1)
}

/// A job is done: it leaves the queue; false when another has it by now.
///
/// # Errors
/// When the store cannot write.
pub async fn done(change: &mut Change, hold: Hold) -> Stored<bool> {
    let gone = on_change!(change, db => sqlx::query(DONE).bind(hold.job).bind(hold.holder).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(gone == 1)
}

/// A job failed: it comes back later; false when another has it by now.
///
/// # Errors
/// When the store cannot write.
pub async fn again(change: &mut Change, hold: Hold, run_at: Moment, error: &str) -> Stored<bool> {
    let freed = on_change!(change, db => sqlx::query(AGAIN).bind(hold.job).bind(hold.holder)
        .bind(run_at.micros()).bind(error).execute(db).await.map(|done| done.rows_affected()))?;
    Ok(freed == 1)
}

/// A job waits until somebody looks, and bars nobody who asks for the same anew. It stands for those of its kind that were
/// parked for the same before. False when another has it by now.
///
/// # Errors
/// When the store cannot write.
pub async fn park(change: &mut Change, hold: Hold, kind: &str, run_at: Moment, error: &str) -> Stored<bool> {
    let parked = on_change!(change, db => sqlx::query(PARK).bind(hold.job).bind(hold.holder)
        .bind(run_at.micros()).bind(error).bind(true).execute(db).await.map(|done| done.rows_affected()))?;
    if parked == 1 {
        on_change!(change, db => sqlx::query(FORGET_TWINS).bind(hold.job).bind(kind).bind(true)
            .execute(db).await.map(drop))?;
    }
    Ok(parked == 1)
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
    let leads = lead_within(&mut change, name, holder, now, until).await?;
    change.commit().await?;
    Ok(leads)
}

/// The same inside the change of what is done with the lead, so that both happen or neither.
///
/// # Errors
/// When the store cannot write.
pub async fn lead_within(
    change: &mut Change,
    name: &str,
    holder: Uuid,
    now: Moment,
    until: Moment,
) -> Stored<bool> {
    let led = on_change!(change, db => sqlx::query(LEAD).bind(name).bind(holder).bind(until.micros())
        .bind(now.micros()).execute(db).await.map(|done| done.rows_affected()))?;
    match led {
        0 | 1 => Ok(led == 1),
        more => Err(StoreError::Unreadable(format!("{more} leases of one name"))),
    }
}
