//! Where a file lies, as somebody writes it: a commune, or a village or residential group by its name alone.

use crate::{
    fold::fold,
    ids::UnitId,
    refusals::Note,
    time::Day,
    units::{Level, Tree, bare_name},
};
use std::collections::HashMap;

/// Finds places for one sheet or form. What was found once is kept: a sheet says the same few places two thousand times.
pub struct Places<'a> {
    tree: &'a Tree,
    today: Day,
    /// The commune in which a village without a commune is sought first.
    own: UnitId,
    /// By commune and village as they were said.
    known: HashMap<(String, String), Found>,
}

/// A place, or the column at fault and what is wrong with it.
type Found = Result<UnitId, (&'static str, Note)>;

impl<'a> Places<'a> {
    /// The places of a day, as somebody in a commune means them.
    pub fn new(tree: &'a Tree, today: Day, own: UnitId) -> Self {
        Self { tree, today, own, known: HashMap::new() }
    }

    /// The unit that is meant: the village where one is said, else the commune, or whatever stands in its stead.
    pub(super) fn find(&mut self, commune: &str, village: &str) -> Found {
        let key = (commune.trim().to_owned(), village.trim().to_owned());
        if let Some(found) = self.known.get(&key) {
            return found.clone();
        }
        let found = self.sought(&key.0, &key.1);
        self.known.insert(key, found.clone());
        found
    }

    fn sought(&self, commune: &str, village: &str) -> Found {
        if village.is_empty() {
            return self.place(commune).map_err(|note| ("place", note));
        }
        let within = if commune.is_empty() {
            self.own
        } else {
            self.place(commune).map_err(|note| ("place", note))?
        };
        let found = self.below(within, village).map_or_else(|| self.small(village), Ok);
        found.map_err(|note| ("village", note))
    }

    /// A place that was said in one word: one's own commune by its name, a village in it, or any other place.
    fn place(&self, said: &str) -> Result<UnitId, Note> {
        if said.is_empty() {
            return Err(Note::new("note-choose-place"));
        }
        let folded = fold(said);
        let is_own = |name: &str| fold(name) == folded || fold(bare_name(name)) == folded;
        if self.tree.get(self.own).is_some_and(|own| is_own(&own.name)) {
            return Ok(self.own);
        }
        self.below(self.own, said).map_or_else(|| self.small(said), Ok)
    }

    /// The one village of a commune with a name: letter for letter, else without marks, else without the word for its kind.
    fn below(&self, commune: UnitId, said: &str) -> Option<UnitId> {
        let folded = fold(said);
        let rank = |name: &str| {
            if name == said {
                Some(0_u8)
            } else if fold(name) == folded {
                Some(1)
            } else {
                (fold(bare_name(name)) == folded).then_some(2)
            }
        };
        let villages = self.tree.children(commune, self.today).filter(|unit| unit.level() == Level::Village);
        let mut found: Vec<(u8, UnitId)> =
            villages.filter_map(|unit| Some((rank(&unit.name)?, unit.id))).collect();
        found.sort_unstable();
        let ((best, id), second) = (*found.first()?, found.get(1));
        second.is_none_or(|(rank, _)| best < *rank).then_some(id)
    }

    /// A commune or something below it, by id, code or name.
    fn small(&self, said: &str) -> Result<UnitId, Note> {
        let found = self.tree.resolve(said, self.today)?;
        let is_small = |level| matches!(level, Level::Commune | Level::Village);
        if self.tree.get(found).is_some_and(|unit| is_small(unit.level())) {
            return Ok(found);
        }
        Err(Note::new("clearance-note-place"))
    }
}
