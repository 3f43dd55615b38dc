//! `/deadlines`: what is late and what lapses, day by day, across procedures, feedback cases and requests about data;
//! what the reader is told of, and what the pace says.

use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        go,
        letters::{asked, named},
        overview::view::said,
        shell, show, sorry,
    },
    shell::{Choice, DueChip, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::{
    Facts, House,
    deadlines::{
        Lapsing, Row, Whose,
        forecast::{self, Foretold},
        ladder, lapsing,
    },
    letters::own_office,
};
use danvan_domain::{
    fold::fold,
    ids::{PersonId, UnitId},
    rights::{Asker, Verb},
    time::{Day, Moment},
    units::Level,
};
use uuid::Uuid;

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
    late: Vec<Line>,
    late_count: i64,
    weeks: Vec<Vec<Cell>>,
    days: Vec<DayOf>,
    coming_count: i64,
    until: String,
    cases: Option<(i64, i64)>,
    offices: Vec<Office>,
}

/// A day of the calendar; without an anchor nothing is due.
struct Cell {
    label: String,
    count: usize,
    anchor: String,
    is_rest: bool,
    is_today: bool,
}

/// What is due on a day.
struct DayOf {
    day: String,
    anchor: String,
    rows: Vec<Line>,
}

/// Something due, as a line.
struct Line {
    href: String,
    title: String,
    due: DueChip,
    facts: String,
    due_at: Moment,
}

struct Office {
    href: String,
    name: String,
    due: i64,
    late: i64,
}

/// What somebody is told of.
pub(crate) struct ToldLine {
    /// Where it is said that it was seen.
    pub(crate) see: String,
    /// The proceeding.
    pub(crate) href: String,
    /// The step and the number.
    pub(crate) title: String,
    /// How it stands.
    pub(crate) due: DueChip,
    /// Why the reader is told, with its grade.
    pub(crate) why: String,
}

/// What the pace says, in a sentence; empty when nothing was reckoned yet.
#[derive(Default)]
pub(crate) struct Told {
    /// The sentence.
    pub(crate) says: String,
    /// Its record.
    pub(crate) record: String,
}

/// What the reader is told of.
pub(crate) async fn told_lines(site: &Site, reader: &Reader, shell: &Shell) -> Result<Vec<ToldLine>, Sorry> {
    let (facts, now) = (site.house.facts(), site.house.now());
    let all = ladder::told(&site.house, &reader.visitor.asker).await.map_err(sorry(reader))?;
    let line = |one: ladder::Seen| {
        let it = &one.telling;
        let step = step_name(&facts, shell, &it.procedure, &it.step);
        let rung = facts.ladder.of(&it.procedure).into_iter();
        let rung = rung.into_iter().find(|rung| rung.working_days == it.rung && rung.told == it.told);
        let key = if it.rung <= 0 { "deadlines-told-before" } else { "deadlines-told-after" };
        let grade = rung.map(|rung| rung.grade.word()).unwrap_or_default();
        let values = [("n", it.rung.abs().into()), ("grade", grade.into())];
        ToldLine {
            see: format!("/deadlines/told/{}", it.id),
            href: format!("/proceedings/{}", it.proceeding),
            title: format!("{step} · {}", one.title),
            due: names::due_short(&facts, shell.words, it.due_at, now),
            why: shell.say_with(key, &values),
        }
    };
    Ok(all.into_iter().map(line).collect())
}

/// What the pace of a unit says.
pub(crate) async fn foretold(house: &House, asker: &Asker, shell: &Shell, unit: UnitId) -> Told {
    match forecast::foretold(house, asker, unit).await {
        Ok(Some(found)) => said_of(shell, &found),
        // A page is not worth losing for a forecast.
        _ => Told::default(),
    }
}

fn said_of(shell: &Shell, found: &Foretold) -> Told {
    let Some((low, likely, high)) = found.said else {
        return Told { says: shell.say("deadlines-forecast-little"), record: String::new() };
    };
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX).into();
    let days = [("from", found.from.into()), ("to", found.to.into())];
    let says = if found.due == 0 {
        shell.say_with("deadlines-forecast-none", &days)
    } else {
        let values = [
            ("kept", count(found.kept)),
            ("due", count(found.due)),
            ("likely", count(likely)),
            ("low", count(low)),
            ("high", count(high)),
        ];
        shell.say_with("deadlines-forecast", &[&values[..], &days[..]].concat())
    };
    let (held, told) = found.record();
    let record = if told == 0 {
        String::new()
    } else {
        shell.say_with("deadlines-forecast-record", &[("held", held.into()), ("told", told.into())])
    };
    Told { says, record }
}

/// `POST /deadlines/told/{id}`: the reader has seen it.
pub(super) async fn see(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _: crate::form::Form,
) -> Answered {
    ladder::see(&site.house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
    go("/deadlines")
}

/// `GET /deadlines`.
pub(super) async fn show_lapsing(State(site): State<Site>, reader: Reader) -> Answered {
    let query = asked(&reader);
    let asker = &reader.visitor.asker;
    let own = own_office(asker).map_err(|refusal| Sorry::refused(reader.language, &refusal))?;
    let (facts, now) = (site.house.facts(), site.house.now());
    let today = now.day();
    let is_city = facts.tree.get(own).is_some_and(|unit| unit.level() == Level::City);
    let chosen = query.filled("unit").and_then(|said| facts.tree.resolve(said, today).ok());
    let unit = chosen.unwrap_or(own);
    let person = query.get("person").parse().ok().map(PersonId);
    let whose = match (query.get("whose"), asker.person, person) {
        ("mine", Some(me), _) => Whose::Person(me),
        (_, _, Some(person)) => Whose::Person(person),
        ("city", ..) if is_city && chosen.is_none() => Whose::Everybody,
        _ => Whose::Unit(unit),
    };
    let days = if query.get("days") == "31" { 31 } else { 7 };
    let found = lapsing(&site.house, asker, whose, unit, days).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let lines = lines(&facts, &shell, &found, now);
    let (late, coming): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| line.due_at < now);
    let by_day = by_day(&shell, coming);
    let page = Page {
        unit: names::unit(&facts, unit),
        views: views(&shell, whose, is_city, days),
        units: if is_city { units(&site.house, &facts, asker, unit, today) } else { Vec::new() },
        people: people(&shell, &found, whose),
        spans: [("7", 7), ("31", 31)]
            .map(|(value, n)| Choice::new(value, shell.say_count("deadlines-days", n), &days.to_string()))
            .into(),
        whose: if whose == Whose::Everybody { "city" } else { "unit" },
        told: told_lines(&site, &reader, &shell).await?,
        foretold: foretold(&site.house, asker, &shell, if whose == Whose::Everybody { own } else { unit })
            .await,
        weeks: weeks(&facts, &by_day, (today, found.until)),
        late,
        late_count: found.late_count,
        days: by_day.into_iter().map(|(_, day)| day).collect(),
        coming_count: found.coming_count,
        until: shell.words.day(found.until),
        cases: found.cases.map(|counts| (counts.late, counts.due)),
        offices: found
            .offices
            .iter()
            .map(|one| Office {
                href: format!("/deadlines?unit={}&days={days}", said(&facts.tree, one.unit, today)),
                name: names::unit(&facts, one.unit),
                due: one.due,
                late: one.late,
            })
            .collect(),
        shell,
    };
    show(&reader, &page)
}

fn views(shell: &Shell, whose: Whose, is_city: bool, days: i64) -> Vec<(String, String, bool)> {
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
    views.iter().map(view).collect()
}

/// The offices that a reader of the city may look at.
fn units(house: &House, facts: &Facts, asker: &Asker, unit: UnitId, today: Day) -> Vec<Choice> {
    let tree = &facts.tree;
    let levels = [Level::City, Level::Commune, Level::Body];
    let mut all: Vec<_> = levels.into_iter().flat_map(|level| tree.at_level(level, today)).collect();
    all.retain(|one| house.ask(asker, Verb::ReadLetter, one.id).is_ok());
    all.sort_by_key(|one| (one.level() != Level::City, fold(one.bare_name())));
    let present = said(tree, unit, today);
    all.iter().map(|one| Choice::new(said(tree, one.id, today), &one.name, &present)).collect()
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

/// Everything due, soonest first: proceedings, feedback cases, requests.
fn lines(facts: &Facts, shell: &Shell, found: &Lapsing, now: Moment) -> Vec<Line> {
    let rows = found.late.iter().chain(&found.coming);
    let mut lines: Vec<Line> = rows.map(|row| line(facts, shell, row, now)).collect();
    lines.extend(
        found.case_rows.iter().map(|row| Line {
            href: format!("/cases/{}", row.id),
            title: format!("{} · {}", shell.say("deadlines-case"), row.title),
            due: names::due_short(facts, shell.words, row.due_at, now),
            facts: [names::topic(facts, &row.topic, shell.words.language), names::unit(facts, row.place)]
                .join(" · "),
            due_at: row.due_at,
        }),
    );
    lines.extend(found.requests.iter().map(|one| Line {
        href: format!("/data/requests/{}", one.id),
        title: format!("{} · {}", shell.say("deadlines-request"), shell.of("right", one.right)),
        due: names::due_short(facts, shell.words, one.due_at, now),
        facts: names::unit(facts, one.unit),
        due_at: one.due_at,
    }));
    lines.sort_by_key(|line| line.due_at);
    lines
}

fn by_day(shell: &Shell, coming: Vec<Line>) -> Vec<(Day, DayOf)> {
    let mut days: Vec<(Day, DayOf)> = Vec::new();
    for line in coming {
        let day = line.due_at.day();
        match days.last_mut().filter(|(last, _)| *last == day) {
            Some((_, of)) => of.rows.push(line),
            None => days.push((
                day,
                DayOf { day: shell.words.day(day), anchor: format!("day-{day}"), rows: vec![line] },
            )),
        }
    }
    days
}

/// The calendar, week by week from Monday.
fn weeks(facts: &Facts, days: &[(Day, DayOf)], (today, until): (Day, Day)) -> Vec<Vec<Cell>> {
    let mut weeks = Vec::new();
    let mut monday = today.monday();
    while monday <= until {
        let cell = |number: i64| {
            let day = monday.plus_days(number);
            let of = days.iter().find(|(other, _)| *other == day).map(|(_, of)| of);
            Cell {
                label: format!("{}/{}", day.0.day(), day.0.month()),
                count: of.map_or(0, |of| of.rows.len()),
                anchor: of.map(|of| format!("#{}", of.anchor)).unwrap_or_default(),
                is_rest: !facts.calendar.is_working_day(day),
                is_today: day == today,
            }
        };
        weeks.push((0..7).map(cell).collect());
        monday = monday.plus_days(7);
    }
    weeks
}

fn step_name(facts: &Facts, shell: &Shell, procedure: &str, step: &str) -> String {
    let procedure = facts.procedures.get(procedure);
    procedure.and_then(|one| one.step(step)).map(|one| named(shell, &one.name)).unwrap_or_default()
}

fn line(facts: &Facts, shell: &Shell, row: &Row, now: Moment) -> Line {
    let deadline = &row.deadline;
    let procedure = facts.procedures.get(&deadline.procedure);
    let name = procedure.map(|one| named(shell, &one.name)).unwrap_or_default();
    let step = step_name(facts, shell, &deadline.procedure, &deadline.step);
    let party = shell.of("party", &deadline.party);
    let unit = names::unit(facts, deadline.unit);
    Line {
        href: format!("/proceedings/{}", row.proceeding.id),
        title: format!("{step} · {}", row.proceeding.title),
        due: names::due_short(facts, shell.words, deadline.due_at, now),
        facts: [name, party, unit].join(" · "),
        due_at: deadline.due_at,
    }
}
