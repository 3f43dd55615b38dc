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
pub(super) struct Target<'a> {
    pub(super) tree: &'a Tree,
    pub(super) on: Day,
    pub(super) unit: UnitId,
    pub(super) row_level: Level,
}

impl Target<'_> {
    /// Whether the unit asked for is the top of its tree.
    pub(super) fn is_top(&self) -> bool {
        self.tree.get(self.unit).is_some_and(|unit| unit.parent.is_none())
    }

    /// How much of a place lies in the unit asked for, in parts per million, and how surely.
    pub(super) fn share_of(&self, place: UnitId) -> (i64, Quality) {
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
        if counts.is_zero() {
            return;
        }
        let (inside, quality) = target.share_of(place);
        let mut left = inside;
        for part in rehome(target.tree, place, target.on, target.row_level) {
            let Some(row) = part.unit else { continue };
            if !target.tree.is_under(row, target.unit, target.on) {
                continue;
            }
            let share = part.share_ppm.min(left);
            left -= share;
            if share > 0 {
                let (fine, own) = self.rows.entry(row).or_insert(([0; MEASURES], Quality::Exact));
                add(fine, counts, share);
                *own = worst(*own, part.quality);
            }
        }
        if left > 0 {
            add(&mut self.rest, counts, left);
            self.rest_quality = Quality::NotComparable;
        }
        if inside > 0 {
            self.quality = worst(self.quality, quality);
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
