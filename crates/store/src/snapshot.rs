//! Reading the whole store as it was at one instant while others write, and writing it into an empty one.

use crate::{
    Change, Store,
    engine::{StoreError, Stored},
    on_change, on_engine,
    tables::{Kind, Shape, TABLES, Table},
};
use futures_util::{TryStreamExt, stream::BoxStream};
use serde_json::Value;
use sqlx::{
    AssertSqlSafe, ColumnIndex, Database, Decode, Encode, Postgres, QueryBuilder, Row, Sqlite, Transaction,
    Type,
};
use uuid::Uuid;

/// One instant of the store, held open by one read transaction.
pub struct Snapshot(pub(crate) Held);

/// The transaction that holds it.
pub(crate) enum Held {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Store {
    /// Opens one instant of the store for reading. Others go on writing.
    ///
    /// # Errors
    /// When the engine cannot begin.
    pub async fn snapshot(&self) -> Stored<Snapshot> {
        Ok(Snapshot(match self {
            Self::Sqlite { read, .. } => {
                let mut transaction = read.begin().await?;
                // SQLite takes the instant at the first reading, not at the beginning.
                sqlx::query("select count(*) from settings").execute(&mut *transaction).await?;
                Held::Sqlite(transaction)
            }
            Self::Postgres { pool, .. } => {
                let mut transaction = pool.begin().await?;
                sqlx::query("set transaction isolation level repeatable read, read only")
                    .execute(&mut *transaction)
                    .await?;
                Held::Postgres(transaction)
            }
        }))
    }
}

/// How many rows a table has.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(store: &Store, table: &Table) -> Stored<i64> {
    let sql = format!("select count(*) from {}", table.name);
    Ok(on_engine!(store, db => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(db).await)?)
}

/// The first table that holds anything, for refusing to write over it.
///
/// # Errors
/// When the store cannot be read.
pub async fn first_filled(store: &Store) -> Stored<Option<&'static Table>> {
    for table in TABLES {
        let sql = format!("select exists (select 1 from {})", table.name);
        let filled: bool =
            on_engine!(store, db => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(db).await)?;
        if filled {
            return Ok(Some(table));
        }
    }
    Ok(None)
}

impl Snapshot {
    /// How many rows a table had at that instant.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn count(&mut self, table: &Shape) -> Stored<i64> {
        let sql = AssertSqlSafe(format!("select count(*) from {}", table.name));
        Ok(match &mut self.0 {
            Held::Sqlite(db) => sqlx::query_scalar(sql).fetch_one(&mut **db).await?,
            Held::Postgres(db) => sqlx::query_scalar(sql).fetch_one(&mut **db).await?,
        })
    }

    /// Gives every row of a table, one at a time, as JSON cells in the order of its columns: ids and bytes as
    /// hexadecimal text, measures as text that reads back exactly.
    ///
    /// # Errors
    /// When the store cannot be read, or the taker stops.
    pub async fn rows<E: From<StoreError>>(
        &mut self,
        table: &Shape,
        mut take: impl FnMut(Vec<Value>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = reading(table);
        match &mut self.0 {
            Held::Sqlite(db) => {
                let mut rows = sqlx::query(sql).fetch(&mut **db);
                while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
                    take(cells(&row, table)?)?;
                }
            }
            Held::Postgres(db) => {
                let mut rows = sqlx::query(sql).fetch(&mut **db);
                while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
                    take(cells(&row, table)?)?;
                }
            }
        }
        Ok(())
    }

    /// Brings every row of a table into an empty one of the same shape, many a statement, and tells how many there are
    /// so far.
    ///
    /// # Errors
    /// When the store cannot be read, or the other not be written.
    pub async fn carry(
        &mut self,
        table: &Shape,
        change: &mut Change,
        mut told: impl FnMut(u64),
    ) -> Stored<()> {
        let sql = reading(table);
        match &mut self.0 {
            Held::Sqlite(db) => {
                let rows = sqlx::query(sql).fetch(&mut **db);
                pour(rows, table, change, &mut told).await
            }
            Held::Postgres(db) => {
                let rows = sqlx::query(sql).fetch(&mut **db);
                pour(rows, table, change, &mut told).await
            }
        }
    }

    /// Lets the instant go.
    ///
    /// # Errors
    /// When the engine cannot end the transaction.
    pub async fn close(self) -> Stored<()> {
        match self.0 {
            Held::Sqlite(db) => db.rollback().await?,
            Held::Postgres(db) => db.rollback().await?,
        }
        Ok(())
    }
}

fn reading(table: &Shape) -> AssertSqlSafe<String> {
    let columns: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    AssertSqlSafe(format!("select {} from {}", columns.join(", "), table.name))
}

async fn pour<R>(
    mut rows: BoxStream<'_, Result<R, sqlx::Error>>,
    table: &Shape,
    change: &mut Change,
    told: &mut impl FnMut(u64),
) -> Stored<()>
where
    R: Row,
    usize: ColumnIndex<R>,
    for<'r> Option<Uuid>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<f64>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<bool>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<Vec<u8>>: Decode<'r, R::Database> + Type<R::Database>,
{
    let (mut some, mut done) = (Vec::new(), 0_u64);
    while let Some(row) = rows.try_next().await? {
        some.push(cells(&row, table)?);
        if some.len() == ROWS_A_STATEMENT {
            put(change, table, &some).await?;
            done += some.len() as u64;
            some.clear();
            told(done);
        }
    }
    put(change, table, &some).await
}

fn cells<R>(row: &R, table: &Shape) -> Stored<Vec<Value>>
where
    R: Row,
    usize: ColumnIndex<R>,
    for<'r> Option<Uuid>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<f64>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<bool>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<Vec<u8>>: Decode<'r, R::Database> + Type<R::Database>,
{
    let cell = |at: usize, kind: Kind| -> Result<Value, sqlx::Error> {
        Ok(match kind {
            Kind::Id => row.try_get::<Option<Uuid>, _>(at)?.map_or(Value::Null, |id| id.to_string().into()),
            Kind::Text => row.try_get::<Option<String>, _>(at)?.into(),
            Kind::Number => row.try_get::<Option<i64>, _>(at)?.into(),
            Kind::Real => {
                row.try_get::<Option<f64>, _>(at)?.map_or(Value::Null, |real| format!("{real:?}").into())
            }
            Kind::Truth => row.try_get::<Option<bool>, _>(at)?.into(),
            Kind::Bytes => {
                row.try_get::<Option<Vec<u8>>, _>(at)?.map_or(Value::Null, |bytes| hex(&bytes).into())
            }
        })
    };
    let row = table.columns.iter().enumerate().map(|(at, (_, kind))| cell(at, *kind));
    Ok(row.collect::<Result<Vec<_>, _>>()?)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a cell of a back-up says, as it is bound.
enum Bound {
    Id(Option<Uuid>),
    Text(Option<String>),
    Number(Option<i64>),
    Real(Option<f64>),
    Truth(Option<bool>),
    Bytes(Option<Vec<u8>>),
}

/// Reads a cell that [`Snapshot::rows`] gave; `None` when it is no such thing.
fn bound(kind: Kind, cell: &Value) -> Option<Bound> {
    let nothing = cell.is_null();
    let text = || cell.as_str();
    Some(match kind {
        Kind::Id if nothing => Bound::Id(None),
        Kind::Id => Bound::Id(Some(Uuid::parse_str(text()?).ok()?)),
        Kind::Text if nothing => Bound::Text(None),
        Kind::Text => Bound::Text(Some(text()?.to_owned())),
        Kind::Number if nothing => Bound::Number(None),
        Kind::Number => Bound::Number(Some(cell.as_i64()?)),
        Kind::Real if nothing => Bound::Real(None),
        Kind::Real => Bound::Real(Some(text()?.parse().ok()?)),
        Kind::Truth if nothing => Bound::Truth(None),
        Kind::Truth => Bound::Truth(Some(cell.as_bool()?)),
        Kind::Bytes if nothing => Bound::Bytes(None),
        Kind::Bytes => Bound::Bytes(Some(unhex(text()?)?)),
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks_exact(2);
    if !digits.remainder().is_empty() {
        return None;
    }
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// Both engines take at most about 32 thousand values a statement.
pub const VALUES_A_STATEMENT: usize = 30_000;

const ROWS_A_STATEMENT: usize = 500;

/// Writes rows of a table as [`Snapshot::rows`] gave them, many a statement.
///
/// # Errors
/// When a row is not as it was given, or the store cannot write.
pub async fn put(change: &mut Change, table: &Shape, rows: &[Vec<Value>]) -> Stored<()> {
    for some in rows.chunks((VALUES_A_STATEMENT / table.columns.len()).min(ROWS_A_STATEMENT)) {
        let bound: Vec<Vec<Bound>> = some.iter().map(|row| bound_row(table, row)).collect::<Stored<_>>()?;
        on_change!(change, db => statement(table, bound).build().execute(db).await.map(drop))?;
    }
    Ok(())
}

fn bound_row(table: &Shape, row: &[Value]) -> Stored<Vec<Bound>> {
    let unreadable =
        || StoreError::Unreadable(format!("a row of {}: {}", table.name, Value::from(row.to_vec())));
    if row.len() != table.columns.len() {
        return Err(unreadable());
    }
    let cells = table.columns.iter().zip(row);
    cells.map(|((_, kind), cell)| bound(*kind, cell).ok_or_else(unreadable)).collect()
}

fn statement<D: Database>(table: &Shape, rows: Vec<Vec<Bound>>) -> QueryBuilder<D>
where
    Option<Uuid>: for<'q> Encode<'q, D> + Type<D>,
    Option<String>: for<'q> Encode<'q, D> + Type<D>,
    Option<i64>: for<'q> Encode<'q, D> + Type<D>,
    Option<f64>: for<'q> Encode<'q, D> + Type<D>,
    Option<bool>: for<'q> Encode<'q, D> + Type<D>,
    Option<Vec<u8>>: for<'q> Encode<'q, D> + Type<D>,
{
    let columns: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    let mut query = QueryBuilder::new(format!("insert into {} ({}) ", table.name, columns.join(", ")));
    query.push_values(rows, |mut row, cells| {
        for cell in cells {
            match cell {
                Bound::Id(value) => row.push_bind(value),
                Bound::Text(value) => row.push_bind(value),
                Bound::Number(value) => row.push_bind(value),
                Bound::Real(value) => row.push_bind(value),
                Bound::Truth(value) => row.push_bind(value),
                Bound::Bytes(value) => row.push_bind(value),
            };
        }
    });
    query
}
