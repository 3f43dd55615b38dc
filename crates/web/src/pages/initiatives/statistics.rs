//! `/initiatives/statistics`: by year, field, level, kind and outcome, on the structure of any day.

use super::{asked, term};
use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        sheets::{self, Cell, Sheet},
        shell, show, sorry,
    },
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::{
    Facts,
    initiatives::{Counts, Statistics, statistics},
};
use danvan_domain::{
    ids::UnitId,
    initiatives::{Family, Kind, Outcome, Term, Told},
    time::Day,
    units::Quality,
};

#[derive(Template)]
#[template(path = "pages/initiatives/statistics.html")]
struct StatisticsPage {
    shell: Shell,
    unit: String,
    unit_said: String,
    year: i64,
    on: String,
    on_said: String,
    quality: String,
    total: String,
    list: String,
    tables: Vec<Table>,
    years: Vec<YearLine>,
    rows: Vec<Line>,
}

/// A heading with its words, each with how many and where they are listed.
struct Table {
    title: String,
    rows: Vec<(String, String, String)>,
}

struct YearLine {
    href: String,
    year: i64,
    cells: Vec<String>,
    is_current: bool,
}

struct Line {
    name: String,
    href: String,
    quality: String,
    cells: Vec<String>,
}

/// What the numbers of a row count.
const COLUMNS: [&str; 6] = [
    "initiative-all",
    "initiative-kind-collective",
    "initiative-kind-individual",
    "initiative-outcome-effective",
    "initiative-outcome-dropped",
    "initiative-how-kept",
];

fn cells(shell: &Shell, told: Told) -> Vec<String> {
    told.0.into_iter().map(|count| shell.words.count(count)).collect()
}

fn table(shell: &Shell, counts: &Counts, list: &str, family: Family, title: &str) -> Table {
    let code = family.word();
    let present = Term::all(family).filter(|term| counts.number_of(code, &term.code) != 0);
    let row = |it: &Term| {
        let href = format!("{list}&{code}={}", it.code);
        (term(shell, family, &it.code), shell.words.count(counts.number_of(code, &it.code)), href)
    };
    Table { title: shell.say(title), rows: present.map(row).collect() }
}

fn words_table(
    shell: &Shell,
    counts: &Counts,
    list: &str,
    (family, words, field, title): (&str, &[&'static str], &str, &str),
) -> Table {
    let name = |word: &str| match family {
        "kind" => shell.of("initiative-kind", word),
        _ => shell.of("initiative-outcome", word),
    };
    let row = |word: &&str| {
        (name(word), shell.words.count(counts.number_of(family, word)), format!("{list}&{field}={word}"))
    };
    Table { title: shell.say(title), rows: words.iter().map(row).collect() }
}

/// For which unit, year and day's structure the numbers are asked for.
fn said(site: &Site, reader: &Reader) -> Result<(Option<UnitId>, Option<i64>, Day), Sorry> {
    let (form, facts, today) = (asked(reader), site.house.facts(), site.house.today());
    let lost = || Sorry::lost(reader.language);
    let on = match form.filled("on") {
        Some(said) => said.parse().or_else(|_| danvan_words::read_day(said)).map_err(|_| lost())?,
        None => today,
    };
    let unit = match form.filled("unit") {
        Some(said) => Some(facts.tree.resolve(said, on).map_err(|_| lost())?),
        None => None,
    };
    let year = match form.filled("year") {
        Some(said) => {
            Some(said.parse::<i64>().ok().filter(|year| (1900..=9999).contains(year)).ok_or_else(lost)?)
        }
        None => None,
    };
    Ok((unit, year, on))
}

/// `GET /initiatives/statistics`.
pub(super) async fn show_statistics(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let facts = house.facts();
    let (unit, year, on) = said(&site, &reader)?;
    let found = statistics(house, asker, unit, (year, on)).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let list = format!("/initiatives?year={}&unit={}", found.year, found.unit);
    let quality = |quality: Quality| match quality {
        Quality::Exact => String::new(),
        other => shell.of("quality", other.word()),
    };
    let address = |unit: &str, year: i64| format!("/initiatives/statistics?unit={unit}&year={year}&on={on}");
    let outcomes: Vec<&str> = Outcome::ALL.iter().map(|outcome| outcome.word()).collect();
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    let row = |row: &danvan_actions::initiatives::StatisticsRow| Line {
        name: row.unit.map_or_else(|| shell.say("initiative-nowhere"), |unit| names::unit(&facts, unit)),
        href: row.unit.map(|unit| address(&unit.to_string(), found.year)).unwrap_or_default(),
        quality: quality(row.quality),
        cells: cells(&shell, row.told),
    };
    let page = StatisticsPage {
        unit: names::unit(&facts, found.unit),
        unit_said: found.unit.to_string(),
        year: found.year,
        on: shell.words.day(on),
        on_said: on.to_string(),
        quality: quality(found.quality),
        total: shell.words.count(found.total.all()),
        tables: vec![
            words_table(
                &shell,
                &found.total,
                &list,
                ("kind", kinds.as_slice(), "model", "initiative-by-kind"),
            ),
            words_table(
                &shell,
                &found.total,
                &list,
                ("outcome", outcomes.as_slice(), "outcome", "initiative-by-outcome"),
            ),
            table(&shell, &found.total, &list, Family::Field, "initiative-by-field"),
            table(&shell, &found.total, &list, Family::Level, "initiative-by-level"),
        ],
        years: found
            .years
            .iter()
            .map(|(year, counts)| YearLine {
                href: address(&found.unit.to_string(), *year),
                year: *year,
                cells: cells(&shell, counts.told()),
                is_current: *year == found.year,
            })
            .collect(),
        rows: found.rows.iter().map(row).collect(),
        list,
        shell,
    };
    show(&reader, &page)
}

/// `GET /initiatives/statistics/{file}`: the same as `statistics.xlsx` or `statistics.csv`.
pub(super) async fn sheet(State(site): State<Site>, reader: Reader, Path(name): Path<String>) -> Answered {
    let ("statistics", kind) = sheets::asked(&reader, &name)? else {
        return Err(Sorry::lost(reader.language));
    };
    let (unit, year, on) = said(&site, &reader)?;
    let found = statistics(&site.house, &reader.visitor.asker, unit, (year, on)).await;
    let found = found.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), site.house.facts());
    let address = format!("/initiatives/statistics?unit={}&year={}&on={on}", found.unit, found.year);
    let more = [
        (shell.say("sheet-unit"), names::unit(&facts, found.unit)),
        (shell.say("label-year"), found.year.to_string()),
        (shell.say("sheet-structure"), shell.words.day(on)),
    ];
    let mut heading = ["register-by", "register-row"].map(|key| shell.say(key)).to_vec();
    heading.extend(COLUMNS.map(|key| shell.say(key)));
    heading.push(shell.say("sheet-quality"));
    let sheet = Sheet {
        title: shell.say("initiative-statistics"),
        about: sheets::about(&site, &shell, address, more),
        heading,
        rows: rows(&shell, &facts, &found),
    };
    sheets::give(&site, &reader, (&format!("danvan-sang-kien-{}", found.year), kind), &sheet)
}

/// By year, by unit, then by kind, outcome, field and level; of these only the whole is counted.
fn rows(shell: &Shell, facts: &Facts, found: &Statistics) -> Vec<Vec<Cell>> {
    let line = |by: &str, name: String, told: Told, quality: Quality| {
        let mut cells = vec![Cell::text(shell.say(by)), Cell::text(name)];
        cells.extend(told.0.map(Cell::Count));
        cells.push(Cell::text(shell.of("quality", quality.word())));
        cells
    };
    let years = found.years.iter();
    let mut rows: Vec<Vec<Cell>> =
        years.map(|(year, it)| line("label-year", year.to_string(), it.told(), found.quality)).collect();
    rows.extend(found.rows.iter().map(|row| {
        let name = row.unit.map_or_else(|| shell.say("initiative-nowhere"), |unit| names::unit(facts, unit));
        line("label-unit", name, row.told, row.quality)
    }));
    let mut words: Vec<(&str, String, i64)> = Vec::new();
    let whole = |family: &str, code: &str| found.total.number_of(family, code);
    let kinds = Kind::ALL.iter().map(|kind| ("initiative-by-kind", "initiative-kind", "kind", kind.word()));
    let outcomes = Outcome::ALL.iter();
    let outcomes = outcomes.map(|it| ("initiative-by-outcome", "initiative-outcome", "outcome", it.word()));
    words.extend(
        kinds.chain(outcomes).map(|(by, name, family, word)| (by, shell.of(name, word), whole(family, word))),
    );
    for (by, family) in [("initiative-by-field", Family::Field), ("initiative-by-level", Family::Level)] {
        let terms = Term::all(family).map(|it| (it, whole(family.word(), &it.code))).filter(|it| it.1 != 0);
        words.extend(terms.map(|(it, count)| (by, term(shell, family, &it.code), count)));
    }
    rows.extend(words.into_iter().map(|(by, name, count)| {
        let mut cells = vec![Cell::text(shell.say(by)), Cell::text(name), Cell::Count(count)];
        cells.extend((1..COLUMNS.len()).map(|_| Cell::Empty));
        cells.push(Cell::text(shell.of("quality", found.quality.word())));
        cells
    }));
    rows
}
