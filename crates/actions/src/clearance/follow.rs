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
        add_to(adding, &file, -1);
        add_to(adding, &after, 1);
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
    add_to(&mut adding, before, -1);
    add_to(&mut adding, after, 1);
    Ok(sums::add(change, &adding).await?)
}

/// Adds what a file counts, or takes it off.
pub(super) fn add_to(adding: &mut Adding, file: &File, by: i64) {
    let (cell, sum) = file.counted();
    let sum = if by < 0 { sum.negative() } else { sum };
    adding.entry((file.project, cell)).or_default().add(sum);
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
        some.iter().for_each(|file| add_to(&mut all, file, 1));
    }
}
