//! What is dear to read or to lay out, kept in memory until what it counts changes: the store's turns tell when. What follows
//! from facts belongs to one state of them; when units or topics change, it is forgotten.

use super::{blocks::Blocks, pieces::Pieces, turns::KeptTurns};
use crate::house::{Done, Facts, House};
use danvan_domain::{ids::UnitId, time::Day};
use danvan_store::tallies;
use std::sync::{Arc, Mutex, PoisonError};

/// For how many questions what rose is kept.
const MOST: usize = 48;
/// For how many structures and units the pieces are kept; a city's take some 500 kB on each of its few structures, others
/// little.
const MOST_PIECES: usize = 24;

/// Days from the first up to, and without, the last.
type Days = (Day, Day);
/// What was received by unit and topic, in a period and in the one before.
pub(crate) type Risen = (Vec<(UnitId, String, i64)>, Vec<(UnitId, String, i64)>);

/// Answers by question, the one asked for last at the end.
struct Recent<K, V> {
    most: usize,
    answers: Vec<(K, V)>,
}

impl<K: PartialEq, V: Clone> Recent<K, V> {
    const fn new(most: usize) -> Self {
        Self { most, answers: Vec::new() }
    }

    fn get(&mut self, key: &K) -> Option<V> {
        let at = self.answers.iter().position(|(known, _)| known == key)?;
        let found = self.answers.remove(at);
        let value = found.1.clone();
        self.answers.push(found);
        Some(value)
    }

    fn put(&mut self, key: K, value: V) {
        self.answers.retain(|(known, _)| *known != key);
        if self.answers.len() >= self.most {
            self.answers.remove(0);
        }
        self.answers.push((key, value));
    }
}

struct Shelf {
    /// The state of the facts that all of this belongs to.
    facts: Option<Arc<Facts>>,
    pieces: Recent<(Day, UnitId), Arc<Pieces>>,
    risen: Recent<(UnitId, Days), (i64, Arc<Risen>)>,
}

impl Shelf {
    const fn of(facts: Option<Arc<Facts>>) -> Self {
        Self { facts, pieces: Recent::new(MOST_PIECES), risen: Recent::new(MOST) }
    }
}

/// What a house keeps of figures.
pub(crate) struct Kept {
    shelf: Mutex<Shelf>,
    /// What villages counted, which belongs to no state of the facts.
    pub(super) blocks: Blocks,
    /// How often days were added to.
    pub(super) turns: KeptTurns,
}

impl Default for Kept {
    fn default() -> Self {
        Self { shelf: Mutex::new(Shelf::of(None)), blocks: Blocks::default(), turns: KeptTurns::default() }
    }
}

impl Kept {
    /// Looks at or changes what is kept for a state of the facts.
    fn with<T>(&self, facts: &Arc<Facts>, look: impl FnOnce(&mut Shelf) -> T) -> T {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if !shelf.facts.as_ref().is_some_and(|known| Arc::ptr_eq(known, facts)) {
            *shelf = Shelf::of(Some(Arc::clone(facts)));
        }
        look(&mut shelf)
    }

    /// The pieces of a unit on a structure, laid out when they are first asked for.
    pub(super) fn pieces(
        &self,
        facts: &Arc<Facts>,
        key: (Day, UnitId),
        lay_out: impl FnOnce() -> Pieces,
    ) -> Arc<Pieces> {
        if let Some(pieces) = self.with(facts, |shelf| shelf.pieces.get(&key)) {
            return pieces;
        }
        let pieces = Arc::new(lay_out());
        self.with(facts, |shelf| shelf.pieces.put(key, Arc::clone(&pieces)));
        pieces
    }

    /// What rose in a unit, read anew when something of the days looked at has changed.
    pub(crate) async fn risen(
        house: &House,
        facts: &Arc<Facts>,
        (unit, days): (UnitId, Days),
        read: impl Future<Output = Done<Risen>>,
    ) -> Done<Arc<Risen>> {
        let turn = tallies::turns(&house.store, days.0, days.1).await?;
        let key = (unit, days);
        if let Some((_, risen)) =
            house.kept.with(facts, |shelf| shelf.risen.get(&key)).filter(|(known, _)| *known == turn)
        {
            return Ok(risen);
        }
        let risen = Arc::new(read.await?);
        house.kept.with(facts, |shelf| shelf.risen.put(key, (turn, Arc::clone(&risen))));
        Ok(risen)
    }
}

#[cfg(test)]
mod tests {
    use super::Recent;

    #[test]
    fn what_was_not_asked_for_longest_is_forgotten_first() {
        let mut recent = Recent::new(2);
        recent.put("a", 1);
        recent.put("b", 2);
        assert_eq!(recent.get(&"a"), Some(1));
        recent.put("c", 3);
        assert_eq!((recent.get(&"a"), recent.get(&"b"), recent.get(&"c")), (Some(1), None, Some(3)));
        recent.put("a", 4);
        assert_eq!((recent.get(&"a"), recent.get(&"c")), (Some(4), Some(3)));
    }
}
