//! `GET /api/v1/returns?form=&from=` and `GET /api/v1/returns/{id}?version=`: the board of a form and period, and one return, for
//! whoever may read them on the pages. No person is named; what is kept from the reader there is null here.

use super::problem::Problem;
use crate::{form::Form, guard::Reader, site::Site};
use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use danvan_actions::{
    Failure,
    returns::{Line, Opened, Shown, board, one},
};
use danvan_domain::{
    ids::{ReturnId, UnitId},
    procedures::Name,
    refusals::{Note, Refusal},
    returns::{Doubt, Figure, Timing, Version},
    time::Day,
    units::Tree,
};
use serde_json::{Map, Value, json};

/// The board of a form, the first one where none is named, and of the period that begins on a day, the newest where none is said.
pub(super) async fn list(
    State(site): State<Site>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let asked = Form::read(query.as_deref().unwrap_or(""));
    let facts = site.house.facts();
    let first = facts.forms.all().first().map_or("", |form| form.code.as_str());
    let from: Option<Day> =
        asked.given("from").map(str::parse).transpose().map_err(|_| {
            Problem::of(&reader, Failure::Refused(Refusal::field("from", Note::new("note-day"))))
        })?;
    let found = board(&site.house, &reader.visitor.asker, asked.given("form").unwrap_or(first), from)
        .await
        .map_err(|failure| Problem::of(&reader, failure))?;
    let count = |timing: &Timing| found.summary.get(timing).copied().unwrap_or(0);
    let summary: Map<String, Value> =
        Timing::ALL.iter().map(|timing| (timing.word().to_owned(), json!(count(timing)))).collect();
    Ok(Json(json!({
        "form": found.form.code,
        "name": named(&found.form.name),
        "from": found.period.from,
        "to": found.period.to,
        "periods": found.periods.iter().map(|period| period.from).collect::<Vec<_>>(),
        "summary": summary,
        "newest_of": found.newest_of,
        "simulated": facts.simulated,
        "returns": found.lines.iter().map(|one| line(&facts.tree, one)).collect::<Vec<_>>(),
    })))
}

fn named(name: &Name) -> Value {
    json!({"vi": name.vi, "en": name.en})
}

fn unit(tree: &Tree, id: UnitId) -> Value {
    json!({"id": id, "name": tree.get(id).map(|unit| unit.name.as_str())})
}

fn line(tree: &Tree, line: &Line) -> Value {
    let it = &line.it;
    json!({
        "id": it.id,
        "about": unit(tree, it.about),
        "unit": unit(tree, it.unit),
        "title": it.title,
        "stage": it.stage,
        "timing": line.timing,
        "filled": line.filled,
        "needed": line.needed,
        "due_on": it.again_on.or(it.due_on),
        "sent_at": it.sent_at,
        "version": it.version,
    })
}

/// One return: the version that is asked for, or as it stands for whoever asks.
pub(super) async fn show(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let not_found = || Problem::of(&reader, Failure::Refused(Refusal::NotFound));
    let id: ReturnId = id.parse().map_err(|_| not_found())?;
    let asked = Form::read(query.as_deref().unwrap_or(""));
    let version: Option<i64> = asked.given("version").map(str::parse).transpose().map_err(|_| not_found())?;
    let found = one(&site.house, &reader.visitor.asker, id, version)
        .await
        .map_err(|failure| Problem::of(&reader, failure))?;
    let facts = site.house.facts();
    let units = |all: &[UnitId]| all.iter().map(|id| unit(&facts.tree, *id)).collect::<Vec<_>>();
    let it = &found.it;
    let doubt = |doubt: &Doubt| json!({"code": doubt.code, "stopping": doubt.is_stopping, "detail": reader.words().note(&doubt.note)});
    Ok(Json(json!({
        "id": it.id,
        "about": unit(&facts.tree, it.about),
        "unit": unit(&facts.tree, it.unit),
        "form": it.form,
        "name": named(&found.form.name),
        "title": it.title,
        "from": it.period.from,
        "to": it.period.to,
        "counted": {"from": it.counted.0, "to": it.counted.1},
        "stage": it.stage,
        "timing": it.timing(site.house.today()),
        "due_on": it.again_on.or(it.due_on),
        "sent_at": it.sent_at,
        "version": it.version,
        "accepted": it.accepted,
        "shown": found.shown,
        "reason": it.reason,
        "simulated": facts.simulated,
        "figures": found.form.figures.iter().filter_map(|one| figure(&found, one)).collect::<Vec<_>>(),
        "sections": sections(&found),
        "sources": units(&found.content.sources),
        "missing": units(&found.missing),
        "waiting": units(&found.waiting),
        "doubts": found.doubts.iter().map(doubt).collect::<Vec<_>>(),
        "versions": found.versions.iter().map(told).collect::<Vec<_>>(),
    })))
}

/// A figure as the reader may know it, with what was asked for it.
fn figure(found: &Opened, figure: &Figure) -> Option<Value> {
    let said = found.content.figure(&figure.code)?;
    let shown = Shown::of(said, found.reads_small);
    let (value, of) = match shown {
        Shown::Unknown | Shown::Kept => (None, None),
        Shown::Count(count) => (Some(count), None),
        Shown::Share(part, whole) => (Some(part), Some(whole)),
    };
    Some(json!({
        "code": figure.code,
        "section": figure.section,
        "name": named(&figure.name),
        "value": value,
        "of": of,
        "kept": shown == Shown::Kept,
        "query": said.query,
        "topic": said.topic,
        "from": said.from,
        "to": said.to,
        "on": said.on,
        "remark": said.remark,
    }))
}

fn sections(found: &Opened) -> Vec<Value> {
    let told = found.content.sections.iter().filter_map(|told| {
        let section = found.form.sections.iter().find(|one| one.code == told.code)?;
        Some(json!({"code": told.code, "name": named(&section.name), "words": told.words}))
    });
    told.collect()
}

/// A version that was submitted, and what was said of it.
fn told(version: &Version) -> Value {
    let verdict = version.verdict.as_ref();
    json!({
        "number": version.number,
        "at": version.at,
        "why": version.why,
        "accepted": verdict.map(|verdict| verdict.is_accepted),
        "verdict_at": verdict.map(|verdict| verdict.at),
        "reason": verdict.map(|verdict| verdict.reason.as_str()),
    })
}
