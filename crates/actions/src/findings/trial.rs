//! Trying the methods on an installation's own past: what they would have told of it as it is, and of rises that were put in.

use super::{
    Trial,
    read::voices,
    voices::Voices,
    watch::{Wanted, watch},
};
use crate::house::{Done, House};
use danvan_domain::{
    findings::{Method, Story, gather},
    ids::UnitId,
    units::Level,
};
use danvan_store::{StoreError, findings::nights};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::{BTreeMap, HashSet};

/// How many weeks back the first look of a trial lies, and how many weeks lie between looks.
const LOOKS: [usize; 4] = [26, 18, 10, 2];
/// How many rises are put into the counts of each look.
const PLANTED: usize = 8;
/// How much more a rise is: so many times the usual, and at least so many a week.
const MORE: (f64, f64) = (1.5, 8.0);
/// At how many neighbouring communes it is.
const REACH: usize = 3;

/// With a shorter past nothing can be tried.
const LEAST_WEEKS: usize = 12;

/// A rise that was put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planted {
    /// Which topic.
    pub topic: usize,
    /// At which communes.
    pub spots: Vec<usize>,
}

/// What came of trying one method.
#[derive(Clone, Debug, Default, PartialEq)]
struct Came {
    told: i64,
    found: i64,
    delays: Vec<f64>,
}

/// Puts a rise of some days at the end of counts: more a week at each of some neighbours.
pub fn plant(voices: &mut Voices, planted: &Planted, days: i64, chance: &mut impl Rng) {
    for spot in &planted.spots {
        let weekly = voices.weekly(*spot, planted.topic);
        let year: i64 = weekly.iter().rev().skip(2).take(52).sum();
        let usual = year as f64 / weekly.len().saturating_sub(2).clamp(1, 52) as f64;
        let a_day = (usual * MORE.0).max(MORE.1) / 7.0;
        for ago in 0..days {
            let more = poisson(a_day, chance);
            voices.add(*spot, planted.topic, voices.last.plus_days(-ago), more);
        }
    }
}

/// A number of Poisson's law, for small means (D. Knuth).
fn poisson(mean: f64, chance: &mut impl Rng) -> i64 {
    let (limit, mut product, mut count) = ((-mean).exp(), 1.0, 0);
    loop {
        product *= (chance.next_u32() as f64 + 0.5) / (f64::from(u32::MAX) + 1.0);
        if product <= limit {
            return count;
        }
        count += 1;
    }
}

/// Rises at places and topics by chance, each of a topic of its own, where something is spoken of at all.
fn chosen(voices: &Voices, chance: &mut impl Rng) -> Vec<Planted> {
    let mut topics: Vec<usize> = (0..voices.topics.len())
        .filter(|topic| voices.weekly_of_city(Some(*topic)).iter().rev().take(52).sum::<i64>() > 0)
        .collect();
    let mut found = Vec::new();
    while found.len() < PLANTED && !topics.is_empty() && !voices.spots.is_empty() {
        let topic = topics.swap_remove(chance.next_u32() as usize % topics.len());
        let middle = chance.next_u32() as usize % voices.spots.len();
        found.push(Planted { topic, spots: neighbours(voices, middle) });
    }
    found
}

/// A commune and its nearest.
fn neighbours(voices: &Voices, middle: usize) -> Vec<usize> {
    let Some(at) = voices.spots[middle].at else { return vec![middle] };
    let far = |spot: usize| {
        voices.spots[spot].at.map_or(f64::INFINITY, |it| {
            (it[0] - at[0]).powi(2) + ((it[1] - at[1]) * at[0].to_radians().cos()).powi(2)
        })
    };
    let mut order: Vec<usize> = (0..voices.spots.len()).collect();
    order.sort_by(|a, b| far(*a).total_cmp(&far(*b)));
    order.truncate(REACH);
    order
}

/// What each method would have told. The same counts and seed give the same.
pub fn try_on_past(voices: &Voices, seed: u64) -> Vec<(Method, Trial)> {
    let mut chance = ChaCha20Rng::seed_from_u64(seed);
    let mut came: BTreeMap<Method, Came> = BTreeMap::new();
    let (mut planted, mut looks) = (0, 0);
    for weeks in LOOKS {
        let base = voices.weeks_ago(weeks);
        let city = base.weekly_of_city(None);
        if city.len() <= LEAST_WEEKS || city.iter().all(|count| *count == 0) {
            continue;
        }
        looks += 1;
        let as_it_was = stories(&base);
        let before = places_of(&as_it_was);
        for story in as_it_was {
            came.entry(story.head.method).or_default().told += 1;
        }
        let rises = chosen(&base, &mut chance);
        planted += rises.len() as i64;
        let mut open: Vec<&Planted> = rises.iter().collect();
        for days in [7_i64, 14] {
            let mut counts = base.clone();
            let mut own = ChaCha20Rng::seed_from_u64(seed ^ weeks as u64);
            rises.iter().for_each(|rise| plant(&mut counts, rise, days, &mut own));
            let told = stories(&counts);
            open.retain(|rise| {
                let method = told.iter().find(|story| is_of(story, rise, &counts, &before));
                if let Some(story) = method {
                    let own = came.entry(story.head.method).or_default();
                    own.found += 1;
                    own.delays.push(days as f64);
                }
                method.is_none()
            });
        }
    }
    let trial = |method: Method, mut came: Came| {
        came.delays.sort_by(f64::total_cmp);
        Trial {
            method,
            day: voices.last.next(),
            weeks: f64::from(looks),
            told: came.told,
            planted,
            found: came.found,
            delay: came.delays.get(came.delays.len() / 2).copied(),
        }
    };
    let tried = [Method::Farrington, Method::Bayes, Method::Scan];
    tried
        .into_iter()
        .map(|method| (method, trial(method, came.remove(&method).unwrap_or_default())))
        .collect()
}

fn stories(voices: &Voices) -> Vec<Story> {
    let look = watch(voices, Wanted { clusters: true, forecasts: false });
    let voiced = look.seen.into_iter().filter(|one| one.kind.is_of_voices());
    gather(voiced.collect(), voices.city)
}

fn places_of(stories: &[Story]) -> HashSet<(String, UnitId)> {
    let places = |story: &Story| -> Vec<(String, UnitId)> {
        let topics = story.all_topics().map(str::to_owned);
        topics.flat_map(|topic| story.places.iter().map(move |place| (topic.clone(), *place))).collect()
    };
    stories.iter().flat_map(places).collect()
}

/// Whether a story tells of a rise at one of its places that was not told without it.
fn is_of(story: &Story, rise: &Planted, voices: &Voices, before: &HashSet<(String, UnitId)>) -> bool {
    let topic = &voices.topics[rise.topic];
    story.all_topics().any(|one| one == topic)
        && rise.spots.iter().any(|spot| {
            let unit = voices.spots[*spot].unit;
            story.places.contains(&unit) && !before.contains(&(topic.clone(), unit))
        })
}

/// Tries the methods on what was counted until today, and keeps what came of it.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn try_methods(house: &House) -> Done<Vec<Trial>> {
    let day = house.today();
    let facts = house.facts();
    let Some(city) = facts.tree.at_level(Level::City, day).map(|city| city.id).next() else {
        return Ok(Vec::new());
    };
    let counts = voices(house, city, day).await?;
    let seed =
        u64::try_from(day.days_since(danvan_domain::time::Day::new(2020, 1, 1).unwrap_or(day))).unwrap_or(0);
    let tried = tokio::task::spawn_blocking(move || try_on_past(&counts, seed)).await;
    let tried = tried.map_err(|error| StoreError::Engine(format!("the trial of methods: {error}")))?;
    let mut change = house.store.begin().await?;
    for (_, trial) in &tried {
        nights::put_trial(&mut change, trial).await?;
    }
    change.commit().await?;
    Ok(tried.into_iter().map(|(_, trial)| trial).collect())
}
