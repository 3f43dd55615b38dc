//! Finding on SQLite. FTS5 walks the newest first and stops when it has enough. Only a beginning that is longer than its
//! lists of beginnings would make it gather every document first: so the words that begin so are looked up instead.

use super::Question;
use crate::{
    cases::{CaseRow, columns},
    engine::Stored,
};
use sqlx::SqlitePool;

/// The longest beginning that FTS5 keeps a list for, in letters (`prefix` in the table's migration).
const KEPT: usize = 4;
/// So many words with one beginning are asked for one by one; no more begin alike in Vietnamese.
const MOST_WORDS: usize = 24;

const FIND: &str = concat!(
    "select ",
    columns!(),
    " from cases where id in (select case_id from case_search
    join case_numbers on case_numbers.number = case_search.rowid
    where case_search match $1 order by case_search.rowid desc limit $2) order by received_at desc"
);
const NEXT_WORD: &str = "select term from case_search_words where term >= $1 limit 1";

pub(super) const STATEMENTS: &[(&str, &str)] = &[("FIND", FIND), ("NEXT_WORD", NEXT_WORD)];

/// A question in the words of FTS5; every token is quoted, so nothing typed is syntax.
fn written(marks: &[String], words: &[String], last: &str) -> String {
    let quoted = |word: &String| format!("\"{word}\"");
    let marks = marks.iter().map(quoted).collect::<Vec<_>>().join(" OR ");
    let mut parts: Vec<String> = (!marks.is_empty()).then(|| format!("({marks})")).into_iter().collect();
    parts.extend(words.iter().map(quoted));
    parts.push(last.to_owned());
    parts.join(" AND ")
}

pub(super) async fn find(pool: &SqlitePool, question: &Question, limit: i64) -> Stored<Vec<CaseRow>> {
    let Some((last, others)) = question.words.split_last() else { return Ok(Vec::new()) };
    let whole = format!("\"{last}\"");
    let marks = question.asked_marks();
    let found = ask(pool, &written(marks, others, &whole), limit).await?;
    if !question.last_begins || i64::try_from(found.len()).unwrap_or(limit) >= limit {
        return Ok(found);
    }
    let beginning = if last.len() <= KEPT { None } else { beginning(pool, last).await? };
    match beginning {
        // Nothing longer begins so.
        Some(words) if words.iter().all(|word| word == last) => Ok(found),
        Some(words) => {
            let any: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            ask(pool, &written(marks, others, &format!("({})", any.join(" OR "))), limit).await
        }
        None => ask(pool, &written(marks, others, &format!("{whole}*")), limit).await,
    }
}

async fn ask(pool: &SqlitePool, asked: &str, limit: i64) -> Stored<Vec<CaseRow>> {
    Ok(sqlx::query_as(FIND).bind(asked).bind(limit).fetch_all(pool).await?)
}

/// The words that begin so, from one to the next by the index; `None` when there are too many.
async fn beginning(pool: &SqlitePool, begin: &str) -> Stored<Option<Vec<String>>> {
    let mut words = Vec::new();
    let mut from = begin.to_owned();
    loop {
        let next: Option<String> = sqlx::query_scalar(NEXT_WORD).bind(&from).fetch_optional(pool).await?;
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
