//! Whether the program lives, whether it can work, and its meters.

use crate::site::Site;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};

/// The program answers.
pub async fn live() -> &'static str {
    "live\n"
}

/// The program answers and its store does too.
pub async fn ready(State(site): State<Site>) -> impl IntoResponse {
    match site.house.store.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(%error, "the store does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
        }
    }
}

/// The meters, in Prometheus' text form.
pub async fn metrics(State(site): State<Site>) -> impl IntoResponse {
    if let Ok(lag) = danvan_store::events::lag(&site.house.store, "tallies").await {
        site.measures.tally_lag.set(lag);
    }
    (
        [(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")],
        site.measures.text(),
    )
}
