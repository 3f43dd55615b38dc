//! Words of cases and of what teams heard, for search: SQLite's FTS5, or on PostgreSQL lists of our own. What a document or a question
//! says is folded by whoever calls; here are only tokens of ASCII letters and digits.

mod lists;
mod postgres;
mod sorting;
mod sqlite;

use crate::{Change, Store, cases::CaseRow, change::Link, engine::Stored, observations::ObservationRow};
use danvan_domain::{
    cases::Case,
    ids::{CaseId, ObservationId},
    observations::Observation,
};
use sqlx::{FromRow, QueryBuilder, postgres::PgRow, sqlite::SqliteRow};
use uuid::Uuid;

/// What is looked for. Each has documents of its own, so that one costs the other nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Cases.
    Cases,
    /// What teams heard.
    Observations,
}

/// Documents a statement on SQLite.
const ROWS: usize = 50;

/// Statements of SQLite alone, by name.
pub fn sqlite_statements() -> Vec<(&'static str, &'static str)> {
    let found = [sqlite::CASES, sqlite::OBSERVATIONS];
    found.iter().flat_map(sqlite::Sql::named).chain([("WITHOUT", sqlite::WITHOUT)]).collect()
}

/// Statements of PostgreSQL alone, by name.
pub fn postgres_statements() -> Vec<(&'static str, &'static str)> {
    let written = [sorting::CASES, sorting::OBSERVATIONS];
    let found = [postgres::CASES, postgres::OBSERVATIONS];
    let written = written.iter().flat_map(sorting::Sql::named).collect::<Vec<_>>();
    let found = found.iter().flat_map(postgres::Sql::named);
    found.chain(written).chain([("WITHOUT", postgres::WITHOUT)]).collect()
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
    let documents: Vec<Document<'_>> = documents.iter().map(|(case, said)| (case.0, said.as_str())).collect();
    write(change, Of::Cases, &documents).await
}

/// The same of observations.
///
/// # Errors
/// When the store cannot write.
pub async fn index_observations(change: &mut Change, documents: &[(ObservationId, String)]) -> Stored<()> {
    let documents: Vec<Document<'_>> =
        documents.iter().map(|(heard, said)| (heard.0, said.as_str())).collect();
    write(change, Of::Observations, &documents).await
}

/// What a document is about, and what it says.
type Document<'a> = (Uuid, &'a str);

async fn write(change: &mut Change, of: Of, documents: &[Document<'_>]) -> Stored<()> {
    match change.link() {
        Link::Sqlite(held) => {
            let (db, sql) = (held.connection().await?, sqlite::sql(of));
            for some in documents.chunks(ROWS) {
                let full = some.len() == ROWS;
                let mut number = QueryBuilder::new(sql.number);
                number.push_values(some, |mut row, (thing, _)| {
                    row.push_bind(*thing);
                });
                number.push(sql.number_tail);
                number.build().persistent(full).execute(&mut *db).await?;
                let mut index = QueryBuilder::new(sqlite::INDEX);
                index.push_values(some, |mut row, (thing, said)| {
                    row.push_bind(*thing).push_bind(*said);
                });
                index.push(sql.index_tail);
                index.build().persistent(full).execute(&mut *db).await?;
            }
        }
        Link::Postgres(held) => sorting::write(held, sorting::sql(of), documents).await?,
    }
    Ok(())
}

/// Sorts some documents in that wait for it, when many do; returns how many, and is called until there are none. On
/// SQLite none ever wait.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn sort_in(store: &Store, of: Of) -> Stored<usize> {
    let Store::Postgres { pool, .. } = store else { return Ok(0) };
    if sorting::is_due(pool, sorting::sql(of)).await? { sort_all_in(store, of).await } else { Ok(0) }
}

/// The same however few wait.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn sort_all_in(store: &Store, of: Of) -> Stored<usize> {
    let mut change = store.begin().await?;
    let sorted = match change.link() {
        Link::Sqlite(_) => 0,
        Link::Postgres(held) => sorting::sort_in(held, sorting::sql(of)).await?,
    };
    change.commit().await?;
    Ok(sorted)
}

/// The newest cases that a question finds.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, question: &Question, limit: i64) -> Stored<Vec<Case>> {
    let rows: Vec<CaseRow> = rows(store, Of::Cases, question, limit).await?;
    rows.into_iter().map(Case::try_from).collect()
}

/// The newest observations that a question finds.
///
/// # Errors
/// When the store cannot be read.
pub async fn find_observations(store: &Store, question: &Question, limit: i64) -> Stored<Vec<Observation>> {
    let rows: Vec<ObservationRow> = rows(store, Of::Observations, question, limit).await?;
    rows.into_iter().map(Observation::try_from).collect()
}

/// The first observation that has no document, or this one if it still has none: for proving that all can be found.
///
/// # Errors
/// When the store cannot be read.
pub async fn without_document(store: &Store, id: Option<ObservationId>) -> Stored<Option<ObservationId>> {
    let (from, to) = id.map_or((Uuid::nil(), Uuid::max()), |id| (id.0, id.0));
    let found: Option<Uuid> = match store {
        Store::Sqlite { read, .. } => {
            sqlx::query_scalar(sqlite::WITHOUT).bind(from).bind(to).fetch_optional(read).await?
        }
        Store::Postgres { pool, .. } => {
            sqlx::query_scalar(postgres::WITHOUT).bind(from).bind(to).fetch_optional(pool).await?
        }
    };
    Ok(found.map(ObservationId))
}

async fn rows<R>(store: &Store, of: Of, question: &Question, limit: i64) -> Stored<Vec<R>>
where
    R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    if !question.is_plain() {
        return Ok(Vec::new());
    }
    match store {
        Store::Sqlite { read, .. } => sqlite::find(read, sqlite::sql(of), question, limit).await,
        Store::Postgres { pool, .. } => postgres::find(pool, postgres::sql(of), question, limit).await,
    }
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
