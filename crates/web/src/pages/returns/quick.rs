//! `/returns/quick`: a report that does not wait for its period.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{Failure, returns::open_quick};
use danvan_domain::{ids::ReturnId, refusals::FieldNote, returns::TypedQuick, rights::Verb};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/returns/quick.html")]
struct QuickPage {
    shell: Shell,
    id: String,
    title: String,
}

/// `GET /returns/quick`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader) -> Answered {
    let fresh = Form::holding(vec![("id".into(), site.house.new_id().to_string())]);
    page(&site, &reader, StatusCode::OK, &fresh, Vec::new())
}

fn page(site: &Site, reader: &Reader, status: StatusCode, form: &Form, notes: Vec<FieldNote>) -> Answered {
    let allowed = site.house.own_unit(&reader.visitor.asker, Verb::WriteReturn);
    allowed.map_err(|refusal| sorry(reader)(Failure::Refused(refusal)))?;
    let shell = shell(site, reader).with_notes(notes);
    let page = QuickPage { id: form.get("id").to_owned(), title: form.get("title").to_owned(), shell };
    show_with(reader, status, &page)
}

/// `POST /returns/quick`.
pub(super) async fn keep(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let id = ReturnId(form.get("id").parse().unwrap_or(Uuid::nil()));
    let typed = TypedQuick { title: form.get("title").to_owned() };
    match open_quick(&site.house, &reader.visitor.asker, id, &typed).await {
        Ok(id) => go(&format!("/returns/{id}/write")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, &form, notes)
        }
    }
}
