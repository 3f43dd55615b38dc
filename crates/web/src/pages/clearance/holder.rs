//! Who speaks for a file and what they need: asked for with a purpose, shown once, changed.

use super::board::reasons;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::clearance::{self as actions, Holding, one};
use danvan_domain::{answers::ReasonList, clearance::People, ids::ProceedingId, refusals::FieldNote};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/clearance/holder.html")]
struct HolderPage {
    shell: Shell,
    file: ProceedingId,
    number: String,
    purposes: Vec<Choice>,
    reason: String,
    /// Shown only after a purpose was given, or when what was typed comes back.
    has_people: bool,
    has_needs: bool,
    /// Name, telephone, address.
    people: [String; 3],
    needs: Vec<NeedLine>,
    need_choices: Vec<Choice>,
    words: String,
}

struct NeedLine {
    code: String,
    name: String,
    words: String,
    is_met: bool,
}

/// `GET /clearance/files/{id}/holder`: asks for what.
pub(super) async fn ask(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, (StatusCode::OK, ProceedingId(id)), &Form::default(), (Vec::new(), None)).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    (status, file): (StatusCode, ProceedingId),
    form: &Form,
    (notes, found): (Vec<FieldNote>, Option<Holding>),
) -> Answered {
    let opened = one(&site.house, &reader.visitor.asker, file).await.map_err(sorry(reader))?;
    if !opened.may_read_holder {
        return Err(Sorry::lost(reader.language));
    }
    let shell = shell(site, reader).with_notes(notes);
    let names = reasons(site, &shell, ReasonList::Need, "");
    let name = |code: &str| {
        names.iter().find(|one| one.value == code).map_or_else(|| code.to_owned(), |one| one.label.clone())
    };
    let needs = found.iter().flat_map(|found| &found.needs);
    let typed = |field: &str, kept: String| form.given(field).map_or(kept, str::to_owned);
    let people = found.as_ref().map(|found| found.people.clone()).unwrap_or_default();
    let page = HolderPage {
        file,
        number: opened.waits.file.number,
        purposes: reasons(site, &shell, ReasonList::ReadingHolder, form.get("purpose")),
        reason: form.get("reason").to_owned(),
        has_people: found.is_some() || form.given("holder").is_some(),
        has_needs: found.is_some() || form.given("need").is_some(),
        needs: needs
            .map(|one| NeedLine {
                name: name(&one.need),
                code: one.need.clone(),
                words: one.words.clone(),
                is_met: one.met_at.is_some(),
            })
            .collect(),
        people: [
            typed("holder", people.name),
            typed("phone", people.phone),
            typed("address", people.address),
        ],
        need_choices: reasons(site, &shell, ReasonList::Need, form.get("need")),
        words: form.get("remarks").to_owned(),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /clearance/files/{id}/holder`: shows it.
pub(super) async fn read(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let file = ProceedingId(id);
    let why = (form.get("purpose"), form.get("reason"));
    match actions::read_holder(&site.house, &reader.visitor.asker, file, why).await {
        Ok(found) => {
            page(&site, &reader, (StatusCode::OK, file), &Form::default(), (Vec::new(), Some(found))).await
        }
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, (StatusCode::UNPROCESSABLE_ENTITY, file), &form, (notes, None)).await
        }
    }
}

/// `POST /clearance/files/{id}/holder/keep`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let file = ProceedingId(id);
    let text = |name: &str| form.get(name).to_owned();
    let people = People { name: text("holder"), phone: text("phone"), address: text("address") };
    let done = actions::keep_holder(&site.house, &reader.visitor.asker, file, &people).await;
    after(&site, &reader, file, &form, done).await
}

/// `POST /clearance/files/{id}/holder/need`: notes a need, or says that it is met.
pub(super) async fn need(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (house, asker, file) = (&site.house, &reader.visitor.asker, ProceedingId(id));
    let done = match form.filled("met") {
        Some(need) => actions::meet_need(house, asker, file, need).await,
        None => actions::note_need(house, asker, file, (form.get("need"), form.get("remarks"))).await,
    };
    after(&site, &reader, file, &form, done).await
}

async fn after(
    site: &Site,
    reader: &Reader,
    file: ProceedingId,
    form: &Form,
    done: Result<(), danvan_actions::Failure>,
) -> Answered {
    match done {
        Ok(()) => go(&format!("/clearance/files/{file}")),
        Err(failure) => {
            let notes = notes_of(reader, failure)?;
            page(site, reader, (StatusCode::UNPROCESSABLE_ENTITY, file), form, (notes, None)).await
        }
    }
}
