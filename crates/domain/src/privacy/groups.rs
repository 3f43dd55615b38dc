//! Groups of digits in a text, and the marks that make one number of several.

use std::ops::Range;

use super::reading::{digit, has_no_width};

/// Digits without anything between them.
pub(super) struct Group {
    /// Their bytes in the text.
    pub(super) at: Range<usize>,
    /// Their values as plain digits.
    pub(super) digits: String,
}

/// The groups of a text, in order.
pub(super) fn groups_of(text: &str) -> Vec<Group> {
    let characters: Vec<(usize, char)> =
        text.char_indices().filter(|(_, character)| !has_no_width(*character)).collect();
    let is_digit = |place: Option<usize>| {
        place
            .and_then(|place| characters.get(place))
            .is_some_and(|(_, character)| digit(*character).is_some())
    };
    let mut groups: Vec<Group> = Vec::new();
    let mut open = false;
    for (place, (start, character)) in characters.iter().enumerate() {
        let free_before = place
            .checked_sub(1)
            .and_then(|before| characters.get(before))
            .is_none_or(|(_, c)| !c.is_alphanumeric());
        // An O among digits is a zero in disguise.
        let zero = matches!(character, 'o' | 'O')
            && is_digit(Some(place + 1))
            && (is_digit(place.checked_sub(1)) || free_before && is_digit(Some(place + 2)));
        let Some(value) = digit(*character).or(zero.then_some(0)) else {
            open = false;
            continue;
        };
        let end = start + character.len_utf8();
        let written = char::from(b'0' + value);
        match groups.last_mut().filter(|_| open) {
            Some(group) => {
                group.at.end = end;
                group.digits.push(written);
            }
            None => groups.push(Group { at: *start..end, digits: written.to_string() }),
        }
        open = true;
    }
    groups
}

/// Marks that people put inside one number.
pub(super) fn joins(mark: &str) -> bool {
    let mark: Vec<char> = mark.chars().filter(|character| !has_no_width(*character)).collect();
    mark == ['/']
        || mark.len() <= 3
            && mark.iter().all(|character| {
                matches!(
                    character,
                    ' ' | '\u{A0}' | '\u{2007}' | '\u{202F}' | '.' | '-' | '‐'..='—' | '_' | '·' | '(' | ')'
                )
            })
}
