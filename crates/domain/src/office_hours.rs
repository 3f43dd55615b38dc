//! When offices are open on a working day, and how much working time lies between two moments.

use crate::{
    calendar::Calendar,
    facts::{Fault, Grade, embedded, read_rows},
    refusals::Note,
    time::{Day, Moment},
};
use serde::{Deserialize, Serialize};
use std::{
    iter::Sum,
    ops::{Add, Sub},
    sync::LazyLock,
};

/// A time on the wall clock in Hanoi, written `HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct TimeOfDay(jiff::civil::Time);

impl TimeOfDay {
    /// This time on a day.
    pub fn on(self, day: Day) -> Moment {
        Moment::at(day, self.0.hour(), self.0.minute())
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = jiff::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        jiff::civil::Time::strptime("%H:%M", text).map(Self)
    }
}

/// One opening of the day: offices work from `opens` to `closes`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// When work begins.
    pub opens: TimeOfDay,
    /// When work ends.
    pub closes: TimeOfDay,
    /// First day of the rule; none when it always held.
    pub valid_from: Option<Day>,
    /// Last day of the rule.
    pub valid_to: Option<Day>,
    /// What decides it.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

impl Opening {
    fn holds_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|first| first <= day) && self.valid_to.is_none_or(|last| day <= last)
    }

    /// Whether this opening runs into one that begins later in the day, on some day on which both hold.
    fn overlaps(&self, later: &Self) -> bool {
        let ends_before = |one: &Self, other: &Self| {
            one.valid_to.zip(other.valid_from).is_some_and(|(last, first)| last < first)
        };
        self.closes > later.opens && !ends_before(self, later) && !ends_before(later, self)
    }
}

/// An amount of office time, in whole microseconds as moments are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkingTime(i64);

impl WorkingTime {
    /// None at all.
    pub const ZERO: Self = Self(0);

    /// Some hours of work.
    pub const fn of_hours(hours: u16) -> Self {
        Self(hours as i64 * 3_600_000_000)
    }

    /// Some minutes of work.
    pub const fn of_minutes(minutes: u32) -> Self {
        Self(minutes as i64 * 60_000_000)
    }

    /// Microseconds.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole hours, rounded down.
    pub const fn hours(self) -> i64 {
        self.0 / 3_600_000_000
    }

    /// Whole minutes, rounded down.
    pub const fn minutes(self) -> i64 {
        self.0 / 60_000_000
    }
}

impl Add for WorkingTime {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for WorkingTime {
    type Output = Self;
    /// Never less than none.
    fn sub(self, other: Self) -> Self {
        Self((self.0 - other.0).max(0))
    }
}

impl Sum for WorkingTime {
    fn sum<I: Iterator<Item = Self>>(times: I) -> Self {
        times.fold(Self::ZERO, Add::add)
    }
}

/// The openings of a working day, in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfficeHours {
    openings: Vec<Opening>,
}

static FACTS: LazyLock<OfficeHours> =
    LazyLock::new(|| embedded("office hours", OfficeHours::read(include_str!("../facts/office_hours.csv"))));

impl OfficeHours {
    /// The hours danvan comes with: 08:00-12:00 and 13:30-17:30.
    pub fn facts() -> &'static Self {
        &FACTS
    }

    /// Hours from a CSV text.
    ///
    /// # Errors
    /// Malformed lines, an opening that ends before it begins, openings that overlap, and days without any.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        let mut rows: Vec<(u64, Opening)> = read_rows(text)?;
        rows.sort_by_key(|(_, opening)| opening.opens);
        let mut faults = Vec::new();
        for (place, (line, opening)) in rows.iter().enumerate() {
            if opening.opens >= opening.closes {
                faults.push(Fault::at(*line, Note::new("fact-opening-backwards")));
            }
            if rows[..place].iter().any(|(_, earlier)| earlier.overlaps(opening)) {
                faults.push(Fault::at(*line, Note::new("fact-openings-overlap")));
            }
        }
        let hours = Self { openings: rows.into_iter().map(|(_, opening)| opening).collect() };
        let starts = hours.openings.iter().filter_map(|opening| opening.valid_from);
        let after = hours.openings.iter().filter_map(|opening| opening.valid_to.map(Day::next));
        if let Some(bare) = starts
            .chain(after)
            .chain([Day(jiff::civil::Date::MIN)])
            .find(|day| hours.on(*day).next().is_none())
        {
            faults.push(Fault::at(1, Note::new("fact-no-opening").with("day", bare)));
        }
        if faults.is_empty() { Ok(hours) } else { Err(faults) }
    }

    /// When offices open and close on a day, were it worked, in order.
    pub fn spans(&self, day: Day) -> impl DoubleEndedIterator<Item = (Moment, Moment)> {
        self.on(day).map(move |opening| (opening.opens.on(day), opening.closes.on(day)))
    }

    /// The last moment of office hours on a day, were it worked.
    pub fn close(&self, day: Day) -> Moment {
        self.spans(day).next_back().map_or(Moment::at(day, 23, 59), |(_, closes)| closes)
    }

    /// How long a working day is on that day.
    pub fn length(&self, day: Day) -> WorkingTime {
        self.spans(day).map(|(opens, closes)| WorkingTime(closes.micros() - opens.micros())).sum()
    }

    /// The first moment on or after one at which offices work.
    pub fn working_moment_from(&self, calendar: &Calendar, moment: Moment) -> Moment {
        let mut day = moment.day();
        loop {
            day = calendar.working_day_from(day);
            if let Some((opens, _)) = self.spans(day).find(|(_, closes)| moment < *closes) {
                return opens.max(moment);
            }
            if day.next() == day {
                return moment;
            }
            day = day.next();
        }
    }

    /// How much office time lies between two moments; none when `to` does not come after `from`.
    pub fn working_time_between(&self, calendar: &Calendar, from: Moment, to: Moment) -> WorkingTime {
        let mut total = 0;
        let mut day = from.day();
        while day <= to.day() {
            if calendar.is_working_day(day) {
                for (opens, closes) in self.spans(day) {
                    total += (closes.min(to).micros() - opens.max(from).micros()).max(0);
                }
            }
            if day.next() == day {
                break;
            }
            day = day.next();
        }
        WorkingTime(total)
    }

    /// The earliest moment by which so much office time has passed since `from`.
    pub fn plus(&self, calendar: &Calendar, from: Moment, time: WorkingTime) -> Moment {
        if time == WorkingTime::ZERO {
            return from;
        }
        let mut left = time.micros();
        let mut day = from.day();
        loop {
            day = calendar.working_day_from(day);
            for (opens, closes) in self.spans(day) {
                let begins = opens.max(from);
                let fits = (closes.micros() - begins.micros()).max(0);
                if left <= fits {
                    return Moment::from_micros(begins.micros() + left);
                }
                left -= fits;
            }
            if day.next() == day {
                return self.close(day);
            }
            day = day.next();
        }
    }

    fn on(&self, day: Day) -> impl DoubleEndedIterator<Item = &Opening> {
        self.openings.iter().filter(move |opening| opening.holds_on(day))
    }
}
