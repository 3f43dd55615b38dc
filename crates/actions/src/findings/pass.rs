//! A night: the counts are looked at, what stands out becomes stories, and those are written in one change.

use super::{
    Night,
    read::voices,
    voices::Voices,
    watch::{Look, Wanted, curve, watch},
};
use crate::{
    deadlines,
    house::{Done, House},
    programmes,
};
use danvan_domain::{
    events::Event,
    findings::{Finding, Kind, Method, Place, Seen, State, Story, gather, is_same, place_of},
    ids::{FindingId, UnitId},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Day,
    units::{Level, Unit},
};
use danvan_store::{StoreError, findings as store, findings::nights};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use uuid::Uuid;

/// How far back what was told is compared with what is seen, in days.
const REMEMBERED: i64 = 60;
/// What was not seen for so many days went by.
const PASSED: i64 = 7;

/// What a night came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// The night.
    pub night: Night,
    /// Whether anything was written: the same counts twice are one night.
    pub written: Written,
}

/// Whether a night was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It was.
    Now,
    /// The same was written before.
    Before,
}

/// A story with everything that is kept of it.
struct Telling {
    story: Story,
    tests: i64,
    people: i64,
    curve: Option<danvan_domain::findings::Curve>,
    /// How many at each of its places, and how many were to be expected.
    counts: HashMap<UnitId, (i64, f64)>,
}

/// The night of today, for the job.
///
/// # Errors
/// As for [`pass`].
pub async fn look_at_night(house: &House) -> Done<Passed> {
    pass(house, house.today()).await
}

/// Looks now, for whoever may ask for it.
///
/// # Errors
/// The refusal of the right; as for [`pass`].
pub async fn run_now(house: &House, asker: &Asker) -> Done<Passed> {
    let unit = house.own_unit(asker, Verb::RunFindings)?;
    house.ask(asker, Verb::RunFindings, unit)?;
    pass(house, house.today()).await
}

/// Looks at what was counted up to the day before one. A day that is over may be looked at again; one to come may not.
///
/// # Errors
/// A note under the day; when the store cannot be read or written.
pub async fn pass(house: &House, day: Day) -> Done<Passed> {
    if house.today() < day {
        return Err(Refusal::field("on", Note::new("note-day-before").with("day", house.today())).into());
    }
    let facts = house.facts();
    let cities: Vec<UnitId> = facts.tree.at_level(Level::City, day).map(|city| city.id).collect();
    let (mut tellings, mut tests, mut alarms) = (Vec::new(), 0, 0);
    for city in cities {
        let counts = voices(house, city, day).await?;
        // Reckoning takes seconds: nobody else waits for it.
        let looked = tokio::task::spawn_blocking(move || (watch(&counts, Wanted::ALL), counts)).await;
        let (mut look, counts) =
            looked.map_err(|error| StoreError::Engine(format!("the look at the counts: {error}")))?;
        if day == house.today() {
            at_risk(house, city, &mut look).await?;
        }
        tests += look.all_tests();
        alarms += look.seen.len();
        let stories = gather(std::mem::take(&mut look.seen), city);
        tellings.extend(stories.into_iter().map(|story| telling(house, &counts, &look, story)));
    }
    let night = Night {
        day,
        at: house.now(),
        tests: i64::try_from(tests).unwrap_or(i64::MAX),
        alarms: i64::try_from(alarms).unwrap_or(i64::MAX),
        stories: i64::try_from(tellings.len()).unwrap_or(i64::MAX),
        fresh: 0,
        digest: digest(&tellings),
    };
    if let Some(before) = nights::night(&house.store, day).await?.filter(|it| it.digest == night.digest) {
        return Ok(Passed { night: before, written: Written::Before });
    }
    write(house, night, tellings).await
}

/// By what the same stories are known again.
fn digest(tellings: &[Telling]) -> String {
    let mut hasher = Sha256::new();
    for one in tellings {
        hasher.update(format!("{:?} {}\n", one.story, one.tests).as_bytes());
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What will likely be missed or lapse, by the rules that tell it where it is kept.
async fn at_risk(house: &House, city: UnitId, look: &mut Look) -> Done<()> {
    let (facts, today) = (house.facts(), house.today());
    let lies_in = |unit: UnitId| unit == city || facts.tree.is_under(unit, city, today);
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    for (of, told) in programmes::at_risk(house).await? {
        let Some((_, likely, _)) = told.said.filter(|_| lies_in(of.unit)) else { continue };
        look.seen.push(Seen {
            kind: Kind::PromiseAtRisk,
            method: Method::Pace,
            topic: danvan_domain::topics::ALL.to_owned(),
            places: vec![place_of(&facts.tree, of.unit)],
            days: (today, told.on),
            observed: likely,
            expected: of.indicator.target as f64,
            chance: 0.1,
            promise: Some(of.id),
        });
    }
    for (unit, told) in deadlines::forecast::at_risk(house).await? {
        let Some((_, likely, _)) = told.said.filter(|_| lies_in(unit)) else { continue };
        look.seen.push(Seen {
            kind: Kind::ClockAtRisk,
            method: Method::Pace,
            topic: danvan_domain::topics::ALL.to_owned(),
            places: vec![place_of(&facts.tree, unit)],
            days: (told.from, told.to),
            observed: number(likely),
            expected: told.due as f64,
            chance: 0.1,
            promise: None,
        });
    }
    Ok(())
}

/// A story with its curve, its people, and what each of its places counted.
fn telling(house: &House, voices: &Voices, look: &Look, mut story: Story) -> Telling {
    count_together(voices, &mut story);
    let facts = house.facts();
    let people = |unit: &UnitId| {
        let population = facts.tree.get(*unit).and_then(|unit: &Unit| unit.population.as_ref());
        population.map_or(0, |population| population.people)
    };
    let holds_city = story.places.contains(&voices.city);
    let people = if holds_city { people(&voices.city) } else { story.places.iter().map(people).sum() };
    let tests = look.tests_of(story.head.method);
    Telling {
        tests: i64::try_from(tests).unwrap_or(i64::MAX),
        people,
        curve: curve(voices, &story.head, &story.topics),
        counts: story.places.iter().map(|place| (*place, at_place(voices, &story, *place))).collect(),
        story,
    }
}

/// Counts the topics that rise together anew, all over the same days: each may have been told of a week or of four.
fn count_together(voices: &Voices, story: &mut Story) {
    let head = &mut story.head;
    let days = usize::try_from(head.days.1.days_since(head.days.0) + 1).unwrap_or(7);
    let topics: Vec<usize> = story.topics.iter().filter_map(|topic| voices.topic(topic)).collect();
    if topics.is_empty() {
        return;
    }
    let is_there =
        |at: &usize| head.places.contains(&voices.city) || head.places.contains(&voices.spots[*at].unit);
    let spots = (0..voices.spots.len()).filter(is_there);
    let counts = spots.flat_map(|spot| topics.iter().map(move |topic| voices.of_days(spot, *topic, days)));
    (head.observed, head.expected) =
        counts.fold((0, 0.0), |(observed, expected), (recent, usual)| (observed + recent, expected + usual));
}

/// How many at a place in the days of a story, and how many were to be expected.
fn at_place(voices: &Voices, story: &Story, place: UnitId) -> (i64, f64) {
    let head = &story.head;
    let is_whole = head.places == [place];
    let spot = voices.spots.iter().position(|spot| spot.unit == place);
    match (spot, voices.topic(&head.topic)) {
        (Some(spot), Some(topic)) if head.kind.is_of_voices() && !is_whole => {
            let days = head.days.1.days_since(head.days.0) + 1;
            voices.of_days(spot, topic, usize::try_from(days).unwrap_or(7))
        }
        _ if is_whole => (head.observed, head.expected),
        _ => (0, 0.0),
    }
}

/// Writes a night: earlier stories go on, new ones are told, what was not seen any more goes by.
async fn write(house: &House, mut night: Night, tellings: Vec<Telling>) -> Done<Passed> {
    let mut change = house.store.begin().await?;
    // Whoever looks at the same night at the same moment waits here, and then knows what was told.
    nights::put_night(&mut change, &night).await?;
    let before = store::since(&house.store, night.day.plus_days(-REMEMBERED)).await?;
    let ids: Vec<FindingId> = before.iter().map(|it| it.id).collect();
    let places = store::places_of(&house.store, &ids).await?;
    let mut known: Vec<FindingId> = Vec::new();
    for telling in &tellings {
        let same = before.iter().find(|it| {
            let own = places.get(&it.id).map_or(&[][..], Vec::as_slice);
            !known.contains(&it.id) && is_same(&telling.story, (it, own))
        });
        let it = as_it_stands(house, &night, telling, same);
        known.push(it.id);
        store::put(&mut change, &it).await?;
        let mut all = Vec::new();
        for place in &telling.story.places {
            let (observed, expected) = telling.counts.get(place).copied().unwrap_or_default();
            let id = Uuid::new_v5(&it.id.0, place.0.as_bytes());
            let place = Place { id, place: *place, unit: *place, observed, expected };
            store::put_place(&mut change, it.id, &place).await?;
            all.push(place);
        }
        // A place that is no part of it any more would go on with the numbers of another night.
        let held = places.get(&it.id).map_or(&[][..], Vec::as_slice);
        for left in held.iter().filter(|old| !all.iter().any(|place| place.place == old.place)) {
            store::drop_place(&mut change, left.id).await?;
        }
        for held in before.iter().filter(|one| one.state == State::Open && !known.contains(&one.id)) {
            let own = places.get(&held.id).map_or(&[][..], Vec::as_slice);
            if telling.story.holds(held, own) {
                store::set_state(&mut change, held.id, State::Passed, house.now()).await?;
            }
        }
        if same.is_none() {
            night.fresh += 1;
            let payload = json!({"finding": it.kind, "topic": it.topic, "from": it.days.0, "to": it.days.1});
            change.note(super::event(house, &Asker::house(), "finding.told", (&it, &all), payload));
        }
    }
    let passed = store::pass_by(&mut change, night.day.plus_days(-PASSED), house.now()).await?;
    nights::put_night(&mut change, &night).await?;
    change.note(Event {
        at: house.now(),
        actor: None,
        kind: "finding.night".into(),
        thing: house.new_id(),
        unit: None,
        payload: json!({"day": night.day, "tests": night.tests, "alarms": night.alarms, "stories": night.stories,
            "fresh": night.fresh, "passed": passed.len()}),
    });
    change.commit().await?;
    Ok(Passed { night, written: Written::Now })
}

/// A finding as it stands after a night.
fn as_it_stands(house: &House, night: &Night, telling: &Telling, same: Option<&Finding>) -> Finding {
    let head = &telling.story.head;
    let state = match same.map(|it| it.state) {
        None | Some(State::Passed) => State::Open,
        Some(state) => state,
    };
    Finding {
        id: same.map_or_else(|| FindingId(house.new_id()), |it| it.id),
        kind: head.kind,
        method: head.method,
        topic: head.topic.clone(),
        days: head.days,
        observed: head.observed,
        expected: head.expected,
        chance: head.chance,
        tests: telling.tests,
        people: telling.people,
        lead_days: same.map_or_else(|| lead_days(head, night.day), |it| it.lead_days),
        first_seen: same.map_or(night.day, |it| it.first_seen),
        last_seen: same.map_or(night.day, |it| it.last_seen.max(night.day)),
        state,
        promise: head.promise,
        curve: telling.curve.clone(),
        moved_at: house.now(),
    }
}

/// How many days before its end something to come is told, or how many days after its beginning what is there.
fn lead_days(head: &Seen, day: Day) -> i64 {
    if head.kind.is_ahead() { head.days.1.days_since(day) } else { head.days.0.days_since(day) }
}
