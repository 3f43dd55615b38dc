//! A document that is being written: what the house knows stands in it, what is missing is asked for beside it.

use super::{address, download, paper::Paper, source};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, letters::asked, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Failure,
    documents::{About, Format, Prepared, Request, begin, draft_of, go_on, issue_of, seen},
};
use danvan_domain::{
    documents::{
        Documents, Kind, Signing, System,
        names::{self, Filled, Shape},
    },
    ids::ProceedingId,
    refusals::{FieldNote, Refusal},
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/documents/draft.html")]
struct Draft {
    shell: Shell,
    /// The address of the form, and of what it is about.
    action: String,
    back: String,
    kind: String,
    title: String,
    id: Uuid,
    act: String,
    act_name: String,
    is_sealed: bool,
    is_nameless: bool,
    told: Option<String>,
    sources: Vec<String>,
    fields: Vec<Field>,
    signings: Vec<Choice>,
    systems: Vec<Choice>,
    signer: String,
    paper: Paper,
}

/// A name that an officer says.
struct Field {
    name: &'static str,
    label: String,
    value: String,
    hint: String,
    optional: bool,
    is_long: bool,
}

/// `GET /proceedings/{id}/documents/{kind}`.
pub(super) async fn of_proceeding(
    State(site): State<Site>,
    reader: Reader,
    Path((id, kind)): Path<(Uuid, String)>,
) -> Answered {
    fresh(&site, &reader, About::Proceeding(ProceedingId(id)), &kind).await
}

/// `GET /receptions/desk/visits/{id}/documents/{kind}`.
pub(super) async fn of_visit(
    State(site): State<Site>,
    reader: Reader,
    Path((id, kind)): Path<(Uuid, String)>,
) -> Answered {
    fresh(&site, &reader, About::Visit(id), &kind).await
}

/// `POST /proceedings/{id}/documents/{kind}`.
pub(super) async fn about_proceeding(
    State(site): State<Site>,
    reader: Reader,
    Path((id, kind)): Path<(Uuid, String)>,
    sent: Form,
) -> Answered {
    written(&site, &reader, About::Proceeding(ProceedingId(id)), &kind, &sent).await
}

/// `POST /receptions/desk/visits/{id}/documents/{kind}`.
pub(super) async fn about_visit(
    State(site): State<Site>,
    reader: Reader,
    Path((id, kind)): Path<(Uuid, String)>,
    sent: Form,
) -> Answered {
    written(&site, &reader, About::Visit(id), &kind, &sent).await
}

fn kind_of(reader: &Reader, word: &str) -> Result<Kind, Sorry> {
    word.parse().map_err(|_| Sorry::lost(reader.language))
}

async fn fresh(site: &Site, reader: &Reader, about: About, kind: &str) -> Answered {
    let kind = kind_of(reader, kind)?;
    let query = asked(reader);
    let prepared = begin(&site.house, &reader.visitor.asker, about, kind, query.get("act")).await;
    let prepared = prepared.map_err(sorry(reader))?;
    page(site, reader, prepared, site.house.new_id(), Back::default()).await
}

/// What was typed.
fn request(kind: Kind, sent: &Form) -> Request {
    let names = names::of(kind).filter(|name| name.filled != Filled::House);
    Request {
        kind,
        act: sent.get("act").to_owned(),
        system: sent.get("system").parse().ok(),
        signing: sent.get("signing").parse().unwrap_or(Signing::OnBehalf),
        signer: sent.get("signer").to_owned(),
        said: names.map(|name| (name.name.to_owned(), sent.get(name.name).to_owned())).collect(),
    }
}

async fn written(site: &Site, reader: &Reader, about: About, kind: &str, sent: &Form) -> Answered {
    let kind = kind_of(reader, kind)?;
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let request = request(kind, sent);
    let id = sent.get("id").parse().unwrap_or_else(|_| house.new_id());
    let failure = match sent.get("go") {
        "issue" => match issue_of(house, asker, id, about, request.clone()).await {
            Ok(document) => return go(&format!("/documents/{}", document.id)),
            Err(failure) => Some(failure),
        },
        word @ ("file" | "pdf") => {
            let format = if word == "pdf" { Format::Pdf } else { Format::Docx };
            let prepared = go_on(house, asker, about, request.clone()).await.map_err(sorry(reader))?;
            match draft_of(house, asker, &prepared, format).await {
                Ok(file) => return Ok(download(file)),
                Err(failure) => Some(failure),
            }
        }
        _ => None,
    };
    let back = match failure {
        None => Back::default(),
        Some(Failure::Refused(Refusal::Invalid(notes))) => {
            Back { status: StatusCode::UNPROCESSABLE_ENTITY, notes, told: None }
        }
        Some(Failure::Refused(Refusal::Conflict(note))) => {
            Back { status: StatusCode::CONFLICT, notes: Vec::new(), told: Some(reader.words().note(&note)) }
        }
        Some(other) => return Err(Sorry::failed(reader.language, other)),
    };
    let prepared = go_on(house, asker, about, request).await.map_err(sorry(reader))?;
    page(site, reader, prepared, id, back).await
}

/// How the page comes back.
#[derive(Default)]
struct Back {
    status: StatusCode,
    notes: Vec<FieldNote>,
    told: Option<String>,
}

async fn page(site: &Site, reader: &Reader, prepared: Prepared, id: Uuid, back: Back) -> Answered {
    let (letter, unread) = seen(&site.house, &prepared).await.map_err(sorry(reader))?;
    let mut back = back;
    if back.notes.is_empty() && back.told.is_none() && !unread.is_empty() {
        (back.status, back.notes) = (StatusCode::UNPROCESSABLE_ENTITY, unread);
    }
    let shell = shell(site, reader).with_notes(back.notes);
    let Prepared { matter, fit, request } = prepared;
    let (kind, documents) = (request.kind, Documents::facts());
    let (form, row) = (documents.form(letter.system), documents.kind(kind));
    let mut sources: Vec<String> = Vec::new();
    for (text, grade) in
        [(&fit.row.source, fit.row.grade), (&row.source, row.grade), (&form.source, form.grade)]
    {
        sources.extend(source(&shell, text, grade).filter(|line| !sources.contains(line)));
    }
    let action = address(matter.about);
    let facts = site.house.facts();
    let act_name = facts.procedures.get(&fit.row.procedure).and_then(|procedure| {
        let row = procedure.acts.iter().find(|row| row.code == fit.row.act);
        row.map(|row| crate::pages::letters::named(&shell, &row.name))
    });
    let signing =
        |one: &Signing| Choice::new(one.word(), form.signature(*one).join(" · "), request.signing.word());
    let system =
        |one: &System| Choice::new(one.word(), shell.of("document-system", one.word()), letter.system.word());
    let is_sealed = matter.subject.is_sealed;
    let page = Draft {
        action: format!("{action}/documents/{kind}"),
        back: action,
        kind: shell.of("document-kind", kind.word()),
        title: matter.title,
        id,
        act: fit.row.act.clone(),
        act_name: act_name.unwrap_or_default(),
        is_sealed,
        is_nameless: kind == Kind::Publication && !is_sealed,
        told: back.told,
        sources,
        fields: fields(&shell, &request, is_sealed),
        signings: Signing::ALL.iter().map(signing).collect(),
        systems: System::ALL.iter().map(system).collect(),
        signer: request.signer,
        paper: Paper::of(letter),
        shell,
    };
    show_with(reader, back.status, &page)
}

/// What the officer is asked: of a denunciation neither who wrote nor what.
fn fields(shell: &Shell, request: &Request, is_sealed: bool) -> Vec<Field> {
    let asked = names::of(request.kind).filter(|name| name.filled != Filled::House);
    let asked = asked.filter(|name| !(is_sealed && (name.personal || name.name == "summary")));
    let field = |name: &names::Name| Field {
        name: name.name,
        label: shell.of("document-name", name.name),
        value: request.said(name.name).to_owned(),
        hint: match name.shape {
            Shape::Day => shell.say("document-hint-day"),
            Shape::List => shell.say("document-hint-list"),
            Shape::Line | Shape::Text => String::new(),
        },
        optional: name.filled == Filled::Optional,
        is_long: matches!(name.shape, Shape::Text | Shape::List),
    };
    asked.map(field).collect()
}
