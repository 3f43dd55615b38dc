//! `/registers/begun`: what offices began on their own, numbered, with its counts above.

use super::{
    sheet_file,
    view::{Bar, View},
};
use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{Answered, cases::names, letters::asked, sheets::Ending, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Facts,
    registers::{
        BEGUN_COLUMNS, BegunCounts, BegunLine, BegunPage, MOST_ROWS, begun, begun_book_sheet, begun_sheet,
        begun_statistics, procedure_name, stage_name,
    },
};
use danvan_domain::{ids::ProceedingId, time::Day};

/// How many stand on a page.
const SIZE: i64 = 50;

#[derive(Template)]
#[template(path = "pages/registers/begun.html")]
struct Shown {
    shell: Shell,
    bar: Bar,
    query: String,
    headings: Vec<String>,
    tables: Vec<Table>,
    rows: Vec<Row>,
    /// Whether this is not the first page.
    is_behind: bool,
    next: Option<String>,
    is_partial: bool,
}

struct Table {
    title: String,
    /// A name, where it leads, its numbers.
    lines: Vec<(String, String, Vec<String>)>,
}

struct Row {
    href: String,
    number: String,
    day: String,
    procedure: String,
    said: String,
    place: String,
    document: String,
    stage: String,
    office: String,
}

fn row(facts: &Facts, shell: &Shell, line: &BegunLine) -> Row {
    let (begun, it) = (&line.begun, &line.begun.proceeding);
    Row {
        href: format!("/proceedings/{}", it.id),
        number: format!("{}/{}", begun.number, begun.year),
        day: shell.words.day(begun.begun_on),
        procedure: procedure_name(facts, shell.words, &it.procedure),
        said: it.title.clone(),
        place: names::unit(facts, it.place),
        document: line.document.clone(),
        stage: stage_name(facts, shell.words, &format!("{}.{}", it.procedure, it.stage)),
        office: names::unit(facts, begun.unit),
    }
}

fn tables(facts: &Facts, shell: &Shell, view: &View, page: &BegunPage) -> Vec<Table> {
    let found = &page.statistics;
    let numbers = |counts: &BegunCounts| counts.all().map(|count| shell.words.count(count)).to_vec();
    let all = vec![(shell.say("register-reception-total"), String::new(), numbers(&found.total))];
    let by_procedure = found
        .procedures
        .iter()
        .map(|(code, counts)| (procedure_name(facts, shell.words, code), String::new(), numbers(counts)));
    let by_office = found.offices.iter().map(|(unit, counts)| {
        let href = format!("/registers/begun?{}", view.of(facts, *unit).query());
        let leads = *unit != view.question.unit
            && facts.tree.get(*unit).is_some_and(|unit| unit.stands_on(view.question.on));
        (names::unit(facts, *unit), if leads { href } else { String::new() }, numbers(counts))
    });
    vec![
        Table { title: shell.say("register-all"), lines: all },
        Table { title: shell.say("register-by-procedure"), lines: by_procedure.collect() },
        Table { title: shell.say("register-by-office"), lines: by_office.collect() },
    ]
}

/// A line as an address says it: its day and its proceeding.
fn behind(text: &str) -> Option<(Day, ProceedingId)> {
    let (day, id) = text.split_once('_')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

/// `GET /registers/begun`; `?after=` begins behind a line.
pub(super) async fn show_begun(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let (view, notes) = View::read(house, &reader).ok_or_else(|| Sorry::lost(reader.language))?;
    let status = if notes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let after = behind(asked(&reader).get("after"));
    let found = begun(house, asker, view.question.clone(), (after, SIZE)).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader).with_notes(notes), house.facts());
    let next = found.next.map(|(day, id)| format!("/registers/begun?{}&after={day}_{id}", view.query()));
    let shown = Shown {
        query: view.query(),
        headings: BEGUN_COLUMNS.iter().map(|column| shell.of("register-opened", column)).collect(),
        tables: tables(&facts, &shell, &view, &found),
        rows: found.lines.iter().map(|line| row(&facts, &shell, line)).collect(),
        is_behind: after.is_some(),
        next,
        is_partial: found.statistics.is_partial,
        bar: view.bar(house, asker, shell.words, ("/registers/begun", Vec::new())),
        shell: shell.clone(),
    };
    show_with(&reader, status, &shown)
}

async fn counts(site: &Site, reader: &Reader, ending: Ending) -> Answered {
    let (house, view) = (&site.house, View::whole(&site.house, reader)?);
    let found = begun_statistics(house, &reader.visitor.asker, view.question.clone()).await;
    let found = found.map_err(sorry(reader))?;
    let sheet = begun_sheet(&house.facts(), &found, reader.words(), house.now());
    sheet_file(site, reader, &view, ("danvan-viec-co-quan-mo", &sheet, ending))
}

async fn book(site: &Site, reader: &Reader, ending: Ending) -> Answered {
    let (house, view) = (&site.house, View::whole(&site.house, reader)?);
    let found = begun(house, &reader.visitor.asker, view.question.clone(), (None, MOST_ROWS)).await;
    let found = found.map_err(sorry(reader))?;
    let sheet = begun_book_sheet(&house.facts(), &found, reader.words(), house.now());
    sheet_file(site, reader, &view, ("danvan-so-viec-co-quan-mo", &sheet, ending))
}

/// The counts for a spreadsheet.
pub(super) async fn xlsx(State(site): State<Site>, reader: Reader) -> Answered {
    counts(&site, &reader, Ending::Xlsx).await
}

/// The counts as CSV.
pub(super) async fn csv(State(site): State<Site>, reader: Reader) -> Answered {
    counts(&site, &reader, Ending::Csv).await
}

/// The register for a spreadsheet.
pub(super) async fn book_xlsx(State(site): State<Site>, reader: Reader) -> Answered {
    book(&site, &reader, Ending::Xlsx).await
}

/// The register as CSV.
pub(super) async fn book_csv(State(site): State<Site>, reader: Reader) -> Answered {
    book(&site, &reader, Ending::Csv).await
}
