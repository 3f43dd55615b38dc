//! Who takes part in a covenant or a coordination programme: joining and leaving.

use super::{covenants::ask_unsigned, event, open_programme, still_open};
use crate::{
    exchange::ask_led_here,
    house::{Done, House},
};
use danvan_domain::{
    ids::{PartyId, ProgrammeId},
    programmes::{Change as Changed, Kind, MOST_PARTIES, Party, Programme, TypedParty, Version, reason},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::{
    Change, StoreError,
    exchange::joint,
    programmes::{self as store, meetings, parties},
};
use serde_json::json;

/// A programme whose parties are kept.
pub(super) fn has_parties(it: &Programme) -> Result<(), Refusal> {
    if matches!(it.content.kind, Kind::Covenant | Kind::Coordination) {
        return Ok(());
    }
    Err(Refusal::NotFound)
}

/// Lets somebody join. A covenant that somebody signed takes nobody in before its next version. A coordination programme
/// that has begun is adjusted by it: that is its next version, and wants a reason.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to lead the programme; a note under each field that is wrong; a conflict
/// when it is signed, closed, or was changed meanwhile.
pub async fn join(
    house: &House,
    asker: &Asker,
    (programme, id, from_version): (ProgrammeId, PartyId, i64),
    typed: &TypedParty,
    why: &str,
) -> Done<PartyId> {
    let it = open_programme(house, programme).await?;
    house.ask(asker, Verb::LeadProgrammes, it.unit)?;
    has_parties(&it)?;
    let said = typed.unit.trim();
    let unit = (!said.is_empty()).then(|| house.facts().tree.resolve(said, house.today()));
    let party = typed.check((id, programme, from_version), it.content.kind, unit)?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    let mut change = house.store.begin().await?;
    let locked = still_at(&mut change, programme, from_version, id).await?;
    let before = parties::of_in(&mut change, programme).await?;
    if let Some(same) = before.iter().find(|other| other.id == id) {
        let said = |it: &Party| (it.unit, it.name.clone(), it.place, it.sort, it.duty.clone());
        if said(same) == said(&party) {
            return Ok(id);
        }
        return Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into());
    }
    let now: Vec<&Party> = before.iter().filter(|other| other.is_in(locked.version)).collect();
    if now.len() >= MOST_PARTIES {
        return Err(Refusal::Conflict(Note::new("joining-many").with("most", MOST_PARTIES)).into());
    }
    let is_there = |other: &&Party| other.unit.is_some() && other.unit == party.unit;
    if now.iter().any(is_there) {
        return Err(Refusal::field("party_unit", Note::new("joining-note-there")).into());
    }
    let since = adjusted(house, asker, &mut change, &locked, (Changed::Supplemented, why)).await?;
    match parties::add(&mut change, &Party { since, ..party }).await {
        Err(StoreError::Taken) => {
            return Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into());
        }
        added => added?,
    }
    let payload = json!({"party": id, "version": since});
    change.note(event(house, asker, "programme.joined", (programme.0, it.unit), payload));
    change.commit().await?;
    Ok(id)
}

/// Lets a party leave, by the same rules as [`join`]. What it agreed to and signed before stays readable.
///
/// # Errors
/// As [`join`]; a conflict when it left already.
pub async fn leave(
    house: &House,
    asker: &Asker,
    (programme, id, from_version): (ProgrammeId, PartyId, i64),
    why: &str,
) -> Done<()> {
    let it = open_programme(house, programme).await?;
    house.ask(asker, Verb::LeadProgrammes, it.unit)?;
    let mut change = house.store.begin().await?;
    let locked = still_open(&mut change, programme).await?;
    if locked.version != from_version {
        return Err(Refusal::Conflict(Note::new("programme-changed-meanwhile")).into());
    }
    let before = parties::of_in(&mut change, programme).await?;
    before.iter().find(|party| party.id == id && party.is_in(locked.version)).ok_or(Refusal::NotFound)?;
    let until = adjusted(house, asker, &mut change, &locked, (Changed::Adjusted, why)).await?;
    if !parties::end(&mut change, id, until).await? {
        return Err(Refusal::NotFound.into());
    }
    // Nobody is left who would keep what it promised.
    for of in joint::of(&house.store, programme).await? {
        if of.party == id && !of.is_over {
            joint::end(&mut change, of.id, house.now()).await?;
        }
    }
    let payload = json!({"party": id, "version": until});
    change.note(event(house, asker, "programme.left", (programme.0, it.unit), payload));
    Ok(change.commit().await?)
}

/// The programme, locked, when it is still the version that somebody saw, or when what they sent is there already.
async fn still_at(change: &mut Change, programme: ProgrammeId, version: i64, id: PartyId) -> Done<Programme> {
    let locked = still_open(change, programme).await?;
    let is_there = parties::of_in(change, programme).await?.iter().any(|party| party.id == id);
    if locked.version != version && !is_there {
        return Err(Refusal::Conflict(Note::new("programme-changed-meanwhile")).into());
    }
    Ok(locked)
}

/// With which version a change of parties counts: the present one while it is being set up, else the next, which says why.
async fn adjusted(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    it: &Programme,
    (kind, why): (Changed, &str),
) -> Done<i64> {
    if it.content.kind == Kind::Covenant {
        ask_unsigned(change, it).await?;
        return Ok(it.version);
    }
    ask_led_here(change, it.id).await?;
    let is_being_set_up = it.version == 1 && !meetings::is_any(change, it.id).await?;
    if is_being_set_up && why.trim().is_empty() {
        return Ok(it.version);
    }
    let number = it.version + 1;
    let content = it.content.clone();
    let why = reason(why)?;
    let version = Version { number, at: house.now(), person: asker.person, change: kind, why, content };
    store::set(change, it.id, &version).await?;
    let payload = json!({"change": kind, "version": number});
    change.note(event(house, asker, "programme.changed", (it.id.0, it.unit), payload));
    Ok(number)
}
