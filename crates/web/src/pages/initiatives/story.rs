//! `/initiatives/{id}/story`: telling an initiative publicly, and taking that back.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, photos::keep_photos, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    attachments,
    initiatives::{hide, one, publish},
};
use danvan_domain::{ids::InitiativeId, initiatives::TypedStory, refusals::FieldNote};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/initiatives/story.html")]
struct StoryPage {
    shell: Shell,
    id: InitiativeId,
    name: String,
    title: String,
    body: String,
    photos: Vec<String>,
    photos_agreed: bool,
    most: usize,
    is_public: bool,
}

/// `GET /initiatives/{id}/story`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, InitiativeId(id), (None, Vec::new()), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: InitiativeId,
    (form, photos): (Option<&Form>, Vec<String>),
    notes: Vec<FieldNote>,
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    if !found.may_publish {
        return go(&format!("/initiatives/{id}"));
    }
    let story = found.story.as_ref();
    let before = |text: fn(&danvan_domain::initiatives::Story) -> String| story.map(text).unwrap_or_default();
    let page = StoryPage {
        id,
        name: found.initiative.content.name.clone(),
        title: form.map_or_else(|| before(|story| story.title.clone()), |form| form.get("title").to_owned()),
        body: form.map_or_else(|| before(|story| story.body.clone()), |form| form.get("body").to_owned()),
        photos: if form.is_some() { photos } else { found.story_photos.clone() },
        photos_agreed: form.is_some_and(|form| form.ticked("photos_agreed")),
        most: attachments::MOST,
        is_public: story.is_some(),
        shell: shell(site, reader).with_notes(notes),
    };
    show_with(reader, status, &page)
}

/// `POST /initiatives/{id}/story`.
pub(super) async fn publish_one(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Answered {
    let id = InitiativeId(id);
    let (photos, mut notes) = keep_photos(&site, &reader, &mut form).await?;
    if notes.is_empty() {
        let typed = TypedStory {
            title: form.get("title").to_owned(),
            body: form.get("body").to_owned(),
            photos: photos.len(),
            photos_agreed: form.ticked("photos_agreed"),
        };
        match publish(&site.house, &reader.visitor.asker, id, &typed, &photos).await {
            Ok(()) => return go(&format!("/initiatives/catalogue/{id}")),
            Err(failure) => notes = notes_of(&reader, failure)?,
        }
    }
    page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, (Some(&form), photos), notes).await
}

/// `POST /initiatives/{id}/hide`.
pub(super) async fn hide_one(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    let id = InitiativeId(id);
    hide(&site.house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
    go(&format!("/initiatives/{id}"))
}
