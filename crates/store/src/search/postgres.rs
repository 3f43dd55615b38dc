//! Finding on PostgreSQL, by lists of our own: for each word, which of 8,192 documents in a row have it. They are walked
//! from the newest until enough is found, so that what is said often is found at once, and what is said seldom, or seldom
//! together, after a few rows for each word. Documents that wait to be sorted in are looked through.

use super::{
    Of, Question,
    lists::{CHUNK, Docs},
};
use crate::{cases::columns as case_columns, engine::Stored, observations::columns as observation_columns};
use sqlx::{FromRow, PgPool, postgres::PgRow};
use std::collections::{BTreeSet, HashMap};

/// Statements over the documents of one kind.
pub(super) struct Sql {
    waiting: &'static str,
    newest_chunk: &'static str,
    lists: &'static str,
    lists_beginning: &'static str,
    /// What the lists say is looked at again in the documents, which may have been written anew meanwhile.
    matching: &'static str,
    rows: &'static str,
}

macro_rules! sql {
    ($things:literal, $thing:literal, $columns:ident, $came:literal) => {
        Sql {
            waiting: concat!(
                "select number from ",
                $thing,
                "_search
                where number in (select number from ",
                $thing,
                "_search_waiting) and doc @@ $1::text::tsquery
                order by number desc limit $2"
            ),
            newest_chunk: concat!("select max(chunk) from ", $thing, "_search_lists"),
            lists: concat!(
                "select chunk, word, docs from ",
                $thing,
                "_search_lists
                where chunk = any($1) and word = any($2)"
            ),
            lists_beginning: concat!(
                "select chunk, word, docs from ",
                $thing,
                "_search_lists
                where chunk = any($1) and word >= $2 and word < $3"
            ),
            matching: concat!(
                "select number from ",
                $thing,
                "_search where number = any($1) and doc @@ $2::text::tsquery
                order by number desc limit $3"
            ),
            rows: concat!(
                "select ",
                $columns!(),
                " from ",
                $things,
                " where id in
                (select ",
                $thing,
                "_id from ",
                $thing,
                "_search where number = any($1)) order by ",
                $came,
                " desc"
            ),
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
    and not exists (select 1 from observation_search where observation_id = observations.id) limit 1";

impl Sql {
    /// All of them, by name.
    pub(super) fn named(&self) -> [(&'static str, &'static str); 6] {
        [
            ("WAITING", self.waiting),
            ("NEWEST_CHUNK", self.newest_chunk),
            ("LISTS", self.lists),
            ("LISTS_BEGINNING", self.lists_beginning),
            ("MATCHING", self.matching),
            ("ROWS", self.rows),
        ]
    }
}

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

pub(super) async fn find<R: for<'r> FromRow<'r, PgRow> + Send + Unpin>(
    pool: &PgPool,
    sql: &Sql,
    question: &Question,
    limit: i64,
) -> Stored<Vec<R>> {
    let at = At { pool, sql };
    let mut numbers = newest(at, &Asked::of(question, false), limit).await?;
    if question.last_begins && i64::try_from(numbers.len()).unwrap_or(limit) < limit {
        numbers = newest(at, &Asked::of(question, true), limit).await?;
    }
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_as(sql.rows).bind(numbers).fetch_all(pool).await?)
}

/// Where it is looked.
#[derive(Clone, Copy)]
struct At<'a> {
    pool: &'a PgPool,
    sql: &'a Sql,
}

/// The numbers of the newest documents.
async fn newest(at: At<'_>, asked: &Asked<'_>, limit: i64) -> Stored<Vec<i64>> {
    // Those that wait first: what is sorted in from here on stands in the lists when they are read.
    let waiting: Vec<i64> =
        sqlx::query_scalar(at.sql.waiting).bind(&asked.query).bind(limit).fetch_all(at.pool).await?;
    let newest: Option<i64> = sqlx::query_scalar(at.sql.newest_chunk).fetch_one(at.pool).await?;
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
        found.extend(in_stretches(at, asked, (from, above), missing).await?);
        (above, width) = (from, (width * 4).min(STRETCHES.1));
    }
    if above == 0 {
        found.extend(waiting);
    }
    Ok(found.into_iter().rev().take(enough).collect())
}

/// The newest documents of some stretches, as many as are missing.
async fn in_stretches(
    at: At<'_>,
    asked: &Asked<'_>,
    (from, above): (i64, i64),
    missing: usize,
) -> Stored<Vec<i64>> {
    let chunks: Vec<i64> = (from..above).rev().collect();
    let mut kept = of_groups(at, asked, &chunks).await?;
    let candidates: usize =
        kept.iter().map(|(_, docs)| docs.as_ref().map_or(usize::MAX / 128, Docs::count)).sum();
    if let Some(beginning) = asked.beginning.filter(|_| candidates > FEW) {
        kept = of_beginning(at, beginning, kept).await?;
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
        let matching: Vec<i64> = sqlx::query_scalar(at.sql.matching)
            .bind(some)
            .bind(&asked.query)
            .bind(limit)
            .fetch_all(at.pool)
            .await?;
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
async fn of_groups(at: At<'_>, asked: &Asked<'_>, chunks: &[i64]) -> Stored<Vec<(i64, Option<Docs>)>> {
    if asked.groups.is_empty() {
        return Ok(chunks.iter().map(|chunk| (*chunk, None)).collect());
    }
    let words: Vec<&str> = asked.groups.iter().copied().flatten().map(String::as_str).collect();
    let rows: Vec<List> = sqlx::query_as(at.sql.lists).bind(chunks).bind(words).fetch_all(at.pool).await?;
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
    at: At<'_>,
    beginning: &str,
    kept: Vec<(i64, Option<Docs>)>,
) -> Stored<Vec<(i64, Option<Docs>)>> {
    let chunks: Vec<i64> = kept.iter().map(|(chunk, _)| *chunk).collect();
    // The sign after the last letter: words are of ASCII letters and digits.
    let end = format!("{beginning}{{");
    let rows: Vec<List> = sqlx::query_as(at.sql.lists_beginning)
        .bind(chunks)
        .bind(beginning)
        .bind(end)
        .fetch_all(at.pool)
        .await?;
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
