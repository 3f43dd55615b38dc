//! Sums that are dear to read, kept in memory until what they count changes: the store's turns tell when. They belong to
//! one state of the facts; when units or topics change, all are forgotten.

use super::pieces::Pieces;
use crate::house::{Done, Facts, House};
use danvan_domain::{ids::UnitId, tallies::Counts, time::Day};
use danvan_store::tallies;
use std::sync::{Arc, Mutex, PoisonError};

/// For how many questions sums are kept. The largest, of a city's pieces on an older structure, take some 100 kB each.
const MOST: usize = 48;
/// For how many structures and units the pieces are kept; a city's take some 400 kB.
const MOST_PIECES: usize = 8;

/// Days from the first up to, and without, the last.
type Days = (Day, Day);
/// What was received by unit and topic, in a period and in the one before.
pub(super) type Risen = (Vec<(UnitId, String, i64)>, Vec<(UnitId, String, i64)>);

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

/// Sums of pieces, by their place among them.
type Sums = Arc<Vec<(usize, Counts)>>;

/// What a sum is of: a structure's day and unit, the topic, the days.
type SumKey = (Day, UnitId, String, Days);

struct Shelf {
    /// The state of the facts that all of this belongs to.
    facts: Option<Arc<Facts>>,
    pieces: Recent<(Day, UnitId), Arc<Pieces>>,
    sums: Recent<SumKey, (i64, Sums)>,
    risen: Recent<(UnitId, Days), (i64, Arc<Risen>)>,
}

/// The sums a house keeps.
pub(crate) struct Kept(Mutex<Shelf>);

impl Default for Kept {
    fn default() -> Self {
        Self(Mutex::new(Shelf {
            facts: None,
            pieces: Recent::new(MOST_PIECES),
            sums: Recent::new(MOST),
            risen: Recent::new(MOST),
        }))
    }
}

impl Kept {
    /// Looks at or changes what is kept for a state of the facts.
    fn with<T>(&self, facts: &Arc<Facts>, look: impl FnOnce(&mut Shelf) -> T) -> T {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !shelf.facts.as_ref().is_some_and(|known| Arc::ptr_eq(known, facts)) {
            *shelf = Shelf {
                facts: Some(Arc::clone(facts)),
                pieces: Recent::new(MOST_PIECES),
                sums: Recent::new(MOST),
                risen: Recent::new(MOST),
            };
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

    /// Sums of pieces, read anew when something of their days has changed.
    pub(super) async fn sums(
        house: &House,
        facts: &Arc<Facts>,
        key: SumKey,
        read: impl Future<Output = Done<Vec<(usize, Counts)>>>,
    ) -> Done<Sums> {
        // Before the sums: what changes after this makes them old.
        let turn = tallies::turns(&house.store, key.3.0, key.3.1).await?;
        if let Some((_, sums)) =
            house.kept.with(facts, |shelf| shelf.sums.get(&key)).filter(|(known, _)| *known == turn)
        {
            return Ok(sums);
        }
        let sums = Arc::new(read.await?);
        house.kept.with(facts, |shelf| shelf.sums.put(key, (turn, Arc::clone(&sums))));
        Ok(sums)
    }

    /// What rose in a unit, read anew when something of the days looked at has changed.
    pub(super) async fn risen(
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
