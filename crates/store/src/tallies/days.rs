//! What every unit counted itself on a day, of every topic by itself, packed into one row: whoever carries a city over to
//! another structure reads a row a day instead of the cells of thousands of villages. Each change adds a row of its own
//! to the days it counts on, and packs a day together when it has many.

use crate::{
    Change, Store,
    engine::{StoreError, Stored},
    on_change, on_engine,
    people::read,
    settings,
};
use danvan_domain::{
    ids::UnitId,
    tallies::{Cell, Counts, Grain, MEASURES},
    time::Day,
};
use std::collections::BTreeMap;
use uuid::Uuid;

const ADD_TO_DAY: &str = "insert into tally_days (day, number, cells) values ($1,
    (select coalesce(max(number), 0) + 1 from tally_days where day = $1), $2) returning number";
const OF_DAY: &str = "select cells from tally_days where day = $1 order by number";
const OF_DAYS: &str = "select day, cells from tally_days where day >= $1 and day < $2 order by day, number";
const ENDS: &str = "select coalesce((select min(day) from tally_days), ''),
    coalesce((select max(day) from tally_days), '')";
const FORGET_DAY: &str = "delete from tally_days where day = $1";
const CLEAR_DAYS: &str = "delete from tally_days";

pub(super) const STATEMENTS: &[(&str, &str)] = &[
    ("ADD_TO_DAY", ADD_TO_DAY),
    ("OF_DAY", OF_DAY),
    ("OF_DAYS", OF_DAYS),
    ("ENDS", ENDS),
    ("FORGET_DAY", FORGET_DAY),
    ("CLEAR_DAYS", CLEAR_DAYS),
];

/// The setting that says from which day on the rows are whole; where it is not set, all are.
pub const WHOLE_FROM: &str = "tallies.days";
/// What it says when every day is whole.
pub const EVER: &str = "0001-01-01";

/// A day with so many rows is packed together.
const MANY: i64 = 32;

/// The first byte of a row: how it is packed.
const PACKING: u8 = 1;
/// Ends what a unit counted.
const END: u8 = 0;
/// Measures and topics share a number; so many measures fit.
const ROOM: u64 = 16;

const _: () = assert!(MEASURES < 16, "a measure fits beside its topic");

/// Packs what units counted, in the order in which it comes.
#[derive(Debug, Default)]
pub struct Packer {
    topics: Vec<String>,
    unit: Option<UnitId>,
    body: Vec<u8>,
}

/// Writes a number in as few bytes as it needs.
pub fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// Reads such a number; `None` at the end of the bytes.
#[inline]
pub fn number(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.next()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// A count, which may be less than nothing, as a number that is small when the count is near nothing.
pub const fn unsigned(count: i64) -> u64 {
    ((count << 1) ^ (count >> 63)).cast_unsigned()
}

/// The count of such a number.
#[inline]
pub const fn signed(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

impl Packer {
    /// Adds what a unit counted of a topic.
    pub fn add(&mut self, unit: UnitId, topic: &str, counts: &Counts) {
        if counts.is_zero() {
            return;
        }
        if self.unit != Some(unit) {
            if self.unit.is_some() {
                self.body.push(END);
            }
            self.unit = Some(unit);
            self.body.extend_from_slice(unit.0.as_bytes());
        }
        let at = self.topics.iter().position(|known| known == topic).unwrap_or_else(|| {
            self.topics.push(topic.to_owned());
            self.topics.len() - 1
        });
        for (measure, count) in counts.0.iter().enumerate().filter(|(_, count)| **count != 0) {
            put_number(&mut self.body, at as u64 * ROOM + measure as u64 + 1);
            put_number(&mut self.body, unsigned(*count));
        }
    }

    /// Whether nothing was added.
    pub const fn is_empty(&self) -> bool {
        self.unit.is_none()
    }

    /// The row.
    pub fn into_bytes(self) -> Vec<u8> {
        let mut bytes = vec![PACKING];
        put_number(&mut bytes, self.topics.len() as u64);
        for topic in &self.topics {
            put_number(&mut bytes, topic.len() as u64);
            bytes.extend_from_slice(topic.as_bytes());
        }
        bytes.extend(self.body);
        bytes
    }
}

/// A row that was packed.
#[derive(Debug)]
pub struct Packed<'a> {
    /// Codes of its topics.
    pub topics: Vec<&'a str>,
    body: &'a [u8],
}

impl<'a> Packed<'a> {
    /// Reads the beginning of a row.
    ///
    /// # Errors
    /// When it was packed by nobody who is known.
    pub fn of(bytes: &'a [u8]) -> Stored<Self> {
        let unreadable = || StoreError::Unreadable("a packed day".to_owned());
        let (first, rest) = bytes.split_first().ok_or_else(unreadable)?;
        if *first != PACKING {
            return Err(unreadable());
        }
        let mut rest = rest.iter();
        let count = number(&mut rest).ok_or_else(unreadable)?;
        let mut topics = Vec::new();
        for _ in 0..count {
            let length = number(&mut rest).and_then(|length| usize::try_from(length).ok());
            let (code, after) =
                length.and_then(|length| rest.as_slice().split_at_checked(length)).ok_or_else(unreadable)?;
            topics.push(std::str::from_utf8(code).map_err(|_| unreadable())?);
            rest = after.iter();
        }
        Ok(Self { topics, body: rest.as_slice() })
    }

    /// Shows every unit, topic by its place among the topics, measure and count; those of a unit come together.
    ///
    /// # Errors
    /// When the row ends too soon.
    pub fn each(&self, mut show: impl FnMut(UnitId, usize, usize, i64)) -> Stored<()> {
        let unreadable = || StoreError::Unreadable("a packed day ends too soon".to_owned());
        let mut rest = self.body;
        while !rest.is_empty() {
            let (unit, after) = rest.split_first_chunk::<16>().ok_or_else(unreadable)?;
            let unit = UnitId(Uuid::from_bytes(*unit));
            let mut bytes = after.iter();
            while !bytes.as_slice().is_empty() {
                let Some(key) = number(&mut bytes).ok_or_else(unreadable)?.checked_sub(1) else { break };
                let count = signed(number(&mut bytes).ok_or_else(unreadable)?);
                let place = |number: u64| usize::try_from(number).map_err(|_| unreadable());
                let (topic, measure) = (place(key / ROOM)?, place(key % ROOM)?);
                if topic >= self.topics.len() || measure >= MEASURES {
                    return Err(unreadable());
                }
                show(unit, topic, measure, count);
            }
            rest = bytes.as_slice();
        }
        Ok(())
    }
}

/// Shows what is in a packed row, topics by their codes.
///
/// # Errors
/// When the row cannot be read.
pub fn each_packed(row: &[u8], mut show: impl FnMut(UnitId, &str, usize, i64)) -> Stored<()> {
    let packed = Packed::of(row)?;
    packed.each(|unit, topic, measure, count| {
        show(unit, packed.topics.get(topic).copied().unwrap_or_default(), measure, count);
    })
}

/// Adds what units counted themselves to its days.
pub(super) async fn note(change: &mut Change, rows: &[(Cell, Counts)]) -> Stored<()> {
    let mut days: BTreeMap<Day, Packer> = BTreeMap::new();
    for (cell, counts) in rows.iter().filter(|(cell, _)| cell.grain == Grain::Own) {
        days.entry(cell.start).or_default().add(cell.unit, &cell.topic, counts);
    }
    for (day, packer) in days {
        if !packer.is_empty() && add(change, day, packer).await? >= MANY {
            pack_together(change, day).await?;
        }
    }
    Ok(())
}

/// Adds a row to a day; tells how many it has.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, day: Day, packer: Packer) -> Stored<i64> {
    let (day, cells) = (day.to_string(), packer.into_bytes());
    Ok(on_change!(change, db => sqlx::query_scalar(ADD_TO_DAY).bind(&day).bind(&cells).fetch_one(db).await)?)
}

/// Forgets the rows of a day.
///
/// # Errors
/// When the store cannot write.
pub async fn forget(change: &mut Change, day: Day) -> Stored<()> {
    let day = day.to_string();
    on_change!(change, db => sqlx::query(FORGET_DAY).bind(&day).execute(db).await.map(drop))?;
    Ok(())
}

/// Forgets every row.
pub(super) async fn clear(change: &mut Change) -> Stored<()> {
    on_change!(change, db => sqlx::query(CLEAR_DAYS).execute(db).await.map(drop))?;
    Ok(())
}

async fn pack_together(change: &mut Change, day: Day) -> Stored<()> {
    let text = day.to_string();
    let rows: Vec<Vec<u8>> =
        on_change!(change, db => sqlx::query_scalar(OF_DAY).bind(&text).fetch_all(db).await)?;
    let mut sums: BTreeMap<(UnitId, String), Counts> = BTreeMap::new();
    for row in &rows {
        each_packed(row, |unit, topic, measure, count| {
            sums.entry((unit, topic.to_owned())).or_default().0[measure] += count;
        })?;
    }
    let mut packer = Packer::default();
    for ((unit, topic), counts) in &sums {
        packer.add(*unit, topic, counts);
    }
    forget(change, day).await?;
    if !packer.is_empty() {
        add(change, day, packer).await?;
    }
    Ok(())
}

/// The rows of some days, without the last, in the order of the days; there may be several of a day, or none.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_days(store: &Store, from: Day, until: Day) -> Stored<Vec<(Day, Vec<u8>)>> {
    let (from, until) = (from.to_string(), until.to_string());
    let rows: Vec<(String, Vec<u8>)> =
        on_engine!(store, db => sqlx::query_as(OF_DAYS).bind(&from).bind(&until).fetch_all(db).await)?;
    rows.into_iter().map(|(day, cells)| Ok((read(&day)?, cells))).collect()
}

/// The first and the last day that have rows.
///
/// # Errors
/// When the store cannot be read.
pub async fn ends(store: &Store) -> Stored<Option<(Day, Day)>> {
    let (first, last): (String, String) = on_engine!(store, db => sqlx::query_as(ENDS).fetch_one(db).await)?;
    if first.is_empty() { Ok(None) } else { Ok(Some((read(&first)?, read(&last)?))) }
}

/// From which day on the rows are whole; `None` when all are.
///
/// # Errors
/// When the store cannot be read.
pub async fn whole_from(store: &Store) -> Stored<Option<Day>> {
    match settings::get(store, WHOLE_FROM).await? {
        Some(day) if day != EVER => Ok(Some(read(&day)?)),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_counts_come_back() {
        for count in [0, 1, -1, 2, 63, 64, -64, 127, 128, 16_383, 16_384, i64::MAX, i64::MIN] {
            let mut bytes = Vec::new();
            put_number(&mut bytes, unsigned(count));
            let mut rest = bytes.iter();
            assert_eq!(number(&mut rest).map(signed), Some(count), "{count}");
            assert_eq!(rest.len(), 0, "{count}");
        }
        for broken in [&[][..], &[0x80], &[0xff; 10]] {
            assert_eq!(number(&mut broken.iter()), None, "{broken:?}");
        }
    }

    #[test]
    fn what_was_packed_is_shown_again_and_nothing_else() {
        let unit = |number: u128| UnitId(Uuid::from_u128(number));
        let mut many = Counts::default();
        many.0[0] = 300;
        many.0[MEASURES - 1] = -2;
        let mut one = Counts::default();
        one.0[3] = 1;
        // A unit whose bytes are all nothing, one that comes twice, and a count of nothing.
        let given = [
            (unit(0), "water.clean", many),
            (unit(7), "roads", one),
            (unit(7), "water.clean", one),
            (unit(8), "roads", Counts::default()),
            (unit(0), "roads", one),
        ];
        let mut packer = Packer::default();
        assert!(packer.is_empty());
        given.iter().for_each(|(unit, topic, counts)| packer.add(*unit, topic, counts));
        let bytes = packer.into_bytes();
        let packed = Packed::of(&bytes).expect("readable");
        assert_eq!(packed.topics, ["water.clean", "roads"]);
        let mut shown = Vec::new();
        packed.each(|unit, topic, measure, count| shown.push((unit, topic, measure, count))).expect("whole");
        let expected = [
            (unit(0), 0, 0, 300),
            (unit(0), 0, MEASURES - 1, -2),
            (unit(7), 1, 3, 1),
            (unit(7), 0, 3, 1),
            (unit(0), 1, 3, 1),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let mut counts = Counts::default();
        counts.0[1] = 200;
        let mut packer = Packer::default();
        packer.add(UnitId(Uuid::from_u128(9)), "water", &counts);
        let bytes = packer.into_bytes();
        for length in 0..bytes.len() {
            let cut = Packed::of(&bytes[..length]).and_then(|packed| packed.each(|_, _, _, _| {}));
            // Without a group, or with a unit that counted nothing, a row is whole.
            let whole = length == 8 || length == 24;
            assert_eq!(cut.is_ok(), whole, "{length} of {}", bytes.len());
        }
        assert!(Packed::of(&[2, 0]).is_err(), "another way of packing");
    }
}
