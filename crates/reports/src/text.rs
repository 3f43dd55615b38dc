//! What may stand in a file that other programs open.

use danvan_domain::fold::fold;
use unicode_normalization::UnicodeNormalization;

/// The longest text one cell or paragraph takes; spreadsheets refuse longer ones.
pub(crate) const LONGEST: usize = 32_000;

/// A text in NFC without what XML cannot say, what turns the direction of writing, and what this crate keeps for itself.
/// Line ends become `\n`; what is longer than [`LONGEST`] is cut with an ellipsis.
pub(crate) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n").replace('\t', " ");
    let mut cleaned: String = text.nfc().filter(|letter| may_stand(*letter)).take(LONGEST + 1).collect();
    if cleaned.chars().nth(LONGEST).is_some() {
        cleaned = cleaned.chars().take(LONGEST - 1).collect();
        cleaned.push('…');
    }
    cleaned
}

fn may_stand(letter: char) -> bool {
    match letter {
        '\n' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => false,
        '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' => false,
        letter => !letter.is_control() && u32::from(letter) & 0xfffe != 0xfffe,
    }
}

/// A file's name of plain letters, digits and dashes, from words in any script: `thong-bao-phuong-ba-dinh.docx`.
pub fn file_name<'a>(words: impl IntoIterator<Item = &'a str>, ending: &str) -> String {
    let mut name = String::new();
    for letter in words.into_iter().flat_map(|word| fold(word).into_bytes().into_iter().chain([b'-'])) {
        match letter {
            b'a'..=b'z' | b'0'..=b'9' => name.push(char::from(letter)),
            _ if name.ends_with('-') || name.is_empty() => {}
            _ => name.push('-'),
        }
    }
    let name: String = name.chars().take(100).collect();
    let name = name.trim_matches('-');
    format!("{}.{ending}", if name.is_empty() { "danvan" } else { name })
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, clean, file_name};

    #[test]
    fn only_what_files_may_hold_stays() {
        for (text, expected) in [
            ("Ba Đình", "Ba Đình"),
            ("a\u{0}b\u{8}c\u{1b}d", "abcd"),
            ("e\u{302}\u{323}", "ệ"),
            ("a\r\nb\rc\u{2028}d\te", "a\nb\nc\nd e"),
            ("x\u{202e}y\u{e001}z\u{ffff}\u{feff}", "xyz"),
            ("<b>&\"'", "<b>&\"'"),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
        }
        let long = clean(&"ậ".repeat(100_000));
        assert_eq!(long.chars().count(), LONGEST);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn file_names_are_plain() {
        for (words, expected) in [
            (&["Thông báo", "Phường Ba Đình", "2026-11-25"][..], "thong-bao-phuong-ba-dinh-2026-11-25.docx"),
            (&["../../etc/passwd"], "etc-passwd.docx"),
            (&["\"; rm -rf\r\nX: y"], "rm-rf-x-y.docx"),
            (&["…", ""], "danvan.docx"),
        ] {
            assert_eq!(file_name(words.iter().copied(), "docx"), expected);
        }
    }
}
