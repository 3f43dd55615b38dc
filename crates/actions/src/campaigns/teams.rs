//! Forming teams over groups of households, and ending one.

use super::{ask_to_keep, commune_of, event, kept_team, open_for, other_words};
use crate::house::{Done, House};
use danvan_domain::{
    campaigns::{Groups, Team, TypedTeams},
    ids::{MemberId, ProgrammeId, TeamId, UnitId},
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
    let next = id(ids.len());
    if formed_before(house, (campaign, place), (&ids, next), &groups).await? {
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
            let was = formed_before(house, (campaign, place), (&ids, next), &groups).await?;
            return if was { Ok(ids) } else { Err(other_words()) };
        }
        written => written?,
    }
    let payload = json!({"teams": many, "households": households, "place": place, "first": last - many + 1});
    change.note(event(house, asker, "campaign.teams_formed", (campaign.0, unit), payload));
    change.commit().await?;
    Ok(ids)
}

/// Whether these very teams were formed before, every one of them and none more: `next` is the id that one more would have.
async fn formed_before(
    house: &House,
    (campaign, place): (ProgrammeId, UnitId),
    (ids, next): (&[TeamId], TeamId),
    groups: &Groups,
) -> Done<bool> {
    let before = store::some(&house.store, &[ids, &[next]].concat()).await?;
    if before.is_empty() {
        return Ok(false);
    }
    let is_same = |(id, households): (&TeamId, &i64)| {
        before.get(id).is_some_and(|team| {
            (team.campaign, team.place, team.households) == (campaign, place, *households)
                && team.covers == groups.covers
        })
    };
    let are_same = !before.contains_key(&next) && ids.iter().zip(&groups.households).all(is_same);
    if are_same { Ok(true) } else { Err(other_words()) }
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
    let mut people: Vec<MemberId> =
        members::of_team(&house.store, id).await?.iter().map(|one| one.id).collect();
    people.sort_unstable();
    for one in people {
        // In the order in which everybody locks them, so that no two changes wait for one another.
        members::lock(&mut change, one).await?;
    }
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
