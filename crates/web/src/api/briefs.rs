//! `GET /api/v1/briefs` and `GET /api/v1/briefs/{id}`: the briefs of whoever asks, and one of them with every number and what was asked
//! for it. No person is named; opening one is what it is on the page.

use super::problem::Problem;
use crate::{guard::Reader, site::Site};
use axum::{
    Json,
    extract::{Path, State},
};
use danvan_actions::{
    Failure,
    briefs::{Listed, Saying, list, one},
};
use danvan_domain::{
    briefs::{Brief, Opening, Outlines},
    ids::{BriefId, UnitId},
    refusals::Refusal,
    units::Tree,
};
use serde_json::{Value, json};

/// What is written, was sent and came.
pub(super) async fn all(State(site): State<Site>, reader: Reader) -> Result<Json<Value>, Problem> {
    let found = list(&site.house, &reader.visitor.asker).await;
    let found = found.map_err(|failure| Problem::of(&reader, failure))?;
    let facts = site.house.facts();
    let lines = |all: &[Listed]| all.iter().map(|one| line(&facts.tree, one)).collect::<Vec<_>>();
    Ok(Json(json!({
        "drafts": lines(&found.drafts),
        "received": lines(&found.received),
        "sent": lines(&found.sent),
        "simulated": facts.simulated,
    })))
}

fn unit(tree: &Tree, id: UnitId) -> Value {
    json!({"id": id, "name": tree.get(id).map(|unit| unit.name.as_str())})
}

fn head(tree: &Tree, it: &Brief) -> Value {
    json!({
        "id": it.id,
        "unit": unit(tree, it.unit),
        "kind": it.kind,
        "from": it.period.from,
        "to": it.period.to,
        "topic": it.topic,
        "project": it.project,
        "on": it.on,
        "stage": it.stage,
        "read_at": it.read_at,
        "sent_at": it.sent_at,
        "corrects": it.corrects,
    })
}

fn line(tree: &Tree, one: &Listed) -> Value {
    let mut head = head(tree, &one.it);
    head["opened_at"] = json!(one.opened_at);
    head
}

/// One brief.
pub(super) async fn show(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let id: BriefId = id.parse().map_err(|_| Problem::of(&reader, Failure::Refused(Refusal::NotFound)))?;
    let found = one(&site.house, &reader.visitor.asker, id).await;
    let found = found.map_err(|failure| Problem::of(&reader, failure))?;
    let facts = site.house.facts();
    let it = &found.it;
    let mut saying = Saying::new(&facts, reader.words());
    let sections = Outlines::facts().of(it.kind).sections.iter().map(|fact| {
        let section = it.content.section(&fact.code);
        let sentences = section.map_or(&[][..], |section| &section.sentences);
        let staying = sentences.iter().filter(|one| !it.written.left_out.contains(&one.code));
        let said: Vec<Value> = staying
            .map(|one| json!({"code": one.code, "says": saying.sentence(one).words, "args": one.args}))
            .collect();
        json!({
            "code": fact.code,
            "name": {"vi": fact.name.vi, "en": fact.name.en},
            "words": it.written.section(&fact.code),
            "sentences": said,
            "tables": section.map(|section| &section.tables),
            "charts": section.map(|section| &section.charts),
        })
    });
    let sections: Vec<Value> = sections.collect();
    let opening =
        |one: &Opening| json!({"unit": unit(&facts.tree, one.unit), "role": one.role, "at": one.at});
    let mut brief = head(&facts.tree, it);
    brief["number"] = json!(found.number);
    brief["readers"] = found.readers.iter().map(|id| unit(&facts.tree, *id)).collect();
    brief["openings"] = found.openings.iter().map(opening).collect();
    brief["corrected_by"] = json!(found.corrected_by);
    brief["sections"] = json!(sections);
    brief["notes"] = json!(saying.notes());
    brief["simulated"] = json!(facts.simulated);
    Ok(Json(brief))
}
