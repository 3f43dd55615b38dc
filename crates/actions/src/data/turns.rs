//! Turns: what comes from one address at once is looked at one after the other.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// From so many addresses on, those of whom nobody waits any more are forgotten.
const MANY: usize = 1024;

/// The turns of all addresses that ask right now.
#[derive(Default)]
pub(crate) struct Turns(Mutex<HashMap<String, Weak<Turn<()>>>>);

impl Turns {
    /// Waits for the turn of an address. It ends when what is returned is dropped, also by whoever is given up in between.
    pub(super) async fn take(&self, address: &str) -> OwnedMutexGuard<()> {
        self.of(address).lock_owned().await
    }

    /// The turn of an address; whoever holds it or waits for it keeps it alive.
    fn of(&self, address: &str) -> Arc<Turn<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(address).and_then(Weak::upgrade) {
            return turn;
        }
        if turns.len() >= MANY {
            turns.retain(|_, turn| turn.strong_count() > 0);
        }
        let turn = Arc::default();
        turns.insert(address.to_owned(), Arc::downgrade(&turn));
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    #[test]
    fn an_address_waits_for_itself_alone() {
        let turns = Turns::default();
        let mut context = Context::from_waker(Waker::noop());
        let Poll::Ready(held) = pin!(turns.take("a")).poll(&mut context) else { panic!("nobody holds it") };
        assert!(pin!(turns.take("b")).poll(&mut context).is_ready(), "another address does not wait");
        let mut second = pin!(turns.take("a"));
        assert!(second.as_mut().poll(&mut context).is_pending());
        drop(held);
        assert!(second.as_mut().poll(&mut context).is_ready());
    }

    #[test]
    fn addresses_of_the_past_are_forgotten() {
        let turns = Turns::default();
        let kept = turns.of("kept");
        for number in 0..3 * MANY {
            turns.of(&number.to_string());
        }
        assert!(Arc::ptr_eq(&kept, &turns.of("kept")));
        assert!(turns.0.lock().expect("turns").len() <= MANY);
    }
}
