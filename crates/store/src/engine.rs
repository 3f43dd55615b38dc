//! Opening the store. SQLite: many readers and one writer with group commit. PostgreSQL: a pool.

use crate::{
    change::{Change, Senders, Writer},
    migrations::{For, migrator},
};
use sqlx::{
    ConnectOptions, Connection, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{
        SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
    },
};
use std::{str::FromStr, sync::Arc, time::Duration};
use tokio::sync::Notify;

/// What may go wrong below the rules. Pages show it as "our fault", never in its own words.
#[derive(Debug, Clone)]
pub enum StoreError {
    /// The engine said no; the text is for the log.
    Engine(String),
    /// A row with this key is already there.
    Taken,
    /// What is stored cannot be read as what it should be.
    Unreadable(String),
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Engine(text) => write!(f, "the database said: {text}"),
            Self::Taken => f.write_str("a row with this key is already there"),
            Self::Unreadable(text) => write!(f, "a stored value cannot be read: {text}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inner) if inner.is_unique_violation() => Self::Taken,
            _ => Self::Engine(error.to_string()),
        }
    }
}

/// Result of everything in this crate.
pub type Stored<T> = Result<T, StoreError>;

/// One store, two engines.
#[derive(Clone)]
pub enum Store {
    /// A file beside the program.
    Sqlite {
        /// Connections that only read.
        read: SqlitePool,
        /// The one that writes.
        writer: Arc<Writer>,
        /// Rung after every commit.
        happened: Arc<Notify>,
    },
    /// A server.
    Postgres {
        /// Connections for everything.
        pool: PgPool,
        /// What sends changes that await no answer.
        senders: Arc<Senders>,
        /// Rung after every commit of this process.
        happened: Arc<Notify>,
    },
}

/// A connection to a server that was not used for so long is asked whether it still stands.
const ASK_AFTER: Duration = Duration::from_secs(1);

/// So many pages of 4 kB may the log hold before the writer brings them into the file by itself.
const OWN_CHECKPOINT: &str = "pragma wal_autocheckpoint = 16384";

impl Store {
    /// Opens `sqlite:FILE` or `postgres://…`, creating and upgrading tables as needed.
    ///
    /// # Errors
    /// When the address is of neither kind, or the engine cannot be reached or upgraded.
    pub async fn open(url: &str) -> Stored<Self> {
        Self::open_until(url, i64::MAX).await
    }

    /// Opens a store whose tables are brought no further than to a migration: as an earlier program left them, so
    /// that its back-up can be read and then be migrated on.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_until(url: &str, migration: i64) -> Stored<Self> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url)?.application_name("danvan");
            return Self::postgres(options, 40, migration).await;
        }
        if let Some(file) = url.strip_prefix("sqlite:") {
            return Self::sqlite(file, migration).await;
        }
        Err(StoreError::Engine(format!("{url:?} is neither sqlite:FILE nor postgres://…")))
    }

    async fn sqlite(file: &str, until: i64) -> Stored<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            .statement_cache_capacity(512)
            // A reader that waits for every fifty rows changes threads more often than it reads.
            .row_buffer_size(1_000)
            .pragma("cache_size", "-32768")
            .pragma("temp_store", "memory")
            .pragma("mmap_size", "0")
            .disable_statement_logging();
        let mut connection = SqliteConnection::connect_with(&options).await?;
        migrator(For::Sqlite, until)
            .run_direct(None, &mut connection, false)
            .await
            .map_err(|error| StoreError::Engine(error.to_string()))?;
        // The log is brought into the file beside the writer, which does it itself only where that was not enough.
        sqlx::query(OWN_CHECKPOINT).execute(&mut connection).await?;
        let beside = SqliteConnection::connect_with(&options).await?;
        let happened = Arc::new(Notify::new());
        let read = SqlitePoolOptions::new()
            .max_connections(6)
            .acquire_timeout(Duration::from_secs(20))
            // A file does not go away between two statements.
            .test_before_acquire(false)
            .connect_with(
                options
                    .clone()
                    .pragma("query_only", "on")
                    .pragma("cache_size", "-4096")
                    .create_if_missing(false),
            )
            .await?;
        Ok(Self::Sqlite { read, writer: Arc::new(Writer::start(connection, beside)), happened })
    }

    async fn postgres(options: PgConnectOptions, connections: u32, until: i64) -> Stored<Self> {
        // Every statement is short: compiling it, or calling helpers for it, costs more than running it.
        let options = options
            .options([
                ("jit", "off"),
                ("max_parallel_workers_per_gather", "0"),
                // What is acknowledged is on disk, whatever the server or the database is set to.
                ("synchronous_commit", "on"),
            ])
            .statement_cache_capacity(512)
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(20))
            // Asking a server that has just answered whether it is there costs as much as most statements.
            .test_before_acquire(false)
            .before_acquire(|connection, known| {
                Box::pin(async move {
                    if known.idle_for >= ASK_AFTER {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options)
            .await?;
        let migrated = migrator(For::Postgres, until).run(&pool).await;
        migrated.map_err(|error| StoreError::Engine(error.to_string()))?;
        let senders = Senders::new(pool.clone());
        Ok(Self::Postgres { pool, senders, happened: Arc::new(Notify::new()) })
    }

    /// Begins a change: everything done through it happens at its commit or not at all.
    ///
    /// # Errors
    /// When the engine cannot begin.
    pub async fn begin(&self) -> Stored<Change> {
        match self {
            Self::Sqlite { writer, happened, .. } => Ok(Change::on_sqlite(writer, happened.clone())),
            Self::Postgres { senders, happened, .. } => {
                Ok(Change::on_postgres(senders.clone(), happened.clone()))
            }
        }
    }

    /// The engine's name: `sqlite` or `postgres`.
    pub const fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres { .. } => "postgres",
        }
    }

    /// Rung after every commit of this process; a hint, never the truth.
    pub fn happened(&self) -> &Arc<Notify> {
        match self {
            Self::Sqlite { happened, .. } | Self::Postgres { happened, .. } => happened,
        }
    }

    /// Prepares a statement without running it: a test does so with every statement on both engines.
    ///
    /// # Errors
    /// When the engine does not understand the statement.
    pub async fn check(&self, sql: &'static str) -> Stored<()> {
        use sqlx::{Executor, SqlSafeStr};
        match self {
            Self::Sqlite { read, .. } => read.prepare(sql.into_sql_str()).await.map(drop)?,
            Self::Postgres { pool, .. } => pool.prepare(sql.into_sql_str()).await.map(drop)?,
        }
        Ok(())
    }

    /// Whether the engine answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Stored<()> {
        crate::on_engine!(self, db => sqlx::query("select 1").execute(db).await.map(drop))?;
        Ok(())
    }

    /// Whether what is committed on a new connection is on disk when the engine says so.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn is_durable(&self) -> Stored<bool> {
        match self {
            Self::Sqlite { read, .. } => {
                let level: i64 = sqlx::query_scalar("pragma synchronous").fetch_one(read).await?;
                Ok(level >= 2)
            }
            Self::Postgres { pool, .. } => {
                let level: String = sqlx::query_scalar("show synchronous_commit").fetch_one(pool).await?;
                Ok(level == "on")
            }
        }
    }

    /// Waits until what others have done is on disk. Whoever was told that a row was there before may look for it then: on SQLite it
    /// may have been of a change whose commit was still to come.
    pub async fn settle(&self) {
        if let Self::Sqlite { writer, .. } = self {
            writer.settle().await;
        }
    }

    /// Closes every connection after what is under way.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, writer, .. } => {
                writer.close().await;
                read.close().await;
            }
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

/// Writes a SQLite file anew and empties its log, on a connection of its own: freed pages, which may hold erased words,
/// are gone.
pub(crate) async fn rewrite_sqlite(file: &std::path::Path) -> Stored<()> {
    use sqlx::Executor;
    let options = SqliteConnectOptions::new().filename(file).busy_timeout(Duration::from_secs(60));
    let mut connection = SqliteConnection::connect_with(&options).await?;
    for sql in ["pragma wal_checkpoint(truncate)", "vacuum", "pragma wal_checkpoint(truncate)"] {
        connection.execute(sql).await?;
    }
    Ok(connection.close().await?)
}

/// Makes a database on a PostgreSQL server, empty or with all that stands in another: for tests and benches, which use one
/// each. Names are of letters, digits and underscores.
///
/// # Errors
/// When the server cannot be reached, a name is another one, or taken, or somebody is connected to the other database.
pub async fn create_database(url: &str, name: &str, like: Option<&str>) -> Stored<()> {
    use sqlx::Executor;
    let is_name = |name: &&str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if let Some(other) = [Some(name), like].into_iter().flatten().find(|name| !is_name(name)) {
        return Err(StoreError::Engine(format!("{other:?} is no name for a database")));
    }
    let mut connection = sqlx::PgConnection::connect(url).await?;
    let like = like.map(|like| format!(" template {like}")).unwrap_or_default();
    let sql = format!("create database {name}{like}");
    connection.execute(sqlx::AssertSqlSafe(sql)).await?;
    connection.close().await?;
    Ok(())
}

/// Ids a statement when many are looked up.
pub(crate) const IDS: usize = 250;

/// Looks up rows by a list of ids, so many a statement.
macro_rules! by_ids {
    ($store:expr, $row:ty, $select:expr, $ids:expr, $order:expr) => {{
        let mut found: Vec<$row> = Vec::new();
        for some in $ids.chunks($crate::engine::IDS) {
            $crate::on_engine!($store, db => {
                let mut query = sqlx::QueryBuilder::new($select);
                let mut list = query.separated(", ");
                for id in some {
                    list.push_bind(id.0);
                }
                list.push_unseparated($order);
                let query = query.build_query_as().persistent(some.len() == $crate::engine::IDS);
                found.extend::<Vec<$row>>(query.fetch_all(db).await?);
            });
        }
        found
    }};
}
pub(crate) use by_ids;

/// The same inside a change, also for statements that write and return what they wrote.
macro_rules! by_ids_within {
    ($change:expr, $row:ty, $head:expr, $ids:expr, $tail:expr) => {{
        let mut found: Vec<$row> = Vec::new();
        for some in $ids.chunks($crate::engine::IDS) {
            let rows: Vec<$row> = $crate::on_change!($change, db => {
                let mut query = sqlx::QueryBuilder::new($head);
                let mut list = query.separated(", ");
                for id in some {
                    list.push_bind(*id);
                }
                list.push_unseparated($tail);
                let query = query.build_query_as().persistent(some.len() == $crate::engine::IDS);
                query.fetch_all(db).await
            })?;
            found.extend(rows);
        }
        found
    }};
}
pub(crate) use by_ids_within;
