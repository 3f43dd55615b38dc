//! The board of a campaign: communes with what they have and are to have, out of kept sums.

use super::readable;
use crate::{
    house::{Done, House},
    programmes,
};
use danvan_domain::{
    campaigns::board::{self as rules, Counts},
    ids::{CommitmentId, ProgrammeId, UnitId},
    programmes::{Commitment, Kind, Programme, Source},
    rights::Asker,
    time::Day,
    units::{Level, Quality, Tree},
};
use danvan_store::{
    campaigns::{self as teams, counts},
    programmes as store,
};
use std::collections::{BTreeMap, HashMap};

/// The campaigns somebody may read.
///
/// # Errors
/// The refusal of the right to read programmes.
pub async fn list(house: &House, asker: &Asker, with_past: bool) -> Done<Vec<Programme>> {
    let mut all = programmes::list(house, asker, with_past).await?;
    all.retain(|it| it.content.kind == Kind::Campaign);
    Ok(all)
}

/// A line of the board: one commune.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The commune; nothing for what nobody shared out to communes.
    pub unit: Option<UnitId>,
    /// How surely.
    pub quality: Quality,
    /// What it has and is to have.
    pub counts: Counts,
}

/// A campaign's board.
pub struct Board {
    /// The campaign.
    pub campaign: Programme,
    /// The days of which it tells what was done.
    pub days: (Day, Day),
    /// Its communes, those that lack most households first.
    pub lines: Vec<Line>,
    /// All of them together.
    pub total: Counts,
    /// How many households have no team yet, commune by commune.
    pub without: i64,
    /// Hours at shifts, in minutes.
    pub minutes: i64,
}

/// The longest stretch of days a board tells of.
const LONGEST: i64 = 400;

/// What the communes of a campaign have and are to have, and what their teams did on some days, on the structure of today.
///
/// # Errors
/// [`danvan_domain::refusals::Refusal::NotFound`]; the refusal of the right to read it.
pub async fn board(house: &House, asker: &Asker, id: ProgrammeId, days: (Day, Day)) -> Done<Board> {
    let campaign = readable(house, asker, id).await?;
    let last = days.0.plus_days(LONGEST);
    let days = (days.0, days.1.min(last).max(days.0));
    let (mut counted, minutes) = counted(house, id).await?;
    counted.extend(counts::days(&house.store, id, days).await?);
    counted.extend(aims(&store::of_programme(&house.store, id).await?));
    let facts = house.facts();
    let rows = rules::rows(&facts.tree, &by_unit(counted), house.today());
    let (total, without) = (rules::total(&rows), rules::households_without(&rows));
    let mut lines: Vec<Line> = rows
        .into_iter()
        .map(|row| Line { unit: row.unit, quality: row.quality, counts: row.counts })
        .filter(|line| line.counts != Counts::default())
        .collect();
    lines.sort_by_key(|line| {
        (
            std::cmp::Reverse(line.counts.households_without()),
            std::cmp::Reverse(line.counts.teams_missing()),
            line.unit,
        )
    });
    Ok(Board { campaign, days, lines, total, without, minutes })
}

/// One entry a unit, so that each is placed once.
fn by_unit(counted: Vec<(UnitId, Counts)>) -> Vec<(UnitId, Counts)> {
    let mut found: BTreeMap<UnitId, Counts> = BTreeMap::new();
    for (unit, counts) in counted {
        let sum = found.entry(unit).or_default();
        *sum = sum.and(counts);
    }
    found.into_iter().collect()
}

async fn counted(house: &House, id: ProgrammeId) -> Done<(Vec<(UnitId, Counts)>, i64)> {
    let all = counts::of_campaign(&house.store, id).await?;
    let minutes = all.iter().map(|(_, _, minutes)| minutes).sum();
    Ok((all.into_iter().map(|(unit, counts, _)| (unit, counts)).collect(), minutes))
}

/// What units promised to form: of whatever is shared out its parts, and beside them what nobody has got.
fn aims(commitments: &[Commitment]) -> Vec<(UnitId, Counts)> {
    let open = || commitments.iter().filter(|one| one.ended_at.is_none());
    let mut given: HashMap<CommitmentId, i64> = HashMap::new();
    for one in open() {
        if let Some(parent) = one.parent {
            *given.entry(parent).or_default() += one.indicator.target;
        }
    }
    let aim = |one: &Commitment| {
        let target = one.indicator.target - given.get(&one.id).copied().unwrap_or(0);
        if target <= 0 {
            return None;
        }
        let counts = match one.indicator.source? {
            Source::TeamsFormed => Counts { aimed_teams: target, ..Counts::default() },
            Source::HouseholdsCovered => Counts { aimed_households: target, ..Counts::default() },
            Source::MembersEnrolled => Counts { aimed_members: target, ..Counts::default() },
            _ => return None,
        };
        Some((one.unit, counts))
    };
    open().filter_map(aim).collect()
}

/// What a unit and everything below it has of a campaign today. Sums are kept by commune: what a village has is added up of the teams
/// at its places.
///
/// # Errors
/// A failure of the store.
pub(crate) async fn counted_of(house: &House, id: ProgrammeId, unit: UnitId) -> Done<Counts> {
    let (facts, today) = (house.facts(), house.today());
    let unit = facts.tree.today(unit, today).unwrap_or(unit);
    if facts.tree.get(unit).is_some_and(|it| matches!(it.level(), Level::Village | Level::Team)) {
        let mut there = teams::at_places(&house.store, &places_of(&facts.tree, unit, today)).await?;
        there.retain(|team| team.campaign == id);
        return Ok(there.iter().fold(Counts::default(), |all, team| {
            let (households, members) = (team.households, team.members);
            all.and(Counts { teams: 1, households, members, ..Counts::default() })
        }));
    }
    let (counted, _) = counted(house, id).await?;
    let rows = rules::rows(&facts.tree, &counted, today);
    let is_in = |of: UnitId| of == unit || facts.tree.is_under(of, unit, today);
    let own: Vec<rules::Row> = rows.into_iter().filter(|row| row.unit.is_some_and(is_in)).collect();
    Ok(rules::total(&own))
}

/// A unit with everything below it, and all that became a part of one of these as a whole.
fn places_of(tree: &Tree, unit: UnitId, today: Day) -> Vec<UnitId> {
    let own: Vec<UnitId> = tree.subtree(unit, today).iter().map(|unit| unit.id).collect();
    let mut places = own.clone();
    for place in own {
        let before = tree.lineage(place).before;
        let whole = |id: &UnitId| tree.today(*id, today) == Some(place);
        places.extend(before.iter().map(|step| step.from.id).filter(whole));
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// What one commune has and is to have.
///
/// # Errors
/// As [`board`].
pub(super) async fn line_of(
    house: &House,
    asker: &Asker,
    (id, unit): (ProgrammeId, UnitId),
    days: (Day, Day),
) -> Done<(Programme, Counts)> {
    let found = board(house, asker, id, days).await?;
    let line = found.lines.iter().find(|line| line.unit == Some(unit));
    Ok((found.campaign, line.map(|line| line.counts).unwrap_or_default()))
}
