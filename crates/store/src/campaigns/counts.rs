//! What communes have of a campaign, kept while rows are written, so that a board never counts teams or members.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    campaigns::board::Counts,
    ids::{ProgrammeId, UnitId},
    time::Day,
};
use uuid::Uuid;

statements! {
    ADD = "insert into campaign_counts (campaign, unit, last_number, teams, households, members, waiting, minutes)
        values ($1, $2, 0, $3, $4, $5, $6, $7) on conflict (campaign, unit) do update set
        teams = campaign_counts.teams + excluded.teams, households = campaign_counts.households + excluded.households,
        members = campaign_counts.members + excluded.members, waiting = campaign_counts.waiting + excluded.waiting,
        minutes = campaign_counts.minutes + excluded.minutes";
    /// Takes the next numbers for so many teams and counts them.
    NUMBER = "insert into campaign_counts (campaign, unit, last_number, teams, households, members, waiting, minutes)
        values ($1, $2, $3, $3, $4, 0, 0, 0) on conflict (campaign, unit) do update set
        last_number = campaign_counts.last_number + excluded.last_number,
        teams = campaign_counts.teams + excluded.teams, households = campaign_counts.households + excluded.households
        returning last_number";
    OF_CAMPAIGN = "select unit, teams, households, members, waiting, minutes from campaign_counts where campaign = $1";
    ADD_DAY = "insert into campaign_days (campaign, day, unit, logs, visited, helped, needs)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict (campaign, day, unit) do update set
        logs = campaign_days.logs + excluded.logs, visited = campaign_days.visited + excluded.visited,
        helped = campaign_days.helped + excluded.helped, needs = campaign_days.needs + excluded.needs";
    DAYS = "select unit, cast(sum(logs) as bigint), cast(sum(visited) as bigint), cast(sum(helped) as bigint),
        cast(sum(needs) as bigint) from campaign_days where campaign = $1 and day >= $2 and day <= $3 group by unit";
    /// What rows add up to, by commune: to be compared with what is kept.
    TEAMS_ANEW = "select unit, count(*), cast(sum(households) as bigint), cast(sum(members) as bigint) from campaign_teams
        where campaign = $1 and ended_at is null group by unit";
    MEMBERS_ANEW = "select unit, cast(sum(case when team is null then 0 else 1 end) as bigint),
        cast(sum(case when team is null then 1 else 0 end) as bigint) from campaign_members where campaign = $1 group by unit";
    DAYS_ANEW = "select unit, day, count(*), cast(sum(visited) as bigint), cast(sum(helped) as bigint),
        cast(sum(needs) as bigint) from campaign_logs where campaign = $1 group by unit, day";
    DAYS_KEPT = "select unit, day, logs, visited, helped, needs from campaign_days where campaign = $1";
    CAMPAIGNS = "select distinct campaign from campaign_counts";
}

/// What is added to the sums of a commune.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adding {
    /// Teams.
    pub teams: i64,
    /// Households that have a team.
    pub households: i64,
    /// Members of teams.
    pub members: i64,
    /// Members who wait for a team.
    pub waiting: i64,
    /// Minutes at shifts.
    pub minutes: i64,
}

/// Adds to the sums of a commune.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, (campaign, unit): (ProgrammeId, UnitId), by: Adding) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD).bind(campaign.0).bind(unit.0).bind(by.teams).bind(by.households)
        .bind(by.members).bind(by.waiting).bind(by.minutes).execute(db).await.map(drop))?;
    Ok(())
}

/// Counts so many new teams with their households and takes their numbers. Returns the last one.
///
/// # Errors
/// When the store cannot write.
pub async fn number(
    change: &mut Change,
    (campaign, unit): (ProgrammeId, UnitId),
    teams: i64,
    households: i64,
) -> Stored<i64> {
    Ok(on_change!(change, db => sqlx::query_scalar(NUMBER).bind(campaign.0).bind(unit.0).bind(teams)
        .bind(households).fetch_one(db).await)?)
}

/// What every commune has, and how many minutes its members were at shifts.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_campaign(store: &Store, campaign: ProgrammeId) -> Stored<Vec<(UnitId, Counts, i64)>> {
    let rows: Vec<(Uuid, i64, i64, i64, i64, i64)> =
        on_engine!(store, db => sqlx::query_as(OF_CAMPAIGN).bind(campaign.0).fetch_all(db).await)?;
    let one = |(unit, teams, households, members, waiting, minutes)| {
        (UnitId(unit), Counts { teams, households, members, waiting, ..Counts::default() }, minutes)
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Adds to what the teams of a commune did on a day: logs, households visited, people helped, needs.
///
/// # Errors
/// When the store cannot write.
pub async fn add_day(
    change: &mut Change,
    (campaign, day, unit): (ProgrammeId, Day, UnitId),
    [logs, visited, helped, needs]: [i64; 4],
) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_DAY).bind(campaign.0).bind(day.to_string()).bind(unit.0).bind(logs)
        .bind(visited).bind(helped).bind(needs).execute(db).await.map(drop))?;
    Ok(())
}

/// What the teams of every commune did from a day to another.
///
/// # Errors
/// When the store cannot be read.
pub async fn days(
    store: &Store,
    campaign: ProgrammeId,
    (from, to): (Day, Day),
) -> Stored<Vec<(UnitId, Counts)>> {
    let rows: Vec<(Uuid, i64, i64, i64, i64)> = on_engine!(store, db => sqlx::query_as(DAYS).bind(campaign.0)
        .bind(from.to_string()).bind(to.to_string()).fetch_all(db).await)?;
    let one = |(unit, logs, visited, helped, needs)| {
        (UnitId(unit), Counts { logs, visited, helped, needs, ..Counts::default() })
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The campaigns of which anything is counted.
///
/// # Errors
/// When the store cannot be read.
pub async fn campaigns(store: &Store) -> Stored<Vec<ProgrammeId>> {
    let ids: Vec<Uuid> = on_engine!(store, db => sqlx::query_scalar(CAMPAIGNS).fetch_all(db).await)?;
    Ok(ids.into_iter().map(ProgrammeId).collect())
}

/// What the teams and members of a campaign add up to anew, by commune.
///
/// # Errors
/// When the store cannot be read.
pub async fn anew(store: &Store, campaign: ProgrammeId) -> Stored<Vec<(UnitId, Counts)>> {
    let teams: Vec<(Uuid, i64, i64, i64)> =
        on_engine!(store, db => sqlx::query_as(TEAMS_ANEW).bind(campaign.0).fetch_all(db).await)?;
    let members: Vec<(Uuid, i64, i64)> =
        on_engine!(store, db => sqlx::query_as(MEMBERS_ANEW).bind(campaign.0).fetch_all(db).await)?;
    let mut found = std::collections::BTreeMap::<Uuid, Counts>::new();
    // How many members each team says it has is compared with how many there are.
    for (unit, teams, households, members) in teams {
        let counts = found.entry(unit).or_default();
        (counts.teams, counts.households, counts.aimed_members) = (teams, households, members);
    }
    for (unit, members, waiting) in members {
        let counts = found.entry(unit).or_default();
        (counts.members, counts.waiting) = (members, waiting);
    }
    Ok(found.into_iter().map(|(unit, counts)| (UnitId(unit), counts)).collect())
}

/// What a commune did on a day: commune, day, and [`add_day`]'s four numbers.
pub type Did = (Uuid, String, i64, i64, i64, i64);

/// What logs add up to anew, and what is kept of them; each sorted.
///
/// # Errors
/// When the store cannot be read.
pub async fn days_anew(store: &Store, campaign: ProgrammeId) -> Stored<[Vec<Did>; 2]> {
    let mut both = [Vec::new(), Vec::new()];
    for (found, sql) in both.iter_mut().zip([DAYS_ANEW, DAYS_KEPT]) {
        *found = on_engine!(store, db => sqlx::query_as(sql).bind(campaign.0).fetch_all(db).await)?;
        found.retain(|row: &Did| (row.2, row.3, row.4, row.5) != (0, 0, 0, 0));
        found.sort();
    }
    Ok(both)
}
