//! Counting very many acts at once in little memory: the same cells as [`Batch`](super::Batch), a number of which takes
//! some twenty bytes. Only days and the units' own are counted on the way; a month is the sum of its days.

use super::{Cell, Counts, Delta, Grain, MEASURES, counted_at, topics_counting, units_counting};
use crate::{
    ids::UnitId,
    time::Day,
    topics::Topics,
    units::{Level, Tree},
};
use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    iter::Peekable,
};

/// Bits of a number's key, from the right: measure, day, topic; the unit takes the rest.
const MEASURE_BITS: u32 = 4;
const DAY_BITS: u32 = 22;
const TOPIC_BITS: u32 = 14;

/// Things by the order in which they were first met.
struct Met<T>(HashMap<T, u64>);

impl<T: Clone + Eq + Hash + Ord> Met<T> {
    fn number(&mut self, thing: &T) -> u64 {
        if let Some(number) = self.0.get(thing) {
            return *number;
        }
        let number = self.0.len() as u64;
        self.0.insert(thing.clone(), number);
        number
    }

    /// All of them in order, and the place of each in it by its number.
    fn ranked(self) -> (Vec<T>, Vec<u64>) {
        let mut things: Vec<(T, u64)> = self.0.into_iter().collect();
        things.sort_unstable();
        let mut ranks = vec![0; things.len()];
        for (rank, (_, number)) in things.iter().enumerate() {
            if let Some(place) = usize::try_from(*number).ok().and_then(|number| ranks.get_mut(number)) {
                *place = rank as u64;
            }
        }
        (things.into_iter().map(|(thing, _)| thing).collect(), ranks)
    }
}

/// Adds up acts of which there are too many for a [`Batch`](super::Batch).
pub struct Census<'a> {
    tree: &'a Tree,
    topics: &'a Topics,
    units: Met<UnitId>,
    codes: Met<String>,
    /// Where a place that stands that day is counted: numbers of units, and whether each is below communes.
    standing: HashMap<UnitId, Vec<(u64, bool)>>,
    /// The same for places that do not.
    moved: HashMap<(UnitId, Day), Vec<(u64, bool)>>,
    /// Under which codes a topic is counted at communes and above; below them the first two.
    wide: HashMap<String, Vec<u64>>,
    numbers: HashMap<u64, i64>,
    /// What is counted at a unit itself and of a topic itself.
    own: HashMap<u64, i64>,
}

/// Of the codes under which a topic is counted, so many are kept below communes.
const NARROW: usize = 2;

impl<'a> Census<'a> {
    /// Nothing counted yet.
    pub fn new(tree: &'a Tree, topics: &'a Topics) -> Self {
        Self {
            tree,
            topics,
            units: Met(HashMap::new()),
            codes: Met(HashMap::new()),
            standing: HashMap::new(),
            moved: HashMap::new(),
            wide: HashMap::new(),
            numbers: HashMap::new(),
            own: HashMap::new(),
        }
    }

    /// Adds an act to every cell that counts it.
    pub fn add(&mut self, delta: &Delta) {
        let (tree, units) = (self.tree, &mut self.units);
        let mut above = |unit: UnitId| -> Vec<(u64, bool)> {
            let counting = units_counting(tree, unit);
            counting.map(|unit| (units.number(&unit), is_fine(tree, unit))).collect()
        };
        let stands = tree.get(delta.place).is_some_and(|unit| unit.stands_on(delta.day));
        let places = if stands {
            self.standing.entry(delta.place).or_insert_with(|| above(delta.place))
        } else {
            let key = (delta.place, delta.day);
            self.moved.entry(key).or_insert_with(|| above(counted_at(tree, delta.place, delta.day)))
        };
        if !self.wide.contains_key(&delta.topic) {
            let codes = topics_counting(self.topics, &delta.topic);
            let codes = codes.into_iter().map(|code| self.codes.number(&code.to_owned())).collect();
            self.wide.insert(delta.topic.clone(), codes);
        }
        let Some(wide) = self.wide.get(&delta.topic) else { return };
        let narrow = wide.get(..NARROW).unwrap_or(wide);
        let within = day_number(delta.day) << MEASURE_BITS | delta.measure as u64;
        let key = |unit: u64, code: u64| (unit << TOPIC_BITS | code) << (DAY_BITS + MEASURE_BITS) | within;
        if let (Some((unit, _)), Some(code)) = (places.first(), wide.first()) {
            *self.own.entry(key(*unit, *code)).or_default() += delta.count;
        }
        for (unit, fine) in places {
            for code in if *fine { narrow } else { wide } {
                *self.numbers.entry(key(*unit, *code)).or_default() += delta.count;
            }
        }
    }

    /// The cells in the order of their bytes, without those where nothing is left.
    pub fn into_rows(self) -> Rows {
        let (units, unit_ranks) = self.units.ranked();
        let (codes, code_ranks) = self.codes.ranked();
        let rank = |ranks: &[u64], number: u64| {
            usize::try_from(number).ok().and_then(|number| ranks.get(number)).copied().unwrap_or(0)
        };
        let in_order = |numbers: HashMap<u64, i64>| {
            let counted = numbers.into_iter().filter(|(_, count)| *count != 0);
            let ranked = counted.map(|(key, count)| {
                let within = key & low(DAY_BITS + MEASURE_BITS);
                let group = group_of(key);
                let unit = rank(&unit_ranks, group >> TOPIC_BITS);
                let code = rank(&code_ranks, group & low(TOPIC_BITS));
                ((unit << TOPIC_BITS | code) << (DAY_BITS + MEASURE_BITS) | within, count)
            });
            let mut numbers: Vec<(u64, i64)> = ranked.collect();
            numbers.sort_unstable();
            numbers.into_iter().peekable()
        };
        let (numbers, own) = (in_order(self.numbers), in_order(self.own));
        Rows { units, codes, numbers, own, group: 0, months: VecDeque::new() }
    }
}

fn is_fine(tree: &Tree, unit: UnitId) -> bool {
    tree.get(unit).is_some_and(|unit| unit.level() > Level::Commune)
}

const fn low(bits: u32) -> u64 {
    (1 << bits) - 1
}

/// The unit and topic of a number's key.
const fn group_of(key: u64) -> u64 {
    key >> (DAY_BITS + MEASURE_BITS)
}

/// Days since the year 0, which orders days as their texts do.
fn day_number(day: Day) -> u64 {
    u64::try_from(day.days_since(year_zero())).unwrap_or(0) & low(DAY_BITS)
}

fn day_of(number: u64) -> Day {
    year_zero().plus_days(i64::try_from(number).unwrap_or(0))
}

fn year_zero() -> Day {
    Day(jiff::civil::date(0, 1, 1))
}

/// Numbers by their keys, in order.
type Numbered = Peekable<std::vec::IntoIter<(u64, i64)>>;

/// The cells of a [`Census`], in the order of their bytes.
pub struct Rows {
    units: Vec<UnitId>,
    codes: Vec<String>,
    numbers: Numbered,
    own: Numbered,
    /// The unit and topic whose cells come now.
    group: u64,
    /// Its months so far, which come after its days and before its own.
    months: VecDeque<(Cell, Counts)>,
}

/// The next day's counts of a group, when any are left of it.
fn next_day(numbers: &mut Numbered, group: u64) -> Option<(Day, Counts)> {
    let at = numbers.peek().filter(|(key, _)| group_of(*key) == group)?.0 >> MEASURE_BITS;
    let mut counts = Counts::default();
    while let Some((key, count)) = numbers.next_if(|(key, _)| key >> MEASURE_BITS == at) {
        let measure = usize::try_from(key & low(MEASURE_BITS)).unwrap_or(MEASURES);
        if let Some(own) = counts.0.get_mut(measure) {
            *own += count;
        }
    }
    Some((day_of(at & low(DAY_BITS)), counts))
}

impl Rows {
    fn cell(&self, grain: Grain, start: Day) -> Option<Cell> {
        let part = |list: u64| usize::try_from(list).unwrap_or(usize::MAX);
        let unit = *self.units.get(part(self.group >> TOPIC_BITS))?;
        let topic = self.codes.get(part(self.group & low(TOPIC_BITS)))?.clone();
        Some(Cell { unit, topic, grain, start })
    }
}

impl Iterator for Rows {
    type Item = (Cell, Counts);

    fn next(&mut self) -> Option<(Cell, Counts)> {
        loop {
            if let Some((start, counts)) = next_day(&mut self.numbers, self.group) {
                let month = start.first_of_month();
                match self.months.back_mut().filter(|(cell, _)| cell.start == month) {
                    Some((_, sum)) => *sum += counts,
                    None => {
                        let cell = self.cell(Grain::Month, month)?;
                        self.months.push_back((cell, counts));
                    }
                }
                return Some((self.cell(Grain::Day, start)?, counts));
            }
            if let Some(month) = self.months.pop_front() {
                return Some(month);
            }
            if let Some((start, counts)) = next_day(&mut self.own, self.group) {
                return Some((self.cell(Grain::Own, start)?, counts));
            }
            let groups = [self.numbers.peek(), self.own.peek()];
            self.group = groups.into_iter().flatten().map(|(key, _)| group_of(*key)).min()?;
        }
    }
}
