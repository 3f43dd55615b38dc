//! Files of land clearance against their proceedings and accounts, what falls due of calls, and the sums against the files.

use super::Difference;
use crate::{
    clearance::count_anew,
    house::{Done, House},
};
use danvan_domain::{
    clearance::{Cell, File, Sort, Sum},
    deadlines::Sort as Due,
    ids::{ProceedingId, ProjectId},
};
use danvan_store::{
    clearance::{self as store, calls, sums},
    deadlines, proceedings,
};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

const PAGE: i64 = 500;
/// How often sums are compared again when somebody acted meanwhile.
const TRIES: usize = 3;

/// The first thing that does not follow.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    let mut found = files(house).await?;
    if found.is_none() {
        found = promises(house).await?;
    }
    if found.is_none() {
        for _ in 0..TRIES {
            found = first_wrong_sum(house).await?;
            if found.is_none() {
                break;
            }
        }
    }
    Ok(found)
}

async fn files(house: &House) -> Done<Option<Difference>> {
    let mut last = ProceedingId(Uuid::nil());
    loop {
        let some = store::after(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else { return Ok(None) };
        last = end.id;
        let ids: Vec<ProceedingId> = some.iter().map(|file| file.id).collect();
        let all = proceedings::some(&house.store, &ids).await?;
        let by_id: HashMap<ProceedingId, _> = all.into_iter().map(|it| (it.id, it)).collect();
        for file in some {
            let it = by_id.get(&file.id);
            let stands =
                it.is_some_and(|it| (&it.stage, it.unit, it.place) == (&file.stage, file.unit, file.place));
            if stands && adds_up(house, &file).await? {
                continue;
            }
            // Somebody may have acted between the readings.
            let (again, it) =
                (store::file(&house.store, file.id).await?, proceedings::get(&house.store, file.id).await?);
            let (Some(again), Some(it)) = (again, it) else {
                return Ok(Some(Difference::ClearanceFile { file: file.id.to_string() }));
            };
            if (&it.stage, it.unit) != (&again.stage, again.unit) || !adds_up(house, &again).await? {
                return Ok(Some(Difference::ClearanceFile { file: file.id.to_string() }));
            }
        }
    }
}

/// Whether the sums of a file are those of its entries.
async fn adds_up(house: &House, file: &File) -> Done<bool> {
    let (mut due, mut paid, mut plots) = (0, 0, 0);
    for it in calls::entries(&house.store, file.id).await?.iter().filter(|it| it.struck_at.is_none()) {
        match it.sort {
            Sort::Paid => paid += it.amount,
            Sort::Plot => plots += it.amount,
            _ => due += it.amount,
        }
    }
    Ok((due, paid, plots) == (file.due, file.paid, file.plots_given))
}

/// The first promise of a call that falls due at another moment than its day says.
async fn promises(house: &House) -> Done<Option<Difference>> {
    let mut last = Uuid::nil();
    loop {
        let some = calls::calls_after(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else { return Ok(None) };
        last = end.id;
        for one in some {
            let follows = |call: &danvan_domain::clearance::Call, kept: &[_]| match call.deadline() {
                Some(due) => kept == [due],
                None => kept.is_empty(),
            };
            if follows(&one, &deadlines::of_thing(&house.store, one.id).await?) {
                continue;
            }
            let again = calls::call(&house.store, one.id).await?;
            let kept = deadlines::of_thing(&house.store, one.id).await?;
            if again.is_some_and(|again| !follows(&again, &kept)) {
                return Ok(Some(Difference::Due { sort: Due::Call.to_string(), thing: one.id.to_string() }));
            }
        }
    }
}

async fn first_wrong_sum(house: &House) -> Done<Option<Difference>> {
    let (counted, kept) = (count_anew(house).await?, sums::all(&house.store).await?);
    let by_segment = first_other(&kept.by_segment, &counted.by_segment);
    Ok(by_segment.or_else(|| first_other(&kept.by_spot, &counted.by_spot)))
}

fn first_other<K: Ord>(
    kept: &BTreeMap<(ProjectId, Cell<K>), Sum>,
    counted: &BTreeMap<(ProjectId, Cell<K>), Sum>,
) -> Option<Difference> {
    let of = |all: &BTreeMap<_, Sum>, key| all.get(key).copied().unwrap_or_default();
    let other = kept.keys().chain(counted.keys()).find(|key| of(kept, *key) != of(counted, *key));
    other.map(|key| Difference::ClearanceSum {
        project: key.0.to_string(),
        kept: of(kept, key).files,
        counted: of(counted, key).files,
    })
}
