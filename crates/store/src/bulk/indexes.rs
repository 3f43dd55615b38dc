//! Indexes set aside while very much is written, and built at the end in one go: several times quicker than row by row,
//! and smaller.

use crate::{Change, Store, change::Link, engine::Stored, on_change};
use sqlx::{AssertSqlSafe, Executor};

const SQLITE: &str = "select name, sql from sqlite_master where type = 'index' and sql is not null";
const POSTGRES: &str = "select indexname::text, indexdef from pg_indexes where schemaname = current_schema()
    and indexname not in (select conname from pg_constraint)";

/// While it is filled a house has much memory for itself.
const HURRY: [&str; 3] = [
    "pragma cache_size = -400000",
    "insert into case_search (case_search, rank) values ('hashsize', 33554432)",
    "insert into observation_search (observation_search, rank) values ('hashsize', 33554432)",
];
/// As it is in use.
const CALM: [&str; 5] = [
    "insert into case_search (case_search, rank) values ('hashsize', 1048576)",
    "insert into case_search (case_search) values ('optimize')",
    "insert into observation_search (observation_search, rank) values ('hashsize', 1048576)",
    "insert into observation_search (observation_search) values ('optimize')",
    "pragma cache_size = -32768",
];

/// What builds the indexes again.
#[must_use = "without its indexes a house is slow and not safe from doubles"]
pub struct SetAside(Vec<String>);

/// Sets aside every index that is not a key. Only for a house that is thrown away when this does not end well.
///
/// # Errors
/// When the engine cannot.
pub async fn set_aside(change: &mut Change) -> Stored<SetAside> {
    let asked = match change.link() {
        Link::Sqlite(held) => {
            for hurry in HURRY {
                held.connection().await?.execute(hurry).await?;
            }
            SQLITE
        }
        Link::Postgres(_) => POSTGRES,
    };
    let indexes: Vec<(String, String)> = on_change!(change, db => sqlx::query_as(asked).fetch_all(db).await)?;
    for (name, _) in &indexes {
        let sql = format!("drop index {name}");
        on_change!(change, db => db.execute(AssertSqlSafe(sql)).await.map(drop))?;
    }
    Ok(SetAside(indexes.into_iter().map(|(_, sql)| sql).collect()))
}

/// Builds them again.
///
/// # Errors
/// When the engine cannot, for example because an index of single things meets a double.
pub async fn bring_back(change: &mut Change, indexes: SetAside) -> Stored<()> {
    if let Link::Postgres(held) = change.link() {
        held.connection().await?.execute("set local maintenance_work_mem = '512MB'").await?;
    }
    for sql in indexes.0 {
        on_change!(change, db => db.execute(AssertSqlSafe(sql)).await.map(drop))?;
    }
    if let Link::Sqlite(held) = change.link() {
        for calm in CALM {
            held.connection().await?.execute(calm).await?;
        }
    }
    Ok(())
}

/// Lets PostgreSQL learn at once how much there is of what, which it would do by itself somewhat later.
///
/// # Errors
/// When the engine cannot.
pub async fn settle(store: &Store) -> Stored<()> {
    if let Store::Postgres { pool, .. } = store {
        pool.execute("vacuum analyze").await?;
    }
    Ok(())
}
