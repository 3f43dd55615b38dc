//! Living the city and writing it down: one thread lives, this one writes.

use super::{BEGUN, PASSWORD, READY, RECEIPTS};
use crate::{
    house::Stop,
    terminal::{sentence, words},
};
use danvan_actions::{
    Facts, House,
    cases::{Speak, speak},
    followers::drain,
    people::hash_password,
    search::filling,
    units::{File, WantedBoundaries, import_boundaries, install},
    verify::fill_tallies,
};
use danvan_domain::{
    cases::{Case, Stage},
    events::Event,
    ids::{CaseId, ObservationId, UnitId},
    observations::{By, Observation, Version},
    people::Position,
    rights::Asker,
    tallies::{Census, deltas},
    time::{Day, Moment},
    units::facts::{hanoi_with_villages, village_counts},
};
use danvan_interop::boundaries::Properties;
use danvan_simulation::{AGAIN_WORDS, CASES_PER_DAY, City, Life, Lived, Plan, Staff, World};
use danvan_store::{bulk, bulk::indexes, settings};
use serde_json::json;
use std::sync::Arc;
use tokio::sync::mpsc;

/// How much of the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// Every commune.
    Whole,
    /// A few communes.
    Small,
    /// Every commune with about so many cases, for measurements.
    Cases(u32),
}

/// The seed of the city that everybody gets.
const SEED: u64 = 2026;
/// The commune that has the most to do: Phường Ngọc Hà.
const BUSIEST: &str = "00008";
/// The communes of a small city: town and country, low and high, on the ring road and off it.
const FEW: &[&str] = &["00008", "00004", "00283", "09832", "10015", "10183"];
/// So many cases are gathered before they are written in one change.
const GATHERED: usize = 1_500;

/// Lives the city until now and writes it all. `tell` hears what is done.
pub(super) async fn fill(house: &Arc<House>, size: Size, tell: &impl Fn(&str)) -> Result<(), Stop> {
    // Long because a city is filled in one order.
    begin(house).await?;
    let (units, links) =
        hanoi_with_villages(SEED).map_err(|faults| format!("the units are at fault: {faults:?}"))?;
    let made = install(house, &Asker::house(), units, links).await?;
    let counts = [("units", made.units.into()), ("links", made.links.into())];
    tell(&sentence("terminal-demo-units", &counts));

    bring_borders(house).await?;

    let from = first_day(house.today());
    let on_day = |code: &&str| house.facts().tree.by_code(code, house.today()).one();
    let busiest = on_day(&BUSIEST);
    let plan = Plan {
        from,
        now: house.now(),
        cases_per_day: match size {
            Size::Cases(cases) => f64::from(cases) / house.today().days_since(from).max(1) as f64,
            Size::Whole | Size::Small => CASES_PER_DAY,
        },
        only: (size == Size::Small).then(|| FEW.iter().filter_map(on_day).collect()),
        busiest,
        seed: SEED,
    };
    let staff = Staff::hire(&house.facts().tree, &plan);
    write_staff(house, &staff).await?;
    let desks = super::letters::desks(&staff, plan.only.as_deref(), house);
    let counts = [("people", staff.people.len().into()), ("positions", staff.positions.len().into())];
    tell(&sentence("terminal-demo-people", &counts));

    let mut change = house.store.begin().await?;
    let set_aside = indexes::set_aside(&mut change).await?;
    change.commit().await?;
    let facts = house.facts();
    let mut census = Census::new(&facts.tree, &facts.topics);
    let mut shown = write_life(house, staff, plan, &mut census, tell).await?;
    fill_tallies(house, census).await?;
    filling::follow_from_here(house).await?;
    tell(&words().say("terminal-demo-counted"));
    let mut change = house.store.begin().await?;
    indexes::bring_back(&mut change, set_aside).await?;
    change.commit().await?;
    shown.reopen(house).await?;
    drain(house).await?;
    indexes::settle(&house.store).await?;
    tell(&words().say("terminal-demo-found"));

    shown.signed = at_desks(house, &desks, busiest, size, tell).await?;
    let mut change = house.store.begin().await?;
    settings::set(&mut change, RECEIPTS, &shown.told()).await?;
    settings::set(&mut change, READY, &house.now().to_string()).await?;
    change.commit().await?;
    tell(&words().say("terminal-demo-ready"));
    Ok(())
}

/// What lies on the desks of communes: letters, reception days, and what the city asked of them. Returns the receipt of one
/// who signed a letter.
async fn at_desks(
    house: &House,
    desks: &[super::letters::Office],
    busiest: Option<UnitId>,
    size: Size,
    tell: &impl Fn(&str),
) -> Result<Option<String>, Stop> {
    super::letters::past(house, desks, size, tell).await?;
    let mut signed = None;
    if let Some(busiest) = busiest {
        signed = super::letters::bring(house, busiest, "canbo.ngocha", "lanhdao.ngocha").await?;
    }
    super::receptions::bring(house, desks, busiest).await?;
    super::letters::reckon(house).await?;
    super::programmes::direct(house, desks, tell).await?;
    super::inspections::inspect(house, desks).await?;
    super::campaigns::fill(house, desks, size, tell).await?;
    super::initiatives::fill(house, desks, size, tell).await?;
    super::clearance::clear(house, desks, size, tell).await?;
    super::returns::tell(house, desks, size).await?;
    super::contests::hold(house, desks).await?;
    super::findings::look(house).await?;
    super::briefs::tell(house).await?;
    Ok(signed)
}

/// Made-up borders of today's communes, so that a map can be tried before real ones are brought in.
async fn bring_borders(house: &House) -> Result<(), Stop> {
    let on = house.today();
    let bytes = danvan_simulation::borders(&house.facts().tree, on).into_bytes();
    let file = File { name: "simulated borders".to_owned(), bytes };
    let wanted = WantedBoundaries {
        on,
        properties: Properties::default(),
        source: String::new(),
        simulated: true,
        preview: false,
    };
    import_boundaries(house, &Asker::house(), &file, &wanted).await?;
    Ok(())
}

/// The city is marked as simulated before anything is in it.
async fn begin(house: &House) -> Result<(), Stop> {
    let mut change = house.store.begin().await?;
    settings::set(&mut change, "simulated", "true").await?;
    settings::set(&mut change, BEGUN, &house.now().to_string()).await?;
    change.commit().await?;
    Ok(())
}

/// Four months before the districts ended, or, should the clock stand before, four months back.
fn first_day(today: Day) -> Day {
    let march = Day::new(2025, 3, 1).unwrap_or(today);
    march.min(today.plus_days(-120))
}

async fn write_staff(house: &House, staff: &Staff) -> Result<(), Stop> {
    // One hash for all: the password is known to everybody, and hashing a thousand would take half a minute.
    let hash = hash_password(house, PASSWORD).await?;
    let people: Vec<_> =
        staff.people.iter().map(|person| (person.clone(), person.active.then(|| hash.clone()))).collect();
    let mut change = house.store.begin().await?;
    bulk::people(&mut change, &people).await?;
    bulk::positions(&mut change, &staff.positions).await?;
    let now = house.now();
    for person in &staff.people {
        change.note(noted(now, "person.added", person.id.0, None, json!({})));
    }
    for Position { id, role, unit, from, .. } in &staff.positions {
        change.note(noted(now, "position.given", id.0, Some(*unit), json!({"role": role, "from": from})));
    }
    change.commit().await?;
    Ok(())
}

fn noted(
    at: Moment,
    kind: &str,
    thing: uuid::Uuid,
    unit: Option<UnitId>,
    payload: serde_json::Value,
) -> Event {
    Event { at, actor: None, kind: kind.into(), thing, unit, payload }
}

/// Lives on a thread of its own and writes what comes of it; returns some receipts to follow.
async fn write_life(
    house: &House,
    staff: Staff,
    plan: Plan,
    census: &mut Census<'_>,
    tell: &impl Fn(&str),
) -> Result<Shown, Stop> {
    let counts = village_counts().map_err(|faults| format!("the villages are at fault: {faults:?}"))?;
    let (written, today) = (house.facts(), house.today());
    let facts = Arc::clone(&written);
    let (send, mut lived) = mpsc::channel::<Lived>(8);
    let busiest = plan.busiest;
    let living = std::thread::spawn(move || {
        let facts = Arc::clone(&facts);
        let world = World {
            tree: &facts.tree,
            topics: &facts.topics,
            calendar: &facts.calendar,
            hours: &facts.hours,
            procedures: &facts.procedures,
            answers: &facts.answers,
        };
        for day in City::new(world, &staff, plan, &counts) {
            if send.blocking_send(day).is_err() {
                break;
            }
        }
    });
    let mut gathered = Gathered::default();
    let mut shown = Shown { unit: busiest, ..Shown::default() };
    let (mut cases, mut observations, mut events, mut last_told) = (0, 0, 0, None);
    while let Some(day) = lived.recv().await {
        cases += day.lives.len();
        observations += day.observations.len();
        events += day.events.len();
        if last_told != Some(day.day.first_of_month()) && day.day.0.month() % 3 == 1 {
            last_told = Some(day.day.first_of_month());
            let counts =
                [("day", day.day.into()), ("cases", cases.into()), ("observations", observations.into())];
            tell(&sentence("terminal-demo-begins", &counts));
        }
        day.lives.iter().for_each(|life| shown.look(&life.case));
        day.events.iter().flat_map(deltas).for_each(|delta| census.add(&delta));
        gathered.add(&written, day, today);
        if gathered.cases.len() >= GATHERED {
            std::mem::take(&mut gathered).write(house).await?;
        }
    }
    gathered.write(house).await?;
    if living.join().is_err() {
        return Err("the simulated life broke off".into());
    }
    let counts = [("cases", cases.into()), ("observations", observations.into()), ("events", events.into())];
    tell(&sentence("terminal-demo-written", &counts));
    Ok(shown)
}

/// What waits to be written in one change.
#[derive(Default)]
struct Gathered {
    cases: Vec<Case>,
    contacts: Vec<(CaseId, danvan_domain::cases::Contact)>,
    supporters: Vec<danvan_domain::cases::Supporter>,
    entries: Vec<danvan_domain::cases::Entry>,
    observations: Vec<Observation>,
    events: Vec<Event>,
    documents: Vec<(CaseId, String)>,
    heard: Vec<(ObservationId, String)>,
}

impl Gathered {
    fn add(&mut self, facts: &Facts, day: Lived, today: Day) {
        for Life { case, contact, supporters, entries, .. } in day.lives {
            self.documents.push(filling::filled(facts, &case, &entries, today));
            if !contact.is_empty() {
                self.contacts.push((case.id, contact));
            }
            self.cases.push(case);
            self.supporters.extend(supporters);
            self.entries.extend(entries);
        }
        self.heard.extend(day.observations.iter().map(|noted| filling::filled_heard(facts, noted, today)));
        self.observations.extend(day.observations);
        self.events.extend(day.events);
    }

    async fn write(self, house: &House) -> Result<(), Stop> {
        let mut change = house.store.begin().await?;
        let versions: Vec<Version> = self.observations.iter().map(first_version).collect();
        bulk::observations(&mut change, &self.observations).await?;
        bulk::observation_versions(&mut change, &versions).await?;
        bulk::cases(&mut change, &self.cases).await?;
        bulk::contacts(&mut change, &self.contacts).await?;
        bulk::supporters(&mut change, &self.supporters).await?;
        bulk::entries(&mut change, &self.entries).await?;
        filling::fill(&mut change, &self.documents, &self.heard).await?;
        for event in self.events {
            change.note(event);
        }
        change.commit().await?;
        Ok(())
    }
}

/// The wording with which an observation began.
fn first_version(observation: &Observation) -> Version {
    let by = By { person: observation.person, unit: observation.unit, at: observation.noted_at };
    observation.version(&by)
}

/// Cases whose receipts are worth following: one being worked on, one answered, one reopened.
#[derive(Default)]
struct Shown {
    unit: Option<UnitId>,
    waiting: Option<String>,
    answered: Option<String>,
    /// Answered before that one.
    earlier: Option<String>,
    reopened: Option<String>,
    /// Whether that one still waits to be taken again.
    waits_again: bool,
    /// Of one who signed a letter.
    signed: Option<String>,
}

impl Shown {
    fn look(&mut self, case: &Case) {
        if Some(case.responsible) != self.unit {
            return;
        }
        let receipt = Some(case.receipt.clone());
        match case.stage {
            Stage::Accepted if case.reopened == 0 => self.waiting = receipt,
            Stage::Answered => self.earlier = std::mem::replace(&mut self.answered, receipt),
            Stage::Reopened => (self.reopened, self.waits_again) = (receipt, true),
            // Right after the weekend hardly any is still waiting to be taken again.
            Stage::Accepted => self.reopened = self.reopened.take().or(receipt),
            _ => {}
        }
    }

    /// Somebody says "not solved" when on this day nobody's case waits to be taken again: an officer sees one of each kind.
    async fn reopen(&mut self, house: &House) -> Result<(), Stop> {
        if !self.waits_again
            && let Some(code) = self.earlier.take()
        {
            let words = AGAIN_WORDS[0].to_owned();
            speak(house, &code, "", Speak::NotSolved(words)).await?;
            (self.reopened, self.waits_again) = (Some(code), true);
        }
        Ok(())
    }

    fn told(&self) -> String {
        let line = |receipt: &Option<String>, what: &str| {
            receipt.as_ref().map(|code| format!("  {code}  {}", words().say(what)))
        };
        let lines = [
            line(&self.waiting, "terminal-demo-waiting"),
            line(&self.answered, "terminal-demo-answered"),
            line(&self.reopened, "terminal-demo-reopened"),
            line(&self.signed, "terminal-demo-signed"),
        ];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }
}
