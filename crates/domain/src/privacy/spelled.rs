//! Numbers written as words in a row to hide them: "không chín một hai…".

use std::ops::Range;

use super::{Find, Kind, reading::folded_words};

/// Every run of nine digit words and more.
pub(super) fn find(text: &str) -> Vec<Find> {
    const NINE: usize = 9;
    let mut finds = Vec::new();
    let mut run: Vec<Range<usize>> = Vec::new();
    let mut close = |run: &mut Vec<Range<usize>>| {
        if run.len() >= NINE {
            finds.push(Find { at: run[0].start..run[run.len() - 1].end, kind: Kind::Phone });
        }
        run.clear();
    };
    let mut word_start = None;
    for (at, character) in text.char_indices().chain([(text.len(), '\n')]) {
        // Marks written apart belong to their letter.
        if character.is_alphanumeric() || unicode_normalization::char::is_combining_mark(character) {
            word_start.get_or_insert(at);
            continue;
        }
        if let Some(start) = word_start.take() {
            let folded = folded_words(&text[start..at]).concat();
            if DIGIT_WORDS.contains(&folded.as_str()) { run.push(start..at) } else { close(&mut run) }
        }
        if !matches!(character, ' ' | ',' | '.' | '-') {
            close(&mut run);
        }
    }
    close(&mut run);
    finds
}

const DIGIT_WORDS: &[&str] =
    &["khong", "mot", "hai", "ba", "bon", "tu", "nam", "lam", "sau", "bay", "tam", "chin"];
