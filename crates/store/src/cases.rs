//! Cases, their histories, whoever asked, and everybody who said "me too".

pub mod counted;
mod due;
mod lists;
mod merged;
mod over;
mod people;

pub use due::{due, due_days};
pub use lists::{
    Counts, Row, Tab, answered_since, by_observation, counts, late_at, nearby, open_at, queue,
    settled_before, source,
};
pub(crate) use merged::over;
pub use merged::{carriers, merge_of, merged};
pub use over::{STATEMENTS as OVER_STATEMENTS, over};
pub use people::{
    Reading, add_supporter, contact, contact_ways, note_reading, readings, save_contact, supporter,
};

use crate::{
    Change, Store,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    put_off,
};
use danvan_domain::{
    cases::{Case, Entry},
    ids::{CaseId, EntryId, ObservationId, PersonId, UnitId},
    time::Moment,
};
use sqlx_macros::FromRow;
use std::collections::HashMap;
use uuid::Uuid;

/// The columns of a case, in the order of [`CaseRow`].
macro_rules! columns {
    () => {
        "id, receipt, request_hash, procedure, channel, topic, place, lat, lon, title, body, language, stage, urgent,
        priority, responsible, assignee, received_at, received_on, receive_due_at, due_at, due_reason, accepted_at,
        answered_at, on_time, late_reason, closed_at, reopened, solved, supporters, merged_into, observation, source"
    };
}
pub(crate) use columns;

const ADD: &str = concat!(
    "insert into cases (",
    columns!(),
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
        $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)"
);
const GET: &str = concat!("select ", columns!(), " from cases where id = $1");
const BY_RECEIPT: &str = concat!("select ", columns!(), " from cases where receipt = $1");
/// Locks the row on PostgreSQL; on SQLite the writer is alone anyway.
const LOCK: &str = concat!("update cases set reopened = reopened where id = $1 returning ", columns!());
const SAVE: &str =
    "update cases set topic = $2, stage = $3, urgent = $4, priority = $5, responsible = $6, assignee = $7,
    due_at = $8, due_reason = $9, accepted_at = $10, answered_at = $11, on_time = $12, late_reason = $13,
    closed_at = $14, reopened = $15, solved = $16, supporters = $17, merged_into = $18, receive_due_at = $19
    where id = $1";
const MOVE_DUE: &str = "update cases set receive_due_at = $2, due_at = $3, due_reason = $4 where id = $1";
const ADD_ENTRY: &str =
    "insert into entries (id, case_id, at, on_day, kind, public, body, person, unit, detail)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const ENTRIES: &str = "select id, case_id, at, kind, public, body, person, unit, detail from entries
    where case_id = $1 order by at, id";
const SPOKEN_SINCE: &str = "select count(*) from entries
    where case_id = $1 and at > $2 and kind in ('added', 'reopened')";

/// Every statement of this room, by name.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("ADD", ADD),
    ("GET", GET),
    ("BY_RECEIPT", BY_RECEIPT),
    ("LOCK", LOCK),
    ("SAVE", SAVE),
    ("MOVE_DUE", MOVE_DUE),
    ("ADD_ENTRY", ADD_ENTRY),
    ("ENTRIES", ENTRIES),
    ("SPOKEN_SINCE", SPOKEN_SINCE),
];
pub use due::STATEMENTS as DUE_STATEMENTS;
pub use lists::STATEMENTS as LIST_STATEMENTS;
pub use merged::STATEMENTS as MERGED_STATEMENTS;
pub use people::STATEMENTS as PEOPLE_STATEMENTS;

#[derive(FromRow)]
pub(crate) struct CaseRow {
    id: Uuid,
    receipt: String,
    request_hash: Vec<u8>,
    procedure: String,
    channel: String,
    topic: String,
    place: Uuid,
    lat: Option<f64>,
    lon: Option<f64>,
    title: String,
    body: String,
    language: String,
    stage: String,
    urgent: bool,
    priority: i64,
    responsible: Uuid,
    assignee: Option<Uuid>,
    received_at: i64,
    received_on: String,
    receive_due_at: i64,
    due_at: i64,
    due_reason: String,
    accepted_at: Option<i64>,
    answered_at: Option<i64>,
    on_time: Option<bool>,
    late_reason: Option<String>,
    closed_at: Option<i64>,
    reopened: i64,
    solved: Option<bool>,
    supporters: i64,
    merged_into: Option<Uuid>,
    observation: Option<Uuid>,
    source: Option<String>,
}

impl TryFrom<CaseRow> for Case {
    type Error = crate::StoreError;
    fn try_from(row: CaseRow) -> Stored<Self> {
        Ok(Self {
            id: CaseId(row.id),
            receipt: row.receipt,
            request_hash: row.request_hash,
            procedure: row.procedure,
            channel: read(&row.channel)?,
            topic: row.topic,
            place: UnitId(row.place),
            point: row.lat.zip(row.lon),
            title: row.title,
            body: row.body,
            language: row.language,
            stage: read(&row.stage)?,
            urgent: row.urgent,
            priority: row.priority,
            responsible: UnitId(row.responsible),
            assignee: row.assignee.map(PersonId),
            received_at: Moment::from_micros(row.received_at),
            received_on: read(&row.received_on)?,
            receive_due_at: Moment::from_micros(row.receive_due_at),
            due_at: Moment::from_micros(row.due_at),
            due_reason: row.due_reason,
            accepted_at: row.accepted_at.map(Moment::from_micros),
            answered_at: row.answered_at.map(Moment::from_micros),
            on_time: row.on_time,
            late_reason: row.late_reason,
            closed_at: row.closed_at.map(Moment::from_micros),
            reopened: row.reopened,
            solved: row.solved,
            supporters: row.supporters,
            merged_into: row.merged_into.map(CaseId),
            observation: row.observation.map(ObservationId),
            source: row.source,
        })
    }
}

/// Adds a case; its answer is awaited only at the change's commit.
///
/// # Errors
/// When the store cannot write. Here or at the commit [`StoreError::Taken`](crate::StoreError::Taken) when a case with
/// this id is already there.
pub async fn add(change: &mut Change, case: &Case) -> Stored<()> {
    put_off!(
        change,
        ADD,
        case.id.0,
        &case.receipt,
        &case.request_hash,
        &case.procedure,
        case.channel.word(),
        &case.topic,
        case.place.0,
        case.point.map(|at| at.0),
        case.point.map(|at| at.1),
        &case.title,
        &case.body,
        &case.language,
        case.stage.word(),
        case.urgent,
        case.priority,
        case.responsible.0,
        case.assignee.map(|id| id.0),
        case.received_at.micros(),
        case.received_on.to_string(),
        case.receive_due_at.micros(),
        case.due_at.micros(),
        &case.due_reason,
        case.accepted_at.map(Moment::micros),
        case.answered_at.map(Moment::micros),
        case.on_time,
        &case.late_reason,
        case.closed_at.map(Moment::micros),
        case.reopened,
        case.solved,
        case.supporters,
        case.merged_into.map(|id| id.0),
        case.observation.map(|id| id.0),
        &case.source,
    );
    Ok(())
}

/// Which of some cases are there.
///
/// # Errors
/// When the store cannot be read.
pub async fn there(store: &Store, ids: &[CaseId]) -> Stored<Vec<CaseId>> {
    let rows = by_ids!(store, (Uuid,), "select id from cases where id in (", ids, ")");
    Ok(rows.into_iter().map(|(id,)| CaseId(id)).collect())
}

/// Some cases, each with its history, in the order in which they are named; those that are not there are left out.
///
/// # Errors
/// When the store cannot be read.
pub async fn with_entries(store: &Store, ids: &[CaseId]) -> Stored<Vec<(Case, Vec<Entry>)>> {
    const CASES: &str = concat!("select ", columns!(), " from cases where id in (");
    const ENTRIES: &str = "select id, case_id, at, kind, public, body, person, unit, detail from entries
        where case_id in (";
    let rows = by_ids!(store, CaseRow, CASES, ids, ")");
    let mut cases: HashMap<CaseId, (Case, Vec<Entry>)> = HashMap::with_capacity(rows.len());
    for row in rows {
        let case = Case::try_from(row)?;
        cases.insert(case.id, (case, Vec::new()));
    }
    let rows = by_ids!(store, EntryRow, ENTRIES, ids, ") order by case_id, at, id");
    for row in rows {
        let entry = Entry::try_from(row)?;
        if let Some((_, entries)) = cases.get_mut(&entry.case) {
            entries.push(entry);
        }
    }
    Ok(ids.iter().filter_map(|id| cases.remove(id)).collect())
}

/// A case by id.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: CaseId) -> Stored<Option<Case>> {
    let row: Option<CaseRow> =
        on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Case::try_from).transpose()
}

/// A case by the code of its receipt, without dashes.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_receipt(store: &Store, receipt: &str) -> Stored<Option<Case>> {
    let row: Option<CaseRow> =
        on_engine!(store, db => sqlx::query_as(BY_RECEIPT).bind(receipt).fetch_optional(db).await)?;
    row.map(Case::try_from).transpose()
}

/// A case as it stands inside a change, locked until its end.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: CaseId) -> Stored<Option<Case>> {
    let row: Option<CaseRow> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Case::try_from).transpose()
}

/// Writes what may change of a case.
///
/// # Errors
/// When the store cannot write.
pub async fn save(change: &mut Change, case: &Case) -> Stored<()> {
    on_change!(change, db => sqlx::query(SAVE)
        .bind(case.id.0).bind(&case.topic).bind(case.stage.word()).bind(case.urgent).bind(case.priority)
        .bind(case.responsible.0).bind(case.assignee.map(|id| id.0)).bind(case.due_at.micros()).bind(&case.due_reason)
        .bind(case.accepted_at.map(Moment::micros)).bind(case.answered_at.map(Moment::micros)).bind(case.on_time)
        .bind(&case.late_reason).bind(case.closed_at.map(Moment::micros)).bind(case.reopened).bind(case.solved)
        .bind(case.supporters).bind(case.merged_into.map(|id| id.0)).bind(case.receive_due_at.micros())
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Writes the due moments of a case, which a changed calendar has moved.
///
/// # Errors
/// When the store cannot write.
pub async fn move_due(change: &mut Change, case: &Case) -> Stored<()> {
    on_change!(change, db => sqlx::query(MOVE_DUE).bind(case.id.0).bind(case.receive_due_at.micros())
        .bind(case.due_at.micros()).bind(&case.due_reason).execute(db).await.map(drop))?;
    Ok(())
}

/// Adds a line to a case's history.
///
/// # Errors
/// When the store cannot write.
pub async fn add_entry(change: &mut Change, entry: &Entry) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_ENTRY)
        .bind(entry.id.0).bind(entry.case.0).bind(entry.at.micros()).bind(entry.at.day().to_string())
        .bind(entry.kind.word()).bind(entry.public).bind(&entry.body).bind(entry.person.map(|id| id.0))
        .bind(entry.unit.map(|id| id.0)).bind(&entry.detail).execute(db).await.map(drop))?;
    Ok(())
}

#[derive(FromRow)]
struct EntryRow {
    id: Uuid,
    case_id: Uuid,
    at: i64,
    kind: String,
    public: bool,
    body: String,
    person: Option<Uuid>,
    unit: Option<Uuid>,
    detail: String,
}

impl TryFrom<EntryRow> for Entry {
    type Error = crate::StoreError;
    fn try_from(row: EntryRow) -> Stored<Self> {
        Ok(Self {
            id: EntryId(row.id),
            case: CaseId(row.case_id),
            at: Moment::from_micros(row.at),
            kind: read(&row.kind)?,
            public: row.public,
            body: row.body,
            person: row.person.map(PersonId),
            unit: row.unit.map(UnitId),
            detail: row.detail,
        })
    }
}

/// A case's history, oldest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn entries(store: &Store, case: CaseId) -> Stored<Vec<Entry>> {
    let rows: Vec<EntryRow> =
        on_engine!(store, db => sqlx::query_as(ENTRIES).bind(case.0).fetch_all(db).await)?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// Whether whoever asked has added words after a moment, as it stands inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn spoken_since(change: &mut Change, case: CaseId, seen: Moment) -> Stored<bool> {
    let spoken: i64 = on_change!(change, db => sqlx::query_scalar(SPOKEN_SINCE).bind(case.0).bind(seen.micros())
        .fetch_one(db).await)?;
    Ok(spoken > 0)
}
