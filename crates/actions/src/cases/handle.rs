//! What an officer does with a case. Each act is one step, one change, one event.

use super::read::ask_office;
use crate::house::{Done, House};
use danvan_domain::{
    answers::ReasonList,
    cases::{
        Case, Entry, EntryKind, Stage,
        steps::{By, Step},
    },
    ids::{CaseId, EntryId, PersonId, UnitId},
    people::Role,
    refusals::{FieldNote, Note, Refusal},
    rights::{Asker, Verb},
    text,
    time::Moment,
    units::Level,
};
use danvan_store::{
    Change,
    cases::{self as store, Tab},
    people,
};

/// An act of an officer.
#[derive(Clone, Debug)]
pub enum Act {
    /// Take it.
    Accept,
    /// Give it to a colleague.
    Assign(PersonId),
    /// Send it to another office, with the reason.
    Transfer(UnitId, String),
    /// Note something for colleagues.
    Note(String),
    /// Answer whoever asked.
    Answer {
        /// What they will read.
        body: String,
        /// Why it is late, when it is.
        late_reason: Option<String>,
        /// Whether the case closes with it.
        close: bool,
    },
    /// Refuse with a reason.
    Refuse {
        /// Code of the reason.
        reason: String,
        /// What they will read.
        body: String,
        /// Why it is late, when it is.
        late_reason: Option<String>,
    },
    /// Close an answered case.
    Close,
    /// The same matter as another case.
    Merge(CaseId),
    /// Not the same matter after all.
    Unmerge,
    /// Urgency and priority.
    Rank {
        /// Whether somebody is in danger.
        urgent: bool,
        /// 0 normal, 1 high.
        priority: i64,
    },
}

/// Does an act to a case and returns it as it stands after.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right to handle it, or of the step itself.
pub async fn handle(house: &House, asker: &Asker, id: CaseId, act: Act) -> Done<Case> {
    handle_since(house, asker, id, act, None).await
}

/// The same for somebody who last saw the case at a moment: an answer waits when whoever asked has spoken since.
///
/// # Errors
/// As [`handle`], and a conflict when words were added after `seen`.
pub async fn handle_since(
    house: &House,
    asker: &Asker,
    id: CaseId,
    act: Act,
    seen: Option<Moment>,
) -> Done<Case> {
    let act = cleaned(act)?;
    check_targets(house, &act)?;
    let by = By {
        person: asker.person,
        unit: asker.unit_for(Verb::HandleCase),
        at: house.now(),
        entry: EntryId(house.new_id()),
    };
    let late = late_note(house, &act, id, &by)?;
    let mut change = house.store.begin().await?;
    if let Act::Merge(into) = &act
        && *into < id
    {
        // Two cases are always locked in the order of their ids, so that merging both ways at once cannot lock up.
        store::lock(&mut change, *into).await?;
    }
    let mut case = store::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleCase, case.responsible)?;
    if let (Some(seen), Act::Answer { .. } | Act::Refuse { .. }) = (seen, &act)
        && store::spoken_since(&mut change, id, seen).await?
    {
        return Err(Refusal::Conflict(Note::new("refusal-words-added")).into());
    }
    // The promise that runs now says whether this answer is late; an earlier one may have been kept.
    let late = late.filter(|_| case.is_late(by.at));
    let step = take(house, asker, &mut change, &mut case, &act, &by).await?;
    store::save(&mut change, &case).await?;
    store::add_entry(&mut change, &step.entry).await?;
    if let Some(late) = late {
        store::add_entry(&mut change, &late).await?;
    }
    change.note(step.event);
    change.commit().await?;
    Ok(case)
}

/// Takes the case of an office that waits longest, the urgent first. Two officers who ask at once get two cases.
///
/// # Errors
/// The refusal of the right to handle its cases.
pub async fn take_next(house: &House, asker: &Asker, office: UnitId) -> Done<Option<Case>> {
    ask_office(house, asker, Verb::HandleCase, office)?;
    let reader = asker.person.ok_or(Refusal::SignInFirst)?;
    let (now, unit) = (house.now(), asker.unit_for(Verb::HandleCase));
    let waiting = store::queue(&house.store, office, Tab::New, reader, (now, now), (20, 0)).await?;
    for row in waiting {
        let by = By { person: Some(reader), unit, at: now, entry: EntryId(house.new_id()) };
        let mut change = house.store.begin().await?;
        let Some(mut case) = store::lock(&mut change, row.id).await? else { continue };
        if case.stage != Stage::Received || case.responsible != office {
            continue;
        }
        let step = case.accept(&by)?;
        store::save(&mut change, &case).await?;
        store::add_entry(&mut change, &step.entry).await?;
        change.note(step.event);
        change.commit().await?;
        return Ok(Some(case));
    }
    Ok(None)
}

/// The internal line that keeps the words beside a late reason. A reason reads `code`, or `code: words`.
fn late_note(house: &House, act: &Act, id: CaseId, by: &By) -> Result<Option<Entry>, Refusal> {
    let (Act::Answer { late_reason, .. } | Act::Refuse { late_reason, .. }) = act else { return Ok(None) };
    let Some(reason) = late_reason.as_deref().filter(|reason| !reason.is_empty()) else { return Ok(None) };
    let (code, words) = reason.split_once(':').unwrap_or((reason, ""));
    let facts = house.facts();
    facts.answers.chosen(ReasonList::Late, code, words).map_err(|refusal| match refusal {
        Refusal::Invalid(notes) => Refusal::Invalid(
            notes
                .into_iter()
                .map(|note| FieldNote::new(&format!("late_{}", note.field), note.note))
                .collect(),
        ),
        other => other,
    })?;
    Ok(Some(Entry {
        id: EntryId(house.new_id()),
        case: id,
        at: by.at,
        kind: EntryKind::Late,
        public: false,
        body: text::clean_lines(words, 1000).unwrap_or_default(),
        person: by.person,
        unit: by.unit,
        detail: code.to_owned(),
    }))
}

/// The code of a late reason, without the words beside it.
fn code_of(reason: Option<&String>) -> Option<&str> {
    reason.map(|reason| reason.split_once(':').map_or(reason.as_str(), |(code, _)| code))
}

/// Takes the step of an act, with whatever the step has to know of the house as it is inside the change.
async fn take(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    case: &mut Case,
    act: &Act,
    by: &By,
) -> Done<Step> {
    let step = match act {
        Act::Accept => case.accept(by),
        Act::Assign(to) => {
            // Asked of the office that has the case now: it may have gone elsewhere since it was seen.
            let colleague = (*to, case.responsible);
            if !people::holds(change, colleague, Some(Role::CommuneOfficer), by.at.day()).await? {
                return Err(Refusal::field("to", Note::new("note-unknown-colleague")).into());
            }
            case.assign(*to, by)
        }
        Act::Transfer(to, why) => case.transfer(*to, why, by),
        Act::Note(body) => case.note(body, by),
        Act::Answer { body, late_reason, close } => {
            case.answer(body, code_of(late_reason.as_ref()), *close, by)
        }
        Act::Refuse { reason, body, late_reason } => {
            case.refuse(reason, body, code_of(late_reason.as_ref()), by)
        }
        Act::Close => case.close(by),
        Act::Merge(into) => {
            let into = store::lock(change, *into).await?.ok_or(Refusal::NotFound)?;
            ask_office(house, asker, Verb::HandleCase, into.responsible)?;
            case.merge(&into, by)
        }
        Act::Unmerge => {
            let merged = store::merge_of(change, case.id).await?.unwrap_or_default();
            case.unmerge(&merged, by)
        }
        Act::Rank { urgent, priority } => {
            let receive = house.facts().receive_due(*urgent, case.received_at).map(|due| due.at);
            case.rank(*urgent, *priority, receive, by)
        }
    };
    Ok(step?)
}

/// Cleans what is typed; what goes to the public is not masked, because the office speaks for itself.
fn cleaned(act: Act) -> Result<Act, Refusal> {
    let clean = |field: &str, raw: &str, limit: usize| {
        text::clean_lines(raw, limit)
            .map_err(|_| Refusal::field(field, Note::new("note-too-long").with("limit", limit)))
    };
    Ok(match act {
        Act::Transfer(to, why) => Act::Transfer(to, clean("why", &why, 1000)?),
        Act::Note(body) => Act::Note(clean("body", &body, 4000)?),
        Act::Answer { body, late_reason, close } => {
            Act::Answer { body: clean("body", &body, 4000)?, late_reason, close }
        }
        Act::Refuse { reason, body, late_reason } => {
            Act::Refuse { reason, body: clean("body", &body, 4000)?, late_reason }
        }
        other => other,
    })
}

/// Checks that what an act points at exists, as far as the case has no say in it: the office stands today, the reason is
/// on the list.
fn check_targets(house: &House, act: &Act) -> Result<(), Refusal> {
    let (facts, today) = (house.facts(), house.today());
    match act {
        Act::Transfer(to, _) => {
            let stands = facts.tree.get(*to).is_some_and(|unit| {
                unit.stands_on(today) && matches!(unit.level(), Level::Commune | Level::Body)
            });
            if !stands {
                return Err(Refusal::field("to", Note::new("note-unknown-place")));
            }
        }
        Act::Refuse { reason, body, .. } if !reason.is_empty() => {
            facts.answers.chosen(ReasonList::Refusal, reason, body)?;
        }
        _ => {}
    }
    Ok(())
}
