//! `/clearance/{id}/files/new`: one file, typed by hand.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, letters::choices, notes_of, shell, show_with, sorry},
    shell::Choice,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::clearance::{add_file, places_of, project};
use danvan_domain::{
    clearance::{Kind, Land, TypedFile},
    ids::{ProceedingId, ProjectId},
    refusals::FieldNote,
    rights::Verb,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/clearance/file_new.html")]
struct NewPage {
    shell: crate::shell::Shell,
    project: ProjectId,
    name: String,
    id: String,
    kinds: Vec<Choice>,
    lands: Vec<Choice>,
    segments: Vec<Choice>,
    places: Vec<Choice>,
    /// Number, parcel, area, households, graves, plots, holder, phone, address.
    typed: [String; 9],
}

/// `GET /clearance/{id}/files/new`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, ProjectId(id), &Form::default(), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: ProjectId,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit =
        house.own_unit(asker, Verb::HandleClearance).map_err(|refusal| sorry(reader)(refusal.into()))?;
    let (found, segments, _) = project(house, asker, id).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(notes);
    let place = form.filled("place").map_or_else(|| unit.to_string(), str::to_owned);
    let page = NewPage {
        project: id,
        name: found.name,
        id: form.filled("id").map_or_else(|| house.new_id().to_string(), str::to_owned),
        kinds: choices(&shell, "clearance-kind", Kind::ALL, Kind::word, form.get("clearance_kind")),
        lands: choices(&shell, "clearance-land", Land::ALL, Land::word, form.get("land")),
        segments: segments
            .iter()
            .map(|one| Choice::new(one.id.to_string(), one.name.clone(), form.get("segment")))
            .collect(),
        places: places_of(house, unit)
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name, &place))
            .collect(),
        typed: ["number", "parcel", "area", "households", "graves", "plots", "holder", "phone", "address"]
            .map(|name| form.get(name).to_owned()),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /clearance/{id}/files/new`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let text = |name: &str| form.get(name).to_owned();
    let typed = TypedFile {
        number: text("number"),
        kind: text("clearance_kind"),
        land: text("land"),
        segment: text("segment"),
        place: text("place"),
        // The list of places holds villages as well.
        village: String::new(),
        parcel: text("parcel"),
        area: text("area"),
        households: text("households"),
        graves: text("graves"),
        plots: text("plots"),
        name: text("holder"),
        phone: text("phone"),
        address: text("address"),
    };
    let file = ProceedingId(Uuid::parse_str(form.get("id")).unwrap_or_default());
    match add_file(&site.house, &reader.visitor.asker, ProjectId(id), file, &typed).await {
        Ok(file) => go(&format!("/clearance/files/{file}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, ProjectId(id), &form, notes).await
        }
    }
}
