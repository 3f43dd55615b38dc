//! Sums by piece, in memory: what the units that belong alike on a structure counted together, of one topic with all below it,
//! a small block a day and one a month. A block holds while the turn of its days stays. A page then adds up some hundred
//! numbers a day, however much was counted.

use super::{
    blocks::{Block, Entry, Months, ROOM},
    pieces::Pieces,
    sums::{Days, Reader},
};
use crate::house::{Done, House};
use danvan_domain::{tallies::MEASURES, time::Day, topics::ALL};
use danvan_store::tallies::{Turns, days};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// So many bytes of blocks are kept for the pieces of a unit on a structure; what was asked for longest ago is forgotten
/// first, days before the stretches they make. Two years of a city with two million cases take some 1.5 MB by day, on an
/// older structure, which has many more pieces, some 10 MB; by month a tenth of that, of one topic much less.
const MOST_BYTES: usize = 3 << 20;

/// The blocks of the pieces of a unit on a structure, by topic and month.
#[derive(Default)]
pub(super) struct Laid(Mutex<Months<(String, Day)>>);

/// By what a sum is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Each day by itself.
    Day,
    /// All days together, so that those of a month may be read at once.
    Period,
}

/// Counts by piece.
struct Sums(Vec<[i64; MEASURES]>);

impl Sums {
    fn of(pieces: usize) -> Self {
        Self(vec![[0; MEASURES]; pieces])
    }

    fn add(&mut self, piece: usize, measure: usize, count: i64) {
        if let Some(own) = self.0.get_mut(piece).and_then(|counts| counts.get_mut(measure)) {
            *own += count;
        }
    }

    fn packed(self) -> Arc<Block> {
        let entries = self.0.iter().zip(0_u32..).flat_map(|(counts, piece)| {
            let keys = (piece * ROOM)..;
            let counted = counts.iter().zip(keys).filter(|(count, _)| **count != 0);
            counted.map(|(count, key)| -> Entry { (0, key, *count) })
        });
        Arc::new(Block::pack(entries.collect()))
    }
}

impl Laid {
    fn lock(&self) -> MutexGuard<'_, Months<(String, Day)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows what every piece counted in a period of the reader's topic and below: the first day of what is shown, the piece by its
/// number, the measure and the count. False, and nothing is shown, when the store has not brought in days of so long ago
/// yet.
pub(super) async fn each(
    house: &House,
    reader: &Reader<'_>,
    pieces: &Pieces,
    (days, by): (Days, By),
    mut show: impl FnMut(Day, usize, usize, i64),
) -> Done<bool> {
    if days::whole_from(&house.store).await?.is_some_and(|first| days.0 < first) {
        return Ok(false);
    }
    // Before the rows: what changes after this makes a block old.
    let turns = house.kept.turns.of(house, days).await?;
    let asked = Asked { house, reader, pieces, turns: &turns };
    let mut from = days.0;
    while from < days.1 {
        let until = from.first_of_next_month().min(days.1);
        let found = match by {
            By::Period => vec![(from, asked.stretch((from, until)).await?)],
            By::Day => asked.days((from, until)).await?,
        };
        for (day, block) in &found {
            block.each(|_| true, |piece, measure, count| show(*day, piece as usize, measure, count));
        }
        from = until;
    }
    Ok(true)
}

/// Who asks for what, at which turns.
struct Asked<'a> {
    house: &'a House,
    reader: &'a Reader<'a>,
    pieces: &'a Pieces,
    turns: &'a Turns,
}

impl Asked<'_> {
    /// Days of one month.
    async fn days(&self, days: Days) -> Done<Vec<(Day, Arc<Block>)>> {
        let key = (self.reader.topic.to_owned(), days.0.first_of_month());
        let mut found: BTreeMap<Day, Arc<Block>> = BTreeMap::new();
        let mut lacking: Vec<Day> = Vec::new();
        {
            let mut months = self.pieces.laid.lock();
            let is_known = months.turn_to(self.turns);
            let known = &months.month(key.clone()).days;
            let mut day = days.0;
            while day < days.1 {
                match known.get(&day).filter(|(turn, _)| is_known && *turn == self.turns.of(day)) {
                    Some((_, block)) => drop(found.insert(day, Arc::clone(block))),
                    None => lacking.push(day),
                }
                day = day.next();
            }
        }
        let (Some(first), Some(last)) = (lacking.first(), lacking.last()) else {
            return Ok(found.into_iter().collect());
        };
        let blocks = &self.house.kept.blocks;
        let counted = blocks.days(self.house, self.turns, (*first, last.next())).await?;
        let topics = self.reader.topics.subtree(self.reader.topic);
        let (places, wanted) = blocks.look(|unit| self.pieces.of(unit), &topics);
        let all = self.reader.topic == ALL;
        for (day, block) in counted.into_iter().filter(|(day, _)| lacking.binary_search(day).is_ok()) {
            let mut sums = Sums::of(self.pieces.len());
            block.each(
                |topic| all || wanted.contains(&topic),
                |unit, measure, count| {
                    if let Some(piece) = places.get(unit as usize).copied().flatten() {
                        sums.add(piece, measure, count);
                    }
                },
            );
            found.insert(day, sums.packed());
        }
        let mut months = self.pieces.laid.lock();
        // Read before all was counted anew, a block must not stay.
        if months.turn_to(self.turns) {
            let month = months.month(key);
            for day in lacking {
                if let Some(block) = found.get(&day) {
                    month.days.insert(day, (self.turns.of(day), Arc::clone(block)));
                }
            }
            months.make_room(MOST_BYTES);
        }
        Ok(found.into_iter().collect())
    }

    /// Days of one month together.
    async fn stretch(&self, days: Days) -> Done<Arc<Block>> {
        let key = (self.reader.topic.to_owned(), days.0.first_of_month());
        let mut turn = 0;
        let mut day = days.0;
        while day < days.1 {
            turn += self.turns.of(day);
            day = day.next();
        }
        {
            let mut months = self.pieces.laid.lock();
            if months.turn_to(self.turns)
                && let Some(block) = months.month(key.clone()).stretch(days, turn)
            {
                return Ok(block);
            }
        }
        let mut sums = Sums::of(self.pieces.len());
        for (_, block) in self.days(days).await? {
            block.each(|_| true, |piece, measure, count| sums.add(piece as usize, measure, count));
        }
        let block = sums.packed();
        let mut months = self.pieces.laid.lock();
        if months.turn_to(self.turns) {
            months.month(key).keep_stretch(days, turn, Arc::clone(&block));
            months.make_room(MOST_BYTES);
        }
        Ok(block)
    }
}
