//! The overview: the figures of any unit, period and topic on any day's structure. The address holds the view, so that a
//! link shares it; every number leads to what it counts.

pub mod bar;
pub(super) mod drawings;
pub mod figures;
pub mod lists;
pub mod map;
pub mod table;
pub mod view;

use super::{
    Answered,
    sheets::{self, Ending},
    shell, show_with, sorry,
};
use crate::{
    answer::Sorry,
    doors::{Doors, get},
    drawing::{curves::Trend, dots::Dots, tiles::Arrangement},
    guard::Reader,
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bar::{Bar, Click};
use danvan_actions::{
    Facts,
    figures::{self as actions, Overview},
};
use danvan_domain::{ids::UnitId, units::Level};
use figures::{Figure, TrendRow};
use lists::Lists;
use map::Map;
use std::sync::Arc;
use table::Table;
use view::View;

/// With more places than this a first page has enough to carry.
const MANY: usize = 200;

#[derive(Template)]
#[template(path = "pages/overview/overview.html")]
struct Page {
    shell: Shell,
    title: String,
    trail: Vec<Click>,
    bar: Bar,
    figures: Vec<Figure>,
    map: Option<Map>,
    dots: Option<Dots>,
    dots_whole: String,
    trend: Trend,
    /// Empty on a page that has enough to carry: then the numbers are a step away.
    trend_rows: Vec<TrendRow>,
    trend_whole: String,
    trend_title: String,
    curves: Vec<Click>,
    trend_hint: String,
    table: Table,
    is_empty: bool,
    is_protected: bool,
    has_carried: bool,
    csv: String,
    xlsx: String,
    /// What is asked, for the addresses of the drawings as files.
    asked: String,
}

#[derive(Template)]
#[template(path = "pages/overview/elsewhere.html")]
struct Elsewhere {
    shell: Shell,
    title: String,
    bar: Bar,
    text: String,
    others: Vec<Click>,
}

/// The addresses of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/overview", get(show))
        .route("/overview.csv", get(csv))
        .route("/overview.xlsx", get(xlsx))
        .route("/overview.svg", get(drawings::svg))
        .route("/overview/drawings/{file}", get(drawings::one))
}

/// Shows the overview.
async fn show(State(site): State<Site>, reader: Reader) -> Answered {
    let (facts, today) = (site.house.facts(), site.house.today());
    let words = reader.words();
    let Some(asked) = View::read(&facts, &reader, today) else {
        let page = NoUnits { shell: shell(&site, &reader) };
        return super::show(&reader, &page);
    };
    let view = asked.view;
    let status = if asked.notes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shell = shell(&site, &reader).with_notes(asked.notes);
    let bar = Bar::of(&facts, words, &view, today);
    let view = match standing(&facts, &view) {
        Some(view) => view,
        None => return show_with(&reader, status, &elsewhere(&facts, shell, bar, &view)),
    };
    let overview = ask(&site, &reader, &view).await?;
    let arrangement = arrange(&site, &facts, &overview).await;
    let asker = &reader.visitor.asker;
    let lists = Lists { house: &site.house, asker, facts: &facts, view: &view };
    let page = page(&lists, shell, bar, &overview, arrangement.as_deref());
    show_with(&reader, status, &page)
}

#[derive(Template)]
#[template(path = "pages/overview/no_units.html")]
struct NoUnits {
    shell: Shell,
}

/// The table as CSV, its query in the file.
async fn csv(State(site): State<Site>, reader: Reader) -> Answered {
    let (facts, view, overview) = asked_file(&site, &reader).await?;
    let name = format!("{}.csv", file_name(&facts, &view));
    Ok(file(sheets::CSV, &name, actions::csv(&facts, &overview)))
}

/// The table for a spreadsheet, its query in the file.
async fn xlsx(State(site): State<Site>, reader: Reader) -> Answered {
    let (facts, view, overview) = asked_file(&site, &reader).await?;
    let sheet = actions::overview_sheet(&facts, &overview, reader.words(), site.house.now());
    sheets::give(&site, &reader, (&file_name(&facts, &view), Ending::Xlsx), &sheet)
}

async fn asked_file(site: &Site, reader: &Reader) -> Result<(Arc<Facts>, View, Overview), Sorry> {
    let facts = site.house.facts();
    let lost = || Sorry::lost(reader.language);
    let asked = View::read(&facts, reader, site.house.today()).ok_or_else(lost)?;
    if !asked.notes.is_empty() {
        return Err(Sorry::refused(reader.language, &danvan_domain::refusals::Refusal::Invalid(asked.notes)));
    }
    let view = standing(&facts, &asked.view).ok_or_else(lost)?;
    let overview = ask(site, reader, &view).await?;
    Ok((facts, view, overview))
}

async fn ask(site: &Site, reader: &Reader, view: &View) -> Result<Overview, Sorry> {
    actions::overview(&site.house, &reader.visitor.asker, view.question()).await.map_err(sorry(reader))
}

/// What a file of a view is called, without its ending.
pub(super) fn file_name(facts: &Facts, view: &View) -> String {
    let unit =
        facts.tree.get(view.unit).map(|unit| danvan_domain::fold::fold(&unit.name)).unwrap_or_default();
    let unit: String = unit.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("danvan-{unit}-{}-{}-{}", view.topic, view.from, view.to)
}

/// Something to be kept as a file.
pub(super) fn file(kind: &'static str, name: &str, content: impl IntoResponse) -> Response {
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The view of whatever stands for its unit on the structure's day; `None` when that is nothing or several units.
fn standing(facts: &Facts, view: &View) -> Option<View> {
    facts.tree.today(view.unit, view.on).map(|unit| view.of(&facts.tree, unit))
}

/// A unit that does not stand that day: what stands there, or what lies above it.
fn elsewhere(facts: &Facts, shell: Shell, bar: Bar, view: &View) -> Elsewhere {
    let tree = &facts.tree;
    let mut ids = tree.standing_for(view.unit, view.on);
    if ids.is_empty() {
        let above = tree.ancestors(view.unit).find(|unit| unit.stands_on(view.on));
        ids.extend(above.map(|unit| unit.id));
    }
    let name = tree.get(view.unit).map(|unit| unit.name.clone()).unwrap_or_default();
    let values = [("name", name.as_str().into()), ("day", view.on.into())];
    let others = ids.into_iter().filter_map(|id| {
        let unit = tree.get(id)?;
        Some(Click { href: view.of(tree, id).href(), label: unit.name.clone(), is_current: false })
    });
    Elsewhere {
        text: shell.say_with("overview-elsewhere", &values),
        others: others.collect(),
        title: name.clone(),
        bar,
        shell,
    }
}

/// Places the tiles, where there are communes to place. Working an arrangement out takes a moment the first time, so
/// that it happens aside.
async fn arrange(site: &Site, facts: &Arc<Facts>, overview: &Overview) -> Option<Arc<Arrangement>> {
    let units: Vec<UnitId> = overview.rows.iter().filter_map(|row| row.unit).collect();
    if overview.row_level != Level::Commune || units.len() < 2 {
        return None;
    }
    arranged(site, facts, units).await
}

/// The tiles of some communes.
pub(super) async fn arranged(
    site: &Site,
    facts: &Arc<Facts>,
    units: Vec<UnitId>,
) -> Option<Arc<Arrangement>> {
    if let Some(known) = site.arrangements.known(&facts.tree, &units) {
        return Some(known);
    }
    let (site, facts) = (Arc::clone(site), Arc::clone(facts));
    let worked_out = tokio::task::spawn_blocking(move || site.arrangements.of(&facts.tree, &units));
    worked_out.await.inspect_err(|error| tracing::error!(%error, "the tiles could not be placed")).ok()
}

fn page(
    lists: &Lists<'_>,
    shell: Shell,
    bar: Bar,
    overview: &Overview,
    arrangement: Option<&Arrangement>,
) -> Page {
    let (words, facts, view) = (shell.words, lists.facts, lists.view);
    let map = arrangement.map(|arrangement| Map::of(facts, &shell, view, overview, arrangement));
    let (dots, whole) = map::dots(facts, words, view, overview);
    let title = if view.topic == danvan_domain::topics::ALL {
        words.say("overview-title")
    } else {
        bar.topic.clone()
    };
    let trail: Vec<Click> = facts
        .tree
        .ancestors(view.unit)
        .filter(|unit| unit.stands_on(view.on))
        .map(|unit| Click {
            href: view.of(&facts.tree, unit.id).href(),
            label: unit.name.clone(),
            is_current: false,
        })
        .collect();
    let is_empty = overview.total.figures.received == actions::Told::Value(0)
        && overview.total.figures.heard == actions::Told::Value(0)
        && overview.before.received == actions::Told::Value(0);
    Page {
        title,
        trail: trail.into_iter().rev().collect(),
        figures: figures::figures(words, lists, overview),
        dots,
        dots_whole: whole,
        trend: figures::trend(words, view, overview),
        trend_rows: if overview.rows.len() <= MANY || view.whole_table {
            figures::trend_rows(words, lists, overview)
        } else {
            Vec::new()
        },
        trend_whole: format!("{}#trend", view.whole().href()),
        trend_title: figures::trend_title(words, view, overview.step),
        curves: figures::curves(words, view),
        trend_hint: figures::trend_hint(words, view, overview),
        table: Table::of(words, lists, overview),
        is_empty,
        is_protected: overview.protected,
        has_carried: table::has_carried(overview),
        csv: format!("/overview.csv?{}", view.query()),
        xlsx: format!("/overview.xlsx?{}", view.query()),
        asked: view.query(),
        map,
        bar,
        shell,
    }
}
