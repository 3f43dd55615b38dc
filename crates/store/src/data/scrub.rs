//! What the engines keep of erased words beside their rows is written anew.

use crate::{
    Store,
    change::Link,
    engine::{StoreError, Stored},
};
use sqlx::{AssertSqlSafe, PgPool};

/// Merges the search indexes, so that words of erased documents leave them.
const MERGE_SQLITE: [&str; 2] = [
    "insert into case_search (case_search) values ('optimize')",
    "insert into observation_search (observation_search) values ('optimize')",
];

/// Columns of a table that hold words and of which the planner keeps samples, with their types and the order that is their
/// own.
const SAMPLED_POSTGRES: &str = "select a.attname::text, format_type(a.atttypid, a.atttypmod) || coalesce(
        (select ' collate ' || quote_ident(l.collname) from pg_collation l join pg_type t on t.oid = a.atttypid
            where l.oid = a.attcollation and l.oid <> t.typcollation), '')
    from pg_attribute a
    join pg_stats s on s.schemaname = current_schema() and s.tablename = $1 and s.attname = a.attname
    where a.attrelid = to_regclass($1) and a.atttypid in ('text'::regtype, 'bytea'::regtype, 'tsvector'::regtype)";

/// A number that every change until now lies below.
const NOW_POSTGRES: &str = "select txid_current()::bigint % 4294967296";

/// Waits a little, and tells how many still look at this database as it was before that number: what they see is not thrown
/// away.
const LOOKERS_POSTGRES: &str = "select count(*) from (select pg_sleep(0.05)) waited, pg_stat_activity a
    where a.datname = current_database() and a.pid <> pg_backend_pid()
        and age(a.backend_xmin) >= age(cast(cast($1 as text) as xid))";

/// So often is waited for them.
const PATIENCE: usize = 600;

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
    "case_search_lists",
    "observation_search",
    "observation_search_lists",
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
    "visit_readings",
    "commitments",
    "clearance_files",
    "clearance_holders",
    "clearance_calls",
    "clearance_needs",
    "clearance_sheets",
    "campaign_members",
    "campaign_calls",
    "initiative_owners",
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
        for merge in MERGE_SQLITE {
            sqlx::query(merge).execute(held.connection().await?).await?;
        }
    }
    change.commit().await?;
    match store {
        Store::Sqlite { .. } => {
            let Some(file) = crate::tables::file(store).await? else { return Ok(()) };
            crate::engine::rewrite_sqlite(&file).await
        }
        Store::Postgres { pool, .. } => {
            nobody_looks_back(pool).await?;
            // What the planner keeps of the tables' values are samples of words too.
            for table in TOUCHED {
                sqlx::query(AssertSqlSafe(format!("vacuum (full, analyze) {table}"))).execute(pool).await?;
                forget_samples(pool, table).await?;
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

/// Waits until nobody looks at rows that were deleted or changed until now: tables that are written anew keep what somebody may
/// still see.
async fn nobody_looks_back(pool: &PgPool) -> Stored<()> {
    let now: i64 = sqlx::query_scalar(NOW_POSTGRES).fetch_one(pool).await?;
    for _ in 0..PATIENCE {
        let lookers: i64 = sqlx::query_scalar(LOOKERS_POSTGRES).bind(now.to_string()).fetch_one(pool).await?;
        if lookers == 0 {
            return Ok(());
        }
    }
    Err(StoreError::Engine(
        "somebody looks at erased rows for half a minute: they cannot be written anew yet".into(),
    ))
}

/// Of an empty table nothing is sampled anew, and what was sampled while it had rows would stay for ever. The samples of a
/// column go when its type is set, to what it is already.
async fn forget_samples(pool: &PgPool, table: &str) -> Stored<()> {
    let exists = AssertSqlSafe(format!("select exists (select 1 from {table})"));
    if sqlx::query_scalar::<_, bool>(exists).fetch_one(pool).await? {
        return Ok(());
    }
    let sampled: Vec<(String, String)> = sqlx::query_as(SAMPLED_POSTGRES).bind(table).fetch_all(pool).await?;
    for (column, kind) in sampled {
        let same = format!("alter table {table} alter column {column} type {kind}");
        sqlx::query(AssertSqlSafe(same)).execute(pool).await?;
    }
    Ok(())
}
