//! What happened: append-only, hash-chained, written in the transaction of the change.
//!
//! Chains run in *lanes*, so that writers on PostgreSQL need not queue behind one another; within a lane every
//! event names the hash of the one before it.

use crate::{
    ids::{PersonId, UnitId},
    time::Moment,
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// An event before it has its place in a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When it happened.
    pub at: Moment,
    /// Who did it, when somebody signed in did.
    pub actor: Option<PersonId>,
    /// What happened, as `room.verb`: `case.received`, `unit.reorganised`.
    pub kind: String,
    /// The thing it happened to.
    pub thing: Uuid,
    /// The unit in whose care the thing was.
    pub unit: Option<UnitId>,
    /// What a follower needs to know; never personal data.
    pub payload: Value,
}

/// The hash before the first event of a lane.
pub const GENESIS: [u8; 32] = [0; 32];

impl Event {
    /// SHA-256 over the previous hash, the place in the lane and every field, each length-prefixed so that no two
    /// different events share their bytes. The payload is hashed as its stored text.
    pub fn hash(&self, previous: &[u8; 32], lane: i64, position: i64, payload: &str) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(previous);
        let actor = self.actor.map(|person| person.0);
        let unit = self.unit.map(|unit| unit.0);
        let optional = |id: &Option<Uuid>| id.map_or(Vec::new(), |id| id.as_bytes().to_vec());
        for field in [
            lane.to_be_bytes().to_vec(),
            position.to_be_bytes().to_vec(),
            self.at.micros().to_be_bytes().to_vec(),
            optional(&actor),
            self.kind.as_bytes().to_vec(),
            self.thing.as_bytes().to_vec(),
            optional(&unit),
            payload.as_bytes().to_vec(),
        ] {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(&field);
        }
        hasher.finalize().into()
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn the_hash_changes_with_every_field() {
        let event = Event {
            at: Moment::from_micros(1),
            actor: None,
            kind: "case.received".into(),
            thing: Uuid::nil(),
            unit: None,
            payload: Value::Null,
        };
        let base = event.hash(&GENESIS, 0, 1, "{}");
        assert_ne!(base, event.hash(&GENESIS, 1, 1, "{}"));
        assert_ne!(base, event.hash(&GENESIS, 0, 2, "{}"));
        assert_ne!(base, event.hash(&[1; 32], 0, 1, "{}"));
        assert_ne!(base, event.hash(&GENESIS, 0, 1, "{ }"));
        let later = Event { at: Moment::from_micros(2), ..event.clone() };
        assert_ne!(base, later.hash(&GENESIS, 0, 1, "{}"));
        let by_unit = Event { unit: Some(UnitId(Uuid::nil())), ..event };
        assert_ne!(base, by_unit.hash(&GENESIS, 0, 1, "{}"));
    }
}
