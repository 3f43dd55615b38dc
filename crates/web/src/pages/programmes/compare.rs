//! `/programmes/{id}/compare`: what parties promised, side by side, with intervals; nobody is ranked.

use super::{aim, list::line, mark, number, period_name};
use crate::{
    guard::Reader,
    pages::{Answered, cases::names, shell, show, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::{
    Facts,
    programmes::{Beside, Side, compare},
};
use danvan_domain::ids::{ProgrammeId, UnitId};
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
