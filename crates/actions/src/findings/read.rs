//! The counts of a city, read from what every unit counted itself, on the structure of a day.

use super::voices::{Spot, Voices};
use crate::{
    figures::{Target, each_voice},
    house::{Done, Facts, House},
};
use danvan_domain::{
    ids::UnitId,
    tallies::Measure,
    time::Day,
    units::{Level, Quality, Unit, WHOLE_PPM},
};
use std::collections::HashMap;

/// Where what a unit counted belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Belongs {
    /// To a commune that stands, by its number; and the village in it that stands for the unit.
    To(usize, Option<UnitId>),
    /// In part to some communes: nobody can say which of it.
    InPart,
    /// To none of them.
    Nowhere,
}

/// The counts of a city up to the day before one.
pub(super) async fn voices(house: &House, city: UnitId, day: Day) -> Done<Voices> {
    let facts = house.facts();
    let mut voices = empty(&facts, city, day);
    let numbers: HashMap<UnitId, usize> = voices.spots.iter().map(|spot| spot.unit).zip(0..).collect();
    let target = Target { tree: &facts.tree, on: day, unit: city, row_level: Level::Commune };
    let mut known: HashMap<UnitId, Belongs> = HashMap::new();
    let mut broken: HashMap<UnitId, Day> = HashMap::new();
    let days = (voices.begin(), day);
    let heard = Measure::HeardConcern as usize..=Measure::HeardHotspot as usize;
    each_voice(house, days, |on, unit, topic, measure, count| {
        let is_heard = heard.contains(&measure);
        if !is_heard && measure != Measure::Received as usize {
            return;
        }
        match *known.entry(unit).or_insert_with(|| belongs(&target, &numbers, unit)) {
            Belongs::To(spot, village) => {
                if let Some(topic) = voices.topic(topic) {
                    voices.add(spot, topic, on, count);
                }
                if let Some(village) = village.filter(|_| is_heard) {
                    voices.tell(village, spot, on, count);
                }
            }
            Belongs::InPart => {
                let last = broken.entry(unit).or_insert(on);
                *last = (*last).max(on);
            }
            Belongs::Nowhere => {}
        }
    })
    .await?;
    // What was counted in part before a day is not known to be whole before it.
    for (unit, last) in broken {
        for (row, ..) in target.parts_of(carried(&target, unit)) {
            if let Some(spot) = row.and_then(|row| numbers.get(&row)).and_then(|at| voices.spots.get_mut(*at))
            {
                spot.whole_from = spot.whole_from.max(last.next());
            }
        }
    }
    Ok(voices)
}

/// The communes of a city and the topics, without any counts.
fn empty(facts: &Facts, city: UnitId, day: Day) -> Voices {
    let tree = &facts.tree;
    let begin = Day::new(1, 1, 1).unwrap_or(day);
    let spot = |unit: &Unit| Spot {
        unit: unit.id,
        at: tree.centroid(unit.id).map(|point| [point.lat, point.lon]),
        people: unit.population.as_ref().map_or(0, |population| population.people),
        whole_from: begin,
    };
    let communes = tree.at_level(Level::Commune, day).filter(|unit| tree.is_under(unit.id, city, day));
    let topics = facts.topics.iter().map(|topic| topic.code.clone()).collect();
    Voices::new(city, communes.map(spot).collect(), topics, day.previous())
}

/// The unit as which something is carried over to another structure: its village, else its commune.
fn carried(target: &Target<'_>, unit: UnitId) -> UnitId {
    let tree = target.tree;
    let village = tree.at_or_above(unit, Level::Village).map(|village| village.id);
    village.or_else(|| tree.at_or_above(unit, Level::Commune).map(|commune| commune.id)).unwrap_or(unit)
}

fn belongs(target: &Target<'_>, numbers: &HashMap<UnitId, usize>, unit: UnitId) -> Belongs {
    let tree = target.tree;
    let Some(commune) = tree.at_or_above(unit, Level::Commune) else { return Belongs::Nowhere };
    let village =
        tree.at_or_above(unit, Level::Village).and_then(|village| tree.today(village.id, target.on));
    if let Some(spot) = numbers.get(&commune.id) {
        return Belongs::To(*spot, village);
    }
    match target.parts_of(carried(target, unit)).as_slice() {
        [(Some(row), WHOLE_PPM, quality)] if *quality != Quality::NotComparable => {
            numbers.get(row).map_or(Belongs::Nowhere, |spot| Belongs::To(*spot, village))
        }
        parts if parts.iter().any(|(row, ..)| row.is_some_and(|row| numbers.contains_key(&row))) => {
            Belongs::InPart
        }
        _ => Belongs::Nowhere,
    }
}
