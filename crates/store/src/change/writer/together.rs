//! Changes that are alike are sent to SQLite in one message: most of the time of a small change goes by between two threads.

use super::{LANE, State};
use crate::{
    change::{PutOff, queue::Queued},
    engine::Stored,
    events,
};

impl State {
    /// Runs changes that are alike: in one message, and each alone where that fails.
    pub(super) async fn finish_some(&mut self, alike: Vec<Queued>) {
        let done = alike.len() > 1 && self.finish_together(&alike).await;
        for Queued { put_off, happened, done: told } in alike {
            let finished = if done { Ok(()) } else { self.finish(false, put_off, &happened).await };
            self.wait(finished, told).await;
        }
    }

    /// Runs changes as one message within one savepoint; false when that failed, and then none was run.
    async fn finish_together(&mut self, some: &[Queued]) -> bool {
        if self.make_room().await.is_err() {
            return false;
        }
        let ran = self.run_together(some).await;
        if ran.is_err()
            && self.inside
            && let Err(error) = self.undo().await
        {
            tracing::error!(%error, "changes that failed together could not be undone");
        }
        ran.is_ok()
    }

    async fn run_together(&mut self, some: &[Queued]) -> Stored<()> {
        let mut head = self.head().await?;
        let mut all = PutOff::default();
        for one in some {
            all.append(&one.put_off);
            for link in events::chain(LANE, head, &one.happened) {
                events::put_off(&mut all, LANE, &link)?;
                head = link.head();
            }
        }
        self.inside = true;
        all.run("savepoint change;", "release change", self.connection()?).await?;
        self.released(Some(head), some.iter().any(|one| !one.happened.is_empty()));
        Ok(())
    }
}
