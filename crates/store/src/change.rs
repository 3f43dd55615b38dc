//! An open change. One action, one change: its rows and its events are on disk together or not at all.
//!
//! On SQLite changes share durable commits (*group commit*, see [`Writer`]); on PostgreSQL each has its own.

mod put_off;
mod values;
mod writer;

pub use put_off::{Binding, PutOff};
pub use values::{Value, Values};
pub use writer::{SqliteChange, Writer};

use crate::{
    deadlines::days,
    engine::{StoreError, Stored},
    events::{self, Head},
};
use danvan_domain::events::Event;
use sqlx::{PgConnection, PgPool, Postgres, Transaction, postgres::PgArguments};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// The event chains this process writes on PostgreSQL; a change takes one for the length of its commit.
#[derive(Default)]
pub struct Lanes(Mutex<FreeLanes>);

#[derive(Default)]
struct FreeLanes {
    opened: i64,
    free: Vec<(i64, Option<Head>)>,
}

impl Lanes {
    fn take(self: &Arc<Self>) -> Taken {
        let mut lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (lane, head) = lanes.free.pop().unwrap_or_else(|| {
            lanes.opened += 1;
            (lanes.opened, None)
        });
        Taken { lanes: self.clone(), lane, head }
    }

    fn give_back(&self, lane: i64, head: Option<Head>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).free.push((lane, head));
    }
}

/// A lane in use. It comes back by itself, with its head forgotten unless the commit was seen to succeed.
struct Taken {
    lanes: Arc<Lanes>,
    lane: i64,
    head: Option<Head>,
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.lanes.give_back(self.lane, self.head.take());
    }
}

/// A change on PostgreSQL. It begins a transaction when a statement's answer is needed; one that needs none is sent as
/// one statement with its events, which is a transaction by itself.
pub struct PgChange {
    pool: PgPool,
    transaction: Option<Transaction<'static, Postgres>>,
    put_off: PutOff<PgArguments>,
    lanes: Arc<Lanes>,
}

impl PgChange {
    /// The connection inside its transaction, with everything run that was put off.
    ///
    /// # Errors
    /// When the engine cannot begin, or a statement that was put off fails.
    pub async fn connection(&mut self) -> Stored<&mut PgConnection> {
        let transaction = match self.transaction.take() {
            Some(transaction) => transaction,
            None => self.pool.begin().await?,
        };
        let transaction = self.transaction.insert(transaction);
        self.put_off.run(transaction).await?;
        Ok(transaction)
    }

    /// Statements that are run when the change ends, or before the next whose answer is needed.
    pub const fn put_off(&mut self) -> &mut PutOff<PgArguments> {
        &mut self.put_off
    }

    /// Chains the events to a lane of this process and makes everything durable.
    async fn commit(mut self, happened: &[Event]) -> Stored<()> {
        if happened.is_empty() {
            if !self.put_off.is_empty() {
                self.connection().await?;
            }
            return match self.transaction {
                Some(transaction) => Ok(transaction.commit().await?),
                None => Ok(()),
            };
        }
        let mut taken = self.lanes.take();
        if self.transaction.is_none()
            && let Some(head) = taken.head
            && let Some(head) = self.commit_at_once(&mut taken, head, happened).await?
        {
            taken.head = Some(head);
            return Ok(());
        }
        let believed = taken.head.take();
        self.connection().await?;
        let Some(mut transaction) = self.transaction else {
            return Err(StoreError::Engine("the transaction was not begun".into()));
        };
        let head = events::append(&mut transaction, taken.lane, believed, happened).await?;
        transaction.commit().await?;
        taken.head = Some(head);
        Ok(())
    }

    /// Everything as one statement; `None` when the lane was not where it was believed to be, or there are many events.
    async fn commit_at_once(
        &self,
        taken: &mut Taken,
        head: Head,
        happened: &[Event],
    ) -> Stored<Option<Head>> {
        let mut all = self.put_off.clone();
        let Some(new) = events::append_at_once(&mut all, taken.lane, head, happened)? else {
            return Ok(None);
        };
        let mut connection = self.pool.acquire().await?;
        // Until the answer is there, nobody knows where the lane ends.
        taken.head = None;
        match all.send(&mut connection).await {
            Ok(()) => Ok(Some(new)),
            Err(error) if events::is_elsewhere(&error) => Ok(None),
            Err(error) => {
                if matches!(error, sqlx::Error::Database(_)) {
                    taken.head = Some(head);
                }
                Err(error.into())
            }
        }
    }
}

/// Which engine a change is on.
pub enum Link {
    /// SQLite.
    Sqlite(SqliteChange),
    /// PostgreSQL.
    Postgres(PgChange),
}

/// An open change with the events noted on it so far. Dropping it undoes everything.
pub struct Change {
    link: Link,
    events: Vec<Event>,
    deadline_days: days::Gathered,
    happened: Arc<Notify>,
}

impl Change {
    pub(crate) fn on_sqlite(writer: &Writer, happened: Arc<Notify>) -> Self {
        Self::of(Link::Sqlite(writer.begin()), happened)
    }

    pub(crate) fn on_postgres(pool: &PgPool, lanes: Arc<Lanes>, happened: Arc<Notify>) -> Self {
        let change = PgChange { pool: pool.clone(), transaction: None, put_off: PutOff::default(), lanes };
        Self::of(Link::Postgres(change), happened)
    }

    const fn of(link: Link, happened: Arc<Notify>) -> Self {
        Self { link, events: Vec::new(), deadline_days: days::Gathered::new(), happened }
    }

    /// The engine's side of it, for [`on_change!`](crate::on_change).
    pub fn link(&mut self) -> &mut Link {
        &mut self.link
    }

    /// What it counts of running deadlines; it is written at the commit too.
    pub(crate) const fn deadline_days(&mut self) -> &mut days::Gathered {
        &mut self.deadline_days
    }

    /// Notes what happened; it is written at the commit, after every other row, so that lanes are locked last.
    pub fn note(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Makes the change durable. When this returns `Ok`, everything in it is on disk.
    ///
    /// # Errors
    /// When the engine cannot; then nothing of the change happened.
    pub async fn commit(mut self) -> Stored<()> {
        days::write(&mut self).await?;
        match self.link {
            Link::Sqlite(change) => change.commit(self.events).await?,
            Link::Postgres(change) => change.commit(&self.events).await?,
        }
        self.happened.notify_waiters();
        Ok(())
    }
}
