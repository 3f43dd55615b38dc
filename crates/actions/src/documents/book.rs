//! The register of a unit's numbers, as a page and a spreadsheet show it.

use super::register::register;
use crate::house::{Done, Facts, House};
use danvan_domain::{
    documents::{Kind, gaps},
    ids::UnitId,
    rights::Asker,
    time::Moment,
};
use danvan_reports::{Cell, Sheet};
use danvan_store::documents::Document;
use danvan_words::Words;

/// A year of a register.
pub struct Book {
    /// Whose.
    pub unit: UnitId,
    /// Of which year.
    pub year: i16,
    /// Of one kind of document, or of all.
    pub kind: Option<Kind>,
    /// The documents, by series and number.
    pub rows: Vec<Document>,
    /// Every series of the year.
    pub series: Vec<Series>,
}

/// A row of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its letters.
    pub name: String,
    /// The last number.
    pub last: i64,
    /// How many are cancelled.
    pub cancelled: usize,
    /// The numbers that are missing; there are none unless somebody went past the program.
    pub gaps: Vec<i64>,
}

/// A year of a unit's register, of one kind of document or of all.
///
/// # Errors
/// The refusal of the right to read the unit's letters.
pub async fn book(house: &House, asker: &Asker, unit: UnitId, year: i16, kind: Option<Kind>) -> Done<Book> {
    let mut rows = register(house, asker, unit, year).await?;
    let mut series: Vec<Series> = Vec::new();
    // The rows stand by series.
    for some in rows.chunk_by(|one, other| one.series == other.series) {
        let numbers: Vec<i64> = some.iter().map(|document| document.number).collect();
        series.push(Series {
            name: some[0].series.clone(),
            last: numbers.iter().copied().max().unwrap_or(0),
            cancelled: some.iter().filter(|document| document.cancelled_at.is_some()).count(),
            gaps: gaps(&numbers),
        });
    }
    rows.retain(|document| kind.is_none_or(|kind| document.kind == kind));
    Ok(Book { unit, year, kind, rows, series })
}

/// The register for a spreadsheet.
pub fn book_sheet(facts: &Facts, book: &Book, words: &Words, now: Moment) -> Sheet {
    let unit = facts.tree.get(book.unit).map(|unit| unit.named().label).unwrap_or_default();
    let kind = book.kind.map(|kind| words.of("document-kind", kind.word()));
    let yes_or_no = words.say(if facts.simulated { "sheet-yes" } else { "sheet-no" });
    let about = [
        ("sheet-unit", unit),
        ("document-year", book.year.to_string()),
        ("document-kind", kind.unwrap_or_else(|| words.say("document-every-kind"))),
        ("sheet-made", words.moment(now)),
        ("sheet-simulated", yes_or_no),
    ];
    let heading = [
        "document-number",
        "document-issued-on",
        "document-kind",
        "document-about",
        "document-cancelled-on",
        "document-cancel-reason",
    ];
    let row = |document: &Document| {
        vec![
            Cell::text(document.number_text.clone()),
            Cell::Day(document.issued_on),
            Cell::text(words.of("document-kind", document.kind.word())),
            Cell::text(about_of(document, words)),
            document.cancelled_at.map_or(Cell::Empty, |at| Cell::Day(at.day())),
            Cell::text(document.cancel_reason.clone()),
        ]
    };
    Sheet {
        title: words.say("document-register"),
        about: about.into_iter().map(|(key, value)| (words.say(key), value)).collect(),
        heading: heading.iter().map(|key| words.say(key)).collect(),
        rows: book.rows.iter().map(row).collect(),
    }
}

/// What a document is about, or that its words were erased.
fn about_of(document: &Document, words: &Words) -> String {
    if document.letter.is_empty() { words.say("document-erased-short") } else { document.about.clone() }
}
