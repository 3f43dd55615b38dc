//! `GET /api/v1/units/{id}/overview?from=&to=&topic=&on=`: the figures of a unit, small counts protected.
//!
//! Whoever is not signed in may read communes and larger units, protected as for any outsider.

use super::problem::Problem;
use crate::{form::Form, guard::Reader, site::Site};
use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use danvan_actions::{
    Failure,
    figures::{Figures, LONGEST, Point, Question, Rate, Row, Share, Step, Told, overview},
};
use danvan_domain::{
    ids::UnitId,
    refusals::{Note, Notes, Refusal},
    tallies::Counted,
    time::Day,
    topics::ALL,
    units::Tree,
};
use serde_json::{Value, json};

/// Four weeks, when no period is given.
const ORDINARY: i64 = 28;

/// Answers with the figures of a unit.
pub(super) async fn show(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let refused = |refusal: Refusal| Problem::of(&reader, Failure::Refused(refusal));
    let unit: UnitId = id.parse().map_err(|_| refused(Refusal::NotFound))?;
    let asked = Form::read(query.as_deref().unwrap_or(""));
    let mut notes = Notes::default();
    let mut day = |field: &str| -> Option<Day> {
        let read = asked.given(field)?.parse();
        read.map_err(|_| notes.add(field, Note::new("note-day"))).ok()
    };
    let (from, to, on) = (day("from"), day("to"), day("on"));
    notes.check().map_err(refused)?;
    let today = site.house.today();
    let to =
        to.unwrap_or_else(|| from.map_or(today, |from| from.plus_days(ORDINARY - 1).min(today).max(from)));
    let from = from.unwrap_or_else(|| to.plus_days(1 - ORDINARY));
    // A period is read either way round, and cut to what figures are kept ready for; the answer says which it was.
    let (from, to) = if from <= to { (from, to) } else { (to, from) };
    let from = from.max(to.plus_days(1 - LONGEST));
    let topic = asked.given("topic").unwrap_or(ALL).to_owned();
    let measure = Counted::Received;
    let question =
        Question { unit, from, to, topic, on_structure: on.unwrap_or(today), compare: None, measure };
    let asker = &reader.visitor.asker;
    let answer =
        overview(&site.house, asker, question).await.map_err(|failure| Problem::of(&reader, failure))?;
    let facts = site.house.facts();
    let tree = &facts.tree;
    let question = &answer.question;
    let step = match answer.step {
        Step::Day => "day",
        Step::Week => "week",
        Step::Month => "month",
    };
    Ok(Json(json!({
        "unit": question.unit,
        "name": tree.get(question.unit).map(|unit| unit.name.as_str()),
        "from": question.from,
        "to": question.to,
        "topic": question.topic,
        "on": question.on_structure,
        "compared": {"from": answer.compared.0, "to": answer.compared.1},
        "protected": answer.protected,
        "simulated": facts.simulated,
        "total": row(tree, &answer.total),
        "before": figures(&answer.before),
        "row_level": answer.row_level,
        "rows": answer.rows.iter().map(|one| row(tree, one)).collect::<Vec<_>>(),
        "remainder": answer.remainder.as_ref().map(|rest| row(tree, rest)),
        "step": step,
        "trend": answer.trend.iter().map(point).collect::<Vec<_>>(),
    })))
}

fn row(tree: &Tree, row: &Row) -> Value {
    let unit = row.unit.and_then(|id| tree.get(id));
    json!({
        "unit": row.unit,
        "code": unit.and_then(|unit| unit.code.as_deref()),
        "name": unit.map(|unit| unit.name.as_str()),
        "quality": row.quality,
        "hidden": row.hidden,
        "figures": figures(&row.figures),
    })
}

/// A figure that is hidden or not there is null; `hidden` names those that are there and not told.
fn figures(figures: &Figures) -> Value {
    let hidden = [
        ("received", figures.received == Told::Hidden),
        ("heard", figures.heard == Told::Hidden),
        ("on_time", figures.on_time == Told::Hidden),
        ("solved", figures.solved == Told::Hidden),
        ("refused", figures.refused == Told::Hidden),
        ("reopened", figures.reopened == Told::Hidden),
        ("rate", figures.rate == Told::Hidden),
    ];
    json!({
        "received": figures.received.value(),
        "heard": figures.heard.value(),
        "on_time": figures.on_time.value().map(share),
        "solved": figures.solved.value().map(share),
        "refused": figures.refused.value().map(share),
        "reopened": figures.reopened.value().map(share),
        "rate": figures.rate.value().map(rate),
        "hidden": hidden.iter().filter(|(_, is_hidden)| *is_hidden).map(|(name, _)| *name).collect::<Vec<_>>(),
    })
}

fn share(share: &Share) -> Value {
    let estimate = share.estimate;
    json!({
        "part": share.part, "whole": share.whole,
        "value": estimate.value, "low": estimate.low, "high": estimate.high,
    })
}

fn rate(rate: &Rate) -> Value {
    let estimate = rate.estimate;
    json!({
        "per_10000": estimate.value, "low": estimate.low, "high": estimate.high,
        "people": rate.population.people, "vintage": rate.population.vintage,
    })
}

fn point(point: &Point) -> Value {
    json!({
        "start": point.start,
        "received": point.received.value(), "heard": point.heard.value(), "before": point.before.value(),
    })
}
