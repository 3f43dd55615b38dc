//! Handlers come and go: two of them together close every seal of the unit anew, for those who are there from now on.
//! Whoever was removed opens none of them any more, whatever they kept.

use super::{
    closing::{self, Closed, EXTRACT, Holders},
    conflict, damaged, event, handler,
    handlers::{holders, keys_at},
    keys::{Unlocked, unlock},
    open::{asked, loan_of, share_of},
};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{PersonId, UnitId},
    refusals::{Note, Refusal},
    rights::Asker,
    sealed::{Contents, Outcome, Reason, Standing},
};
use danvan_store::{
    Change,
    sealed::{
        self as store, Seal,
        openings::{self, Kept},
        people,
    },
};
use serde_json::json;
use uuid::Uuid;

/// Most seals of a unit that are closed anew in one change.
const MOST: i64 = 2_000;

/// Asks to close every seal of a unit anew: for whoever was named since, and without somebody who is to be removed.
///
/// # Errors
/// [`Refusal::Conflict`] when such a request waits, or too few handlers would be left; [`Refusal::NotAllowed`] when
/// whoever asks is the one to be removed; a field note for a wrong passphrase.
pub async fn ask_change(
    house: &House,
    asker: &Asker,
    unit: UnitId,
    removes: Option<PersonId>,
    passphrase: &str,
) -> Done<Uuid> {
    let person = handler(house, asker, unit).await?;
    if removes == Some(person) {
        return Err(Refusal::NotAllowed(Note::new("refusal-opening-removed")).into());
    }
    let now = house.now();
    let before = openings::of_unit(&house.store, unit).await?;
    if before.iter().any(|kept| kept.opening.standing(now) == Standing::Asked) {
        return Err(conflict("refusal-opening-already"));
    }
    holders(house, unit, removes).await?;
    let unlocked = unlock(house, person, passphrase).await?;
    let kept = asked(house, unit, None, Reason::ChangeHandlers, person, removes);
    let mut loans = Vec::new();
    for seal in store::at_unit(&house.store, unit, MOST).await? {
        let share = share_of(house, &unlocked, &seal).await?;
        for (to, key) in keys_at(house, unit, Some(person)).await? {
            if removes != Some(to) {
                let boxed = closing::lend(house, kept.id, seal.id, &key, &share).map_err(damaged)?;
                loans.push((seal.id, key.key, boxed));
            }
        }
    }
    let mut change = house.store.begin().await?;
    openings::ask(&mut change, &kept).await?;
    for (seal, key, boxed) in &loans {
        openings::lend(&mut change, kept.id, *seal, *key, boxed).await?;
    }
    let payload = json!({"opening": kept.id, "removes": removes});
    change.note(event(house, person, "seal.change_asked", unit.0, unit, payload));
    change.commit().await?;
    Ok(kept.id)
}

/// Closes every seal anew, by the shares of the two.
pub(super) async fn carry_out(house: &House, kept: &Kept, unlocked: &Unlocked) -> Done<()> {
    let holders = holders(house, kept.unit, kept.opening.removes).await?;
    let mut closed = Vec::new();
    for seal in store::at_unit(&house.store, kept.unit, MOST).await? {
        let own = share_of(house, unlocked, &seal).await?;
        let lent = loan_of(house, unlocked, kept.id, seal.id).await?;
        let original = store::original(&house.store, seal.id).await?;
        let contents = closing::open_with_shares(&own, &lent, &seal, original).map_err(damaged)?;
        let extract = match store::extract(&house.store, seal.id).await? {
            None => None,
            Some(extract) => {
                let boxed = store::share(&house.store, seal.id, EXTRACT, unlocked.key).await?;
                let boxed = boxed.ok_or_else(|| conflict("refusal-seal-no-share"))?;
                let private = &unlocked.private;
                let opened = closing::open_extract(private, unlocked.key, &seal, &boxed, &extract);
                Some(opened.map_err(damaged)?)
            }
        };
        closed.push(anew(house, seal, &contents, extract.as_ref().map(|text| text.as_str()), &holders)?);
    }
    let mut change = house.store.begin().await?;
    if !openings::approve(&mut change, kept.id, unlocked.person, house.now()).await? {
        return Err(conflict("refusal-opening-over"));
    }
    put_back(&mut change, kept.unit, &closed).await?;
    if let Some(removed) = kept.opening.removes {
        people::end_handler(&mut change, kept.unit, removed, house.now()).await?;
    }
    let payload = json!({"opening": kept.id, "removes": kept.opening.removes, "seals": closed.len()});
    change.note(event(house, unlocked.person, "seal.handlers_changed", kept.unit.0, kept.unit, payload));
    change.commit().await?;
    Ok(())
}

/// A seal of the next edition.
pub(super) fn anew(
    house: &House,
    seal: Seal,
    contents: &Contents,
    extract: Option<&str>,
    holders: &Holders,
) -> Done<(Seal, Closed)> {
    let closed = closing::close(house, seal.id, seal.edition + 1, contents, extract, holders);
    Ok((seal, closed.map_err(damaged)?))
}

/// Puts seals of the next edition in the place of those before; every opening of the unit ends.
pub(super) async fn put_back(change: &mut Change, unit: UnitId, closed: &[(Seal, Closed)]) -> Done<()> {
    for (seal, closed) in closed {
        let extract = closed.extract.as_deref();
        if !store::reseal(change, seal, &closed.original, extract, &closed.boxes).await? {
            return Err(conflict("refusal-seal-busy"));
        }
    }
    openings::end_all(change, unit, Outcome::Changed).await?;
    Ok(())
}
