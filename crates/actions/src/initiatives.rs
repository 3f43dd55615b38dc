//! Initiatives (Dân vận khéo): registering with a look at what is alike, every act of their way, points by several, public
//! stories, statistics on any day's structure.

mod act;
mod bring;
mod judge;
mod publish;
mod read;
mod register;
mod similar;
mod statistics;

pub use act::{act, agree, forget_owner, read_owner, withdraw_consent};
pub use bring::{Brought, bring};
pub use danvan_store::initiatives::lists::{Line, Narrowed};
pub use judge::{Sheeted, edit_sheet, give_points, sheet_of};
pub use publish::{Found, Told, catalogue, hide, public_picture, publish, told};
pub use read::{Branch, Listed, Seen, list, one, to_check};
pub use register::{like, register, units_for};
pub use similar::{Alike, similar};
pub(crate) use statistics::add_to;
pub use statistics::{Counts, Row as StatisticsRow, Statistics, newest_year, statistics};

use crate::house::{Done, Facts, House};
use danvan_domain::{
    events::Event,
    ids::{InitiativeId, UnitId},
    initiatives::{Act, By, Initiative},
    refusals::{Note, Refusal},
    rights::{Asker, Verb, may},
    time::Day,
    units::Level,
};
use danvan_store::initiatives::{self as store, lists::MOST_COMMUNES};
use serde_json::Value;
use uuid::Uuid;

/// The commune in which a unit lies; the unit itself where it lies in none.
fn commune_of(facts: &Facts, unit: UnitId) -> UnitId {
    facts.tree.at_or_above(unit, Level::Commune).map_or(unit, |commune| commune.id)
}

/// A commune with those that it took over as a whole, as far as a list may ask for them at once.
fn with_predecessors(facts: &Facts, commune: UnitId, today: Day) -> Vec<UnitId> {
    let mut all = vec![commune];
    let mut waiting = vec![commune];
    while let Some(unit) = waiting.pop() {
        for step in facts.tree.predecessors(unit) {
            let goes_whole = facts.tree.today(step.from.id, today) == Some(commune);
            if goes_whole && !all.contains(&step.from.id) && all.len() < MOST_COMMUNES {
                all.push(step.from.id);
                waiting.push(step.from.id);
            }
        }
    }
    all
}

/// Asks whether somebody may read what lies in a commune: whoever may above it, and whoever works below it. What the city
/// carries out itself everybody in it may read.
///
/// # Errors
/// The refusal of the right to read initiatives there.
pub fn ask_to_read(house: &House, asker: &Asker, commune: UnitId) -> Result<(), Refusal> {
    let (facts, today) = (house.facts(), house.today());
    let mut care = facts.care(commune, today);
    let below = asker.positions.iter().map(|position| position.unit);
    care.extend(below.filter(|unit| facts.care(*unit, today).contains(&commune)).collect::<Vec<_>>());
    may(asker, Verb::ReadInitiatives, &care)
}

/// Units above an initiative, its own not among them.
fn above(house: &House, it: &Initiative) -> Vec<UnitId> {
    let (facts, today) = (house.facts(), house.today());
    // Those among whom it was divided stand in its place, not above it.
    let stands = facts.tree.standing_for(it.unit, today);
    let care = facts.care(it.unit, today);
    care.into_iter().filter(|unit| *unit != it.unit && !stands.contains(unit)).collect()
}

/// Asks whether somebody may know who stands behind an initiative: that concerns its own office and those above, not its
/// neighbours.
///
/// # Errors
/// The refusal of the right.
fn ask_owner(house: &House, asker: &Asker, it: &Initiative) -> Result<(), Refusal> {
    let own = house.ask(asker, Verb::RegisterInitiative, it.unit);
    own.or_else(|_| may(asker, Verb::ReadInitiatives, &above(house, it)))
}

/// Asks whether somebody may do an act to an initiative. Nobody appraises or judges what they registered themselves, and
/// where somebody stands above a unit nobody of the unit does.
///
/// # Errors
/// The refusal of the right.
fn ask_act(house: &House, asker: &Asker, it: &Initiative, act: Act) -> Result<(), Refusal> {
    let as_owner = || house.ask(asker, Verb::RegisterInitiative, it.unit);
    match act.by() {
        By::Owner => as_owner(),
        By::Above => ask_above(house, asker, it, Verb::AppraiseInitiative),
        By::Either => as_owner().or_else(|_| ask_above(house, asker, it, Verb::AppraiseInitiative)),
    }
}

fn ask_above(house: &House, asker: &Asker, it: &Initiative, verb: Verb) -> Result<(), Refusal> {
    let above = above(house, it);
    if above.is_empty() {
        // Above the city stands nobody: a colleague does it.
        house.ask(asker, verb, it.unit)?;
    } else {
        may(asker, verb, &above)?;
    }
    if asker.person.is_some() && asker.person == it.registered_by {
        return Err(Refusal::NotAllowed(Note::new("initiative-not-own")));
    }
    Ok(())
}

/// An initiative, for whoever may read it.
async fn readable(house: &House, asker: &Asker, id: InitiativeId) -> Done<Initiative> {
    if asker.person.is_none() && !asker.house {
        return Err(Refusal::SignInFirst.into());
    }
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_read(house, asker, it.commune)?;
    Ok(it)
}

/// In which commune the thing lies to which a picture belongs: an initiative, an act, a public story.
pub(crate) async fn commune_of_thing(house: &House, thing: Uuid) -> Done<Option<UnitId>> {
    let found = match store::get(&house.store, InitiativeId(thing)).await? {
        Some(it) => Some(it),
        None => {
            let of = match store::acts::initiative_of(&house.store, thing).await? {
                Some(id) => Some(id),
                None => store::stories::of_thing(&house.store, thing).await?.map(|story| story.initiative),
            };
            match of {
                Some(id) => store::get(&house.store, id).await?,
                None => None,
            }
        }
    };
    Ok(found.map(|it| it.commune))
}

fn event(house: &House, asker: &Asker, kind: &str, (thing, unit): (Uuid, UnitId), payload: Value) -> Event {
    Event { at: house.now(), actor: asker.person, kind: kind.into(), thing, unit: Some(unit), payload }
}
