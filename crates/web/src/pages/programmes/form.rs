//! A programme's own form: making it, its paper with all versions, changing and closing it.

use super::list::{ProgrammeLine, line};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{
        Answered, cases::names, go, letters::choices, notes_of, photos::keep_photos, shell, show_with, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Failure, attachments,
    programmes::{Opened, change, close, list, make, versions},
};
use danvan_domain::{
    ids::ProgrammeId,
    programmes::{Change, Content, Kind, TypedProgramme},
    refusals::{FieldNote, Refusal},
    rights::Verb,
};
use uuid::Uuid;

/// The fields of the form, as they stand in it.
const FIELDS: [&str; 11] = [
    "sort",
    "title",
    "aims",
    "number",
    "issued_on",
    "issued_by",
    "link",
    "starts_on",
    "ends_on",
    "parties",
    "parent",
];

#[derive(Template)]
#[template(path = "pages/programmes/new.html")]
struct NewPage {
    shell: Shell,
    unit: String,
    id: String,
    typed: [String; 11],
    sorts: Vec<Choice>,
    parents: Vec<Choice>,
    photos: Vec<String>,
    most: usize,
}

fn typed(form: &Form) -> TypedProgramme {
    let text = |name: &str| form.get(name).to_owned();
    TypedProgramme {
        kind: text("sort"),
        title: text("title"),
        aims: text("aims"),
        number: text("number"),
        issued_on: form.day("issued_on"),
        issued_by: text("issued_by"),
        link: text("link"),
        starts_on: form.day("starts_on"),
        ends_on: form.day("ends_on"),
        parties: text("parties"),
        parent: text("parent"),
    }
}

/// `GET /programmes/new`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader) -> Answered {
    new_page(&site, &reader, StatusCode::OK, &Form::default(), Vec::new(), Vec::new()).await
}

async fn new_page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    form: &Form,
    photos: Vec<String>,
    notes: Vec<FieldNote>,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let refused = |refusal: Refusal| Sorry::refused(reader.language, &refusal);
    let unit = house.own_unit(asker, Verb::LeadProgrammes).map_err(refused)?;
    let shell = shell(site, reader).with_notes(notes);
    let page = NewPage {
        unit: names::unit(&house.facts(), unit),
        id: form.filled("id").map_or_else(|| house.new_id().to_string(), str::to_owned),
        typed: FIELDS.map(|name| form.get(name).to_owned()),
        sorts: choices(&shell, "programme-kind", Kind::ALL, Kind::word, form.get("sort")),
        parents: parents(site, reader, None, form.get("parent")).await?,
        photos,
        most: attachments::MOST,
        shell,
    };
    show_with(reader, status, &page)
}

/// The programmes that another may follow from.
async fn parents(
    site: &Site,
    reader: &Reader,
    but: Option<ProgrammeId>,
    present: &str,
) -> Result<Vec<Choice>, Sorry> {
    let all = list(&site.house, &reader.visitor.asker, false).await.map_err(sorry(reader))?;
    let others = all.into_iter().filter(|it| Some(it.id) != but);
    Ok(others.map(|it| Choice::new(it.id.to_string(), it.content.title, present)).collect())
}

/// `POST /programmes/new`.
pub(super) async fn make_one(State(site): State<Site>, reader: Reader, mut form: Form) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let refused = |refusal: Refusal| Sorry::refused(reader.language, &refusal);
    house.own_unit(asker, Verb::LeadProgrammes).map_err(refused)?;
    let (photos, notes) = keep_photos(&site, &reader, &mut form).await?;
    if !notes.is_empty() {
        return new_page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, &form, photos, notes).await;
    }
    let id = ProgrammeId(Uuid::parse_str(form.get("id")).unwrap_or_default());
    match make(house, asker, id, &typed(&form), &photos).await {
        Ok(id) => go(&format!("/programmes/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            new_page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, &form, photos, notes).await
        }
    }
}

#[derive(Template)]
#[template(path = "pages/programmes/paper.html")]
struct PaperPage {
    shell: Shell,
    id: ProgrammeId,
    title: String,
    facts: String,
    content: Content,
    issued_on: String,
    photos: Vec<String>,
    parent: Option<ProgrammeLine>,
    following: Vec<ProgrammeLine>,
    versions: Vec<VersionLine>,
    closed: Option<String>,
    may_lead: bool,
    version: i64,
    typed: [String; 11],
    reason: String,
    sorts: Vec<Choice>,
    parents: Vec<Choice>,
    changes: Vec<Choice>,
}

struct VersionLine {
    number: i64,
    change: String,
    when: String,
    why: String,
    /// What became different, as `what: before → after`.
    differences: Vec<String>,
}

/// `GET /programmes/{id}/paper`.
pub(super) async fn show_paper(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    paper(&site, &reader, StatusCode::OK, ProgrammeId(id), None, Vec::new()).await
}

/// The fields of a programme as its form holds them.
fn as_typed(shell: &Shell, it: &Content) -> [String; 11] {
    let day = |day| shell.words.day(day);
    [
        it.kind.word().to_owned(),
        it.title.clone(),
        it.aims.clone(),
        it.number.clone(),
        it.issued_on.map(day).unwrap_or_default(),
        it.issued_by.clone(),
        it.link.clone(),
        day(it.starts_on),
        day(it.ends_on),
        it.parties.clone(),
        it.parent.map(|id| id.to_string()).unwrap_or_default(),
    ]
}

/// What each version changed.
fn history(shell: &Shell, found: &Opened) -> Vec<VersionLine> {
    let mut before: Option<[String; 11]> = None;
    let mut lines = Vec::new();
    for it in &found.versions {
        let now = as_typed(shell, &it.content);
        let mut differences = Vec::new();
        for (at, field) in FIELDS.iter().enumerate() {
            let Some(was) = before.as_ref().map(|before| &before[at]).filter(|was| **was != now[at]) else {
                continue;
            };
            // Of a text of many lines and of a programme's id it is enough to say that it is another.
            let label = shell.label(field).unwrap_or_default();
            let is_plain = !matches!(*field, "aims" | "parties" | "parent" | "sort");
            differences.push(if is_plain { format!("{label}: {was} → {}", now[at]) } else { label });
        }
        before = Some(now);
        lines.push(VersionLine {
            number: it.number,
            change: shell.of("programme-change", it.change.word()),
            when: shell.words.moment(it.at),
            why: it.why.clone(),
            differences,
        });
    }
    lines.reverse();
    lines
}

async fn paper(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: ProgrammeId,
    form: Option<&Form>,
    notes: Vec<FieldNote>,
) -> Answered {
    let house = &site.house;
    let found = versions(house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(notes);
    let facts = house.facts();
    let it = &found.programme;
    let typed = match form {
        Some(form) => FIELDS.map(|name| form.get(name).to_owned()),
        None => as_typed(&shell, &it.content),
    };
    let text = |name: &str| form.map(|form| form.get(name).to_owned()).unwrap_or_default();
    let may_lead = found.may_lead && it.ended_at.is_none();
    let all: Vec<Change> = Change::ALL.iter().copied().filter(|change| *change != Change::Made).collect();
    let page = PaperPage {
        id,
        title: it.content.title.clone(),
        facts: line(&shell, &facts, it).facts,
        issued_on: it.content.issued_on.map(|day| shell.words.day(day)).unwrap_or_default(),
        photos: found.pictures.iter().map(|picture| picture.hash.clone()).collect(),
        parent: found.parent.as_ref().map(|it| line(&shell, &facts, it)),
        following: found.following.iter().map(|it| line(&shell, &facts, it)).collect(),
        versions: history(&shell, &found),
        closed: it.ended_at.map(|_| it.end_reason.clone()),
        may_lead,
        version: it.version,
        sorts: choices(&shell, "programme-kind", Kind::ALL, Kind::word, &typed[0]),
        parents: if may_lead { parents(site, reader, Some(id), &typed[10]).await? } else { Vec::new() },
        changes: choices(&shell, "programme-change", &all, Change::word, &text("change")),
        reason: text("reason"),
        typed,
        content: it.content.clone(),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /programmes/{id}/paper`: the next version.
pub(super) async fn change_one(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = ProgrammeId(id);
    let from = form.get("version").parse().unwrap_or(0);
    let kind = (form.get("change"), form.get("reason"));
    match change(&site.house, &reader.visitor.asker, (id, from), kind, &typed(&form)).await {
        Ok(_) => go(&format!("/programmes/{id}/paper")),
        Err(failure) => again(&site, &reader, id, &form, failure).await,
    }
}

/// `POST /programmes/{id}/close`.
pub(super) async fn close_one(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = ProgrammeId(id);
    match close(&site.house, &reader.visitor.asker, id, form.get("reason")).await {
        Ok(()) => go(&format!("/programmes/{id}/paper")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            paper(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, None, notes).await
        }
    }
}

async fn again(site: &Site, reader: &Reader, id: ProgrammeId, form: &Form, failure: Failure) -> Answered {
    let notes = notes_of(reader, failure)?;
    paper(site, reader, StatusCode::UNPROCESSABLE_ENTITY, id, Some(form), notes).await
}
