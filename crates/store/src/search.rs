//! Words of cases, for search: SQLite's FTS5, or on PostgreSQL lists of our own. What a document or a question
//! says is folded by whoever calls; here are only tokens of ASCII letters and digits.

mod lists;
mod postgres;
mod sorting;
mod sqlite;

use crate::{Change, Store, change::Link, engine::Stored};
use danvan_domain::{cases::Case, ids::CaseId};
use sqlx::QueryBuilder;

const NUMBER_SQLITE: &str = "insert into case_numbers (case_id) ";
const INDEX_SQLITE: &str = "with said (case_id, doc) as (";
const INDEX_SQLITE_TAIL: &str = ") insert or replace into case_search (rowid, doc)
    select number, doc from said join case_numbers on case_numbers.case_id = said.case_id";
/// Documents a statement on SQLite.
const ROWS: usize = 50;

/// Statements of SQLite alone, by name.
pub fn sqlite_statements() -> Vec<(&'static str, &'static str)> {
    sqlite::STATEMENTS.to_vec()
}

/// Statements of PostgreSQL alone, by name.
pub fn postgres_statements() -> Vec<(&'static str, &'static str)> {
    [sorting::STATEMENTS, postgres::STATEMENTS].concat()
}

/// A question: every word must stand in a document, the last one perhaps only as the beginning of a word, and at
/// least one of the reader's marks.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Folded words of ASCII letters and digits.
    pub words: Vec<String>,
    /// Whether the last word may be the beginning of one.
    pub last_begins: bool,
    /// Marks of which one must stand there: the units a reader may read.
    pub marks: Vec<String>,
    /// Whether the reader may read everywhere: then no mark is asked for, which would be in every document.
    pub everywhere: bool,
}

impl Question {
    /// The marks to ask for; none where everything may be read.
    fn asked_marks(&self) -> &[String] {
        if self.everywhere { &[] } else { &self.marks }
    }

    fn is_plain(&self) -> bool {
        let plain = |word: &String| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (self.everywhere || !self.marks.is_empty())
            && !self.words.is_empty()
            && self.words.iter().chain(&self.marks).all(plain)
    }
}

/// Writes the documents of cases: tokens with a space between, each of ASCII letters and digits. A case stands in the
/// list once; new ones are numbered in its order.
///
/// # Errors
/// When the store cannot write.
pub async fn index(change: &mut Change, documents: &[(CaseId, String)]) -> Stored<()> {
    match change.link() {
        Link::Sqlite(held) => {
            let db = held.connection().await?;
            for some in documents.chunks(ROWS) {
                let full = some.len() == ROWS;
                let mut number = QueryBuilder::new(NUMBER_SQLITE);
                number.push_values(some, |mut row, (case, _)| {
                    row.push_bind(case.0);
                });
                number.push(" on conflict (case_id) do nothing");
                number.build().persistent(full).execute(&mut *db).await?;
                let mut index = QueryBuilder::new(INDEX_SQLITE);
                index.push_values(some, |mut row, (case, document)| {
                    row.push_bind(case.0).push_bind(document.as_str());
                });
                index.push(INDEX_SQLITE_TAIL);
                index.build().persistent(full).execute(&mut *db).await?;
            }
        }
        Link::Postgres(held) => sorting::write(held, documents).await?,
    }
    Ok(())
}

/// Sorts some documents in that wait for it, when many do; returns how many, and is called until there are none. On
/// SQLite none ever wait.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn sort_in(store: &Store) -> Stored<usize> {
    let Store::Postgres { pool, .. } = store else { return Ok(0) };
    if sorting::is_due(pool).await? { sort_all_in(store).await } else { Ok(0) }
}

/// The same however few wait.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn sort_all_in(store: &Store) -> Stored<usize> {
    let mut change = store.begin().await?;
    let sorted = match change.link() {
        Link::Sqlite(_) => 0,
        Link::Postgres(held) => sorting::sort_in(held).await?,
    };
    change.commit().await?;
    Ok(sorted)
}

/// The newest cases that a question finds.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, question: &Question, limit: i64) -> Stored<Vec<Case>> {
    if !question.is_plain() {
        return Ok(Vec::new());
    }
    let rows = match store {
        Store::Sqlite { read, .. } => sqlite::find(read, question, limit).await?,
        Store::Postgres { pool, .. } => postgres::find(pool, question, limit).await?,
    };
    rows.into_iter().map(Case::try_from).collect()
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn only_letters_and_digits_are_asked_for() {
        let question =
            Question { words: vec!["duong".into()], marks: vec!["u1".into()], ..Question::default() };
        assert!(question.is_plain());
        assert!(!Question { words: vec!["a\" OR \"b".into()], ..question.clone() }.is_plain());
        assert!(!Question { marks: vec!["' | 'b".into()], ..question.clone() }.is_plain());
        assert!(!Question { marks: Vec::new(), ..question.clone() }.is_plain());
        assert!(Question { marks: Vec::new(), everywhere: true, ..question }.is_plain());
    }
}
