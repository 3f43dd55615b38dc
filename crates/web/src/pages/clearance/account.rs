//! An entry of a file's account: what is due, what was paid, which plot was given; and one struck out.

use super::money;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, letters::choices, notes_of, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::clearance::{self as actions, enter, one};
use danvan_domain::{
    clearance::{Sort, TypedEntry},
    ids::ProceedingId,
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/clearance/entry.html")]
struct EntryPage {
    shell: Shell,
    file: ProceedingId,
    number: String,
    id: String,
    sorts: Vec<Choice>,
    /// Amount, day, paper.
    typed: [String; 3],
    /// Due, paid, left.
    money: String,
}

/// `GET /clearance/files/{id}/entries`.
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
    let (shell, it) = (shell(site, reader).with_notes(notes), &found.waits.file);
    let page = EntryPage {
        file,
        number: it.number.clone(),
        id: form.filled("id").map_or_else(|| site.house.new_id().to_string(), str::to_owned),
        sorts: choices(&shell, "clearance-entry", Sort::ALL, Sort::word, form.get("entry_sort")),
        typed: ["dong", "on", "paper_number"].map(|name| form.get(name).to_owned()),
        money: money(&shell, it),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /clearance/files/{id}/entries`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let typed = TypedEntry {
        sort: form.get("entry_sort").to_owned(),
        amount: form.get("dong").to_owned(),
        on: form.day("on"),
        paper: form.get("paper_number").to_owned(),
    };
    let (file, own) = (ProceedingId(id), Uuid::parse_str(form.get("id")).unwrap_or_default());
    match enter(&site.house, &reader.visitor.asker, file, own, &typed).await {
        Ok(()) => go(&format!("/clearance/files/{file}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, (StatusCode::UNPROCESSABLE_ENTITY, file), &form, notes).await
        }
    }
}

/// `POST /clearance/entries/{id}/strike`.
pub(super) async fn strike(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    let file = actions::strike(&site.house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
    go(&format!("/clearance/files/{file}"))
}
