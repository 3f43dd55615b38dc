//! An open change. One action, one change: its rows and its events are on disk together or not at all.
//!
//! On SQLite changes share durable commits (*group commit*, see [`Writer`]); on PostgreSQL each has its own.

mod put_off;
mod writer;

pub use put_off::{Binding, PutOff};
pub use writer::{SqliteChange, Writer};

use crate::{
    deadlines::days,
    engine::Stored,
    events::{self, Head},
};
use danvan_domain::events::Event;
use sqlx::{PgPool, Postgres, Transaction};
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

/// A change on PostgreSQL.
pub struct PgChange {
    transaction: Transaction<'static, Postgres>,
    lanes: Arc<Lanes>,
}

impl PgChange {
    /// The connection inside its transaction.
    ///
    /// # Errors
    /// Never; it is as on the other engine.
    #[expect(clippy::unused_async, reason = "the same words serve both engines")]
    pub async fn connection(&mut self) -> Stored<&mut sqlx::PgConnection> {
        Ok(&mut self.transaction)
    }
}

impl PgChange {
    /// Chains the events to a lane of this process and makes the transaction durable.
    async fn commit(mut self, happened: &[Event]) -> Stored<()> {
        if happened.is_empty() {
            return Ok(self.transaction.commit().await?);
        }
        let mut taken = self.lanes.take();
        let believed = taken.head.take();
        let head = events::append(&mut self.transaction, taken.lane, believed, happened).await?;
        self.transaction.commit().await?;
        taken.head = Some(head);
        Ok(())
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
    deadline_days: days::Counted,
    happened: Arc<Notify>,
}

impl Change {
    pub(crate) fn on_sqlite(writer: &Writer, happened: Arc<Notify>) -> Self {
        Self::of(Link::Sqlite(writer.begin()), happened)
    }

    pub(crate) async fn on_postgres(pool: &PgPool, lanes: Arc<Lanes>, happened: Arc<Notify>) -> Stored<Self> {
        let transaction = pool.begin().await?;
        Ok(Self::of(Link::Postgres(PgChange { transaction, lanes }), happened))
    }

    const fn of(link: Link, happened: Arc<Notify>) -> Self {
        Self { link, events: Vec::new(), deadline_days: days::Counted::new(), happened }
    }

    /// The engine's side of it, for [`on_change!`](crate::on_change).
    pub fn link(&mut self) -> &mut Link {
        &mut self.link
    }

    /// What it counts of running deadlines; it is written at the commit too.
    pub(crate) const fn deadline_days(&mut self) -> &mut days::Counted {
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
