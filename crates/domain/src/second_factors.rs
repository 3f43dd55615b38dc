//! Codes of an authenticator app (RFC 6238) and codes on paper.
//!
//! Six digits, thirty seconds, SHA-1: what every app can do. HMAC does not rest on what is broken in SHA-1 (RFC 6151 §2,
//! NIST SP 800-107).

use crate::time::Moment;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// For how many seconds a code stands.
pub const STEP_SECONDS: i64 = 30;
/// How many bytes a secret has: as long as the hash (RFC 4226 §4).
pub const SECRET_BYTES: usize = 20;
/// How many codes on paper somebody gets.
pub const PAPER_CODES: usize = 10;

/// The step of a moment.
pub fn step_of(now: Moment) -> i64 {
    now.micros().div_euclid(1_000_000 * STEP_SECONDS)
}

/// The code of a step, six digits.
pub fn code(secret: &[u8], step: i64) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else {
        unreachable!("HMAC takes a key of any length");
    };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let from = usize::from(hash[hash.len() - 1] & 0xf);
    let number = hash[from..from + 4].iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

/// The step whose code was typed: the present one, or one to either side for clocks that differ; never one up to the last
/// that was used.
pub fn step_typed(secret: &[u8], typed: &str, now: Moment, last_used: i64) -> Option<i64> {
    let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let present = step_of(now);
    let fits = |step: &i64| *step > last_used && same(code(secret, *step).as_bytes(), typed.as_bytes());
    [present, present - 1, present + 1].into_iter().find(fits)
}

/// Compares without telling by its time where two texts differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// Letters and digits that are not taken for one another.
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Bytes as base 32 without padding, as apps read a secret.
pub fn base32(bytes: &[u8]) -> String {
    let (mut text, mut held, mut bits) = (String::new(), 0_u32, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(LETTERS[(held << (5 - bits) & 31) as usize]));
    }
    text
}

/// The address an app reads from a picture. Name and house are written so that no sign in them means anything else.
pub fn address(house: &str, name: &str, secret: &[u8]) -> String {
    let plain = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    };
    let (house, name) = (plain(house), plain(name));
    format!("otpauth://totp/{house}:{name}?secret={}&issuer={house}", base32(secret))
}

/// A code on paper from fifteen random bytes: `ABCDEFGH-IJKLMNOP-QRSTUVWX`, 120 bits, so that its plain hash may be kept (OWASP
/// ASVS 5.0, 6.5.2).
pub fn paper_code(bytes: [u8; 15]) -> String {
    let text = base32(&bytes);
    format!("{}-{}-{}", &text[..8], &text[8..16], &text[16..])
}

/// Whether a tidied text may be a code on paper; those given before had sixteen letters.
pub fn may_be_paper_code(tidied: &str) -> bool {
    matches!(tidied.len(), 16 | 24)
}

/// A code on paper as it is hashed: however it was typed.
pub fn tidy_paper_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod test {
    use super::*;

    /// The vectors of RFC 6238, appendix B, for SHA-1, cut to six digits.
    #[test]
    fn the_vectors_of_the_standard_hold() {
        let secret = b"12345678901234567890";
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let now = Moment::from_micros(seconds * 1_000_000);
            assert_eq!(code(secret, step_of(now)), expected, "{seconds}");
            assert_eq!(step_typed(secret, expected, now, 0), Some(step_of(now)));
        }
    }

    #[test]
    fn a_code_stands_a_step_to_either_side_and_only_once() {
        let secret = b"12345678901234567890";
        let at = |seconds: i64| Moment::from_micros(seconds * 1_000_000);
        let typed = code(secret, 100);
        let check = |seconds: i64, last: i64, expected: Option<i64>| {
            assert_eq!(step_typed(secret, &typed, at(seconds), last), expected, "{seconds} {last}");
        };
        check(100 * 30, 0, Some(100));
        check(99 * 30, 0, Some(100));
        check(101 * 30 + 29, 0, Some(100));
        check(102 * 30, 0, None);
        check(98 * 30 + 29, 0, None);
        check(100 * 30, 99, Some(100));
        check(100 * 30, 100, None);
        let spaced = format!("{} {}", &typed[..3], &typed[3..]);
        assert_eq!(step_typed(secret, &spaced, at(3000), 0), Some(100));
        for nonsense in ["", "000", "abcdef", "1234567", "１２３４５６"] {
            assert_eq!(step_typed(secret, nonsense, at(3000), 0), None, "{nonsense}");
        }
    }

    #[test]
    fn secrets_are_written_as_apps_read_them() {
        // RFC 4648 §10, without padding.
        for (bytes, expected) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(bytes.as_bytes()), expected);
        }
        let found = address("danvan", "a&b@c", b"foobar");
        assert_eq!(found, "otpauth://totp/danvan:a%26b%40c?secret=MZXW6YTBOI&issuer=danvan");
        let paper = paper_code([255; 15]);
        assert_eq!(paper, "77777777-77777777-77777777");
        assert!(may_be_paper_code(&tidy_paper_code(&paper)) && may_be_paper_code("ABCDEFGHIJKLMNOP"));
        assert!(!may_be_paper_code("ABCDEFGHIJKLMNO"));
        assert_eq!(tidy_paper_code(" aBc-2 "), "ABC2");
    }
}
