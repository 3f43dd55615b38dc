//! `/posted`: what an office makes public now, for every resident and to be printed.

use crate::{
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        letters::{asked, named},
        overview::view::said,
        shell, show, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::{
    Facts,
    proceedings::{Posted, posted},
};
use danvan_domain::{fold::fold, ids::UnitId, time::Day, units::Level};

#[derive(Template)]
#[template(path = "pages/proceedings/posted.html")]
struct Page {
    shell: Shell,
    units: Vec<Choice>,
    /// The office that was chosen; empty before one is.
    unit: String,
    today: String,
    lines: Vec<Line>,
}

struct Line {
    title: String,
    procedure: String,
    place: String,
    document: String,
    forms: String,
    days: String,
}

/// `GET /posted`, and with `?unit=` what that office makes public.
pub(super) async fn show_posted(State(site): State<Site>, reader: Reader) -> Answered {
    let (facts, today) = (site.house.facts(), site.house.today());
    let query = asked(&reader);
    let chosen = query.filled("unit").and_then(|text| facts.tree.resolve(text, today).ok());
    let chosen = chosen.and_then(|unit| facts.tree.today(unit, today));
    let found = match chosen {
        Some(unit) => posted(&site.house, unit).await.map_err(sorry(&reader))?,
        None => Vec::new(),
    };
    let shell = shell(&site, &reader);
    let page = Page {
        units: units(&facts, today, chosen),
        unit: chosen.map(|unit| names::unit(&facts, unit)).unwrap_or_default(),
        today: shell.words.day(today),
        lines: found.iter().map(|one| line(&facts, &shell, one)).collect(),
        shell,
    };
    show(&reader, &page)
}

fn units(facts: &Facts, today: Day, chosen: Option<UnitId>) -> Vec<Choice> {
    let present = chosen.map(|unit| said(&facts.tree, unit, today)).unwrap_or_default();
    let mut all: Vec<_> = facts.tree.at_level(Level::Commune, today).collect();
    all.sort_by_cached_key(|one| fold(one.bare_name()));
    all.iter().map(|one| Choice::new(said(&facts.tree, one.id, today), one.name.clone(), &present)).collect()
}

fn line(facts: &Facts, shell: &Shell, one: &Posted) -> Line {
    let days = match one.until {
        Some(until) => {
            shell.say_with("posted-from-until", &[("from", one.from.into()), ("until", until.into())])
        }
        None => shell.say_with("posted-from", &[("from", one.from.into())]),
    };
    Line {
        title: one.title.clone(),
        procedure: named(shell, &one.procedure),
        place: names::unit(facts, one.place),
        document: one.document.clone(),
        forms: one.forms.join(", "),
        days,
    }
}
