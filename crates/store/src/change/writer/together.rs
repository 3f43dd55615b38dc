//! Changes that are alike are sent to SQLite in one message: most of the time of a small change goes by between two threads.

use super::{LANE, Queued, State};
use crate::{
    change::{PutOff, Values},
    engine::Stored,
    events,
};

/// So many changes that are alike are sent in one message at most.
pub(super) const ALIKE: usize = 16;

impl State {
    /// Runs changes that are alike: as few messages, and each alone where one of them fails.
    pub(super) async fn finish_some(&mut self, alike: Vec<Queued>) {
        let mut rest = alike.as_slice();
        let mut done = 0;
        while !rest.is_empty() {
            // Of every number of changes the engine keeps the statements, so there are few such numbers.
            let count = 1 << rest.len().ilog2();
            let (some, others) = rest.split_at(count);
            if count == 1 || !self.finish_together(some).await {
                break;
            }
            done += count;
            rest = others;
        }
        for (at, Queued { put_off, happened, done: told }) in alike.into_iter().enumerate() {
            let finished = if at < done { Ok(()) } else { self.finish(false, put_off, &happened).await };
            self.wait_or_tell(finished, told).await;
        }
    }

    /// Runs changes that are alike as one message within one savepoint; false when that failed, and then none was run.
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
        let mut head = match self.head {
            Some(head) => head,
            None => events::last(self.connection()?, LANE).await?,
        };
        let mut all = PutOff::<Values>::default();
        for one in some {
            all.append(&one.put_off);
            for link in events::chain(LANE, head, &one.happened) {
                events::put_off(&mut all, LANE, &link)?;
                head = link.head();
            }
        }
        all.within_savepoint();
        all.add("release change", |_| Ok(()))?;
        self.inside = true;
        all.run(self.connection()?).await?;
        self.inside = false;
        self.grown |= some.iter().any(|one| !one.happened.is_empty());
        self.head = Some(head);
        Ok(())
    }
}
