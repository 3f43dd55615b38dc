//! Teams of campaigns; their members, shifts, logs and kept sums stand in the rooms below.

pub mod counts;
pub mod logs;
pub mod members;
pub mod shifts;

use crate::{
    Change, Store, StoreError,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    campaigns::Team,
    ids::{ProgrammeId, TeamId, UnitId},
    time::{Day, Moment},
};
use sqlx::QueryBuilder;
use sqlx_macros::FromRow;
use std::collections::HashMap;
use uuid::Uuid;

macro_rules! columns {
    () => {
        "id, campaign, unit, formed_of, place, number, covers, households, members, logged_on, formed_at, ended_at, end_reason"
    };
}

statements! {
    GET = concat!("select ", columns!(), " from campaign_teams where id = $1");
    /// Locks the row on PostgreSQL, so that what is done to a team follows one another; on SQLite the writer is alone anyway.
    LOCK = concat!("update campaign_teams set number = number where id = $1 returning ", columns!());
    OF_UNIT = concat!("select ", columns!(), " from campaign_teams where campaign = $1 and unit = $2 and ended_at is null
        and (number, id) > ($3, $4) order by number, id limit $5");
    NUMBERS = "select unit, number, id from campaign_teams where campaign = $1 and ended_at is null";
    END = "update campaign_teams set ended_at = $2, end_reason = $3 where id = $1 and ended_at is null";
    ADD_MEMBERS = "update campaign_teams set members = members + $2 where id = $1";
    LOGGED = "update campaign_teams set logged_on = $2 where id = $1 and (logged_on is null or logged_on < $2)";
}

/// Rows a statement.
pub(crate) const ROWS: usize = 250;

#[derive(FromRow)]
struct Row {
    id: Uuid,
    campaign: Uuid,
    unit: Uuid,
    formed_of: Uuid,
    place: Uuid,
    number: i64,
    covers: String,
    households: i64,
    members: i64,
    logged_on: Option<String>,
    formed_at: i64,
    ended_at: Option<i64>,
    end_reason: String,
}

impl TryFrom<Row> for Team {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: TeamId(row.id),
            campaign: ProgrammeId(row.campaign),
            unit: UnitId(row.unit),
            formed_of: UnitId(row.formed_of),
            place: UnitId(row.place),
            number: row.number,
            covers: row.covers,
            households: row.households,
            members: row.members,
            logged_on: row.logged_on.as_deref().map(read).transpose()?,
            formed_at: Moment::from_micros(row.formed_at),
            ended_at: row.ended_at.map(Moment::from_micros),
            end_reason: row.end_reason,
        })
    }
}

/// Forms teams, many rows a statement. Their numbers are taken and they are counted by [`counts::number`].
///
/// # Errors
/// [`StoreError::Taken`] when one of these ids is there already; when the store cannot write.
pub async fn add(change: &mut Change, teams: &[Team]) -> Stored<()> {
    const HEAD: &str = concat!("insert into campaign_teams (", columns!(), ") ");
    for some in teams.chunks(ROWS) {
        on_change!(change, db => {
            let mut query = QueryBuilder::new(HEAD);
            query.push_values(some, |mut row, team| {
                row.push_bind(team.id.0)
                    .push_bind(team.campaign.0)
                    .push_bind(team.unit.0)
                    .push_bind(team.formed_of.0)
                    .push_bind(team.place.0)
                    .push_bind(team.number)
                    .push_bind(&team.covers)
                    .push_bind(team.households)
                    .push_bind(team.members)
                    .push_bind(team.logged_on.map(|day| day.to_string()))
                    .push_bind(team.formed_at.micros())
                    .push_bind(team.ended_at.map(Moment::micros))
                    .push_bind(&team.end_reason);
            });
            query.build().persistent(some.len() == ROWS).execute(db).await.map(drop)
        })?;
    }
    Ok(())
}

/// A team.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: TeamId) -> Stored<Option<Team>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Team::try_from).transpose()
}

/// A team, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: TeamId) -> Stored<Option<Team>> {
    let row: Option<Row> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Team::try_from).transpose()
}

/// The teams of a commune that were not ended, by number, after a place in that order.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_unit(
    store: &Store,
    (campaign, unit): (ProgrammeId, UnitId),
    (number, id): (i64, TeamId),
    limit: i64,
) -> Stored<Vec<Team>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF_UNIT).bind(campaign.0).bind(unit.0).bind(number)
        .bind(id.0).bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Team::try_from).collect()
}

/// The teams at some places that were not ended, whatever the campaign.
///
/// # Errors
/// When the store cannot be read.
pub async fn at_places(store: &Store, places: &[UnitId]) -> Stored<Vec<Team>> {
    const SELECT: &str = concat!("select ", columns!(), " from campaign_teams where place in (");
    let rows = by_ids!(store, Row, SELECT, places, ") and ended_at is null order by number, id");
    rows.into_iter().map(Team::try_from).collect()
}

/// Some teams, by their ids.
///
/// # Errors
/// When the store cannot be read.
pub async fn some(store: &Store, ids: &[TeamId]) -> Stored<HashMap<TeamId, Team>> {
    const SELECT: &str = concat!("select ", columns!(), " from campaign_teams where id in (");
    let rows = by_ids!(store, Row, SELECT, ids, ")");
    rows.into_iter().map(|row| Team::try_from(row).map(|team| (team.id, team))).collect()
}

/// The teams of a campaign by commune and number; none where two share a number after a reorganisation.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_number(
    store: &Store,
    campaign: ProgrammeId,
) -> Stored<HashMap<(UnitId, i64), Option<TeamId>>> {
    let rows: Vec<(Uuid, i64, Uuid)> =
        on_engine!(store, db => sqlx::query_as(NUMBERS).bind(campaign.0).fetch_all(db).await)?;
    let mut found = HashMap::with_capacity(rows.len());
    for (unit, number, id) in rows {
        let both = found.entry((UnitId(unit), number));
        both.and_modify(|one| *one = None).or_insert(Some(TeamId(id)));
    }
    Ok(found)
}

/// Ends a team; false when it is ended already.
///
/// # Errors
/// When the store cannot write.
pub async fn end(change: &mut Change, id: TeamId, at: Moment, reason: &str) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(END).bind(id.0).bind(at.micros()).bind(reason).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Adds to the number of a team's members.
///
/// # Errors
/// When the store cannot write.
pub async fn add_members(change: &mut Change, id: TeamId, by: i64) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_MEMBERS).bind(id.0).bind(by).execute(db).await.map(drop))?;
    Ok(())
}

/// Adds to the numbers of members of many teams that are in the care of these units still and were not ended, so many a statement.
/// Both engines call the columns of `values` alike. Returns how many teams there were.
///
/// # Errors
/// When the store cannot write.
pub async fn add_members_of(change: &mut Change, all: &[(TeamId, i64, UnitId)]) -> Stored<u64> {
    const HEAD: &str = "update campaign_teams set members = members + v.column2 from (";
    const TAIL: &str = ") as v where campaign_teams.id = v.column1 and campaign_teams.unit = v.column3
        and campaign_teams.ended_at is null";
    let mut there = 0;
    for some in all.chunks(ROWS) {
        there += on_change!(change, db => {
            let mut query = QueryBuilder::new(HEAD);
            query.push_values(some, |mut row, (team, by, unit)| {
                row.push_bind(team.0).push_bind(*by).push_bind(unit.0);
            });
            query.push(TAIL);
            query.build().persistent(some.len() == ROWS).execute(db).await.map(|done| done.rows_affected())
        })?;
    }
    Ok(there)
}

/// Keeps the last day of which a team told what it did.
///
/// # Errors
/// When the store cannot write.
pub async fn logged(change: &mut Change, id: TeamId, day: Day) -> Stored<()> {
    on_change!(change, db => sqlx::query(LOGGED).bind(id.0).bind(day.to_string()).execute(db).await.map(drop))?;
    Ok(())
}
