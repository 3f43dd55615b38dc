//! Bringing what is open from offices that have ended to those that stand for them.

use super::{care, may_manage};
use crate::house::{Done, House};
use danvan_domain::{
    cases::{Case, Hands, steps::By},
    ids::{CaseId, EntryId, UnitId},
    rights::Asker,
    time::Day,
    units::{Level, Quality, Tree, rehome},
};
use danvan_store::{Change, cases, people, units as store};
use danvan_words::{Language, Words};
use serde::{Deserialize, Serialize};

/// Where something belongs after a reorganisation, and whether that is sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Home {
    /// The unit.
    pub unit: UnitId,
    /// False when the old unit was divided and only its likeliest successor could be taken.
    pub sure: bool,
}

/// Where what an office held belongs on a day: by the place when it decides, else with the office's successor, else
/// with the likeliest of its successors. `None` when nothing stands for it.
pub fn home(tree: &Tree, place: Option<UnitId>, office: UnitId, on: Day) -> Option<Home> {
    let level = tree.get(office)?.level();
    if let Some(place) = place
        && level == Level::Commune
        && let [part] = rehome(tree, place, on, level).as_slice()
        && let (Some(unit), Quality::Exact | Quality::Whole) = (part.unit, part.quality)
    {
        return Some(Home { unit, sure: true });
    }
    if let Some(unit) = tree.today(office, on) {
        return Some(Home { unit, sure: true });
    }
    let mut at = office;
    // Successors begin later and later, so the walk ends.
    while !tree.get(at)?.stands_on(on) {
        at = tree.successors(at).max_by_key(|step| (step.link.share, step.link.households))?.to.id;
    }
    Some(Home { unit: at, sure: false })
}

/// Moves every open case whose office no longer stands to the office that stands for it, with its clock kept and the
/// move told, and whatever else the office cared for; returns how many things. Done with every reorganisation, and daily for those decided ahead.
///
/// # Errors
/// The refusal of the right to manage units.
pub async fn settle(house: &House, asker: &Asker) -> Done<usize> {
    may_manage(house, asker)?;
    let facts = house.facts();
    let mut change = house.store.begin().await?;
    let moved = settle_in(house, &mut change, asker, &facts.tree).await?;
    let given = care::settle_in(house, &mut change, asker, &facts.tree).await?;
    change.commit().await?;
    Ok(moved.len() + given.len())
}

/// A case that was brought to the office that stands for its own, and in whose hands it was before.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Rehomed {
    pub(super) case: CaseId,
    pub(super) was: Hands,
    pub(super) to: UnitId,
}

pub(super) async fn settle_in(
    house: &House,
    change: &mut Change,
    asker: &Asker,
    tree: &Tree,
) -> Done<Vec<Rehomed>> {
    let today = house.today();
    let mut moved = Vec::new();
    for office in store::responsible(&house.store).await? {
        if tree.get(office).is_none_or(|unit| unit.valid_to.is_none_or(|last| today <= last)) {
            continue;
        }
        for case in cases::open_at(&house.store, office).await? {
            let Some(home) = home(tree, Some(case.place), office, today) else { continue };
            moved.extend(bring(house, change, asker, case.id, home.unit, tree).await?);
        }
    }
    Ok(moved)
}

/// Brings a case to an office because units changed; nothing when it is gone, closed or already there. Whoever is on it
/// stays on it when they hold a position there too.
async fn bring(
    house: &House,
    change: &mut Change,
    asker: &Asker,
    id: CaseId,
    to: UnitId,
    tree: &Tree,
) -> Done<Option<Rehomed>> {
    let Some(case) = cases::lock(change, id).await? else { return Ok(None) };
    let was = case.hands();
    let mut hands = Hands { office: to, ..was };
    if let Some(person) = was.assignee
        && !people::holds(change, (person, to), None, house.today()).await?
    {
        hands.assignee = None;
    }
    let moved = give(house, change, asker, case, hands, tree).await?;
    Ok(moved.then_some(Rehomed { case: id, was, to }))
}

/// Gives a case into other hands because units changed; false when it is closed or already there.
pub(super) async fn give(
    house: &House,
    change: &mut Change,
    asker: &Asker,
    mut case: Case,
    hands: Hands,
    tree: &Tree,
) -> Done<bool> {
    let by = By { person: asker.person, unit: None, at: house.now(), entry: EntryId(house.new_id()) };
    // A unit that goes when a reorganisation is undone stands in the tree of before only.
    let why = reason(&case, hands.office, &[tree, &house.facts().tree]);
    let Ok(step) = case.rehome(hands, &why, &by) else { return Ok(false) };
    cases::save(change, &case).await?;
    cases::add_entry(change, &step.entry).await?;
    change.note(step.event);
    Ok(true)
}

/// What the receipt says, in the language in which whoever asked wrote.
fn reason(case: &Case, to: UnitId, trees: &[&Tree]) -> String {
    let name = |id: UnitId| {
        trees.iter().find_map(|tree| tree.get(id)).map(|unit| unit.name.clone()).unwrap_or_default()
    };
    let values = [("from", name(case.responsible).into()), ("to", name(to).into())];
    Words::for_language(case.language.parse().unwrap_or(Language::Vi)).say_with("units-case-rehomed", &values)
}
