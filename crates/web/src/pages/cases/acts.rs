//! What an officer does with a case. A good act leads on to the next step; a refused one brings back what was typed.

use super::{
    case::{Typed, office_note, offices_meant},
    list,
    queue::{Back, desk, office, warning},
    view::View,
};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, shell, show_with},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Failure,
    cases::{Act, case_of_code, handle_since, read_contact},
};
use danvan_domain::{
    ids::{CaseId, UnitId},
    refusals::{FieldNote, Note, Refusal},
    time::Moment,
};
use uuid::Uuid;

/// The page of an act that is no longer ours to do, with the words that were typed.
#[derive(Template)]
#[template(path = "pages/cases/kept.html")]
struct Kept {
    shell: Shell,
    message: String,
    body: String,
}

/// One post for every act: `/cases/{id}/accept`, `/cases/{id}/answer` …
pub(super) async fn act(
    State(site): State<Site>,
    reader: Reader,
    Path((id, act)): Path<(Uuid, String)>,
    form: Form,
) -> Answered {
    let view = View { case: Some(CaseId(id)), ..View::read(&form) };
    match act.as_str() {
        "preview" | "template" => shown_again(&site, &reader, &view, &form, act == "preview").await,
        "contact" => contact(&site, &reader, &view, &form).await,
        _ => done(&site, &reader, &view, &act, &form).await,
    }
}

/// The answer box comes back with a ready answer in it, or with what whoever asked will see.
async fn shown_again(site: &Site, reader: &Reader, view: &View, form: &Form, preview: bool) -> Answered {
    let typed =
        Typed { act: "answer", form: Some(form), template: form.filled("template"), preview, contact: None };
    desk(site, reader, view, Back { typed, ..Back::default() }).await
}

/// How to reach whoever asked, once the reason is given.
async fn contact(site: &Site, reader: &Reader, view: &View, form: &Form) -> Answered {
    let id = view.case.ok_or_else(|| Sorry::lost(reader.language))?;
    let typed = Typed { act: "contact", form: Some(form), ..Typed::default() };
    match read_contact(&site.house, &reader.visitor.asker, id, (form.get("purpose"), form.get("reason")))
        .await
    {
        Ok(contact) => {
            let typed = Typed { contact: Some(contact), ..typed };
            desk(site, reader, view, Back { typed, ..Back::default() }).await
        }
        Err(failure) => refused(site, reader, view, typed, failure).await,
    }
}

async fn done(site: &Site, reader: &Reader, view: &View, word: &str, form: &Form) -> Answered {
    let id = view.case.ok_or_else(|| Sorry::lost(reader.language))?;
    let typed = Typed { act: word, form: Some(form), ..Typed::default() };
    let act = match read_act(site, reader, word, form).await {
        Ok(Some(act)) => act,
        Ok(None) => return Err(Sorry::lost(reader.language)),
        Err(failure) => return refused(site, reader, view, typed, failure).await,
    };
    let next = following(site, reader, view, &act).await?;
    let seen = form.get("seen").parse().ok().map(Moment::from_micros);
    match handle_since(&site.house, &reader.visitor.asker, id, act, seen).await {
        Ok(case) => {
            let receipts = 1 + case.supporters;
            let told = format!("done={word}&about={id}&n={receipts}");
            go(&next.href_with(&told))
        }
        Err(failure) => refused(site, reader, view, typed, failure).await,
    }
}

/// Where an act leads: acts that end a case lead to the next one of the tab, the others stay.
async fn following(site: &Site, reader: &Reader, view: &View, act: &Act) -> Result<View, Sorry> {
    let ends = matches!(
        act,
        Act::Answer { .. } | Act::Refuse { .. } | Act::Close | Act::Transfer(..) | Act::Merge(_)
    );
    if !ends || view.tab.is_none() {
        let leaves = matches!(act, Act::Transfer(..)) && view.tab.is_none();
        return Ok(if leaves { view.with_case(None) } else { view.clone() });
    }
    let Ok(list) = list::read(site, reader, office(reader, view)?, view).await else {
        return Ok(view.with_case(None));
    };
    let at = list.ids.iter().position(|id| Some(*id) == view.case);
    let next = match at {
        Some(at) => {
            list.ids.get(at + 1).or_else(|| at.checked_sub(1).and_then(|before| list.ids.get(before)))
        }
        None => list.ids.first(),
    };
    Ok(view.with_case(next.copied()))
}

/// Reads the act a form asks for; `None` when there is no such act.
async fn read_act(site: &Site, reader: &Reader, word: &str, form: &Form) -> Result<Option<Act>, Failure> {
    let text = |name: &str| form.get(name).to_owned();
    Ok(Some(match word {
        "accept" => Act::Accept,
        "assign" => Act::Assign(form.get("to").parse().map_err(|_| field("to", "note-choose"))?),
        "transfer" => Act::Transfer(transfer_to(site, form)?, text("why")),
        "note" => Act::Note(text("body")),
        "answer" => {
            Act::Answer { body: text("body"), late_reason: late_reason(form), close: form.ticked("close") }
        }
        "refuse" => {
            Act::Refuse { reason: text("reason"), body: text("body"), late_reason: late_reason(form) }
        }
        "close" => Act::Close,
        "merge" => Act::Merge(merge_into(site, reader, form).await?),
        "unmerge" => Act::Unmerge,
        "rank" => Act::Rank { urgent: form.ticked("urgent"), priority: i64::from(form.ticked("high")) },
        _ => return Ok(None),
    }))
}

fn field(name: &str, key: &str) -> Refusal {
    Refusal::field(name, Note::new(key))
}

/// A chosen reason with the words beside it.
fn late_reason(form: &Form) -> Option<String> {
    let code = form.filled("late_reason")?;
    Some(form.filled("late_note").map_or_else(|| code.to_owned(), |words| format!("{code}: {words}")))
}

/// The office chosen from a list, or meant by words.
fn transfer_to(site: &Site, form: &Form) -> Result<UnitId, Refusal> {
    if let Ok(id) = form.get("to").parse() {
        return Ok(id);
    }
    let found = offices_meant(&site.house.facts(), form.get("office"), site.house.today());
    match found[..] {
        [only] => Ok(only),
        _ => Err(Refusal::field("office", office_note(&found))),
    }
}

/// The case chosen from those alike, or found by its receipt.
async fn merge_into(site: &Site, reader: &Reader, form: &Form) -> Result<CaseId, Failure> {
    if let Ok(id) = form.get("into").parse() {
        return Ok(id);
    }
    let found = case_of_code(&site.house, &reader.visitor.asker, form.get("code")).await;
    found.map_err(|failure| match failure {
        Failure::Refused(Refusal::NotFound) => field("code", "note-no-such-receipt").into(),
        other => other,
    })
}

/// Brings back what was typed, with what is wrong or what happened meanwhile.
async fn refused(site: &Site, reader: &Reader, view: &View, typed: Typed<'_>, failure: Failure) -> Answered {
    let body = typed.form.map(|form| form.get("body").to_owned()).unwrap_or_default();
    match failure {
        Failure::Refused(Refusal::Invalid(notes)) => {
            let notes = renamed(notes, typed.act);
            let back = Back { status: StatusCode::UNPROCESSABLE_ENTITY, typed, notes, told: None };
            desk(site, reader, view, back).await
        }
        Failure::Refused(refusal @ Refusal::Conflict(_)) => {
            let told = Some(warning(reader, &refusal));
            desk(site, reader, view, Back { status: StatusCode::CONFLICT, typed, notes: Vec::new(), told })
                .await
        }
        Failure::Refused(Refusal::NotAllowed(note)) if !body.trim().is_empty() => {
            let page = Kept { shell: shell(site, reader), message: reader.words().note(&note), body };
            show_with(reader, StatusCode::FORBIDDEN, &page)
        }
        other => Err(Sorry::failed(reader.language, other)),
    }
}

/// Names the fields of notes as the form calls them.
fn renamed(notes: Vec<FieldNote>, act: &str) -> Vec<FieldNote> {
    let name = |field: String| match (act, field.as_str()) {
        ("transfer", "to") => "office".to_owned(),
        ("merge", "into") => "code".to_owned(),
        ("refuse", "note") => "body".to_owned(),
        ("answer" | "refuse", "late_reason_reason") => "late_reason".to_owned(),
        _ => field,
    };
    notes.into_iter().map(|note| FieldNote { field: name(note.field), note: note.note }).collect()
}
