//! What reports add up to, by commitment and period.

use crate::{
    Change, Store,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId, UnitId},
    programmes::{Figure, Total},
    time::Day,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    SAVE = "insert into progress_figures (commitment, period, claimed, claimed_base, claimed_count, claimed_at,
        proven, proven_base, proven_count, proven_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (commitment, period) do update set claimed = excluded.claimed,
        claimed_base = excluded.claimed_base, claimed_count = excluded.claimed_count,
        claimed_at = excluded.claimed_at, proven = excluded.proven, proven_base = excluded.proven_base,
        proven_count = excluded.proven_count, proven_at = excluded.proven_at";
    CLEAR = "delete from progress_figures where commitment = $1";
    OF = "select f.commitment, f.period, f.claimed, f.claimed_base, f.claimed_count, f.claimed_at, f.proven,
        f.proven_base, f.proven_count, f.proven_at from progress_figures f where f.commitment = $1 order by f.period";
    FIRST = "select f.commitment, f.period, f.claimed, f.claimed_base, f.claimed_count, f.claimed_at, f.proven,
        f.proven_base, f.proven_count, f.proven_at from programme_commitments c
        join progress_figures f on f.commitment = c.id
        where c.programme = $1 and c.parent is null order by f.commitment, f.period";
    OF_PROGRAMME = "select f.commitment, f.period, f.claimed, f.claimed_base, f.claimed_count, f.claimed_at, f.proven,
        f.proven_base, f.proven_count, f.proven_at from programme_commitments c
        join progress_figures f on f.commitment = c.id where c.programme = $1 order by f.commitment, f.period";
    OF_UNIT = "select f.commitment, f.period, f.claimed, f.claimed_base, f.claimed_count, f.claimed_at, f.proven,
        f.proven_base, f.proven_count, f.proven_at from programme_commitments c
        join progress_figures f on f.commitment = c.id
        where c.unit = $1 and c.ended_at is null and c.ends_on >= $2 order by f.commitment, f.period";
    BELOW = "select f.commitment, f.period, f.claimed, f.claimed_base, f.claimed_count, f.claimed_at, f.proven,
        f.proven_base, f.proven_count, f.proven_at from programme_commitments c
        join progress_figures f on f.commitment = c.id
        where c.parent = $1 and c.ended_at is null and f.period = $2 order by f.commitment";
    BELOW_SPAN = "select f.commitment, f.period, f.claimed, f.claimed_base, f.claimed_count, f.claimed_at, f.proven,
        f.proven_base, f.proven_count, f.proven_at from programme_commitments c
        join progress_figures f on f.commitment = c.id
        where c.parent = $1 and c.ended_at is null and f.period >= $2 and f.period <= $3
        order by f.commitment, f.period";
}

#[derive(FromRow)]
struct Row {
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

/// A figure with its commitment and the first day of its period.
pub type Placed = (CommitmentId, Day, Figure);

fn placed(row: Row) -> Stored<Placed> {
    let total = |amount, base, count, at| Total { amount, base, count, at };
    let figure = Figure {
        claimed: total(row.claimed, row.claimed_base, row.claimed_count, row.claimed_at),
        proven: total(row.proven, row.proven_base, row.proven_count, row.proven_at),
    };
    Ok((CommitmentId(row.commitment), read(&row.period)?, figure))
}

/// Keeps the figure of a commitment in a period.
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

/// Forgets what the parts of a commitment came to: they were taken back.
///
/// # Errors
/// When the store cannot write.
pub async fn clear(change: &mut Change, commitment: CommitmentId) -> Stored<()> {
    on_change!(change, db => sqlx::query(CLEAR).bind(commitment.0).execute(db).await.map(drop))?;
    Ok(())
}

/// The figures of a commitment, oldest period first.
///
/// # Errors
/// When the store cannot be read.
pub async fn figures_of(store: &Store, commitment: CommitmentId) -> Stored<Vec<Placed>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF).bind(commitment.0).fetch_all(db).await)?;
    rows.into_iter().map(placed).collect()
}

/// The figures of some commitments.
///
/// # Errors
/// When the store cannot be read.
pub async fn figures_of_some(store: &Store, ids: &[CommitmentId]) -> Stored<Vec<Placed>> {
    const SOME: &str = "select commitment, period, claimed, claimed_base, claimed_count, claimed_at, proven,
        proven_base, proven_count, proven_at from progress_figures where commitment in (";
    let rows = by_ids!(store, Row, SOME, ids, ")");
    rows.into_iter().map(placed).collect()
}

/// The figures of the commitments of a programme that are no part of another.
///
/// # Errors
/// When the store cannot be read.
pub async fn first_figures(store: &Store, programme: ProgrammeId) -> Stored<Vec<Placed>> {
    let rows: Vec<Row> =
        on_engine!(store, db => sqlx::query_as(FIRST).bind(programme.0).fetch_all(db).await)?;
    rows.into_iter().map(placed).collect()
}

/// All figures of a programme.
///
/// # Errors
/// When the store cannot be read.
pub async fn all_figures(store: &Store, programme: ProgrammeId) -> Stored<Vec<Placed>> {
    let rows: Vec<Row> =
        on_engine!(store, db => sqlx::query_as(OF_PROGRAMME).bind(programme.0).fetch_all(db).await)?;
    rows.into_iter().map(placed).collect()
}

/// The figures of what a unit is to keep, ending on a day or later.
///
/// # Errors
/// When the store cannot be read.
pub async fn unit_figures(store: &Store, unit: UnitId, from: Day) -> Stored<Vec<Placed>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF_UNIT).bind(unit.0).bind(from.to_string())
        .fetch_all(db).await)?;
    rows.into_iter().map(placed).collect()
}

/// The figures of the parts of a commitment in one period, inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn told_below(change: &mut Change, parent: CommitmentId, period: Day) -> Stored<Vec<Placed>> {
    let rows: Vec<Row> = on_change!(change, db => sqlx::query_as(BELOW).bind(parent.0).bind(period.to_string())
        .fetch_all(db).await)?;
    rows.into_iter().map(placed).collect()
}

/// The figures of the parts of a commitment in the periods that begin from a day to another.
///
/// # Errors
/// When the store cannot be read.
pub async fn below_figures(
    store: &Store,
    parent: CommitmentId,
    (from, to): (Day, Day),
) -> Stored<Vec<Placed>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(BELOW_SPAN).bind(parent.0).bind(from.to_string())
        .bind(to.to_string()).fetch_all(db).await)?;
    rows.into_iter().map(placed).collect()
}
