//! The parts of a commitment by unit, on the structure of any day: however units were reorganised, the parts add up to
//! the whole.

use super::{AddsUp, Figure, Indicator, Total};
use crate::{
    ids::UnitId,
    time::Day,
    units::{Level, Quality, Tree, Unit, WHOLE_PPM, rehome, rehome::apportion, worst},
};

/// A part before it is placed: who promised it, its target, and its figure in each period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Who promised it.
    pub promised_by: UnitId,
    /// Its target.
    pub target: i64,
    /// Where it stood before.
    pub baseline: i64,
    /// How many reporting parts it has.
    pub parts: i64,
    /// Its figures, a period each.
    pub figures: Vec<Figure>,
}

/// A row: what lies in one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The unit; nothing for what cannot be said to lie in one.
    pub unit: Option<UnitId>,
    /// How surely.
    pub quality: Quality,
    /// Its target: the sum of those of its parts where they sum, else the strictest of them.
    pub target: i64,
    /// Where it stood before, in the same way.
    pub baseline: i64,
    /// How many reporting parts it has, in millionths.
    pub parts: i64,
    /// Its figures, a period each.
    pub figures: Vec<Figure>,
    /// Which pieces lie in it, wholly or in part.
    pub pieces: Vec<usize>,
}

/// Pieces as rows of units of their own level on the structure of a day, in the order in which units first come.
pub fn rows(tree: &Tree, indicator: &Indicator, pieces: &[Piece], on: Day) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        let level = tree.get(piece.promised_by).map_or(Level::Commune, Unit::level);
        let homes: Vec<_> = rehome(tree, piece.promised_by, on, level)
            .into_iter()
            .map(|part| (part.unit, part.share_ppm, part.quality))
            .collect();
        for (mut placed, (unit, _, quality)) in divide(indicator, piece, &homes).into_iter().zip(&homes) {
            placed.pieces.push(number);
            match rows.iter_mut().find(|row| row.unit == *unit) {
                Some(row) => row.take(indicator, &placed, *quality),
                None => rows.push(Row { unit: *unit, quality: *quality, ..placed }),
            }
        }
    }
    rows
}

impl Row {
    fn take(&mut self, indicator: &Indicator, more: &Self, quality: Quality) {
        self.quality = worst(self.quality, quality);
        if indicator.adds_up == AddsUp::Sum {
            self.target += more.target;
            self.baseline += more.baseline;
        } else if indicator.aimed(self.target, 0).is_reached(more.target) {
            (self.target, self.baseline) = (more.target, more.baseline);
        }
        self.parts += more.parts;
        self.pieces.extend(&more.pieces);
        for (own, more) in self.figures.iter_mut().zip(&more.figures) {
            *own = own.and(indicator, *more);
        }
    }
}

/// A piece over the units in which it lies, in proportion to their shares.
fn divide(indicator: &Indicator, piece: &Piece, homes: &[(Option<UnitId>, i64, Quality)]) -> Vec<Row> {
    let shares: Vec<i64> = homes.iter().map(|(_, share, _)| *share).collect();
    let whole = |amount: i64| match indicator.adds_up {
        AddsUp::Sum => apportion(amount, &shares),
        _ => vec![amount; shares.len()],
    };
    let (targets, baselines) = (whole(piece.target), whole(piece.baseline));
    let parts = apportion(piece.parts.saturating_mul(WHOLE_PPM), &shares);
    let aims = targets.into_iter().zip(baselines).zip(parts);
    let mut rows: Vec<Row> = aims
        .map(|((target, baseline), parts)| Row {
            unit: None,
            quality: Quality::Exact,
            target,
            baseline,
            parts,
            figures: Vec::new(),
            pieces: Vec::new(),
        })
        .collect();
    for figure in &piece.figures {
        let claimed = divide_total(indicator, figure.claimed, &shares);
        let proven = divide_total(indicator, figure.proven, &shares);
        for (row, (claimed, proven)) in rows.iter_mut().zip(claimed.into_iter().zip(proven)) {
            row.figures.push(Figure { claimed, proven });
        }
    }
    rows
}

fn divide_total(indicator: &Indicator, total: Total, shares: &[i64]) -> Vec<Total> {
    let counts = apportion(total.count, shares);
    let (amounts, bases) = match indicator.adds_up {
        AddsUp::Sum | AddsUp::Mean => (apportion(total.amount, shares), apportion(total.base, shares)),
        // The worst or the last of a whole is that of each of its parts, as far as anybody knows.
        AddsUp::Minimum | AddsUp::Last => (vec![total.amount; shares.len()], apportion(total.base, shares)),
    };
    let parts = counts.into_iter().zip(amounts).zip(bases);
    parts.map(|((count, amount), base)| Total { amount, base, count, at: total.at }).collect()
}
