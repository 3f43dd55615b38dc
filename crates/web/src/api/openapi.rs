//! `GET /api/v1/openapi.json`: what this API understands and answers.

use axum::{http::header, response::IntoResponse};

/// The document, written by hand and kept true by `schemathesis` and the stories.
const DOCUMENT: &str = include_str!("openapi.json");

/// Shows the document.
pub(super) async fn show() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")], DOCUMENT)
}
