//! `GET /api/v1/openapi.json`: what this API understands and answers.

use crate::site::Site;
use axum::{Json, extract::State, http::header, response::IntoResponse};
use danvan_domain::units::UnitKind;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The document, written by hand and kept true by `schemathesis` and the stories. A test reads it.
static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("openapi.json")).unwrap_or_default());

/// Shows the document, with the topics of this installation and every kind of unit.
pub(super) async fn show(State(site): State<Site>) -> impl IntoResponse {
    let facts = site.house.facts();
    let topics: Vec<&str> = facts.topics.iter().map(|topic| topic.code.as_str()).collect();
    let kinds: Vec<&str> = UnitKind::ALL.iter().map(|kind| kind.word()).collect();
    let mut document = DOCUMENT.clone();
    for (name, words) in [("Topic", topics), ("UnitKind", kinds)] {
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
        for name in ["Topic", "UnitKind"] {
            assert_eq!(DOCUMENT["components"]["schemas"][name]["type"], "string", "{name}");
        }
    }
}
