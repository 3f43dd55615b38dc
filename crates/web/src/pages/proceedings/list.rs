//! `/proceedings`: what an office has open.

use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        letters::{asked, named},
        overview::view::said,
        shell, show, sorry,
    },
    shell::{Pages, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::{Facts, letters::own_office, proceedings::list};
use danvan_domain::proceedings::Proceeding;

/// How many stand on a page.
const SIZE: u64 = 30;

#[derive(Template)]
#[template(path = "pages/proceedings/list.html")]
struct Queue {
    shell: Shell,
    unit: String,
    /// The office as an address says it.
    unit_said: String,
    open: i64,
    all: i64,
    is_all: bool,
    rows: Vec<Row>,
    pages: Pages,
}

/// A proceeding as a line.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) facts: String,
}

/// A proceeding as a line: of a sealed one only its number, procedure and stage.
pub(super) fn row(facts: &Facts, shell: &Shell, it: &Proceeding) -> Row {
    let procedure = facts.procedures.get(&it.procedure);
    let name = procedure.map_or_else(|| it.procedure.clone(), |one| named(shell, &one.name));
    let stage = procedure.and_then(|one| one.stage(&it.stage)).map(|one| named(shell, &one.name));
    let since = shell.words.day(it.opened_on);
    Row {
        href: format!("/proceedings/{}", it.id),
        title: it.title.clone(),
        facts: [name, stage.unwrap_or_default(), since].join(" · "),
    }
}

/// `GET /proceedings`.
pub(super) async fn show_all(State(site): State<Site>, reader: Reader) -> Answered {
    let query = asked(&reader);
    let is_all = query.get("tab") == "all";
    let page = query.get("page").parse::<u64>().unwrap_or(1).clamp(1, 100_000);
    let own =
        || own_office(&reader.visitor.asker).map_err(|refusal| Sorry::refused(reader.language, &refusal));
    let unit = query.get("unit").parse().map_or_else(|_| own(), Ok)?;
    let size = i64::try_from(SIZE).unwrap_or(30);
    let from = i64::try_from((page - 1) * SIZE).unwrap_or(0);
    let found = list(&site.house, &reader.visitor.asker, unit, !is_all, (size, from)).await;
    let found = found.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), site.house.facts());
    let total = u64::try_from(if is_all { found.all } else { found.open }).unwrap_or(0);
    let tab = if is_all { "all" } else { "open" };
    let address = format!("/proceedings?tab={tab}&unit={unit}");
    let page = Queue {
        unit: names::unit(&facts, unit),
        unit_said: said(&facts.tree, unit, site.house.today()),
        open: found.open,
        all: found.all,
        is_all,
        rows: found.rows.iter().map(|it| row(&facts, &shell, it)).collect(),
        pages: Pages { page, size: SIZE, total, address },
        shell,
    };
    show(&reader, &page)
}
