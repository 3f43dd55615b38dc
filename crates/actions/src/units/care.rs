//! What else a unit cares for goes where its office goes: letters, proceedings, reception days, promises, requests.

use super::settle::{Home, home};
use crate::house::{Done, House};
use danvan_domain::{events::Event, ids::UnitId, rights::Asker, time::Day, units::Tree};
use danvan_store::{
    Change,
    units::care::{self as store, Care},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

/// Something in the care of a unit that ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cared {
    /// What kind of thing.
    pub care: Care,
    /// Which.
    pub id: Uuid,
    /// Who cares for it.
    pub from: UnitId,
    /// Where it goes; nothing when nothing would stand for its office.
    pub goes: Option<Home>,
}

/// Something that was given to another unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Given {
    care: Care,
    id: Uuid,
    from: UnitId,
    to: UnitId,
}

/// What a unit cares for on a day, and where each thing goes in a tree in which the unit has ended.
pub(super) async fn cared_for(house: &House, tree: &Tree, unit: UnitId, on: Day) -> Done<Vec<Cared>> {
    let mut all = Vec::new();
    for care in Care::ALL {
        for (id, place) in store::cared_for(&house.store, *care, unit, on).await? {
            all.push(Cared { care: *care, id, from: unit, goes: home(tree, place, unit, on) });
        }
    }
    Ok(all)
}

/// Gives everything that a unit no longer standing cares for to whoever stands for it.
pub(super) async fn settle_in(
    house: &House,
    change: &mut Change,
    asker: &Asker,
    tree: &Tree,
) -> Done<Vec<Given>> {
    let today = house.today();
    let mut given = Vec::new();
    for unit in store::caring(&house.store, today).await? {
        if tree.get(unit).is_none_or(|unit| unit.valid_to.is_none_or(|last| today <= last)) {
            continue;
        }
        for cared in cared_for(house, tree, unit, today).await? {
            let Some(home) = cared.goes else { continue };
            let one = Given { care: cared.care, id: cared.id, from: unit, to: home.unit };
            if give(house, change, asker, one).await? {
                given.push(one);
            }
        }
    }
    Ok(given)
}

/// Gives back what was given, as far as it is still where it was given to.
pub(super) async fn give_back(
    house: &House,
    change: &mut Change,
    asker: &Asker,
    given: &[Given],
) -> Done<()> {
    for one in given {
        give(house, change, asker, Given { from: one.to, to: one.from, ..*one }).await?;
    }
    Ok(())
}

async fn give(house: &House, change: &mut Change, asker: &Asker, one: Given) -> Done<bool> {
    if one.from == one.to || !store::give(change, one.care, one.id, one.from, one.to).await? {
        return Ok(false);
    }
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: format!("{}.moved", one.care),
        thing: one.id,
        unit: Some(one.to),
        payload: json!({"from": one.from, "to": one.to}),
    });
    Ok(true)
}
