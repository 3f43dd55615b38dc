//! Stretching passwords, one after the other on a thread of their own: each takes 19 MB meanwhile, and the C library's
//! allocator keeps for every thread what it once had (decision 0025).

use crate::house::House;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{LazyLock, atomic::Ordering::Relaxed, mpsc},
};
use tokio::sync::oneshot;

type Work = Box<dyn FnOnce() + Send>;

static THREAD: LazyLock<mpsc::Sender<Work>> = LazyLock::new(|| {
    let (thread, asked) = mpsc::channel::<Work>();
    std::thread::spawn(move || {
        for work in asked {
            // Whoever waits for one that panicked is told so by its end; the thread goes on for the others.
            let _panicked = catch_unwind(AssertUnwindSafe(work));
        }
    });
    thread
});

/// Runs work that stretches a password; nothing when it panicked.
pub(super) async fn stretch<T: Send + 'static>(
    house: &House,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    house.stretched.fetch_add(1, Relaxed);
    let (done, told) = oneshot::channel();
    let work = move || {
        // Whoever went away has simply stopped listening.
        let _gone = done.send(work());
    };
    THREAD.send(Box::new(work)).ok()?;
    told.await.ok()
}

#[cfg(test)]
mod tests {
    use super::THREAD;
    use std::sync::mpsc;

    #[test]
    fn the_thread_outlives_work_that_panics() {
        let (done, told) = mpsc::channel();
        THREAD.send(Box::new(|| panic!("on purpose"))).expect("a thread");
        THREAD.send(Box::new(move || done.send(7).expect("somebody listens"))).expect("a thread");
        assert_eq!(told.recv(), Ok(7));
    }
}
