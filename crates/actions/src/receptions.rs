//! Reception of citizens: publishing days, booking without account, the queue of the day, what is done at a visit under
//! the procedure, and what is promised there.

mod desk;
mod due;
mod listed;
mod moved;

pub use desk::{
    Opened, Promise, Wanted, act, answer, contact, count_people, follow, open, promise, promises, queue,
};

pub(crate) use due::{clocks_of, owing, recount_promises, recount_visits};
pub use listed::{Days, Place, days, own_days};
pub(crate) use moved::moved_by;

use crate::{
    cases::ask_office,
    house::{Done, Failure, House},
};
use danvan_domain::{
    events::Event,
    ids::UnitId,
    procedures::{Done as Act, Party, check},
    receipt::ReceiptCode,
    receptions::{Booking, PROCEDURE, ReceptionDay, TypedDay, Visit},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Moment,
};
use danvan_store::{StoreError, receptions as store};
use serde_json::json;
use uuid::Uuid;

/// A reception day, and how many places are taken.
pub struct Published {
    /// The day.
    pub day: ReceptionDay,
    /// How many places are taken.
    pub taken: i64,
}

/// Publishes a reception day of an office.
///
/// # Errors
/// The refusal of the right to handle the office's cases; a note under each field that is wrong.
pub async fn publish(house: &House, asker: &Asker, unit: UnitId, typed: &TypedDay<'_>) -> Done<Uuid> {
    ask_office(house, asker, Verb::HandleCase, unit)?;
    let now = house.now();
    let day = ReceptionDay {
        id: house.new_id(),
        unit,
        published_at: now,
        ..ReceptionDay::check(typed, house.today())?
    };
    let mut change = house.store.begin().await?;
    store::add_day(&mut change, &day).await?;
    change.note(Event {
        at: now,
        actor: asker.person,
        kind: "reception.published".into(),
        thing: day.id,
        unit: Some(unit),
        payload: json!({"day": day.day, "seats": day.seats}),
    });
    change.commit().await?;
    Ok(day.id)
}

/// Calls a reception day off. Whoever booked reads why on their receipt.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; without a reason, or when it is off already.
pub async fn cancel(house: &House, asker: &Asker, id: Uuid, reason: &str) -> Done<()> {
    let day = store::day(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleCase, day.unit)?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(Refusal::field("reason", Note::new("note-required")).into());
    }
    let mut change = house.store.begin().await?;
    if !store::cancel_day(&mut change, id, house.now(), reason).await? {
        return Err(Refusal::Conflict(Note::new("reception-off-already")).into());
    }
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "reception.cancelled".into(),
        thing: id,
        unit: Some(day.unit),
        payload: json!({"day": day.day}),
    });
    change.commit().await?;
    Ok(())
}

/// A reception day that is public.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn one_day(house: &House, id: Uuid) -> Done<Published> {
    let day = store::day(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let taken = store::count(&house.store, id).await?;
    Ok(Published { day, taken })
}

/// Books a visit, without account; an officer may book for somebody who stands at the desk. The same message twice is
/// one booking.
///
/// # Errors
/// A day that is over, called off or full; the same id with other words; no procedure in force.
pub async fn book(house: &House, booking: &Booking) -> Done<Visit> {
    let now = house.now();
    let day = store::day(&house.store, booking.reception_day).await?.ok_or(Refusal::NotFound)?;
    if let Some(before) = booked_before(house, booking).await? {
        return Ok(before);
    }
    if day.cancelled_at.is_some() || day.day < now.day() {
        return Err(Refusal::Conflict(Note::new("reception-closed")).into());
    }
    let asked = Act::new("ask", now, Party::Petitioner);
    let stage = stage_after(house, &[], &asked, now)?;
    let mut change = house.store.begin().await?;
    let day = store::lock_day(&mut change, day.id).await?.ok_or(Refusal::NotFound)?;
    let (taken, last) = store::taken(&mut change, day.id).await?;
    if day.seats <= taken {
        return Err(Refusal::Conflict(Note::new("reception-full")).into());
    }
    let visit = Visit {
        id: booking.id,
        receipt: ReceiptCode::from_chance(house.chance()).to_string(),
        request_hash: booking.hash(),
        reception_day: day.id,
        unit: day.unit,
        number: last + 1,
        subject: booking.subject.clone(),
        online: booking.online,
        stage: stage.clone(),
        booked_at: now,
        letter: None,
        came: None,
    };
    let written = store::add_visit(&mut change, &visit, &booking.visitor).await;
    if matches!(written, Err(StoreError::Taken)) {
        drop(change);
        return booked_before(house, booking).await?.ok_or(Failure::Broken(StoreError::Taken));
    }
    written?;
    store::add_act(&mut change, visit.id, (0, &asked), (None, None), &stage).await?;
    due::write_clocks(house, &mut change, &visit, std::slice::from_ref(&asked)).await?;
    change.note(Event {
        at: now,
        actor: None,
        kind: "visit.booked".into(),
        thing: visit.id,
        unit: Some(visit.unit),
        payload: json!({"day": day.day, "number": visit.number, "online": visit.online}),
    });
    change.commit().await?;
    Ok(visit)
}

/// The booking of the same id, when it came before with the same words.
async fn booked_before(house: &House, booking: &Booking) -> Done<Option<Visit>> {
    let Some(before) = store::visit(&house.store, booking.id).await? else { return Ok(None) };
    if before.request_hash == booking.hash() {
        return Ok(Some(before));
    }
    Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into())
}

/// The stage an act leads to, when the procedure allows it.
fn stage_after(house: &House, done: &[Act], next: &Act, now: Moment) -> Result<String, Refusal> {
    let facts = house.facts();
    let no_rule = || Refusal::Conflict(Note::new("refusal-no-rule"));
    let procedure = facts.procedures.get(PROCEDURE).ok_or_else(no_rule)?;
    let stood = check(procedure, done, next, &facts.calendar, &facts.hours, now)?;
    stood.stage.ok_or_else(no_rule)
}
