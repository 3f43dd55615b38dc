//! Deadlines and what registers hold, computed anew from what was done and compared with those that are kept.

use super::Difference;
use crate::{
    house::{Done, Facts, House},
    proceedings::city_of,
    registers::spells_of,
};
use danvan_domain::{
    deadlines::{self as rules, Deadline},
    ids::ProceedingId,
    procedures::{self, Procedure},
    proceedings::Proceeding,
    registers::cells,
};
use danvan_store::{
    deadlines, proceedings as store,
    registers::{self, Turned},
};
use std::collections::HashMap;
use uuid::Uuid;

const PAGE: i64 = 500;

type Editions = HashMap<(String, String), Option<Procedure>>;

/// The first proceeding whose deadlines, or entries in the registers, do not follow from its acts; else the first number
/// of the registers that its entries do not sum to.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    let facts = house.facts();
    let (mut last, mut editions) = (ProceedingId(Uuid::nil()), Editions::new());
    let mut counted = Turned::new();
    loop {
        let some = store::after(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else {
            let found = compare_cells(house, counted).await?;
            return if found.is_none() { compare_days(house).await } else { Ok(found) };
        };
        last = end.id;
        for it in some {
            let spells = registers::of_proceeding(&house.store, it.id).await?;
            for cell in spells.iter().flat_map(cells) {
                *counted.entry(cell).or_default() += 1;
            }
            let found = follows(house, &facts, &mut editions, &it).await?;
            if found == Some(true) {
                continue;
            }
            if found == Some(false) {
                return Ok(Some(Difference::Register { proceeding: it.id.to_string() }));
            }
            // Somebody may have acted between the two readings.
            let again = store::get(&house.store, it.id).await?;
            let Some(again) = again.filter(|again| again.seen_at != it.seen_at) else {
                return Ok(Some(Difference::Deadline { proceeding: it.id.to_string() }));
            };
            if follows(house, &facts, &mut editions, &again).await?.is_none() {
                return Ok(Some(Difference::Deadline { proceeding: it.id.to_string() }));
            }
        }
    }
}

/// The first cell that is not what the spells sum to.
async fn compare_cells(house: &House, counted: Turned) -> Done<Option<Difference>> {
    let kept = registers::every_cell(&house.store).await?;
    let cells = kept.keys().chain(counted.keys());
    let of = |all: &Turned, cell| all.get(cell).copied().unwrap_or(0);
    let mut other = cells.filter(|cell| of(&kept, cell) != of(&counted, cell));
    Ok(other.next().map(|cell| Difference::RegisterCell {
        unit: cell.unit.to_string(),
        cell: format!("{} {} {} {} {}", cell.family, cell.key, cell.aspect, cell.grain, cell.start),
        kept: of(&kept, cell),
        counted: of(&counted, cell),
    }))
}

/// The first day of which another number of running deadlines is kept than there are.
async fn compare_days(house: &House) -> Done<Option<Difference>> {
    let other = deadlines::days::other(&house.store).await?;
    Ok(other.map(|(day, unit, kept, counted)| Difference::DeadlineDay {
        unit: unit.to_string(),
        day: day.to_string(),
        kept,
        counted,
    }))
}

/// Whether what is kept of a proceeding follows: `None` when its deadlines do not, `Some(false)` when its entries in the
/// registers do not.
async fn follows(
    house: &House,
    facts: &Facts,
    editions: &mut Editions,
    it: &Proceeding,
) -> Done<Option<bool>> {
    let key = (it.procedure.clone(), it.edition.clone());
    if !editions.contains_key(&key) {
        let found = store::edition(&house.store, &it.procedure, &it.edition).await?;
        editions.insert(key.clone(), found);
    }
    let Some(Some(procedure)) = editions.get(&key) else { return Ok(None) };
    let acts = store::acts(&house.store, it.id).await?;
    let done: Vec<procedures::Done> = acts.iter().map(|kept| kept.done.clone()).collect();
    let stood = procedures::moments(procedure, &done, &facts.calendar, &facts.hours, it.seen_at);
    let Ok((stage, clocks)) = stood else { return Ok(None) };
    let computed: Vec<Deadline> = rules::of(it, clocks.iter().copied(), city_of(facts, it.unit));
    let kept = deadlines::of_proceeding(&house.store, it.id).await?;
    if computed != kept || stage.as_deref() != Some(it.stage.as_str()) {
        return Ok(None);
    }
    let spells = spells_of(house, facts, it, &acts, (procedure, &clocks)).await?;
    Ok(Some(spells == registers::of_proceeding(&house.store, it.id).await?))
}
