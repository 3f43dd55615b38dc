//! Consent, a row for each purpose and each time it was given.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::time::Moment;
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    GIVE = "insert into consents (id, thing, receipt, purpose, given_at, words, version, way)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    RENEW_RECEIPT = "update consents set receipt = $2 where receipt = $1";
    WITHDRAW = "update consents set withdrawn_at = $3 where receipt = $1 and purpose = $2 and withdrawn_at is null";
    WITHDRAW_ALL = "update consents set withdrawn_at = $2 where receipt = $1 and withdrawn_at is null";
    OF_RECEIPT = "select purpose, given_at, words, version, way, withdrawn_at from consents where receipt = $1
        order by given_at, id";
    STANDING_OF = "select receipt from consents where thing = $1 and purpose = $2 and withdrawn_at is null";
    DROP_OF = "delete from consents where thing = $1";
    STANDS = "select 1 from consents where receipt = $1 and purpose = $2 and withdrawn_at is null";
}

/// The proof of a consent: which words were shown, when, and how it was given; and when it was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Consent {
    /// For what.
    pub purpose: String,
    /// When it was given, µs.
    pub given_at: i64,
    /// The words that were shown.
    pub words: String,
    /// Which version of them: the beginning of their SHA-256.
    pub version: String,
    /// How: `receipt` on the page of the receipt.
    pub way: String,
    /// When it was withdrawn, µs.
    pub withdrawn_at: Option<i64>,
}

/// Keeps that somebody agreed.
///
/// # Errors
/// When the store cannot write.
pub async fn give(
    change: &mut Change,
    id: Uuid,
    (thing, receipt): (Uuid, &str),
    consent: &Consent,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(GIVE).bind(id).bind(thing).bind(receipt).bind(&consent.purpose)
        .bind(consent.given_at).bind(&consent.words).bind(&consent.version).bind(&consent.way)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Keeps that somebody withdrew their consent; false when none stood.
///
/// # Errors
/// When the store cannot write.
pub async fn withdraw(change: &mut Change, receipt: &str, purpose: &str, at: Moment) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(WITHDRAW).bind(receipt).bind(purpose).bind(at.micros())
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Keeps that somebody withdrew every consent that stood.
///
/// # Errors
/// When the store cannot write.
pub async fn withdraw_all(change: &mut Change, receipt: &str, at: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(WITHDRAW_ALL).bind(receipt).bind(at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// Every consent of a receipt's holder, withdrawn ones included.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_receipt(store: &Store, receipt: &str) -> Stored<Vec<Consent>> {
    Ok(on_engine!(store, db => sqlx::query_as(OF_RECEIPT).bind(receipt).fetch_all(db).await)?)
}

/// Whether a consent stands.
///
/// # Errors
/// When the store cannot be read.
pub async fn stands(store: &Store, receipt: &str, purpose: &str) -> Stored<bool> {
    let found: Option<i32> = on_engine!(store, db => sqlx::query_scalar(STANDS).bind(receipt).bind(purpose).fetch_optional(db).await)?;
    Ok(found.is_some())
}

/// What was agreed to under one code stands under another.
///
/// # Errors
/// When the store cannot write.
pub async fn renew_receipt(change: &mut Change, old: &str, new: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(RENEW_RECEIPT).bind(old).bind(new).execute(db).await.map(drop))?;
    Ok(())
}

/// Which holders of receipts of one thing agree to a purpose.
///
/// # Errors
/// When the store cannot be read.
pub async fn standing_of(store: &Store, thing: Uuid, purpose: &str) -> Stored<Vec<String>> {
    Ok(
        on_engine!(store, db => sqlx::query_scalar(STANDING_OF).bind(thing).bind(purpose).fetch_all(db).await)?,
    )
}

/// Takes the consents about one thing away: it is under seal, and nothing may tell of it.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_of(change: &mut Change, thing: Uuid) -> Stored<()> {
    on_change!(change, db => sqlx::query(DROP_OF).bind(thing).execute(db).await.map(drop))?;
    Ok(())
}
