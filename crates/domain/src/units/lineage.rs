//! What came before a unit, what became of it, and what stands for it on another day.

use super::{Link, Tree, Unit};
use crate::{ids::UnitId, time::Day};
use std::collections::{HashSet, VecDeque};

/// One step of a unit's story: a link with both its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step<'a> {
    /// The unit that ended.
    pub from: &'a Unit,
    /// The unit that took over.
    pub to: &'a Unit,
    /// How.
    pub link: &'a Link,
}

/// Everything that led to a unit and everything that came of it, each in order of days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ancestry<'a> {
    /// Steps that lead to the unit, earliest first.
    pub before: Vec<Step<'a>>,
    /// Steps that lead from it, earliest first.
    pub after: Vec<Step<'a>>,
}

impl Tree {
    fn step(&self, link: usize) -> Step<'_> {
        let link = &self.links[link];
        Step { from: &self.units[self.index[&link.from]], to: &self.units[self.index[&link.to]], link }
    }

    /// What became of a unit when it ended.
    pub fn successors(&self, id: UnitId) -> impl Iterator<Item = Step<'_>> {
        let links = self.index.get(&id).map_or(&[][..], |at| &self.forward[*at]);
        links.iter().map(|link| self.step(*link))
    }

    /// What a unit was made of when it began.
    pub fn predecessors(&self, id: UnitId) -> impl Iterator<Item = Step<'_>> {
        let links = self.index.get(&id).map_or(&[][..], |at| &self.backward[*at]);
        links.iter().map(|link| self.step(*link))
    }

    /// The whole story of a unit, back to its first known predecessors and on to those that stand for it today.
    pub fn lineage(&self, id: UnitId) -> Ancestry<'_> {
        let before = self.walk(id, |at| self.predecessors(at).collect(), |step| step.from.id);
        let after = self.walk(id, |at| self.successors(at).collect(), |step| step.to.id);
        Ancestry { before, after }
    }

    fn walk<'a>(
        &'a self,
        id: UnitId,
        steps: impl Fn(UnitId) -> Vec<Step<'a>>,
        next: impl Fn(&Step<'a>) -> UnitId,
    ) -> Vec<Step<'a>> {
        let mut found = Vec::new();
        let mut seen = HashSet::from([id]);
        let mut waiting = VecDeque::from([id]);
        while let Some(at) = waiting.pop_front() {
            for step in steps(at) {
                let other = next(&step);
                found.push(step);
                if seen.insert(other) {
                    waiting.push_back(other);
                }
            }
        }
        found.sort_by_key(|step| (step.to.valid_from, step.from.code.clone(), step.to.code.clone()));
        found
    }

    /// The unit that stands for another on a day, when all of it lies in that one: itself, the end of a chain of
    /// whole successions forward, or of single predecessors backward.
    pub fn today(&self, id: UnitId, day: Day) -> Option<UnitId> {
        let mut at = self.get(id)?;
        // Days strictly advance along links, so the walk ends.
        while !at.stands_on(day) {
            at = if at.valid_from > day {
                let mut before = self.predecessors(at.id);
                before.next().filter(|_| before.next().is_none())?.from
            } else {
                self.successors(at.id).next().filter(|step| step.link.whole)?.to
            };
            // Turning round in a gap between two rows would walk for ever.
            let passed = (at.valid_from > day) != (self.get(id)?.valid_from > day);
            if passed && !at.stands_on(day) {
                return None;
            }
        }
        Some(at.id)
    }

    /// Every unit standing on a day that holds any part of a unit, following all links forward or back.
    pub fn standing_for(&self, id: UnitId, day: Day) -> Vec<UnitId> {
        let Some(start) = self.get(id) else { return Vec::new() };
        let back = start.valid_from > day;
        let mut found = Vec::new();
        let mut seen = HashSet::from([id]);
        let mut waiting = vec![start];
        while let Some(unit) = waiting.pop() {
            if unit.stands_on(day) {
                found.push(unit.id);
            } else if back == (unit.valid_from > day) {
                let next: Vec<&Unit> = if back {
                    self.predecessors(unit.id).map(|step| step.from).collect()
                } else {
                    self.successors(unit.id).map(|step| step.to).collect()
                };
                waiting.extend(next.into_iter().filter(|other| seen.insert(other.id)));
            }
        }
        found.sort();
        found
    }
}
