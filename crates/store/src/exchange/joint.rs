//! Programmes that another installation leads, and what parties outside this one promised and came to.

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    ids::{CommitmentId, PartyId, ProgrammeId},
    programmes::{Figure, Indicator, Rhythm, Total},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    ORIGIN = "select origin, version from joint_programmes where programme = $1";
    PUT_ORIGIN = "insert into joint_programmes (programme, origin, version) values ($1, $2, $3)
        on conflict (programme) do update set version = excluded.version";
    ADD = "insert into joint_commitments (id, programme, party, what, indicator, rhythm, starts_on, ends_on, made_at,
        ended_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null)";
    OF = "select id, programme, party, what, indicator, rhythm, starts_on, ends_on, ended_at from joint_commitments
        where programme = $1 order by made_at, id";
    END = "update joint_commitments set ended_at = $2 where id = $1 and ended_at is null";
    FIGURES = "select f.commitment, f.period, f.claimed, f.claimed_base, f.claimed_count, f.claimed_at, f.proven,
        f.proven_base, f.proven_count, f.proven_at from joint_commitments c
        join joint_figures f on f.commitment = c.id where c.programme = $1 order by f.commitment, f.period";
    SAVE = "insert into joint_figures (commitment, period, claimed, claimed_base, claimed_count, claimed_at, proven,
        proven_base, proven_count, proven_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (commitment, period) do update set claimed = excluded.claimed,
        claimed_base = excluded.claimed_base, claimed_count = excluded.claimed_count,
        claimed_at = excluded.claimed_at, proven = excluded.proven, proven_base = excluded.proven_base,
        proven_count = excluded.proven_count, proven_at = excluded.proven_at";
}

/// What a party outside this installation promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// Its id.
    pub id: CommitmentId,
    /// In which programme.
    pub programme: ProgrammeId,
    /// Which party.
    pub party: PartyId,
    /// What.
    pub what: String,
    /// By what it is measured.
    pub indicator: Indicator,
    /// How often it falls due.
    pub rhythm: Rhythm,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Whether it was taken back.
    pub is_over: bool,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    programme: Uuid,
    party: Uuid,
    what: String,
    indicator: String,
    rhythm: String,
    starts_on: String,
    ends_on: String,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for Outside {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        let indicator = serde_json::from_str(&row.indicator)
            .map_err(|error| StoreError::Unreadable(format!("an indicator: {error}")))?;
        Ok(Self {
            id: CommitmentId(row.id),
            programme: ProgrammeId(row.programme),
            party: PartyId(row.party),
            what: row.what,
            indicator,
            rhythm: read(&row.rhythm)?,
            from: read(&row.starts_on)?,
            to: read(&row.ends_on)?,
            is_over: row.ended_at.is_some(),
        })
    }
}

/// Which installation leads a programme and the version that was taken of it; nothing for one of this house.
///
/// # Errors
/// When the store cannot be read.
pub async fn origin(store: &Store, programme: ProgrammeId) -> Stored<Option<(String, i64)>> {
    Ok(on_engine!(store, db => sqlx::query_as(ORIGIN).bind(programme.0).fetch_optional(db).await)?)
}

/// As [`origin`], inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn origin_in(change: &mut Change, programme: ProgrammeId) -> Stored<Option<(String, i64)>> {
    Ok(on_change!(change, db => sqlx::query_as(ORIGIN).bind(programme.0).fetch_optional(db).await)?)
}

/// Keeps which installation leads a programme, and the version of it that was taken.
///
/// # Errors
/// When the store cannot write.
pub async fn put_origin(change: &mut Change, programme: ProgrammeId, key: &str, version: i64) -> Stored<()> {
    on_change!(change, db => sqlx::query(PUT_ORIGIN).bind(programme.0).bind(key).bind(version)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Keeps what a party outside promised.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Outside, at: Moment) -> Stored<()> {
    let indicator = serde_json::to_string(&it.indicator)
        .map_err(|error| StoreError::Engine(format!("an indicator: {error}")))?;
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.programme.0).bind(it.party.0)
        .bind(&it.what).bind(&indicator).bind(it.rhythm.word()).bind(it.from.to_string())
        .bind(it.to.to_string()).bind(at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// What the parties outside promised in a programme, what was taken back as well.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(store: &Store, programme: ProgrammeId) -> Stored<Vec<Outside>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF).bind(programme.0).fetch_all(db).await)?;
    rows.into_iter().map(Outside::try_from).collect()
}

/// Ends what was taken back; false when it was already.
///
/// # Errors
/// When the store cannot write.
pub async fn end(change: &mut Change, id: CommitmentId, at: Moment) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(END).bind(id.0).bind(at.micros()).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

#[derive(FromRow)]
struct FigureRow {
    commitment: Uuid,
    period: String,
    claimed: i64,
    claimed_base: i64,
    claimed_count: i64,
    claimed_at: i64,
    proven: i64,
    proven_base: i64,
    proven_count: i64,
    proven_at: i64,
}

/// What the commitments of parties outside came to, with the first day of each period.
///
/// # Errors
/// When the store cannot be read.
pub async fn figures(store: &Store, programme: ProgrammeId) -> Stored<Vec<(CommitmentId, Day, Figure)>> {
    let rows: Vec<FigureRow> =
        on_engine!(store, db => sqlx::query_as(FIGURES).bind(programme.0).fetch_all(db).await)?;
    let total = |amount, base, count, at| Total { amount, base, count, at };
    rows.into_iter()
        .map(|row| {
            let figure = Figure {
                claimed: total(row.claimed, row.claimed_base, row.claimed_count, row.claimed_at),
                proven: total(row.proven, row.proven_base, row.proven_count, row.proven_at),
            };
            Ok((CommitmentId(row.commitment), read(&row.period)?, figure))
        })
        .collect()
}

/// Keeps what a commitment of a party outside came to in a period.
///
/// # Errors
/// When the store cannot write.
pub async fn save(change: &mut Change, commitment: CommitmentId, period: Day, it: &Figure) -> Stored<()> {
    let Figure { claimed, proven } = it;
    on_change!(change, db => sqlx::query(SAVE).bind(commitment.0).bind(period.to_string()).bind(claimed.amount)
        .bind(claimed.base).bind(claimed.count).bind(claimed.at).bind(proven.amount).bind(proven.base)
        .bind(proven.count).bind(proven.at).execute(db).await.map(drop))?;
    Ok(())
}
