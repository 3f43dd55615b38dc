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
    proceedings::{Posted, Stands, posted},
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
    groups: Vec<Group>,
    /// Where what was begun before these is listed.
    older: Option<String>,
}

/// What stands in the same way: it stays, it must stand still, or it may come down.
struct Group {
    title: String,
    lines: Vec<Line>,
}

struct Line {
    title: String,
    procedure: String,
    place: String,
    document: String,
    forms: String,
    days: String,
    /// Why until then, sentence by sentence.
    why: Vec<String>,
}

/// `GET /posted`, and with `?unit=` what that office makes public; `until=` a day on which what is listed was begun at the
/// latest.
pub(super) async fn show_posted(State(site): State<Site>, reader: Reader) -> Answered {
    let (facts, today) = (site.house.facts(), site.house.today());
    let query = asked(&reader);
    let chosen = query.filled("unit").and_then(|text| facts.tree.resolve(text, today).ok());
    let chosen = chosen.and_then(|unit| facts.tree.today(unit, today));
    let until = query.filled("until").and_then(|day| day.parse().ok()).unwrap_or(today);
    let (found, older) = match chosen {
        Some(unit) => {
            let page = posted(&site.house, unit, until).await.map_err(sorry(&reader))?;
            let address = |day: Day| format!("/posted?unit={}&until={day}", said(&facts.tree, unit, today));
            (page.lines, page.older.map(address))
        }
        None => (Vec::new(), None),
    };
    let shell = shell(&site, &reader);
    let page = Page {
        units: units(&facts, today, chosen),
        unit: chosen.map(|unit| names::unit(&facts, unit)).unwrap_or_default(),
        today: shell.words.day(today),
        groups: groups(&facts, &shell, &found),
        older,
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

/// The key of a group's heading.
const fn group_of(one: &Posted) -> &'static str {
    match one.stands {
        Stands::Until(..) | Stands::Open => "posted-stands",
        Stands::Over(..) => "posted-over",
        Stands::Permanently(..) => "posted-stays",
    }
}

fn groups(facts: &Facts, shell: &Shell, found: &[Posted]) -> Vec<Group> {
    let group = |key: &'static str| {
        let lines = found.iter().filter(|one| group_of(one) == key).map(|one| line(facts, shell, one));
        Group { title: shell.say(key), lines: lines.collect() }
    };
    let mut groups: Vec<Group> =
        ["posted-stands", "posted-over", "posted-stays"].into_iter().map(group).collect();
    groups.retain(|group| !group.lines.is_empty());
    groups
}

fn line(facts: &Facts, shell: &Shell, one: &Posted) -> Line {
    let from = ("from", one.from.into());
    let until =
        |key: &str, day: Day| shell.say_with(key, &[("from", one.from.into()), ("until", day.into())]);
    let (days, why) = match &one.stands {
        Stands::Until(day, reason) => (until("posted-from-until", *day), shell.words.why_due(reason)),
        Stands::Over(day, reason) => (until("posted-from-over", *day), shell.words.why_due(reason)),
        Stands::Permanently(source, grade) => {
            let values = [("source", source.as_str().into()), ("certainty", grade.to_string().into())];
            (shell.say_with("posted-from-stays", &[from]), vec![shell.say_with("posted-why-stays", &values)])
        }
        Stands::Open => (shell.say_with("posted-from", &[from]), Vec::new()),
    };
    Line {
        title: one.title.clone(),
        procedure: named(shell, &one.procedure),
        place: names::unit(facts, one.place),
        document: one.document.clone(),
        forms: one.forms.join(", "),
        days,
        why,
    }
}
