//! A scan that is repeated as days go by.

use super::{Column, Count, Map, Model, Options, Refusal, Report, Study, Time, Wrong};
use std::collections::VecDeque;

/// A space-time permutation scan that is looked at after each day: days come in at one end and leave at the other, and the
/// windows of the map are made once.
///
/// ```
/// use danvan_analysis::scan::{Coordinates, Daily, Map, Options, Shapes};
///
/// let line = Coordinates::Plane((0..6).map(|at| [f64::from(at), 0.0]).collect());
/// let mut daily = Daily::new(Map::new(line, &Shapes::Circles, None)?, 14, 3)?;
/// for day in 0..14 {
///     // Everywhere one or no case a day; at last six in one place.
///     let cases: Vec<(usize, i64)> = (0..6).map(|place| (place, i64::from((place + day) % 3 == 0))).collect();
///     daily.add(&cases)?;
/// }
/// daily.add(&[(4, 6), (0, 1)])?;
/// let report = daily.look(&Options::default())?;
/// assert_eq!(report.clusters[0].places, [4]);
/// assert_eq!(report.clusters[0].observed, 6);
/// # Ok::<(), danvan_analysis::refusal::Refusal>(())
/// ```
///
/// After Kulldorff, Heffernan, Hartman, Assunção & Mostashari (2005); looking again and again is taken into account as in
/// Kulldorff (2001).
#[derive(Clone, Debug)]
pub struct Daily {
    map: Map,
    period: usize,
    longest: usize,
    /// The cases of each day, the oldest first.
    days: VecDeque<Vec<(usize, i64)>>,
    /// How many of the days before the last were looked at.
    looks: usize,
}

impl Daily {
    /// Over `period` days at most, in stretches of at most `longest`.
    ///
    /// # Errors
    /// A period of fewer than two days, or a longest stretch of none or more than the period.
    pub fn new(map: Map, period: usize, longest: usize) -> Result<Self, Refusal> {
        if period < 2 {
            return Err(Wrong::Times { times: period }.into());
        }
        if longest == 0 || longest > period {
            let must = "1 to the whole period";
            return Err(Wrong::Choice { option: "the longest time", value: None, must }.into());
        }
        Ok(Daily { map, period, longest, days: VecDeque::with_capacity(period + 1), looks: 0 })
    }

    /// Adds the cases of the next day, as places and counts; the oldest day leaves when the period is full.
    ///
    /// # Errors
    /// A place there is not, or a count below zero: then nothing is added.
    pub fn add(&mut self, cases: &[(usize, i64)]) -> Result<(), Refusal> {
        let (table, below) = (super::Table::Cases, self.map.places());
        for (row, &(place, count)) in cases.iter().enumerate() {
            if place >= below {
                let wrong = Wrong::Unknown { value: place, below };
                return Err(wrong.at(row + 1, Column::named("place")).within(table));
            }
            if count < 0 {
                let wrong = Wrong::Negative { value: count as f64 };
                return Err(wrong.at(row + 1, Column::Count).within(table));
            }
        }
        self.days.push_back(cases.to_vec());
        if self.days.len() > self.period {
            self.days.pop_front();
        }
        if self.looks > 0 {
            self.looks += 1;
        }
        Ok(())
    }

    /// How many days there are.
    pub fn days(&self) -> usize {
        self.days.len()
    }

    /// Remembers that the last day is looked at: from now on [`Self::look`] gives chance as many looks.
    pub fn begin_watch(&mut self) {
        self.looks = self.looks.max(1);
    }

    /// Scans for what goes on at the last day; of `options` the time is this scan's own.
    ///
    /// # Errors
    /// As [`Map::scan`].
    pub fn look(&self, options: &Options) -> Result<Report, Refusal> {
        let times = self.days.len();
        let cases =
            self.days.iter().enumerate().flat_map(|(time, cases)| {
                cases.iter().map(move |&(place, count)| Count { place, time, count })
            });
        let study = Study { times, cases: cases.collect(), model: Model::Permutation, sizes: None };
        let looking_since = (self.looks > 1).then(|| times - self.looks.min(times));
        let longest = Some(self.longest.min(times));
        let time = Time::Prospective { shortest: 1, longest, looking_since };
        self.map.scan(&study, &Options { time, ..options.clone() })
    }
}
