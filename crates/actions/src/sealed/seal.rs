//! Sealing: what was typed or scanned is closed before it comes near a statement of the store.

use super::{
    closing::{self, Closed},
    conflict, damaged, event,
    handlers::{hold, holders},
};
use crate::{
    Failure,
    house::{Done, House},
};
use danvan_domain::{
    ids::{PersonId, UnitId},
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
    sealed::contents::{Contents, MOVED_LIMIT, NOTE_LIMIT, TEXT_LIMIT},
    text,
};
use danvan_store::{
    Change, StoreError,
    sealed::{self as store, Seal},
};
use serde_json::json;
use uuid::Uuid;
use zeroize::Zeroizing;

/// What is to be sealed.
pub struct Sealing {
    /// The thing it belongs to; the sender makes the id.
    pub thing: Uuid,
    /// The unit whose handlers open it.
    pub unit: UnitId,
    /// Author, letter, scans, measures.
    pub contents: Contents,
    /// The working copy, when it is written already; it must not tell who the author is.
    pub extract: Zeroizing<String>,
}

/// What the sender is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The seal.
    pub id: Uuid,
    /// Its number at its unit.
    pub number: i64,
}

/// Checked and closed, not yet on disk.
pub struct Prepared {
    id: Uuid,
    thing: Uuid,
    unit: UnitId,
    person: PersonId,
    /// The number of those for whom it is closed.
    version: i64,
    closed: Closed,
}

/// Checks and closes. Nothing of it is on disk.
///
/// # Errors
/// [`Refusal::Invalid`] naming every field to mend; the refusal of the right to seal; [`Refusal::Conflict`] when the
/// unit has too few handlers with keys or no recovery key.
pub async fn prepare(house: &House, asker: &Asker, sealing: Sealing) -> Done<Prepared> {
    prepare_within(house, asker, sealing, TEXT_LIMIT).await
}

/// Checks and closes what was written elsewhere before and moves under seal: nobody can shorten it, so it may be long.
///
/// # Errors
/// As [`prepare`].
pub(crate) async fn prepare_moved(house: &House, asker: &Asker, sealing: Sealing) -> Done<Prepared> {
    prepare_within(house, asker, sealing, MOVED_LIMIT).await
}

async fn prepare_within(house: &House, asker: &Asker, sealing: Sealing, longest: usize) -> Done<Prepared> {
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    house.ask(asker, Verb::SealDenunciation, sealing.unit)?;
    let Sealing { thing, unit, mut contents, extract } = sealing;
    let mut notes = Notes::default();
    contents.check(longest, &mut notes);
    let extract = match clean_extract(&contents, &extract) {
        Ok(extract) => extract,
        Err(note) => {
            notes.add("extract", note);
            None
        }
    };
    if thing.is_nil() {
        notes.add("id", Note::new("note-id"));
    }
    notes.check()?;
    let holders = holders(house, unit, None).await?;
    let id = house.new_id();
    let extract = extract.as_ref().map(|extract| extract.as_str());
    let closed = closing::close(house, (id, 0, 0), &contents, extract, &holders).map_err(damaged)?;
    Ok(Prepared { id, thing, unit, person, version: holders.version, closed })
}

/// A working copy as it is kept; nothing for a blank one.
pub(super) fn clean_extract(contents: &Contents, extract: &str) -> Result<Option<Zeroizing<String>>, Note> {
    let clean = Zeroizing::new(text::clean_lines(extract, NOTE_LIMIT)?);
    if contents.is_told_by(&clean) {
        return Err(Note::new("note-seal-extract-tells"));
    }
    Ok(Some(clean).filter(|clean| !clean.is_empty()))
}

/// Keeps what was prepared, inside the change that makes its thing.
///
/// # Errors
/// [`StoreError::Taken`] when the thing is sealed already; [`Refusal::Conflict`] when handlers came or went since it was
/// closed.
pub async fn keep(house: &House, change: &mut Change, prepared: &Prepared) -> Done<Sealed> {
    let Prepared { id, thing, unit, person, version, closed } = prepared;
    hold(change, *unit, *version).await?;
    let number = store::next_number(change, *unit).await?;
    let seal = Seal {
        id: *id,
        thing: *thing,
        unit: unit.0,
        number,
        edition: 1,
        sealed_by: person.0,
        sealed_at: house.now().micros(),
        has_extract: closed.extract.is_some(),
        original_edition: 1,
        extract_edition: i64::from(closed.extract.is_some()),
        mark: None,
    };
    store::add(change, &seal, closed.parts()).await?;
    let payload = json!({"thing": thing, "has_extract": seal.has_extract});
    change.note(event(house, *person, "seal.sealed", *id, *unit, payload));
    Ok(Sealed { id: *id, number })
}

/// Checks, closes and keeps. The same thing sent twice by the same person is sealed once.
///
/// # Errors
/// As [`prepare`]; [`Refusal::Conflict`] when somebody else sealed this thing.
pub async fn seal(house: &House, asker: &Asker, sealing: Sealing) -> Done<Sealed> {
    let prepared = prepare(house, asker, sealing).await?;
    // Whoever takes the same number at the same instant makes the other try again.
    for _ in 0..5 {
        if let Some(before) = store::of_thing(&house.store, prepared.thing).await? {
            if before.sealed_by == prepared.person.0 && before.unit == prepared.unit.0 {
                return Ok(Sealed { id: before.id, number: before.number });
            }
            return Err(conflict("refusal-same-id-other-words"));
        }
        let mut change = house.store.begin().await?;
        let sealed = match keep(house, &mut change, &prepared).await {
            Err(Failure::Broken(StoreError::Taken)) => continue,
            other => other?,
        };
        match change.commit().await {
            Err(StoreError::Taken) => {}
            Err(error) => return Err(error.into()),
            Ok(()) => return Ok(sealed),
        }
    }
    Err(conflict("refusal-seal-busy"))
}
