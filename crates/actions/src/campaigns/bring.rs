//! Bringing in a campaign that was lived elsewhere or simulated: teams, members and logs, many rows a statement.

use super::event;
use crate::house::{Done, House};
use danvan_domain::{
    campaigns::{Log, Member, Team},
    ids::{ProgrammeId, UnitId},
    rights::Asker,
    time::Day,
};
use danvan_store::campaigns::{self as store, counts, logs, members};
use serde_json::json;
use std::collections::BTreeMap;

/// Some teams of one commune with all that is known of them. Teams are numbered as they are brought in; each says how many members it
/// has and when it last told what it did.
#[derive(Default)]
pub struct Brought {
    /// The teams.
    pub teams: Vec<Team>,
    /// Their members.
    pub members: Vec<Member>,
    /// What they did.
    pub logs: Vec<Log>,
}

/// Writes the teams of a commune with their members and logs in one change, and counts them.
///
/// # Errors
/// When the store cannot write.
pub async fn bring(house: &House, (campaign, unit): (ProgrammeId, UnitId), mut brought: Brought) -> Done<()> {
    let mut change = house.store.begin().await?;
    let many = i64::try_from(brought.teams.len()).unwrap_or(i64::MAX);
    let households = brought.teams.iter().map(|team| team.households).sum();
    let last = counts::number(&mut change, (campaign, unit), many, households).await?;
    for (number, team) in (last - many + 1..).zip(&mut brought.teams) {
        team.number = number;
    }
    store::add(&mut change, &brought.teams).await?;
    let added = members::add(&mut change, &brought.members).await?;
    let added = i64::try_from(added.len()).unwrap_or(i64::MAX);
    let by = counts::Adding { members: added, ..counts::Adding::default() };
    counts::add(&mut change, (campaign, unit), by).await?;
    logs::bring(&mut change, &brought.logs).await?;
    let mut days: BTreeMap<Day, [i64; 4]> = BTreeMap::new();
    for log in &brought.logs {
        let sums = days.entry(log.day).or_default();
        for (sum, more) in sums.iter_mut().zip([1, log.visited, log.helped, log.needs]) {
            *sum += more;
        }
    }
    for (day, by) in days {
        counts::add_day(&mut change, (campaign, day, unit), by).await?;
    }
    let payload = json!({"teams": many, "members": added, "logs": brought.logs.len()});
    change.note(event(house, &Asker::house(), "campaign.brought", (campaign.0, unit), payload));
    Ok(change.commit().await?)
}
