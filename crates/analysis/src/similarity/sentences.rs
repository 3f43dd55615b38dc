//! Which sentences of two texts say the same in much the same words, so that a person sees why two are called alike.

use super::{jaccard, terms};
use std::collections::HashSet;

/// From this share of words and pairs of words in common on, two sentences are called the same.
pub const SAME_SENTENCE: f64 = 0.5;
/// A shorter sentence says too little to be called the same as another, in words.
const LEAST_WORDS: usize = 4;

/// Two sentences that say the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The place of the one among its own.
    pub own: usize,
    /// The place of the other among its own.
    pub other: usize,
    /// The share of words and pairs of words that both have, 0 to 1.
    pub share: f64,
}

/// A text's sentences, taken apart once to be compared with many others.
pub struct Sentences<'a> {
    all: Vec<HashSet<(&'a str, &'a str)>>,
    words: Vec<usize>,
    whole: HashSet<(&'a str, &'a str)>,
}

/// Where sentences of a text end: at a full stop, a question or exclamation mark, a semicolon, a line.
pub fn sentences(text: &str) -> Vec<&str> {
    let ends = |letter: char| matches!(letter, '.' | '!' | '?' | ';' | '\n' | '…');
    text.split(ends).map(str::trim).filter(|sentence| !sentence.is_empty()).collect()
}

impl<'a> Sentences<'a> {
    /// Of sentences that are folded as for search.
    pub fn of(folded: &'a [String]) -> Self {
        let all: Vec<_> = folded.iter().map(|sentence| terms(sentence)).collect();
        let words =
            all.iter().map(|terms| terms.iter().filter(|(_, next)| next.is_empty()).count()).collect();
        let whole = all.iter().flatten().copied().collect();
        Self { all, words, whole }
    }

    /// For each sentence that says the same as one of another text the best such one, the likest first.
    pub fn matching(&self, other: &Self) -> Vec<Pair> {
        // Texts with hardly a word in common have no sentence in common either.
        if self.whole.intersection(&other.whole).take(LEAST_WORDS).count() < LEAST_WORDS {
            return Vec::new();
        }
        let mut found: Vec<Pair> = Vec::new();
        for (own, terms) in self.all.iter().enumerate().filter(|(own, _)| self.words[*own] >= LEAST_WORDS) {
            let shares = other.all.iter().enumerate().map(|(at, terms_of)| (at, jaccard(terms, terms_of)));
            // The first of equals: which of two like sentences is shown must not change from look to look.
            let best = shares.reduce(|best, next| if next.1 > best.1 { next } else { best });
            if let Some((other, share)) = best.filter(|(_, share)| *share >= SAME_SENTENCE) {
                found.push(Pair { own, other, share });
            }
        }
        found.sort_by(|one, two| two.share.total_cmp(&one.share).then(one.own.cmp(&two.own)));
        found
    }

    /// How much of this text, in words, lies in sentences that another text has as well, 0 to 1.
    pub fn covered(&self, pairs: &[Pair]) -> f64 {
        let all: usize = self.words.iter().sum();
        let same: usize = pairs.iter().map(|pair| self.words[pair.own]).sum();
        if all == 0 { 0.0 } else { same as f64 / all as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str =
        "phat thung rac hai ngan cho tung ho\nmoi thang kiem tra mot lan\nhop to dan pho vao chu nhat";

    fn folded(text: &str) -> Vec<String> {
        sentences(text).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn sentences_that_say_the_same_are_paired_and_others_are_not() {
        let own = folded(OWN);
        let check = |text: &str, expected: &[(usize, usize)], least: f64| {
            let other = folded(text);
            let (own, other) = (Sentences::of(&own), Sentences::of(&other));
            let pairs = own.matching(&other);
            let mut found: Vec<_> = pairs.iter().map(|pair| (pair.own, pair.other)).collect();
            found.sort_unstable();
            assert_eq!(found, expected, "{text}");
            assert!(own.covered(&pairs) >= least, "{text}: {}", own.covered(&pairs));
        };
        check(OWN, &[(0, 0), (1, 1), (2, 2)], 1.0);
        check("trong hoa. phat thung rac hai ngan cho cac ho", &[(0, 1)], 0.3);
        check("moi thang kiem tra", &[(1, 0)], 0.2);
        check("trong hoa ven duong; don ve sinh ngo xom", &[], 0.0);
        check("", &[], 0.0);
    }

    #[test]
    fn a_text_ends_its_sentences_where_people_do() {
        assert_eq!(sentences("Một. Hai!  Ba?\nBốn; năm…"), ["Một", "Hai", "Ba", "Bốn", "năm"]);
        assert_eq!(sentences(" . ;\n"), Vec::<&str>::new());
    }
}
