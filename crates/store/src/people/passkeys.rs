//! Passkeys, and the questions that wait for an answer of one.

use super::PersonRow;
use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    ids::{PasskeyId, PersonId},
    people::Person,
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    ADD = "insert into passkeys (id, person, credential, kept, counter, name, added_at) values ($1, $2, $3, $4, $5, $6, $7)";
    OF = "select id, person, credential, kept, counter, name, added_at, used_at from passkeys where person = $1
        order by added_at, id";
    BY_CREDENTIAL = "select id, person, credential, kept, counter, name, added_at, used_at from passkeys
        where credential = $1";
    OWNER = "select p.id, p.sign_in, p.name, p.password_hash, p.active from passkeys k join people p on p.id = k.person
        where k.credential = $1";
    USED = "update passkeys set counter = $2, kept = $3, used_at = $4
        where id = $1 and (counter < $2 or counter = 0 and $2 = 0)";
    REMOVE = "delete from passkeys where id = $1 and person = $2";
    COUNT = "select count(*) from passkeys where person = $1";
    ASK = "insert into passkey_challenges (hash, browser, act, person, state, ends_at)
        values ($1, $2, $3, $4, $5, $6)";
    TAKE = "delete from passkey_challenges where hash = $1 and browser = $2 and act = $3 and ends_at > $4
        returning person, state";
    SWEEP = "delete from passkey_challenges where ends_at <= $1";
}

/// A passkey as it is kept.
#[derive(Clone, Debug, FromRow)]
pub struct Passkey {
    /// Own id.
    pub id: Uuid,
    /// Whose.
    pub person: Uuid,
    /// The id its authenticator gave it.
    pub credential: Vec<u8>,
    /// The passkey as webauthn-rs keeps it; of those added before it did only the public key, as COSE writes it.
    pub kept: Vec<u8>,
    /// How far it had counted; 0 for one that does not count.
    pub counter: i64,
    /// What its owner calls it.
    pub name: String,
    /// Added when, µs.
    pub added_at: i64,
    /// Last used when, µs.
    pub used_at: Option<i64>,
}

/// Adds one.
///
/// # Errors
/// [`crate::StoreError::Taken`] when some other person has it already.
pub async fn add(change: &mut Change, one: &Passkey) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD).bind(one.id).bind(one.person).bind(&one.credential[..])
        .bind(&one.kept[..]).bind(one.counter).bind(&one.name).bind(one.added_at)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Somebody's passkeys, the oldest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(store: &Store, person: PersonId) -> Stored<Vec<Passkey>> {
    Ok(on_engine!(store, db => sqlx::query_as(OF).bind(person.0).fetch_all(db).await)?)
}

/// A passkey and whose it is, by the id its authenticator gave it.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_credential(store: &Store, credential: &[u8]) -> Stored<Option<(Passkey, Person)>> {
    let passkey: Option<Passkey> =
        on_engine!(store, db => sqlx::query_as(BY_CREDENTIAL).bind(credential).fetch_optional(db).await)?;
    let owner: Option<PersonRow> =
        on_engine!(store, db => sqlx::query_as(OWNER).bind(credential).fetch_optional(db).await)?;
    Ok(passkey.zip(owner).map(|(passkey, owner)| (passkey, owner.split().0)))
}

/// How many somebody has.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(store: &Store, person: PersonId) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(COUNT).bind(person.0).fetch_one(db).await)?)
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_within(change: &mut Change, person: PersonId) -> Stored<i64> {
    Ok(on_change!(change, db => sqlx::query_scalar(COUNT).bind(person.0).fetch_one(db).await)?)
}

/// One was used; false when it had counted as far before.
///
/// # Errors
/// When the store cannot write.
pub async fn used(
    change: &mut Change,
    id: PasskeyId,
    (counter, kept): (i64, &[u8]),
    now: Moment,
) -> Stored<bool> {
    let used = on_change!(change, db => sqlx::query(USED).bind(id.0).bind(counter).bind(kept).bind(now.micros())
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(used > 0)
}

/// Removes one of somebody's; false when they have no such.
///
/// # Errors
/// When the store cannot write.
pub async fn remove(change: &mut Change, id: PasskeyId, person: PersonId) -> Stored<bool> {
    let gone = on_change!(change, db => sqlx::query(REMOVE).bind(id.0).bind(person.0).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(gone > 0)
}

/// A question that waits for its answer.
pub struct Question<'a> {
    /// The hash of what is to be signed.
    pub hash: &'a [u8],
    /// The hash of the browser's secret.
    pub browser: &'a [u8],
    /// For which act.
    pub act: &'a str,
    /// Who must answer; nobody in particular where a name is not typed.
    pub person: Option<PersonId>,
    /// What must be remembered until it is answered.
    pub state: &'a str,
    /// Until when it waits.
    pub ends_at: Moment,
}

/// Asks a question; those that waited too long go.
///
/// # Errors
/// When the store cannot write.
pub async fn ask(change: &mut Change, one: Question<'_>, now: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(SWEEP).bind(now.micros()).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(ASK).bind(one.hash).bind(one.browser).bind(one.act)
        .bind(one.person.map(|person| person.0)).bind(one.state).bind(one.ends_at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// A question that was taken back.
pub struct Taken {
    /// Who must answer, if it is somebody in particular.
    pub person: Option<PersonId>,
    /// What was remembered of it.
    pub state: String,
}

/// Takes a question back, so that it is answered once; nothing when this browser was not asked it, of late, for this act.
///
/// # Errors
/// When the store cannot write.
pub async fn take(
    change: &mut Change,
    (hash, browser, act): (&[u8], &[u8], &str),
    now: Moment,
) -> Stored<Option<Taken>> {
    let found: Option<(Option<Uuid>, String)> = on_change!(change, db => sqlx::query_as(TAKE).bind(hash)
        .bind(browser).bind(act).bind(now.micros()).fetch_optional(db).await)?;
    Ok(found.map(|(person, state)| Taken { person: person.map(PersonId), state }))
}
