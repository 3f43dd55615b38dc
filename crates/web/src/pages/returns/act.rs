//! `/returns/{id}/act`: submit, accept, send back, amend.

use super::list::title;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, letters::asked, notes_of, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::returns::{act, one};
use danvan_domain::{ids::ReturnId, refusals::FieldNote, returns::Act};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/returns/act.html")]
struct ActPage {
    shell: Shell,
    id: ReturnId,
    of: String,
    /// The newest version there was when it was seen: what came meanwhile is nobody's to settle unseen.
    version: String,
    act: String,
    title: String,
    hint: String,
    needs_reason: bool,
    reason: String,
    is_danger: bool,
}

/// `GET /returns/{id}/act?act=&version=`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let form = asked(&reader);
    page(&site, &reader, StatusCode::OK, ReturnId(id), &form, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: ReturnId,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id, None).await.map_err(sorry(reader))?;
    let act = form.get("act").parse::<Act>().ok().filter(|act| found.may.contains(act));
    let Some(act) = act else { return Err(Sorry::lost(reader.language)) };
    let (facts, shell) = (site.house.facts(), shell(site, reader).with_notes(notes));
    let page = ActPage {
        id,
        of: title(&facts, &shell, &found.it),
        version: form.filled("version").map_or_else(|| found.it.version.to_string(), str::to_owned),
        act: act.word().into(),
        title: shell.of("return-do", act.word()),
        hint: shell.of("return-act-hint", act.word()),
        needs_reason: act.needs_reason(),
        reason: form.get("reason").to_owned(),
        is_danger: act == Act::Return,
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /returns/{id}/act`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, ReturnId(id));
    // No version is the same as another one: it is seen again first.
    let version = form.get("version").parse().unwrap_or(-1);
    match act(house, asker, (id, version), form.get("act"), form.get("reason")).await {
        Ok(()) => go(&format!("/returns/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, &form, notes).await
        }
    }
}
