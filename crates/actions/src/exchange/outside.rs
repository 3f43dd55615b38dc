//! What parties outside this installation promised, and what they say it came to.

use super::{ask_led_here, event};
use crate::{
    house::{Done, House},
    programmes::still_open,
};
use danvan_domain::{
    ids::{CommitmentId, PartyId, ProgrammeId},
    programmes::{Figure, Period, Sort, State, TypedCommitment, reason},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::{
    StoreError,
    exchange::joint::{self, Outside},
    programmes::{self, parties},
};
use serde_json::json;
use std::collections::BTreeMap;

/// Keeps what a party outside promises in a programme that is led from here.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to lead the programme; a note under each field that is wrong; a conflict when
/// it is closed or led elsewhere.
pub async fn promise_outside(
    house: &House,
    asker: &Asker,
    (programme, party, id): (ProgrammeId, PartyId, CommitmentId),
    typed: &TypedCommitment,
) -> Done<CommitmentId> {
    let it = programmes::get(&house.store, programme).await?.ok_or(Refusal::NotFound)?;
    house.ask(asker, Verb::LeadProgrammes, it.unit)?;
    let all = parties::of(&house.store, programme).await?;
    let found = all.iter().find(|one| one.id == party && one.is_in(it.version) && one.sort != Sort::Unit);
    found.ok_or(Refusal::NotFound)?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    // What another counts by itself is not known here.
    if typed.measure.starts_with("own:") {
        return Err(Refusal::field("measure", Note::new("note-choose")).into());
    }
    let term = (it.content.starts_on, it.content.ends_on);
    let checked = typed.check((programme, it.unit), term, (id, house.now()))?;
    let outside = Outside {
        id,
        programme,
        party,
        what: checked.what,
        indicator: checked.indicator,
        rhythm: checked.rhythm,
        from: checked.from,
        to: checked.to,
        is_over: false,
    };
    let mut change = house.store.begin().await?;
    let locked = programmes::lock(&mut change, programme).await?.ok_or(Refusal::NotFound)?;
    if locked.ended_at.is_some() {
        return Err(Refusal::Conflict(Note::new("programme-closed")).into());
    }
    if locked.version != it.version {
        return Err(Refusal::Conflict(Note::new("programme-changed-meanwhile")).into());
    }
    ask_led_here(&mut change, programme).await?;
    match joint::add(&mut change, &outside, house.now()).await {
        Err(StoreError::Taken) => {
            drop(change);
            let before = joint::of(&house.store, programme).await?;
            if before.contains(&outside) {
                return Ok(id);
            }
            return Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into());
        }
        added => added?,
    }
    let payload = json!({"commitment": id, "party": party, "target": outside.indicator.target});
    change.note(event(house, asker, "joint.promised", (programme.0, Some(it.unit)), payload));
    change.commit().await?;
    Ok(id)
}

/// Takes back what a party outside promised; it hears of it in the next file.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to lead the programme; without a reason; when it is over already.
pub async fn take_back_outside(
    house: &House,
    asker: &Asker,
    programme: ProgrammeId,
    id: CommitmentId,
    why: &str,
) -> Done<()> {
    let it = programmes::get(&house.store, programme).await?.ok_or(Refusal::NotFound)?;
    house.ask(asker, Verb::LeadProgrammes, it.unit)?;
    let why = reason(why)?;
    let mut change = house.store.begin().await?;
    still_open(&mut change, programme).await?;
    let is_there = joint::of(&house.store, programme).await?.iter().any(|one| one.id == id);
    ask_led_here(&mut change, programme).await?;
    if !is_there || !joint::end(&mut change, id, house.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    let payload = json!({"commitment": id, "why": why});
    change.note(event(house, asker, "joint.withdrawn", (programme.0, Some(it.unit)), payload));
    Ok(change.commit().await?)
}

/// What a party outside promised, as it stands in the period that counts now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What was promised.
    pub promised: Outside,
    /// The period.
    pub period: Period,
    /// How it stands.
    pub state: State,
    /// How far it is said to have come.
    pub claimed: Option<i64>,
    /// How far it is proven, as the party says.
    pub proven: Option<i64>,
}

/// What parties outside promised in a programme and what it came to, for whoever was asked whether they may read it.
///
/// # Errors
/// When the store cannot be read.
pub async fn standings(house: &House, programme: ProgrammeId) -> Done<Vec<Standing>> {
    let today = house.today();
    let mut figures = BTreeMap::new();
    for (commitment, period, figure) in joint::figures(&house.store, programme).await? {
        figures.insert((commitment, period), figure);
    }
    let mut found = Vec::new();
    for promised in joint::of(&house.store, programme).await?.into_iter().filter(|it| !it.is_over) {
        let periods = promised.rhythm.periods(promised.from, promised.to);
        let at = periods.iter().rposition(|period| period.from <= today).unwrap_or(0);
        let Some(period) = periods.get(at).copied() else { continue };
        let figure: Figure = figures.get(&(promised.id, period.from)).copied().unwrap_or_default();
        found.push(Standing {
            state: figure.state(&promised.indicator, 1, period, today),
            claimed: figure.claimed.value(&promised.indicator),
            proven: figure.proven.value(&promised.indicator),
            period,
            promised,
        });
    }
    Ok(found)
}
