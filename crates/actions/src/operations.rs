//! Operating the house: how it is, what it is set to, what is parked.

mod doctor;
mod jobs;
pub mod settings;

pub use doctor::{Finding, Head, Health, Measured, examine};
pub use jobs::{Parked, parked, try_again};

use crate::house::{Done, House};
use danvan_domain::{
    ids::UnitId,
    rights::{Asker, Verb, may},
};

/// Asks for the right to operate, which is held anywhere in the tree.
pub(crate) fn may_operate(_house: &House, asker: &Asker) -> Done<()> {
    let held: Vec<UnitId> = asker.positions.iter().map(|position| position.unit).collect();
    Ok(may(asker, Verb::Operate, &held)?)
}
