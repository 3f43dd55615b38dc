//! Doing something about a finding: asking, promising, saying that it is real, putting it aside.

use super::{event, list::may_do};
use crate::{
    house::{Done, House},
    programmes::{Task, TypedTask, units_for_task},
};
use danvan_domain::{
    findings::{Act, Done as Step, Finding, Place, Reason, TypedAct},
    ids::{CommitmentId, FindingId, UnitId},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::{Change, findings as store};
use serde_json::json;
use uuid::Uuid;

/// What is asked or promised about a finding, as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedAsking {
    /// Word of the act: ask or promise.
    pub act: String,
    /// What is to be done.
    pub what: String,
    /// By when; an error when it could not be read.
    pub last_on: Option<Result<Day, Note>>,
    /// Who is asked.
    pub units: Vec<String>,
}

/// Confirms, dismisses or reopens a finding.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a note under each field that is wrong; when it may not be done now.
pub async fn act(house: &House, asker: &Asker, id: FindingId, typed: &TypedAct) -> Done<()> {
    // Whoever may not read it learns nothing of what is wrong with the form.
    super::one(house, asker, id).await?;
    let (act, reason, words) = typed.check()?;
    let mut change = house.store.begin().await?;
    let (it, places) = locked(house, asker, &mut change, id, act).await?;
    let step = step(house, asker, (house.new_id(), act), (reason, words), None);
    keep(house, asker, &mut change, (&it, &places), &step).await?;
    change.commit().await?;
    Ok(())
}

/// Asks units what is going on, or has them promise that it is mended: a task of one's own unit, with the finding's act. The
/// same message twice is one.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a note under each field that is wrong; when it may not be done now.
pub async fn ask(
    house: &House,
    asker: &Asker,
    (id, task): (FindingId, CommitmentId),
    typed: &TypedAsking,
) -> Done<CommitmentId> {
    let opened = super::one(house, asker, id).await?;
    let act = typed.act.parse::<Act>().ok().filter(|act| matches!(act, Act::Ask | Act::Promise));
    let act = act.ok_or_else(|| Refusal::field("act", Note::new("note-choose")))?;
    if !opened.may.contains(&act) {
        opened.shown.finding.state.take(act)?;
        danvan_domain::rights::may(asker, Verb::JudgeFindings, &[])?;
    }
    let given = TypedTask {
        what: typed.what.clone(),
        last_on: typed.last_on.clone(),
        needs_evidence: act == Act::Promise,
        units: typed.units.clone(),
        ..TypedTask::default()
    };
    let given = Task::check(house, asker, task, &given).await?;
    let mut change = house.store.begin().await?;
    if !given.write(house, asker, &mut change).await? {
        drop(change);
        return given.given_before(house).await;
    }
    let (it, places) = locked(house, asker, &mut change, id, act).await?;
    let own = Uuid::new_v5(&task.0, id.0.as_bytes());
    let step = step(house, asker, (own, act), (None, String::new()), Some(task));
    keep(house, asker, &mut change, (&it, &places), &step).await?;
    change.commit().await?;
    Ok(task)
}

/// The units that may be asked about a finding, and whether they lie where it is.
///
/// # Errors
/// The refusal of the right to lead programmes.
pub fn units_to_ask(house: &House, asker: &Asker, places: &[Place]) -> Done<Vec<(UnitId, bool)>> {
    let (facts, today) = (house.facts(), house.today());
    let is_there = |unit: UnitId| {
        places.iter().any(|place| {
            place.unit == unit
                || facts.tree.is_under(unit, place.unit, today)
                    && facts.tree.get(place.unit).is_some_and(|unit| unit.parent.is_some())
                || facts.tree.is_under(place.unit, unit, today)
        })
    };
    Ok(units_for_task(house, asker)?.into_iter().map(|unit| (unit, is_there(unit))).collect())
}

/// A finding, locked until the end of the change, of which whoever asks may do an act now.
async fn locked(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    id: FindingId,
    act: Act,
) -> Done<(Finding, Vec<Place>)> {
    let it = store::lock(change, id).await?.ok_or(Refusal::NotFound)?;
    let places = store::places(&house.store, id).await?;
    it.state.take(act)?;
    if !asker.house && !may_do(house, asker, &it, &places).contains(&act) {
        return Err(
            Refusal::NotAllowed(Note::new("refusal-not-allowed").with("verb", Verb::JudgeFindings)).into()
        );
    }
    Ok((it, places))
}

fn step(
    house: &House,
    asker: &Asker,
    (id, act): (Uuid, Act),
    (reason, words): (Option<Reason>, String),
    commitment: Option<CommitmentId>,
) -> Step {
    Step {
        id,
        number: 0,
        at: house.now(),
        act,
        reason,
        words,
        person: asker.person,
        unit: house.own_unit(asker, Verb::JudgeFindings).ok(),
        commitment,
    }
}

async fn keep(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    (it, places): (&Finding, &[Place]),
    step: &Step,
) -> Done<()> {
    let after = it.state.take(step.act)?;
    store::add_act(change, it.id, step).await?;
    store::set_state(change, it.id, after, house.now()).await?;
    let payload = json!({"act": step.act, "reason": step.reason, "commitment": step.commitment});
    change.note(event(house, asker, "finding.acted", (it, places), payload));
    Ok(())
}
