//! The working calendar: which days are rest days, which rest days are worked, and why.
//!
//! Four kinds of day depart from the week: holidays, compensatory days (a holiday fell on a rest day), and the two days
//! of a swap (a weekday off against a Saturday worked). Swaps are decided year by year, so all of it is data, and an
//! installation writes its own days over ours.

use crate::{
    facts::{Fault, Grade, embedded, read_rows},
    refusals::Note,
    time::Day,
    words_enum,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::LazyLock,
};

mod edit;
mod index;
mod kept;

pub use edit::{DayEdit, EditKind, LONGEST_REST, YEARS, read_edits};
use index::Index;
pub use kept::Days;

words_enum! {
    /// How a day departs from the week.
    DayKind {
        /// A public holiday.
        Holiday = "holiday",
        /// A day off because a holiday fell on a weekly rest day.
        Compensatory = "compensatory",
        /// A weekday off, worked on another day instead.
        SwapOff = "swap_off",
        /// A weekly rest day worked in place of a weekday.
        SwapWorkday = "swap_workday",
    }
}

/// A day that departs from the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The day.
    pub day: Day,
    /// How it departs.
    pub kind: DayKind,
    /// True while the notice that decides it is not published: it counts as decided, and every explanation says so.
    pub provisional: bool,
    /// What it is called in Vietnamese.
    pub vi: String,
    /// What it is called in English.
    pub en: String,
    /// The article or notice that decides it.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

/// A weekday on which offices rest, for some time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeeklyRest {
    /// 1 Monday to 7 Sunday.
    pub weekday: i8,
    /// What it is called in Vietnamese.
    pub vi: String,
    /// What it is called in English.
    pub en: String,
    /// First day of the rule; none when it always held.
    pub valid_from: Option<Day>,
    /// Last day of the rule.
    pub valid_to: Option<Day>,
    /// What decides it.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

/// Why nobody works on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest<'a> {
    /// The week's own rest day.
    Weekly(&'a WeeklyRest),
    /// A holiday, compensatory day or swapped day off.
    Marked(&'a Row),
}

/// So many holidays of a year must be known before the year is: the law gives eleven.
const HOLIDAYS_KNOWN: usize = 10;

/// Working days and rest days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    rows: BTreeMap<Day, Row>,
    week: Vec<WeeklyRest>,
    index: Index,
}

static FACTS: LazyLock<Calendar> = LazyLock::new(|| {
    let week = include_str!("../facts/weekly_rest.csv");
    embedded("calendar", Calendar::read(include_str!("../facts/calendar.csv"), week))
});

impl Calendar {
    /// The calendar danvan comes with: Vietnam, 2024 to 2027.
    pub fn facts() -> &'static Self {
        &FACTS
    }

    /// A calendar from two CSV texts: the marked days and the weekly rest days.
    ///
    /// # Errors
    /// Every malformed line, every day marked twice, and a worked swap on a day that is worked anyway.
    pub fn read(days: &str, week: &str) -> Result<Self, Vec<Fault>> {
        let week: Vec<(u64, WeeklyRest)> = read_rows(week)?;
        let mut faults: Vec<Fault> = week
            .iter()
            .filter(|(_, rest)| !(1..=7).contains(&rest.weekday))
            .map(|(line, rest)| Fault::at(*line, Note::new("fact-weekday").with("weekday", rest.weekday)))
            .collect();
        let week: Vec<WeeklyRest> = week.into_iter().map(|(_, rest)| rest).collect();
        if (1..=7).all(|weekday| week.iter().any(|rest| rest.weekday == weekday)) {
            faults.push(Fault::at(1, Note::new("fact-no-working-day")));
        }
        let mut calendar = Self { rows: BTreeMap::new(), week, index: Index::default() };
        for (line, row) in read_rows::<Row>(days)? {
            let day = row.day;
            if row.kind == DayKind::SwapWorkday && calendar.weekly_rest(day).is_none() {
                faults.push(Fault::at(line, Note::new("fact-swap-not-rest").with("day", day)));
            }
            match calendar.rows.entry(day) {
                Entry::Vacant(place) => drop(place.insert(row)),
                Entry::Occupied(_) => {
                    faults.push(Fault::at(line, Note::new("fact-day-twice").with("day", day)));
                }
            }
        }
        if faults.is_empty() { Ok(calendar.indexed()) } else { Err(faults) }
    }

    /// Whether offices work on a day.
    pub fn is_working_day(&self, day: Day) -> bool {
        self.index.is_worked(day).unwrap_or_else(|| self.rest(day).is_none())
    }

    /// Why a day departs from the week, when it does.
    pub fn why(&self, day: Day) -> Option<&Row> {
        self.rows.get(&day)
    }

    /// Why nobody works on a day, or nothing when it is worked. A holiday on a Sunday is told as the holiday.
    pub fn rest(&self, day: Day) -> Option<Rest<'_>> {
        match self.why(day) {
            Some(row) if row.kind == DayKind::SwapWorkday => None,
            Some(row) => Some(Rest::Marked(row)),
            None => self.weekly_rest(day).map(Rest::Weekly),
        }
    }

    /// Whether the holidays of this day's year are known: nearly all that the law gives. One day that an installation
    /// marks in a later year does not make that year known.
    pub fn covers(&self, day: Day) -> bool {
        let year = day.0.year();
        let ends = Day::new(year, 1, 1).zip(Day::new(year, 12, 31));
        let holidays = ends.map_or(0, |(first, last)| {
            self.rows.range(first..=last).filter(|(_, row)| row.kind == DayKind::Holiday).count()
        });
        HOLIDAYS_KNOWN <= holidays
    }

    /// The first working day on or after a day.
    pub fn working_day_from(&self, day: Day) -> Day {
        let mut day = day;
        while !self.is_working_day(day) && day.next() > day {
            day = day.next();
        }
        day
    }

    /// The day that is so many working days after a day, which itself is not counted. At least one is taken.
    pub fn plus_working_days(&self, day: Day, amount: u16) -> Day {
        if let Some(found) = self.index.plus(day, amount.max(1)) {
            return found;
        }
        (0..amount.max(1)).fold(day, |day, _| self.working_day_from(day.next()))
    }

    /// How many working days follow `from`, up to and including `to`; zero when `to` does not come after.
    pub fn working_days_between(&self, from: Day, to: Day) -> u32 {
        if to <= from {
            return 0;
        }
        if let Some(count) = self.index.between(from, to) {
            return count;
        }
        let mut count = 0;
        let mut day = from;
        while day < to {
            day = day.next();
            count += u32::from(self.is_working_day(day));
        }
        count
    }

    /// The marked days from one day to another, both included, in order.
    pub fn marked(&self, from: Day, to: Day) -> impl Iterator<Item = &Row> {
        self.rows.values().filter(move |row| from <= row.day && row.day <= to)
    }

    fn weekly_rest(&self, day: Day) -> Option<&WeeklyRest> {
        let weekday = day.0.weekday().to_monday_one_offset();
        self.week.iter().find(|rest| {
            rest.weekday == weekday
                && rest.valid_from.is_none_or(|first| first <= day)
                && rest.valid_to.is_none_or(|last| day <= last)
        })
    }
}

#[cfg(test)]
mod tests;
