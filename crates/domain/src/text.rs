//! Cleaning of what strangers type, before any rule looks at it and before it is kept.
//!
//! Everything here is idempotent: cleaning a cleaned text changes nothing.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::refusals::Note;

/// Longest title of a list row, in characters, the ellipsis included.
pub const TITLE_CHARACTERS: usize = 80;

/// More marks than this on one letter only serve to smear over the lines above; Vietnamese needs two.
const MARKS_ON_A_LETTER: usize = 4;

/// Why a text cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFault {
    /// Nothing is left after cleaning, and something is needed.
    Empty,
    /// It carries a NUL, which one of the engines cannot keep and no person types.
    HasNul,
    /// It is longer than its field allows.
    TooLong {
        /// The limit in characters.
        limit: usize,
        /// The cleaned text's length in characters.
        length: usize,
    },
}

impl From<TextFault> for Note {
    fn from(fault: TextFault) -> Self {
        match fault {
            TextFault::Empty => Note::new("text-required"),
            TextFault::HasNul => Note::new("text-has-nul"),
            TextFault::TooLong { limit, length } => {
                Note::new("text-too-long").with("limit", limit).with("length", length)
            }
        }
    }
}

/// Cleans a text of several lines: NFC, line ends as `\n`, no control or direction characters, at most one
/// empty line in a row, no space at the ends. May be empty. `limit` counts characters after cleaning.
pub fn clean_lines(raw: &str, limit: usize) -> Result<String, TextFault> {
    refuse_nul(raw)?;
    let whole = normalised(raw);
    let mut kept = String::with_capacity(whole.len());
    let mut empty_before = false;
    for line in whole.split('\n') {
        let line = line.trim();
        if line.is_empty() {
            empty_before = true;
            continue;
        }
        if !kept.is_empty() {
            kept.push_str(if empty_before { "\n\n" } else { "\n" });
        }
        empty_before = false;
        kept.push_str(line);
    }
    within(kept, limit)
}

/// Cleans a text of one line, such as a name or an address: as [`clean_lines`], and every run of white space
/// becomes one space. May be empty.
pub fn clean_line(raw: &str, limit: usize) -> Result<String, TextFault> {
    refuse_nul(raw)?;
    within(joined_words(&normalised(raw)), limit)
}

/// Refuses an empty text, for fields that need one.
pub fn required(text: String) -> Result<String, TextFault> {
    if text.is_empty() { Err(TextFault::Empty) } else { Ok(text) }
}

/// Where a name stands among others: by its words, and names that end with numbers by them, so that 2 comes before 10.
pub fn in_order(name: &str) -> (String, u64) {
    let words = name.trim_end_matches(|last: char| last.is_ascii_digit());
    (words.to_owned(), name[words.len()..].parse().unwrap_or(0))
}

/// The first words of a text for a list row: one line of at most [`TITLE_CHARACTERS`] characters, cut at a word
/// where there is one, with an ellipsis when something was left out.
pub fn title_of(text: &str) -> String {
    let line = joined_words(text);
    if line.chars().count() <= TITLE_CHARACTERS {
        return line;
    }
    let room: String = line.chars().take(TITLE_CHARACTERS - 1).collect();
    // The character after the room tells whether the cut already falls at a word's end.
    let at_word_end = line[room.len()..].starts_with(' ');
    let kept = match room.rfind(' ') {
        Some(space) if !at_word_end && space > 0 => &room[..space],
        _ => room.as_str(),
    };
    format!("{}…", kept.trim_end_matches([' ', ',', '.', ';', ':', '-', '–', '…']))
}

fn refuse_nul(raw: &str) -> Result<(), TextFault> {
    if raw.contains('\0') { Err(TextFault::HasNul) } else { Ok(()) }
}

fn within(text: String, limit: usize) -> Result<String, TextFault> {
    let length = text.chars().count();
    if length > limit { Err(TextFault::TooLong { limit, length }) } else { Ok(text) }
}

fn joined_words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// NFC without unwanted characters, and every kind of line end as `\n`.
fn normalised(raw: &str) -> String {
    let lines = raw.replace("\r\n", "\n");
    // Unwanted characters go first: one of them may stand between a letter and its mark.
    let wanted = lines.chars().filter_map(|character| match character {
        '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        unwanted if is_unwanted(unwanted) => None,
        other => Some(other),
    });
    let mut marks = 0;
    wanted
        .nfc()
        .filter(|character| {
            marks = if is_combining_mark(*character) { marks + 1 } else { 0 };
            marks <= MARKS_ON_A_LETTER
        })
        .collect()
}

/// Characters that show nothing themselves and change how others are read or matched.
fn is_unwanted(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{AD}' // soft hyphen
            | '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' // direction
            | '\u{200B}' | '\u{200C}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}' // no width
            | '\u{FFF9}'..='\u{FFFC}' | '\u{FFFE}' | '\u{FFFF}' // annotations, objects, no characters
            | '\u{E0000}'..='\u{E007F}' // invisible tags
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_stand_by_their_numbers() {
        let check =
            |first: &str, then: &str| assert!(in_order(first) < in_order(then), "{first} before {then}");
        check("Tổ dân phố 2", "Tổ dân phố 10");
        check("Thôn Đoài", "Thôn Đoài 1");
        check("Thôn A 10", "Thôn B 2");
    }

    #[test]
    fn lines_are_cleaned() {
        let check = |raw: &str, expected: &str| {
            assert_eq!(clean_lines(raw, 1000).as_deref(), Ok(expected), "{raw:?}");
        };
        check("", "");
        check(" \t\r\n ", "");
        check("Mất nước\r\nba ngày\rrồi", "Mất nước\nba ngày\nrồi");
        check("một\n\n\n\nhai\n \n", "một\n\nhai");
        check("du\u{31b}o\u{31b}\u{300}ng", "dưo\u{31b}\u{300}ng".nfc().collect::<String>().as_str());
        check("a\u{202E}b\u{2066}c\u{200F}", "abc");
        check("e\u{200B}\u{302}", "ê");
        check("chuông\u{7}reo\u{1b}[31m", "chuôngreo[31m");
        check("dòng\u{2028}mới", "dòng\nmới");
        check("👨\u{200D}👩", "👨\u{200D}👩");
        check(&format!("a{}b", "\u{316}".repeat(50)), "a\u{316}\u{316}\u{316}\u{316}b");
        check("thụt\tvào", "thụt vào");
    }

    #[test]
    fn a_line_has_single_spaces() {
        assert_eq!(clean_line("  Phường \u{A0} Ba\nĐình ", 40).as_deref(), Ok("Phường Ba Đình"));
    }

    #[test]
    fn faults_are_told() {
        assert_eq!(clean_lines("a\0b", 10), Err(TextFault::HasNul));
        assert_eq!(clean_line("\0", 10), Err(TextFault::HasNul));
        assert_eq!(clean_lines("đường", 4), Err(TextFault::TooLong { limit: 4, length: 5 }));
        assert_eq!(clean_lines("đường  ", 5).as_deref(), Ok("đường"));
        assert_eq!(required(String::new()), Err(TextFault::Empty));
        assert_eq!(
            Note::from(TextFault::TooLong { limit: 4, length: 5 }),
            Note::new("text-too-long").with("limit", 4).with("length", 5)
        );
    }

    #[test]
    fn titles_end_at_a_word() {
        assert_eq!(title_of("  Mất nước\nba ngày "), "Mất nước ba ngày");
        let long =
            "Đường ống nước sạch ở đầu ngõ vỡ từ sáng hôm qua, nước chảy tràn ra đường làm nhiều người ngã";
        assert_eq!(
            title_of(long),
            "Đường ống nước sạch ở đầu ngõ vỡ từ sáng hôm qua, nước chảy tràn ra đường làm…"
        );
        assert_eq!(title_of(&"x".repeat(200)), format!("{}…", "x".repeat(79)));
        assert_eq!(title_of(&"y".repeat(80)), "y".repeat(80));
        assert_eq!(title_of(""), "");
    }

    proptest! {
        #[test]
        fn cleaning_is_idempotent(raw in "(\\PC|[\\u{0300}-\\u{0330}\\u{200b}\\r\\n\\t ]){0,60}") {
            if let Ok(once) = clean_lines(&raw, 10_000) {
                prop_assert_eq!(clean_lines(&once, 10_000), Ok(once.clone()));
                prop_assert!(!once.chars().any(|c| c != '\n' && is_unwanted(c)));
            }
            if let Ok(once) = clean_line(&raw, 10_000) {
                prop_assert_eq!(clean_line(&once, 10_000), Ok(once.clone()));
                prop_assert!(!once.contains('\n'));
            }
        }

        #[test]
        fn titles_fit(raw in any::<String>()) {
            let title = title_of(&raw);
            prop_assert!(title.chars().count() <= TITLE_CHARACTERS);
            prop_assert_eq!(title_of(&title), title.clone());
        }
    }
}
