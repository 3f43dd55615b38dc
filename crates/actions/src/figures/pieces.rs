//! What was counted at units that belong alike on a structure, laid together: what leads where is reckoned once for a
//! structure and a unit, and sums are made for some hundred pieces rather than for thousands of villages.

use super::{
    carrying::{Carried, Target, Way},
    laid::{self, By, Laid},
    overview::leads_in,
    sums::{Days, Reader},
    trend::Daily,
};
use crate::house::{Done, House};
use danvan_domain::{
    ids::UnitId,
    tallies::{Counts, MEASURES},
    time::Day,
    units::{Level, Unit},
};
use std::collections::HashMap;

/// Where what a unit counted itself belongs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Place {
    /// To a row that stands.
    Row(UnitId),
    /// To the unit asked for and none of its rows.
    Whole,
    /// It is carried over from a commune of another structure, and is the unit's own by its tree or comes from outside.
    Carried { way: Way, is_own: bool },
}

/// What some units counted themselves, by where it belongs.
#[derive(Default)]
pub(crate) struct Pieces {
    places: Vec<Place>,
    of_unit: HashMap<UnitId, usize>,
    /// What they counted, as far as somebody asked.
    pub(super) laid: Laid,
}

impl Pieces {
    /// How many pieces there are.
    pub(super) const fn len(&self) -> usize {
        self.places.len()
    }

    /// The piece a unit belongs to.
    pub(super) fn of(&self, unit: UnitId) -> Option<usize> {
        self.of_unit.get(&unit).copied()
    }

    /// Lays out a city or district by its communes, or a commune by its villages.
    pub(super) fn lay_out(target: &Target<'_>) -> Self {
        let (tree, by_communes) = (target.tree, target.row_level == Level::Commune);
        let mut found = Self::default();
        // Villages of a commune are told from what it counted itself.
        let mut known: HashMap<(Option<UnitId>, bool, Place), usize> = HashMap::new();
        let mut carried: HashMap<UnitId, Option<bool>> = HashMap::new();
        for unit in tree.units() {
            let commune = tree.at_or_above(unit.id, Level::Commune);
            let village = tree.at_or_above(unit.id, Level::Village);
            let village = village.filter(|village| village.parent == commune.map(|commune| commune.id));
            let place = match commune {
                None if by_communes && is_own(target, unit.id) => Place::Whole,
                None => continue,
                Some(commune) if commune.stands_on(target.on) && !is_own(target, commune.id) => continue,
                Some(commune) if commune.stands_on(target.on) && by_communes => Place::Row(commune.id),
                Some(commune) => {
                    let is_own = carried.entry(commune.id).or_insert_with(|| is_carried(target, commune));
                    let Some(is_own) = *is_own else { continue };
                    Place::Carried { way: target.way(village.unwrap_or(commune).id), is_own }
                }
            };
            let key = (commune.map(|commune| commune.id), village.is_some(), place);
            let next = found.places.len();
            let at = *known.entry(key).or_insert_with_key(|(_, _, place)| {
                found.places.push(place.clone());
                next
            });
            found.of_unit.insert(unit.id, at);
        }
        found
    }

    /// What was counted in a period, on its way; `None` when the store has not brought in days of so long ago yet.
    pub(super) async fn carried(
        &self,
        house: &House,
        reader: &Reader<'_>,
        days: Days,
    ) -> Done<Option<Carried>> {
        let mut sums = vec![Counts::default(); self.places.len()];
        let is_whole = laid::each(house, reader, self, (days, By::Period), |_, piece, measure, count| {
            if let Some(sum) = sums.get_mut(piece) {
                sum.0[measure] += count;
            }
        })
        .await?;
        let mut carried = Carried::new();
        for (place, counts) in self.places.iter().zip(&sums).filter(|(_, counts)| !counts.is_zero()) {
            match place {
                Place::Row(row) => carried.stand(*row, counts),
                Place::Whole => carried.keep(counts),
                Place::Carried { way, .. } => carried.along(way, counts),
            }
        }
        Ok(is_whole.then_some(carried))
    }

    /// The days of what comes from outside the unit, as far as it leads in; `None` as above.
    pub(super) async fn led_in(&self, house: &House, reader: &Reader<'_>, days: Days) -> Done<Option<Daily>> {
        let share = |place: &Place| match place {
            Place::Carried { way, is_own: false } if way.inside > 0 => Some(way.inside),
            _ => None,
        };
        let shares: Vec<Option<i64>> = self.places.iter().map(share).collect();
        let mut series = Daily::new();
        if shares.iter().all(Option::is_none) {
            return Ok(Some(series));
        }
        let is_whole = laid::each(house, reader, self, (days, By::Day), |day, piece, measure, count| {
            if let Some(share) = shares.get(piece).copied().flatten() {
                series.entry(day).or_insert([0; MEASURES])[measure] += count * share;
            }
        })
        .await?;
        Ok(is_whole.then_some(series))
    }
}

/// Whether something lies in the unit asked for by the tree.
fn is_own(target: &Target<'_>, id: UnitId) -> bool {
    id == target.unit || target.tree.ancestors(id).any(|above| above.id == target.unit)
}

/// Whether what was counted in a commune is carried, and then whether it is the unit's own by the tree.
fn is_carried(target: &Target<'_>, commune: &Unit) -> Option<bool> {
    let is_own = is_own(target, commune.id);
    (is_own || leads_in(target, commune.id)).then_some(is_own)
}

/// The first day of the structure that stands on a day: figures are the same on all its days.
pub(super) fn epoch(target: &Target<'_>) -> Day {
    let turns =
        target.tree.units().iter().flat_map(|unit| [Some(unit.valid_from), unit.valid_to.map(Day::next)]);
    turns.flatten().filter(|day| *day <= target.on).max().unwrap_or(target.on)
}
