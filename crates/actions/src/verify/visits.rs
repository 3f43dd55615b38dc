//! Stages of visits and what falls due of them and of promises, computed anew; and number registers without gaps.

use super::Difference;
use crate::{
    house::{Done, House},
    receptions::{clocks_of, owing},
    rules::Law,
};
use danvan_domain::{
    deadlines::{Sort, of_promise},
    procedures::{Procedure, stand},
    receptions::{PROCEDURE, Visit},
};
use danvan_store::{deadlines, documents, receptions as store, registers::begun};
use uuid::Uuid;

const PAGE: i64 = 500;

/// The first visit whose stage, or what falls due of it, does not follow from what was done at it; else the first promise
/// that falls due at another moment than it should.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    let (mut law, _) = Law::followed(house).await?;
    let mut last = Uuid::nil();
    if let Some(procedure) = law.in_force(house, PROCEDURE).await? {
        loop {
            let some = store::after(&house.store, last, PAGE).await?;
            let Some(end) = some.last() else { break };
            last = end.id;
            for visit in some {
                if fault(house, &law, &procedure, &visit).await?.is_none() {
                    continue;
                }
                // Somebody may have acted between the two readings.
                let Some(again) = store::visit(&house.store, visit.id).await? else { continue };
                if let Some(found) = fault(house, &law, &procedure, &again).await? {
                    return Ok(Some(found));
                }
            }
        }
    }
    promises(house).await
}

/// What of a visit does not follow.
async fn fault(house: &House, law: &Law, procedure: &Procedure, visit: &Visit) -> Done<Option<Difference>> {
    let facts = house.facts();
    let done = store::acts(&house.store, visit.id).await?;
    let stood = stand(procedure, &done, &law.calendar, &law.hours, house.now());
    if !stood.is_ok_and(|stood| stood.stage.as_deref() == Some(visit.stage.as_str())) {
        return Ok(Some(Difference::Visit { visit: visit.id.to_string() }));
    }
    let kept = deadlines::of_thing(&house.store, visit.id).await?;
    let unit = owing(visit, &kept);
    let by = (&law.calendar, &law.hours);
    let clocks = clocks_of(&facts, procedure, (visit, unit, &done), by, house.now());
    let follows =
        clocks.is_some_and(|clocks| clocks == kept) && facts.care(visit.unit, house.today()).contains(&unit);
    let due = || Difference::Due { sort: Sort::Visit.to_string(), thing: visit.id.to_string() };
    Ok((!follows).then(due))
}

/// The first promise that falls due at another moment than its day says.
async fn promises(house: &House) -> Done<Option<Difference>> {
    let mut last = Uuid::nil();
    loop {
        let some = store::commitments_after(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else { return Ok(None) };
        last = end.id;
        for one in some {
            if deadlines::of_thing(&house.store, one.id).await? == [of_promise(&one)] {
                continue;
            }
            let again = store::commitment(&house.store, one.id).await?;
            let kept = deadlines::of_thing(&house.store, one.id).await?;
            if again.is_some_and(|again| kept != [of_promise(&again)]) {
                let thing = one.id.to_string();
                return Ok(Some(Difference::Due { sort: Sort::Promise.to_string(), thing }));
            }
        }
    }
}

/// What the register of what offices began is called beside the series of documents.
const BEGUN: &str = "begun";

/// The first register of numbers with a gap or a double.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn numbers(house: &House) -> Done<Option<Difference>> {
    let torn = documents::torn_registers(&house.store).await?;
    let begun = begun::torn(&house.store).await?.into_iter();
    let all = torn.into_iter().chain(begun.map(|(unit, year)| (unit, year, BEGUN.to_owned())));
    let first = all.min();
    Ok(first.map(|(unit, year, series)| Difference::Numbers { unit: unit.to_string(), year, series }))
}
