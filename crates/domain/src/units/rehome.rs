//! Reading what was counted at a place on the structure of any day, and saying how surely that can be done.

use super::{Level, Link, Tree, Unit, WHOLE_PPM};
use crate::{ids::UnitId, time::Day, words_enum};

words_enum! {
    /// How surely a figure can be read on another day's structure, from best to worst.
    Quality {
        /// The place stands on that day, or is a village or smaller that leads into one unit.
        Exact = "exact",
        /// The unit was succeeded as a whole.
        Whole = "whole",
        /// The unit was split, and shares or household counts were used.
        Estimated = "estimated",
        /// The unit was split and nobody knows how, or there is no such level that day.
        NotComparable = "not_comparable",
    }
}

/// The worse of two qualities: a sum is as sure as its least sure part.
pub fn worst(a: Quality, b: Quality) -> Quality {
    a.max(b)
}

/// Where a part of what was counted at a place belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The unit of the level asked for, or `None` when it cannot be said which.
    pub unit: Option<UnitId>,
    /// The smallest unit standing that day which surely holds it; the same as `unit` when that is known.
    pub within: Option<UnitId>,
    /// How much of the place, in parts per million; the parts of a place sum to one million.
    pub share_ppm: i64,
    /// How surely.
    pub quality: Quality,
}

/// Distributes a place over the units of a level on the structure of a day, forward or backward in time. The shares
/// always sum to one million.
pub fn rehome(tree: &Tree, place: UnitId, on_structure: Day, level: Level) -> Vec<Part> {
    let reading = Reading { tree, day: on_structure, level };
    let mut parts = Vec::new();
    match tree.get(place) {
        Some(unit) => reading.place(unit, WHOLE_PPM, Quality::Exact, &mut parts),
        None => parts.push(Part {
            unit: None,
            within: None,
            share_ppm: WHOLE_PPM,
            quality: Quality::NotComparable,
        }),
    }
    gather(parts)
}

struct Reading<'a> {
    tree: &'a Tree,
    day: Day,
    level: Level,
}

impl Reading<'_> {
    fn place(&self, unit: &Unit, share_ppm: i64, quality: Quality, parts: &mut Vec<Part>) {
        if unit.stands_on(self.day) {
            parts.push(self.settle(&[unit.id], share_ppm, quality));
        } else if unit.valid_from > self.day {
            self.look_back(unit, share_ppm, quality, parts);
        } else {
            self.look_forward(unit, share_ppm, quality, parts);
        }
    }

    /// The quality after one more whole succession: a village's is exact, a larger unit's is whole.
    fn after_whole(&self, unit: &Unit, quality: Quality) -> Quality {
        let small = matches!(unit.level(), Level::Village | Level::Team);
        worst(quality, if small { Quality::Exact } else { Quality::Whole })
    }

    fn look_forward(&self, unit: &Unit, share_ppm: i64, quality: Quality, parts: &mut Vec<Part>) {
        let steps: Vec<_> = self.tree.successors(unit.id).collect();
        if steps.is_empty() {
            return self.climb(unit, share_ppm, quality, parts);
        }
        if let [only] = steps.as_slice()
            && only.link.whole
        {
            return self.place(only.to, share_ppm, self.after_whole(unit, quality), parts);
        }
        let standing = self.tree.standing_for(unit.id, self.day);
        let together = self.settle(&standing, share_ppm, self.after_whole(unit, quality));
        if together.unit.is_some() {
            // However it was divided, all parts lie in one unit of the level asked for.
            return parts.push(together);
        }
        let links: Vec<&Link> = steps.iter().map(|step| step.link).collect();
        let Some(amounts) = divide(&links, share_ppm) else { return parts.push(together) };
        for (step, amount) in steps.iter().zip(&amounts) {
            if *amount > 0 {
                self.place(step.to, *amount, worst(quality, Quality::Estimated), parts);
            }
        }
        let rest = share_ppm - amounts.iter().sum::<i64>();
        if rest > 0 {
            parts.push(Part { share_ppm: rest, quality: Quality::NotComparable, ..together });
        }
    }

    /// Backward, what one predecessor held lies in it; what came of several cannot be told apart again.
    fn look_back(&self, unit: &Unit, share_ppm: i64, quality: Quality, parts: &mut Vec<Part>) {
        let steps: Vec<_> = self.tree.predecessors(unit.id).collect();
        match steps.as_slice() {
            [] => self.climb(unit, share_ppm, quality, parts),
            [only] => self.place(only.from, share_ppm, self.after_whole(unit, quality), parts),
            _ => {
                let standing = self.tree.standing_for(unit.id, self.day);
                parts.push(self.settle(&standing, share_ppm, self.after_whole(unit, quality)));
            }
        }
    }

    /// A row without links that day is read by what it lay in.
    fn climb(&self, unit: &Unit, share_ppm: i64, quality: Quality, parts: &mut Vec<Part>) {
        match unit.parent.and_then(|parent| self.tree.get(parent)) {
            Some(parent) => self.place(parent, share_ppm, quality, parts),
            None => parts.push(Part { unit: None, within: None, share_ppm, quality: Quality::NotComparable }),
        }
    }

    /// The one unit of the level that holds all the given ones, else only what surely holds them.
    fn settle(&self, standing: &[UnitId], share_ppm: i64, quality: Quality) -> Part {
        let above: Vec<_> = standing.iter().map(|id| self.tree.at_or_above(*id, self.level)).collect();
        let one = match above.split_first() {
            Some((Some(first), rest)) if rest.iter().all(|other| *other == Some(*first)) => Some(first.id),
            _ => None,
        };
        if one.is_some() {
            return Part { unit: one, within: one, share_ppm, quality };
        }
        let within = standing.split_first().and_then(|(first, rest)| {
            let path = std::iter::once(*first).chain(self.tree.ancestors(*first).map(|unit| unit.id));
            path.into_iter().find(|id| rest.iter().all(|other| self.tree.is_under(*other, *id, self.day)))
        });
        Part { unit: None, within, share_ppm, quality: Quality::NotComparable }
    }
}

/// Divides an amount over links by their shares, else by their households; `None` when neither is known for all.
fn divide(links: &[&Link], amount: i64) -> Option<Vec<i64>> {
    if let Some(shares) = links.iter().map(|link| link.share).collect::<Option<Vec<i64>>>() {
        let rest = WHOLE_PPM - shares.iter().sum::<i64>();
        let mut amounts = apportion(amount, &[shares, vec![rest]].concat());
        amounts.pop();
        return Some(amounts);
    }
    let households = links.iter().map(|link| link.households).collect::<Option<Vec<i64>>>()?;
    (households.iter().sum::<i64>() > 0).then(|| apportion(amount, &households))
}

/// Divides an amount in proportion to weights so that the parts sum to it: whole parts first, then one more to each
/// of the largest remainders, the earlier first where they are equal.
pub fn apportion(amount: i64, weights: &[i64]) -> Vec<i64> {
    let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if total <= 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: &i64| i128::from(amount) * i128::from(*weight);
    let mut parts: Vec<i64> =
        weights.iter().map(|weight| i64::try_from(exact(weight) / total).unwrap_or(i64::MAX)).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(exact(&weights[*at]) % total));
    let missing = usize::try_from(amount - parts.iter().sum::<i64>()).unwrap_or(0);
    for at in order.into_iter().take(missing) {
        parts[at] += 1;
    }
    parts
}

/// Adds up parts that go to the same unit; their quality is the worst of them.
fn gather(parts: Vec<Part>) -> Vec<Part> {
    let mut gathered: Vec<Part> = Vec::with_capacity(parts.len());
    for part in parts {
        match gathered.iter_mut().find(|other| (other.unit, other.within) == (part.unit, part.within)) {
            Some(other) => {
                other.share_ppm += part.share_ppm;
                other.quality = worst(other.quality, part.quality);
            }
            None => gathered.push(part),
        }
    }
    gathered
}
