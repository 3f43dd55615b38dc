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
use danvan_store::clearance::{holders as store, holders::Need};
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
/// [`Refusal::NotFound`]; the refusal of the right, which only the file's commune and the office that leads the project have; a
/// purpose that is not on the list or needs words.
pub async fn read_holder(
    house: &House,
    asker: &Asker,
    id: ProceedingId,
    (purpose, reason): (&str, &str),
) -> Done<Holding> {
    let (file, _) = readable(house, asker, id, Verb::ReadHolder).await?;
    let (kept, _) = reading(house, asker, file.unit, (ReasonList::ReadingHolder, purpose, reason))?;
    let mut change = house.store.begin().await?;
    let payload = json!({"office": kept.unit, "purpose": purpose});
    change.note(event(house, asker, "clearance.holder_read", (id.0, file.unit), payload));
    change.commit().await?;
    Ok(Holding {
        people: store::holder(&house.store, id).await?.unwrap_or_default(),
        needs: store::needs(&house.store, id).await?,
        file,
    })
}

/// Keeps who speaks for a file.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a note under each field that is wrong.
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
    store::set_holder(&mut change, id, &people).await?;
    change.note(event(house, asker, "clearance.holder_kept", (id.0, file.unit), json!({})));
    Ok(change.commit().await?)
}

/// Notes what a household needs, out of the list.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a note under `need` or `remarks`.
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
