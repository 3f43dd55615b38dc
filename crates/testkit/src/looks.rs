//! Futures that are given up, or held up, in the midst.

use std::{future::poll_fn, pin::Pin, task::Poll};

/// Lets a future go on until it was looked at so often; true when it ended before. Whoever drops it then has given it up in the
/// midst; whoever looks again lets it go on.
pub async fn look<F: Future>(looks: usize, mut work: Pin<&mut F>) -> bool {
    let mut seen = 0;
    poll_fn(|context| {
        if seen == looks {
            return Poll::Ready(false);
        }
        seen += 1;
        work.as_mut().poll(context).map(|_| true)
    })
    .await
}
