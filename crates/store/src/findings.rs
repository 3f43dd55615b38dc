//! Findings, their places, and what was done about them.

pub mod nights;

use crate::{
    Change, Store, StoreError,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    findings::{Done, Finding, Method, Place, Reason, State},
    ids::{CommitmentId, FindingId, PersonId, UnitId},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use std::collections::HashMap;
use uuid::Uuid;

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "select f.id, f.kind, f.method, f.topic, f.starts_on, f.ends_on, f.observed, f.expected, f.chance, f.tests, ",
            "f.people, f.lead_days, f.first_seen, f.last_seen, f.state, f.promise, f.curve, f.moved_at from findings f ",
            $rest
        )
    };
}

statements! {
    GET = columns!("where f.id = $1");
    /// Locks the row on PostgreSQL, so that acts follow one another; on SQLite the writer is alone anyway.
    LOCK = "update findings set state = state where id = $1 returning id, kind, method, topic, starts_on, ends_on, observed,
        expected, chance, tests, people, lead_days, first_seen, last_seen, state, promise, curve, moved_at";
    /// What was seen since a day, of every state: tonight's is compared with it.
    SINCE = columns!("where f.last_seen >= $1 order by f.last_seen desc, f.id limit $2");
    IN_STATE = columns!("where f.state = $1 order by f.last_seen desc, f.id limit $2");
    OF_TOPIC = columns!("where f.topic = $1 order by f.last_seen desc, f.id limit $2");
    OF_METHOD = columns!("where f.method = $1 and f.last_seen >= $2 order by f.last_seen desc, f.id limit $3");
    /// What somebody did meanwhile stays.
    PUT = "insert into findings (id, kind, method, topic, starts_on, ends_on, observed, expected, chance, tests, people,
            first_seen, last_seen, state, promise, curve, moved_at, lead_days)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        on conflict (id) do update set kind = excluded.kind, method = excluded.method, starts_on = excluded.starts_on,
            ends_on = excluded.ends_on, observed = excluded.observed, expected = excluded.expected,
            chance = excluded.chance, tests = excluded.tests, people = excluded.people,
            last_seen = excluded.last_seen, curve = excluded.curve,
            state = case when findings.state = 'passed' then excluded.state else findings.state end,
            moved_at = excluded.moved_at";
    SET_STATE = "update findings set state = $2, moved_at = $3 where id = $1";
    /// What nobody did anything about and was not seen since a day went by.
    PASS = "update findings set state = 'passed', moved_at = $2 where state = 'open' and last_seen < $1 returning id";
    PLACES = "select id, finding, place, unit, observed, expected from finding_places where finding = $1
        order by observed desc, id";
    PUT_PLACE = "insert into finding_places (id, finding, place, unit, observed, expected) values ($1, $2, $3, $4, $5, $6)
        on conflict (finding, place) do update set observed = excluded.observed, expected = excluded.expected";
    DROP_PLACE = "delete from finding_places where id = $1";
    ADD_ACT = "insert into finding_acts (id, finding, number, at, act, reason, words, person, unit, commitment)
        select $2, $1, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9 from finding_acts where finding = $1";
    ACTS = "select finding, id, number, at, act, reason, words, person, unit, commitment from finding_acts where finding = $1
        order by number";
    /// Wholes that are promised and run: what is shared out is foretold as a whole.
    PROMISED = "select id from programme_commitments where id > $1 and parent is null and ended_at is null
        and starts_on <= $2 and ends_on >= $2 order by id limit $3";
}

/// The most findings that one list reads.
pub const MOST: i64 = 500;

#[derive(FromRow)]
struct Row {
    id: Uuid,
    kind: String,
    method: String,
    topic: String,
    starts_on: String,
    ends_on: String,
    observed: i64,
    expected: f64,
    chance: f64,
    tests: i64,
    people: i64,
    lead_days: i64,
    first_seen: String,
    last_seen: String,
    state: String,
    promise: Option<Uuid>,
    curve: Option<String>,
    moved_at: i64,
}

impl TryFrom<Row> for Finding {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: FindingId(row.id),
            kind: read(&row.kind)?,
            method: read(&row.method)?,
            topic: row.topic,
            days: (read(&row.starts_on)?, read(&row.ends_on)?),
            observed: row.observed,
            expected: row.expected,
            chance: row.chance,
            tests: row.tests,
            people: row.people,
            lead_days: row.lead_days,
            first_seen: read(&row.first_seen)?,
            last_seen: read(&row.last_seen)?,
            state: read(&row.state)?,
            promise: row.promise.map(CommitmentId),
            curve: row.curve.as_deref().and_then(|curve| serde_json::from_str(curve).ok()),
            moved_at: Moment::from_micros(row.moved_at),
        })
    }
}

fn all(rows: Vec<Row>) -> Stored<Vec<Finding>> {
    rows.into_iter().map(Finding::try_from).collect()
}

/// One finding.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: FindingId) -> Stored<Option<Finding>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Finding::try_from).transpose()
}

/// One finding, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: FindingId) -> Stored<Option<Finding>> {
    let row: Option<Row> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Finding::try_from).transpose()
}

/// Findings seen on a day or later, of every state.
///
/// # Errors
/// When the store cannot be read.
pub async fn since(store: &Store, day: Day) -> Stored<Vec<Finding>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(SINCE).bind(day.to_string()).bind(MOST)
        .fetch_all(db).await)?;
    all(rows)
}

/// Findings of a state, seen last first.
///
/// # Errors
/// When the store cannot be read.
pub async fn in_state(store: &Store, state: State) -> Stored<Vec<Finding>> {
    let rows: Vec<Row> =
        on_engine!(store, db => sqlx::query_as(IN_STATE).bind(state.word()).bind(MOST).fetch_all(db).await)?;
    all(rows)
}

/// Findings of a topic, seen last first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_topic(store: &Store, topic: &str, limit: i64) -> Stored<Vec<Finding>> {
    let rows: Vec<Row> =
        on_engine!(store, db => sqlx::query_as(OF_TOPIC).bind(topic).bind(limit).fetch_all(db).await)?;
    all(rows)
}

/// What a method found that was seen on a day or later, seen last first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_method(store: &Store, method: Method, since: Day) -> Stored<Vec<Finding>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF_METHOD).bind(method.word())
        .bind(since.to_string()).bind(MOST).fetch_all(db).await)?;
    all(rows)
}

/// Writes a finding, new or as it stands now.
///
/// # Errors
/// When the store cannot write.
pub async fn put(change: &mut Change, it: &Finding) -> Stored<()> {
    let curve = it.curve.as_ref().and_then(|curve| serde_json::to_string(curve).ok());
    on_change!(change, db => sqlx::query(PUT).bind(it.id.0).bind(it.kind.word()).bind(it.method.word())
        .bind(&it.topic).bind(it.days.0.to_string()).bind(it.days.1.to_string()).bind(it.observed)
        .bind(it.expected).bind(it.chance).bind(it.tests).bind(it.people).bind(it.first_seen.to_string())
        .bind(it.last_seen.to_string()).bind(it.state.word()).bind(it.promise.map(|id| id.0)).bind(&curve)
        .bind(it.moved_at.micros()).bind(it.lead_days).execute(db).await.map(drop))?;
    Ok(())
}

/// Says what became of a finding.
///
/// # Errors
/// When the store cannot write.
pub async fn set_state(change: &mut Change, id: FindingId, state: State, at: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET_STATE).bind(id.0).bind(state.word()).bind(at.micros()).execute(db)
        .await.map(drop))?;
    Ok(())
}

/// Lets pass what is open and was not seen since a day; says which.
///
/// # Errors
/// When the store cannot write.
pub async fn pass_by(change: &mut Change, since: Day, at: Moment) -> Stored<Vec<FindingId>> {
    let ids: Vec<Uuid> = on_change!(change, db => sqlx::query_scalar(PASS).bind(since.to_string())
        .bind(at.micros()).fetch_all(db).await)?;
    Ok(ids.into_iter().map(FindingId).collect())
}

#[derive(FromRow)]
struct PlaceRow {
    id: Uuid,
    finding: Uuid,
    place: Uuid,
    unit: Uuid,
    observed: i64,
    expected: f64,
}

impl PlaceRow {
    fn place(self) -> (FindingId, Place) {
        let place = Place {
            id: self.id,
            place: UnitId(self.place),
            unit: UnitId(self.unit),
            observed: self.observed,
            expected: self.expected,
        };
        (FindingId(self.finding), place)
    }
}

/// The places of a finding, those with most first.
///
/// # Errors
/// When the store cannot be read.
pub async fn places(store: &Store, id: FindingId) -> Stored<Vec<Place>> {
    let rows: Vec<PlaceRow> = on_engine!(store, db => sqlx::query_as(PLACES).bind(id.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|row| row.place().1).collect())
}

/// The places of some findings.
///
/// # Errors
/// When the store cannot be read.
pub async fn places_of(store: &Store, ids: &[FindingId]) -> Stored<HashMap<FindingId, Vec<Place>>> {
    let select = "select id, finding, place, unit, observed, expected from finding_places where finding in (";
    let rows: Vec<PlaceRow> = by_ids!(store, PlaceRow, select, ids, ") order by observed desc, id");
    let mut found = HashMap::<FindingId, Vec<Place>>::new();
    for row in rows {
        let (id, place) = row.place();
        found.entry(id).or_default().push(place);
    }
    Ok(found)
}

/// Writes a place of a finding; one that is there keeps whoever cares for it.
///
/// # Errors
/// When the store cannot write.
pub async fn put_place(change: &mut Change, finding: FindingId, it: &Place) -> Stored<()> {
    on_change!(change, db => sqlx::query(PUT_PLACE).bind(it.id).bind(finding.0).bind(it.place.0).bind(it.unit.0)
        .bind(it.observed).bind(it.expected).execute(db).await.map(drop))?;
    Ok(())
}

/// Takes a place off a finding that is not there any more.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_place(change: &mut Change, id: Uuid) -> Stored<()> {
    on_change!(change, db => sqlx::query(DROP_PLACE).bind(id).execute(db).await.map(drop))?;
    Ok(())
}

/// Keeps an act; its number follows from those that are there.
///
/// # Errors
/// When the store cannot write.
pub async fn add_act(change: &mut Change, finding: FindingId, act: &Done) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_ACT).bind(finding.0).bind(act.id).bind(act.at.micros())
        .bind(act.act.word()).bind(act.reason.map(Reason::word)).bind(&act.words)
        .bind(act.person.map(|id| id.0)).bind(act.unit.map(|id| id.0)).bind(act.commitment.map(|id| id.0))
        .execute(db).await.map(drop))?;
    Ok(())
}

#[derive(FromRow)]
struct ActRow {
    finding: Uuid,
    id: Uuid,
    number: i64,
    at: i64,
    act: String,
    reason: Option<String>,
    words: String,
    person: Option<Uuid>,
    unit: Option<Uuid>,
    commitment: Option<Uuid>,
}

impl ActRow {
    fn act(self) -> Stored<(FindingId, Done)> {
        let act = Done {
            id: self.id,
            number: self.number,
            at: Moment::from_micros(self.at),
            act: read(&self.act)?,
            reason: self.reason.as_deref().map(read).transpose()?,
            words: self.words,
            person: self.person.map(PersonId),
            unit: self.unit.map(UnitId),
            commitment: self.commitment.map(CommitmentId),
        };
        Ok((FindingId(self.finding), act))
    }
}

/// What was done about a finding, the first act first.
///
/// # Errors
/// When the store cannot be read.
pub async fn acts(store: &Store, id: FindingId) -> Stored<Vec<Done>> {
    let rows: Vec<ActRow> = on_engine!(store, db => sqlx::query_as(ACTS).bind(id.0).fetch_all(db).await)?;
    rows.into_iter().map(|row| Ok(row.act()?.1)).collect()
}

/// What was done about some findings, of each the first act first.
///
/// # Errors
/// When the store cannot be read.
pub async fn acts_of(store: &Store, ids: &[FindingId]) -> Stored<HashMap<FindingId, Vec<Done>>> {
    let select =
        "select finding, id, number, at, act, reason, words, person, unit, commitment from finding_acts
        where finding in (";
    let rows: Vec<ActRow> = by_ids!(store, ActRow, select, ids, ") order by finding, number");
    let mut found = HashMap::<FindingId, Vec<Done>>::new();
    for row in rows {
        let (id, act) = row.act()?;
        found.entry(id).or_default().push(act);
    }
    Ok(found)
}

/// Wholes that are promised and run on a day, after one in the order of ids.
///
/// # Errors
/// When the store cannot be read.
pub async fn promised(store: &Store, after: CommitmentId, on: Day, limit: i64) -> Stored<Vec<CommitmentId>> {
    let ids: Vec<Uuid> = on_engine!(store, db => sqlx::query_scalar(PROMISED).bind(after.0).bind(on.to_string())
        .bind(limit).fetch_all(db).await)?;
    Ok(ids.into_iter().map(CommitmentId).collect())
}
