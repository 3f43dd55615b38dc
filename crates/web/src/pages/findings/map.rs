//! The map of a finding: its communes among all of the city's.

use crate::{
    drawing::{
        classes::Classes,
        tiles::{Arrangement, Shown, TileMap},
    },
    pages::{cases::names, overview::arranged},
    shell::Shell,
    site::Site,
};
use danvan_actions::{Facts, findings::Opened};
use danvan_domain::{ids::UnitId, units::Level};
use std::collections::HashMap;

/// A class of the legend.
pub(super) struct Swatch {
    pub(super) class: String,
    pub(super) words: String,
}

/// A map, as its template reads it.
pub(super) struct Map {
    pub(super) drawing: TileMap,
    pub(super) legend: Vec<Swatch>,
}

/// The class of places that are in it without a number that may be told.
const PLAIN: usize = 4;

/// Draws the communes of a finding; nothing where it is about no commune, or about the city alone.
pub(super) async fn map(site: &Site, shell: &Shell, found: &Opened) -> Option<Map> {
    let (facts, today) = (site.house.facts(), site.house.today());
    let is_commune = |unit: UnitId| facts.tree.get(unit).is_some_and(|it| it.level() == Level::Commune);
    let counts: HashMap<UnitId, Option<i64>> = found
        .rows
        .iter()
        .filter(|(place, _)| is_commune(place.place))
        .map(|(place, n)| (place.place, *n))
        .collect();
    let city = facts.tree.at_or_above(*counts.keys().next()?, Level::City)?.id;
    let units: Vec<UnitId> = facts
        .tree
        .at_level(Level::Commune, today)
        .filter(|unit| facts.tree.is_under(unit.id, city, today))
        .map(|unit| unit.id)
        .collect();
    if units.len() < 2 {
        return None;
    }
    let arrangement = arranged(site, &facts, units).await?;
    Some(draw(shell, &facts, &arrangement, &counts))
}

fn draw(
    shell: &Shell,
    facts: &Facts,
    arrangement: &Arrangement,
    counts: &HashMap<UnitId, Option<i64>>,
) -> Map {
    let classes = Classes::of(counts.values().flatten().map(|count| *count as f64));
    let drawing = TileMap::draw(arrangement, |id| {
        let name = names::unit(facts, id);
        let (class, value) = match counts.get(&id) {
            None => (0, shell.say("finding-map-outside")),
            Some(None) => (PLAIN, shell.say("finding-map-few")),
            Some(Some(count)) => {
                (classes.class(*count as f64).max(1), shell.say_count("finding-voices", *count))
            }
        };
        Some(Shown {
            href: format!("/findings?unit={id}"),
            title: format!("{name}: {value}"),
            class: Some(class),
            is_current: counts.contains_key(&id),
            name,
        })
    });
    let swatch = |class: usize, key: &str| Swatch { class: format!("q{class}"), words: shell.say(key) };
    Map {
        drawing,
        legend: vec![
            swatch(0, "finding-map-outside"),
            swatch(1, "finding-map-less"),
            swatch(6, "finding-map-more"),
        ],
    }
}
