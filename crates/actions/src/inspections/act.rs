//! The plain acts of an inspection: decide, send the outline, begin, minutes, objection, call off.

use super::{deadlines_of, event, locked};
use crate::{
    attachments::attach,
    house::{Done, House},
};
use danvan_domain::{
    ids::InspectionId,
    inspections::{Act, Done as Step, Inspection, Paper, Stage, TypedPaper, answer_due, may_minute, told},
    refusals::{Note, Refusal},
    rights::Asker,
    time::Day,
};
use danvan_store::{Change, deadlines, inspections as store};
use serde_json::json;

/// Does a plain act: decide, begin, write the minutes, object, call off. Those with a form of their own are
/// [`super::send_outline`], [`super::answer`], [`super::conclude`] and [`super::close`].
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; when it may not be done now; a note under each field that is wrong; for
/// minutes, when a question was not looked at.
pub async fn act(
    house: &House,
    asker: &Asker,
    id: InspectionId,
    act: &str,
    typed: &TypedPaper,
    photos: &[String],
) -> Done<()> {
    let plain = [Act::Decide, Act::Begin, Act::Minute, Act::Object, Act::CallOff];
    let act = act.parse::<Act>().ok().filter(|act| plain.contains(act));
    let act = act.ok_or_else(|| Refusal::field("act", Note::new("note-choose")))?;
    let mut change = house.store.begin().await?;
    let it = locked(house, asker, &mut change, id, act).await?;
    let paper = told(act, typed, house.today())?;
    if act == Act::Minute {
        may_minute(&store::items_in(&mut change, id).await?)?;
    }
    step(house, asker, &mut change, &it, (act, &paper, photos)).await?;
    Ok(change.commit().await?)
}

/// Sends the outline to the unit, which reports on itself by a day.
///
/// # Errors
/// As [`act`]; a note under `answer_due_on`.
pub async fn send_outline(
    house: &House,
    asker: &Asker,
    id: InspectionId,
    typed: &TypedPaper,
    due_on: Option<Result<Day, Note>>,
) -> Done<()> {
    let mut change = house.store.begin().await?;
    let mut it = locked(house, asker, &mut change, id, Act::Outline).await?;
    let paper = told(Act::Outline, typed, house.today())?;
    it.answer_due_on = Some(answer_due(due_on.as_ref(), house.today())?);
    step(house, asker, &mut change, &it, (Act::Outline, &paper, &[])).await?;
    Ok(change.commit().await?)
}

/// Writes an act with its papers and its event, and the stage it leads to.
pub(super) async fn step(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    it: &Inspection,
    (act, paper, photos): (Act, &Paper, &[String]),
) -> Done<Stage> {
    let stage = it.stage.take(act)?;
    let after = Inspection { stage, moved_at: house.now(), ..it.clone() };
    let done = Step {
        id: house.new_id(),
        number: 0,
        at: house.now(),
        act,
        person: asker.person,
        words: paper.words.clone(),
        paper: paper.number.clone(),
        paper_on: paper.on,
    };
    store::set(change, &after, &done).await?;
    let acts = store::acts_in(change, it.id).await?;
    deadlines::rewrite(change, it.id.0, &deadlines_of(house, &after, &acts)).await?;
    attach(change, done.id, photos, done.at).await?;
    let payload = json!({"act": act, "stage": stage, "paper": paper.number});
    change.note(event(house, asker, "inspection.acted", it, payload));
    Ok(stage)
}
