//! An issued document: as it prints, as a file, and its number cancelled.

use super::{address, bare_number, download as file_of, paper::Paper};
use crate::{
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
use danvan_actions::documents::{Format, cancel as cancel_number, file, page as read};
use danvan_domain::{data::retention::Rule, refusals::FieldNote};
use danvan_words::Language;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/documents/issued.html")]
struct One {
    shell: Shell,
    id: Uuid,
    number: String,
    kind: String,
    back: Option<String>,
    facts: Vec<(String, String)>,
    cancelled: Option<String>,
    may_cancel: bool,
    reason: String,
    kept: String,
    paper: Option<Paper>,
}

/// `GET /documents/{id}`. The reading is an event.
pub(super) async fn show(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, id, "", Vec::new()).await
}

async fn page(site: &Site, reader: &Reader, id: Uuid, reason: &str, notes: Vec<FieldNote>) -> Answered {
    let issued = read(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let status = if notes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shell = shell(site, reader).with_notes(notes);
    let (facts, document) = (site.house.facts(), &issued.document);
    let cancelled = document.cancelled_at.map(|at| {
        let values =
            [("day", shell.words.day(at.day()).into()), ("reason", document.cancel_reason.as_str().into())];
        shell.say_with("document-cancelled", &values)
    });
    let told = [
        ("label-unit", names::unit(&facts, document.unit)),
        ("document-issued-on", shell.words.moment(document.issued_at)),
        ("document-issuer", issued.issuer.clone()),
    ];
    let told = told.into_iter().filter(|(_, value)| !value.is_empty());
    let page = One {
        id,
        number: bare_number(&document.number_text).to_owned(),
        kind: shell.of("document-kind", document.kind.word()),
        back: issued.about.map(address),
        facts: told.map(|(key, value)| (shell.say(key), value)).collect(),
        cancelled,
        may_cancel: issued.may_cancel,
        reason: reason.to_owned(),
        kept: kept(&shell),
        paper: issued.letter.map(Paper::of),
        shell,
    };
    show_with(reader, status, &page)
}

/// By which rule an issued document is kept, and how sure that is.
pub(in crate::pages) fn kept(shell: &Shell) -> String {
    let Some(rule) = Rule::get("document") else { return String::new() };
    let values = [("source", rule.source.as_str().into()), ("grade", rule.grade.word().into())];
    let says = if shell.language == Language::En { &rule.en } else { &rule.vi };
    format!("{says}. {}", shell.say_with("data-source", &values))
}

/// `GET /documents/{id}/file`. The reading is an event.
pub(super) async fn download(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    kept_as(&site, &reader, id, Format::Docx).await
}

/// `GET /documents/{id}/file.pdf`. The reading is an event.
pub(super) async fn download_pdf(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    kept_as(&site, &reader, id, Format::Pdf).await
}

async fn kept_as(site: &Site, reader: &Reader, id: Uuid, format: Format) -> Answered {
    let file = file(&site.house, &reader.visitor.asker, id, format).await.map_err(sorry(reader))?;
    Ok(file_of(file))
}

/// `POST /documents/{id}/cancel`.
pub(super) async fn cancel(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    sent: Form,
) -> Answered {
    match cancel_number(&site.house, &reader.visitor.asker, id, sent.get("reason")).await {
        Ok(()) => go(&format!("/documents/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, id, sent.get("reason"), notes).await
        }
    }
}
