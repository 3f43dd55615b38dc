//! `/programmes/{id}/articles/{article}`: writing an article of a covenant, a new one or the next revision of one.

use super::board::lost;
use crate::{
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
use danvan_actions::programmes::{covenant, write_article};
use danvan_domain::{
    ids::{ArticleId, ProgrammeId},
    programmes::covenants::TypedArticle,
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/programmes/article.html")]
struct ArticlePage {
    shell: Shell,
    id: ProgrammeId,
    article: ArticleId,
    covenant: String,
    number: i64,
    revision: i64,
    title: String,
    body: String,
}

/// `GET /programmes/{id}/articles/{article}`.
pub(super) async fn fresh(
    State(site): State<Site>,
    reader: Reader,
    Path((id, article)): Path<(Uuid, Uuid)>,
) -> Answered {
    let which = (ProgrammeId(id), ArticleId(article));
    page(&site, &reader, StatusCode::OK, which, None, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    (id, article): (ProgrammeId, ArticleId),
    form: Option<&Form>,
    notes: Vec<FieldNote>,
) -> Answered {
    let found = covenant(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    if !found.may_lead {
        return Err(lost(reader));
    }
    let before = found.articles.iter().map(|(one, _)| one).find(|one| one.id == article);
    let last = i64::try_from(found.articles.len()).unwrap_or(0);
    let text = |name: &str, stood: Option<&String>| match form {
        Some(form) => form.get(name).to_owned(),
        None => stood.cloned().unwrap_or_default(),
    };
    let page = ArticlePage {
        id,
        article,
        covenant: found.programme.content.title.clone(),
        number: before.map_or(last + 1, |before| before.number),
        revision: before.map_or(0, |before| before.revision),
        title: text("title", before.map(|before| &before.title)),
        body: text("body", before.map(|before| &before.body)),
        shell: shell(site, reader).with_notes(notes),
    };
    show_with(reader, status, &page)
}

/// `POST /programmes/{id}/articles/{article}`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path((id, article)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Answered {
    let (id, article) = (ProgrammeId(id), ArticleId(article));
    let typed = TypedArticle { title: form.get("title").to_owned(), body: form.get("body").to_owned() };
    let seen = form.get("revision").parse().unwrap_or(0);
    match write_article(&site.house, &reader.visitor.asker, (id, article, seen), &typed).await {
        Ok(_) => go(&format!("/programmes/{id}/covenant#article-{article}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&site, &reader, status, (id, article), Some(&form), notes).await
        }
    }
}
