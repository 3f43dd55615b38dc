//! The sealed compartment as it lies on disk: cipher text, keys in boxes, and who did what. No statement ever binds
//! anything that can be read.

pub mod openings;
pub mod people;

use crate::{
    Change, Store,
    engine::{StoreError, Stored},
    on_change, on_engine, statements,
};
use danvan_domain::{
    ids::{PersonId, UnitId},
    time::Moment,
};
use futures_util::TryStreamExt;
use sqlx::Row;
use sqlx_macros::FromRow;
use uuid::Uuid;

/// What is read of a seal without its parts.
macro_rules! columns {
    () => {
        "select id, thing, unit, number, edition, sealed_by, sealed_at, extract is not null as has_extract, original_edition,
        extract_edition, mark from seals "
    };
}

statements! {
    ADD = "insert into seals (id, thing, unit, number, edition, sealed_by, sealed_at, sealed_on, original, extract,
        original_edition, extract_edition, mark) values ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, 1, $10, $11)";
    LAST_NUMBER = "select max(number) from seals where unit = $1";
    GET = concat!(columns!(), "where id = $1");
    OF_THING = concat!(columns!(), "where thing = $1");
    AT_UNIT = concat!(columns!(), "where unit = $1 order by number desc limit $2");
    STRETCH = concat!(columns!(), "where unit = $1 and number > $2 order by number limit $3");
    COUNT_AT = "select count(*) from seals where unit = $1";
    EDITION = "select edition from seals where id = $1 and unit = $2";
    ORIGINAL = "select original from seals where id = $1";
    PIECES = "select piece from seal_pieces where seal = $1 order by at";
    ADD_PIECE = "insert into seal_pieces (seal, at, piece) values ($1, $2, $3)";
    DROP_PIECES = "delete from seal_pieces where seal = $1";
    EXTRACT = "select extract from seals where id = $1";
    REKEY = "update seals set edition = edition + 1, mark = $4 where id = $1 and edition = $2 and extract_edition = $3";
    REWRITE = "update seals set edition = edition + 1, original_edition = edition + 1, original = $4, extract = $5,
        extract_edition = $6, mark = $7 where id = $1 and edition = $2 and extract_edition = $3";
    SET_EXTRACT = "update seals set extract = $2, extract_edition = extract_edition + 1
        where id = $1 and edition = $3 and extract_edition = $4";
    MOVE = "update seals set unit = $2, number = $3 where id = $1 and unit <> $2";
    SHARE = "select share from seal_shares where seal = $1 and part = $2 and recipient = $3";
    ADD_SHARE = "insert into seal_shares (seal, part, recipient, share) values ($1, $2, $3, $4)";
    DROP_SHARES = "delete from seal_shares where seal = $1";
    DROP_PART = "delete from seal_shares where seal = $1 and part = $2";
    READ = "insert into seal_readings (seal, opening, at, person, part) values ($1, $2, $3, $4, $5)";
    READINGS = "select at, person, part from seal_readings where seal = $1 order by at desc limit 200";
}

/// A seal, without what is inside.
#[derive(Clone, Debug, FromRow)]
pub struct Seal {
    /// Own id.
    pub id: Uuid,
    /// The letter or other thing it belongs to.
    pub thing: Uuid,
    /// The unit whose handlers open it.
    pub unit: Uuid,
    /// Its number at that unit, from 1.
    pub number: i64,
    /// How often its key was changed, from 1.
    pub edition: i64,
    /// Who sealed it.
    pub sealed_by: Uuid,
    /// When, µs.
    pub sealed_at: i64,
    /// Whether it has a working copy.
    pub has_extract: bool,
    /// The edition under which its original was closed; its key was wrapped anew since, when that is an earlier one.
    pub original_edition: i64,
    /// How often its working copy was written; 0 without one.
    pub extract_edition: i64,
    /// What tells the original's key from another; none on what was sealed before there were marks.
    pub mark: Option<Vec<u8>>,
}

/// A seal's parts as they go to disk.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// The original, in pieces; there is one at least.
    pub original: &'a [Vec<u8>],
    /// The working copy, when there is one.
    pub extract: Option<&'a [u8]>,
    /// What tells the original's key from another.
    pub mark: &'a [u8],
    /// The keys in boxes.
    pub boxes: &'a [Boxed],
}

impl Parts<'_> {
    fn first_and_rest(&self) -> (&[u8], &[Vec<u8>]) {
        self.original.split_first().map_or((&[], &[]), |(first, rest)| (first.as_slice(), rest))
    }
}

/// A key of a seal in a box.
#[derive(Clone, Debug)]
pub struct Boxed {
    /// `original` or `extract`.
    pub part: &'static str,
    /// Id of the key that opens the box.
    pub recipient: Uuid,
    /// The box.
    pub share: Vec<u8>,
}

/// Somebody read a part.
#[derive(Clone, Debug, FromRow)]
pub struct Reading {
    /// When, µs.
    pub at: i64,
    /// Who.
    pub person: Uuid,
    /// `original` or `extract`.
    pub part: String,
}

/// The number the next seal of a unit takes.
///
/// # Errors
/// When the store cannot be read.
pub async fn next_number(change: &mut Change, unit: UnitId) -> Stored<i64> {
    let last: Option<i64> =
        on_change!(change, db => sqlx::query_scalar(LAST_NUMBER).bind(unit.0).fetch_one(db).await)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Keeps a seal with the boxes of its keys.
///
/// # Errors
/// [`StoreError::Taken`] when the thing is sealed already or another seal took the number meanwhile.
pub async fn add(change: &mut Change, seal: &Seal, parts: Parts<'_>) -> Stored<()> {
    let day = Moment::from_micros(seal.sealed_at).day().to_string();
    let (first, rest) = parts.first_and_rest();
    on_change!(change, db => sqlx::query(ADD).bind(seal.id).bind(seal.thing).bind(seal.unit).bind(seal.number)
        .bind(seal.sealed_by).bind(seal.sealed_at).bind(day).bind(first).bind(parts.extract)
        .bind(seal.extract_edition).bind(parts.mark).execute(db).await.map(drop))?;
    add_pieces(change, seal.id, rest).await?;
    add_boxes(change, seal.id, parts.boxes).await
}

/// The pieces after the first, which is kept with the seal, from 1.
async fn add_pieces(change: &mut Change, seal: Uuid, rest: &[Vec<u8>]) -> Stored<()> {
    for (at, piece) in (1_i64..).zip(rest) {
        on_change!(change, db => sqlx::query(ADD_PIECE).bind(seal).bind(at).bind(piece).execute(db).await.map(drop))?;
    }
    Ok(())
}

async fn add_boxes(change: &mut Change, seal: Uuid, boxes: &[Boxed]) -> Stored<()> {
    for boxed in boxes {
        on_change!(change, db => sqlx::query(ADD_SHARE).bind(seal).bind(boxed.part).bind(boxed.recipient)
            .bind(&boxed.share).execute(db).await.map(drop))?;
    }
    Ok(())
}

/// Puts other boxes of the same keys in the place of a seal's, unless it changed since it was read. Returns whether it was
/// as it was read.
///
/// # Errors
/// When the store cannot write.
pub async fn rekey(change: &mut Change, seal: &Seal, mark: &[u8], boxes: &[Boxed]) -> Stored<bool> {
    let changed = on_change!(change, db => sqlx::query(REKEY).bind(seal.id).bind(seal.edition)
        .bind(seal.extract_edition).bind(mark).execute(db).await.map(|done| done.rows_affected()))?;
    replace_boxes(change, seal.id, boxes).await?;
    Ok(changed == 1)
}

/// Puts other cipher text and other boxes in the place of a seal's, unless it changed since it was read. Returns whether it
/// was as it was read.
///
/// # Errors
/// When the store cannot write.
pub async fn rewrite(change: &mut Change, seal: &Seal, parts: Parts<'_>) -> Stored<bool> {
    let extract_edition = if parts.extract.is_some() { seal.extract_edition + 1 } else { 0 };
    let (first, rest) = parts.first_and_rest();
    let changed = on_change!(change, db => sqlx::query(REWRITE).bind(seal.id).bind(seal.edition)
        .bind(seal.extract_edition).bind(first).bind(parts.extract).bind(extract_edition).bind(parts.mark)
        .execute(db).await.map(|done| done.rows_affected()))?;
    on_change!(change, db => sqlx::query(DROP_PIECES).bind(seal.id).execute(db).await.map(drop))?;
    add_pieces(change, seal.id, rest).await?;
    replace_boxes(change, seal.id, parts.boxes).await?;
    Ok(changed == 1)
}

async fn replace_boxes(change: &mut Change, seal: Uuid, boxes: &[Boxed]) -> Stored<()> {
    on_change!(change, db => sqlx::query(DROP_SHARES).bind(seal).execute(db).await.map(drop))?;
    add_boxes(change, seal, boxes).await
}

/// Gives a seal to another unit, under a number of that unit. Returns whether it was another's.
///
/// # Errors
/// [`StoreError::Taken`] when the number is taken.
pub async fn give(change: &mut Change, seal: Uuid, to: UnitId, number: i64) -> Stored<bool> {
    let changed = on_change!(change, db => sqlx::query(MOVE).bind(seal).bind(to.0).bind(number).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

/// Puts a working copy in the place of the one before, unless the seal changed since it was read. Returns whether it was
/// as it was read.
///
/// # Errors
/// When the store cannot write.
pub async fn set_extract(change: &mut Change, seal: &Seal, extract: &[u8], boxes: &[Boxed]) -> Stored<bool> {
    let changed = on_change!(change, db => sqlx::query(SET_EXTRACT).bind(seal.id).bind(extract).bind(seal.edition)
        .bind(seal.extract_edition).execute(db).await.map(|done| done.rows_affected()))?;
    on_change!(change, db => sqlx::query(DROP_PART).bind(seal.id).bind("extract").execute(db).await.map(drop))?;
    add_boxes(change, seal.id, boxes).await?;
    Ok(changed == 1)
}

/// Whether a seal is, within a change, as it was read.
///
/// # Errors
/// When the store cannot be read.
pub async fn is_as_read(change: &mut Change, seal: &Seal) -> Stored<bool> {
    let edition: Option<i64> = on_change!(change, db => sqlx::query_scalar(EDITION).bind(seal.id).bind(seal.unit)
        .fetch_optional(db).await)?;
    Ok(edition == Some(seal.edition))
}

/// How many seals a unit has, within a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_within(change: &mut Change, unit: UnitId) -> Stored<i64> {
    Ok(on_change!(change, db => sqlx::query_scalar(COUNT_AT).bind(unit.0).fetch_one(db).await)?)
}

/// A seal by its id.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: Uuid) -> Stored<Option<Seal>> {
    Ok(on_engine!(store, db => sqlx::query_as(GET).bind(id).fetch_optional(db).await)?)
}

/// The seal of a thing.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_thing(store: &Store, thing: Uuid) -> Stored<Option<Seal>> {
    Ok(on_engine!(store, db => sqlx::query_as(OF_THING).bind(thing).fetch_optional(db).await)?)
}

/// The seals of a unit, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn at_unit(store: &Store, unit: UnitId, most: i64) -> Stored<Vec<Seal>> {
    Ok(on_engine!(store, db => sqlx::query_as(AT_UNIT).bind(unit.0).bind(most).fetch_all(db).await)?)
}

/// Seals of a unit after a number, in the order of their numbers.
///
/// # Errors
/// When the store cannot be read.
pub async fn stretch(store: &Store, unit: UnitId, after: i64, most: i64) -> Stored<Vec<Seal>> {
    Ok(
        on_engine!(store, db => sqlx::query_as(STRETCH).bind(unit.0).bind(after).bind(most).fetch_all(db).await)?,
    )
}

/// How many seals a unit has.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_at(store: &Store, unit: UnitId) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(COUNT_AT).bind(unit.0).fetch_one(db).await)?)
}

/// The cipher text of the original, or of its first piece.
///
/// # Errors
/// When the store cannot be read or there is no such seal.
pub async fn original(store: &Store, seal: Uuid) -> Stored<Vec<u8>> {
    let found: Option<Vec<u8>> =
        on_engine!(store, db => sqlx::query_scalar(ORIGINAL).bind(seal).fetch_optional(db).await)?;
    found.ok_or_else(|| StoreError::Unreadable(format!("the original of seal {seal}")))
}

/// Shows the cipher text of the pieces after the first, in their order, each while the next is being read. What is shown may
/// say that it is enough.
///
/// # Errors
/// When the store cannot be read.
pub async fn pieces<E>(
    store: &Store,
    seal: Uuid,
    mut show: impl FnMut(&[u8]) -> Result<(), E>,
) -> Stored<Result<(), E>> {
    on_engine!(store, db => {
        let mut rows = sqlx::query(PIECES).bind(seal).fetch(db);
        while let Some(row) = rows.try_next().await? {
            if let Err(enough) = show(row.try_get(0)?) {
                return Ok(Err(enough));
            }
        }
    });
    Ok(Ok(()))
}

/// The cipher text of the working copy, when there is one.
///
/// # Errors
/// When the store cannot be read.
pub async fn extract(store: &Store, seal: Uuid) -> Stored<Option<Vec<u8>>> {
    let found: Option<Option<Vec<u8>>> =
        on_engine!(store, db => sqlx::query_scalar(EXTRACT).bind(seal).fetch_optional(db).await)?;
    Ok(found.flatten())
}

/// The box of a seal's key for a recipient.
///
/// # Errors
/// When the store cannot be read.
pub async fn share(store: &Store, seal: Uuid, part: &str, recipient: Uuid) -> Stored<Option<Vec<u8>>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(SHARE).bind(seal).bind(part).bind(recipient)
        .fetch_optional(db).await)?)
}

/// Somebody reads a part.
///
/// # Errors
/// When the store cannot write.
pub async fn read(
    change: &mut Change,
    seal: Uuid,
    opening: Option<Uuid>,
    at: Moment,
    person: PersonId,
    part: &str,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(READ).bind(seal).bind(opening).bind(at.micros()).bind(person.0).bind(part)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Who read a seal, latest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn readings(store: &Store, seal: Uuid) -> Stored<Vec<Reading>> {
    Ok(on_engine!(store, db => sqlx::query_as(READINGS).bind(seal).fetch_all(db).await)?)
}
