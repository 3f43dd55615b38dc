//! `GET /api/v1/findings?state=&topic=&unit=` and `GET /api/v1/findings/{id}`: what stands out in the counts, for whoever may read it on
//! the pages. No person is named; a number that is kept from the reader there is null here.

use super::problem::Problem;
use crate::{form::Form, guard::Reader, site::Site};
use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use danvan_actions::{
    Failure,
    findings::{Opened, Shown, Wanted, list as listed, one},
};
use danvan_domain::{
    findings::{Curve, Done, State as Became, rarity},
    ids::{FindingId, UnitId},
    refusals::{Note, Refusal},
    units::Tree,
};
use serde_json::{Value, json};

/// The findings of a state, the open ones where none is named, of a topic and at a place where those are named.
pub(super) async fn list(
    State(site): State<Site>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let asked = Form::read(query.as_deref().unwrap_or(""));
    let wrong = |field: &str, key: &str| {
        Problem::of(&reader, Failure::Refused(Refusal::field(field, Note::new(key))))
    };
    let state = asked.given("state").map_or(Ok(Became::Open), str::parse);
    let unit: Option<UnitId> =
        asked.given("unit").map(str::parse).transpose().map_err(|_| wrong("unit", "note-choose"))?;
    let wanted = Wanted {
        state: state.map_err(|_| wrong("state", "note-choose"))?,
        topic: asked.given("topic").map(str::to_owned),
        unit,
    };
    let found = listed(&site.house, &reader.visitor.asker, &wanted)
        .await
        .map_err(|failure| Problem::of(&reader, failure))?;
    let facts = site.house.facts();
    let night = found.night.map(|night| {
        json!({"day": night.day, "at": night.at, "tests": night.tests, "stories": night.stories, "fresh": night.fresh})
    });
    Ok(Json(json!({
        "state": wanted.state,
        "night": night,
        "simulated": facts.simulated,
        "findings": found.rows.iter().map(|row| told(&facts.tree, row)).collect::<Vec<_>>(),
    })))
}

fn unit(tree: &Tree, id: UnitId) -> Value {
    json!({"id": id, "name": tree.get(id).map(|unit| unit.name.as_str())})
}

/// A finding as the reader may know it.
fn told(tree: &Tree, row: &Shown) -> Value {
    let it = &row.finding;
    let rare = (!it.kind.is_ahead()).then(|| {
        let (how, n) = rarity(it.chance, it.tests);
        json!({"unit": how, "count": n})
    });
    json!({
        "id": it.id,
        "kind": it.kind,
        "method": it.method,
        "topic": it.topic,
        "topics": it.topics(),
        "from": it.days.0,
        "to": it.days.1,
        "observed": row.is_told.then_some(it.observed),
        "expected": row.is_told.then_some(it.expected),
        "rarity": rare,
        "people": it.people,
        "first_seen": it.first_seen,
        "last_seen": it.last_seen,
        "state": it.state,
        "promise": it.promise,
        "places": row.places.iter().map(|place| unit(tree, place.place)).collect::<Vec<_>>(),
        "others": row.others,
    })
}

/// One finding: its places with what was counted there, its curve, and what was done about it.
pub(super) async fn show(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let id: FindingId = id.parse().map_err(|_| Problem::of(&reader, Failure::Refused(Refusal::NotFound)))?;
    let found =
        one(&site.house, &reader.visitor.asker, id).await.map_err(|failure| Problem::of(&reader, failure))?;
    let facts = site.house.facts();
    let mut answer = told(&facts.tree, &found.shown);
    answer["simulated"] = json!(facts.simulated);
    answer["counted"] = places(&facts.tree, &found);
    answer["curve"] = found.curve.as_ref().map_or(Value::Null, |(curve, counts)| weeks(curve, counts));
    answer["acts"] = found.acts.iter().map(|act| done(&facts.tree, act)).collect();
    answer["may"] = json!(found.may);
    Ok(Json(answer))
}

/// The places the reader may know of, each with its count where that may be told.
fn places(tree: &Tree, found: &Opened) -> Value {
    let place = |(place, observed): &(danvan_domain::findings::Place, Option<i64>)| {
        let is_counted = found.shown.finding.kind.is_of_voices();
        json!({
            "place": unit(tree, place.place),
            "observed": observed.filter(|_| is_counted),
            "expected": is_counted.then_some(place.expected),
        })
    };
    found.rows.iter().map(place).collect()
}

fn weeks(curve: &Curve, counts: &[Option<i64>]) -> Value {
    json!({
        "from": curve.from,
        "step": curve.step,
        "counts": counts,
        "expected": curve.expected,
        "upper": curve.upper.iter().map(|upper| upper.filter(|upper| upper.is_finite())).collect::<Vec<_>>(),
    })
}

fn done(tree: &Tree, act: &Done) -> Value {
    json!({
        "at": act.at,
        "act": act.act,
        "reason": act.reason,
        "words": act.words,
        "unit": act.unit.map(|id| unit(tree, id)),
        "commitment": act.commitment,
    })
}
