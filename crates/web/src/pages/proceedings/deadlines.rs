//! `/deadlines`: what is late and what lapses, day by day, across procedures, receptions, requests about data and feedback;
//! what the reader is told of, and what the pace says.

mod lines;
pub(in crate::pages) mod told;
mod view;

use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{Answered, cases::names, letters::asked, overview::view::said, shell, show, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::{
    Facts, House,
    deadlines::{Lapsing, Listed, Part, Whose, lapsing},
    letters::own_office,
};
use danvan_domain::{
    fold::fold,
    rights::{Asker, Verb},
    time::Day,
    units::Level,
};
use lines::{Cell, Group, Writer, weeks};
pub(in crate::pages) use told::{Told, ToldLine, foretold, late_line, told_lines};
use view::{View, word};

#[derive(Template)]
#[template(path = "pages/deadlines/lapsing.html")]
struct Page {
    shell: Shell,
    unit: String,
    views: Vec<(String, String, bool)>,
    units: Vec<Choice>,
    people: Vec<Choice>,
    spans: Vec<Choice>,
    whose: &'static str,
    told: Vec<ToldLine>,
    foretold: Told,
    late_count: String,
    coming_count: String,
    weeks: Vec<Vec<Cell>>,
    lists: Vec<List>,
    /// Whether nothing at all is late or comes.
    is_empty: bool,
    /// The address of everything, where one list is shown.
    whole: String,
    until: String,
    cases: Option<(i64, i64)>,
    offices: Vec<Office>,
}

/// Some rows of a list.
struct List {
    word: &'static str,
    heading: String,
    groups: Vec<Group>,
    /// The address of its first rows, where these are later ones.
    first: String,
    /// The address of the next rows, where there are more.
    next: String,
}

struct Office {
    href: String,
    name: String,
    due: String,
    late: String,
}

/// `GET /deadlines`.
pub(super) async fn show_lapsing(State(site): State<Site>, reader: Reader) -> Answered {
    let asker = &reader.visitor.asker;
    let refused = |refusal| Sorry::refused(reader.language, &refusal);
    let own = own_office(asker).map_err(refused)?;
    let (facts, now) = (site.house.facts(), site.house.now());
    let today = now.day();
    let view = View::read(&asked(&reader), &facts, asker, (own, today)).map_err(refused)?;
    let found = lapsing(&site.house, asker, view.wanted()).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let mut writer = Writer::new(&facts, &shell, now);
    let is_whole = view.list.is_none();
    // Of the two lists of the whole, one that is empty says nothing.
    let shown = found.lists.iter().filter(|one| !is_whole || !one.rows.is_empty());
    let lists = shown.map(|one| list(&mut writer, &shell, &view, &found, one)).collect();
    let is_empty = found.lists.iter().all(|one| one.rows.is_empty());
    let everybody = view.whose == Whose::Everybody;
    let (told, foretold) = if is_whole {
        let unit = if everybody { own } else { view.unit };
        (told_lines(&site, &reader, &shell).await?, foretold(&site.house, asker, &shell, unit).await)
    } else {
        Default::default()
    };
    let page = Page {
        unit: names::unit(&facts, view.unit),
        views: views(&shell, &view),
        units: units(&site.house, &facts, asker, &shell, (&view, today)),
        people: people(&shell, &found, view.whose),
        spans: [("7", 7), ("31", 31)]
            .map(|(value, n)| {
                Choice::new(value, shell.say_count("deadlines-days", n), &view.days.to_string())
            })
            .into(),
        whose: whose(&found, view.whose),
        told,
        foretold,
        late_count: shell.words.count(found.late_count),
        coming_count: shell.words.count(found.coming_count),
        weeks: weeks(&facts, &found, today, view.day(), |day| view.list_href(Part::Day(day), None)),
        lists,
        is_empty,
        whole: if is_whole { String::new() } else { view.whole() },
        until: shell.words.day(found.until),
        cases: found.cases,
        offices: if is_whole { offices(&facts, &shell, &found, (view.days, today)) } else { Vec::new() },
        shell,
    };
    show(&reader, &page)
}

fn list(writer: &mut Writer<'_>, shell: &Shell, view: &View, found: &Lapsing, one: &Listed) -> List {
    let total = ("n", one.total.into());
    let heading = match one.part {
        Part::Late => shell.say_with("deadlines-late-all", &[total]),
        Part::Coming => shell.say_with("deadlines-coming-all", &[("day", found.until.into()), total]),
        Part::Day(day) => shell.say_with("deadlines-day-all", &[("day", day.into()), total]),
    };
    List {
        word: word(one.part),
        heading,
        groups: writer.groups(&one.rows, one.part == Part::Coming),
        first: if one.goes_on { view.list_href(one.part, None) } else { String::new() },
        next: one.next.map(|key| view.list_href(one.part, Some(key))).unwrap_or_default(),
    }
}

fn views(shell: &Shell, shown: &View) -> Vec<(String, String, bool)> {
    let mut views = vec![("unit", "deadlines-unit"), ("mine", "deadlines-mine")];
    if shown.is_city {
        views.push(("city", "deadlines-city"));
    }
    let view = |(word, key): &(&str, &str)| {
        let is_here = match shown.whose {
            Whose::Person(_) => *word == "mine",
            Whose::Everybody => *word == "city",
            Whose::Unit(_) => *word == "unit",
        };
        (format!("/deadlines?whose={word}&days={}", shown.days), shell.say(key), is_here)
    };
    views.iter().map(view).collect()
}

/// The word that keeps whose deadlines are shown when the form is sent; a colleague is kept by their own field.
fn whose(found: &Lapsing, whose: Whose) -> &'static str {
    match whose {
        Whose::Everybody => "city",
        Whose::Person(person) if !found.colleagues.iter().any(|one| one.id == person) => "mine",
        Whose::Person(_) | Whose::Unit(_) => "unit",
    }
}

/// The offices that a reader of the city may look at; first all of them, where all are shown.
fn units(
    house: &House,
    facts: &Facts,
    asker: &Asker,
    shell: &Shell,
    (view, today): (&View, Day),
) -> Vec<Choice> {
    if !view.is_city {
        return Vec::new();
    }
    let tree = &facts.tree;
    let levels = [Level::City, Level::Commune, Level::Body];
    let mut all: Vec<_> = levels.into_iter().flat_map(|level| tree.at_level(level, today)).collect();
    all.retain(|one| house.ask(asker, Verb::ReadLetter, one.id).is_ok());
    all.sort_by_cached_key(|one| (one.level() != Level::City, fold(one.bare_name())));
    let everybody = view.whose == Whose::Everybody;
    let present = if everybody { String::new() } else { said(tree, view.unit, today) };
    let whole = everybody.then(|| Choice::new("", shell.say("deadlines-city"), &present));
    let named = all.iter().map(|one| Choice::new(said(tree, one.id, today), &one.name, &present));
    whole.into_iter().chain(named).collect()
}

fn people(shell: &Shell, found: &Lapsing, whose: Whose) -> Vec<Choice> {
    if found.colleagues.is_empty() {
        return Vec::new();
    }
    let present = if let Whose::Person(person) = whose { person.to_string() } else { String::new() };
    let everybody = Choice::new("", shell.say("deadlines-everybody"), &present);
    let named = found.colleagues.iter().map(|one| Choice::new(one.id.to_string(), &one.name, &present));
    std::iter::once(everybody).chain(named).collect()
}

fn offices(facts: &Facts, shell: &Shell, found: &Lapsing, (days, today): (i64, Day)) -> Vec<Office> {
    let office = |one: &danvan_actions::deadlines::Office| Office {
        href: format!("/deadlines?unit={}&days={days}", said(&facts.tree, one.unit, today)),
        name: names::unit(facts, one.unit),
        due: shell.words.count(one.due),
        late: shell.words.count(one.late),
    };
    found.offices.iter().map(office).collect()
}
