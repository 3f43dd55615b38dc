//! Browsers that signed in before, what a session proved and when, and signing all others out.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    ids::{PersonId, SessionId},
    time::Moment,
};

statements! {
    IS_KNOWN = "select count(*) from known_devices where person = $1 and token_hash = $2";
    COUNT = "select count(*) from known_devices where person = $1";
    KNOW = "insert into known_devices (person, token_hash, first_at, last_at) values ($1, $2, $3, $3)
        on conflict (person, token_hash) do update set last_at = excluded.last_at";
    FORGET_OLD = "delete from known_devices where last_at < $1";
    PROVED = "update sessions set proved_at = $2 where id = $1";
    END = "update sessions set ends_at = $2 where id = $1";
    CLOSE_ALL = "delete from sessions where person = $1";
    CLOSE_OTHERS = "delete from sessions where person = $1 and id <> $2";
}

/// Whether somebody signed in from this browser before, by the hash of its cookie.
///
/// # Errors
/// When the store cannot be read.
pub async fn is_known(store: &Store, person: PersonId, token_hash: &[u8]) -> Stored<bool> {
    let count: i64 = on_engine!(store, db => sqlx::query_scalar(IS_KNOWN)
        .bind(person.0).bind(token_hash).fetch_one(db).await)?;
    Ok(count > 0)
}

/// From how many browsers that are known somebody signed in.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(store: &Store, person: PersonId) -> Stored<usize> {
    let count: i64 = on_engine!(store, db => sqlx::query_scalar(COUNT).bind(person.0).fetch_one(db).await)?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Remembers a browser.
///
/// # Errors
/// When the store cannot write.
pub async fn know(change: &mut Change, person: PersonId, token_hash: &[u8], now: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(KNOW).bind(person.0).bind(token_hash).bind(now.micros())
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Forgets browsers that nobody signed in from since.
///
/// # Errors
/// When the store cannot write.
pub async fn forget_old(change: &mut Change, before: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(FORGET_OLD).bind(before.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// The person of a session proved who they are.
///
/// # Errors
/// When the store cannot write.
pub async fn proved(change: &mut Change, session: SessionId, now: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(PROVED).bind(session.0).bind(now.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// Ends a session that nobody used for too long.
///
/// # Errors
/// When the store cannot write.
pub async fn end(change: &mut Change, session: SessionId, now: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(END).bind(session.0).bind(now.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// Signs out every browser of somebody.
///
/// # Errors
/// When the store cannot write.
pub async fn close_all(change: &mut Change, person: PersonId) -> Stored<()> {
    on_change!(change, db => sqlx::query(CLOSE_ALL).bind(person.0).execute(db).await.map(drop))?;
    Ok(())
}

/// Signs out every browser of somebody but one; says how many there were.
///
/// # Errors
/// When the store cannot write.
pub async fn close_others(change: &mut Change, person: PersonId, kept: SessionId) -> Stored<u64> {
    Ok(on_change!(change, db => sqlx::query(CLOSE_OTHERS).bind(person.0).bind(kept.0).execute(db).await
        .map(|done| done.rows_affected()))?)
}
