//! Inspections: planned, decided, answered, worked along a checklist, concluded with what is to be mended, closed.

mod act;
mod conclude;
mod plan;
mod read;
mod work;

pub use act::{act, send_outline};
pub use conclude::{close, conclude};
pub use danvan_store::inspections::{Found, Of};
pub use plan::{plan, units_below};
pub use read::{Opened, Tallied, found, list, one};
pub use work::{answer, look};

use crate::{Done, house::House};
use danvan_domain::{
    deadlines::Deadline,
    events::Event,
    ids::InspectionId,
    inspections::{Act, Done as Step, Inspection, Side},
    refusals::Refusal,
    rights::{Asker, Verb, may},
    units::{Level, Unit},
};
use danvan_store::{Change, inspections as store};
use serde_json::Value;
use uuid::Uuid;

/// Asks whether somebody may read an inspection: whoever may at the unit that leads it or the one it is about, or above.
///
/// # Errors
/// The refusal of the right.
pub(crate) fn ask_to_read(house: &House, asker: &Asker, it: &Inspection) -> Result<(), Refusal> {
    let (facts, today) = (house.facts(), house.today());
    let mut care = facts.care(it.unit, today);
    care.extend(facts.care(it.inspected, today));
    may(asker, Verb::ReadInspections, &care)
}

/// Asks whether an act is theirs.
///
/// # Errors
/// The refusal of the right; [`Refusal::NotFound`] to whoever may not even read it.
fn ask_for(house: &House, asker: &Asker, it: &Inspection, act: Act) -> Result<(), Refusal> {
    ask_to_read(house, asker, it)?;
    match act.side() {
        Side::Inspecting => house.ask(asker, Verb::LeadInspections, it.unit),
        Side::Deciding => house.ask(asker, Verb::DecideInspections, it.unit),
        Side::Inspected => {
            may(asker, Verb::AnswerInspections, &house.facts().itself(asker, it.inspected, house.today()))
        }
    }
}

/// An inspection, locked until the end of the change, of which whoever asks may do an act now.
async fn locked(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    id: InspectionId,
    act: Act,
) -> Done<Inspection> {
    let it = store::lock(change, id).await?.ok_or(Refusal::NotFound)?;
    ask_for(house, asker, &it, act)?;
    it.stage.take(act)?;
    Ok(it)
}

fn event(house: &House, asker: &Asker, kind: &str, it: &Inspection, payload: Value) -> Event {
    Event {
        at: house.now(),
        actor: asker.person,
        kind: kind.into(),
        thing: it.id.0,
        unit: Some(it.inspected),
        payload,
    }
}

/// What falls due of an inspection, given what was done.
pub(crate) fn deadlines_of(house: &House, it: &Inspection, acts: &[Step]) -> Vec<Deadline> {
    let facts = house.facts();
    it.deadlines(acts, |unit| facts.tree.get(unit).map_or(Level::Commune, Unit::level))
}

/// Asks whether somebody may see the pictures of a thing, when it is a question or an act of an inspection.
pub(crate) async fn ask_to_see(
    house: &House,
    asker: &Asker,
    thing: Uuid,
) -> Done<Option<Result<(), Refusal>>> {
    let Some(id) = store::of_part(&house.store, thing).await? else { return Ok(None) };
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    Ok(Some(ask_to_read(house, asker, &it)))
}
