//! What the holder of a receipt may know and ask about their own data, without an account.

mod sheet;

use super::{
    holders::{Holder, holder_of},
    requests::{self, Asked, LIMIT, Request},
    retention,
};
use crate::{
    cases::{check_contact, optional},
    house::{Done, House},
    letters::told_of,
};
use danvan_domain::{
    cases::{Case, Contact, Entry},
    data::requests::{Right, Subject},
    ids::UnitId,
    letters::Letter,
    privacy,
    proceedings::Proceeding,
    receipt::ReceiptCode,
    receptions::{Visit, Visitor},
    refusals::{Note, Notes, Refusal},
    text,
    time::Moment,
    units::Tree,
};
use danvan_store::{
    attachments, cases,
    data::{self as store, consents, requests as rows},
    documents::Document,
    letters::people::Signed,
    receptions,
};
use uuid::Uuid;

pub use danvan_store::data::consents::Consent;
pub use sheet::*;

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
/// [`Refusal::NotFound`] when nothing has this code; [`Refusal::TooMany`] after many wrong codes.
pub async fn known(house: &House, code: &str, from: &str) -> Done<Known> {
    let held = holder_of(house, code, from).await?;
    let receipt = stored(code)?;
    let store = &house.store;
    let rules = retention::standing(house).await?;
    let blank = Known {
        made_at: house.now(),
        subject: held.subject(),
        me_too: matches!(held, Holder::Case(_, true)),
        case: None,
        letter: None,
        visit: None,
        since: None,
        contact: Contact::default(),
        address: None,
        speaks: false,
        history: Vec::new(),
        internal_notes: 0,
        pictures: Vec::new(),
        readings: Vec::new(),
        consents: consents::of_receipt(store, &receipt).await?.into_iter().map(agreed_to).collect(),
        requests: rows::of_receipt(store, &receipt).await?.into_iter().map(asked_for).collect(),
        kept: rules
            .into_iter()
            .filter(|rule| kept_by(held.subject()).contains(&rule.rule.as_str()))
            .collect(),
        erased: false,
        receipt,
    };
    match held {
        Holder::Case(case, me_too) => of_case(house, blank, *case, me_too).await,
        Holder::Signer(letter, signed) => of_signer(house, blank, *letter, *signed).await,
        Holder::Visit(visit, visitor) => of_visit(house, blank, *visit, visitor).await,
    }
}

/// By which rules what a receipt opens is kept.
const fn kept_by(subject: Subject) -> &'static [&'static str] {
    match subject {
        Subject::Case => &["contact", "case", "document", "proof"],
        Subject::Signer => &["letter_running", "letter_archived", "letter", "document", "proof"],
        Subject::Visit => &["visit_running", "visit", "document", "proof"],
    }
}

async fn of_case(house: &House, blank: Known, case: Case, me_too: bool) -> Done<Known> {
    let (store, facts) = (&house.store, house.facts());
    let tree = &facts.tree;
    let erased = store::was_erased(store, case.id.0).await?;
    if me_too {
        let since = store::supporter_contact(store, &blank.receipt).await?;
        let (since, contact) = since.map(|(at, contact)| (Some(at), contact)).unwrap_or_default();
        return Ok(Known { since, contact, erased, ..blank });
    }
    let entries = cases::entries(store, case.id).await?;
    let pictures = attachments::of_thing(store, case.id.0).await?;
    let readings = cases::readings(store, case.id).await?;
    Ok(Known {
        contact: cases::contact(store, case.id).await?.unwrap_or_default(),
        internal_notes: entries.iter().filter(|entry| !entry.public).count(),
        history: entries.iter().filter(|entry| entry.public).map(|entry| line(tree, entry)).collect(),
        pictures: pictures.into_iter().map(|picture| picture.hash).collect(),
        readings: readings.into_iter().map(|row| reading(tree, row)).collect(),
        erased,
        case: Some(known_case(tree, case)),
        ..blank
    })
}

/// What is kept of one who signed, and what of the letter is theirs to know: of others who signed nothing.
async fn of_signer(house: &House, blank: Known, letter: Letter, signed: Signed) -> Done<Known> {
    let told = told_of(house, letter, signed).await?;
    let mut pictures = Vec::new();
    if told.is_alone() {
        let all = attachments::of_thing(&house.store, told.letter.id.0).await?;
        pictures.extend(all.into_iter().map(|picture| picture.hash));
    }
    let facts = house.facts();
    let tree = &facts.tree;
    let (is_gone, is_alone) = (told.letter.summary.is_empty(), told.is_alone());
    let notice = |document: &Document| KnownNotice {
        kind: document.kind.word().to_owned(),
        number: document.number_text.clone(),
        issued_on: document.issued_on,
    };
    let runs = |(it, due_at): &(Proceeding, Option<Moment>)| KnownProceeding {
        procedure: it.procedure.clone(),
        stage: it.stage.clone(),
        due_at: *due_at,
    };
    let (letter, signer) = (&told.letter, told.signed.signer);
    let filled = |text: String| (!text.is_empty()).then_some(text);
    Ok(Known {
        letter: Some(KnownLetter {
            number: letter.number,
            year: letter.year,
            received_on: letter.received_on,
            office: office(tree, letter.unit),
            topic: letter.topic.clone(),
            place: office(tree, letter.place),
            words: is_alone.then(|| letter.summary.clone()),
            signers: letter.signers,
            proceedings: told.proceedings.iter().map(runs).collect(),
            notices: told.notices.iter().map(notice).collect(),
        }),
        erased: is_gone || (signer.address.is_empty() && signer.phone.is_empty() && was_asked(&blank)),
        speaks: signer.is_representative,
        pictures,
        address: filled(signer.address),
        contact: Contact { name: filled(signer.name), phone: filled(signer.phone), email: None },
        readings: told.readings.into_iter().map(|row| reading(tree, row)).collect(),
        ..blank
    })
}

async fn of_visit(house: &House, blank: Known, visit: Visit, visitor: Option<Visitor>) -> Done<Known> {
    let facts = house.facts();
    let tree = &facts.tree;
    let day = receptions::day(&house.store, visit.reception_day).await?.ok_or(Refusal::NotFound)?;
    let readings = receptions::people::readings(&house.store, visit.id).await?;
    Ok(Known {
        erased: visitor.is_none(),
        contact: visitor
            .map(|one| Contact { name: Some(one.name), phone: one.phone, email: None })
            .unwrap_or_default(),
        visit: Some(KnownVisit {
            number: visit.number,
            day: day.day,
            office: office(tree, visit.unit),
            words: visit.subject,
            stage: visit.stage,
        }),
        readings: readings.into_iter().map(|row| reading(tree, row)).collect(),
        ..blank
    })
}

/// Whether erasing was asked for and done.
fn was_asked(known: &Known) -> bool {
    known.requests.iter().any(|one| one.right == Right::Delete && one.stage == "fulfilled")
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
    /// For a correction by one who signed: where they live.
    pub address: Option<String>,
}

/// Receives a request. To see everything and to withdraw consent are fulfilled at once; the rest waits for the office.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::TooMany`]; notes for the fields to mend; [`Refusal::Conflict`] when the same was asked
/// and is not answered yet.
pub async fn ask(house: &House, code: &str, from: &str, asking: Asking) -> Done<Request> {
    let held = holder_of(house, code, from).await?;
    let receipt = stored(code)?;
    if held.is_forgotten() {
        return Err(Refusal::Conflict(Note::new("data-nothing-held")).into());
    }
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
    let address = optional(&mut notes, "address", asking.address.as_deref(), 200);
    if right == Some(Right::Correct) && contact.is_empty() && address.is_none() && words.is_empty() {
        notes.add("words", Note::new("data-note-correct"));
    }
    notes.check()?;
    let right = right.ok_or(Refusal::NotFound)?;
    let before = rows::of_receipt(&house.store, &receipt).await?;
    if before.iter().any(|other| other.right == right && other.ended_at.is_none()) {
        return Err(Refusal::Conflict(Note::new("data-asked-already")).into());
    }
    let (contact, address) =
        if right == Right::Correct { (contact, address) } else { (Contact::default(), None) };
    let words = privacy::mask(&words).text;
    requests::receive(house, (&held, &receipt), Asked { right, words, contact, address }).await
}

/// Takes a request back.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::TooMany`]; the refusal of the procedure when it is over.
pub async fn take_back(house: &House, code: &str, from: &str, id: Uuid) -> Done<()> {
    holder_of(house, code, from).await?;
    requests::take_back(house, &stored(code)?, id).await
}
