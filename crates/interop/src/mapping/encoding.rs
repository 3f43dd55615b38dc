//! How letters are written in a file.

use serde::Deserialize;
use std::{borrow::Cow, io::Read};

/// How letters are written in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// ISO 8859-1, read as its superset Windows-1252, as the web does.
    #[serde(rename = "latin-1", alias = "windows-1252", alias = "iso-8859-1")]
    Latin1,
    /// Windows-1258, Vietnamese; tones come as marks of their own and are composed later.
    #[serde(rename = "windows-1258")]
    Windows1258,
    /// UTF-16 of either order: a mark at the beginning, or where the zeros stand, says which.
    #[serde(rename = "utf-16", alias = "utf-16le", alias = "utf-16be")]
    Utf16,
}

/// Windows-1252 from 0x80 to 0x9F; a blank where nothing is assigned.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

impl Encoding {
    /// The text of some bytes; `None` when they are not written so.
    pub fn text(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            // UTF-16 was turned into UTF-8 on the way in.
            Self::Utf8 | Self::Utf16 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Self::Latin1 => Some(bytes.iter().map(|byte| latin(*byte)).collect::<String>().into()),
            Self::Windows1258 => Some(bytes.iter().map(|byte| vietnamese(*byte)).collect::<String>().into()),
        }
    }
}

impl Encoding {
    /// The byte that Windows-1252 writes a letter with.
    pub(super) fn western_byte(letter: char) -> Option<u8> {
        match u32::from(letter) {
            code @ (0..=0x7f | 0xa0..=0xff) => u8::try_from(code).ok(),
            _ => HIGH.iter().position(|high| *high == letter).and_then(|at| u8::try_from(at + 0x80).ok()),
        }
    }
}

/// The encoding that has to be declared for a file that begins so; none where UTF-8 or UTF-16 shows itself.
pub(super) fn guess(beginning: &[u8]) -> Option<Encoding> {
    let is_utf8 = match std::str::from_utf8(beginning) {
        Ok(_) => true,
        // A beginning may end in the middle of a letter.
        Err(error) => error.error_len().is_none(),
    };
    if is_utf8 || utf16(beginning).is_some() {
        return None;
    }
    let text: String = Encoding::Windows1258.text(beginning)?.chars().collect();
    let text = danvan_domain::fold::tidy(&text);
    let others = text.chars().filter(|letter| !letter.is_ascii()).count();
    let toned = text.chars().filter(|letter| matches!(letter, '\u{1ea0}'..='\u{1ef9}')).count();
    Some(if toned * 5 >= others { Encoding::Windows1258 } else { Encoding::Latin1 })
}

/// So many bytes show well enough which half of the letters is zero.
const LOOKED: usize = 4096;

/// How UTF-16 is written where a file begins so: a mark says it, else the zeros that no other writing has. The first
/// letter alone shows nothing, since that of `Địa chỉ` has no zero.
pub(super) fn utf16(beginning: &[u8]) -> Option<Order> {
    match beginning {
        [0xff, 0xfe, ..] => return Some(Order::Little),
        [0xfe, 0xff, ..] => return Some(Order::Big),
        _ => {}
    }
    let looked = &beginning[..beginning.len().min(LOOKED)];
    let zeros = |half: usize| looked.iter().skip(half).step_by(2).filter(|byte| **byte == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    // A few zeros are dirt in a file of another kind.
    if (high_first + low_first) * 8 < looked.len() || looked.is_empty() {
        return None;
    }
    Some(if low_first > high_first { Order::Little } else { Order::Big })
}

/// Which half of a letter stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

/// Turns UTF-16 into UTF-8 as it is read.
pub(super) struct FromUtf16<R> {
    inner: R,
    order: Order,
    /// Bytes that are not yet a whole letter.
    held: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
}

impl<R: Read> FromUtf16<R> {
    pub(super) fn new(inner: R, order: Order) -> Self {
        Self { inner, order, held: Vec::new(), ready: Vec::new(), given: 0 }
    }

    fn refill(&mut self) -> std::io::Result<()> {
        self.ready.clear();
        self.given = 0;
        let mut piece = [0; 1 << 15];
        while self.ready.is_empty() {
            let count = self.inner.read(&mut piece)?;
            if count == 0 {
                if !self.held.is_empty() {
                    self.held.clear();
                    self.ready.extend("\u{fffd}".bytes());
                }
                return Ok(());
            }
            self.held.extend_from_slice(&piece[..count]);
            let unit = |pair: &[u8]| match self.order {
                Order::Little => u16::from_le_bytes([pair[0], pair[1]]),
                Order::Big => u16::from_be_bytes([pair[0], pair[1]]),
            };
            let mut units: Vec<u16> = self.held.chunks_exact(2).map(unit).collect();
            // The first half of a pair waits for the second.
            if units.last().is_some_and(|last| (0xd800..0xdc00).contains(last)) {
                units.pop();
            }
            self.held.drain(..units.len() * 2);
            let letters = char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}'));
            let text: String = letters.filter(|letter| *letter != '\u{feff}').collect();
            self.ready.extend(text.into_bytes());
        }
        Ok(())
    }
}

impl<R: Read> Read for FromUtf16<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.given == self.ready.len() {
            self.refill()?;
        }
        let left = &self.ready[self.given..];
        let count = left.len().min(into.len());
        into[..count].copy_from_slice(&left[..count]);
        self.given += count;
        Ok(count)
    }
}

fn latin(byte: u8) -> char {
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

fn vietnamese(byte: u8) -> char {
    match byte {
        0xc3 => 'Ă',
        0xcc => '\u{300}',
        0xd0 => 'Đ',
        0xd2 => '\u{309}',
        0xd5 => 'Ơ',
        0xdd => 'Ư',
        0xde => '\u{303}',
        0xe3 => 'ă',
        0xec => '\u{301}',
        0xf0 => 'đ',
        0xf2 => '\u{323}',
        0xf5 => 'ơ',
        0xfd => 'ư',
        0xfe => '₫',
        other => latin(other),
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use proptest::prelude::*;

    /// Gives so many bytes a reading, as a slow file does.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = self.0.len().min(self.1).min(into.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn written(text: &str, order: Order) -> Vec<u8> {
        let bytes = |unit: u16| match order {
            Order::Little => unit.to_le_bytes(),
            Order::Big => unit.to_be_bytes(),
        };
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn read(bytes: &[u8], order: Order, piece: usize) -> String {
        let mut text = String::new();
        FromUtf16::new(Slow(bytes, piece), order).read_to_string(&mut text).expect("text");
        text
    }

    #[test]
    fn utf16_is_known_by_its_mark_or_its_zeros() {
        let check = |beginning: &[u8], expected: Option<Order>| {
            assert_eq!(utf16(beginning), expected, "{beginning:x?}");
        };
        check(b"\xff\xfeM\0", Some(Order::Little));
        check(b"\xfe\xff\0M", Some(Order::Big));
        for text in ["Mã;Ngày", "Địa chỉ;Nội dung;Ngày nhận", "id,opened\r\n1,2026-01-01\r\n"] {
            check(&written(text, Order::Little), Some(Order::Little));
            check(&written(text, Order::Big), Some(Order::Big));
            check(text.as_bytes(), None);
        }
        check(b"", None);
        check(b"a", None);
        check(b"id,opened,words\n1,2026-01-01,a zero \0 between\n", None);
    }

    #[test]
    fn what_is_no_letter_is_shown_as_such_and_the_rest_stays() {
        assert_eq!(read(b"A\0B", Order::Little, 1), "A\u{fffd}", "a byte is missing at the end");
        assert_eq!(read(b"\x00\xd8A\0", Order::Little, 1), "\u{fffd}A", "half a pair");
        assert_eq!(read(b"\x00\xd8", Order::Little, 2), "\u{fffd}", "half a pair at the end");
        assert_eq!(read(b"\xff\xfeA\0", Order::Little, 3), "A", "the mark is no letter");
    }

    #[test]
    fn windows_1258_reads_every_letter_of_vietnamese() {
        // Written by another program: letters, then their tones.
        let bytes = b"N\xfd\xf5\xecc ng\xe2\xf2p \xf0\xfd\xf5\xccng Tr\xe2\xccn H\xfdng \xd0a\xf2o, \xf4\xd2 ga\xcc, ra\xdenh v\xf5\xde, \xe0 \xe1 \xf9";
        let text = Encoding::Windows1258.text(bytes).expect("text");
        assert_eq!(danvan_domain::fold::tidy(&text), "Nước ngập đường Trần Hưng Đạo, ổ gà, rãnh vỡ, à á ù");
    }

    proptest! {
        #[test]
        fn utf16_comes_back_however_it_is_cut(text in "[^\u{feff}]{0,200}", piece in 1_usize..9, little: bool) {
            let order = if little { Order::Little } else { Order::Big };
            prop_assert_eq!(read(&written(&text, order), order, piece), text);
        }
    }
}
