//! What the engines keep of erased words beside their rows is written anew.

use crate::{Store, change::Link, engine::Stored};

/// Merges the search index, so that words of erased documents leave it.
const MERGE_SQLITE: &str = "insert into case_search (case_search) values ('optimize')";
/// Every table whose rows lose words.
const TOUCHED: &[&str] = &[
    "contacts",
    "supporters",
    "cases",
    "entries",
    "readings",
    "observations",
    "observation_versions",
    "attachments",
    "pictures",
    "data_requests",
    "case_search",
    "letters",
    "letter_people",
    "letter_marks",
    "letter_readings",
    "proceedings",
    "proceeding_acts",
    "register_spells",
    "register_cells",
    "documents",
    "visits",
    "visitors",
    "visit_acts",
    "commitments",
];

/// Rewrites what the engine keeps, so that no freed page holds an erased word any more: on SQLite the whole file and its
/// log, on PostgreSQL the tables touched. Others wait meanwhile. PostgreSQL's own log, and back-ups, keep the words until
/// they are recycled.
///
/// # Errors
/// When the engine cannot.
pub async fn scrub(store: &Store) -> Stored<()> {
    let mut change = store.begin().await?;
    if let Link::Sqlite(held) = change.link() {
        sqlx::query(MERGE_SQLITE).execute(held.connection().await?).await?;
    }
    change.commit().await?;
    match store {
        Store::Sqlite { .. } => {
            let Some(file) = crate::tables::file(store).await? else { return Ok(()) };
            crate::engine::rewrite_sqlite(&file).await
        }
        Store::Postgres { pool, .. } => {
            // What the planner keeps of the tables' values are samples of words too.
            for table in TOUCHED {
                sqlx::query(sqlx::AssertSqlSafe(format!("vacuum (full, analyze) {table}")))
                    .execute(pool)
                    .await?;
            }
            for sql in ["vacuum full pg_catalog.pg_statistic", "checkpoint"] {
                match sqlx::query(sql).execute(pool).await {
                    // Only a superuser may; the tables are written anew all the same.
                    Ok(_) | Err(sqlx::Error::Database(_)) => {}
                    Err(other) => return Err(other.into()),
                }
            }
            Ok(())
        }
    }
}
