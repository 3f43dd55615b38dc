//! `/initiatives/catalogue`: what was found effective, told to anybody, found with or without marks.

use super::{asked, list::terms, term};
use crate::{
    answer::Sorry,
    form::encoded,
    guard::Reader,
    pages::{
        Answered,
        cases::names::{self, paragraphs},
        receipts::pictures::{Served, served},
        shell, show, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::{
    attachments::Size,
    initiatives::{catalogue, public_picture, told},
};
use danvan_domain::{
    ids::InitiativeId,
    initiatives::{Family, Story},
    rights::Verb,
    time::Moment,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/initiatives/catalogue.html")]
struct CataloguePage {
    shell: Shell,
    question: String,
    areas: Vec<Choice>,
    rows: Vec<Row>,
    next: String,
}

struct Row {
    href: String,
    title: String,
    facts: String,
    first: String,
}

fn facts(site: &Site, shell: &Shell, story: &Story) -> String {
    let facts = site.house.facts();
    [
        names::unit(&facts, story.unit),
        term(shell, Family::Field, &story.field),
        shell.of("initiative-kind", &story.kind),
        story.year.to_string(),
    ]
    .join(" · ")
}

/// `GET /initiatives/catalogue`.
pub(super) async fn show_all(State(site): State<Site>, reader: Reader) -> Answered {
    let form = asked(&reader);
    let lost = || Sorry::lost(reader.language);
    let before = match form.filled("after") {
        Some(said) => {
            let (at, id) = said.split_once('_').ok_or_else(lost)?;
            let at = Moment::from_micros(at.parse().map_err(|_| lost())?);
            Some((at, id.parse::<InitiativeId>().map_err(|_| lost())?))
        }
        None => None,
    };
    let (question, field) = (form.get("q"), form.get("field"));
    let found = catalogue(&site.house, question, field, before).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let row = |story: &Story| Row {
        href: format!("/initiatives/catalogue/{}", story.initiative),
        title: story.title.clone(),
        facts: facts(&site, &shell, story),
        first: danvan_domain::text::title_of(&story.body),
    };
    let next = found.next.map(|(at, id)| {
        let kept = format!("q={}&field={}", encoded(question), encoded(field));
        format!("/initiatives/catalogue?{kept}&after={}_{id}", at.micros())
    });
    let page = CataloguePage {
        question: question.to_owned(),
        areas: terms(&shell, Family::Field, field),
        rows: found.stories.iter().map(row).collect(),
        next: next.unwrap_or_default(),
        shell,
    };
    show(&reader, &page)
}

#[derive(Template)]
#[template(path = "pages/initiatives/told.html")]
struct ToldPage {
    shell: Shell,
    id: InitiativeId,
    title: String,
    facts: String,
    body: Vec<String>,
    photos: Vec<String>,
    owner: String,
    adopted: String,
    may_adopt: bool,
}

/// `GET /initiatives/catalogue/{id}`.
pub(super) async fn show_told(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let id = InitiativeId(id);
    let found = told(&site.house, id).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let page = ToldPage {
        id,
        title: found.story.title.clone(),
        facts: facts(&site, &shell, &found.story),
        body: paragraphs(&found.story.body),
        photos: found.pictures.into_iter().map(|picture| picture.hash).collect(),
        owner: found.owner.map(|name| shell.say_one("initiative-by", "name", name)).unwrap_or_default(),
        adopted: match found.adopted {
            0 => String::new(),
            n => shell.say_count("initiative-adopted-by", n),
        },
        may_adopt: site.house.own_unit(&reader.visitor.asker, Verb::RegisterInitiative).is_ok(),
        shell,
    };
    show(&reader, &page)
}

/// `GET /initiatives/catalogue/{id}/pictures/{hash}`.
pub(super) async fn picture(
    State(site): State<Site>,
    reader: Reader,
    Path((id, hash)): Path<(Uuid, String)>,
) -> Served {
    served(&reader, public_picture(&site.house, InitiativeId(id), &hash, Size::Large).await)
}

/// `GET /initiatives/catalogue/{id}/pictures/{hash}/small`.
pub(super) async fn small_picture(
    State(site): State<Site>,
    reader: Reader,
    Path((id, hash)): Path<(Uuid, String)>,
) -> Served {
    served(&reader, public_picture(&site.house, InitiativeId(id), &hash, Size::Small).await)
}
