//! Changing the structure from a day on: a plan is read, checked whole against the tree, applied, and can be undone.
//!
//! A plan is a table `act,from,to,name,kind,parent,share,households,source,certainty`, one line an act:
//! - `merge`: all of `from` goes into `to`; one of the lines of a new `to` may give its name, kind and parent;
//! - `split`: a part of `from` goes into `to`, with a `share` (`0.4` or `40%`) or a number of `households` when known;
//! - `rename`: `from` goes on under `name` (and the code `to`, the `kind`, where given);
//! - `move`: `from` goes on under `parent`;
//! - `end`: `from` ends and nothing follows.
//!
//! `from` is a code (or own id) standing on the day before; `to` and `parent` are codes on the day itself. Whoever
//! `to` stands for already goes on with more land, as a row of its own. Units below what goes on as a whole go
//! with it; below what is divided or ends, each needs a line.

mod reading;

pub use reading::read_plan;

use super::{Link, Problem, Tree, Unit};
use crate::{ids::UnitId, time::Day, words_enum};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

words_enum! {
    /// What a line of a plan does.
    Act {
        /// All of it goes into another unit.
        Merge = "merge",
        /// A part of it goes into another unit.
        Split = "split",
        /// It goes on under another name.
        Rename = "rename",
        /// It goes on under another parent.
        Move = "move",
        /// It ends.
        End = "end",
    }
}

/// A checked reorganisation: what ends the day before, what begins on the day, and what became of what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The first day of the new structure.
    pub on: Day,
    /// The rows that end the day before; all of them went on without an end.
    pub ended: Vec<UnitId>,
    /// The rows that begin.
    pub units: Vec<Unit>,
    /// What became of the rows that end.
    pub links: Vec<Link>,
}

impl Plan {
    /// The tree after the plan.
    ///
    /// # Errors
    /// What would be wrong with that tree.
    pub fn apply(&self, tree: &Tree) -> Result<Tree, Vec<Problem>> {
        let ended: HashSet<UnitId> = self.ended.iter().copied().collect();
        let last = self.on.previous();
        let kept = tree.units().iter().cloned().map(|unit| {
            let valid_to = if ended.contains(&unit.id) { Some(last) } else { unit.valid_to };
            Unit { valid_to, ..unit }
        });
        let units = kept.chain(self.units.iter().cloned()).collect();
        let links = tree.links().iter().chain(&self.links).cloned().collect();
        Tree::build(units, links).map(|built| built.keeping_boundaries_of(tree))
    }

    /// The tree as it was before the plan.
    ///
    /// # Errors
    /// What would be wrong with that tree, e.g. because something was built upon the plan meanwhile.
    pub fn undo(&self, tree: &Tree) -> Result<Tree, Vec<Problem>> {
        let ended: HashSet<UnitId> = self.ended.iter().copied().collect();
        let begun: HashSet<UnitId> = self.units.iter().map(|unit| unit.id).collect();
        let made: HashSet<(UnitId, UnitId)> = self.links.iter().map(|link| (link.from, link.to)).collect();
        let kept = tree.units().iter().filter(|unit| !begun.contains(&unit.id)).cloned().map(|unit| {
            let valid_to = if ended.contains(&unit.id) { None } else { unit.valid_to };
            Unit { valid_to, ..unit }
        });
        let links = tree.links().iter().filter(|link| !made.contains(&(link.from, link.to))).cloned();
        Tree::build(kept.collect(), links.collect()).map(|built| built.keeping_boundaries_of(tree))
    }
}

#[cfg(test)]
mod tests;
