//! `GET /api/v1/openapi.json`: what this API understands and answers.

use crate::site::Site;
use axum::{Json, extract::State, http::header, response::IntoResponse};
use danvan_domain::units::{Level, UnitKind};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The document, written by hand and kept true by `schemathesis` and the stories. A test reads it.
static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("openapi.json")).unwrap_or_default());

/// Shows the document, with the topics of this installation and every level and kind of unit.
pub(super) async fn show(State(site): State<Site>) -> impl IntoResponse {
    let facts = site.house.facts();
    let topics: Vec<&str> = facts.topics.iter().map(|topic| topic.code.as_str()).collect();
    let levels: Vec<&str> = Level::ALL.iter().map(|level| level.word()).collect();
    let kinds = UnitKind::ALL.iter().map(|kind| kind.word()).filter(|kind| !levels.contains(kind));
    let sorts: Vec<&str> = levels.iter().copied().chain(kinds).collect();
    let mut document = DOCUMENT.clone();
    for (name, words) in [("Topic", topics), ("UnitSort", sorts)] {
        document["components"]["schemas"][name]["enum"] = json!(words);
    }
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(document))
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn the_document_is_json_and_names_what_is_filled_in() {
        assert_eq!(DOCUMENT["openapi"], "3.1.0");
        for name in ["Topic", "UnitSort"] {
            assert_eq!(DOCUMENT["components"]["schemas"][name]["type"], "string", "{name}");
        }
    }
}
