//! The communes of a span of days as the simulation sees them: how many speak there, where, and how the office works.

use crate::{chance::Chance, seasons::Ground};
use danvan_domain::{
    ids::UnitId,
    time::Day,
    units::{Level, Point, Tree, Unit, UnitKind, distance_km, facts::VillageCount},
};
use std::collections::{HashMap, HashSet};

/// Present communes that lie low along the rivers of the delta or flood in the streets (press reports, October 2025).
const LOW_LYING: &[&str] = &[
    "Chương Mỹ",
    "Xuân Mai",
    "Quảng Bị",
    "Hoà Phú",
    "Trần Phú",
    "Mỹ Đức",
    "Hồng Sơn",
    "Hương Sơn",
    "Phúc Sơn",
    "Ứng Hoà",
    "Đại Thanh",
    "Thanh Trì",
    "Yên Sở",
    "Hoàng Mai",
    "Định Công",
    "Thanh Xuân",
    "Từ Liêm",
    "Đại Mỗ",
    "Tây Mỗ",
    "Trung Giã",
    "Đa Phúc",
    "Yên Nghĩa",
    "Dương Nội",
    "An Khánh",
    "Hà Đông",
    "Kiến Hưng",
    "Khương Đình",
    "Phú Cát",
    "Quốc Oai",
];

/// The present commune whose water has been failing of late.
const THIRSTY: &str = "Vĩnh Tuy";

/// Where people live in a commune.
pub(crate) struct Spot {
    pub(crate) unit: UnitId,
    pub(crate) village: Option<String>,
    pub(crate) point: Option<Point>,
}

/// One commune for a span of days.
pub(crate) struct Commune {
    pub(crate) unit: UnitId,
    pub(crate) name: String,
    pub(crate) ground: Ground,
    /// How much is said here, against the other communes.
    pub(crate) weight: f64,
    /// How likely an answer comes late.
    pub(crate) late: f64,
    /// How slowly the office takes what comes in: 1 is usual.
    pub(crate) slow: f64,
    pub(crate) spots: Vec<Spot>,
    pub(crate) neighbour: Option<UnitId>,
}

/// Facts about the present communes by which older ones are known too.
pub(crate) struct Known {
    present: Day,
    ring: HashSet<UnitId>,
    low: HashSet<UnitId>,
    thirsty: HashSet<UnitId>,
    /// How many speak, in people: counts of a few communes are clearly too small, so none is below 20,000.
    people: HashMap<UnitId, f64>,
    only: Option<HashSet<UnitId>>,
}

impl Known {
    pub(crate) fn new(tree: &Tree, present: Day, counts: &[VillageCount], only: Option<&[UnitId]>) -> Self {
        let communes: Vec<&Unit> = tree.at_level(Level::Commune, present).collect();
        let ring: HashSet<&str> =
            counts.iter().filter(|row| row.ring_road4).map(|row| row.commune.as_str()).collect();
        let named = |names: &[&str]| {
            communes.iter().filter(|unit| names.contains(&unit.bare_name())).map(|unit| unit.id).collect()
        };
        let people = |unit: &Unit| unit.population.as_ref().map_or(20_000.0, |count| count.people as f64);
        Self {
            present,
            ring: communes
                .iter()
                .filter(|unit| unit.code.as_deref().is_some_and(|code| ring.contains(code)))
                .map(|unit| unit.id)
                .collect(),
            low: named(LOW_LYING),
            thirsty: named(&[THIRSTY]),
            people: communes.iter().map(|unit| (unit.id, people(unit).max(20_000.0))).collect(),
            only: only.map(|units| units.iter().copied().collect()),
        }
    }

    /// Every commune that stands on a day and is lived in by the simulation.
    pub(crate) fn communes(&self, tree: &Tree, day: Day) -> Vec<Commune> {
        let mut communes: Vec<Commune> =
            tree.at_level(Level::Commune, day).filter_map(|unit| self.commune(tree, unit, day)).collect();
        let centres: Vec<(UnitId, Option<Point>)> =
            communes.iter().map(|commune| (commune.unit, tree.centroid(commune.unit))).collect();
        for (commune, (own, centre)) in communes.iter_mut().zip(&centres) {
            let Some(centre) = centre else { continue };
            let others = centres.iter().filter(|(other, _)| other != own);
            let near = others.filter_map(|(id, at)| Some((distance_km((*at)?, *centre), *id)));
            commune.neighbour =
                near.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|found| found.1);
        }
        communes
    }

    fn commune(&self, tree: &Tree, unit: &Unit, day: Day) -> Option<Commune> {
        let present = if unit.stands_on(self.present) {
            vec![unit.id]
        } else {
            tree.standing_for(unit.id, self.present)
        };
        let within = |set: &HashSet<UnitId>| present.iter().any(|id| set.contains(id));
        if self.only.as_ref().is_some_and(|only| !within(only)) {
            return None;
        }
        let urban = matches!(unit.kind, UnitKind::Ward | UnitKind::Township);
        // What came of several is shared evenly between them.
        let sharers = |id: &UnitId| {
            if present == [unit.id] { 1.0 } else { tree.standing_for(*id, day).len().max(1) as f64 }
        };
        let people: f64 =
            present.iter().map(|id| self.people.get(id).copied().unwrap_or(20_000.0) / sharers(id)).sum();
        // The office keeps its character over the years: chance is seeded by its own id.
        let mut chance = Chance::new(unit.id.0.as_u64_pair().0);
        Some(Commune {
            unit: unit.id,
            name: unit.name.clone(),
            ground: Ground {
                urban,
                low: within(&self.low),
                ring: within(&self.ring),
                thirsty: within(&self.thirsty),
            },
            weight: people.powf(0.6) * if urban { 1.25 } else { 1.0 },
            late: 0.02 + 0.17 * chance.unit().powi(2),
            slow: 0.6 + 0.9 * chance.unit(),
            spots: spots(tree, unit, day),
            neighbour: None,
        })
    }
}

/// The villages of a commune, each around a point of its own, or the commune itself where none are known.
fn spots(tree: &Tree, commune: &Unit, day: Day) -> Vec<Spot> {
    let centre = tree.centroid(commune.id);
    let around = |unit: UnitId, radius_km: f64| {
        let centre = centre?;
        let mut chance = Chance::new(unit.0.as_u64_pair().1);
        Some(moved(&mut chance, centre, radius_km))
    };
    let radius_km = (commune.area_km2.unwrap_or(3.0) / std::f64::consts::PI).sqrt() * 0.8;
    let villages = tree.children(commune.id, day).filter(|unit| unit.level() == Level::Village);
    let mut spots: Vec<Spot> = villages
        .map(|unit| Spot {
            unit: unit.id,
            village: Some(unit.name.clone()),
            point: around(unit.id, radius_km),
        })
        .collect();
    if spots.is_empty() {
        spots.push(Spot { unit: commune.id, village: None, point: around(commune.id, radius_km * 0.3) });
    }
    spots
}

/// A point up to so many kilometres away.
pub(crate) fn moved(chance: &mut Chance, from: Point, radius_km: f64) -> Point {
    let (turn, away) = (chance.unit() * std::f64::consts::TAU, chance.unit().sqrt() * radius_km);
    let kilometres_per_degree = 111.2;
    let lat = from.lat + away * turn.sin() / kilometres_per_degree;
    let lon = from.lon + away * turn.cos() / (kilometres_per_degree * from.lat.to_radians().cos());
    Point { lat: (lat * 1e5).round() / 1e5, lon: (lon * 1e5).round() / 1e5 }
}
