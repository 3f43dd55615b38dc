//! Who came to a reception: who read it, and what becomes of it at their own request.

use crate::{Change, Store, cases::Reading, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{ids::PersonId, receptions::Visitor, time::Day};
use uuid::Uuid;

statements! {
    NOTE_READING = "insert into visit_readings (visit, at, person, unit, reason, role, purpose)
        values ($1, $2, $3, $4, $5, $6, $7)";
    READINGS = "select at, unit, reason, role, purpose from visit_readings where visit = $1 order by at desc limit 200";
    NAME_OF = "select name from visitors where visit = $1";
    RENEW_RECEIPT = "update visits set receipt = $2 where id = $1";
    SET_VISITOR = "update visitors set name = $2, phone = $3 where visit = $1";
    DROP_VISITOR = "delete from visitors where visit = $1";
    DROP_DIGEST = "update visits set request_hash = $2 where id = $1";
    DAY_PASSED = "select 1 from visits v join reception_days d on d.id = v.reception_day where v.id = $1 and d.day < $2";
    PROMISES_OPEN = "select 1 from commitments where visit = $1 and answered_at is null limit 1";
}

/// Notes that somebody read how to call a visitor.
///
/// # Errors
/// When the store cannot write.
pub async fn note_reading(
    change: &mut Change,
    visit: Uuid,
    person: PersonId,
    reading: &Reading,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(NOTE_READING).bind(visit).bind(reading.at).bind(person.0).bind(reading.unit)
        .bind(&reading.reason).bind(&reading.role).bind(&reading.purpose).execute(db).await.map(drop))?;
    Ok(())
}

/// Who read how to call a visitor, last first.
///
/// # Errors
/// When the store cannot be read.
pub async fn readings(store: &Store, visit: Uuid) -> Stored<Vec<Reading>> {
    Ok(on_engine!(store, db => sqlx::query_as(READINGS).bind(visit).fetch_all(db).await)?)
}

/// What a visitor is called, inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn visitor_within(change: &mut Change, visit: Uuid) -> Stored<Option<String>> {
    Ok(on_change!(change, db => sqlx::query_scalar(NAME_OF).bind(visit).fetch_optional(db).await)?)
}

/// Puts a new code in place of the one that whoever booked a visit has; sending the booking once more no longer tells it.
///
/// # Errors
/// When the store cannot write.
pub async fn renew_receipt(change: &mut Change, visit: Uuid, receipt: &str) -> Stored<()> {
    drop_digest(change, visit).await?;
    on_change!(change, db => sqlx::query(RENEW_RECEIPT).bind(visit).bind(receipt).execute(db).await.map(drop))?;
    Ok(())
}

/// Puts what a visitor gave in place of what was kept.
///
/// # Errors
/// When the store cannot write.
pub async fn set_visitor(change: &mut Change, visit: Uuid, to: &Visitor) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET_VISITOR).bind(visit).bind(&to.name).bind(&to.phone)
        .execute(db).await.map(drop))?;
    drop_digest(change, visit).await
}

/// Erases what to call a visitor and where. Returns how many there were.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_visitor(change: &mut Change, visit: Uuid) -> Stored<u64> {
    drop_digest(change, visit).await?;
    Ok(on_change!(change, db => sqlx::query(DROP_VISITOR).bind(visit).execute(db).await
        .map(|done| done.rows_affected()))?)
}

async fn drop_digest(change: &mut Change, visit: Uuid) -> Stored<()> {
    on_change!(change, db => sqlx::query(DROP_DIGEST).bind(visit).bind(Vec::<u8>::new()).execute(db).await.map(drop))?;
    Ok(())
}

/// Whether something was promised at a visit that is not answered yet.
///
/// # Errors
/// When the store cannot be read.
pub async fn waits(change: &mut Change, visit: Uuid) -> Stored<bool> {
    let found: Option<i32> =
        on_change!(change, db => sqlx::query_scalar(PROMISES_OPEN).bind(visit).fetch_optional(db).await)?;
    Ok(found.is_some())
}

/// Whether the day of a visit has passed.
///
/// # Errors
/// When the store cannot be read.
pub async fn has_passed(change: &mut Change, visit: Uuid, today: Day) -> Stored<bool> {
    let today = today.to_string();
    let found: Option<i32> = on_change!(change, db => sqlx::query_scalar(DAY_PASSED).bind(visit).bind(&today).fetch_optional(db).await)?;
    Ok(found.is_some())
}
