//! How long the server waits: for a body that stops arriving, for one that trickles, and for its own answer. Whoever is too
//! slow gets a page, or problem details, that says so and holds what had arrived.

use crate::site::Site;
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::{Stream, StreamExt, stream};
use std::{
    io,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::time::{Instant, timeout_at};

/// How long each part of a request may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the head of a request, from its first byte; as long, an idle connection is kept.
    pub head: Duration,
    /// For the next piece of a body.
    pub piece: Duration,
    /// For a whole body: a weak signal may carry twelve photographs in this time.
    pub body: Duration,
    /// For the answer, since the last piece of the body.
    pub answer: Duration,
    /// For answers under way when the server is asked to stop.
    pub stop: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            piece: Duration::from_secs(30),
            body: Duration::from_secs(15 * 60),
            answer: Duration::from_secs(60),
            stop: Duration::from_secs(30),
        }
    }
}

/// What is known of a body on its way.
#[derive(Clone, Copy)]
struct Arriving {
    /// When its last piece came.
    last: Instant,
    /// When the whole of it must be there.
    end: Instant,
    /// Whether it was given up.
    is_given_up: bool,
}

/// Ends what takes too long: 408 for a body, 503 for an answer. The guard around it makes a page of the bare status.
pub async fn within(State(site): State<Site>, request: Request, next: Next) -> Response {
    let patience = site.setup.patience;
    let begun = Instant::now();
    let arriving =
        Arc::new(Mutex::new(Arriving { last: begun, end: begun + patience.body, is_given_up: false }));
    let known = || *arriving.lock().unwrap_or_else(PoisonError::into_inner);
    let request = if request.body().is_end_stream() {
        request
    } else {
        let watched = Arc::clone(&arriving);
        request.map(|body| Body::from_stream(watch(body, watched, patience.piece)))
    };
    let mut answering = pin!(next.run(request));
    loop {
        let until = known().last + patience.answer;
        match timeout_at(until, &mut answering).await {
            // What could not be read whole was answered as unreadable; the reason is a better answer.
            Ok(_) if known().is_given_up => return StatusCode::REQUEST_TIMEOUT.into_response(),
            Ok(response) => return response,
            // The body still came in meanwhile.
            Err(_) if known().last + patience.answer > until => {}
            Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    }
}

/// The pieces of a body, each waited for no longer than `piece`; then an error, and nothing more.
fn watch(
    body: Body,
    arriving: Arc<Mutex<Arriving>>,
    piece: Duration,
) -> impl Stream<Item = Result<Bytes, io::Error>> + Send {
    stream::unfold(Some((body.into_data_stream(), arriving)), move |state| async move {
        let (mut pieces, arriving) = state?;
        let end = arriving.lock().unwrap_or_else(PoisonError::into_inner).end;
        let now = Instant::now();
        let next = timeout_at(end.min(now + piece), pieces.next()).await;
        let mut known = arriving.lock().unwrap_or_else(PoisonError::into_inner);
        known.last = Instant::now();
        match next {
            Ok(Some(Ok(bytes))) => {
                drop(known);
                Some((Ok(bytes), Some((pieces, arriving))))
            }
            Ok(Some(Err(error))) => Some((Err(io::Error::other(error)), None)),
            Ok(None) => None,
            Err(_) => {
                known.is_given_up = true;
                Some((Err(io::ErrorKind::TimedOut.into()), None))
            }
        }
    })
}
