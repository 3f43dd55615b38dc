//! `/deadlines`: what is late and what lapses, day by day, across procedures.

use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        letters::{asked, named},
        shell, show, sorry,
    },
    shell::{DueChip, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::{
    Facts,
    deadlines::{Row, Whose, lapsing},
    letters::own_office,
};
use danvan_domain::{
    time::{Day, Moment},
    units::Level,
};

#[derive(Template)]
#[template(path = "pages/deadlines/lapsing.html")]
struct Lapsing {
    shell: Shell,
    unit: String,
    views: Vec<(String, String, bool)>,
    late: Vec<Line>,
    late_count: i64,
    days: Vec<DayOf>,
    coming_count: i64,
    until: String,
    cases: Option<(i64, i64)>,
}

/// What is due on a day.
struct DayOf {
    day: String,
    rows: Vec<Line>,
}

/// A deadline as a line.
struct Line {
    href: String,
    title: String,
    due: DueChip,
    facts: String,
}

/// `GET /deadlines`.
pub(super) async fn show_lapsing(State(site): State<Site>, reader: Reader) -> Answered {
    let query = asked(&reader);
    let own =
        own_office(&reader.visitor.asker).map_err(|refusal| Sorry::refused(reader.language, &refusal))?;
    let (facts, now) = (site.house.facts(), site.house.now());
    let is_city = facts.tree.get(own).is_some_and(|unit| unit.level() == Level::City);
    let asked_whose = query.get("whose");
    let whose = match (asked_whose, reader.visitor.asker.person) {
        ("mine", Some(person)) => Whose::Person(person),
        ("city", _) if is_city => Whose::Everybody,
        _ => Whose::Unit(own),
    };
    let days = if query.get("days") == "31" { 31 } else { 7 };
    let found =
        lapsing(&site.house, &reader.visitor.asker, whose, own, days).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let lines = |rows: &[Row]| rows.iter().map(|row| line(&facts, &shell, row, now)).collect::<Vec<_>>();
    let mut by_day: Vec<(Day, Vec<Line>)> = Vec::new();
    for row in &found.coming {
        let day = row.deadline.due_at.day();
        let made = line(&facts, &shell, row, now);
        match by_day.last_mut().filter(|(last, _)| *last == day) {
            Some((_, rows)) => rows.push(made),
            None => by_day.push((day, vec![made])),
        }
    }
    let mut views = vec![("unit", "deadlines-unit"), ("mine", "deadlines-mine")];
    if is_city {
        views.push(("city", "deadlines-city"));
    }
    let view = |(word, key): &(&str, &str)| {
        let is_here = match whose {
            Whose::Person(_) => *word == "mine",
            Whose::Everybody => *word == "city",
            Whose::Unit(_) => *word == "unit",
        };
        (format!("/deadlines?whose={word}&days={days}"), shell.say(key), is_here)
    };
    let page = Lapsing {
        unit: names::unit(&facts, own),
        views: views.iter().map(view).collect(),
        late: lines(&found.late),
        late_count: found.late_count,
        days: by_day.into_iter().map(|(day, rows)| DayOf { day: shell.words.day(day), rows }).collect(),
        coming_count: found.coming_count,
        until: shell.words.day(found.until),
        cases: found.cases.map(|counts| (counts.late, counts.due)),
        shell,
    };
    show(&reader, &page)
}

fn line(facts: &Facts, shell: &Shell, row: &Row, now: Moment) -> Line {
    let deadline = &row.deadline;
    let procedure = facts.procedures.get(&deadline.procedure);
    let name = procedure.map(|one| named(shell, &one.name)).unwrap_or_default();
    let step = procedure.and_then(|one| one.step(&deadline.step)).map(|one| named(shell, &one.name));
    let party = shell.of("party", &deadline.party);
    let unit = names::unit(facts, deadline.unit);
    Line {
        href: format!("/proceedings/{}", row.proceeding.id),
        title: format!("{} · {}", step.unwrap_or_default(), row.proceeding.title),
        due: names::due_short(facts, shell.words, deadline.due_at, now),
        facts: [name, party, unit].join(" · "),
    }
}
