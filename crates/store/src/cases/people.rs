//! Whoever asked, everybody who has the same matter, and who read how to reach them.

use crate::{Change, Store, engine::Stored, on_change, on_engine, put_off, statements};
use danvan_domain::{
    cases::Contact,
    ids::{CaseId, PersonId},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    SAVE_CONTACT = "insert into contacts (case_id, name, phone, email) values ($1, $2, $3, $4)";
    CONTACT = "select name, phone, email from contacts where case_id = $1";
    WAYS = "select name is not null, phone is not null, email is not null from contacts where case_id = $1";
    ADD_SUPPORTER = "insert into supporters (receipt, case_id, at, phone, email, request_id)
        values ($1, $2, $3, $4, $5, $6) on conflict (request_id) do nothing";
    SUPPORTER = "select case_id from supporters where receipt = $1";
    SUPPORTER_BY_REQUEST = "select receipt from supporters where request_id = $1";
    NOTE_READING = "insert into readings (case_id, at, person, unit, reason, role, purpose)
        values ($1, $2, $3, $4, $5, $6, $7)";
    READINGS = "select at, unit, reason, role, purpose from readings where case_id = $1 order by at desc limit 200";
}

/// Keeps how to reach whoever asked.
///
/// # Errors
/// When the store cannot write.
pub async fn save_contact(change: &mut Change, case: CaseId, contact: &Contact) -> Stored<()> {
    put_off!(change, SAVE_CONTACT, case.0, &contact.name, &contact.phone, &contact.email);
    Ok(())
}

type ContactRow = (Option<String>, Option<String>, Option<String>);

/// How to reach whoever asked. The action that calls this notes the reading first.
///
/// # Errors
/// When the store cannot be read.
pub async fn contact(store: &Store, case: CaseId) -> Stored<Option<Contact>> {
    let row: Option<ContactRow> =
        on_engine!(store, db => sqlx::query_as(CONTACT).bind(case.0).fetch_optional(db).await)?;
    Ok(row.map(|(name, phone, email)| Contact { name, phone, email }))
}

/// Which ways of reaching whoever asked there are (name, phone, e-mail), without reading them.
///
/// # Errors
/// When the store cannot be read.
pub async fn contact_ways(store: &Store, case: CaseId) -> Stored<Option<(bool, bool, bool)>> {
    Ok(on_engine!(store, db => sqlx::query_as(WAYS).bind(case.0).fetch_optional(db).await)?)
}

/// Somebody has the same matter. Returns the receipt they hold: a new one, or the one of the same request before.
///
/// # Errors
/// When the store cannot write.
pub async fn add_supporter(
    change: &mut Change,
    receipt: &str,
    case: CaseId,
    at: Moment,
    contact: &Contact,
    request: Uuid,
) -> Stored<(String, bool)> {
    let added = on_change!(change, db => sqlx::query(ADD_SUPPORTER).bind(receipt).bind(case.0).bind(at.micros())
        .bind(&contact.phone).bind(&contact.email).bind(request).execute(db).await
        .map(|done| done.rows_affected()))?;
    if added == 1 {
        return Ok((receipt.to_owned(), true));
    }
    let before: String =
        on_change!(change, db => sqlx::query_scalar(SUPPORTER_BY_REQUEST).bind(request).fetch_one(db).await)?;
    Ok((before, false))
}

/// The case a supporter's receipt is for.
///
/// # Errors
/// When the store cannot be read.
pub async fn supporter(store: &Store, receipt: &str) -> Stored<Option<CaseId>> {
    let case: Option<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(SUPPORTER).bind(receipt).fetch_optional(db).await)?;
    Ok(case.map(CaseId))
}

/// Somebody reads how to reach whoever asked.
///
/// # Errors
/// When the store cannot write.
pub async fn note_reading(
    change: &mut Change,
    case: CaseId,
    person: PersonId,
    reading: &Reading,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(NOTE_READING).bind(case.0).bind(reading.at).bind(person.0)
        .bind(reading.unit).bind(&reading.reason).bind(&reading.role).bind(&reading.purpose)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// One reading of personal data, as its owner sees it: the office, never the officer's name.
#[derive(FromRow)]
pub struct Reading {
    /// When, µs.
    pub at: i64,
    /// Which office.
    pub unit: Uuid,
    /// What the reader said besides.
    pub reason: String,
    /// As what they read, a word of [`danvan_domain::people::Role`]; empty for readings of earlier days.
    pub role: String,
    /// For what, a code of the list of reasons; empty for readings of earlier days.
    pub purpose: String,
}

/// Who read the personal data of whoever asked, last first.
///
/// # Errors
/// When the store cannot be read.
pub async fn readings(store: &Store, case: CaseId) -> Stored<Vec<Reading>> {
    Ok(on_engine!(store, db => sqlx::query_as(READINGS).bind(case.0).fetch_all(db).await)?)
}
