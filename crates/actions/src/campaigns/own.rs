//! Whoever helps without an account: they join by themselves and agree, hold a code, see what is kept of them, answer calls, correct it,
//! and leave, which erases it at once.

use super::{
    event,
    members::{erase, write},
    open_campaign,
};
use crate::{
    data::{consents::Given, counting_guesses},
    house::{Done, House},
};
use danvan_domain::{
    campaigns::{Answer, Member, Team, TypedMember, Way, sameness},
    data::consents::ConsentPurpose,
    ids::{MemberId, ProgrammeId, ShiftId, UnitId},
    programmes::Programme,
    receipt::ReceiptCode,
    refusals::{Note, Refusal},
    rights::Asker,
    text::in_order,
    units::{Level, Unit},
};
use danvan_store::{
    campaigns::{self as store, counts, members, shifts},
    data::consents,
};
use danvan_words::Language;
use serde_json::json;

/// A campaign that may be joined, with its communes by name.
///
/// # Errors
/// [`Refusal::NotFound`]; when the campaign is over.
pub async fn joinable(house: &House, id: ProgrammeId) -> Done<(Programme, Vec<UnitId>)> {
    let campaign = open_campaign(house, id).await?;
    let (facts, today) = (house.facts(), house.today());
    let taking = facts.tree.today(campaign.unit, today).unwrap_or(campaign.unit);
    let mut communes: Vec<&Unit> = match facts.tree.at_or_above(taking, Level::Commune) {
        Some(commune) => vec![commune],
        None => facts
            .tree
            .subtree(taking, today)
            .into_iter()
            .filter(|unit| unit.level() == Level::Commune)
            .collect(),
    };
    communes.sort_by_key(|unit| in_order(unit.bare_name()));
    Ok((campaign, communes.into_iter().map(|unit| unit.id).collect()))
}

/// Joins a campaign in a commune. The same message twice joins once. Returns the code.
///
/// # Errors
/// [`Refusal::NotFound`]; when the campaign is over; a note under each field that is wrong; whoever did not agree.
pub async fn join(
    house: &House,
    (id, campaign): (MemberId, ProgrammeId),
    place: &str,
    typed: &TypedMember,
    (agrees, language): (bool, Language),
) -> Done<String> {
    let campaign = open_campaign(house, campaign).await?;
    let checked = typed.check(Way::Own);
    let found = commune_said(house, &campaign, place);
    let agreed = if agrees { Ok(()) } else { Err(Refusal::field("agrees", Note::new("data-note-tick"))) };
    let (checked, unit) = all_told(checked, found, agreed)?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    if let Some(before) = members::get(&house.store, id).await? {
        let known = before.receipt.filter(|_| before.name == checked.name && before.phone == checked.phone);
        return known.ok_or_else(|| Refusal::Conflict(Note::new("refusal-same-id-other-words")).into());
    }
    let receipt = ReceiptCode::from_chance(house.chance()).to_string();
    let it = Member {
        id,
        campaign: campaign.id,
        unit,
        enrolled_of: unit,
        team: None,
        same: sameness(campaign.id, &checked.name, &checked.phone, unit.0),
        name: checked.name,
        phone: checked.phone,
        leads: false,
        skills: checked.skills,
        times: checked.times,
        way: Way::Own,
        enrolled_at: house.now(),
        enrolled_by: None,
        receipt: Some(receipt.clone()),
    };
    let mut change = house.store.begin().await?;
    write(&mut change, &it).await?;
    let by = counts::Adding { waiting: 1, ..counts::Adding::default() };
    counts::add(&mut change, (campaign.id, unit), by).await?;
    Given::now(house, &[ConsentPurpose::Roster], language, "campaign")
        .keep(&mut change, (id.0, unit), &receipt)
        .await?;
    let payload = json!({"campaign": campaign.id, "way": Way::Own});
    change.note(event(house, &Asker::nobody(), "campaign.member_enrolled", (id.0, unit), payload));
    change.commit().await?;
    Ok(receipt)
}

/// The commune that somebody chose, which must have a part in the campaign.
fn commune_said(house: &House, campaign: &Programme, place: &str) -> Result<UnitId, Refusal> {
    let (facts, today) = (house.facts(), house.today());
    let found = facts.tree.resolve(place, today).map_err(|note| {
        let note = if place.trim().is_empty() { Note::new("note-choose-place") } else { note };
        Refusal::field("place", note)
    });
    found.and_then(|place| {
        let commune = facts.tree.at_or_above(place, Level::Commune).map(|unit| unit.id);
        let taking = facts.tree.today(campaign.unit, today).unwrap_or(campaign.unit);
        let is_there = |unit| unit == taking || facts.tree.is_under(unit, taking, today);
        commune
            .filter(|unit| is_there(*unit))
            .ok_or_else(|| Refusal::field("place", Note::new("campaign-note-not-there")))
    })
}

/// Every fault at once, or what was found.
fn all_told<A, B>(
    first: Result<A, Refusal>,
    second: Result<B, Refusal>,
    third: Result<(), Refusal>,
) -> Result<(A, B), Refusal> {
    let notes = |refusal: Refusal| match refusal {
        Refusal::Invalid(notes) => Ok(notes),
        other => Err(other),
    };
    let mut all = Vec::new();
    let first = first.map_err(notes);
    let second = second.map_err(notes);
    for found in [first.as_ref().err(), second.as_ref().err()].into_iter().flatten() {
        all.extend(found.clone()?);
    }
    if let Err(refusal) = third {
        all.extend(notes(refusal)?);
    }
    match (first, second) {
        (Ok(first), Ok(second)) if all.is_empty() => Ok((first, second)),
        _ => Err(Refusal::Invalid(all)),
    }
}

/// What is kept of the holder of a code, with their campaign, team, shifts, and when they agreed.
pub struct Mine {
    /// They themselves.
    pub member: Member,
    /// Their campaign.
    pub campaign: Programme,
    /// Their team.
    pub team: Option<Team>,
    /// Their shifts, the latest first.
    pub shifts: Vec<shifts::Own>,
    /// At how many shifts they were, and for how many minutes.
    pub worked: (i64, i64),
    /// The words they agreed to.
    pub consents: Vec<consents::Consent>,
}

/// Most shifts shown.
const SHIFTS: i64 = 50;

async fn held(house: &House, code: &str, from: &str) -> Done<Member> {
    let find = async {
        let Ok(code) = code.parse::<ReceiptCode>() else { return Ok(None) };
        Ok(members::by_receipt(&house.store, &code.to_string()).await?)
    };
    counting_guesses(house, from, find).await
}

/// What the holder of a code sees of themselves. `from` is the network address whose wrong codes are counted.
///
/// # Errors
/// [`Refusal::NotFound`] when the code opens nothing; [`Refusal::TooMany`] after many wrong codes.
pub async fn mine(house: &House, code: &str, from: &str) -> Done<Mine> {
    let member = held(house, code, from).await?;
    let team = match member.team {
        Some(team) => store::get(&house.store, team).await?,
        None => None,
    };
    let receipt = member.receipt.clone().unwrap_or_default();
    Ok(Mine {
        campaign: super::campaign(house, member.campaign).await?,
        team,
        shifts: shifts::of_member(&house.store, member.id, SHIFTS).await?,
        worked: shifts::minutes(&house.store, member.id).await?,
        consents: consents::of_receipt(&house.store, &receipt).await?,
        member,
    })
}

/// The holder answers a call.
///
/// # Errors
/// As [`mine`]; when they were not called, or the shift was handed over.
pub async fn answer_own(house: &House, code: &str, from: &str, shift: ShiftId, answer: &str) -> Done<()> {
    let member = held(house, code, from).await?;
    let answer: Answer = answer.parse().map_err(|_| Refusal::field("answer", Note::new("note-choose")))?;
    super::shifts::answered(house, &Asker::nobody(), &member, shift, answer).await
}

/// The holder corrects what is kept of them.
///
/// # Errors
/// As [`mine`]; a note under each field that is wrong.
pub async fn correct(house: &House, code: &str, from: &str, typed: &TypedMember) -> Done<()> {
    let held = held(house, code, from).await?;
    let checked = typed.check(Way::Own)?;
    let mut change = house.store.begin().await?;
    let it = members::lock(&mut change, held.id).await?.ok_or(Refusal::NotFound)?;
    let near = it.team.map_or(it.unit.0, |team| team.0);
    let same = sameness(it.campaign, &checked.name, &checked.phone, near);
    if members::same(&mut change, it.campaign, &same).await?.is_some_and(|other| other != it.id) {
        return Err(Refusal::field("name", Note::new("campaign-note-there-already")).into());
    }
    let it = Member {
        name: checked.name,
        phone: checked.phone,
        skills: checked.skills,
        times: checked.times,
        same,
        ..it
    };
    members::set(&mut change, &it).await?;
    let payload = json!({"campaign": it.campaign});
    change.note(event(house, &Asker::nobody(), "campaign.member_corrected", (it.id.0, it.unit), payload));
    Ok(change.commit().await?)
}

/// The holder leaves: their consent ends, and everything kept of them is erased at once. Only that there was consent, and when it
/// ended, stays as proof.
///
/// # Errors
/// As [`mine`].
pub async fn leave(house: &House, code: &str, from: &str) -> Done<ProgrammeId> {
    let held = held(house, code, from).await?;
    let mut change = house.store.begin().await?;
    let it = members::lock(&mut change, held.id).await?.ok_or(Refusal::NotFound)?;
    let receipt = it.receipt.clone().unwrap_or_default();
    consents::withdraw(&mut change, &receipt, ConsentPurpose::Roster.word(), house.now()).await?;
    erase(&mut change, &it).await?;
    let payload = json!({"campaign": it.campaign});
    change.note(event(house, &Asker::nobody(), "campaign.member_left", (it.id.0, it.unit), payload));
    change.commit().await?;
    Ok(it.campaign)
}
