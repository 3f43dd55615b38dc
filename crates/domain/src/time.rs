//! Instants and civil days. A [`Moment`] is what happened; a [`Day`] is what a calendar in Hanoi calls it.

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// The zone in which days begin and offices open: Asia/Ho_Chi_Minh, UTC+7 without daylight saving.
const ZONE: TimeZone = TimeZone::fixed(jiff::tz::offset(7));

/// An instant in UTC, in whole microseconds since 1970: both engines keep it unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Moment(i64);

impl Moment {
    /// From microseconds since 1970-01-01T00:00:00Z.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The start of an hour and minute of a day in Hanoi.
    pub fn at(day: Day, hour: i8, minute: i8) -> Self {
        let local = day.0.at(hour, minute, 0, 0);
        let instant = ZONE.to_timestamp(local).unwrap_or(Timestamp::UNIX_EPOCH);
        Self(instant.as_microsecond())
    }

    /// The day on which this instant falls in Hanoi.
    pub fn day(self) -> Day {
        Day(self.local().date())
    }

    /// Minutes since midnight in Hanoi.
    pub fn minute_of_day(self) -> i64 {
        let time = self.local().time();
        i64::from(time.hour()) * 60 + i64::from(time.minute())
    }

    /// The wall clock in Hanoi.
    pub fn local(self) -> civil::DateTime {
        ZONE.to_datetime(self.timestamp())
    }

    /// This instant moved by some seconds; saturates at the ends of time.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Seconds from `earlier` to this instant, negative when it comes before.
    pub const fn seconds_since(self, earlier: Moment) -> i64 {
        (self.0 - earlier.0) / 1_000_000
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl std::fmt::Display for Moment {
    /// RFC 3339 in UTC, e.g. `2026-11-22T02:30:00Z`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.timestamp().fmt(f)
    }
}

impl std::str::FromStr for Moment {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.parse::<Timestamp>()?.as_microsecond()))
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = jiff::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// A civil day, written `2026-11-22` for machines and `22/11/2026` for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Day(pub civil::Date);

impl Day {
    /// A day from its parts, or `None` when there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The next day.
    pub fn next(self) -> Self {
        self.plus_days(1)
    }

    /// The day before.
    pub fn previous(self) -> Self {
        self.plus_days(-1)
    }

    /// This day moved by some days; saturates at the ends of the calendar.
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days.clamp(-4_000_000, 4_000_000))))
    }

    /// Days from `earlier` to this day.
    pub fn days_since(self, earlier: Day) -> i64 {
        i64::from((self.0 - earlier.0).get_days())
    }

    /// The first day of this day's month.
    pub fn first_of_month(self) -> Self {
        Self(self.0.first_of_month())
    }

    /// The first day of the month after this day's; the last day there is, when no month comes after. Never before this
    /// day, and this day itself only on the last one.
    pub fn first_of_next_month(self) -> Self {
        // No month has more than 31 days.
        let next = self.first_of_month().plus_days(31);
        if next.first_of_month() > self { next.first_of_month() } else { next }
    }

    /// The Monday of this day's week.
    pub fn monday(self) -> Self {
        self.plus_days(-i64::from(self.0.weekday().to_monday_zero_offset()))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Day {
    type Err = jiff::Error;
    /// Reads `2026-11-22` only; pages read the reader's own format.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = jiff::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// Where the house asks for the time. Only `app` has one that reads the wall clock.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Moment;
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_moment_falls_on_the_day_hanoi_says() {
        let late: Moment = "2026-11-22T17:30:00Z".parse().expect("an instant");
        assert_eq!(late.day().to_string(), "2026-11-23");
        assert_eq!(late.minute_of_day(), 30);
        assert_eq!(Moment::at(late.day(), 0, 30), late);
    }

    #[test]
    fn months_follow_one_another_up_to_the_last_day_there_is() {
        let check = |day: &str, next: &str| {
            let day: Day = day.parse().expect("a day");
            assert_eq!(day.first_of_next_month().to_string(), next, "{day}");
        };
        check("2026-11-01", "2026-12-01");
        check("2026-01-31", "2026-02-01");
        check("2024-02-29", "2024-03-01");
        check("2026-12-15", "2027-01-01");
        check("9999-11-30", "9999-12-01");
        check("9999-12-01", "9999-12-31");
        check("9999-12-30", "9999-12-31");
        check("9999-12-31", "9999-12-31");
    }

    #[test]
    fn weeks_begin_on_monday() {
        let sunday = Day::new(2026, 11, 22).expect("a day");
        assert_eq!(sunday.monday().to_string(), "2026-11-16");
        assert_eq!(sunday.days_since(sunday.monday()), 6);
    }
}
