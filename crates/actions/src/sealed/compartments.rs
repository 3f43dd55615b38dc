//! Whose seals an office looks after: its own, and those of each unit that has ended and for which it stands today. Each
//! keeps its handlers and its recovery key, since keys and shares are not of an office but of those who hold them.

use super::{Ready, office_of, ready, unit_of};
use crate::house::{Done, House};
use danvan_domain::{
    ids::UnitId,
    refusals::Refusal,
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::sealed::{self as store, people};

/// The seals of one unit, as the office sees them that looks after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compartment {
    /// Whose seals.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// The last day of a unit that has ended.
    pub ended_on: Option<Day>,
    /// How many seals there are.
    pub seals: i64,
    /// What it has of what it needs.
    pub ready: Ready,
}

/// What the office of whoever asks looks after: its own compartment first, then those of ended units by name.
///
/// # Errors
/// [`Refusal::SignInFirst`], or the refusal of the right to open seals.
pub async fn compartments(house: &House, asker: &Asker) -> Done<Vec<Compartment>> {
    let own = unit_of(house, asker)?;
    let mut all = Vec::new();
    for unit in people::compartments(&house.store).await? {
        if unit != own && office_of(house, unit) == own {
            all.push(compartment(house, unit).await?);
        }
    }
    all.sort_by(|one, other| {
        (&one.name, one.ended_on, one.unit).cmp(&(&other.name, other.ended_on, other.unit))
    });
    all.insert(0, compartment(house, own).await?);
    Ok(all)
}

/// One of them: the office's own when none is named.
///
/// # Errors
/// As [`compartments`]; [`Refusal::NotFound`] for one that the office does not look after.
pub async fn compartment_of(house: &House, asker: &Asker, unit: Option<UnitId>) -> Done<UnitId> {
    let own = unit_of(house, asker)?;
    let unit = unit.unwrap_or(own);
    if office_of(house, unit) != own {
        return Err(Refusal::NotFound.into());
    }
    house.ask(asker, Verb::OpenSeal, own)?;
    Ok(unit)
}

async fn compartment(house: &House, unit: UnitId) -> Done<Compartment> {
    let facts = house.facts();
    let row = facts.tree.get(unit).ok_or(Refusal::NotFound)?;
    Ok(Compartment {
        unit,
        name: row.name.clone(),
        ended_on: row.valid_to.filter(|last| *last < house.today()),
        seals: store::count_at(&house.store, unit).await?,
        ready: ready(house, unit).await?,
    })
}
