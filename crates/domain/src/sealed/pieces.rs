//! Long things closed in pieces: a piece is opened while the next is still being read, into the one room that the whole will
//! have. Each piece is bound to its place and to how many there are, so that none is left out, doubled or moved unnoticed.
//! What fits one piece is closed as [`cipher::close`] closes it.

use super::cipher::{self, KEY, NONCE, Opened, Purpose, Room, Unopened};

/// Bytes of every piece but the last, when open, as they are closed now. Readers go by the first piece's length.
pub const PIECE: usize = 128 * 1024;
/// Most bytes that are gathered: more than anything that may be sealed.
const MOST: usize = 64 * 1024 * 1024;

/// What a piece after the first is for: its place and how many there are, within what the whole is for.
fn place(at: usize, count: usize) -> [u8; 16] {
    let mut place = [0; 16];
    place[..8].copy_from_slice(&(at as u64).to_be_bytes());
    place[8..].copy_from_slice(&(count as u64).to_be_bytes());
    place
}

/// Closes what was [rounded](cipher::rounded), piece by piece; every nonce must be chance.
///
/// # Errors
/// [`Unopened`] when the bytes are too many for the cipher.
pub fn close(
    key: &[u8; KEY],
    purpose: Purpose<'_>,
    rounded: &[u8],
    nonce: impl FnMut() -> [u8; NONCE],
) -> Result<Vec<Vec<u8>>, Unopened> {
    close_in(PIECE, key, purpose, rounded, nonce)
}

fn close_in(
    length: usize,
    key: &[u8; KEY],
    purpose: Purpose<'_>,
    rounded: &[u8],
    mut nonce: impl FnMut() -> [u8; NONCE],
) -> Result<Vec<Vec<u8>>, Unopened> {
    let (bound, count) = (purpose.bound(), rounded.len().div_ceil(length));
    let piece = |(at, bytes): (usize, &[u8])| match at {
        0 => cipher::close(key, nonce(), purpose, bytes),
        at => {
            let of: &[&[u8]] = &[&bound, &place(at, count)];
            cipher::close(key, nonce(), Purpose { kind: "piece", of }, bytes)
        }
    };
    rounded.chunks(length).enumerate().map(piece).collect()
}

/// Pieces that are being opened, in their order.
pub struct Gathered<'a> {
    key: &'a [u8; KEY],
    bound: Vec<u8>,
    opened: Opened,
    piece: usize,
    filled: usize,
    at: usize,
}

impl<'a> Gathered<'a> {
    /// Begins with the first piece, which says how long the whole is.
    ///
    /// # Errors
    /// [`Unopened`].
    pub fn begin(key: &'a [u8; KEY], purpose: Purpose<'_>, first: Vec<u8>) -> Result<Self, Unopened> {
        let first = cipher::open(key, purpose, first)?;
        let whole = cipher::rounded_length(&first)?;
        let (bound, piece) = (purpose.bound(), first.len());
        let opened = if whole <= piece {
            first
        } else if whole <= MOST {
            let mut room = Room::of(whole);
            room.as_mut().get_mut(..piece).ok_or(Unopened)?.copy_from_slice(&first);
            room.into()
        } else {
            return Err(Unopened);
        };
        Ok(Self { key, bound, opened, piece, filled: piece, at: 1 })
    }

    /// Whether nothing is missing any more.
    pub fn is_whole(&self) -> bool {
        self.opened.len() <= self.filled
    }

    /// Opens the next piece.
    ///
    /// # Errors
    /// [`Unopened`], also for a piece too many.
    pub fn add(&mut self, closed: &[u8]) -> Result<(), Unopened> {
        let count = self.opened.len().div_ceil(self.piece);
        let of: &[&[u8]] = &[&self.bound, &place(self.at, count)];
        let left = self.opened.as_mut().get_mut(self.filled..).ok_or(Unopened)?;
        let length = left.len().min(self.piece);
        if length == 0 {
            return Err(Unopened);
        }
        cipher::open_into(self.key, Purpose { kind: "piece", of }, closed, &mut left[..length])?;
        self.filled += length;
        self.at += 1;
        Ok(())
    }

    /// The whole, no longer rounded.
    ///
    /// # Errors
    /// [`Unopened`] when a piece is missing.
    pub fn whole(self) -> Result<Opened, Unopened> {
        if self.is_whole() { cipher::unrounded(self.opened) } else { Err(Unopened) }
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use proptest::prelude::*;

    const THIS: Purpose<'static> = Purpose { kind: "letter", of: &[&[1]] };
    const KEY_OF_IT: [u8; KEY] = [7; KEY];

    fn closed(bytes: &[u8]) -> Vec<Vec<u8>> {
        closed_in(PIECE, bytes)
    }

    fn closed_in(length: usize, bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut count = 0;
        let nonce = || {
            count += 1;
            [count; NONCE]
        };
        close_in(length, &KEY_OF_IT, THIS, &cipher::rounded(bytes), nonce).expect("closed")
    }

    fn opened(pieces: &[Vec<u8>]) -> Result<Vec<u8>, Unopened> {
        let mut gathered = Gathered::begin(&KEY_OF_IT, THIS, pieces.first().ok_or(Unopened)?.clone())?;
        for piece in &pieces[1..] {
            gathered.add(piece)?;
        }
        gathered.whole().map(|whole| whole.to_vec())
    }

    fn bytes(length: usize) -> Vec<u8> {
        (0..length).map(|at| u8::try_from(at % 251).unwrap_or(0)).collect()
    }

    #[test]
    fn whatever_its_length_it_comes_back_whole() {
        for (length, pieces) in
            [(0, 1), (PIECE - 8, 1), (PIECE - 7, 2), (2 * PIECE - 8, 2), (2 * PIECE, 3), (5 * PIECE + 1, 6)]
        {
            let closed = closed(&bytes(length));
            assert_eq!(closed.len(), pieces, "{length}");
            assert!(opened(&closed).is_ok_and(|whole| whole == bytes(length)), "{length}");
        }
    }

    #[test]
    fn what_was_closed_whole_before_there_were_pieces_opens() {
        let long = bytes(3 * PIECE);
        let whole = cipher::close(&KEY_OF_IT, [9; NONCE], THIS, &cipher::rounded(&long)).expect("closed");
        assert!(opened(&[whole]).is_ok_and(|opened| opened == long));
    }

    #[test]
    fn pieces_of_another_length_open() {
        let long = bytes(3 * PIECE);
        for (length, pieces) in [(PIECE / 2, 7), (PIECE * 2, 2), (PIECE * 4, 1)] {
            let closed = closed_in(length, &long);
            assert_eq!(closed.len(), pieces, "{length}");
            assert!(opened(&closed).is_ok_and(|opened| opened == long), "{length}");
        }
    }

    #[test]
    fn a_piece_left_out_doubled_moved_or_of_another_is_noticed() {
        let [three, four] = [2 * PIECE, 3 * PIECE].map(|length| closed(&bytes(length)));
        let [a, b, c] = [0, 1, 2].map(|at| three[at].clone());
        for (wrong, why) in [
            (vec![], "nothing"),
            (vec![a.clone()], "the rest is missing"),
            (vec![a.clone(), b.clone()], "the last is missing"),
            (vec![a.clone(), c.clone(), b.clone()], "moved"),
            (vec![a.clone(), b.clone(), b.clone()], "doubled"),
            (vec![a.clone(), b.clone(), c.clone(), c.clone()], "one too many"),
            (vec![b.clone(), b.clone(), c.clone()], "no first"),
            (vec![a.clone(), four[1].clone(), c.clone()], "of a longer one"),
        ] {
            assert!(opened(&wrong).is_err(), "{why}");
        }
        assert!(opened(&[a, b, c]).is_ok());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn one_changed_bit_is_noticed(piece in 0_usize..3, at in any::<prop::sample::Index>(), bit in 0_u8..8) {
            let mut pieces = closed(&bytes(2 * PIECE));
            let at = at.index(pieces[piece].len());
            pieces[piece][at] ^= 1 << bit;
            prop_assert!(opened(&pieces).is_err());
        }
    }
}
