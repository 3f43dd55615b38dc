//! Many proceedings in one change, in statements of many rows: for a job that computes all of them anew.

use super::{ActRow, ProceedingRow, act_columns, all, columns};
use crate::{
    Change,
    change::Link,
    engine::{IDS, Stored, by_ids_within},
    on_change,
};
use danvan_domain::{
    ids::ProceedingId,
    proceedings::{Kept, Proceeding},
    time::Moment,
};
use sqlx::QueryBuilder;
use std::collections::HashMap;
use uuid::Uuid;

/// Those of some proceedings that are there, locked until the end of the change, in the order of ids.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, ids: &[ProceedingId]) -> Stored<Vec<Proceeding>> {
    const SOME: &str = concat!("select ", columns!(), " from proceedings where id in (");
    // On SQLite the writer is alone anyway. On PostgreSQL all who hold several take them in the order of ids, so that
    // nobody waits in a circle.
    let rest = match change.link() {
        Link::Sqlite(_) => ") order by id",
        Link::Postgres(_) => ") order by id for no key update",
    };
    let mut ids = plain(ids);
    ids.sort_unstable();
    all(by_ids_within!(change, ProceedingRow, SOME, ids, rest))
}

/// What was done in each of some proceedings, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn acts(change: &mut Change, ids: &[ProceedingId]) -> Stored<HashMap<ProceedingId, Vec<Kept>>> {
    const OF: &str = concat!("select ", act_columns!(), " from proceeding_acts where proceeding in (");
    let mut found: HashMap<ProceedingId, Vec<Kept>> = HashMap::new();
    for row in by_ids_within!(change, ActRow, OF, plain(ids), ") order by proceeding, position") {
        let kept = Kept::try_from(row)?;
        found.entry(kept.proceeding).or_default().push(kept);
    }
    Ok(found)
}

/// Writes edition, stage and end of proceedings that are there, and up to when they were computed.
///
/// # Errors
/// When the store cannot write.
pub async fn save(change: &mut Change, some: &[Proceeding]) -> Stored<()> {
    const HEAD: &str = concat!("insert into proceedings (", columns!(), ") ");
    for some in some.chunks(IDS) {
        on_change!(change, db => {
            let mut query = QueryBuilder::new(HEAD);
            query.push_values(some, |mut row, it| {
                row.push_bind(it.id.0).push_bind(it.letter.map(|id| id.0)).push_bind(it.parent.map(|id| id.0))
                    .push_bind(&it.procedure).push_bind(&it.edition).push_bind(it.unit.0)
                    .push_bind(it.handler.map(|id| id.0)).push_bind(it.place.0).push_bind(&it.topic)
                    .push_bind(&it.title).push_bind(it.signers).push_bind(it.is_sealed)
                    .push_bind(it.opened_at.micros()).push_bind(it.opened_on.to_string()).push_bind(&it.stage)
                    .push_bind(it.ended_at.map(Moment::micros)).push_bind(it.seen_at.micros());
            });
            query.push(" on conflict (id) do update set edition = excluded.edition, stage = excluded.stage,
                ended_at = excluded.ended_at, seen_at = excluded.seen_at");
            query.build().persistent(some.len() == IDS).execute(db).await.map(drop)
        })?;
    }
    Ok(())
}

fn plain(ids: &[ProceedingId]) -> Vec<Uuid> {
    ids.iter().map(|id| id.0).collect()
}
