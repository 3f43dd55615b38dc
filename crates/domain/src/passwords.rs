//! Passwords: how long they are, which words do not make one, and what is given to somebody who forgot theirs. How easily
//! one is guessed is judged by zxcvbn in `danvan-actions`.

use crate::{
    facts::{Fault, Grade, embedded, read_rows},
    fold::fold,
    second_factors::base32,
    time::Day,
    units::{Level, Tree},
};
use serde::Deserialize;
use std::sync::LazyLock;

/// Shortest password, in characters (NIST SP 800-63B-4 asks for 15 without a second factor, 8 with one; passkeys
/// come beside it).
pub const CHARACTERS: usize = 10;
/// How many characters beside the words of the place and the person a password has at least.
const OWN_CHARACTERS: usize = 6;
/// Shorter words than these stand in others by chance.
const LONG_WORD: usize = 4;
/// For how many days a password that somebody was given waits for its first use.
pub const GIVEN_DAYS: i64 = 7;

/// A word of the place that everybody there would guess first, without marks and spaces.
#[derive(Clone, Debug, Deserialize)]
pub struct Word {
    /// The word.
    pub word: String,
    /// What kind of word it is.
    pub why: String,
    /// Where that is written.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

static FACTS: LazyLock<Vec<Word>> = LazyLock::new(|| {
    let rows: Result<Vec<(u64, Word)>, Vec<Fault>> = read_rows(include_str!("../facts/password_words.csv"));
    embedded("password words", rows.map(|rows| rows.into_iter().map(|(_, row)| row).collect()))
});

impl Word {
    /// Every such word.
    pub fn facts() -> &'static [Self] {
        &FACTS
    }
}

/// What whoever knows the place and the person tries first: the words of the place, the names of its units down to communes
/// on a day, and what is known of the person.
pub fn first_guesses(tree: &Tree, day: Day, known: &[&str]) -> Vec<String> {
    let joined = |text: &str| text.split(' ').collect::<String>();
    let mut guesses = Vec::new();
    for text in known {
        let folded = fold(text);
        guesses.extend(folded.split(' ').map(str::to_owned));
        guesses.push(joined(&folded));
    }
    guesses.extend(Word::facts().iter().map(|one| one.word.clone()));
    let units = tree.units().iter().filter(|unit| unit.stands_on(day));
    for unit in units.filter(|unit| matches!(unit.level(), Level::City | Level::District | Level::Commune)) {
        let folded = fold(&unit.name);
        // Without what it is called by law: `ba dinh` of `Phường Ba Đình`.
        guesses.extend(folded.split_once(' ').map(|(_, own)| joined(own)));
        guesses.push(joined(&folded));
    }
    guesses.retain(|guess| guess.len() > 2);
    guesses
}

/// Whether little is left of a password, without marks and gaps, once such words are taken out of it: joining several of them
/// makes it longer, not harder to guess for whoever knows them.
pub fn is_made_of(joined: &str, guesses: &[String]) -> bool {
    let mut words: Vec<&String> = guesses.iter().filter(|guess| guess.len() >= LONG_WORD).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let left = words.iter().fold(joined.to_owned(), |left, word| left.replace(word.as_str(), ""));
    left.chars().count() < OWN_CHARACTERS
}

/// A password for one use, easy to read out: 80 random bits.
pub fn given(bytes: [u8; 10]) -> String {
    let text = base32(&bytes).to_lowercase();
    format!("{}-{}-{}-{}", &text[..4], &text[4..8], &text[8..12], &text[12..])
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::units::facts::hanoi_tree;

    #[test]
    fn the_words_of_the_place_and_the_person_are_guessed_first() {
        let tree = hanoi_tree().expect("the embedded units are whole");
        let day = Day::new(2026, 10, 5).expect("a day");
        let guesses = first_guesses(&tree, day, &["can.bo", "Nguyễn Thị Đào"]);
        for expected in
            ["can", "canbo", "nguyen", "nguyenthidao", "matkhau", "hanoi", "badinh", "phuongbadinh"]
        {
            assert!(guesses.iter().any(|guess| guess == expected), "{expected}");
        }
        assert!(guesses.iter().all(|guess| guess.len() > 2 && guess.is_ascii()));
    }

    #[test]
    fn several_words_of_the_place_are_not_better_than_one() {
        let tree = hanoi_tree().expect("the embedded units are whole");
        let guesses = first_guesses(&tree, Day::new(2026, 10, 5).expect("a day"), &["lan", "Nguyễn Thị Đào"]);
        for (joined, expected) in [
            ("danvanhanoi2026", true),
            ("phuongbadinh", true),
            ("nguyenthidao1990", true),
            ("matkhauhanoi", true),
            ("matkhaucuachuyen", false),
            ("bonconchimsedautrenmai", false),
            ("1234567890", false),
        ] {
            assert_eq!(is_made_of(joined, &guesses), expected, "{joined}");
        }
    }

    #[test]
    fn words_are_written_as_they_are_compared() {
        for one in Word::facts() {
            assert_eq!(fold(&one.word), one.word);
            assert!(!one.why.is_empty() && !one.source.is_empty());
        }
    }

    #[test]
    fn a_given_password_is_read_out_easily() {
        let password = given([0xa5; 10]);
        assert_eq!(password.len(), 19);
        assert!(
            password
                .chars()
                .all(|letter| letter == '-' || "abcdefghijklmnopqrstuvwxyz234567".contains(letter))
        );
        assert_ne!(given([1; 10]), given([2; 10]));
    }
}
