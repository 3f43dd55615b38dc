//! One look over the counts of a city: pure, so that a night, a trial on past weeks and a measurement all do the same.

use super::{
    ahead::forecasts,
    judge::{Judged, Step, bounds, judge, judge_low},
    voices::{DAYS, TOLD_WEEKS, Voices},
};
use danvan_analysis::{
    compare::silence,
    scan::{Coordinates, Count, Map, Model, Options, Secondary, Shapes, Study, Time},
};
use danvan_domain::{
    findings::{Curve, Kind, Method, Seen, discovered},
    ids::UnitId,
    time::Day,
    topics::ALL,
};
use std::collections::BTreeMap;

/// Of what is told, at most such a share is expected to be chance.
const RATE: f64 = 0.05;
/// Fewer voices than this stand out nowhere.
const FEWEST: i64 = 5;
/// A rise is told from so many times the usual on: at a commune, and in the whole city.
const TIMES: (f64, f64) = (1.5, 1.3);
/// And from so many more voices than usual on.
pub(super) const MORE: f64 = 4.0;
/// So many communes are a few.
const FEW: usize = 5;
/// Clusters reach so many kilometres from their middle at most, and last so many days.
const REACH: (f64, usize) = (15.0, 21);
/// A topic with fewer voices in the days that are scanned is not scanned.
const LEAST_SCANNED: u32 = 25;
/// How often chance is asked: a Gumbel distribution tells the rest.
const REPETITIONS: u32 = 99;
/// A village is silent after so many weeks without a word, if it told so much in the weeks before.
const SILENT: (usize, u64) = (4, 8);
/// What a look saw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// What stands out, by every method.
    pub seen: Vec<Seen>,
    /// Among how many tests, by the method.
    pub tests: BTreeMap<Method, usize>,
}

impl Look {
    fn take(&mut self, method: Method, (seen, tests): (Vec<Seen>, usize)) {
        self.seen.extend(seen);
        *self.tests.entry(method).or_default() += tests;
    }

    /// How many tests there were in all.
    pub fn all_tests(&self) -> usize {
        self.tests.values().sum()
    }

    /// Among how many tests something of a method was found: both kinds of counts are one family.
    pub fn tests_of(&self, method: Method) -> usize {
        let family = if method == Method::Farrington { Method::Bayes } else { method };
        self.tests.get(&family).copied().unwrap_or(1).max(1)
    }
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Clusters on the map, which take longest.
    pub clusters: bool,
    /// Forecasts.
    pub forecasts: bool,
}

impl Wanted {
    /// Everything.
    pub const ALL: Self = Self { clusters: true, forecasts: true };
}

/// Looks over a city's counts.
pub fn watch(voices: &Voices, wanted: Wanted) -> Look {
    let mut look = Look::default();
    look.take(Method::Bayes, warnings(voices));
    look.take(Method::Bayes, unlike_past(voices));
    look.take(Method::Silence, silent(voices));
    if wanted.clusters {
        look.take(Method::Scan, clusters(voices));
    }
    leave_to_communes(voices, &mut look.seen);
    if wanted.forecasts {
        look.take(Method::Forecast, forecasts(voices));
    }
    look
}

/// Weeks taken together by four, the last ones at the end.
fn by_month(weekly: &[i64]) -> Vec<i64> {
    weekly[weekly.len() % 4..].chunks(4).map(|weeks| weeks.iter().sum()).collect()
}

/// The days of the last step.
fn days(voices: &Voices, step: Step) -> (Day, Day) {
    (voices.last.plus_days(1 - step.days()), voices.last)
}

/// What was tried and may be told: its chance, and what it would be.
struct Tried {
    chance: f64,
    seen: Seen,
}

/// Of what was tried, what is no chance among so many tests.
fn told(tried: Vec<Tried>, tests: usize) -> (Vec<Seen>, usize) {
    let chances: Vec<f64> = tried.iter().map(|one| one.chance).collect();
    let found = discovered(&chances, tests, RATE);
    let seen = tried.into_iter().zip(found).filter(|(_, is_found)| *is_found).map(|(one, _)| one.seen);
    (seen.collect(), tests)
}

/// Every topic at every commune and in the whole city: last week, and the last four weeks.
fn warnings(voices: &Voices) -> (Vec<Seen>, usize) {
    let (mut tried, mut tests) = (Vec::new(), 0);
    for topic in 0..voices.topics.len() {
        let communes = (0..voices.spots.len()).map(|spot| (Some(spot), voices.weekly(spot, topic)));
        for (spot, weekly) in communes.chain([(None, voices.weekly_of_city(Some(topic)))]) {
            if weekly.iter().rev().take(52).all(|count| *count == 0) {
                continue;
            }
            tests += 1;
            tried.extend(risen(voices, (spot, topic), &weekly));
        }
    }
    told(tried, tests)
}

/// What a few communes explain is theirs and not the whole city's.
fn leave_to_communes(voices: &Voices, seen: &mut Vec<Seen>) {
    let of_city = |one: &Seen| one.kind == Kind::Warning && one.places == [voices.city];
    let theirs: Vec<bool> = seen.iter().map(|one| of_city(one) && is_of_few(voices, one, seen)).collect();
    let mut theirs = theirs.into_iter();
    seen.retain(|_| !theirs.next().unwrap_or(false));
}

/// Whether half of what the city has more is had by a few communes that are told themselves.
fn is_of_few(voices: &Voices, one: &Seen, seen: &[Seen]) -> bool {
    let Some(topic) = voices.topic(&one.topic) else { return false };
    let days = usize::try_from(one.days.1.days_since(one.days.0) + 1).unwrap_or(0);
    let is_told = |unit: UnitId| {
        let alike = |other: &&Seen| other.kind.is_of_voices() && other.topic == one.topic;
        seen.iter().filter(alike).any(|other| other.places.contains(&unit))
    };
    let spots = (0..voices.spots.len()).filter(|at| is_told(voices.spots[*at].unit));
    let mut more: Vec<f64> = spots
        .map(|spot| {
            let (recent, usual) = voices.of_days(spot, topic, days);
            recent as f64 - usual
        })
        .collect();
    more.sort_by(|a, b| b.total_cmp(a));
    more.iter().take(FEW).sum::<f64>() >= (one.observed as f64 - one.expected) / 2.0
}

/// Whether a series rose: the clearer of two steps, each with half of the chance.
fn risen(voices: &Voices, (spot, topic): (Option<usize>, usize), weekly: &[i64]) -> Option<Tried> {
    if !is_worth_it(weekly) {
        return None;
    }
    let months = by_month(weekly);
    let steps = [(Step::Week, weekly), (Step::Month, months.as_slice())];
    let place = spot.map_or(voices.city, |spot| voices.spots[spot].unit);
    let times = if spot.is_some() { TIMES.0 } else { TIMES.1 };
    let judged = steps.into_iter().filter_map(|(step, counts)| {
        let observed = counts.last().copied()?;
        let Judged { method, expected, chance } = judge(counts, step)?;
        let is_more =
            observed >= FEWEST && observed as f64 >= times * expected && observed as f64 - expected >= MORE;
        is_more.then(|| Seen {
            kind: Kind::Warning,
            method,
            topic: voices.topics[topic].clone(),
            places: vec![place],
            days: days(voices, step),
            observed,
            expected,
            chance: (2.0 * chance).min(1.0),
            promise: None,
        })
    });
    let seen = judged.min_by(|a, b| a.chance.total_cmp(&b.chance))?;
    Some(Tried { chance: seen.chance, seen })
}

/// Most series need no judging: too little was counted, or no more than in the quieter of the last months and the last year.
fn is_worth_it(weekly: &[i64]) -> bool {
    let mean = |weeks: &[i64]| weeks.iter().sum::<i64>() as f64 / weeks.len().max(1) as f64;
    let (Some(last), month) = (weekly.last(), weekly.iter().rev().take(4).sum::<i64>()) else { return false };
    let past = &weekly[..weekly.len().saturating_sub(4)];
    let usual =
        mean(&past[past.len().saturating_sub(52)..]).min(mean(&past[past.len().saturating_sub(12)..]));
    month >= FEWEST && (*last as f64 > 1.2 * usual || month as f64 > 1.2 * 4.0 * usual)
}

/// Communes from which much less came in the last four weeks than from the city as a whole.
fn unlike_past(voices: &Voices) -> (Vec<Seen>, usize) {
    let (mut tried, mut tests) = (Vec::new(), 0);
    let city = voices.weekly_of_city(None);
    for (at, spot) in voices.spots.iter().enumerate() {
        let weekly = voices.weekly_of_all(at);
        if weekly.iter().all(|count| *count == 0) {
            continue;
        }
        tests += 1;
        let same = city.len().min(weekly.len());
        let counts = by_month(&weekly[weekly.len() - same..]);
        let all = by_month(&city[city.len() - same..]);
        let Some(judged) = judge_low(&counts, &all, Step::Month) else { continue };
        let observed = counts.last().copied().unwrap_or(0);
        if judged.expected < 12.0 || observed as f64 > judged.expected / 2.0 {
            continue;
        }
        let seen = Seen {
            kind: Kind::UnlikePast,
            method: judged.method,
            topic: ALL.to_owned(),
            places: vec![spot.unit],
            days: days(voices, Step::Month),
            observed,
            expected: judged.expected,
            chance: judged.chance,
            promise: None,
        };
        tried.push(Tried { chance: judged.chance, seen });
    }
    told(tried, tests)
}

/// Villages from which nothing comes any more, those of a commune together.
fn silent(voices: &Voices) -> (Vec<Seen>, usize) {
    let (mut tried, mut tests) = (Vec::new(), 0);
    for (at, village) in voices.villages.iter().enumerate() {
        let told = voices.told(at);
        let quiet = told.iter().rev().take_while(|count| **count == 0).count();
        let Some(first) = told.iter().position(|count| *count > 0) else { continue };
        let before = TOLD_WEEKS - quiet - first;
        let events: u64 = told.iter().map(|count| u64::from(*count)).sum();
        tests += 1;
        if quiet < SILENT.0 || events < SILENT.1 {
            continue;
        }
        let weeks = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let Some(chance) = silence(events, weeks(before), weeks(quiet)) else { continue };
        tried.push((chance, village, quiet, events as f64 / before.max(1) as f64));
    }
    let chances: Vec<f64> = tried.iter().map(|(chance, ..)| *chance).collect();
    let found = discovered(&chances, tests, RATE);
    let mut of_spot: BTreeMap<usize, Seen> = BTreeMap::new();
    for ((chance, village, quiet, a_week), _) in tried.into_iter().zip(found).filter(|(_, is)| *is) {
        let days = 7 * i64::try_from(quiet).unwrap_or(0);
        let seen = of_spot.entry(village.spot).or_insert_with(|| Seen {
            kind: Kind::Silent,
            method: Method::Silence,
            topic: ALL.to_owned(),
            places: Vec::new(),
            days: (voices.last.plus_days(1 - days), voices.last),
            observed: 0,
            expected: 0.0,
            chance,
            promise: None,
        });
        seen.places.push(village.unit);
        seen.observed += 1;
        seen.expected += a_week * quiet as f64;
        // What is true of all of them is the shortest silence and the likeliest chance.
        seen.days.0 = seen.days.0.max(voices.last.plus_days(1 - days));
        seen.chance = seen.chance.max(chance);
    }
    (of_spot.into_values().collect(), tests)
}

/// Windows over the map and the last days, topic by topic.
fn clusters(voices: &Voices) -> (Vec<Seen>, usize) {
    let known: Vec<usize> = (0..voices.spots.len()).filter(|at| voices.spots[*at].at.is_some()).collect();
    let places: Vec<[f64; 2]> = known.iter().filter_map(|at| voices.spots[*at].at).collect();
    let Ok(map) = Map::new(Coordinates::Globe(places), &Shapes::Circles, Some(REACH.0)) else {
        return (Vec::new(), 0);
    };
    let (mut tried, mut tests) = (Vec::new(), 0);
    for topic in 0..voices.topics.len() {
        let sum: u32 = known.iter().flat_map(|spot| voices.daily(*spot, topic)).sum();
        if sum < LEAST_SCANNED {
            continue;
        }
        tests += 1;
        tried.extend(scanned(voices, (&map, &known), topic));
    }
    told(tried, tests)
}

fn scanned(voices: &Voices, (map, known): (&Map, &[usize]), topic: usize) -> Vec<Tried> {
    let cells = known.iter().enumerate().flat_map(|(place, spot)| {
        let days = voices.daily(*spot, topic).iter().enumerate().filter(|(_, count)| **count > 0);
        days.map(move |(time, count)| Count { place, time, count: i64::from(*count) })
    });
    let study = Study { times: DAYS, cases: cells.collect(), model: Model::Permutation, sizes: None };
    let options = Options {
        time: Time::Prospective { shortest: 2, longest: Some(REACH.1), looking_since: None },
        largest_share: 0.3,
        least_cases: 6,
        secondary: Secondary::NoOverlap,
        most_clusters: 2,
        repetitions: REPETITIONS,
        seed: u64::try_from(topic).unwrap_or(0) + 1,
        threads: 2,
    };
    let Ok(report) = map.scan(&study, &options) else { return Vec::new() };
    let cluster = |cluster: danvan_analysis::scan::Cluster| {
        let probability = cluster.probability?;
        let chance = probability.gumbel.unwrap_or(probability.by_rank);
        let observed = i64::try_from(cluster.observed).ok()?;
        let is_more = observed as f64 >= TIMES.0 * cluster.expected;
        let day = |time: usize| voices.last.plus_days(1 + i64::try_from(time).unwrap_or(0) - DAYS as i64);
        let seen = Seen {
            kind: Kind::Cluster,
            method: Method::Scan,
            topic: voices.topics[topic].clone(),
            places: cluster.places.iter().map(|place| voices.spots[known[*place]].unit).collect(),
            days: (day(cluster.first), day(cluster.last)),
            observed,
            expected: cluster.expected,
            chance,
            promise: None,
        };
        is_more.then_some(Tried { chance, seen })
    };
    report.clusters.into_iter().filter_map(cluster).collect()
}

/// The curve behind something that was seen, over the last year: weeks of its places, and of topics that rise together, with their
/// limits.
pub(super) fn curve(voices: &Voices, seen: &Seen, together: &[String]) -> Option<Curve> {
    if matches!(seen.kind, Kind::Silent | Kind::PromiseAtRisk | Kind::ClockAtRisk) {
        return None;
    }
    let weekly = weekly(voices, seen, together);
    let rows = weekly.len().min(52);
    let told = bounds(&weekly, Step::Week, rows);
    let begin = voices.last.plus_days(1 - 7 * i64::try_from(rows).unwrap_or(0));
    Some(Curve {
        from: Some(begin),
        step: 7,
        counts: weekly[weekly.len() - rows..].to_vec(),
        expected: told.iter().map(|(expected, _)| *expected).collect(),
        upper: told.iter().map(|(_, upper)| *upper).collect(),
        topics: together.to_vec(),
    })
}

/// Week by week at the places of something that was seen, as far back as all of them are whole.
fn weekly(voices: &Voices, seen: &Seen, together: &[String]) -> Vec<i64> {
    let topics: Vec<usize> = together.iter().filter_map(|topic| voices.topic(topic)).collect();
    let topic = voices.topic(&seen.topic);
    let is_city = seen.places.contains(&voices.city);
    let at = |spot: Option<usize>, topic: Option<usize>| match (spot, topic) {
        (None, topic) => voices.weekly_of_city(topic),
        (Some(spot), Some(topic)) => voices.weekly(spot, topic),
        (Some(spot), None) => voices.weekly_of_all(spot),
    };
    let spots: Vec<Option<usize>> = if is_city {
        vec![None]
    } else {
        (0..voices.spots.len()).filter(|at| seen.places.contains(&voices.spots[*at].unit)).map(Some).collect()
    };
    let mut series: Vec<Vec<i64>> = Vec::new();
    for spot in spots {
        if topics.is_empty() {
            series.push(at(spot, topic));
        } else {
            series.extend(topics.iter().map(|topic| at(spot, Some(*topic))));
        }
    }
    let shortest = series.iter().map(Vec::len).min().unwrap_or(0);
    let mut sum = vec![0; shortest];
    for own in series {
        for (cell, count) in sum.iter_mut().rev().zip(own.iter().rev()) {
            *cell += count;
        }
    }
    sum
}
