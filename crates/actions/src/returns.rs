//! Periodic returns: opened by themselves, filled by themselves, written, submitted, accepted or sent back, amended, and put
//! together by the level above.

mod act;
mod board;
mod files;
mod look;
mod merge;
mod open;
mod past;
mod read;
mod small;
mod write;

pub use act::act;
pub use board::{Board, Line, Summary, board};
pub use files::{board_sheet, figure_text, letter, name_of, period_name, sheet};
pub use open::{open, open_quick};
pub use past::{Past, bring};
pub use read::{Opened, Shown, list, one};
pub use write::write;

use crate::house::{Done, House};
use danvan_domain::{
    events::Event,
    ids::{ReturnId, UnitId},
    refusals::Refusal,
    returns::{Form, Return},
    rights::{Asker, Verb, may},
};
use danvan_store::{Change, deadlines, returns as store};
use serde_json::Value;

/// Asks whether somebody may do something to a return as one of its own unit's people; [`Refusal::NotFound`] to whoever may
/// not even read it.
fn ask_own(house: &House, asker: &Asker, verb: Verb, it: &Return) -> Result<(), Refusal> {
    house.ask(asker, Verb::ReadReturns, it.unit)?;
    may(asker, verb, &house.facts().itself(asker, it.unit, house.today()))
}

/// Asks whether somebody may accept a return or send it back: only from above its unit.
fn ask_above(house: &House, asker: &Asker, it: &Return) -> Result<(), Refusal> {
    house.ask(asker, Verb::ReadReturns, it.unit)?;
    match above(house, it.unit) {
        Some(above) => house.ask(asker, Verb::ReviewReturns, above),
        None => Err(Refusal::NotFound),
    }
}

/// The unit to which a unit's returns go.
fn above(house: &House, unit: UnitId) -> Option<UnitId> {
    let facts = house.facts();
    let stands = facts.tree.today(unit, house.today()).unwrap_or(unit);
    facts.tree.ancestors(stands).next().map(|above| above.id)
}

/// The form of a return; one that the installation no longer has is not found.
fn form_of(house: &House, it: &Return) -> Result<Form, Refusal> {
    house.facts().forms.get(&it.form).cloned().ok_or(Refusal::NotFound)
}

async fn locked(change: &mut Change, id: ReturnId) -> Done<Return> {
    Ok(store::lock(change, id).await?.ok_or(Refusal::NotFound)?)
}

/// Writes how far a return has come, and what falls due of it.
async fn save(change: &mut Change, it: &Return) -> Done<()> {
    store::set(change, it).await?;
    rewrite_due(change, it).await
}

async fn rewrite_due(change: &mut Change, it: &Return) -> Done<()> {
    let due: Vec<_> = it.deadline().into_iter().collect();
    Ok(deadlines::rewrite(change, it.id.0, &due).await?)
}

fn event(house: &House, asker: &Asker, kind: &str, it: &Return, payload: Value) -> Event {
    Event {
        at: house.now(),
        actor: asker.person,
        kind: kind.into(),
        thing: it.id.0,
        unit: Some(it.unit),
        payload,
    }
}
