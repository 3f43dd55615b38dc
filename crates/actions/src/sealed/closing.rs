//! Closing a seal for its handlers, and opening it again: which key goes into which box.

use super::keys::{Unlocked, secret};
use crate::house::House;
use danvan_domain::sealed::{
    TOGETHER,
    cipher::{self, KEY, Purpose, Secret, Unopened},
    contents::Contents,
    shares::{self, Share},
};
use danvan_store::sealed::{Boxed, Seal};
use uuid::Uuid;
use zeroize::Zeroizing;

/// The part that holds author, letter and scans.
pub(super) const ORIGINAL: &str = "original";
/// The part that investigators work with.
pub(super) const EXTRACT: &str = "extract";

/// Whose key a box is for.
#[derive(Clone)]
pub(super) struct Recipient {
    pub(super) key: Uuid,
    pub(super) public: [u8; KEY],
}

/// Who holds the keys of a unit's seals.
pub(super) struct Holders {
    /// Each gets a share of the original's key, and the extract's key.
    pub(super) handlers: Vec<Recipient>,
    /// Gets both keys.
    pub(super) recovery: Recipient,
}

/// A seal as it goes to disk.
pub(super) struct Closed {
    pub(super) original: Vec<u8>,
    pub(super) extract: Option<Vec<u8>>,
    pub(super) boxes: Vec<Boxed>,
}

fn close_part(
    house: &House,
    part: &str,
    seal: Uuid,
    edition: i64,
    bytes: &[u8],
) -> Result<(Secret, Vec<u8>), Unopened> {
    let key: Secret = Zeroizing::new(house.chance());
    let purpose = Purpose { kind: part, of: &[seal.as_bytes(), &edition.to_be_bytes()] };
    let closed = cipher::close(&key, house.chance(), purpose, &cipher::rounded(bytes))?;
    Ok((key, closed))
}

fn open_part(
    part: &str,
    key: &[u8; KEY],
    seal: &Seal,
    closed: Vec<u8>,
) -> Result<Zeroizing<Vec<u8>>, Unopened> {
    let purpose = Purpose { kind: part, of: &[seal.id.as_bytes(), &seal.edition.to_be_bytes()] };
    cipher::unrounded(cipher::open_in_place(key, purpose, closed)?)
}

fn boxed(
    house: &House,
    part: &'static str,
    (seal, edition): (Uuid, i64),
    to: &Recipient,
    bytes: &[u8],
) -> Result<Boxed, Unopened> {
    let edition = edition.to_be_bytes();
    let of: &[&[u8]] = &[part.as_bytes(), seal.as_bytes(), &edition, to.key.as_bytes()];
    let once = Zeroizing::new(house.chance());
    let share = cipher::put_in_box(&to.public, &once, Purpose { kind: "share", of }, bytes)?;
    Ok(Boxed { part, recipient: to.key, share })
}

/// Opens the box of a part's key.
pub(super) fn unboxed(
    private: &[u8; KEY],
    part: &str,
    seal: &Seal,
    recipient: Uuid,
    boxed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Unopened> {
    let edition = seal.edition.to_be_bytes();
    let of: &[&[u8]] = &[part.as_bytes(), seal.id.as_bytes(), &edition, recipient.as_bytes()];
    cipher::take_from_box(private, Purpose { kind: "share", of }, boxed)
}

/// Closes a seal under new keys.
pub(super) fn close(
    house: &House,
    seal: Uuid,
    edition: i64,
    contents: &Contents,
    extract: Option<&str>,
    holders: &Holders,
) -> Result<Closed, Unopened> {
    let (key, original) = close_part(house, ORIGINAL, seal, edition, &contents.to_bytes())?;
    let count = u8::try_from(holders.handlers.len()).map_err(|_| Unopened)?;
    let shares = shares::split(&key, TOGETHER, count, &mut || house.chance()).ok_or(Unopened)?;
    let mut boxes = vec![boxed(house, ORIGINAL, (seal, edition), &holders.recovery, &key[..])?];
    for (handler, share) in holders.handlers.iter().zip(&shares) {
        boxes.push(boxed(house, ORIGINAL, (seal, edition), handler, &share.to_bytes())?);
    }
    let mut closed_extract = None;
    if let Some(extract) = extract {
        let (closed, own) = close_extract(house, seal, edition, extract, holders)?;
        boxes.extend(own);
        closed_extract = Some(closed);
    }
    Ok(Closed { original, extract: closed_extract, boxes })
}

/// Closes an extract alone: one handler opens it.
pub(super) fn close_extract(
    house: &House,
    seal: Uuid,
    edition: i64,
    extract: &str,
    holders: &Holders,
) -> Result<(Vec<u8>, Vec<Boxed>), Unopened> {
    let (key, closed) = close_part(house, EXTRACT, seal, edition, extract.as_bytes())?;
    let everybody = holders.handlers.iter().chain([&holders.recovery]);
    let boxes = everybody.map(|holder| boxed(house, EXTRACT, (seal, edition), holder, &key[..]));
    Ok((closed, boxes.collect::<Result<_, _>>()?))
}

/// A handler's own share of a seal's key.
pub(super) fn own_share(unlocked: &Unlocked, seal: &Seal, boxed: &[u8]) -> Result<Share, Unopened> {
    let bytes = unboxed(&unlocked.private, ORIGINAL, seal, unlocked.key, boxed)?;
    Share::from_bytes(&bytes).ok_or(Unopened)
}

/// What is inside, by the whole key.
pub(super) fn open_with_key(key: &[u8; KEY], seal: &Seal, original: Vec<u8>) -> Result<Contents, Unopened> {
    Contents::from_bytes(&open_part(ORIGINAL, key, seal, original)?)
}

/// What is inside, by two shares.
pub(super) fn open_with_shares(
    one: &Share,
    other: &Share,
    seal: &Seal,
    original: Vec<u8>,
) -> Result<Contents, Unopened> {
    let key = shares::join(&[one.clone(), other.clone()]).ok_or(Unopened)?;
    open_with_key(&key, seal, original)
}

/// The working copy, by the box of its key.
pub(super) fn open_extract(
    private: &[u8; KEY],
    recipient: Uuid,
    seal: &Seal,
    boxed: &[u8],
    closed: &[u8],
) -> Result<Zeroizing<String>, Unopened> {
    let key = secret(&unboxed(private, EXTRACT, seal, recipient, boxed)?).ok_or(Unopened)?;
    let bytes = open_part(EXTRACT, &key, seal, closed.to_vec())?;
    std::str::from_utf8(&bytes).map(|text| Zeroizing::new(text.to_owned())).map_err(|_| Unopened)
}

/// Lends a share to another key for the length of an opening.
pub(super) fn lend(
    house: &House,
    opening: Uuid,
    seal: Uuid,
    to: &Recipient,
    share: &Share,
) -> Result<Vec<u8>, Unopened> {
    let of: &[&[u8]] = &[opening.as_bytes(), seal.as_bytes(), to.key.as_bytes()];
    let once = Zeroizing::new(house.chance());
    cipher::put_in_box(&to.public, &once, Purpose { kind: "loan", of }, &share.to_bytes())
}

/// A share that was lent.
pub(super) fn borrowed(
    unlocked: &Unlocked,
    opening: Uuid,
    seal: Uuid,
    boxed: &[u8],
) -> Result<Share, Unopened> {
    let of: &[&[u8]] = &[opening.as_bytes(), seal.as_bytes(), unlocked.key.as_bytes()];
    let bytes = cipher::take_from_box(&unlocked.private, Purpose { kind: "loan", of }, boxed)?;
    Share::from_bytes(&bytes).ok_or(Unopened)
}
