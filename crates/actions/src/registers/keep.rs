//! The register follows proceedings: what is counted of one is written anew after whatever was done in it.

use crate::{
    followers::REGISTERS,
    house::{Done, Facts, House},
    proceedings::city_of,
};
use danvan_domain::{
    ids::{LetterId, ProceedingId},
    procedures::{self, ClockMoment, Done as Act, Procedure},
    proceedings::{Kept, Proceeding},
    registers::{Basis, Spell, spells},
};
use danvan_store::{
    Change, StoreError, events, letters, proceedings,
    registers::{self as store, Turned},
};
use std::borrow::Cow;
use uuid::Uuid;

/// How many proceedings are written in one change when all are.
const PAGE: i64 = 200;

/// The spells of a proceeding as it stands.
pub(crate) async fn spells_of(
    house: &House,
    facts: &Facts,
    it: &Proceeding,
    acts: &[Kept],
    (procedure, clocks): (&Procedure, &[ClockMoment<'_>]),
) -> Done<Vec<Spell>> {
    let (mut letter, mut has_parts) = (None, false);
    if let Some(of) = it.letter {
        letter = letters::get(&house.store, of).await?;
        let others = proceedings::of_letter(&house.store, of).await?;
        has_parts = others.iter().any(|other| other.parent == Some(it.id));
    }
    let letter = letter.as_ref();
    let city = city_of(facts, it.unit);
    Ok(spells(&Basis { proceeding: it, letter, has_parts, acts, procedure, clocks, city }))
}

/// The rows by which a proceeding stands, as its deadlines do.
async fn edition_of<'a>(house: &House, facts: &'a Facts, it: &Proceeding) -> Done<Cow<'a, Procedure>> {
    if let Some(present) = facts.procedures.get(&it.procedure).filter(|one| one.edition == it.edition) {
        return Ok(Cow::Borrowed(present));
    }
    let kept = proceedings::edition(&house.store, &it.procedure, &it.edition).await?;
    kept.map(Cow::Owned).ok_or_else(|| StoreError::Engine(format!("no edition of {}", it.procedure)).into())
}

/// The spells of a proceeding by the rows with which it stands; nothing when what was done no longer stands, which
/// `danvan verify` tells, and what was counted of it stays.
async fn spells_now(
    house: &House,
    facts: &Facts,
    it: &Proceeding,
    acts: &[Kept],
) -> Done<Option<Vec<Spell>>> {
    let procedure = edition_of(house, facts, it).await?;
    let done: Vec<Act> = acts.iter().map(|kept| kept.done.clone()).collect();
    let stood = procedures::moments(&procedure, &done, &facts.calendar, &facts.hours, it.seen_at);
    let Ok((_, clocks)) = stood else { return Ok(None) };
    Ok(Some(spells_of(house, facts, it, acts, (&procedure, &clocks)).await?))
}

/// Writes the spells of some proceedings as they stand now.
pub(crate) async fn keep_within(house: &House, change: &mut Change, ids: &[ProceedingId]) -> Done<()> {
    let facts = house.facts();
    let mut turned = Turned::new();
    for id in ids {
        store::hold(change, *id).await?;
        let Some(it) = proceedings::get(&house.store, *id).await? else { continue };
        let acts = proceedings::acts(&house.store, *id).await?;
        let Some(spells) = spells_now(house, &facts, &it, &acts).await? else { continue };
        store::rewrite(change, *id, &spells, &mut turned).await?;
    }
    Ok(store::count_in(change, &turned).await?)
}

/// Writes the spells of some proceedings as they stand now, in one change.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn keep(house: &House, ids: &[ProceedingId]) -> Done<()> {
    let mut change = house.store.begin().await?;
    keep_within(house, &mut change, ids).await?;
    Ok(change.commit().await?)
}

/// Writes the spells of many proceedings as they stand now; those that are so already are left alone.
///
/// # Errors
/// When the store cannot be read or written.
pub(crate) async fn keep_changed(house: &House, ids: &[ProceedingId]) -> Done<()> {
    let facts = house.facts();
    let acts = proceedings::acts_of(&house.store, ids).await?;
    let kept = store::of_some(&house.store, ids).await?;
    let mut changed = Vec::new();
    for it in proceedings::some(&house.store, ids).await? {
        let acts = acts.get(&it.id).map(Vec::as_slice).unwrap_or_default();
        let Some(spells) = spells_now(house, &facts, &it, acts).await? else { continue };
        if kept.get(&it.id).map(Vec::as_slice).unwrap_or_default() != spells {
            changed.push(it.id);
        }
    }
    // In the order of ids, as whoever else holds several.
    changed.sort_unstable();
    if changed.is_empty() { Ok(()) } else { keep(house, &changed).await }
}

/// The registers follow from here on: what happened until now is in them already, as in a city that was just filled.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn follow_from_here(house: &House) -> Done<()> {
    let mut change = house.store.begin().await?;
    for (lane, position) in events::lanes(&house.store).await? {
        events::followed(&mut change, REGISTERS, lane, position).await?;
    }
    Ok(change.commit().await?)
}

/// Writes the spells of every proceeding anew. Returns of how many.
///
/// # Errors
/// When the store cannot be read or written; what was written stays.
pub async fn rebuild(house: &House) -> Done<u64> {
    let (mut last, mut done) = (ProceedingId(Uuid::nil()), 0);
    loop {
        let some = proceedings::after(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else { return Ok(done) };
        last = end.id;
        let ids: Vec<ProceedingId> = some.iter().map(|it| it.id).collect();
        keep(house, &ids).await?;
        done += ids.len() as u64;
    }
}

/// The proceedings that some events are about: a proceeding itself, or all of a letter.
pub(crate) async fn touched(
    house: &House,
    events: &[danvan_store::events::Placed],
) -> Done<Vec<ProceedingId>> {
    let mut ids = Vec::new();
    for placed in events {
        let thing = placed.event.thing;
        if placed.event.kind.starts_with("letter.") {
            let all = proceedings::of_letter(&house.store, LetterId(thing)).await?;
            ids.extend(all.iter().map(|it| it.id));
        } else {
            ids.push(ProceedingId(thing));
        }
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}
