//! Returns of the past, brought in as they were told then: from an archive, or of a simulated city.

use super::{event, look::look, open::owed_by, rewrite_due};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{PersonId, ReturnId, UnitId},
    programmes::Period,
    refusals::Refusal,
    returns::{Content, Entry, Form, Return, Stage, Told, Verdict, Version},
    rights::Asker,
    time::Moment,
};
use danvan_store::returns::{self as store, versions};
use serde_json::json;

/// A return of the past.
pub struct Past {
    /// Of which unit.
    pub unit: UnitId,
    /// The word of its form.
    pub form: String,
    /// The period.
    pub period: Period,
    /// What was written in it.
    pub entries: Vec<Entry>,
    /// When it was submitted, and by whom.
    pub sent: (Moment, Option<PersonId>),
    /// When it was sent back before, and why; it was then submitted again at once.
    pub sent_back: Option<(Moment, String)>,
    /// When it was accepted.
    pub accepted_at: Option<Moment>,
    /// Who looked at it.
    pub reviewer: Option<PersonId>,
}

/// Brings one in; its figures are what danvan counts for its days. One that is there already stays as it is.
///
/// # Errors
/// [`Refusal::NotFound`] for a form or unit that owes none for the period; when the store cannot be read or written.
pub async fn bring(house: &House, past: &Past) -> Done<ReturnId> {
    let facts = house.facts();
    let form = facts.forms.get(&past.form).ok_or(Refusal::NotFound)?;
    let unit = facts.tree.get(past.unit).ok_or(Refusal::NotFound)?;
    let fresh = owed_by(house, &facts, form, past.period, unit).ok_or(Refusal::NotFound)?;
    if store::get(&house.store, fresh.id).await?.is_some() {
        return Ok(fresh.id);
    }
    let content = content(house, form, &fresh, &past.entries).await?;
    let verdict = |is_accepted: bool, at: Moment, reason: &str| Verdict {
        is_accepted,
        at,
        by: past.reviewer,
        reason: reason.to_owned(),
    };
    let version = |number: i64, at: Moment| Version {
        number,
        at,
        person: past.sent.1,
        acting_for: None,
        why: String::new(),
        content: content.clone(),
        verdict: None,
    };
    let last = if past.sent_back.is_some() { 2 } else { 1 };
    let it = Return {
        stage: if past.accepted_at.is_some() { Stage::Accepted } else { Stage::Submitted },
        version: last,
        accepted: if past.accepted_at.is_some() { last } else { 0 },
        sent_at: Some(past.sent.0),
        settled_at: past.accepted_at,
        begun_at: Some(past.sent.0),
        made_at: Moment::at(past.period.from, 8, 0),
        ..fresh
    };
    let mut change = house.store.begin().await?;
    store::add(&mut change, &it).await?;
    for entry in &past.entries {
        store::write(&mut change, it.id, entry, past.sent).await?;
    }
    versions::add(&mut change, it.id, &version(1, past.sent.0)).await?;
    if let Some((at, reason)) = &past.sent_back {
        versions::settle(&mut change, it.id, 1, &verdict(false, *at, reason)).await?;
        versions::add(&mut change, it.id, &version(2, *at)).await?;
    }
    if let Some(at) = past.accepted_at {
        versions::settle(&mut change, it.id, last, &verdict(true, at, "")).await?;
    }
    rewrite_due(&mut change, &it).await?;
    change.note(event(house, &Asker::house(), "return.brought", &it, json!({"form": it.form})));
    change.commit().await?;
    Ok(it.id)
}

/// What a return of the past says: figures as danvan counts them for its days, and what was written.
async fn content(house: &House, form: &Form, fresh: &Return, entries: &[Entry]) -> Done<Content> {
    let mut figures = look(house, form, fresh.about, fresh.counted).await?;
    let of = |code: &str| entries.iter().find(|entry| entry.code == code);
    for said in &mut figures {
        if let Some(entry) = of(&said.code) {
            said.value = entry.value.or(said.value);
            said.remark.clone_from(&entry.words);
        }
    }
    let told = |code: &str| of(code).map(|entry| entry.words.clone()).unwrap_or_default();
    let sections = form.sections.iter().map(|one| Told { code: one.code.clone(), words: told(&one.code) });
    Ok(Content { figures, sections: sections.collect(), sources: Vec::new() })
}
