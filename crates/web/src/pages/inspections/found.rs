//! `/inspections/found`: what a unit found in the inspections it concluded, by field over years and units.

use crate::{
    guard::Reader,
    pages::{Answered, cases::names, letters::asked, shell, show, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::inspections::{Tallied, found};
use danvan_domain::time::Day;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "pages/inspections/found.html")]
struct FoundPage {
    shell: Shell,
    from: String,
    to: String,
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

/// `GET /inspections/found`: five years back, unless other days are asked for.
pub(super) async fn show_found(State(site): State<Site>, reader: Reader) -> Answered {
    let house = &site.house;
    let (form, today) = (asked(&reader), house.today());
    let day = |name: &str, other: Day| {
        form.filled(name).and_then(|typed| danvan_words::read_day(typed).ok()).unwrap_or(other)
    };
    let (from, to) = (day("from", today.plus_days(-5 * 366)), day("to", today));
    let (by_year, by_unit) = found(house, &reader.visitor.asker, (from, to)).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), house.facts());
    let page = FoundPage {
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
