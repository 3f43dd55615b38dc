//! Deadlines computed anew from what was done, and compared with those that are kept.

use super::Difference;
use crate::{
    house::{Done, Facts, House},
    proceedings::city_of,
};
use danvan_domain::{
    deadlines::{self as rules, Deadline},
    ids::ProceedingId,
    procedures::{self, Procedure},
    proceedings::Proceeding,
};
use danvan_store::{deadlines, proceedings as store};
use std::collections::HashMap;
use uuid::Uuid;

const PAGE: i64 = 500;

type Editions = HashMap<(String, String), Option<Procedure>>;

/// The first proceeding whose deadlines do not follow from its acts.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    let facts = house.facts();
    let (mut last, mut editions) = (ProceedingId(Uuid::nil()), Editions::new());
    loop {
        let some = store::after(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else { return Ok(None) };
        last = end.id;
        for it in some {
            if follows(house, &facts, &mut editions, &it).await? {
                continue;
            }
            // Somebody may have acted between the two readings.
            let again = store::get(&house.store, it.id).await?;
            let Some(again) = again.filter(|again| again.seen_at != it.seen_at) else {
                return Ok(Some(Difference::Deadline { proceeding: it.id.to_string() }));
            };
            if !follows(house, &facts, &mut editions, &again).await? {
                return Ok(Some(Difference::Deadline { proceeding: it.id.to_string() }));
            }
        }
    }
}

async fn follows(house: &House, facts: &Facts, editions: &mut Editions, it: &Proceeding) -> Done<bool> {
    let key = (it.procedure.clone(), it.edition.clone());
    if !editions.contains_key(&key) {
        let found = store::edition(&house.store, &it.procedure, &it.edition).await?;
        editions.insert(key.clone(), found);
    }
    let Some(Some(procedure)) = editions.get(&key) else { return Ok(false) };
    let acts = store::acts(&house.store, it.id).await?;
    let done: Vec<procedures::Done> = acts.into_iter().map(|kept| kept.done).collect();
    let stood = procedures::moments(procedure, &done, &facts.calendar, &facts.hours, it.seen_at);
    let Ok((stage, clocks)) = stood else { return Ok(false) };
    let computed: Vec<Deadline> = rules::of(it, clocks, city_of(facts, it.unit));
    let kept = deadlines::of_proceeding(&house.store, it.id).await?;
    Ok(computed == kept && stage.as_deref() == Some(it.stage.as_str()))
}
