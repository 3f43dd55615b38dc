//! The one connection that writes to SQLite, and the *group commit*: changes share durable commits.
//!
//! Each change runs inside a savepoint of the writer's open transaction, so that it succeeds or fails alone. One that
//! needs no answers on its way waits in a queue as a whole, and the committer runs all that wait and commits them at
//! once; one that does need answers holds the writer, and the committer comes after it. Nobody is told "saved" before
//! that commit is on disk.

mod checkpoints;
mod together;

use super::{put_off::PutOff, values::Values};
use checkpoints::Checkpoints;

use crate::{
    engine::{StoreError, Stored},
    events::{self, Head},
};
use danvan_domain::events::Event;
use sqlx::{Connection, SqliteConnection};
use std::sync::{Arc, Mutex, PoisonError};
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

type Queue = Arc<Mutex<Vec<Queued>>>;

/// A change that waits to be run as a whole.
struct Queued {
    put_off: PutOff<Values>,
    happened: Vec<Event>,
    done: oneshot::Sender<Stored<()>>,
}

impl Queued {
    /// Whether the same statements are run for both.
    fn is_like(&self, other: &Self) -> bool {
        self.happened.len() == other.happened.len() && self.put_off.is_like(&other.put_off)
    }
}

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
    waiting: Vec<oneshot::Sender<Stored<()>>>,
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

    /// Runs what a change put off, appends its events, and releases its savepoint, which is open when it was held.
    async fn finish(&mut self, held: bool, mut put_off: PutOff<Values>, happened: &[Event]) -> Stored<()> {
        if !held {
            self.make_room().await?;
            self.inside = true;
            put_off.within_savepoint();
        }
        let mut head = self.head;
        if !happened.is_empty() {
            let connection = self.connection()?;
            let before = match head {
                Some(head) => head,
                None => events::last(connection, LANE).await?,
            };
            let links = events::chain(LANE, before, happened);
            head = links.last().map(events::Chained::head);
            if let [one] = links.as_slice() {
                events::put_off(&mut put_off, LANE, one)?;
            } else {
                put_off.run(connection).await?;
                events::insert_many(connection, LANE, &links).await?;
            }
        }
        put_off.add("release change", |_| Ok(()))?;
        put_off.run(self.connection()?).await?;
        self.inside = false;
        self.grown |= !happened.is_empty();
        self.head = head;
        Ok(())
    }

    /// Runs every change that waits as a whole, then commits all that are done.
    async fn work_off(&mut self, queue: &Queue) {
        loop {
            let queued = std::mem::take(&mut *queue.lock().unwrap_or_else(PoisonError::into_inner));
            let none = queued.is_empty();
            let mut queued = queued.into_iter().peekable();
            while let Some(first) = queued.next() {
                let mut alike = vec![first];
                while alike.len() < together::ALIKE
                    && let Some(next) = queued.next_if(|next| next.is_like(&alike[0]))
                {
                    alike.push(next);
                }
                self.finish_some(alike).await;
            }
            if none || self.waiting.len() >= TOGETHER {
                break;
            }
        }
        self.commit().await;
    }

    /// A change that is done waits for the commit; one that failed is undone and told at once.
    async fn wait_or_tell(&mut self, finished: Stored<()>, done: oneshot::Sender<Stored<()>>) {
        match finished {
            Ok(()) => self.waiting.push(done),
            Err(error) => {
                if self.inside
                    && let Err(error) = self.undo().await
                {
                    tracing::error!(%error, "a failed change could not be undone");
                }
                // Whoever went away has simply stopped listening.
                let _gone = done.send(Err(error));
            }
        }
    }

    fn tell(&mut self, done: &Stored<()>) {
        for waiter in self.waiting.drain(..) {
            // A waiter that went away has simply stopped listening; its change is saved all the same.
            let _gone = waiter.send(done.clone());
        }
    }

    async fn commit(&mut self) {
        if self.shared != Shared::Open || self.connection.is_none() {
            return;
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
        let mut last = PutOff::<Values>::default();
        if self.grown {
            events::put_off_position(&mut last, LANE)?;
        }
        last.add("commit", |_| Ok(()))?;
        last.run(self.connection()?).await
    }
}

/// A change on SQLite: collects statements, and holds the writer from the first whose answer is needed.
pub struct SqliteChange {
    state: Arc<AsyncMutex<State>>,
    queue: Queue,
    wake: mpsc::Sender<()>,
    held: Option<OwnedMutexGuard<State>>,
    put_off: PutOff<Values>,
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
        self.put_off.run(connection).await?;
        Ok(connection)
    }

    /// Statements that are run when the change ends, or before the next whose answer is needed.
    pub const fn put_off(&mut self) -> &mut PutOff<Values> {
        &mut self.put_off
    }

    /// Ends the change, and returns once the shared commit is on disk.
    pub(super) async fn commit(mut self, happened: Vec<Event>) -> Stored<()> {
        let (done, told) = oneshot::channel();
        let put_off = std::mem::take(&mut self.put_off);
        match self.held.take() {
            None => {
                let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
                queue.push(Queued { put_off, happened, done });
                drop(queue);
                // Full means that the committer is already on its way.
                let _full = self.wake.try_send(());
            }
            Some(mut state) => {
                let wake = self.wake.clone();
                // A task of its own, since whoever waits may go away between two statements.
                tokio::spawn(async move {
                    let finished = state.finish(true, put_off, &happened).await;
                    state.wait_or_tell(finished, done).await;
                    drop(state);
                    let _full = wake.try_send(());
                });
            }
        }
        told.await.unwrap_or_else(|_| Err(StoreError::Engine("the store closed before the commit".into())))
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
