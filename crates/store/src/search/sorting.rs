//! Writing documents on PostgreSQL. A document is kept at once and waits; when many wait their words are sorted into the
//! lists together, since a list is as dear to write for one document as for a thousand.

use super::{
    Document, Of,
    lists::{Docs, place},
};
use crate::{change::PgChange, engine::Stored};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// Statements over the documents of one kind.
pub(super) struct Sql {
    /// One at a time writes: two would wait for each other's lists.
    alone: &'static str,
    before: &'static str,
    write: &'static str,
    wait: &'static str,
    waiting: &'static str,
    take: &'static str,
    words: &'static str,
    lists: &'static str,
    put: &'static str,
    drop: &'static str,
}

macro_rules! sql {
    ($thing:literal, $lock:literal) => {
        Sql {
            alone: concat!("select pg_advisory_xact_lock(", $lock, ")"),
            before: concat!("select number, ", $thing, "_id, array_to_string(tsvector_to_array(doc), ' ')
                from ", $thing, "_search where ", $thing, "_id = any($1)"),
            write: concat!("insert into ", $thing, "_search (", $thing, "_id, doc)
                select thing, array_to_tsvector(string_to_array(doc, ' '))
                from unnest($1::uuid[], $2::text[]) with ordinality as said (thing, doc, place) order by place
                on conflict (", $thing, "_id) do update set doc = excluded.doc returning number"),
            wait: concat!("insert into ", $thing, "_search_waiting (number) select unnest($1::bigint[])
                on conflict do nothing"),
            waiting: concat!("select count(*) from (select number from ", $thing, "_search_waiting limit $1) as waiting"),
            take: concat!("delete from ", $thing, "_search_waiting where number in
                (select number from ", $thing, "_search_waiting order by number desc limit $1) returning number"),
            words: concat!("select number, array_to_string(tsvector_to_array(doc), ' ') from ", $thing, "_search
                where number = any($1)"),
            lists: concat!("select word, docs from ", $thing, "_search_lists where chunk = $1 and word = any($2)"),
            put: concat!("insert into ", $thing, "_search_lists (chunk, word, docs)
                select $1, word, docs from unnest($2::text[], $3::bytea[]) as put (word, docs)
                on conflict (chunk, word) do update set docs = excluded.docs"),
            drop: concat!("delete from ", $thing, "_search_lists where chunk = $1 and word = any($2)"),
        }
    };
}

pub(super) const CASES: Sql = sql!("case", "290029");
pub(super) const OBSERVATIONS: Sql = sql!("observation", "480048");

pub(super) const fn sql(of: Of) -> &'static Sql {
    match of {
        Of::Cases => &CASES,
        Of::Observations => &OBSERVATIONS,
    }
}

impl Sql {
    /// All of them, by name.
    pub(super) fn named(&self) -> [(&'static str, &'static str); 10] {
        [
            ("ALONE", self.alone),
            ("BEFORE", self.before),
            ("WRITE", self.write),
            ("WAIT", self.wait),
            ("HOW_MANY_WAIT", self.waiting),
            ("TAKE", self.take),
            ("WORDS", self.words),
            ("LISTS_OF_CHUNK", self.lists),
            ("PUT", self.put),
            ("DROP", self.drop),
        ]
    }
}

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
pub(super) async fn write(held: &mut PgChange, sql: &Sql, documents: &[Document<'_>]) -> Stored<()> {
    let db = held.connection().await?;
    sqlx::query(sql.alone).execute(&mut *db).await?;
    let (things, said): (Vec<Uuid>, Vec<&str>) = documents.iter().copied().unzip();
    let before: Vec<(i64, Uuid, String)> =
        sqlx::query_as(sql.before).bind(&things).fetch_all(&mut *db).await?;
    let written: Vec<i64> =
        sqlx::query_scalar(sql.write).bind(&things).bind(&said).fetch_all(&mut *db).await?;
    change(held, sql, &gone(documents, &before), Docs::take_off).await?;
    sqlx::query(sql.wait).bind(written).execute(held.connection().await?).await?;
    Ok(())
}

/// What documents do not say any more.
fn gone<'a>(documents: &'a [Document<'a>], before: &'a [(i64, Uuid, String)]) -> Lists<'a> {
    let said: HashMap<Uuid, &str> = documents.iter().copied().collect();
    let mut gone = Lists::new();
    for (number, thing, document) in before {
        let now: HashSet<&str> = said.get(thing).copied().unwrap_or_default().split(' ').collect();
        note(&mut gone, *number, document.split(' ').filter(|word| !now.contains(word)));
    }
    gone
}

/// Whether so many documents wait that they should be sorted in.
pub(super) async fn is_due(pool: &sqlx::PgPool, sql: &Sql) -> Stored<bool> {
    let most = MOST_WAITING + 1;
    let waiting: i64 = sqlx::query_scalar(sql.waiting).bind(most).fetch_one(pool).await?;
    Ok(waiting == most)
}

/// Sorts waiting documents into the lists, the newest first; returns how many.
pub(super) async fn sort_in(held: &mut PgChange, sql: &Sql) -> Stored<usize> {
    let db = held.connection().await?;
    sqlx::query(sql.alone).execute(&mut *db).await?;
    let numbers: Vec<i64> = sqlx::query_scalar(sql.take).bind(MOST_SORTED).fetch_all(&mut *db).await?;
    let documents: Vec<(i64, String)> = sqlx::query_as(sql.words).bind(&numbers).fetch_all(&mut *db).await?;
    let mut lists = Lists::new();
    for (number, document) in &documents {
        note(&mut lists, *number, document.split(' '));
    }
    change(held, sql, &lists, Docs::add).await?;
    Ok(numbers.len())
}

/// Changes lists by documents; lists that stay as they are are not written, those that become empty go.
async fn change(held: &mut PgChange, sql: &Sql, lists: &Lists<'_>, by: fn(&mut Docs, &Docs)) -> Stored<()> {
    let db = held.connection().await?;
    for (chunk, own) in lists {
        let mut words: Vec<&str> = own.keys().copied().filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        let kept: Vec<(String, Vec<u8>)> =
            sqlx::query_as(sql.lists).bind(chunk).bind(&words).fetch_all(&mut *db).await?;
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
            sqlx::query(sql.put).bind(chunk).bind(changed).bind(bytes).execute(&mut *db).await?;
        }
        if !empty.is_empty() {
            sqlx::query(sql.drop).bind(chunk).bind(empty).execute(&mut *db).await?;
        }
    }
    Ok(())
}
