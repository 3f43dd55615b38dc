//! Importing units from files: everything or nothing.

use super::{may_manage, stand_on, take_turn, turn};
use crate::house::{Done, House};
use danvan_domain::{
    events::Event,
    facts::Fault,
    refusals::{FieldNote, Note, Refusal},
    rights::Asker,
    time::Day,
    units::{Link, Tree, Unit, table},
};
use danvan_store::units as store;
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// A file as it was brought: its name for messages and its bytes.
pub struct File {
    /// The name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Units added.
    pub units: usize,
    /// Links added.
    pub links: usize,
}

/// Imports tables of units, lists of a country's units as they stand from a day, and tables of links, in any order.
/// What is there already is left alone, so importing twice adds nothing.
///
/// # Errors
/// [`Refusal::Invalid`] with a note per bad line, its field being `file:line`; then nothing was imported.
pub async fn import(house: &House, asker: &Asker, files: &[File], from: Day) -> Done<Imported> {
    may_manage(house, asker)?;
    let seen = turn(house).await?;
    let facts = house.facts();
    let known = &facts.tree;
    let mut tree = known.clone();
    let mut later: Vec<(&str, &str)> = Vec::new();
    for file in files {
        let text = readable(file)?;
        if table::is_links(text) {
            later.push((&file.name, text));
            continue;
        }
        let units = if table::is_country_list(text) {
            table::read_country(text, from, &file.name, &tree)
        } else {
            table::read_units(text, table::VIETNAM, &tree)
        };
        let mut units = units.map_err(|faults| refused(&file.name, faults))?;
        units.retain(|(_, unit)| tree.get(unit.id) != Some(unit));
        tree = table::join(&tree, units, Vec::new()).map_err(|(faults, _)| refused(&file.name, faults))?;
    }
    for (name, text) in later {
        let mut links = table::read_links(text, tree.units()).map_err(|faults| refused(name, faults))?;
        let there: HashMap<_, _> = tree.links().iter().map(|link| ((link.from, link.to), link)).collect();
        links.retain(|(_, link)| there.get(&(link.from, link.to)) != Some(&link));
        tree = table::join(&tree, Vec::new(), links)
            .map_err(|(units, links)| refused(name, [links, units].concat()))?;
    }
    let units: Vec<Unit> = tree.units().iter().filter(|unit| known.get(unit.id).is_none()).cloned().collect();
    let links: Vec<Link> = tree.links()[known.links().len()..].to_vec();
    write(house, asker, (tree, seen), &units, &links).await
}

/// Adds units and links that are already rows, such as the embedded facts, beside what is there.
///
/// # Errors
/// A conflict naming the first problem of the tree that would result.
pub async fn install(house: &House, asker: &Asker, units: Vec<Unit>, links: Vec<Link>) -> Done<Imported> {
    may_manage(house, asker)?;
    let seen = turn(house).await?;
    let known = house.facts();
    let units: Vec<Unit> = units.into_iter().filter(|unit| known.tree.get(unit.id) != Some(unit)).collect();
    let there: HashSet<_> = known.tree.links().iter().map(|link| (link.from, link.to)).collect();
    let links: Vec<Link> = links.into_iter().filter(|link| !there.contains(&(link.from, link.to))).collect();
    let all_units = known.tree.units().iter().chain(&units).cloned().collect();
    let all_links = known.tree.links().iter().chain(&links).cloned().collect();
    let tree = Tree::build(all_units, all_links).map_err(|problems| {
        let first = problems.first().map(danvan_domain::units::Problem::note);
        Refusal::Conflict(first.unwrap_or_else(|| Note::new("units-plan-empty")))
    })?;
    write(house, asker, (tree, seen), &units, &links).await
}

async fn write(
    house: &House,
    asker: &Asker,
    (tree, seen): (Tree, Option<String>),
    units: &[Unit],
    links: &[Link],
) -> Done<Imported> {
    let imported = Imported { units: units.len(), links: links.len() };
    if imported == Imported::default() {
        return Ok(imported);
    }
    let mut change = house.store.begin().await?;
    let turn = take_turn(house, &mut change, seen.as_deref()).await?;
    store::add(&mut change, units).await?;
    store::link(&mut change, links).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "unit.imported".into(),
        thing: house.new_id(),
        unit: None,
        payload: json!({"units": imported.units, "links": imported.links}),
    });
    change.commit().await?;
    stand_on(house, tree, turn);
    Ok(imported)
}

/// The text of a file, or at which line it stops being UTF-8.
pub(super) fn readable(file: &File) -> Result<&str, Refusal> {
    std::str::from_utf8(&file.bytes).map_err(|error| {
        let line = 1 + file.bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        refused(&file.name, vec![Fault::at(line as u64, Note::new("units-file-not-utf8"))])
    })
}

/// Faults of a file as a refusal: each field is `file:line`.
pub(super) fn refused(file: &str, faults: Vec<Fault>) -> Refusal {
    let note = |fault: Fault| FieldNote::new(&format!("{file}:{}", fault.line), fault.note);
    Refusal::Invalid(faults.into_iter().map(note).collect())
}
