//! Receipt codes: what a resident holds instead of an account.
//!
//! A code is 80 random bits in sixteen letters, so that guessing one is hopeless and reading it out on the phone
//! is not: `7K2M-P9QX-4TDW-81HC`. There is no check letter; a mistyped code simply finds nothing.

use serde::{Deserialize, Serialize};

/// Crockford's base 32: no I, L, O (read as 1, 1, 0) and no U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters in a code, without dashes; five bits each.
const LENGTH: usize = 16;

/// A receipt's code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ReceiptCode([u8; 10]);

/// What was typed cannot be a receipt's code: a letter too many, too few, or of another alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAReceiptCode;

impl std::fmt::Display for NotAReceiptCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a receipt code has sixteen letters and digits, like 7K2M-P9QX-4TDW-81HC")
    }
}

impl std::error::Error for NotAReceiptCode {}

impl ReceiptCode {
    /// A code from ten bytes of the house's chance; they must not be guessable.
    pub const fn from_chance(bytes: [u8; 10]) -> Self {
        Self(bytes)
    }
}

impl std::fmt::Display for ReceiptCode {
    /// The one way a code is written and stored: capitals in four groups of four.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use std::fmt::Write;
        let bits = self.0.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        for place in 0..LENGTH {
            if place > 0 && place % 4 == 0 {
                f.write_char('-')?;
            }
            let five = (bits >> (5 * (LENGTH - 1 - place))) & 31;
            f.write_char(char::from(LETTERS[five as usize]))?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for ReceiptCode {
    /// A code opens a case: it never reaches a log by accident.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReceiptCode(…)")
    }
}

impl std::str::FromStr for ReceiptCode {
    type Err = NotAReceiptCode;

    /// Forgives lower case, spaces, missing or other dashes, full-width letters, and O for 0, I or L for 1.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bits = 0_u128;
        let mut length = 0;
        for character in text.chars() {
            if is_separator(character) {
                continue;
            }
            length += 1;
            if length > LENGTH {
                return Err(NotAReceiptCode);
            }
            bits = bits << 5 | u128::from(value_of(character).ok_or(NotAReceiptCode)?);
        }
        if length < LENGTH {
            return Err(NotAReceiptCode);
        }
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&bits.to_be_bytes()[6..]);
        Ok(Self(bytes))
    }
}

impl From<ReceiptCode> for String {
    fn from(code: ReceiptCode) -> Self {
        code.to_string()
    }
}

impl TryFrom<String> for ReceiptCode {
    type Error = NotAReceiptCode;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '-' | '_' | '.' | '‐'..='―' | '−' | '\u{200B}'..='\u{200F}' | '\u{FEFF}')
}

fn value_of(character: char) -> Option<u8> {
    let narrow = match character {
        '！'..='～' => char::from_u32(u32::from(character) - 0xFEE0)?,
        other => other,
    };
    let letter = match u8::try_from(narrow).ok()?.to_ascii_uppercase() {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        other => other,
    };
    LETTERS.iter().position(|known| *known == letter).and_then(|place| u8::try_from(place).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(text: &str) -> Option<String> {
        text.parse::<ReceiptCode>().ok().map(|code| code.to_string())
    }

    #[test]
    fn what_people_type_is_forgiven() {
        let code = Some("7K2M-P9QX-4TDW-81HC".to_owned());
        for typed in [
            "7K2M-P9QX-4TDW-81HC",
            "7k2m p9qx 4tdw 81hc",
            " 7K2MP9QX4TDW81HC\n",
            "7K2M–P9QX–4TDW–8lHC",
            "7K2M.P9QX.4TDW.8iHC",
            "７Ｋ２Ｍ-P9QX-4TDW-81HC",
        ] {
            assert_eq!(parsed(typed), code, "{typed}");
        }
        assert_eq!(parsed("oooo-OOOO-iIlL-1111"), Some("0000-0000-1111-1111".to_owned()));
    }

    #[test]
    fn other_things_are_no_codes() {
        for typed in [
            "",
            "-",
            "7K2M-P9QX-4TDW-81H",
            "7K2M-P9QX-4TDW-81HC0",
            "7K2M-P9QX-4TDW-81HU",
            "7K2M-P9QX-4TDW-81HĐ",
        ] {
            assert_eq!(parsed(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_code_stays_out_of_logs() {
        assert_eq!(format!("{:?}", ReceiptCode::from_chance([7; 10])), "ReceiptCode(…)");
    }

    proptest! {
        #[test]
        fn codes_come_back(bytes in any::<[u8; 10]>()) {
            let code = ReceiptCode::from_chance(bytes);
            let text = code.to_string();
            prop_assert_eq!(text.len(), 19);
            prop_assert_eq!(text.parse(), Ok(code));
            prop_assert_eq!(text.to_lowercase().replace('-', "").parse(), Ok(code));
        }

        #[test]
        fn reading_never_panics(text in any::<String>()) {
            if let Ok(code) = text.parse::<ReceiptCode>() {
                prop_assert_eq!(code.to_string().parse(), Ok(code));
            }
        }
    }
}
