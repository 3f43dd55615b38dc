//! The tree of all units on all days: built once, checked whole, then only read.

use super::{Boundaries, Level, Link, Problem, Unit, WHOLE_PPM};
use crate::{ids::UnitId, time::Day};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// What a code stands for on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// No unit has it that day.
    Nothing,
    /// One unit has it.
    One(UnitId),
    /// Several units have it that day.
    Ambiguous(Vec<UnitId>),
}

impl Lookup {
    /// The unit when there is exactly one.
    pub fn one(&self) -> Option<UnitId> {
        if let Self::One(id) = self { Some(*id) } else { None }
    }
}

/// All units and links, checked and indexed. Immutable: a reorganisation makes another tree.
#[derive(Clone, Default)]
pub struct Tree {
    pub(super) units: Vec<Unit>,
    pub(super) links: Vec<Link>,
    pub(super) index: HashMap<UnitId, usize>,
    pub(super) parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    levels: HashMap<Level, Vec<usize>>,
    codes: HashMap<String, Vec<usize>>,
    /// Per unit, the links that lead from it and to it.
    pub(super) forward: Vec<Vec<usize>>,
    pub(super) backward: Vec<Vec<usize>>,
    /// Folded full and bare names.
    pub(super) folded: Vec<(String, String)>,
    pub(super) boundaries: Option<Arc<dyn Boundaries>>,
}

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tree of {} units and {} links", self.units.len(), self.links.len())
    }
}

impl Tree {
    /// Checks units and links and indexes them; every problem is reported, not only the first.
    pub fn build(mut units: Vec<Unit>, links: Vec<Link>) -> Result<Self, Vec<Problem>> {
        units.sort_by(|a, b| {
            (&a.code.is_none(), &a.code, &a.name, a.valid_from, a.id).cmp(&(
                &b.code.is_none(),
                &b.code,
                &b.name,
                b.valid_from,
                b.id,
            ))
        });
        let mut problems = Vec::new();
        let mut index = HashMap::with_capacity(units.len());
        for (at, unit) in units.iter().enumerate() {
            if index.insert(unit.id, at).is_some() {
                problems.push(Problem::SameId { unit: unit.named() });
            }
        }
        let mut tree = Self { units, links, index, ..Self::default() };
        tree.check_units(&mut problems);
        if problems.is_empty() {
            tree.index_units();
            tree.check_overlaps(&mut problems);
        }
        tree.check_links(&mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        tree.index_links();
        Ok(tree)
    }

    fn check_units(&self, problems: &mut Vec<Problem>) {
        for unit in &self.units {
            if unit.valid_to.is_some_and(|last| last < unit.valid_from) {
                problems.push(Problem::EndsBeforeItBegins { unit: unit.named() });
            }
            let Some(parent_id) = unit.parent else { continue };
            let Some(parent) = self.get(parent_id) else {
                problems.push(Problem::UnknownParent { unit: unit.named(), parent: parent_id });
                continue;
            };
            if self.is_on_cycle(unit) {
                problems.push(Problem::Cycle { unit: unit.named() });
                continue;
            }
            if !parent.level().may_hold(unit.level()) {
                problems.push(Problem::WrongLevel { unit: unit.named(), parent: parent.named() });
            }
            let outlived = if unit.valid_from < parent.valid_from {
                Some(unit.valid_from)
            } else {
                parent
                    .valid_to
                    .filter(|last| unit.valid_to.is_none_or(|own| own > *last))
                    .map(|last| unit.valid_from.max(last.next()))
            };
            if let Some(day) = outlived {
                let (unit, parent) = (unit.named(), parent.named());
                problems.push(Problem::OutlivesParent { unit, parent, day });
            }
        }
    }

    fn is_on_cycle(&self, unit: &Unit) -> bool {
        let mut seen = HashSet::new();
        let mut at = unit.parent;
        while let Some(id) = at {
            if id == unit.id {
                return true;
            }
            if !seen.insert(id) {
                return false;
            }
            at = self.get(id).and_then(|parent| parent.parent);
        }
        false
    }

    fn index_units(&mut self) {
        self.children = vec![Vec::new(); self.units.len()];
        self.parents = vec![None; self.units.len()];
        for (at, unit) in self.units.iter().enumerate() {
            if let Some(parent) = unit.parent.and_then(|id| self.index.get(&id)).copied() {
                self.parents[at] = Some(parent);
                self.children[parent].push(at);
            }
            self.levels.entry(unit.level()).or_default().push(at);
            if let Some(code) = &unit.code {
                self.codes.entry(code.clone()).or_default().push(at);
            }
            self.folded.push((crate::fold::fold(&unit.name), crate::fold::fold(unit.bare_name())));
        }
    }

    fn check_overlaps(&self, problems: &mut Vec<Problem>) {
        for rows in self.codes.values() {
            for (position, &first) in rows.iter().enumerate() {
                for &second in &rows[position + 1..] {
                    let (a, b) = (&self.units[first], &self.units[second]);
                    let day = a.valid_from.max(b.valid_from);
                    if a.parent == b.parent && a.stands_on(day) && b.stands_on(day) {
                        problems.push(Problem::Overlap { unit: a.named(), other: b.named(), day });
                    }
                }
            }
        }
    }

    fn check_links(&self, problems: &mut Vec<Problem>) {
        let mut seen = HashSet::new();
        let mut by_from: HashMap<UnitId, Vec<&Link>> = HashMap::new();
        for link in &self.links {
            let (from, to) = match (self.get(link.from), self.get(link.to)) {
                (Some(from), Some(to)) => (from, to),
                (None, _) => {
                    problems.push(Problem::UnknownLinked { id: link.from, other: link.to });
                    continue;
                }
                (_, None) => {
                    problems.push(Problem::UnknownLinked { id: link.to, other: link.from });
                    continue;
                }
            };
            let (unit, successor) = (from.named(), to.named());
            if link.from == link.to {
                problems.push(Problem::LinkToItself { unit });
            } else if !seen.insert((link.from, link.to)) {
                problems.push(Problem::SameLink { unit, successor });
            } else if from.valid_to.is_none_or(|last| to.valid_from <= last) {
                problems.push(Problem::SuccessorTooEarly { unit, successor });
            }
            by_from.entry(link.from).or_default().push(link);
        }
        for (from, links) in by_from {
            let Some(unit) = self.get(from).map(Unit::named) else { continue };
            if links.len() > 1 && links.iter().any(|link| link.whole) {
                problems.push(Problem::WholeAndMore { unit: unit.clone() });
            }
            if links.iter().any(|link| link.households.is_some_and(|count| count < 0)) {
                problems.push(Problem::NegativeHouseholds { unit: unit.clone() });
            }
            let shares = || links.iter().filter_map(|link| link.share);
            let sum_ppm: i64 = shares().fold(0, i64::saturating_add);
            if sum_ppm > WHOLE_PPM || shares().any(|share| share < 0) {
                problems.push(Problem::SharesOverWhole { unit, sum_ppm });
            }
        }
    }

    fn index_links(&mut self) {
        self.forward = vec![Vec::new(); self.units.len()];
        self.backward = vec![Vec::new(); self.units.len()];
        for (at, link) in self.links.iter().enumerate() {
            self.forward[self.index[&link.from]].push(at);
            self.backward[self.index[&link.to]].push(at);
        }
    }

    /// The same tree, told where units' borders run.
    #[must_use]
    pub fn with_boundaries(mut self, boundaries: Arc<dyn Boundaries>) -> Self {
        self.boundaries = Some(boundaries);
        self
    }

    pub(super) fn keeping_boundaries_of(mut self, other: &Self) -> Self {
        self.boundaries.clone_from(&other.boundaries);
        self
    }

    /// Every row of every day, by code, name and first day.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Every link.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// A row by its id.
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.index.get(&id).map(|at| &self.units[*at])
    }

    /// The units directly under one, that stand on a day; by code, then name.
    pub fn children(&self, id: UnitId, day: Day) -> impl Iterator<Item = &Unit> {
        let below = self.index.get(&id).map_or(&[][..], |at| &self.children[*at]);
        below.iter().map(|at| &self.units[*at]).filter(move |unit| unit.stands_on(day))
    }

    /// The units above which nothing stands, on a day.
    pub fn roots(&self, day: Day) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(move |unit| unit.parent.is_none() && unit.stands_on(day))
    }

    /// All units of a level that stand on a day.
    pub fn at_level(&self, level: Level, day: Day) -> impl Iterator<Item = &Unit> {
        let rows = self.levels.get(&level).map_or(&[][..], Vec::as_slice);
        rows.iter().map(|at| &self.units[*at]).filter(move |unit| unit.stands_on(day))
    }

    /// A unit and everything under it that stands on a day, from the top down.
    pub fn subtree(&self, id: UnitId, day: Day) -> Vec<&Unit> {
        let mut found: Vec<&Unit> = self.get(id).filter(|unit| unit.stands_on(day)).into_iter().collect();
        let mut next = 0;
        while next < found.len() {
            let below = found[next].id;
            found.extend(self.children(below, day));
            next += 1;
        }
        found
    }

    /// The units above one, nearest first.
    pub fn ancestors(&self, id: UnitId) -> impl Iterator<Item = &Unit> {
        let start = self.index.get(&id).and_then(|at| self.parents[*at]);
        std::iter::successors(start, |at| self.parents[*at]).map(|at| &self.units[at])
    }

    /// The unit itself or the one above it at a level.
    pub fn at_or_above(&self, id: UnitId, level: Level) -> Option<&Unit> {
        self.get(id).into_iter().chain(self.ancestors(id)).find(|unit| unit.level() == level)
    }

    /// Whether a unit is an ancestor of another or the same, both standing on the day.
    pub fn is_under(&self, id: UnitId, ancestor: UnitId, day: Day) -> bool {
        // A row never outlives its parent, so the row's own days suffice.
        self.get(id).is_some_and(|unit| unit.stands_on(day))
            && (id == ancestor || self.ancestors(id).any(|unit| unit.id == ancestor))
    }

    /// What a code stands for on a day.
    pub fn by_code(&self, code: &str, day: Day) -> Lookup {
        let rows = self.codes.get(code.trim()).map_or(&[][..], Vec::as_slice);
        let found: Vec<UnitId> =
            rows.iter().map(|at| &self.units[*at]).filter(|unit| unit.stands_on(day)).map(|u| u.id).collect();
        match found.as_slice() {
            [] => Lookup::Nothing,
            [one] => Lookup::One(*one),
            _ => Lookup::Ambiguous(found),
        }
    }

    /// Every row that ever had a code, by first day.
    pub fn with_code(&self, code: &str) -> Vec<&Unit> {
        let rows = self.codes.get(code.trim()).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<&Unit> = rows.iter().map(|at| &self.units[*at]).collect();
        found.sort_by_key(|unit| unit.valid_from);
        found
    }

    /// The days on which the set of units of a level and above changes, in order.
    pub fn epochs(&self, from_level: Level) -> Vec<Day> {
        let changing = self.units.iter().filter(|unit| unit.level() <= from_level);
        let days: BTreeSet<Day> = changing
            .flat_map(|unit| [Some(unit.valid_from), unit.valid_to.map(Day::next)])
            .flatten()
            .collect();
        days.into_iter().collect()
    }
}
