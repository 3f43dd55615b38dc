//! Contests, their teams, rounds, juries, parts as they ran, and points.

pub mod rounds;

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    contests::{Contest, Team},
    ids::{ContestId, ContestTeamId, UnitId},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! columns {
    ($rest:literal) => {
        concat!("select id, unit, title, plan, rules, made_at, ended_at from contests ", $rest)
    };
}

statements! {
    ADD = "insert into contests (id, unit, made_by, title, plan, rules, made_at) values ($1, $2, $2, $3, $4, $5, $6)";
    GET = columns!("where id = $1");
    /// Locks the row on PostgreSQL, so that teams and rounds come one after another.
    LOCK = "update contests set title = title where id = $1 returning id, unit, title, plan, rules, made_at, ended_at";
    END = "update contests set ended_at = $2 where id = $1 and ended_at is null";
    OF_UNIT = columns!("where unit = $1 order by made_at desc, id desc limit $2");
    /// Those in which a team of a unit takes part.
    WITH_UNIT = "select distinct contest from contest_teams where unit = $1";
    ADD_TEAM = "insert into contest_teams (id, contest, unit, name, made_at) values ($1, $2, $3, $4, $5)";
    TEAMS = "select id, contest, unit, name from contest_teams where contest = $1 order by made_at, id";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    unit: Uuid,
    title: String,
    plan: String,
    rules: String,
    made_at: i64,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for Contest {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: ContestId(row.id),
            unit: UnitId(row.unit),
            title: row.title,
            plan: row.plan,
            rules: serde_json::from_str(&row.rules)
                .map_err(|error| StoreError::Unreadable(error.to_string()))?,
            made_at: Moment::from_micros(row.made_at),
            ended_at: row.ended_at.map(Moment::from_micros),
        })
    }
}

/// Keeps a contest.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Contest) -> Stored<()> {
    let rules =
        serde_json::to_string(&it.rules).map_err(|error| StoreError::Unreadable(error.to_string()))?;
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.unit.0).bind(&it.title).bind(&it.plan)
        .bind(&rules).bind(it.made_at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// One contest.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: ContestId) -> Stored<Option<Contest>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Contest::try_from).transpose()
}

/// One contest, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: ContestId) -> Stored<Option<Contest>> {
    let row: Option<Row> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Contest::try_from).transpose()
}

/// Ends a contest; false when it was over.
///
/// # Errors
/// When the store cannot write.
pub async fn end(change: &mut Change, id: ContestId, at: Moment) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(END).bind(id.0).bind(at.micros()).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The contests a unit holds, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_unit(store: &Store, unit: UnitId, limit: i64) -> Stored<Vec<Contest>> {
    let rows: Vec<Row> =
        on_engine!(store, db => sqlx::query_as(OF_UNIT).bind(unit.0).bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Contest::try_from).collect()
}

/// The contests in which a team of a unit takes part.
///
/// # Errors
/// When the store cannot be read.
pub async fn with_unit(store: &Store, unit: UnitId) -> Stored<Vec<ContestId>> {
    let ids: Vec<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(WITH_UNIT).bind(unit.0).fetch_all(db).await)?;
    Ok(ids.into_iter().map(ContestId).collect())
}

/// Keeps a team.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add_team(change: &mut Change, it: &Team, at: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_TEAM).bind(it.id.0).bind(it.contest.0).bind(it.unit.0)
        .bind(&it.name).bind(at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// The teams of a contest, in the order in which they came.
///
/// # Errors
/// When the store cannot be read.
pub async fn teams(store: &Store, of: ContestId) -> Stored<Vec<Team>> {
    let rows: Vec<(Uuid, Uuid, Uuid, String)> =
        on_engine!(store, db => sqlx::query_as(TEAMS).bind(of.0).fetch_all(db).await)?;
    let team = |(id, contest, unit, name)| Team {
        id: ContestTeamId(id),
        contest: ContestId(contest),
        unit: UnitId(unit),
        name,
    };
    Ok(rows.into_iter().map(team).collect())
}
