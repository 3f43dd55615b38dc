//! The working calendar of an installation: what it says of a day, which due days that moves, and moving them.

mod preview;
mod recount;

pub use preview::{LOOKED, Moved, Preview, fingerprint, preview, preview_of};
pub(crate) use recount::queue_recount;
pub use recount::{RECOUNT, recount, recount_stretch};

use crate::{
    house::{Done, Facts, House},
    routes::FACTS_VERSION,
};
use danvan_domain::{
    calendar::{Calendar, DayEdit},
    cases::Case,
    clocks::{self, Due, Reason},
    events::Event,
    facts::Fault,
    ids::{PersonId, UnitId},
    refusals::{FieldNote, Refusal},
    rights::{Asker, Verb, may},
    time::{Day, Moment},
};
use danvan_store::{Store, calendar as store, people, settings};
use serde_json::json;
use std::collections::BTreeMap;

pub use danvan_store::calendar::Said;

/// The installation's calendar: ours, with its own days over it.
///
/// # Errors
/// When the store cannot be read.
pub async fn load(store: &Store, ours: &Calendar) -> Done<Calendar> {
    Ok(over(ours, &store::all(store).await?, Moment::from_micros(i64::MAX)))
}

/// The calendar as it was at a moment, with our days as they came then: what a replay of then goes by.
///
/// # Errors
/// When the store cannot be read.
pub async fn as_of(house: &House, at: Moment) -> Done<Calendar> {
    Ok(crate::rules::Law::then(house, at).await?.calendar)
}

/// Our calendar with what was said up to a moment. Every edit was checked when it was said; one that a later version of
/// our own days contradicts is left out and told in the log, so that the house opens.
pub(crate) fn over(ours: &Calendar, said: &[Said], until: Moment) -> Calendar {
    let edits: Vec<DayEdit> = said.iter().filter(|one| one.at <= until).map(|one| one.edit.clone()).collect();
    ours.with(&edits).unwrap_or_else(|faults| {
        tracing::error!(?faults, "some of the calendar's own days no longer fit and are left out");
        edits.iter().fold(ours.clone(), |calendar, edit| {
            calendar.with(std::slice::from_ref(edit)).unwrap_or(calendar)
        })
    })
}

/// Reads the calendar again from the store.
///
/// # Errors
/// When the store cannot be read.
pub async fn reload(house: &House) -> Done<()> {
    let calendar = load(&house.store, &house.facts().embedded).await?;
    house.replace_facts(Facts { calendar, ..(*house.facts()).clone() });
    Ok(())
}

/// Everything the installation has said of days, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn said(house: &House) -> Done<Vec<Said>> {
    Ok(store::all(&house.store).await?)
}

/// The names of those who said something of a day, for whoever keeps the calendar; to anybody else no name is told.
///
/// # Errors
/// When the store cannot be read.
pub async fn authors(house: &House, asker: &Asker, said: &[Said]) -> Done<BTreeMap<PersonId, String>> {
    let mut names = BTreeMap::new();
    if may_change(house, asker) {
        for person in said.iter().filter_map(|one| one.person) {
            if !names.contains_key(&person)
                && let Some(found) = people::by_id(&house.store, person).await?
            {
                names.insert(person, found.name);
            }
        }
    }
    Ok(names)
}

/// Whether somebody may change the calendar.
pub fn may_change(house: &House, asker: &Asker) -> bool {
    right(house, asker).is_ok()
}

/// The right is held at the roots of the tree: the calendar is one for all.
fn right(house: &House, asker: &Asker) -> Result<(), Refusal> {
    let roots: Vec<UnitId> = house.facts().tree.roots(house.today()).map(|unit| unit.id).collect();
    may(asker, Verb::ManageCalendar, &roots)
}

/// The calendar with some edits.
fn edited(calendar: &Calendar, edits: &[DayEdit]) -> Result<Calendar, Refusal> {
    let note = |fault: Fault| FieldNote { field: "day".into(), note: fault.note };
    calendar.with(edits).map_err(|faults| Refusal::Invalid(faults.into_iter().map(note).collect()))
}

/// Says what some days are from now on. Every running process reads the calendar again, and a job moves what is due.
///
/// # Errors
/// As for [`preview`].
pub async fn set(house: &House, asker: &Asker, edits: &[DayEdit]) -> Done<Preview> {
    let seen = preview(house, asker, edits).await?;
    let id = house.new_id();
    let now = house.now();
    let mut change = house.store.begin().await?;
    for edit in edits {
        let said = Said { edit: edit.clone(), at: now, person: asker.person };
        store::add(&mut change, house.new_id(), &said).await?;
    }
    settings::set(&mut change, FACTS_VERSION, &id.to_string()).await?;
    if !seen.turned.is_empty() {
        queue_recount(house, &mut change, id, None).await?;
    }
    let days: Vec<Day> = edits.iter().map(|edit| edit.day).collect();
    change.note(Event {
        at: now,
        actor: asker.person,
        kind: "calendar.set".into(),
        thing: id,
        unit: asker.unit_for(Verb::ManageCalendar),
        payload: json!({"days": days, "turned": seen.turned, "moved": seen.moved.len(), "beyond": seen.beyond}),
    });
    change.commit().await?;
    reload(house).await?;
    Ok(seen)
}

/// When a case is to be taken and answered by a calendar; nothing when it does not say by what it was counted.
fn dues(facts: &Facts, calendar: &Calendar, case: &Case, now: Moment) -> Option<(Moment, Due)> {
    let reason: Reason = serde_json::from_str(&case.due_reason).ok()?;
    let rule = facts.procedures.feedback_receive(case.urgent, case.received_at.day());
    let receive = rule
        .map_or(case.receive_due_at, |rule| clocks::due(calendar, &facts.hours, rule, case.received_at).at);
    Some((receive, reason.recounted(calendar, &facts.hours, now)))
}
