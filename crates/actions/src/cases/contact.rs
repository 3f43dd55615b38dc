//! How to reach whoever asked: read for a purpose, which they see, and for news only as far as they agreed to it.

use super::ask_office;
use crate::{
    data::{consents::agrees, is_restricted},
    house::{Done, House},
};
use danvan_domain::{
    answers::ReasonList,
    cases::{Case, Contact, steps::By},
    data::consents::ConsentPurpose,
    events::Event,
    ids::{CaseId, EntryId, UnitId},
    people::Position,
    refusals::{FieldNote, Note, Refusal},
    rights::{Asker, Verb, grants},
    text,
};
use danvan_store::cases as store;
use serde_json::json;
use uuid::Uuid;

/// By which ways whoever asked agreed to be told news: telephone, e-mail.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn news_ways(house: &House, case: &Case) -> Done<(bool, bool)> {
    let phone = agrees(house, &case.receipt, ConsentPurpose::NewsPhone).await?;
    let email = agrees(house, &case.receipt, ConsentPurpose::NewsEmail).await?;
    Ok((phone, email))
}

/// Reads how to reach whoever asked. The reading is noted first, with its purpose out of the list; the resident sees it.
/// For a purpose that rests on consent only the ways are shown that were agreed to and not withdrawn.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right, a purpose that is not on the list or needs words, or
/// [`Refusal::Conflict`] while whoever asked has restricted the use of their data, or agreed to no way.
pub async fn read_contact(
    house: &House,
    asker: &Asker,
    id: CaseId,
    (purpose, reason): (&str, &str),
) -> Done<Contact> {
    let case = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadContact, case.responsible)?;
    let why = (ReasonList::Reading, purpose, reason);
    let (reading, needs_consent) = reading(house, asker, case.responsible, why)?;
    if is_restricted(house, &case).await? {
        return Err(Refusal::Conflict(Note::new("refusal-data-restricted")).into());
    }
    let (phone, email) = if needs_consent { news_ways(house, &case).await? } else { (true, true) };
    if !phone && !email {
        return Err(Refusal::Conflict(Note::new("refusal-no-consent")).into());
    }
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    let (at, unit) = (house.now(), UnitId(reading.unit));
    let mut change = house.store.begin().await?;
    store::note_reading(&mut change, id, person, &reading).await?;
    let by = By { person: Some(person), unit: Some(unit), at, entry: EntryId(Uuid::nil()) };
    let event: Event = case.event("contact_read", &by, json!({"office": unit, "purpose": purpose}));
    change.note(event);
    change.commit().await?;
    let contact = store::contact(&house.store, id).await?.unwrap_or_default();
    Ok(Contact {
        phone: contact.phone.filter(|_| phone),
        email: contact.email.filter(|_| email),
        name: contact.name,
    })
}

/// As what somebody reads, and for what: the reading to be kept, and whether it rests on consent. Who reads without a position
/// reads for the office that owns it.
pub(crate) fn reading(
    house: &House,
    asker: &Asker,
    owner: UnitId,
    (list, purpose, reason): (ReasonList, &str, &str),
) -> Result<(store::Reading, bool), Refusal> {
    let reason = text::clean_line(reason, 200).unwrap_or_default();
    let facts = house.facts();
    let chosen = facts.answers.chosen(list, purpose, &reason).map_err(purpose_notes)?;
    let reads = |position: &&Position| grants(position.role).contains(&Verb::ReadContact);
    let position = asker.positions.iter().find(reads);
    let reading = store::Reading {
        at: house.now().micros(),
        unit: position.map_or(owner, |position| position.unit).0,
        reason,
        role: position.map(|position| position.role.word().to_owned()).unwrap_or_default(),
        purpose: purpose.to_owned(),
    };
    Ok((reading, chosen.consent))
}

/// Names the fields of the form: the list is `purpose`, the words beside it `reason`.
fn purpose_notes(refusal: Refusal) -> Refusal {
    let Refusal::Invalid(notes) = refusal else { return refusal };
    let named = notes.into_iter().map(|note| {
        let field = if note.field == "reason" { "purpose" } else { "reason" };
        FieldNote::new(field, note.note)
    });
    Refusal::Invalid(named.collect())
}
