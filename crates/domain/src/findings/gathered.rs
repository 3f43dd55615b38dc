//! One story instead of many: a cluster with the warnings within it, and tonight's with what was told before.

use super::{Finding, Kind, Place, Seen};
use crate::ids::UnitId;

/// So many days may lie between what was seen before and what is seen now, for it to be the same.
const PAUSE: i64 = 7;

/// What belongs together: the strongest part, and the places of all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// The strongest: a cluster before a single place, and then what is least likely chance.
    pub head: Seen,
    /// The places of all parts, the head's own first.
    pub places: Vec<UnitId>,
}

/// Gathers what one night saw. `city` is the place that holds all others. What is gathered is of the same topic with
/// overlapping days, and shares a place; nothing is lost and nothing is told twice.
pub fn gather(mut seen: Vec<Seen>, city: UnitId) -> Vec<Story> {
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
        let mut story = same.next().unwrap_or_else(|| Story { places: Vec::new(), head: one.clone() });
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
