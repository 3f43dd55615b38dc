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
            if is_digit_word(&text[start..at]) { run.push(start..at) } else { close(&mut run) }
        }
        if !matches!(character, ' ' | ',' | '.' | '-') {
            close(&mut run);
        }
    }
    close(&mut run);
    finds
}

fn is_digit_word(word: &str) -> bool {
    // Folding is dear, and most words begin with another letter.
    let first = word.chars().next().map(|first| first.to_ascii_lowercase());
    if first.is_some_and(|first| first.is_ascii_alphanumeric() && !"bchklmnst".contains(first)) {
        return false;
    }
    DIGIT_WORDS.contains(&folded_words(word).concat().as_str())
}

const DIGIT_WORDS: &[&str] =
    &["khong", "mot", "hai", "ba", "bon", "tu", "nam", "lam", "sau", "bay", "tam", "chin"];
