//! What teams did day by day.

use super::ROWS;
use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    campaigns::Log,
    ids::{PersonId, ProgrammeId, TeamId, UnitId},
    time::{Day, Moment},
};
use sqlx::QueryBuilder;
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! columns {
    () => {
        "team, day, campaign, unit, visited, helped, needs, words, at, person"
    };
}

statements! {
    GET = concat!("select ", columns!(), " from campaign_logs where team = $1 and day = $2");
    SET = concat!("insert into campaign_logs (", columns!(), ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (team, day) do update set visited = excluded.visited, helped = excluded.helped, needs = excluded.needs,
        words = excluded.words, at = excluded.at, person = excluded.person");
    OF_TEAM = concat!("select ", columns!(), " from campaign_logs where team = $1 order by day desc limit $2");
}

#[derive(FromRow)]
struct Row {
    team: Uuid,
    day: String,
    campaign: Uuid,
    unit: Uuid,
    visited: i64,
    helped: i64,
    needs: i64,
    words: String,
    at: i64,
    person: Option<Uuid>,
}

impl TryFrom<Row> for Log {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            team: TeamId(row.team),
            day: read(&row.day)?,
            campaign: ProgrammeId(row.campaign),
            unit: UnitId(row.unit),
            visited: row.visited,
            helped: row.helped,
            needs: row.needs,
            words: row.words,
            at: Moment::from_micros(row.at),
            person: row.person.map(PersonId),
        })
    }
}

/// What a team told of a day, inside a change that locks the team.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(change: &mut Change, team: TeamId, day: Day) -> Stored<Option<Log>> {
    let row: Option<Row> = on_change!(change, db => sqlx::query_as(GET).bind(team.0).bind(day.to_string())
        .fetch_optional(db).await)?;
    row.map(Log::try_from).transpose()
}

/// Writes what a team did on a day, in place of what it told of that day before; in whose care it was then stays.
///
/// # Errors
/// When the store cannot write.
pub async fn set(change: &mut Change, it: &Log) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET).bind(it.team.0).bind(it.day.to_string()).bind(it.campaign.0)
        .bind(it.unit.0).bind(it.visited).bind(it.helped).bind(it.needs).bind(&it.words).bind(it.at.micros())
        .bind(it.person.map(|id| id.0)).execute(db).await.map(drop))?;
    Ok(())
}

/// Writes logs of days of which nothing was told yet, many rows a statement: for a city that is just filled.
///
/// # Errors
/// When the store cannot write, for example because one is there already.
pub async fn bring(change: &mut Change, logs: &[Log]) -> Stored<()> {
    const HEAD: &str = concat!("insert into campaign_logs (", columns!(), ") ");
    for some in logs.chunks(ROWS) {
        on_change!(change, db => {
            let mut query = QueryBuilder::new(HEAD);
            query.push_values(some, |mut row, it| {
                row.push_bind(it.team.0)
                    .push_bind(it.day.to_string())
                    .push_bind(it.campaign.0)
                    .push_bind(it.unit.0)
                    .push_bind(it.visited)
                    .push_bind(it.helped)
                    .push_bind(it.needs)
                    .push_bind(&it.words)
                    .push_bind(it.at.micros())
                    .push_bind(it.person.map(|id| id.0));
            });
            query.build().persistent(some.len() == ROWS).execute(db).await.map(drop)
        })?;
    }
    Ok(())
}

/// What a team did, the latest day first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_team(store: &Store, team: TeamId, limit: i64) -> Stored<Vec<Log>> {
    let rows: Vec<Row> =
        on_engine!(store, db => sqlx::query_as(OF_TEAM).bind(team.0).bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Log::try_from).collect()
}
