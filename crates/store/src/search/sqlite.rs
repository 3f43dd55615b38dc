//! Finding on SQLite. FTS5 walks the newest first and stops when it has enough. Only a beginning that is longer than its
//! lists of beginnings would make it gather every document first: so the words that begin so are looked up instead.

use super::{Of, Question};
use crate::{cases::columns as case_columns, engine::Stored, observations::columns as observation_columns};
use sqlx::{FromRow, SqlitePool, sqlite::SqliteRow};

/// The longest beginning that FTS5 keeps a list for, in letters (`prefix` in the table's migration).
const KEPT: usize = 4;
/// So many words with one beginning are asked for one by one; no more begin alike in Vietnamese.
const MOST_WORDS: usize = 24;

/// Statements over the documents of one kind.
pub(super) struct Sql {
    /// Numbers those that have none yet, up to their ids, and from there.
    pub(super) number: &'static str,
    pub(super) number_tail: &'static str,
    /// Writes documents, after [`INDEX`] and what they say.
    pub(super) index_tail: &'static str,
    find: &'static str,
    next_word: &'static str,
}

/// The beginning of writing documents: what each is about, and what it says.
pub(super) const INDEX: &str = "with said (thing, doc) as (";

macro_rules! sql {
    ($things:literal, $thing:literal, $columns:ident, $came:literal) => {
        Sql {
            number: concat!("insert into ", $thing, "_numbers (", $thing, "_id) "),
            number_tail: concat!(" on conflict (", $thing, "_id) do nothing"),
            index_tail: concat!(
                ") insert or replace into ",
                $thing,
                "_search (rowid, doc) select number, doc from said
                join ",
                $thing,
                "_numbers on ",
                $thing,
                "_numbers.",
                $thing,
                "_id = said.thing"
            ),
            find: concat!(
                "select ",
                $columns!(),
                " from ",
                $things,
                " where id in (select ",
                $thing,
                "_id
                from ",
                $thing,
                "_search join ",
                $thing,
                "_numbers on ",
                $thing,
                "_numbers.number = ",
                $thing,
                "_search.rowid
                where ",
                $thing,
                "_search match $1 order by ",
                $thing,
                "_search.rowid desc limit $2)
                order by ",
                $came,
                " desc"
            ),
            next_word: concat!("select term from ", $thing, "_search_words where term >= $1 limit 1"),
        }
    };
}

pub(super) const CASES: Sql = sql!("cases", "case", case_columns, "received_at");
pub(super) const OBSERVATIONS: Sql = sql!("observations", "observation", observation_columns, "noted_at");

pub(super) const fn sql(of: Of) -> &'static Sql {
    match of {
        Of::Cases => &CASES,
        Of::Observations => &OBSERVATIONS,
    }
}

/// What was heard and has no document.
pub(super) const WITHOUT: &str = "select id from observations where id >= $1 and id <= $2
    and not exists (select 1 from observation_numbers where observation_id = observations.id) limit 1";

impl Sql {
    /// Those that are whole, by name.
    pub(super) fn named(&self) -> [(&'static str, &'static str); 2] {
        [("FIND", self.find), ("NEXT_WORD", self.next_word)]
    }
}

/// A question in the words of FTS5; every token is quoted, so nothing typed is syntax.
fn written(marks: &[String], words: &[String], last: &str) -> String {
    let quoted = |word: &String| format!("\"{word}\"");
    let marks = marks.iter().map(quoted).collect::<Vec<_>>().join(" OR ");
    let mut parts: Vec<String> = (!marks.is_empty()).then(|| format!("({marks})")).into_iter().collect();
    parts.extend(words.iter().map(quoted));
    parts.push(last.to_owned());
    parts.join(" AND ")
}

pub(super) async fn find<R: for<'r> FromRow<'r, SqliteRow> + Send + Unpin>(
    pool: &SqlitePool,
    sql: &Sql,
    question: &Question,
    limit: i64,
) -> Stored<Vec<R>> {
    let Some((last, others)) = question.words.split_last() else { return Ok(Vec::new()) };
    let marks = question.asked_marks();
    let asked = |last: &str| written(marks, others, last);
    let is_enough = |found: &Vec<R>| i64::try_from(found.len()).unwrap_or(limit) >= limit;
    let whole = format!("\"{last}\"");
    if !question.last_begins {
        return ask(pool, sql, &asked(&whole), limit).await;
    }
    // Many words seldom stand together as often as is shown. Fewer that begin so hold all that are whole, and one walk
    // through everything answers instead of two.
    if others.len() > 1 {
        let begun = match begun(pool, sql, last).await? {
            Some(begun) => begun,
            None => whole.clone(),
        };
        let found = ask(pool, sql, &asked(&begun), limit).await?;
        if begun == whole || !is_enough(&found) {
            return Ok(found);
        }
        let exact = ask(pool, sql, &asked(&whole), limit).await?;
        return Ok(if is_enough(&exact) { exact } else { found });
    }
    let found = ask(pool, sql, &asked(&whole), limit).await?;
    if is_enough(&found) {
        return Ok(found);
    }
    match begun(pool, sql, last).await? {
        Some(begun) => ask(pool, sql, &asked(&begun), limit).await,
        None => Ok(found),
    }
}

/// What asks for the words that begin so; nothing when none is longer.
async fn begun(pool: &SqlitePool, sql: &Sql, last: &str) -> Stored<Option<String>> {
    let words = if last.len() <= KEPT { None } else { beginning(pool, sql, last).await? };
    Ok(match words {
        Some(words) if words.iter().all(|word| word == last) => None,
        Some(words) => {
            let any: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            Some(format!("({})", any.join(" OR ")))
        }
        None => Some(format!("\"{last}\"*")),
    })
}

async fn ask<R: for<'r> FromRow<'r, SqliteRow> + Send + Unpin>(
    pool: &SqlitePool,
    sql: &Sql,
    asked: &str,
    limit: i64,
) -> Stored<Vec<R>> {
    Ok(sqlx::query_as(sql.find).bind(asked).bind(limit).fetch_all(pool).await?)
}

/// The words that begin so, from one to the next by the index; `None` when there are too many.
async fn beginning(pool: &SqlitePool, sql: &Sql, begin: &str) -> Stored<Option<Vec<String>>> {
    let mut words = Vec::new();
    let mut from = begin.to_owned();
    loop {
        let next: Option<String> = sqlx::query_scalar(sql.next_word).bind(&from).fetch_optional(pool).await?;
        let Some(word) = next.filter(|word| word.starts_with(begin)) else { return Ok(Some(words)) };
        if words.len() == MOST_WORDS {
            return Ok(None);
        }
        // Before every letter and digit: the next word after this one.
        from = format!("{word}\u{1}");
        words.push(word);
    }
}

#[cfg(test)]
mod test {
    use super::written;

    #[test]
    fn a_question_is_written_for_fts5() {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            written(&list(&["u1", "u2"]), &list(&["duong"]), "\"vanh\"*"),
            r#"("u1" OR "u2") AND "duong" AND "vanh"*"#
        );
        assert_eq!(written(&[], &list(&["duong"]), "\"vanh\""), r#""duong" AND "vanh""#);
    }
}
