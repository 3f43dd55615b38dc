//! Deadlines and what registers hold, computed anew from what was done and compared with those that are kept.

use super::Difference;
use crate::{
    house::{Done, Facts, House},
    proceedings::city_of,
    registers::spells_of,
    rules::{self as house_rules, Law},
};
use danvan_domain::{
    deadlines::{self as rules, Deadline},
    ids::ProceedingId,
    procedures::{self, Done as Act, Procedure},
    proceedings::Proceeding,
    registers::cells,
};
use danvan_store::{
    deadlines, proceedings as store,
    registers::{self, Turned},
};
use uuid::Uuid;

const PAGE: i64 = 500;

/// The first proceeding whose deadlines, or entries in the registers, do not follow from its acts; else the first number
/// of the registers that its entries do not sum to.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    let facts = house.facts();
    let (mut law, _) = Law::followed(house).await?;
    let mut last = ProceedingId(Uuid::nil());
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
            let found = follows(house, &facts, &mut law, &it).await?;
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
            if follows(house, &facts, &mut law, &again).await?.is_none() {
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

/// That this program goes by other rules than those that the house followed last, when it does.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn other_rules(house: &House) -> Done<Option<Difference>> {
    let (_, followed) = Law::followed(house).await?;
    let own = house_rules::digest(house);
    let other = followed.filter(|followed| *followed != own);
    Ok(other.map(|followed| Difference::Rules { followed, own }))
}

/// Whether what is kept of a proceeding follows: `None` when its deadlines do not, `Some(false)` when its entries in the
/// registers do not.
async fn follows(house: &House, facts: &Facts, law: &mut Law, it: &Proceeding) -> Done<Option<bool>> {
    let acts = store::acts(&house.store, it.id).await?;
    let done: Vec<Act> = acts.iter().map(|kept| kept.done.clone()).collect();
    let written = (it.procedure.as_str(), it.edition.as_str());
    let procedure = law.procedure(house, written, &done, it.seen_at).await?;
    let Some(procedure) = procedure else { return Ok(None) };
    let kept = deadlines::of_proceeding(&house.store, it.id).await?;
    if !as_kept(facts, law, &procedure, (it, &done, &kept))
        || has_turned(house, facts, law, &procedure, (it, &done, &kept))
    {
        return Ok(None);
    }
    // The registers were written by the rows that stand with it.
    let rows = law.edition(house, &it.procedure, &it.edition).await?.unwrap_or(procedure);
    let stood = procedures::moments(&rows, &done, &law.calendar, &law.hours, it.seen_at);
    let Ok((_, clocks)) = stood else { return Ok(None) };
    let spells = spells_of(house, facts, it, &acts, (&rows, &clocks)).await?;
    Ok(Some(spells == registers::of_proceeding(&house.store, it.id).await?))
}

/// Whether stage and deadlines are those that follow, as of when they were computed.
fn as_kept(
    facts: &Facts,
    law: &Law,
    procedure: &Procedure,
    (it, done, kept): (&Proceeding, &[Act], &[Deadline]),
) -> bool {
    let stood = procedures::moments(procedure, done, &law.calendar, &law.hours, it.seen_at);
    stood.is_ok_and(|(stage, clocks)| {
        let computed = rules::of(it, clocks, city_of(facts, it.unit));
        computed == kept && stage.as_deref() == Some(it.stage.as_str())
    })
}

/// Whether the law turned by itself since then, so that a clock that runs is due at another moment, and nobody followed. The
/// day of the turn itself is left to the job that follows it.
fn has_turned(
    house: &House,
    facts: &Facts,
    law: &Law,
    procedure: &Procedure,
    (it, done, kept): (&Proceeding, &[Act], &[Deadline]),
) -> bool {
    let (seen, today) = (it.seen_at.day(), house.today());
    if !procedure.turns().any(|day| seen < day && day < today) {
        return false;
    }
    let stood = procedures::moments(procedure, done, &law.calendar, &law.hours, house.now());
    let Ok((_, clocks)) = stood else { return true };
    let now = rules::of(it, clocks, city_of(facts, it.unit));
    let mut running = kept.iter().zip(&now).filter(|(kept, _)| kept.ended_at.is_none() && !kept.is_paused);
    running.any(|(kept, now)| kept.due_at != now.due_at)
}
