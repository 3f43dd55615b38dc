//! A file follows its proceeding, and the sums follow the file.

use crate::house::{Done, House};
use danvan_domain::{
    clearance::{File, PROCEDURE},
    ids::ProceedingId,
    proceedings::Proceeding,
    time::Moment,
};
use danvan_store::{
    Change,
    clearance::{self as store, sums, sums::Adding},
};
use uuid::Uuid;

/// Brings a file to the stage of its proceeding, in the change in which that has moved. `at` is when it was done. What that moves
/// in the sums is added to `adding`, so that whoever moves many files locks the sums once and in one order.
pub(crate) async fn follow(
    change: &mut Change,
    it: &Proceeding,
    at: Moment,
    adding: &mut Adding,
) -> Done<()> {
    if it.procedure != PROCEDURE {
        return Ok(());
    }
    let Some(file) = store::lock_file(change, it.id).await? else { return Ok(()) };
    let after = file.in_stage(&it.stage, at);
    if after != file {
        store::save_file(change, &after).await?;
        adding.take(&file);
        adding.add(&after);
    }
    Ok(())
}

/// Writes a file as it stands now, and takes from and adds to the sums what it was and is.
pub(super) async fn save(change: &mut Change, before: &File, after: &File) -> Done<()> {
    if before == after {
        return Ok(());
    }
    store::save_file(change, after).await?;
    let mut adding = Adding::new();
    adding.take(before);
    adding.add(after);
    Ok(sums::add(change, &adding).await?)
}

/// All sums, counted anew from the files.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn count_anew(house: &House) -> Done<Adding> {
    let mut all = Adding::new();
    let mut last = ProceedingId(Uuid::nil());
    loop {
        let some = store::after(&house.store, last, 1_000).await?;
        let Some(end) = some.last() else { return Ok(all) };
        last = end.id;
        some.iter().for_each(|file| all.add(file));
    }
}
