//! Whether two letters say the same in much the same words: marks by which a store finds candidates without reading every
//! letter, and the words on which two agree.
//!
//! Marks are MinHash bands (Broder 1997): two texts share a band with the chance `share³`, and one of twenty bands with
//! `1 - (1 - share³)²⁰`: always when they are the same, 99 of 100 times at 0.6, every second time at 0.32.

use super::terms;
use std::{collections::HashMap, ops::Range};

/// How many marks a text has.
const BANDS: u64 = 20;
/// How many least hashes make one mark.
const ROWS: u64 = 3;
/// From this share of words and pairs of words in common on, two letters are proposed as saying the same.
pub const SAME_LETTER: f64 = 0.3;
/// Fewer words in a row than this agree by chance.
const LEAST_RUN: usize = 3;

/// FNV-1a with 64 bits: the same on every machine and for ever, since marks are kept.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A word, or a pair of words, as a number.
pub(crate) fn hashed((one, next): (&str, &str)) -> u64 {
    hash(one.bytes().chain([0]).chain(next.bytes()))
}

/// Another number for every number (splitmix64).
const fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The marks of a folded text, twenty of them; none of a text without words.
pub fn marks(folded: &str) -> Vec<i64> {
    let hashes: Vec<u64> = terms(folded).into_iter().map(hashed).collect();
    if hashes.is_empty() {
        return Vec::new();
    }
    let least = |number: u64| {
        let way = mixed(number);
        hashes.iter().map(|hash| mixed(hash ^ way)).min().unwrap_or(0)
    };
    let mark = |band: u64| {
        let rows = (0..ROWS).map(|row| least(band * ROWS + row));
        rows.fold(mixed(band), |mark, row| mixed(mark ^ row)).cast_signed()
    };
    (0..BANDS).map(mark).collect()
}

/// Where words of `own` stand in the same order in `other`, at least three in a row: the longest first, none twice.
pub fn agreeing(own: &[&str], other: &[&str]) -> Vec<Range<usize>> {
    let mut places: HashMap<&[&str], Vec<usize>> = HashMap::new();
    for (at, pair) in other.windows(2).enumerate() {
        places.entry(pair).or_default().push(at);
    }
    let (mut runs, mut at) = (Vec::new(), 0);
    while at + 2 <= own.len() {
        let length = |from: &usize| own[at..].iter().zip(&other[*from..]).take_while(|(a, b)| a == b).count();
        let found = places.get(&own[at..at + 2]).and_then(|places| places.iter().map(length).max());
        match found {
            Some(length) if length >= LEAST_RUN => {
                runs.push(at..at + length);
                at += length;
            }
            _ => at += 1,
        }
    }
    runs.sort_by_key(|run| (std::cmp::Reverse(run.len()), run.start));
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity::{words_in_common, words_in_common_with_each};
    use proptest::prelude::*;
    use std::collections::HashSet;

    const LETTER: &str = "khong dong y voi quyet dinh thu hoi dat so 15 cua uy ban vi gia boi thuong thap hon gia dat \
        ben canh de nghi xem lai va doi thoai voi nguoi dan trong ngo 12";

    fn shared(one: &str, other: &str) -> usize {
        let one: HashSet<i64> = marks(one).into_iter().collect();
        marks(other).into_iter().filter(|mark| one.contains(mark)).count()
    }

    #[test]
    fn twelve_letters_of_one_text_share_marks_and_others_do_not() {
        let check = |other: &str, is_proposed: bool| {
            assert_eq!(words_in_common(LETTER, other) >= SAME_LETTER, is_proposed, "{other}");
            assert_eq!(shared(LETTER, other) > 0, is_proposed, "{other}");
        };
        check(LETTER, true);
        check(&format!("toi la nguyen thi an nha so 5 {LETTER}"), true);
        check(&LETTER.replace("so 15", "so muoi lam").replace("ngo 12", "ngo muoi hai"), true);
        check(&LETTER[..LETTER.len() * 2 / 3], true);
        check("den duong ngo 12 hong da lau de nghi sua", false);
        check("kien nghi nao vet cong truoc mua mua o to dan pho so 7", false);
        check("", false);
        let others = [LETTER.to_owned(), String::new(), "den duong".to_owned()];
        let each = others.iter().map(|other| words_in_common(LETTER, other)).collect::<Vec<_>>();
        assert_eq!(words_in_common_with_each(LETTER, &others), each);
        assert_eq!(shared(LETTER, LETTER), 20);
    }

    #[test]
    fn marks_are_the_same_for_ever() {
        // They are kept on disk: another number here means that kept marks find nothing any more.
        assert_eq!(marks("mat nuoc")[..2], MAT_NUOC, "{:?}", &marks("mat nuoc")[..2]);
        assert_eq!(marks("--- "), Vec::<i64>::new());
    }
    const MAT_NUOC: [i64; 2] = [103_839_072_358_933_105, 8_207_161_820_694_158_016];

    #[test]
    fn words_that_agree() {
        let check = |own: &str, other: &str, expected: &[&str]| {
            let (own, other): (Vec<&str>, Vec<&str>) = (own.split(' ').collect(), other.split(' ').collect());
            let found: Vec<String> =
                agreeing(&own, &other).into_iter().map(|run| own[run].join(" ")).collect();
            assert_eq!(found, expected);
        };
        check("a b c d e", "x a b c y", &["a b c"]);
        check("a b c q d e f g", "d e f g a b c", &["d e f g", "a b c"]);
        check("a b c", "a b", &[]);
        check("a a a a", "a a a", &["a a a"]);
        check("", "a b c", &[]);
    }

    proptest! {
        #[test]
        fn a_share_of_marks_tells_a_share_of_words(words in proptest::collection::vec("[a-z]{3}", 30..60), cut in 0_usize..5) {
            let whole = words.join(" ");
            let part = words[cut..].join(" ");
            prop_assert_eq!(shared(&whole, &whole), 20);
            // What is nearly the same is found by some band.
            if words_in_common(&whole, &part) > 0.8 {
                prop_assert!(shared(&whole, &part) > 0, "{} {}", words_in_common(&whole, &part), shared(&whole, &part));
            }
        }

        #[test]
        fn runs_stand_in_both_and_nowhere_twice(own in "([abc] ){0,20}", other in "([abc] ){0,20}") {
            let (own, other): (Vec<&str>, Vec<&str>) =
                (own.split_whitespace().collect(), other.split_whitespace().collect());
            let mut taken = vec![false; own.len()];
            for run in agreeing(&own, &other) {
                prop_assert!(run.len() >= LEAST_RUN);
                prop_assert!(other.windows(run.len()).any(|words| *words == own[run.clone()]));
                for at in run {
                    prop_assert!(!std::mem::replace(&mut taken[at], true));
                }
            }
        }
    }
}
