//! `/inspections/{id}/act`: the form of a plain act: a paper, words, scans.

use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, letters::asked, notes_of, photos::keep_photos, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    attachments,
    inspections::{act, close, one, send_outline},
};
use danvan_domain::{
    ids::InspectionId,
    inspections::{Act, TypedPaper},
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/inspections/act.html")]
struct ActPage {
    shell: Shell,
    id: InspectionId,
    subject: String,
    act: String,
    title: String,
    hint: String,
    has_paper: bool,
    needs_words: bool,
    has_due: bool,
    may_overrule: bool,
    has_photos: bool,
    is_danger: bool,
    /// Words, number, day of the paper, day by which to answer.
    typed: [String; 4],
    although: bool,
    photos: Vec<String>,
    most: usize,
}

/// What somebody types for an act.
pub(super) fn paper(form: &Form) -> TypedPaper {
    TypedPaper {
        words: form.get("words").to_owned(),
        number: form.get("number").to_owned(),
        on: form.day("on"),
    }
}

/// `GET /inspections/{id}/act?act=`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let form = asked(&reader);
    page(&site, &reader, StatusCode::OK, InspectionId(id), (&form, Vec::new()), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: InspectionId,
    (form, photos): (&Form, Vec<String>),
    notes: Vec<FieldNote>,
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let act = form.get("act").parse::<Act>().ok().filter(|act| found.may.contains(act));
    let Some(act) = act.filter(|act| !matches!(act, Act::Answer | Act::Conclude | Act::Plan)) else {
        return Err(Sorry::lost(reader.language));
    };
    let shell = shell(site, reader).with_notes(notes);
    let page = ActPage {
        id,
        subject: found.inspection.subject,
        act: act.word().into(),
        title: shell.of("inspection-do", act.word()),
        hint: shell.of("inspection-act-hint", act.word()),
        has_paper: act.has_paper(),
        needs_words: act.needs_words(),
        has_due: act == Act::Outline,
        may_overrule: act == Act::Close,
        has_photos: matches!(act, Act::Decide | Act::Minute | Act::Object),
        is_danger: act == Act::CallOff,
        typed: ["words", "number", "on", "answer_due_on"].map(|name| form.get(name).to_owned()),
        although: form.ticked("although"),
        photos,
        most: attachments::MOST,
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /inspections/{id}/act`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, InspectionId(id));
    one(house, asker, id).await.map_err(sorry(&reader))?;
    let (photos, notes) = keep_photos(&site, &reader, &mut form).await?;
    if !notes.is_empty() {
        return page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, (&form, photos), notes).await;
    }
    let typed = paper(&form);
    let done = match form.get("act") {
        "outline" => send_outline(house, asker, id, &typed, form.day("answer_due_on")).await,
        "close" => close(house, asker, id, &typed, form.ticked("although")).await,
        other => act(house, asker, id, other, &typed, &photos).await,
    };
    match done {
        Ok(()) => go(&format!("/inspections/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, (&form, photos), notes).await
        }
    }
}
