//! What falls due of visits and of what was promised at them, beside everything else that does.

use crate::{
    house::{Done, Facts, House},
    proceedings::city_of,
};
use danvan_domain::{
    calendar::Calendar,
    deadlines::{Bearer, Deadline, of, of_promise},
    ids::UnitId,
    office_hours::OfficeHours,
    procedures::{Done as Act, Procedure, moments},
    receptions::{Commitment, PROCEDURE, Visit},
    time::Moment,
};
use danvan_store::{Change, deadlines, receptions as store};
use uuid::Uuid;

/// The clocks of a visit by some rules; nothing when what was done does not stand by them. `unit` owes them: that of the
/// visit, or whoever stands for it since the units changed.
pub(crate) fn clocks_of(
    facts: &Facts,
    procedure: &Procedure,
    (visit, unit, done): (&Visit, UnitId, &[Act]),
    (calendar, hours): (&Calendar, &OfficeHours),
    now: Moment,
) -> Option<Vec<Deadline>> {
    let (_, clocks) = moments(procedure, done, calendar, hours, now).ok()?;
    let bearer = Bearer { unit, ..Bearer::from(visit) };
    Some(of(bearer, clocks, city_of(facts, unit)))
}

/// Who owes what is kept of a visit.
pub(crate) fn owing(visit: &Visit, kept: &[Deadline]) -> UnitId {
    kept.first().map_or(visit.unit, |one| one.unit)
}

/// Writes what falls due of a visit, as it stands in a change. Returns whether that was something new.
pub(super) async fn write_clocks(
    house: &House,
    change: &mut Change,
    visit: &Visit,
    done: &[Act],
) -> Done<bool> {
    let facts = house.facts();
    let Some(procedure) = facts.procedures.get(PROCEDURE) else { return Ok(false) };
    let kept = deadlines::of_thing_within(change, visit.id).await?;
    let by = (&facts.calendar, &facts.hours);
    let clocks = clocks_of(&facts, procedure, (visit, owing(visit, &kept), done), by, house.now());
    let Some(clocks) = clocks.filter(|clocks| *clocks != kept) else { return Ok(false) };
    deadlines::rewrite(change, visit.id, &clocks).await?;
    Ok(true)
}

/// Writes when a promise falls due, as it stands in a change.
pub(super) async fn write_promise(change: &mut Change, one: &Commitment) -> Done<()> {
    Ok(deadlines::rewrite(change, one.id, &[of_promise(one)]).await?)
}

/// Writes anew what falls due of the visits behind an id, so many at most, by the calendar and the rules of now. Returns of
/// how many it was written, and the last looked at unless there are no more.
///
/// # Errors
/// When the store cannot be read or written; what was written stays.
pub(crate) async fn recount_visits(house: &House, after: Uuid, most: i64) -> Done<(usize, Option<Uuid>)> {
    let facts = house.facts();
    let Some(procedure) = facts.procedures.get(PROCEDURE) else { return Ok((0, None)) };
    let some = store::after(&house.store, after, most).await?;
    let mut written = 0;
    for visit in &some {
        let (done, kept) =
            (store::acts(&house.store, visit.id).await?, deadlines::of_thing(&house.store, visit.id).await?);
        let by = (&facts.calendar, &facts.hours);
        let clocks = clocks_of(&facts, procedure, (visit, owing(visit, &kept), &done), by, house.now());
        if clocks.is_none_or(|clocks| clocks == kept) {
            continue;
        }
        let mut change = house.store.begin().await?;
        let Some(visit) = store::lock_visit(&mut change, visit.id).await? else { continue };
        let done = store::acts_in(&mut change, visit.id).await?;
        if write_clocks(house, &mut change, &visit, &done).await? {
            change.commit().await?;
            written += 1;
        }
    }
    Ok((written, some.last().map(|visit| visit.id)))
}

/// The same of what was promised.
///
/// # Errors
/// When the store cannot be read or written; what was written stays.
pub(crate) async fn recount_promises(house: &House, after: Uuid, most: i64) -> Done<(usize, Option<Uuid>)> {
    let some = store::commitments_after(&house.store, after, most).await?;
    let mut written = 0;
    for one in &some {
        if deadlines::of_thing(&house.store, one.id).await? == [of_promise(one)] {
            continue;
        }
        let mut change = house.store.begin().await?;
        let Some(one) = store::lock_commitment(&mut change, one.id).await? else { continue };
        write_promise(&mut change, &one).await?;
        change.commit().await?;
        written += 1;
    }
    Ok((written, some.last().map(|one| one.id)))
}
