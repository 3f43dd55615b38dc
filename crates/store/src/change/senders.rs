//! Changes on PostgreSQL that await no answer on their way: a few connections send what waits, those that are alike as one
//! statement, which is a transaction by itself. The longer the engine takes, the more go together.

use super::{
    lanes::{Lanes, Taken},
    put_off::PutOff,
    queue::{Queued, never_told, next_alike},
};
use crate::{
    engine::{StoreError, Stored},
    events::{self, Head},
};
use danvan_domain::events::Event;
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool, Postgres, Transaction, pool::PoolConnection};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::oneshot;

/// So many connections send at once at most.
const MOST: usize = 3;
/// So many events at most go with the statement of their change.
const EVENTS: usize = 4;

/// What sends changes to PostgreSQL.
pub struct Senders {
    /// Connections for everything.
    pub(super) pool: PgPool,
    /// The chains of this process.
    pub(super) lanes: Arc<Lanes>,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    queue: VecDeque<Queued>,
    sending: usize,
}

/// How a statement ended that was a transaction by itself.
enum Sent {
    Saved,
    /// The lane was not where it was believed to be, or nobody knew where it ended: nothing happened.
    LaneElsewhere,
    /// The engine refused it: nothing happened.
    Refused(sqlx::Error),
    /// The engine did not answer: it may have happened.
    Lost(sqlx::Error),
}

impl Senders {
    /// Sends over the connections of a pool.
    pub(crate) fn new(pool: PgPool) -> Arc<Self> {
        Arc::new(Self { pool, lanes: Arc::default(), waiting: Mutex::default() })
    }

    /// Whether a change may go as one statement with its events.
    pub(super) fn take(put_off: &PutOff, happened: &[Event]) -> bool {
        !put_off.is_empty() && (1..=EVENTS).contains(&happened.len())
    }

    /// Sends a change, and returns once it is on disk.
    pub(super) async fn send(self: &Arc<Self>, put_off: PutOff, happened: Vec<Event>) -> Stored<()> {
        let (done, told) = oneshot::channel();
        let begins = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.queue.push_back(Queued { put_off, happened, done });
            let begins = waiting.sending < MOST;
            waiting.sending += usize::from(begins);
            begins
        };
        if begins {
            // A task of its own, since whoever waits may go away.
            tokio::spawn(self.clone().work_off());
        }
        told.await.unwrap_or_else(|_| Err(never_told()))
    }

    /// Sends until nothing waits any more, over one connection as long as that stands.
    async fn work_off(self: Arc<Self>) {
        let mut connection = None;
        loop {
            let alike = {
                let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                let alike = next_alike(&mut waiting.queue);
                waiting.sending -= usize::from(alike.is_empty());
                alike
            };
            if alike.is_empty() {
                return;
            }
            self.send_alike(&mut connection, alike).await;
        }
    }

    /// Sends changes that are alike as one statement, and each alone when the engine refuses them.
    async fn send_alike(&self, connection: &mut Option<PoolConnection<Postgres>>, alike: Vec<Queued>) {
        let held = match connection.take() {
            Some(held) => Ok(held),
            None => self.pool.acquire().await,
        };
        let mut held = match held {
            Ok(held) => held,
            Err(error) => return tell_all(alike, &Err(error.into())),
        };
        let mut taken = self.lanes.take();
        if let [_, _, ..] = alike.as_slice() {
            match send_together(&mut held, &mut taken, &alike).await {
                Ok(Sent::Saved) => {
                    *connection = Some(held);
                    return tell_all(alike, &Ok(()));
                }
                Ok(Sent::Lost(error)) => return tell_all(alike, &Err(error.into())),
                Err(error) => return tell_all(alike, &Err(error)),
                Ok(Sent::Refused(_) | Sent::LaneElsewhere) => {}
            }
        }
        let mut rest = alike.into_iter();
        while let Some(one) = rest.next() {
            let done = send_alone(&mut held, &mut taken, &one).await;
            let is_lost = matches!(done, Err(StoreError::Engine(_))) && held.ping().await.is_err();
            if is_lost {
                tell_all(rest.collect(), &done);
                return one.tell(done);
            }
            one.tell(done);
        }
        *connection = Some(held);
    }
}

fn tell_all(alike: Vec<Queued>, done: &Stored<()>) {
    for one in alike {
        one.tell(done.clone());
    }
}

/// Sends some changes as one statement, chained to a lane where that is known to end.
async fn send_together(db: &mut PgConnection, taken: &mut Taken, some: &[Queued]) -> Stored<Sent> {
    let Some(head) = taken.head.take() else { return Ok(Sent::LaneElsewhere) };
    let (mut rows, mut links, mut end) = (PutOff::default(), Vec::new(), head);
    for one in some {
        rows.append(&one.put_off);
        links.extend(events::chain(taken.lane, end, &one.happened));
        end = links.last().map_or(end, events::Chained::head);
    }
    let (text, arguments) = events::at_once(rows, taken.lane, head, &links)?;
    // Until the answer is there, nobody knows where the lane ends.
    let sent = sqlx::query_with(AssertSqlSafe(text), arguments).execute(db).await;
    Ok(match sent {
        Ok(_) => {
            taken.head = Some(end);
            Sent::Saved
        }
        Err(error) if events::is_elsewhere(&error) => Sent::LaneElsewhere,
        Err(error @ sqlx::Error::Database(_)) => {
            taken.head = Some(head);
            Sent::Refused(error)
        }
        Err(error) => Sent::Lost(error),
    })
}

/// Sends one change: as one statement, else step by step.
async fn send_alone(db: &mut PgConnection, taken: &mut Taken, one: &Queued) -> Stored<()> {
    match send_together(db, taken, std::slice::from_ref(one)).await? {
        Sent::Saved => Ok(()),
        Sent::Refused(error) | Sent::Lost(error) => Err(error.into()),
        Sent::LaneElsewhere => {
            let mut transaction = db.begin().await?;
            one.put_off.clone().run_in_steps(&mut transaction).await?;
            taken.head = Some(commit(transaction, taken, &one.happened).await?);
            Ok(())
        }
    }
}

/// Chains the events to a lane as the last of a transaction, and makes everything durable.
pub(super) async fn commit(
    mut transaction: Transaction<'_, Postgres>,
    taken: &mut Taken,
    happened: &[Event],
) -> Stored<Head> {
    let believed = taken.head.take();
    let head = events::append(&mut transaction, taken.lane, believed, happened).await?;
    transaction.commit().await?;
    Ok(head)
}
