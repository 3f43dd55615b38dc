//! The numbers of a board: kept sums, laid out by segment or by the units of any day.

use super::is_cleared;
use crate::{
    ids::{SegmentId, UnitId},
    units::{Level, Quality, Tree, WHOLE_PPM, rehome, rehome::apportion, worst},
};
use std::collections::BTreeMap;

/// Where files lay when they were written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// In which unit.
    pub place: UnitId,
    /// In which stretch.
    pub segment: SegmentId,
}

/// What one kept sum is of: files of a stretch, or of a spot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell<K> {
    /// Of which.
    pub of: K,
    /// The stage of their proceedings.
    pub stage: String,
    /// What keeps them waiting; empty when nothing does.
    pub reason: String,
}

/// Numbers that add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Files.
    pub files: i64,
    /// Land, in square metres.
    pub area_m2: i64,
    /// Households.
    pub households: i64,
    /// Graves.
    pub graves: i64,
    /// Resettlement plots that are due.
    pub plots: i64,
    /// Resettlement plots that were given.
    pub plots_given: i64,
    /// What is due, in đồng.
    pub due: i64,
    /// What was paid, in đồng.
    pub paid: i64,
}

impl Sum {
    /// Its numbers, in the order of the fields.
    pub const fn numbers(self) -> [i64; 8] {
        let it = self;
        [it.files, it.area_m2, it.households, it.graves, it.plots, it.plots_given, it.due, it.paid]
    }

    /// A sum of these numbers.
    pub const fn of(numbers: [i64; 8]) -> Self {
        let [files, area_m2, households, graves, plots, plots_given, due, paid] = numbers;
        Self { files, area_m2, households, graves, plots, plots_given, due, paid }
    }

    /// Adds another.
    pub fn add(&mut self, other: Self) {
        let (mut own, other) = (self.numbers(), other.numbers());
        for (own, other) in own.iter_mut().zip(other) {
            *own += other;
        }
        *self = Self::of(own);
    }

    /// The same taken off.
    #[must_use]
    pub fn negative(self) -> Self {
        Self::of(self.numbers().map(|number| -number))
    }

    /// Its parts by shares; they add up to it.
    fn divided(self, shares: &[i64]) -> Vec<Self> {
        if matches!(shares, [whole] if 0 < *whole) {
            return vec![self];
        }
        let mut parts = vec![[0; 8]; shares.len()];
        for (at, number) in self.numbers().into_iter().enumerate() {
            for (part, amount) in parts.iter_mut().zip(apportion(number, shares)) {
                part[at] = amount;
            }
        }
        parts.into_iter().map(Self::of).collect()
    }
}

/// What a row of a board holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Everything.
    pub all: Sum,
    /// What was handed over.
    pub cleared: Sum,
    /// What something keeps waiting.
    pub blocked: Sum,
}

impl Tally {
    fn add<K>(&mut self, part: &Part<K>, sum: Sum) {
        self.all.add(sum);
        if part.is_cleared {
            self.cleared.add(sum);
        }
        if part.is_blocked {
            self.blocked.add(sum);
        }
    }
}

/// What a board is laid out from: the sum of all files of a stretch, or of a place, that were handed over or not, and that something
/// keeps waiting or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<K> {
    /// Of what.
    pub of: K,
    /// Whether its land was handed over.
    pub is_cleared: bool,
    /// Whether something keeps it waiting.
    pub is_blocked: bool,
    /// The numbers.
    pub sum: Sum,
}

impl<K> Part<K> {
    /// One kept sum as a part of what `of` says.
    pub fn by<C>(of: impl Fn(&C) -> K, (cell, sum): &(Cell<C>, Sum)) -> Self {
        let (is_cleared, is_blocked) = (is_cleared(&cell.stage), !cell.reason.is_empty());
        Self { of: of(&cell.of), is_cleared, is_blocked, sum: *sum }
    }
}

/// A row by units: what lies in one on the structure of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The unit; nothing for what cannot be said to lie in one.
    pub unit: Option<UnitId>,
    /// How surely.
    pub quality: Quality,
    /// Its numbers.
    pub tally: Tally,
}

/// All parts together.
pub fn total<K>(parts: &[Part<K>]) -> Tally {
    let mut whole = Tally::default();
    for part in parts {
        whole.add(part, part.sum);
    }
    whole
}

/// The parts by stretch.
pub fn by_segment(parts: &[Part<SegmentId>]) -> BTreeMap<SegmentId, Tally> {
    let mut rows: BTreeMap<SegmentId, Tally> = BTreeMap::new();
    for part in parts {
        rows.entry(part.of).or_default().add(part, part.sum);
    }
    rows
}

/// The parts by the units of a level on the structure of a day. The rows add up to the whole, whatever became of the units.
pub fn by_unit(tree: &Tree, parts: &[Part<UnitId>], on: crate::time::Day, level: Level) -> Vec<Placed> {
    let mut homes: BTreeMap<UnitId, Vec<(Option<UnitId>, i64, Quality)>> = BTreeMap::new();
    let mut rows: BTreeMap<Option<UnitId>, Placed> = BTreeMap::new();
    for part in parts {
        let homes = homes.entry(part.of).or_insert_with(|| home(tree, part.of, on, level));
        let shares: Vec<i64> = homes.iter().map(|(_, share, _)| *share).collect();
        for ((unit, _, quality), sum) in homes.iter().zip(part.sum.divided(&shares)) {
            if sum == Sum::default() {
                continue;
            }
            let row = rows.entry(*unit).or_insert(Placed {
                unit: *unit,
                quality: *quality,
                tally: Tally::default(),
            });
            row.quality = worst(row.quality, *quality);
            row.tally.add(part, sum);
        }
    }
    rows.into_values().collect()
}

/// Where a place lies on a structure. What is written down of something larger than the level lies in none of its units.
fn home(
    tree: &Tree,
    place: UnitId,
    on: crate::time::Day,
    level: Level,
) -> Vec<(Option<UnitId>, i64, Quality)> {
    if tree.get(place).is_some_and(|unit| unit.level() < level) {
        return vec![(None, WHOLE_PPM, Quality::Exact)];
    }
    let parts = rehome(tree, place, on, level);
    parts.into_iter().map(|part| (part.unit, part.share_ppm, part.quality)).collect()
}
