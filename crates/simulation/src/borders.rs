//! Made-up borders: each commune gets what lies nearer to its centroid than to any other. They show how a map works and
//! must never pass for real ones; whoever brings them in marks them as simulated.

use danvan_domain::{
    time::Day,
    units::{Level, Point, Tree},
};
use std::fmt::Write;

/// How far the outermost communes reach beyond their centroids, in degrees: about five kilometres.
const MARGIN: f64 = 0.05;

/// The made-up borders of the communes of a day, as a GeoJSON FeatureCollection with the units' own ids.
pub fn borders(tree: &Tree, on: Day) -> String {
    let communes: Vec<_> = tree
        .at_level(Level::Commune, on)
        .filter_map(|unit| Some((unit.id, tree.centroid(unit.id)?)))
        .collect();
    let centres: Vec<Point> = communes.iter().map(|(_, centre)| *centre).collect();
    let mut features = Vec::new();
    for (at, (id, _)) in communes.iter().enumerate() {
        let cell = cell(&centres, at);
        if cell.len() < 3 {
            continue;
        }
        let mut ring = String::new();
        for (x, y) in cell.iter().chain(cell.first()) {
            // Writing to a String cannot fail.
            let _ = write!(ring, "{}[{x:.6},{y:.6}]", if ring.is_empty() { "" } else { "," });
        }
        features.push(format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"id\":\"{id}\"}},\"geometry\":{{\"type\":\"Polygon\",\
             \"coordinates\":[[{ring}]]}}}}"
        ));
    }
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
}

/// The part of the box around all centres that lies nearer to one of them than to any other: the box, cut by the line
/// half way to each other one.
fn cell(centres: &[Point], own: usize) -> Vec<(f64, f64)> {
    let ends = |of: fn(&Point) -> f64| {
        let low = centres.iter().map(of).fold(f64::INFINITY, f64::min);
        let high = centres.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        (low - MARGIN, high + MARGIN)
    };
    let ((west, east), (south, north)) = (ends(|at| at.lon), ends(|at| at.lat));
    let mut cell = vec![(west, south), (east, south), (east, north), (west, north)];
    let me = centres[own];
    for other in centres.iter().enumerate().filter(|(at, _)| *at != own).map(|(_, other)| other) {
        let (dx, dy) = (other.lon - me.lon, other.lat - me.lat);
        if dx == 0.0 && dy == 0.0 {
            continue;
        }
        let middle = (f64::midpoint(me.lon, other.lon), f64::midpoint(me.lat, other.lat));
        // Above nothing on the other's side.
        let side = |(x, y): (f64, f64)| (x - middle.0) * dx + (y - middle.1) * dy;
        cell = cut(&cell, side);
    }
    cell
}

/// What of a convex ring lies where `side` is not above nothing.
fn cut(ring: &[(f64, f64)], side: impl Fn((f64, f64)) -> f64) -> Vec<(f64, f64)> {
    let mut kept = Vec::with_capacity(ring.len() + 1);
    for (at, from) in ring.iter().copied().enumerate() {
        let to = ring[(at + 1) % ring.len()];
        let (here, there) = (side(from), side(to));
        if here <= 0.0 {
            kept.push(from);
        }
        if (here < 0.0 && there > 0.0) || (here > 0.0 && there < 0.0) {
            let part = here / (here - there);
            kept.push((from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_ends_half_way_to_its_neighbours() {
        let at = |lon, lat| Point { lat, lon };
        let centres = [at(105.0, 21.0), at(106.0, 21.0), at(105.0, 22.0)];
        let cell = cell(&centres, 0);
        let most = |of: fn(&(f64, f64)) -> f64| cell.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        assert!((most(|at| at.0) - 105.5).abs() < 1e-9 && (most(|at| at.1) - 21.5).abs() < 1e-9, "{cell:?}");
        assert_eq!(cell.len(), 4);
    }
}
