//! An open change. One action, one change: its rows and its events are on disk together or not at all.
//!
//! On SQLite changes share durable commits (*group commit*). Each change runs alone inside a savepoint of the
//! writer's open transaction; when it is done it joins the waiting list and the committer, queued fairly behind
//! whoever already waits for the writer, commits them all at once. Nobody is told "saved" before that commit.

use crate::{
    engine::{StoreError, Stored},
    events::{self, Head},
};
use danvan_domain::events::Event;
use sqlx::{Connection, PgPool, Postgres, SqliteConnection, Transaction};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Mutex as AsyncMutex, Notify, OwnedMutexGuard, mpsc, oneshot};

/// The one connection that writes to SQLite.
pub struct Writer {
    state: Arc<AsyncMutex<WriterState>>,
    wake: mpsc::Sender<()>,
}

/// What is under way on the writing connection.
pub struct WriterState {
    connection: Option<SqliteConnection>,
    /// A transaction is open; some changes in it may await its commit.
    open: bool,
    /// A change is inside its savepoint; found true by the next holder when that change was given up.
    inside: bool,
    waiting: Vec<oneshot::Sender<Stored<()>>>,
    /// Last event of the chain, as of the last released savepoint.
    head: Option<Head>,
}

impl Writer {
    /// Takes the connection and starts the committer, which ends when the writer is dropped.
    pub fn start(connection: SqliteConnection) -> Self {
        let state = Arc::new(AsyncMutex::new(WriterState {
            connection: Some(connection),
            open: false,
            inside: false,
            waiting: Vec::new(),
            head: None,
        }));
        let (wake, mut woken) = mpsc::channel::<()>(1);
        let committing = state.clone();
        tokio::spawn(async move {
            while woken.recv().await.is_some() {
                committing.lock().await.commit().await;
            }
        });
        Self { state, wake }
    }

    /// Commits what is done and closes the connection.
    pub async fn close(&self) {
        let mut state = self.state.lock().await;
        state.commit().await;
        if let Some(connection) = state.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "the writing connection did not close cleanly");
        }
    }
}

impl WriterState {
    fn connection(&mut self) -> Stored<&mut SqliteConnection> {
        self.connection.as_mut().ok_or_else(|| StoreError::Engine("the store is closed".into()))
    }

    async fn run(&mut self, sql: &'static str) -> Stored<()> {
        sqlx::query(sql).execute(self.connection()?).await?;
        Ok(())
    }

    /// Makes room for one change: undoes what a given-up change left, and opens a transaction when none is.
    async fn enter(&mut self) -> Stored<()> {
        self.leave_given_up().await?;
        if !self.open {
            if self.run("begin immediate").await.is_err() {
                // Whoever began before went away between the engine's answer and ours: nothing of theirs is in it.
                self.run("rollback").await?;
                self.run("begin immediate").await?;
            }
            self.open = true;
        }
        self.run("savepoint change").await?;
        self.inside = true;
        Ok(())
    }

    /// Undoes what a given-up change left. When it went away while its savepoint was being released there is none any
    /// more: then it is part of the batch, as if its author had not waited for the answer.
    async fn leave_given_up(&mut self) -> Stored<()> {
        if self.inside {
            if self.run("rollback to change").await.is_ok() {
                self.run("release change").await?;
            }
            self.inside = false;
        }
        Ok(())
    }

    async fn commit(&mut self) {
        if !self.open || self.connection.is_none() {
            return;
        }
        let done = match self.leave_given_up().await {
            Ok(()) => self.run("commit").await,
            Err(error) => Err(error),
        };
        if let Err(error) = &done {
            tracing::error!(%error, "a commit failed; its changes are undone");
            if let Err(error) = self.run("rollback").await {
                tracing::error!(%error, "the roll-back failed too");
            }
            self.head = None;
            self.inside = false;
        }
        self.open = false;
        for waiter in self.waiting.drain(..) {
            // A waiter that went away has simply stopped listening; its change is saved all the same.
            let _gone = waiter.send(done.clone());
        }
    }
}

/// A change on SQLite: holds the writer until it is released or given up.
pub struct SqliteChange {
    state: OwnedMutexGuard<WriterState>,
    wake: mpsc::Sender<()>,
}

impl SqliteChange {
    /// The writing connection.
    ///
    /// # Panics
    /// Never: a change cannot begin on a closed store, and the writer cannot close while a change holds it.
    pub fn connection(&mut self) -> &mut SqliteConnection {
        self.state.connection.as_mut().expect("an open change holds the writing connection")
    }

    /// Releases the savepoint, joins the waiting list, and returns once the shared commit is on disk.
    async fn commit(mut self, head: Option<Head>) -> Stored<()> {
        self.state.run("release change").await?;
        self.state.inside = false;
        if head.is_some() {
            self.state.head = head;
        }
        let (done, told) = oneshot::channel();
        self.state.waiting.push(done);
        drop(self);
        told.await.unwrap_or_else(|_| Err(StoreError::Engine("the store closed before the commit".into())))
    }
}

impl Drop for SqliteChange {
    fn drop(&mut self) {
        // Full means that the committer is already on its way.
        let _full = self.wake.try_send(());
    }
}

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
    pub fn connection(&mut self) -> &mut sqlx::PgConnection {
        &mut self.transaction
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
    happened: Arc<Notify>,
}

impl Change {
    pub(crate) async fn on_sqlite(writer: &Writer, happened: Arc<Notify>) -> Stored<Self> {
        let mut change =
            SqliteChange { state: writer.state.clone().lock_owned().await, wake: writer.wake.clone() };
        change.state.enter().await?;
        Ok(Self { link: Link::Sqlite(change), events: Vec::new(), happened })
    }

    pub(crate) async fn on_postgres(pool: &PgPool, lanes: Arc<Lanes>, happened: Arc<Notify>) -> Stored<Self> {
        let transaction = pool.begin().await?;
        Ok(Self { link: Link::Postgres(PgChange { transaction, lanes }), events: Vec::new(), happened })
    }

    /// The engine's side of it, for [`on_change!`](crate::on_change).
    pub fn link(&mut self) -> &mut Link {
        &mut self.link
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
        let happened = std::mem::take(&mut self.events);
        let mut taken = match &self.link {
            Link::Postgres(change) if !happened.is_empty() => Some(change.lanes.take()),
            _ => None,
        };
        let (lane, head) = match (&self.link, &mut taken) {
            (Link::Sqlite(change), _) => (0, change.state.head),
            (Link::Postgres(_), Some(taken)) => (taken.lane, taken.head.take()),
            (Link::Postgres(_), None) => (0, None),
        };
        let head = events::append(&mut self, (lane, head), &happened).await?;
        match self.link {
            Link::Sqlite(change) => change.commit(head).await?,
            Link::Postgres(change) => {
                change.transaction.commit().await?;
                if let Some(taken) = &mut taken {
                    taken.head = head;
                }
            }
        }
        self.happened.notify_waiters();
        Ok(())
    }
}
