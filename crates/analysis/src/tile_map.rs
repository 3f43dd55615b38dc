//! Equal-area tile maps: one hexagon per commune, near where the commune lies, so that a small ward is as easy to see as a
//! wide commune.
//!
//! The centroids are spread until none is nearer than one tile, each pulled gently back to its place; then each gets a cell
//! of a hexagonal grid so that the sum of squared distances is least. The same centroids in the same order always give the
//! same map.

mod assignment;
mod labels;
mod spreading;

pub use labels::{labels, short_label};

/// Where a commune lies, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Centroid {
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
}

/// The height of a row of pointed-top hexagons whose centres stand one tile apart.
const ROW: f64 = 0.866_025_403_784_438_6;

/// From a hexagon's centre to its corner, in tiles.
const RADIUS: f64 = 0.577_350_269_189_625_8;

/// A cell of the grid in axial coordinates. The six neighbours of a cell differ by (±1, 0), (0, ±1), (1, −1), (−1, 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// Along the row, growing to the east.
    pub q: i32,
    /// The row, growing to the south.
    pub r: i32,
}

impl Cell {
    /// The centre, in tiles, x to the east and y to the south.
    pub fn centre(self) -> (f64, f64) {
        (f64::from(self.q) + f64::from(self.r) / 2.0, f64::from(self.r) * ROW)
    }

    /// Steps from cell to cell, 1 for neighbours.
    pub fn steps_to(self, other: Cell) -> i32 {
        let (q, r) = (self.q - other.q, self.r - other.r);
        (q.abs() + r.abs() + (q + r).abs()) / 2
    }
}

/// A cell for each centroid, in the order given, no cell twice.
pub fn cells(centroids: &[Centroid]) -> Vec<Cell> {
    let spread = spreading::spread(&projected(centroids));
    let free = cells_around(&spread);
    let chosen = assignment::least_total(spread.len(), free.len(), |point, cell| {
        squared_distance(spread[point], free[cell].centre())
    });
    chosen.into_iter().map(|cell| free[cell]).collect()
}

/// A hexagon on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hexagon {
    /// Its centre.
    pub centre: (f64, f64),
    /// Its corners from the top, clockwise.
    pub corners: [(f64, f64); 6],
}

impl Hexagon {
    /// The corners as SVG writes them in `points`, to a tenth of a unit.
    pub fn points(&self) -> String {
        self.corners.map(|(x, y)| format!("{x:.1},{y:.1}")).join(" ")
    }
}

/// A drawing of cells in a view box.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// A hexagon for each cell, in the order given.
    pub hexagons: Vec<Hexagon>,
    /// From the centres of neighbouring hexagons to each other; text in a tile should be narrower than this.
    pub tile: f64,
    /// The height the drawing needs at the width asked for; the view box is `0 0 width height`.
    pub height: f64,
}

/// Draws cells as wide as `width`, with `margin` around and a gap between tiles as a share of a tile (0 to 0.5).
pub fn fit(cells: &[Cell], width: f64, margin: f64, gap: f64) -> Drawing {
    let centres: Vec<(f64, f64)> = cells.iter().map(|cell| cell.centre()).collect();
    let ends = |axis: fn(&(f64, f64)) -> f64| {
        let low = centres.iter().map(axis).fold(f64::INFINITY, f64::min);
        let high = centres.iter().map(axis).fold(f64::NEG_INFINITY, f64::max);
        if low <= high { (low, high) } else { (0.0, 0.0) }
    };
    let ((left, right), (top, bottom)) = (ends(|centre| centre.0), ends(|centre| centre.1));
    let tile = (width - 2.0 * margin).max(0.0) / (right - left + 1.0);
    let radius = RADIUS * tile * (1.0 - gap.clamp(0.0, 0.5));
    let place = |(x, y): (f64, f64)| (margin + (x - left + 0.5) * tile, margin + (y - top + RADIUS) * tile);
    Drawing {
        hexagons: centres.iter().map(|centre| hexagon(place(*centre), radius)).collect(),
        tile,
        height: (bottom - top + 2.0 * RADIUS) * tile + 2.0 * margin,
    }
}

fn hexagon(centre: (f64, f64), radius: f64) -> Hexagon {
    let side = radius * ROW;
    let corners = [
        (0.0, -radius),
        (side, -radius / 2.0),
        (side, radius / 2.0),
        (0.0, radius),
        (-side, radius / 2.0),
        (-side, -radius / 2.0),
    ];
    Hexagon { centre, corners: corners.map(|(x, y)| (centre.0 + x, centre.1 + y)) }
}

/// Centroids in tiles: x to the east, y to the south, scaled so that the points' box holds somewhat more tiles than needed.
fn projected(centroids: &[Centroid]) -> Vec<(f64, f64)> {
    let known: Vec<&Centroid> =
        centroids.iter().filter(|place| place.longitude.is_finite() && place.latitude.is_finite()).collect();
    let mean = |of: fn(&Centroid) -> f64| {
        known.iter().map(|place| of(place).clamp(-180.0, 180.0)).sum::<f64>() / known.len().max(1) as f64
    };
    let (longitude, latitude) = (mean(|place| place.longitude), mean(|place| place.latitude));
    let narrowing = latitude.to_radians().cos().abs().max(0.05);
    let flat: Vec<(f64, f64)> = centroids
        .iter()
        .map(|place| {
            let known = place.longitude.is_finite() && place.latitude.is_finite();
            // A commune whose place is unknown stands in the middle rather than nowhere.
            let (east, north) = if known { (place.longitude, place.latitude) } else { (longitude, latitude) };
            ((east.clamp(-180.0, 180.0) - longitude) * narrowing, latitude - north.clamp(-180.0, 180.0))
        })
        .collect();
    let extent = |axis: fn(&(f64, f64)) -> f64| {
        let low = flat.iter().map(axis).fold(f64::INFINITY, f64::min);
        let high = flat.iter().map(axis).fold(f64::NEG_INFINITY, f64::max);
        (high - low).max(1e-9)
    };
    let (wide, high) = (extent(|point| point.0), extent(|point| point.1));
    let needed = flat.len() as f64 * ROW * ROOM;
    // On a line the box has no area: then the longer side decides.
    let scale = (needed / (wide * high)).sqrt().min(flat.len() as f64 / wide.max(high));
    flat.into_iter().map(|(x, y)| (x * scale, y * scale)).collect()
}

/// How many times the tiles' area the centroids' box holds; a city fills about half of its box.
const ROOM: f64 = 1.8;

/// Cells near any of the points, enough for all of them.
fn cells_around(points: &[(f64, f64)]) -> Vec<Cell> {
    let mut reach = 1.5_f64;
    loop {
        let mut cells = std::collections::BTreeSet::new();
        for (x, y) in points {
            let middle_row = (y / ROW).round() as i32;
            let rows = reach.ceil() as i32 + 1;
            for r in middle_row - rows..=middle_row + rows {
                let middle = (x - f64::from(r) / 2.0).round() as i32;
                for q in middle - rows..=middle + rows {
                    let cell = Cell { q, r };
                    if squared_distance(cell.centre(), (*x, *y)) <= reach * reach {
                        cells.insert(cell);
                    }
                }
            }
        }
        if cells.len() >= points.len() {
            return cells.into_iter().collect();
        }
        reach *= 1.5;
    }
}

fn squared_distance(one: (f64, f64), other: (f64, f64)) -> f64 {
    (one.0 - other.0).powi(2) + (one.1 - other.1).powi(2)
}

#[cfg(test)]
mod tests;
