//! Sums over any period at a cost that follows the number of its months, not of its rows: whole months in the middle,
//! days at the edges, added or taken off, whichever are fewer.

use danvan_domain::{
    ids::UnitId,
    tallies::{Counts, Grain},
    time::Day,
    topics::{ALL, Topics},
};
use danvan_store::{
    Store, StoreError,
    tallies::{self, Span},
};
use std::collections::HashMap;

/// Days from the first up to, and without, the last.
pub(crate) type Days = (Day, Day);

/// The spans of cells that together count some days.
fn spans((from, until): Days) -> Vec<Span> {
    let days = |from: Day, until: Day, takes_off: bool| Span { grain: Grain::Day, from, until, takes_off };
    if until.days_since(from) <= 20 {
        return vec![days(from, until, false)];
    }
    let mut found = Vec::new();
    let (start, after) = (from.first_of_month(), from.first_of_next_month());
    let first = if from == start {
        start
    } else if after.days_since(from) <= from.days_since(start) {
        found.push(days(from, after, false));
        after
    } else {
        found.push(days(start, from, true));
        start
    };
    let (start, after) = (until.first_of_month(), until.first_of_next_month());
    let last = if until == start {
        start
    } else if until.days_since(start) <= after.days_since(until) {
        found.push(days(start, until, false));
        start
    } else {
        found.push(days(until, after, true));
        after
    };
    found.push(Span { grain: Grain::Month, from: first, until: last, takes_off: false });
    found.retain(|span| span.from < span.until);
    found
}

/// Reads sums of a topic with all below it.
pub(crate) struct Reader<'a> {
    pub(crate) store: &'a Store,
    pub(crate) topics: &'a Topics,
    pub(crate) topic: &'a str,
}

impl Reader<'_> {
    /// Sums per commune or larger unit; their cells hold every topic with all below it.
    pub(crate) async fn large(
        &self,
        units: &[UnitId],
        days: Days,
    ) -> Result<HashMap<UnitId, Counts>, StoreError> {
        self.sums(units, &[self.topic], days).await
    }

    /// Sums per village; their cells hold each topic by itself, and all.
    pub(crate) async fn small(
        &self,
        units: &[UnitId],
        days: Days,
    ) -> Result<HashMap<UnitId, Counts>, StoreError> {
        self.sums(units, &self.fine_topics(), days).await
    }

    fn fine_topics(&self) -> Vec<&str> {
        if self.topic == ALL { vec![ALL] } else { self.topics.subtree(self.topic) }
    }

    async fn sums(
        &self,
        units: &[UnitId],
        topics: &[&str],
        days: Days,
    ) -> Result<HashMap<UnitId, Counts>, StoreError> {
        let mut sums = tallies::by_unit(self.store, units, topics, &spans(days)).await?;
        sums.retain(|_, counts| !counts.is_zero());
        Ok(sums)
    }

    /// Cases received at communes or larger units, by unit and topic, whatever topic the reader is of, where they are
    /// `least` or more.
    pub(crate) async fn received(
        &self,
        units: &[UnitId],
        topics: &[&str],
        days: Days,
        least: i64,
    ) -> Result<Vec<(UnitId, String, i64)>, StoreError> {
        tallies::received(self.store, units, topics, &spans(days), least).await
    }

    /// The days of some units together.
    pub(crate) async fn daily(
        &self,
        units: &[UnitId],
        are_large: bool,
        (from, until): Days,
    ) -> Result<HashMap<Day, Counts>, StoreError> {
        let topics = if are_large { vec![self.topic] } else { self.fine_topics() };
        tallies::by_start(self.store, units, &topics, Span::of(Grain::Day, from, until)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn spans_count_each_day_of_a_period_once_and_no_other() {
        let begin = day("2025-11-01");
        for from in 0..130 {
            for length in 1..140 {
                let (from, until) = (begin.plus_days(from), begin.plus_days(from + length));
                let mut counted: HashMap<Day, i64> = HashMap::new();
                for span in spans((from, until)) {
                    let mut at = span.from;
                    if span.grain == Grain::Month {
                        assert_eq!(at, at.first_of_month());
                        assert_eq!(span.until, span.until.first_of_month());
                    }
                    while at < span.until {
                        *counted.entry(at).or_default() += if span.takes_off { -1 } else { 1 };
                        at = at.next();
                    }
                }
                counted.retain(|_, times| *times != 0);
                assert_eq!(counted.len(), usize::try_from(length).expect("small"), "{from} {until}");
                assert!(counted.iter().all(|(at, times)| *times == 1 && *at >= from && *at < until));
            }
        }
    }

    #[test]
    fn edges_are_short() {
        for (from, until) in [("2025-01-20", "2026-11-23"), ("2025-01-05", "2026-11-12")] {
            let days: i64 = spans((day(from), day(until)))
                .iter()
                .filter(|span| span.grain == Grain::Day)
                .map(|span| span.until.days_since(span.from))
                .sum();
            assert!(days <= 31, "{from} {until}: {days}");
        }
    }
}
