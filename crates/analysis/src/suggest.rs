//! Suggesting a topic for some words, by what was decided on others: it suggests and never decides.
//!
//! ```
//! use danvan_analysis::suggest::{Decided, Suggester};
//!
//! let said = ["ong nuoc vo tran ra duong", "nuoc may yeu ca tuan", "rac khong ai thu gom", "bai rac boc mui hoi"];
//! let examples: Vec<Decided<'_>> =
//!     (0..200).map(|at| Decided { folded: said[at % 4], topic: at % 4 / 2 }).collect();
//! let suggester = Suggester::learn(&examples, 2);
//! let suggested = suggester.suggest("nuoc tran ra duong");
//! assert_eq!(suggested[0].topic, 0);
//! assert!(suggested[0].chance > 0.8);
//! ```
//!
//! Words and pairs of neighbouring words, folded, each counted once a text; a topic's weight of each is how much likelier it
//! is there (multinomial naive Bayes with one half added, which is linear in the words: A. McCallum & K. Nigam, A comparison
//! of event models for naive Bayes text classification, AAAI workshop 1998). Such chances are far too sure of themselves, since
//! words do not come independently; so they are cooled by one number, which makes a fifth of the decided texts that was kept
//! aside likeliest (C. Guo, G. Pleiss, Y. Sun & K. Weinberger, On calibration of modern neural networks, ICML 2017), and the
//! chance of what comes first is then read off how often such were right among those (B. Zadrozny & C. Elkan, Transforming
//! classifier scores into accurate multiclass probability estimates, KDD 2002). So of all that is suggested with 70 %, seven
//! of ten are right.

use crate::similarity::terms;
use std::collections::HashMap;

/// What was decided on a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided<'a> {
    /// Its words, folded as for search.
    pub folded: &'a str,
    /// The topic, from 0.
    pub topic: usize,
}

/// A topic for some words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggested {
    /// The topic.
    pub topic: usize,
    /// The chance that it is decided so.
    pub chance: f64,
}

/// How well it suggests, tried on texts it had not seen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tried {
    /// On how many texts.
    pub texts: usize,
    /// The share of which the first suggestion was right.
    pub first: f64,
    /// The share of which one of the first three was.
    pub first_three: f64,
    /// The mean of the chances told with the first suggestions: near `first` when they can be believed.
    pub believed: f64,
}

/// What is added to each count, so that what was never seen is not impossible.
const ADDED: f64 = 0.5;
/// A word that stood in fewer texts says nothing of a topic, and may be a name.
const LEAST_TEXTS: u32 = 3;
/// So many texts at least tell how often a chance was right.
const TOGETHER: usize = 50;
/// One in so many texts is kept aside to learn how far chances can be believed.
const ASIDE: usize = 5;

/// What was learnt.
#[derive(Clone, Debug)]
pub struct Suggester {
    /// The weight of each topic before any word.
    before: Vec<f64>,
    /// By word, the topics that have it more often than never, with the weight.
    weights: HashMap<u64, Vec<(u32, f32)>>,
    /// The weight a topic loses for any word at all.
    each: Vec<f64>,
    /// What weights are multiplied by to be believed.
    cooled: f64,
    /// How often first suggestions of some chance were right: the chance, and the share, both rising.
    right: Vec<(f64, f64)>,
    tried: Tried,
}

impl Suggester {
    /// Learns of decided texts; those of a topic that there is not are passed over.
    pub fn learn(examples: &[Decided<'_>], topics: usize) -> Self {
        let known: Vec<&Decided<'_>> = examples.iter().filter(|one| one.topic < topics).collect();
        let aside = |at: usize| at % ASIDE == ASIDE - 1;
        let part = |kept: bool| {
            let some = known.iter().enumerate().filter(move |(at, _)| aside(*at) == kept);
            some.map(|(_, one)| **one).collect::<Vec<_>>()
        };
        let (learnt, kept) = (part(false), part(true));
        let mut half = Self::count(&learnt, topics);
        // What is fitted on one half is tried on the other.
        let part = |odd: usize| kept.iter().skip(odd).step_by(2).copied().collect::<Vec<_>>();
        let (fitted, unseen) = (part(0), part(1));
        half.cooled = half.cool(&fitted);
        half.right = half.rising(&fitted);
        let tried = half.try_on(&unseen);
        let all: Vec<Decided<'_>> = learnt.into_iter().chain(kept).collect();
        Self { cooled: half.cooled, right: half.right, tried, ..Self::count(&all, topics) }
    }

    /// How well it suggested on the texts kept aside.
    pub fn tried(&self) -> Tried {
        self.tried
    }

    fn count(examples: &[Decided<'_>], topics: usize) -> Self {
        let mut texts = vec![0.0; topics];
        let mut words: HashMap<u64, HashMap<u32, u32>> = HashMap::new();
        for one in examples {
            texts[one.topic] += 1.0;
            for word in words_of(one.folded) {
                *words.entry(word).or_default().entry(number(one.topic)).or_default() += 1;
            }
        }
        words.retain(|_, topics| topics.values().sum::<u32>() >= LEAST_TEXTS);
        let mut sums = vec![0.0; topics];
        for (topic, count) in words.values().flatten() {
            sums[*topic as usize] += f64::from(*count);
        }
        #[expect(clippy::cast_precision_loss, reason = "there are not 2^52 words")]
        let added = ADDED * words.len() as f64;
        let all: f64 = texts.iter().sum::<f64>() + ADDED * f64::from(number(topics));
        #[expect(clippy::cast_possible_truncation, reason = "a weight need not be exact")]
        let weight = |(topic, count): (u32, u32)| (topic, (f64::from(count) / ADDED).ln_1p() as f32);
        Self {
            before: texts.iter().map(|texts| ((texts + ADDED) / all).ln()).collect(),
            weights: words
                .into_iter()
                .map(|(word, topics)| {
                    let mut topics: Vec<(u32, f32)> = topics.into_iter().map(weight).collect();
                    topics.sort_unstable_by_key(|(topic, _)| *topic);
                    (word, topics)
                })
                .collect(),
            each: sums.iter().map(|sum| (ADDED / (sum + added).max(ADDED)).ln()).collect(),
            cooled: 1.0,
            right: Vec::new(),
            tried: Tried::default(),
        }
    }

    /// The weights of all topics for some words, not yet cooled.
    fn weigh(&self, folded: &str) -> Vec<f64> {
        let mut weights = self.before.clone();
        for known in words_of(folded).into_iter().filter_map(|word| self.weights.get(&word)) {
            weights.iter_mut().zip(&self.each).for_each(|(weight, each)| *weight += each);
            for (topic, more) in known {
                weights[*topic as usize] += f64::from(*more);
            }
        }
        weights
    }

    /// Topics for some words, the likeliest first.
    pub fn suggest(&self, folded: &str) -> Vec<Suggested> {
        let mut all = self.cooled(folded);
        if let Some((first, others)) = all.split_first_mut() {
            let left: f64 = others.iter().map(|one| one.chance).sum();
            let next = others.first().map_or(0.0, |one| one.chance);
            // What comes first stays first, whatever it was worth among others.
            let believed = believed(&self.right, first.chance).unwrap_or(first.chance);
            let least = if left > 0.0 { next / (left + next) } else { 1.0 };
            first.chance = believed.max(least);
            let scale = if left > 0.0 { (1.0 - first.chance) / left } else { 0.0 };
            others.iter_mut().for_each(|one| one.chance *= scale);
        }
        all
    }

    /// Topics with chances that were cooled and no more.
    fn cooled(&self, folded: &str) -> Vec<Suggested> {
        let chances = chances(&self.weigh(folded), self.cooled);
        let mut all: Vec<Suggested> =
            chances.into_iter().enumerate().map(|(topic, chance)| Suggested { topic, chance }).collect();
        all.sort_by(|one, other| other.chance.total_cmp(&one.chance).then(one.topic.cmp(&other.topic)));
        all
    }

    /// How often first suggestions were right, by their chance: parts of texts whose shares rise with it (neighbours that
    /// do not are put together), of some size each so that chance does not make steps.
    fn rising(&self, kept: &[Decided<'_>]) -> Vec<(f64, f64)> {
        let mut tried: Vec<(f64, f64)> = kept
            .iter()
            .filter_map(|one| {
                let first = self.cooled(one.folded).into_iter().next()?;
                Some((first.chance, f64::from(u8::from(first.topic == one.topic))))
            })
            .collect();
        tried.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut parts: Vec<(f64, f64, f64)> = Vec::new();
        // Fewer than one part tell nothing, and no part is smaller than the others.
        let many = tried.len() / TOGETHER;
        for at in 0..many {
            let some = &tried[at * tried.len() / many..(at + 1) * tried.len() / many];
            let sum = |part: fn(&(f64, f64)) -> f64| some.iter().map(part).sum::<f64>();
            let mut own = (sum(|_| 1.0), sum(|one| one.0), sum(|one| one.1));
            while let Some(before) = parts.last().filter(|before| before.2 * own.0 >= own.2 * before.0) {
                own = (own.0 + before.0, own.1 + before.1, own.2 + before.2);
                parts.pop();
            }
            parts.push(own);
        }
        parts.into_iter().map(|(many, chance, right)| (chance / many, right / many)).collect()
    }

    /// The number by which what was kept aside is likeliest: between a hundredth and 1, sought by golden sections.
    fn cool(&self, kept: &[Decided<'_>]) -> f64 {
        if kept.is_empty() {
            return 1.0;
        }
        let weighed: Vec<(Vec<f64>, usize)> =
            kept.iter().map(|one| (self.weigh(one.folded), one.topic)).collect();
        let unlikely = |logarithm: f64| -> f64 {
            let cooled = logarithm.exp();
            weighed.iter().map(|(weights, topic)| -chances(weights, cooled)[*topic].max(1e-300).ln()).sum()
        };
        let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
        let (mut low, mut high) = (0.01_f64.ln(), 0.0);
        for _ in 0..40 {
            let (one, other) = (high - golden * (high - low), low + golden * (high - low));
            if unlikely(one) < unlikely(other) { high = other } else { low = one }
        }
        f64::midpoint(low, high).exp()
    }

    #[expect(clippy::cast_precision_loss, reason = "there are not 2^52 texts")]
    fn try_on(&self, kept: &[Decided<'_>]) -> Tried {
        let (mut first, mut first_three, mut believed) = (0, 0, 0.0);
        for one in kept {
            let suggested = self.suggest(one.folded);
            let place = suggested.iter().position(|other| other.topic == one.topic);
            first += usize::from(place == Some(0));
            first_three += usize::from(place.is_some_and(|place| place < 3));
            believed += suggested.first().map_or(0.0, |first| first.chance);
        }
        let share = |many: f64| if kept.is_empty() { 0.0 } else { many / kept.len() as f64 };
        Tried {
            texts: kept.len(),
            first: share(first as f64),
            first_three: share(first_three as f64),
            believed: share(believed),
        }
    }
}

fn number(topic: usize) -> u32 {
    u32::try_from(topic).unwrap_or(u32::MAX)
}

/// Words and pairs of a text as numbers, each once, always in the same order.
fn words_of(folded: &str) -> Vec<u64> {
    let mut words: Vec<u64> = terms(folded).into_iter().map(crate::similarity::hashed).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// What a chance is worth by how often such were right, in a straight line between two parts; nothing where nothing is known.
fn believed(right: &[(f64, f64)], chance: f64) -> Option<f64> {
    let (first, last) = (right.first()?, right.last()?);
    if chance <= first.0 {
        return Some(first.1 * chance / first.0);
    }
    if chance >= last.0 {
        return Some(last.1);
    }
    let after = right.iter().position(|part| chance < part.0)?;
    let (low, high) = (right[after - 1], right[after]);
    Some(low.1 + (high.1 - low.1) * (chance - low.0) / (high.0 - low.0))
}

/// Chances that add up to 1.
fn chances(weights: &[f64], cooled: f64) -> Vec<f64> {
    let largest = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let parts: Vec<f64> = weights.iter().map(|weight| ((weight - largest) * cooled).exp()).collect();
    let sum: f64 = parts.iter().sum();
    parts.into_iter().map(|part| part / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand_chacha::{
        ChaCha8Rng,
        rand_core::{Rng, SeedableRng},
    };

    /// Texts of some topics: each topic has words of its own, among words that all have; one in ten is decided otherwise.
    fn texts(many: usize, topics: u32, seed: u64) -> Vec<(String, usize)> {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        (0..many)
            .map(|_| {
                let topic = chance.next_u32() % topics;
                let words: Vec<String> = (0..12)
                    .map(|_| match chance.next_u32() % 4 {
                        0 => format!("t{topic}w{}", chance.next_u32() % 8),
                        _ => format!("w{}", chance.next_u32() % 60),
                    })
                    .collect();
                let decided = if chance.next_u32() % 10 == 0 { chance.next_u32() % topics } else { topic };
                (words.join(" "), decided as usize)
            })
            .collect()
    }

    fn decided(texts: &[(String, usize)]) -> Vec<Decided<'_>> {
        texts.iter().map(|(folded, topic)| Decided { folded, topic: *topic }).collect()
    }

    #[test]
    fn what_is_suggested_can_be_believed() {
        let (known, unseen) = (texts(3000, 12, 1), texts(2000, 12, 2));
        let suggester = Suggester::learn(&decided(&known), 12);
        let tried = suggester.tried();
        assert_eq!(tried.texts, 300);
        assert!(tried.first > 0.8 && tried.first_three >= tried.first, "{tried:?}");
        // Of those suggested with a chance in a band, so many are right, on texts it never saw.
        let mut bands = [(0.0, 0.0, 0.0); 4];
        for (folded, topic) in &unseen {
            let first = suggester.suggest(folded)[0];
            let band = &mut bands[((first.chance * 4.0) as usize).min(3)];
            *band =
                (band.0 + 1.0, band.1 + first.chance, band.2 + f64::from(u8::from(first.topic == *topic)));
        }
        for (many, believed, right) in bands.into_iter().filter(|band| band.0 >= 100.0) {
            assert!((believed - right).abs() / many < 0.08, "{believed} believed, {right} right of {many}");
        }
    }

    #[test]
    fn who_knows_nothing_tells_how_often_each_topic_comes() {
        let none = Suggester::learn(&[], 3);
        assert!(none.suggest("nuoc").iter().all(|one| (one.chance - 1.0 / 3.0).abs() < 1e-12));
        assert_eq!(none.tried(), Tried::default());
        let examples: Vec<Decided<'_>> =
            (0..700).map(|at| Decided { folded: "", topic: usize::from(at % 7 < 2) }).collect();
        let suggested = Suggester::learn(&examples, 2).suggest("chua tung nghe");
        assert_eq!(suggested[0].topic, 0);
        assert!(suggested[0].chance > 0.6 && suggested[0].chance < 0.9, "{suggested:?}");
        let stray = Suggester::learn(&[Decided { folded: "x", topic: 9 }], 2);
        assert_eq!(stray.suggest("x").len(), 2, "a topic there is not is passed over");
    }

    #[test]
    fn a_word_of_one_or_two_texts_says_nothing() {
        let mut examples = vec![Decided { folded: "duong hong", topic: 0 }; 40];
        examples.extend(vec![Decided { folded: "nuoc yeu", topic: 1 }; 40]);
        examples.extend(vec![Decided { folded: "nguyen van a", topic: 1 }; 2]);
        let suggester = Suggester::learn(&examples, 2);
        let (named, unknown) = (suggester.suggest("nguyen van a"), suggester.suggest("chua tung nghe"));
        assert_eq!(named, unknown, "a name is not remembered");
    }

    proptest! {
        #[test]
        fn chances_add_up_to_one(folded in "[a-d ]{0,40}", topics in 1_usize..6, seed in any::<u64>()) {
            let known = texts(60, 5, seed);
            let suggested = Suggester::learn(&decided(&known), topics).suggest(&folded);
            prop_assert_eq!(suggested.len(), topics);
            prop_assert!((suggested.iter().map(|one| one.chance).sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!(suggested.is_sorted_by(|one, other| one.chance >= other.chance - 1e-12));
        }
    }
}
