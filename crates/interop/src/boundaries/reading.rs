//! Reading a FeatureCollection: every fault of every feature, so that somebody mending a file sees all of them at once.

use super::Fault;
use danvan_domain::refusals::Note;
use geo::{Coord, LineString, MultiPolygon, Polygon, algorithm::Validation};
use geojson::{GeometryValue, JsonObject, PolygonType, Position};
use serde_json::Value;

/// Names under which WGS 84 in degrees, longitude first, goes.
const WGS84: [&str; 8] = [
    "urn:ogc:def:crs:ogc:1.3:crs84",
    "urn:ogc:def:crs:ogc::crs84",
    "http://www.opengis.net/def/crs/ogc/1.3/crs84",
    "ogc:crs84",
    "crs84",
    "urn:ogc:def:crs:epsg::4326",
    "epsg:4326",
    "wgs84",
];

/// Checking a ring takes as long as the square of its points; a map of a country needs fewer.
const MOST_POINTS: usize = 20_000;

/// A feature whose area is sound.
#[derive(Clone, Debug)]
pub struct Feature {
    /// Its number in the file, from 1.
    pub number: usize,
    /// What the file says of it.
    pub properties: JsonObject,
    /// Its area.
    pub shape: MultiPolygon<f64>,
}

/// Reads the features of a file.
///
/// # Errors
/// Each fault with the number of its feature: no GeoJSON, another system of coordinates, something else than areas, rings
/// that are not closed, too short, crossing themselves or each other, coordinates out of range.
pub fn read(bytes: &[u8]) -> Result<Vec<Feature>, Vec<Fault>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let not_json = |reason: String| vec![Fault::file(Note::new("boundary-not-json").with("reason", reason))];
    let mut whole: Value = serde_json::from_slice(bytes).map_err(|error| not_json(error.to_string()))?;
    if let Some(crs) = whole.get("crs") {
        check_system(crs).map_err(|note| vec![Fault::file(note)])?;
    }
    let kind = whole.get("type").and_then(Value::as_str).unwrap_or("–").to_owned();
    let Some(Value::Array(features)) = whole.get_mut("features").filter(|_| kind == "FeatureCollection")
    else {
        return Err(vec![Fault::file(Note::new("boundary-not-collection").with("found", kind))]);
    };
    if features.is_empty() {
        return Err(vec![Fault::file(Note::new("boundary-no-feature"))]);
    }
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for (at, value) in std::mem::take(features).into_iter().enumerate() {
        match feature(at + 1, value) {
            Ok(feature) => found.push(feature),
            Err(note) => faults.push(Fault::at(at + 1, note)),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// GeoJSON is WGS 84 by its standard; older files name a system.
fn check_system(crs: &Value) -> Result<(), Note> {
    if crs.is_null() {
        return Ok(());
    }
    let name = crs.pointer("/properties/name").or_else(|| crs.pointer("/properties/href"));
    let name = name.and_then(Value::as_str).map_or_else(|| crs.to_string(), str::to_owned);
    if WGS84.contains(&name.to_lowercase().as_str()) {
        return Ok(());
    }
    Err(Note::new("boundary-other-system").with("system", name))
}

fn feature(number: usize, value: Value) -> Result<Feature, Note> {
    let malformed = |error: serde_json::Error| Note::new("boundary-not-json").with("reason", error);
    let feature: geojson::Feature = serde_json::from_value(value).map_err(malformed)?;
    let shape = match feature.geometry.map(|geometry| geometry.value) {
        Some(GeometryValue::Polygon { coordinates }) => vec![coordinates],
        Some(GeometryValue::MultiPolygon { coordinates }) => coordinates,
        Some(other) => return Err(Note::new("boundary-not-an-area").with("found", other.type_name())),
        None => return Err(Note::new("boundary-not-an-area").with("found", "null")),
    };
    let polygons = shape.iter().map(polygon).collect::<Result<Vec<_>, Note>>()?;
    if polygons.is_empty() {
        return Err(Note::new("boundary-empty"));
    }
    let shape = MultiPolygon(polygons);
    shape.check_validation().map_err(|wrong| Note::new("boundary-crossing").with("reason", wrong))?;
    Ok(Feature { number, properties: feature.properties.unwrap_or_default(), shape })
}

fn polygon(rings: &PolygonType) -> Result<Polygon<f64>, Note> {
    let mut rings = rings.iter().map(|points| ring(points)).collect::<Result<Vec<_>, Note>>()?.into_iter();
    let outer = rings.next().ok_or_else(|| Note::new("boundary-empty"))?;
    Ok(Polygon::new(outer, rings.collect()))
}

fn ring(points: &[Position]) -> Result<LineString<f64>, Note> {
    if points.is_empty() {
        return Err(Note::new("boundary-empty"));
    }
    if points.len() > MOST_POINTS {
        return Err(Note::new("boundary-too-fine").with("points", points.len()).with("most", MOST_POINTS));
    }
    let line = points.iter().map(coordinate).collect::<Result<Vec<Coord<f64>>, Note>>()?;
    if line.first() != line.last() {
        return Err(Note::new("boundary-open-ring"));
    }
    if line.len() < 4 {
        return Err(Note::new("boundary-short-ring").with("points", line.len()));
    }
    Ok(LineString(line))
}

fn coordinate(position: &Position) -> Result<Coord<f64>, Note> {
    let &[x, y, ..] = position.as_slice() else { return Err(Note::new("boundary-no-coordinate")) };
    let in_range = (-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y);
    if !in_range {
        return Err(Note::new("boundary-out-of-range").with("longitude", x).with("latitude", y));
    }
    Ok(Coord { x, y })
}
