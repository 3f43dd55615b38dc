//! How often what happens in a city is found, how late, and how often nothing is told as something: the look of the product itself
//! over made counts, with and without events, in memory.

use crate::{instant, say};
use danvan_actions::findings::{Looked, Spot, Voices, watch};
use danvan_domain::{
    findings::{Method, Story, gather},
    ids::UnitId,
    time::Day,
};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// How many communes the made city has, in rows of so many, and how many topics.
const COMMUNES: usize = 36;
const ROW: usize = 6;
const TOPICS: usize = 24;
/// How many weeks its past has: a short one, and one of years.
const PASTS: [i64; 2] = [80, 200];
/// How many weeks are looked at without events, a look a week.
const QUIET_WEEKS: i64 = 13;
/// For how many days after an event begins it is looked for, a look every so many days.
const LOOKED_FOR: (i64, i64) = (28, 2);

/// Something that happens: what, of which topic, where, for how many days, and how many times the usual on a day of it.
struct Event {
    name: &'static str,
    topic: usize,
    spots: Vec<usize>,
    /// How many days before its end it begins.
    days: i64,
    more: fn(i64) -> f64,
    /// For how long it is looked for: what drifts takes longer.
    looked_for: i64,
}

fn event(
    name: &'static str,
    topic: usize,
    spots: Vec<usize>,
    (days, looked_for): (i64, i64),
    more: fn(i64) -> f64,
) -> Event {
    Event { name, topic, spots, days, more, looked_for }
}

/// Those that are seeded in the demonstration, each with a topic of its own.
fn events() -> Vec<Event> {
    let near = |middle: usize| vec![middle, middle + 1, middle + ROW];
    let everywhere: Vec<usize> = (0..COMMUNES).collect();
    let low: Vec<usize> = (0..COMMUNES).filter(|at| at % 3 == 0).collect();
    let soon = |days: i64| (days, LOOKED_FOR.0);
    vec![
        event("water failure", 1, near(7), soon(21), |_| 6.0),
        event("flood week", 2, low, soon(8), |_| 9.0),
        event("price rumour", 3, everywhere, soon(10), |_| 2.5),
        event("slow drift of waste", 4, near(20), (84, 84), |day| 1.0 + day as f64 / 84.0 * 1.5),
        event("clearance dispute", 5, vec![28], soon(28), |_| 7.0),
    ]
}

/// Numbers from 0 up to 1 of a seed.
struct Chance(ChaCha8Rng);

impl Chance {
    fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A Poisson count of a small mean (Knuth).
    fn poisson(&mut self, mean: f64) -> i64 {
        let (least, mut product, mut count) = ((-mean).exp(), self.unit(), 0);
        while product > least {
            product *= self.unit();
            count += 1;
        }
        count
    }
}

/// The days of a city, by topic and commune.
struct City {
    first: Day,
    counts: Vec<u8>,
}

impl City {
    /// A city with a week's rhythm, seasons that differ by topic, and days that vary more than Poisson's.
    fn live(days: i64, events: &[Event], chance: &mut Chance) -> Self {
        let first = Day(jiff::civil::date(2020, 1, 6));
        let mut counts = Vec::with_capacity(days as usize * COMMUNES * TOPICS);
        let usual: Vec<f64> = (0..COMMUNES * TOPICS).map(|_| 0.15 + 0.9 * chance.unit().powi(2)).collect();
        let week = [1.22, 1.13, 1.08, 1.05, 1.02, 0.82, 0.68];
        for day in 0..days {
            for topic in 0..TOPICS {
                let year = (day as f64 / 365.25 + topic as f64 / TOPICS as f64) * std::f64::consts::TAU;
                let season = 1.0 + 0.3 * year.sin();
                let mood = 0.85 + 0.3 * chance.unit();
                for spot in 0..COMMUNES {
                    let mean = usual[spot * TOPICS + topic] * season * mood * week[day as usize % 7];
                    let more = events.iter().filter(|one| one.topic == topic && one.spots.contains(&spot));
                    let more: f64 =
                        more.map(|one| one.since(day, days).map_or(1.0, |since| (one.more)(since))).product();
                    counts.push(u8::try_from(chance.poisson(mean * more)).unwrap_or(u8::MAX));
                }
            }
        }
        Self { first, counts }
    }

    /// What is known after so many days.
    fn after(&self, days: i64) -> Voices {
        let begin = Day::new(1, 1, 1).unwrap_or(self.first);
        let spot = |at: usize| Spot {
            unit: unit(at),
            at: Some([20.9 + (at / ROW) as f64 * 0.036, 105.7 + (at % ROW) as f64 * 0.039]),
            people: 60_000,
            whole_from: begin,
        };
        let topics = (0..TOPICS).map(|topic| format!("topic.{topic}")).collect();
        let last = self.first.plus_days(days - 1);
        let mut voices = Voices::new(unit(9_999), (0..COMMUNES).map(spot).collect(), topics, last);
        for day in 0..days {
            for topic in 0..TOPICS {
                for spot in 0..COMMUNES {
                    let count = self.counts[(day as usize * TOPICS + topic) * COMMUNES + spot];
                    if count > 0 {
                        voices.add(spot, topic, self.first.plus_days(day), i64::from(count));
                    }
                }
            }
        }
        voices
    }
}

impl Event {
    /// How many days it has gone on; each is looked for until the same last day.
    fn since(&self, day: i64, days: i64) -> Option<i64> {
        let begin = days - self.looked_for;
        let since = day - begin;
        (0..self.days).contains(&since).then_some(since)
    }
}

fn unit(number: usize) -> UnitId {
    UnitId(Uuid::from_u128(number as u128 + 1))
}

/// The stories of a look, as the product tells them.
fn stories(voices: &Voices) -> Vec<Story> {
    let look = watch(voices, Looked { clusters: true, forecasts: false });
    gather(look.seen, voices.city)
}

/// What a method came to.
#[derive(Default)]
struct Came {
    false_alarms: u32,
    found: BTreeMap<&'static str, Vec<i64>>,
}

/// Tells a story once: false when one of the same topic at one of its places was told before.
fn is_new(story: &Story, told: &mut HashSet<(String, UnitId)>) -> bool {
    let keys: Vec<(String, UnitId)> =
        story.places.iter().map(|place| (story.head.topic.clone(), *place)).collect();
    let is_new = !keys.iter().any(|key| told.contains(key));
    told.extend(keys);
    is_new
}

/// A run without events: every story is a false alarm.
fn quiet(past: i64, seed: u64, came: &mut BTreeMap<Method, Came>) {
    let days = (past + QUIET_WEEKS) * 7;
    let city = City::live(days, &[], &mut Chance(ChaCha8Rng::seed_from_u64(seed)));
    let mut told = HashSet::new();
    for week in 1..=QUIET_WEEKS {
        for story in stories(&city.after((past + week) * 7)) {
            if is_new(&story, &mut told) {
                came.entry(story.head.method).or_default().false_alarms += 1;
            }
        }
    }
}

/// A run with all events: when each is told first, and by what.
fn eventful(past: i64, seed: u64, came: &mut BTreeMap<Method, Came>) -> Vec<(&'static str, Option<i64>)> {
    let all = events();
    let days = past * 7 + 84;
    let city = City::live(days, &all, &mut Chance(ChaCha8Rng::seed_from_u64(seed)));
    let mut first: BTreeMap<&'static str, i64> = BTreeMap::new();
    let longest = all.iter().map(|event| event.looked_for).max().unwrap_or(0);
    let mut day = days - longest + LOOKED_FOR.1;
    while day <= days {
        // What only drifts needs no look every other day.
        let is_near = days - day < LOOKED_FOR.0;
        if is_near || (days - day) % 7 == 0 {
            for story in stories(&city.after(day)) {
                let of = all.iter().find(|event| {
                    story.head.topic == format!("topic.{}", event.topic)
                        && day > days - event.looked_for
                        && (story.places.contains(&unit(9_999))
                            || event.spots.iter().any(|spot| story.places.contains(&unit(*spot))))
                });
                let Some(event) = of.filter(|event| !first.contains_key(event.name)) else { continue };
                let delay = day - (days - event.looked_for);
                first.insert(event.name, delay);
                came.entry(story.head.method).or_default().found.entry(event.name).or_default().push(delay);
            }
        }
        day += LOOKED_FOR.1;
    }
    all.iter().map(|event| (event.name, first.get(event.name).copied())).collect()
}

fn middle(delays: &mut [i64]) -> String {
    delays.sort_unstable();
    delays.get(delays.len() / 2).map_or_else(|| "–".into(), i64::to_string)
}

/// Runs so many seeds of each past and prints what came of it.
pub(crate) fn measure(seeds: u64) {
    for past in PASTS {
        let start = instant();
        let mut came: BTreeMap<Method, Came> = BTreeMap::new();
        let mut found: BTreeMap<&'static str, Vec<Option<i64>>> = BTreeMap::new();
        for seed in 0..seeds {
            quiet(past, seed, &mut came);
            for (name, delay) in eventful(past, seed + 1_000_000, &mut came) {
                found.entry(name).or_default().push(delay);
            }
        }
        say(&format!("\n### {past} weeks of past, {seeds} seeds, {:.0} s\n", start.elapsed().as_secs_f64()));
        say("| event | found | median delay in days |\n|---|---|---|");
        for (name, delays) in &found {
            let mut known: Vec<i64> = delays.iter().flatten().copied().collect();
            let share = 100.0 * known.len() as f64 / delays.len().max(1) as f64;
            say(&format!("| {name} | {share:.0} % | {} |", middle(&mut known)));
        }
        let weeks = (seeds * QUIET_WEEKS as u64) as f64;
        say(
            "\n| method | events found first | median delay in days | false alarms a week |\n|---|---|---|---|",
        );
        let mut all = 0.0;
        for (method, one) in &came {
            let mut delays: Vec<i64> = one.found.values().flatten().copied().collect();
            let a_week = f64::from(one.false_alarms) / weeks;
            all += a_week;
            let many = delays.len();
            say(&format!("| {method} | {many} | {} | {a_week:.3} |", middle(&mut delays)));
        }
        say(&format!("\nAll methods together: {all:.3} false alarms a week."));
    }
}
