//! What falls due of inspections, computed anew from what was done.

use super::Difference;
use crate::{
    house::{Done, House},
    inspections::deadlines_of,
};
use danvan_domain::{deadlines::Sort, inspections::Inspection};
use danvan_store::{deadlines, inspections as store};
use uuid::Uuid;

const PAGE: i64 = 500;

/// The first inspection of which something falls due at another moment than it should.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    let mut last = Uuid::nil();
    loop {
        let some = store::after(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else { return Ok(None) };
        last = end.id.0;
        for it in some {
            if follows(house, &it).await? {
                continue;
            }
            // Somebody may have acted between the two readings.
            let Some(again) = store::get(&house.store, it.id).await? else { continue };
            if !follows(house, &again).await? {
                let thing = again.id.to_string();
                return Ok(Some(Difference::Due { sort: Sort::Inspection.to_string(), thing }));
            }
        }
    }
}

async fn follows(house: &House, it: &Inspection) -> Done<bool> {
    let acts = store::acts(&house.store, it.id).await?;
    Ok(deadlines::of_thing(&house.store, it.id.0).await? == deadlines_of(house, it, &acts))
}
