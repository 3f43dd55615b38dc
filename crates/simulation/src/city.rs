//! A city's days, one after another.

use crate::{
    chance::Chance,
    ground::{Commune, Known, moved},
    heard::{Mood, OBSERVATIONS_PER_TEAM, note_one},
    letters::{self, SUBJECTS, Subject},
    lives::{Life, Living, contact, receive},
    noise,
    seasons::{Ground, busy, factor},
    staff::Staff,
};
use danvan_domain::{
    answers::Answers,
    calendar::Calendar,
    cases::{Case, Channel, Intake},
    clocks::{self, Due},
    events::Event,
    ids::{CaseId, UnitId},
    observations::Observation,
    office_hours::OfficeHours,
    procedures::Procedures,
    text,
    time::{Day, Moment},
    topics::Topics,
    units::{Level, Point, Tree, facts::VillageCount},
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

/// The facts the city lives by.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// Units in time.
    pub tree: &'a Tree,
    /// What people speak about.
    pub topics: &'a Topics,
    /// Working days.
    pub calendar: &'a Calendar,
    /// Working hours.
    pub hours: &'a OfficeHours,
    /// Rules of the clocks.
    pub procedures: &'a Procedures,
    /// Reasons to choose from.
    pub answers: &'a Answers,
}

impl World<'_> {
    pub(crate) fn receive_due(&self, urgent: bool, at: Moment) -> Option<Due> {
        let rule = self.procedures.feedback_receive(urgent, at.day())?;
        Some(clocks::due(self.calendar, self.hours, rule, at))
    }

    pub(crate) fn answer_due(&self, topic: &str, at: Moment) -> Option<Due> {
        let promise = self.topics.get(topic).map(|topic| topic.promise);
        let rule = self.procedures.feedback_answer(promise, at.day())?;
        Some(clocks::due(self.calendar, self.hours, &rule, at))
    }
}

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

/// What was said lately at one place about one topic, and may be said again.
struct Said {
    case: Case,
    letter: usize,
    at: String,
}

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

    fn case(&mut self, at: Moment, commune: usize, subject: usize, pressed: bool) -> Option<Life> {
        // Long because a letter, its place, its writer and its life are drawn in one order from one chance.
        let subject_key = (self.communes[commune].unit, subject);
        let earlier = self.said.entry(subject_key).or_default();
        earlier.retain(|said| at.seconds_since(said.case.received_at) <= 7 * 86_400);
        let again =
            (!earlier.is_empty() && self.chance.happens(0.35)).then(|| self.chance.place(earlier.len()));
        let subject: &Subject = &SUBJECTS[subject];
        let chance = &mut self.chance;
        let commune = &self.communes[commune];
        let (letter, spot, place, near) = match again {
            Some(position) => {
                let said = &earlier[position];
                (said.letter, said.at.clone(), said.case.place, said.case.point)
            }
            None => {
                let home = &commune.spots[chance.place(commune.spots.len())];
                let spot = letters::spot(chance, commune.ground.urban, home.village.as_deref());
                let near = home.point.map(|point| moved(chance, point, 0.5)).map(|at| (at.lat, at.lon));
                (chance.place(subject.letters.len()), spot, home.unit, near)
            }
        };
        let same = again.map(|position| earlier[position].case.clone());
        let letter_text = &subject.letters[letter];
        let mut intake = intake(
            &self.world,
            chance,
            &subject.topic,
            (place, near, again.is_some()),
            at,
            letters::write,
            (letter_text, &spot, &commune.name),
        );
        let mut brought = None;
        let home = commune.spots.iter().find(|spot| spot.unit == place);
        match (intake.channel, home) {
            // A team that brings something in has noted it a little before.
            (Channel::Team, Some(home)) => {
                let mood = Mood { more: 1.0, growing: 1.0 };
                let before = at.plus_seconds(-chance.between(120, 5_400)).max(Moment::at(self.day, 0, 0));
                let noted =
                    note_one(self.staff, commune, home, (subject, letter_text), &mood, before, chance);
                brought = self.staff.teams.get(&home.unit).copied();
                if let Some((observation, event)) = noted {
                    intake.observation = Some(observation.id);
                    self.made += 1;
                    self.coming.insert((event.at, self.made), event);
                    self.raised.push(observation);
                }
            }
            (Channel::Desk, _) => {
                brought = self.staff.officers.get(&commune.unit).map(|list| *chance.pick(list));
            }
            _ => {}
        }
        let life = receive(&self.world, &intake, commune.unit, at, brought, chance)?;
        let others = if chance.happens(0.09) { 1 + chance.waiting(1.6) as i64 } else { 0 };
        let living = Living {
            world: &self.world,
            staff: self.staff,
            commune,
            letter: letter_text,
            at: &spot,
            now: self.plan.now,
            late: if pressed { 0.16 } else { commune.late },
            pressed,
            chance,
            life,
            last: at,
        };
        let life = living.live(same.as_ref(), others);
        if life.case.merged_into.is_none() {
            earlier.push(Said { case: life.case.clone(), letter, at: spot });
        }
        Some(life)
    }
}

/// A moment of a day: most write in the morning and after supper, hardly anybody at night.
fn hour(day: Day, chance: &mut Chance) -> Moment {
    let hour = chance.weighted(&HOURS);
    let seconds = chance.between(0, 3599);
    Moment::at(day, i8::try_from(hour).unwrap_or(12), 0).plus_seconds(seconds)
}

/// How much comes in each hour of the day, with all hours before it.
static HOURS: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let hours = [
        0.4, 0.2, 0.1, 0.1, 0.2, 0.7, 2.0, 4.5, 7.5, 8.5, 7.5, 6.0, 4.5, 4.5, 6.0, 6.5, 6.0, 5.0, 4.5, 5.5,
        6.5, 5.5, 3.5, 1.5,
    ];
    cumulative(hours.into_iter())
});

/// Where, near which point, and whether somebody already spoke of it.
type Place = (UnitId, Option<(f64, f64)>, bool);
type Write = fn(&mut Chance, &letters::Letter, &str, &str) -> String;

fn intake(
    world: &World<'_>,
    chance: &mut Chance,
    topic: &str,
    (place, near, again): Place,
    at: Moment,
    write: Write,
    (letter, spot, commune): (&letters::Letter, &str, &str),
) -> Intake {
    let body = write(chance, letter, spot, commune);
    let body = noise::typed(&body, chance);
    let body = text::clean_lines(&body, 4000).unwrap_or(body);
    let with_point = again || chance.happens(0.62);
    // The same matter is told from within 300 m.
    let point = near.filter(|_| with_point).map(|(lat, lon)| {
        let point = moved(chance, Point { lat, lon }, if again { 0.14 } else { 0.02 });
        (point.lat, point.lon)
    });
    let may_be_urgent = world.topics.get(topic).is_some_and(|topic| topic.urgent);
    let channel = match chance.between(1, 100) {
        1..=76 => Channel::Web,
        77..=87 => Channel::Team,
        88..=96 => Channel::Desk,
        _ => Channel::Api,
    };
    Intake {
        id: CaseId(chance.id(at)),
        topic: topic.to_owned(),
        place,
        point,
        body,
        language: "vi".into(),
        urgent: may_be_urgent && chance.happens(0.1),
        contact: contact(chance, 0.48),
        channel,
        observation: None,
        photos: Vec::new(),
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

/// How the topics are mixed on some ground on a day, and how much more is said there than usual.
struct Mix {
    cumulative: Vec<f64>,
    usual: Vec<f64>,
    more: f64,
}

/// Ground as a key.
fn key(ground: Ground) -> [bool; 4] {
    [ground.urban, ground.low, ground.ring, ground.thirsty]
}

impl Mix {
    fn all(day: Day, age: i64) -> HashMap<[bool; 4], Self> {
        let bit = |number: u8, at: u8| number >> at & 1 == 1;
        let grounds = (0..16).map(|number| Ground {
            urban: bit(number, 0),
            low: bit(number, 1),
            ring: bit(number, 2),
            thirsty: bit(number, 3),
        });
        grounds.map(|ground| (key(ground), Self::of(ground, day, age))).collect()
    }

    fn of(ground: Ground, day: Day, age: i64) -> Self {
        let usual = |subject: &Subject| if ground.urban { subject.urban } else { subject.rural };
        let plain: f64 = SUBJECTS.iter().map(usual).sum();
        let seasonal =
            SUBJECTS.iter().map(|subject| usual(subject) * factor(&subject.topic, ground, day, age));
        let cumulative = cumulative(seasonal);
        let more = cumulative.last().copied().unwrap_or(0.0) / plain;
        Self { cumulative, usual: SUBJECTS.iter().map(usual).collect(), more }
    }

    /// How much more a topic is spoken of than usual.
    fn factor(&self, topic: usize) -> f64 {
        let before = topic.checked_sub(1).map_or(0.0, |before| self.cumulative[before]);
        (self.cumulative[topic] - before) / self.usual[topic].max(1e-9)
    }
}

fn cumulative(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    weights
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}
