//! Folding of Vietnamese text, so that `duong` finds `đường`, `Hòa` finds `Hoà`, and NFC equals NFD.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower case without marks: tones and vowel marks are stripped, đ becomes d. Since every mark goes, the place of a
/// tone mark (`Hòa` or `Hoà`) and the normal form make no difference. Letters and digits stay; every run of anything
/// else becomes one space or disappears at the ends.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        let letter = if letter == 'đ' { 'd' } else { letter };
        if !letter.is_alphanumeric() {
            gap = !folded.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            folded.push(' ');
        }
        // Lower case of some letters (İ) ends in a combining mark that the filter above has not seen.
        if !is_combining_mark(letter) {
            folded.push(letter);
        }
    }
    folded
}

/// The text in NFC with single spaces and none at its ends: how names are kept.
pub fn tidy(text: &str) -> String {
    text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod test {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_case_and_tone_placement_make_no_difference() {
        for (text, folded) in [
            ("Phường Yên Hoà", "phuong yen hoa"),
            ("Phường Yên Hòa", "phuong yen hoa"),
            ("ĐƯỜNG Vành đai 4", "duong vanh dai 4"),
            ("Văn Miếu - Quốc Tử Giám", "van mieu quoc tu giam"),
            ("  Thụy\u{a0}Khuê, ", "thuy khue"),
            ("", ""),
            ("---", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
            let decomposed: String = text.nfd().collect();
            assert_eq!(fold(&decomposed), folded, "{text} in NFD");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }

    /// Every Vietnamese place name folds to its official plain form, but for four names that English spells its own way.
    #[test]
    fn official_names_fold_to_their_plain_form() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/anchors/E_vn_folding/names.tsv");
        let Ok(text) = std::fs::read_to_string(path) else {
            #[expect(clippy::print_stderr, reason = "a test that cannot run says so aloud")]
            {
                eprintln!("NOT RUN: official_names_fold_to_their_plain_form: {path} is absent");
            }
            return;
        };
        let different: Vec<(&str, &str)> = text
            .lines()
            .skip(1)
            .map(|line| line.split('\t').collect::<Vec<_>>())
            .filter(|row| fold(row[3]) != fold_plain(row[4]))
            .map(|row| (row[3], row[4]))
            .collect();
        assert_eq!(different.len(), 4, "{different:?}");
    }

    /// The plain form as the anchor writes it, in lower case and with single spaces for its punctuation.
    fn fold_plain(plain: &str) -> String {
        let words: Vec<&str> = plain.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
    }
}
