//! `/inspections/found`: what a unit found in the inspections it concluded, by field over years and units.

use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        letters::asked,
        sheets::{self, Cell, Sheet},
        shell, show, sorry,
    },
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::inspections::{Tallied, found};
use danvan_domain::time::Day;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "pages/inspections/found.html")]
struct FoundPage {
    shell: Shell,
    from: String,
    to: String,
    query: String,
    /// By years, and by units; none when nothing was concluded.
    tables: Vec<Table>,
}

/// Fields downwards, years or units across.
struct Table {
    across: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
}

/// A cell: how many questions were found wanting, of how many.
fn cell(shell: &Shell, it: Option<&Tallied>) -> String {
    match it {
        None => "–".into(),
        Some(it) => {
            let words = shell.words;
            format!("{} / {}", words.count(it.shortcomings + it.violations), words.count(it.asked))
        }
    }
}

fn table<K: Ord + Clone>(
    shell: &Shell,
    cells: &BTreeMap<(String, K), Tallied>,
    name: impl Fn(&K) -> String,
) -> Table {
    let mut across: Vec<K> = cells.keys().map(|(_, key)| key.clone()).collect();
    across.sort();
    across.dedup();
    let mut fields: Vec<&String> = cells.keys().map(|(field, _)| field).collect();
    fields.dedup();
    let row = |field: &String| {
        let cells = across.iter().map(|key| cell(shell, cells.get(&(field.clone(), key.clone()))));
        (field.clone(), cells.collect())
    };
    Table { rows: fields.into_iter().map(row).collect(), across: across.iter().map(name).collect() }
}

/// Five years back, unless other days are asked for.
fn days(site: &Site, reader: &Reader) -> (Day, Day) {
    let (form, today) = (asked(reader), site.house.today());
    let day = |name: &str, other: Day| {
        let read = |typed: &str| typed.parse().ok().or_else(|| danvan_words::read_day(typed).ok());
        form.filled(name).and_then(read).unwrap_or(other)
    };
    (day("from", today.plus_days(-5 * 366)), day("to", today))
}

/// `GET /inspections/found/{file}`: the same as `found.xlsx` or `found.csv`.
pub(super) async fn sheet(State(site): State<Site>, reader: Reader, Path(name): Path<String>) -> Answered {
    let ("found", kind) = sheets::asked(&reader, &name)? else { return Err(Sorry::lost(reader.language)) };
    let (from, to) = days(&site, &reader);
    let told = found(&site.house, &reader.visitor.asker, (from, to)).await;
    let (by_year, by_unit) = told.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), site.house.facts());
    let line = |by: &str, across: String, field: &str, it: &Tallied| {
        let mut cells = vec![Cell::text(shell.say(by)), Cell::text(across), Cell::text(field)];
        cells.extend([it.asked, it.shortcomings, it.violations].map(Cell::Count));
        cells
    };
    let years = by_year.iter().map(|((field, year), it)| line("label-year", year.clone(), field, it));
    let units = by_unit.iter();
    let units = units.map(|((field, unit), it)| line("label-unit", names::unit(&facts, *unit), field, it));
    let heading = [
        "register-by",
        "register-row",
        "inspection-field",
        "inspections-asked",
        "inspection-outcome-shortcoming",
        "inspection-outcome-violation",
    ];
    let sheet = Sheet {
        title: shell.say("inspections-found"),
        about: sheets::about(&site, &shell, format!("/inspections/found?from={from}&to={to}"), []),
        heading: heading.map(|key| shell.say(key)).to_vec(),
        rows: years.chain(units).collect(),
    };
    sheets::give(&site, &reader, (&format!("danvan-kiem-tra-{from}-{to}"), kind), &sheet)
}

/// `GET /inspections/found`.
pub(super) async fn show_found(State(site): State<Site>, reader: Reader) -> Answered {
    let house = &site.house;
    let (from, to) = days(&site, &reader);
    let (by_year, by_unit) = found(house, &reader.visitor.asker, (from, to)).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), house.facts());
    let page = FoundPage {
        query: format!("?from={from}&to={to}"),
        from: shell.words.day(from),
        to: shell.words.day(to),
        tables: if by_year.is_empty() {
            Vec::new()
        } else {
            vec![
                table(&shell, &by_year, String::clone),
                table(&shell, &by_unit, |unit| names::unit(&facts, *unit)),
            ]
        },
        shell,
    };
    show(&reader, &page)
}
