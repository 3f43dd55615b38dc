//! The register of breaches, each with the hours that the law leaves.

use super::may_register;
use crate::house::{Done, House};
use danvan_domain::{
    data::breaches::{Breach, due},
    events::Event,
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
    text,
    time::Moment,
};
use danvan_store::data::breaches as store;
use serde_json::json;
use uuid::Uuid;

/// What is noted of a breach. Nobody is named in it.
#[derive(Clone, Debug, Default)]
pub struct Noted {
    /// When it was found.
    pub found_at: Option<Moment>,
    /// What happened.
    pub what: String,
    /// Whose data, of which kind.
    pub whose: String,
    /// About how many people.
    pub how_many: Option<i64>,
    /// What was done about it.
    pub measures: String,
    /// Whether it may harm somebody, so that the authority must be told.
    pub must_notify: bool,
}

/// Longest words of one field, in characters.
const LIMIT: usize = 2000;

/// Notes a breach; its clock runs from when it was found.
///
/// # Errors
/// The refusal of the right to keep the register; a note for every field to mend.
pub async fn note(house: &House, asker: &Asker, noted: Noted) -> Done<Uuid> {
    may_register(asker, Verb::KeepDataRegister)?;
    let now = house.now();
    let mut notes = Notes::default();
    let mut clean = |field: &str, raw: &str| match text::clean_lines(raw, LIMIT) {
        Ok(text) if !text.is_empty() => text,
        Ok(empty) => {
            notes.add(field, Note::new("note-required"));
            empty
        }
        Err(_) => {
            notes.add(field, Note::new("note-too-long").with("limit", LIMIT));
            String::new()
        }
    };
    let (what, whose) = (clean("what", &noted.what), clean("whose", &noted.whose));
    let measures = clean("measures", &noted.measures);
    match noted.found_at {
        None => notes.add("found", Note::new("data-note-moment")),
        Some(found) if found > now => notes.add("found", Note::new("data-note-future")),
        Some(_) => {}
    }
    if noted.how_many.is_some_and(|people| people < 0) {
        notes.add("how_many", Note::new("data-note-count"));
    }
    notes.check()?;
    let found_at = noted.found_at.unwrap_or(now);
    let breach = Breach {
        id: house.new_id(),
        found_at,
        happened_at: None,
        what,
        whose,
        how_many: noted.how_many,
        measures,
        must_notify: noted.must_notify,
        due_at: due(found_at),
        notified_at: None,
        notice: String::new(),
    };
    let unit = asker.unit_for(Verb::KeepDataRegister);
    let mut change = house.store.begin().await?;
    store::add(&mut change, &breach, now, (asker.person, unit)).await?;
    change.note(Event {
        at: now,
        actor: asker.person,
        kind: "data.breach_noted".into(),
        thing: breach.id,
        unit,
        payload: json!({"must_notify": breach.must_notify, "due_at": breach.due_at}),
    });
    change.commit().await?;
    Ok(breach.id)
}

/// Notes that the authority was told, with the number of the notice.
///
/// # Errors
/// The refusal of the right; a note when the number is missing; [`Refusal::Conflict`] when it was told before.
pub async fn notified(house: &House, asker: &Asker, id: Uuid, notice: &str) -> Done<()> {
    may_register(asker, Verb::KeepDataRegister)?;
    let notice = text::clean_line(notice, 200).unwrap_or_default();
    if notice.is_empty() {
        return Err(Refusal::field("notice", Note::new("note-required")).into());
    }
    let now = house.now();
    let unit = asker.unit_for(Verb::KeepDataRegister);
    let mut change = house.store.begin().await?;
    if !store::notified(&mut change, id, now, &notice).await? {
        return Err(Refusal::Conflict(Note::new("data-breach-told")).into());
    }
    change.note(Event {
        at: now,
        actor: asker.person,
        kind: "data.breach_notified".into(),
        thing: id,
        unit,
        payload: json!({}),
    });
    change.commit().await?;
    Ok(())
}

/// The register, the newest first.
///
/// # Errors
/// The refusal of the right to see the register; a failure of the store.
pub async fn all(house: &House, asker: &Asker) -> Done<Vec<Breach>> {
    may_register(asker, Verb::ReadDataRegister)?;
    Ok(store::all(&house.store).await?)
}
