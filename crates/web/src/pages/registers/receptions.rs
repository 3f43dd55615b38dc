//! `/registers/receptions`: how often heads received citizens, how many people came, and how many groups.

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
    figures::Sheet,
    registers::{
        COLUMNS, Counts, MOST_ROWS, month_name, received, received_sheet, receptions, receptions_sheet,
    },
};
use danvan_domain::{procedures::Limits, refusals::Note};

#[derive(Template)]
#[template(path = "pages/registers/receptions.html")]
struct Shown {
    shell: Shell,
    bar: Bar,
    query: String,
    headings: Vec<String>,
    tables: Vec<Table>,
    is_partial: bool,
    is_nothing: bool,
    /// What is counted, and what makes a group.
    why: String,
}

struct Table {
    title: String,
    /// A name, where it leads, its numbers.
    lines: Vec<(String, String, Vec<String>)>,
}

/// `GET /registers/receptions`.
pub(super) async fn show_receptions(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let (view, notes) = View::read(house, &reader).ok_or_else(|| Sorry::lost(reader.language))?;
    let status = if notes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let found = receptions(house, asker, view.question.clone()).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader).with_notes(notes), house.facts());
    let numbers = |counts: &Counts| counts.all().map(|count| shell.words.count(count)).to_vec();
    let all = vec![(shell.say("register-reception-total"), String::new(), numbers(&found.total))];
    let by_office = found.offices.iter().map(|(unit, counts)| {
        let href = format!("/registers/receptions?{}", view.of(&facts, *unit).query());
        let leads = *unit != view.question.unit
            && facts.tree.get(*unit).is_some_and(|unit| unit.stands_on(view.question.on));
        (names::unit(&facts, *unit), if leads { href } else { String::new() }, numbers(counts))
    });
    let by_month = found
        .months
        .iter()
        .map(|(month, counts)| (month_name(shell.words, month), String::new(), numbers(counts)));
    let tables = vec![
        Table { title: shell.say("register-all"), lines: all },
        Table { title: shell.say("register-by-office"), lines: by_office.collect() },
        Table { title: shell.say("register-by-month"), lines: by_month.collect() },
    ];
    let why = Limits::facts()
        .group(view.question.to)
        .map(|law| shell.note(&law.told(Note::new("register-reception-why").with("group", law.bounds().0))));
    let shown = Shown {
        query: view.query(),
        headings: COLUMNS.iter().map(|column| shell.of("register-reception", column)).collect(),
        tables,
        is_partial: found.is_partial,
        is_nothing: found.offices.is_empty(),
        why: why.unwrap_or_default(),
        bar: view.bar(house, asker, shell.words, ("/registers/receptions", Vec::new())),
        shell: shell.clone(),
    };
    show_with(&reader, status, &shown)
}

async fn counts(site: &Site, reader: &Reader, ending: Ending) -> Answered {
    let (house, view) = (&site.house, View::whole(&site.house, reader)?);
    let found = receptions(house, &reader.visitor.asker, view.question.clone()).await;
    let found = found.map_err(sorry(reader))?;
    let sheet = receptions_sheet(&house.facts(), &found, reader.words(), house.now());
    file(site, reader, &view, (&sheet, ending))
}

async fn book(site: &Site, reader: &Reader, ending: Ending) -> Answered {
    let (house, view) = (&site.house, View::whole(&site.house, reader)?);
    let found = received(house, &reader.visitor.asker, view.question.clone(), MOST_ROWS).await;
    let found = found.map_err(sorry(reader))?;
    let sheet = received_sheet(&house.facts(), &found, reader.words(), house.now());
    file(site, reader, &view, (&sheet, ending))
}

fn file(site: &Site, reader: &Reader, view: &View, made: (&Sheet, Ending)) -> Answered {
    sheet_file(site, reader, view, ("danvan-tiep-dan", made.0, made.1))
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
