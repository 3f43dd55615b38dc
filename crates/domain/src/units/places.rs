//! Where units lie: centroids, and which unit a point falls in.

use super::{Level, Point, Tree, Unit};
use crate::{ids::UnitId, time::Day};

/// Somebody who knows where borders run. Without one, a point belongs to the nearest centroid.
pub trait Boundaries: Send + Sync {
    /// Every unit of any day and level within or on whose border a point lies: its days are those of the unit.
    fn containing(&self, point: Point) -> Vec<UnitId>;
}

/// The unit a point was placed in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Located {
    /// The commune.
    pub unit: UnitId,
    /// True when a border says so; false when it is only the nearest.
    pub inside: bool,
    /// Kilometres from the point to the unit's centroid, when it has one.
    pub distance_km: Option<f64>,
}

/// A point farther than this from every centroid lies in none of our communes.
const FARTHEST_KM: f64 = 25.0;

/// Kilometres between two points along the earth's surface.
pub fn distance_km(a: Point, b: Point) -> f64 {
    let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let chord = half(b.lat - a.lat) + lat_a.cos() * lat_b.cos() * half(b.lon - a.lon);
    2.0 * 6371.0 * chord.sqrt().min(1.0).asin()
}

impl Tree {
    /// A unit's own centroid, else that of what it is made of, became, or lies in.
    pub fn centroid(&self, id: UnitId) -> Option<Point> {
        self.centroid_within(id, 4)
    }

    fn centroid_within(&self, id: UnitId, steps: u8) -> Option<Point> {
        let unit = self.get(id)?;
        if unit.centroid.is_some() || steps == 0 {
            return unit.centroid;
        }
        let after = self.successors(id).filter_map(|step| self.centroid_within(step.to.id, steps - 1));
        middle(after.collect()).or_else(|| unit.parent.and_then(|parent| self.get(parent)?.centroid))
    }

    /// The commune that contains a point on a day, or the nearest one within 25 km.
    pub fn locate(&self, point: Point, day: Day) -> Option<Located> {
        let valid = (-90.0..=90.0).contains(&point.lat) && (-180.0..=180.0).contains(&point.lon);
        if !valid {
            return None;
        }
        let distance = |unit: UnitId| self.centroid(unit).map(|centre| distance_km(point, centre));
        if let Some(unit) = self.inside(point, day, distance) {
            return Some(Located { unit, inside: true, distance_km: distance(unit) });
        }
        let near = |unit: &Unit| Some((distance(unit.id)?, unit.id));
        let nearest = self.at_level(Level::Commune, day).filter_map(near).min_by(|a, b| a.0.total_cmp(&b.0));
        let (distance, unit) = nearest.filter(|(distance, _)| *distance <= FARTHEST_KM)?;
        Some(Located { unit, inside: false, distance_km: Some(distance) })
    }
}

impl Tree {
    /// The commune of a day within whose border a point lies; of several, as on a shared border, the nearest.
    fn inside(&self, point: Point, day: Day, distance: impl Fn(UnitId) -> Option<f64>) -> Option<UnitId> {
        let stands = |id: &UnitId| {
            self.get(*id).is_some_and(|unit| unit.level() == Level::Commune && unit.stands_on(day))
        };
        let far = |id: &UnitId| distance(*id).unwrap_or(f64::INFINITY);
        let found = self.boundaries.as_ref()?.containing(point).into_iter().filter(stands);
        found.min_by(|a, b| far(a).total_cmp(&far(b)).then(a.cmp(b)))
    }
}

/// The mean of some points.
pub(super) fn middle(points: Vec<Point>) -> Option<Point> {
    let count = points.len() as f64;
    let sum = points.into_iter().reduce(|a, b| Point { lat: a.lat + b.lat, lon: a.lon + b.lon })?;
    Some(Point { lat: sum.lat / count, lon: sum.lon / count })
}
