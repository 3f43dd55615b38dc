//! Who signed a letter: read for a purpose that is kept, named later than it came in, and given a code by which each follows
//! the letter and asks about their own data.

use super::receive::{LINE, MOST_NAMED, misspoken};
use crate::{
    cases::{ask_office, clean, reading},
    data::restricted_receipts,
    house::{Done, House},
};
use danvan_domain::{
    answers::ReasonList,
    data::consents::ConsentPurpose,
    events::Event,
    ids::LetterId,
    letters::{Letter, Signer},
    receipt::ReceiptCode,
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::{
    data::consents,
    letters::{self as store, people as rows},
};
use serde_json::json;
use std::collections::HashSet;

/// One who signed, as an officer is shown them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Their place on the letter, from zero.
    pub position: i64,
    /// What is kept of them; nothing where they restricted its use.
    pub signer: Option<Signer>,
    /// Whether they were given a code.
    pub has_receipt: bool,
}

/// Reads who signed. The reading is noted first, with its purpose out of the list; whoever holds a code sees it. For a purpose
/// that rests on consent the telephone of those alone is shown who agreed to it.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right, a purpose that is not on the list or needs words, or
/// [`Refusal::Conflict`] when nobody agreed.
pub async fn read_signers(
    house: &House,
    asker: &Asker,
    id: LetterId,
    (purpose, reason): (&str, &str),
) -> Done<Vec<Shown>> {
    let letter = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadContact, letter.unit)?;
    let why = (ReasonList::ReadingSigners, purpose, reason);
    let (reading, needs_consent) = reading(house, asker, letter.unit, why)?;
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    let agreed = if needs_consent {
        let purpose = ConsentPurpose::NewsPhone.word();
        let agreed = consents::standing_of(&house.store, id.0, purpose).await?;
        if agreed.is_empty() {
            return Err(Refusal::Conflict(Note::new("refusal-no-consent")).into());
        }
        Some(agreed.into_iter().collect::<HashSet<String>>())
    } else {
        None
    };
    let mut change = house.store.begin().await?;
    store::note_reading(&mut change, id, person, (house.new_id(), None, &reading)).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "letter.signers_read".into(),
        thing: id.0,
        unit: Some(letter.unit),
        payload: json!({"office": reading.unit, "purpose": purpose}),
    });
    change.commit().await?;
    let restricted = restricted_receipts(house).await?;
    let signed = rows::signed(&house.store, id).await?;
    let shown = signed.into_iter().map(|one| {
        let holds = |all: &HashSet<String>| one.receipt.as_ref().is_some_and(|receipt| all.contains(receipt));
        let may_call = agreed.as_ref().is_none_or(&holds);
        let is_restricted = holds(&restricted);
        let mut signer = one.signer;
        if !may_call {
            signer.phone.clear();
        }
        Shown {
            position: one.position,
            has_receipt: one.receipt.is_some(),
            signer: (!is_restricted).then_some(signer),
        }
    });
    Ok(shown.collect())
}

fn noted(house: &House, asker: &Asker, letter: &Letter, kind: &str, position: i64) -> Event {
    Event {
        at: house.now(),
        actor: asker.person,
        kind: kind.into(),
        thing: letter.id.0,
        unit: Some(letter.unit),
        payload: json!({"position": position}),
    }
}

/// Gives one who signed a code of their own: it opens what is kept of them, and of nobody else. Returns the code.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right, [`Refusal::Conflict`] for a denunciation, which gets none, and where one
/// was given already.
pub async fn hand_out(house: &House, asker: &Asker, id: LetterId, position: i64) -> Done<String> {
    let found = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadContact, found.unit)?;
    let code = ReceiptCode::from_chance(house.chance()).to_string();
    let mut change = house.store.begin().await?;
    let letter = store::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    if letter.is_sealed {
        return Err(Refusal::Conflict(Note::new("letter-receipt-sealed")).into());
    }
    rows::one(&mut change, id, position).await?.ok_or(Refusal::NotFound)?;
    if !rows::give_receipt(&mut change, id, position, &code).await? {
        return Err(Refusal::Conflict(Note::new("letter-receipt-given")).into());
    }
    change.note(noted(house, asker, &letter, "letter.receipt_given", position));
    change.commit().await?;
    Ok(code)
}

/// Names one more of those who signed: a group's representatives are often known only after its letter came in, or after the
/// group was received.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right, a note under a field that is wrong, [`Refusal::Conflict`] for a
/// denunciation, whose people are under seal.
pub async fn add_signer(house: &House, asker: &Asker, id: LetterId, typed: &Signer) -> Done<i64> {
    let found = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleLetter, found.unit)?;
    let mut notes = Notes::default();
    let signer = Signer {
        name: clean(&mut notes, "person", &typed.name, LINE, true),
        address: clean(&mut notes, "address", &typed.address, LINE, false),
        phone: clean(&mut notes, "phone", &typed.phone, 40, false),
        is_representative: typed.is_representative,
    };
    notes.check()?;
    let mut change = house.store.begin().await?;
    let letter = store::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    if letter.is_sealed {
        return Err(Refusal::Conflict(Note::new("letter-receipt-sealed")).into());
    }
    if letter.summary.is_empty() {
        return Err(Refusal::Conflict(Note::new("data-nothing-held")).into());
    }
    // Whoever names somebody at the same instant waits for the letter's row.
    let named = store::count_signers(&house.store, id).await?;
    let speakers = store::count_speakers(&house.store, id).await?;
    let mut notes = Notes::default();
    if named >= letter.signers || named >= i64::try_from(MOST_NAMED).unwrap_or(i64::MAX) {
        notes.add("person", Note::new("letter-more-named").with("signers", letter.signers));
    }
    let speak = speakers + i64::from(signer.is_representative);
    if signer.is_representative
        && let Some(note) = misspoken(letter.signers, speak, letter.received_on)
    {
        notes.add("speaks", note);
    }
    notes.check()?;
    let position = rows::next_position(&mut change, id).await?;
    store::add_signers(&mut change, id, position, &[signer]).await?;
    change.note(noted(house, asker, &letter, "letter.signer_named", position));
    change.commit().await?;
    Ok(position)
}
