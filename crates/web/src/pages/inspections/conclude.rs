//! `/inspections/{id}/conclude`: the conclusion, and what is to be mended by when.

use super::act::paper;
use crate::{
    answer::Sorry,
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
use danvan_actions::inspections::{conclude, one};
use danvan_domain::{
    ids::InspectionId,
    inspections::{Act, Outcome, TypedRemedy},
    refusals::FieldNote,
};
use uuid::Uuid;

/// Rows for what is to be mended beyond one for each finding.
const MORE_ROWS: usize = 3;

#[derive(Template)]
#[template(path = "pages/inspections/conclude.html")]
struct ConcludePage {
    shell: Shell,
    id: InspectionId,
    subject: String,
    /// Words, number, day.
    typed: [String; 3],
    rows: Vec<Row>,
}

struct Row {
    /// What was found, when the row is for a finding.
    about: String,
    what_name: String,
    what: String,
    due_name: String,
    due: String,
}

/// `GET /inspections/{id}/conclude`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, InspectionId(id), &Form::default(), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: InspectionId,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    if !found.may.contains(&Act::Conclude) {
        return Err(Sorry::lost(reader.language));
    }
    let wanting = found.items.iter().filter(|(item, _)| item.outcome.is_some_and(Outcome::is_found));
    let mut about: Vec<String> = wanting.map(|(item, _)| format!("{}: {}", item.field, item.told)).collect();
    about.extend(std::iter::repeat_n(String::new(), MORE_ROWS));
    let row = |(number, about): (usize, String)| {
        let (what_name, due_name) = (format!("remedy-{number}"), format!("due-{number}"));
        Row {
            about,
            what: form.get(&what_name).to_owned(),
            due: form.get(&due_name).to_owned(),
            what_name,
            due_name,
        }
    };
    let page = ConcludePage {
        id,
        subject: found.inspection.subject.clone(),
        typed: ["words", "number", "on"].map(|name| form.get(name).to_owned()),
        rows: (1..).zip(about).map(row).collect(),
        shell: shell(site, reader).with_notes(notes),
    };
    show_with(reader, status, &page)
}

/// `POST /inspections/{id}/conclude`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, InspectionId(id));
    let found = one(house, asker, id).await.map_err(sorry(&reader))?;
    let mended = (1..=found.items.len() + MORE_ROWS).map(|number| TypedRemedy {
        what: form.get(&format!("remedy-{number}")).to_owned(),
        on: form.day(&format!("due-{number}")),
    });
    let mended: Vec<TypedRemedy> = mended.collect();
    match conclude(house, asker, id, &paper(&form), &mended).await {
        Ok(()) => go(&format!("/inspections/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, &form, notes).await
        }
    }
}
