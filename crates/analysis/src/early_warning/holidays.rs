//! Holidays that move through the year, Tết above all.

use super::Calendar;
use super::series::days_between;
use jiff::{ToSpan, civil::Date};

/// Days around a holiday on which it is felt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HolidayWindow {
    /// Days before it.
    pub before: u16,
    /// Days after it, without itself.
    pub after: u16,
}

impl HolidayWindow {
    /// Tết as offices keep it: the last two days of the old year and the first five of the new one.
    pub const TET: Self = Self { before: 2, after: 4 };
}

/// Each row's share of its days that lies in a window around one of the days; `None` when the series has no dates.
pub(crate) fn shares(
    calendar: Calendar,
    rows: usize,
    days: &[Date],
    window: HolidayWindow,
) -> Option<Vec<f64>> {
    let mut shares = Vec::with_capacity(rows);
    for row in 0..rows {
        let (from, until) = (calendar.date(row)?, calendar.date(row + 1)?);
        let length = days_between(from, until);
        let felt: i32 = days
            .iter()
            .map(|day| {
                let begin = from.max(day.saturating_sub(i64::from(window.before).days()));
                let end = until.min(day.saturating_add((i64::from(window.after) + 1).days()));
                days_between(begin, end).max(0)
            })
            .sum();
        shares.push(f64::from(felt.min(length)) / f64::from(length));
    }
    Some(shares)
}

/// The first day of the Vietnamese lunar year that begins in a year; `None` outside 1976 to 2199.
///
/// New moons and the sun's longitude by J. Meeus, Astronomical Formulae for Calculators, 1979, and Astronomical Algorithms,
/// 1991, in the official time of Vietnam (UTC+7): the new year is the second month after the one that holds the winter
/// solstice, leap months not counted. Before 1976 other times were official.
///
/// ```
/// use danvan_analysis::early_warning::tet;
/// use jiff::civil::date;
///
/// assert_eq!(tet(2026), Some(date(2026, 2, 17)));
/// // A day before the Chinese new year: the new moon falls before midnight here.
/// assert_eq!(tet(2007), Some(date(2007, 2, 17)));
/// ```
pub fn tet(year: i16) -> Option<Date> {
    if !(1976..2200).contains(&year) {
        return None;
    }
    let (solstice, next) = (eleventh_month(year - 1), eleventh_month(year));
    let mut after = 2;
    if next - solstice > 12 {
        let is_leap = |moon: i64| term(new_moon_day(moon)) == term(new_moon_day(moon + 1));
        if is_leap(solstice + 1) || is_leap(solstice + 2) {
            after = 3;
        }
    }
    let day = new_moon_day(solstice + after);
    Date::new(2000, 1, 1).ok()?.checked_add((day - 2_451_545).days()).ok()
}

/// The number of the new moon that begins the month of a year's winter solstice.
fn eleventh_month(year: i16) -> i64 {
    // New moons are numbered from January 1900; the solstice lies near the end of the year.
    let mut moon = ((f64::from(year) + 0.98 - 1900.0) * 12.3685).floor() as i64 + 1;
    while term(new_moon_day(moon)) >= 9 || term(new_moon_day(moon)) < 3 {
        moon -= 1;
    }
    moon
}

/// The local day, as a Julian day number, on which a new moon falls.
fn new_moon_day(moon: i64) -> i64 {
    let k = moon as f64;
    let t = k / 1236.85;
    let of = |degrees: f64| degrees.to_radians();
    let mean = 2_415_020.759_33
        + 29.530_588_68 * k
        + (0.000_117_8 - 0.000_000_155 * t) * t * t
        + 0.000_33 * of(166.56 + (132.87 - 0.009_173 * t) * t).sin();
    let sun = of(359.2242 + 29.105_356_08 * k - (0.000_033_3 + 0.000_003_47 * t) * t * t);
    let own = of(306.0253 + 385.816_918_06 * k + (0.010_730_6 + 0.000_012_36 * t) * t * t);
    let node = of(21.2964 + 390.670_506_46 * k - (0.001_652_8 + 0.000_002_39 * t) * t * t);
    let terms = [
        (0.1734 - 0.000_393 * t, sun),
        (0.0021, 2.0 * sun),
        (-0.4068, own),
        (0.0161, 2.0 * own),
        (-0.0004, 3.0 * own),
        (0.0104, 2.0 * node),
        (-0.0051, sun + own),
        (-0.0074, sun - own),
        (0.0004, 2.0 * node + sun),
        (-0.0004, 2.0 * node - sun),
        (-0.0006, 2.0 * node + own),
        (0.0010, 2.0 * node - own),
        (0.0005, 2.0 * own + sun),
    ];
    let off: f64 = terms.iter().map(|(size, angle)| size * angle.sin()).sum();
    let clocks = -0.000_278 + (0.000_265 + 0.000_262 * t) * t;
    // Julian days begin at noon in Greenwich; here the day begins seven hours earlier.
    (mean + off - clocks + 0.5 + 7.0 / 24.0).floor() as i64
}

/// The sun's twelfth of the year, from 0 at the spring equinox, when a local day begins.
fn term(day: i64) -> i64 {
    let t = (day as f64 - 0.5 - 7.0 / 24.0 - 2_451_545.0) / 36_525.0;
    let anomaly = (357.5291 + 35_999.050_3 * t - 0.000_155_9 * t * t).to_radians();
    let centre = (1.9146 - 0.004_817 * t) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_29 * (3.0 * anomaly).sin();
    let nutation = 0.005_69 + 0.004_78 * (125.04 - 1_934.136 * t).to_radians().sin();
    let longitude = 280.466_45 + 36_000.769_83 * t + 0.000_303_2 * t * t + centre - nutation;
    (longitude.rem_euclid(360.0) / 30.0).floor() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn tet_falls_on_its_days() {
        // 1985, 2007 and 2030 are not the days of the Chinese new year; 1985 by a month.
        for (year, month, day) in [
            (1985, 1, 21),
            (2000, 2, 5),
            (2007, 2, 17),
            (2012, 1, 23),
            (2013, 2, 10),
            (2014, 1, 31),
            (2015, 2, 19),
            (2016, 2, 8),
            (2017, 1, 28),
            (2018, 2, 16),
            (2019, 2, 5),
            (2020, 1, 25),
            (2021, 2, 12),
            (2022, 2, 1),
            (2023, 1, 22),
            (2024, 2, 10),
            (2025, 1, 29),
            (2026, 2, 17),
            (2027, 2, 6),
            (2028, 1, 26),
            (2029, 2, 13),
            (2030, 2, 2),
            (2031, 1, 23),
            (2032, 2, 11),
            (2033, 1, 31),
            (2034, 2, 19),
        ] {
            assert_eq!(tet(year), Some(date(year, month, day)));
        }
        assert_eq!(tet(1975), None);
    }

    #[test]
    fn tet_is_always_between_the_middle_of_january_and_that_of_february() {
        for year in 1976..2200 {
            let day = tet(year).expect("in range");
            assert!(day >= date(year, 1, 20) && day <= date(year, 2, 22), "{day}");
        }
    }
}
