//! Where most more came in than before: what a leader is told where fewer findings are than three.

use super::PERIOD;
use crate::{
    figures::{Kept, Reader},
    house::{Done, Facts, House},
};
use danvan_analysis::{
    disclosure::THRESHOLD,
    intervals::{count, distinguishable},
};
use danvan_domain::{ids::UnitId, tallies::Measure, time::Day, topics::ALL};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// How many weeks a curve shows.
pub(super) const WEEKS: i64 = 12;
/// Fewer cases than this are no matter for a leader, however much they rose.
const FEWEST: i64 = 10;

/// A topic at a place of which clearly more came in than in the four weeks before.
#[derive(Clone, Debug, PartialEq)]
pub struct Rise {
    /// Code of the topic, of the upper level.
    pub topic: String,
    /// The commune where it rose most.
    pub unit: UnitId,
    /// Cases in the last four weeks.
    pub now: i64,
    /// Cases in the four weeks before; `None` where so few may not be told.
    pub before: Option<i64>,
    /// In how many other communes the same topic clearly rose.
    pub elsewhere: usize,
    /// Cases per week over twelve weeks, the last one last; `None` where they may not be told.
    pub weeks: Vec<Option<i64>>,
}

/// What is told already: whether a topic at a commune is.
pub(super) type IsTold<'a> = &'a (dyn Fn(&str, UnitId) -> bool + Send + Sync);

/// Where a topic clearly rose at a commune of a unit, the largest rise first; `most` of them at most, none that is told already.
pub(super) async fn risen(
    house: &House,
    facts: &Arc<Facts>,
    (unit, communes): (UnitId, &[UnitId]),
    days: (Day, Day),
    (own, most, is_told): (bool, usize, IsTold<'_>),
) -> Done<Vec<Rise>> {
    let (from, to) = days;
    let topics: Vec<&str> = facts.topics.children(ALL).map(|topic| topic.code.as_str()).collect();
    let reader = Reader { store: &house.store, topics: &facts.topics, topic: ALL };
    let earlier = (from.plus_days(-PERIOD), from);
    let read = async {
        let now = reader.received(communes, &topics, (from, to.next()), FEWEST).await?;
        // Most topics at most places have too few to speak of: the weeks before are asked of the others only.
        let places: BTreeSet<UnitId> = now.iter().map(|(unit, ..)| *unit).collect();
        let places: Vec<UnitId> = places.into_iter().collect();
        let before = reader.received(&places, &topics, earlier, 1).await?;
        Ok((now, before))
    };
    let counts = Kept::risen(house, facts, (unit, (earlier.0, to.next())), read).await?;
    let mut rises = clear(&topics, &counts.0, &counts.1, (own, is_told));
    rises.truncate(most);
    for rise in &mut rises {
        let reader = Reader { store: &house.store, topics: &facts.topics, topic: &rise.topic };
        let weeks = weeks(&reader, rise.unit, to).await?;
        // The sum of four weeks is told, so that one of them with few hides all four.
        let told = weeks.chunks(4).flat_map(|four| {
            let hidden = !own && four.iter().any(|count| is_few(*count));
            four.iter().map(move |count| (!hidden).then_some(*count))
        });
        rise.weeks = told.collect();
    }
    Ok(rises)
}

fn is_few(count: i64) -> bool {
    u64::try_from(count).is_ok_and(|count| count > 0 && count < THRESHOLD)
}

/// Cases by commune and topic.
type Came = [(UnitId, String, i64)];

/// Of each topic where it clearly rose most, the largest rise first.
fn clear(topics: &[&str], now: &Came, before: &Came, (own, is_told): (bool, IsTold<'_>)) -> Vec<Rise> {
    let before: HashMap<(UnitId, &str), i64> =
        before.iter().map(|(unit, topic, count)| ((*unit, topic.as_str()), *count)).collect();
    let mut found: Vec<(f64, Rise)> = Vec::new();
    for topic in topics {
        let mut rises: Vec<(f64, UnitId, i64, i64)> = Vec::new();
        for (unit, _, came) in now.iter().filter(|(unit, code, _)| code == topic && !is_told(topic, *unit)) {
            let earlier = before.get(&(*unit, *topic)).copied().unwrap_or(0);
            if let Some(rise) = honest_rise(*came, earlier) {
                rises.push((rise, *unit, *came, earlier));
            }
        }
        rises.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let Some((size, unit, came, earlier)) = rises.first().copied() else { continue };
        let rise = Rise {
            topic: (*topic).to_owned(),
            unit,
            now: came,
            before: (own || !is_few(earlier)).then_some(earlier),
            elsewhere: rises.len() - 1,
            weeks: Vec::new(),
        };
        found.push((size, rise));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, rise)| rise).collect()
}

/// By how many cases the interval of a count lies above that of an earlier one; `None` where they meet or where there
/// are too few to speak of.
fn honest_rise(now: i64, before: i64) -> Option<f64> {
    if now < FEWEST || now <= before {
        return None;
    }
    let (now, before) = (count(u64::try_from(now).ok()?), count(u64::try_from(before).ok()?));
    distinguishable(now, before).then_some(now.low - before.high)
}

async fn weeks(reader: &Reader<'_>, unit: UnitId, to: Day) -> Done<Vec<i64>> {
    let begin = to.next().plus_days(-7 * WEEKS);
    let days = reader.daily(&[unit], true, (begin, to.next())).await?;
    let mut weeks = vec![0; usize::try_from(WEEKS).unwrap_or(0)];
    for (day, counts) in days {
        let week = usize::try_from(day.days_since(begin) / 7).unwrap_or(0);
        if let Some(sum) = weeks.get_mut(week) {
            *sum += counts[Measure::Received];
        }
    }
    Ok(weeks)
}

#[cfg(test)]
mod tests {
    use super::honest_rise;

    #[test]
    fn only_what_surely_rose_and_is_not_a_handful_is_a_rise() {
        for (now, before, expected) in [
            (9, 0, false),
            (10, 0, true),
            (30, 25, false),
            (34, 11, true),
            (11, 34, false),
            (12, 12, false),
            (1_100, 1_000, false),
            (1_300, 1_000, true),
        ] {
            assert_eq!(honest_rise(now, before).is_some(), expected, "{now} after {before}");
        }
    }
}
