//! The board as a table for other programs: CSV and JSON.

use super::board::Asked;
use crate::{
    guard::Reader,
    pages::{Answered, cases::names, overview::file, sorry},
    site::Site,
};
use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use danvan_actions::programmes::{Board, Line, board};
use danvan_domain::ids::ProgrammeId;
use danvan_words::Words;
use serde_json::{Value, json};
use uuid::Uuid;

async fn read(site: &Site, reader: &Reader, id: Uuid) -> Result<Board, crate::answer::Sorry> {
    let asked = Asked::read(reader, site.house.today());
    let days = (asked.on, asked.until);
    board(&site.house, &reader.visitor.asker, ProgrammeId(id), asked.of, days).await.map_err(sorry(reader))
}

/// Every cell as one line: whose, in which period, by which target, and how it stands. Values are as stored: a share in
/// hundredths of a per cent.
fn cells(site: &Site, found: &Board) -> Vec<Value> {
    let facts = site.house.facts();
    let mut all = Vec::new();
    let line = |line: &Line, is_whole: bool, all: &mut Vec<Value>| {
        let unit = line.unit.map(|unit| names::unit(&facts, unit)).unwrap_or_default();
        let code = line.unit.and_then(|unit| facts.tree.get(unit)).and_then(|unit| unit.code.clone());
        for (cell, period) in line.cells.iter().zip(&found.periods) {
            all.push(json!({"is_whole": is_whole, "unit": unit, "code": code, "from": period.from, "to": period.to,
                "measure": line.indicator.measure, "counted": line.indicator.counted,
                "baseline": line.indicator.baseline, "target": line.indicator.target, "claimed": cell.claimed,
                "proven": cell.proven, "state": cell.state, "quality": line.quality, "structure_day": found.on}));
        }
    };
    if let Some(total) = &found.total {
        line(total, true, &mut all);
    }
    for row in &found.rows {
        line(row, false, &mut all);
    }
    all
}

/// `GET /programmes/{id}/board.json`.
pub(super) async fn json(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let found = read(&site, &reader, id).await?;
    let told = json!({"programme": found.programme.id, "title": found.programme.content.title,
        "commitment": found.of.as_ref().map(|of| of.id), "what": found.of.as_ref().map(|of| &of.what),
        "left": found.left, "is_simulated": site.house.facts().simulated, "cells": cells(&site, &found)});
    Ok(Json(told).into_response())
}

/// `GET /programmes/{id}/board.csv`.
pub(super) async fn csv(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let found = read(&site, &reader, id).await?;
    let columns = [
        "is_whole",
        "unit",
        "code",
        "from",
        "to",
        "measure",
        "counted",
        "baseline",
        "target",
        "claimed",
        "proven",
        "state",
        "quality",
        "structure_day",
    ];
    let mut text = format!("\u{feff}{}\r\n", columns.join(","));
    for cell in cells(&site, &found) {
        let fields = columns.map(|name| plain(&cell[name]));
        text.push_str(&format!("{}\r\n", fields.join(",")));
    }
    if site.house.facts().simulated {
        text.push_str(&format!(
            "{}\r\n",
            plain(&Words::for_language(reader.language).say("ribbon-simulated").into())
        ));
    }
    Ok(file("text/csv; charset=utf-8", &format!("danvan-programme-{id}.csv"), text))
}

/// A cell of a CSV; a text that a spreadsheet would take for a formula is begun with an apostrophe.
fn plain(value: &Value) -> String {
    let text = match value {
        Value::Null => return String::new(),
        Value::String(text) if text.starts_with(['=', '+', '-', '@', '\t']) => format!("'{text}"),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
