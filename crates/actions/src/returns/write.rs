//! Writing in a return: narratives, numbers that nobody counts, remarks under figures.

use super::{ask_own, event, form_of, locked};
use crate::house::{Done, House};
use danvan_domain::{
    ids::ReturnId,
    refusals::{Note, Notes, Refusal},
    returns::{Entry, Form},
    rights::{Asker, Verb},
    time::Moment,
};
use danvan_store::returns::{self as store, Written};
use serde_json::json;

/// Keeps what was typed in a return. `seen` is when the form that comes back was shown: what somebody else wrote at the same
/// place since then is not written over. Returns how many places became others.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to write it; when it is not written now; a note under each field that is
/// wrong or that somebody else wrote meanwhile.
pub async fn write(
    house: &House,
    asker: &Asker,
    id: ReturnId,
    typed: &[(String, String)],
    seen: Moment,
) -> Done<usize> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_own(house, asker, Verb::WriteReturn, &it)?;
    let form = form_of(house, &it)?;
    let said = |name: &str| typed.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    let entries = form.entries(said)?;
    let mut change = house.store.begin().await?;
    let mut it = locked(&mut change, id).await?;
    if !it.stage.is_written() {
        return Err(Refusal::Conflict(Note::new("return-not-written-now")).into());
    }
    let before = store::entries_in(&mut change, id).await?;
    let changed: Vec<&Entry> = entries.iter().filter(|entry| !is_there(&before, entry)).collect();
    let mut notes = Notes::default();
    for entry in &changed {
        let others = before.iter().find(|one| one.entry.code == entry.code);
        if let Some(others) = others.filter(|one| seen < one.at && one.person != asker.person) {
            let note = Note::new("return-note-meanwhile").with("words", told(&others.entry));
            notes.add(&field_of(&form, &entry.code), note);
        }
    }
    notes.check()?;
    if changed.is_empty() {
        return Ok(0);
    }
    for entry in &changed {
        store::write(&mut change, id, entry, (house.now(), asker.person)).await?;
    }
    if it.begun_at.is_none() {
        it.begun_at = Some(house.now());
        store::set(&mut change, &it).await?;
    }
    let places: Vec<&str> = changed.iter().map(|entry| entry.code.as_str()).collect();
    change.note(event(house, asker, "return.written", &it, json!({"places": places})));
    change.commit().await?;
    Ok(changed.len())
}

/// Whether this stands there already; nothing written is nothing there.
fn is_there(before: &[Written], entry: &Entry) -> bool {
    match before.iter().find(|one| one.entry.code == entry.code) {
        Some(one) => one.entry == *entry,
        None => entry.words.is_empty() && entry.value.is_none(),
    }
}

fn told(entry: &Entry) -> String {
    let value = entry.value.map(|value| value.to_string());
    let parts = value.into_iter().chain(Some(entry.words.clone()).filter(|words| !words.is_empty()));
    parts.collect::<Vec<_>>().join(" · ")
}

/// The field of a form in which a place is written.
fn field_of(form: &Form, code: &str) -> String {
    let is_section = form.sections.iter().any(|section| section.code == code);
    let is_typed = form
        .figures
        .iter()
        .any(|figure| figure.code == code && figure.query == danvan_domain::returns::Query::Typed);
    match (is_section, is_typed) {
        (true, _) => format!("words-{code}"),
        (false, true) => format!("value-{code}"),
        (false, false) => format!("remark-{code}"),
    }
}
