//! Opening: one handler asks with a reason and lends their share, another agrees with theirs, and then the two may read
//! until the opening ends.

use super::{
    change,
    closing::{self, EXTRACT, ORIGINAL},
    conflict, damaged, event, hand_over, handler,
    handlers::{hold, keys_at},
    keys::{Unlocked, unlock},
    unless_renewed,
};
use crate::{
    Failure,
    house::{Done, House},
};
use danvan_domain::{
    ids::{PersonId, UnitId},
    refusals::{Note, Refusal},
    rights::Asker,
    sealed::{
        ASKED_SECONDS, Contents, OPEN_SECONDS, Opening, Outcome, Reason, Standing, cipher::Secret,
        shares::Share,
    },
};
use danvan_store::{
    Change, StoreError,
    sealed::{
        self as store, Seal,
        openings::{self, Kept},
        people,
    },
};
use serde_json::json;
use uuid::Uuid;
use zeroize::Zeroizing;

/// A seal by its id, for a handler of its unit.
pub(super) async fn seal_for(house: &House, asker: &Asker, id: Uuid) -> Done<(Seal, PersonId)> {
    let seal = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let person = handler(house, asker, UnitId(seal.unit)).await?;
    Ok((seal, person))
}

async fn opening_for(house: &House, asker: &Asker, id: Uuid) -> Done<(Kept, PersonId)> {
    let kept = openings::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let person = handler(house, asker, kept.unit).await?;
    Ok((kept, person))
}

/// A handler's own share of a seal.
pub(super) async fn share_of(house: &House, unlocked: &Unlocked, seal: &Seal) -> Done<Share> {
    let boxed = store::share(&house.store, seal.id, ORIGINAL, unlocked.key).await?;
    // Whoever was named after it was sealed holds no share yet.
    let boxed = boxed.ok_or_else(|| conflict("refusal-seal-no-share"))?;
    closing::own_share(unlocked, seal, &boxed).map_err(damaged)
}

/// The share lent to a handler for an opening.
pub(super) async fn loan_of(house: &House, unlocked: &Unlocked, opening: Uuid, seal: Uuid) -> Done<Share> {
    let boxed = openings::loan(&house.store, opening, seal, unlocked.key).await?;
    let boxed = boxed.ok_or_else(|| conflict("refusal-opening-over"))?;
    closing::borrowed(unlocked, opening, seal, &boxed).map_err(damaged)
}

/// Asks to open a seal; the share of whoever asks is lent to every other handler.
///
/// # Errors
/// Field notes for a reason that is none or a wrong passphrase; [`Refusal::Conflict`] when an opening waits or is open
/// already, or the share does not open; the refusal of the right.
pub async fn ask(house: &House, asker: &Asker, seal: Uuid, reason: &str, passphrase: &str) -> Done<Uuid> {
    let (seal, person) = seal_for(house, asker, seal).await?;
    let choose = || Refusal::field("reason", Note::new("note-choose"));
    let reason: Reason = reason.parse().map_err(|_| choose())?;
    if !reason.is_chosen() {
        return Err(choose().into());
    }
    ask_for(house, &seal, person, (reason, None), passphrase).await
}

/// Keeps a request for a seal, with the share of whoever asks lent to every other handler.
pub(super) async fn ask_for(
    house: &House,
    seal: &Seal,
    person: PersonId,
    (reason, moves_to): (Reason, Option<UnitId>),
    passphrase: &str,
) -> Done<Uuid> {
    let now = house.now();
    let before = openings::of_seal(&house.store, seal.id).await?;
    if before.iter().any(|kept| !matches!(kept.opening.standing(now), Standing::Over(_))) {
        return Err(conflict("refusal-opening-already"));
    }
    let unlocked = unlock(house, person, passphrase).await?;
    let unit = UnitId(seal.unit);
    let version = people::version(&house.store, unit).await?;
    let share = share_of(house, &unlocked, seal).await?;
    let kept = Kept { reason, moves_to, ..asked(house, unit, Some(seal.id), person, None) };
    let mut loans = Vec::new();
    for (_, to) in keys_at(house, unit, Some(person)).await? {
        loans.push((to.key, closing::lend(house, kept.id, seal.id, &to, &share).map_err(damaged)?));
    }
    let mut change = house.store.begin().await?;
    hold(&mut change, unit, version).await?;
    if !store::is_as_read(&mut change, seal).await? {
        return Err(conflict("refusal-seal-renewed"));
    }
    keep_asked(&mut change, &kept).await?;
    for (key, boxed) in &loans {
        openings::lend(&mut change, kept.id, seal.id, *key, boxed).await?;
    }
    let payload = json!({"opening": kept.id, "reason": reason, "to": moves_to});
    change.note(event(house, person, "seal.opening_asked", seal.id, unit, payload));
    change.commit().await.map_err(already)?;
    Ok(kept.id)
}

/// Keeps a request within a change; one at a time runs for a seal, and one for a unit's handlers.
pub(super) async fn keep_asked(change: &mut Change, kept: &Kept) -> Done<()> {
    openings::ask(change, kept).await.map_err(already)
}

fn already(error: StoreError) -> Failure {
    match error {
        StoreError::Taken => conflict("refusal-opening-already"),
        other => other.into(),
    }
}

/// A request that waits for its second handler; whoever asks says for what.
pub(super) fn asked(
    house: &House,
    unit: UnitId,
    seal: Option<Uuid>,
    by: PersonId,
    removes: Option<PersonId>,
) -> Kept {
    let asked_at = house.now();
    let ends_at = asked_at.plus_seconds(ASKED_SECONDS);
    let opening = Opening { asked_by: by, asked_at, approved_by: None, ends_at, outcome: None, removes };
    let reason = Reason::ChangeHandlers;
    Kept { id: house.new_id(), unit, seal, moves_to: None, reason, opening }
}

/// Agrees to an opening as its second handler; or carries out the change of handlers, or the handing over, that it asks for.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever asked, [`Refusal::Conflict`] when it does not wait any more or does not open; a
/// field note for a wrong passphrase.
pub async fn approve(house: &House, asker: &Asker, opening: Uuid, passphrase: &str) -> Done<()> {
    let (kept, person) = opening_for(house, asker, opening).await?;
    kept.opening.may_answer(person, house.now())?;
    // Whoever asked must still be a handler: what they lent counts for nothing otherwise.
    let first = keys_at(house, kept.unit, None).await?;
    let first = first.into_iter().find(|(person, _)| *person == kept.opening.asked_by);
    let (_, first) = first.ok_or_else(|| conflict("refusal-opening-over"))?;
    let unlocked = unlock(house, person, passphrase).await?;
    let Some(seal) = kept.seal else { return change::carry_out(house, &kept, &unlocked).await };
    let seal = store::get(&house.store, seal).await?.ok_or(Refusal::NotFound)?;
    if let Some(to) = kept.moves_to {
        return hand_over::carry_out(house, &kept, &seal, to, &unlocked).await;
    }
    let (own, lent) = shares(house, &unlocked, &kept, &seal).await?;
    // Whether the two give the key is known now, not when somebody waits to read.
    original_by(house, &seal, &closing::joined(&own, &lent).map_err(damaged)?).await?;
    let back = closing::lend(house, kept.id, seal.id, &first, &own).map_err(damaged)?;
    let mut change = house.store.begin().await?;
    let until = house.now().plus_seconds(OPEN_SECONDS);
    if !openings::approve(&mut change, kept.id, person, until).await? {
        return Err(conflict("refusal-opening-over"));
    }
    openings::lend(&mut change, kept.id, seal.id, first.key, &back).await?;
    let payload = json!({"opening": kept.id});
    change.note(event(house, person, "seal.opening_approved", seal.id, kept.unit, payload));
    change.commit().await?;
    Ok(())
}

pub(super) async fn shares(
    house: &House,
    unlocked: &Unlocked,
    kept: &Kept,
    seal: &Seal,
) -> Done<(Share, Share)> {
    let own = share_of(house, unlocked, seal).await?;
    let lent = loan_of(house, unlocked, kept.id, seal.id).await?;
    Ok((own, lent))
}

/// Refuses an opening.
///
/// # Errors
/// As [`approve`].
pub async fn decline(house: &House, asker: &Asker, opening: Uuid) -> Done<()> {
    let (kept, person) = opening_for(house, asker, opening).await?;
    kept.opening.may_answer(person, house.now())?;
    finish(house, &kept, person, Outcome::Declined, "seal.opening_refused").await
}

/// Ends an opening before its time, by one of the two.
///
/// # Errors
/// [`Refusal::NotAllowed`] for anybody else, [`Refusal::Conflict`] when it is over.
pub async fn end(house: &House, asker: &Asker, opening: Uuid) -> Done<()> {
    let (kept, person) = opening_for(house, asker, opening).await?;
    if !kept.opening.is_one_of_two(person) {
        return Err(Refusal::NotAllowed(Note::new("refusal-opening-others")).into());
    }
    if matches!(kept.opening.standing(house.now()), Standing::Over(_)) {
        return Err(conflict("refusal-opening-over"));
    }
    finish(house, &kept, person, Outcome::Ended, "seal.opening_ended").await
}

async fn finish(house: &House, kept: &Kept, person: PersonId, outcome: Outcome, kind: &str) -> Done<()> {
    let mut change = house.store.begin().await?;
    if !openings::end(&mut change, kept.id, outcome).await? {
        return Err(conflict("refusal-opening-over"));
    }
    let thing = kept.seal.unwrap_or(kept.unit.0);
    change.note(event(house, person, kind, thing, kept.unit, json!({"opening": kept.id})));
    change.commit().await?;
    Ok(())
}

/// Reads the original: one of the two, each time with their passphrase. The reading is on disk before it is shown.
///
/// # Errors
/// [`Refusal::Conflict`] when the opening waits, is over, or what is sealed was changed on disk;
/// [`Refusal::NotAllowed`] for anybody else; a field note for a wrong passphrase.
pub async fn read_original(house: &House, asker: &Asker, opening: Uuid, passphrase: &str) -> Done<Contents> {
    let (kept, seal, person) = readable(house, asker, opening).await?;
    let unlocked = unlock(house, person, passphrase).await?;
    let contents = contents(house, &kept, &seal, &unlocked).await?;
    note_reading(house, &seal, Some(kept.id), person, ORIGINAL).await?;
    Ok(contents)
}

pub(super) async fn readable(house: &House, asker: &Asker, opening: Uuid) -> Done<(Kept, Seal, PersonId)> {
    let (kept, person) = opening_for(house, asker, opening).await?;
    kept.opening.may_read(person, house.now())?;
    let seal = store::get(&house.store, kept.seal.ok_or(Refusal::NotFound)?).await?;
    Ok((kept, seal.ok_or(Refusal::NotFound)?, person))
}

/// What is inside, by a handler's own share and the one that was lent to them.
pub(super) async fn contents(house: &House, kept: &Kept, seal: &Seal, unlocked: &Unlocked) -> Done<Contents> {
    let read = async {
        let (own, lent) = shares(house, unlocked, kept, seal).await?;
        original_by(house, seal, &closing::joined(&own, &lent).map_err(damaged)?).await
    };
    unless_renewed(house, seal, read.await).await
}

/// What is inside, by its key; each piece is opened while the next is being read.
pub(super) async fn original_by(house: &House, seal: &Seal, key: &Secret) -> Done<Contents> {
    let first = store::original(&house.store, seal.id).await?;
    let mut gathered = closing::begin_with_key(key, seal, first).map_err(damaged)?;
    if !gathered.is_whole() {
        store::pieces(&house.store, seal.id, |piece| gathered.add(piece)).await?.map_err(damaged)?;
    }
    closing::contents_of(gathered).map_err(damaged)
}

/// The working copy, when there is one, by the box of its key for a handler.
pub(super) async fn extract_of(
    house: &House,
    seal: &Seal,
    unlocked: &Unlocked,
) -> Done<Option<Zeroizing<String>>> {
    let Some(closed) = store::extract(&house.store, seal.id).await? else { return Ok(None) };
    let read = async {
        let boxed = store::share(&house.store, seal.id, EXTRACT, unlocked.key).await?;
        let boxed = boxed.ok_or_else(|| conflict("refusal-seal-no-share"))?;
        let key = closing::extract_key(&unlocked.private, unlocked.key, seal, &boxed).map_err(damaged)?;
        Ok(Some(closing::open_extract(&key, seal, closed).map_err(damaged)?))
    };
    unless_renewed(house, seal, read.await).await
}

async fn note_reading(
    house: &House,
    seal: &Seal,
    opening: Option<Uuid>,
    person: PersonId,
    part: &str,
) -> Done<()> {
    let mut change = house.store.begin().await?;
    store::read(&mut change, seal.id, opening, house.now(), person, part).await?;
    let payload = json!({"part": part, "opening": opening});
    change.note(event(house, person, "seal.read", seal.id, UnitId(seal.unit), payload));
    change.commit().await?;
    Ok(())
}

/// Reads the working copy: any handler, with their passphrase.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none; a field note for a wrong passphrase; [`Refusal::Conflict`] when it was
/// changed on disk or no key of it is theirs.
pub async fn read_extract(
    house: &House,
    asker: &Asker,
    seal: Uuid,
    passphrase: &str,
) -> Done<Zeroizing<String>> {
    let (seal, person) = seal_for(house, asker, seal).await?;
    if !seal.has_extract {
        return Err(Refusal::NotFound.into());
    }
    let unlocked = unlock(house, person, passphrase).await?;
    let extract = extract_of(house, &seal, &unlocked).await?.ok_or(Refusal::NotFound)?;
    note_reading(house, &seal, None, person, EXTRACT).await?;
    Ok(extract)
}

/// Takes back what was lent for openings whose time is over. Returns how many ended.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn sweep(house: &House) -> Done<usize> {
    let lapsed = openings::lapsed(&house.store, house.now()).await?;
    for opening in &lapsed {
        let mut change = house.store.begin().await?;
        openings::end(&mut change, *opening, Outcome::Lapsed).await?;
        change.commit().await?;
    }
    Ok(lapsed.len())
}
