//! `/registers/statistics`: what was carried over, came, was settled and stays; every number leads to what it counts.

use super::{
    sheet_file,
    view::{Bar, View},
};
use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{Answered, cases::names, sheets::Ending, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Facts,
    registers::{Row, Statistics, key_name, may_list, reason_name, stage_name, statistics, statistics_sheet},
};
use danvan_domain::{
    refusals::Refusal,
    registers::{Family, Kind, Measure},
    units::Quality,
};

#[derive(Template)]
#[template(path = "pages/registers/statistics.html")]
struct Shown {
    shell: Shell,
    bar: Bar,
    query: String,
    balance: String,
    balances: Option<bool>,
    headings: Vec<String>,
    total: Line,
    tables: Vec<Table>,
    denunciations: Option<Line>,
    lists: Vec<List>,
    receptions: (String, String),
    is_protected: bool,
    has_carried: bool,
    may_read_book: bool,
}

struct Table {
    title: String,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    href: String,
    numbers: Vec<Number>,
    quality: (String, &'static str, String),
}

/// A number and the list it leads to; empty where there is none.
struct Number {
    text: String,
    href: String,
}

struct List {
    title: String,
    rows: Vec<(String, Number)>,
}

/// Where numbers lead.
struct Leads<'a> {
    facts: &'a Facts,
    shell: &'a Shell,
    view: &'a View,
    may_list: bool,
}

impl Leads<'_> {
    fn number(&self, count: Option<i64>, is_sure: bool, view: &View, rest: &str) -> Number {
        let Some(count) = count else {
            return Number { text: self.shell.say("register-hidden"), href: String::new() };
        };
        let leads = self.may_list && is_sure && count > 0;
        let href = if leads { format!("/registers/list?{}&{rest}", view.query()) } else { String::new() };
        Number { text: self.shell.words.count(count), href }
    }

    fn line(&self, name: String, row: &Row, view: &View, rest: &str) -> Line {
        let is_sure = matches!(row.quality, Quality::Exact | Quality::Whole);
        let number = |measure: &Measure| {
            self.number(row.told(*measure), is_sure, view, &format!("measure={measure}{rest}"))
        };
        let word = row.quality.word();
        Line {
            name,
            href: String::new(),
            numbers: Measure::ALL.iter().map(number).collect(),
            quality: (self.shell.of("quality", word), word, self.shell.of("quality-why", word)),
        }
    }

    fn list(
        &self,
        title: &str,
        (name, measure): (&str, Measure),
        rows: &[(String, Option<i64>)],
        said: impl Fn(&str) -> String,
    ) -> List {
        let row = |(key, count): &(String, Option<i64>)| {
            let value = if key.is_empty() { "none" } else { key };
            let rest = format!("measure={measure}&{name}={value}");
            (said(key), self.number(*count, true, self.view, &rest))
        };
        List { title: self.shell.say(title), rows: rows.iter().map(row).collect() }
    }
}

fn tables(leads: &Leads<'_>, found: &Statistics) -> Vec<Table> {
    let (shell, view, facts) = (leads.shell, leads.view, leads.facts);
    let by_key = |title: &str, family: Family, name: &str, rows: &[Row]| Table {
        title: shell.say(title),
        lines: rows
            .iter()
            .map(|row| {
                let value = if row.key.is_empty() { "none" } else { row.key.as_str() };
                let label = key_name(shell.words, family, &row.key);
                let mut line = leads.line(label, row, view, &format!("&{name}={value}"));
                if family == Family::Kind && row.key.parse::<Kind>().is_err() {
                    line.numbers.iter_mut().for_each(|number| number.href.clear());
                }
                line
            })
            .collect(),
    };
    let mut tables = vec![
        by_key("register-by-kind", Family::Kind, "kind", &found.kinds.rows),
        by_key("register-by-branch", Family::Branch, "branch", &found.branches.rows),
    ];
    if let Some(offices) = &found.offices {
        let line = |row: &Row| match row.unit {
            Some(unit) => {
                let view = view.of(facts, unit);
                let line = leads.line(names::unit(facts, unit), row, &view, "");
                let href = format!("/registers/statistics?{}", view.query());
                Line { href: if leads.may_list { href } else { String::new() }, ..line }
            }
            None => {
                // The rest of the whole is nobody's list.
                let row = Row { quality: row.quality, ..row.clone() };
                let mut line = leads.line(shell.say("register-rest"), &row, view, "");
                line.numbers.iter_mut().for_each(|number| number.href.clear());
                line
            }
        };
        let lines = offices.rows.iter().map(line).collect();
        tables.push(Table { title: shell.say("register-by-office"), lines });
    }
    tables.retain(|table| !table.lines.is_empty());
    tables
}

fn lists(leads: &Leads<'_>, found: &Statistics) -> Vec<List> {
    let (shell, facts) = (leads.shell, leads.facts);
    let outcome = |key: &str| shell.of("register-outcome", key);
    let reason = |key: &str| match key {
        "" => shell.say("register-reason-none"),
        key => reason_name(facts, shell.words.language, key),
    };
    let stage = |key: &str| stage_name(facts, shell.words, key);
    let mut lists = vec![
        leads.list("register-by-outcome", ("outcome", Measure::Settled), &found.outcomes, outcome),
        leads.list("register-by-reason", ("reason", Measure::Late), &found.reasons, reason),
        leads.list("register-by-stage", ("stage", Measure::Carried), &found.stages, stage),
    ];
    lists.retain(|list| !list.rows.is_empty());
    lists
}

/// The sentence that shows the balance.
fn balance(shell: &Shell, total: &Row) -> String {
    use Measure::{Carried, Opening, Received, Settled};
    let told = [Opening, Received, Settled, Carried].map(|measure| total.told(measure));
    let [Some(opening), Some(received), Some(settled), Some(carried)] = told else { return String::new() };
    let values = [
        ("opening", opening.into()),
        ("received", received.into()),
        ("settled", settled.into()),
        ("carried", carried.into()),
    ];
    shell.say_with("register-balance-is", &values)
}

/// `GET /registers/statistics`.
pub(super) async fn show_statistics(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let (view, notes) = View::read(house, &reader).ok_or_else(|| Sorry::lost(reader.language))?;
    let status = if notes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let found = statistics(house, asker, view.question.clone()).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader).with_notes(notes), house.facts());
    let may_list = may_list(house, asker, view.question.unit);
    let leads = Leads { facts: &facts, shell: &shell, view: &view, may_list };
    let denunciations = found.denunciations.as_ref();
    let told =
        |count: Option<i64>| count.map_or_else(|| shell.say("register-hidden"), |n| shell.words.count(n));
    let rows = found.kinds.rows.iter().chain(found.offices.iter().flat_map(|table| &table.rows));
    let shown = Shown {
        query: view.query(),
        balance: balance(&shell, &found.total),
        balances: found.balances,
        headings: Measure::ALL.iter().map(|measure| shell.of("register-measure", measure.word())).collect(),
        total: leads.line(shell.say("register-total"), &found.total, &view, ""),
        tables: tables(&leads, &found),
        denunciations: denunciations.map(|row| {
            let mut line = leads.line(shell.say("register-denunciations"), row, &view, "");
            line.numbers.iter_mut().for_each(|number| number.href.clear());
            line
        }),
        lists: lists(&leads, &found),
        receptions: (told(found.receptions.0), told(found.receptions.1)),
        is_protected: found.protected,
        has_carried: rows.into_iter().any(|row| row.quality != Quality::Exact),
        may_read_book: may_list,
        bar: view.bar(house, asker, shell.words, ("/registers/statistics", Vec::new())),
        shell: shell.clone(),
    };
    show_with(&reader, status, &shown)
}

async fn sheet(site: &Site, reader: &Reader, ending: Ending) -> Answered {
    let house = &site.house;
    let (view, notes) = View::read(house, reader).ok_or_else(|| Sorry::lost(reader.language))?;
    if !notes.is_empty() {
        return Err(Sorry::refused(reader.language, &Refusal::Invalid(notes)));
    }
    let found =
        statistics(house, &reader.visitor.asker, view.question.clone()).await.map_err(sorry(reader))?;
    let sheet = statistics_sheet(&house.facts(), &found, reader.words(), house.now());
    sheet_file(site, reader, &view, ("danvan-so-don", &sheet, ending))
}

/// The statistics for a spreadsheet.
pub(super) async fn xlsx(State(site): State<Site>, reader: Reader) -> Answered {
    sheet(&site, &reader, Ending::Xlsx).await
}

/// The statistics as CSV.
pub(super) async fn csv(State(site): State<Site>, reader: Reader) -> Answered {
    sheet(&site, &reader, Ending::Csv).await
}
