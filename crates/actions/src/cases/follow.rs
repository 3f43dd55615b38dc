//! Following a case by its receipt. Whoever holds the code sees the public side and may speak.

use crate::{
    Failure,
    data::{Holder, consents::Given, holder_of},
    house::{Done, House},
};
use danvan_domain::{
    cases::{Case, Contact, Entry, Rating, Stage, reason_text, steps::By},
    data::consents::ConsentPurpose,
    ids::{CaseId, EntryId},
    privacy,
    receipt::ReceiptCode,
    refusals::{Note, Refusal},
    text,
};
use danvan_store::{
    Change,
    attachments::{self, Picture},
    cases as store,
};
use danvan_words::Language;
use uuid::Uuid;

/// What a receipt shows.
pub struct Followed {
    /// The case it is for, as it came in.
    pub case: Case,
    /// The case that carries on in the end, when it was merged.
    pub carried: Option<Case>,
    /// The public history of the case itself, and of whichever carried and carries on.
    pub entries: Vec<Entry>,
    /// Who read the holder's personal data; only for the one who asked, not for supporters.
    pub readings: Vec<store::Reading>,
    /// Whether the holder said "me too" rather than asked first.
    pub supporter: bool,
    /// The pictures sent with it; only for the one who asked.
    pub pictures: Vec<Picture>,
}

/// What the holder of a receipt says.
#[derive(Clone, Debug)]
pub enum Speak {
    /// More words.
    Add(String),
    /// It is solved.
    Solved,
    /// It is not solved, and why.
    NotSolved(String),
    /// How the answer was.
    Rate(Rating),
}

/// The case a code opens, and whether its holder said "me too". `from` is the network address whose wrong codes are counted.
async fn holder(house: &House, code: &str, from: &str) -> Done<(Case, bool)> {
    match holder_of(house, code, from).await? {
        Holder::Case(case, me_too) => Ok((*case, me_too)),
        // A right code of something else: it is no guess, and opens no case.
        Holder::Signer(..) | Holder::Visit(..) => Err(Refusal::NotFound.into()),
    }
}

/// Opens a receipt. `from` is the network address whose wrong codes are counted; empty for a caller already trusted.
///
/// # Errors
/// [`Refusal::NotFound`] when no case has this code; [`Refusal::TooMany`] after many wrong codes.
pub async fn follow(house: &House, code: &str, from: &str) -> Done<Followed> {
    let (case, supporter) = holder(house, code, from).await?;
    let mut carriers = carriers(house, &case).await?;
    let mut entries = store::entries(&house.store, case.id).await?;
    for carrier in &carriers {
        entries.extend(store::entries(&house.store, carrier.id).await?);
    }
    entries.sort_by_key(|entry| entry.at);
    entries.retain(|entry| entry.public);
    let carried = carriers.pop();
    let readings = if supporter { Vec::new() } else { store::readings(&house.store, case.id).await? };
    let pictures =
        if supporter { Vec::new() } else { attachments::of_thing(&house.store, case.id.0).await? };
    Ok(Followed { case, carried, entries, readings, supporter, pictures })
}

/// The cases that carry on for a merged one; the last of them is on its own.
async fn carriers(house: &House, case: &Case) -> Done<Vec<Case>> {
    match case.merged_into {
        Some(_) => Ok(store::carriers(&house.store, case.id).await?),
        None => Ok(Vec::new()),
    }
}

/// How often one looks again for the case that carries on: it may be merged itself between looking and locking.
const LOOKS: usize = 8;

/// The case that carries on for one, or itself, locked in a change.
async fn carrying(house: &House, held: &Case) -> Done<(Change, Case)> {
    let mut id = carriers(house, held).await?.last().map_or(held.id, |carrier| carrier.id);
    for _ in 0..LOOKS {
        let mut change = house.store.begin().await?;
        let case = store::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
        match case.merged_into {
            None => return Ok((change, case)),
            Some(into) => id = into,
        }
    }
    Err(Refusal::Conflict(Note::new("refusal-case-not-open").with("stage", Stage::Merged)).into())
}

/// The holder of a receipt says something. Where the case was merged, the one that carries on hears it.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::TooMany`], or the refusal of the step.
pub async fn speak(house: &House, code: &str, from: &str, what: Speak) -> Done<Case> {
    let (held, supporter) = holder(house, code, from).await?;
    let now = house.now();
    let by = By { person: None, unit: None, at: now, entry: EntryId(house.new_id()) };
    let words = |raw: &str| {
        text::clean_lines(raw, 2000)
            .map(|text| privacy::mask(&text).text)
            .map_err(|_| Refusal::field("body", Note::new("note-too-long").with("limit", 2000)))
    };
    let (mut change, mut case) = carrying(house, &held).await?;
    let asked_first = !supporter && case.id == held.id;
    let step = match what {
        Speak::Add(body) => case.add(&words(&body)?, &by)?,
        Speak::Solved if asked_first => case.confirm(&by)?,
        Speak::Solved => case.agree(&by)?,
        Speak::Rate(rating) => case.rate(rating, &by)?,
        Speak::NotSolved(body) => {
            let due = house.facts().answer_due(&case.topic, now).ok_or(Refusal::NotFound)?;
            let reason = reason_text(&due);
            case.reopen(&words(&body)?, due.at, reason, &by)?
        }
    };
    store::save(&mut change, &case).await?;
    store::add_entry(&mut change, &step.entry).await?;
    change.note(step.event);
    change.commit().await?;
    Ok(case)
}

/// Somebody has the same matter: they are counted, and get a receipt of their own. Returns its code with dashes.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Conflict`] when the case is over.
pub async fn support(
    house: &House,
    id: CaseId,
    contact: &Contact,
    agreed: (&[ConsentPurpose], Language),
    request: Uuid,
) -> Done<String> {
    let by = By { person: None, unit: None, at: house.now(), entry: EntryId(house.new_id()) };
    let code = ReceiptCode::from_chance(house.chance());
    let mut change = house.store.begin().await?;
    let mut case = store::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    if !case.stage.is_open() && case.stage != Stage::Answered {
        return Err(Failure::Refused(Refusal::Conflict(
            Note::new("refusal-case-not-open").with("stage", case.stage),
        )));
    }
    let (held, new) =
        store::add_supporter(&mut change, &code.to_string(), id, by.at, contact, request).await?;
    if new {
        let step = case.support(&by);
        store::save(&mut change, &case).await?;
        store::add_entry(&mut change, &step.entry).await?;
        change.note(step.event);
        Given::now(house, agreed.0, agreed.1, "report")
            .keep(&mut change, (case.id.0, case.responsible), &held)
            .await?;
        change.commit().await?;
    }
    Ok(held)
}
