//! `/programmes/{id}/compare`: what parties promised, side by side, with intervals; nobody is ranked.

use super::{aim, list::line, mark, number, period_name};
use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        sheets::{self, Cell, Sheet},
        shell, show, sorry,
    },
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::{
    Facts,
    programmes::{Beside, Side, compare},
};
use danvan_domain::{
    ids::{ProgrammeId, UnitId},
    programmes::{Indicator, Measure},
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/programmes/compare.html")]
struct ComparePage {
    shell: Shell,
    id: ProgrammeId,
    title: String,
    facts: String,
    sides: Vec<SideShown>,
}

struct SideShown {
    what: String,
    aim: String,
    period: String,
    rows: Vec<RowShown>,
}

struct RowShown {
    unit: String,
    target: String,
    sign: &'static str,
    class: &'static str,
    state: String,
    claimed: String,
    proven: String,
    estimate: String,
    apart: Vec<String>,
}

/// `GET /programmes/{id}/compare`.
pub(super) async fn show_compared(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Answered {
    let (house, id) = (&site.house, ProgrammeId(id));
    let (programme, sides) = compare(house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), house.facts());
    let page = ComparePage {
        id,
        title: programme.content.title.clone(),
        facts: line(&shell, &facts, &programme).facts,
        sides: sides.iter().map(|side| side_shown(&shell, &facts, side)).collect(),
        shell,
    };
    show(&reader, &page)
}

/// `GET /programmes/{id}/compare/{file}`: the same as `compare.xlsx` or `compare.csv`.
pub(super) async fn sheet(
    State(site): State<Site>,
    reader: Reader,
    Path((id, name)): Path<(Uuid, String)>,
) -> Answered {
    let ("compare", kind) = sheets::asked(&reader, &name)? else { return Err(Sorry::lost(reader.language)) };
    let told = compare(&site.house, &reader.visitor.asker, ProgrammeId(id)).await;
    let (programme, sides) = told.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), site.house.facts());
    let rows = sides.iter().flat_map(|side| side.rows.iter().map(|row| line_of(&shell, &facts, side, row)));
    let keys = [
        "label-what",
        "label-period",
        "label-unit",
        "label-target",
        "compare-state",
        "compare-claimed",
        "compare-proven",
        "compare-estimate",
        "sheet-rate-low",
        "sheet-rate-high",
        "compare-apart",
    ];
    let how = (shell.say("compare-title"), shell.say("compare-how"));
    let sheet = Sheet {
        title: programme.content.title.clone(),
        about: sheets::about(&site, &shell, format!("/programmes/{id}/compare"), [how]),
        heading: keys.map(|key| shell.say(key)).to_vec(),
        rows: rows.collect(),
    };
    sheets::give(&site, &reader, (&format!("danvan-so-sanh-{id}"), kind), &sheet)
}

fn line_of(shell: &Shell, facts: &Facts, side: &Side, row: &Beside) -> Vec<Cell> {
    let shown = row_shown(shell, facts, row);
    let value =
        |value: Option<i64>| value.map_or(Cell::Empty, |value| value_of(shell, &row.indicator, value));
    let [estimate, low, high] = match row.estimate {
        Some(it) => [it.value, it.low, it.high].map(Cell::Share),
        None => [Cell::Empty, Cell::Empty, Cell::Empty],
    };
    vec![
        Cell::text(&side.whole.what),
        Cell::text(period_name(shell.words, side.whole.rhythm, side.period)),
        Cell::text(shown.unit),
        value(Some(row.indicator.target)),
        Cell::text(shown.state),
        value(row.claimed),
        value(row.proven),
        estimate,
        low,
        high,
        Cell::text(shown.apart.join("; ")),
    ]
}

/// A value as a spreadsheet counts on with it.
fn value_of(shell: &Shell, indicator: &Indicator, value: i64) -> Cell {
    match indicator.measure {
        Measure::Count | Measure::Milestone => Cell::Count(value),
        Measure::Share => Cell::Share(value as f64 / 10_000.0),
        Measure::YesNo => Cell::text(number(shell.words, indicator, value)),
    }
}

fn side_shown(shell: &Shell, facts: &Facts, side: &Side) -> SideShown {
    SideShown {
        what: side.whole.what.clone(),
        aim: aim(shell, &side.whole.indicator, side.whole.rhythm),
        period: period_name(shell.words, side.whole.rhythm, side.period),
        rows: side.rows.iter().map(|row| row_shown(shell, facts, row)).collect(),
    }
}

fn row_shown(shell: &Shell, facts: &Facts, row: &Beside) -> RowShown {
    let words = shell.words;
    let mark = mark(shell, row.state);
    let value = |value: Option<i64>| match value {
        Some(value) => number(words, &row.indicator, value),
        None => shell.say("progress-nothing"),
    };
    let percent = |share: f64| words.percent(share, 0);
    let estimate = row.estimate.map(|it| {
        let ends = [("low", percent(it.low).into()), ("high", percent(it.high).into())];
        let [low, high] = ends;
        shell.say_with("compare-interval", &[("value", percent(it.value).into()), low, high])
    });
    let named = |key: &str, units: &[UnitId]| {
        let all: Vec<String> = units.iter().map(|unit| names::unit(facts, *unit)).collect();
        (!all.is_empty()).then(|| shell.say_one(key, "units", all.join(", ")))
    };
    let mut apart: Vec<String> =
        named("compare-above", &row.above).into_iter().chain(named("compare-below", &row.below)).collect();
    if apart.is_empty() {
        let key = if row.estimate.is_some() { "compare-alike" } else { "compare-unknown" };
        apart.push(shell.say(key));
    }
    RowShown {
        unit: names::unit(facts, row.unit),
        target: number(words, &row.indicator, row.indicator.target),
        sign: mark.sign,
        class: mark.class,
        state: mark.word,
        claimed: value(row.claimed),
        proven: value(row.proven),
        estimate: estimate.unwrap_or_default(),
        apart,
    }
}
