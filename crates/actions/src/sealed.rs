//! The sealed compartment: a denunciation's author, letter and scans, which open for two handlers together and for
//! nobody alone. Every request, approval, reading and refusal is an event without content.

mod change;
mod closing;
mod compartments;
mod hand_over;
mod handlers;
mod keys;
mod open;
mod passkeys;
mod read;
mod recover;
mod seal;
mod write;

pub use change::{STRETCH, ask_change};
pub use compartments::{Compartment, compartment_of, compartments};
pub use hand_over::{Destination, ask_hand_over, destination, left_behind};
pub use handlers::{HandlerRow, Ready, end_key, handlers, name_handler, ready};
pub use keys::{has_key, make_key, needs_old, replace_key};
pub use open::{approve, ask, decline, end, read_extract, read_original, sweep};
pub use passkeys::{PasskeyQuestion, add_passkey_lock, passkey_question};
pub use read::{Line, Listed, OpeningLine, View, changes, list, unit_of, view};
pub use recover::{Recovered, Recovery, make_recovery, recover, recoveries_of, recovery_of};
pub(crate) use seal::prepare_moved;
pub use seal::{Prepared, Sealed, Sealing, keep, prepare, seal};
pub use write::{write_extract, write_measures};

use crate::{
    Failure,
    house::{Done, House},
    units::home,
};
use danvan_domain::{
    events::Event,
    ids::{PersonId, UnitId},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    sealed::cipher::Unopened,
};
use danvan_store::sealed::{self as seals, Seal, people as store};
use serde_json::Value;
use uuid::Uuid;

/// What does not open was changed on disk, or is of another edition: nobody can tell which.
fn damaged(_: Unopened) -> Failure {
    Refusal::Conflict(Note::new("refusal-seal-damaged")).into()
}

/// What does not open because it was sealed anew between two readings is told so: only what is still of the same edition was
/// changed on disk.
async fn unless_renewed<T>(house: &House, seal: &Seal, read: Done<T>) -> Done<T> {
    let failure = match read {
        Ok(read) => return Ok(read),
        Err(failure) => failure,
    };
    let Failure::Refused(Refusal::Conflict(note)) = &failure else { return Err(failure) };
    if !matches!(note.key.as_str(), "refusal-seal-damaged" | "refusal-seal-no-share") {
        return Err(failure);
    }
    let editions = |seal: &Seal| (seal.edition, seal.extract_edition);
    let now = seals::get(&house.store, seal.id).await?;
    let is_same = now.as_ref().map(editions) == Some(editions(seal));
    Err(if is_same { failure } else { conflict("refusal-seal-renewed") })
}

fn conflict(key: &str) -> Failure {
    Refusal::Conflict(Note::new(key)).into()
}

fn event(house: &House, person: PersonId, kind: &str, thing: Uuid, unit: UnitId, payload: Value) -> Event {
    Event { at: house.now(), actor: Some(person), kind: kind.into(), thing, unit: Some(unit), payload }
}

/// Whether somebody handles the seals of a unit today.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn may_handle(house: &House, asker: &Asker, unit: UnitId) -> Done<bool> {
    match handler(house, asker, unit).await {
        Ok(_) => Ok(true),
        Err(Failure::Refused(_)) => Ok(false),
        Err(broken) => Err(broken),
    }
}

/// The office in whose name a unit's seals are handled today: the unit itself, or whoever stands for it once it has
/// ended. Keys and shares are people's and stay with those who were named; only their office has changed.
fn office_of(house: &House, unit: UnitId) -> UnitId {
    home(&house.facts().tree, None, unit, house.today()).map_or(unit, |home| home.unit)
}

/// Whoever asks, when they handle the seals of a unit today.
async fn handler(house: &House, asker: &Asker, unit: UnitId) -> Done<PersonId> {
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    house.ask(asker, Verb::OpenSeal, office_of(house, unit))?;
    let handlers = store::handlers(&house.store, unit).await?;
    if handlers.iter().any(|handler| handler.person == person.0) {
        return Ok(person);
    }
    Err(Refusal::NotAllowed(Note::new("refusal-not-handler")).into())
}
