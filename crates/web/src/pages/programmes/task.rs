//! `/programmes/task`: a task given to units below, on one page.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, notes_of, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::programmes::{TypedTask, give_task, units_for_task};
use danvan_domain::{ids::CommitmentId, refusals::FieldNote};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/programmes/task.html")]
struct TaskPage {
    shell: Shell,
    id: String,
    /// What, target, counted, last day.
    typed: [String; 4],
    needs_evidence: bool,
    units: Vec<(String, String, bool)>,
}

/// `GET /programmes/task`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader) -> Answered {
    page(&site, &reader, StatusCode::OK, None, Vec::new())
}

fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    form: Option<&Form>,
    notes: Vec<FieldNote>,
) -> Answered {
    let house = &site.house;
    let units = units_for_task(house, &reader.visitor.asker).map_err(sorry(reader))?;
    let facts = house.facts();
    let text = |name: &str| form.map(|form| form.get(name).to_owned()).unwrap_or_default();
    let chosen: Vec<&str> = form.iter().flat_map(|form| form.all("unit")).collect();
    let id = text("id");
    let page = TaskPage {
        id: if id.is_empty() { house.new_id().to_string() } else { id },
        typed: ["what", "target", "counted", "last_on"].map(text),
        needs_evidence: form.is_some_and(|form| form.ticked("needs_evidence")),
        units: units
            .into_iter()
            .map(|unit| {
                let said = unit.to_string();
                let is_chosen = form.is_none() || chosen.contains(&said.as_str());
                (said, names::unit(&facts, unit), is_chosen)
            })
            .collect(),
        shell: shell(site, reader).with_notes(notes),
    };
    show_with(reader, status, &page)
}

/// `POST /programmes/task`.
pub(super) async fn give(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let text = |name: &str| form.get(name).to_owned();
    let typed = TypedTask {
        what: text("what"),
        target: text("target"),
        counted: text("counted"),
        last_on: form.day("last_on"),
        needs_evidence: form.ticked("needs_evidence"),
        units: form.all("unit").map(str::to_owned).collect(),
    };
    let id = CommitmentId(Uuid::parse_str(form.get("id")).unwrap_or_default());
    match give_task(&site.house, &reader.visitor.asker, id, &typed).await {
        Ok(id) => go(&format!("/programmes/commitments/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(&form), notes)
        }
    }
}
