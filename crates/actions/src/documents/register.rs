//! Issuing: a document takes its unit's next number in the change that keeps it. Cancelled, it keeps the number and says why.

use super::{
    About, File, Format,
    letter::{Request, Subject, WRITE, compose, marked, write},
};
use crate::{
    cases::ask_office,
    house::{Done, Failure, House},
};
use danvan_domain::{
    documents::{Documents, Kind},
    events::Event,
    ids::{ProceedingId, UnitId},
    privacy,
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    text::{clean_line, required},
};
use danvan_reports::Letter;
use danvan_store::{
    Change, StoreError,
    documents::{self as store, Document},
    people, proceedings, receptions,
};
use danvan_words::{Language, Words};
use serde_json::json;
use uuid::Uuid;

/// An issued document and its letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The document.
    pub document: Document,
    /// What it says; nothing once it was erased by a rule of retention.
    pub letter: Option<Letter>,
    /// Who issued it.
    pub issuer: String,
    /// Whether the reader may cancel its number.
    pub may_cancel: bool,
    /// Where it belongs.
    pub about: Option<About>,
}

/// The most numbers of a register that are listed.
const MOST: i64 = 20_000;

/// Issues a document: it takes the next number of its unit's register, and both are kept or neither. The sender makes
/// the id, so that a document sent twice is issued once.
///
/// # Errors
/// As for a draft; a conflict when the id belongs to another document, or to the same with other words.
pub async fn issue(
    house: &House,
    asker: &Asker,
    id: Uuid,
    subject: &Subject,
    request: &Request,
) -> Done<Document> {
    house.ask(asker, WRITE, subject.unit)?;
    let letter = compose(house, subject, request, None).await?;
    if let Some(document) = store::one(&house.store, id).await? {
        return same(document, subject, request, &letter);
    }
    match number(house, asker, id, subject, request, letter.clone()).await {
        // The same was sent twice at once: whoever came first issued it, and the second's number is free again.
        Err(Failure::Broken(StoreError::Taken)) => {
            let document = store::one(&house.store, id).await?.ok_or(Refusal::NotFound)?;
            same(document, subject, request, &letter)
        }
        other => other,
    }
}

/// A document issued before under the same id, when it is the same.
fn same(document: Document, subject: &Subject, request: &Request, letter: &Letter) -> Done<Document> {
    let kept = (document.thing, document.unit, document.kind, document.act.as_str());
    let says_same = serde_json::from_str(&document.letter).is_ok_and(|kept: Letter| {
        let (number, place_and_day) = (kept.number.clone(), kept.place_and_day.clone());
        kept == Letter { number, place_and_day, ..letter.clone() }
    });
    if says_same && kept == (subject.thing, subject.unit, request.kind, request.act.as_str()) {
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
    letter: Letter,
) -> Done<Document> {
    let mut change = house.store.begin().await?;
    if let Some(document) = store::one_within(&mut change, id).await? {
        change.commit().await?;
        return same(document, subject, request, &letter);
    }
    let entry = Entry { id, thing: subject.thing, kind: request.kind, unit: subject.unit, act: &request.act };
    let document = number_within(house, asker, &mut change, entry, letter).await?;
    change.commit().await?;
    Ok(document)
}

/// What takes a number of a unit's register.
pub(crate) struct Entry<'a> {
    /// The document's own id.
    pub(crate) id: Uuid,
    /// What it is about.
    pub(crate) thing: Uuid,
    pub(crate) kind: Kind,
    pub(crate) unit: UnitId,
    /// The act of a procedure that it belongs to; empty for none.
    pub(crate) act: &'a str,
}

/// Gives a letter the next number of its unit's register and keeps both, within a change, with the event.
pub(crate) async fn number_within(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    entry: Entry<'_>,
    mut letter: Letter,
) -> Done<Document> {
    let (now, documents) = (house.now(), Documents::facts());
    let kind = documents.kind(entry.kind);
    let year = i64::from(now.day().0.year());
    let number = store::next_number(change, entry.unit, year, &kind.series).await?;
    letter.number = documents.form(letter.system).number_text(Some(number), kind);
    let document = Document {
        id: entry.id,
        thing: entry.thing,
        kind: entry.kind,
        unit: entry.unit,
        year,
        series: kind.series.clone(),
        number,
        number_text: letter.number.clone(),
        about: letter.about.clone(),
        letter: serde_json::to_string(&letter).map_err(|error| unreadable(&error))?,
        issued_at: now,
        issued_on: now.day(),
        person: asker.person,
        act: entry.act.to_owned(),
        cancelled_at: None,
        cancelled_by: None,
        cancel_reason: String::new(),
    };
    store::add(change, &document).await?;
    change.note(Event {
        at: now,
        actor: asker.person,
        kind: "document.issued".into(),
        thing: entry.thing,
        unit: Some(entry.unit),
        payload: json!({"document": entry.id, "kind": entry.kind, "series": document.series, "year": year, "number": number}),
    });
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
    // The reason stays in the register for ever.
    if let Some(found) = privacy::names_somebody(&reason) {
        let note = Note::new("note-names-somebody").with("words", &reason[found]);
        return Err(Refusal::field("reason", note).into());
    }
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

/// An issued document as a file. Every reading is an event.
///
/// # Errors
/// The refusal of the right; [`Refusal::NotFound`].
pub async fn file(house: &House, asker: &Asker, id: Uuid, format: Format) -> Done<File> {
    let issued = page(house, asker, id).await?;
    let letter = issued.letter.ok_or_else(|| Refusal::Conflict(Note::new("refusal-document-erased")))?;
    let letter = for_file(letter, issued.document.cancelled_at.is_some(), format);
    write(&letter, issued.document.kind, &issued.document.number_text, format)
}

/// A letter as it goes into a file.
pub(crate) fn for_file(mut letter: Letter, is_cancelled: bool, format: Format) -> Letter {
    if format == Format::Pdf && is_cancelled {
        // As the page does in print: a paper that looks valid must not go on its way.
        letter.remark = marked(&letter.remark, "document-cancelled-mark");
    }
    letter
}

/// The letter that a document keeps; nothing once it was erased by a rule of retention.
pub(crate) fn kept_letter(house: &House, document: &Document) -> Done<Option<Letter>> {
    let letter = (!document.letter.is_empty()).then(|| serde_json::from_str(&document.letter));
    let mut letter: Option<Letter> = letter.transpose().map_err(|error| unreadable(&error))?;
    if let Some(letter) = letter.as_mut().filter(|letter| letter.remark.is_empty() && house.facts().simulated)
    {
        // A made-up house says so on paper too, also on what it issued before it was whole.
        letter.remark = Words::for_language(Language::Vi).say("document-simulated");
    }
    Ok(letter)
}

/// An issued document as data, for a page to print. Every reading is an event.
///
/// # Errors
/// As [`file`].
pub async fn page(house: &House, asker: &Asker, id: Uuid) -> Done<Issued> {
    let document = store::one(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let may_cancel = house.ask(asker, WRITE, document.unit);
    let proceeding = proceedings::get(&house.store, ProceedingId(document.thing)).await?;
    if let Err(refusal) = may_cancel.clone() {
        // Whoever has the proceeding now reads what others wrote in it.
        let unit = proceeding.as_ref().map(|it| it.unit).ok_or(refusal)?;
        ask_office(house, asker, WRITE, unit)?;
    }
    let letter = kept_letter(house, &document)?;
    let issuer = match document.person {
        Some(person) => people::by_id(&house.store, person).await?.map(|person| person.name),
        None => None,
    };
    let about = match proceeding {
        Some(it) => Some(About::Proceeding(it.id)),
        None => receptions::visit(&house.store, document.thing).await?.map(|visit| About::Visit(visit.id)),
    };
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
    let issuer = issuer.unwrap_or_default();
    let may_cancel = may_cancel.is_ok() && document.cancelled_at.is_none();
    Ok(Issued { document, letter, issuer, may_cancel, about })
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
