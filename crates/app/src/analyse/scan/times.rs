//! Units of time: as they are written, as rows of numbers, and how long they are.

use clap::ValueEnum;
use jiff::civil::{Date, date};

/// What a unit of time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Unit {
    Number,
    Day,
    Week,
    Month,
    Year,
}

/// The units of a period.
pub(super) struct Times {
    unit: Unit,
    first: i64,
    /// How many there are.
    pub(super) count: usize,
}

/// Days since 1970.
fn days(day: Date) -> i64 {
    date(1970, 1, 1).until(day).map_or(0, |span| i64::from(span.get_days()))
}

/// A year, a month, or a day, as its first day and whether it was written to the day.
fn written(word: &str) -> Option<(Date, usize)> {
    let word = word.replace('/', "-");
    let parts: Vec<&str> = word.split('-').collect();
    let number = |at: usize| parts.get(at).map_or(Some(1), |part| part.parse::<i8>().ok());
    if parts.len() > 3 {
        return None;
    }
    Some((Date::new(parts[0].parse().ok()?, number(1)?, number(2)?).ok()?, parts.len()))
}

impl Unit {
    /// Which unit something falls in; units follow one another.
    pub(super) fn of(self, word: &str) -> Option<i64> {
        if self == Unit::Number {
            return word.parse().ok().filter(|number: &i64| number.abs() < 1 << 40);
        }
        let (day, parts) = written(word)?;
        match self {
            Unit::Day if parts == 3 => Some(days(day)),
            // Weeks begin on Monday; 1 January 1970 was a Thursday.
            Unit::Week if parts == 3 => Some((days(day) + 3).div_euclid(7)),
            Unit::Month if parts >= 2 => Some(i64::from(day.year()) * 12 + i64::from(day.month()) - 1),
            Unit::Year => Some(i64::from(day.year())),
            _ => None,
        }
    }

    /// The day a unit begins, in days (of numbers, the number itself).
    fn begins(self, unit: i64) -> f64 {
        let first = |year: i64, month: i64| Date::new(year as i16, month as i8, 1).map_or(0, days);
        (match self {
            Unit::Number | Unit::Day => unit,
            Unit::Week => unit * 7 - 3,
            Unit::Month => first(unit.div_euclid(12), unit.rem_euclid(12) + 1),
            Unit::Year => first(unit, 1),
        }) as f64
    }

    /// The moment of a count of the population: a day as it is, of a month or a year the middle (1 July).
    pub(super) fn moment(self, word: &str) -> Option<f64> {
        if self == Unit::Number {
            return self.of(word).map(|unit| unit as f64 + 0.5);
        }
        let (day, parts) = written(word)?;
        match parts {
            1 => Date::new(day.year(), 7, 1).ok().map(|day| days(day) as f64),
            2 => Some(days(day) as f64 + 14.0),
            _ => Some(days(day) as f64),
        }
    }
}

impl Times {
    pub(super) fn new(unit: Unit, first: i64, last: i64) -> Option<Self> {
        let count = usize::try_from(last.checked_sub(first)?.checked_add(1)?).ok()?;
        (1..=100_000).contains(&count).then_some(Times { unit, first, count })
    }

    /// Where in the period a written time lies.
    pub(super) fn at(&self, word: &str) -> Option<usize> {
        let at = usize::try_from(self.unit.of(word)? - self.first).ok()?;
        (at < self.count).then_some(at)
    }

    /// Whether something is written as a time, in the period or not.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.unit.of(word).is_some()
    }

    /// A unit as it is written.
    pub(super) fn label(&self, at: usize) -> String {
        let unit = self.first + at as i64;
        let begins = jiff::Span::new().try_days(self.unit.begins(unit) as i64);
        let day = begins.and_then(|days| date(1970, 1, 1).checked_add(days));
        match (self.unit, day) {
            (Unit::Number, _) | (_, Err(_)) => unit.to_string(),
            (Unit::Year, Ok(day)) => day.year().to_string(),
            (Unit::Month, Ok(day)) => format!("{}-{:02}", day.year(), day.month()),
            (_, Ok(day)) => day.to_string(),
        }
    }

    /// When each unit begins, and the last ends.
    pub(super) fn edges(&self) -> Vec<f64> {
        (0..=self.count as i64).map(|at| self.unit.begins(self.first + at)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_told() {
        let check = |unit: Unit, first: &str, last: &str, count: usize, label: &str| {
            let (Some(from), Some(until)) = (unit.of(first), unit.of(last)) else { panic!("{first} {last}") };
            let times = Times::new(unit, from, until).expect("a period");
            assert_eq!((times.count, times.label(count - 1)), (count, label.to_owned()));
            assert_eq!((times.at(first), times.at(last)), (Some(0), Some(count - 1)));
            assert!(times.edges().windows(2).all(|pair| pair[0] < pair[1]));
        };
        check(Unit::Number, "-2", "7", 10, "7");
        check(Unit::Day, "2024-02-28", "2024-03-01", 3, "2024-03-01");
        check(Unit::Day, "2001/11/1", "2001/11/24", 24, "2001-11-24");
        check(Unit::Week, "2026-11-22", "2026-11-23", 2, "2026-11-23");
        check(Unit::Month, "2025-12", "2026-02-14", 3, "2026-02");
        check(Unit::Year, "1973", "1991", 19, "1991");
        for (unit, word) in
            [(Unit::Day, "2024"), (Unit::Day, "2024-02-30"), (Unit::Month, "x"), (Unit::Number, "1.5")]
        {
            assert_eq!(unit.of(word), None, "{word}");
        }
        assert!(Times::new(Unit::Year, 1991, 1973).is_none());
    }
}
