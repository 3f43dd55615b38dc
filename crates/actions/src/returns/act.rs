//! Submitting a return, accepting it, sending it back, amending what was accepted.

use super::{above, ask_above, ask_own, event, form_of, merge, save};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{PersonId, ReturnId, UnitId},
    people::Role,
    refusals::{Note, Refusal},
    returns::{Act, Return, Stage, Verdict, Version, check, reason},
    rights::{Asker, Verb, grants},
};
use danvan_store::{
    Change,
    people::delegations,
    returns::{self as store, versions},
};
use serde_json::json;

/// How many earlier returns are looked at for what is usual.
pub(super) const BEFORE: i64 = 6;

/// Does an act with a return, as it was seen with its newest version.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; when it may not be done now, or another version is there by now; a note
/// under `reason`; under `act`, how many places are still to be mended or explained before it may be submitted.
pub async fn act(
    house: &House,
    asker: &Asker,
    (id, version): (ReturnId, i64),
    act: &str,
    typed: &str,
) -> Done<()> {
    let act: Act = act.parse().map_err(|_| Refusal::field("act", Note::new("note-choose")))?;
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    match act {
        Act::Submit | Act::Amend => ask_own(house, asker, Verb::SubmitReturn, &it)?,
        Act::Accept | Act::Return => ask_above(house, asker, &it)?,
    }
    let reason = if act.needs_reason() { reason(typed)? } else { String::new() };
    let is_top = above(house, it.unit).is_none();
    it.stage.take(act, is_top)?;
    match act {
        Act::Submit => submit(house, asker, (&it, version), is_top).await,
        Act::Accept | Act::Return => settle(house, asker, (id, version), (act, reason)).await,
        Act::Amend => {
            let mut change = house.store.begin().await?;
            let it = locked(&mut change, (id, version)).await?;
            let stage = it.stage.take(act, is_top)?;
            let after = Return { stage, reason: reason.clone(), ..it };
            save(&mut change, &after).await?;
            change.note(event(house, asker, "return.amending", &after, json!({"reason": reason})));
            Ok(change.commit().await?)
        }
    }
}

fn not_now() -> Refusal {
    Refusal::Conflict(Note::new("return-not-now"))
}

/// A return, locked, while the version that was seen is still its newest one.
async fn locked(change: &mut Change, (id, version): (ReturnId, i64)) -> Done<Return> {
    let it = super::locked(change, id).await?;
    if it.version == version { Ok(it) } else { Err(not_now().into()) }
}

/// Submits what stands in a return now, once every day has passed that it counts. Its figures are those of this moment and never
/// change afterwards.
async fn submit(house: &House, asker: &Asker, (it, seen): (&Return, i64), is_top: bool) -> Done<()> {
    let form = form_of(house, it)?;
    if let Some(day) = form.still_counting(it, house.today()) {
        return Err(Refusal::Conflict(Note::new("return-days-left").with("day", day)).into());
    }
    let written = store::entries(&house.store, it.id).await?;
    let draft = merge::draft(house, &form, it, written).await?;
    let before = versions::before(&house.store, it.about, &form.code, it.period.from, BEFORE).await?;
    let left = check(&form, &draft.content, &before).iter().filter(|doubt| doubt.is_stopping).count();
    if left > 0 {
        return Err(Refusal::field("act", Note::new("return-doubts-left").with("left", left)).into());
    }
    let acting_for = acting_for(house, asker, it.unit).await?;
    let mut change = house.store.begin().await?;
    let it = locked(&mut change, (it.id, seen)).await?;
    let stage = it.stage.take(Act::Submit, is_top)?;
    if store::entries_in(&mut change, it.id).await? != draft.written {
        return Err(Refusal::Conflict(Note::new("return-changed-meanwhile")).into());
    }
    let (now, why) = (house.now(), why(&mut change, &it).await?);
    let version = Version {
        number: it.version + 1,
        at: now,
        person: asker.person,
        acting_for,
        why,
        content: draft.content,
        verdict: None,
    };
    versions::add(&mut change, it.id, &version).await?;
    let number = version.number;
    let after = Return {
        stage,
        version: number,
        accepted: if is_top { number } else { it.accepted },
        settled_at: if is_top { Some(now) } else { it.settled_at },
        sent_at: it.sent_at.or(Some(now)),
        begun_at: it.begun_at.or(Some(now)),
        again_on: None,
        reason: String::new(),
        ..it
    };
    save(&mut change, &after).await?;
    let payload = json!({"version": number, "acting_for": acting_for, "due_on": after.due_on});
    change.note(event(house, asker, "return.submitted", &after, payload));
    Ok(change.commit().await?)
}

/// Why a return is amended: what was said when the amendment began, also after that was sent back. Nothing of what was never
/// accepted.
async fn why(change: &mut Change, it: &Return) -> Done<String> {
    Ok(match it.stage {
        Stage::Amending => it.reason.clone(),
        _ if 0 < it.accepted => versions::why(change, it.id, it.version).await?,
        _ => String::new(),
    })
}

async fn settle(
    house: &House,
    asker: &Asker,
    (id, seen): (ReturnId, i64),
    (act, reason): (Act, String),
) -> Done<()> {
    let (facts, now) = (house.facts(), house.now());
    let mut change = house.store.begin().await?;
    let it = locked(&mut change, (id, seen)).await?;
    let stage = it.stage.take(act, false)?;
    let is_accepted = act == Act::Accept;
    let verdict = Verdict { is_accepted, at: now, by: asker.person, reason: reason.clone() };
    if !versions::settle(&mut change, id, it.version, &verdict).await? {
        return Err(not_now().into());
    }
    let mut after = Return { stage, reason: reason.clone(), ..it };
    if is_accepted {
        after.accepted = after.version;
        after.settled_at = Some(now);
    } else {
        let days = form_of(house, &after)?.again_days;
        let again = facts.calendar.plus_working_days(house.today(), days);
        after.again_on = Some(after.due_on.map_or(again, |due| again.max(due)));
    }
    save(&mut change, &after).await?;
    let kind = if is_accepted { "return.accepted" } else { "return.returned" };
    let payload = json!({"version": after.version, "reason": reason, "again_on": after.again_on});
    change.note(event(house, asker, kind, &after, payload));
    Ok(change.commit().await?)
}

/// For whom somebody submits a return of a unit, when it is only by a position there that was lent to them.
async fn acting_for(house: &House, asker: &Asker, unit: UnitId) -> Done<Option<PersonId>> {
    let Some(person) = asker.person else { return Ok(None) };
    let today = house.today();
    let units = house.facts().itself(asker, unit, today);
    let mut lent = Vec::new();
    for delegation in delegations::about(&house.store, person, today).await? {
        let is_to_them = delegation.person == person && delegation.revoked_at.is_none();
        if !is_to_them || today < delegation.from || delegation.to < today {
            continue;
        }
        if let Some(position) = delegations::position(&house.store, delegation.position).await? {
            lent.push(position);
        }
    }
    let may = |role: Role, of: UnitId| units.contains(&of) && grants(role).contains(&Verb::SubmitReturn);
    let mut own = asker.positions.iter().filter(|own| may(own.role, own.unit));
    if own.any(|own| !lent.iter().any(|lent| lent.id == own.id)) {
        return Ok(None);
    }
    let lent = lent.into_iter().find(|position| may(position.role, position.unit));
    Ok(lent.map(|position| position.person))
}
