//! Putting an inspection into the plan.

use super::event;
use crate::house::{Done, House};
use danvan_domain::{
    ids::{ChecklistItemId, InspectionId, UnitId},
    inspections::{Act, Done as Step, Inspection, Item, Planned, Stage, TypedPlan},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    text::in_order,
};
use danvan_store::{StoreError, inspections as store};
use serde_json::json;
use uuid::Uuid;

/// The units below one's own that may be inspected, by name.
///
/// # Errors
/// The refusal of the right to lead inspections.
pub fn units_below(house: &House, asker: &Asker) -> Done<Vec<UnitId>> {
    let unit = house.own_unit(asker, Verb::LeadInspections)?;
    let (facts, today) = (house.facts(), house.today());
    let mut below: Vec<UnitId> = facts.tree.children(unit, today).map(|unit| unit.id).collect();
    below.sort_by_cached_key(|unit| facts.tree.get(*unit).map(|unit| in_order(&unit.name)));
    Ok(below)
}

/// Puts an inspection of a unit below one's own into the plan. The same message twice is one inspection.
///
/// # Errors
/// The refusal of the right to lead inspections; a note under each field that is wrong; the same id with other words.
pub async fn plan(
    house: &House,
    asker: &Asker,
    id: InspectionId,
    inspected: &str,
    typed: &TypedPlan,
) -> Done<InspectionId> {
    let unit = house.own_unit(asker, Verb::LeadInspections)?;
    house.ask(asker, Verb::LeadInspections, unit)?;
    let Planned { kind, subject, plan, days: (from, to), questions } = typed.check()?;
    let inspected = below(house, asker, unit, inspected)?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    let now = house.now();
    let it = Inspection {
        id,
        unit,
        inspected,
        kind,
        subject,
        plan,
        stage: Stage::Planned,
        from,
        to,
        answer_due_on: None,
        concluded_on: None,
        remedies: None,
        made_at: now,
        moved_at: now,
    };
    if let Some(before) = planned_before(house, &it).await? {
        return Ok(before);
    }
    let items = checklist(id, questions);
    let mut change = house.store.begin().await?;
    match store::add(&mut change, &it, &items).await {
        Err(StoreError::Taken) => {
            drop(change);
            return planned_before(house, &it).await?.ok_or(StoreError::Taken.into());
        }
        written => written?,
    }
    let step = Step {
        id: house.new_id(),
        number: 1,
        at: now,
        act: Act::Plan,
        person: asker.person,
        words: String::new(),
        paper: it.plan.clone(),
        paper_on: None,
    };
    store::add_act(&mut change, id, &step).await?;
    let payload = json!({"by": unit, "kind": it.kind, "from": from, "to": to, "questions": items.len()});
    change.note(event(house, asker, "inspection.planned", &it, payload));
    change.commit().await?;
    Ok(id)
}

/// The questions, each with a place and an id of its own.
fn checklist(inspection: InspectionId, questions: Vec<(String, String)>) -> Vec<Item> {
    let item = |(number, (field, question)): (i64, (String, String))| Item {
        id: ChecklistItemId(Uuid::new_v5(&inspection.0, format!("{number}").as_bytes())),
        inspection,
        number,
        field,
        question,
        answer: String::new(),
        outcome: None,
        told: String::new(),
        looked_at: None,
        person: None,
    };
    (1..).zip(questions).map(item).collect()
}

/// The unit that was chosen, which must stand below the one that inspects.
fn below(house: &House, asker: &Asker, unit: UnitId, said: &str) -> Result<UnitId, Refusal> {
    let (facts, today) = (house.facts(), house.today());
    if said.trim().is_empty() {
        return Err(Refusal::field("unit", Note::new("note-choose")));
    }
    let chosen = facts.tree.resolve(said, today).map_err(|note| Refusal::field("unit", note))?;
    house.ask(asker, Verb::LeadInspections, chosen)?;
    // Nobody inspects the unit they answer for.
    let is_own = facts.itself(asker, unit, today).contains(&chosen);
    if is_own || !facts.tree.is_under(chosen, unit, today) {
        return Err(Refusal::field("unit", Note::new("programme-note-not-below")));
    }
    Ok(chosen)
}

async fn planned_before(house: &House, it: &Inspection) -> Done<Option<InspectionId>> {
    let Some(before) = store::get(&house.store, it.id).await? else { return Ok(None) };
    let is_same = before.subject == it.subject
        && before.kind == it.kind
        && before.inspected == it.inspected
        && (before.from, before.to) == (it.from, it.to);
    if is_same {
        return Ok(Some(it.id));
    }
    Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into())
}
