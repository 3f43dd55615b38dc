//! Closing a seal for its handlers, and opening it again: which key goes into which box.

use super::keys::{Unlocked, secret};
use crate::house::House;
use bytes::Bytes;
use danvan_domain::{
    ids::{PersonId, UnitId},
    sealed::{
        TOGETHER,
        cipher::{self, KEY, Opened, Purpose, Secret, Unopened},
        contents::Contents,
        pieces::{self, Gathered},
        shares::{self, Share},
    },
};
use danvan_store::sealed::{Boxed, Parts, Seal};
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
    /// Whose seals.
    pub(super) unit: UnitId,
    /// Their number: what is closed for them is kept only while it stands.
    pub(super) version: i64,
    /// Who the handlers are, in the order of their keys.
    pub(super) people: Vec<PersonId>,
    /// Each gets a share of the original's key, and the extract's key.
    pub(super) handlers: Vec<Recipient>,
    /// Gets both keys.
    pub(super) recovery: Recipient,
}

/// A seal as it goes to disk.
pub(super) struct Closed {
    pub(super) original: Vec<Vec<u8>>,
    pub(super) extract: Option<Vec<u8>>,
    pub(super) wrapped: Wrapped,
}

impl Closed {
    /// Its parts for the store.
    pub(super) fn parts(&self) -> Parts<'_> {
        let (extract, Wrapped { mark, boxes, .. }) = (self.extract.as_deref(), &self.wrapped);
        Parts { original: &self.original, extract, mark, boxes }
    }
}

/// The keys of a seal's parts.
pub(super) struct Keys {
    pub(super) original: Secret,
    pub(super) extract: Option<Secret>,
}

/// The keys of a seal in boxes.
pub(super) struct Wrapped {
    /// What tells the original's key from another.
    pub(super) mark: [u8; KEY],
    pub(super) boxes: Vec<Boxed>,
    /// The shares that are in the handlers' boxes, in their order.
    pub(super) shares: Vec<Share>,
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
    (seal, edition): (Uuid, i64),
    closed: Vec<u8>,
) -> Result<Opened, Unopened> {
    let purpose = Purpose { kind: part, of: &[seal.as_bytes(), &edition.to_be_bytes()] };
    cipher::unrounded(cipher::open(key, purpose, closed)?)
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
) -> Result<Opened, Unopened> {
    let edition = seal.edition.to_be_bytes();
    let of: &[&[u8]] = &[part.as_bytes(), seal.id.as_bytes(), &edition, recipient.as_bytes()];
    cipher::take_from_box(private, Purpose { kind: "share", of }, boxed)
}

/// Closes a seal under new keys; none is closed yet under edition 0.
pub(super) fn close(
    house: &House,
    (seal, edition, extract_edition): (Uuid, i64, i64),
    contents: &Contents,
    extract: Option<&str>,
    holders: &Holders,
) -> Result<Closed, Unopened> {
    let original: Secret = Zeroizing::new(house.chance());
    let bytes = cipher::rounded(&contents.to_bytes());
    let of: &[&[u8]] = &[seal.as_bytes(), &(edition + 1).to_be_bytes()];
    let closed = pieces::close(&original, Purpose { kind: ORIGINAL, of }, &bytes, || house.chance())?;
    let extract = extract.map(|text| close_part(house, EXTRACT, seal, extract_edition + 1, text.as_bytes()));
    let (key, extract) = extract.transpose()?.unzip();
    let keys = Keys { original, extract: key };
    let wrapped = wrap(house, (seal, edition + 1), edition + 1, &keys, holders)?;
    Ok(Closed { original: closed, extract, wrapped })
}

/// Puts the keys of a seal into boxes of an edition. `closed_in` is the edition of its original.
pub(super) fn wrap(
    house: &House,
    (seal, edition): (Uuid, i64),
    closed_in: i64,
    keys: &Keys,
    holders: &Holders,
) -> Result<Wrapped, Unopened> {
    let key = &keys.original;
    let count = u8::try_from(holders.handlers.len()).map_err(|_| Unopened)?;
    let shares = shares::split(key, TOGETHER, count, &mut || house.chance()).ok_or(Unopened)?;
    let mut boxes = vec![boxed(house, ORIGINAL, (seal, edition), &holders.recovery, &key[..])?];
    for (handler, share) in holders.handlers.iter().zip(&shares) {
        boxes.push(boxed(house, ORIGINAL, (seal, edition), handler, &share.to_bytes())?);
    }
    if let Some(key) = &keys.extract {
        boxes.extend(extract_boxes(house, (seal, edition), key, holders)?);
    }
    Ok(Wrapped { mark: mark_of(seal, closed_in, key), boxes, shares })
}

fn extract_boxes(
    house: &House,
    seal: (Uuid, i64),
    key: &[u8; KEY],
    holders: &Holders,
) -> Result<Vec<Boxed>, Unopened> {
    let everybody = holders.handlers.iter().chain([&holders.recovery]);
    everybody.map(|holder| boxed(house, EXTRACT, seal, holder, key)).collect()
}

/// What tells the key of an original from another.
fn mark_of(seal: Uuid, closed_in: i64, key: &[u8; KEY]) -> [u8; KEY] {
    let of: &[&[u8]] = &[seal.as_bytes(), &closed_in.to_be_bytes()];
    cipher::mark_of(key, Purpose { kind: ORIGINAL, of })
}

/// Whether a key is the one of a seal's original; unknown of what was sealed before keys had marks.
pub(super) fn is_key_of(key: &[u8; KEY], seal: &Seal) -> Option<bool> {
    seal.mark.as_ref().map(|mark| mark[..] == mark_of(seal.id, seal.original_edition, key)[..])
}

/// Closes an extract alone, in the place of the one of a seal: one handler opens it.
pub(super) fn close_extract(
    house: &House,
    seal: &Seal,
    extract: &str,
    holders: &Holders,
) -> Result<(Vec<u8>, Vec<Boxed>), Unopened> {
    let edition = seal.extract_edition + 1;
    let (key, closed) = close_part(house, EXTRACT, seal.id, edition, extract.as_bytes())?;
    Ok((closed, extract_boxes(house, (seal.id, seal.edition), &key, holders)?))
}

/// A handler's own share of a seal's key.
pub(super) fn own_share(unlocked: &Unlocked, seal: &Seal, boxed: &[u8]) -> Result<Share, Unopened> {
    let bytes = unboxed(&unlocked.private, ORIGINAL, seal, unlocked.key, boxed)?;
    Share::from_bytes(&bytes).ok_or(Unopened)
}

/// Begins to open what is inside, by the whole key and the first piece.
pub(super) fn begin_with_key<'a>(
    key: &'a [u8; KEY],
    seal: &Seal,
    first: Vec<u8>,
) -> Result<Gathered<'a>, Unopened> {
    let of: &[&[u8]] = &[seal.id.as_bytes(), &seal.original_edition.to_be_bytes()];
    Gathered::begin(key, Purpose { kind: ORIGINAL, of }, first)
}

/// What is inside, once all its pieces are opened.
pub(super) fn contents_of(gathered: Gathered<'_>) -> Result<Contents, Unopened> {
    Contents::from_bytes(&Bytes::from_owner(gathered.whole()?))
}

/// The whole key, by two shares.
pub(super) fn joined(one: &Share, other: &Share) -> Result<Secret, Unopened> {
    shares::join(&[one.clone(), other.clone()]).ok_or(Unopened)
}

/// The key of the working copy, out of a box.
pub(super) fn extract_key(
    private: &[u8; KEY],
    recipient: Uuid,
    seal: &Seal,
    boxed: &[u8],
) -> Result<Secret, Unopened> {
    secret(&unboxed(private, EXTRACT, seal, recipient, boxed)?).ok_or(Unopened)
}

/// The working copy, by its key.
pub(super) fn open_extract(
    key: &[u8; KEY],
    seal: &Seal,
    closed: Vec<u8>,
) -> Result<Zeroizing<String>, Unopened> {
    let bytes = open_part(EXTRACT, key, (seal.id, seal.extract_edition), closed)?;
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
