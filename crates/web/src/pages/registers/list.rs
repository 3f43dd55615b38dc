//! `/registers/list`: the matters behind a number of the statistics.

use super::{
    sheet_file,
    view::{Bar, View},
};
use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{Answered, cases::names, letters::asked, sheets::Ending, shell, show_with, sorry},
    shell::{Pages, Shell},
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Facts,
    registers::{Line, MOST_ROWS, Which, key_name, list_sheet, listed, reason_name, stage_name},
};
use danvan_domain::{
    refusals::Refusal,
    registers::{Family, Measure},
};

/// How many matters stand on a page.
const SIZE: u64 = 30;

#[derive(Template)]
#[template(path = "pages/registers/list.html")]
struct Shown {
    shell: Shell,
    bar: Bar,
    title: String,
    count: i64,
    about: String,
    statistics: String,
    query: String,
    rows: Vec<Row>,
    pages: Pages,
    is_partial: bool,
}

struct Row {
    href: String,
    title: String,
    facts: String,
    late: String,
}

/// What is listed, and the part of the address that says so.
fn which(reader: &Reader, view: &View) -> (Which, Vec<(&'static str, String)>) {
    let query = asked(reader);
    let words = ["kind", "branch", "outcome", "reason", "stage"];
    let mut kept: Vec<(&'static str, String)> = Vec::new();
    let measure: Measure = query.get("measure").parse().unwrap_or(Measure::Received);
    kept.push(("measure", measure.word().to_owned()));
    let plain = |text: &str| {
        text.len() < 80 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.')
    };
    let mut value = |name: &'static str| {
        let found = query.filled(name).filter(|text| plain(text))?;
        kept.push((name, found.to_owned()));
        // What nobody has said yet is written as a word in the address.
        Some(if found == "none" { String::new() } else { found.to_owned() })
    };
    let [kind, branch, outcome, reason, stage] = words.map(&mut value);
    let kind = kind.and_then(|kind| kind.parse().ok());
    (Which { question: view.question.clone(), measure, kind, branch, outcome, reason, stage }, kept)
}

fn row(facts: &Facts, shell: &Shell, line: &Line) -> Row {
    let (spell, it, words) = (&line.spell, &line.proceeding, shell.words);
    let stage = stage_name(facts, words, &format!("{}.{}", it.procedure, it.stage));
    let href = format!("/proceedings/{}", it.id);
    if it.is_sealed {
        let title = shell.say_one("register-sealed", "code", it.title.as_str());
        return Row { href, title, facts: stage, late: String::new() };
    }
    let mut said = vec![
        key_name(words, Family::Kind, spell.kind.word()),
        names::unit(facts, spell.unit),
        words.day(spell.begun_on),
        stage,
    ];
    if let (Some(day), Some(outcome)) = (spell.ended_on, spell.outcome) {
        said.push(format!("{} {}", shell.of("register-outcome", outcome.word()), words.day(day)));
    }
    if spell.late_on.is_some() && !spell.late_reason.is_empty() {
        said.push(reason_name(facts, words.language, &spell.late_reason));
    }
    let late = spell.late_on.map(|day| shell.say_one("register-late-since", "day", day));
    Row { href, title: it.title.clone(), facts: said.join(" · "), late: late.unwrap_or_default() }
}

/// `GET /registers/list`.
pub(super) async fn show_list(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let (view, notes) = View::read(house, &reader).ok_or_else(|| Sorry::lost(reader.language))?;
    let status = if notes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (which, kept) = which(&reader, &view);
    let page = asked(&reader).get("page").parse::<u64>().unwrap_or(1).clamp(1, 100_000);
    let (size, from) = (i64::try_from(SIZE).unwrap_or(30), i64::try_from((page - 1) * SIZE).unwrap_or(0));
    let found = listed(house, asker, &which, (size, from)).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader).with_notes(notes), house.facts());
    let rest: String = kept.iter().map(|(name, value)| format!("&{name}={value}")).collect();
    let query = format!("{}{rest}", view.query());
    let bar = view.bar(house, asker, shell.words, ("/registers/list", kept));
    let shown = Shown {
        title: shell.of("register-measure", which.measure.word()),
        count: found.total,
        about: about(&facts, &shell, &which, &bar),
        statistics: format!("/registers/statistics?{}", view.query()),
        rows: found.lines.iter().map(|line| row(&facts, &shell, line)).collect(),
        pages: Pages {
            page,
            size: SIZE,
            total: u64::try_from(found.total).unwrap_or(0),
            address: format!("/registers/list?{query}"),
        },
        is_partial: found.is_partial,
        query,
        bar,
        shell,
    };
    show_with(&reader, status, &shown)
}

/// What is listed, in words.
fn about(facts: &Facts, shell: &Shell, which: &Which, bar: &Bar) -> String {
    let words = shell.words;
    let mut said = vec![bar.unit.clone(), bar.days.clone()];
    said.extend(which.kind.map(|kind| key_name(words, Family::Kind, kind.word())));
    said.extend(which.branch.as_ref().map(|branch| key_name(words, Family::Branch, branch)));
    said.extend(which.outcome.as_ref().map(|outcome| shell.of("register-outcome", outcome)));
    said.extend(which.reason.as_ref().map(|reason| match reason.as_str() {
        "" => shell.say("register-reason-none"),
        reason => reason_name(facts, words.language, reason),
    }));
    said.extend(which.stage.as_ref().map(|stage| stage_name(facts, words, stage)));
    said.join(" · ")
}

async fn sheet(site: &Site, reader: &Reader, ending: Ending) -> Answered {
    let house = &site.house;
    let (view, notes) = View::read(house, reader).ok_or_else(|| Sorry::lost(reader.language))?;
    if !notes.is_empty() {
        return Err(Sorry::refused(reader.language, &Refusal::Invalid(notes)));
    }
    let (which, _) = which(reader, &view);
    let found = listed(house, &reader.visitor.asker, &which, (MOST_ROWS, 0)).await.map_err(sorry(reader))?;
    let sheet = list_sheet(&house.facts(), &which, &found, reader.words(), house.now());
    sheet_file(site, reader, &view, ("danvan-so-don", &sheet, ending))
}

/// The list for a spreadsheet.
pub(super) async fn xlsx(State(site): State<Site>, reader: Reader) -> Answered {
    sheet(&site, &reader, Ending::Xlsx).await
}

/// The list as CSV.
pub(super) async fn csv(State(site): State<Site>, reader: Reader) -> Answered {
    sheet(&site, &reader, Ending::Csv).await
}
