//! Handlers of seals, their key pairs, and recovery keys.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    ids::{PersonId, UnitId},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    ADD_KEY = "insert into seal_keys (id, person, public, lock, salt, memory, passes, private, made_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    END_KEYS = "update seal_keys set ended_at = $2 where person = $1 and ended_at is null";
    KEY = "select id, public, lock, salt, memory, passes, private, made_at from seal_keys
        where person = $1 and ended_at is null and lock = 'passphrase'";
    HOLD_KEY = "update seal_keys set made_at = made_at where id = $1 and ended_at is null";
    HOLD_KEY_OF = "update seal_keys set made_at = made_at where person = $1 and ended_at is null and lock = 'passphrase'";
    LOCKS = "select id, public, lock, salt, memory, passes, private, made_at from seal_keys
        where person = $1 and ended_at is null and lock = 'passkey' order by made_at, id";
    DROP_LOCKS = "delete from seal_keys where person = $1 and lock = 'passkey'";
    NAME_HANDLER = "insert into seal_handlers (id, unit, person, named_by, named_at) values ($1, $2, $3, $4, $5)";
    END_HANDLER = "update seal_handlers set ended_at = $3 where unit = $1 and person = $2 and ended_at is null";
    HANDLERS = "select h.person, h.named_at, k.id as key_id, k.public from seal_handlers h
        left join seal_keys k on k.person = h.person and k.ended_at is null and k.lock = 'passphrase'
        where h.unit = $1 and h.ended_at is null order by h.named_at, h.id";
    UNITS_OF = "select unit from seal_handlers where person = $1 and ended_at is null order by unit";
    VERSION = "select version from seal_holders where unit = $1";
    HOLD = "update seal_holders set version = version where unit = $1 and version = $2";
    RENEW = "insert into seal_holders (unit, version) values ($1, 1)
        on conflict (unit) do update set version = seal_holders.version + 1";
    UNITS = "select distinct unit from seal_handlers where ended_at is null order by unit";
    COMPARTMENTS = "select unit from seal_handlers where ended_at is null union select unit from seals
        union select unit from seal_recoveries where ended_at is null order by 1";
    ADD_RECOVERY = "insert into seal_recoveries (id, unit, public, needed, shares, made_by, witness, made_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    END_RECOVERIES = "update seal_recoveries set ended_at = $2 where unit = $1 and ended_at is null";
    RECOVERY = "select id, public, needed, shares, made_at from seal_recoveries
        where unit = $1 and ended_at is null";
    RECOVERIES = "select id, public, needed, shares, made_at, (select count(*) from seals e
            join seal_shares s on s.seal = e.id and s.part = 'original' and s.recipient = seal_recoveries.id
            where e.unit = $1) as seals, ended_at is null as is_newest
        from seal_recoveries where unit = $1
        order by case when ended_at is null then 0 else 1 end, made_at desc, id desc";
}

/// The units that have handlers.
///
/// # Errors
/// When the store cannot be read.
pub async fn units(store: &Store) -> Stored<Vec<UnitId>> {
    let units: Vec<Uuid> = on_engine!(store, db => sqlx::query_scalar(UNITS).fetch_all(db).await)?;
    Ok(units.into_iter().map(UnitId).collect())
}

/// The units that have handlers, a recovery key or something sealed.
///
/// # Errors
/// When the store cannot be read.
pub async fn compartments(store: &Store) -> Stored<Vec<UnitId>> {
    let units: Vec<Uuid> = on_engine!(store, db => sqlx::query_scalar(COMPARTMENTS).fetch_all(db).await)?;
    Ok(units.into_iter().map(UnitId).collect())
}

/// A key pair, its private half closed.
#[derive(Clone, FromRow)]
pub struct Key {
    /// Own id.
    pub id: Uuid,
    /// The public half.
    pub public: Vec<u8>,
    /// By what the private half is closed: `passphrase`, or `passkey` for what stands beside such a one.
    pub lock: String,
    /// What the passphrase is stretched with.
    pub salt: Vec<u8>,
    /// Memory of the stretching, in KiB.
    pub memory: i64,
    /// Passes of the stretching.
    pub passes: i64,
    /// The private half, closed.
    pub private: Vec<u8>,
    /// When it was made, µs.
    pub made_at: i64,
}

/// Somebody who handles the seals of a unit.
#[derive(Clone, FromRow)]
pub struct Handler {
    /// Who.
    pub person: Uuid,
    /// Since when, µs.
    pub named_at: i64,
    /// Their key, once they have made one.
    pub key_id: Option<Uuid>,
    /// Its public half.
    pub public: Option<Vec<u8>>,
}

/// A recovery key.
#[derive(Clone, FromRow)]
pub struct Recovery {
    /// Own id.
    pub id: Uuid,
    /// The public half.
    pub public: Vec<u8>,
    /// So many shares give the private half back.
    pub needed: i64,
    /// So many shares there are.
    pub shares: i64,
    /// When it was made, µs.
    pub made_at: i64,
}

/// A recovery key, the newest or an earlier one, with what it opens.
#[derive(Clone, FromRow)]
pub struct OneRecovery {
    /// The key.
    #[sqlx(flatten)]
    pub key: Recovery,
    /// How many seals of the unit its shares open.
    pub seals: i64,
    /// Whether it is the one that is used today.
    pub is_newest: bool,
}

/// The number of those who hold the keys of a unit's seals: another one whenever somebody comes, goes or makes another key.
///
/// # Errors
/// When the store cannot be read.
pub async fn version(store: &Store, unit: UnitId) -> Stored<i64> {
    let version: Option<i64> =
        on_engine!(store, db => sqlx::query_scalar(VERSION).bind(unit.0).fetch_optional(db).await)?;
    Ok(version.unwrap_or(0))
}

/// Holds on to who holds the keys of a unit's seals until the change ends. Returns whether they are still those of a
/// number. It comes first in a change, so that two never wait for each other.
///
/// # Errors
/// When the store cannot write.
pub async fn hold(change: &mut Change, unit: UnitId, version: i64) -> Stored<bool> {
    let held = on_change!(change, db => sqlx::query(HOLD).bind(unit.0).bind(version).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(held == 1)
}

/// Whoever holds the keys of a unit's seals is another from here on.
///
/// # Errors
/// When the store cannot write.
pub async fn renew(change: &mut Change, unit: UnitId) -> Stored<()> {
    on_change!(change, db => sqlx::query(RENEW).bind(unit.0).execute(db).await.map(drop))?;
    Ok(())
}

/// The units whose seals somebody handles.
///
/// # Errors
/// When the store cannot be read.
pub async fn units_of(store: &Store, person: PersonId) -> Stored<Vec<UnitId>> {
    let units: Vec<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(UNITS_OF).bind(person.0).fetch_all(db).await)?;
    Ok(units.into_iter().map(UnitId).collect())
}

/// Ends somebody's key; whatever it opened opens for it no more once it is closed anew.
///
/// # Errors
/// When the store cannot write.
pub async fn end_key(change: &mut Change, person: PersonId, at: Moment) -> Stored<bool> {
    let ended = on_change!(change, db => sqlx::query(END_KEYS).bind(person.0).bind(at.micros()).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(ended > 0)
}

/// Keeps somebody's new key; the one before ends.
///
/// # Errors
/// When the store cannot write.
pub async fn add_key(change: &mut Change, person: PersonId, key: &Key) -> Stored<()> {
    on_change!(change, db => sqlx::query(END_KEYS).bind(person.0).bind(key.made_at).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(ADD_KEY).bind(key.id).bind(person.0).bind(&key.public).bind(&key.lock)
        .bind(&key.salt).bind(key.memory).bind(key.passes).bind(&key.private).bind(key.made_at)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Somebody's key.
///
/// # Errors
/// When the store cannot be read.
pub async fn key(store: &Store, person: PersonId) -> Stored<Option<Key>> {
    Ok(on_engine!(store, db => sqlx::query_as(KEY).bind(person.0).fetch_optional(db).await)?)
}

/// Keeps somebody's key closed once more, by a passkey; it ends with the key.
///
/// # Errors
/// When the store cannot write.
pub async fn add_lock(change: &mut Change, person: PersonId, lock: &Key) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_KEY).bind(lock.id).bind(person.0).bind(&lock.public).bind(&lock.lock)
        .bind(&lock.salt).bind(lock.memory).bind(lock.passes).bind(&lock.private).bind(lock.made_at)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Somebody's key as their passkeys close it.
///
/// # Errors
/// When the store cannot be read.
pub async fn locks(store: &Store, person: PersonId) -> Stored<Vec<Key>> {
    Ok(on_engine!(store, db => sqlx::query_as(LOCKS).bind(person.0).fetch_all(db).await)?)
}

/// Holds a key until the end of the change; false when it has ended.
///
/// # Errors
/// When the store cannot write.
pub async fn hold_key(change: &mut Change, id: Uuid) -> Stored<bool> {
    let held = on_change!(change, db => sqlx::query(HOLD_KEY).bind(id).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(held == 1)
}

/// Holds whatever key somebody has until the end of the change.
///
/// # Errors
/// When the store cannot write.
pub async fn hold_key_of(change: &mut Change, person: PersonId) -> Stored<()> {
    on_change!(change, db => sqlx::query(HOLD_KEY_OF).bind(person.0).execute(db).await.map(drop))?;
    Ok(())
}

/// No passkey opens somebody's key any more: one of them was removed, and nobody can tell which of these it closed.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_locks(change: &mut Change, person: PersonId) -> Stored<()> {
    on_change!(change, db => sqlx::query(DROP_LOCKS).bind(person.0).execute(db).await.map(drop))?;
    Ok(())
}

/// Names a handler.
///
/// # Errors
/// When the store cannot write.
pub async fn name_handler(
    change: &mut Change,
    id: Uuid,
    unit: UnitId,
    person: PersonId,
    by: PersonId,
    at: Moment,
) -> Stored<()> {
    renew(change, unit).await?;
    on_change!(change, db => sqlx::query(NAME_HANDLER).bind(id).bind(unit.0).bind(person.0).bind(by.0)
        .bind(at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// Ends somebody's handling of a unit's seals.
///
/// # Errors
/// When the store cannot write.
pub async fn end_handler(change: &mut Change, unit: UnitId, person: PersonId, at: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(END_HANDLER).bind(unit.0).bind(person.0).bind(at.micros())
        .execute(db).await.map(drop))?;
    Ok(())
}

/// The handlers of a unit, in the order in which they were named.
///
/// # Errors
/// When the store cannot be read.
pub async fn handlers(store: &Store, unit: UnitId) -> Stored<Vec<Handler>> {
    Ok(on_engine!(store, db => sqlx::query_as(HANDLERS).bind(unit.0).fetch_all(db).await)?)
}

/// Keeps a new recovery key of a unit; the one before ends.
///
/// # Errors
/// When the store cannot write.
pub async fn add_recovery(
    change: &mut Change,
    unit: UnitId,
    recovery: &Recovery,
    by: PersonId,
    witness: PersonId,
) -> Stored<()> {
    renew(change, unit).await?;
    on_change!(change, db => sqlx::query(END_RECOVERIES).bind(unit.0).bind(recovery.made_at)
        .execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(ADD_RECOVERY).bind(recovery.id).bind(unit.0).bind(&recovery.public)
        .bind(recovery.needed).bind(recovery.shares).bind(by.0).bind(witness.0).bind(recovery.made_at)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// The recovery key of a unit.
///
/// # Errors
/// When the store cannot be read.
pub async fn recovery(store: &Store, unit: UnitId) -> Stored<Option<Recovery>> {
    Ok(on_engine!(store, db => sqlx::query_as(RECOVERY).bind(unit.0).fetch_optional(db).await)?)
}

/// Every recovery key that a unit ever had, latest first, with how many seals its shares open.
///
/// # Errors
/// When the store cannot be read.
pub async fn recoveries(store: &Store, unit: UnitId) -> Stored<Vec<OneRecovery>> {
    Ok(on_engine!(store, db => sqlx::query_as(RECOVERIES).bind(unit.0).fetch_all(db).await)?)
}
