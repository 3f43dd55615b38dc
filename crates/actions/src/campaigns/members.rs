//! Members: an officer writes somebody in and corrects that, gives whoever waits a team, reads how to reach a team, and takes somebody
//! off.

use super::{ask_to_keep, event, kept_team, locked_member, not_ended, open_campaign, other_words};
use crate::house::{Done, House};
use danvan_domain::{
    campaigns::{Checked, Member, Team, TypedMember, Way, sameness},
    ids::{MemberId, TeamId},
    refusals::{Note, Refusal},
    rights::Asker,
};
use danvan_store::{
    Change, StoreError,
    campaigns::{self as store, counts, members},
};
use serde_json::json;
use uuid::Uuid;

/// Writes somebody into a team. The same message twice writes them in once; whoever is in the campaign already is refused.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there; a note under each field that is wrong; when the campaign is
/// over.
pub async fn enrol(
    house: &House,
    asker: &Asker,
    (id, team): (MemberId, TeamId),
    typed: &TypedMember,
) -> Done<MemberId> {
    let mut change = house.store.begin().await?;
    let team = kept_team(house, asker, &mut change, team).await?;
    open_campaign(house, team.campaign).await?;
    let checked = typed.check(Way::Officer)?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    let it = member_of(house, asker, (id, &team), checked);
    if let Some(before) = members::get(&house.store, id).await? {
        return if is_same(&before, &it) && before.team == it.team { Ok(id) } else { Err(other_words()) };
    }
    write(&mut change, &it).await?;
    store::add_members(&mut change, team.id, 1).await?;
    let by = counts::Adding { members: 1, ..counts::Adding::default() };
    counts::add(&mut change, (team.campaign, team.unit), by).await?;
    let payload = json!({"campaign": team.campaign, "team": team.id, "way": Way::Officer});
    change.note(event(house, asker, "campaign.member_enrolled", (id.0, team.unit), payload));
    change.commit().await?;
    Ok(id)
}

fn member_of(house: &House, asker: &Asker, (id, team): (MemberId, &Team), it: Checked) -> Member {
    Member {
        id,
        campaign: team.campaign,
        unit: team.unit,
        enrolled_of: team.unit,
        team: Some(team.id),
        same: sameness(team.campaign, &it.name, &it.phone, team.id.0),
        name: it.name,
        phone: it.phone,
        leads: it.leads,
        skills: it.skills,
        times: it.times,
        way: Way::Officer,
        enrolled_at: house.now(),
        enrolled_by: asker.person,
        receipt: None,
    }
}

/// Whether two messages say the same of the same person.
pub(super) fn is_same(before: &Member, sent: &Member) -> bool {
    let said = |it: &Member| (it.campaign, it.enrolled_of, it.way, it.leads);
    said(before) == said(sent)
        && (&before.name, &before.phone, &before.skills, &before.times)
            == (&sent.name, &sent.phone, &sent.skills, &sent.times)
}

/// Writes a member who must not be there yet.
async fn write(change: &mut Change, it: &Member) -> Done<()> {
    match members::add(change, std::slice::from_ref(it)).await {
        Ok(added) if added.len() == 1 => Ok(()),
        Ok(_) | Err(StoreError::Taken) => Err(there_already().into()),
        Err(error) => Err(error.into()),
    }
}

/// An officer corrects what is kept of a member whom an officer or a file wrote in; an empty telephone leaves the one there is. Who came
/// by themselves corrects it by their code.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there; a note under each field that is wrong.
pub async fn correct_for(house: &House, asker: &Asker, member: MemberId, typed: &TypedMember) -> Done<()> {
    let mut change = house.store.begin().await?;
    let it = members::lock(&mut change, member).await?.ok_or(Refusal::NotFound)?;
    ask_to_keep(house, asker, it.unit)?;
    if it.way == Way::Own || it.name.is_empty() {
        return Err(Refusal::Conflict(Note::new("campaign-corrects-itself")).into());
    }
    let mut checked = typed.check(Way::Officer)?;
    if checked.phone.is_empty() {
        checked.phone.clone_from(&it.phone);
    }
    let (campaign, unit) = (it.campaign, it.unit);
    if !write_anew(&mut change, Member { leads: checked.leads, ..it }, checked).await? {
        return Err(there_already().into());
    }
    let payload = json!({"campaign": campaign});
    change.note(event(house, asker, "campaign.member_corrected", (member.0, unit), payload));
    Ok(change.commit().await?)
}

/// Writes anew what is kept of a locked member; false when that is somebody who is in the campaign already.
pub(super) async fn write_anew(change: &mut Change, it: Member, checked: Checked) -> Done<bool> {
    let near = it.team.map_or(it.unit.0, |team| team.0);
    let same = sameness(it.campaign, &checked.name, &checked.phone, near);
    if members::same(change, it.campaign, &same).await?.is_some_and(|other| other != it.id) {
        return Ok(false);
    }
    let it = Member {
        name: checked.name,
        phone: checked.phone,
        skills: checked.skills,
        times: checked.times,
        same,
        ..it
    };
    match members::set(change, &it).await {
        Err(StoreError::Taken) => Ok(false),
        written => Ok(written.map(|()| true)?),
    }
}

/// That somebody is in the campaign already.
pub(super) fn there_already() -> Refusal {
    Refusal::field("name", Note::new("campaign-note-there-already"))
}

/// Gives a member a team, or another one, in the same commune.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there; a note under `team`.
pub async fn place(house: &House, asker: &Asker, member: MemberId, team: TeamId) -> Done<()> {
    let mut change = house.store.begin().await?;
    let (it, teams) = locked_member(house, &mut change, member, &[team]).await?;
    let team = teams.into_iter().find(|one| one.id == team).ok_or(Refusal::NotFound)?;
    ask_to_keep(house, asker, team.unit)?;
    not_ended(&team)?;
    ask_to_keep(house, asker, it.unit)?;
    if (it.campaign, it.unit) != (team.campaign, team.unit) {
        return Err(Refusal::field("team", Note::new("campaign-note-other-commune")).into());
    }
    if it.team == Some(team.id) {
        return Ok(());
    }
    members::set_team(&mut change, member, team.id, team.unit).await?;
    store::add_members(&mut change, team.id, 1).await?;
    match it.team {
        Some(before) => store::add_members(&mut change, before, -1).await?,
        None => {
            let by = counts::Adding { members: 1, waiting: -1, ..counts::Adding::default() };
            counts::add(&mut change, (team.campaign, team.unit), by).await?;
        }
    }
    let payload = json!({"team": team.id, "from": it.team});
    change.note(event(house, asker, "campaign.member_placed", (member.0, team.unit), payload));
    Ok(change.commit().await?)
}

/// The team that somebody means for a member: by its id, or by its number within the member's commune.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there; a note under `team`.
pub async fn team_said(house: &House, asker: &Asker, member: MemberId, said: &str) -> Done<TeamId> {
    let it = members::get(&house.store, member).await?.ok_or(Refusal::NotFound)?;
    ask_to_keep(house, asker, it.unit)?;
    let said = said.trim();
    if let Ok(id) = said.parse::<TeamId>() {
        return Ok(id);
    }
    let wrong = |key: &str| Refusal::field("team", Note::new(key).with("number", said));
    let number: i64 = said.parse().map_err(|_| wrong("roster-note-team"))?;
    let after = (number.saturating_sub(1), TeamId(Uuid::max()));
    let some = store::of_unit(&house.store, (it.campaign, it.unit), after, 2).await?;
    match some.iter().filter(|team| team.number == number).collect::<Vec<_>>()[..] {
        [team] => Ok(team.id),
        [] => Err(wrong("roster-note-unknown-team").into()),
        _ => Err(wrong("campaign-note-two-teams").into()),
    }
}

/// Takes a member off: what is kept of them is erased; that hours were worked stays counted.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there.
pub async fn remove(house: &House, asker: &Asker, member: MemberId) -> Done<Option<TeamId>> {
    let mut change = house.store.begin().await?;
    let (it, _) = locked_member(house, &mut change, member, &[]).await?;
    ask_to_keep(house, asker, it.unit)?;
    erase(&mut change, &it).await?;
    change.note(event(
        house,
        asker,
        "campaign.member_removed",
        (member.0, it.unit),
        json!({"campaign": it.campaign}),
    ));
    change.commit().await?;
    Ok(it.team)
}

/// Erases a member and counts them no more.
pub(super) async fn erase(change: &mut Change, it: &Member) -> Done<()> {
    members::remove(change, it.id).await?;
    let mut by = counts::Adding::default();
    match it.team {
        Some(team) => {
            store::add_members(change, team, -1).await?;
            by.members = -1;
        }
        None => by.waiting = -1,
    }
    Ok(counts::add(change, (it.campaign, it.unit), by).await?)
}

/// The kind of the event that says that somebody read how to reach a team.
pub(super) const PHONES_READ: &str = "campaign.phones_read";

/// How to reach the members of a team. Reading it is an event.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there.
pub async fn phones(house: &House, asker: &Asker, id: TeamId) -> Done<(Team, Vec<Member>)> {
    let team = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_keep(house, asker, team.unit)?;
    let all = members::of_team(&house.store, id).await?;
    let mut change = house.store.begin().await?;
    let payload = json!({"campaign": team.campaign, "members": all.len()});
    change.note(event(house, asker, PHONES_READ, (id.0, team.unit), payload));
    change.commit().await?;
    Ok((team, all))
}
