//! The working calendar of an installation: what it says of a day, which due days that moves, and moving them.

use crate::{
    house::{Done, Facts, House},
    proceedings,
    routes::FACTS_VERSION,
};
use danvan_domain::{
    calendar::{Calendar, DayEdit},
    cases::{Case, steps::By},
    clocks::{self, Due, Reason},
    events::Event,
    facts::Fault,
    ids::{CaseId, EntryId, JobId, UnitId},
    refusals::{FieldNote, Refusal},
    rights::{Asker, Verb, may},
    time::{Day, Moment},
};
use danvan_store::{Store, calendar as store, cases, jobs, settings, units};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use uuid::Uuid;

pub use danvan_store::calendar::Said;

/// The kind of job that moves due days after the calendar changed.
pub const RECOUNT: &str = "calendar.recount";

/// What is due of a case, or of a proceeding, that another calendar moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Of which case or proceeding.
    pub thing: Uuid,
    /// In whose care it is.
    pub unit: UnitId,
    /// When it is due now.
    pub from: Moment,
    /// When it would be due.
    pub to: Moment,
}

/// What an edit of the calendar would do, before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The days that would be worked and are not, or the other way round.
    pub turned: BTreeSet<Day>,
    /// The due days that move, soonest first.
    pub moved: Vec<Moved>,
    /// How many would be late at once.
    pub late: usize,
    /// Stands for all of this: whoever saves names it, so that nobody saves what they have not seen.
    pub fingerprint: String,
}

/// The installation's calendar: ours, with its own days over it.
///
/// # Errors
/// When the store cannot be read.
pub async fn load(store: &Store) -> Done<Calendar> {
    Ok(over(&store::all(store).await?, Moment::from_micros(i64::MAX)))
}

/// The calendar as it was at a moment: what a replay of then goes by.
///
/// # Errors
/// When the store cannot be read.
pub async fn as_of(house: &House, at: Moment) -> Done<Calendar> {
    Ok(over(&store::all(&house.store).await?, at))
}

/// Our calendar with what was said up to a moment. Every edit was checked when it was said; one that a later version of
/// our own days contradicts is left out and told in the log, so that the house opens.
fn over(said: &[Said], until: Moment) -> Calendar {
    let edits: Vec<DayEdit> = said.iter().filter(|one| one.at <= until).map(|one| one.edit.clone()).collect();
    let facts = Calendar::facts();
    facts.with(&edits).unwrap_or_else(|faults| {
        tracing::error!(?faults, "some of the calendar's own days no longer fit and are left out");
        edits.iter().fold(facts.clone(), |calendar, edit| {
            calendar.with(std::slice::from_ref(edit)).unwrap_or(calendar)
        })
    })
}

/// Reads the calendar again from the store.
///
/// # Errors
/// When the store cannot be read.
pub async fn reload(house: &House) -> Done<()> {
    let calendar = load(&house.store).await?;
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

/// Which due days some edits would move. Nothing is written.
///
/// # Errors
/// The refusal of the right; of a calendar that cannot be, with the reason.
pub async fn preview(house: &House, asker: &Asker, edits: &[DayEdit]) -> Done<Preview> {
    right(house, asker)?;
    let facts = house.facts();
    let calendar = edited(&facts.calendar, edits)?;
    let turned = calendar.turned(&facts.calendar);
    let now = house.now();
    let mut moved = Vec::new();
    if !turned.is_empty() {
        for office in units::responsible(&house.store).await? {
            for case in cases::open_at(&house.store, office).await? {
                if let Some((_, answer)) = dues(&facts, &calendar, &case, now)
                    && answer.at != case.due_at
                {
                    let Case { id, responsible: unit, due_at: from, .. } = case;
                    moved.push(Moved { thing: id.0, unit, from, to: answer.at });
                }
            }
        }
    }
    if !turned.is_empty() {
        moved.extend(proceedings::moved_by(house, &calendar).await?);
    }
    moved.sort_by_key(|one| (one.from, one.thing, one.to));
    let late = moved.iter().filter(|one| now <= one.from && one.to < now).count();
    let fingerprint = fingerprint(edits, &moved);
    Ok(Preview { turned, moved, late, fingerprint })
}

fn fingerprint(edits: &[DayEdit], moved: &[Moved]) -> String {
    let mut digest = Sha256::new();
    digest.update(serde_json::to_vec(edits).unwrap_or_default());
    for one in moved {
        digest.update(one.thing.as_bytes());
        digest.update(one.to.micros().to_be_bytes());
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
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
        let once = format!("{RECOUNT} {id}");
        jobs::add(&mut change, JobId(house.new_id()), RECOUNT, "{}", Some(&once), now).await?;
    }
    let days: Vec<Day> = edits.iter().map(|edit| edit.day).collect();
    change.note(Event {
        at: now,
        actor: asker.person,
        kind: "calendar.set".into(),
        thing: id,
        unit: asker.unit_for(Verb::ManageCalendar),
        payload: json!({"days": days, "turned": seen.turned, "moved": seen.moved.len()}),
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

/// Moves what is due and open to where the calendar of now puts it, and tells each case. Done twice it does no harm.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn recount(house: &House) -> Done<usize> {
    reload(house).await?;
    let facts = house.facts();
    let mut count = 0;
    for office in units::responsible(&house.store).await? {
        for case in cases::open_at(&house.store, office).await? {
            count += usize::from(recount_one(house, &facts, case.id).await?);
        }
    }
    proceedings::recompute_all(house).await?;
    Ok(count)
}

async fn recount_one(house: &House, facts: &Facts, id: CaseId) -> Done<bool> {
    let now = house.now();
    let mut change = house.store.begin().await?;
    let Some(mut case) = cases::lock(&mut change, id).await? else { return Ok(false) };
    let Some((receive, answer)) = dues(facts, &facts.calendar, &case, now) else { return Ok(false) };
    let taken = case.accepted_at.is_some() || receive == case.receive_due_at;
    if answer.at == case.due_at && taken {
        return Ok(false);
    }
    let by = By { person: None, unit: None, at: now, entry: EntryId(house.new_id()) };
    let Ok(step) = case.move_due(receive, &answer, &by) else { return Ok(false) };
    cases::move_due(&mut change, &case).await?;
    cases::add_entry(&mut change, &step.entry).await?;
    change.note(step.event);
    change.commit().await?;
    Ok(true)
}
