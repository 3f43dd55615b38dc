//! Issuing: a document takes its unit's next number in the change that keeps it. Cancelled, it keeps the number and says why.

use super::{
    File,
    letter::{Request, Subject, WRITE, compose, write},
};
use crate::house::{Done, Failure, House};
use danvan_domain::{
    documents::Documents,
    events::Event,
    ids::UnitId,
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    text::{clean_line, required},
};
use danvan_reports::Letter;
use danvan_store::{
    StoreError,
    documents::{self as store, Document},
};
use serde_json::json;
use uuid::Uuid;

/// An issued document and its letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The document.
    pub document: Document,
    /// What it says.
    pub letter: Letter,
}

/// The most numbers of a register that are listed.
const MOST: i64 = 20_000;

/// Issues a document: it takes the next number of its unit's register, and both are kept or neither. The sender makes
/// the id, so that a document sent twice is issued once.
///
/// # Errors
/// As for a draft; a conflict when the id belongs to another document.
pub async fn issue(
    house: &House,
    asker: &Asker,
    id: Uuid,
    subject: &Subject,
    request: &Request,
) -> Done<Document> {
    house.ask(asker, WRITE, subject.unit)?;
    if let Some(document) = store::one(&house.store, id).await? {
        return same(document, subject, request);
    }
    let letter = compose(house, subject, request, None).await?;
    match number(house, asker, id, subject, request, letter).await {
        // The same was sent twice at once: whoever came first issued it, and the second's number is free again.
        Err(Failure::Broken(StoreError::Taken)) => {
            let document = store::one(&house.store, id).await?.ok_or(Refusal::NotFound)?;
            same(document, subject, request)
        }
        other => other,
    }
}

/// A document issued before under the same id, when it is the same.
fn same(document: Document, subject: &Subject, request: &Request) -> Done<Document> {
    let kept = (document.thing, document.unit, document.kind);
    if kept == (subject.thing, subject.unit, request.kind) {
        return Ok(document);
    }
    Err(Refusal::Conflict(Note::new("refusal-document-other")).into())
}

/// Numbers a letter and keeps it, in one change.
async fn number(
    house: &House,
    asker: &Asker,
    id: Uuid,
    subject: &Subject,
    request: &Request,
    mut letter: Letter,
) -> Done<Document> {
    let (now, documents) = (house.now(), Documents::facts());
    let kind = documents.kind(request.kind);
    let year = i64::from(now.day().0.year());
    let mut change = house.store.begin().await?;
    if let Some(document) = store::one_within(&mut change, id).await? {
        change.commit().await?;
        return same(document, subject, request);
    }
    let number = store::next_number(&mut change, subject.unit, year, &kind.series).await?;
    letter.number = documents.form(letter.system).number_text(Some(number), kind);
    let document = Document {
        id,
        thing: subject.thing,
        kind: request.kind,
        unit: subject.unit,
        year,
        series: kind.series.clone(),
        number,
        number_text: letter.number.clone(),
        about: letter.about.clone(),
        letter: serde_json::to_string(&letter).map_err(|error| unreadable(&error))?,
        issued_at: now,
        issued_on: now.day(),
        person: asker.person,
        cancelled_at: None,
        cancelled_by: None,
        cancel_reason: String::new(),
    };
    store::add(&mut change, &document).await?;
    change.note(Event {
        at: now,
        actor: asker.person,
        kind: "document.issued".into(),
        thing: subject.thing,
        unit: Some(subject.unit),
        payload: json!({"document": id, "kind": request.kind, "series": document.series, "year": year, "number": number}),
    });
    change.commit().await?;
    Ok(document)
}

fn unreadable(error: &serde_json::Error) -> Failure {
    Failure::Broken(StoreError::Unreadable(error.to_string()))
}

/// Cancels an issued document, with the reason. Its number is not given again.
///
/// # Errors
/// The refusal of the right; [`Refusal::NotFound`]; no reason; a conflict when it is cancelled already.
pub async fn cancel(house: &House, asker: &Asker, id: Uuid, reason: &str) -> Done<()> {
    let document = store::one(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    house.ask(asker, WRITE, document.unit)?;
    let reason =
        clean_line(reason, 500).and_then(required).map_err(|fault| Refusal::field("reason", fault.into()))?;
    let mut change = house.store.begin().await?;
    if !store::cancel(&mut change, id, house.now(), asker.person, &reason).await? {
        return Err(Refusal::Conflict(Note::new("refusal-document-cancelled")).into());
    }
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "document.cancelled".into(),
        thing: document.thing,
        unit: Some(document.unit),
        payload: json!({"document": id}),
    });
    change.commit().await?;
    Ok(())
}

/// An issued document as a file for Word. Every reading is an event.
///
/// # Errors
/// The refusal of the right; [`Refusal::NotFound`].
pub async fn file(house: &House, asker: &Asker, id: Uuid) -> Done<File> {
    let issued = page(house, asker, id).await?;
    write(&issued.letter, issued.document.kind, &issued.document.number_text)
}

/// An issued document as data, for a page to print. Every reading is an event.
///
/// # Errors
/// As [`file`].
pub async fn page(house: &House, asker: &Asker, id: Uuid) -> Done<Issued> {
    let document = store::one(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    house.ask(asker, WRITE, document.unit)?;
    let letter: Letter = serde_json::from_str(&document.letter).map_err(|error| unreadable(&error))?;
    let mut change = house.store.begin().await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "document.read".into(),
        thing: document.thing,
        unit: Some(document.unit),
        payload: json!({"document": id}),
    });
    change.commit().await?;
    Ok(Issued { document, letter })
}

/// What was issued in a proceeding of a unit, oldest first.
///
/// # Errors
/// The refusal of the right to read cases there.
pub async fn of_thing(house: &House, asker: &Asker, unit: UnitId, thing: Uuid) -> Done<Vec<Document>> {
    house.ask(asker, Verb::ReadLetter, unit)?;
    Ok(store::of_thing(&house.store, thing).await?)
}

/// A unit's register of numbers of a year.
///
/// # Errors
/// The refusal of the right to read cases there.
pub async fn register(house: &House, asker: &Asker, unit: UnitId, year: i16) -> Done<Vec<Document>> {
    house.ask(asker, Verb::ReadLetter, unit)?;
    Ok(store::register(&house.store, unit, i64::from(year), MOST).await?)
}
