//! How many initiatives there are, counted anew from the years in which they ran.

use super::Difference;
use crate::{
    house::{Done, House},
    initiatives::add_to,
};
use danvan_domain::ids::InitiativeId;
use danvan_store::initiatives::counts as store;
use std::collections::BTreeMap;
use uuid::Uuid;

const PAGE: i64 = 2_000;
/// How often they are compared again when somebody acted meanwhile.
const TRIES: usize = 3;

/// Numbers by reach, unit, year, family and word.
type Numbers = BTreeMap<(String, Uuid, i64, String, String), i64>;

/// The first kept number that is not how many there are.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    let mut found = None;
    for _ in 0..TRIES {
        found = first_wrong(house).await?;
        if found.is_none() {
            break;
        }
    }
    Ok(found)
}

async fn first_wrong(house: &House) -> Done<Option<Difference>> {
    let facts = house.facts();
    let mut adding = BTreeMap::new();
    let mut last = (i64::MIN, InitiativeId(Uuid::nil()));
    loop {
        let some = store::page(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else { break };
        last = (end.year, end.initiative);
        some.iter().for_each(|row| add_to(&mut adding, &facts.tree, row, 1));
    }
    let mut counted = Numbers::new();
    for (it, count) in adding {
        let key = (it.reach.to_owned(), it.unit.0, it.year, it.cell.0.to_owned(), it.cell.1);
        counted.insert(key, count);
    }
    let mut kept = Numbers::new();
    for (reach, unit, year, family, word, count) in store::everything(&house.store).await? {
        kept.insert((reach, unit, year, family, word), count);
    }
    let of = |all: &Numbers, key| all.get(key).copied().unwrap_or(0);
    let other = kept.keys().chain(counted.keys()).find(|key| of(&kept, key) != of(&counted, key));
    Ok(other.map(|key| Difference::Initiatives {
        unit: key.1.to_string(),
        year: key.2,
        word: format!("{} {} {}", key.0, key.3, key.4),
        kept: of(&kept, key),
        counted: of(&counted, key),
    }))
}
