//! What people sign in with: the hash of a password and until when a given one is good; and whether they may sign in at all.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{ids::PersonId, time::Moment};

statements! {
    SET = "update people set password_hash = $2, password_until = $3 where id = $1";
    GIVEN_UNTIL = "select password_until from people where id = $1";
    SET_ACTIVE = "update people set active = $2 where id = $1 and active <> $2";
}

/// Replaces a password's hash: by one of their own, or by one that was given and is good until then.
///
/// # Errors
/// When the store cannot write.
pub async fn set(change: &mut Change, id: PersonId, hash: &str, until: Option<Moment>) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET).bind(id.0).bind(hash).bind(until.map(Moment::micros))
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Until when the password somebody was given is good; nothing when it is their own.
///
/// # Errors
/// When the store cannot be read.
pub async fn given_until(store: &Store, id: PersonId) -> Stored<Option<Moment>> {
    let until: Option<Option<i64>> =
        on_engine!(store, db => sqlx::query_scalar(GIVEN_UNTIL).bind(id.0).fetch_optional(db).await)?;
    Ok(until.flatten().map(Moment::from_micros))
}

/// Lets somebody sign in or no longer; false when it was so already.
///
/// # Errors
/// When the store cannot write.
pub async fn set_active(change: &mut Change, id: PersonId, is_active: bool) -> Stored<bool> {
    let done = on_change!(change, db => sqlx::query(SET_ACTIVE).bind(id.0).bind(is_active).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(done > 0)
}
