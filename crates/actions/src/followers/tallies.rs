//! The tallies follow what happened to cases and observations.

use super::Follows;
use crate::house::{Done, House};
use danvan_domain::{
    events::Event,
    ids::JobId,
    tallies::{Batch, Cell, Counts, deltas},
    time::Day,
};
use danvan_store::{Change, events::Placed, jobs, tallies};
use uuid::Uuid;

/// The kind of job that counts all tallies anew.
pub const REBUILD: &str = "tallies.rebuild";

/// Adds up what the events say, so that each cell is written once.
pub(super) fn gather(house: &House, events: &[Placed]) -> Follows {
    let facts = house.facts();
    let mut batch = Batch::default();
    let mut moved = Vec::new();
    for placed in events {
        if moves_the_past(&placed.event) {
            moved.push(placed.event.thing);
        }
        for delta in deltas(&placed.event) {
            batch.add(&facts.tree, &facts.topics, &delta);
        }
    }
    Follows::Counted { cells: batch.into_rows(), moved }
}

/// Writes what was added up, and asks for a new count where the past was changed.
pub(super) async fn write(
    house: &House,
    change: &mut Change,
    cells: &[(Cell, Counts)],
    moved: &[Uuid],
) -> Done<()> {
    for thing in moved {
        let (id, once) = (JobId(house.new_id()), format!("{REBUILD} {thing}"));
        jobs::add(change, id, REBUILD, "{}", Some(&once), house.now()).await?;
    }
    Ok(tallies::add(change, cells).await?)
}

/// Whether units changed for days on which something may have been counted already, so that it would now be counted
/// elsewhere: a reorganisation entered on its day or later, or one undone.
fn moves_the_past(event: &Event) -> bool {
    let is_structure = matches!(event.kind.as_str(), "unit.reorganised" | "unit.restored");
    let on = || event.payload.get("on")?.as_str()?.parse::<Day>().ok();
    is_structure && on().is_none_or(|on| on <= event.at.day())
}
