//! Saying who is responsible for which topic where.

use crate::house::{Done, Facts, House};
use danvan_domain::{
    events::Event,
    facts::Fault,
    ids::UnitId,
    refusals::Note,
    rights::{Asker, Verb, may},
    routes::{Route, Routes},
    time::Day,
    topics::ALL,
};
use danvan_store::{routes as store, settings};
use serde::Deserialize;
use serde_json::json;

/// The setting that changes whenever facts do, so that every running process reads them again.
pub const FACTS_VERSION: &str = "facts.version";

/// A line of a file of routes: codes and days as people write them.
#[derive(Debug, Deserialize)]
struct Line {
    topic: String,
    place: String,
    responsible: String,
    valid_from: Day,
    #[serde(default)]
    valid_to: Option<Day>,
}

/// Why a file of routes was not taken: every fault with its line.
pub type Faults = Vec<Fault>;

/// Reads routes from CSV text (`topic,place,responsible,valid_from,valid_to`; units by code on the first day) and keeps
/// all of them, or none when a line has a fault.
///
/// # Errors
/// The refusal of the right to manage units, or the store's.
pub async fn import(house: &House, asker: &Asker, text: &str) -> Done<Result<usize, Faults>> {
    let facts = house.facts();
    let roots: Vec<UnitId> = facts.tree.roots(house.today()).map(|unit| unit.id).collect();
    may(asker, Verb::ManageUnits, &roots)?;
    let routes = match read(&facts, text) {
        Ok(routes) => routes,
        Err(faults) => return Ok(Err(faults)),
    };
    let mut change = house.store.begin().await?;
    for route in &routes {
        store::set(&mut change, route).await?;
    }
    let id = house.new_id();
    settings::set(&mut change, FACTS_VERSION, &id.to_string()).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "route.imported".into(),
        thing: id,
        unit: None,
        payload: json!({"routes": routes.len()}),
    });
    change.commit().await?;
    reload(house).await?;
    Ok(Ok(routes.len()))
}

/// Reads the routes again from the store.
///
/// # Errors
/// When the store cannot be read.
pub async fn reload(house: &House) -> Done<()> {
    let routes = Routes(store::all(&house.store).await?);
    house.replace_facts(Facts { routes, ..(*house.facts()).clone() });
    Ok(())
}

fn read(facts: &Facts, text: &str) -> Result<Vec<Route>, Faults> {
    let lines: Vec<(u64, Line)> = danvan_domain::facts::read_rows(text)?;
    let mut faults = Vec::new();
    let mut routes = Vec::new();
    for (number, line) in lines {
        let mut unit = |code: &str| {
            let found = facts.tree.by_code(code, line.valid_from).one();
            if found.is_none() {
                faults.push(Fault {
                    line: number,
                    note: Note::new("note-unknown-unit-code").with("code", code),
                });
            }
            found
        };
        let (place, responsible) = (unit(&line.place), unit(&line.responsible));
        if line.topic != ALL && facts.topics.get(&line.topic).is_none() {
            faults.push(Fault { line: number, note: Note::new("note-unknown-topic") });
        }
        if let (Some(place), Some(responsible)) = (place, responsible) {
            let Line { topic, valid_from, valid_to, .. } = line;
            routes.push(Route { topic, place, responsible, valid_from, valid_to });
        }
    }
    if faults.is_empty() { Ok(routes) } else { Err(faults) }
}
