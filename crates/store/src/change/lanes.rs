//! The event chains that this process writes on PostgreSQL.

use crate::events::Head;
use std::sync::{Arc, Mutex, PoisonError};

/// The chains of this process. A commit takes one for its length.
#[derive(Default)]
pub(super) struct Lanes(Mutex<FreeLanes>);

#[derive(Default)]
struct FreeLanes {
    opened: i64,
    free: Vec<(i64, Option<Head>)>,
}

impl Lanes {
    /// A lane that nobody else of this process uses, the one used last if there is a choice.
    pub(super) fn take(self: &Arc<Self>) -> Taken {
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
pub(super) struct Taken {
    lanes: Arc<Lanes>,
    /// Its number.
    pub(super) lane: i64,
    /// Where it ends, as far as this process knows.
    pub(super) head: Option<Head>,
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.lanes.give_back(self.lane, self.head.take());
    }
}
