//! Closing and opening: XChaCha20-Poly1305 under a key, and boxes for the holder of a key pair (X25519).
//!
//! Everything closed is bound to what it is for: the same bytes under another name do not open.

use std::ops::{Deref, Range};

use chacha20poly1305::{
    Key, KeyInit, Tag, XChaCha20Poly1305, XNonce,
    aead::{Aead, AeadInOut, Payload, inout::InOutBuf},
};
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::{Zeroize, Zeroizing};

/// Bytes of every key.
pub const KEY: usize = 32;
/// A key, wiped when it is dropped.
pub type Secret = Zeroizing<[u8; KEY]>;

const VERSION: u8 = 1;
/// Bytes of every nonce.
pub const NONCE: usize = 24;
const TAG: usize = 16;
/// Lengths are rounded up to this, so that they tell little of what was said.
const BLOCK: usize = 4096;

/// What does not open: changed, cut short, for another purpose, or under another key. Nobody can tell which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unopened;

/// What a closed thing is for.
#[derive(Clone, Copy, Debug)]
pub struct Purpose<'a> {
    /// What kind of thing.
    pub kind: &'a str,
    /// Which one: ids, numbers.
    pub of: &'a [&'a [u8]],
}

impl Purpose<'_> {
    /// The purpose as bytes, no two alike.
    pub(super) fn bound(&self) -> Vec<u8> {
        let mut bound = Vec::new();
        for part in std::iter::once(self.kind.as_bytes()).chain(self.of.iter().copied()) {
            bound.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bound.extend_from_slice(part);
        }
        bound
    }
}

/// Closes some bytes under a key. `nonce` must be chance.
///
/// # Errors
/// [`Unopened`] when the bytes are too many for the cipher.
pub fn close(
    key: &[u8; KEY],
    nonce: [u8; NONCE],
    purpose: Purpose<'_>,
    open: &[u8],
) -> Result<Vec<u8>, Unopened> {
    let bound = purpose.bound();
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let closed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: open, aad: &bound });
    let mut whole = Vec::with_capacity(1 + NONCE + open.len() + TAG);
    whole.push(VERSION);
    whole.extend_from_slice(&nonce);
    whole.extend_from_slice(&closed.map_err(|_| Unopened)?);
    Ok(whole)
}

/// What was opened, in the room it came in: scans are large, and each copy would have to be wiped. It is wiped when it is
/// dropped, and it never shows itself in a log.
pub struct Opened {
    room: Room,
    said: Range<usize>,
}

/// Bytes that are wiped when they are dropped, sixteen at a time: byte by byte, as a vector is wiped, a letter's scans take
/// a tenth of the time of opening them. It never grows, so that no copy of it is left behind.
pub(super) struct Room(Vec<u8>);

impl Room {
    /// A room for so many bytes.
    pub(super) fn of(length: usize) -> Self {
        Self(vec![0; length])
    }
}

impl AsMut<[u8]> for Room {
    fn as_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}

impl From<Room> for Opened {
    fn from(room: Room) -> Self {
        let said = 0..room.0.len();
        Self { room, said }
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

fn wipe(bytes: &mut [u8]) {
    let (before, words, after) = bytemuck::pod_align_to_mut::<u8, u128>(bytes);
    before.zeroize();
    words.zeroize();
    after.zeroize();
}

impl Deref for Opened {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.room.0.get(self.said.clone()).unwrap_or_default()
    }
}

impl AsMut<[u8]> for Opened {
    fn as_mut(&mut self) -> &mut [u8] {
        self.room.0.get_mut(self.said.clone()).unwrap_or_default()
    }
}

impl AsRef<[u8]> for Opened {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opened(sealed)")
    }
}

/// Opens what [`close`] closed.
///
/// # Errors
/// [`Unopened`].
pub fn open(key: &[u8; KEY], purpose: Purpose<'_>, closed: Vec<u8>) -> Result<Opened, Unopened> {
    let mut room = Room(closed);
    let said = 1 + NONCE..room.0.len().checked_sub(TAG).ok_or(Unopened)?;
    let (head, rest) = room.0.split_at_mut_checked(said.start).ok_or(Unopened)?;
    let (body, tag) = rest.split_last_chunk_mut::<TAG>().ok_or(Unopened)?;
    let (version, nonce) = head.split_first().ok_or(Unopened)?;
    let nonce = *nonce.first_chunk::<NONCE>().ok_or(Unopened)?;
    if *version != VERSION {
        return Err(Unopened);
    }
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let bound = purpose.bound();
    cipher
        .decrypt_inout_detached(&XNonce::from(nonce), &bound, body.into(), &Tag::from(*tag))
        .map_err(|_| Unopened)?;
    Ok(Opened { room, said })
}

/// Opens what [`close`] closed into a room that is as long as what it closed, and leaves nothing of use there when it does
/// not open.
///
/// # Errors
/// [`Unopened`].
pub fn open_into(
    key: &[u8; KEY],
    purpose: Purpose<'_>,
    closed: &[u8],
    into: &mut [u8],
) -> Result<(), Unopened> {
    let (version, rest) = closed.split_first().ok_or(Unopened)?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(Unopened)?;
    let (body, tag) = rest.split_last_chunk::<TAG>().ok_or(Unopened)?;
    if *version != VERSION {
        return Err(Unopened);
    }
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let (bound, room) = (purpose.bound(), InOutBuf::new(body, into).map_err(|_| Unopened)?);
    cipher.decrypt_inout_detached(&XNonce::from(*nonce), &bound, room, &Tag::from(*tag)).map_err(|_| Unopened)
}

/// Rounds bytes up to whole blocks, their length first.
pub fn rounded(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let whole = (8 + bytes.len()).next_multiple_of(BLOCK);
    let mut rounded = Zeroizing::new(Vec::with_capacity(whole));
    rounded.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
    rounded.extend_from_slice(bytes);
    rounded.resize(whole, 0);
    rounded
}

/// How long the whole of what was [`rounded`] is, by its beginning.
///
/// # Errors
/// [`Unopened`] when it was not.
pub fn rounded_length(begin: &[u8]) -> Result<usize, Unopened> {
    let length = u64::from_be_bytes(*begin.first_chunk::<8>().ok_or(Unopened)?);
    let length = usize::try_from(length).ok().and_then(|length| length.checked_add(8));
    length.and_then(|length| length.checked_next_multiple_of(BLOCK)).ok_or(Unopened)
}

/// The bytes that were [`rounded`], in the same room.
///
/// # Errors
/// [`Unopened`] when they were not.
pub fn unrounded(rounded: Opened) -> Result<Opened, Unopened> {
    let length = u64::from_be_bytes(*rounded.first_chunk::<8>().ok_or(Unopened)?);
    let length = usize::try_from(length).map_err(|_| Unopened)?;
    if rounded.len() - 8 < length {
        return Err(Unopened);
    }
    let start = rounded.said.start + 8;
    Ok(Opened { said: start..start + length, ..rounded })
}

/// What tells a key from another without telling the key, which is chance in its whole length.
pub fn mark_of(key: &[u8; KEY], purpose: Purpose<'_>) -> [u8; KEY] {
    let marked = Sha256::new().chain_update(b"danvan key mark").chain_update(purpose.bound());
    marked.chain_update(key).finalize().into()
}

/// The public half of a private one.
pub fn public_of(private: &[u8; KEY]) -> [u8; KEY] {
    PublicKey::from(&StaticSecret::from(*private)).to_bytes()
}

/// Puts bytes into a box that only the holder of a private half opens. `chance` is used for this box alone.
///
/// # Errors
/// [`Unopened`] when the public half is none.
pub fn put_in_box(
    public: &[u8; KEY],
    chance: &[u8; KEY],
    purpose: Purpose<'_>,
    bytes: &[u8],
) -> Result<Vec<u8>, Unopened> {
    let once = StaticSecret::from(*chance);
    let ours = PublicKey::from(&once).to_bytes();
    let key = agreed(&once, &ours, public, public)?;
    // A key made for one box needs no chance of its own.
    let closed = close(&key, [0; NONCE], purpose, bytes)?;
    Ok([&ours[..], &closed].concat())
}

/// Takes out of a box what [`put_in_box`] put in.
///
/// # Errors
/// [`Unopened`].
pub fn take_from_box(private: &[u8; KEY], purpose: Purpose<'_>, boxed: &[u8]) -> Result<Opened, Unopened> {
    let (theirs, closed) = boxed.split_first_chunk::<KEY>().ok_or(Unopened)?;
    let private = StaticSecret::from(*private);
    let public = PublicKey::from(&private).to_bytes();
    let key = agreed(&private, theirs, theirs, &public)?;
    open(&key, purpose, closed.to_vec())
}

/// The key that two halves agree on, bound to both public ones.
fn agreed(
    own: &StaticSecret,
    once: &[u8; KEY],
    other: &[u8; KEY],
    holder: &[u8; KEY],
) -> Result<Secret, Unopened> {
    let shared = own.diffie_hellman(&PublicKey::from(*other));
    if !shared.was_contributory() {
        return Err(Unopened);
    }
    let mut hasher = Sha256::new();
    for part in [&b"danvan box 1"[..], shared.as_bytes(), once, holder] {
        hasher.update(part);
    }
    let mut digest: [u8; KEY] = hasher.finalize().into();
    let key = Zeroizing::new(digest);
    digest.zeroize();
    Ok(key)
}

#[cfg(test)]
mod test {
    use super::*;
    use proptest::prelude::*;

    const THIS: Purpose<'static> = Purpose { kind: "letter", of: &[&[1]] };

    fn said(opened: Result<Opened, Unopened>) -> Option<Vec<u8>> {
        opened.ok().map(|opened| opened.to_vec())
    }

    /// Bytes as though they had come out of a closed thing.
    fn as_opened(bytes: &[u8]) -> Opened {
        Opened { room: Room(bytes.to_vec()), said: 0..bytes.len() }
    }

    #[test]
    fn what_was_opened_is_not_shown_by_accident() {
        assert_eq!(format!("{:?}", as_opened(b"a name")), "Opened(sealed)");
    }

    #[test]
    fn whatever_lies_wherever_is_wiped() {
        for (start, length) in (0..17).flat_map(|start| (0..40).map(move |length| (start, length))) {
            let mut bytes = [7; 64];
            wipe(&mut bytes[start..start + length]);
            let left = bytes.iter().filter(|byte| **byte == 7).count();
            assert_eq!(left, 64 - length, "{length} bytes from {start} on and no other");
            assert!(bytes[start..start + length].iter().all(|byte| *byte == 0));
        }
    }

    #[test]
    fn what_is_for_one_thing_does_not_open_as_another() {
        let closed = close(&[1; KEY], [2; NONCE], THIS, b"x").expect("closed");
        for other in [
            Purpose { kind: "letter", of: &[&[2]] },
            Purpose { kind: "lette", of: &[b"r", &[1]] },
            Purpose { kind: "letter", of: &[&[1], &[]] },
        ] {
            assert_eq!(said(open(&[1; KEY], other, closed.clone())), None, "{other:?}");
        }
        assert_eq!(said(open(&[3; KEY], THIS, closed.clone())), None, "another key");
        assert_eq!(said(open(&[1; KEY], THIS, closed)).as_deref(), Some(&b"x"[..]));
    }

    #[test]
    fn known_answer_of_xchacha20_poly1305() {
        // draft-irtf-cfrg-xchacha-03, A.3.1: the cipher underneath is the one that others have.
        let key: [u8; KEY] = std::array::from_fn(|at| 0x80 + at as u8);
        let nonce: [u8; NONCE] = std::array::from_fn(|at| 0x40 + at as u8);
        let aad = [0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7];
        let text = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let cipher = XChaCha20Poly1305::new(&Key::from(key));
        let closed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: text, aad: &aad }).expect("closed");
        assert_eq!(closed[..8], [0xbd, 0x6d, 0x17, 0x9d, 0x3e, 0x83, 0xd4, 0x3b]);
        assert_eq!(closed[closed.len() - 16..][..4], [0xc0, 0x87, 0x59, 0x24]);
    }

    #[test]
    fn lengths_are_rounded() {
        let lengths = [0, 1, 4088, 4089, 9000].map(|length| rounded(&vec![5; length]).len());
        assert_eq!(lengths, [4096, 4096, 4096, 8192, 12288]);
        for bad in [vec![], vec![0; 4], vec![255; 16]] {
            assert_eq!(said(unrounded(as_opened(&bad))), None);
        }
        let words = b"some words".as_slice();
        assert_eq!(said(unrounded(as_opened(&rounded(words)))).as_deref(), Some(words));
    }

    #[test]
    fn a_box_for_a_public_half_that_is_none_is_refused() {
        assert!(put_in_box(&[0; KEY], &[1; KEY], THIS, b"x").is_err());
    }

    proptest! {
        #[test]
        fn what_is_closed_opens_and_one_changed_bit_is_noticed(
            key in any::<[u8; KEY]>(), nonce in any::<[u8; NONCE]>(), bytes in proptest::collection::vec(any::<u8>(), 0..300),
            at in any::<prop::sample::Index>(), bit in 0_u8..8,
        ) {
            let mut closed = close(&key, nonce, THIS, &bytes).expect("closed");
            let opened = open(&key, THIS, closed.clone()).expect("open");
            prop_assert_eq!(&opened[..], &bytes[..]);
            let at = at.index(closed.len());
            closed[at] ^= 1 << bit;
            prop_assert!(open(&key, THIS, closed.clone()).is_err());
            closed[at] ^= 1 << bit;
            closed.truncate(at);
            prop_assert!(open(&key, THIS, closed).is_err());
        }

        #[test]
        fn a_box_opens_for_its_holder_alone(
            own in any::<[u8; KEY]>(), other in any::<[u8; KEY]>(), chance in any::<[u8; KEY]>(),
            bytes in proptest::collection::vec(any::<u8>(), 0..80),
        ) {
            let boxed = put_in_box(&public_of(&own), &chance, THIS, &bytes).expect("a box");
            let taken = take_from_box(&own, THIS, &boxed).expect("open");
            prop_assert_eq!(&taken[..], &bytes[..]);
            prop_assume!(public_of(&own) != public_of(&other));
            prop_assert!(take_from_box(&other, THIS, &boxed).is_err());
            let back = unrounded(as_opened(&rounded(&bytes))).expect("rounded");
            prop_assert_eq!(&back[..], &bytes[..]);
        }
    }
}
