//! Promising something in a programme, and taking it back.

use super::{covenants::ask_unsigned, event, open_programme, roll, still_open, with_programme};
use crate::{
    exchange::ask_led_here,
    house::{Done, House},
};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId, UnitId},
    programmes::{Commitment, Programme, TypedCommitment, reason},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::{Change, StoreError, people, programmes as store};
use serde_json::json;

/// Keeps what a unit promises in a programme: a unit of whoever leads it, or one below. `checker` is the sign-in name of
/// somebody who verifies it beside the level above; it may be empty.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to lead the programme; a note under each field that is wrong.
pub async fn promise(
    house: &House,
    asker: &Asker,
    which: (ProgrammeId, CommitmentId),
    said: (&str, &str),
    typed: &TypedCommitment,
) -> Done<CommitmentId> {
    let promised = promised(house, asker, which, said, typed).await?;
    let mut change = house.store.begin().await?;
    if !keep(house, asker, &mut change, &promised).await? {
        drop(change);
        return same(house, &promised).await;
    }
    change.commit().await?;
    Ok(promised.id)
}

/// What somebody promises, looked through.
pub(super) async fn promised(
    house: &House,
    asker: &Asker,
    (programme, id): (ProgrammeId, CommitmentId),
    (unit, checker): (&str, &str),
    typed: &TypedCommitment,
) -> Done<Commitment> {
    let of = open_programme(house, programme).await?;
    house.ask(asker, Verb::LeadProgrammes, of.unit)?;
    let unit = party(house, &of, unit)?;
    let term = (of.content.starts_on, of.content.ends_on);
    let mut promised = typed.check((programme, unit), term, (id, house.now()))?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    if !checker.trim().is_empty() {
        let found = people::by_sign_in(&house.store, checker.trim()).await?;
        let found = found.ok_or_else(|| Refusal::field("checker", Note::new("programme-note-checker")))?;
        promised.checker = Some(found.0.id);
    }
    Ok(promised)
}

/// Writes it into a change; false when its id is taken, and then the change is lost.
pub(crate) async fn keep(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    promised: &Commitment,
) -> Done<bool> {
    let locked = still_open(change, promised.programme).await?;
    ask_unsigned(change, &locked).await?;
    ask_led_here(change, promised.programme).await?;
    let content = locked.content;
    if promised.from < content.starts_on || content.ends_on < promised.to {
        return Err(Refusal::Conflict(Note::new("programme-changed-meanwhile")).into());
    }
    match store::add_commitment(change, promised).await {
        Err(StoreError::Taken) => return Ok(false),
        written => written?,
    }
    let payload = json!({"programme": promised.programme, "measure": promised.indicator.measure,
        "target": promised.indicator.target, "from": promised.from, "to": promised.to});
    change.note(event(house, asker, "programme.promised", (promised.id.0, promised.unit), payload));
    Ok(true)
}

/// The commitment that has the id already, when it is the same.
pub(super) async fn same(house: &House, promised: &Commitment) -> Done<CommitmentId> {
    let before = store::commitment(&house.store, promised.id).await?;
    let is_same = before.is_some_and(|it| it.what == promised.what && it.indicator == promised.indicator);
    if is_same {
        Ok(promised.id)
    } else {
        Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into())
    }
}

/// The unit that was said: the programme's own or one below it; without one the programme's own.
fn party(house: &House, of: &Programme, said: &str) -> Result<UnitId, Refusal> {
    if said.trim().is_empty() {
        return Ok(of.unit);
    }
    let (facts, today) = (house.facts(), house.today());
    let unit = facts.tree.resolve(said, today).map_err(|note| Refusal::field("unit", note))?;
    let owner = facts.tree.today(of.unit, today).unwrap_or(of.unit);
    if unit == owner || facts.tree.is_under(unit, owner, today) {
        return Ok(unit);
    }
    Err(Refusal::field("unit", Note::new("programme-note-not-below")))
}

/// Takes a commitment back with all its parts. What was reported stays readable, and no longer counts above.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to lead its programme or the level that shared it out; without a reason.
pub async fn withdraw(house: &House, asker: &Asker, id: CommitmentId, why: &str) -> Done<()> {
    let (of, programme) = with_programme(house, id).await?;
    // Whoever was given a part cannot give it back alone: the level that shared it out takes it back.
    let from = match of.parent {
        Some(parent) => store::commitment(&house.store, parent).await?.map_or(programme.unit, |it| it.unit),
        None => programme.unit,
    };
    house.ask(asker, Verb::LeadProgrammes, from)?;
    let why = reason(why)?;
    let mut change = house.store.begin().await?;
    let locked = still_open(&mut change, of.programme).await?;
    // What a covenant's text holds is not taken back once somebody signed it; what was shared out further is.
    let is_signed = match of.parent {
        None => true,
        Some(parent) => store::commitment(&house.store, parent).await?.is_some_and(|it| it.parent.is_none()),
    };
    if is_signed {
        ask_unsigned(&mut change, &locked).await?;
    }
    if of.parent.is_none() {
        ask_led_here(&mut change, of.programme).await?;
    }
    withdraw_in(house, asker, &mut change, &of, &why).await?;
    Ok(change.commit().await?)
}

/// Takes a commitment back with all its parts within a change, for whoever was asked whether they may; see [`withdraw`].
pub(crate) async fn withdraw_in(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    of: &Commitment,
    why: &str,
) -> Done<()> {
    if !store::end_commitment(change, of.id, house.now(), why).await? {
        return Err(Refusal::Conflict(Note::new("programme-commitment-over")).into());
    }
    let mut waiting = vec![of.id];
    while let Some(one) = waiting.pop() {
        let parts = store::below_in(change, one).await?;
        if !parts.is_empty() {
            store::clear_figures(change, one).await?;
            store::set_parts(change, one, 1).await?;
        }
        for part in parts {
            store::end_commitment(change, part.id, house.now(), why).await?;
            waiting.push(part.id);
        }
    }
    for period in of.rhythm.periods(of.from, of.to) {
        roll::up(change, of, period.from).await?;
    }
    roll::count_parts(change, of.parent).await?;
    let payload = json!({"programme": of.programme});
    change.note(event(house, asker, "programme.withdrawn", (of.id.0, of.unit), payload));
    Ok(())
}
