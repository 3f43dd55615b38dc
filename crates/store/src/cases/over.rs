//! The open cases that run to a day or beyond: what a changed calendar may touch.

use super::{CaseRow, columns};
use crate::{Store, engine::Stored, on_engine, statements};
use danvan_domain::{cases::Case, ids::UnitId, time::Moment};

statements! {
    OVER = concat!("select ", columns!(), " from cases where responsible = $1
        and stage in ('received', 'accepted', 'reopened') and due_at >= $2 order by due_at limit $3");
    COUNT_OVER = "select count(*) from cases where responsible = $1
        and stage in ('received', 'accepted', 'reopened') and due_at >= $2";
}

/// The open cases of an office that are due at a moment or later, so many at most; and how many there are behind those.
///
/// # Errors
/// When the store cannot be read.
pub async fn over(store: &Store, unit: UnitId, from: Moment, limit: usize) -> Stored<(Vec<Case>, usize)> {
    let (from, most) = (from.micros(), i64::try_from(limit).unwrap_or(i64::MAX));
    let rows: Vec<CaseRow> = on_engine!(store, db => sqlx::query_as(OVER).bind(unit.0).bind(from).bind(most)
        .fetch_all(db).await)?;
    let mut behind = 0;
    if rows.len() >= limit {
        let all: i64 = on_engine!(store, db => sqlx::query_scalar(COUNT_OVER).bind(unit.0).bind(from)
            .fetch_one(db).await)?;
        behind = usize::try_from(all).unwrap_or(0).saturating_sub(rows.len());
    }
    let cases = rows.into_iter().map(Case::try_from).collect::<Stored<_>>()?;
    Ok((cases, behind))
}
