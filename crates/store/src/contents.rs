//! What the store holds, table by table, as bytes that are the same on both engines: for proving that a copy is whole.

use crate::{
    Store,
    engine::{StoreError, Stored},
    on_engine,
};
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

const TABLES_SQLITE: &str =
    "select m.name, p.name, lower(p.type) from sqlite_master m, pragma_table_info(m.name) p
    where m.type = 'table' order by m.name, p.name";
const TABLES_POSTGRES: &str =
    "select cast(table_name as text), cast(column_name as text), cast(data_type as text)
    from information_schema.columns where table_schema = current_schema() order by 1, 2";

/// What is under way, who is signed in, what can be made again, and what the engine keeps for itself.
const PASSING: &[&str] = &[
    "jobs",
    "leases",
    "sessions",
    "tries",
    "followers",
    "tallies",
    "tally_days",
    "tally_turns",
    "upkeep",
    "seal_loans",
    "sqlite_",
    "_sqlx",
    "case_search",
    "case_numbers",
    "observation_search",
    "observation_numbers",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Id,
    Text,
    Number,
    Truth,
    Real,
    Bytes,
}

impl Kind {
    fn of(declared: &str) -> Option<Self> {
        Some(match declared {
            "uuid" => Self::Id,
            "text" => Self::Text,
            "bigint" => Self::Number,
            "boolean" => Self::Truth,
            "double precision" => Self::Real,
            "bytea" => Self::Bytes,
            _ => return None,
        })
    }
}

/// A table whose rows belong to the house for good.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    columns: Vec<(String, Kind)>,
}

/// Every table that a copy of the house must hold, by name.
///
/// # Errors
/// When the store cannot be read or a column is of a type the house does not use.
pub async fn tables(store: &Store) -> Stored<Vec<Table>> {
    let sql = if store.engine() == "postgres" { TABLES_POSTGRES } else { TABLES_SQLITE };
    let rows: Vec<(String, String, String)> =
        on_engine!(store, db => sqlx::query_as(sql).fetch_all(db).await)?;
    let mut found: Vec<Table> = Vec::new();
    for (name, column, declared) in rows {
        if PASSING.iter().any(|passing| name.starts_with(passing)) {
            continue;
        }
        let kind = Kind::of(&declared)
            .ok_or_else(|| StoreError::Unreadable(format!("the type {declared} of {name}.{column}")))?;
        match found.last_mut().filter(|table| table.name == name) {
            Some(table) => table.columns.push((column, kind)),
            None => found.push(Table { name, columns: vec![(column, kind)] }),
        }
    }
    // The engines do not order names alike.
    for table in &mut found {
        table.columns.sort_by(|a, b| a.0.cmp(&b.0));
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// Shows every row of a table, in any order, as bytes. Rows are read as they are shown, never all at once.
///
/// # Errors
/// When the store cannot be read.
pub async fn each_row(store: &Store, table: &Table, mut show: impl FnMut(&[u8])) -> Stored<()> {
    let columns: Vec<String> = table.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    // Names come from the engine's own list of tables.
    let sql = format!("select {} from \"{}\"", columns.join(", "), table.name);
    let mut bytes = Vec::new();
    on_engine!(store, db => {
        let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(db);
        while let Some(row) = rows.try_next().await? {
            bytes.clear();
            for (at, (_, kind)) in table.columns.iter().enumerate() {
                let value = match kind {
                    Kind::Id => row.try_get::<Option<Uuid>, _>(at)?.map(|id| id.as_bytes().to_vec()),
                    Kind::Text => row.try_get::<Option<String>, _>(at)?.map(String::into_bytes),
                    Kind::Number => row.try_get::<Option<i64>, _>(at)?.map(|number| number.to_be_bytes().to_vec()),
                    Kind::Truth => row.try_get::<Option<bool>, _>(at)?.map(|truth| vec![u8::from(truth)]),
                    Kind::Real => row.try_get::<Option<f64>, _>(at)?.map(|real| real.to_bits().to_be_bytes().to_vec()),
                    Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(at)?,
                };
                let length = value.as_ref().map_or(u64::MAX, |value| value.len() as u64);
                bytes.extend_from_slice(&length.to_be_bytes());
                bytes.extend_from_slice(&value.unwrap_or_default());
            }
            show(&bytes);
        }
    });
    Ok(())
}

/// Runs a statement past every rule and without an event: for tests that damage a store to see whether it is noticed.
///
/// # Errors
/// When the engine refuses the statement.
pub async fn damage(store: &Store, sql: &str) -> Stored<u64> {
    let mut change = store.begin().await?;
    let sql = AssertSqlSafe(sql.to_owned());
    let rows =
        crate::on_change!(change, db => sqlx::query(sql).execute(db).await.map(|done| done.rows_affected()))?;
    change.commit().await?;
    Ok(rows)
}
