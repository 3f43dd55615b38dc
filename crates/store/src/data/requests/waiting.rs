//! Requests that wait for their offices: so many at a time by when the next thing is due.

use super::{Request, RequestRow};
use crate::{Store, deadlines::After, engine::Stored, on_engine};
use danvan_domain::ids::UnitId;

/// Requests that wait behind a row, the soonest due first: of some offices, or of all.
///
/// # Errors
/// When the store cannot be read.
pub async fn behind(
    store: &Store,
    units: Option<&[UnitId]>,
    after: After,
    limit: i64,
) -> Stored<Vec<Request>> {
    const HEAD: &str = concat!(
        "select ",
        columns!(),
        " from data_requests where ended_at is null and (next_due_at, id) > ("
    );
    let rows: Vec<RequestRow> = on_engine!(store, db => {
        let mut query = sqlx::QueryBuilder::new(HEAD);
        query.push_bind(after.due_at.micros()).push(", ").push_bind(after.thing).push(")");
        if let Some(units) = units {
            query.push(" and unit in (");
            let mut list = query.separated(", ");
            for unit in units {
                list.push_bind(unit.0);
            }
            query.push(")");
        }
        query.push(" order by next_due_at, id limit ").push_bind(limit);
        query.build_query_as().persistent(false).fetch_all(db).await
    })?;
    rows.into_iter().map(Request::try_from).collect()
}
