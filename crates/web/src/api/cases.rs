//! `POST /api/v1/cases`: somebody asks, through another program.

use super::problem::Problem;
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
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The body of a new case, as documented. Fields are read one by one, so that each can be named when it is wrong.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: Option<String>,
    topic: Option<String>,
    text: Option<String>,
    place: Option<Place>,
    language: Option<String>,
    urgent: Option<bool>,
    contact: Option<ContactBody>,
    photos: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    unit: Option<String>,
    code: Option<String>,
    on: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContactBody {
    name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

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
    let mut body: Body =
        serde_json::from_slice(body).map_err(|error| Problem::unreadable(error.to_string()))?;
    let refused = |refusal| Problem::of(reader, Failure::Refused(refusal));
    let pictures = read_pictures(body.photos.take().unwrap_or_default()).map_err(refused)?;
    let mut asked = asked(body).map_err(refused)?;
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
        return Err(Problem::unreadable("Send application/json.".into()));
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

fn asked(body: Body) -> Result<Asked, Refusal> {
    let mut notes = Notes::default();
    let id = body.id.as_deref().and_then(|text| Uuid::parse_str(text).ok());
    if id.is_none() {
        notes.add("id", Note::new("note-id"));
    }
    let place = match body.place {
        Some(place) => read_place(&mut notes, place),
        None => Where::Nowhere,
    };
    if body.language.as_deref().is_some_and(|language| language != "vi" && language != "en") {
        notes.add("language", Note::new("note-unknown-language"));
    }
    notes.check()?;
    let contact = body.contact.unwrap_or_default();
    Ok(Asked {
        id,
        topic: body.topic.unwrap_or_default(),
        body: body.text.unwrap_or_default(),
        place,
        point: None,
        language: body.language.unwrap_or_default(),
        urgent: body.urgent.unwrap_or_default(),
        contact: Contact { name: contact.name, phone: contact.phone, email: contact.email },
        channel: Channel::Api,
        observation: None,
        photos: Vec::new(),
    })
}

/// Pictures from base64, with or without the head of a `data:` address. Spaces and line ends are forgiven.
fn read_pictures(photos: Vec<String>) -> Result<Vec<Bytes>, Refusal> {
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

fn read_place(notes: &mut Notes, place: Place) -> Where {
    match place {
        Place { unit: Some(unit), .. } => match Uuid::parse_str(&unit) {
            Ok(id) => Where::Unit(UnitId(id)),
            Err(_) => {
                notes.add("place.unit", Note::new("note-id"));
                Where::Nowhere
            }
        },
        Place { code: Some(code), on, .. } => match on.as_deref().unwrap_or("").parse() {
            Ok(day) => Where::Code(code, day),
            Err(_) => {
                notes.add("place.on", Note::new("note-day"));
                Where::Nowhere
            }
        },
        Place { lat: Some(lat), lon: Some(lon), .. } => Where::Point(Point { lat, lon }),
        _ => Where::Nowhere,
    }
}
