//! `/clearance/{id}/sheet`: files out of a spreadsheet. Every fault is told with its cell, and what is in order is kept only when
//! somebody says so.

use super::hectares;
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::clearance::{self as actions, Brought, Source, project};
use danvan_domain::{
    clearance::MOST_FILES,
    ids::ProjectId,
    refusals::{FieldNote, Note, Refusal},
    rights::Verb,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/clearance/sheet.html")]
struct SheetPage {
    shell: Shell,
    id: ProjectId,
    name: String,
    most: usize,
    rows: String,
    brought: Option<Shown>,
}

struct Shown {
    id: Option<Uuid>,
    good: usize,
    area: String,
    bad_rows: usize,
    faults: Vec<(String, String)>,
    unknown: String,
}

/// `GET /clearance/{id}/sheet`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, (StatusCode::OK, ProjectId(id)), "", Vec::new(), None).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    (status, id): (StatusCode, ProjectId),
    rows: &str,
    notes: Vec<FieldNote>,
    brought: Option<Brought>,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    house.own_unit(asker, Verb::HandleClearance).map_err(|refusal| sorry(reader)(refusal.into()))?;
    let (found, ..) = project(house, asker, id).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(notes);
    let shown = |it: Brought| Shown {
        id: it.id,
        good: it.good,
        area: hectares(&shell, it.area_m2),
        bad_rows: it.bad_rows,
        faults: it.faults.iter().map(|one| (one.cell.clone(), shell.note(&one.note))).collect(),
        unknown: it.unknown.join(" · "),
    };
    let page = SheetPage {
        id,
        name: found.name,
        most: MOST_FILES,
        rows: rows.to_owned(),
        brought: brought.map(shown),
        shell: shell.clone(),
    };
    show_with(reader, status, &page)
}

/// `POST /clearance/{id}/sheet`.
pub(super) async fn read_sheet(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Answered {
    let id = ProjectId(id);
    let file = std::mem::take(&mut form.pictures).into_iter().next();
    let source = match (file, form.filled("rows")) {
        (Some(bytes), _) => Some(Source::Book(bytes.to_vec())),
        (None, Some(_)) => Some(Source::Pasted(form.get("rows").to_owned())),
        (None, None) => None,
    };
    let read = match source {
        Some(source) => actions::read_sheet(&site.house, &reader.visitor.asker, id, source).await,
        None => Err(Refusal::field("sheet", Note::new("clearance-sheet-none")).into()),
    };
    let rows = form.get("rows");
    match read {
        Ok(found) => {
            let status =
                if found.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            page(&site, &reader, (status, id), rows, Vec::new(), Some(found)).await
        }
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, (StatusCode::UNPROCESSABLE_ENTITY, id), rows, notes, None).await
        }
    }
}

/// `POST /clearance/{id}/sheet/keep`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let sheet = Uuid::parse_str(form.get("sheet")).unwrap_or_default();
    let kept = actions::keep_sheet(&site.house, &reader.visitor.asker, ProjectId(id), sheet).await;
    kept.map_err(sorry(&reader))?;
    go(&format!("/clearance/{id}"))
}
