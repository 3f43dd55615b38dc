//! The tallies follow what happened to cases and observations.

use crate::house::{Done, House};
use danvan_domain::{
    events::Event,
    ids::JobId,
    tallies::{Batch, deltas},
    time::Day,
};
use danvan_store::{Change, events::Placed, jobs, tallies};

/// The kind of job that counts all tallies anew.
pub const REBUILD: &str = "tallies.rebuild";

/// Adds up what the events say and writes each cell once.
pub(super) async fn apply(house: &House, change: &mut Change, events: &[Placed]) -> Done<()> {
    let facts = house.facts();
    let mut batch = Batch::default();
    for placed in events {
        if moves_the_past(&placed.event) {
            let (id, once) = (JobId(house.new_id()), format!("{REBUILD} {}", placed.event.thing));
            jobs::add(change, id, REBUILD, "{}", Some(&once), house.now()).await?;
        }
        for delta in deltas(&placed.event) {
            batch.add(&facts.tree, &facts.topics, &delta);
        }
    }
    tallies::add(change, &batch.into_rows()).await?;
    Ok(())
}

/// Whether units changed for days on which something may have been counted already, so that it would now be counted
/// elsewhere: a reorganisation entered on its day or later, or one undone.
fn moves_the_past(event: &Event) -> bool {
    let is_structure = matches!(event.kind.as_str(), "unit.reorganised" | "unit.restored");
    let on = || event.payload.get("on")?.as_str()?.parse::<Day>().ok();
    is_structure && on().is_none_or(|on| on <= event.at.day())
}
