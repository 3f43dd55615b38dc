//! `POST /api/v1/cases`: somebody asks, through another program.

use super::{body::Fields, problem::Problem};
use crate::{guard::Reader, site::Site};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use danvan_actions::{
    Failure,
    attachments::{self, keep_picture},
    cases::{Asked, Received, Where, receive as receive_asked},
};
use danvan_domain::{
    cases::{Channel, Contact},
    ids::UnitId,
    refusals::{Note, Notes, Refusal},
    rights::Asker,
    units::Point,
};
use serde::Serialize;
use uuid::Uuid;

/// What the sender keeps.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    id: Uuid,
    receipt: String,
    due_at: String,
    responsible: Responsible,
}

#[derive(Debug, Serialize)]
struct Responsible {
    id: Uuid,
    name: String,
}

/// Receives a case. 201 the first time, 200 with the same answer when the same body comes again.
async fn receive_case(
    site: &Site,
    reader: &Reader,
    body: &[u8],
) -> Result<(StatusCode, Json<Answer>), Problem> {
    let unreadable = |why: Note| Problem::unreadable(reader, &why);
    let body = serde_json::from_slice(body).map_err(|error: serde_json::Error| {
        unreadable(Note::new("problem-json").with("line", error.line()).with("column", error.column()))
    })?;
    let body = Fields::of_body(body).ok_or_else(|| unreadable(Note::new("problem-object")))?;
    let refused = |refusal| Problem::of(reader, Failure::Refused(refusal));
    let (mut asked, photos) = asked(body).map_err(refused)?;
    let pictures = read_pictures(&photos).map_err(refused)?;
    for picture in pictures {
        let kept =
            keep_picture(&site.house, picture).await.map_err(|failure| Problem::of(reader, failure))?;
        asked.photos.push(kept);
    }
    let received = receive_asked(&site.house, &Asker::nobody(), asked)
        .await
        .map_err(|failure| Problem::of(reader, as_sent(failure)))?;
    if received.new {
        site.measures.received.inc();
    }
    let status = if received.new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(answer(site, received))))
}

/// The handler: JSON only.
pub(super) async fn receive(
    State(site): State<Site>,
    reader: Reader,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Answer>), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if !kind.starts_with("application/json") {
        return Err(Problem::unreadable(&reader, &Note::new("problem-content-type")));
    }
    receive_case(&site, &reader, &body).await
}

/// The action's names of fields as this body has them.
fn as_sent(failure: Failure) -> Failure {
    let Failure::Refused(Refusal::Invalid(mut notes)) = failure else { return failure };
    for note in &mut notes {
        note.field = match note.field.as_str() {
            "body" => "text".to_owned(),
            "name" | "phone" | "email" => format!("contact.{}", note.field),
            _ => continue,
        };
    }
    Failure::Refused(Refusal::Invalid(notes))
}

fn answer(site: &Site, received: Received) -> Answer {
    let name =
        site.house.facts().tree.get(received.responsible).map(|unit| unit.name.clone()).unwrap_or_default();
    Answer {
        id: received.id.0,
        receipt: received.receipt,
        due_at: received.due_at.to_string(),
        responsible: Responsible { id: received.responsible.0, name },
    }
}

/// What is asked, and its pictures as they were sent.
fn asked(mut body: Fields) -> Result<(Asked, Vec<String>), Refusal> {
    let mut notes = Notes::default();
    let id = body.text("id").and_then(|text| Uuid::parse_str(&text).ok());
    if id.is_none() {
        body.drop("id");
        notes.add("id", Note::new("note-id"));
    }
    let topic: Option<String> = body.take(&mut notes, "topic");
    let text: Option<String> = body.take(&mut notes, "text");
    let place = read_place(&mut notes, &mut body);
    let language: Option<String> = body.take(&mut notes, "language");
    if language.as_deref().is_some_and(|language| language != "vi" && language != "en") {
        notes.add("language", Note::new("note-unknown-language"));
    }
    let urgent: Option<bool> = body.take(&mut notes, "urgent");
    let contact = read_contact(&mut notes, &mut body);
    let photos: Option<Vec<String>> = body.take(&mut notes, "photos");
    body.end(&mut notes);
    notes.check()?;
    let asked = Asked {
        id,
        topic: topic.unwrap_or_default(),
        body: text.unwrap_or_default(),
        place,
        point: None,
        language: language.unwrap_or_default(),
        urgent: urgent.unwrap_or_default(),
        contact,
        channel: Channel::Api,
        observation: None,
        photos: Vec::new(),
        agreed: Vec::new(),
    };
    Ok((asked, photos.unwrap_or_default()))
}

fn read_contact(notes: &mut Notes, body: &mut Fields) -> Contact {
    let Some(mut contact) = body.within(notes, "contact") else { return Contact::default() };
    let read = Contact {
        name: contact.take(notes, "name"),
        phone: contact.take(notes, "phone"),
        email: contact.take(notes, "email"),
    };
    contact.end(notes);
    read
}

/// Pictures from base64, with or without the head of a `data:` address. Spaces and line ends are forgiven.
fn read_pictures(photos: &[String]) -> Result<Vec<Bytes>, Refusal> {
    if photos.len() > attachments::MOST {
        let note = Note::new("note-photos-many").with("limit", attachments::MOST);
        return Err(Refusal::field("photos", note));
    }
    let read = |text: &String| {
        let text = text.split_once(";base64,").map_or(text.as_str(), |(_, rest)| rest);
        let letters: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        STANDARD.decode(letters).map(Bytes::from)
    };
    photos
        .iter()
        .map(|text| read(text).map_err(|_| Refusal::field("photos", Note::new("note-photo-broken"))))
        .collect()
}

/// A unit's id, bare or named; a code with the day on which it is meant; or a point.
fn read_place(notes: &mut Notes, body: &mut Fields) -> Where {
    if let Some(id) = body.text("place") {
        return unit_of(notes, "place", &id);
    }
    let Some(mut place) = body.within(notes, "place") else { return Where::Nowhere };
    let (unit, code): (Option<String>, Option<String>) =
        (place.take(notes, "unit"), place.take(notes, "code"));
    let day_field = if place.has("day") { "day" } else { "on" };
    let day: Option<String> = place.take(notes, day_field);
    let (lat, lon): (Option<f64>, Option<f64>) = (place.take(notes, "lat"), place.take(notes, "lon"));
    place.end(notes);
    match (unit, code, lat.zip(lon)) {
        (Some(unit), ..) => unit_of(notes, "place.unit", &unit),
        (None, Some(code), _) => match day.as_deref().unwrap_or("").parse() {
            Ok(day) => Where::Code(code, day),
            Err(_) => {
                notes.add(&format!("place.{day_field}"), Note::new("note-day"));
                Where::Nowhere
            }
        },
        (None, None, Some((lat, lon))) => Where::Point(Point { lat, lon }),
        (None, None, None) => Where::Nowhere,
    }
}

fn unit_of(notes: &mut Notes, field: &str, id: &str) -> Where {
    match Uuid::parse_str(id) {
        Ok(id) => Where::Unit(UnitId(id)),
        Err(_) => {
            notes.add(field, Note::new("note-id"));
            Where::Nowhere
        }
    }
}
