//! Second factors: an authenticator app a person, codes on paper, and right passwords that wait for a code.

use super::PersonRow;
use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{ids::PersonId, people::Person, time::Moment};
use sqlx_macros::FromRow;

statements! {
    GET = "select secret, added_at, confirmed_at, last_step from second_factors where person = $1";
    PUT = "insert into second_factors (person, secret, added_at, confirmed_at, last_step) values ($1, $2, $3, null, 0)
        on conflict (person) do update set secret = excluded.secret, added_at = excluded.added_at,
            confirmed_at = null, last_step = 0";
    CONFIRM = "update second_factors set confirmed_at = $2, last_step = $3 where person = $1";
    USE_STEP = "update second_factors set last_step = $2 where person = $1 and last_step < $2";
    REMOVE = "delete from second_factors where person = $1";
    ADD_CODE = "insert into recovery_codes (person, hash) values ($1, $2)";
    USE_CODE = "delete from recovery_codes where person = $1 and hash = $2";
    HAS_CODE = "select count(*) from recovery_codes where person = $1 and hash = $2";
    REMOVE_CODES = "delete from recovery_codes where person = $1";
    /// Codes on paper stand in for an app or a passkey; without either they open nothing.
    REMOVE_IDLE_CODES = "delete from recovery_codes where person = $1
        and not exists (select 1 from second_factors f where f.person = $1 and f.confirmed_at is not null)
        and not exists (select 1 from passkeys k where k.person = $1)";
    CODES_LEFT = "select count(*) from recovery_codes where person = $1";
    ADD_TICKET = "insert into sign_in_tickets (token_hash, person, wanted, ends_at) values ($1, $2, $3, $4)";
    TICKET = "select p.id, p.sign_in, p.name, p.password_hash, p.active from sign_in_tickets t
        join people p on p.id = t.person where t.token_hash = $1 and t.wanted = $2 and t.ends_at > $3";
    USE_TICKET = "delete from sign_in_tickets where token_hash = $1";
    REMOVE_TICKETS = "delete from sign_in_tickets where person = $1";
    SWEEP_TICKETS = "delete from sign_in_tickets where ends_at <= $1";
}

/// What whoever gave a right password must do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Show a second factor.
    Factor,
    /// Choose a password of their own.
    Password,
}

impl Wanted {
    const fn word(self) -> &'static str {
        match self {
            Self::Factor => "factor",
            Self::Password => "password",
        }
    }
}

/// An authenticator app.
#[derive(FromRow)]
pub struct App {
    /// The secret it shares with the house.
    pub secret: Vec<u8>,
    /// When it was added, µs.
    pub added_at: i64,
    /// When a first code was right, µs; before that it does not count.
    pub confirmed_at: Option<i64>,
    /// The step of the last code used; none up to it is taken again.
    pub last_step: i64,
}

/// Somebody's authenticator app.
///
/// # Errors
/// When the store cannot be read.
pub async fn app(store: &Store, person: PersonId) -> Stored<Option<App>> {
    Ok(on_engine!(store, db => sqlx::query_as(GET).bind(person.0).fetch_optional(db).await)?)
}

/// Puts an app in place of the one before; it does not count until it is confirmed.
///
/// # Errors
/// When the store cannot write.
pub async fn put(change: &mut Change, person: PersonId, secret: &[u8], now: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(PUT).bind(person.0).bind(secret).bind(now.micros())
        .execute(db).await.map(drop))?;
    Ok(())
}

/// A first code was right.
///
/// # Errors
/// When the store cannot write.
pub async fn confirm(change: &mut Change, person: PersonId, now: Moment, step: i64) -> Stored<()> {
    on_change!(change, db => sqlx::query(CONFIRM).bind(person.0).bind(now.micros()).bind(step)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Uses the code of a step; false when it or a later one was used before.
///
/// # Errors
/// When the store cannot write.
pub async fn use_step(change: &mut Change, person: PersonId, step: i64) -> Stored<bool> {
    let used = on_change!(change, db => sqlx::query(USE_STEP).bind(person.0).bind(step).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(used > 0)
}

/// Takes the app away, and codes on paper with the last second factor; false when there was none.
///
/// # Errors
/// When the store cannot write.
pub async fn remove(change: &mut Change, person: PersonId) -> Stored<bool> {
    let gone = on_change!(change, db => sqlx::query(REMOVE).bind(person.0).execute(db).await
        .map(|done| done.rows_affected()))?;
    remove_idle_codes(change, person).await?;
    Ok(gone > 0)
}

/// Takes codes on paper away from whoever has neither app nor passkey.
///
/// # Errors
/// When the store cannot write.
pub async fn remove_idle_codes(change: &mut Change, person: PersonId) -> Stored<()> {
    on_change!(change, db => sqlx::query(REMOVE_IDLE_CODES).bind(person.0).execute(db).await.map(drop))?;
    Ok(())
}

/// Puts codes on paper in place of those before.
///
/// # Errors
/// When the store cannot write.
pub async fn put_codes(change: &mut Change, person: PersonId, hashes: &[Vec<u8>]) -> Stored<()> {
    on_change!(change, db => sqlx::query(REMOVE_CODES).bind(person.0).execute(db).await.map(drop))?;
    for hash in hashes {
        on_change!(change, db => sqlx::query(ADD_CODE).bind(person.0).bind(&hash[..]).execute(db).await.map(drop))?;
    }
    Ok(())
}

/// Uses a code on paper; false when there is no such code.
///
/// # Errors
/// When the store cannot write.
pub async fn use_code(change: &mut Change, person: PersonId, hash: &[u8]) -> Stored<bool> {
    let used = on_change!(change, db => sqlx::query(USE_CODE).bind(person.0).bind(hash).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(used > 0)
}

/// Whether somebody has such a code on paper.
///
/// # Errors
/// When the store cannot be read.
pub async fn has_code(store: &Store, person: PersonId, hash: &[u8]) -> Stored<bool> {
    let count: i64 = on_engine!(store, db => sqlx::query_scalar(HAS_CODE)
        .bind(person.0).bind(hash).fetch_one(db).await)?;
    Ok(count > 0)
}

/// How many codes on paper are left.
///
/// # Errors
/// When the store cannot be read.
pub async fn codes_left(store: &Store, person: PersonId) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(CODES_LEFT).bind(person.0).fetch_one(db).await)?)
}

/// A right password waits for its code; those that waited too long go.
///
/// # Errors
/// When the store cannot write.
pub async fn add_ticket(
    change: &mut Change,
    (token_hash, person): (&[u8], PersonId),
    wanted: Wanted,
    now: Moment,
    ends_at: Moment,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(SWEEP_TICKETS).bind(now.micros()).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(ADD_TICKET).bind(token_hash).bind(person.0).bind(wanted.word())
        .bind(ends_at.micros())        .execute(db).await.map(drop))?;
    Ok(())
}

/// Whose password was right, where this is what is wanted next.
///
/// # Errors
/// When the store cannot be read.
pub async fn ticket(store: &Store, token_hash: &[u8], wanted: Wanted, now: Moment) -> Stored<Option<Person>> {
    let row: Option<PersonRow> = on_engine!(store, db => sqlx::query_as(TICKET)
        .bind(token_hash).bind(wanted.word()).bind(now.micros()).fetch_optional(db).await)?;
    Ok(row.map(|row| row.split().0))
}

/// Uses a ticket up; false when it was used before.
///
/// # Errors
/// When the store cannot write.
pub async fn use_ticket(change: &mut Change, token_hash: &[u8]) -> Stored<bool> {
    let used = on_change!(change, db => sqlx::query(USE_TICKET).bind(token_hash).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(used > 0)
}

/// Removes what stands for somebody's right passwords.
///
/// # Errors
/// When the store cannot write.
pub async fn remove_tickets(change: &mut Change, person: PersonId) -> Stored<()> {
    on_change!(change, db => sqlx::query(REMOVE_TICKETS).bind(person.0).execute(db).await.map(drop))?;
    Ok(())
}
