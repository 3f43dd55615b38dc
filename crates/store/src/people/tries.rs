//! Failed tries, each counted under what it was a try of.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::time::Moment;

statements! {
    TRIES = "select failures, first_at from tries where subject = $1";
    TRIED = "insert into tries (subject, failures, first_at) values ($1, 1, $2)
        on conflict (subject) do update set
            failures = case when tries.first_at < $3 then 1 else tries.failures + 1 end,
            first_at = case when tries.first_at < $3 then $2 else tries.first_at end
        returning failures, first_at";
    NO_TRY = "update tries set failures = failures - 1 where subject = $1 and failures > 0";
    FORGIVE = "delete from tries where subject = $1";
}

/// How often something failed of late, and since when.
///
/// # Errors
/// When the store cannot be read.
pub async fn tries(store: &Store, subject: &str) -> Stored<Option<(i64, Moment)>> {
    let row: Option<(i64, i64)> =
        on_engine!(store, db => sqlx::query_as(TRIES).bind(subject).fetch_optional(db).await)?;
    Ok(row.map(|(failures, first)| (failures, Moment::from_micros(first))))
}

/// Counts a try and says how many there are, and since when; tries before `forget_before` no longer count. Whoever counts the
/// same at the same time waits for the end of this change.
///
/// # Errors
/// When the store cannot write.
pub async fn tried(
    change: &mut Change,
    subject: &str,
    now: Moment,
    forget_before: Moment,
) -> Stored<(i64, Moment)> {
    let (failures, first): (i64, i64) = on_change!(change, db => sqlx::query_as(TRIED).bind(subject)
        .bind(now.micros()).bind(forget_before.micros()).fetch_one(db).await)?;
    Ok((failures, Moment::from_micros(first)))
}

/// One try that was counted did not fail.
///
/// # Errors
/// When the store cannot write.
pub async fn no_try(change: &mut Change, subject: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(NO_TRY).bind(subject).execute(db).await.map(drop))?;
    Ok(())
}

/// Forgets failed tries after a good one.
///
/// # Errors
/// When the store cannot write.
pub async fn forgive(change: &mut Change, subject: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(FORGIVE).bind(subject).execute(db).await.map(drop))?;
    Ok(())
}
