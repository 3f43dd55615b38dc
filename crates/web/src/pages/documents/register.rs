//! The register of an office's numbers: every number of a year, the cancelled ones with their reason.

use super::bare_number;
use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        letters::asked,
        sheets::{self, Ending},
        shell, show as show_page, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::{
    documents::{Book, book, book_sheet},
    letters::own_office,
};
use danvan_domain::{documents::Kind, fold::fold, rights::Verb};

#[derive(Template)]
#[template(path = "pages/documents/register.html")]
struct Register {
    shell: Shell,
    unit: String,
    unit_id: String,
    year: i16,
    years: Vec<Choice>,
    kinds: Vec<Choice>,
    series: Vec<String>,
    rows: Vec<Row>,
    xlsx: String,
    csv: String,
    edits_templates: bool,
}

/// A number of the register.
struct Row {
    href: String,
    number: String,
    day: String,
    kind: String,
    about: String,
    cancelled: Option<String>,
}

/// What is asked for: the reader's own office and this year unless they say another.
async fn asked_for(site: &Site, reader: &Reader) -> Result<Book, Sorry> {
    let query = asked(reader);
    let own = || own_office(&reader.visitor.asker);
    let unit = query.get("unit").parse().map_or_else(|_| own(), Ok);
    let unit = unit.map_err(|refusal| Sorry::refused(reader.language, &refusal).then(&reader.path))?;
    let this_year = site.house.today().0.year();
    let year = query.get("year").parse::<i16>().ok().filter(|year| (2000..=2200).contains(year));
    let kind: Option<Kind> = query.get("kind").parse().ok();
    let found = book(&site.house, &reader.visitor.asker, unit, year.unwrap_or(this_year), kind).await;
    found.map_err(sorry(reader))
}

fn page(site: &Site, reader: &Reader, book: &Book) -> Answered {
    let (shell, facts) = (shell(site, reader), site.house.facts());
    let this_year = site.house.today().0.year();
    let words = shell.words;
    let series = book.series.iter().map(|series| {
        let mut values = vec![
            ("series", series.name.as_str().into()),
            ("last", series.last.into()),
            ("cancelled", series.cancelled.into()),
        ];
        if series.gaps.is_empty() {
            return words.say_with("document-series-whole", &values);
        }
        let gaps: Vec<String> = series.gaps.iter().take(20).map(ToString::to_string).collect();
        values.push(("gaps", gaps.join(", ").into()));
        words.say_with("document-series-gaps", &values)
    });
    let row = |document: &danvan_actions::documents::Document| Row {
        href: format!("/documents/{}", document.id),
        number: bare_number(&document.number_text).to_owned(),
        day: words.day(document.issued_on),
        kind: shell.of("document-kind", document.kind.word()),
        about: if document.letter.is_empty() {
            shell.say("document-erased-short")
        } else {
            document.about.clone()
        },
        cancelled: document
            .cancelled_at
            .map(|_| shell.say_one("document-cancelled-short", "reason", document.cancel_reason.as_str())),
    };
    let present = book.kind.map(Kind::word).unwrap_or_default();
    let query = format!("unit={}&year={}&kind={present}", book.unit, book.year);
    let years: Vec<i16> = (0..5).map(|back| this_year - back).collect();
    let year = |year: &i16| Choice::new(year.to_string(), year.to_string(), &book.year.to_string());
    let own = reader.visitor.asker.unit_for(Verb::EditTemplates);
    let page = Register {
        unit: names::unit(&facts, book.unit),
        unit_id: book.unit.to_string(),
        year: book.year,
        years: years.iter().map(year).collect(),
        kinds: Kind::ALL
            .iter()
            .map(|kind| Choice::new(kind.word(), shell.of("document-kind", kind.word()), present))
            .collect(),
        series: series.collect(),
        rows: book.rows.iter().map(row).collect(),
        xlsx: format!("/documents/register.xlsx?{query}"),
        csv: format!("/documents/register.csv?{query}"),
        edits_templates: own.is_some(),
        shell,
    };
    show_page(reader, &page)
}

/// `GET /documents/register`.
pub(super) async fn show(State(site): State<Site>, reader: Reader) -> Answered {
    let book = asked_for(&site, &reader).await?;
    page(&site, &reader, &book)
}

fn name(site: &Site, book: &Book) -> String {
    let unit = names::unit(&site.house.facts(), book.unit);
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    let unit: String = fold(&unit).chars().map(plain).collect();
    format!("so-van-ban-{unit}-{}", book.year)
}

/// `GET /documents/register.xlsx`.
pub(super) async fn xlsx(State(site): State<Site>, reader: Reader) -> Answered {
    sheet(&site, &reader, Ending::Xlsx).await
}

/// `GET /documents/register.csv`.
pub(super) async fn csv(State(site): State<Site>, reader: Reader) -> Answered {
    sheet(&site, &reader, Ending::Csv).await
}

async fn sheet(site: &Site, reader: &Reader, ending: Ending) -> Answered {
    let book = asked_for(site, reader).await?;
    let sheet = book_sheet(&site.house.facts(), &book, reader.words(), site.house.now());
    sheets::give(site, reader, (&name(site, &book), ending), &sheet)
}
