//! Forming teams over groups of households, and ending one.

use super::{ask_to_keep, commune_of, event, kept_team, open_for};
use crate::house::{Done, House};
use danvan_domain::{
    campaigns::{Team, TypedTeams},
    ids::{ProgrammeId, TeamId, UnitId},
    programmes::reason,
    refusals::{Note, Refusal},
    rights::Asker,
};
use danvan_store::{
    StoreError,
    campaigns::{self as store, counts, members},
};
use serde_json::json;
use uuid::Uuid;

/// Forms teams over the households of a place, as many as they need. The same message twice forms them once.
///
/// # Errors
/// The refusal of the right to keep rosters there; a note under each field that is wrong; when the campaign is over.
pub async fn form(
    house: &House,
    asker: &Asker,
    (sent, campaign): (Uuid, ProgrammeId),
    place: &str,
    typed: &TypedTeams,
) -> Done<Vec<TeamId>> {
    let (facts, today) = (house.facts(), house.today());
    if place.trim().is_empty() {
        return Err(Refusal::field("place", Note::new("note-choose")).into());
    }
    let place = facts.tree.resolve(place, today).map_err(|note| Refusal::field("place", note))?;
    let unit = commune_of(house, place)?;
    ask_to_keep(house, asker, unit)?;
    let groups = typed.check()?;
    if sent.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    let campaign = open_for(house, asker, campaign).await?.id;
    let id = |at: usize| TeamId(Uuid::new_v5(&sent, at.to_string().as_bytes()));
    let ids: Vec<TeamId> = (0..groups.households.len()).map(id).collect();
    if formed_before(house, (campaign, place), &ids, &groups.households).await? {
        return Ok(ids);
    }
    let mut change = house.store.begin().await?;
    let many = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let households = groups.households.iter().sum();
    let last = counts::number(&mut change, (campaign, unit), many, households).await?;
    let team = |(id, (number, households)): (&TeamId, (i64, &i64))| Team {
        id: *id,
        campaign,
        unit,
        formed_of: unit,
        place,
        number,
        covers: groups.covers.clone(),
        households: *households,
        members: 0,
        logged_on: None,
        formed_at: house.now(),
        ended_at: None,
        end_reason: String::new(),
    };
    let teams: Vec<Team> = ids.iter().zip((last - many + 1..).zip(&groups.households)).map(team).collect();
    match store::add(&mut change, &teams).await {
        Err(StoreError::Taken) => {
            drop(change);
            let was = formed_before(house, (campaign, place), &ids, &groups.households).await?;
            return if was { Ok(ids) } else { Err(other_words()) };
        }
        written => written?,
    }
    let payload = json!({"teams": many, "households": households, "place": place, "first": last - many + 1});
    change.note(event(house, asker, "campaign.teams_formed", (campaign.0, unit), payload));
    change.commit().await?;
    Ok(ids)
}

/// Whether these very teams were formed before.
async fn formed_before(
    house: &House,
    (campaign, place): (ProgrammeId, UnitId),
    ids: &[TeamId],
    households: &[i64],
) -> Done<bool> {
    let Some(first) = ids.first() else { return Ok(false) };
    let Some(before) = store::get(&house.store, *first).await? else { return Ok(false) };
    let last = match ids.last() {
        Some(last) => store::get(&house.store, *last).await?,
        None => None,
    };
    let is_same = (before.campaign, before.place) == (campaign, place)
        && households.first() == Some(&before.households)
        && last.is_some();
    if is_same { Ok(true) } else { Err(other_words()) }
}

fn other_words() -> crate::Failure {
    Refusal::Conflict(Note::new("refusal-same-id-other-words")).into()
}

/// Ends a team; its members wait for another. What it did stays.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there; a note under `reason`.
pub async fn end_team(house: &House, asker: &Asker, id: TeamId, why: &str) -> Done<()> {
    let mut change = house.store.begin().await?;
    let team = kept_team(house, asker, &mut change, id).await?;
    let why = reason(why)?;
    store::end(&mut change, id, house.now(), &why).await?;
    let members = members::unteam(&mut change, id).await?;
    store::add_members(&mut change, id, -team.members).await?;
    let by = counts::Adding {
        teams: -1,
        households: -team.households,
        members: -members,
        waiting: members,
        ..counts::Adding::default()
    };
    counts::add(&mut change, (team.campaign, team.unit), by).await?;
    let payload = json!({"campaign": team.campaign, "members": members});
    change.note(event(house, asker, "campaign.team_ended", (id.0, team.unit), payload));
    Ok(change.commit().await?)
}
