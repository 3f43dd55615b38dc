//! Bringing in where units' borders run: everything or nothing.

use super::{File, facts_changed, may_manage};
use crate::house::{Done, Facts, House};
use danvan_domain::{
    events::Event,
    ids::UnitId,
    refusals::{FieldNote, Refusal},
    rights::Asker,
    text,
    time::Day,
};
use danvan_interop::boundaries::{Borders, Fault, Properties, match_units, read, write};
use danvan_store::{
    Store, StoreError,
    units::boundaries::{self as store, Boundary},
};
use serde_json::json;
use std::{collections::HashMap, sync::Arc};

/// How a file of borders is to be read.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Codes and names are those of this day.
    pub on: Day,
    /// Which properties say whose border it is.
    pub properties: Properties,
    /// Who says so; shown beside the map.
    pub source: String,
    /// Whether the borders are made up, and the map must say so.
    pub simulated: bool,
    /// Only say what would be done.
    pub preview: bool,
}

/// What an import of borders did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Units that had no border and have one now.
    pub added: Vec<UnitId>,
    /// Units whose border is another now.
    pub replaced: Vec<UnitId>,
    /// How many are as they were.
    pub unchanged: usize,
    /// Units of the day, of the levels in the file, that are still without.
    pub without: Vec<UnitId>,
}

/// Imports borders from GeoJSON. What is there already in the same words is left alone.
///
/// # Errors
/// The refusal of the right to manage units; [`Refusal::Invalid`] with a note per faulty feature, its field being the file
/// and the feature's number; then nothing was imported.
pub async fn import_boundaries(house: &House, asker: &Asker, file: &File, wanted: &Wanted) -> Done<Brought> {
    may_manage(house, asker)?;
    let facts = house.facts();
    let features = read(&file.bytes).map_err(|faults| refused(&file.name, faults))?;
    let matched = match_units(features, &wanted.properties, &facts.tree, wanted.on)
        .map_err(|faults| refused(&file.name, faults))?;
    let source = text::clean_line(&wanted.source, 200).unwrap_or_default();
    let known: HashMap<UnitId, Boundary> =
        store::all(&house.store).await?.into_iter().map(|row| (UnitId(row.unit), row)).collect();
    let rows = matched.iter().map(|one| Boundary {
        unit: one.unit.0,
        geojson: write(&one.shape),
        source: source.clone(),
        simulated: wanted.simulated,
    });
    let rows: Vec<Boundary> = rows.collect();
    let mut brought = Brought { without: without(&facts, &rows, &known, wanted.on), ..Brought::default() };
    for row in &rows {
        let unit = UnitId(row.unit);
        match known.get(&unit) {
            Some(there) if there == row => brought.unchanged += 1,
            Some(_) => brought.replaced.push(unit),
            None => brought.added.push(unit),
        }
    }
    if wanted.preview || (brought.added.is_empty() && brought.replaced.is_empty()) {
        return Ok(brought);
    }
    let mut change = house.store.begin().await?;
    for row in rows.iter().filter(|row| known.get(&UnitId(row.unit)) != Some(row)) {
        store::set(&mut change, row).await?;
    }
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "boundary.imported".into(),
        thing: house.new_id(),
        unit: None,
        payload: json!({
            "added": brought.added.len(), "replaced": brought.replaced.len(), "on": wanted.on, "source": source,
            "simulated": wanted.simulated,
        }),
    });
    facts_changed(house, &mut change).await?;
    change.commit().await?;
    let borders = load_borders(&house.store).await?;
    house.replace_facts((*house.facts()).clone().with_borders(borders));
    Ok(brought)
}

/// Units of the levels that the file speaks of which have no border after it either.
fn without(facts: &Facts, rows: &[Boundary], known: &HashMap<UnitId, Boundary>, on: Day) -> Vec<UnitId> {
    let levels: Vec<_> =
        rows.iter().filter_map(|row| Some(facts.tree.get(UnitId(row.unit))?.level())).collect();
    let has = |id: UnitId| known.contains_key(&id) || rows.iter().any(|row| row.unit == id.0);
    let standing =
        facts.tree.units().iter().filter(|unit| unit.stands_on(on) && levels.contains(&unit.level()));
    standing.map(|unit| unit.id).filter(|id| !has(*id)).collect()
}

/// Reads every border from the store. One that cannot be read is left out: its points then go to the nearest unit.
///
/// # Errors
/// When the store cannot be read.
pub async fn load_borders(from: &Store) -> Result<Arc<Borders>, StoreError> {
    let rows = store::all(from).await?;
    let rows = rows.into_iter().map(|row| (UnitId(row.unit), row.geojson, row.source, row.simulated));
    let (borders, unreadable) = Borders::read(rows);
    for unit in unreadable {
        tracing::error!(%unit, "a border cannot be read; import it again");
    }
    Ok(Arc::new(borders))
}

/// Faults of a file as a refusal: each field is the file, with the feature's number where there is one.
fn refused(file: &str, faults: Vec<Fault>) -> Refusal {
    let note = |fault: Fault| {
        let field =
            fault.feature.map_or_else(|| file.to_owned(), |number| format!("{file}, feature {number}"));
        FieldNote::new(&field, fault.note)
    };
    Refusal::Invalid(faults.into_iter().map(note).collect())
}
