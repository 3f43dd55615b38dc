//! Findings: every night the counts of a city are looked at; what stands out is told once, acted on, and judged.

mod act;
mod ahead;
mod judge;
mod list;
mod pass;
mod read;
mod record;
mod trial;
mod voices;
mod watch;

pub use act::{TypedAsking, act, ask, units_to_ask};
pub use danvan_store::findings::nights::{Night, Trial};
pub use list::{Listed, Opened, Shown, Wanted, list, one};
pub(crate) use list::{may_do, shown, told_curve};
pub use pass::{Passed, Written, look_at_night, pass, run_now};
pub use record::{Record, record};
pub use trial::{Planted, plant, try_methods, try_on_past};
pub use voices::{DAYS, Spot, Voices, WEEKS};
pub use watch::{Look, Wanted as Looked, watch};

use danvan_domain::{
    events::Event,
    findings::{Finding, Place},
    refusals::Refusal,
    rights::{Asker, Verb, may},
};
use serde_json::Value;

use crate::house::House;

/// Whether somebody may do something at a place of a finding: where it was counted, or at whoever cares for it now.
fn may_at(house: &House, asker: &Asker, verb: Verb, place: &Place) -> bool {
    let (facts, today) = (house.facts(), house.today());
    let mut care = facts.care(place.place, today);
    care.extend(facts.care(place.unit, today));
    may(asker, verb, &care).is_ok()
}

/// Asks whether somebody may read a finding: whoever may at one of its places.
fn ask_to_read(house: &House, asker: &Asker, places: &[Place]) -> Result<(), Refusal> {
    if places.iter().any(|place| may_at(house, asker, Verb::ReadFindings, place)) {
        return Ok(());
    }
    // Says whether to sign in, or who may.
    may(asker, Verb::ReadFindings, &[])
}

fn event(
    house: &House,
    asker: &Asker,
    kind: &str,
    (it, places): (&Finding, &[Place]),
    payload: Value,
) -> Event {
    Event {
        at: house.now(),
        actor: asker.person,
        kind: kind.into(),
        thing: it.id.0,
        unit: places.first().map(|place| place.unit),
        payload,
    }
}

#[cfg(test)]
mod tests;
