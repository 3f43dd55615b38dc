//! Which of the documents in a stretch of numbers have a word. Kept short: as a list of places where few have it, as a
//! bit for each where many do.

use crate::engine::{StoreError, Stored};

/// How many numbers a stretch holds.
pub(super) const CHUNK: i64 = 8192;
const WORDS: usize = 128;
const BYTES: usize = WORDS * 8;
/// A list that is as long as all bits, or longer, is kept as bits.
const LONGEST_LIST: usize = BYTES / 2 - 1;

/// The stretch of a number, and its place there.
pub(super) fn place(number: i64) -> (i64, usize) {
    (number.div_euclid(CHUNK), usize::try_from(number.rem_euclid(CHUNK)).unwrap_or(0))
}

/// Some of the documents of one stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Docs(Box<[u64; WORDS]>);

impl Default for Docs {
    fn default() -> Self {
        Self(Box::new([0; WORDS]))
    }
}

impl Docs {
    /// Reads what [`Docs::bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are neither a list of places nor a bit for each.
    pub(super) fn read(bytes: &[u8]) -> Stored<Self> {
        let mut docs = Self::default();
        if bytes.len() == BYTES {
            for (word, part) in docs.0.iter_mut().zip(bytes.as_chunks::<8>().0) {
                *word = u64::from_le_bytes(*part);
            }
            return Ok(docs);
        }
        let (places, rest) = bytes.as_chunks::<2>();
        if !rest.is_empty() || places.len() > LONGEST_LIST {
            return Err(StoreError::Unreadable(format!("a list of {} bytes", bytes.len())));
        }
        for place in places {
            docs.put(usize::from(u16::from_be_bytes(*place)));
        }
        Ok(docs)
    }

    /// As it is kept.
    pub(super) fn bytes(&self) -> Vec<u8> {
        if self.count() > LONGEST_LIST {
            return self.0.iter().flat_map(|word| word.to_le_bytes()).collect();
        }
        self.places().filter_map(|place| u16::try_from(place).ok()).flat_map(u16::to_be_bytes).collect()
    }

    pub(super) fn put(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0.iter()).for_each(|(own, word)| *own |= word);
    }

    /// Leaves only those that are in the other too.
    pub(super) fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0.iter()).for_each(|(own, word)| *own &= word);
    }

    pub(super) fn take_off(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0.iter()).for_each(|(own, word)| *own &= !word);
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The places, in order.
    pub(super) fn places(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (0..WORDS * 64).filter(|place| self.0[place / 64] >> (place % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn docs(places: impl IntoIterator<Item = usize>) -> Docs {
        let mut docs = Docs::default();
        places.into_iter().for_each(|place| docs.put(place));
        docs
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let lists: [Vec<usize>; 6] = [
            vec![],
            vec![0],
            vec![8191],
            (0..LONGEST_LIST).map(|place| place * 3).collect(),
            (0..=LONGEST_LIST).map(|place| place * 3).collect(),
            (0..8192).collect(),
        ];
        for list in lists {
            let bytes = docs(list.clone()).bytes();
            assert!(bytes.len() <= BYTES, "{} places take {} bytes", list.len(), bytes.len());
            let read = Docs::read(&bytes).expect("readable");
            assert_eq!(read.places().collect::<Vec<_>>(), list);
            assert_eq!(read.count(), list.len());
        }
    }

    #[test]
    fn bytes_that_nobody_wrote_are_refused() {
        for length in [1, 1023, 1025, 1026, 4096] {
            assert!(Docs::read(&vec![0; length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn documents_are_added_kept_and_taken_off() {
        let (some, others) = (docs([1, 64, 700]), docs([64, 8000]));
        let after = |act: fn(&mut Docs, &Docs)| {
            let mut docs = some.clone();
            act(&mut docs, &others);
            docs.places().collect::<Vec<_>>()
        };
        assert_eq!(after(Docs::add), [1, 64, 700, 8000]);
        assert_eq!(after(Docs::keep), [64]);
        assert_eq!(after(Docs::take_off), [1, 700]);
        assert!(!some.is_empty() && Docs::default().is_empty());
    }

    #[test]
    fn a_number_has_its_place() {
        for (number, expected) in [(0, (0, 0)), (8191, (0, 8191)), (8192, (1, 0)), (20_000, (2, 3616))] {
            assert_eq!(place(number), expected, "{number}");
        }
    }
}
