//! Where places are, and how far they are from one another.

use super::{Column, Refusal, Table, Wrong};

/// Where the places are, one pair for each.
#[derive(Clone, Debug, PartialEq)]
pub enum Coordinates {
    /// East and north on a plane, in any unit; distances are in the same unit.
    Plane(Vec<[f64; 2]>),
    /// Latitude and longitude in degrees; distances are along the sphere, in kilometres.
    Globe(Vec<[f64; 2]>),
}

/// The mean radius of the earth in kilometres.
const EARTH: f64 = 6371.0088;

impl Coordinates {
    /// The pairs as given.
    pub fn pairs(&self) -> &[[f64; 2]] {
        match self {
            Coordinates::Plane(pairs) | Coordinates::Globe(pairs) => pairs,
        }
    }

    /// How far two places are apart, in kilometres on the globe, else in the plane's unit.
    pub fn distance(&self, one: usize, other: usize) -> f64 {
        let ([a, b], [c, d]) = (self.pairs()[one], self.pairs()[other]);
        match self {
            Coordinates::Plane(_) => (a - c).hypot(b - d),
            Coordinates::Globe(_) => {
                let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
                let chord = half(a, c) + a.to_radians().cos() * c.to_radians().cos() * half(b, d);
                2.0 * EARTH * chord.sqrt().min(1.0).asin()
            }
        }
    }

    pub(super) fn check(&self) -> Result<(), Refusal> {
        let pairs = self.pairs();
        if !(2..=usize::from(u16::MAX)).contains(&pairs.len()) {
            return Err(Wrong::Places { places: pairs.len() }.into());
        }
        let (names, limits) = match self {
            Coordinates::Plane(_) => (["x", "y"], [f64::MAX, f64::MAX]),
            Coordinates::Globe(_) => (["latitude", "longitude"], [90.0, 360.0]),
        };
        for (row, pair) in pairs.iter().enumerate() {
            for ((value, column), limit) in pair.iter().copied().zip(names).zip(limits) {
                if value.is_nan() || value.abs() > limit {
                    let wrong = Wrong::Value { value };
                    return Err(wrong.at(row + 1, Column::named(column)).within(Table::Coordinates));
                }
            }
        }
        Ok(())
    }
}

/// A place with the square of its distance from a centre, of which only the order and equality matter.
pub(super) type Far = (f64, u32);

/// All places in the order of their distance from one, measured by an ellipse whose long axis is `shape` times its short
/// one and lies `angle` degrees from the first axis of the plane towards the second. A circle has the shape 1.
pub(super) fn by_distance(
    coordinates: &Coordinates,
    centre: usize,
    shape: f64,
    angle: f64,
    out: &mut Vec<Far>,
) {
    out.clear();
    let pairs = coordinates.pairs();
    match coordinates {
        Coordinates::Plane(_) => {
            let (sin, cos) = angle.to_radians().sin_cos();
            let [x, y] = pairs[centre];
            out.extend(pairs.iter().enumerate().map(|(place, pair)| {
                let (east, north) = (pair[0] - x, pair[1] - y);
                let (along, across) = (east * cos + north * sin, north * cos - east * sin);
                ((along / shape).powi(2) + across * across, place as u32)
            }));
        }
        Coordinates::Globe(_) => {
            out.extend((0..pairs.len()).map(|place| (coordinates.distance(centre, place), place as u32)));
        }
    }
    out.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
}

/// Whether two places are as far from the centre, but for rounding.
pub(super) fn equally_far(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-11 * one.abs().max(other.abs())
}
