//! Public stories, and the words by which they are found.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    ids::{InitiativeId, PersonId, UnitId},
    initiatives::Story,
    time::Moment,
};
use sqlx::QueryBuilder;
use sqlx_macros::FromRow;
use uuid::Uuid;

/// How many whole words a question may have; the last one may be the beginning of a word besides.
pub const MOST_WORDS: usize = 6;

macro_rules! story {
    ($rest:literal) => {
        concat!(
            "select s.initiative, s.thing, s.title, s.body, s.unit, s.field, s.kind, s.year, s.published_at
            from initiative_stories s ",
            $rest
        )
    };
}

statements! {
    /// Published again, it is told anew; it keeps what its pictures belong to.
    PUBLISH = "insert into initiative_stories (initiative, thing, title, body, unit, field, kind, year, published_at,
            published_by, hidden_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, null)
        on conflict (initiative) do update set title = excluded.title, body = excluded.body, unit = excluded.unit,
            field = excluded.field, kind = excluded.kind, year = excluded.year, published_at = excluded.published_at,
            published_by = excluded.published_by, hidden_at = null
        returning thing";
    HIDE = "update initiative_stories set hidden_at = $2 where initiative = $1 and hidden_at is null
        returning thing";
    GET = story!("where s.initiative = $1 and s.hidden_at is null");
    OF_THING = story!("where s.thing = $1 and s.hidden_at is null");
    FORGET_WORDS = "delete from initiative_words where initiative = $1";
    /// Walks from the newest: each whole word must stand there (an empty one does everywhere), and one that begins as asked.
    FIND = story!("where s.hidden_at is null and (s.published_at, s.initiative) < ($1, $2)
        and ($3 = '' or s.field = $3)
        and exists (select 1 from initiative_words w where w.initiative = s.initiative and w.word = $4)
        and exists (select 1 from initiative_words w where w.initiative = s.initiative and w.word = $5)
        and exists (select 1 from initiative_words w where w.initiative = s.initiative and w.word = $6)
        and exists (select 1 from initiative_words w where w.initiative = s.initiative and w.word = $7)
        and exists (select 1 from initiative_words w where w.initiative = s.initiative and w.word = $8)
        and exists (select 1 from initiative_words w where w.initiative = s.initiative and w.word = $9)
        and exists (select 1 from initiative_words w where w.initiative = s.initiative and w.word >= $10 and w.word < $11)
        order by s.published_at desc, s.initiative desc limit $12");
}

#[derive(FromRow)]
struct Row {
    initiative: Uuid,
    thing: Uuid,
    title: String,
    body: String,
    unit: Uuid,
    field: String,
    kind: String,
    year: i64,
    published_at: i64,
}

impl From<Row> for Story {
    fn from(row: Row) -> Self {
        Self {
            initiative: InitiativeId(row.initiative),
            thing: row.thing,
            title: row.title,
            body: row.body,
            unit: UnitId(row.unit),
            field: row.field,
            kind: row.kind,
            year: row.year,
            published_at: Moment::from_micros(row.published_at),
        }
    }
}

/// Makes a story public, with the words by which it is found; gives what its pictures belong to.
///
/// # Errors
/// When the store cannot write.
pub async fn publish(
    change: &mut Change,
    it: &Story,
    by: Option<PersonId>,
    words: &[String],
) -> Stored<Uuid> {
    let thing: Uuid = on_change!(change, db => sqlx::query_scalar(PUBLISH).bind(it.initiative.0).bind(it.thing)
        .bind(&it.title).bind(&it.body).bind(it.unit.0).bind(&it.field).bind(&it.kind).bind(it.year)
        .bind(it.published_at.micros()).bind(by.map(|id| id.0)).fetch_one(db).await)?;
    on_change!(change, db => sqlx::query(FORGET_WORDS).bind(it.initiative.0).execute(db).await.map(drop))?;
    let all: Vec<&[u8]> =
        std::iter::once("").chain(words.iter().map(String::as_str)).map(str::as_bytes).collect();
    for some in all.chunks(500) {
        on_change!(change, db => {
            let mut query = QueryBuilder::new("insert into initiative_words (word, initiative) ");
            query.push_values(some, |mut row, word| {
                row.push_bind(*word).push_bind(it.initiative.0);
            });
            query.build().execute(db).await.map(drop)
        })?;
    }
    Ok(thing)
}

/// Takes a story back, and gives what its photos hung on; nothing when none is public.
///
/// # Errors
/// When the store cannot write.
pub async fn hide(change: &mut Change, id: InitiativeId, at: Moment) -> Stored<Option<Uuid>> {
    let thing: Option<Uuid> = on_change!(change, db => sqlx::query_scalar(HIDE).bind(id.0).bind(at.micros())
        .fetch_optional(db).await)?;
    if thing.is_some() {
        on_change!(change, db => sqlx::query(FORGET_WORDS).bind(id.0).execute(db).await.map(drop))?;
    }
    Ok(thing)
}

/// The public story of an initiative.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: InitiativeId) -> Stored<Option<Story>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    Ok(row.map(Story::from))
}

/// The public story to which pictures belong.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_thing(store: &Store, thing: Uuid) -> Stored<Option<Story>> {
    let row: Option<Row> =
        on_engine!(store, db => sqlx::query_as(OF_THING).bind(thing).fetch_optional(db).await)?;
    Ok(row.map(Story::from))
}

/// What is looked for in public stories.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Folded words; the last may be the beginning of one.
    pub words: Vec<String>,
    /// A field of life, or nothing.
    pub field: String,
    /// The last story of the page before.
    pub before: Option<(Moment, InitiativeId)>,
}

/// Public stories, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, question: &Question, limit: i64) -> Stored<Vec<Story>> {
    let (at, id) = question.before.map_or((i64::MAX, Uuid::max()), |(at, id)| (at.micros(), id.0));
    let (begins, whole) = match question.words.split_last() {
        Some((last, whole)) => (last.as_bytes(), whole),
        None => (&[] as &[u8], &[] as &[String]),
    };
    // No byte of a text is as large as this one: it ends the stretch of words that begin so.
    let until = [begins, &[0xff]].concat();
    let rows: Vec<Row> = on_engine!(store, db => {
        let mut query = sqlx::query_as(FIND).bind(at).bind(id).bind(&question.field);
        for at in 0..MOST_WORDS {
            query = query.bind(whole.get(at).map_or(&[] as &[u8], |word| word.as_bytes()));
        }
        query.bind(begins).bind(&until).bind(limit).fetch_all(db).await
    })?;
    Ok(rows.into_iter().map(Story::from).collect())
}
