//! Shifts: made, people called, answers noted, attendance and what is handed over.

use super::{ask_to_keep, event, kept_team, locked_member, open_campaign, other_words};
use crate::{
    house::{Done, House},
    operations::settings::{self, CAMPAIGN_WEEK_HOURS},
};
use danvan_domain::{
    campaigns::{Answer, Member, Shift, Span, TypedShift, WEEK_HOURS_DEFAULT, attended_minutes, may_call},
    ids::{MemberId, ShiftId, TeamId},
    refusals::{FieldNote, Note, Refusal},
    rights::Asker,
    time::Moment,
};
use danvan_store::{
    Change, StoreError,
    campaigns::{self as store, counts, members, shifts},
};
use serde_json::json;
use std::collections::HashMap;

/// So many days around a shift others are looked at.
const AROUND: i64 = 8 * 24 * 3600;

/// Makes a shift of a team. The same message twice is one shift.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there; a note under each field that is wrong.
pub async fn make_shift(
    house: &House,
    asker: &Asker,
    (id, team): (ShiftId, TeamId),
    typed: &TypedShift,
) -> Done<ShiftId> {
    let mut change = house.store.begin().await?;
    let team = kept_team(house, asker, &mut change, team).await?;
    open_campaign(house, team.campaign).await?;
    let (what, Span { from, to }, needs) = typed.check(house.now())?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    let it = Shift {
        id,
        campaign: team.campaign,
        team: team.id,
        unit: team.unit,
        what,
        from,
        to,
        needs,
        closed_at: None,
        handover: String::new(),
    };
    match shifts::add(&mut change, &it, (house.now(), asker.person)).await {
        Err(StoreError::Taken) => {
            drop(change);
            let said = (it.team, it.span(), &it.what, &it.needs);
            let before = shifts::get(&house.store, id).await?;
            let is_same = before
                .is_some_and(|before| (before.team, before.span(), &before.what, &before.needs) == said);
            return if is_same { Ok(id) } else { Err(other_words()) };
        }
        written => written?,
    }
    let payload = json!({"campaign": it.campaign, "team": it.team, "needed": it.needed()});
    change.note(event(house, asker, "campaign.shift_made", (id.0, team.unit), payload));
    change.commit().await?;
    Ok(id)
}

/// The most hours a week, as the installation says.
pub(super) async fn week_hours(house: &House) -> Done<i64> {
    let said = settings::value(house, CAMPAIGN_WEEK_HOURS).await?;
    Ok(said.parse().unwrap_or(WEEK_HOURS_DEFAULT))
}

/// The shifts of a team's members around a time, by member.
pub(super) async fn busy(house: &House, it: &Shift) -> Done<HashMap<MemberId, Vec<Span>>> {
    Ok(by_member(shifts::spans(&house.store, it.team, around(it)).await?))
}

fn by_member(spans: Vec<(MemberId, Span)>) -> HashMap<MemberId, Vec<Span>> {
    let mut found: HashMap<MemberId, Vec<Span>> = HashMap::new();
    for (member, span) in spans {
        found.entry(member).or_default().push(span);
    }
    found
}

/// A shift that was not handed over, of a commune whose rosters somebody keeps.
async fn open_shift(house: &House, asker: &Asker, id: ShiftId) -> Done<Shift> {
    let it = shifts::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_keep(house, asker, it.unit)?;
    Ok(not_closed(it)?)
}

/// The same once its team is locked: what was done to it until then is done.
async fn open_in(change: &mut Change, id: ShiftId) -> Done<Shift> {
    let it = shifts::get_in(change, id).await?.ok_or(Refusal::NotFound)?;
    Ok(not_closed(it)?)
}

fn not_closed(it: Shift) -> Result<Shift, Refusal> {
    match it.closed_at {
        None => Ok(it),
        Some(_) => Err(Refusal::Conflict(Note::new("campaign-shift-closed"))),
    }
}

/// The time around a shift in which others are looked at.
fn around(it: &Shift) -> (Moment, Moment) {
    (it.from.plus_seconds(-AROUND), it.to.plus_seconds(AROUND))
}

/// Calls members of the team to a shift. Whoever would be at two places at once, or too often, is called by nobody; then none of
/// these is called, and it is said of whom that holds.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there; when the campaign is over; a note under `call-…` of each who
/// may not be called.
pub async fn call(house: &House, asker: &Asker, id: ShiftId, called: &[MemberId]) -> Done<usize> {
    let it = open_shift(house, asker, id).await?;
    if called.is_empty() {
        return Err(Refusal::field("call", Note::new("note-choose")).into());
    }
    open_campaign(house, it.campaign).await?;
    let most = week_hours(house).await?;
    let mut change = house.store.begin().await?;
    // Two who call the same people at once do so one after the other.
    kept_team(house, asker, &mut change, it.team).await?;
    let it = open_in(&mut change, id).await?;
    let team = members::of_team(&house.store, it.team).await?;
    let busy = by_member(shifts::spans_in(&mut change, it.team, around(&it)).await?);
    let there = shifts::calls_in(&mut change, id).await?;
    let mut notes = Vec::new();
    let mut many = 0;
    for member in called {
        if there.iter().any(|call| call.member == *member) {
            continue;
        }
        if !team.iter().any(|one| one.id == *member) {
            return Err(Refusal::NotFound.into());
        }
        let spans = busy.get(member).map_or(&[][..], Vec::as_slice);
        match may_call(spans, it.span(), most) {
            Ok(()) => many += usize::from(shifts::call(&mut change, id, *member, house.now()).await?),
            Err(note) => notes.push(FieldNote::new(&format!("call-{member}"), note)),
        }
    }
    if !notes.is_empty() {
        return Err(Refusal::Invalid(notes).into());
    }
    let payload = json!({"campaign": it.campaign, "called": many});
    change.note(event(house, asker, "campaign.called", (id.0, it.unit), payload));
    change.commit().await?;
    Ok(many)
}

/// An officer notes what a member answered.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there; when the shift was handed over.
pub async fn answer_for(
    house: &House,
    asker: &Asker,
    (id, member): (ShiftId, MemberId),
    answer: &str,
) -> Done<()> {
    open_shift(house, asker, id).await?;
    let answer: Answer = answer.parse().map_err(|_| Refusal::field("answer", Note::new("note-choose")))?;
    let member = members::get(&house.store, member).await?.ok_or(Refusal::NotFound)?;
    answered(house, asker, &member, id, answer).await
}

/// Keeps what a member answered. Who said no is free for others, so that a yes after it is looked at as a new call is.
pub(super) async fn answered(
    house: &House,
    asker: &Asker,
    member: &Member,
    shift: ShiftId,
    answer: Answer,
) -> Done<()> {
    let most = week_hours(house).await?;
    let team = shifts::get(&house.store, shift).await?.ok_or(Refusal::NotFound)?.team;
    let mut change = house.store.begin().await?;
    locked_member(house, &mut change, member.id, &[team]).await?;
    let it = open_in(&mut change, shift).await?;
    let calls = shifts::calls_in(&mut change, shift).await?;
    let before = calls.iter().find(|call| call.member == member.id).ok_or(Refusal::NotFound)?.answer;
    if (before, answer) == (Some(Answer::No), Answer::Yes) {
        let others = shifts::others_in(&mut change, (member.id, shift), around(&it)).await?;
        may_call(&others, it.span(), most).map_err(|note| Refusal::field("answer", note))?;
    }
    if !shifts::answer(&mut change, (shift, member.id), answer, house.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    let payload = json!({"campaign": it.campaign, "answer": answer});
    change.note(event(house, asker, "campaign.answered", (shift.0, it.unit), payload));
    Ok(change.commit().await?)
}

/// Hands a shift over: who was there for how long, and what the next ones must know. Whoever was called and is not named was not there.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there; before the shift began; a note under each field that is
/// wrong.
pub async fn hand_over(
    house: &House,
    asker: &Asker,
    id: ShiftId,
    attended: &[(MemberId, String)],
    handover: &str,
) -> Done<()> {
    let it = open_shift(house, asker, id).await?;
    if house.now() < it.from {
        return Err(Refusal::Conflict(Note::new("campaign-shift-not-begun")).into());
    }
    let mut notes = Vec::new();
    let mut minutes = HashMap::new();
    for (member, typed) in attended {
        match attended_minutes(typed, it.span()) {
            Ok(there) => drop(minutes.insert(*member, there)),
            Err(note) => notes.push(FieldNote::new(&format!("minutes-{member}"), note)),
        }
    }
    let handover = match Shift::handed_over(handover) {
        Err(Refusal::Invalid(more)) => {
            notes.extend(more);
            String::new()
        }
        other => other?,
    };
    if !notes.is_empty() {
        return Err(Refusal::Invalid(notes).into());
    }
    let mut change = house.store.begin().await?;
    let team = store::lock(&mut change, it.team).await?.ok_or(Refusal::NotFound)?;
    let it = open_in(&mut change, id).await?;
    let mut calls = shifts::calls_in(&mut change, id).await?;
    calls.sort_unstable_by_key(|call| call.member);
    for called in &calls {
        // Nobody is given another team or taken off meanwhile.
        members::lock(&mut change, called.member).await?;
    }
    if !shifts::close(&mut change, id, house.now(), &handover).await? {
        return Err(Refusal::Conflict(Note::new("campaign-shift-closed")).into());
    }
    let (mut all, mut there) = (0, 0);
    for called in calls {
        let came = minutes.get(&called.member).copied().unwrap_or(0);
        if shifts::attend(&mut change, (id, called.member), came).await? {
            (all, there) = (all + came, there + i64::from(came > 0));
        }
    }
    let by = counts::Adding { minutes: all, ..counts::Adding::default() };
    counts::add(&mut change, (it.campaign, team.unit), by).await?;
    let payload = json!({"campaign": it.campaign, "there": there, "minutes": all});
    change.note(event(house, asker, "campaign.shift_closed", (id.0, team.unit), payload));
    Ok(change.commit().await?)
}
