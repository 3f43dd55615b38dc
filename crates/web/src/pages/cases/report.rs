//! A resident reports something, without account and without script: what, about what, a little more, what others
//! said near by, everything once more. Every step posts to the same address and carries all that was typed.

mod draft;
mod pages;
mod places;

use super::super::{Answered, Sorry, go, notes_of, sorry};
use crate::{form::Form, guard::Reader, site::Site};
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
};
use danvan_actions::{
    Failure,
    attachments::{self, keep_picture},
    cases::{Asked, Where, receive, support},
};
use danvan_domain::{
    cases::Channel,
    ids::{CaseId, ObservationId},
    people::Role,
    refusals::{FieldNote, Note, Refusal},
    rights::Verb,
    units::Level,
};
use draft::{Draft, Step};
use pages::Wrong;
use uuid::Uuid;

/// The first step, empty or prefilled for somebody who writes for another.
pub(in crate::pages) async fn form(State(site): State<Site>, reader: Reader) -> Answered {
    let query = reader.path.split_once('?').map_or("", |(_, query)| query);
    let mut draft = Draft::read(&Form::read(query));
    draft.photos.clear();
    draft.id = site.house.new_id().to_string();
    let channel = channel(&site, &reader, &draft)?;
    let facts = site.house.facts();
    if channel != Channel::Web && draft.unit().is_none() {
        let own = reader.visitor.asker.unit_for(Verb::ReportForSomebody);
        let small = own.filter(|unit| facts.tree.at_or_above(*unit, Level::Commune).is_some());
        draft.place = small.map(|unit| unit.to_string()).unwrap_or_default();
    }
    if draft.place_text.is_empty() {
        let unit = draft.unit().and_then(|id| facts.tree.get(id));
        draft.place_text = unit.map(|unit| unit.name.clone()).unwrap_or_default();
    }
    shown(&site, &reader, Step::What, draft, Wrong::default()).await
}

/// By which way it comes in: an officer writes at the desk and a team member for a neighbour, when they say so.
fn channel(site: &Site, reader: &Reader, draft: &Draft) -> Result<Channel, Sorry> {
    if draft.for_whom.is_empty() {
        return Ok(Channel::Web);
    }
    let asker = &reader.visitor.asker;
    let unit = asker.unit_for(Verb::ReportForSomebody);
    let refused = |refusal| Sorry::refused(reader.language, &refusal);
    if asker.person.is_none() {
        return Err(refused(Refusal::SignInFirst));
    }
    let unit = unit.ok_or_else(|| refused(Refusal::NotAllowed(Note::new("refusal-not-allowed"))))?;
    site.house.ask(asker, Verb::ReportForSomebody, unit).map_err(refused)?;
    Ok(if asker.is(Role::TeamMember) { Channel::Team } else { Channel::Desk })
}

/// One step was filled in: on to the next, back, or sent.
pub(in crate::pages) async fn post(State(site): State<Site>, reader: Reader, mut form: Form) -> Answered {
    let step = Step::of(form.get("step"));
    let mut draft = Draft::read(&form);
    if Uuid::parse_str(&draft.id).is_err() {
        draft.id = site.house.new_id().to_string();
    }
    let mut wrong = Wrong::default();
    wrong.notes.extend(keep_pictures(&site, &reader, &mut draft, &mut form).await?);
    let listed = form.get("topic_listed");
    if step == Step::Topic && !listed.is_empty() {
        draft.topic = listed.to_owned();
    }
    form.get("topic_text").trim().clone_into(&mut wrong.sought);
    match form.get("go") {
        "back" => shown(&site, &reader, before(step), draft, Wrong::default()).await,
        "search" => shown(&site, &reader, step, draft, wrong).await,
        "send" => send(&site, &reader, draft).await,
        word @ ("what" | "topic" | "more") => {
            shown(&site, &reader, Step::of(word), draft, Wrong::default()).await
        }
        go => match go.strip_prefix("me-too:") {
            Some(id) => me_too(&site, &reader, &draft, id).await,
            None => onward(&site, &reader, step, draft, wrong, &form).await,
        },
    }
}

const fn before(step: Step) -> Step {
    match step {
        Step::What | Step::Topic => Step::What,
        Step::More => Step::Topic,
        Step::Similar | Step::Check => Step::More,
    }
}

/// Keeps what was added on this step, so that an error elsewhere does not cost the pictures.
async fn keep_pictures(
    site: &Site,
    reader: &Reader,
    draft: &mut Draft,
    form: &mut Form,
) -> Result<Vec<FieldNote>, Sorry> {
    let mut notes: Vec<FieldNote> = Vec::new();
    for picture in std::mem::take(&mut form.pictures) {
        if draft.photos.len() >= attachments::MOST {
            let note = Note::new("note-photos-many").with("limit", attachments::MOST);
            notes.push(FieldNote::new("photos", note));
            break;
        }
        match keep_picture(&site.house, picture).await {
            Ok(hash) if draft.photos.contains(&hash) => {}
            Ok(hash) => draft.photos.push(hash),
            Err(failure) => notes.extend(notes_of(reader, failure)?),
        }
    }
    Ok(notes)
}

/// Checks the step that was filled in and shows the next one.
async fn onward(
    site: &Site,
    reader: &Reader,
    step: Step,
    mut draft: Draft,
    mut wrong: Wrong,
    form: &Form,
) -> Answered {
    let facts = site.house.facts();
    let mut note = |field: &str, note: Note| wrong.notes.push(FieldNote::new(field, note));
    match step {
        Step::What => {
            if draft.words.trim().is_empty() {
                note("words", Note::new("note-required"));
            }
            if let Err(unsettled) = places::settle(&mut draft, form, &facts, site.house.today()) {
                note("place", unsettled);
            }
        }
        Step::Topic if facts.topics.get(&draft.topic).is_none() => {
            let key = if draft.topic.is_empty() { "note-choose-topic" } else { "note-unknown-topic" };
            note("topic", Note::new(key));
        }
        _ => {}
    }
    if !wrong.notes.is_empty() {
        return shown(site, reader, step, draft, wrong).await;
    }
    let next = match step {
        Step::What => Step::Topic,
        Step::Topic => Step::More,
        Step::More => Step::Similar,
        Step::Similar | Step::Check => Step::Check,
    };
    shown(site, reader, next, draft, Wrong::default()).await
}

/// Somebody else has said it: the reader joins them and gets a receipt of their own.
async fn me_too(site: &Site, reader: &Reader, draft: &Draft, id: &str) -> Answered {
    let id = Uuid::parse_str(id).map_err(|_| Sorry::lost(reader.language))?;
    let request = Uuid::parse_str(&draft.id).map_err(|_| Sorry::lost(reader.language))?;
    // Nobody agrees for somebody else.
    let agreed = if reader.visitor.asker.person.is_none() { draft.agreed() } else { Vec::new() };
    let agreed = (&agreed[..], reader.language);
    let code = support(&site.house, CaseId(id), &draft.contact(), agreed, request).await;
    let code = code.map_err(sorry(reader))?;
    go(&format!("/receipts/{code}?made=yes"))
}

async fn send(site: &Site, reader: &Reader, draft: Draft) -> Answered {
    let channel = channel(site, reader, &draft)?;
    let facts = site.house.facts();
    let asked = Asked {
        id: Uuid::parse_str(&draft.id).ok(),
        topic: draft.topic.clone(),
        body: draft.letter(&facts, reader.language),
        place: draft.unit().map_or(Where::Nowhere, Where::Unit),
        point: draft.point_near(&facts),
        language: reader.language.word().to_owned(),
        urgent: draft.urgent && facts.topics.get(&draft.topic).is_some_and(|topic| topic.urgent),
        contact: draft.contact(),
        channel,
        observation: Uuid::parse_str(&draft.for_whom).ok().map(ObservationId),
        photos: draft.photos.clone(),
        agreed: draft.agreed(),
    };
    match receive(&site.house, &reader.visitor.asker, asked).await {
        Ok(received) => {
            if received.new {
                site.measures.received.inc();
            }
            go(&format!("/receipts/{}?made=yes", received.receipt))
        }
        Err(Failure::Refused(Refusal::Conflict(note))) if note.key == "refusal-same-id-other-words" => {
            // Sent before, then changed: a new message, which the reader sends with open eyes.
            let draft = Draft { id: site.house.new_id().to_string(), ..draft };
            let wrong = Wrong { was_sent: true, ..Wrong::default() };
            shown(site, reader, Step::Check, draft, wrong).await
        }
        Err(failure) => {
            let mut notes = notes_of(reader, failure)?;
            for note in &mut notes {
                if note.field == "body" {
                    "words".clone_into(&mut note.field);
                }
            }
            let step = notes.iter().map(|note| step_of(&note.field)).min().unwrap_or(Step::What);
            notes.retain(|note| step_of(&note.field) == step);
            shown(site, reader, step, draft, Wrong { notes, ..Wrong::default() }).await
        }
    }
}

/// The step that shows a field.
fn step_of(field: &str) -> Step {
    match field {
        "topic" => Step::Topic,
        "name" | "phone" | "email" => Step::More,
        _ => Step::What,
    }
}

/// Shows a step; 422 when something is wrong with it, 409 when it was sent before. The page may be kept by the
/// browser for its own way back, so that going back does not ask to send again.
async fn shown(site: &Site, reader: &Reader, step: Step, draft: Draft, wrong: Wrong) -> Answered {
    let status = match (&wrong.notes[..], wrong.was_sent) {
        ([], false) => StatusCode::OK,
        ([], true) => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut response = pages::step(site, reader, step, draft, wrong, status).await?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}
