//! The exchange with other installations: this one's key, whose files are taken, and which files went and came.

pub mod joint;

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    exchange::Known,
    ids::{PartyId, PersonId, ProgrammeId},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    KEY = "select seed, public from exchange_keys where ended_at is null order by made_at desc limit 1";
    ADD_KEY = "insert into exchange_keys (id, seed, public, made_at, ended_at) values ($1, $2, $3, $4, null)";
    END_KEYS = "update exchange_keys set ended_at = $1, seed = $2 where ended_at is null";
    PEER = "select key, name, trusted_at, ended_at from exchange_peers where key = $1";
    PEERS = "select key, name, trusted_at, ended_at from exchange_peers order by name, key";
    TRUST = "insert into exchange_peers (key, name, trusted_at, ended_at, person) values ($1, $2, $3, null, $4)
        on conflict (key) do update set name = excluded.name, trusted_at = excluded.trusted_at, ended_at = null,
        person = excluded.person";
    DISTRUST = "update exchange_peers set ended_at = $2 where key = $1 and ended_at is null";
    LINK = "insert into exchange_parties (party, key) values ($1, $2)
        on conflict (party) do update set key = excluded.key";
    LINKS = "select l.party, l.key from programme_parties p join exchange_parties l on l.party = p.id
        where p.programme = $1";
    LAST_SENT = "select number, hash from exchange_sent where own = $1 and key = $2
        order by number desc limit 1";
    SEND = "insert into exchange_sent (own, key, number, programme, at, hash, file)
        values ($1, $2, $3, $4, $5, $6, $7)";
    SENT = "select file from exchange_sent where own = $1 and key = $2 and number = $3";
    LAST_TAKEN = "select number, hash from exchange_taken where own = $1 and key = $2
        order by number desc limit 1";
    TAKEN = "select hash from exchange_taken where own = $1 and key = $2 and number = $3";
    TAKE = "insert into exchange_taken (own, key, number, programme, at, hash) values ($1, $2, $3, $4, $5, $6)";
    MOVE_LINKS = "update exchange_parties set key = $2 where key = $1";
    MOVE_ORIGINS = "update joint_programmes set origin = $2 where origin = $1";
}

/// This installation's key. It is written out nowhere.
#[derive(Clone)]
pub struct Key {
    /// The private half.
    pub seed: Vec<u8>,
    /// The public half, in hexadecimal digits.
    pub public: String,
}

/// Another installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its key, in hexadecimal digits.
    pub key: String,
    /// What it is called here.
    pub name: String,
    /// Since when it is trusted.
    pub trusted_at: Moment,
    /// Until when it was.
    pub ended_at: Option<Moment>,
}

/// The key this installation signs with.
///
/// # Errors
/// When the store cannot be read.
pub async fn key(store: &Store) -> Stored<Option<Key>> {
    let row: Option<(Vec<u8>, String)> =
        on_engine!(store, db => sqlx::query_as(KEY).fetch_optional(db).await)?;
    Ok(row.map(|(seed, public)| Key { seed, public }))
}

/// Gives this installation a key; those before end.
///
/// # Errors
/// When the store cannot write.
pub async fn put_key(change: &mut Change, id: Uuid, it: &Key, at: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(END_KEYS).bind(at.micros()).bind(Vec::<u8>::new()).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(ADD_KEY).bind(id).bind(&it.seed).bind(&it.public).bind(at.micros())
        .execute(db).await.map(drop))?;
    Ok(())
}

#[derive(FromRow)]
struct PeerRow {
    key: String,
    name: String,
    trusted_at: i64,
    ended_at: Option<i64>,
}

impl From<PeerRow> for Peer {
    fn from(row: PeerRow) -> Self {
        Self {
            key: row.key,
            name: row.name,
            trusted_at: Moment::from_micros(row.trusted_at),
            ended_at: row.ended_at.map(Moment::from_micros),
        }
    }
}

/// An installation by its key.
///
/// # Errors
/// When the store cannot be read.
pub async fn peer(store: &Store, key: &str) -> Stored<Option<Peer>> {
    let row: Option<PeerRow> =
        on_engine!(store, db => sqlx::query_as(PEER).bind(key).fetch_optional(db).await)?;
    Ok(row.map(Peer::from))
}

/// Every installation that is or was trusted, by name.
///
/// # Errors
/// When the store cannot be read.
pub async fn peers(store: &Store) -> Stored<Vec<Peer>> {
    let rows: Vec<PeerRow> = on_engine!(store, db => sqlx::query_as(PEERS).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Peer::from).collect())
}

/// Trusts an installation from now on.
///
/// # Errors
/// When the store cannot write.
pub async fn trust(
    change: &mut Change,
    (key, name): (&str, &str),
    at: Moment,
    by: Option<PersonId>,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(TRUST).bind(key).bind(name).bind(at.micros()).bind(by.map(|id| id.0))
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Trusts an installation no longer; false when it was not trusted.
///
/// # Errors
/// When the store cannot write.
pub async fn distrust(change: &mut Change, key: &str, at: Moment) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(DISTRUST).bind(key).bind(at.micros()).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// An installation has another key from now on: what it leads and which parties it is go over to that one.
///
/// # Errors
/// When the store cannot write.
pub async fn move_over(change: &mut Change, from: &str, to: &str) -> Stored<()> {
    for statement in [MOVE_LINKS, MOVE_ORIGINS] {
        on_change!(change, db => sqlx::query(statement).bind(from).bind(to).execute(db).await.map(drop))?;
    }
    Ok(())
}

/// Says which installation a party is.
///
/// # Errors
/// When the store cannot write.
pub async fn link(change: &mut Change, party: PartyId, key: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(LINK).bind(party.0).bind(key).execute(db).await.map(drop))?;
    Ok(())
}

/// Which installations the parties of a programme are.
///
/// # Errors
/// When the store cannot be read.
pub async fn links(store: &Store, programme: ProgrammeId) -> Stored<Vec<(PartyId, String)>> {
    let rows: Vec<(Uuid, String)> =
        on_engine!(store, db => sqlx::query_as(LINKS).bind(programme.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(party, key)| (PartyId(party), key)).collect())
}

/// The number and hash of the last file that was written for an installation; 0 and nothing before the first.
///
/// # Errors
/// When the store cannot be read.
pub async fn last_sent(change: &mut Change, (own, key): (&str, &str)) -> Stored<(i64, String)> {
    let row: Option<(i64, String)> =
        on_change!(change, db => sqlx::query_as(LAST_SENT).bind(own).bind(key).fetch_optional(db).await)?;
    Ok(row.unwrap_or_default())
}

/// A file as it is kept.
pub struct Sent<'a> {
    /// The key of this installation then.
    pub own: &'a str,
    /// For whom, or from whom.
    pub key: &'a str,
    /// Its number.
    pub number: i64,
    /// About which programme.
    pub programme: ProgrammeId,
    /// When it was written or taken.
    pub at: Moment,
    /// SHA-256 of its payload.
    pub hash: &'a str,
}

/// Keeps a file that was written.
///
/// # Errors
/// [`crate::StoreError::Taken`] when another of this number was written meanwhile; when the store cannot write.
pub async fn send(change: &mut Change, it: &Sent<'_>, file: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(SEND).bind(it.own).bind(it.key).bind(it.number).bind(it.programme.0)
        .bind(it.at.micros()).bind(it.hash).bind(file).execute(db).await.map(drop))?;
    Ok(())
}

/// A file that was written before, to the byte.
///
/// # Errors
/// When the store cannot be read.
pub async fn sent(store: &Store, (own, key): (&str, &str), number: i64) -> Stored<Option<String>> {
    Ok(
        on_engine!(store, db => sqlx::query_scalar(SENT).bind(own).bind(key).bind(number).fetch_optional(db).await)?,
    )
}

/// What is known of the files of an installation, and of the one with a number.
///
/// # Errors
/// When the store cannot be read.
pub async fn known(store: &Store, (own, key): (&str, &str), number: i64) -> Stored<Known> {
    let last: Option<(i64, String)> =
        on_engine!(store, db => sqlx::query_as(LAST_TAKEN).bind(own).bind(key).fetch_optional(db).await)?;
    let same_number = on_engine!(store, db => sqlx::query_scalar(TAKEN).bind(own).bind(key).bind(number).fetch_optional(db).await)?;
    let (last, hash) = last.unwrap_or_default();
    Ok(Known { last, hash, same_number })
}

/// Keeps that a file was taken.
///
/// # Errors
/// [`crate::StoreError::Taken`] when one of this number was taken meanwhile; when the store cannot write.
pub async fn take(change: &mut Change, it: &Sent<'_>) -> Stored<()> {
    on_change!(change, db => sqlx::query(TAKE).bind(it.own).bind(it.key).bind(it.number).bind(it.programme.0)
        .bind(it.at.micros()).bind(it.hash).execute(db).await.map(drop))?;
    Ok(())
}
