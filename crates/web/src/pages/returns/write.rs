//! `/returns/{id}/write`: narratives, numbers that nobody counts, remarks under figures that fill themselves.

use super::{
    list::title,
    places::{Place, places},
};
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
use danvan_actions::returns::{one, write};
use danvan_domain::{ids::ReturnId, refusals::FieldNote, time::Moment};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/returns/write.html")]
struct WritePage {
    shell: Shell,
    id: ReturnId,
    title: String,
    reason: String,
    places: Vec<Place>,
    /// When the form was shown, in microseconds: what somebody else writes from then on is not written over.
    seen: i64,
}

/// `GET /returns/{id}/write`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, ReturnId(id), None, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: ReturnId,
    again: Option<(&Form, Moment)>,
    notes: Vec<FieldNote>,
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id, None).await.map_err(sorry(reader))?;
    if !found.may_write {
        return Err(Sorry::lost(reader.language));
    }
    let (facts, shell) = (site.house.facts(), shell(site, reader).with_notes(notes));
    let page = WritePage {
        id,
        title: title(&facts, &shell, &found.it),
        reason: found.it.reason.clone(),
        places: places(&facts, &shell, &found, again.map(|(form, _)| form)),
        seen: again.map_or(found.read_at, |(_, seen)| seen).micros(),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /returns/{id}/write`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, ReturnId(id));
    let (seen, now) = (Moment::from_micros(form.get("seen").parse().unwrap_or(0)), house.now());
    match write(house, asker, id, form.pairs(), seen).await {
        Ok(_) => go(&format!("/returns/{id}?kept=yes")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            // Once it was told what somebody else wrote, it may be written over. Of another fault the form comes back as it was
            // shown: nothing was told yet.
            let is_told = notes.iter().any(|one| one.note.key == "return-note-meanwhile");
            let again = Some((&form, if is_told { now } else { seen }));
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, again, notes).await
        }
    }
}
