//! Changes that await no answer on their way wait as a whole, and those that are alike are sent to the engine together.

use super::put_off::PutOff;
use crate::engine::{StoreError, Stored};
use danvan_domain::events::Event;
use std::collections::VecDeque;
use tokio::sync::oneshot;

/// So many changes that are alike are sent in one message at most.
pub(super) const ALIKE: usize = 16;

/// A change that waits.
pub(super) struct Queued {
    pub(super) put_off: PutOff,
    pub(super) happened: Vec<Event>,
    pub(super) done: oneshot::Sender<Stored<()>>,
}

impl Queued {
    /// Whether the same statements are run for both.
    fn is_like(&self, other: &Self) -> bool {
        self.happened.len() == other.happened.len() && self.put_off.is_like(&other.put_off)
    }

    /// Tells whoever waits. One who went away has simply stopped listening.
    pub(super) fn tell(self, done: Stored<()>) {
        let _gone = self.done.send(done);
    }
}

/// The next changes that are alike, as many as are sent together: one, two, four … of them, since the engine keeps the
/// statements of each number.
pub(super) fn next_alike(queue: &mut VecDeque<Queued>) -> Vec<Queued> {
    let Some(first) = queue.front() else { return Vec::new() };
    let alike = queue.iter().take(ALIKE).take_while(|next| next.is_like(first)).count();
    queue.drain(..1 << alike.ilog2()).collect()
}

/// What whoever waits is told when nobody could work the change off.
pub(super) fn never_told() -> StoreError {
    StoreError::Engine("the store closed before the commit".into())
}
