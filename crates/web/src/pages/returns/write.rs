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
    form: Option<&Form>,
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
        places: places(&facts, &shell, &found, form),
        // What somebody else wrote was told with the form that comes back: sent again, it may be written over.
        seen: found.read_at.micros(),
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
    let seen = Moment::from_micros(form.get("seen").parse().unwrap_or(0));
    match write(house, asker, id, form.pairs(), seen).await {
        Ok(_) => go(&format!("/returns/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, Some(&form), notes).await
        }
    }
}
