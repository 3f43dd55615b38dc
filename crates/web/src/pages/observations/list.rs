//! Lists: what the reader noted, and what was noted in the unit of an officer or analyst.

use super::{Line, View, Waiting, asked};
use crate::{
    form::Form,
    guard::Reader,
    pages::{self, Answered, shell, sorry},
    shell::{Choice, Pages, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::observations::{self as actions, Wanted};
use danvan_domain::{
    observations::Severity,
    rights::{Verb, grants},
    topics::{ALL, Topics},
};
use danvan_words::Language;

/// How many own notes stand on a page.
const SIZE: u64 = 30;

/// The stretches of days a list may cover, in days.
const STRETCHES: [i64; 4] = [7, 30, 90, 365];

#[derive(Template)]
#[template(path = "pages/observations/mine.html")]
struct MinePage {
    shell: Shell,
    waiting: Vec<Waiting>,
    rows: Vec<Line>,
    pages: Pages,
    reads_unit: bool,
}

#[derive(Template)]
#[template(path = "pages/observations/unit.html")]
struct UnitPage {
    shell: Shell,
    unit: String,
    topics: Vec<Choice>,
    severities: Vec<Choice>,
    stretches: Vec<Choice>,
    rows: Vec<Line>,
    is_cut: bool,
    notes_too: bool,
}

/// The reader's own, or those of their unit.
pub(super) async fn show(State(site): State<Site>, reader: Reader) -> Answered {
    let query = asked(&reader);
    let has = |verb: Verb| {
        reader.visitor.asker.positions.iter().any(|position| grants(position.role).contains(&verb))
    };
    let (reads_unit, notes_too) = (has(Verb::ReadObservations), has(Verb::Observe));
    if reads_unit && query.get("whose") != "mine" {
        of_unit(&site, &reader, &query, notes_too).await
    } else {
        mine(&site, &reader, &query, reads_unit).await
    }
}

async fn mine(site: &Site, reader: &Reader, query: &Form, reads_unit: bool) -> Answered {
    let number: u64 = query.get("page").parse().unwrap_or(1).clamp(1, 10_000);
    let (size, before) = (SIZE.cast_signed(), ((number - 1) * SIZE).cast_signed());
    let house = &site.house;
    let mine = actions::mine(house, &reader.visitor.asker, (size, before)).await.map_err(sorry(reader))?;
    let (shell, facts) = (shell(site, reader), house.facts());
    let view = View { facts: &facts, shell: &shell, today: house.today(), now: house.now() };
    let rows = mine.noted.iter().map(|noted| view.line(noted, &mine.grown)).collect();
    let waiting = mine.waiting.iter().map(|grown| view.waiting(grown)).collect();
    let address = if reads_unit { "/observations?whose=mine" } else { "/observations?" };
    let total = u64::try_from(mine.total).unwrap_or(0);
    let pages = Pages { page: number, size: SIZE, total, address: address.to_owned() };
    pages::show(reader, &MinePage { waiting, rows, pages, reads_unit, shell })
}

async fn of_unit(site: &Site, reader: &Reader, query: &Form, notes_too: bool) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let facts = house.facts();
    let unit = match query.get("unit").parse() {
        Ok(unit) => unit,
        Err(_) => actions::unit_of(house, asker).map_err(sorry(reader))?,
    };
    let days = query.get("days").parse().ok().filter(|days| STRETCHES.contains(days)).unwrap_or(30);
    let wanted = Wanted {
        unit,
        from: house.today().plus_days(1 - days),
        to: house.today(),
        severity: query.get("severity").parse().ok(),
        topic: query.filled("topic").filter(|code| facts.topics.get(code).is_some()).map(str::to_owned),
    };
    let found = actions::list(house, asker, &wanted).await.map_err(sorry(reader))?;
    let shell = shell(site, reader);
    let view = View { facts: &facts, shell: &shell, today: house.today(), now: house.now() };
    let severity = wanted.severity.map_or("", Severity::word);
    let days_text = days.to_string();
    let stretch =
        |days: &i64| Choice::new(days.to_string(), shell.say_count("observations-days", *days), &days_text);
    let page = UnitPage {
        unit: facts.tree.get(unit).map(|unit| unit.name.clone()).unwrap_or_default(),
        topics: topics(&facts.topics, query.get("topic"), shell.language),
        severities: Severity::ALL
            .iter()
            .map(|one| Choice::new(one.word(), shell.of("severity", one.word()), severity))
            .collect(),
        stretches: STRETCHES.iter().map(stretch).collect(),
        rows: found.noted.iter().map(|noted| view.line(noted, &found.grown)).collect(),
        is_cut: found.is_cut,
        notes_too,
        shell,
    };
    pages::show(reader, &page)
}

fn topics(topics: &Topics, present: &str, language: Language) -> Vec<Choice> {
    let name = |topic: &danvan_domain::topics::Topic| match language {
        Language::Vi => topic.vi.clone(),
        Language::En => topic.en.clone(),
    };
    topics.children(ALL).map(|topic| Choice::new(topic.code.clone(), name(topic), present)).collect()
}
