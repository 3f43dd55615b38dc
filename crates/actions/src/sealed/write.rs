//! Writing while an original is open, with the words kept from whoever is not one of the two: the working copy that
//! investigators use, and the status and measures of the author's protection, which are decided long after the letter came.

use super::{
    closing::{self, Closed, Holders},
    conflict, damaged, event,
    handlers::{hold, holders},
    keys::unlock,
    open::{contents, extract_of, readable},
    seal::clean_extract,
};
use crate::house::{Done, House};
use danvan_domain::{
    ids::PersonId,
    refusals::{Note, Refusal},
    rights::Asker,
    sealed::{Contents, Reason, contents::NOTE_LIMIT},
    text,
};
use danvan_store::sealed::{
    self as store, Seal,
    openings::{self, Kept},
};
use serde_json::json;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Writes the working copy while the original is open, so that it can be compared with it.
///
/// # Errors
/// As [`super::read_original`]; a field note when it is blank or tells who the author is; [`Refusal::Conflict`] when the
/// seal was closed anew meanwhile.
pub async fn write_extract(
    house: &House,
    asker: &Asker,
    opening: Uuid,
    extract: &str,
    passphrase: &str,
) -> Done<()> {
    let (kept, seal, person) = readable(house, asker, opening).await?;
    // Read before what is inside: whoever comes or goes from here on is seen when it is kept.
    let holders = holders(house, kept.unit, None).await?;
    let unlocked = unlock(house, person, passphrase).await?;
    let contents = contents(house, &kept, &seal, &unlocked).await?;
    let clean = clean_extract(&contents, extract).map_err(|note| Refusal::field("extract", note))?;
    let clean = clean.ok_or_else(|| Refusal::field("extract", Note::new("note-required")))?;
    let (closed, boxes) = closing::close_extract(house, &seal, &clean, &holders).map_err(damaged)?;
    let mut change = house.store.begin().await?;
    hold(&mut change, kept.unit, holders.version).await?;
    let goes_on = openings::goes_on(&mut change, kept.id).await?;
    if !goes_on || !store::set_extract(&mut change, &seal, &closed, &boxes).await? {
        return Err(conflict("refusal-seal-renewed"));
    }
    let payload = json!({"opening": kept.id});
    change.note(event(house, person, "seal.extract_written", seal.id, kept.unit, payload));
    change.commit().await?;
    Ok(())
}

/// Writes how the author is protected into the seal while it is open for that. Everything else in it stays; it is closed
/// under a new key, and goes on being open to the two.
///
/// # Errors
/// As [`super::read_original`]; a field note for words that are blank or too long; [`Refusal::Conflict`] when it was opened
/// for something else, or closed anew meanwhile.
pub async fn write_measures(
    house: &House,
    asker: &Asker,
    opening: Uuid,
    measures: &str,
    passphrase: &str,
) -> Done<()> {
    let (kept, seal, person) = readable(house, asker, opening).await?;
    if kept.reason != Reason::ProtectAuthor {
        return Err(conflict("refusal-measures-reason"));
    }
    let clean = text::clean_lines(measures, NOTE_LIMIT);
    let clean = clean.map_err(|fault| Refusal::field("measures", fault.into())).map(Zeroizing::new)?;
    if clean.is_empty() {
        return Err(Refusal::field("measures", Note::new("note-required")).into());
    }
    let holders = holders(house, kept.unit, None).await?;
    let unlocked = unlock(house, person, passphrase).await?;
    let contents = Contents { measures: clean, ..contents(house, &kept, &seal, &unlocked).await? };
    let extract = extract_of(house, &seal, &unlocked).await?;
    let closed = closed_anew(house, &seal, &contents, extract.as_ref().map(|text| text.as_str()), &holders)?;
    let loans = lent_anew(house, &kept, &seal, &closed, &holders)?;
    let mut change = house.store.begin().await?;
    hold(&mut change, kept.unit, holders.version).await?;
    let goes_on = openings::goes_on(&mut change, kept.id).await?;
    if !goes_on || !store::rewrite(&mut change, &seal, closed.parts()).await? {
        return Err(conflict("refusal-seal-renewed"));
    }
    openings::take_back(&mut change, seal.id).await?;
    for (key, boxed) in &loans {
        openings::lend(&mut change, kept.id, seal.id, *key, boxed).await?;
    }
    let payload = json!({"opening": kept.id});
    change.note(event(house, person, "seal.measures_written", seal.id, kept.unit, payload));
    change.commit().await?;
    Ok(())
}

/// A seal under new keys, in its next edition.
pub(super) fn closed_anew(
    house: &House,
    seal: &Seal,
    contents: &Contents,
    extract: Option<&str>,
    holders: &Holders,
) -> Done<Closed> {
    let of = (seal.id, seal.edition, seal.extract_edition);
    closing::close(house, of, contents, extract, holders).map_err(damaged)
}

/// Each of the two gets the other's share of the new key for the rest of the opening.
fn lent_anew(
    house: &House,
    kept: &Kept,
    seal: &Seal,
    closed: &Closed,
    holders: &Holders,
) -> Done<[(Uuid, Vec<u8>); 2]> {
    let place = |person: Option<PersonId>| {
        let place = person.and_then(|person| holders.people.iter().position(|one| *one == person));
        place.ok_or_else(|| conflict("refusal-opening-over"))
    };
    let (one, other) = (place(Some(kept.opening.asked_by))?, place(kept.opening.approved_by)?);
    let lent = |to: usize, of: usize| {
        let (to, share) = (&holders.handlers[to], &closed.wrapped.shares[of]);
        let boxed = closing::lend(house, kept.id, seal.id, to, share).map_err(damaged)?;
        Ok::<_, crate::Failure>((to.key, boxed))
    };
    Ok([lent(one, other)?, lent(other, one)?])
}
