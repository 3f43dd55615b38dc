//! Reading: a commune's teams, one team, one shift, one member.

use super::{
    ask_to_keep, ask_to_log,
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
use danvan_store::campaigns::{self as store, logs, members, shifts};
use uuid::Uuid;

/// A page of teams.
const PAGE: usize = 50;
/// Most members who wait, shown at once.
const WAITING: i64 = 50;
/// Most shifts and logs of a team, shown at once.
const RECENT: i64 = 14;

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
    /// Who waits for a team; only for whoever keeps its rosters.
    pub waiting: Vec<Member>,
    /// Whether the reader keeps its rosters.
    pub may_keep: bool,
}

/// A commune's part of a campaign: its teams from a number on, and who waits for one.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn commune(
    house: &House,
    asker: &Asker,
    (id, unit): (ProgrammeId, UnitId),
    after: (i64, TeamId),
    days: (Day, Day),
) -> Done<Commune> {
    let unit = commune_of(house, unit)?;
    let (campaign, counts) = line_of(house, asker, (id, unit), days).await?;
    let mut teams = store::of_unit(&house.store, (id, unit), after, PAGE as i64 + 1).await?;
    let more = teams.len() > PAGE;
    teams.truncate(PAGE);
    let may_keep = ask_to_keep(house, asker, unit).is_ok();
    let waiting = if may_keep {
        let first = (Moment::from_micros(i64::MIN), MemberId(Uuid::nil()));
        members::waiting(&house.store, (id, unit), first, WAITING).await?
    } else {
        Vec::new()
    };
    Ok(Commune { campaign, unit, counts, teams, more, waiting, may_keep })
}

/// The teams of campaigns whose days somebody writes down: those at their own place.
///
/// # Errors
/// The refusal of the right to say what a team did.
pub async fn my_teams(house: &House, asker: &Asker) -> Done<Vec<Team>> {
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
    Ok(teams)
}

/// A team with everything about it.
pub struct Opened {
    /// The team.
    pub team: Team,
    /// Its campaign.
    pub campaign: Programme,
    /// Its members; only for whoever keeps its rosters.
    pub members: Vec<Member>,
    /// Its shifts, the latest first.
    pub shifts: Vec<Shift>,
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
    let shifts = if may_keep { shifts::of_team(&house.store, id, RECENT).await? } else { Vec::new() };
    let logs = logs::of_team(&house.store, id, RECENT).await?;
    Ok(Opened { team, campaign, members, shifts, logs, may_keep, may_log })
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
    /// The team's members: those called first, then those of whom least was asked.
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
    let mut people: Vec<Worked> = Vec::new();
    for member in members::of_team(&house.store, it.team).await? {
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
