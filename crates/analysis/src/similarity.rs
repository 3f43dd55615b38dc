//! Likely duplicates: open cases nearby that seem to say the same, offered before a report is sent and to officers who merge.
//!
//! A score only orders what a person then judges; nothing is merged by it.

mod sentences;
mod wording;

pub use sentences::{Pair, SAME_SENTENCE, Sentences, sentences};
pub(crate) use wording::hashed;
pub use wording::{SAME_LETTER, agreeing, marks};

use std::collections::HashSet;

/// A point on earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// What is compared of a case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said<'a> {
    /// Its words, folded as for search: lower case, without marks.
    pub folded: &'a str,
    /// Where, when a point is known.
    pub point: Option<Point>,
    /// Its topic.
    pub topic: &'a str,
    /// The topic above it; the topic itself when it has none.
    pub topic_above: &'a str,
    /// How long ago it was made, in days.
    pub age_days: f64,
}

/// A case of the list that may say the same as the candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Similar {
    /// Its place in the list given.
    pub index: usize,
    /// 0 to 1, more is more alike.
    pub score: f64,
    /// The way between the two points in metres, where both are known.
    pub metres: Option<f64>,
}

/// Farther away than this, in metres, two reports are never called the same.
const FARTHEST: f64 = 1_000.0;

/// At this distance, in metres, nearness counts half.
const HALF_NEAR: f64 = 120.0;

/// After so many days a report's freshness counts half.
const HALF_FRESH: f64 = 21.0;

/// Less alike than this is not worth showing.
const LEAST: f64 = 0.45;

/// Those of the list that may be duplicates of the candidate, the likeliest first, those of equal score in the list's order.
pub fn near_duplicates(candidate: &Said<'_>, list: &[Said<'_>]) -> Vec<Similar> {
    let words = terms(candidate.folded);
    let mut similar: Vec<Similar> = list
        .iter()
        .enumerate()
        .filter_map(|(index, other)| {
            let metres = candidate.point.zip(other.point).map(|(one, other)| metres_between(one, other));
            let score = score(candidate, other, jaccard(&words, &terms(other.folded)), metres);
            (score >= LEAST).then_some(Similar { index, score, metres })
        })
        .collect();
    similar.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.index.cmp(&other.index)));
    similar
}

/// Nearness weighs most, then topic and words, then freshness. Without points, words must carry it.
fn score(candidate: &Said<'_>, other: &Said<'_>, words: f64, metres: Option<f64>) -> f64 {
    let topic = if candidate.topic == other.topic {
        1.0
    } else if candidate.topic_above == other.topic_above {
        0.4
    } else {
        0.0
    };
    let fresh = HALF_FRESH / (HALF_FRESH + other.age_days.abs());
    let (near, known) = match metres {
        Some(metres) if metres > FARTHEST => return 0.0,
        // A point that is no number is a point unknown.
        Some(metres) if metres.is_finite() => (1.0 / (1.0 + (metres / HALF_NEAR).powi(2)), true),
        _ => (0.0, false),
    };
    // Different matters at one crossing are common: a place alone makes no duplicate.
    if topic == 0.0 && words < 0.25 {
        return 0.0;
    }
    if known {
        // Beside the same spot a few words in common already tell much: people describe one thing in many ways.
        0.4 * near + 0.25 * topic + 0.25 * words.sqrt() + 0.1 * fresh
    } else {
        0.3 * topic + 0.6 * words + 0.1 * fresh
    }
}

/// The words of a folded text and its pairs of neighbouring words: Vietnamese words are mostly two syllables.
pub(crate) fn terms(folded: &str) -> HashSet<(&str, &str)> {
    let words: Vec<&str> = folded
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let single = words.iter().map(|word| (*word, ""));
    single.chain(words.windows(2).map(|pair| (pair[0], pair[1]))).collect()
}

/// The share of terms in common; 0 when both are empty, for silence is not agreement.
fn jaccard(one: &HashSet<(&str, &str)>, other: &HashSet<(&str, &str)>) -> f64 {
    let common = one.intersection(other).count();
    let either = one.len() + other.len() - common;
    if either == 0 { 0.0 } else { common as f64 / either as f64 }
}

/// The share of words and word pairs two folded texts have in common, 0 to 1.
pub fn words_in_common(one: &str, other: &str) -> f64 {
    jaccard(&terms(one), &terms(other))
}

/// As [`words_in_common`], of one text with each of some others; its own terms are taken apart once.
pub fn words_in_common_with_each(one: &str, others: &[String]) -> Vec<f64> {
    let own = terms(one);
    others.iter().map(|other| jaccard(&own, &terms(other))).collect()
}

/// Metres along the earth's surface, by the haversine formula on a sphere of 6,371,008.8 m (mean radius, WGS 84).
pub fn metres_between(one: Point, other: Point) -> f64 {
    const RADIUS: f64 = 6_371_008.8;
    let (north, east) = (other.latitude - one.latitude, other.longitude - one.longitude);
    let sine = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let across =
        sine(north) + one.latitude.to_radians().cos() * other.latitude.to_radians().cos() * sine(east);
    2.0 * RADIUS * across.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HERE: Point = Point { latitude: 21.0408, longitude: 105.8201 };

    fn said<'a>(folded: &'a str, east: f64, topic: &'a str, age_days: f64) -> Said<'a> {
        // A degree of longitude is about 103.8 km at this latitude.
        let point = Point { longitude: HERE.longitude + east / 103_800.0, ..HERE };
        Said { folded, point: Some(point), topic, topic_above: &topic[..1], age_days }
    }

    #[test]
    fn distances() {
        let check = |one: (f64, f64), other: (f64, f64), expected: f64| {
            let point = |(latitude, longitude)| Point { latitude, longitude };
            let metres = metres_between(point(one), point(other));
            assert!((metres - expected).abs() < expected * 1e-3 + 1e-6, "{metres} {expected}");
        };
        check((21.0, 105.8), (21.0, 105.8), 0.0);
        check((0.0, 0.0), (0.0, 1.0), 111_195.0);
        check((21.0285, 105.8542), (10.7769, 106.7009), 1_143_500.0);
        check((90.0, 0.0), (-90.0, 0.0), 20_015_115.0);
    }

    #[test]
    fn words() {
        assert_eq!(words_in_common("", ""), 0.0);
        assert_eq!(words_in_common("mat nuoc", "mat nuoc"), 1.0);
        assert_eq!(words_in_common("mat nuoc", "den duong"), 0.0);
        assert!((words_in_common("vo ong nuoc", "ong nuoc vo") - 4.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn the_same_pipe_comes_first() {
        let candidate = said("vo ong nuoc dau ngo 189 hoang hoa tham", 0.0, "water", 0.0);
        let list = [
            said("den duong hong ba hom nay", 10.0, "light", 1.0),
            said("ong nuoc bi vo o ngo 189 nuoc chay ra duong", 40.0, "water", 1.0),
            said("vo ong nuoc dau ngo 189 hoang hoa tham", 5_000.0, "water", 1.0),
            said("mat nuoc sach ca tuan", 90.0, "water", 12.0),
            said("vo ong nuoc dau ngo 189 hoang hoa tham", 15.0, "water", 0.5),
            said("mat nuoc sach ca tuan", 700.0, "water", 300.0),
        ];
        let found: Vec<usize> =
            near_duplicates(&candidate, &list).iter().map(|similar| similar.index).collect();
        assert_eq!(found, [4, 1, 3]);
    }

    #[test]
    fn without_points_words_carry_it() {
        let pointless = |folded, topic| Said { point: None, ..said(folded, 0.0, topic, 1.0) };
        let candidate = pointless("vo ong nuoc dau ngo 189", "water");
        let list =
            [pointless("vo ong nuoc dau ngo 189 tu sang", "water"), pointless("nuoc co mui la", "water")];
        let found = near_duplicates(&candidate, &list);
        assert_eq!(found.iter().map(|similar| similar.index).collect::<Vec<_>>(), [0]);
        assert_eq!(found[0].metres, None);
    }

    proptest! {
        #[test]
        fn scores_are_shares_in_order(
            list in proptest::collection::vec(("[a-d ]{0,12}", -2000.0_f64..2000.0, "(w1|w2|x1)", -5.0_f64..400.0), 0..12)
        ) {
            let candidate = said("a b c d", 0.0, "w1", 0.0);
            let list: Vec<Said<'_>> =
                list.iter().map(|(folded, east, topic, age)| said(folded, *east, topic, *age)).collect();
            let found = near_duplicates(&candidate, &list);
            prop_assert!(found.iter().all(|similar| (LEAST..=1.0 + 1e-9).contains(&similar.score)));
            prop_assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score));
            prop_assert!(found.iter().all(|similar| similar.metres.is_none_or(|metres| metres <= FARTHEST)));
        }

        #[test]
        fn a_way_is_as_long_back(a in (-90.0_f64..90.0, -180.0_f64..180.0), b in (-90.0_f64..90.0, -180.0_f64..180.0)) {
            let point = |(latitude, longitude)| Point { latitude, longitude };
            let (there, back) = (metres_between(point(a), point(b)), metres_between(point(b), point(a)));
            prop_assert!((there - back).abs() < 1e-3 && there >= 0.0);
        }
    }
}
