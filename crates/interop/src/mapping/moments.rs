//! Reading times as a file writes them.

use super::Source;
use danvan_domain::time::Moment;
use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    fmt::strtime::{self, BrokenDownTime},
    tz::TimeZone,
};

/// Reads times in a file's formats and zone.
pub(super) struct Reader {
    zone: TimeZone,
    formats: Vec<Written>,
}

/// One way in which times are written.
enum Written {
    /// ISO 8601, with or without an offset.
    Iso,
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Millis,
    /// As a pattern says.
    Pattern(String),
}

/// Before 1970 and after 2200 lies only what was mistyped.
const YEARS: std::ops::Range<i16> = 1970..2200;

impl Reader {
    pub(super) fn new(source: &Source) -> Result<Self, (&'static str, String)> {
        let zone = TimeZone::get(&source.time_zone).map_err(|_| {
            let reason = format!(
                "{:?} is not the name of a zone; it is written as Asia/Ho_Chi_Minh or America/New_York",
                source.time_zone
            );
            ("source.time_zone", reason)
        })?;
        if source.dates.is_empty() {
            return Err(("source.dates", "names no format".into()));
        }
        let noon = jiff::civil::date(2026, 11, 22).at(12, 34, 56, 0).to_zoned(zone.clone());
        let mut formats = Vec::new();
        for format in &source.dates {
            formats.push(match format.as_str() {
                "iso" => Written::Iso,
                "epoch" => Written::Seconds,
                "epoch_millis" => Written::Millis,
                pattern => {
                    let written = noon.as_ref().ok().and_then(|noon| strtime::format(pattern, noon).ok());
                    // A pattern without any % would read nothing but itself.
                    let reads = pattern.contains('%')
                        && written.is_some_and(|text| BrokenDownTime::parse(pattern, text).is_ok());
                    if !reads {
                        let reason = format!(
                            "{pattern:?} is not a format of times; write iso, epoch, epoch_millis, or a pattern \
                             such as %d/%m/%Y %H:%M or %m/%d/%Y %I:%M:%S %p"
                        );
                        return Err(("source.dates", reason));
                    }
                    Written::Pattern(pattern.to_owned())
                }
            });
        }
        Ok(Self { zone, formats })
    }

    /// A reader of one format in UTC, for trying what a file's times are.
    pub(super) fn of(format: &str) -> Self {
        let written = match format {
            "iso" => Written::Iso,
            "epoch" => Written::Seconds,
            "epoch_millis" => Written::Millis,
            pattern => Written::Pattern(pattern.to_owned()),
        };
        Self { zone: TimeZone::UTC, formats: vec![written] }
    }

    /// The moment that a text means; a day alone means its midnight.
    pub(super) fn read(&self, text: &str) -> Option<Moment> {
        let read = |written: &Written| match written {
            Written::Iso => self.read_iso(text),
            Written::Seconds => number(text).and_then(|seconds| Timestamp::from_second(seconds).ok()),
            Written::Millis => number(text).and_then(|millis| Timestamp::from_millisecond(millis).ok()),
            Written::Pattern(pattern) => self.read_as(pattern, text),
        };
        let instant = self.formats.iter().find_map(|written| {
            read(written).filter(|at| YEARS.contains(&at.to_zoned(TimeZone::UTC).year()))
        })?;
        Some(Moment::from_micros(instant.as_microsecond()))
    }

    /// An hour that the clocks leapt over is read as the one after it; one that comes twice as its first.
    fn local(&self, at: DateTime) -> Option<Timestamp> {
        self.zone.to_ambiguous_timestamp(at).compatible().ok()
    }

    fn read_iso(&self, text: &str) -> Option<Timestamp> {
        // Some write a space before the offset.
        let joined = text.replace(" +", "+").replace(" -", "-").replace(" Z", "Z");
        let day = |text: &str| text.parse::<Date>().ok().map(|day| day.to_datetime(Time::midnight()));
        joined
            .parse::<Timestamp>()
            .ok()
            .or_else(|| text.parse::<DateTime>().ok().or_else(|| day(text)).and_then(|at| self.local(at)))
    }

    fn read_as(&self, pattern: &str, text: &str) -> Option<Timestamp> {
        let parsed = BrokenDownTime::parse(pattern, text).ok()?;
        let date = parsed.to_date().ok()?;
        match parsed.to_timestamp() {
            Ok(instant) => Some(instant),
            Err(_) => self.local(date.to_datetime(parsed.to_time().unwrap_or_default())),
        }
    }
}

/// A whole number; what stands behind a point is less than one unit.
fn number(text: &str) -> Option<i64> {
    text.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod test {
    use super::super::{Encoding, Mojibake, Source};
    use super::*;

    fn reader(zone: &str, dates: &[&str]) -> Reader {
        let source = Source {
            name: "somewhere".into(),
            format: None,
            records: None,
            encoding: Some(Encoding::Utf8),
            mojibake: Mojibake::Refuse,
            delimiter: None,
            time_zone: zone.into(),
            dates: dates.iter().map(|date| (*date).to_owned()).collect(),
            language: "en".into(),
        };
        Reader::new(&source).unwrap_or_else(|(key, reason)| panic!("{key}: {reason}"))
    }

    #[test]
    fn an_hour_that_is_not_there_is_the_one_after_it_and_one_that_comes_twice_its_first() {
        let check = |zone: &str, text: &str, expected: &str| {
            let reader = reader(zone, &["%m/%d/%Y %I:%M:%S %p", "iso", "%d.%m.%Y"]);
            let read = reader.read(text).map(|moment| moment.to_string());
            assert_eq!(read.as_deref(), Some(expected), "{zone} {text}");
        };
        // New York: clocks leap from 02:00 to 03:00 on 10 March 2024 and back from 02:00 to 01:00 on 3 November.
        let york = "America/New_York";
        check(york, "03/10/2024 01:59:59 AM", "2024-03-10T06:59:59Z");
        check(york, "03/10/2024 02:30:00 AM", "2024-03-10T07:30:00Z");
        check(york, "03/10/2024 03:30:00 AM", "2024-03-10T07:30:00Z");
        check(york, "2024-03-10T02:30:00", "2024-03-10T07:30:00Z");
        check(york, "11/03/2024 12:59:59 AM", "2024-11-03T04:59:59Z");
        check(york, "11/03/2024 01:30:00 AM", "2024-11-03T05:30:00Z");
        check(york, "2024-11-03 01:30:00", "2024-11-03T05:30:00Z");
        check(york, "11/03/2024 02:00:00 AM", "2024-11-03T07:00:00Z");
        // What says its own offset is not read in the zone.
        check(york, "2024-11-03T01:30:00-05:00", "2024-11-03T06:30:00Z");
        check(york, "2024-03-10T02:30:00Z", "2024-03-10T02:30:00Z");
        // In Lisbon the leap is from 01:00 to 02:00; in Hanoi there is none, and in Santiago midnight itself is leapt over.
        check("Europe/Lisbon", "2024-03-31T01:15:00", "2024-03-31T01:15:00Z");
        check("Europe/Lisbon", "2024-10-27T01:15:00", "2024-10-27T00:15:00Z");
        check("Asia/Ho_Chi_Minh", "03/10/2024 02:30:00 AM", "2024-03-09T19:30:00Z");
        check("America/Santiago", "08.09.2024", "2024-09-08T04:00:00Z");
    }
}
