//! Writing documents on PostgreSQL. A document is kept at once and waits; when many wait their words are sorted into the
//! lists together, since a list is as dear to write for one document as for a thousand.

use super::lists::{Docs, place};
use crate::{change::PgChange, engine::Stored};
use danvan_domain::ids::CaseId;
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// One at a time writes: two would wait for each other's lists.
const ALONE: &str = "select pg_advisory_xact_lock(290029)";
const BEFORE: &str = "select number, case_id, array_to_string(tsvector_to_array(doc), ' ') from case_search
    where case_id = any($1)";
const WRITE: &str = "insert into case_search (case_id, doc)
    select case_id, array_to_tsvector(string_to_array(doc, ' '))
    from unnest($1::uuid[], $2::text[]) with ordinality as said (case_id, doc, place) order by place
    on conflict (case_id) do update set doc = excluded.doc returning number";
const WAIT: &str =
    "insert into case_search_waiting (number) select unnest($1::bigint[]) on conflict do nothing";
const WAITING: &str = "select count(*) from (select number from case_search_waiting limit $1) as waiting";
const TAKE: &str = "delete from case_search_waiting where number in
    (select number from case_search_waiting order by number desc limit $1) returning number";
const WORDS: &str =
    "select number, array_to_string(tsvector_to_array(doc), ' ') from case_search where number = any($1)";
const LISTS: &str = "select word, docs from case_search_lists where chunk = $1 and word = any($2)";
const PUT: &str = "insert into case_search_lists (chunk, word, docs)
    select $1, word, docs from unnest($2::text[], $3::bytea[]) as put (word, docs)
    on conflict (chunk, word) do update set docs = excluded.docs";
const DROP: &str = "delete from case_search_lists where chunk = $1 and word = any($2)";

pub(super) const STATEMENTS: &[(&str, &str)] = &[
    ("ALONE", ALONE),
    ("BEFORE", BEFORE),
    ("WRITE", WRITE),
    ("WAIT", WAIT),
    ("HOW_MANY_WAIT", WAITING),
    ("TAKE", TAKE),
    ("WORDS", WORDS),
    ("LISTS_OF_CHUNK", LISTS),
    ("PUT", PUT),
    ("DROP", DROP),
];

/// So many may wait.
const MOST_WAITING: i64 = 1000;
/// So many are sorted in by one change.
const MOST_SORTED: i64 = 8192;

/// Documents by stretch and word.
type Lists<'a> = BTreeMap<i64, HashMap<&'a str, Docs>>;

fn note<'a>(lists: &mut Lists<'a>, number: i64, words: impl IntoIterator<Item = &'a str>) {
    let (chunk, place) = place(number);
    let own = lists.entry(chunk).or_default();
    for word in words {
        own.entry(word).or_default().put(place);
    }
}

/// Writes documents; what a document no longer says is off the lists at once.
pub(super) async fn write(held: &mut PgChange, documents: &[(CaseId, String)]) -> Stored<()> {
    let db = held.connection().await?;
    sqlx::query(ALONE).execute(&mut *db).await?;
    let (cases, said): (Vec<Uuid>, Vec<&str>) =
        documents.iter().map(|(case, document)| (case.0, document.as_str())).unzip();
    let before: Vec<(i64, Uuid, String)> = sqlx::query_as(BEFORE).bind(&cases).fetch_all(&mut *db).await?;
    let written: Vec<i64> = sqlx::query_scalar(WRITE).bind(&cases).bind(&said).fetch_all(&mut *db).await?;
    change(held, &gone(documents, &before), Docs::take_off).await?;
    sqlx::query(WAIT).bind(written).execute(held.connection().await?).await?;
    Ok(())
}

/// What documents do not say any more.
fn gone<'a>(documents: &'a [(CaseId, String)], before: &'a [(i64, Uuid, String)]) -> Lists<'a> {
    let said: HashMap<Uuid, &str> =
        documents.iter().map(|(case, document)| (case.0, document.as_str())).collect();
    let mut gone = Lists::new();
    for (number, case, document) in before {
        let now: HashSet<&str> = said.get(case).copied().unwrap_or_default().split(' ').collect();
        note(&mut gone, *number, document.split(' ').filter(|word| !now.contains(word)));
    }
    gone
}

/// Whether so many documents wait that they should be sorted in.
pub(super) async fn is_due(pool: &sqlx::PgPool) -> Stored<bool> {
    let most = MOST_WAITING + 1;
    let waiting: i64 = sqlx::query_scalar(WAITING).bind(most).fetch_one(pool).await?;
    Ok(waiting == most)
}

/// Sorts waiting documents into the lists, the newest first; returns how many.
pub(super) async fn sort_in(held: &mut PgChange) -> Stored<usize> {
    let db = held.connection().await?;
    sqlx::query(ALONE).execute(&mut *db).await?;
    let numbers: Vec<i64> = sqlx::query_scalar(TAKE).bind(MOST_SORTED).fetch_all(&mut *db).await?;
    let documents: Vec<(i64, String)> = sqlx::query_as(WORDS).bind(&numbers).fetch_all(&mut *db).await?;
    let mut lists = Lists::new();
    for (number, document) in &documents {
        note(&mut lists, *number, document.split(' '));
    }
    change(held, &lists, Docs::add).await?;
    Ok(numbers.len())
}

/// Changes lists by documents; lists that stay as they are are not written, those that become empty go.
async fn change(held: &mut PgChange, lists: &Lists<'_>, by: fn(&mut Docs, &Docs)) -> Stored<()> {
    let db = held.connection().await?;
    for (chunk, own) in lists {
        let mut words: Vec<&str> = own.keys().copied().filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        let kept: Vec<(String, Vec<u8>)> =
            sqlx::query_as(LISTS).bind(chunk).bind(&words).fetch_all(&mut *db).await?;
        let kept: HashMap<&str, &[u8]> =
            kept.iter().map(|(word, docs)| (word.as_str(), docs.as_slice())).collect();
        let (mut changed, mut bytes, mut empty) = (Vec::new(), Vec::new(), Vec::new());
        for word in words {
            let before = kept.get(word).map_or_else(|| Ok(Docs::default()), |bytes| Docs::read(bytes))?;
            let mut docs = before.clone();
            by(&mut docs, &own[word]);
            if docs == before {
                continue;
            }
            if docs.is_empty() {
                empty.push(word);
            } else {
                changed.push(word);
                bytes.push(docs.bytes());
            }
        }
        if !changed.is_empty() {
            sqlx::query(PUT).bind(chunk).bind(changed).bind(bytes).execute(&mut *db).await?;
        }
        if !empty.is_empty() {
            sqlx::query(DROP).bind(chunk).bind(empty).execute(&mut *db).await?;
        }
    }
    Ok(())
}
