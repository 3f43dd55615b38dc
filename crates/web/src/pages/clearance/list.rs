//! `/clearance`: the projects that somebody may see; `/clearance/new`: a project is begun.

use super::{hectares, share};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, letters::asked, notes_of, shell, show, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::clearance::{Position, listed, make_project};
use danvan_domain::{
    clearance::TypedProject, ids::ProjectId, refusals::FieldNote, rights::Verb, time::Moment,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/clearance/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Line>,
    next: Option<String>,
    may_lead: bool,
}

struct Line {
    href: String,
    name: String,
    facts: String,
}

/// The place behind which a page begins, out of its address.
fn after(reader: &Reader) -> Option<Position> {
    let form = asked(reader);
    let (at, id) = form.filled("after")?.split_once('_')?;
    Some((Moment::from_micros(at.parse().ok()?), id.parse().ok()?))
}

/// `GET /clearance`.
pub(super) async fn show_list(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let (found, next) = listed(house, asker, after(&reader)).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let line =
        |(project, tally): &(danvan_domain::clearance::Project, danvan_domain::clearance::Tally)| Line {
            href: format!("/clearance/{}", project.id),
            name: project.name.clone(),
            facts: shell.say_with(
                "clearance-line",
                &[
                    ("cleared", hectares(&shell, tally.cleared.area_m2).into()),
                    ("all", hectares(&shell, tally.all.area_m2).into()),
                    ("share", share(&shell, tally.cleared.area_m2, tally.all.area_m2).into()),
                    ("waiting", (tally.all.files - tally.cleared.files).into()),
                ],
            ),
        };
    let page = ListPage {
        rows: found.iter().map(line).collect(),
        next: next.map(|(at, id)| format!("/clearance?after={}_{id}", at.micros())),
        may_lead: house.own_unit(asker, Verb::LeadClearance).is_ok(),
        shell: shell.clone(),
    };
    show(&reader, &page)
}

#[derive(Template)]
#[template(path = "pages/clearance/new.html")]
struct NewPage {
    shell: Shell,
    id: String,
    /// Name, number, day, cut-off day, length, area, stretches.
    typed: [String; 7],
}

/// `GET /clearance/new`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader) -> Answered {
    site.house
        .own_unit(&reader.visitor.asker, Verb::LeadClearance)
        .map_err(|refusal| sorry(&reader)(refusal.into()))?;
    page(&site, &reader, StatusCode::OK, &Form::default(), Vec::new())
}

fn page(site: &Site, reader: &Reader, status: StatusCode, form: &Form, notes: Vec<FieldNote>) -> Answered {
    let page = NewPage {
        id: form.filled("id").map_or_else(|| site.house.new_id().to_string(), str::to_owned),
        typed: ["name", "number", "planned_on", "cut_off_on", "length", "area", "segments"]
            .map(|name| form.get(name).to_owned()),
        shell: shell(site, reader).with_notes(notes),
    };
    show_with(reader, status, &page)
}

/// `POST /clearance/new`.
pub(super) async fn keep(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let text = |name: &str| form.get(name).to_owned();
    let typed = TypedProject {
        name: text("name"),
        number: text("number"),
        planned_on: form.day("planned_on"),
        cut_off_on: form.day("cut_off_on"),
        length: text("length"),
        area: text("area"),
        segments: text("segments"),
    };
    let id = ProjectId(Uuid::parse_str(form.get("id")).unwrap_or_default());
    match make_project(&site.house, &reader.visitor.asker, id, &typed).await {
        Ok(id) => go(&format!("/clearance/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, &form, notes)
        }
    }
}
