//! The event log: appending to a chain, reading it, walking it to verify it.

mod following;

pub use following::{
    STATEMENTS as FOLLOWING_STATEMENTS, Stretch, follow_on, followed, hold_followers, in_stretches, lag,
    news, unfollow,
};

use crate::{
    Store,
    change::{PutOff, Value},
    engine::{StoreError, Stored},
    on_engine, on_snapshot,
    snapshot::Snapshot,
    statements,
};
use danvan_domain::{
    events::{Event, GENESIS},
    ids::{PersonId, UnitId},
    time::Moment,
};
use sqlx::{
    Arguments, Database, Encode, PgConnection, QueryBuilder, SqliteConnection, Type, postgres::PgArguments,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    OPEN_LANE = "insert into lanes (lane, position) values ($1, 0) on conflict (lane) do nothing";
    ADVANCE = "update lanes set position = position + $2 where lane = $1 returning position";
    HASH_AT = "select hash from events where lane = $1 and position = $2";
    INSERT = "insert into events (lane, position, at, actor, kind, thing, unit, payload, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    LAST = "select position, hash from events where lane = $1 order by position desc limit 1";
    GROWN = "insert into lanes (lane, position) select cast($1 as bigint), max(position) from events where lane = $1
        on conflict (lane) do update set position = excluded.position";
    LANES = "select lane, position from lanes order by lane";
    AFTER = "select lane, position, at, actor, kind, thing, unit, payload, hash from events
        where lane = $1 and position > $2 order by position limit $3";
    OF_THING = "select lane, position, at, actor, kind, thing, unit, payload, hash from events
        where thing = $1 order by at, lane, position limit $2";
}

/// How many columns an event has.
const COLUMNS: usize = 9;

/// Events a statement when there are many.
const ROWS: usize = 250;

/// The last event of a lane: where the next one is chained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its position; the first event has position 1.
    pub position: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// An event as it stands in its lane.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Which chain.
    pub lane: i64,
    /// Where in it, from 1.
    pub position: i64,
    /// The event; its payload may be unreadable only when somebody changed the file.
    pub event: Event,
    /// Its payload exactly as stored and hashed.
    pub payload: String,
    /// Its hash as stored.
    pub hash: Vec<u8>,
}

/// An event with its place in the chain.
pub(crate) struct Chained<'a> {
    position: i64,
    event: &'a Event,
    payload: String,
    hash: [u8; 32],
}

impl Chained<'_> {
    /// Where the next event is chained.
    pub(crate) const fn head(&self) -> Head {
        Head { position: self.position, hash: self.hash }
    }

    /// Its row, in the order of `INSERT`.
    fn row(&self, lane: i64) -> Vec<Value> {
        let event = self.event;
        vec![
            lane.into(),
            self.position.into(),
            event.at.micros().into(),
            event.actor.map(|id| id.0).into(),
            event.kind.as_str().into(),
            event.thing.into(),
            event.unit.map(|id| id.0).into(),
            self.payload.as_str().into(),
            (&self.hash[..]).into(),
        ]
    }
}

/// Chains events after a head, in order.
pub(crate) fn chain(lane: i64, head: Head, happened: &[Event]) -> Vec<Chained<'_>> {
    let mut previous = head.hash;
    let mut links = Vec::with_capacity(happened.len());
    for (event, position) in happened.iter().zip(head.position + 1..) {
        let payload = event.payload.to_string();
        previous = event.hash(&previous, lane, position, &payload);
        links.push(Chained { position, event, payload, hash: previous });
    }
    links
}

/// Appends events to a lane on PostgreSQL and returns its new head. The lane's row is locked by `ADVANCE`, so two
/// processes that share a lane wait for each other; the remembered head is used only when nobody else came between.
pub(crate) async fn append(
    db: &mut PgConnection,
    lane: i64,
    believed: Option<Head>,
    happened: &[Event],
) -> Stored<Head> {
    let count = i64::try_from(happened.len()).unwrap_or(i64::MAX);
    let advance = || sqlx::query_scalar(ADVANCE).bind(lane).bind(count);
    let last: i64 = match advance().fetch_optional(&mut *db).await? {
        Some(last) => last,
        None => {
            sqlx::query(OPEN_LANE).bind(lane).execute(&mut *db).await?;
            advance().fetch_one(&mut *db).await?
        }
    };
    let before = last - count;
    let hash = match believed {
        Some(head) if head.position == before => head.hash,
        _ if before == 0 => GENESIS,
        _ => {
            let hash: Vec<u8> =
                sqlx::query_scalar(HASH_AT).bind(lane).bind(before).fetch_one(&mut *db).await?;
            hash_of(hash, before)?
        }
    };
    let links = chain(lane, Head { position: before, hash }, happened);
    for some in links.chunks(ROWS) {
        let mut query = insert_text(lane, some);
        query.build().persistent([1, ROWS].contains(&some.len())).execute(&mut *db).await?;
    }
    links.last().map(Chained::head).ok_or_else(|| StoreError::Unreadable("an append of nothing".into()))
}

/// The rows of some changes and the events chained to a lane, as one statement of PostgreSQL with what it binds. It moves the
/// lane on from where its head is believed to be.
pub(crate) fn at_once(
    rows: PutOff,
    lane: i64,
    head: Head,
    links: &[Chained<'_>],
) -> Stored<(String, PgArguments)> {
    let (mut text, mut arguments) = rows.parts()?;
    let first = arguments.len();
    // Where the lane was elsewhere, it is null, and events belong to a lane: the whole statement is refused.
    text.push_str(&format!(
        ", moved as (update lanes set position = position + ${} where lane = ${} and position = ${} returning lane)
        insert into events (lane, position, at, actor, kind, thing, unit, payload, hash) values ",
        first + 1,
        first + 2,
        first + 3
    ));
    let mut bind = |value: Value| arguments.add(value).map_err(sqlx::Error::Encode);
    for value in [links.len() as i64, lane, head.position] {
        bind(value.into())?;
    }
    for (at, one) in links.iter().enumerate() {
        let before = first + 3 + at * (COLUMNS - 1);
        let values: Vec<String> = (1..COLUMNS).map(|column| format!("${}", before + column)).collect();
        text.push_str(if at == 0 { "" } else { ", " });
        text.push_str(&format!("((select lane from moved), {})", values.join(", ")));
        for value in one.row(lane).into_iter().skip(1) {
            bind(value)?;
        }
    }
    Ok((text, arguments))
}

/// Whether a statement was refused because the lane was not where it was believed to be.
pub(crate) fn is_elsewhere(error: &sqlx::Error) -> bool {
    // not_null_violation, of the lane of an event.
    let refused = error.as_database_error();
    refused.is_some_and(|refused| {
        refused.code().as_deref() == Some("23502") && refused.table() == Some("events")
    })
}

/// The last event of a lane on SQLite; before the first one, where the chain begins.
pub(crate) async fn last(db: &mut SqliteConnection, lane: i64) -> Stored<Head> {
    let row: Option<(i64, Vec<u8>)> = sqlx::query_as(LAST).bind(lane).fetch_optional(db).await?;
    match row {
        Some((position, hash)) => Ok(Head { position, hash: hash_of(hash, position)? }),
        None => Ok(Head { position: 0, hash: GENESIS }),
    }
}

/// Appends an event on SQLite with whatever else is put off.
pub(crate) fn put_off(put_off: &mut PutOff, lane: i64, one: &Chained<'_>) -> Stored<()> {
    put_off.add(INSERT, one.row(lane))
}

/// Says how long the only lane of SQLite has become, and ends the transaction.
pub(crate) async fn commit_grown(db: &mut SqliteConnection, lane: i64) -> Stored<()> {
    let text = format!("{GROWN};commit");
    sqlx::query(sqlx::AssertSqlSafe(text)).bind(lane).execute(db).await?;
    Ok(())
}

/// Many events a statement: a change of an import or of the simulated city notes thousands.
pub(crate) async fn insert_many(db: &mut SqliteConnection, lane: i64, many: &[Chained<'_>]) -> Stored<()> {
    for some in many.chunks(ROWS) {
        let mut query = insert_text(lane, some);
        query.build().persistent(some.len() == ROWS).execute(&mut *db).await?;
    }
    Ok(())
}

fn insert_text<'a, DB>(lane: i64, some: &'a [Chained<'a>]) -> QueryBuilder<DB>
where
    DB: Database,
    i64: Encode<'a, DB> + Type<DB>,
    &'a str: Encode<'a, DB> + Type<DB>,
    &'a [u8]: Encode<'a, DB> + Type<DB>,
    Uuid: Encode<'a, DB> + Type<DB>,
    Option<Uuid>: Encode<'a, DB> + Type<DB>,
{
    const HEAD: &str = "insert into events (lane, position, at, actor, kind, thing, unit, payload, hash) ";
    let mut query = QueryBuilder::new(HEAD);
    query.push_values(some, |mut row, one| {
        row.push_bind(lane)
            .push_bind(one.position)
            .push_bind(one.event.at.micros())
            .push_bind(one.event.actor.map(|id| id.0))
            .push_bind(one.event.kind.as_str())
            .push_bind(one.event.thing)
            .push_bind(one.event.unit.map(|id| id.0))
            .push_bind(one.payload.as_str())
            .push_bind(&one.hash[..]);
    });
    query
}

fn hash_of(hash: Vec<u8>, position: i64) -> Stored<[u8; 32]> {
    hash.try_into().map_err(|_| StoreError::Unreadable(format!("the hash at {position}")))
}

#[derive(FromRow)]
struct Row {
    lane: i64,
    position: i64,
    at: i64,
    actor: Option<Uuid>,
    kind: String,
    thing: Uuid,
    unit: Option<Uuid>,
    payload: String,
    hash: Vec<u8>,
}

impl From<Row> for Placed {
    fn from(row: Row) -> Self {
        let event = Event {
            at: Moment::from_micros(row.at),
            actor: row.actor.map(PersonId),
            kind: row.kind,
            thing: row.thing,
            unit: row.unit.map(UnitId),
            payload: serde_json::from_str(&row.payload).unwrap_or_default(),
        };
        Self { lane: row.lane, position: row.position, event, payload: row.payload, hash: row.hash }
    }
}

/// Every lane with the position of its last event.
///
/// # Errors
/// When the store cannot be read.
pub async fn lanes(store: &Store) -> Stored<Vec<(i64, i64)>> {
    Ok(on_engine!(store, db => sqlx::query_as(LANES).fetch_all(db).await)?)
}

/// Every lane with the position of its last event, at an instant.
///
/// # Errors
/// When the store cannot be read.
pub async fn lanes_at(at: &mut Snapshot) -> Stored<Vec<(i64, i64)>> {
    Ok(on_snapshot!(at, db => sqlx::query_as(LANES).fetch_all(db).await)?)
}

/// The events of a lane after a position, in order, at most `limit`.
///
/// # Errors
/// When the store cannot be read.
pub async fn after(store: &Store, lane: i64, position: i64, limit: i64) -> Stored<Vec<Placed>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(AFTER)
        .bind(lane).bind(position).bind(limit).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Placed::from).collect())
}

/// What happened to one thing, oldest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_thing(store: &Store, thing: Uuid, limit: i64) -> Stored<Vec<Placed>> {
    let rows: Vec<Row> =
        on_engine!(store, db => sqlx::query_as(OF_THING).bind(thing).bind(limit).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Placed::from).collect())
}
