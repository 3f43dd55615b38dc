//! Making a contest, its teams and its rounds.

use super::{ask_to_lead, contest, event};
use crate::house::{Done, House};
use danvan_domain::{
    contests::{Contest, Round, Stage, Team, TypedContest, TypedRound, TypedTeam},
    ids::{ContestId, ContestTeamId, RoundId},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::{
    StoreError,
    contests::{self as store, rounds},
};
use serde_json::json;

fn same_id() -> Refusal {
    Refusal::Conflict(Note::new("refusal-same-id-other-words"))
}

fn no_id() -> Refusal {
    Refusal::field("id", Note::new("note-id"))
}

/// Makes a contest of one's own unit. The same message twice is one contest.
///
/// # Errors
/// The refusal of the right to hold contests; a note under each field that is wrong; the same id with other words.
pub async fn make(house: &House, asker: &Asker, id: ContestId, typed: &TypedContest) -> Done<ContestId> {
    let unit = house.own_unit(asker, Verb::LeadContests)?;
    house.ask(asker, Verb::LeadContests, unit)?;
    let (title, plan, rules) = typed.check()?;
    if id.0.is_nil() {
        return Err(no_id().into());
    }
    let it = Contest { id, unit, title, plan, rules, made_at: house.now(), ended_at: None };
    let mut change = house.store.begin().await?;
    match store::add(&mut change, &it).await {
        Err(StoreError::Taken) => {
            drop(change);
            let before = contest(house, id).await?;
            let is_same = (&before.title, &before.plan, &before.rules, before.unit)
                == (&it.title, &it.plan, &it.rules, it.unit);
            return if is_same { Ok(id) } else { Err(same_id().into()) };
        }
        written => written?,
    }
    change.note(event(house, asker, "contest.made", (id.0, &it), json!({"rules": it.rules.code})));
    change.commit().await?;
    Ok(id)
}

/// Adds a team of a unit below whoever holds the contest, or of that unit. The same message twice is one team.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to hold it; a note under `name` or `unit`; the same id with other words;
/// when the contest is over.
pub async fn add_team(
    house: &House,
    asker: &Asker,
    (of, id): (ContestId, ContestTeamId),
    unit: &str,
    typed: &TypedTeam,
) -> Done<()> {
    let it = contest(house, of).await?;
    ask_to_lead(house, asker, &it)?;
    let name = typed.check()?;
    let (facts, today) = (house.facts(), house.today());
    if unit.trim().is_empty() {
        return Err(Refusal::field("unit", Note::new("note-choose")).into());
    }
    let unit = facts.tree.resolve(unit, today).map_err(|note| Refusal::field("unit", note))?;
    if unit != it.unit && !facts.tree.is_under(unit, it.unit, today) {
        return Err(Refusal::field("unit", Note::new("programme-note-not-below")).into());
    }
    if id.0.is_nil() {
        return Err(no_id().into());
    }
    let team = Team { id, contest: of, unit, name };
    let mut change = house.store.begin().await?;
    let it = open(store::lock(&mut change, of).await?)?;
    match store::add_team(&mut change, &team, house.now()).await {
        Err(StoreError::Taken) => {
            drop(change);
            let before = store::teams(&house.store, of).await?;
            return if before.contains(&team) { Ok(()) } else { Err(same_id().into()) };
        }
        written => written?,
    }
    change.note(event(house, asker, "contest.team", (of.0, &it), json!({"team": id, "unit": unit})));
    Ok(change.commit().await?)
}

/// Adds a round. The same message twice is one round.
///
/// # Errors
/// As [`add_team`]; a note under each field that is wrong.
pub async fn add_round(
    house: &House,
    asker: &Asker,
    (of, id): (ContestId, RoundId),
    typed: &TypedRound,
) -> Done<()> {
    let it = contest(house, of).await?;
    ask_to_lead(house, asker, &it)?;
    let (tier, name, held_on, go_on) = typed.check()?;
    if id.0.is_nil() {
        return Err(no_id().into());
    }
    let round =
        Round { id, contest: of, tier, name, held_on, go_on, stage: Stage::Planned, moved_at: house.now() };
    let mut change = house.store.begin().await?;
    let it = open(store::lock(&mut change, of).await?)?;
    match rounds::add(&mut change, &round).await {
        Err(StoreError::Taken) => {
            drop(change);
            let before = rounds::get(&house.store, id).await?.ok_or(StoreError::Taken)?;
            let is_same = (before.contest, before.tier, &before.name, before.held_on, before.go_on)
                == (of, tier, &round.name, held_on, go_on);
            return if is_same { Ok(()) } else { Err(same_id().into()) };
        }
        written => written?,
    }
    change.note(event(house, asker, "contest.round", (of.0, &it), json!({"round": id, "tier": tier})));
    Ok(change.commit().await?)
}

/// A contest that is not over.
fn open(found: Option<Contest>) -> Result<Contest, Refusal> {
    let it = found.ok_or(Refusal::NotFound)?;
    match it.ended_at {
        None => Ok(it),
        Some(_) => Err(Refusal::Conflict(Note::new("contest-not-now"))),
    }
}
