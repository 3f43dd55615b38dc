//! Whether the program lives, whether it can work, and its meters.

pub mod readers;

use crate::site::Site;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use std::net::SocketAddr;

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

/// What whoever may not read the meters is told: the same whether a key is set or not.
const NOT_FOR_YOU: &str = "the meters are read from the machine of danvan itself, without a proxy, or with the key that is set as \
    DANVAN_METRICS_TOKEN: Authorization: Bearer KEY\n";

/// The meters, in Prometheus' text form, for the house itself and for whoever holds the key.
pub async fn metrics(State(site): State<Site>, request: Request) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if !readers::may_read(request.headers(), peer, site.setup.meters_key.as_ref()) {
        return (StatusCode::FORBIDDEN, NOT_FOR_YOU).into_response();
    }
    if let Ok(lag) = danvan_store::events::lag(&site.house.store, "tallies").await {
        site.measures.tally_lag.set(lag);
    }
    let kind = [(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")];
    (kind, site.measures.text()).into_response()
}
