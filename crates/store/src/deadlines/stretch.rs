//! The clocks of many things in one change, in statements of many rows: for a job that computes all of them anew.

use super::{DeadlineRow, all, columns, days};
use crate::{
    Change,
    engine::{IDS, Stored, by_ids_within},
    on_change,
};
use danvan_domain::{deadlines::Deadline, time::Moment};
use sqlx::QueryBuilder;
use std::collections::HashMap;
use uuid::Uuid;

/// The clocks of each of some things, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn within(change: &mut Change, things: &[Uuid]) -> Stored<HashMap<Uuid, Vec<Deadline>>> {
    const OF: &str = concat!("select ", columns!(), " from deadlines where thing in (");
    let mut found: HashMap<Uuid, Vec<Deadline>> = HashMap::new();
    for it in all(by_ids_within!(change, DeadlineRow, OF, things, ") order by thing, position"))? {
        found.entry(it.thing).or_default().push(it);
    }
    Ok(found)
}

/// Writes clocks in place of all those that some things had.
///
/// # Errors
/// When the store cannot write.
pub async fn rewrite(change: &mut Change, things: &[Uuid], rows: &[Deadline]) -> Stored<()> {
    const FORGET: &str = "delete from deadlines where thing in (";
    const ADD: &str = concat!("insert into deadlines (", columns!(), ") ");
    const RETURNING: &str = concat!(") returning ", columns!());
    for it in all(by_ids_within!(change, DeadlineRow, FORGET, things, RETURNING))? {
        days::count(change, &it, -1);
    }
    for it in rows {
        days::count(change, it, 1);
    }
    for some in rows.chunks(IDS) {
        on_change!(change, db => {
            let mut query = QueryBuilder::new(ADD);
            query.push_values(some, |mut row, it| {
                row.push_bind(it.thing).push_bind(it.position).push_bind(it.sort.word()).push_bind(&it.procedure)
                    .push_bind(&it.step).push_bind(it.unit.0).push_bind(it.handler.map(|id| id.0))
                    .push_bind(&it.party).push_bind(it.is_duty).push_bind(it.is_paused)
                    .push_bind(it.starts_at.micros()).push_bind(it.due_at.micros())
                    .push_bind(it.ended_at.map(Moment::micros));
            });
            query.build().persistent(some.len() == IDS).execute(db).await.map(drop)
        })?;
    }
    Ok(())
}
