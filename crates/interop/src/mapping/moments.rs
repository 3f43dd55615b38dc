//! Reading times as a file writes them.

use super::Source;
use danvan_domain::time::Moment;
use jiff::{Timestamp, fmt::strtime::BrokenDownTime, tz::TimeZone};

/// Reads times in a file's formats and zone.
pub(super) struct Reader {
    zone: TimeZone,
    formats: Vec<String>,
}

/// Before 1970 and after 2200 lies only what was mistyped.
const YEARS: std::ops::Range<i16> = 1970..2200;

impl Reader {
    pub(super) fn new(source: &Source) -> Result<Self, String> {
        let zone = TimeZone::get(&source.time_zone)
            .map_err(|_| format!("source.time_zone {:?} is not the name of a zone", source.time_zone))?;
        if source.dates.is_empty() {
            return Err("source.dates names no format".into());
        }
        let noon = jiff::civil::date(2026, 11, 22).at(12, 34, 56, 0).to_zoned(zone.clone());
        for format in &source.dates {
            let written = noon.as_ref().ok().and_then(|noon| jiff::fmt::strtime::format(format, noon).ok());
            let reads = written.is_some_and(|text| BrokenDownTime::parse(format, text).is_ok());
            if !reads {
                return Err(format!("source.dates: {format:?} is not a format of times"));
            }
        }
        Ok(Self { zone, formats: source.dates.clone() })
    }

    /// The moment that a text means; a day alone means its midnight.
    pub(super) fn read(&self, text: &str) -> Option<Moment> {
        self.formats.iter().find_map(|format| self.read_as(format, text))
    }

    fn read_as(&self, format: &str, text: &str) -> Option<Moment> {
        let parsed = BrokenDownTime::parse(format, text).ok()?;
        let date = parsed.to_date().ok().filter(|date| YEARS.contains(&date.year()))?;
        let instant: Timestamp = match parsed.to_timestamp() {
            Ok(instant) => instant,
            Err(_) => {
                let time = parsed.to_time().unwrap_or_default();
                self.zone.to_ambiguous_timestamp(date.to_datetime(time)).compatible().ok()?
            }
        };
        Some(Moment::from_micros(instant.as_microsecond()))
    }
}
