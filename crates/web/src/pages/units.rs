//! Units: those that stand on a day, found by present and former names, and the story of one.

use super::{Answered, shell, show, show_with};
use crate::{
    answer::Sorry,
    doors::{Doors, get},
    drawing::tiles::nearest_day,
    form::Form,
    guard::Reader,
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_domain::{
    ids::UnitId,
    refusals::FieldNote,
    time::Day,
    units::{Level, Step, Tree, Unit},
};
use danvan_words::{Words, read_day};

/// The addresses of this room.
pub(super) fn routes() -> Doors {
    Doors::new().route("/units", get(list)).route("/units/{id}", get(one))
}

/// The first day of units as Vietnam has them now, and the last days of the two structures before.
const TURNS: [(i16, i8, i8); 3] = [(2025, 7, 1), (2025, 1, 1), (2024, 12, 31)];

/// A unit in a list.
struct Line {
    href: String,
    name: String,
    code: String,
    /// What a former name led to; empty for a unit found by its present name.
    why: String,
}

/// A unit with what lies below it.
struct Branch {
    head: Line,
    below: Vec<Line>,
    count: String,
    is_open: bool,
}

/// A day of structure that is one click away.
struct Turn {
    href: String,
    label: String,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "pages/units/list.html")]
struct List {
    shell: Shell,
    on: Day,
    on_typed: String,
    query: String,
    turns: Vec<Turn>,
    found: Option<Vec<Line>>,
    branches: Vec<Branch>,
    count: String,
}

/// The units of a day, or those that a name means.
async fn list(State(site): State<Site>, reader: Reader) -> Answered {
    let asked = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let today = site.house.today();
    let (on, notes) = match asked.filled("on").map(read_day) {
        None => (today, Vec::new()),
        Some(Ok(day)) => (day, Vec::new()),
        Some(Err(note)) => (today, vec![FieldNote { field: "on".into(), note }]),
    };
    let query: String = asked.get("q").trim().chars().take(200).collect();
    let status = if notes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let facts = site.house.facts();
    let words = reader.words();
    let found = (!query.is_empty()).then(|| found(words, &facts.tree, &query, on));
    let branches = if query.is_empty() { branches(words, &facts.tree, on) } else { Vec::new() };
    // As many as the page lists: villages and teams stand on the pages of their communes.
    let shown =
        found.as_ref().map_or_else(|| branches.iter().map(|branch| branch.below.len() + 1).sum(), Vec::len);
    let typed = asked.filled("on").map_or_else(|| words.day(on), str::to_owned);
    let page = List {
        shell: shell(&site, &reader).with_notes(notes),
        on,
        on_typed: typed,
        turns: turns(words, &query, on, today),
        query,
        found,
        branches,
        count: words.say_with("units-count", &[("n", shown.into())]),
    };
    show_with(&reader, status, &page)
}

fn turns(words: &Words, query: &str, on: Day, today: Day) -> Vec<Turn> {
    let days = TURNS.iter().filter_map(|(year, month, day)| Day::new(*year, *month, *day));
    let choices = std::iter::once(today).chain(days.filter(|day| *day < today));
    choices
        .map(|day| Turn {
            href: format!("/units?on={day}{}", asking(query)),
            label: if day == today { words.say("day-today") } else { words.day(day) },
            is_current: day == on,
        })
        .collect()
}

fn asking(query: &str) -> String {
    if query.is_empty() { String::new() } else { format!("&q={}", crate::form::encoded(query)) }
}

fn line(unit: &Unit, on: Day) -> Line {
    Line {
        href: format!("/units/{}?on={on}", unit.id),
        name: unit.name.clone(),
        code: unit.code.clone().unwrap_or_default(),
        why: String::new(),
    }
}

fn found(words: &Words, tree: &Tree, query: &str, on: Day) -> Vec<Line> {
    let matches = tree.find(query, on).into_iter();
    let lines = matches.filter_map(|found| {
        let unit = tree.get(found.unit)?;
        let mut line = line(unit, on);
        if let (Some(named), Some(since)) = (tree.get(found.named), found.since) {
            let key = if found.whole { "units-found-whole" } else { "units-found-part" };
            line.why = words.say_with(key, &[("name", named.name.as_str().into()), ("day", since.into())]);
        } else if let Some(above) = unit.parent.and_then(|parent| tree.get(parent)) {
            line.why = above.name.clone();
        }
        Some(line)
    });
    lines.collect()
}

/// The top of the tree with what lies directly below, each district a branch of its own.
fn branches(words: &Words, tree: &Tree, on: Day) -> Vec<Branch> {
    let mut branches = Vec::new();
    for root in tree.roots(on) {
        let below: Vec<&Unit> = tree.children(root.id, on).collect();
        let (districts, rest): (Vec<&Unit>, Vec<&Unit>) =
            below.into_iter().partition(|unit| unit.level() == Level::District);
        branches.push(branch(words, root, &rest, on, true));
        for district in districts {
            let below: Vec<&Unit> = tree.children(district.id, on).collect();
            branches.push(branch(words, district, &below, on, false));
        }
    }
    branches
}

fn branch(words: &Words, head: &Unit, below: &[&Unit], on: Day, is_open: bool) -> Branch {
    let mut below: Vec<&Unit> = below.to_vec();
    below.sort_by_cached_key(|unit| danvan_domain::fold::fold(unit.bare_name()));
    let count = words.say_with("units-count", &[("n", below.len().into())]);
    let lines = below.into_iter().map(|unit| line(unit, on)).collect();
    Branch { head: line(head, on), below: lines, count, is_open }
}

/// One step of a unit's story.
struct Told {
    href: String,
    name: String,
    how: String,
}

#[derive(Template)]
#[template(path = "pages/units/one.html")]
struct One {
    shell: Shell,
    name: String,
    kind: String,
    days: String,
    is_past: bool,
    path: Vec<Line>,
    facts: Vec<(String, String)>,
    before: Vec<Told>,
    after: Vec<Told>,
    below: Vec<Line>,
    below_title: String,
    overview: String,
    has_overview: bool,
}

/// One unit: what it was, what became of it, what lies in it.
async fn one(State(site): State<Site>, reader: Reader, Path(id): Path<String>) -> Answered {
    let facts = site.house.facts();
    let tree = &facts.tree;
    let Some(unit) = id.parse::<UnitId>().ok().and_then(|id| tree.get(id)) else {
        return Err(Sorry::lost(reader.language));
    };
    let asked = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let today = site.house.today();
    let wished = asked.filled("on").and_then(|text| read_day(text).ok()).unwrap_or(today);
    let on = nearest_day(tree, unit.id, wished);
    let words = reader.words();
    let mut below: Vec<&Unit> = tree.children(unit.id, on).collect();
    below.sort_by_cached_key(|unit| (unit.level(), danvan_domain::fold::fold(unit.bare_name())));
    let mut path: Vec<Line> = tree.ancestors(unit.id).map(|above| line(above, on)).collect();
    path.reverse();
    let page = One {
        shell: shell(&site, &reader),
        name: unit.name.clone(),
        kind: words.of("unit-kind", unit.kind.word()),
        days: days(words, unit),
        is_past: unit.valid_to.is_some_and(|last| last < today),
        path,
        facts: known(words, unit),
        before: tree.predecessors(unit.id).map(|step| told(words, step, step.from)).collect(),
        after: tree.successors(unit.id).map(|step| told(words, step, step.to)).collect(),
        below_title: words.say_with("unit-below", &[("day", on.into()), ("n", below.len().into())]),
        below: below.into_iter().map(|unit| line(unit, on)).collect(),
        overview: format!("/overview?unit={}&on={on}", unit.id),
        has_overview: matches!(unit.level(), Level::City | Level::District | Level::Commune),
    };
    show(&reader, &page)
}

fn days(words: &Words, unit: &Unit) -> String {
    let since = words.say_with("unit-since", &[("day", unit.valid_from.into())]);
    match unit.valid_to {
        Some(last) => format!("{since}, {}", words.say_with("unit-until", &[("day", last.into())])),
        None => since,
    }
}

fn known(words: &Words, unit: &Unit) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    if let Some(code) = &unit.code {
        facts.push((words.say("unit-code"), code.clone()));
    }
    if let Some(count) = &unit.population {
        facts.push((words.say("unit-people"), format!("{} ({})", words.count(count.people), count.vintage)));
    }
    if let Some(area) = unit.area_km2 {
        facts.push((
            words.say("unit-size"),
            words.say_with("unit-area", &[("area", words.decimal(area, 2).into())]),
        ));
    }
    let source = if unit.simulated { words.say("unit-simulated") } else { unit.source.clone() };
    facts.push((words.say("unit-source"), source));
    facts
}

fn told(words: &Words, step: Step<'_>, other: &Unit) -> Told {
    let how = if step.link.whole {
        words.say("unit-whole")
    } else if let Some(share) = step.link.share {
        words.percent(share as f64 / danvan_domain::units::WHOLE_PPM as f64, 0)
    } else {
        words.say("unit-part")
    };
    Told { href: format!("/units/{}", other.id), name: other.name.clone(), how }
}
