//! Villages that are carried over alike, laid together: what leads where is reckoned once for a structure and a unit, and
//! sums are kept for a few hundred pieces rather than for thousands of villages.

use super::{
    carrying::{Carried, Target, Way},
    kept::Kept,
    overview::{leads_in, stood_in},
    sums::{Days, Reader},
};
use crate::house::{Done, Facts, House};
use danvan_domain::{ids::UnitId, tallies::Counts, time::Day, units::Level};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Villages of one commune that lead to the same places.
struct Piece {
    commune: UnitId,
    villages: Vec<UnitId>,
    way: Way,
}

/// The pieces of every commune that must be carried over to a structure.
#[derive(Default)]
pub(crate) struct Pieces(Vec<Piece>);

impl Pieces {
    fn lay_out(target: &Target<'_>) -> Self {
        let tree = target.tree;
        let own = |id: UnitId| tree.ancestors(id).any(|above| above.id == target.unit);
        let communes = tree.units().iter().filter(|unit| {
            unit.level() == Level::Commune
                && !unit.stands_on(target.on)
                && (leads_in(target, unit.id) || own(unit.id))
        });
        let communes: HashSet<UnitId> = communes.map(|unit| unit.id).collect();
        let mut found: HashMap<(UnitId, Way), Vec<UnitId>> = HashMap::new();
        for village in tree.units().iter().filter(|unit| unit.level() == Level::Village) {
            if let Some(commune) = village.parent.filter(|parent| communes.contains(parent)) {
                found.entry((commune, target.way(village.id))).or_default().push(village.id);
            }
        }
        let mut pieces: Vec<Piece> =
            found.into_iter().map(|((commune, way), villages)| Piece { commune, villages, way }).collect();
        pieces.sort_by(|a, b| (a.commune, &a.villages).cmp(&(b.commune, &b.villages)));
        Self(pieces)
    }

    /// What was counted in each piece whose commune stood on any of the days.
    async fn read(&self, target: &Target<'_>, reader: &Reader<'_>, days: Days) -> Done<Vec<(usize, Counts)>> {
        let stood = |piece: &Piece| target.tree.get(piece.commune).is_some_and(|unit| stood_in(unit, days));
        let asked = || self.0.iter().enumerate().filter(|(_, piece)| stood(piece));
        let piece_of: HashMap<UnitId, usize> = asked()
            .flat_map(|(at, piece)| piece.villages.iter().map(move |village| (*village, at)))
            .collect();
        let villages: Vec<UnitId> = asked().flat_map(|(_, piece)| piece.villages.iter().copied()).collect();
        let mut sums: HashMap<usize, Counts> = HashMap::new();
        for (village, counts) in reader.small(&villages, days).await? {
            if let Some(at) = piece_of.get(&village) {
                *sums.entry(*at).or_default() += counts;
            }
        }
        let mut sums: Vec<(usize, Counts)> = sums.into_iter().collect();
        sums.sort_unstable_by_key(|(at, _)| *at);
        Ok(sums)
    }
}

/// The first day of the structure that stands on a day: figures are the same on all its days.
fn epoch(target: &Target<'_>) -> Day {
    let turns =
        target.tree.units().iter().flat_map(|unit| [Some(unit.valid_from), unit.valid_to.map(Day::next)]);
    turns.flatten().filter(|day| *day <= target.on).max().unwrap_or(target.on)
}

/// Carries communes over like [`super::overview::carry`], by sums that are kept. Today's are kept apart, because they
/// change all day.
pub(super) async fn carry(
    (house, facts): (&House, &Arc<Facts>),
    reader: &Reader<'_>,
    target: &Target<'_>,
    carried: &mut Carried,
    communes: &HashMap<UnitId, Counts>,
    (from, until): Days,
) -> Done<()> {
    if communes.is_empty() {
        return Ok(());
    }
    let structure = (epoch(target), target.unit);
    let pieces = house.kept.pieces(facts, structure, || Pieces::lay_out(target));
    let today = house.today().clamp(from, until);
    let mut sums: HashMap<usize, Counts> = HashMap::new();
    for days in [(from, today), (today, until)].into_iter().filter(|(from, until)| from < until) {
        let key = (structure.0, structure.1, reader.topic.to_owned(), days);
        let read = pieces.read(target, reader, days);
        for (at, counts) in Kept::sums(house, facts, key, read).await?.iter() {
            *sums.entry(*at).or_default() += *counts;
        }
    }
    let mut left = communes.clone();
    for (piece, counts) in sums.iter().filter_map(|(at, counts)| Some((pieces.0.get(*at)?, counts))) {
        let Some(left) = left.get_mut(&piece.commune) else { continue };
        carried.along(&piece.way, counts);
        *left -= *counts;
    }
    for (commune, counts) in &left {
        carried.carry(target, *commune, counts);
    }
    Ok(())
}
