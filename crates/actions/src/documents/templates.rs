//! Templates: the one danvan comes with, or the unit's own, or that of the unit above it. Every version is kept.

use super::Letter;
use crate::house::{Done, House};
use danvan_domain::{
    documents::{Documents, Kind, Signing, day_in_words},
    events::Event,
    facts::Fault,
    ids::UnitId,
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Moment,
};
use danvan_reports::template;
use danvan_store::{documents as store, people};
use danvan_words::{Language, Words};
use serde_json::json;

/// How many versions are shown.
const SHOWN: i64 = 50;

/// The template that holds for a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    /// What it says.
    pub body: String,
    /// Whose it is; none for the one danvan comes with.
    pub unit: Option<UnitId>,
    /// Which version; 0 for the one danvan comes with.
    pub version: i64,
}

/// A version of a unit's template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// Which one.
    pub version: i64,
    /// When.
    pub at: Moment,
    /// By whom.
    pub person: String,
    /// What it says; empty where the default was restored.
    pub body: String,
}

/// The template of a kind that holds at a unit: its own, or the nearest above it that has one.
///
/// # Errors
/// When the store cannot be read.
pub async fn current(house: &House, unit: UnitId, kind: Kind) -> Done<Current> {
    let facts = house.facts();
    let above = facts.tree.ancestors(unit).map(|unit| unit.id);
    let units: Vec<UnitId> = std::iter::once(unit).chain(above).collect();
    for unit in units {
        let newest = store::templates(&house.store, unit, kind, 1).await?.into_iter().next();
        if let Some(newest) = newest.filter(|newest| !newest.body.is_empty()) {
            return Ok(Current { body: newest.body, unit: Some(unit), version: newest.version });
        }
    }
    Ok(Current { body: template::default_of(kind).to_owned(), unit: None, version: 0 })
}

/// The templates that hold at a unit, one for every kind of letter.
///
/// # Errors
/// The refusal of the right to edit templates there.
pub async fn all(house: &House, asker: &Asker, unit: UnitId) -> Done<Vec<(Kind, Current)>> {
    house.ask(asker, Verb::EditTemplates, unit)?;
    let mut all = Vec::new();
    for kind in Kind::ALL {
        all.push((*kind, current(house, unit, *kind).await?));
    }
    Ok(all)
}

/// The versions of a unit's own template, newest first.
///
/// # Errors
/// The refusal of the right to edit templates there.
pub async fn versions(house: &House, asker: &Asker, unit: UnitId, kind: Kind) -> Done<Vec<Edited>> {
    house.ask(asker, Verb::EditTemplates, unit)?;
    let mut edited = Vec::new();
    for version in store::templates(&house.store, unit, kind, SHOWN).await? {
        let person = match version.person {
            Some(id) => people::by_id(&house.store, id).await?.map(|person| person.name),
            None => None,
        };
        let person = person.unwrap_or_default();
        edited.push(Edited { version: version.version, at: version.at, person, body: version.body });
    }
    Ok(edited)
}

/// Keeps a unit's own template as its newest version.
///
/// # Errors
/// The refusal of the right; every fault of the template with its line. Nothing is kept then.
pub async fn save(
    house: &House,
    asker: &Asker,
    (unit, kind): (UnitId, Kind),
    body: &str,
) -> Done<Result<(), Vec<Fault>>> {
    house.ask(asker, Verb::EditTemplates, unit)?;
    let body = body.replace("\r\n", "\n");
    if body.contains('\0') {
        return Ok(Err(vec![Fault::at(1, Note::new("text-has-nul"))]));
    }
    if let Err(faults) = template::check(kind, &body) {
        return Ok(Err(faults));
    }
    keep(house, asker, (unit, kind), &body).await?;
    Ok(Ok(()))
}

/// Lets the template above, or the one danvan comes with, hold again.
///
/// # Errors
/// The refusal of the right.
pub async fn restore(house: &House, asker: &Asker, unit: UnitId, kind: Kind) -> Done<()> {
    house.ask(asker, Verb::EditTemplates, unit)?;
    keep(house, asker, (unit, kind), "").await
}

async fn keep(house: &House, asker: &Asker, (unit, kind): (UnitId, Kind), body: &str) -> Done<()> {
    let at = house.now();
    let mut change = house.store.begin().await?;
    store::add_template(&mut change, (unit, kind), body, at, asker.person).await?;
    change.note(Event {
        at,
        actor: asker.person,
        kind: if body.is_empty() { "document.template_restored" } else { "document.template_kept" }.into(),
        thing: unit.0,
        unit: Some(unit),
        payload: json!({"kind": kind, "characters": body.chars().count()}),
    });
    change.commit().await?;
    Ok(())
}

/// What a template would look like with made-up fillings.
///
/// # Errors
/// The refusal of the right; the template's faults.
pub fn preview(
    house: &House,
    asker: &Asker,
    (unit, kind): (UnitId, Kind),
    body: &str,
) -> Done<Result<Letter, Vec<Fault>>> {
    house.ask(asker, Verb::EditTemplates, unit)?;
    let body = body.replace("\r\n", "\n");
    if let Err(faults) = template::check(kind, &body) {
        return Ok(Err(faults));
    }
    let facts = house.facts();
    let unit = facts.tree.get(unit).ok_or(Refusal::NotFound)?;
    let documents = Documents::facts();
    let system = documents.system_of(unit);
    let form = documents.form(system);
    let parts = match template::fill(&body, &template::sample(kind)) {
        Ok(parts) => parts,
        Err(fault) => return Ok(Err(vec![fault])),
    };
    let parent = unit.parent.and_then(|id| facts.tree.get(id));
    let city = facts.tree.ancestors(unit.id).last().unwrap_or(unit);
    let (superior, organisation) = form.head_of(unit, parent, &city.name);
    let letter = Letter {
        system: form.system,
        superior,
        organisation,
        number: form.number_text(None, documents.kind(kind)),
        place_and_day: format!("{}, {}", unit.bare_name(), day_in_words(house.today())),
        title: parts.title,
        about: parts.about,
        addressees: parts.to,
        blocks: parts.body,
        signature: form.signature(Signing::OnBehalf),
        signer: String::new(),
        recipients: parts.recipients,
        remark: Words::for_language(Language::Vi).say("document-preview"),
        notes: Vec::new(),
    };
    Ok(Ok(letter.cleaned()))
}
