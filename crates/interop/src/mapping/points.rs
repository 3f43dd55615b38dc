//! Points as files write them.

use danvan_domain::units::Point;

/// What was read of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Read {
    /// A point.
    Point(Point),
    /// A point whose numbers stood the wrong way round.
    Swapped(Point),
}

/// The two numbers of one column, as degrees north and east: `(lat, lon)`, `lat, lon`, an address with them behind it,
/// or `POINT (lon lat)`.
pub(super) fn of_one_column(text: &str) -> Option<(f64, f64)> {
    let is_wkt = text.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("point"));
    let inner = match text.rfind('(') {
        Some(at) => text[at + 1..].split(')').next()?,
        None => text,
    };
    let parts = inner.split([',', ' ', ';']).filter(|part| !part.is_empty());
    let numbers: Option<Vec<f64>> = parts.map(|part| part.parse().ok()).collect();
    match numbers?[..] {
        [lon, lat] | [lon, lat, _] if is_wkt => Some((lat, lon)),
        [lat, lon] => Some((lat, lon)),
        _ => None,
    }
}

/// The point that two numbers mean; none where it lies outside the city or is only a whole degree, which is a blank in
/// disguise.
pub(super) fn of(lat: f64, lon: f64, bounds: Option<[f64; 4]>) -> Option<Read> {
    if lat.fract() == 0.0 || lon.fract() == 0.0 {
        return None;
    }
    let fits = |lat: f64, lon: f64| {
        let on_earth = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        on_earth
            && bounds.is_none_or(|[south, west, north, east]| {
                (south..=north).contains(&lat) && (west..=east).contains(&lon)
            })
    };
    if fits(lat, lon) {
        return Some(Read::Point(Point { lat, lon }));
    }
    fits(lon, lat).then_some(Read::Swapped(Point { lat: lon, lon: lat }))
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn two_numbers_in_one_column_are_read_however_they_are_written() {
        let check =
            |text: &str, expected: Option<(f64, f64)>| assert_eq!(of_one_column(text), expected, "{text}");
        check("(39.334772, -76.626982)", Some((39.334772, -76.626982)));
        check("39.33, -76.62", Some((39.33, -76.62)));
        check("39.33;-76.62", Some((39.33, -76.62)));
        check("POINT (-76.62 39.33)", Some((39.33, -76.62)));
        check("Point(-76.62 39.33)", Some((39.33, -76.62)));
        check("POINT Z (-76.62 39.33 12.5)", Some((39.33, -76.62)));
        check("12 Main St (rear), Baltimore (39.33, -76.62)", Some((39.33, -76.62)));
        check("", None);
        check("somewhere", None);
        check("39.33", None);
    }

    #[test]
    fn what_stands_the_wrong_way_round_is_turned_where_that_is_sure() {
        let hanoi = Some([20.5, 105.2, 21.4, 106.1]);
        let point = Point { lat: 21.03, lon: 105.85 };
        assert_eq!(of(21.03, 105.85, hanoi), Some(Read::Point(point)));
        assert_eq!(of(105.85, 21.03, hanoi), Some(Read::Swapped(point)));
        assert_eq!(of(105.85, 21.03, None), Some(Read::Swapped(point)), "no place lies 105 degrees north");
        assert_eq!(of(48.85, 2.35, hanoi), None);
        assert_eq!(of(21.0, 105.85, hanoi), None, "a whole degree is a blank in disguise");
    }
}
