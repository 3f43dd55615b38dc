//! Reading what stands around a number: words without marks, and what follows.

use unicode_normalization::UnicodeNormalization;

use crate::fold::fold;

/// A text in lower case without Vietnamese marks, only letters and digits, words apart by one space.
pub(super) fn folded_words(text: &str) -> Vec<String> {
    // Full-width and other compatible letters become plain ones before folding.
    let bare = fold(&text.nfkc().collect::<String>());
    bare.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// How many characters before a number may still explain it.
const REACH: usize = 60;

/// The folded words before a place in the text, up to the start of its sentence or line.
pub(super) fn words_before(text: &str, at: usize) -> Vec<String> {
    let before = &text[..at];
    let start = before.char_indices().rev().take(REACH).last().map_or(0, |(start, _)| start);
    let near = &before[start..];
    let sentence = near
        .rmatch_indices(['\n', ';', '!', '?'])
        .map(|(end, mark)| end + mark.len())
        .chain(near.rmatch_indices(". ").map(|(end, mark)| end + mark.len()))
        .max()
        .unwrap_or(0);
    folded_words(&near[sentence..])
}

/// True when the words hold this phrase.
pub(super) fn holds(words: &[String], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.windows(phrase.len()).any(|window| window.iter().zip(&phrase).all(|(word, wanted)| word == wanted))
}

/// The value of a decimal digit in the scripts people paste from: plain, full width, circled, mathematical.
pub(super) fn digit(character: char) -> Option<u8> {
    let code = u32::from(character);
    let value = match code {
        0x30..=0x39 => code - 0x30,
        0xFF10..=0xFF19 => code - 0xFF10,
        0x660..=0x669 => code - 0x660,
        0x6F0..=0x6F9 => code - 0x6F0,
        0x966..=0x96F => code - 0x966,
        0xE50..=0xE59 => code - 0xE50,
        0xED0..=0xED9 => code - 0xED0,
        0x17E0..=0x17E9 => code - 0x17E0,
        0x1D7CE..=0x1D7FF => (code - 0x1D7CE) % 10,
        0x2460..=0x2468 => code - 0x245F,
        0x2776..=0x277E => code - 0x2775,
        0x24EA | 0x24FF => 0,
        _ => return None,
    };
    u8::try_from(value).ok()
}

/// Characters of no width, which may be strewn through a number to hide it.
pub(super) fn has_no_width(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE0F}' | '\u{20E3}' | '\u{FEFF}')
}
