//! Campaigns: teams over groups of households, their members, shifts and days, and what all of it comes to beside what was promised.

mod board;
mod bring;
mod certificate;
mod file;
mod log;
mod members;
mod own;
mod read;
mod shifts;
mod teams;

pub(crate) use board::counted_of;
pub use board::{Board, Line, board, list};
pub use bring::{Brought, bring};
pub use certificate::certificate;
pub use danvan_store::campaigns::shifts::Own;
pub use file::{Roster, Sorted, Source, bring_roster};
pub use log::{Logged, TypedNeed, log};
pub use members::{correct_for, enrol, phones, place, remove, team_said};
pub use own::{Joinable, Mine, answer_own, correct, join, joinable, leave, mine};
pub use read::{After, Commune, Opened, OpenedShift, Worked, commune, member, my_teams, shift, team};
pub use shifts::{answer_for, call, hand_over, make_shift};
pub use teams::{end_team, form};

use crate::{
    Done,
    house::{Failure, House},
    programmes::ask_to_read_it,
};
use danvan_domain::{
    campaigns::{Member, Team},
    events::Event,
    ids::{MemberId, ProgrammeId, TeamId, UnitId},
    programmes::{Kind, Programme},
    refusals::{Note, Refusal},
    rights::{Asker, Verb, may},
    units::Level,
};
use danvan_store::{
    Change,
    campaigns::{self as store, members as stored},
    programmes,
};
use serde_json::Value;
use uuid::Uuid;

/// A campaign, whoever asks.
async fn campaign(house: &House, id: ProgrammeId) -> Done<Programme> {
    let it = programmes::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    if it.content.kind == Kind::Campaign { Ok(it) } else { Err(Refusal::NotFound.into()) }
}

/// A campaign that somebody may read.
async fn readable(house: &House, asker: &Asker, id: ProgrammeId) -> Done<Programme> {
    let it = campaign(house, id).await?;
    ask_to_read_it(house, asker, &it).await?;
    Ok(it)
}

/// A campaign that is not over.
async fn open_campaign(house: &House, id: ProgrammeId) -> Done<Programme> {
    let it = campaign(house, id).await?;
    if it.ended_at.is_some() || it.content.ends_on < house.today() {
        return Err(Refusal::Conflict(Note::new("campaign-over")).into());
    }
    Ok(it)
}

/// A campaign that is not over and that somebody may read.
async fn open_for(house: &House, asker: &Asker, id: ProgrammeId) -> Done<Programme> {
    readable(house, asker, id).await?;
    open_campaign(house, id).await
}

/// The commune of today in which a place lies.
fn commune_of(house: &House, place: UnitId) -> Result<UnitId, Refusal> {
    let (facts, today) = (house.facts(), house.today());
    let place = facts.tree.today(place, today).unwrap_or(place);
    facts
        .tree
        .at_or_above(place, Level::Commune)
        .map(|unit| unit.id)
        .ok_or_else(|| Refusal::field("place", Note::new("note-place-too-wide")))
}

/// Asks whether somebody keeps the rosters of a commune.
///
/// # Errors
/// The refusal of the right.
fn ask_to_keep(house: &House, asker: &Asker, unit: UnitId) -> Result<(), Refusal> {
    house.ask(asker, Verb::KeepRosters, unit)
}

/// Asks whether somebody reads what one commune has of a campaign, team by team: whoever works in it or above it, no neighbour.
///
/// # Errors
/// The refusal of the right.
pub fn ask_for_commune(house: &House, asker: &Asker, unit: UnitId) -> Result<(), Refusal> {
    let (facts, today) = (house.facts(), house.today());
    let mut care = facts.care(unit, today);
    care.extend(facts.tree.subtree(unit, today).iter().map(|unit| unit.id));
    may(asker, Verb::ReadProgrammes, &care)
}

/// Asks whether somebody says what a team did: its commune's officers, and whoever notes what its own place says.
///
/// # Errors
/// The refusal of the right.
fn ask_to_log(house: &House, asker: &Asker, team: &Team) -> Result<(), Refusal> {
    let (facts, today) = (house.facts(), house.today());
    let mut care = facts.care(team.place, today);
    care.extend(facts.care(team.unit, today));
    let place = facts.tree.today(team.place, today).unwrap_or(team.place);
    care.extend(facts.tree.subtree(place, today).iter().map(|unit| unit.id));
    may(asker, Verb::LogTeamDay, &care)
}

/// A team, locked until the end of the change, whose commune's rosters somebody keeps.
async fn kept_team(house: &House, asker: &Asker, change: &mut Change, id: TeamId) -> Done<Team> {
    let team = store::lock(change, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_keep(house, asker, team.unit)?;
    not_ended(&team)?;
    Ok(team)
}

/// Refuses a team that was ended.
fn not_ended(team: &Team) -> Result<(), Refusal> {
    match team.ended_at {
        None => Ok(()),
        Some(_) => Err(Refusal::Conflict(Note::new("campaign-team-ended"))),
    }
}

/// A member and the teams that they are or shall be in, locked until the end of the change: teams before members and each in order, so
/// that no two changes wait for one another.
///
/// # Errors
/// [`Refusal::NotFound`]; when somebody gave the member another team meanwhile.
async fn locked_member(
    house: &House,
    change: &mut Change,
    id: MemberId,
    more: &[TeamId],
) -> Done<(Member, Vec<Team>)> {
    let before = stored::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let mut ids: Vec<TeamId> = more.iter().copied().chain(before.team).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut teams = Vec::with_capacity(ids.len());
    for id in ids {
        teams.push(store::lock(change, id).await?.ok_or(Refusal::NotFound)?);
    }
    let it = stored::lock(change, id).await?.ok_or(Refusal::NotFound)?;
    if it.team == before.team {
        Ok((it, teams))
    } else {
        Err(Refusal::Conflict(Note::new("campaign-moved-meanwhile")).into())
    }
}

/// That an id came before, with other words.
fn other_words() -> Failure {
    Refusal::Conflict(Note::new("refusal-same-id-other-words")).into()
}

fn event(house: &House, asker: &Asker, kind: &str, (thing, unit): (Uuid, UnitId), payload: Value) -> Event {
    Event { at: house.now(), actor: asker.person, kind: kind.into(), thing, unit: Some(unit), payload }
}
