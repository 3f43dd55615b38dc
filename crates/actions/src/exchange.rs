//! The exchange with other installations: keys, files that are written and files that are taken. One action each; what may
//! cross and in which order says `danvan_domain::exchange`.

mod export;
mod import;
mod keys;
mod outside;

pub use danvan_store::exchange::{Peer, joint::Outside};
pub use export::{Written, export, export_again};
pub use import::{Brought, import};
pub use keys::{distrust, key, link, make_key, parties, peers, trust};
pub use outside::{Standing, promise_outside, standings, take_back_outside};

use crate::house::{Done, House};
use danvan_domain::{
    events::Event,
    ids::{ProgrammeId, UnitId},
    refusals::{Note, Refusal},
    rights::Asker,
};
use danvan_store::{
    Change,
    exchange::{self as store, Key, joint},
};
use serde_json::Value;
use uuid::Uuid;

fn conflict(key: &str) -> Refusal {
    Refusal::Conflict(Note::new(key))
}

/// This installation's key.
async fn own_key(house: &House) -> Done<(Key, [u8; 32])> {
    let key = store::key(&house.store).await?.ok_or_else(|| conflict("exchange-no-key"))?;
    let seed = key.seed.clone().try_into().map_err(|_| conflict("exchange-no-key"))?;
    Ok((key, seed))
}

/// An installation that is trusted now.
async fn trusted(house: &House, key: &str) -> Done<Peer> {
    let peer = store::peer(&house.store, key).await?.filter(|peer| peer.ended_at.is_none());
    Ok(peer.ok_or_else(|| Refusal::Conflict(Note::new("exchange-untrusted").with("key", key)))?)
}

/// Asks whether a programme is led from here: what another installation leads is changed there, and comes in its next file.
pub(crate) async fn ask_led_here(change: &mut Change, id: ProgrammeId) -> Done<()> {
    match joint::origin_in(change, id).await? {
        None => Ok(()),
        Some(_) => Err(conflict("exchange-led-elsewhere").into()),
    }
}

fn event(house: &House, asker: &Asker, kind: &str, thing: (Uuid, Option<UnitId>), payload: Value) -> Event {
    let (thing, unit) = thing;
    Event { at: house.now(), actor: asker.person, kind: kind.into(), thing, unit, payload }
}
