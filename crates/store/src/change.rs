//! An open change. One action, one change: its rows and its events are on disk together or not at all.
//!
//! On SQLite changes share durable commits (*group commit*, see [`Writer`]); on PostgreSQL each has its own.

mod lanes;
mod put_off;
mod queue;
mod senders;
mod values;
mod writer;

pub use put_off::PutOff;
pub use senders::Senders;
pub use values::Value;
pub use writer::{SqliteChange, Writer};

use crate::{deadlines::days, engine::Stored};
use danvan_domain::events::Event;
use sqlx::{PgConnection, Postgres, Transaction};
use std::sync::Arc;
use tokio::sync::Notify;

/// A change on PostgreSQL. It begins a transaction when a statement's answer is needed; one that needs none is sent as a
/// whole, with others that wait.
pub struct PgChange {
    senders: Arc<Senders>,
    transaction: Option<Transaction<'static, Postgres>>,
    put_off: PutOff,
}

impl PgChange {
    /// The connection inside its transaction, with everything run that was put off.
    ///
    /// # Errors
    /// When the engine cannot begin, or a row that was put off fails.
    pub async fn connection(&mut self) -> Stored<&mut PgConnection> {
        let transaction = match self.transaction.take() {
            Some(transaction) => transaction,
            None => self.senders.pool.begin().await?,
        };
        let transaction = self.transaction.insert(transaction);
        std::mem::take(&mut self.put_off).run_in_steps(transaction).await?;
        Ok(transaction)
    }

    /// Chains the events to a lane of this process and makes everything durable.
    async fn commit(mut self, happened: Vec<Event>) -> Stored<()> {
        if self.transaction.is_none() && Senders::take(&self.put_off, &happened) {
            return self.senders.send(self.put_off, happened).await;
        }
        if !self.put_off.is_empty() || !happened.is_empty() {
            self.connection().await?;
        }
        let Some(transaction) = self.transaction else { return Ok(()) };
        if happened.is_empty() {
            return Ok(transaction.commit().await?);
        }
        let mut taken = self.senders.lanes.take();
        taken.head = Some(senders::commit(transaction, &mut taken, &happened).await?);
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
    deadline_days: days::Gathered,
    happened: Arc<Notify>,
}

impl Change {
    pub(crate) fn on_sqlite(writer: &Writer, happened: Arc<Notify>) -> Self {
        Self::of(Link::Sqlite(writer.begin()), happened)
    }

    pub(crate) fn on_postgres(senders: Arc<Senders>, happened: Arc<Notify>) -> Self {
        let change = PgChange { senders, transaction: None, put_off: PutOff::default() };
        Self::of(Link::Postgres(change), happened)
    }

    const fn of(link: Link, happened: Arc<Notify>) -> Self {
        Self { link, events: Vec::new(), deadline_days: days::Gathered::new(), happened }
    }

    /// The engine's side of it, for [`on_change!`](crate::on_change).
    pub fn link(&mut self) -> &mut Link {
        &mut self.link
    }

    /// Rows that are written when the change ends, or before the next statement whose answer is needed.
    pub const fn put_off(&mut self) -> &mut PutOff {
        match &mut self.link {
            Link::Sqlite(held) => held.put_off(),
            Link::Postgres(held) => &mut held.put_off,
        }
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
            Link::Postgres(change) => change.commit(self.events).await?,
        }
        self.happened.notify_waiters();
        Ok(())
    }
}
