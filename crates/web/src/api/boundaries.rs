//! `GET /api/v1/boundaries?on=DAY&kind=`: where the borders of the units of a day run, as a GeoJSON FeatureCollection light
//! enough for a map of a city.

use super::problem::Problem;
use crate::{form::Form, guard::Reader, site::Site};
use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use danvan_actions::{Facts, Failure};
use danvan_domain::{
    refusals::{Note, Notes},
    time::Day,
    units::UnitKind,
};
use serde_json::json;
use std::{
    collections::{BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
};

/// How many answers are kept: one per structure and kind that somebody asks for.
const MOST_KEPT: usize = 16;

/// A body and its name.
#[derive(Clone, Debug)]
struct Answer {
    tag: String,
    body: Bytes,
}

/// Answers that were put together before, for as long as the facts they came from hold.
#[derive(Default)]
pub struct Kept(Mutex<Answers>);

#[derive(Default)]
struct Answers {
    facts: Option<Arc<Facts>>,
    by_question: HashMap<(Day, Option<UnitKind>), Answer>,
}

/// Lists borders; today's when no day is given.
pub(super) async fn list(
    State(site): State<Site>,
    reader: Reader,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let asked = Form::read(query.as_deref().unwrap_or(""));
    let mut notes = Notes::default();
    let on: Option<Day> = match asked.given("on") {
        Some(text) => text.parse().map_err(|_| notes.add("on", Note::new("note-day"))).ok(),
        None => Some(site.house.today()),
    };
    let kind: Option<UnitKind> = asked
        .given("kind")
        .and_then(|word| word.parse().map_err(|_| notes.add("kind", Note::new("note-unknown-kind"))).ok());
    notes.check().map_err(|refusal| Problem::of(&reader, Failure::Refused(refusal)))?;
    let on = on.unwrap_or_else(|| site.house.today());
    let answer = site.boundaries.answer(&site.house.facts(), on, kind);
    let is_known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|tags| tags.split(',').any(|tag| tag.trim() == answer.tag || tag.trim() == "*"));
    let named = [(header::ETAG, answer.tag), (header::CACHE_CONTROL, "public, max-age=300".to_owned())];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, named).into_response());
    }
    let kind = [(header::CONTENT_TYPE, "application/geo+json")];
    Ok((named, kind, answer.body).into_response())
}

impl Kept {
    fn answer(&self, facts: &Arc<Facts>, on: Day, kind: Option<UnitKind>) -> Answer {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.facts.as_ref().is_some_and(|known| Arc::ptr_eq(known, facts)) {
            *kept = Answers { facts: Some(Arc::clone(facts)), by_question: HashMap::new() };
        }
        if let Some(known) = kept.by_question.get(&(on, kind)) {
            return known.clone();
        }
        if kept.by_question.len() >= MOST_KEPT {
            kept.by_question.clear();
        }
        let body = collection(facts, on, kind);
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        // Weak, because compressing changes the bytes and not what they say.
        let answer = Answer { tag: format!("W/\"{:016x}\"", hasher.finish()), body: Bytes::from(body) };
        kept.by_question.insert((on, kind), answer.clone());
        answer
    }
}

fn collection(facts: &Facts, on: Day, kind: Option<UnitKind>) -> String {
    let mut sources = BTreeSet::new();
    let standing = facts.borders.all().iter().filter_map(|border| {
        let unit = facts.tree.get(border.unit)?;
        (unit.stands_on(on) && kind.is_none_or(|kind| unit.kind == kind)).then_some((unit, border))
    });
    let features: Vec<_> = standing
        .map(|(unit, border)| {
            sources.insert(border.source.as_str());
            let mut feature = json!({
                "type": "Feature", "id": unit.id,
                "properties": {
                    "code": unit.code, "name": unit.name, "kind": unit.kind, "simulated": border.simulated,
                },
            })
            .to_string();
            // The outline is JSON already, and by far the longest part.
            feature.truncate(feature.len() - 1);
            format!("{feature},\"geometry\":{}}}", border.outline)
        })
        .collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\"on\":{},\"sources\":{},\"features\":[{}]}}",
        json!(on),
        json!(sources),
        features.join(",")
    )
}
