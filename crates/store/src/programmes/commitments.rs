//! What units promised in programmes.

use crate::{
    Change, Store, StoreError,
    engine::{IDS, Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    ids::{CommitmentId, PersonId, ProgrammeId, UnitId},
    programmes::{Commitment, Source},
    time::{Day, Moment},
};
use sqlx::QueryBuilder;
use sqlx_macros::FromRow;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

macro_rules! all_columns {
    () => {
        "id, programme, parent, unit, promised_by, what, indicator, rhythm, starts_on, ends_on, needs_evidence,
        weight, base, checker, parts, made_at, ended_at, end_reason"
    };
}

macro_rules! columns {
    ($rest:literal) => {
        concat!("select ", all_columns!(), " from programme_commitments ", $rest)
    };
}

/// Most commitments of a programme that are no part of another.
const MOST: i64 = 200;

statements! {
    ADD = "insert into programme_commitments (id, programme, parent, unit, promised_by, what, indicator, source, rhythm,
        starts_on, ends_on, needs_evidence, weight, base, checker, parts, made_at, ended_at, end_reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, null, '')";
    GET = columns!("where id = $1");
    LOCK = concat!("update programme_commitments set parts = parts where id = $1 returning ", all_columns!());
    SET_PARTS = "update programme_commitments set parts = $2 where id = $1";
    END = "update programme_commitments set ended_at = $2, end_reason = $3 where id = $1 and ended_at is null";
    FIRST = columns!("where programme = $1 and parent is null order by made_at, id limit $2");
    BELOW = columns!("where parent = $1 and ended_at is null order by made_at, id");
    OF_PROGRAMME = columns!("where programme = $1 order by made_at, id");
    SIGNED = columns!("where programme = $1 and ended_at is null and (parent is null or parent in (select id from
        programme_commitments where programme = $1 and parent is null)) order by made_at, id");
    OUTSIDE = "select id from programme_commitments where programme = $1 and ended_at is null
        and (starts_on < $2 or ends_on > $3) limit 1";
    OF_UNIT = columns!("where unit = $1 and ended_at is null and ends_on >= $2 order by ends_on, id limit $3");
    OF_SOURCE = columns!("where source = $1 and ended_at is null and id > $2 order by id limit $3");
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    programme: Uuid,
    parent: Option<Uuid>,
    unit: Uuid,
    promised_by: Uuid,
    what: String,
    indicator: String,
    rhythm: String,
    starts_on: String,
    ends_on: String,
    needs_evidence: bool,
    weight: i64,
    base: i64,
    checker: Option<Uuid>,
    parts: i64,
    made_at: i64,
    ended_at: Option<i64>,
    end_reason: String,
}

impl TryFrom<Row> for Commitment {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        let unreadable = |error| StoreError::Unreadable(format!("an indicator: {error}"));
        Ok(Self {
            id: CommitmentId(row.id),
            programme: ProgrammeId(row.programme),
            parent: row.parent.map(CommitmentId),
            unit: UnitId(row.unit),
            promised_by: UnitId(row.promised_by),
            what: row.what,
            indicator: serde_json::from_str(&row.indicator).map_err(unreadable)?,
            rhythm: read(&row.rhythm)?,
            from: read(&row.starts_on)?,
            to: read(&row.ends_on)?,
            needs_evidence: row.needs_evidence,
            weight: row.weight,
            base: row.base,
            checker: row.checker.map(PersonId),
            parts: row.parts,
            made_at: Moment::from_micros(row.made_at),
            ended_at: row.ended_at.map(Moment::from_micros),
            end_reason: row.end_reason,
        })
    }
}

fn all(rows: Vec<Row>) -> Stored<Vec<Commitment>> {
    rows.into_iter().map(Commitment::try_from).collect()
}

/// Keeps a commitment.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Commitment) -> Stored<()> {
    let indicator = serde_json::to_string(&it.indicator)
        .map_err(|error| StoreError::Engine(format!("an indicator: {error}")))?;
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.programme.0).bind(it.parent.map(|id| id.0))
        .bind(it.unit.0).bind(it.promised_by.0).bind(&it.what).bind(&indicator)
        .bind(it.indicator.source.map(Source::word)).bind(it.rhythm.word()).bind(it.from.to_string())
        .bind(it.to.to_string()).bind(it.needs_evidence).bind(it.weight).bind(it.base)
        .bind(it.checker.map(|id| id.0)).bind(it.parts).bind(it.made_at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// A commitment.
///
/// # Errors
/// When the store cannot be read.
pub async fn commitment(store: &Store, id: CommitmentId) -> Stored<Option<Commitment>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Commitment::try_from).transpose()
}

/// Whether something that is still promised in a programme lies partly outside a term, from its first to its last day.
///
/// # Errors
/// When the store cannot be read.
pub async fn is_outside(change: &mut Change, programme: ProgrammeId, (from, to): (Day, Day)) -> Stored<bool> {
    let found: Option<Uuid> = on_change!(change, db => sqlx::query_scalar(OUTSIDE).bind(programme.0)
        .bind(from.to_string()).bind(to.to_string()).fetch_optional(db).await)?;
    Ok(found.is_some())
}

/// Some commitments, by their ids.
///
/// # Errors
/// When the store cannot be read.
pub async fn some(store: &Store, ids: &[CommitmentId]) -> Stored<HashMap<CommitmentId, Commitment>> {
    let rows = all(by_ids!(store, Row, columns!("where id in ("), ids, ")"))?;
    Ok(rows.into_iter().map(|it| (it.id, it)).collect())
}

/// Which of some commitments are shared out to parts that are not taken back.
///
/// # Errors
/// When the store cannot be read.
pub async fn shared(store: &Store, ids: &[CommitmentId]) -> Stored<HashSet<CommitmentId>> {
    let select = "select distinct parent from programme_commitments where ended_at is null and parent in (";
    let rows = by_ids!(store, (Uuid,), select, ids, ")");
    Ok(rows.into_iter().map(|(id,)| CommitmentId(id)).collect())
}

/// A commitment, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: CommitmentId) -> Stored<Option<Commitment>> {
    let row: Option<Row> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Commitment::try_from).transpose()
}

/// Says how many reporting parts a commitment has.
///
/// # Errors
/// When the store cannot write.
pub async fn set_parts(change: &mut Change, id: CommitmentId, parts: i64) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET_PARTS).bind(id.0).bind(parts).execute(db).await.map(drop))?;
    Ok(())
}

/// Takes a commitment back; false when it was before.
///
/// # Errors
/// When the store cannot write.
pub async fn end(change: &mut Change, id: CommitmentId, at: Moment, reason: &str) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(END).bind(id.0).bind(at.micros()).bind(reason)
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The commitments of a programme that are no part of another.
///
/// # Errors
/// When the store cannot be read.
pub async fn first_of(store: &Store, programme: ProgrammeId) -> Stored<Vec<Commitment>> {
    all(on_engine!(store, db => sqlx::query_as(FIRST).bind(programme.0).bind(MOST).fetch_all(db).await)?)
}

/// The parts of a commitment that are not taken back.
///
/// # Errors
/// When the store cannot be read.
pub async fn below(store: &Store, parent: CommitmentId) -> Stored<Vec<Commitment>> {
    all(on_engine!(store, db => sqlx::query_as(BELOW).bind(parent.0).fetch_all(db).await)?)
}

/// As [`below`], inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn below_in(change: &mut Change, parent: CommitmentId) -> Stored<Vec<Commitment>> {
    all(on_change!(change, db => sqlx::query_as(BELOW).bind(parent.0).fetch_all(db).await)?)
}

/// Every commitment of a programme, those taken back as well.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_programme(store: &Store, programme: ProgrammeId) -> Stored<Vec<Commitment>> {
    all(on_engine!(store, db => sqlx::query_as(OF_PROGRAMME).bind(programme.0).fetch_all(db).await)?)
}

/// What a covenant's text holds of its commitments: those of the programme itself and their direct parts.
///
/// # Errors
/// When the store cannot be read.
pub async fn signed(store: &Store, programme: ProgrammeId) -> Stored<Vec<Commitment>> {
    all(on_engine!(store, db => sqlx::query_as(SIGNED).bind(programme.0).fetch_all(db).await)?)
}

/// As [`signed`], inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn signed_in(change: &mut Change, programme: ProgrammeId) -> Stored<Vec<Commitment>> {
    all(on_change!(change, db => sqlx::query_as(SIGNED).bind(programme.0).fetch_all(db).await)?)
}

/// What a unit has promised and is to keep, ending on a day or later; soonest ending first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_unit(store: &Store, unit: UnitId, from: Day, limit: i64) -> Stored<Vec<Commitment>> {
    all(on_engine!(store, db => sqlx::query_as(OF_UNIT).bind(unit.0).bind(from.to_string()).bind(limit)
        .fetch_all(db).await)?)
}

/// The commitments that fill themselves from a source, after an id.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_source(
    store: &Store,
    source: Source,
    last: CommitmentId,
    limit: i64,
) -> Stored<Vec<Commitment>> {
    all(on_engine!(store, db => sqlx::query_as(OF_SOURCE).bind(source.word()).bind(last.0).bind(limit)
        .fetch_all(db).await)?)
}

/// The parts of some commitments that are not taken back.
///
/// # Errors
/// When the store cannot be read.
pub async fn parts_of(store: &Store, ids: &[CommitmentId]) -> Stored<HashMap<CommitmentId, Vec<Commitment>>> {
    let select = columns!("where ended_at is null and parent in (");
    let mut found = HashMap::<CommitmentId, Vec<Commitment>>::new();
    for part in all(by_ids!(store, Row, select, ids, ") order by made_at, id"))? {
        if let Some(parent) = part.parent {
            found.entry(parent).or_default().push(part);
        }
    }
    Ok(found)
}

/// What some units promised and did not take back, whose last day lies from a day up to, and without, another; ended longest ago
/// first.
///
/// # Errors
/// When the store cannot be read.
pub async fn ended(
    store: &Store,
    units: &[UnitId],
    (from, until): (Day, Day),
    limit: i64,
) -> Stored<Vec<Commitment>> {
    let mut found: Vec<Row> = Vec::new();
    for some in units.chunks(IDS) {
        on_engine!(store, db => {
            let mut query = QueryBuilder::new(columns!("where ended_at is null and ends_on >= "));
            query.push_bind(from.to_string()).push(" and ends_on < ").push_bind(until.to_string());
            query.push(" and unit in (");
            let mut list = query.separated(", ");
            for unit in some {
                list.push_bind(unit.0);
            }
            list.push_unseparated(") order by ends_on, id limit ");
            query.push_bind(limit);
            let rows: Vec<Row> = query.build_query_as().persistent(false).fetch_all(db).await?;
            found.extend(rows);
        });
    }
    all(found)
}
