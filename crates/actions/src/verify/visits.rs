//! Stages of visits computed anew from what was done, and number registers without gaps.

use super::Difference;
use crate::house::{Done, House};
use danvan_domain::{procedures::stand, receptions::PROCEDURE};
use danvan_store::{documents, receptions as store};
use uuid::Uuid;

const PAGE: i64 = 500;

/// The first visit whose stage does not follow from what was done at it.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    let (facts, mut last) = (house.facts(), Uuid::nil());
    let Some(procedure) = facts.procedures.get(PROCEDURE) else { return Ok(None) };
    loop {
        let some = store::after(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else { return Ok(None) };
        last = end.id;
        for visit in some {
            let follows = |done: &[_], stage: &str| {
                let stood = stand(procedure, done, &facts.calendar, &facts.hours, house.now());
                stood.is_ok_and(|stood| stood.stage.as_deref() == Some(stage))
            };
            if follows(&store::acts(&house.store, visit.id).await?, &visit.stage) {
                continue;
            }
            // Somebody may have acted between the two readings.
            let again = store::visit(&house.store, visit.id).await?;
            let acts = store::acts(&house.store, visit.id).await?;
            if !again.is_some_and(|again| follows(&acts, &again.stage)) {
                return Ok(Some(Difference::Visit { visit: visit.id.to_string() }));
            }
        }
    }
}

/// The first register of numbers with a gap or a double.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn numbers(house: &House) -> Done<Option<Difference>> {
    let torn = documents::torn_registers(&house.store).await?;
    let first = torn.into_iter().next();
    Ok(first.map(|(unit, year, series)| Difference::Numbers { unit: unit.to_string(), year, series }))
}
