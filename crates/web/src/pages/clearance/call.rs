//! A call is written down, and what came of what was promised at one.

use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, notes_of, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::clearance::{answer_call, call, of_call, one};
use danvan_domain::{clearance::TypedCall, ids::ProceedingId, refusals::FieldNote};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/clearance/call.html")]
struct CallPage {
    shell: Shell,
    file: ProceedingId,
    number: String,
    id: String,
    /// Day, who, asked, promised, until, next, its day.
    typed: [String; 7],
}

/// `GET /clearance/files/{id}/call`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, (StatusCode::OK, ProceedingId(id)), &Form::default(), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    (status, file): (StatusCode, ProceedingId),
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, file).await.map_err(sorry(reader))?;
    if !found.may_handle {
        return Err(Sorry::lost(reader.language));
    }
    let shell = shell(site, reader).with_notes(notes);
    let mut typed =
        ["on", "who", "asked", "promised", "until", "next", "next_on"].map(|name| form.get(name).to_owned());
    if form.given("on").is_none() {
        typed[0] = shell.words.day(site.house.today());
    }
    let page = CallPage {
        file,
        number: found.waits.file.number,
        id: form.filled("id").map_or_else(|| site.house.new_id().to_string(), str::to_owned),
        typed,
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /clearance/files/{id}/call`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let text = |name: &str| form.get(name).to_owned();
    let typed = TypedCall {
        on: form.day("on"),
        who: text("who"),
        asked: text("asked"),
        promised: text("promised"),
        until: form.day("until"),
        next: text("next"),
        next_on: form.day("next_on"),
    };
    let (file, own) = (ProceedingId(id), Uuid::parse_str(form.get("id")).unwrap_or_default());
    match call(&site.house, &reader.visitor.asker, file, own, &typed).await {
        Ok(()) => go(&format!("/clearance/files/{file}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, (StatusCode::UNPROCESSABLE_ENTITY, file), &form, notes).await
        }
    }
}

#[derive(Template)]
#[template(path = "pages/clearance/answer.html")]
struct AnswerPage {
    shell: Shell,
    file: ProceedingId,
    id: Uuid,
    promised: Vec<String>,
    until: String,
    answer: String,
}

/// `GET /clearance/calls/{id}/answer`.
pub(super) async fn fresh_answer(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    answer_page(&site, &reader, (StatusCode::OK, id), "", Vec::new()).await
}

async fn answer_page(
    site: &Site,
    reader: &Reader,
    (status, id): (StatusCode, Uuid),
    answer: &str,
    notes: Vec<FieldNote>,
) -> Answered {
    let found = of_call(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(notes);
    let page = AnswerPage {
        file: found.file,
        id,
        promised: names::paragraphs(&found.promised),
        until: found.until.map(|day| shell.words.day(day)).unwrap_or_default(),
        answer: answer.to_owned(),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /clearance/calls/{id}/answer`.
pub(super) async fn keep_answer(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    match answer_call(&site.house, &reader.visitor.asker, id, form.get("answer")).await {
        Ok(file) => go(&format!("/clearance/files/{file}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            answer_page(&site, &reader, (StatusCode::UNPROCESSABLE_ENTITY, id), form.get("answer"), notes)
                .await
        }
    }
}
