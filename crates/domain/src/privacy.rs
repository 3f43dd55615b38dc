//! What must not travel in free text: identity, phone and account numbers are masked before saving, and whoever
//! writes an observation is asked to rephrase what names a person.
//!
//! Both are rules of thumb over Vietnamese as people type it. They err towards masking a long number that explains
//! itself in no way, and leave alone what residents must be able to say: amounts, dates, addresses, areas, times.

mod emails;
mod groups;
mod names;
mod numbers;
mod places;
mod plates;
mod reading;
mod spelled;

pub use names::names_somebody;

use std::ops::Range;

crate::words_enum! {
    /// What was masked in a text.
    Kind {
        /// Number of an identity card or passport: CCCD (12 digits), CMND (9 digits).
        Identity = "identity",
        /// Phone number, of Vietnam or with a country code.
        Phone = "phone",
        /// Number of a bank account or card, or a long number that cannot be told from one.
        Account = "account",
        /// E-mail address.
        Email = "email",
        /// Number plate of a vehicle.
        Plate = "plate",
    }
}

/// What stands where something was masked. It holds no digit and no letter, so that masking again finds nothing.
pub const MASK: &str = "[•••]";

/// A text after masking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    /// The text with [`MASK`] in place of what was found.
    pub text: String,
    /// The kinds found, each once, in the order of [`Kind`].
    pub found: Vec<Kind>,
}

/// Masks identity, phone and account numbers and e-mail addresses. Masking twice changes nothing more.
///
/// Number plates stay: a resident who reports a lorry tipping rubble must be able to say which.
pub fn mask(text: &str) -> Masked {
    mask_with(text, |text| {
        let mut finds = numbers::find(text);
        finds.extend(emails::find(text));
        finds
    })
}

/// As [`mask`], and number plates too: for observations, which are about places and never about somebody's car.
pub fn mask_with_plates(text: &str) -> Masked {
    mask_with(text, |text| {
        let mut finds = numbers::find(text);
        finds.extend(emails::find(text));
        finds.extend(plates::find(text));
        finds
    })
}

/// Something to mask: bytes of the text and what it is.
struct Find {
    at: Range<usize>,
    kind: Kind,
}

/// Masks until nothing more is found: what was masked may have stood between a number and the word explaining it.
fn mask_with(text: &str, find: impl Fn(&str) -> Vec<Find>) -> Masked {
    let mut text = text.to_owned();
    let mut found = Vec::new();
    loop {
        let mut finds = find(&text);
        if finds.is_empty() {
            break;
        }
        found.extend(finds.iter().map(|find| find.kind));
        text = replaced(&text, &mut finds);
    }
    found.sort_unstable();
    found.dedup();
    Masked { text, found }
}

fn replaced(text: &str, finds: &mut [Find]) -> String {
    finds.sort_by_key(|find| (find.at.start, find.at.end));
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for find in finds.iter() {
        if find.at.start >= from {
            kept.push_str(&text[from..find.at.start]);
            kept.push_str(MASK);
        }
        from = from.max(find.at.end);
    }
    kept.push_str(&text[from..]);
    kept
}

#[cfg(test)]
mod tests;
