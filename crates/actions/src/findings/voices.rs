//! The counts of a city as a look needs them: week by week for years, day by day for the last weeks, by place and topic.

use danvan_domain::{ids::UnitId, time::Day};
use std::collections::HashMap;

/// How many weeks are looked at: five years and the present week.
pub const WEEKS: usize = 5 * 52 + 4;
/// How many days are kept day by day.
pub const DAYS: usize = 56;
/// For how many weeks it is known which village told anything.
pub(super) const TOLD_WEEKS: usize = 52;

/// A place at which voices are counted: a commune that stands today.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// The commune.
    pub unit: UnitId,
    /// Latitude and longitude, where they are known.
    pub at: Option<[f64; 2]>,
    /// How many people live there; 0 where that is not known.
    pub people: i64,
    /// The first day from which on everything counted there is known to belong there.
    pub whole_from: Day,
}

/// A village with a team, and in which commune it lies, by the number of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Village {
    /// The village.
    pub unit: UnitId,
    /// Its commune.
    pub spot: usize,
}

/// The counts of a city.
#[derive(Clone, Debug)]
pub struct Voices {
    /// The city.
    pub city: UnitId,
    /// Its communes.
    pub spots: Vec<Spot>,
    /// Codes of the topics.
    pub topics: Vec<String>,
    /// Villages that told anything in the last year.
    pub villages: Vec<Village>,
    /// The last day that is counted.
    pub last: Day,
    /// The first day on which anything was counted.
    first: Option<Day>,
    weekly: Vec<u32>,
    daily: Vec<u32>,
    told: Vec<[u16; TOLD_WEEKS]>,
    of_topic: HashMap<String, usize>,
    of_village: HashMap<UnitId, usize>,
}

impl Voices {
    /// No counts yet, of some communes and topics up to a day.
    pub fn new(city: UnitId, spots: Vec<Spot>, topics: Vec<String>, last: Day) -> Self {
        let of_topic = topics.iter().cloned().zip(0..).collect();
        Self {
            weekly: vec![0; spots.len() * topics.len() * WEEKS],
            daily: vec![0; spots.len() * topics.len() * DAYS],
            city,
            spots,
            topics,
            villages: Vec::new(),
            last,
            first: None,
            told: Vec::new(),
            of_topic,
            of_village: HashMap::new(),
        }
    }

    /// The first day that can be counted.
    pub fn begin(&self) -> Day {
        self.last.plus_days(1 - 7 * i64::try_from(WEEKS).unwrap_or(0))
    }

    /// The number of a topic.
    pub fn topic(&self, code: &str) -> Option<usize> {
        self.of_topic.get(code).copied()
    }

    /// Counts voices of a topic at a commune on a day; what lies outside the days is left out.
    pub fn add(&mut self, spot: usize, topic: usize, day: Day, count: i64) {
        let ago = self.last.days_since(day);
        let Ok(ago) = usize::try_from(ago) else { return };
        let cell = spot * self.topics.len() + topic;
        if let Some(week) = (WEEKS - 1).checked_sub(ago / 7) {
            add_to(&mut self.weekly, cell * WEEKS + week, count);
            self.first = Some(self.first.map_or(day, |first| first.min(day)));
        }
        if let Some(at) = (DAYS - 1).checked_sub(ago) {
            add_to(&mut self.daily, cell * DAYS + at, count);
        }
    }

    /// Says that a village's team told something on a day.
    pub fn tell(&mut self, village: UnitId, spot: usize, day: Day, count: i64) {
        let Ok(ago) = usize::try_from(self.last.days_since(day)) else { return };
        let Some(week) = (TOLD_WEEKS - 1).checked_sub(ago / 7) else { return };
        let at = *self.of_village.entry(village).or_insert_with(|| {
            self.villages.push(Village { unit: village, spot });
            self.told.push([0; TOLD_WEEKS]);
            self.told.len() - 1
        });
        if let Some(cell) = self.told.get_mut(at).and_then(|weeks| weeks.get_mut(week)) {
            *cell = cell.saturating_add(u16::try_from(count.max(0)).unwrap_or(u16::MAX));
        }
    }

    /// What a village told, week by week.
    pub fn told(&self, village: usize) -> &[u16] {
        self.told.get(village).map_or(&[], |weeks| weeks.as_slice())
    }

    /// From which week on a commune's series is whole.
    fn first_week(&self, spot: usize) -> usize {
        let first = self.first.unwrap_or(self.last);
        let first = self.spots.get(spot).map_or(first, |spot| spot.whole_from.max(first));
        let whole = usize::try_from((self.last.days_since(first) + 1) / 7).unwrap_or(0);
        WEEKS - whole.min(WEEKS)
    }

    /// Week by week at a commune, oldest first, as far back as it is whole.
    pub fn weekly(&self, spot: usize, topic: usize) -> Vec<i64> {
        let begin = (spot * self.topics.len() + topic) * WEEKS;
        let cells = self.weekly.get(begin + self.first_week(spot)..begin + WEEKS).unwrap_or(&[]);
        cells.iter().map(|count| i64::from(*count)).collect()
    }

    /// Week by week at a commune, all topics together.
    pub fn weekly_of_all(&self, spot: usize) -> Vec<i64> {
        self.sum((0..self.topics.len()).map(|topic| (spot, topic)), self.first_week(spot))
    }

    /// Week by week in the whole city, of a topic or of all.
    pub fn weekly_of_city(&self, topic: Option<usize>) -> Vec<i64> {
        let from = self.first_week(usize::MAX);
        let topics = topic.map_or(0..self.topics.len(), |topic| topic..topic + 1);
        let cells = (0..self.spots.len()).flat_map(|spot| topics.clone().map(move |topic| (spot, topic)));
        self.sum(cells, from)
    }

    fn sum(&self, cells: impl Iterator<Item = (usize, usize)>, from: usize) -> Vec<i64> {
        let mut sums = vec![0; WEEKS - from];
        for (spot, topic) in cells {
            let begin = (spot * self.topics.len() + topic) * WEEKS;
            let counts = self.weekly.get(begin + from..begin + WEEKS).unwrap_or(&[]);
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += i64::from(*count);
            }
        }
        sums
    }

    /// The last days at a commune, oldest first.
    pub fn daily(&self, spot: usize, topic: usize) -> &[u32] {
        let begin = (spot * self.topics.len() + topic) * DAYS;
        self.daily.get(begin..begin + DAYS).unwrap_or(&[])
    }

    /// How many in the last days at a commune, and how many of as many days there were in the year before those, in the mean.
    pub fn of_days(&self, spot: usize, topic: usize, days: usize) -> (i64, f64) {
        let recent: u32 = self.daily(spot, topic).iter().rev().take(days).sum();
        let weekly = self.weekly(spot, topic);
        let past = weekly.len().saturating_sub(days.div_ceil(7));
        let year = weekly.get(past.saturating_sub(52)..past).unwrap_or(&[]);
        let mean = if year.is_empty() { 0.0 } else { year.iter().sum::<i64>() as f64 / year.len() as f64 };
        (i64::from(recent), mean * days as f64 / 7.0)
    }

    /// The same counts as they were some weeks ago: later ones are not there.
    #[must_use]
    pub fn weeks_ago(&self, weeks: usize) -> Self {
        let mut earlier = self.clone();
        earlier.last = self.last.plus_days(-7 * i64::try_from(weeks).unwrap_or(0));
        for cell in 0..self.spots.len() * self.topics.len() {
            let (begin, end) = (cell * WEEKS, (cell + 1) * WEEKS);
            earlier.weekly[begin..end].rotate_right(weeks.min(WEEKS));
            earlier.weekly[begin..begin + weeks.min(WEEKS)].fill(0);
            // Days of so long ago are not known: a week's count is spread over its days.
            let (first, last) = (cell * DAYS, (cell + 1) * DAYS);
            if weeks > 0 {
                let counts = &earlier.weekly[end - DAYS / 7..end];
                let spread: Vec<u32> = counts
                    .iter()
                    .flat_map(|count| (0..7_u32).map(move |day| count * (day + 1) / 7 - count * day / 7))
                    .collect();
                earlier.daily[first..last].copy_from_slice(&spread);
            }
        }
        for told in &mut earlier.told {
            told.rotate_right(weeks.min(TOLD_WEEKS));
            told[..weeks.min(TOLD_WEEKS)].fill(0);
        }
        earlier
    }
}

/// Counts are never below zero: what is taken back was counted before.
fn add_to(cells: &mut [u32], at: usize, count: i64) {
    if let Some(cell) = cells.get_mut(at) {
        *cell = u32::try_from((i64::from(*cell) + count).max(0)).unwrap_or(u32::MAX);
    }
}
