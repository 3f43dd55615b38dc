//! What units counted themselves, in memory: a small block a day, read from the store when it is first asked for and again when its
//! day turned. Every period, topic and structure is a sum over blocks, so that no question is dear because nobody asked it
//! before.

use super::sums::{Days, Reader};
use crate::house::{Done, House};
use danvan_domain::{ids::UnitId, tallies::MEASURES, time::Day, topics::ALL};
use danvan_store::{
    StoreError,
    tallies::{
        self, Turns,
        days::{self, Packed, number, put_number, signed, unsigned},
    },
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// So many bytes of blocks are kept; the months asked for longest ago are forgotten first.
const MOST_BYTES: usize = 24 << 20;
/// What a block takes beside its bytes.
const BESIDE: usize = 96;
/// Units and measures share a number; so many measures fit.
const ROOM: u32 = 16;

const _: () = assert!(MEASURES <= 16, "a measure fits beside its unit");

/// What units counted on a day or in a month: for every topic by its number, units with their measures in order, each
/// as its distance from the one before, and how often where that is not once.
#[derive(Debug, Default, PartialEq, Eq)]
struct Block {
    /// Topics, and where their part of the bytes ends.
    parts: Box<[(u16, usize)]>,
    bytes: Box<[u8]>,
}

/// Topic, unit with measure, and how many.
type Entry = (u16, u32, i64);

impl Block {
    fn pack(mut entries: Vec<Entry>) -> Self {
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
    fn each(&self, wanted: impl Fn(u16) -> bool, mut show: impl FnMut(u32, usize, i64)) {
        let mut from = 0;
        for (topic, end) in &self.parts {
            let part = self.bytes.get(from..*end).unwrap_or_default();
            from = *end;
            if !wanted(*topic) {
                continue;
            }
            let (mut bytes, mut key) = (part.iter(), 0);
            while let Some(step) = number(&mut bytes) {
                let count = if step & 1 == 0 { Some(1) } else { number(&mut bytes).map(signed) };
                let Some(count) = count else { break };
                key += u32::try_from(step >> 1).unwrap_or(0);
                show(key / ROOM, (key % ROOM) as usize, count);
            }
        }
    }

    fn size(&self) -> usize {
        self.bytes.len() + self.parts.len() * size_of::<(u16, usize)>() + BESIDE
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

/// The days of a month, each with the turn at which it was read, and all of it together with the sum of its turns.
#[derive(Default)]
struct Month {
    days: HashMap<Day, (i64, Arc<Block>)>,
    whole: Option<(i64, Arc<Block>)>,
    used: u64,
}

impl Month {
    fn size(&self) -> usize {
        let whole = self.whole.iter().map(|(_, block)| block.size());
        self.days.values().map(|(_, block)| block.size()).chain(whole).sum()
    }
}

#[derive(Default)]
struct Shelf {
    /// The turn of everything at which all of this was read.
    all: i64,
    months: HashMap<Day, Month>,
    numbers: Numbers,
    uses: u64,
}

impl Shelf {
    /// Begins anew when all was counted anew; false when whoever asks is behind that.
    fn turn_to(&mut self, turns: &Turns) -> bool {
        if turns.all > self.all {
            self.months.clear();
            self.all = turns.all;
        }
        turns.all == self.all
    }

    fn month(&mut self, month: Day) -> &mut Month {
        self.uses += 1;
        let own = self.months.entry(month).or_default();
        own.used = self.uses;
        own
    }

    /// Forgets the months asked for longest ago while more is kept than may be.
    fn make_room(&mut self, most: usize) {
        let mut size: usize = self.months.values().map(Month::size).sum();
        while size > most {
            let Some(oldest) = self.months.iter().min_by_key(|(_, month)| month.used).map(|(day, _)| *day)
            else {
                return;
            };
            size -= self.months.remove(&oldest).map_or(0, |month| month.size());
        }
    }
}

/// The blocks that a house keeps.
#[derive(Default)]
pub(super) struct Blocks(Mutex<Shelf>);

/// By what a sum is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Each day by itself.
    Day,
    /// All days together, so that whole months may be read at once.
    Period,
}

/// Shows what every unit counted itself in a period of the reader's topic and below: the first day of what is shown, what `place`
/// says of the unit, the measure and the count. False, and nothing is shown, when the store has not brought in days of
/// so long ago yet.
pub(super) async fn each<T>(
    house: &House,
    reader: &Reader<'_>,
    (days, by): (Days, By),
    place: impl Fn(UnitId) -> T,
    mut show: impl FnMut(Day, &T, usize, i64),
) -> Done<bool> {
    if days::whole_from(&house.store).await?.is_some_and(|first| days.0 < first) {
        return Ok(false);
    }
    // Before the rows: what changes after this makes a block old.
    let turns = tallies::turns_by_day(&house.store, days.0, days.1).await?;
    let blocks = &house.kept.blocks;
    let topics = reader.topics.subtree(reader.topic);
    let mut places: Vec<T> = Vec::new();
    let mut from = days.0;
    while from < days.1 {
        let until = from.first_of_next_month().min(days.1);
        let all = reader.topic == ALL;
        let whole =
            by == By::Period && all && from == from.first_of_month() && until == from.first_of_next_month();
        let found = if whole {
            vec![(from, blocks.whole(house, &turns, from).await?)]
        } else {
            blocks.days(house, &turns, (from, until)).await?
        };
        let wanted = blocks.look(&mut places, &place, &topics);
        for (day, block) in &found {
            block.each(
                |topic| all || wanted.contains(&topic),
                |unit, measure, count| {
                    if let Some(place) = places.get(unit as usize) {
                        show(*day, place, measure, count);
                    }
                },
            );
        }
        from = until;
    }
    Ok(true)
}

impl Blocks {
    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says of units met since then where they are, and gives the numbers of topics.
    fn look<T>(&self, places: &mut Vec<T>, place: &impl Fn(UnitId) -> T, topics: &[&str]) -> Vec<u16> {
        let shelf = self.lock();
        let met = shelf.numbers.units.get(places.len()..).unwrap_or_default();
        places.extend(met.iter().map(|unit| place(*unit)));
        topics.iter().filter_map(|code| shelf.numbers.of_topic.get(*code).copied()).collect()
    }

    /// Days of one month.
    async fn days(&self, house: &House, turns: &Turns, days: Days) -> Done<Vec<(Day, Arc<Block>)>> {
        let month = days.0.first_of_month();
        let mut found: BTreeMap<Day, Arc<Block>> = BTreeMap::new();
        let mut lacking: Vec<Day> = Vec::new();
        {
            let mut shelf = self.lock();
            let is_known = shelf.turn_to(turns);
            let known = &shelf.month(month).days;
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
                if shelf.turn_to(turns) {
                    shelf.month(month).days.insert(*day, (turns.of(*day), Arc::clone(&block)));
                }
                found.insert(*day, block);
            }
            shelf.make_room(MOST_BYTES);
        }
        Ok(found.into_iter().collect())
    }

    /// A whole month of all topics together, kept apart since it is much less than its days.
    async fn whole(&self, house: &House, turns: &Turns, month: Day) -> Done<Arc<Block>> {
        let until = month.first_of_next_month();
        let mut turn = 0;
        let mut day = month;
        while day < until {
            turn += turns.of(day);
            day = day.next();
        }
        {
            let mut shelf = self.lock();
            if shelf.turn_to(turns)
                && let Some((_, block)) =
                    shelf.month(month).whole.as_ref().filter(|(known, _)| *known == turn)
            {
                return Ok(Arc::clone(block));
            }
        }
        let days = self.days(house, turns, (month, until)).await?;
        let mut sums: Vec<[i64; MEASURES]> = Vec::new();
        for (_, block) in &days {
            block.each(
                |_| true,
                |unit, measure, count| {
                    let unit = unit as usize;
                    if sums.len() <= unit {
                        sums.resize(unit + 1, [0; MEASURES]);
                    }
                    sums[unit][measure] += count;
                },
            );
        }
        let entries = sums.iter().zip(0_u32..).flat_map(|(counts, unit)| {
            let keys = (unit * ROOM)..;
            counts.iter().zip(keys).filter(|(count, _)| **count != 0).map(|(count, key)| (0, key, *count))
        });
        let block = Arc::new(Block::pack(entries.collect()));
        let mut shelf = self.lock();
        if shelf.turn_to(turns) {
            shelf.month(month).whole = Some((turn, Arc::clone(&block)));
            shelf.make_room(MOST_BYTES);
        }
        Ok(block)
    }
}

#[cfg(test)]
mod tests;
