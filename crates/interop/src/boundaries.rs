//! Where units' borders run: reading GeoJSON (RFC 7946) of polygons in WGS 84, finding the units they belong to, and
//! answering in which of them a point lies.

mod borders;
mod matching;
mod reading;

pub use borders::{Border, Borders};
pub use matching::{Matched, Properties, match_units};
pub use reading::{Feature, read};

use danvan_domain::refusals::Note;
use geo::MultiPolygon;
use geojson::GeometryValue;

/// What is wrong with a file of borders, and with which of its features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The feature, counted from 1; `None` for the file as a whole.
    pub feature: Option<usize>,
    /// What is wrong, as a sentence of the word files.
    pub note: Note,
}

impl Fault {
    fn file(note: Note) -> Self {
        Self { feature: None, note }
    }

    fn at(feature: usize, note: Note) -> Self {
        Self { feature: Some(feature), note }
    }
}

/// A border as GeoJSON geometry, as it is kept: to a millionth of a degree, a tenth of a metre.
pub fn write(shape: &MultiPolygon<f64>) -> String {
    geometry(shape, |value| (value * 1e6).round() / 1e6).to_string()
}

fn geometry(shape: &MultiPolygon<f64>, round: impl Fn(f64) -> f64) -> GeometryValue {
    let ring = |line: &geo::LineString<f64>| -> Vec<geojson::Position> {
        line.0.iter().map(|at| geojson::Position::from([round(at.x), round(at.y)])).collect()
    };
    let polygon = |polygon: &geo::Polygon<f64>| -> geojson::PolygonType {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
    };
    match shape.0.as_slice() {
        [only] => GeometryValue::Polygon { coordinates: polygon(only) },
        several => GeometryValue::MultiPolygon { coordinates: several.iter().map(polygon).collect() },
    }
}

#[cfg(test)]
mod tests;
