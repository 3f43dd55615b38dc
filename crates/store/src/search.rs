//! Words of cases, for search: SQLite's FTS5 or PostgreSQL's GIN over bare lexemes. What a document or a question
//! says is folded by whoever calls; here are only tokens of ASCII letters and digits.

use crate::{
    Change, Store,
    cases::{CaseRow, columns},
    change::Link,
    engine::Stored,
};
use danvan_domain::{cases::Case, ids::CaseId};
use sqlx::QueryBuilder;
use uuid::Uuid;

const NUMBER_SQLITE: &str = "insert into case_numbers (case_id) ";
const INDEX_SQLITE: &str = "with said (case_id, doc) as (";
const INDEX_SQLITE_TAIL: &str = ") insert or replace into case_search (rowid, doc)
    select number, doc from said join case_numbers on case_numbers.case_id = said.case_id";
const INDEX_POSTGRES: &str = "insert into case_search (case_id, doc)
    select case_id, array_to_tsvector(string_to_array(doc, ' '))
    from unnest($1::uuid[], $2::text[]) with ordinality as said (case_id, doc, place) order by place
    on conflict (case_id) do update set doc = excluded.doc";
/// Documents a statement on SQLite.
const ROWS: usize = 50;
const FIND_SQLITE: &str = concat!(
    "select ",
    columns!(),
    " from cases where id in (select case_id from case_search
    join case_numbers on case_numbers.number = case_search.rowid
    where case_search match $1 order by case_search.rowid desc limit $2) order by received_at desc"
);
const FIND_POSTGRES: &str = concat!(
    "select ",
    columns!(),
    " from cases where id in (select case_id from case_search
    where doc @@ $1::text::tsquery order by number desc limit $2) order by received_at desc"
);

/// Statements of SQLite alone, by name.
pub const SQLITE_STATEMENTS: &[(&str, &str)] = &[("FIND", FIND_SQLITE)];
/// Statements of PostgreSQL alone, by name.
pub const POSTGRES_STATEMENTS: &[(&str, &str)] = &[("INDEX", INDEX_POSTGRES), ("FIND", FIND_POSTGRES)];

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
}

impl Question {
    /// The same in the words of FTS5; every token is quoted, so nothing typed is syntax.
    fn for_sqlite(&self) -> String {
        let quoted = |word: &String| format!("\"{word}\"");
        let mut parts = vec![format!("({})", self.marks.iter().map(quoted).collect::<Vec<_>>().join(" OR "))];
        parts.extend(self.words.iter().map(quoted));
        let star = if self.last_begins { "*" } else { "" };
        format!("{}{star}", parts.join(" AND "))
    }

    /// The same as a `tsquery`, narrowed by a month when one is given.
    fn for_postgres(&self, month: Option<&str>) -> String {
        let quoted = |word: &String| format!("'{word}'");
        let mut parts = vec![format!("({})", self.marks.iter().map(quoted).collect::<Vec<_>>().join(" | "))];
        parts.extend(month.map(|month| format!("'{month}'")));
        parts.extend(self.words.iter().map(quoted));
        let star = if self.last_begins { ":*" } else { "" };
        format!("{}{star}", parts.join(" & "))
    }

    fn is_plain(&self) -> bool {
        let plain = |word: &String| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        !self.marks.is_empty() && !self.words.is_empty() && self.words.iter().chain(&self.marks).all(plain)
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
        Link::Postgres(held) => {
            let (cases, documents): (Vec<Uuid>, Vec<&str>) =
                documents.iter().map(|(case, document)| (case.0, document.as_str())).unzip();
            let asked = sqlx::query(INDEX_POSTGRES).bind(cases).bind(documents);
            asked.execute(held.connection().await?).await?;
        }
    }
    Ok(())
}

/// The newest cases that a question finds. PostgreSQL looks month by month, from the marks given, newest first, and
/// stops when it has enough; what is older than all of them is looked for at once.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, question: &Question, months: &[String], limit: i64) -> Stored<Vec<Case>> {
    if !question.is_plain() {
        return Ok(Vec::new());
    }
    let rows: Vec<CaseRow> = match store {
        Store::Sqlite { read, .. } => {
            let asked = sqlx::query_as(FIND_SQLITE).bind(question.for_sqlite()).bind(limit);
            asked.fetch_all(read).await?
        }
        Store::Postgres { pool, .. } => {
            let mut found: Vec<CaseRow> = Vec::new();
            for month in months {
                let left = limit - i64::try_from(found.len()).unwrap_or(limit);
                let asked = question.for_postgres(Some(month));
                let more = sqlx::query_as(FIND_POSTGRES).bind(asked).bind(left).fetch_all(pool).await?;
                found.extend::<Vec<CaseRow>>(more);
                if i64::try_from(found.len()).unwrap_or(limit) >= limit {
                    break;
                }
            }
            if i64::try_from(found.len()).unwrap_or(limit) < limit {
                let asked = question.for_postgres(None);
                found = sqlx::query_as(FIND_POSTGRES).bind(asked).bind(limit).fetch_all(pool).await?;
            }
            found
        }
    };
    rows.into_iter().map(Case::try_from).collect()
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_question_is_written_for_each_engine() {
        let question = Question {
            words: vec!["duong".into(), "vanh".into()],
            last_begins: true,
            marks: vec!["u1".into(), "u2".into()],
        };
        assert_eq!(question.for_sqlite(), r#"("u1" OR "u2") AND "duong" AND "vanh"*"#);
        assert_eq!(question.for_postgres(Some("m202611")), "('u1' | 'u2') & 'm202611' & 'duong' & 'vanh':*");
        let hostile = Question { words: vec!["a\" OR \"b".into()], ..question };
        assert!(!hostile.is_plain());
    }
}
