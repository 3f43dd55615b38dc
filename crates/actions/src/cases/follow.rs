//! Following a case by its receipt. Whoever holds the code sees the public side and may speak.

use crate::{
    Failure,
    house::{Done, House},
};
use danvan_domain::{
    cases::{Case, Contact, Entry, Stage, steps::By},
    ids::{CaseId, EntryId},
    privacy,
    receipt::ReceiptCode,
    refusals::{Note, Refusal},
    text,
};
use danvan_store::cases as store;
use uuid::Uuid;

/// What a receipt shows.
pub struct Followed {
    /// The case it is for, as it came in.
    pub case: Case,
    /// The case that carries on, when it was merged.
    pub carried: Option<Case>,
    /// The public history of whichever carries on, and of the case itself.
    pub entries: Vec<Entry>,
    /// Who read the holder's personal data; only for the one who asked, not for supporters.
    pub readings: Vec<store::Reading>,
    /// Whether the holder said "me too" rather than asked first.
    pub supporter: bool,
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
}

async fn find(house: &House, code: &str) -> Done<(Case, bool)> {
    let code: ReceiptCode = code.parse().map_err(|_| Refusal::NotFound)?;
    if let Some(case) = store::by_receipt(&house.store, &code.to_string()).await? {
        return Ok((case, false));
    }
    let id = store::supporter(&house.store, &code.to_string()).await?.ok_or(Refusal::NotFound)?;
    Ok((store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?, true))
}

/// Opens a receipt.
///
/// # Errors
/// [`Refusal::NotFound`] when no case has this code.
pub async fn follow(house: &House, code: &str) -> Done<Followed> {
    let (case, supporter) = find(house, code).await?;
    let carried = match case.merged_into {
        Some(id) => store::get(&house.store, id).await?,
        None => None,
    };
    let mut entries = store::entries(&house.store, case.id).await?;
    if let Some(carried) = &carried {
        entries.extend(store::entries(&house.store, carried.id).await?);
        entries.sort_by_key(|entry| entry.at);
    }
    entries.retain(|entry| entry.public);
    let readings = if supporter { Vec::new() } else { store::readings(&house.store, case.id).await? };
    Ok(Followed { case, carried, entries, readings, supporter })
}

/// The holder of a receipt says something. Where the case was merged, the one that carries on hears it.
///
/// # Errors
/// [`Refusal::NotFound`], or the refusal of the step.
pub async fn speak(house: &House, code: &str, what: Speak) -> Done<Case> {
    let (held, _) = find(house, code).await?;
    let id: CaseId = if held.stage == Stage::Merged { held.merged_into.unwrap_or(held.id) } else { held.id };
    let now = house.now();
    let by = By { person: None, unit: None, at: now, entry: EntryId(house.new_id()) };
    let words = |raw: &str| {
        text::clean_lines(raw, 2000)
            .map(|text| privacy::mask(&text).text)
            .map_err(|_| Refusal::field("body", Note::new("note-too-long").with("limit", 2000)))
    };
    let mut change = house.store.begin().await?;
    let mut case = store::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    let step = match what {
        Speak::Add(body) => case.add(&words(&body)?, &by)?,
        Speak::Solved => case.confirm(&by)?,
        Speak::NotSolved(body) => {
            let due = house.facts().answer_due(&case.topic, now).ok_or(Refusal::NotFound)?;
            let reason = serde_json::to_string(&due.reason).unwrap_or_default();
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
pub async fn support(house: &House, id: CaseId, contact: &Contact, request: Uuid) -> Done<String> {
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
        change.commit().await?;
    }
    Ok(held)
}
