//! The one connection that writes to SQLite, and the *group commit*: changes share durable commits.
//!
//! Each change runs inside a savepoint of the writer's open transaction, so that it succeeds or fails alone. One that
//! needs no answers on its way waits in a queue as a whole, and the committer runs all that wait and commits them at
//! once; one that does need answers holds the writer, and the committer comes after it. Nobody is told "saved" before
//! that commit is on disk.

mod checkpoints;
mod together;

use super::{
    put_off::PutOff,
    queue::{Queued, never_told, next_alike},
};
use checkpoints::Checkpoints;

use crate::{
    engine::{StoreError, Stored},
    events::{self, Head},
};
use danvan_domain::events::Event;
use sqlx::{Connection, SqliteConnection};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard, mpsc, oneshot};

/// The only chain of events on SQLite.
const LANE: i64 = 0;
/// So many changes at most share a commit, so that the first does not wait long for the last.
const TOGETHER: usize = 128;

/// The one connection that writes to SQLite.
pub struct Writer {
    state: Arc<AsyncMutex<State>>,
    queue: Queue,
    wake: mpsc::Sender<()>,
    checkpoints: Arc<Checkpoints>,
}

type Queue = Arc<Mutex<VecDeque<Queued>>>;

/// How far the shared transaction is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shared {
    Closed,
    /// Whoever began it went away before the engine's answer came; nothing is in it.
    Opening,
    Open,
}

/// What is under way on the writing connection.
struct State {
    connection: Option<SqliteConnection>,
    shared: Shared,
    /// A change is inside its savepoint; found true by the next holder when that change was given up.
    inside: bool,
    /// Who waits for the commit, each with how its own change ended.
    waiting: Vec<(oneshot::Sender<Stored<()>>, Stored<()>)>,
    /// Last event of the chain, as of the last released savepoint of this transaction; read when it is first needed.
    head: Option<Head>,
    /// Whether events were appended in this transaction.
    grown: bool,
}

impl Writer {
    /// Takes the connection and starts the committer, which ends when the writer is dropped. The other connection brings the
    /// log into the file beside it.
    pub fn start(connection: SqliteConnection, beside: SqliteConnection) -> Self {
        let state = Arc::new(AsyncMutex::new(State {
            connection: Some(connection),
            shared: Shared::Closed,
            inside: false,
            waiting: Vec::new(),
            head: None,
            grown: false,
        }));
        let queue = Queue::default();
        let (wake, mut woken) = mpsc::channel::<()>(1);
        let (committing, waiting) = (state.clone(), queue.clone());
        let checkpoints = Arc::new(Checkpoints::start(beside));
        let grown = checkpoints.clone();
        tokio::spawn(async move {
            while woken.recv().await.is_some() {
                committing.lock().await.work_off(&waiting).await;
                grown.ring();
            }
        });
        Self { state, queue, wake, checkpoints }
    }

    /// Begins a change; the writer is taken only when a statement's answer is needed.
    pub(super) fn begin(&self) -> SqliteChange {
        SqliteChange {
            state: self.state.clone(),
            queue: self.queue.clone(),
            wake: self.wake.clone(),
            held: None,
            put_off: PutOff::default(),
        }
    }

    /// Commits what is done and what waits.
    pub async fn settle(&self) {
        self.state.lock().await.work_off(&self.queue).await;
    }

    /// Commits what is done and closes the connection.
    pub async fn close(&self) {
        self.checkpoints.close().await;
        let mut state = self.state.lock().await;
        state.work_off(&self.queue).await;
        if let Some(connection) = state.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "the writing connection did not close cleanly");
        }
    }
}

impl State {
    fn connection(&mut self) -> Stored<&mut SqliteConnection> {
        self.connection.as_mut().ok_or_else(|| StoreError::Engine("the store is closed".into()))
    }

    async fn run(&mut self, sql: &'static str) -> Stored<()> {
        sqlx::query(sql).execute(self.connection()?).await?;
        Ok(())
    }

    /// Makes room for one change: undoes what a given-up change left, and opens a transaction when none is.
    async fn make_room(&mut self) -> Stored<()> {
        if self.inside {
            self.undo().await?;
        }
        if self.shared == Shared::Opening {
            // It fails when whoever began went away before the engine had even heard of it.
            let _none = self.run("rollback").await;
        }
        if self.shared != Shared::Open {
            self.open().await?;
        }
        Ok(())
    }

    async fn open(&mut self) -> Stored<()> {
        self.shared = Shared::Opening;
        self.run("begin immediate").await?;
        self.shared = Shared::Open;
        (self.head, self.grown) = (None, false);
        Ok(())
    }

    /// Undoes the change that is inside its savepoint. Some failures, such as a full disk, make SQLite undo the whole
    /// transaction: then there is no savepoint any more, a new transaction can be begun, and all who shared the old
    /// one are told that they failed.
    async fn undo(&mut self) -> Stored<()> {
        self.inside = false;
        if self.run("rollback to change; release change").await.is_ok() {
            return Ok(());
        }
        if self.run("begin immediate").await.is_ok() {
            self.lost();
        } else if self.run("release change").await.is_ok() {
            // The savepoint is there and yet could not be gone back to: nothing of this transaction may be kept.
            self.run("rollback").await?;
            self.shared = Shared::Closed;
            self.lost();
        }
        Ok(())
    }

    /// The shared transaction is gone with everything in it.
    fn lost(&mut self) {
        tracing::error!("a shared transaction was undone as a whole");
        self.tell(&Err(StoreError::Engine("the shared transaction was undone".into())));
        (self.head, self.grown) = (None, false);
    }

    /// Inserts what a change put off, appends its events, and releases its savepoint, which is open when it was held.
    async fn finish(&mut self, held: bool, mut put_off: PutOff, happened: &[Event]) -> Stored<()> {
        let before = if held {
            ""
        } else {
            self.make_room().await?;
            self.inside = true;
            "savepoint change;"
        };
        let mut head = self.head;
        if !happened.is_empty() {
            let links = events::chain(LANE, self.head().await?, happened);
            head = links.last().map(events::Chained::head);
            if let [one] = links.as_slice() {
                events::put_off(&mut put_off, LANE, one)?;
            } else {
                let connection = self.connection()?;
                std::mem::take(&mut put_off).run(before, "", connection).await?;
                events::insert_many(connection, LANE, &links).await?;
                PutOff::default().run("", "release change", connection).await?;
                self.released(head, true);
                return Ok(());
            }
        }
        put_off.run(before, "release change", self.connection()?).await?;
        self.released(head, !happened.is_empty());
        Ok(())
    }

    /// Where the chain ends.
    async fn head(&mut self) -> Stored<Head> {
        match self.head {
            Some(head) => Ok(head),
            None => events::last(self.connection()?, LANE).await,
        }
    }

    /// A savepoint was released, and the chain ends here.
    const fn released(&mut self, head: Option<Head>, has_grown: bool) {
        self.inside = false;
        self.grown |= has_grown;
        self.head = head;
    }

    /// Runs every change that waits as a whole, then commits all that are done.
    async fn work_off(&mut self, queue: &Queue) {
        loop {
            let mut queued = std::mem::take(&mut *queue.lock().unwrap_or_else(PoisonError::into_inner));
            let none = queued.is_empty();
            while !queued.is_empty() {
                self.finish_some(next_alike(&mut queued)).await;
            }
            if none || self.waiting.len() >= TOGETHER {
                break;
            }
        }
        self.commit().await;
    }

    /// A change waits for the commit, also one that failed, which is undone: whoever is told that a row was there before looks
    /// for it, and finds it only when the change that brought it is on disk.
    async fn wait(&mut self, finished: Stored<()>, done: oneshot::Sender<Stored<()>>) {
        if finished.is_err()
            && self.inside
            && let Err(error) = self.undo().await
        {
            tracing::error!(%error, "a failed change could not be undone");
        }
        self.waiting.push((done, finished));
    }

    /// Tells all who wait how their own change ended, and of those that were done how they all did.
    fn tell(&mut self, done: &Stored<()>) {
        for (waiter, own) in self.waiting.drain(..) {
            // A waiter that went away has simply stopped listening; its change is saved all the same.
            let _gone = waiter.send(own.and_then(|()| done.clone()));
        }
    }

    async fn commit(&mut self) {
        if self.shared != Shared::Open || self.connection.is_none() {
            // Nothing was kept, so nobody who waits did more than fail.
            return self.tell(&Err(StoreError::Engine("the shared transaction was not open".into())));
        }
        let done = self.try_commit().await;
        if let Err(error) = &done {
            tracing::error!(%error, "a commit failed; its changes are undone");
            if let Err(error) = self.run("rollback").await {
                tracing::error!(%error, "the roll-back failed too");
            }
            self.inside = false;
        }
        self.shared = Shared::Closed;
        self.tell(&done);
    }

    async fn try_commit(&mut self) -> Stored<()> {
        if self.inside {
            self.undo().await?;
        }
        if self.grown {
            return events::commit_grown(self.connection()?, LANE).await;
        }
        self.run("commit").await
    }
}

/// A change on SQLite: collects rows, and holds the writer from the first whose answer is needed.
pub struct SqliteChange {
    state: Arc<AsyncMutex<State>>,
    queue: Queue,
    wake: mpsc::Sender<()>,
    held: Option<OwnedMutexGuard<State>>,
    put_off: PutOff,
}

impl SqliteChange {
    /// The writing connection, with everything run that was put off.
    ///
    /// # Errors
    /// When the engine cannot begin, or a statement that was put off fails.
    pub async fn connection(&mut self) -> Stored<&mut SqliteConnection> {
        if self.held.is_none() {
            let mut state = self.state.clone().lock_owned().await;
            state.make_room().await?;
            state.inside = true;
            let begun = state.run("savepoint change").await;
            self.held = Some(state);
            begun?;
        }
        let Some(state) = &mut self.held else {
            return Err(StoreError::Engine("the writer was not held".into()));
        };
        let connection = state.connection()?;
        std::mem::take(&mut self.put_off).run("", "", connection).await?;
        Ok(connection)
    }

    /// Rows that are written when the change ends, or before the next statement whose answer is needed.
    pub(super) const fn put_off(&mut self) -> &mut PutOff {
        &mut self.put_off
    }

    /// Ends the change, and returns once the shared commit is on disk.
    pub(super) async fn commit(mut self, happened: Vec<Event>) -> Stored<()> {
        let (done, told) = oneshot::channel();
        let put_off = std::mem::take(&mut self.put_off);
        match self.held.take() {
            None => {
                let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
                queue.push_back(Queued { put_off, happened, done });
                drop(queue);
                // Full means that the committer is already on its way.
                let _full = self.wake.try_send(());
            }
            Some(mut state) => {
                let wake = self.wake.clone();
                // A task of its own, since whoever waits may go away between two statements.
                tokio::spawn(async move {
                    let finished = state.finish(true, put_off, &happened).await;
                    state.wait(finished, done).await;
                    drop(state);
                    let _full = wake.try_send(());
                });
            }
        }
        told.await.unwrap_or_else(|_| Err(never_told()))
    }
}

impl Drop for SqliteChange {
    fn drop(&mut self) {
        if self.held.take().is_some() {
            // Others may already wait for the commit that was put off for this change.
            let _full = self.wake.try_send(());
        }
    }
}

#[cfg(test)]
mod tests;
