//! `GET /api/v1/topics`: what can be asked about.

use crate::site::Site;
use axum::{Json, extract::State, http::header, response::IntoResponse};
use serde_json::{Value, json};

/// Lists the topics of this installation, each after its parent; promises are in working days.
pub(super) async fn list(State(site): State<Site>) -> impl IntoResponse {
    let facts = site.house.facts();
    let topics: Vec<Value> = facts
        .topics
        .iter()
        .map(|topic| {
            json!({
                "code": topic.code, "parent": topic.parent, "vi": topic.vi, "en": topic.en,
                "promise_working_days": topic.promise, "urgent": topic.urgent,
            })
        })
        .collect();
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(json!({"topics": topics})))
}
