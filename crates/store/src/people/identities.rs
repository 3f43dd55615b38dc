//! Who people are at another provider, and browsers that were sent there.

use super::PersonRow;
use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{ids::PersonId, people::Person, time::Moment};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    LINK = "insert into identities (issuer, subject, person, linked_at, linked_by) values ($1, $2, $3, $4, $5)";
    UNLINK = "delete from identities where issuer = $1 and subject = $2 and person = $3";
    OF = "select issuer, subject, linked_at from identities where person = $1 order by linked_at, subject";
    WHO = "select p.id, p.sign_in, p.name, p.password_hash, p.active from identities i join people p on p.id = i.person
        where i.issuer = $1 and i.subject = $2";
    SEND = "insert into provider_visits (hash, browser, act, person, nonce, verifier, next, asked_at, ends_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    BACK = "delete from provider_visits where hash = $1 and browser = $2 and ends_at > $3
        returning act, person, nonce, verifier, next, asked_at";
    SWEEP = "delete from provider_visits where ends_at <= $1";
}

/// Who somebody is at a provider.
#[derive(Clone, Debug, FromRow)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// What it calls them.
    pub subject: String,
    /// Linked when, µs.
    pub linked_at: i64,
}

/// Links somebody to what a provider calls them.
///
/// # Errors
/// [`crate::StoreError::Taken`] when that is somebody already.
pub async fn link(change: &mut Change, person: PersonId, one: &Identity, by: Option<PersonId>) -> Stored<()> {
    on_change!(change, db => sqlx::query(LINK).bind(&one.issuer).bind(&one.subject).bind(person.0)
        .bind(one.linked_at).bind(by.map(|by| by.0)).execute(db).await.map(drop))?;
    Ok(())
}

/// Unlinks somebody; false when they were not linked.
///
/// # Errors
/// When the store cannot write.
pub async fn unlink(change: &mut Change, person: PersonId, issuer: &str, subject: &str) -> Stored<bool> {
    let gone = on_change!(change, db => sqlx::query(UNLINK).bind(issuer).bind(subject).bind(person.0)
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(gone > 0)
}

/// Who somebody is at providers.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(store: &Store, person: PersonId) -> Stored<Vec<Identity>> {
    Ok(on_engine!(store, db => sqlx::query_as(OF).bind(person.0).fetch_all(db).await)?)
}

/// Whom a provider means.
///
/// # Errors
/// When the store cannot be read.
pub async fn who(store: &Store, issuer: &str, subject: &str) -> Stored<Option<Person>> {
    let row: Option<PersonRow> =
        on_engine!(store, db => sqlx::query_as(WHO).bind(issuer).bind(subject).fetch_optional(db).await)?;
    Ok(row.map(|row| row.split().0))
}

/// A browser that is sent to the provider.
#[derive(Clone, Debug, FromRow)]
pub struct Visit {
    /// For which act.
    pub act: String,
    /// Who must come back; nobody in particular when signing in.
    pub person: Option<Uuid>,
    /// What the token must repeat.
    pub nonce: String,
    /// The secret without which the code is worth nothing.
    pub verifier: String,
    /// The path it wanted to go to.
    pub next: String,
    /// Sent when, µs.
    pub asked_at: i64,
}

/// Keeps a visit until the browser is back; those that waited too long go.
///
/// # Errors
/// When the store cannot write.
pub async fn send(
    change: &mut Change,
    (hash, browser): (&[u8], &[u8]),
    visit: &Visit,
    ends_at: Moment,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(SWEEP).bind(visit.asked_at).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(SEND).bind(hash).bind(browser).bind(&visit.act).bind(visit.person)
        .bind(&visit.nonce).bind(&visit.verifier).bind(&visit.next).bind(visit.asked_at).bind(ends_at.micros())
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Takes a visit back, so that a browser comes back once; nothing when this browser was not sent, or too long ago.
///
/// # Errors
/// When the store cannot write.
pub async fn back(change: &mut Change, hash: &[u8], browser: &[u8], now: Moment) -> Stored<Option<Visit>> {
    Ok(on_change!(change, db => sqlx::query_as(BACK).bind(hash).bind(browser).bind(now.micros())
        .fetch_optional(db).await)?)
}
