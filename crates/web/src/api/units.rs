//! `GET /api/v1/units?on=DAY&kind=`: the units that stand on a day.

use super::problem::Problem;
use crate::{form::Form, guard::Reader, site::Site};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use danvan_actions::Failure;
use danvan_domain::{
    refusals::{Note, Notes},
    time::Day,
    units::Sort,
};
use serde_json::{Value, json};

/// Lists units; today's when no day is given.
pub(super) async fn list(
    State(site): State<Site>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let asked = Form::read(query.as_deref().unwrap_or(""));
    let mut notes = Notes::default();
    let on: Option<Day> = match asked.given("on") {
        Some(text) => text.parse().map_err(|_| notes.add("on", Note::new("note-day"))).ok(),
        None => Some(site.house.today()),
    };
    let sort: Option<Sort> = asked
        .given("kind")
        .and_then(|word| word.parse().map_err(|_| notes.add("kind", Note::new("note-unknown-kind"))).ok());
    notes.check().map_err(|refusal| Problem::of(&reader, Failure::Refused(refusal)))?;
    let on = on.unwrap_or_else(|| site.house.today());
    let facts = site.house.facts();
    let units: Vec<Value> = facts
        .tree
        .units()
        .iter()
        .filter(|unit| unit.stands_on(on) && sort.is_none_or(|sort| sort.holds(unit)))
        .map(|unit| {
            json!({
                "id": unit.id, "code": unit.code, "name": unit.name, "kind": unit.kind, "level": unit.level(), "parent": unit.parent,
                "valid_from": unit.valid_from, "valid_to": unit.valid_to, "simulated": unit.simulated,
            })
        })
        .collect();
    Ok(Json(json!({"on": on, "units": units})))
}
