//! The board as a table for other programs: XLSX, CSV and JSON.

use super::board::Asked;
use crate::{
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        sheets::{self, Cell, Ending, Sheet},
        shell, sorry,
    },
    site::Site,
};
use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use danvan_actions::programmes::{Board, Line, board};
use danvan_domain::ids::ProgrammeId;
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
    sheet(&site, &reader, id, Ending::Csv).await
}

/// `GET /programmes/{id}/board.xlsx`.
pub(super) async fn xlsx(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    sheet(&site, &reader, id, Ending::Xlsx).await
}

async fn sheet(site: &Site, reader: &Reader, id: Uuid, ending: Ending) -> Answered {
    let found = read(site, reader, id).await?;
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
    let rows = cells(site, &found).into_iter().map(|cell| columns.map(|name| plain(&cell[name])).to_vec());
    let sheet = Sheet {
        title: found.programme.content.title.clone(),
        about: sheets::about(site, &shell(site, reader), format!("/programmes/{id}"), []),
        heading: columns.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    };
    sheets::give(site, reader, (&format!("danvan-programme-{id}"), ending), &sheet)
}

/// A value as a cell.
fn plain(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::String(text) => text.parse().map_or_else(|_| Cell::text(text), Cell::Day),
        other => other.as_i64().map_or_else(|| Cell::text(other.to_string()), Cell::Count),
    }
}
