//! As much of CBOR (RFC 8949) as passkeys write: lengths that are told beforehand, no tags.

/// How deep values may lie in each other.
const DEEPEST: u8 = 8;

/// A value, borrowed from what was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Number(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    List(Vec<Value<'a>>),
    Map(Vec<(Value<'a>, Value<'a>)>),
    /// True, false, nothing, a fraction: what nobody here asks for.
    Other,
}

impl<'a> Value<'a> {
    /// Reads one value and says what follows it; nothing when the bytes are none, are cut off, or say a thing twice.
    pub(super) fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        value(bytes, DEEPEST)
    }

    /// What a map holds under a name.
    pub(super) fn named(&self, name: &str) -> Option<&Self> {
        self.at(|key| matches!(key, Self::Text(text) if *text == name))
    }

    /// What a map holds under a number.
    pub(super) fn numbered(&self, number: i64) -> Option<&Self> {
        self.at(|key| matches!(key, Self::Number(found) if *found == number))
    }

    fn at(&self, fits: impl Fn(&Self) -> bool) -> Option<&Self> {
        let Self::Map(pairs) = self else { return None };
        pairs.iter().find(|(key, _)| fits(key)).map(|(_, value)| value)
    }

    pub(super) fn bytes(&self) -> Option<&'a [u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    pub(super) fn number(&self) -> Option<i64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }
}

fn value(bytes: &[u8], depth: u8) -> Option<(Value<'_>, &[u8])> {
    let depth = depth.checked_sub(1)?;
    let (first, rest) = bytes.split_first()?;
    let (kind, size) = (first >> 5, first & 31);
    if kind == 7 {
        let skipped = match size {
            20..=23 => 0,
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            _ => return None,
        };
        return Some((Value::Other, rest.get(skipped..)?));
    }
    let (length, rest) = length(size, rest)?;
    match kind {
        0 => Some((Value::Number(i64::try_from(length).ok()?), rest)),
        1 => Some((Value::Number(-1 - i64::try_from(length).ok()?), rest)),
        2 => {
            rest.split_at_checked(usize::try_from(length).ok()?).map(|(own, rest)| (Value::Bytes(own), rest))
        }
        3 => {
            let (own, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
            Some((Value::Text(std::str::from_utf8(own).ok()?), rest))
        }
        4 => list(length, rest, depth),
        5 => map(length, rest, depth),
        _ => None,
    }
}

fn length(size: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let count = match size {
        0..=23 => return Some((u64::from(size), rest)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let (bytes, rest) = rest.split_at_checked(count)?;
    Some((bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)), rest))
}

/// Every value takes a byte at least, so a length that lies ends with the bytes and takes no memory before.
fn list(length: u64, mut rest: &[u8], depth: u8) -> Option<(Value<'_>, &[u8])> {
    let mut values = Vec::new();
    for _ in 0..length {
        let (one, after) = value(rest, depth)?;
        values.push(one);
        rest = after;
    }
    Some((Value::List(values), rest))
}

fn map(length: u64, mut rest: &[u8], depth: u8) -> Option<(Value<'_>, &[u8])> {
    let mut pairs: Vec<(Value<'_>, Value<'_>)> = Vec::new();
    for _ in 0..length {
        let (key, after) = value(rest, depth)?;
        let (one, after) = value(after, depth)?;
        if pairs.len() >= 64 || pairs.iter().any(|(other, _)| *other == key) {
            return None;
        }
        pairs.push((key, one));
        rest = after;
    }
    Some((Value::Map(pairs), rest))
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn values_are_read_and_broken_ones_are_none() {
        let check = |bytes: &[u8], expected: Option<Value<'_>>| {
            assert_eq!(Value::read(bytes).map(|(value, _)| value), expected, "{bytes:02x?}");
        };
        // RFC 8949, appendix A.
        check(&[0x17], Some(Value::Number(23)));
        check(&[0x19, 0x03, 0xe8], Some(Value::Number(1000)));
        check(&[0x38, 0x63], Some(Value::Number(-100)));
        check(&[0x44, 1, 2, 3, 4], Some(Value::Bytes(&[1, 2, 3, 4])));
        check(&[0x62, 0xc3, 0xbc], Some(Value::Text("ü")));
        check(&[0x61, b'a'], Some(Value::Text("a")));
        check(&[0xf5], Some(Value::Other));
        check(&[0x82, 1, 2], Some(Value::List(vec![Value::Number(1), Value::Number(2)])));
        let map = vec![(Value::Number(1), Value::Number(2)), (Value::Number(3), Value::Number(4))];
        check(&[0xa2, 1, 2, 3, 4], Some(Value::Map(map)));
        for broken in [
            &[][..],
            &[0x44, 1],
            &[0x19, 3],
            &[0x1b, 255, 255, 255, 255, 255, 255, 255, 255],
            &[0x5b, 255, 255, 255, 255, 255, 255, 255, 255],
            &[0x9b, 255, 255, 255, 255, 255, 255, 255, 255, 1],
            &[0x9f, 1, 255],
            &[0xa2, 1, 2, 1, 3],
            &[0x61, 0xff],
            &[0xc0, 1],
            &[0x81; 40],
        ] {
            check(broken, None);
        }
    }
}
