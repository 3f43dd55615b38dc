//! Number plates of vehicles: `29A-123.45`, `30H-45678`, `29-B1 123.45`.

use super::{
    Find, Kind,
    reading::{holds, words_before},
};

/// Every number plate of a text.
pub(super) fn find(text: &str) -> Vec<Find> {
    let mut finds = Vec::new();
    let mut from = 0;
    while let Some(offset) = text[from..].find(|character: char| character.is_ascii_digit()) {
        let start = from + offset;
        let free = !text[..start]
            .chars()
            .next_back()
            .is_some_and(|before| before.is_alphanumeric() || before == '/');
        match plate_length(&text[start..], || {
            let before = words_before(text, start);
            ["bien so", "bien kiem soat", "bks", "bien", "xe"].iter().any(|word| holds(&before, word))
        })
        .filter(|_| free)
        {
            Some(length) => {
                finds.push(Find { at: start..start + length, kind: Kind::Plate });
                from = start + length;
            }
            None => from = start + 1,
        }
    }
    finds
}

/// The bytes a plate takes from the start of a text: province, series, and four or five digits.
fn plate_length(text: &str, vehicle_is_named: impl Fn() -> bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let digits = |at: &mut usize, most: usize| {
        let start = *at;
        while *at < bytes.len() && *at - start < most && bytes[*at].is_ascii_digit() {
            *at += 1;
        }
        *at - start
    };
    let mark = |at: &mut usize, marks: &[u8]| {
        let found = bytes.get(*at).copied().filter(|byte| marks.contains(byte));
        *at += usize::from(found.is_some());
        found
    };
    if digits(&mut at, 2) != 2 {
        return None;
    }
    let dash_first = mark(&mut at, b"- ");
    let series = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if !(1..=2).contains(&series) {
        return None;
    }
    at += series;
    // A motorcycle's series has a digit after its letter; it counts only when a mark follows.
    if bytes.get(at).is_some_and(u8::is_ascii_digit)
        && bytes.get(at + 1).is_some_and(|byte| b"- ".contains(byte))
    {
        at += 1;
    }
    let dash = mark(&mut at, b"- .");
    let first = digits(&mut at, 5);
    let dot = if first == 3 { mark(&mut at, b". ") } else { None };
    let second = if first == 3 { digits(&mut at, 2) } else { 0 };
    let counted = matches!((first, second), (4 | 5, 0) | (3, 2));
    let ends = !bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let shaped = dash == Some(b'-') && dash_first != Some(b' ') || dot == Some(b'.') && dash.is_some();
    (counted && ends && (shaped || vehicle_is_named())).then_some(at)
}
