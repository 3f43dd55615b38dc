//! The tallies follow what happened to cases and observations.

use crate::house::{Done, House};
use danvan_domain::tallies::{Batch, deltas};
use danvan_store::{Change, events::Placed, tallies};

/// Adds up what the events say and writes each cell once.
pub(super) async fn apply(house: &House, change: &mut Change, events: &[Placed]) -> Done<()> {
    let facts = house.facts();
    let mut batch = Batch::default();
    for placed in events {
        for delta in deltas(&placed.event) {
            batch.add(&facts.tree, &facts.topics, &delta);
        }
    }
    tallies::add(change, &batch.into_rows()).await?;
    Ok(())
}
