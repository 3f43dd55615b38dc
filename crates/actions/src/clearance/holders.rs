//! Who speaks for a file and what they need: read for a purpose out of the list, and each reading is an event.

use super::{event, readable};
use crate::{
    cases::reading,
    house::{Done, House},
};
use danvan_domain::{
    answers::ReasonList,
    clearance::{File, People, TypedFile},
    ids::ProceedingId,
    programmes::nameless_text,
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::{
    Change,
    clearance::{self as files, holders as store, holders::Need},
};
use serde_json::json;

/// Who speaks for a file, as an officer is shown them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The file.
    pub file: File,
    /// Name, telephone and address.
    pub people: People,
    /// What they need.
    pub needs: Vec<Need>,
}

/// Reads who speaks for a file and what they need. The reading is kept, with its purpose.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right, which only the commune that keeps the file has; a purpose that is not on the
/// list or needs words; words that name somebody.
pub async fn read_holder(
    house: &House,
    asker: &Asker,
    id: ProceedingId,
    (purpose, reason): (&str, &str),
) -> Done<Holding> {
    let (file, _) = readable(house, asker, id, Verb::ReadHolder).await?;
    let mut notes = Notes::default();
    let reason = nameless_text(&mut notes, "reason", reason, 200);
    notes.check()?;
    let (kept, _) = reading(house, asker, file.unit, (ReasonList::ReadingHolder, purpose, &reason))?;
    let mut change = house.store.begin().await?;
    let payload = json!({"office": kept.unit, "purpose": purpose, "reason": kept.reason});
    change.note(event(house, asker, "clearance.holder_read", (id.0, file.unit), payload));
    change.commit().await?;
    Ok(Holding {
        people: store::holder(&house.store, id).await?.unwrap_or_default(),
        needs: store::needs(&house.store, id).await?,
        file,
    })
}

/// Nothing is written of whoever speaks for a file once that was erased: it would stay for ever.
async fn still_kept(change: &mut Change, file: ProceedingId) -> Done<()> {
    files::lock_file(change, file).await?.ok_or(Refusal::NotFound)?;
    if store::was_erased(change, file).await? {
        return Err(Refusal::Conflict(Note::new("clearance-erased")).into());
    }
    Ok(())
}

/// Keeps who speaks for a file.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a note under each field that is wrong; a conflict when the time of keeping is
/// over.
pub async fn keep_holder(house: &House, asker: &Asker, id: ProceedingId, typed: &People) -> Done<()> {
    let (file, _) = readable(house, asker, id, Verb::ReadHolder).await?;
    let mut notes = Notes::default();
    let typed = TypedFile {
        name: typed.name.clone(),
        phone: typed.phone.clone(),
        address: typed.address.clone(),
        ..TypedFile::default()
    };
    let people = typed.people(&mut notes);
    notes.check()?;
    let mut change = house.store.begin().await?;
    still_kept(&mut change, id).await?;
    store::set_holder(&mut change, id, &people).await?;
    change.note(event(house, asker, "clearance.holder_kept", (id.0, file.unit), json!({})));
    Ok(change.commit().await?)
}

/// Notes what a household needs, out of the list.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a note under `need` or `remarks`; a conflict when the time of keeping is over.
pub async fn note_need(
    house: &House,
    asker: &Asker,
    id: ProceedingId,
    (need, words): (&str, &str),
) -> Done<()> {
    let (file, _) = readable(house, asker, id, Verb::ReadHolder).await?;
    let mut notes = Notes::default();
    let facts = house.facts();
    let words = nameless_text(&mut notes, "remarks", words, 300);
    match facts.answers.choices(ReasonList::Need).find(|choice| choice.code == need) {
        None => notes.add("need", Note::new("note-choose")),
        Some(choice) if choice.note_required && words.is_empty() => {
            notes.add("remarks", Note::new("reason-note-required"));
        }
        Some(_) => {}
    }
    notes.check()?;
    let mut change = house.store.begin().await?;
    still_kept(&mut change, id).await?;
    store::add_need(&mut change, id, (need, &words), (house.now(), asker.person)).await?;
    // Which need it is stands in no event: events are kept for ever.
    change.note(event(house, asker, "clearance.need_noted", (id.0, file.unit), json!({})));
    Ok(change.commit().await?)
}

/// Says that a need was met.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right.
pub async fn meet_need(house: &House, asker: &Asker, id: ProceedingId, need: &str) -> Done<()> {
    let (file, _) = readable(house, asker, id, Verb::ReadHolder).await?;
    let mut change = house.store.begin().await?;
    if !store::meet_need(&mut change, id, need, house.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    change.note(event(house, asker, "clearance.need_met", (id.0, file.unit), json!({})));
    Ok(change.commit().await?)
}
