//! Registering an initiative: for one's own unit or one below it, adopted from another or not.

use super::{ask_to_read, commune_of, event, readable, similar, statistics::count};
use crate::{
    attachments::attach,
    house::{Done, House},
};
use danvan_domain::{
    ids::{InitiativeId, UnitId},
    initiatives::{How, InYear, Initiative, Outcome, Registration, Stage, TypedRegistration, owner_name},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    text::in_order,
};
use danvan_store::{StoreError, initiatives as store};
use serde_json::json;
use sha2::{Digest, Sha256};

/// The units for which somebody may register: their own, then those below it in order.
///
/// # Errors
/// The refusal of the right to register anywhere.
pub fn units_for(house: &House, asker: &Asker) -> Result<Vec<UnitId>, Refusal> {
    let own = house.own_unit(asker, Verb::RegisterInitiative)?;
    let facts = house.facts();
    let mut below: Vec<_> = facts.tree.children(own, house.today()).collect();
    below.sort_by_cached_key(|unit| in_order(unit.bare_name()));
    Ok(std::iter::once(own).chain(below.into_iter().map(|unit| unit.id)).collect())
}

/// What another initiative says, as a start for one that adopts it or tries again; with whether it may be adopted.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it, unless its story is public.
pub async fn like(house: &House, asker: &Asker, id: InitiativeId) -> Done<(Registration, bool)> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    if store::stories::get(&house.store, id).await?.is_none() {
        ask_to_read(house, asker, it.commune)?;
    }
    Ok((it.content, it.stage.may_be_adopted()))
}

/// Registers an initiative of a unit. The same message twice is one initiative. Where others in the commune are alike, on
/// whatever list they stand, it must say how it differs; what it was adopted from is not one of those.
///
/// # Errors
/// The refusal of the right to register there; a note under each field that is wrong, under `difference` where others are
/// alike; the same id with other words.
pub async fn register(
    house: &House,
    asker: &Asker,
    (id, unit, adopted): (InitiativeId, &str, &str),
    typed: &TypedRegistration,
    photos: &[String],
) -> Done<InitiativeId> {
    let own = house.own_unit(asker, Verb::RegisterInitiative)?;
    let (facts, today) = (house.facts(), house.today());
    let unit = match unit.trim() {
        "" => own,
        said => said.parse().map_err(|_| Refusal::field("unit", Note::new("note-choose")))?,
    };
    if !facts.tree.get(unit).is_some_and(|unit| unit.stands_on(today)) {
        return Err(Refusal::field("unit", Note::new("note-choose")).into());
    }
    house.ask(asker, Verb::RegisterInitiative, unit)?;
    let content = Registration::check(typed, today)?;
    let owner = owner_name(content.kind, &typed.owner)?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    let hash = digest(unit, &content, owner.as_deref());
    if let Some(before) = made_before(house, id, &hash).await? {
        return Ok(before);
    }
    let adopted_from = source(house, asker, adopted).await?;
    let commune = commune_of(&facts, unit);
    if content.difference.is_empty() {
        let others = similar::found(house, commune, &content, adopted_from).await?;
        if !others.is_empty() {
            let note = Note::new("initiative-note-alike").with("n", others.len());
            return Err(Refusal::field("difference", note).into());
        }
    }
    let it = Initiative {
        id,
        unit,
        commune,
        content,
        stage: Stage::Registered,
        year: i64::from(today.0.year()),
        adopted_from,
        registered_at: house.now(),
        registered_by: asker.person,
        check_due_on: None,
        sheet: None,
        ended_at: None,
    };
    write(house, asker, &it, (owner.as_deref(), photos), &hash).await
}

/// The first year of an initiative.
pub(super) fn first_year(it: &Initiative, outcome: Outcome) -> InYear {
    InYear {
        initiative: it.id,
        year: it.year,
        how: How::Registered,
        unit: it.unit,
        commune: it.commune,
        field: it.content.field.clone(),
        level: it.content.level.clone(),
        kind: it.content.kind,
        outcome,
    }
}

async fn write(
    house: &House,
    asker: &Asker,
    it: &Initiative,
    (owner, photos): (Option<&str>, &[String]),
    hash: &[u8],
) -> Done<InitiativeId> {
    let year = first_year(it, Outcome::Registered);
    let mut change = house.store.begin().await?;
    match store::add(&mut change, it, &year, hash).await {
        Err(StoreError::Taken) => {
            drop(change);
            return made_before(house, it.id, hash).await?.ok_or(StoreError::Taken.into());
        }
        written => written?,
    }
    if let Some(name) = owner {
        store::add_owner(&mut change, it.id, name).await?;
    }
    attach(&mut change, it.id.0, photos, it.registered_at).await?;
    count(house, &mut change, &year, 1).await?;
    // Who stands behind it is in no event: events are never erased.
    let payload = json!({"kind": it.content.kind, "field": it.content.field, "level": it.content.level,
        "keeper": it.content.keeper, "year": it.year, "adopted_from": it.adopted_from});
    change.note(event(house, asker, "initiative.registered", (it.id.0, it.unit), payload));
    change.commit().await?;
    Ok(it.id)
}

async fn made_before(house: &House, id: InitiativeId, hash: &[u8]) -> Done<Option<InitiativeId>> {
    match store::request_hash(&house.store, id).await? {
        None => Ok(None),
        Some(before) if before == hash => Ok(Some(id)),
        Some(_) => Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into()),
    }
}

fn digest(unit: UnitId, content: &Registration, owner: Option<&str>) -> Vec<u8> {
    Sha256::digest(json!([unit, content, owner]).to_string()).to_vec()
}

/// The initiative that this one adopts; it must have been found effective, and be public or readable.
async fn source(house: &House, asker: &Asker, said: &str) -> Done<Option<InitiativeId>> {
    let wrong = || Refusal::field("adopted_from", Note::new("initiative-note-adopted"));
    let id: InitiativeId = match said.trim() {
        "" => return Ok(None),
        said => said.parse().map_err(|_| wrong())?,
    };
    let is_public = store::stories::get(&house.store, id).await?.is_some();
    let it = if is_public {
        store::get(&house.store, id).await?.ok_or_else(wrong)?
    } else {
        readable(house, asker, id).await?
    };
    if it.stage.may_be_adopted() { Ok(Some(id)) } else { Err(wrong().into()) }
}
