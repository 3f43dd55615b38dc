//! Where somebody may note what they hear: anywhere in the commune of their own unit, because people speak of the
//! next village too.

use crate::house::{Done, Facts, House};
use danvan_domain::{
    ids::UnitId,
    refusals::Refusal,
    rights::{Asker, Verb, may},
    time::Day,
    units::{Level, Unit},
};

/// Asks whether somebody may do something about a place out of a unit of its commune.
///
/// # Errors
/// The refusal of [`may`].
pub(crate) fn ask_near(house: &House, asker: &Asker, verb: Verb, place: UnitId) -> Result<(), Refusal> {
    let (facts, today) = (house.facts(), house.today());
    let mut care = facts.care(place, today);
    let commune = facts.tree.today(place, today).and_then(|at| facts.tree.at_or_above(at, Level::Commune));
    if let Some(commune) = commune {
        care.extend(facts.tree.subtree(commune.id, today).iter().map(|unit| unit.id));
    }
    may(asker, verb, &care)
}

/// The places somebody may choose, and the one they most likely mean.
#[derive(Clone, Debug)]
pub struct Places {
    /// Their own village, or their commune when they stand there.
    pub own: UnitId,
    /// Their commune.
    pub commune: Unit,
    /// The villages and residential groups of that commune.
    pub villages: Vec<Unit>,
}

/// The unit out of which somebody observes, as it stands on a day.
pub fn observing_at(facts: &Facts, asker: &Asker, today: Day) -> Option<UnitId> {
    let unit = asker.unit_for(Verb::Observe)?;
    Some(facts.tree.today(unit, today).unwrap_or(unit))
}

/// The places somebody may note things about today.
///
/// # Errors
/// [`Refusal::SignInFirst`], or the refusal of the right to observe.
pub fn places(house: &House, asker: &Asker) -> Done<Places> {
    let (facts, today) = (house.facts(), house.today());
    let Some(unit) = observing_at(&facts, asker, today) else {
        // Nobody may observe here: `may` says whether to sign in or whom to ask.
        may(asker, Verb::Observe, &[])?;
        return Err(Refusal::NotFound.into());
    };
    let tree = &facts.tree;
    let commune = tree.at_or_above(unit, Level::Commune).ok_or(Refusal::NotFound)?;
    let own = tree.at_or_above(unit, Level::Village).unwrap_or(commune).id;
    let villages =
        tree.children(commune.id, today).filter(|unit| unit.level() == Level::Village).cloned().collect();
    Ok(Places { own, commune: commune.clone(), villages })
}

/// The unit whose observations somebody reads first.
///
/// # Errors
/// [`Refusal::SignInFirst`], or the refusal of the right to read observations.
pub fn unit_of(house: &House, asker: &Asker) -> Done<UnitId> {
    match asker.unit_for(Verb::ReadObservations) {
        Some(unit) => Ok(house.facts().tree.today(unit, house.today()).unwrap_or(unit)),
        None => {
            may(asker, Verb::ReadObservations, &[])?;
            Err(Refusal::NotFound.into())
        }
    }
}
