//! Finding on PostgreSQL. A GIN index finds every document with some words, not the newest: so first the newest few are
//! looked through, which finds what is said often, and then the index is asked, for a month, some months, and all, which
//! is quick for what is said seldom.

use super::Question;
use crate::{
    cases::{CaseRow, columns},
    engine::Stored,
};
use sqlx::PgPool;

/// How many of the newest documents are looked through.
const NEWEST: i64 = 3_000;

/// Sorted by a number that no index knows: else PostgreSQL walks through all documents, the newest first, to find a rare
/// word.
const FIND: &str = concat!(
    "select ",
    columns!(),
    " from cases where id in (select case_id from case_search
    where doc @@ $1::text::tsquery order by number + 0 desc limit $2) order by received_at desc"
);
const FIND_NEWEST: &str = concat!(
    "select ",
    columns!(),
    " from cases where id in (select case_id from
    (select case_id, doc, number from case_search order by number desc limit $3) newest
    where doc @@ $1::text::tsquery order by number desc limit $2) order by received_at desc"
);
/// The second question is asked of each document that the first finds, without the index, whose walk over every word
/// with a common beginning is long.
const FIND_BEGINNING: &str = concat!(
    "select ",
    columns!(),
    " from cases where id in (select case_id from case_search
    where doc @@ $1::text::tsquery and (doc @@ $3::text::tsquery) is true order by number + 0 desc limit $2)
    order by received_at desc"
);
const HOW_OFTEN: &str =
    "select count(*) filter (where doc @@ $1::text::tsquery), count(*) filter (where doc @@ $2::text::tsquery)
    from (select doc from case_search order by number desc limit $3) newest";

pub(super) const STATEMENTS: &[(&str, &str)] = &[
    ("FIND", FIND),
    ("FIND_NEWEST", FIND_NEWEST),
    ("FIND_BEGINNING", FIND_BEGINNING),
    ("HOW_OFTEN", HOW_OFTEN),
];

/// Which months are asked for one after the other: the newest, those before it, all.
const STEPS: [Option<(usize, usize)>; 3] = [Some((0, 1)), Some((0, 4)), None];

/// A question in the words of a `tsquery`; every token is quoted, so nothing typed is syntax.
fn written(marks: &[String], months: &[String], words: &[String], begins: bool) -> String {
    let quoted = |list: &[String]| list.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>();
    let mut parts = Vec::new();
    for any in [marks, months].into_iter().filter(|any| !any.is_empty()) {
        parts.push(format!("({})", quoted(any).join(" | ")));
    }
    parts.extend(quoted(words));
    format!("{}{}", parts.join(" & "), if begins { ":*" } else { "" })
}

/// The months of a step; none for all.
fn within(months: &[String], step: Option<(usize, usize)>) -> &[String] {
    step.and_then(|(from, to)| months.get(from..to.min(months.len()))).unwrap_or_default()
}

pub(super) async fn find(
    pool: &PgPool,
    question: &Question,
    months: &[String],
    limit: i64,
) -> Stored<Vec<CaseRow>> {
    let enough = |found: &Vec<CaseRow>| i64::try_from(found.len()).unwrap_or(limit) >= limit;
    let (marks, words) = (question.asked_marks(), &question.words[..]);
    let mut found = newest(pool, &written(marks, &[], words, false), limit).await?;
    for step in STEPS {
        if enough(&found) {
            return Ok(found);
        }
        let asked = written(marks, within(months, step), words, false);
        found = sqlx::query_as(FIND).bind(asked).bind(limit).fetch_all(pool).await?;
    }
    if enough(&found) || !question.last_begins {
        return Ok(found);
    }
    let whole = written(marks, &[], words, true);
    found = newest(pool, &whole, limit).await?;
    if enough(&found) {
        return Ok(found);
    }
    let (last, others) =
        words.split_last().map_or((&[][..], words), |(last, others)| (std::slice::from_ref(last), others));
    let beginning = written(&[], &[], last, true);
    if !others.is_empty() {
        let rest = written(marks, &[], others, false);
        let (others_often, last_often): (i64, i64) =
            sqlx::query_as(HOW_OFTEN).bind(rest).bind(&beginning).bind(NEWEST).fetch_one(pool).await?;
        if others_often < last_often {
            for step in STEPS {
                let rest = written(marks, within(months, step), others, false);
                found = sqlx::query_as(FIND_BEGINNING)
                    .bind(rest)
                    .bind(limit)
                    .bind(&beginning)
                    .fetch_all(pool)
                    .await?;
                if enough(&found) {
                    break;
                }
            }
            return Ok(found);
        }
    }
    Ok(sqlx::query_as(FIND).bind(whole).bind(limit).fetch_all(pool).await?)
}

async fn newest(pool: &PgPool, asked: &str, limit: i64) -> Stored<Vec<CaseRow>> {
    Ok(sqlx::query_as(FIND_NEWEST).bind(asked).bind(limit).bind(NEWEST).fetch_all(pool).await?)
}

#[cfg(test)]
mod test {
    use super::written;

    #[test]
    fn a_question_is_written_as_a_tsquery() {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            written(&list(&["u1", "u2"]), &list(&["m202611"]), &list(&["duong", "vanh"]), true),
            "('u1' | 'u2') & ('m202611') & 'duong' & 'vanh':*"
        );
        assert_eq!(written(&[], &[], &list(&["vanh"]), true), "'vanh':*");
    }
}
