//! What the holder of a receipt may know and ask about their own data, without an account.

use super::{
    requests::{self, Asked, LIMIT, Request},
    retention,
};
use crate::{
    cases::{check_contact, holder, optional},
    house::{Done, House},
};
use danvan_domain::{
    cases::{Case, Contact, Entry},
    data::requests::Right,
    ids::UnitId,
    privacy,
    receipt::ReceiptCode,
    refusals::{Note, Notes, Refusal},
    text,
    time::Moment,
    units::Tree,
};
use danvan_store::{
    attachments, cases,
    data::{self as store, consents, requests as rows},
};
use serde::Serialize;
use uuid::Uuid;

pub use danvan_store::data::consents::Consent;

/// Everything known under a receipt, as its holder is shown it.
#[derive(Clone, Debug, Serialize)]
pub struct Known {
    /// When this was read.
    pub made_at: Moment,
    /// The receipt.
    pub receipt: String,
    /// Whether the holder said "me too" rather than asked first: then only their own is shown.
    pub me_too: bool,
    /// What was asked; none for "me too".
    pub case: Option<KnownCase>,
    /// Since when the holder said "me too".
    pub since: Option<Moment>,
    /// How to reach the holder.
    pub contact: Contact,
    /// The public history.
    pub history: Vec<KnownLine>,
    /// How many notes between officers there are; they are the office's own and not shown.
    pub internal_notes: usize,
    /// SHA-256 of the pictures.
    pub pictures: Vec<String>,
    /// Who read how to reach the holder.
    pub readings: Vec<KnownReading>,
    /// What the holder agreed to.
    pub consents: Vec<KnownConsent>,
    /// What the holder asked about their data.
    pub requests: Vec<KnownRequest>,
    /// How long it is kept, by rule.
    pub kept: Vec<retention::Standing>,
    /// Whether the words were erased.
    pub erased: bool,
}

/// What was asked.
#[derive(Clone, Debug, Serialize)]
pub struct KnownCase {
    /// The topic's code.
    pub topic: String,
    /// The place, by name.
    pub place: String,
    /// Degrees north and east, when a point was given.
    pub point: Option<(f64, f64)>,
    /// What was said.
    pub words: String,
    /// When it came in.
    pub received_at: Moment,
    /// By which way.
    pub channel: String,
    /// How far it has come.
    pub stage: String,
    /// The office that answers.
    pub office: String,
}

/// A line of the public history.
#[derive(Clone, Debug, Serialize)]
pub struct KnownLine {
    /// When.
    pub at: Moment,
    /// What happened.
    pub kind: String,
    /// Its words.
    pub words: String,
    /// The office.
    pub office: String,
}

/// Who read personal data: the office and the role, never the officer's name.
#[derive(Clone, Debug, Serialize)]
pub struct KnownReading {
    /// When.
    pub at: Moment,
    /// The office.
    pub office: String,
    /// The office's id.
    pub unit: UnitId,
    /// The role's word; empty for readings of earlier days.
    pub role: String,
    /// The purpose's code; empty for readings of earlier days.
    pub purpose: String,
    /// What the reader said besides.
    pub words: String,
}

/// What somebody agreed to.
#[derive(Clone, Debug, Serialize)]
pub struct KnownConsent {
    /// For what.
    pub purpose: String,
    /// When.
    pub given_at: Moment,
    /// The words that were shown.
    pub words: String,
    /// Their version.
    pub version: String,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Moment>,
}

/// A request about personal data.
#[derive(Clone, Debug, Serialize)]
pub struct KnownRequest {
    /// Its id.
    pub id: Uuid,
    /// What was asked for.
    pub right: Right,
    /// When.
    pub asked_at: Moment,
    /// The stage's word.
    pub stage: String,
    /// By when it will be done.
    pub due_at: Option<Moment>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// What was said.
    pub words: String,
    /// What was answered.
    pub answer: String,
}

/// The one way in which a code is stored.
pub(super) fn stored(code: &str) -> Result<String, Refusal> {
    code.parse::<ReceiptCode>().map(|code| code.to_string()).map_err(|_| Refusal::NotFound)
}

fn office(tree: &Tree, id: UnitId) -> String {
    tree.get(id).map(|unit| unit.name.clone()).unwrap_or_default()
}

/// Everything known under a receipt. `from` is the network address whose wrong codes are counted.
///
/// # Errors
/// [`Refusal::NotFound`] when no case has this code; [`Refusal::TooMany`] after many wrong codes.
pub async fn known(house: &House, code: &str, from: &str) -> Done<Known> {
    let (case, me_too) = holder(house, code, from).await?;
    let receipt = stored(code)?;
    let store = &house.store;
    let tree = &house.facts().tree;
    let (since, contact) = if me_too {
        store::supporter_contact(store, &receipt)
            .await?
            .map(|(at, contact)| (Some(at), contact))
            .unwrap_or_default()
    } else {
        (None, cases::contact(store, case.id).await?.unwrap_or_default())
    };
    let mut history = Vec::new();
    let (mut internal_notes, mut pictures, mut readings) = (0, Vec::new(), Vec::new());
    if !me_too {
        let entries = cases::entries(store, case.id).await?;
        internal_notes = entries.iter().filter(|entry| !entry.public).count();
        history = entries.iter().filter(|entry| entry.public).map(|entry| line(tree, entry)).collect();
        pictures =
            attachments::of_thing(store, case.id.0).await?.into_iter().map(|picture| picture.hash).collect();
        readings = cases::readings(store, case.id).await?.into_iter().map(|row| reading(tree, row)).collect();
    }
    let rules = retention::standing(house).await?;
    Ok(Known {
        made_at: house.now(),
        me_too,
        since,
        contact,
        history,
        internal_notes,
        pictures,
        readings,
        consents: consents::of_receipt(store, &receipt).await?.into_iter().map(agreed_to).collect(),
        requests: rows::of_receipt(store, &receipt).await?.into_iter().map(asked_for).collect(),
        kept: rules
            .into_iter()
            .filter(|rule| matches!(rule.rule.as_str(), "contact" | "case" | "document" | "proof"))
            .collect(),
        erased: store::was_erased(store, case.id.0).await?,
        case: (!me_too).then(|| known_case(tree, case)),
        receipt,
    })
}

fn known_case(tree: &Tree, case: Case) -> KnownCase {
    KnownCase {
        place: office(tree, case.place),
        office: office(tree, case.responsible),
        topic: case.topic,
        point: case.point,
        words: case.body,
        received_at: case.received_at,
        channel: case.channel.word().to_owned(),
        stage: case.stage.word().to_owned(),
    }
}

fn line(tree: &Tree, entry: &Entry) -> KnownLine {
    KnownLine {
        at: entry.at,
        kind: entry.kind.word().to_owned(),
        words: entry.body.clone(),
        office: entry.unit.map(|unit| office(tree, unit)).unwrap_or_default(),
    }
}

fn reading(tree: &Tree, row: cases::Reading) -> KnownReading {
    KnownReading {
        at: Moment::from_micros(row.at),
        office: office(tree, UnitId(row.unit)),
        unit: UnitId(row.unit),
        role: row.role,
        purpose: row.purpose,
        words: row.reason,
    }
}

fn agreed_to(consent: Consent) -> KnownConsent {
    KnownConsent {
        purpose: consent.purpose,
        given_at: Moment::from_micros(consent.given_at),
        words: consent.words,
        version: consent.version,
        withdrawn_at: consent.withdrawn_at.map(Moment::from_micros),
    }
}

fn asked_for(request: Request) -> KnownRequest {
    KnownRequest {
        id: request.id,
        right: request.right,
        asked_at: request.asked_at,
        stage: request.stage,
        due_at: request.due_at,
        ended_at: request.ended_at,
        words: request.words,
        answer: request.answer,
    }
}

/// What the holder of a receipt asks about their data.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// The word of the right.
    pub right: String,
    /// What they say about it.
    pub words: String,
    /// For a correction: how they want to be reached.
    pub contact: Contact,
}

/// Receives a request. To see everything and to withdraw consent are fulfilled at once; the rest waits for the office.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::TooMany`]; notes for the fields to mend; [`Refusal::Conflict`] when the same was asked
/// and is not answered yet.
pub async fn ask(house: &House, code: &str, from: &str, asking: Asking) -> Done<Request> {
    let (case, _) = holder(house, code, from).await?;
    let receipt = stored(code)?;
    let mut notes = Notes::default();
    let right: Option<Right> = asking.right.parse().ok();
    if right.is_none() {
        notes.add("right", Note::new("data-note-right"));
    }
    let words = text::clean_lines(&asking.words, LIMIT).unwrap_or_else(|_| {
        notes.add("words", Note::new("note-too-long").with("limit", LIMIT));
        String::new()
    });
    let contact = Contact {
        name: optional(&mut notes, "name", asking.contact.name.as_deref(), 120),
        phone: optional(&mut notes, "phone", asking.contact.phone.as_deref(), 40),
        email: optional(&mut notes, "email", asking.contact.email.as_deref(), 200),
    };
    check_contact(&mut notes, &contact);
    if right == Some(Right::Correct) && contact.is_empty() && words.is_empty() {
        notes.add("words", Note::new("data-note-correct"));
    }
    notes.check()?;
    let right = right.ok_or(Refusal::NotFound)?;
    let before = rows::of_receipt(&house.store, &receipt).await?;
    if before.iter().any(|other| other.right == right && other.ended_at.is_none()) {
        return Err(Refusal::Conflict(Note::new("data-asked-already")).into());
    }
    let contact = if right == Right::Correct { contact } else { Contact::default() };
    let words = privacy::mask(&words).text;
    requests::receive(house, (&case, &receipt), Asked { right, words, contact }).await
}

/// Takes a request back.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::TooMany`]; the refusal of the procedure when it is over.
pub async fn take_back(house: &House, code: &str, from: &str, id: Uuid) -> Done<()> {
    holder(house, code, from).await?;
    requests::take_back(house, &stored(code)?, id).await
}
