//! Personal data: its inventory, retention and erasure, the rights of whoever it is about, breaches.

mod begun;
pub mod breaches;
pub mod consents;
mod erase;
mod fulfil;
mod holders;
mod inventory;
mod letters;
pub mod mine;
mod moved;
mod new_code;
pub mod requests;
mod restricted;
pub mod retention;
mod turns;

pub use erase::{Certificate, certificate, certificates};
pub(crate) use holders::counting_guesses;
pub use holders::{Holder, holder_of};
pub use inventory::{Held, Inventory, Row, inventory};
pub use new_code::{Checked, new_signer_code, new_visit_code};
pub(crate) use restricted::{is_restricted, restricted_receipts, unrestricted};
pub(crate) use turns::Turns;

use crate::house::Done;
use danvan_domain::{
    ids::UnitId,
    rights::{Asker, Verb, may},
};

/// Asks for a right over the register, which is held anywhere in the tree.
fn may_register(asker: &Asker, verb: Verb) -> Done<()> {
    let held: Vec<UnitId> = asker.positions.iter().map(|position| position.unit).collect();
    Ok(may(asker, verb, &held)?)
}
