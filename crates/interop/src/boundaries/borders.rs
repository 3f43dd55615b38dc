//! All borders of a house in memory: where a point lies, and outlines light enough for a page.

use danvan_domain::{
    ids::UnitId,
    units::{Boundaries, Point},
};
use geo::{BoundingRect, Coord, Intersects, LineString, MultiPolygon, Polygon, Rect};
use geojson::GeometryValue;
use std::collections::HashMap;

/// The grid of outlines in degrees: about 55 metres, less than a pixel of a city on a screen. Rounding to a grid moves a
/// corner of two neighbours to the same place, so that no gaps open between them.
const GRID: f64 = 0.000_5;

/// Where one unit's border runs.
#[derive(Clone, Debug)]
pub struct Border {
    /// The unit.
    pub unit: UnitId,
    /// Who says so.
    pub source: String,
    /// Whether it is made up.
    pub simulated: bool,
    /// Its outline as GeoJSON geometry, simplified for pages.
    pub outline: String,
    shape: MultiPolygon<f64>,
    around: Rect<f64>,
}

/// Where borders run.
#[derive(Clone, Debug, Default)]
pub struct Borders {
    list: Vec<Border>,
    index: HashMap<UnitId, usize>,
}

impl Borders {
    /// Reads borders as they are kept: unit, GeoJSON geometry, source, whether made up. One that cannot be read, or holds
    /// no area, is left out and named.
    pub fn read(rows: impl IntoIterator<Item = (UnitId, String, String, bool)>) -> (Self, Vec<UnitId>) {
        let (mut borders, mut unreadable) = (Self::default(), Vec::new());
        for (unit, geojson, source, simulated) in rows {
            let shape = shape(&geojson);
            let Some((shape, around)) = shape
                .and_then(|shape| Some((shape.bounding_rect()?, shape)))
                .map(|(around, shape)| (shape, around))
            else {
                unreadable.push(unit);
                continue;
            };
            let outline = outline(&shape);
            borders.index.insert(unit, borders.list.len());
            borders.list.push(Border { unit, source, simulated, outline, shape, around });
        }
        (borders, unreadable)
    }

    /// Whether no border is known.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// A unit's border.
    pub fn of(&self, unit: UnitId) -> Option<&Border> {
        self.list.get(*self.index.get(&unit)?)
    }

    /// Every border, in the order of the units' ids.
    pub fn all(&self) -> &[Border] {
        &self.list
    }
}

impl Boundaries for Borders {
    fn containing(&self, point: Point) -> Vec<UnitId> {
        let at = Coord { x: point.lon, y: point.lat };
        let near = self.list.iter().filter(|border| border.around.intersects(&at));
        near.filter(|border| border.shape.intersects(&at)).map(|border| border.unit).collect()
    }
}

/// A geometry that was checked when it was taken in.
fn shape(geojson: &str) -> Option<MultiPolygon<f64>> {
    let polygons = match serde_json::from_str(geojson).ok()? {
        GeometryValue::Polygon { coordinates } => vec![coordinates],
        GeometryValue::MultiPolygon { coordinates } => coordinates,
        _ => return None,
    };
    let ring = |points: &Vec<geojson::Position>| -> Option<LineString<f64>> {
        let coordinate = |position: &geojson::Position| match position.as_slice() {
            [x, y, ..] => Some(Coord { x: *x, y: *y }),
            _ => None,
        };
        points.iter().map(coordinate).collect::<Option<Vec<_>>>().map(LineString)
    };
    let polygon = |rings: &geojson::PolygonType| {
        let mut rings = rings.iter().map(ring).collect::<Option<Vec<_>>>()?.into_iter();
        Some(Polygon::new(rings.next()?, rings.collect()))
    };
    polygons.iter().map(polygon).collect::<Option<Vec<_>>>().map(MultiPolygon)
}

/// The outline on the grid. A ring that shrinks to nothing is left out, unless it is the unit's only one.
fn outline(shape: &MultiPolygon<f64>) -> String {
    let polygon = |polygon: &Polygon<f64>| {
        let outer = on_grid(polygon.exterior())?;
        Some(Polygon::new(outer, polygon.interiors().iter().filter_map(on_grid).collect()))
    };
    let simple: Vec<Polygon<f64>> = shape.0.iter().filter_map(polygon).collect();
    let simple = if simple.is_empty() { shape.clone() } else { MultiPolygon(simple) };
    super::geometry(&simple, |value| (value * 1e4).round() / 1e4).to_string()
}

/// A ring on the grid without points that stand on the way from one to the next; `None` when no area is left.
fn on_grid(ring: &LineString<f64>) -> Option<LineString<f64>> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "360 degrees hold fewer than a million steps of the grid"
    )]
    let step = |value: f64| (value / GRID).round() as i64;
    let mut kept: Vec<(i64, i64)> = Vec::new();
    for at in ring.0.iter().map(|at| (step(at.x), step(at.y))) {
        if kept.last() == Some(&at) {
            continue;
        }
        if let [.., a, b] = kept[..]
            && (b.0 - a.0) * (at.1 - b.1) == (b.1 - a.1) * (at.0 - b.0)
            && (b.0 - a.0) * (at.0 - b.0) + (b.1 - a.1) * (at.1 - b.1) > 0
        {
            kept.pop();
        }
        kept.push(at);
    }
    let degrees = |(x, y): (i64, i64)| Coord { x: x as f64 * GRID, y: y as f64 * GRID };
    (kept.len() >= 4).then(|| LineString(kept.into_iter().map(degrees).collect()))
}
