//! Consent: to one purpose at a time, in the words that were shown, by the hand of whoever gives it; withdrawn, it holds at
//! once.

use super::{
    holders::{holder_of, still_opens},
    mine::stored,
};
use crate::house::{Done, House};
use danvan_domain::{
    data::consents::{ConsentPurpose, version_of},
    events::Event,
    ids::UnitId,
    refusals::{Note, Refusal},
    time::Moment,
};
use danvan_store::{
    Change,
    data::consents::{self as store, Consent},
};
use danvan_words::{Language, Words};
use serde_json::json;
use uuid::Uuid;

/// The words that are shown where somebody agrees.
pub fn words_of(purpose: ConsentPurpose, language: Language) -> String {
    Words::for_language(language).of("consent", purpose.word())
}

/// Consents that were given and are not written yet, so that they can join the change of what they were given with.
pub(crate) struct Given {
    at: Moment,
    all: Vec<(Uuid, ConsentPurpose, Consent)>,
}

impl Given {
    /// To what somebody agrees now; `way` is where: `receipt`, `report`.
    pub(crate) fn now(house: &House, purposes: &[ConsentPurpose], language: Language, way: &str) -> Self {
        let at = house.now();
        let one = |purpose: &ConsentPurpose| {
            let words = words_of(*purpose, language);
            let consent = Consent {
                purpose: purpose.word().to_owned(),
                given_at: at.micros(),
                version: version_of(&words),
                words,
                way: way.to_owned(),
                withdrawn_at: None,
            };
            (house.new_id(), *purpose, consent)
        };
        Self { at, all: purposes.iter().map(one).collect() }
    }

    /// Writes them for the holder of a receipt of something in the care of an office, each with its event.
    pub(crate) async fn keep(&self, change: &mut Change, of: (Uuid, UnitId), receipt: &str) -> Done<()> {
        for (id, purpose, consent) in &self.all {
            store::give(change, *id, (of.0, receipt), consent).await?;
            change.note(event(of, "data.consent_given", *purpose, self.at));
        }
        Ok(())
    }
}

/// The holder of a receipt agrees to one purpose, in the words of their language. `ticked` says that they did so themselves.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::TooMany`]; a note when it was not ticked.
pub async fn agree(
    house: &House,
    code: &str,
    from: &str,
    (purpose, language, ticked): (ConsentPurpose, Language, bool),
) -> Done<()> {
    let held = holder_of(house, code, from).await?;
    let receipt = stored(code)?;
    if !ConsentPurpose::of(held.subject()).contains(&purpose) || held.is_forgotten() {
        return Err(Refusal::NotFound.into());
    }
    if !ticked {
        return Err(Refusal::field(purpose.word(), Note::new("data-note-tick")).into());
    }
    if store::stands(&house.store, &receipt, purpose.word()).await? {
        return Ok(());
    }
    let mut change = house.store.begin().await?;
    still_opens(&mut change, &held, &receipt).await?;
    Given::now(house, &[purpose], language, "receipt")
        .keep(&mut change, (held.thing(), held.unit()), &receipt)
        .await?;
    Ok(change.commit().await?)
}

/// The holder withdraws their consent; it holds at once.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::TooMany`].
pub async fn withdraw(house: &House, code: &str, from: &str, purpose: ConsentPurpose) -> Done<()> {
    let held = holder_of(house, code, from).await?;
    let now = house.now();
    let mut change = house.store.begin().await?;
    let receipt = stored(code)?;
    still_opens(&mut change, &held, &receipt).await?;
    if !store::withdraw(&mut change, &receipt, purpose.word(), now).await? {
        return Ok(());
    }
    change.note(event((held.thing(), held.unit()), "data.consent_withdrawn", purpose, now));
    Ok(change.commit().await?)
}

fn event((thing, unit): (Uuid, UnitId), kind: &str, purpose: ConsentPurpose, at: Moment) -> Event {
    Event {
        at,
        actor: None,
        kind: kind.to_owned(),
        thing,
        unit: Some(unit),
        payload: json!({"purpose": purpose}),
    }
}

/// Whether the holder of a receipt agrees to a purpose now: to be asked before every use that needs it.
///
/// # Errors
/// A failure of the store.
pub async fn agrees(house: &House, receipt: &str, purpose: ConsentPurpose) -> Done<bool> {
    Ok(store::stands(&house.store, receipt, purpose.word()).await?)
}
