//! What is done about a file besides the acts of the law: calls and what was promised at them, what keeps it waiting, its account,
//! and what else belongs to it.

use super::{event, follow, readable};
use crate::house::{Done, House};
use danvan_domain::{
    answers::ReasonList,
    clearance::{Call, Entry, File, Sort, TypedCall, TypedEntry, answered, is_cleared},
    ids::{CaseId, LetterId, ProceedingId},
    refusals::{FieldNote, Note, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::{
    Change, StoreError, cases,
    clearance::{self as store, calls as rows, holders},
    deadlines, letters,
};
use serde_json::json;
use uuid::Uuid;

/// A file that whoever asks keeps, locked until the end of the change.
async fn locked(house: &House, asker: &Asker, change: &mut Change, id: ProceedingId) -> Done<File> {
    readable(house, asker, id, Verb::HandleClearance).await?;
    Ok(store::lock_file(change, id).await?.ok_or(Refusal::NotFound)?)
}

/// Notes a call. What was promised falls due with everything else. The same form twice is one call.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a note under each field that is wrong; the same id with other words.
pub async fn call(house: &House, asker: &Asker, file: ProceedingId, id: Uuid, typed: &TypedCall) -> Done<()> {
    let mut change = house.store.begin().await?;
    let file = locked(house, asker, &mut change, file).await?;
    let it = typed.check((id, file.id, file.unit), asker.person, house.now())?;
    match rows::add_call(&mut change, file.project, &it).await {
        Err(StoreError::Taken) => {
            drop(change);
            let before = rows::call(&house.store, id).await?.ok_or(StoreError::Taken)?;
            return same(&before, it);
        }
        written => written?,
    }
    if let Some(due) = it.deadline() {
        deadlines::rewrite(&mut change, it.id, &[due]).await?;
    }
    let payload = json!({"call": it.id, "on": it.on, "until": it.until, "next_on": it.next_on});
    change.note(event(house, asker, "clearance.called", (file.id.0, file.unit), payload));
    Ok(change.commit().await?)
}

/// The same call comes again; what became of it since is another matter.
fn same(before: &Call, it: Call) -> Done<()> {
    let again = Call {
        unit: before.unit,
        person: before.person,
        at: before.at,
        answered_at: before.answered_at,
        answer: before.answer.clone(),
        ..it
    };
    if again == *before {
        return Ok(());
    }
    Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into())
}

/// Says what came of what was promised at a call; it is then due no more. Returns the file.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a note under `answer`; a conflict when that was said already.
pub async fn answer_call(house: &House, asker: &Asker, id: Uuid, answer: &str) -> Done<ProceedingId> {
    let mut change = house.store.begin().await?;
    let before = rows::call(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let (file, _) = readable(house, asker, before.file, Verb::HandleClearance).await?;
    let answer = answered(answer)?;
    let it = rows::lock_call(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    if it.until.is_none() || !rows::answer(&mut change, id, house.now(), &answer).await? {
        return Err(Refusal::Conflict(Note::new("clearance-answered")).into());
    }
    let after = Call { answered_at: Some(house.now()), answer, ..it };
    if let Some(due) = after.deadline() {
        deadlines::rewrite(&mut change, id, &[due]).await?;
    }
    change.note(event(house, asker, "clearance.answered", (file.id.0, file.unit), json!({"call": id})));
    change.commit().await?;
    Ok(file.id)
}

/// A call at which something was promised that nobody has answered yet.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a conflict when there is nothing to answer.
pub async fn of_call(house: &House, asker: &Asker, id: Uuid) -> Done<Call> {
    let it = rows::call(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    readable(house, asker, it.file, Verb::HandleClearance).await?;
    if it.until.is_none() || it.answered_at.is_some() {
        return Err(Refusal::Conflict(Note::new("clearance-answered")).into());
    }
    Ok(it)
}

/// Says what keeps a file waiting, out of the list; an empty code says that nothing does.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a note under `blocked` when it is not on the list; a conflict once the land is
/// handed over.
pub async fn block(house: &House, asker: &Asker, file: ProceedingId, code: &str) -> Done<()> {
    let mut change = house.store.begin().await?;
    let before = locked(house, asker, &mut change, file).await?;
    let code = code.trim();
    let facts = house.facts();
    if !code.is_empty() && !facts.answers.choices(ReasonList::Blocked).any(|choice| choice.code == code) {
        return Err(Refusal::field("blocked", Note::new("note-choose")).into());
    }
    if is_cleared(&before.stage) && !code.is_empty() {
        return Err(Refusal::Conflict(Note::new("clearance-cleared")).into());
    }
    if before.reason == code {
        return Ok(());
    }
    let mut after = before.clone();
    code.clone_into(&mut after.reason);
    after.blocked_on = (!code.is_empty()).then(|| house.today());
    follow::save(&mut change, &before, &after).await?;
    let payload = json!({"reason": code, "before": before.reason});
    change.note(event(house, asker, "clearance.blocked", (file.0, before.unit), payload));
    Ok(change.commit().await?)
}

/// Adds an entry to the account of a file, or takes one off again.
fn count(file: &File, sort: Sort, amount: i64) -> File {
    let mut after = file.clone();
    match sort {
        Sort::Paid => after.paid += amount,
        Sort::Plot => after.plots_given += amount,
        _ => after.due += amount,
    }
    after
}

/// A file with one more entry: nothing is paid that is not due, no plot given that is not.
fn weighed(before: &File, it: &Entry) -> Result<File, Refusal> {
    let after = count(before, it.sort, it.amount);
    let (key, left) = match it.sort {
        Sort::Paid if after.due < after.paid => ("clearance-note-overpaid", before.due - before.paid),
        Sort::Plot if after.plots < after.plots_given => {
            ("clearance-note-plots", before.plots - before.plots_given)
        }
        _ => return Ok(after),
    };
    Err(Refusal::field("dong", Note::new(key).with("left", left)))
}

/// Writes an entry of a file's account: what is due, what was paid, which plot was given. The same form twice is one.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a note under each field that is wrong, and when more would be paid than is due, or
/// more plots given.
pub async fn enter(
    house: &House,
    asker: &Asker,
    file: ProceedingId,
    id: Uuid,
    typed: &TypedEntry,
) -> Done<()> {
    let mut change = house.store.begin().await?;
    let before = locked(house, asker, &mut change, file).await?;
    let it = typed.check((id, file), asker.person, house.now())?;
    let other_words = || Refusal::Conflict(Note::new("refusal-same-id-other-words"));
    // The file is locked: what came before is there, and must not be weighed against what it left.
    if let Some(kept) = rows::entry(&house.store, id).await? {
        let again = Entry { at: kept.at, person: kept.person, struck_at: kept.struck_at, ..it };
        return if again == kept { Ok(()) } else { Err(other_words().into()) };
    }
    let after = weighed(&before, &it)?;
    match rows::add_entry(&mut change, before.project, &it).await {
        // Another file has it.
        Err(StoreError::Taken) => return Err(other_words().into()),
        written => written?,
    }
    follow::save(&mut change, &before, &after).await?;
    let payload = json!({"entry": it.id, "sort": it.sort, "amount": it.amount, "paper": it.paper});
    change.note(event(house, asker, "clearance.entered", (file.0, before.unit), payload));
    Ok(change.commit().await?)
}

/// Strikes an entry out that was a mistake. Returns the file.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a conflict when it is struck already, or more would be paid than is due without it.
pub async fn strike(house: &House, asker: &Asker, id: Uuid) -> Done<ProceedingId> {
    let mut change = house.store.begin().await?;
    let it = rows::entry(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let before = locked(house, asker, &mut change, it.file).await?;
    if !rows::strike(&mut change, id, house.now()).await? {
        return Err(Refusal::Conflict(Note::new("clearance-struck")).into());
    }
    let after = count(&before, it.sort, -it.amount);
    if after.due < after.paid {
        return Err(Refusal::Conflict(Note::new("clearance-paid-already")).into());
    }
    follow::save(&mut change, &before, &after).await?;
    let payload = json!({"entry": id, "sort": it.sort, "amount": it.amount});
    change.note(event(house, asker, "clearance.struck", (it.file.0, before.unit), payload));
    change.commit().await?;
    Ok(it.file)
}

/// Says that a case or a letter belongs to a file: by the address of its page, or its id.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a note under `attached` when nothing of that id is there that they may read.
pub async fn link(house: &House, asker: &Asker, file: ProceedingId, said: &str) -> Done<()> {
    let mut change = house.store.begin().await?;
    let it = locked(house, asker, &mut change, file).await?;
    let thing = said.trim().trim_end_matches('/').rsplit('/').next().and_then(|id| Uuid::parse_str(id).ok());
    let sort = match thing {
        Some(thing) => sort_of(house, asker, thing).await?,
        None => None,
    };
    let (Some(thing), Some(sort)) = (thing, sort) else {
        return Err(
            Refusal::Invalid(vec![FieldNote::new("attached", Note::new("clearance-note-link"))]).into()
        );
    };
    holders::add_link(&mut change, file, (sort, thing), (house.now(), asker.person)).await?;
    let payload = json!({"sort": sort, "thing": thing});
    change.note(event(house, asker, "clearance.linked", (file.0, it.unit), payload));
    Ok(change.commit().await?)
}

/// What an id is of, when whoever asks may read it. What is sealed is neither.
async fn sort_of(house: &House, asker: &Asker, thing: Uuid) -> Done<Option<&'static str>> {
    if let Some(case) = cases::get(&house.store, CaseId(thing)).await? {
        return Ok(house.ask(asker, Verb::ReadCase, case.responsible).is_ok().then_some("case"));
    }
    let letter = letters::get(&house.store, LetterId(thing)).await?;
    let letter = letter.filter(|letter| !letter.is_sealed);
    Ok(letter.filter(|letter| house.ask(asker, Verb::ReadLetter, letter.unit).is_ok()).map(|_| "letter"))
}

/// Says that something belongs to a file no more.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right.
pub async fn unlink(house: &House, asker: &Asker, file: ProceedingId, thing: Uuid) -> Done<()> {
    let mut change = house.store.begin().await?;
    let it = locked(house, asker, &mut change, file).await?;
    if !holders::remove_link(&mut change, file, thing).await? {
        return Err(Refusal::NotFound.into());
    }
    change.note(event(house, asker, "clearance.unlinked", (file.0, it.unit), json!({"thing": thing})));
    Ok(change.commit().await?)
}
