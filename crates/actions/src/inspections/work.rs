//! What the unit says of itself, and what is found at it, question by question.

use super::{act::step, ask_for, event, locked};
use crate::{
    attachments::attach,
    house::{Done, House},
};
use danvan_domain::{
    ids::{ChecklistItemId, InspectionId},
    inspections::{Act, Stage, TypedFinding, TypedPaper, told},
    programmes::reason,
    refusals::{Note, Refusal},
    rights::Asker,
};
use danvan_store::{attachments, inspections as store};
use serde_json::json;

/// The unit reports on itself: in all, and to each question, in the order of the checklist. It may say more until the
/// work begins.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to answer for the unit; when it may not be done now; a note under each
/// field that is wrong.
pub async fn answer(
    house: &House,
    asker: &Asker,
    id: InspectionId,
    typed: &TypedPaper,
    answers: &[String],
    photos: &[String],
) -> Done<()> {
    let mut change = house.store.begin().await?;
    let it = locked(house, asker, &mut change, id, Act::Answer).await?;
    let paper = told(Act::Answer, typed, house.today())?;
    let items = store::items_in(&mut change, id).await?;
    for (item, said) in items.iter().zip(answers) {
        let said = if said.trim().is_empty() { String::new() } else { named(item.number, said)? };
        store::answer_item(&mut change, id, item.id, &said).await?;
    }
    step(house, asker, &mut change, &it, (Act::Answer, &paper, photos)).await?;
    Ok(change.commit().await?)
}

/// A cleaned answer, its note under the question's own field.
fn named(number: i64, said: &str) -> Result<String, Refusal> {
    reason(said).map_err(|refusal| match refusal {
        Refusal::Invalid(notes) => {
            let mut notes = notes;
            for note in &mut notes {
                note.field = format!("answer-{number}");
            }
            Refusal::Invalid(notes)
        }
        other => other,
    })
}

/// Keeps what was found of one question, with evidence; it may be looked at again until the minutes are written.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to lead inspections; before the work and after the minutes; a note under
/// each field that is wrong.
pub async fn look(
    house: &House,
    asker: &Asker,
    (id, item): (InspectionId, ChecklistItemId),
    typed: &TypedFinding,
    photos: &[String],
) -> Done<()> {
    let mut change = house.store.begin().await?;
    let it = store::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    ask_for(house, asker, &it, Act::Minute)?;
    if it.stage != Stage::AtWork {
        return Err(Refusal::Conflict(Note::new("inspection-not-at-work")).into());
    }
    let (outcome, told) = typed.check()?;
    let found = (outcome, told.as_str());
    if !store::look(&mut change, id, item, found, (house.now(), asker.person)).await? {
        return Err(Refusal::NotFound.into());
    }
    // Looked at again without pictures, those of before stay.
    if !photos.is_empty() {
        attachments::detach(&mut change, item.0).await?;
        attach(&mut change, item.0, photos, house.now()).await?;
    }
    let payload = json!({"item": item, "outcome": outcome});
    change.note(event(house, asker, "inspection.looked", &it, payload));
    Ok(change.commit().await?)
}
