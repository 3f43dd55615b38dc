//! Those who signed, one by one, each with the code that they may have been given.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{ids::LetterId, letters::Signer};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! people {
    ($rest:literal) => {
        concat!(
            "select letter, position, name, address, phone, representative, receipt from letter_people ",
            $rest
        )
    };
}

statements! {
    ALL = people!("where letter = $1 and name <> '' order by position");
    BY_RECEIPT = people!("where receipt = $1");
    ONE = people!("where letter = $1 and position = $2");
    /// A code is given once.
    GIVE = "update letter_people set receipt = $3 where letter = $1 and position = $2 and receipt is null and name <> ''";
    RENEW = "update letter_people set receipt = $3 where letter = $1 and position = $2 and receipt is not null";
    COUNT_CODES = "select count(*) from letter_people where letter = $1 and receipt is not null and name <> ''";
    NEXT = "select coalesce(max(position), -1) + 1 from letter_people where letter = $1";
    SET = "update letter_people set name = $2, address = $3, phone = $4 where receipt = $1";
    /// Their name stays with the file.
    DROP_REACH = "update letter_people set address = '', phone = '' where receipt = $1 and (address <> '' or phone <> '')";
    DROP_DIGEST = "update letters set request_hash = $2 where id = $1";
}

/// One who signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Which letter.
    pub letter: LetterId,
    /// Their place on it, from zero.
    pub position: i64,
    /// What is kept of them.
    pub signer: Signer,
    /// The code they were given.
    pub receipt: Option<String>,
}

#[derive(FromRow)]
struct SignedRow {
    letter: Uuid,
    position: i64,
    name: String,
    address: String,
    phone: String,
    representative: bool,
    receipt: Option<String>,
}

impl From<SignedRow> for Signed {
    fn from(row: SignedRow) -> Self {
        let signer = Signer {
            name: row.name,
            address: row.address,
            phone: row.phone,
            is_representative: row.representative,
        };
        Self { letter: LetterId(row.letter), position: row.position, signer, receipt: row.receipt }
    }
}

/// Everybody who signed and is named. The action that calls this notes the reading first.
///
/// # Errors
/// When the store cannot be read.
pub async fn signed(store: &Store, letter: LetterId) -> Stored<Vec<Signed>> {
    let rows: Vec<SignedRow> =
        on_engine!(store, db => sqlx::query_as(ALL).bind(letter.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Signed::from).collect())
}

/// The one who holds a code.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_receipt(store: &Store, receipt: &str) -> Stored<Option<Signed>> {
    let row: Option<SignedRow> =
        on_engine!(store, db => sqlx::query_as(BY_RECEIPT).bind(receipt).fetch_optional(db).await)?;
    Ok(row.map(Signed::from))
}

/// As [`by_receipt`], inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_receipt_within(change: &mut Change, receipt: &str) -> Stored<Option<Signed>> {
    let row: Option<SignedRow> =
        on_change!(change, db => sqlx::query_as(BY_RECEIPT).bind(receipt).fetch_optional(db).await)?;
    Ok(row.map(Signed::from))
}

/// One of those who signed, inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn one(change: &mut Change, letter: LetterId, position: i64) -> Stored<Option<Signed>> {
    let row: Option<SignedRow> =
        on_change!(change, db => sqlx::query_as(ONE).bind(letter.0).bind(position).fetch_optional(db).await)?;
    Ok(row.map(Signed::from))
}

/// Gives one who signed a code; false when they have one, or there is nobody.
///
/// # Errors
/// When the store cannot write.
pub async fn give_receipt(
    change: &mut Change,
    letter: LetterId,
    position: i64,
    receipt: &str,
) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(GIVE).bind(letter.0).bind(position).bind(receipt)
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Everybody who signed and is named, inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn signed_within(change: &mut Change, letter: LetterId) -> Stored<Vec<Signed>> {
    let rows: Vec<SignedRow> =
        on_change!(change, db => sqlx::query_as(ALL).bind(letter.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Signed::from).collect())
}

/// Puts a new code in place of the one that somebody who signed has.
///
/// # Errors
/// When the store cannot write.
pub async fn renew_receipt(
    change: &mut Change,
    (letter, position): (LetterId, i64),
    receipt: &str,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(RENEW).bind(letter.0).bind(position).bind(receipt).execute(db).await.map(drop))?;
    Ok(())
}

/// How many of those who signed and are named hold a code.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_codes(store: &Store, letter: LetterId) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(COUNT_CODES).bind(letter.0).fetch_one(db).await)?)
}

/// The place of the next who signs.
///
/// # Errors
/// When the store cannot be read.
pub async fn next_position(change: &mut Change, letter: LetterId) -> Stored<i64> {
    Ok(on_change!(change, db => sqlx::query_scalar(NEXT).bind(letter.0).fetch_one(db).await)?)
}

/// Puts what the holder of a code gave in place of what was kept of them.
///
/// # Errors
/// When the store cannot write.
pub async fn correct(change: &mut Change, receipt: &str, to: &Signer) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET).bind(receipt).bind(&to.name).bind(&to.address).bind(&to.phone)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Erases where the holder of a code lives and how to reach them, and the digest of everything that was sent with it. Returns
/// how many lost something.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_reach(change: &mut Change, letter: LetterId, receipt: &str) -> Stored<u64> {
    drop_digest(change, letter).await?;
    Ok(on_change!(change, db => sqlx::query(DROP_REACH).bind(receipt).execute(db).await
        .map(|done| done.rows_affected()))?)
}

/// Erases the digest of everything that was sent with a letter: it was taken over what is kept no longer.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_digest(change: &mut Change, letter: LetterId) -> Stored<()> {
    on_change!(change, db => sqlx::query(DROP_DIGEST).bind(letter.0).bind(crate::data::NO_DIGEST.as_slice())
        .execute(db).await.map(drop))?;
    Ok(())
}
