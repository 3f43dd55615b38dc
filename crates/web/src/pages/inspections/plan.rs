//! `/inspections/new`: an inspection put into the plan.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, letters::choices, notes_of, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::inspections::{plan, units_below};
use danvan_domain::{
    ids::InspectionId,
    inspections::{Kind, TypedPlan, checklist, checklists},
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/inspections/new.html")]
struct NewPage {
    shell: Shell,
    id: String,
    kinds: Vec<Choice>,
    units: Vec<Choice>,
    lists: Vec<Choice>,
    /// What each checklist asks: its name, and field, question, source of each.
    asked: Vec<(String, Vec<[String; 3]>)>,
    /// Subject, plan, first day, last day, questions.
    typed: [String; 5],
}

/// `GET /inspections/new`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader) -> Answered {
    page(&site, &reader, StatusCode::OK, &Form::default(), Vec::new())
}

fn page(site: &Site, reader: &Reader, status: StatusCode, form: &Form, notes: Vec<FieldNote>) -> Answered {
    let house = &site.house;
    let units = units_below(house, &reader.visitor.asker).map_err(sorry(reader))?;
    let (facts, shell) = (house.facts(), shell(site, reader).with_notes(notes));
    let question = |it: &danvan_domain::inspections::Question| {
        [it.field.clone(), it.question.clone(), format!("{} ({})", it.source, it.grade.word())]
    };
    let page = NewPage {
        id: form.filled("id").map_or_else(|| house.new_id().to_string(), str::to_owned),
        kinds: choices(&shell, "inspection-kind", Kind::ALL, Kind::word, form.get("inspection_kind")),
        units: units
            .into_iter()
            .map(|unit| Choice::new(unit.to_string(), names::unit(&facts, unit), form.get("unit")))
            .collect(),
        lists: checklists()
            .into_iter()
            .map(|name| Choice::new(name, shell.of("checklist", name), form.get("list")))
            .collect(),
        asked: checklists()
            .into_iter()
            .map(|name| (shell.of("checklist", name), checklist(name).into_iter().map(question).collect()))
            .collect(),
        typed: ["subject", "plan", "from", "to", "questions"].map(|name| form.get(name).to_owned()),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /inspections/new`.
pub(super) async fn keep(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let text = |name: &str| form.get(name).to_owned();
    let typed = TypedPlan {
        kind: text("inspection_kind"),
        subject: text("subject"),
        plan: text("plan"),
        from: form.day("from"),
        to: form.day("to"),
        list: text("list"),
        questions: text("questions"),
    };
    let id = InspectionId(Uuid::parse_str(form.get("id")).unwrap_or_default());
    match plan(&site.house, &reader.visitor.asker, id, form.get("unit"), &typed).await {
        Ok(id) => go(&format!("/inspections/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, &form, notes)
        }
    }
}
