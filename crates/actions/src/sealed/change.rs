//! Handlers come and go: two of them together wrap the key of every seal of the unit anew, for those who are there from now
//! on. Whoever was removed opens none of them any more. What is closed is not touched, so that it may be as much as it is.

use super::{
    closing::{self, EXTRACT, Holders, Keys, Wrapped},
    conflict, damaged, event, handler,
    handlers::{hold, holders, keys_at},
    keys::{Unlocked, unlock},
    open::{asked, keep_asked, original_by, share_of},
    unless_renewed,
};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{PersonId, UnitId},
    refusals::{Note, Refusal},
    rights::Asker,
    sealed::{
        Outcome, Reason, Standing,
        cipher::Secret,
        shares::{self, Share},
    },
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

/// So many seals are read at once. A change of handlers goes through all that there are, however many.
pub const STRETCH: usize = 50;

/// All seals of a unit, a stretch at a time.
pub(super) struct Stretches {
    unit: UnitId,
    after: i64,
}

impl Stretches {
    pub(super) const fn of(unit: UnitId) -> Self {
        Self { unit, after: 0 }
    }

    pub(super) async fn next(&mut self, house: &House) -> Done<Option<Vec<Seal>>> {
        // Ciphers take no breath by themselves.
        tokio::task::yield_now().await;
        let most = i64::try_from(STRETCH).unwrap_or(i64::MAX);
        let seals = store::stretch(&house.store, self.unit, self.after, most).await?;
        let Some(last) = seals.last() else { return Ok(None) };
        self.after = last.number;
        Ok(Some(seals))
    }
}

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
    let holders = holders(house, unit, removes).await?;
    let unlocked = unlock(house, person, passphrase).await?;
    let kept = Kept { reason: Reason::ChangeHandlers, ..asked(house, unit, None, person, removes) };
    let others = keys_at(house, unit, Some(person)).await?;
    let (mut loans, mut count) = (Vec::new(), 0);
    let mut stretches = Stretches::of(unit);
    while let Some(seals) = stretches.next(house).await? {
        for seal in seals {
            count += 1;
            let share = share_of(house, &unlocked, &seal).await?;
            for (_, key) in others.iter().filter(|(to, _)| removes != Some(*to)) {
                let boxed = closing::lend(house, kept.id, seal.id, key, &share).map_err(damaged)?;
                loans.push((seal.id, key.key, boxed));
            }
        }
    }
    let mut change = house.store.begin().await?;
    hold(&mut change, unit, holders.version).await?;
    all_there(&mut change, unit, count).await?;
    keep_asked(&mut change, &kept).await?;
    for (seal, key, boxed) in &loans {
        openings::lend(&mut change, kept.id, *seal, *key, boxed).await?;
    }
    let payload = json!({"opening": kept.id, "removes": removes});
    change.note(event(house, person, "seal.change_asked", unit.0, unit, payload));
    change.commit().await?;
    Ok(kept.id)
}

/// Wraps the key of every seal anew, by the shares of the two.
pub(super) async fn carry_out(house: &House, kept: &Kept, unlocked: &Unlocked) -> Done<()> {
    let holders = holders(house, kept.unit, kept.opening.removes).await?;
    let mut wrapped = Vec::new();
    let mut stretches = Stretches::of(kept.unit);
    while let Some(seals) = stretches.next(house).await? {
        for seal in seals {
            let keys = unless_renewed(house, &seal, keys_of(house, kept, unlocked, &seal).await).await?;
            wrapped.push(anew(house, seal, &keys, &holders)?);
        }
    }
    let mut change = house.store.begin().await?;
    hold(&mut change, kept.unit, holders.version).await?;
    if !openings::approve(&mut change, kept.id, unlocked.person, house.now()).await? {
        return Err(conflict("refusal-opening-over"));
    }
    put_back(&mut change, kept.unit, &wrapped, wrapped.len()).await?;
    if let Some(removed) = kept.opening.removes {
        people::end_handler(&mut change, kept.unit, removed, house.now()).await?;
    }
    let payload = json!({"opening": kept.id, "removes": kept.opening.removes, "seals": wrapped.len()});
    change.note(event(house, unlocked.person, "seal.handlers_changed", kept.unit.0, kept.unit, payload));
    change.commit().await?;
    Ok(())
}

/// The keys of a seal, by a handler's own share and the one that was lent to them.
async fn keys_of(house: &House, kept: &Kept, unlocked: &Unlocked, seal: &Seal) -> Done<Keys> {
    let own = share_of(house, unlocked, seal).await?;
    // What was sealed or written after it was asked is lent to nobody.
    let lent = openings::loan(&house.store, kept.id, seal.id, unlocked.key).await?;
    let lent = lent.ok_or_else(|| conflict("refusal-change-stale"))?;
    let lent = closing::borrowed(unlocked, kept.id, seal.id, &lent).map_err(damaged)?;
    let original = original_key(house, seal, &own, &lent).await?;
    let extract = extract_key(house, seal, &unlocked.private, unlocked.key).await?;
    Ok(Keys { original, extract })
}

/// The key of an original by two shares, and seen to be it: a wrong one in every box would lose the seal for good.
async fn original_key(house: &House, seal: &Seal, own: &Share, lent: &Share) -> Done<Secret> {
    let key = shares::join(&[own.clone(), lent.clone()]);
    let key = key.ok_or_else(|| conflict("refusal-seal-damaged"))?;
    check_key(house, seal, &key).await?;
    Ok(key)
}

/// Sees that a key is the one of a seal's original; of what was sealed before keys had marks, by opening it.
pub(super) async fn check_key(house: &House, seal: &Seal, key: &Secret) -> Done<()> {
    match closing::is_key_of(key, seal) {
        Some(true) => Ok(()),
        Some(false) => Err(conflict("refusal-seal-damaged")),
        None => original_by(house, seal, key).await.map(drop),
    }
}

/// The key of a seal's working copy, when it has one, seen to open it.
pub(super) async fn extract_key(
    house: &House,
    seal: &Seal,
    private: &Secret,
    recipient: Uuid,
) -> Done<Option<Secret>> {
    let Some(extract) = store::extract(&house.store, seal.id).await? else { return Ok(None) };
    let boxed = store::share(&house.store, seal.id, EXTRACT, recipient).await?;
    let boxed = boxed.ok_or_else(|| conflict("refusal-seal-no-share"))?;
    let key = closing::extract_key(private, recipient, seal, &boxed).map_err(damaged)?;
    closing::open_extract(&key, seal, extract).map_err(damaged)?;
    Ok(Some(key))
}

/// The keys of a seal in boxes of the next edition.
pub(super) fn anew(house: &House, seal: Seal, keys: &Keys, holders: &Holders) -> Done<(Seal, Wrapped)> {
    let of = (seal.id, seal.edition + 1);
    let wrapped = closing::wrap(house, of, seal.original_edition, keys, holders).map_err(damaged)?;
    Ok((seal, wrapped))
}

/// Whether a unit has as many seals as were seen, so that none that came meanwhile is left out.
async fn all_there(change: &mut Change, unit: UnitId, seen: usize) -> Done<()> {
    match usize::try_from(store::count_within(change, unit).await?) {
        Ok(there) if there == seen => Ok(()),
        _ => Err(conflict("refusal-seal-busy")),
    }
}

/// Puts boxes of the next edition in the place of those before; every opening of the unit ends. `seen` is how many seals
/// the unit has, wrapped or not. The change holds on to the unit's handlers already.
pub(super) async fn put_back(
    change: &mut Change,
    unit: UnitId,
    wrapped: &[(Seal, Wrapped)],
    seen: usize,
) -> Done<()> {
    people::renew(change, unit).await?;
    all_there(change, unit, seen).await?;
    for (seal, wrapped) in wrapped {
        if !store::rekey(change, seal, &wrapped.mark, &wrapped.boxes).await? {
            return Err(conflict("refusal-seal-busy"));
        }
    }
    openings::end_all(change, unit, Outcome::Changed).await?;
    Ok(())
}
