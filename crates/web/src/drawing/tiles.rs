//! The map of tiles: one hexagon per commune, each a link with its full name and value.

use danvan_analysis::tile_map::{Centroid, Drawing, cells, fit, labels};
use danvan_domain::{ids::UnitId, time::Day, units::Tree};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Labels are left out where there are more tiles than this, because nobody could read them.
const MOST_LABELLED: usize = 200;
/// From centre to centre, in units of the drawing; the style sheet's letters fit in it.
const TILE: f64 = 36.4;
/// Room around the tiles.
const MARGIN: f64 = 4.0;
/// The gap between tiles, as a share of a tile.
const GAP: f64 = 0.06;
/// How many arrangements are kept: one per unit and structure that somebody looks at.
const MOST_KEPT: usize = 64;

/// What names an arrangement: the units in order, and how many rows and links the tree had.
type Key = (Vec<UnitId>, usize, usize);

/// Arrangements of tiles that were worked out before.
#[derive(Debug, Default)]
pub struct Arrangements {
    kept: Mutex<HashMap<Key, Arc<Arrangement>>>,
}

/// Where the tile of each unit stands.
#[derive(Debug)]
pub struct Arrangement {
    /// The units, in the order of the hexagons.
    pub units: Vec<UnitId>,
    /// The hexagons.
    pub drawing: Drawing,
    /// How wide the drawing is.
    pub width: f64,
}

impl Arrangements {
    /// The arrangement of some units, if it was worked out before.
    pub fn known(&self, tree: &Tree, units: &[UnitId]) -> Option<Arc<Arrangement>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key(tree, units)).cloned()
    }

    /// The arrangement of some units, worked out once. It takes a moment for some hundred units: call it where
    /// waiting is allowed.
    pub fn of(&self, tree: &Tree, units: &[UnitId]) -> Arc<Arrangement> {
        if let Some(found) = self.known(tree, units) {
            return found;
        }
        let arrangement = Arc::new(Arrangement::of(tree, units));
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key(tree, units), Arc::clone(&arrangement));
        arrangement
    }
}

fn key(tree: &Tree, units: &[UnitId]) -> Key {
    (units.to_vec(), tree.units().len(), tree.links().len())
}

impl Arrangement {
    /// Works an arrangement out. A unit whose place is unknown stands in the middle.
    pub fn of(tree: &Tree, units: &[UnitId]) -> Self {
        let centroids: Vec<Centroid> = units
            .iter()
            .map(|unit| match tree.centroid(*unit) {
                Some(point) => Centroid { longitude: point.lon, latitude: point.lat },
                None => Centroid { longitude: f64::NAN, latitude: f64::NAN },
            })
            .collect();
        let cells = cells(&centroids);
        let narrow = fit(&cells, 100.0, 0.0, 0.0);
        let across = if narrow.tile > 0.0 { 100.0 / narrow.tile } else { 1.0 };
        let width = (across * TILE + 2.0 * MARGIN).max(240.0);
        Self { units: units.to_vec(), drawing: fit(&cells, width, MARGIN, GAP), width }
    }
}

/// One tile of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// Where it leads.
    pub href: String,
    /// Full name and value.
    pub title: String,
    /// The class of its colour: `q0` to `q6`, or `q-hidden`.
    pub class: String,
    /// Its middle, across.
    pub x: String,
    /// Its middle, down.
    pub y: String,
    /// The few letters that stand in it; empty where there is no room.
    pub label: String,
    /// Their base line.
    pub base: String,
    /// Whether the reader stands on it.
    pub is_current: bool,
}

/// A map of tiles, ready for its template.
#[derive(Clone, Debug, PartialEq)]
pub struct TileMap {
    /// As the view box says it: `0 0 578 621`.
    pub view_box: String,
    /// The outline of every tile, around its middle.
    pub outline: String,
    /// The tiles.
    pub tiles: Vec<Tile>,
    /// Whether letters stand in the tiles.
    pub is_labelled: bool,
}

/// What a tile shows.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The unit's full name.
    pub name: String,
    /// Where the tile leads.
    pub href: String,
    /// Full name and value.
    pub title: String,
    /// Its class, or `None` for a hidden value.
    pub class: Option<usize>,
    /// Whether the reader stands on it.
    pub is_current: bool,
}

impl TileMap {
    /// Draws an arrangement; `shown` says what the tile of each unit shows. A unit of which nothing is said has no tile.
    pub fn draw(arrangement: &Arrangement, mut shown: impl FnMut(UnitId) -> Option<Shown>) -> Self {
        let is_labelled = arrangement.units.len() <= MOST_LABELLED;
        let tiles = arrangement.units.iter().zip(&arrangement.drawing.hexagons);
        let told: Vec<(Shown, (f64, f64))> =
            tiles.filter_map(|(unit, hexagon)| Some((shown(*unit)?, hexagon.centre))).collect();
        let names: Vec<&str> = told.iter().map(|(shown, _)| shown.name.as_str()).collect();
        let letters = if is_labelled { labels(&names) } else { vec![String::new(); names.len()] };
        let tiles = told.into_iter().zip(letters).map(|((shown, (x, y)), label)| Tile {
            href: shown.href,
            title: shown.title,
            class: shown.class.map_or_else(|| "q-hidden".to_owned(), |class| format!("q{class}")),
            // Whole numbers: half a unit is a seventieth of a tile, and hundreds of tiles stand on a page.
            x: format!("{x:.0}"),
            y: format!("{y:.0}"),
            label,
            base: format!("{:.0}", y + 2.7),
            is_current: shown.is_current,
        });
        let outline = arrangement.drawing.hexagons.first().map(|first| {
            let corners =
                first.corners.map(|(x, y)| format!("{:.1} {:.1}", x - first.centre.0, y - first.centre.1));
            format!("M{}Z", corners.join("L"))
        });
        Self {
            view_box: format!("0 0 {:.0} {:.0}", arrangement.width, arrangement.drawing.height.ceil()),
            outline: outline.unwrap_or_default(),
            tiles: tiles.collect(),
            is_labelled,
        }
    }
}

/// The day on which a unit's structure is shown, for units that began later or ended before: the nearest day of theirs.
pub fn nearest_day(tree: &Tree, unit: UnitId, wished: Day) -> Day {
    let Some(unit) = tree.get(unit) else { return wished };
    let last = unit.valid_to.unwrap_or(wished).max(unit.valid_from);
    wished.clamp(unit.valid_from, last)
}
