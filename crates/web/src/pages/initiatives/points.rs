//! `/initiatives/{id}/points`: giving points on a phone; `/initiatives/sheet`: the sheet of one's own level.

use super::tenths;
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, notes_of, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::initiatives::{edit_sheet, give_points, one, sheet_of};
use danvan_domain::{ids::InitiativeId, initiatives::TypedSheet, refusals::FieldNote};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/initiatives/points.html")]
struct PointsPage {
    shell: Shell,
    id: InitiativeId,
    name: String,
    rows: Vec<Row>,
    remark: String,
    has_given: bool,
}

struct Row {
    field: String,
    name: String,
    most: i64,
    value: String,
    error: Option<String>,
}

/// `GET /initiatives/{id}/points`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, InitiativeId(id), None, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: InitiativeId,
    form: Option<&Form>,
    notes: Vec<FieldNote>,
) -> Answered {
    let asker = &reader.visitor.asker;
    let found = one(&site.house, asker, id).await.map_err(sorry(reader))?;
    let Some(sheet) = found.initiative.sheet.as_ref().filter(|_| found.may_judge) else {
        return go(&format!("/initiatives/{id}"));
    };
    let shell = shell(site, reader).with_notes(notes);
    let own = found.given.iter().find(|given| Some(given.person) == asker.person);
    let row = |(at, it): (usize, &danvan_domain::initiatives::Criterion)| {
        let field = format!("points-{}", at + 1);
        let before = || own.and_then(|given| given.marks.0.get(at)).map(|points| tenths(&shell, *points));
        Row {
            value: form.map_or_else(|| before().unwrap_or_default(), |form| form.get(&field).to_owned()),
            error: shell.error(&field),
            name: it.name.clone(),
            most: it.points,
            field,
        }
    };
    let rows = sheet.criteria.iter().enumerate().map(row).collect();
    let said = own.map(|given| given.words.clone()).unwrap_or_default();
    let page = PointsPage {
        id,
        name: found.initiative.content.name.clone(),
        rows,
        remark: form.map_or(said, |form| form.get("remark").to_owned()),
        has_given: own.is_some(),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /initiatives/{id}/points`.
pub(super) async fn give(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = InitiativeId(id);
    // A sheet has at most twenty criteria.
    let typed: Vec<String> = (1..=20).map(|at| form.get(&format!("points-{at}")).to_owned()).collect();
    match give_points(&site.house, &reader.visitor.asker, id, &typed, form.get("remark")).await {
        Ok(()) => go(&format!("/initiatives/{id}#points")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, Some(&form), notes).await
        }
    }
}

#[derive(Template)]
#[template(path = "pages/initiatives/sheet.html")]
struct SheetPage {
    shell: Shell,
    unit: String,
    /// Whose sheet holds, when it is another's or nobody's.
    from: String,
    version: i64,
    criteria: String,
    least_judges: String,
    passes_at: String,
}

/// `GET /initiatives/sheet`.
pub(super) async fn show_sheet(State(site): State<Site>, reader: Reader) -> Answered {
    sheet_page(&site, &reader, StatusCode::OK, None, Vec::new()).await
}

async fn sheet_page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    form: Option<&Form>,
    notes: Vec<FieldNote>,
) -> Answered {
    let (unit, held) = sheet_of(&site.house, &reader.visitor.asker).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(notes);
    let facts = site.house.facts();
    let text = |name: &str, before: String| form.map_or(before, |form| form.get(name).to_owned());
    let is_own = held.of == Some(unit);
    let from = match held.of {
        Some(of) if !is_own => shell.say_one("initiative-sheet-of", "unit", names::unit(&facts, of)),
        Some(_) => String::new(),
        None => shell.say("initiative-sheet-usual"),
    };
    let page = SheetPage {
        unit: names::unit(&facts, unit),
        from,
        version: if is_own { held.version } else { 0 },
        criteria: text("criteria", held.sheet.written()),
        least_judges: text("least_judges", held.sheet.least_judges.to_string()),
        passes_at: text("passes_at", held.sheet.passes_at.to_string()),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /initiatives/sheet`.
pub(super) async fn edit_one(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let from = form.get("version").parse().unwrap_or(0);
    let text = |name: &str| form.get(name).to_owned();
    let typed = TypedSheet {
        criteria: text("criteria"),
        least_judges: text("least_judges"),
        passes_at: text("passes_at"),
    };
    match edit_sheet(&site.house, &reader.visitor.asker, from, &typed).await {
        Ok(_) => go("/initiatives/sheet"),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            sheet_page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(&form), notes).await
        }
    }
}
