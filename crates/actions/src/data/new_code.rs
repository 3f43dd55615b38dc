//! Whoever lost the code under which they signed a letter or came to a reception is given a new one at the desk, once their
//! identity was checked there. The old one opens nothing from then on; what was asked and agreed to under it goes along. Their
//! log of readings says which office did it, when and why.

use crate::{
    cases::{ask_office, reading},
    house::{Done, House},
};
use danvan_domain::{
    answers::ReasonList,
    events::Event,
    fold::fold,
    ids::{LetterId, PersonId, UnitId},
    receipt::ReceiptCode,
    refusals::{FieldNote, Note, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::{
    Change,
    cases::Reading,
    data::{consents, requests},
    letters::{self, people as signers},
    receptions,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// What was found at the desk, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The name on the document of identity.
    pub name: String,
    /// Which of those of one name, by their order on the letter from 1; only where two are called the same.
    pub order: String,
    /// Why a new code is needed, a word of the list.
    pub why: String,
    /// Which document was compared, a word of the list.
    pub document: String,
}

/// Who gives a code, as the log of readings tells it.
struct Giver {
    person: PersonId,
    reading: Reading,
}

impl Checked {
    /// Checks the words out of the lists.
    fn giver(&self, house: &House, asker: &Asker, owner: UnitId) -> Result<Giver, Refusal> {
        let (facts, mut notes) = (house.facts(), Vec::new());
        let lists =
            [(ReasonList::NewCode, &self.why, "why"), (ReasonList::Identity, &self.document, "checked")];
        for (list, code, field) in lists {
            if facts.answers.chosen(list, code, "").is_err() {
                notes.push(FieldNote::new(field, Note::new("note-choose")));
            }
        }
        if self.name.trim().is_empty() {
            notes.push(FieldNote::new("named", Note::new("note-required")));
        }
        if !notes.is_empty() {
            return Err(Refusal::Invalid(notes));
        }
        let (reading, _) = reading(house, asker, owner, (ReasonList::NewCode, &self.why, &self.document))?;
        Ok(Giver { person: asker.person.ok_or(Refusal::SignInFirst)?, reading })
    }

    /// Whether a name that is kept is the one on the document: case, marks and spaces aside.
    fn names(&self, kept: &str) -> bool {
        let plain = |name: &str| fold(&name.split_whitespace().collect::<Vec<_>>().join(" "));
        !kept.trim().is_empty() && plain(kept) == plain(&self.name)
    }

    fn told(&self, more: &Value) -> Value {
        json!({"why": self.why, "checked": self.document, "position": more})
    }
}

/// A name that is not there was tried: whoever guesses at an office's desk is seen by those who read its events.
fn tried(house: &House, asker: &Asker, (kind, thing): (&str, Uuid), unit: UnitId, it: &Checked) -> Event {
    Event {
        at: house.now(),
        actor: asker.person,
        kind: kind.into(),
        thing,
        unit: Some(unit),
        payload: it.told(&Value::Null),
    }
}

fn other_name() -> Refusal {
    Refusal::field("named", Note::new("receipt-new-other-name"))
}

/// Gives one who signed a letter a new code in place of a lost one. Returns it.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right; notes under `named`, `order`, `why` and `checked`; [`Refusal::Conflict`]
/// for a denunciation, which has no codes.
pub async fn new_signer_code(house: &House, asker: &Asker, id: LetterId, it: &Checked) -> Done<String> {
    let found = letters::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadContact, found.unit)?;
    let giver = it.giver(house, asker, found.unit)?;
    let code = ReceiptCode::from_chance(house.chance()).to_string();
    let mut change = house.store.begin().await?;
    let letter = letters::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    if letter.is_sealed {
        return Err(Refusal::Conflict(Note::new("letter-receipt-sealed")).into());
    }
    let mut called: Vec<_> = signers::signed_within(&mut change, id).await?;
    // Whoever was given no code counts as well: theirs is not the other's to take.
    called.retain(|one| it.names(&one.signer.name));
    if called.len() > 1 {
        let order: Option<i64> = it.order.trim().parse().ok();
        called.retain(|one| order == Some(one.position + 1));
        if called.is_empty() {
            change.note(tried(house, asker, ("letter.receipt_not_renewed", id.0), letter.unit, it));
            change.commit().await?;
            return Err(Refusal::field("order", Note::new("receipt-new-two")).into());
        }
    }
    let Some(one) = called.pop().filter(|one| one.receipt.is_some()) else {
        change.note(tried(house, asker, ("letter.receipt_not_renewed", id.0), letter.unit, it));
        change.commit().await?;
        return Err(other_name().into());
    };
    let old = one.receipt.unwrap_or_default();
    signers::renew_receipt(&mut change, (id, one.position), &code).await?;
    go_along(&mut change, &old, &code).await?;
    let reading = (house.new_id(), Some(one.position), &giver.reading);
    letters::note_reading(&mut change, id, giver.person, reading).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "letter.receipt_renewed".into(),
        thing: id.0,
        unit: Some(letter.unit),
        payload: it.told(&json!(one.position)),
    });
    change.commit().await?;
    Ok(code)
}

/// Gives whoever booked a visit a new code in place of a lost one. Returns it.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right; notes under `named`, `why` and `checked`; [`Refusal::Conflict`] where
/// nothing of them is kept any more, as of whoever told a denunciation.
pub async fn new_visit_code(house: &House, asker: &Asker, id: Uuid, it: &Checked) -> Done<String> {
    let found = receptions::visit(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadContact, found.unit)?;
    let giver = it.giver(house, asker, found.unit)?;
    let code = ReceiptCode::from_chance(house.chance()).to_string();
    let mut change = house.store.begin().await?;
    let visit = receptions::lock_visit(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    let Some(visitor) = receptions::people::visitor_within(&mut change, id).await? else {
        return Err(Refusal::Conflict(Note::new("data-nothing-held")).into());
    };
    if !it.names(&visitor) {
        change.note(tried(house, asker, ("visit.receipt_not_renewed", id), visit.unit, it));
        change.commit().await?;
        return Err(other_name().into());
    }
    receptions::people::renew_receipt(&mut change, id, &code).await?;
    go_along(&mut change, &visit.receipt, &code).await?;
    receptions::people::note_reading(&mut change, id, giver.person, &giver.reading).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "visit.receipt_renewed".into(),
        thing: id,
        unit: Some(visit.unit),
        payload: it.told(&Value::Null),
    });
    change.commit().await?;
    Ok(code)
}

/// What was asked and agreed to under the old code stands under the new one.
async fn go_along(change: &mut Change, old: &str, new: &str) -> Done<()> {
    requests::renew_receipt(change, old, new).await?;
    Ok(consents::renew_receipt(change, old, new).await?)
}
