//! What falls due of returns, computed anew.

use super::Difference;
use crate::house::{Done, House};
use danvan_domain::{deadlines::Sort, returns::Return};
use danvan_store::{deadlines, returns as store};
use uuid::Uuid;

const PAGE: i64 = 500;

/// The first return that falls due at another moment than it should, or whose newest version is not there.
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
                return Ok(Some(Difference::Due { sort: Sort::Return.to_string(), thing }));
            }
        }
    }
}

async fn follows(house: &House, it: &Return) -> Done<bool> {
    let due: Vec<_> = it.deadline().into_iter().collect();
    if deadlines::of_thing(&house.store, it.id.0).await? != due {
        return Ok(false);
    }
    Ok(store::versions::last(&house.store, it.id).await? == it.version && it.accepted <= it.version)
}
