//! `/findings/{id}/act`: saying that it is real, putting it aside, taking it up again.

use super::said;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{
        Answered, go,
        letters::{asked, choices},
        notes_of, shell, show_with, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::findings::{act, one};
use danvan_domain::{
    findings::{Act, Reason, TypedAct},
    ids::FindingId,
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/findings/act.html")]
struct ActPage {
    shell: Shell,
    id: FindingId,
    sentence: String,
    act: String,
    title: String,
    hint: String,
    reasons: Vec<Choice>,
    words: String,
    needs_words: bool,
}

/// `GET /findings/{id}/act?act=`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let form = asked(&reader);
    page(&site, &reader, StatusCode::OK, FindingId(id), &form, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: FindingId,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let act = form.get("act").parse::<Act>().ok().filter(|act| found.may.contains(act));
    let Some(act) = act.filter(|act| !matches!(act, Act::Ask | Act::Promise)) else {
        return Err(Sorry::lost(reader.language));
    };
    let shell = shell(site, reader).with_notes(notes);
    let reasons = match act {
        Act::Dismiss => choices(&shell, "finding-reason", Reason::ALL, Reason::word, form.get("why")),
        _ => Vec::new(),
    };
    let page = ActPage {
        id,
        sentence: said::sentence(&shell, &site.house.facts(), &found.shown),
        act: act.word().to_owned(),
        title: shell.of("finding-do", act.word()),
        hint: shell.of("finding-act-hint", act.word()),
        reasons,
        words: form.get("words").to_owned(),
        needs_words: act == Act::Confirm,
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /findings/{id}/act`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let text = |name: &str| form.get(name).to_owned();
    let typed = TypedAct { act: text("act"), why: text("why"), words: text("words") };
    match act(&site.house, &reader.visitor.asker, FindingId(id), &typed).await {
        Ok(()) => go(&format!("/findings/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, FindingId(id), &form, notes).await
        }
    }
}
