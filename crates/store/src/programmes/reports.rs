//! What units say they have done, and what became of it.

use crate::{
    Change, Store, StoreError,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    ids::{CommitmentId, PersonId, ProgrammeId, ReportId, UnitId},
    programmes::{Evidence, Report, Verdict},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! all_columns {
    () => {
        "r.id, r.commitment, r.period, r.number, r.value, r.base, r.words, r.at, r.person, r.unit, r.evidence, r.accepted,
        r.verdict_at, r.verdict_by, r.reason, r.request_hash"
    };
}

macro_rules! columns {
    ($rest:literal) => {
        concat!("select ", all_columns!(), " from progress_reports r ", $rest)
    };
}

statements! {
    ADD = "insert into progress_reports (id, commitment, period, number, value, base, words, at, person, unit,
        evidence, accepted, verdict_at, verdict_by, reason, request_hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, null, null, null, '', $12)";
    SETTLE = "update progress_reports set accepted = $2, verdict_at = $3, verdict_by = $4, reason = $5
        where id = $1 and verdict_at is null";
    GET = columns!("where r.id = $1");
    OF_PERIOD = columns!("where r.commitment = $1 and r.period = $2 order by r.number");
    HAS_REPORTS = "select 1 from progress_reports where commitment = $1 limit 1";
    OF_COMMITMENT = columns!("where r.commitment = $1 order by r.period, r.number");
    OF_PROGRAMME = columns!("join programme_commitments c on c.id = r.commitment where c.programme = $1
        order by r.commitment, r.period, r.number");
    /// What waits for a verdict on parts of what a unit promised.
    WAITING = columns!("join programme_commitments c on c.id = r.commitment
        join programme_commitments p on p.id = c.parent
        where p.unit = $1 and p.ended_at is null and c.ended_at is null and r.verdict_at is null
        order by r.at, r.id limit $2");
    /// The same of what others promised in its programmes without being given a part.
    WAITING_FIRST = columns!("join programme_commitments c on c.id = r.commitment
        join programmes g on g.id = c.programme
        where g.unit = $1 and g.ended_at is null and c.parent is null and c.unit <> $1 and c.ended_at is null
        and r.verdict_at is null order by r.at, r.id limit $2");
    WAITING_FOR = columns!("join programme_commitments c on c.id = r.commitment
        where c.checker = $1 and c.ended_at is null and r.verdict_at is null order by r.at, r.id limit $2");
    OF_PARTS = columns!("join programme_commitments c on c.id = r.commitment
        where c.parent = $1 and c.ended_at is null and r.period = $2 order by r.at, r.number");
    ADD_EVIDENCE = "insert into progress_evidence (report, thing, kind) values ($1, $2, $3)
        on conflict (report, thing) do nothing";
    EVIDENCE = "select thing, kind from progress_evidence where report = $1 order by thing";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    commitment: Uuid,
    period: String,
    number: i64,
    value: i64,
    base: Option<i64>,
    words: String,
    at: i64,
    person: Option<Uuid>,
    unit: Uuid,
    evidence: i64,
    accepted: Option<bool>,
    verdict_at: Option<i64>,
    verdict_by: Option<Uuid>,
    reason: String,
    request_hash: Vec<u8>,
}

impl TryFrom<Row> for Report {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        let verdict = row.accepted.zip(row.verdict_at).map(|(is_accepted, at)| Verdict {
            is_accepted,
            at: Moment::from_micros(at),
            by: row.verdict_by.map(PersonId),
            reason: row.reason,
        });
        Ok(Self {
            id: ReportId(row.id),
            commitment: CommitmentId(row.commitment),
            period: read(&row.period)?,
            number: row.number,
            value: row.value,
            base: row.base,
            words: row.words,
            at: Moment::from_micros(row.at),
            person: row.person.map(PersonId),
            unit: UnitId(row.unit),
            evidence: row.evidence,
            verdict,
            request_hash: row.request_hash,
        })
    }
}

fn all(rows: Vec<Row>) -> Stored<Vec<Report>> {
    rows.into_iter().map(Report::try_from).collect()
}

/// Keeps a report that nobody has looked at yet.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Report) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.commitment.0).bind(it.period.to_string())
        .bind(it.number).bind(it.value).bind(it.base).bind(&it.words).bind(it.at.micros()).bind(it.person.map(|id| id.0))
        .bind(it.unit.0).bind(it.evidence).bind(&it.request_hash).execute(db).await.map(drop))?;
    Ok(())
}

/// Keeps what became of a report; false when something had before.
///
/// # Errors
/// When the store cannot write.
pub async fn settle(change: &mut Change, id: ReportId, it: &Verdict) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(SETTLE).bind(id.0).bind(it.is_accepted).bind(it.at.micros())
        .bind(it.by.map(|id| id.0)).bind(&it.reason).execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// A report.
///
/// # Errors
/// When the store cannot be read.
pub async fn report(store: &Store, id: ReportId) -> Stored<Option<Report>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Report::try_from).transpose()
}

/// The reports of a period, in order, inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_period(change: &mut Change, commitment: CommitmentId, period: Day) -> Stored<Vec<Report>> {
    all(on_change!(change, db => sqlx::query_as(OF_PERIOD).bind(commitment.0).bind(period.to_string())
        .fetch_all(db).await)?)
}

/// Whether anything was ever reported on a commitment.
///
/// # Errors
/// When the store cannot be read.
pub async fn has_reports(change: &mut Change, commitment: CommitmentId) -> Stored<bool> {
    let found: Option<i32> = on_change!(change, db => sqlx::query_scalar(HAS_REPORTS).bind(commitment.0).fetch_optional(db).await)?;
    Ok(found.is_some())
}

/// All reports on a commitment, by period and order.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_commitment(store: &Store, commitment: CommitmentId) -> Stored<Vec<Report>> {
    all(on_engine!(store, db => sqlx::query_as(OF_COMMITMENT).bind(commitment.0).fetch_all(db).await)?)
}

/// All reports on some commitments, by commitment, period and order.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_some(store: &Store, ids: &[CommitmentId]) -> Stored<Vec<Report>> {
    let select = columns!("where r.commitment in (");
    all(by_ids!(store, Row, select, ids, ") order by r.commitment, r.period, r.number"))
}

/// All reports of a programme, by commitment, period and order.
///
/// # Errors
/// When the store cannot be read.
pub async fn all_of_programme(store: &Store, programme: ProgrammeId) -> Stored<Vec<Report>> {
    all(on_engine!(store, db => sqlx::query_as(OF_PROGRAMME).bind(programme.0).fetch_all(db).await)?)
}

/// What waits for a verdict on the parts of what a unit promised, the oldest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn waiting(store: &Store, unit: UnitId, limit: i64) -> Stored<Vec<Report>> {
    all(on_engine!(store, db => sqlx::query_as(WAITING).bind(unit.0).bind(limit).fetch_all(db).await)?)
}

/// What waits for a verdict on what others promised in a unit's programmes and is no part of something else.
///
/// # Errors
/// When the store cannot be read.
pub async fn waiting_first(store: &Store, unit: UnitId, limit: i64) -> Stored<Vec<Report>> {
    all(on_engine!(store, db => sqlx::query_as(WAITING_FIRST).bind(unit.0).bind(limit).fetch_all(db).await)?)
}

/// What waits for a verdict of somebody who was named to check it.
///
/// # Errors
/// When the store cannot be read.
pub async fn waiting_for(store: &Store, person: PersonId, limit: i64) -> Stored<Vec<Report>> {
    all(on_engine!(store, db => sqlx::query_as(WAITING_FOR).bind(person.0).bind(limit).fetch_all(db).await)?)
}

/// The reports of a period on the parts of a commitment, in order of time.
///
/// # Errors
/// When the store cannot be read.
pub async fn reports_below(store: &Store, parent: CommitmentId, period: Day) -> Stored<Vec<Report>> {
    all(on_engine!(store, db => sqlx::query_as(OF_PARTS).bind(parent.0).bind(period.to_string())
        .fetch_all(db).await)?)
}

/// Keeps that a report points to something.
///
/// # Errors
/// When the store cannot write.
pub async fn add_evidence(change: &mut Change, report: ReportId, thing: Uuid, kind: Evidence) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_EVIDENCE).bind(report.0).bind(thing).bind(kind.word())
        .execute(db).await.map(drop))?;
    Ok(())
}

/// What a report points to.
///
/// # Errors
/// When the store cannot be read.
pub async fn evidence_of(store: &Store, report: ReportId) -> Stored<Vec<(Uuid, Evidence)>> {
    let rows: Vec<(Uuid, String)> =
        on_engine!(store, db => sqlx::query_as(EVIDENCE).bind(report.0).fetch_all(db).await)?;
    rows.into_iter().map(|(thing, kind)| Ok((thing, read(&kind)?))).collect()
}
