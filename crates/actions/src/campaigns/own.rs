//! Whoever helps without an account: they join by themselves and agree, hold a code, see what is kept of them, answer calls, correct it,
//! and leave, which erases it at once.

use super::{
    event, locked_member,
    members::{PHONES_READ, erase, is_same, there_already, write_anew},
    open_campaign, other_words,
};
use crate::{
    data::{consents::Given, counting_guesses, retention},
    house::{Done, Failure, House},
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
    time::Moment,
    units::{Level, Unit},
};
use danvan_store::{
    StoreError,
    campaigns::{self as store, counts, members, shifts},
    data::consents,
};
use danvan_words::Language;
use serde_json::json;

/// A campaign that may be joined.
pub struct Joinable {
    /// The campaign.
    pub campaign: Programme,
    /// Its communes by name.
    pub communes: Vec<UnitId>,
    /// For how many days after its end members are kept.
    pub kept_days: u16,
}

/// A campaign that may be joined, with its communes.
///
/// # Errors
/// [`Refusal::NotFound`]; when the campaign is over.
pub async fn joinable(house: &House, id: ProgrammeId) -> Done<Joinable> {
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
    communes.sort_by_cached_key(|unit| in_order(unit.bare_name()));
    let communes = communes.into_iter().map(|unit| unit.id).collect();
    Ok(Joinable { campaign, communes, kept_days: retention::days(house, "roster").await? })
}

/// Joins a campaign in a commune. The same message twice joins once. Returns the code. `from` is the network address of which it is
/// counted how often it was told that somebody is in the campaign already.
///
/// # Errors
/// [`Refusal::NotFound`]; when the campaign is over; a note under each field that is wrong; whoever did not agree;
/// [`Refusal::TooMany`] after many who are in the campaign already.
pub async fn join(
    house: &House,
    (id, campaign): (MemberId, ProgrammeId),
    place: &str,
    typed: &TypedMember,
    (agrees, language): (bool, Language),
    from: &str,
) -> Done<String> {
    let campaign = open_campaign(house, campaign).await?;
    let checked = typed.check(Way::Own);
    let found = commune_said(house, &campaign, place);
    let agreed = if agrees { Ok(()) } else { Err(Refusal::field("agrees", Note::new("data-note-tick"))) };
    let (checked, unit) = all_told(checked, found, agreed)?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
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
        receipt: Some(ReceiptCode::from_chance(house.chance()).to_string()),
    };
    not_guessing(house, from, enter(house, it, language)).await
}

/// Writes a member who came by themselves. Returns their code; nothing when they are in the campaign already.
async fn enter(house: &House, it: Member, language: Language) -> Done<Option<String>> {
    if members::get(&house.store, it.id).await?.is_some() {
        return code_of(house, &it).await;
    }
    let mut change = house.store.begin().await?;
    let is_new = match members::add(&mut change, std::slice::from_ref(&it)).await {
        Ok(added) => !added.is_empty(),
        Err(StoreError::Taken) => false,
        Err(error) => return Err(error.into()),
    };
    if !is_new {
        // The same message may have come in at the same moment.
        drop(change);
        return code_of(house, &it).await;
    }
    let by = counts::Adding { waiting: 1, ..counts::Adding::default() };
    counts::add(&mut change, (it.campaign, it.unit), by).await?;
    let receipt = it.receipt.unwrap_or_default();
    Given::now(house, &[ConsentPurpose::Roster], language, "campaign")
        .keep(&mut change, (it.id.0, it.unit), &receipt)
        .await?;
    let payload = json!({"campaign": it.campaign, "way": Way::Own});
    change.note(event(house, &Asker::nobody(), "campaign.member_enrolled", (it.id.0, it.unit), payload));
    change.commit().await?;
    Ok(Some(receipt))
}

/// For so long the same message gets its code once more, in seconds: whoever learns the words later, an officer above all, does not.
const CODE_AGAIN: i64 = 3600;

/// The code of whoever came with this very message before, not long ago; nothing when somebody is in the campaign already.
async fn code_of(house: &House, sent: &Member) -> Done<Option<String>> {
    let Some(before) = members::get(&house.store, sent.id).await? else { return Ok(None) };
    if !is_same(&before, sent) {
        return Err(other_words());
    }
    let is_fresh = house.now().seconds_since(before.enrolled_at) <= CODE_AGAIN;
    Ok(before.receipt.filter(|_| is_fresh))
}

/// Does what names somebody, who may be in the campaign already: nothing is found then, and how often one address is told so is
/// counted, so that nobody asks for the names of all.
async fn not_guessing<T>(house: &House, from: &str, act: impl Future<Output = Done<Option<T>>>) -> Done<T> {
    match counting_guesses(house, from, act).await {
        Err(Failure::Refused(Refusal::NotFound)) => Err(there_already().into()),
        other => other,
    }
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
    /// When the telephones of their team were read since they came, and at which office; the latest first.
    pub readings: Vec<(Moment, Option<UnitId>)>,
}

/// Most shifts and readings shown.
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
    let readings = match member.team {
        Some(team) => {
            members::readings(&house.store, team, (PHONES_READ, member.enrolled_at), SHIFTS).await?
        }
        None => Vec::new(),
    };
    Ok(Mine {
        readings,
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
    let act = async {
        let mut change = house.store.begin().await?;
        let it = members::lock(&mut change, held.id).await?.ok_or(Refusal::NotFound)?;
        let (campaign, unit) = (it.campaign, it.unit);
        if !write_anew(&mut change, it, checked).await? {
            return Ok(None);
        }
        let payload = json!({"campaign": campaign});
        change.note(event(house, &Asker::nobody(), "campaign.member_corrected", (held.id.0, unit), payload));
        Ok(Some(change.commit().await?))
    };
    not_guessing(house, from, act).await
}

/// The holder leaves: their consent ends, and everything kept of them is erased at once. Only that there was consent, and when it
/// ended, stays as proof.
///
/// # Errors
/// As [`mine`].
pub async fn leave(house: &House, code: &str, from: &str) -> Done<()> {
    let held = held(house, code, from).await?;
    let mut change = house.store.begin().await?;
    let (it, _) = locked_member(house, &mut change, held.id, &[]).await?;
    let (nobody, thing) = (Asker::nobody(), (it.id.0, it.unit));
    let (receipt, purpose) = (it.receipt.clone().unwrap_or_default(), ConsentPurpose::Roster);
    if consents::withdraw(&mut change, &receipt, purpose.word(), house.now()).await? {
        let payload = json!({"purpose": purpose});
        change.note(event(house, &nobody, "data.consent_withdrawn", thing, payload));
    }
    erase(&mut change, &it).await?;
    let payload = json!({"campaign": it.campaign});
    change.note(event(house, &nobody, "campaign.member_left", thing, payload));
    Ok(change.commit().await?)
}
