//! `/registers`: the book of letters, newest first.

use super::{
    sheet_file,
    view::{Bar, View},
};
use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        letters::{asked, first_words},
        sheets::Ending,
        shell, show_with, sorry,
    },
    shell::{Pages, Shell},
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Facts,
    registers::{Entry, MOST_ROWS, book, book_sheet, stage_name},
};
use danvan_domain::refusals::Refusal;

/// How many letters stand on a page.
const SIZE: u64 = 30;

#[derive(Template)]
#[template(path = "pages/registers/book.html")]
struct Shown {
    shell: Shell,
    bar: Bar,
    query: String,
    rows: Vec<Row>,
    pages: Pages,
    is_partial: bool,
}

/// A letter as a row of the book; of a sealed one only number, office and stage.
struct Row {
    href: String,
    number: String,
    office: String,
    day: String,
    said: String,
    signers: String,
    content: String,
    disposal: String,
    document: String,
    stages: String,
}

fn row(facts: &Facts, shell: &Shell, entry: &Entry) -> Row {
    let letter = &entry.letter;
    let stages: Vec<String> = entry
        .proceedings
        .iter()
        .map(|it| stage_name(facts, shell.words, &format!("{}.{}", it.procedure, it.stage)))
        .collect();
    let number = format!("{}/{}", letter.number, letter.year);
    let told = |text: String| if letter.is_sealed { String::new() } else { text };
    let content = letter.axes.as_ref().map(|axes| shell.of("letter-content", axes.content.word()));
    let disposal = letter.disposal.map(|disposal| shell.of("letter-disposal", disposal.word()));
    let way = shell.of("letter-way", letter.way.word());
    Row {
        href: format!("/letters/{}", letter.id),
        office: names::unit(facts, letter.logged_at),
        day: told(format!("{} · {way}", shell.words.day(letter.received_on))),
        said: if letter.is_sealed {
            shell.say_one("register-sealed", "code", number.as_str())
        } else {
            first_words(shell, letter)
        },
        signers: told(letter.signers.to_string()),
        content: told(content.unwrap_or_else(|| {
            let key = if letter.is_sealed { "letter-sealed-content" } else { "letter-unclassified" };
            shell.say(key)
        })),
        disposal: told(disposal.unwrap_or_default()),
        document: told(letter.document.clone()),
        stages: stages.join("; "),
        number,
    }
}

/// `GET /registers`.
pub(super) async fn show_book(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let (view, notes) = View::read(house, &reader).ok_or_else(|| Sorry::lost(reader.language))?;
    let status = if notes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = asked(&reader).get("page").parse::<u64>().unwrap_or(1).clamp(1, 100_000);
    let (size, from) = (i64::try_from(SIZE).unwrap_or(30), i64::try_from((page - 1) * SIZE).unwrap_or(0));
    let found = book(house, asker, &view.question, (size, from)).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader).with_notes(notes), house.facts());
    let shown = Shown {
        bar: view.bar(house, asker, shell.words, ("/registers", Vec::new())),
        query: view.query(),
        rows: found.entries.iter().map(|entry| row(&facts, &shell, entry)).collect(),
        pages: Pages {
            page,
            size: SIZE,
            total: u64::try_from(found.total).unwrap_or(0),
            address: format!("/registers?{}", view.query()),
        },
        is_partial: found.is_partial,
        shell,
    };
    show_with(&reader, status, &shown)
}

async fn sheet(site: &Site, reader: &Reader, ending: Ending) -> Answered {
    let house = &site.house;
    let (view, notes) = View::read(house, reader).ok_or_else(|| Sorry::lost(reader.language))?;
    if !notes.is_empty() {
        return Err(Sorry::refused(reader.language, &Refusal::Invalid(notes)));
    }
    let found = book(house, &reader.visitor.asker, &view.question, (MOST_ROWS, 0)).await;
    let found = found.map_err(sorry(reader))?;
    let sheet = book_sheet(&house.facts(), &view.question, &found, reader.words(), house.now());
    sheet_file(site, reader, &view, ("danvan-so-don", &sheet, ending))
}

/// The book for a spreadsheet.
pub(super) async fn xlsx(State(site): State<Site>, reader: Reader) -> Answered {
    sheet(&site, &reader, Ending::Xlsx).await
}

/// The book as CSV.
pub(super) async fn csv(State(site): State<Site>, reader: Reader) -> Answered {
    sheet(&site, &reader, Ending::Csv).await
}
