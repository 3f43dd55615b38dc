//! A denunciation goes to another office, and its seal after it: two handlers close it for the handlers there, and open it
//! no more. Where nobody could open it there, it stays, and the letter goes on paper.

use super::{
    closing::Holders,
    conflict, event,
    handlers::{hold, holders},
    keys::Unlocked,
    office_of,
    open::{ask_for, contents, extract_of, seal_for},
    ready,
    write::closed_anew,
};
use crate::{
    Failure,
    house::{Done, House},
};
use danvan_domain::{
    ids::{LetterId, UnitId},
    refusals::Refusal,
    rights::Asker,
    sealed::{Outcome, Reason},
};
use danvan_store::{
    StoreError, letters,
    sealed::{
        self as store, Seal,
        openings::{self, Kept},
        people,
    },
};
use serde_json::json;
use uuid::Uuid;

/// Where a seal is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The office that has its letter by now.
    pub unit: UnitId,
    /// Whether it has handlers with keys who can open it there.
    pub is_ready: bool,
}

/// The office that a seal's letter was sent on to; none while it is where the seal is handled.
///
/// # Errors
/// When the store cannot be read.
pub async fn destination(house: &House, seal: &Seal) -> Done<Option<Destination>> {
    let Some(letter) = letters::get(&house.store, LetterId(seal.thing)).await? else { return Ok(None) };
    let (from, unit) = (UnitId(seal.unit), letter.unit);
    // A unit that ended leaves its letters and its seals to one office: nothing was sent on.
    if unit == from || office_of(house, unit) == office_of(house, from) {
        return Ok(None);
    }
    Ok(Some(Destination { unit, is_ready: ready(house, unit).await?.is_whole() }))
}

/// The seal of a letter that was sent on, for somebody who handles it and may hand it over.
///
/// # Errors
/// When the store cannot be read.
pub async fn left_behind(house: &House, asker: &Asker, letter: LetterId) -> Done<Option<Uuid>> {
    let Some(seal) = store::of_thing(&house.store, letter.0).await? else { return Ok(None) };
    let may = super::may_handle(house, asker, UnitId(seal.unit)).await?;
    Ok(destination(house, &seal).await?.filter(|_| may).map(|_| seal.id))
}

async fn receiving(house: &House, seal: &Seal) -> Done<Holders> {
    let to = destination(house, seal).await?.ok_or_else(|| conflict("refusal-seal-stays"))?;
    match holders(house, to.unit, None).await {
        Err(Failure::Refused(Refusal::Conflict(_))) => Err(conflict("refusal-seal-receiver")),
        other => other,
    }
}

/// Asks to hand a seal over to the office that has its letter by now.
///
/// # Errors
/// [`Refusal::Conflict`] when its letter is where it is handled, or nobody there could open it, or an opening runs; a field
/// note for a wrong passphrase; the refusal of the right.
pub async fn ask_hand_over(house: &House, asker: &Asker, seal: Uuid, passphrase: &str) -> Done<Uuid> {
    let (seal, person) = seal_for(house, asker, seal).await?;
    let to = receiving(house, &seal).await?.unit;
    ask_for(house, &seal, person, (Reason::HandOver, Some(to)), passphrase).await
}

/// Closes a seal for the handlers of the other office, under a number of theirs; nobody before opens it any more.
pub(super) async fn carry_out(
    house: &House,
    kept: &Kept,
    seal: &Seal,
    to: UnitId,
    unlocked: &Unlocked,
) -> Done<()> {
    let version = people::version(&house.store, kept.unit).await?;
    let holders = receiving(house, seal).await?;
    if holders.unit != to {
        return Err(conflict("refusal-seal-stays"));
    }
    let contents = contents(house, kept, seal, unlocked).await?;
    let extract = extract_of(house, seal, unlocked).await?;
    let closed = closed_anew(house, seal, &contents, extract.as_ref().map(|text| text.as_str()), &holders)?;
    let mut change = house.store.begin().await?;
    // Both units' handlers, in one order whichever way it goes.
    let mut held = [(kept.unit, version), (to, holders.version)];
    held.sort_unstable_by_key(|(unit, _)| unit.0);
    for (unit, version) in held {
        hold(&mut change, unit, version).await?;
    }
    if !openings::approve(&mut change, kept.id, unlocked.person, house.now()).await? {
        return Err(conflict("refusal-opening-over"));
    }
    let number = store::next_number(&mut change, to).await?;
    let busy = |error| match error {
        StoreError::Taken => conflict("refusal-seal-busy"),
        other => Failure::from(other),
    };
    if !store::rewrite(&mut change, seal, closed.parts()).await?
        || !store::give(&mut change, seal.id, to, number).await.map_err(busy)?
    {
        return Err(conflict("refusal-seal-renewed"));
    }
    openings::end_of_seal(&mut change, seal.id, Outcome::Changed).await?;
    let payload = json!({"opening": kept.id, "to": to, "number": number});
    change.note(event(house, unlocked.person, "seal.handed_over", seal.id, kept.unit, payload));
    change.commit().await.map_err(busy)?;
    Ok(())
}
