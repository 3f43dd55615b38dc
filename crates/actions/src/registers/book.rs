//! The book of letters: every letter that came in, in the order of its log, with what became of it.

use super::{Question, lists::offices, statistics::check};
use crate::{
    cases::ask_office,
    house::{Done, House},
};
use danvan_domain::{
    letters::Letter,
    proceedings::Proceeding,
    rights::{Asker, Verb},
};
use danvan_store::{proceedings, registers as store};

/// A letter in the book, with what was opened on it.
pub struct Entry {
    /// The letter.
    pub letter: Letter,
    /// Its proceedings, in the order in which they were opened.
    pub proceedings: Vec<Proceeding>,
}

/// A page of the book.
pub struct Book {
    /// Newest first.
    pub entries: Vec<Entry>,
    /// How many there are.
    pub total: i64,
    /// Whether an office was divided, so that its book belongs to several.
    pub is_partial: bool,
}

/// Reads the book of a unit and those below it: letters received in a period. Who signed is not read.
///
/// # Errors
/// The refusal of the right to read the unit's letters; otherwise as for the statistics.
pub async fn book(house: &House, asker: &Asker, question: &Question, page: (i64, i64)) -> Done<Book> {
    let facts = house.facts();
    check(&facts, question)?;
    ask_office(house, asker, Verb::ReadLetter, question.unit)?;
    let (offices, is_partial) = offices(house, &facts, question).await?;
    let days = (question.from, question.to.next());
    let total = store::book_count(&house.store, offices.as_deref(), days).await?;
    let mut entries = Vec::new();
    for letter in store::book(&house.store, offices.as_deref(), days, page).await? {
        let proceedings = proceedings::of_letter(&house.store, letter.id).await?;
        entries.push(Entry { letter, proceedings });
    }
    Ok(Book { entries, total, is_partial })
}
