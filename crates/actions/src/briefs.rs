//! Briefs: drafted from figures, written by an officer, sent under the unit's own number, opened by those they were sent to.

mod ask;
mod begin;
mod charts;
mod compare;
mod paper;
mod parts;
mod read;
mod say;
mod send;
mod tables;
mod write;

pub use begin::{TypedBrief, begin, days_of};
pub use paper::{Paper, file, paper};
pub use read::{Listed, Mine, Opened, list, one};
pub use say::{Said, Saying, name};
pub use send::{may_go_to, send};
pub use write::{refresh, write};

use crate::house::{Done, House};
use danvan_domain::{
    briefs::Brief,
    events::Event,
    ids::{BriefId, UnitId},
    refusals::Refusal,
    rights::{Asker, Verb, may},
};
use danvan_store::{Change, briefs as store};
use serde_json::Value;

/// Asks whether somebody may write a brief: one of its own unit's people.
fn ask_to_write(house: &House, asker: &Asker, unit: UnitId) -> Result<(), Refusal> {
    may(asker, Verb::WriteBriefs, &house.facts().itself(asker, unit, house.today()))
}

/// Asks whether somebody may read a brief that was sent: the people of its own unit, and of the units it was sent to.
fn ask_to_read(house: &House, asker: &Asker, it: &Brief, readers: &[UnitId]) -> Result<(), Refusal> {
    let (facts, today) = (house.facts(), house.today());
    let all = readers.iter().chain([&it.unit]);
    let care: Vec<UnitId> = all.flat_map(|unit| facts.itself(asker, *unit, today)).collect();
    may(asker, Verb::ReadBriefs, &care)
}

async fn locked(change: &mut Change, id: BriefId) -> Done<Brief> {
    Ok(store::lock(change, id).await?.ok_or(Refusal::NotFound)?)
}

fn event(house: &House, asker: &Asker, kind: &str, it: &Brief, payload: Value) -> Event {
    Event {
        at: house.now(),
        actor: asker.person,
        kind: kind.into(),
        thing: it.id.0,
        unit: Some(it.unit),
        payload,
    }
}
