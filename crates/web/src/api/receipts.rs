//! `GET /api/v1/receipts/{receipt}`: what became of a case, for whoever holds its code.

use super::problem::Problem;
use crate::{guard::Reader, site::Site};
use axum::{
    Json,
    extract::{Path, State},
};
use danvan_actions::cases::follow;
use serde_json::{Value, json};

/// The public side of a case.
pub(super) async fn show(
    State(site): State<Site>,
    reader: Reader,
    Path(receipt): Path<String>,
) -> Result<Json<Value>, Problem> {
    let followed = follow(&site.house, &receipt, &reader.address)
        .await
        .map_err(|failure| Problem::of(&reader, failure))?;
    let facts = site.house.facts();
    let name = |id| facts.tree.get(id).map(|unit| unit.name.clone());
    let standing = followed.carried.as_ref().unwrap_or(&followed.case);
    let history: Vec<Value> = followed
        .entries
        .iter()
        .map(|entry| {
            json!({"at": entry.at, "kind": entry.kind, "text": entry.body, "office": entry.unit.and_then(name)})
        })
        .collect();
    Ok(Json(json!({
        "id": followed.case.id,
        "stage": standing.stage,
        "topic": followed.case.topic,
        "text": if followed.supporter { Value::Null } else { json!(followed.case.body) },
        "received_at": followed.case.received_at,
        "due_at": standing.due_at,
        "responsible": {"id": standing.responsible, "name": name(standing.responsible)},
        "supporters": standing.supporters,
        "solved": standing.solved,
        "history": history,
    })))
}
