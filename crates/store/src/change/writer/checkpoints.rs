//! Bringing what SQLite's log holds into its file, beside the writer: it takes two syncs and some thousand pages, for which
//! everybody would wait who is about to be told "saved".

use sqlx::{Connection, SqliteConnection};
use std::{sync::Arc, time::Duration};
use tokio::sync::{Mutex as AsyncMutex, mpsc};

/// The log grows for so long before what is new in it is brought over; pages that are written again and again are brought
/// over once.
const GROWS: Duration = Duration::from_millis(200);

/// The connection that does it, and who rings when something was committed.
pub(super) struct Checkpoints {
    connection: Arc<AsyncMutex<Option<SqliteConnection>>>,
    ring: mpsc::Sender<()>,
}

impl Checkpoints {
    /// Takes a connection and starts; it ends when this is dropped.
    pub(super) fn start(connection: SqliteConnection) -> Self {
        let connection = Arc::new(AsyncMutex::new(Some(connection)));
        let (ring, mut rung) = mpsc::channel::<()>(1);
        let working = connection.clone();
        tokio::spawn(async move {
            while rung.recv().await.is_some() {
                tokio::time::sleep(GROWS).await;
                let mut held = working.lock().await;
                let Some(connection) = held.as_mut() else { break };
                if let Err(error) = sqlx::query("pragma wal_checkpoint(passive)").execute(connection).await {
                    tracing::warn!(%error, "the log could not be brought into the file; it is tried again");
                }
            }
        });
        Self { connection, ring }
    }

    /// Says that the log has grown.
    pub(super) fn ring(&self) {
        // Full means that it is known already.
        let _full = self.ring.try_send(());
    }

    /// Closes the connection after what is under way.
    pub(super) async fn close(&self) {
        if let Some(connection) = self.connection.lock().await.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "the connection of checkpoints did not close cleanly");
        }
    }
}
