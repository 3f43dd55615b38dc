//! Reading: a commune's teams, one team, one shift, one member.

use super::{
    ask_for_commune, ask_to_keep, ask_to_log,
    board::line_of,
    commune_of, readable,
    shifts::{busy, week_hours},
};
use crate::house::{Done, House};
use danvan_domain::{
    campaigns::{Call, Log, Member, Need, Shift, Span, Team, board::Counts, heaviest_week, may_call},
    ids::{MemberId, ProgrammeId, ShiftId, TeamId, UnitId},
    programmes::Programme,
    refusals::{Note, Refusal},
    rights::{Asker, Verb, may},
    time::{Day, Moment},
    units::Level,
};
use danvan_store::{
    campaigns::{self as store, logs, members, shifts},
    programmes,
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A page of teams, or of members who wait.
const PAGE: usize = 50;
/// Most logs of a team and shifts of a member, shown at once.
const RECENT: i64 = 14;
/// Most shifts of a team, shown at once.
const SHIFTS: usize = 60;
/// For so many days after its end a campaign's teams may still tell of their last days.
const DAYS_AFTER: i64 = 7;

/// After which of a commune's teams and of those who wait a page begins.
#[derive(Clone, Copy, Debug)]
pub struct After {
    /// Number and id of a team.
    pub team: (i64, TeamId),
    /// When somebody came who waits, and who.
    pub waiting: (Moment, MemberId),
}

impl Default for After {
    fn default() -> Self {
        let first = (Moment::from_micros(i64::MIN), MemberId(Uuid::nil()));
        Self { team: (0, TeamId(Uuid::nil())), waiting: first }
    }
}

/// A commune's part of a campaign.
pub struct Commune {
    /// The campaign.
    pub campaign: Programme,
    /// The commune.
    pub unit: UnitId,
    /// What it has and is to have.
    pub counts: Counts,
    /// Its teams, by number; a page of them.
    pub teams: Vec<Team>,
    /// Whether there are more.
    pub more: bool,
    /// Who waits for a team; only for whoever keeps its rosters. A page of them.
    pub waiting: Vec<Member>,
    /// Whether more wait.
    pub more_waiting: bool,
    /// Whether the reader keeps its rosters.
    pub may_keep: bool,
}

/// A commune's part of a campaign: its teams from a number on, and who waits for one.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it, which a neighbour does not have.
pub async fn commune(
    house: &House,
    asker: &Asker,
    (id, unit): (ProgrammeId, UnitId),
    after: After,
    days: (Day, Day),
) -> Done<Commune> {
    let unit = commune_of(house, unit)?;
    let (campaign, counts) = line_of(house, asker, (id, unit), days).await?;
    ask_for_commune(house, asker, unit)?;
    let mut teams = store::of_unit(&house.store, (id, unit), after.team, PAGE as i64 + 1).await?;
    let more = cut(&mut teams, PAGE);
    let may_keep = ask_to_keep(house, asker, unit).is_ok();
    let mut waiting = if may_keep {
        members::waiting(&house.store, (id, unit), after.waiting, PAGE as i64 + 1).await?
    } else {
        Vec::new()
    };
    let more_waiting = cut(&mut waiting, PAGE);
    Ok(Commune { campaign, unit, counts, teams, more, waiting, more_waiting, may_keep })
}

/// Cuts off what is beyond a page; whether there was anything.
fn cut<T>(all: &mut Vec<T>, most: usize) -> bool {
    let more = most < all.len();
    all.truncate(most);
    more
}

/// The teams whose days somebody writes down, those at their own place, each with its campaign: such as run or ended in the last days.
///
/// # Errors
/// The refusal of the right to say what a team did.
pub async fn my_teams(house: &House, asker: &Asker) -> Done<Vec<(Team, Programme)>> {
    let unit = house.own_unit(asker, Verb::LogTeamDay)?;
    let (facts, today) = (house.facts(), house.today());
    let tree = &facts.tree;
    let mut places: Vec<UnitId> = Vec::new();
    // Whoever works at a team or a village writes for what lies there, and for what lies nowhere below the commune.
    if tree.at_or_above(unit, Level::Commune).is_some() {
        let village = tree.at_or_above(unit, Level::Village).map_or(unit, |village| village.id);
        places.extend(tree.subtree(village, today).iter().map(|unit| unit.id));
        places.extend(tree.at_or_above(unit, Level::Commune).map(|commune| commune.id));
    }
    let before: Vec<UnitId> =
        places.iter().flat_map(|place| tree.predecessors(*place)).map(|step| step.from.id).collect();
    places.extend(before);
    places.sort_unstable();
    places.dedup();
    let mut teams = store::at_places(&house.store, &places).await?;
    teams.retain(|team| ask_to_log(house, asker, team).is_ok());
    let ids: BTreeSet<ProgrammeId> = teams.iter().map(|team| team.campaign).collect();
    let mut campaigns: HashMap<ProgrammeId, Programme> = HashMap::new();
    for id in ids {
        let it = programmes::get(&house.store, id).await?;
        let last = |it: &Programme| it.content.ends_on.plus_days(DAYS_AFTER);
        if let Some(it) = it.filter(|it| it.ended_at.is_none() && today <= last(it)) {
            campaigns.insert(id, it);
        }
    }
    let with_its = |team: Team| campaigns.get(&team.campaign).cloned().map(|it| (team, it));
    Ok(teams.into_iter().filter_map(with_its).collect())
}

/// A team with everything about it.
pub struct Opened {
    /// The team.
    pub team: Team,
    /// Its campaign.
    pub campaign: Programme,
    /// Its members; only for whoever keeps its rosters.
    pub members: Vec<Member>,
    /// Its shifts: those that were not handed over first, then the latest.
    pub shifts: Vec<Shift>,
    /// Whether there are more shifts.
    pub more_shifts: bool,
    /// What it did, the latest day first.
    pub logs: Vec<Log>,
    /// Whether the reader keeps its roster.
    pub may_keep: bool,
    /// Whether the reader says what it did.
    pub may_log: bool,
}

/// Opens a team.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read its campaign.
pub async fn team(house: &House, asker: &Asker, id: TeamId) -> Done<Opened> {
    let team = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let campaign = readable(house, asker, team.campaign).await?;
    let may_keep = ask_to_keep(house, asker, team.unit).is_ok();
    let may_log = ask_to_log(house, asker, &team).is_ok();
    if !may_keep && !may_log {
        // A level above sees its communes' teams, a neighbour none.
        may(asker, Verb::ReadProgrammes, &house.facts().care(team.unit, house.today()))?;
    }
    let members = if may_keep { members::of_team(&house.store, id).await? } else { Vec::new() };
    let mut shifts =
        if may_keep { shifts::of_team(&house.store, id, SHIFTS as i64 + 1).await? } else { Vec::new() };
    let more_shifts = cut(&mut shifts, SHIFTS);
    let logs = logs::of_team(&house.store, id, RECENT).await?;
    Ok(Opened { team, campaign, members, shifts, more_shifts, logs, may_keep, may_log })
}

/// A member of a shift's team: called or not, and what holds of them at that time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worked {
    /// Who.
    pub member: Member,
    /// The call, when they were called.
    pub call: Option<Call>,
    /// Minutes of shifts in their heaviest week around this one, this one included.
    pub minutes: i64,
    /// Why they may not be called.
    pub refused: Option<Note>,
}

/// A shift with everybody of its team.
pub struct OpenedShift {
    /// The shift.
    pub shift: Shift,
    /// Its team.
    pub team: Team,
    /// Its campaign.
    pub campaign: Programme,
    /// The team's members, and whoever was called while they were in it: those called first, then those of whom least was asked.
    pub people: Vec<Worked>,
    /// Whom it still needs.
    pub open: Vec<Need>,
    /// The most hours a week.
    pub most_hours: i64,
}

/// Opens a shift.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there.
pub async fn shift(house: &House, asker: &Asker, id: ShiftId) -> Done<OpenedShift> {
    let it = shifts::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_keep(house, asker, it.unit)?;
    let team = store::get(&house.store, it.team).await?.ok_or(Refusal::NotFound)?;
    let campaign = super::campaign(house, it.campaign).await?;
    let (most_hours, calls) = (week_hours(house).await?, shifts::calls(&house.store, id).await?);
    let busy = busy(house, &it).await?;
    let mut all = members::of_team(&house.store, it.team).await?;
    for one in members::called(&house.store, id).await? {
        if all.iter().all(|member| member.id != one.id) {
            all.push(one);
        }
    }
    let mut people: Vec<Worked> = Vec::new();
    for member in all {
        let call = calls.iter().find(|call| call.member == member.id).cloned();
        let spans = busy.get(&member.id).map_or(&[][..], Vec::as_slice);
        // Their own call to this very shift is not counted twice.
        let others: Vec<Span> =
            spans.iter().copied().filter(|span| call.is_none() || *span != it.span()).collect();
        people.push(Worked {
            minutes: heaviest_week(&others, it.span()),
            refused: if call.is_none() { may_call(&others, it.span(), most_hours).err() } else { None },
            call,
            member,
        });
    }
    people.sort_by_key(|one| (one.call.is_none(), one.refused.is_some(), one.minutes));
    let coming: Vec<Vec<String>> = people
        .iter()
        .filter(|one| {
            one.call.as_ref().is_some_and(|call| call.answer != Some(danvan_domain::campaigns::Answer::No))
        })
        .map(|one| one.member.skills.clone())
        .collect();
    Ok(OpenedShift { open: it.open_needs(&coming), shift: it, team, campaign, people, most_hours })
}

/// A member with what they did.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there.
pub async fn member(
    house: &House,
    asker: &Asker,
    id: MemberId,
) -> Done<(Member, Option<Team>, Vec<shifts::Own>, (i64, i64))> {
    let it = members::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_keep(house, asker, it.unit)?;
    let team = match it.team {
        Some(team) => store::get(&house.store, team).await?,
        None => None,
    };
    let own = shifts::of_member(&house.store, id, RECENT).await?;
    let worked = shifts::minutes(&house.store, id).await?;
    Ok((it, team, own, worked))
}
