//! One story instead of many: a cluster with the warnings within it, all topics of a place that rise together, and tonight's with
//! what was told before.

use super::{Finding, Kind, Place, Seen};
use crate::{ids::UnitId, topics::ALL};
use std::collections::BTreeMap;

/// So many days may lie between what was seen before and what is seen now, for it to be the same.
const PAUSE: i64 = 7;
/// From so many topics on that rise at one commune, and in the whole city, they are one story of that place.
const TOGETHER: (usize, usize) = (3, 10);

/// What belongs together: the strongest part, and the places of all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// The strongest: a cluster before a single place, and then what is least likely chance.
    pub head: Seen,
    /// The places of all parts, the head's own first.
    pub places: Vec<UnitId>,
    /// The topics that rise together at one place, the clearest first; empty where the story is of the head's topic alone.
    pub topics: Vec<String>,
}

/// Gathers what one night saw. `city` is the place that holds all others. What is gathered is of the same topic with
/// overlapping days, and shares a place; and many topics that rise at one place alone are one story of that place. Nothing is lost and
/// nothing is told twice.
pub fn gather(seen: Vec<Seen>, city: UnitId) -> Vec<Story> {
    let (mut stories, rest) = everything(seen, city);
    stories.extend(by_topic(rest, city));
    stories
}

/// Takes out what is told of one place alone where many topics are, as a story a place, and the circles on the map that such places
/// explain: those in which no other place rose by itself.
fn everything(mut seen: Vec<Seen>, city: UnitId) -> (Vec<Story>, Vec<Seen>) {
    seen.sort_by(|a, b| {
        a.chance.total_cmp(&b.chance).then_with(|| (&a.topic, &a.places).cmp(&(&b.topic, &b.places)))
    });
    let mut of_place: BTreeMap<UnitId, Story> = BTreeMap::new();
    for one in &seen {
        let Some(place) = alone(one) else { continue };
        // What rises in the whole city is the city's, also there.
        let is_citys = seen.iter().any(|other| alone(other) == Some(city) && is_alike(other, one));
        if place != city && is_citys {
            continue;
        }
        let story = of_place.entry(place).or_insert_with(|| Story {
            head: Seen {
                kind: Kind::Warning,
                topic: ALL.to_owned(),
                observed: 0,
                expected: 0.0,
                ..one.clone()
            },
            places: vec![place],
            topics: Vec::new(),
        });
        if overlap(&story.head, one) && !story.topics.contains(&one.topic) {
            add_topic(story, one);
        }
    }
    of_place
        .retain(|place, story| story.topics.len() >= if *place == city { TOGETHER.1 } else { TOGETHER.0 });
    let rose_alone = |unit: UnitId, one: &Seen| {
        seen.iter().any(|other| alone(other) == Some(unit) && is_alike(other, one))
    };
    let is_of = |one: &Seen, place: &UnitId| {
        of_place
            .get(place)
            .is_some_and(|story| story.topics.contains(&one.topic) && overlap(&story.head, one))
    };
    let is_explained = |one: &Seen| {
        one.kind.is_of_voices()
            && one.places.iter().any(|place| is_of(one, place))
            && one.places.iter().all(|place| is_of(one, place) || !rose_alone(*place, one))
    };
    let rest = seen.iter().filter(|one| !is_explained(one)).cloned().collect();
    (of_place.into_values().collect(), rest)
}

/// The one place of which something is told by itself, of a topic of its own.
fn alone(one: &Seen) -> Option<UnitId> {
    match one.places.as_slice() {
        [place] if one.kind.is_of_voices() && one.topic != ALL => Some(*place),
        _ => None,
    }
}

/// Whether two are of the same topic and days.
fn is_alike(one: &Seen, other: &Seen) -> bool {
    one.topic == other.topic && overlap(one, other)
}

/// A topic more, with its days and its counts.
fn add_topic(story: &mut Story, one: &Seen) {
    let head = &mut story.head;
    story.topics.push(one.topic.clone());
    head.days = (head.days.0.min(one.days.0), head.days.1.max(one.days.1));
    head.observed += one.observed;
    head.expected += one.expected;
}

/// What is of one topic with overlapping days and a place in common.
fn by_topic(mut seen: Vec<Seen>, city: UnitId) -> Vec<Story> {
    // A cluster of one place says less than the warning there.
    let rank = |one: &Seen| {
        let is_one = one.places.len() < 2 && !one.places.contains(&city);
        (is_one, is_one && one.kind == Kind::Cluster)
    };
    seen.sort_by(|a, b| {
        let (a_rank, b_rank) = (rank(a), rank(b));
        a_rank.cmp(&b_rank).then(a.chance.total_cmp(&b.chance)).then_with(|| a.places.cmp(&b.places))
    });
    let mut stories: Vec<Story> = Vec::new();
    for one in seen {
        // Whatever it ties together becomes one; the strongest leads.
        let (same, others): (Vec<Story>, Vec<Story>) =
            stories.into_iter().partition(|story| belongs(story, &one, city));
        stories = others;
        let mut same = same.into_iter();
        let mut story = same.next().unwrap_or_else(|| Story {
            places: Vec::new(),
            topics: Vec::new(),
            head: one.clone(),
        });
        same.for_each(|other| add(&mut story.places, &other.places));
        add(&mut story.places, &one.places);
        stories.push(story);
    }
    stories
}

fn add(places: &mut Vec<UnitId>, more: &[UnitId]) {
    for place in more {
        if !places.contains(place) {
            places.push(*place);
        }
    }
}

fn belongs(story: &Story, one: &Seen, city: UnitId) -> bool {
    let head = &story.head;
    let is_alike = head.kind.is_of_voices() && one.kind.is_of_voices()
        || (head.kind, head.promise) == (one.kind, one.promise);
    let is_near = story.places.contains(&city)
        || one.places.contains(&city)
        || one.places.iter().any(|place| story.places.contains(place));
    is_alike && head.topic == one.topic && overlap(head, one) && is_near
}

fn overlap(one: &Seen, other: &Seen) -> bool {
    one.days.0 <= other.days.1 && other.days.0 <= one.days.1
}

impl Story {
    /// The topics it is of: its own, or those that rise together.
    pub fn all_topics(&self) -> impl Iterator<Item = &str> {
        let own = self.topics.is_empty().then_some(self.head.topic.as_str());
        own.into_iter().chain(self.topics.iter().map(String::as_str))
    }

    /// Whether what was told before of a single topic and its places is now told within this story of a place.
    pub fn holds(&self, before: &Finding, places: &[Place]) -> bool {
        before.kind.is_of_voices()
            && self.topics.contains(&before.topic)
            && places
                .iter()
                .all(|place| self.places.contains(&place.place) || self.places.contains(&place.unit))
    }
}

/// Whether a story of tonight was told before: the same topic, a place in common, days that touch. A place is also
/// whoever stands for it since.
pub fn is_same(story: &Story, (before, places): (&Finding, &[Place])) -> bool {
    let head = &story.head;
    let is_alike = if head.kind.is_of_voices() {
        before.kind.is_of_voices()
    } else {
        (head.kind, head.promise) == (before.kind, before.promise)
    };
    let touches =
        head.days.0 <= before.days.1.plus_days(PAUSE) && before.days.0 <= head.days.1.plus_days(PAUSE);
    is_alike
        && head.topic == before.topic
        && touches
        && places
            .iter()
            .any(|place| story.places.contains(&place.place) || story.places.contains(&place.unit))
}
