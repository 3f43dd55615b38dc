//! Finding on PostgreSQL, by lists of our own: for each word, which of 8,192 documents in a row have it. They are walked
//! from the newest until enough is found, so that what is said often is found at once, and what is said seldom, or seldom
//! together, after a few rows for each word. Documents that wait to be sorted in are looked through.

use super::{
    Question,
    lists::{CHUNK, Docs},
};
use crate::{
    cases::{CaseRow, columns},
    engine::Stored,
};
use sqlx::PgPool;
use std::collections::{BTreeSet, HashMap};

const WAITING: &str = "select number from case_search
    where number in (select number from case_search_waiting) and doc @@ $1::text::tsquery
    order by number desc limit $2";
const NEWEST_CHUNK: &str = "select max(chunk) from case_search_lists";
const LISTS: &str =
    "select chunk, word, docs from case_search_lists where chunk = any($1) and word = any($2)";
const LISTS_BEGINNING: &str = "select chunk, word, docs from case_search_lists
    where chunk = any($1) and word >= $2 and word < $3";
/// What the lists say is looked at again in the documents, which may have been written anew meanwhile.
const MATCHING: &str = "select number from case_search where number = any($1) and doc @@ $2::text::tsquery
    order by number desc limit $3";
const CASES: &str = concat!(
    "select ",
    columns!(),
    " from cases where id in (select case_id from case_search where number = any($1)) order by received_at desc"
);

pub(super) const STATEMENTS: &[(&str, &str)] = &[
    ("WAITING", WAITING),
    ("NEWEST_CHUNK", NEWEST_CHUNK),
    ("LISTS", LISTS),
    ("LISTS_BEGINNING", LISTS_BEGINNING),
    ("MATCHING", MATCHING),
    ("CASES", CASES),
];

/// How many stretches are asked for first, and at most, in one go: each time four times as many as the time before.
const STRETCHES: (i64, i64) = (1, 256);
/// So few documents are looked at themselves rather than looking up every word with a common beginning.
const FEW: usize = 400;

/// One list: its stretch, its word, its documents.
type List = (i64, String, Vec<u8>);

/// A question as the lists are asked: one word of each group, and one with the beginning.
struct Asked<'a> {
    groups: Vec<&'a [String]>,
    beginning: Option<&'a str>,
    /// The same for documents; every token is quoted, so nothing typed is syntax.
    query: String,
}

impl<'a> Asked<'a> {
    fn of(question: &'a Question, begins: bool) -> Self {
        let (marks, words) = (question.asked_marks(), &question.words[..]);
        let (last, others) = if begins {
            words.split_last().map_or((None, words), |(last, rest)| (Some(last), rest))
        } else {
            (None, words)
        };
        let mut groups: Vec<&[String]> = if marks.is_empty() { Vec::new() } else { vec![marks] };
        groups.extend(others.chunks(1));
        Self { groups, beginning: last.map(String::as_str), query: written(marks, words, begins) }
    }
}

/// A question in the words of a `tsquery`.
fn written(marks: &[String], words: &[String], begins: bool) -> String {
    let quoted = |list: &[String]| list.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>();
    let mut parts: Vec<String> = Vec::new();
    if !marks.is_empty() {
        parts.push(format!("({})", quoted(marks).join(" | ")));
    }
    parts.extend(quoted(words));
    format!("{}{}", parts.join(" & "), if begins { ":*" } else { "" })
}

pub(super) async fn find(pool: &PgPool, question: &Question, limit: i64) -> Stored<Vec<CaseRow>> {
    let mut numbers = newest(pool, &Asked::of(question, false), limit).await?;
    if question.last_begins && i64::try_from(numbers.len()).unwrap_or(limit) < limit {
        numbers = newest(pool, &Asked::of(question, true), limit).await?;
    }
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_as(CASES).bind(numbers).fetch_all(pool).await?)
}

/// The numbers of the newest documents.
async fn newest(pool: &PgPool, asked: &Asked<'_>, limit: i64) -> Stored<Vec<i64>> {
    // Those that wait first: what is sorted in from here on stands in the lists when they are read.
    let waiting: Vec<i64> =
        sqlx::query_scalar(WAITING).bind(&asked.query).bind(limit).fetch_all(pool).await?;
    let newest: Option<i64> = sqlx::query_scalar(NEWEST_CHUNK).fetch_one(pool).await?;
    let enough = usize::try_from(limit).unwrap_or(0);
    let mut found: BTreeSet<i64> = BTreeSet::new();
    let (mut above, mut width) = (newest.map_or(0, |chunk| chunk + 1), STRETCHES.0);
    while above > 0 {
        found.extend(waiting.iter().filter(|number| **number >= above * CHUNK));
        if found.len() >= enough {
            break;
        }
        let from = (above - width).max(0);
        let missing = enough - found.len();
        found.extend(in_stretches(pool, asked, (from, above), missing).await?);
        (above, width) = (from, (width * 4).min(STRETCHES.1));
    }
    if above == 0 {
        found.extend(waiting);
    }
    Ok(found.into_iter().rev().take(enough).collect())
}

/// The newest documents of some stretches, as many as are missing.
async fn in_stretches(
    pool: &PgPool,
    asked: &Asked<'_>,
    (from, above): (i64, i64),
    missing: usize,
) -> Stored<Vec<i64>> {
    let chunks: Vec<i64> = (from..above).rev().collect();
    let mut kept = of_groups(pool, asked, &chunks).await?;
    let candidates: usize =
        kept.iter().map(|(_, docs)| docs.as_ref().map_or(usize::MAX / 128, Docs::count)).sum();
    if let Some(beginning) = asked.beginning.filter(|_| candidates > FEW) {
        kept = of_beginning(pool, beginning, kept).await?;
    }
    let numbers = numbers_of(&kept);
    let mut rest = numbers.as_slice();
    let mut found: Vec<i64> = Vec::new();
    while found.len() < missing {
        let still = missing - found.len();
        let Some((some, later)) = rest.split_at_checked(FEW.max(still).min(rest.len())) else { break };
        if some.is_empty() {
            break;
        }
        rest = later;
        let limit = i64::try_from(still).unwrap_or(i64::MAX);
        let matching: Vec<i64> =
            sqlx::query_scalar(MATCHING).bind(some).bind(&asked.query).bind(limit).fetch_all(pool).await?;
        found.extend(matching);
    }
    Ok(found)
}

/// The numbers of documents of some stretches, in the order of those and there the newest first.
fn numbers_of(kept: &[(i64, Option<Docs>)]) -> Vec<i64> {
    let numbers = kept.iter().flat_map(|(chunk, docs)| {
        let places = docs.iter().flat_map(|docs| docs.places().rev());
        places.filter_map(move |place| Some(chunk * CHUNK + i64::try_from(place).ok()?))
    });
    numbers.collect()
}

/// For each stretch in which every group has documents in common, those; nothing is known where there are no groups.
async fn of_groups(pool: &PgPool, asked: &Asked<'_>, chunks: &[i64]) -> Stored<Vec<(i64, Option<Docs>)>> {
    if asked.groups.is_empty() {
        return Ok(chunks.iter().map(|chunk| (*chunk, None)).collect());
    }
    let words: Vec<&str> = asked.groups.iter().copied().flatten().map(String::as_str).collect();
    let rows: Vec<List> = sqlx::query_as(LISTS).bind(chunks).bind(words).fetch_all(pool).await?;
    let lists: HashMap<(i64, &str), &[u8]> =
        rows.iter().map(|(chunk, word, docs)| ((*chunk, word.as_str()), docs.as_slice())).collect();
    let mut kept = Vec::new();
    for chunk in chunks {
        let mut common: Option<Docs> = None;
        for group in &asked.groups {
            let mut any = Docs::default();
            for bytes in group.iter().filter_map(|word| lists.get(&(*chunk, word.as_str()))) {
                any.add(&Docs::read(bytes)?);
            }
            match &mut common {
                Some(common) => common.keep(&any),
                None => common = Some(any),
            }
            if common.as_ref().is_some_and(Docs::is_empty) {
                break;
            }
        }
        kept.extend(common.filter(|docs| !docs.is_empty()).map(|docs| (*chunk, Some(docs))));
    }
    Ok(kept)
}

/// Of these documents those with a word that begins so.
async fn of_beginning(
    pool: &PgPool,
    beginning: &str,
    kept: Vec<(i64, Option<Docs>)>,
) -> Stored<Vec<(i64, Option<Docs>)>> {
    let chunks: Vec<i64> = kept.iter().map(|(chunk, _)| *chunk).collect();
    // The sign after the last letter: words are of ASCII letters and digits.
    let end = format!("{beginning}{{");
    let rows: Vec<List> =
        sqlx::query_as(LISTS_BEGINNING).bind(chunks).bind(beginning).bind(end).fetch_all(pool).await?;
    let mut any: HashMap<i64, Docs> = HashMap::new();
    for (chunk, _, bytes) in &rows {
        any.entry(*chunk).or_default().add(&Docs::read(bytes)?);
    }
    let both = kept.into_iter().filter_map(|(chunk, docs)| {
        let mut begins = any.remove(&chunk)?;
        if let Some(docs) = docs {
            begins.keep(&docs);
        }
        (!begins.is_empty()).then_some((chunk, Some(begins)))
    });
    Ok(both.collect())
}

#[cfg(test)]
mod test {
    use super::written;

    #[test]
    fn a_question_is_written_as_a_tsquery() {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            written(&list(&["u1", "u2"]), &list(&["duong", "vanh"]), true),
            "('u1' | 'u2') & 'duong' & 'vanh':*"
        );
        assert_eq!(written(&[], &list(&["vanh"]), true), "'vanh':*");
    }
}
