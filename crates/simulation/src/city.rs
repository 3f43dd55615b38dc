//! A city's days, one after another.

mod asking;
mod rhythm;
mod world;

pub use world::World;

use crate::{
    chance::Chance,
    ground::{Commune, Known},
    heard::{Mood, OBSERVATIONS_PER_TEAM, note_one},
    letters::SUBJECTS,
    lives::Life,
    seasons::busy,
    staff::Staff,
};
use asking::Said;
use danvan_domain::{
    events::Event,
    ids::UnitId,
    observations::Observation,
    time::{Day, Moment},
    units::{Level, facts::VillageCount},
};
use rhythm::{Mix, cumulative, hour, key};
use std::collections::{BTreeMap, HashMap};

/// What is to be lived.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The first day.
    pub from: Day,
    /// The present: nothing happens after it.
    pub now: Moment,
    /// How many cases a usual day brings to the whole city, before the seasons (see [`CASES_PER_DAY`]).
    pub cases_per_day: f64,
    /// The present communes to live in; all when none are named.
    pub only: Option<Vec<UnitId>>,
    /// A present commune that is very busy of late.
    pub busiest: Option<UnitId>,
    /// The same seed lives the same city.
    pub seed: u64,
}

/// Everything that began on a day, and the events of that day in their order.
#[derive(Clone, Debug)]
pub struct Lived {
    /// The day.
    pub day: Day,
    /// Cases received that day, as they stand at the present.
    pub lives: Vec<Life>,
    /// What teams noted that day.
    pub observations: Vec<Observation>,
    /// Everything that happened that day.
    pub events: Vec<Event>,
}

/// What a usual day brings, so that with its seasons the city has about 160 cases a day, as iHanoi had in 2024.
pub const CASES_PER_DAY: f64 = 148.0;

/// How many cases a day come to the busiest commune of late, above its usual ones, and for how many days.
const BUSIEST_A_DAY: f64 = 27.0;
const BUSIEST_DAYS: i64 = 18;

/// The city on its way from the first day to the present.
pub struct City<'a> {
    world: World<'a>,
    staff: &'a Staff,
    plan: Plan,
    chance: Chance,
    known: Known,
    /// The share of the city that is lived in.
    share: f64,
    day: Day,
    epochs: Vec<Day>,
    communes: Vec<Commune>,
    /// Events that are still to come, by moment and order of making.
    coming: BTreeMap<(Moment, u64), Event>,
    made: u64,
    said: HashMap<(UnitId, usize), Vec<Said>>,
    /// Observations from which cases of the day grew.
    raised: Vec<Observation>,
}

impl<'a> City<'a> {
    /// A city ready to live its first day.
    pub fn new(world: World<'a>, staff: &'a Staff, plan: Plan, counts: &[VillageCount]) -> Self {
        let present = plan.now.day();
        let known = Known::new(world.tree, present, counts, plan.only.as_deref());
        let whole = Known::new(world.tree, present, counts, None);
        let weight = |known: &Known| -> f64 {
            known.communes(world.tree, present).iter().map(|commune| commune.weight).sum()
        };
        let share = weight(&known) / weight(&whole).max(1.0);
        let epochs = world.tree.epochs(Level::Village);
        let communes = known.communes(world.tree, plan.from);
        Self {
            chance: Chance::new(plan.seed),
            day: plan.from,
            world,
            staff,
            plan,
            known,
            share,
            epochs,
            communes,
            coming: BTreeMap::new(),
            made: 0,
            said: HashMap::new(),
            raised: Vec::new(),
        }
    }

    /// How many cases a day brings at each stage of the city's getting used to it: it grows, and is 1 in the mean.
    fn grown(&self) -> f64 {
        let whole = self.plan.now.day().days_since(self.plan.from).max(1) as f64;
        0.5 + self.day.days_since(self.plan.from) as f64 / whole
    }

    /// Lives the people's side of a day: who says what where.
    fn live_day(&mut self) -> Vec<Life> {
        let age = self.plan.now.day().days_since(self.day);
        let topics = Mix::all(self.day, age);
        let weights: Vec<f64> = cumulative(
            self.communes.iter().map(|commune| commune.weight * topics[&key(commune.ground)].more),
        );
        let plain: f64 = self.communes.iter().map(|commune| commune.weight).sum();
        let season = weights.last().copied().unwrap_or(0.0) / plain.max(1.0);
        let rhythm = busy(self.world.calendar, self.day);
        let mean = self.plan.cases_per_day * self.share * self.grown() * rhythm * season;
        let mut when: Vec<(Moment, usize, bool)> = Vec::new();
        for _ in 0..self.chance.count(mean) {
            let commune = self.chance.weighted(&weights);
            when.push((hour(self.day, &mut self.chance), commune, false));
        }
        let busiest = self.communes.iter().position(|commune| Some(commune.unit) == self.plan.busiest);
        if let Some(commune) = busiest.filter(|_| age < BUSIEST_DAYS) {
            for _ in 0..self.chance.count(BUSIEST_A_DAY * rhythm) {
                when.push((hour(self.day, &mut self.chance), commune, true));
            }
        }
        when.retain(|(at, _, _)| *at <= self.plan.now);
        when.sort_by_key(|(at, _, _)| *at);
        let lives = when.into_iter().filter_map(|(at, commune, pressed)| {
            let mix = &topics[&key(self.communes[commune].ground)];
            let subject = self.chance.weighted(&mix.cumulative);
            self.case(at, commune, subject, pressed)
        });
        lives.collect()
    }

    /// Lives the teams' side of a day: who notes what in their own village.
    fn hear_day(&mut self) -> Vec<(Observation, Event)> {
        let age = self.plan.now.day().days_since(self.day);
        let (mixes, before) = (Mix::all(self.day, age), Mix::all(self.day.plus_days(-7), age + 7));
        let teams = |commune: &Commune| {
            commune.spots.iter().filter(|spot| self.staff.teams.contains_key(&spot.unit)).count() as f64
        };
        let all_teams: f64 = self.communes.iter().map(teams).sum();
        // A team has only so much time: what is said much is noted somewhat more.
        let weights = cumulative(
            self.communes.iter().map(|commune| teams(commune) * mixes[&key(commune.ground)].more.sqrt()),
        );
        let rhythm = busy(self.world.calendar, self.day).sqrt();
        let mut noted = Vec::new();
        for _ in 0..self.chance.count(all_teams * OBSERVATIONS_PER_TEAM * rhythm) {
            let commune = &self.communes[self.chance.weighted(&weights)];
            let ground = key(commune.ground);
            let topic = self.chance.weighted(&mixes[&ground].cumulative);
            let (more, then) = (mixes[&ground].factor(topic), before[&ground].factor(topic));
            let mood = Mood { more, growing: more / then.max(0.01) };
            let at = hour(self.day, &mut self.chance);
            if at > self.plan.now {
                continue;
            }
            let spot = self.chance.place(commune.spots.len());
            let subject = &SUBJECTS[topic];
            let letter = self.chance.pick(&subject.letters);
            let chance = &mut self.chance;
            noted.extend(note_one(
                self.staff,
                commune,
                &commune.spots[spot],
                (subject, letter),
                &mood,
                at,
                chance,
            ));
        }
        noted
    }
}

impl Iterator for City<'_> {
    type Item = Lived;

    fn next(&mut self) -> Option<Lived> {
        let last = self.plan.now.day();
        if self.day > last {
            return None;
        }
        let day = self.day;
        if self.epochs.binary_search(&day).is_ok() {
            self.communes = self.known.communes(self.world.tree, day);
            self.said.clear();
        }
        let mut lives = self.live_day();
        for life in &mut lives {
            for event in std::mem::take(&mut life.events) {
                self.made += 1;
                self.coming.insert((event.at, self.made), event);
            }
        }
        let mut observations = self.raised.split_off(0);
        for (observation, event) in self.hear_day() {
            observations.push(observation);
            self.made += 1;
            self.coming.insert((event.at, self.made), event);
        }
        let later = self.coming.split_off(&(Moment::at(day.next(), 0, 0), 0));
        let events = std::mem::replace(&mut self.coming, later).into_values().collect();
        self.day = day.next();
        Some(Lived { day, lives, observations, events })
    }
}
