//! `/briefs/{id}/send`: to whom a brief goes.

use super::title;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, notes_of, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::briefs::{may_go_to, one, send};
use danvan_domain::{briefs::Stage, ids::BriefId, refusals::FieldNote, time::Moment};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/briefs/send.html")]
struct SendPage {
    shell: Shell,
    id: BriefId,
    title: String,
    readers: Vec<Choice>,
    /// When the draft was last written, in microseconds: nobody sends what came meanwhile unseen.
    seen: i64,
}

/// `GET /briefs/{id}/send`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, BriefId(id), None, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: BriefId,
    again: Option<&Form>,
    notes: Vec<FieldNote>,
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    if !found.may_write || found.it.stage != Stage::Draft {
        return Err(Sorry::lost(reader.language));
    }
    let (facts, shell) = (site.house.facts(), shell(site, reader).with_notes(notes));
    let choice = |unit: danvan_domain::ids::UnitId| {
        let (value, mut label) = (unit.to_string(), names::unit(&facts, unit));
        if unit == facts.tree.today(found.it.unit, site.house.today()).unwrap_or(found.it.unit) {
            label = shell.say_one("brief-send-own", "unit", label);
        }
        let is_chosen = again.is_none_or(|form| form.all("readers").any(|one| one == value));
        Choice { is_chosen, ..Choice::new(value, label, "") }
    };
    let page = SendPage {
        id,
        title: title(&facts, &shell, &found.it, &found.project),
        readers: may_go_to(&site.house, &found.it).into_iter().map(choice).collect(),
        seen: found.it.changed_at.micros(),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /briefs/{id}/send`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, BriefId(id));
    let seen = Moment::from_micros(form.get("seen").parse().unwrap_or(0));
    let to: Vec<String> = form.all("readers").map(str::to_owned).collect();
    match send(house, asker, id, &to, seen).await {
        Ok(()) => go(&format!("/briefs/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, Some(&form), notes).await
        }
    }
}
