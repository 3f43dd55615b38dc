//! Reading observations: one's own with what came of each, a unit's, one with its history.

use super::reach::ask_near;
use crate::{
    attachments,
    house::{Done, Facts, House},
};
use danvan_domain::{
    ids::{ObservationId, UnitId},
    observations::{Observation, Severity, Version},
    refusals::Refusal,
    rights::{Asker, Verb},
    time::{Day, Moment},
    units::Level,
};
use danvan_store::{
    observations::{self as store, Grown, Narrowed},
    people,
};
use std::collections::HashSet;

/// How far back the topics somebody uses are counted: 180 days.
const HABIT_SECONDS: i64 = 180 * 86_400;

/// How many cases that still wait are shown.
const MOST_WAITING: i64 = 20;

/// The topics offered first to somebody: those they used most, filled up with those offered to everybody.
///
/// # Errors
/// When the store cannot be read.
pub async fn usual_topics(house: &House, asker: &Asker, many: usize) -> Done<Vec<String>> {
    let facts = house.facts();
    let mut found = match asker.person {
        Some(person) => {
            let since = house.now().plus_seconds(-HABIT_SECONDS);
            let limit = i64::try_from(many).unwrap_or(i64::MAX);
            store::used_topics(&house.store, person, since, limit).await?
        }
        None => Vec::new(),
    };
    found.retain(|code| facts.topics.get(code).is_some());
    for topic in facts.topics.first() {
        if found.len() < many && !found.contains(&topic.code) {
            found.push(topic.code.clone());
        }
    }
    found.truncate(many);
    Ok(found)
}

/// What somebody noted and what came of it.
pub struct Mine {
    /// Newest first, what was taken back included.
    pub noted: Vec<Observation>,
    /// How many there are in all.
    pub total: i64,
    /// The cases that grew from those of this page.
    pub grown: Vec<Grown>,
    /// Cases of theirs that still wait for an answer, due first.
    pub waiting: Vec<Grown>,
}

/// Reads what the asker noted; `page` is how many and after how many.
///
/// # Errors
/// [`Refusal::SignInFirst`].
pub async fn mine(house: &House, asker: &Asker, page: (i64, i64)) -> Done<Mine> {
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    let noted = store::mine(&house.store, person, page).await?;
    let grown = match noted.last() {
        Some(oldest) => store::grown_of_person(&house.store, person, oldest.noted_at).await?,
        None => Vec::new(),
    };
    let total = store::count_mine(&house.store, person).await?;
    let waiting = store::waiting_of_person(&house.store, person, MOST_WAITING).await?;
    Ok(Mine { noted, total, grown, waiting })
}

/// What a reader of a unit's observations wants to see.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The unit, and everything below it.
    pub unit: UnitId,
    /// First day.
    pub from: Day,
    /// Last day, included.
    pub to: Day,
    /// Of this severity only.
    pub severity: Option<Severity>,
    /// Of this topic and those below it only.
    pub topic: Option<String>,
}

/// What was noted under a unit.
pub struct Listed {
    /// Newest first.
    pub noted: Vec<Observation>,
    /// The cases that grew from them.
    pub grown: Vec<Grown>,
    /// Whether older ones were left out because there are too many.
    pub is_cut: bool,
}

/// Most observations of one list; a longer stretch of days is narrowed by its reader.
pub(crate) const LONGEST_LIST: i64 = 200;

/// What was noted under a unit, as the unit stands today: what was noted in its predecessors counts where its place
/// lies now. Newest first, at most 200.
///
/// # Errors
/// The refusal of the right to read the unit's observations.
pub async fn list(house: &House, asker: &Asker, wanted: &Wanted) -> Done<Listed> {
    house.ask(asker, Verb::ReadObservations, wanted.unit)?;
    let (facts, today) = (house.facts(), house.today());
    let topics = wanted.topic.as_deref().map(|code| facts.topics.subtree(code));
    let narrowed = Narrowed {
        from: Moment::at(wanted.from, 0, 0),
        until: Moment::at(wanted.to.next(), 0, 0),
        severity: wanted.severity,
        topics: topics.unwrap_or_default().into_iter().map(str::to_owned).collect(),
    };
    let below = |place: UnitId| place == wanted.unit || facts.care(place, today).contains(&wanted.unit);
    let mut found = Vec::new();
    match facts.tree.at_or_above(wanted.unit, Level::Commune) {
        None => {
            let all = store::list(&house.store, None, &narrowed, LONGEST_LIST).await?;
            found.extend(all.into_iter().filter(|noted| below(noted.heard.place)));
        }
        Some(commune) => {
            for commune in ever(&facts, commune.id) {
                let there = store::list(&house.store, Some(commune), &narrowed, LONGEST_LIST).await?;
                found.extend(there.into_iter().filter(|noted| below(noted.heard.place)));
            }
        }
    }
    found.sort_by(|one, other| other.noted_at.cmp(&one.noted_at).then(one.id.cmp(&other.id)));
    let most = usize::try_from(LONGEST_LIST).unwrap_or(usize::MAX);
    let is_cut = found.len() >= most;
    found.truncate(most);
    let mut grown = Vec::new();
    if let Some(oldest) = found.last() {
        let since = oldest.noted_at;
        let shown: HashSet<ObservationId> = found.iter().map(|noted| noted.id).collect();
        grown = store::grown_since(&house.store, since, narrowed.until).await?;
        grown.retain(|grown| shown.contains(&grown.observation));
    }
    Ok(Listed { noted: found, grown, is_cut })
}

/// A commune and everything it was made of.
fn ever(facts: &Facts, commune: UnitId) -> Vec<UnitId> {
    let mut found = vec![commune];
    let mut seen = HashSet::from([commune]);
    let mut next = 0;
    while let Some(at) = found.get(next).copied() {
        next += 1;
        let before = facts.tree.predecessors(at).map(|step| step.from.id);
        found.extend(before.filter(|id| seen.insert(*id)));
    }
    found
}

/// An observation with everything around it.
pub struct Opened {
    /// The observation.
    pub observation: Observation,
    /// Every wording, the first one first.
    pub versions: Vec<Version>,
    /// The cases that grew from it.
    pub grown: Vec<Grown>,
    /// The name of whoever noted it, for their own office.
    pub author: Option<String>,
    /// Whether the reader noted it.
    pub is_own: bool,
    /// Whether the reader may still change or withdraw it.
    pub may_change: bool,
    /// Whether the reader may make a case of it.
    pub may_raise: bool,
    /// Hashes of its pictures.
    pub pictures: Vec<String>,
    /// Whether the reader may open its cases, and not only know what came of them.
    pub may_read_cases: bool,
}

/// Whether an observation may be read, and its pictures seen: one's own always, another's by the right to its place
/// and until it is withdrawn.
///
/// # Errors
/// The refusal of the right; [`Refusal::NotFound`] when it was withdrawn and is another's.
pub(crate) fn ask_to_read(house: &House, asker: &Asker, observation: &Observation) -> Result<(), Refusal> {
    if asker.person == Some(observation.person) {
        return Ok(());
    }
    house.ask(asker, Verb::ReadObservations, observation.heard.place)?;
    if observation.withdrawn_at.is_some() { Err(Refusal::NotFound) } else { Ok(()) }
}

/// Opens an observation: one's own, or one of a unit whose observations one may read.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none, or it was withdrawn and is another's; the refusal of the right.
pub async fn open(house: &House, asker: &Asker, id: ObservationId) -> Done<Opened> {
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    let observation = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_read(house, asker, &observation)?;
    let is_own = observation.person == person;
    let grown = store::grown_from(&house.store, id).await?;
    let may_change = observation.may_change(person, house.now(), !grown.is_empty()).is_ok();
    // Whoever follows up asks the author back; who only reads figures has no need to know who listened.
    let is_office = house.ask(asker, Verb::HandleCase, observation.heard.place).is_ok();
    let author = if is_office || is_own {
        people::by_id(&house.store, observation.person).await?.map(|person| person.name)
    } else {
        None
    };
    Ok(Opened {
        versions: store::versions(&house.store, id).await?,
        may_raise: observation.withdrawn_at.is_none()
            && ask_near(house, asker, Verb::ReportForSomebody, observation.heard.place).is_ok(),
        pictures: attachments::of_thing(house, id.0).await?.into_iter().map(|it| it.hash).collect(),
        may_read_cases: house.ask(asker, Verb::ReadCase, observation.heard.place).is_ok(),
        grown,
        author,
        is_own,
        may_change,
        observation,
    })
}
