//! Carrying what was counted on one structure over to another, so that nothing is lost and nothing is counted twice.

use danvan_domain::{
    ids::UnitId,
    tallies::{Counts, MEASURES},
    time::Day,
    units::{Level, Quality, Tree, WHOLE_PPM, rehome, rehome::apportion, worst},
};
use std::collections::HashMap;

/// Counts in parts per million.
type Fine = [i64; MEASURES];

/// Where things are carried to.
pub(crate) struct Target<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) on: Day,
    pub(crate) unit: UnitId,
    pub(crate) row_level: Level,
}

impl Target<'_> {
    /// Whether the unit asked for is the top of its tree.
    pub(super) fn is_top(&self) -> bool {
        self.tree.get(self.unit).is_some_and(|unit| unit.parent.is_none())
    }

    /// Where what was counted at a place belongs.
    pub(super) fn way(&self, place: UnitId) -> Way {
        let (inside, quality) = self.share_of(place);
        let mut way = Way { inside, quality, rows: Vec::new(), rest: inside };
        for part in rehome(self.tree, place, self.on, self.row_level) {
            let Some(row) = part.unit else { continue };
            if !self.tree.is_under(row, self.unit, self.on) {
                continue;
            }
            let share = part.share_ppm.min(way.rest);
            way.rest -= share;
            if share > 0 {
                way.rows.push((row, share, part.quality));
            }
        }
        way
    }

    /// In which rows of the unit asked for a place lies, and how much of it belongs to none of them.
    pub(crate) fn parts_of(&self, place: UnitId) -> Vec<(Option<UnitId>, i64, Quality)> {
        let way = self.way(place);
        let mut parts: Vec<_> =
            way.rows.iter().map(|(row, share, quality)| (Some(*row), *share, *quality)).collect();
        if way.rest > 0 {
            // What lies above the rows, such as the city's own office, surely belongs to none.
            let stands = self.tree.get(place).is_some_and(|unit| unit.stands_on(self.on));
            let quality = if stands { Quality::Exact } else { Quality::NotComparable };
            parts.push((None, way.rest, quality));
        }
        parts
    }

    /// How much of a place lies in the unit asked for, in parts per million, and how surely.
    pub(crate) fn share_of(&self, place: UnitId) -> (i64, Quality) {
        let Some(unit) = self.tree.get(self.unit) else { return (0, Quality::NotComparable) };
        if self.is_top() {
            let inside = place == self.unit || self.tree.ancestors(place).any(|above| above.id == self.unit);
            return (if inside { WHOLE_PPM } else { 0 }, Quality::Exact);
        }
        let parts = rehome(self.tree, place, self.on, unit.level());
        let own = parts.iter().filter(|part| part.unit == Some(self.unit));
        own.fold((0, Quality::Exact), |(sum, quality), part| {
            (sum + part.share_ppm, worst(quality, part.quality))
        })
    }
}

/// Where what was counted at a place belongs, seen from the unit asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Way {
    /// How much of it lies in the unit, in parts per million, and how surely.
    pub(super) inside: i64,
    quality: Quality,
    /// In which rows, with how much and how surely.
    rows: Vec<(UnitId, i64, Quality)>,
    /// How much of it lies in none of them.
    rest: i64,
}

/// Counts on their way, and where they arrived.
pub(super) struct Carried {
    rows: HashMap<UnitId, (Fine, Quality)>,
    rest: Fine,
    /// How surely the rest is known to belong to none of the rows.
    rest_quality: Quality,
    quality: Quality,
}

/// What became of them, in whole numbers that sum to the total.
#[derive(Debug)]
pub(super) struct Arrived {
    pub(super) total: Counts,
    pub(super) quality: Quality,
    pub(super) rows: HashMap<UnitId, (Counts, Quality)>,
    pub(super) rest: Counts,
    pub(super) rest_quality: Quality,
}

fn add(fine: &mut Fine, counts: &Counts, share_ppm: i64) {
    for (own, count) in fine.iter_mut().zip(counts.0) {
        *own += count * share_ppm;
    }
}

impl Carried {
    pub(super) fn new() -> Self {
        Self {
            rows: HashMap::new(),
            rest: [0; MEASURES],
            rest_quality: Quality::Exact,
            quality: Quality::Exact,
        }
    }

    /// Counts of a row that stands.
    pub(super) fn stand(&mut self, row: UnitId, counts: &Counts) {
        let (fine, _) = self.rows.entry(row).or_insert(([0; MEASURES], Quality::Exact));
        add(fine, counts, WHOLE_PPM);
    }

    /// Counts of the unit itself that belong to none of its rows.
    pub(super) fn keep(&mut self, counts: &Counts) {
        add(&mut self.rest, counts, WHOLE_PPM);
    }

    /// Counts of a place on another structure.
    pub(super) fn carry(&mut self, target: &Target<'_>, place: UnitId, counts: &Counts) {
        if !counts.is_zero() {
            self.along(&target.way(place), counts);
        }
    }

    /// Counts whose way is known.
    pub(super) fn along(&mut self, way: &Way, counts: &Counts) {
        if counts.is_zero() {
            return;
        }
        for (row, share, quality) in &way.rows {
            let (fine, own) = self.rows.entry(*row).or_insert(([0; MEASURES], Quality::Exact));
            add(fine, counts, *share);
            *own = worst(*own, *quality);
        }
        if way.rest > 0 {
            add(&mut self.rest, counts, way.rest);
            self.rest_quality = Quality::NotComparable;
        }
        if way.inside > 0 {
            self.quality = worst(self.quality, way.quality);
        }
    }

    /// Rounds so that rows and rest sum to the total in every measure: whole parts first, then the largest remainders.
    pub(super) fn arrive(self) -> Arrived {
        let mut order: Vec<UnitId> = self.rows.keys().copied().collect();
        order.sort_unstable();
        let mut arrived = Arrived {
            total: Counts::default(),
            quality: self.quality,
            rows: self.rows.iter().map(|(row, (_, quality))| (*row, (Counts::default(), *quality))).collect(),
            rest: Counts::default(),
            rest_quality: self.rest_quality,
        };
        for measure in 0..MEASURES {
            let mut weights: Vec<i64> = order.iter().map(|row| self.rows[row].0[measure].max(0)).collect();
            weights.push(self.rest[measure].max(0));
            let sum: i64 = weights.iter().sum();
            let total = (sum + WHOLE_PPM / 2) / WHOLE_PPM;
            let parts = apportion(total, &weights);
            arrived.total.0[measure] = total;
            for (row, part) in order.iter().zip(&parts) {
                if let Some((counts, _)) = arrived.rows.get_mut(row) {
                    counts.0[measure] = *part;
                }
            }
            arrived.rest.0[measure] = parts.last().copied().unwrap_or(0);
        }
        arrived
    }
}
