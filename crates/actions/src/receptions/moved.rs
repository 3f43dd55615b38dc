//! The clocks of visits under another calendar: what whoever changes it sees beforehand.

use crate::{
    calendar::Moved,
    house::{Done, House},
};
use danvan_domain::{
    calendar::Calendar,
    procedures::{ClockMoment, moments},
    receptions::PROCEDURE,
    time::Day,
};
use danvan_store::receptions as store;

/// No clock of a visit runs longer than this after its day: the longest are ten working days.
const AFTER: i64 = 60;

/// What is due of visits that another calendar would move from a day on, of so many visits at most; and how many more there
/// are.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn moved_by(
    house: &House,
    calendar: &Calendar,
    first: Day,
    most: usize,
) -> Done<(Vec<Moved>, usize)> {
    let (facts, now) = (house.facts(), house.now());
    let Some(procedure) = facts.procedures.get(PROCEDURE) else { return Ok((Vec::new(), 0)) };
    let (visits, beyond) = store::since(&house.store, first.plus_days(-AFTER), most).await?;
    let mut moved = Vec::new();
    for (visit, done) in visits {
        let by = |calendar| moments(procedure, &done, calendar, &facts.hours, now);
        let (Ok((_, is)), Ok((_, would))) = (by(&facts.calendar), by(calendar)) else { continue };
        let runs = |clock: &ClockMoment<'_>| clock.ended.is_none();
        let pairs = is.iter().zip(&would).filter(|(is, would)| runs(is) && is.due_at != would.due_at);
        moved.extend(pairs.map(|(is, would)| Moved {
            thing: visit.id,
            unit: visit.unit,
            from: is.due_at,
            to: would.due_at,
        }));
    }
    Ok((moved, beyond))
}
