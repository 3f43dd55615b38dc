//! Finding the units that features belong to, by code or by name on a day.

use super::{Fault, Feature};
use danvan_domain::{
    ids::UnitId,
    refusals::Note,
    time::Day,
    units::{Lookup, Tree},
};
use geo::MultiPolygon;
use serde_json::Value;
use std::collections::HashMap;

/// Properties that hold a code, when nobody says which.
const CODES: [&str; 6] = ["code", "ma", "ma_xa", "maxa", "ma_don_vi", "id"];
/// Properties that hold a name, when nobody says which.
const NAMES: [&str; 5] = ["name", "ten", "ten_xa", "tenxa", "full_name"];

/// Which properties of a feature say whose border it is.
#[derive(Clone, Debug, Default)]
pub struct Properties {
    /// The one that holds the unit's code or own id.
    pub code: Option<String>,
    /// The one that holds its name.
    pub name: Option<String>,
}

/// A border and whose it is.
#[derive(Clone, Debug)]
pub struct Matched {
    /// The feature's number in the file.
    pub number: usize,
    /// The unit.
    pub unit: UnitId,
    /// Its area.
    pub shape: MultiPolygon<f64>,
}

/// Finds the unit of every feature among those that stand on a day.
///
/// A declared code must lead to a unit. Otherwise the usual properties are looked through for a code, then for a name.
/// Where both lead somewhere, they must lead to the same unit: a file whose numbers are its own must not pass as codes.
///
/// # Errors
/// Every feature whose unit is unknown or ambiguous, or has come before.
pub fn match_units(
    features: Vec<Feature>,
    properties: &Properties,
    tree: &Tree,
    day: Day,
) -> Result<Vec<Matched>, Vec<Fault>> {
    let (mut matched, mut faults) = (Vec::new(), Vec::new());
    let mut seen: HashMap<UnitId, usize> = HashMap::new();
    for feature in features {
        let found = whose(&feature, properties, tree, day).and_then(|unit| {
            let Some(first) = seen.insert(unit, feature.number) else { return Ok(unit) };
            let name = tree.get(unit).map(|unit| unit.named().label).unwrap_or_default();
            Err(Note::new("boundary-doubled").with("unit", name).with("first", first))
        });
        match found {
            Ok(unit) => matched.push(Matched { number: feature.number, unit, shape: feature.shape }),
            Err(note) => faults.push(Fault::at(feature.number, note)),
        }
    }
    if faults.is_empty() { Ok(matched) } else { Err(faults) }
}

fn whose(feature: &Feature, properties: &Properties, tree: &Tree, day: Day) -> Result<UnitId, Note> {
    let code = match &properties.code {
        Some(declared) => {
            let said = said(feature, declared)
                .ok_or_else(|| Note::new("boundary-no-property").with("property", declared))?;
            Some(by_code(tree, &said, day)?)
        }
        None => guessed(feature, &CODES, |said| by_code(tree, said, day))?,
    };
    let name = match &properties.name {
        Some(declared) => {
            let said = said(feature, declared)
                .ok_or_else(|| Note::new("boundary-no-property").with("property", declared))?;
            Some(by_name(tree, &said, day)?)
        }
        // Beside a code, an ambiguous name says nothing against it.
        None if code.is_some() => guessed(feature, &NAMES, |said| by_name(tree, said, day)).unwrap_or(None),
        None => guessed(feature, &NAMES, |said| by_name(tree, said, day))?,
    };
    let label = |id: UnitId| tree.get(id).map(|unit| unit.named().label).unwrap_or_default();
    match (code, name) {
        (Some(code), Some(name)) if code != name => {
            Err(Note::new("boundary-code-not-name").with("code", label(code)).with("name", label(name)))
        }
        (Some(unit), _) | (None, Some(unit)) => Ok(unit),
        (None, None) => {
            let tried = CODES.iter().chain(&NAMES).filter_map(|property| said(feature, property));
            let tried = tried.collect::<Vec<_>>().join(", ");
            Err(Note::new("boundary-unknown-unit").with("said", tried).with("day", day))
        }
    }
}

/// The first of some properties that leads to a unit; an ambiguous one ends the search.
fn guessed(
    feature: &Feature,
    properties: &[&str],
    find: impl Fn(&str) -> Result<UnitId, Note>,
) -> Result<Option<UnitId>, Note> {
    for said in properties.iter().filter_map(|property| said(feature, property)) {
        match find(&said) {
            Ok(unit) => return Ok(Some(unit)),
            Err(note) if note.key == "boundary-ambiguous-unit" => return Err(note),
            Err(_) => {}
        }
    }
    Ok(None)
}

/// What a property says, whatever the case of its name.
fn said(feature: &Feature, property: &str) -> Option<String> {
    let lower = property.to_lowercase();
    let value = feature.properties.iter().find(|(name, _)| name.to_lowercase() == lower)?.1;
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn by_code(tree: &Tree, said: &str, day: Day) -> Result<UnitId, Note> {
    let unknown = || Note::new("boundary-unknown-unit").with("said", said).with("day", day);
    if let Ok(id) = said.parse::<UnitId>() {
        return tree.get(id).filter(|unit| unit.stands_on(day)).map(|unit| unit.id).ok_or_else(unknown);
    }
    match tree.by_code(said, day) {
        Lookup::One(unit) => Ok(unit),
        Lookup::Ambiguous(_) => Err(Note::new("boundary-ambiguous-unit").with("said", said).with("day", day)),
        Lookup::Nothing => Err(unknown()),
    }
}

/// The one unit that bears a name on a day, whole or without the word for its kind. Old names are not enough: the border
/// of what bore a name is not that of what bears it now.
fn by_name(tree: &Tree, said: &str, day: Day) -> Result<UnitId, Note> {
    let folded = danvan_domain::fold::fold(said);
    let standing = || tree.units().iter().filter(|unit| unit.stands_on(day));
    let same = |name: &str| danvan_domain::fold::fold(name) == folded;
    let mut found: Vec<UnitId> =
        standing().filter(|unit| unit.name.trim() == said).map(|unit| unit.id).collect();
    if found.is_empty() {
        found = standing().filter(|unit| same(&unit.name)).map(|unit| unit.id).collect();
    }
    if found.is_empty() {
        found = standing().filter(|unit| same(unit.bare_name())).map(|unit| unit.id).collect();
    }
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Note::new("boundary-unknown-unit").with("said", said).with("day", day)),
        _ => Err(Note::new("boundary-ambiguous-unit").with("said", said).with("day", day)),
    }
}
