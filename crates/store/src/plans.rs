//! How an engine would find what a statement asks for: a test looks that no page walks through a growing table.

use crate::engine::{Store, Stored};
use sqlx::{AssertSqlSafe, Connection, Executor, Row};

impl Store {
    /// The lines of a statement's plan, for any values of its parameters.
    ///
    /// # Errors
    /// When the engine does not understand the statement.
    pub async fn plan(&self, sql: &str) -> Stored<Vec<String>> {
        match self {
            Self::Sqlite { read, .. } => {
                let rows =
                    sqlx::query(AssertSqlSafe(format!("explain query plan {sql}"))).fetch_all(read).await?;
                rows.iter().map(|row| Ok(row.try_get::<String, _>("detail")?)).collect()
            }
            Self::Postgres { pool, .. } => {
                let mut held = pool.acquire().await?;
                let mut change = held.begin().await?;
                // With hardly any rows a walk would be chosen although there is an index.
                for calm in
                    ["set local enable_seqscan = off", "set local plan_cache_mode = force_generic_plan"]
                {
                    change.execute(calm).await?;
                }
                change.execute(AssertSqlSafe(format!("prepare looked_at as {sql}"))).await?;
                let count = (1..=parameters(sql)).map(|_| "null").collect::<Vec<_>>().join(", ");
                let values = if count.is_empty() { String::new() } else { format!("({count})") };
                let asked = format!("explain execute looked_at{values}");
                let rows = sqlx::raw_sql(AssertSqlSafe(asked)).fetch_all(&mut *change).await;
                change.rollback().await?;
                held.execute("deallocate looked_at").await?;
                rows?.iter().map(|row| Ok(row.try_get::<String, _>(0)?)).collect()
            }
        }
    }
}

/// The highest number of a parameter.
fn parameters(sql: &str) -> usize {
    let numbers = sql.split('$').skip(1).filter_map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<usize>().ok()
    });
    numbers.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::parameters;

    #[test]
    fn parameters_are_counted_by_their_highest_number() {
        for (sql, expected) in [("select 1", 0), ("select $2, $1, $2", 2), ("values ($10, $9)", 10)] {
            assert_eq!(parameters(sql), expected, "{sql}");
        }
    }
}
