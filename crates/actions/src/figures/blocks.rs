//! What units counted themselves, in memory: a small block a day, read from the store when it is first asked for and again when its
//! day turned. Every period, topic and structure is a sum over blocks ([`super::laid`]), so that no question is dear because
//! nobody asked it before.

use super::sums::Days;
use crate::house::{Done, House};
use danvan_domain::{ids::UnitId, tallies::MEASURES, time::Day};
use danvan_store::{
    StoreError,
    tallies::{
        Turns,
        days::{self, Packed, number, put_number, signed, unsigned},
    },
};
use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// So many bytes of blocks are kept; the months asked for longest ago are forgotten first.
const MOST_BYTES: usize = 20 << 20;
/// What a block takes beside its bytes.
const BESIDE: usize = 96;
/// Units and measures share a number; so many measures fit.
pub(super) const ROOM: u32 = 16;

const _: () = assert!(MEASURES <= 16, "a measure fits beside its unit");

/// What units counted on a day or in a month: for every topic by its number, units with their measures in order, each
/// as its distance from the one before, and how often where that is not once.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// Topics, and where their part of the bytes ends.
    parts: Box<[(u16, usize)]>,
    bytes: Box<[u8]>,
}

/// Topic, unit with measure, and how many.
pub(super) type Entry = (u16, u32, i64);

impl Block {
    pub(super) fn pack(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable_by_key(|(topic, key, _)| (*topic, *key));
        let (mut parts, mut bytes): (Vec<(u16, usize)>, Vec<u8>) = (Vec::new(), Vec::new());
        let mut before = 0;
        for alike in entries.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let [(topic, key, _), ..] = *alike else { continue };
            let count: i64 = alike.iter().map(|(.., count)| count).sum();
            if count == 0 {
                continue;
            }
            if parts.last().is_none_or(|(last, _)| *last != topic) {
                parts.push((topic, 0));
                before = 0;
            }
            put_number(&mut bytes, u64::from(key - before) << 1 | u64::from(count != 1));
            before = key;
            if count != 1 {
                put_number(&mut bytes, unsigned(count));
            }
            if let Some((_, end)) = parts.last_mut() {
                *end = bytes.len();
            }
        }
        Self { parts: parts.into(), bytes: bytes.into() }
    }

    /// Shows unit, measure and count of every topic that is wanted.
    #[inline]
    pub(super) fn each(&self, wanted: impl Fn(u16) -> bool, mut show: impl FnMut(u32, usize, i64)) {
        let mut from = 0;
        for (topic, end) in &self.parts {
            let part = self.bytes.get(from..*end).unwrap_or_default();
            from = *end;
            if wanted(*topic) {
                unpack(part, &mut show);
            }
        }
    }

    /// Shows topic, unit, measure and count of everything.
    pub(super) fn each_of_all(&self, mut show: impl FnMut(u16, u32, usize, i64)) {
        let mut from = 0;
        for (topic, end) in &self.parts {
            let part = self.bytes.get(from..*end).unwrap_or_default();
            from = *end;
            unpack(part, |unit, measure, count| show(*topic, unit, measure, count));
        }
    }

    fn size(&self) -> usize {
        self.bytes.len() + self.parts.len() * size_of::<(u16, usize)>() + BESIDE
    }
}

/// Shows unit, measure and count of one topic's bytes.
#[inline]
fn unpack(part: &[u8], mut show: impl FnMut(u32, usize, i64)) {
    let (mut bytes, mut key) = (part.iter(), 0);
    while let Some(step) = number(&mut bytes) {
        let count = if step & 1 == 0 { Some(1) } else { number(&mut bytes).map(signed) };
        let Some(count) = count else { break };
        key += u32::try_from(step >> 1).unwrap_or(0);
        show(key / ROOM, (key % ROOM) as usize, count);
    }
}

/// Units and topics by the order in which they were first met.
#[derive(Default)]
struct Numbers {
    units: Vec<UnitId>,
    of_unit: HashMap<UnitId, u32>,
    of_topic: HashMap<String, u16>,
}

impl Numbers {
    fn unit(&mut self, id: UnitId) -> u32 {
        if let Some(number) = self.of_unit.get(&id) {
            return *number;
        }
        let number = u32::try_from(self.units.len()).unwrap_or(u32::MAX / ROOM);
        self.units.push(id);
        self.of_unit.insert(id, number);
        number
    }

    fn topic(&mut self, code: &str) -> u16 {
        if let Some(number) = self.of_topic.get(code) {
            return *number;
        }
        let number = u16::try_from(self.of_topic.len()).unwrap_or(u16::MAX);
        self.of_topic.insert(code.to_owned(), number);
        number
    }

    /// Adds what a row of the store says.
    fn read(&mut self, row: &[u8], entries: &mut Vec<Entry>) -> Result<(), StoreError> {
        let packed = Packed::of(row)?;
        let topics: Vec<u16> = packed.topics.iter().map(|code| self.topic(code)).collect();
        let mut last: Option<(UnitId, u32)> = None;
        packed.each(|id, topic, measure, count| {
            let unit = match last {
                Some((known, number)) if known == id => number,
                _ => self.unit(id),
            };
            last = Some((id, unit));
            let measure = u32::try_from(measure).unwrap_or(0);
            if let Some(topic) = topics.get(topic) {
                entries.push((*topic, unit * ROOM + measure, count));
            }
        })
    }
}

/// What of a month was asked for: days, each with the turn at which it was read, and stretches of days together, each with
/// the sum of their turns.
#[derive(Default)]
pub(super) struct Month {
    pub(super) days: HashMap<Day, (i64, Arc<Block>)>,
    stretches: Vec<(Days, i64, Arc<Block>)>,
    used: u64,
}

/// So many stretches of a month are kept.
const MOST_STRETCHES: usize = 12;

impl Month {
    /// A stretch as it was at a turn.
    pub(super) fn stretch(&self, days: Days, turn: i64) -> Option<Arc<Block>> {
        let known = self.stretches.iter().find(|(own, at, _)| (*own, *at) == (days, turn));
        known.map(|(.., block)| Arc::clone(block))
    }

    /// Keeps a stretch in place of what it was; the one kept longest goes when there are too many.
    pub(super) fn keep_stretch(&mut self, days: Days, turn: i64, block: Arc<Block>) {
        self.stretches.retain(|(own, ..)| *own != days);
        if self.stretches.len() >= MOST_STRETCHES {
            self.stretches.remove(0);
        }
        self.stretches.push((days, turn, block));
    }

    fn size_of_days(&self) -> usize {
        self.days.values().map(|(_, block)| block.size()).sum()
    }

    fn size(&self) -> usize {
        self.size_of_days() + self.stretches.iter().map(|(.., block)| block.size()).sum::<usize>()
    }
}

/// Months by what they are of.
pub(super) struct Months<K> {
    /// The turn of everything at which all of this was read.
    all: i64,
    months: HashMap<K, Month>,
    uses: u64,
}

impl<K> Default for Months<K> {
    fn default() -> Self {
        Self { all: 0, months: HashMap::new(), uses: 0 }
    }
}

impl<K: Eq + Hash + Clone> Months<K> {
    /// Begins anew when all was counted anew; false when whoever asks is behind that.
    pub(super) fn turn_to(&mut self, turns: &Turns) -> bool {
        if turns.all > self.all {
            self.months.clear();
            self.all = turns.all;
        }
        turns.all == self.all
    }

    pub(super) fn month(&mut self, key: K) -> &mut Month {
        self.uses += 1;
        let own = self.months.entry(key).or_default();
        own.used = self.uses;
        own
    }

    /// Forgets what was asked for longest ago while more is kept than may be: first days that are kept together as well,
    /// since a stretch of them takes little, then whole months.
    pub(super) fn make_room(&mut self, most: usize) {
        let mut size: usize = self.months.values().map(Month::size).sum();
        if size <= most {
            return;
        }
        let mut oldest: Vec<(u64, K)> =
            self.months.iter().map(|(key, month)| (month.used, key.clone())).collect();
        oldest.sort_unstable_by_key(|(used, _)| *used);
        let together = |month: &&mut Month| !month.stretches.is_empty();
        for (_, key) in &oldest {
            if let Some(month) = self.months.get_mut(key).filter(together).filter(|_| size > most) {
                size -= month.size_of_days();
                month.days = HashMap::new();
            }
        }
        for (_, key) in &oldest {
            if size > most {
                size -= self.months.remove(key).map_or(0, |month| month.size());
            }
        }
    }
}

#[derive(Default)]
struct Shelf {
    months: Months<Day>,
    numbers: Numbers,
}

/// The blocks that a house keeps.
#[derive(Default)]
pub(super) struct Blocks(Mutex<Shelf>);

impl Blocks {
    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says of every unit by its number where it is, and gives the numbers of topics.
    pub(super) fn look<T>(&self, place: impl Fn(UnitId) -> T, topics: &[&str]) -> (Vec<T>, Vec<u16>) {
        let shelf = self.lock();
        let places = shelf.numbers.units.iter().map(|unit| place(*unit)).collect();
        let topics = topics.iter().filter_map(|code| shelf.numbers.of_topic.get(*code).copied()).collect();
        (places, topics)
    }

    /// The units and the topics that are known, by their numbers.
    pub(super) fn names(&self) -> (Vec<UnitId>, HashMap<u16, String>) {
        let shelf = self.lock();
        let topics = shelf.numbers.of_topic.iter().map(|(code, number)| (*number, code.clone())).collect();
        (shelf.numbers.units.clone(), topics)
    }

    /// Days of one month.
    pub(super) async fn days(
        &self,
        house: &House,
        turns: &Turns,
        days: Days,
    ) -> Done<Vec<(Day, Arc<Block>)>> {
        let month = days.0.first_of_month();
        let mut found: BTreeMap<Day, Arc<Block>> = BTreeMap::new();
        let mut lacking: Vec<Day> = Vec::new();
        {
            let mut shelf = self.lock();
            let is_known = shelf.months.turn_to(turns);
            let known = &shelf.months.month(month).days;
            let mut day = days.0;
            while day < days.1 {
                match known.get(&day).filter(|(turn, _)| is_known && *turn == turns.of(day)) {
                    Some((_, block)) => drop(found.insert(day, Arc::clone(block))),
                    None => lacking.push(day),
                }
                day = day.next();
            }
        }
        if let (Some(first), Some(last)) = (lacking.first(), lacking.last()) {
            let rows = days::of_days(&house.store, *first, last.next()).await?;
            let mut shelf = self.lock();
            for day in &lacking {
                let begin = rows.partition_point(|(other, _)| other < day);
                let mut entries = Vec::new();
                for (_, row) in rows.iter().skip(begin).take_while(|(other, _)| other == day) {
                    shelf.numbers.read(row, &mut entries)?;
                }
                let block = Arc::new(Block::pack(entries));
                // Read before all was counted anew, a block must not stay.
                if shelf.months.turn_to(turns) {
                    shelf.months.month(month).days.insert(*day, (turns.of(*day), Arc::clone(&block)));
                }
                found.insert(*day, block);
            }
            shelf.months.make_room(MOST_BYTES);
        }
        Ok(found.into_iter().collect())
    }
}

#[cfg(test)]
mod tests;
