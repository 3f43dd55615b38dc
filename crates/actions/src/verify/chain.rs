//! Walking the chain of events.

use super::Difference;
use crate::house::Done;
use danvan_domain::events::GENESIS;
use danvan_store::{Store, events};

const PAGE: i64 = 1000;

/// Walks every lane up to where it ended when the walk began; returns how many events were seen and the first that is
/// not as it was written.
pub(super) async fn walk(store: &Store) -> Done<(i64, Option<Difference>)> {
    let mut seen = 0;
    let mut first = None;
    for (lane, end) in events::lanes(store).await? {
        let difference = walk_lane(store, lane, end, &mut seen).await?;
        first = first.or(difference);
    }
    Ok((seen, first))
}

async fn walk_lane(store: &Store, lane: i64, end: i64, seen: &mut i64) -> Done<Option<Difference>> {
    let (mut position, mut previous) = (0, GENESIS);
    while position < end {
        let page = events::after(store, lane, position, PAGE.min(end - position)).await?;
        if page.is_empty() {
            return Ok(Some(Difference::Missing { lane, position: position + 1, found: None }));
        }
        for placed in page {
            position += 1;
            if placed.position != position {
                return Ok(Some(Difference::Missing { lane, position, found: Some(placed.position) }));
            }
            let hash = placed.event.hash(&previous, lane, position, &placed.payload);
            if hash[..] != placed.hash[..] {
                return Ok(Some(Difference::Changed { lane, position }));
            }
            previous = hash;
            *seen += 1;
        }
    }
    // Events written meanwhile move the end with them; others do not.
    let end =
        events::lanes(store).await?.into_iter().find(|(own, _)| *own == lane).map_or(end, |(_, end)| end);
    let beyond = events::after(store, lane, end, 1).await?;
    let grown = events::lanes(store).await?.contains(&(lane, end));
    Ok((!beyond.is_empty() && grown).then_some(Difference::Surplus { lane, position: end }))
}
