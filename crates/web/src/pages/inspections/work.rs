//! What the unit says of itself, and what is found of one question: a form for a desk, and one for a phone.

use super::act::paper;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, letters::choices, notes_of, photos::keep_photos, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    attachments,
    inspections::{answer, look, one},
};
use danvan_domain::{
    ids::{ChecklistItemId, InspectionId},
    inspections::{Act, Outcome, TypedFinding},
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/inspections/answer.html")]
struct AnswerPage {
    shell: Shell,
    id: InspectionId,
    subject: String,
    outline: Vec<String>,
    due: String,
    words: String,
    /// The field's name, the question, what is said to it.
    questions: Vec<(String, String, String)>,
    photos: Vec<String>,
    most: usize,
}

/// `GET /inspections/{id}/answer`.
pub(super) async fn fresh_answer(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    answer_page(&site, &reader, StatusCode::OK, InspectionId(id), (None, Vec::new()), Vec::new()).await
}

async fn answer_page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: InspectionId,
    (form, photos): (Option<&Form>, Vec<String>),
    notes: Vec<FieldNote>,
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    if !found.may.contains(&Act::Answer) {
        return Err(Sorry::lost(reader.language));
    }
    let shell = shell(site, reader).with_notes(notes);
    let said =
        |wanted: Act| found.acts.iter().rev().find(|(act, _)| act.act == wanted).map(|(act, _)| &act.words);
    let questions = found.items.iter().map(|(item, _)| {
        let name = format!("answer-{}", item.number);
        let typed = form.map_or_else(|| item.answer.clone(), |form| form.get(&name).to_owned());
        (name, format!("{}: {}", item.field, item.question), typed)
    });
    let page = AnswerPage {
        id,
        subject: found.inspection.subject.clone(),
        outline: said(Act::Outline)
            .map(|words| words.lines().map(str::to_owned).collect())
            .unwrap_or_default(),
        due: found.inspection.answer_due_on.map(|due| shell.words.day(due)).unwrap_or_default(),
        words: match form {
            Some(form) => form.get("words").to_owned(),
            None => said(Act::Answer).cloned().unwrap_or_default(),
        },
        questions: questions.collect(),
        photos,
        most: attachments::MOST,
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /inspections/{id}/answer`.
pub(super) async fn keep_answer(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, InspectionId(id));
    let found = one(house, asker, id).await.map_err(sorry(&reader))?;
    let (photos, notes) = keep_photos(&site, &reader, &mut form).await?;
    let invalid = StatusCode::UNPROCESSABLE_ENTITY;
    if !notes.is_empty() {
        return answer_page(&site, &reader, invalid, id, (Some(&form), photos), notes).await;
    }
    let said = |number: i64| form.get(&format!("answer-{number}")).to_owned();
    let answers: Vec<String> = found.items.iter().map(|(item, _)| said(item.number)).collect();
    match answer(house, asker, id, &paper(&form), &answers, &photos).await {
        Ok(()) => go(&format!("/inspections/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            answer_page(&site, &reader, invalid, id, (Some(&form), photos), notes).await
        }
    }
}

#[derive(Template)]
#[template(path = "pages/inspections/finding.html")]
struct FindingPage {
    shell: Shell,
    id: InspectionId,
    item: ChecklistItemId,
    subject: String,
    field: String,
    question: String,
    answer: String,
    outcomes: Vec<Choice>,
    told: String,
    photos: Vec<String>,
    kept: Vec<String>,
    most: usize,
}

/// `GET /inspections/{id}/items/{item}`.
pub(super) async fn fresh_finding(
    State(site): State<Site>,
    reader: Reader,
    Path((id, item)): Path<(Uuid, Uuid)>,
) -> Answered {
    let which = (InspectionId(id), ChecklistItemId(item));
    finding_page(&site, &reader, StatusCode::OK, which, (None, Vec::new()), Vec::new()).await
}

async fn finding_page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    (id, item): (InspectionId, ChecklistItemId),
    (form, photos): (Option<&Form>, Vec<String>),
    notes: Vec<FieldNote>,
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let asked = found.items.iter().find(|(one, _)| one.id == item).filter(|_| found.may_look);
    let Some((asked, kept)) = asked else { return Err(Sorry::lost(reader.language)) };
    let shell = shell(site, reader).with_notes(notes);
    let chosen = match form {
        Some(form) => form.get("outcome"),
        None => asked.outcome.map(Outcome::word).unwrap_or_default(),
    };
    let page = FindingPage {
        id,
        item,
        subject: found.inspection.subject.clone(),
        field: asked.field.clone(),
        question: asked.question.clone(),
        answer: asked.answer.clone(),
        outcomes: choices(&shell, "inspection-outcome", Outcome::ALL, Outcome::word, chosen),
        told: form.map_or_else(|| asked.told.clone(), |form| form.get("told").to_owned()),
        photos,
        kept: kept.iter().map(|picture| picture.hash.clone()).collect(),
        most: attachments::MOST,
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /inspections/{id}/items/{item}`: then the next question that nobody looked at, or the whole.
pub(super) async fn keep_finding(
    State(site): State<Site>,
    reader: Reader,
    Path((id, item)): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let which = (InspectionId(id), ChecklistItemId(item));
    one(house, asker, which.0).await.map_err(sorry(&reader))?;
    let (photos, notes) = keep_photos(&site, &reader, &mut form).await?;
    let invalid = StatusCode::UNPROCESSABLE_ENTITY;
    if !notes.is_empty() {
        return finding_page(&site, &reader, invalid, which, (Some(&form), photos), notes).await;
    }
    let typed = TypedFinding { outcome: form.get("outcome").to_owned(), told: form.get("told").to_owned() };
    match look(house, asker, which, &typed, &photos).await {
        Ok(()) => {
            let found = one(house, asker, which.0).await.map_err(sorry(&reader))?;
            let left = found.items.iter().find(|(one, _)| one.outcome.is_none());
            go(&match left {
                Some((next, _)) => format!("/inspections/{id}/items/{}", next.id),
                None => format!("/inspections/{id}"),
            })
        }
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            finding_page(&site, &reader, invalid, which, (Some(&form), photos), notes).await
        }
    }
}
