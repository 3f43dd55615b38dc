//! How people really type: without diacritics, in short forms, with slips and stuck Telex keys.

use crate::chance::Chance;
use unicode_normalization::UnicodeNormalization;

const SHORT_FORMS: &[(&str, &str)] = &[
    ("không", "ko"),
    ("được", "dc"),
    ("Đề nghị", "đn"),
    ("đề nghị", "đn"),
    ("mọi người", "mn"),
    ("nhiều", "nh"),
    ("người", "ng"),
    ("đường", "đg"),
    ("với", "vs"),
    ("trường", "trg"),
    ("rồi", "r"),
    ("bây giờ", "bh"),
    ("quá", "wá"),
];

/// The text as somebody may have typed it. Some words of every ten texts are as they should be.
pub(crate) fn typed(text: &str, chance: &mut Chance) -> String {
    match chance.between(1, 100) {
        1..=46 => text.to_owned(),
        47..=63 => plain(text),
        64..=76 => lower(text),
        77..=84 => short_forms(text),
        85..=88 => short_forms(&plain(text)),
        89..=95 => slips(text, chance),
        _ => stuck_telex(text, chance),
    }
}

/// Without any mark: "đường" is "duong".
fn plain(text: &str) -> String {
    text.nfd()
        .filter(|letter| !is_mark(*letter))
        .map(|letter| match letter {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
        .collect()
}

fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

fn lower(text: &str) -> String {
    text.to_lowercase().replace([',', '.'], "")
}

fn short_forms(text: &str) -> String {
    SHORT_FORMS.iter().fold(text.to_owned(), |text, (long, short)| {
        let plain_long = plain(long);
        text.replace(long, short).replace(&plain_long, &plain(short))
    })
}

/// Two neighbouring letters change places in a few words.
fn slips(text: &str, chance: &mut Chance) -> String {
    changed_words(text, chance, |word, chance| {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.len() > 3 {
            let at = 1 + chance.place(letters.len() - 2);
            letters.swap(at, at + 1);
        }
        letters.into_iter().collect()
    })
}

/// The keys of a few words instead of what they should make: "đường" is "dduwowngf".
fn stuck_telex(text: &str, chance: &mut Chance) -> String {
    changed_words(text, chance, |word, _| telex(word))
}

fn changed_words(text: &str, chance: &mut Chance, change: impl Fn(&str, &mut Chance) -> String) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let picked: Vec<usize> = (0..chance.between(1, 3)).map(|_| chance.place(words.len())).collect();
    let changed = words
        .iter()
        .enumerate()
        .map(|(at, word)| if picked.contains(&at) { change(word, chance) } else { (*word).to_owned() });
    changed.collect::<Vec<_>>().join(" ")
}

fn telex(word: &str) -> String {
    let mut keys = String::new();
    let mut tone = None;
    for letter in word.nfd() {
        match letter {
            '\u{302}' => keys.extend(keys.chars().last()),
            '\u{306}' | '\u{31b}' => keys.push('w'),
            '\u{301}' => tone = Some('s'),
            '\u{300}' => tone = Some('f'),
            '\u{309}' => tone = Some('r'),
            '\u{303}' => tone = Some('x'),
            '\u{323}' => tone = Some('j'),
            'đ' => keys.push_str("dd"),
            'Đ' => keys.push_str("DD"),
            other => keys.push(other),
        }
    }
    let end = keys.trim_end_matches(|letter: char| !letter.is_alphanumeric()).len();
    if let Some(tone) = tone {
        keys.insert(end, tone);
    }
    keys
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn words_are_typed_as_hands_type_them() {
        assert_eq!(plain("Đường Vành đai 4 ngập"), "Duong Vanh dai 4 ngap");
        assert_eq!(telex("đường,"), "dduwowngf,");
        assert_eq!(telex("nước"), "nuwowcs");
        assert_eq!(short_forms("không đi được"), "ko đi dc");
        assert_eq!(lower("Mất nước, từ sáng."), "mất nước từ sáng");
        let mut chance = Chance::new(3);
        let kept =
            (0..1000).filter(|_| typed("Mất nước từ sáng nay.", &mut chance) == "Mất nước từ sáng nay.");
        assert!((380..560).contains(&kept.count()));
    }
}
