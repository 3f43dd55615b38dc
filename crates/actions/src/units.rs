//! Acts on units: importing them, reorganising them, and bringing what they held to where it belongs.

mod boundaries;
mod care;
mod import;
mod reorganise;
mod settle;

pub use boundaries::{Brought, Wanted as WantedBoundaries, import_boundaries, load_borders};
pub use care::Cared;
pub use import::{File, Imported, import, install};
pub use reorganise::{Preview, Reorganised, preview, reorganise, undo};
pub use settle::{Home, home, settle};

use crate::house::{Done, Facts, House};
use danvan_domain::{
    ids::UnitId,
    refusals::{Note, Refusal},
    rights::{Asker, Verb, may},
    units::Tree,
};
use danvan_store::{Change, StoreError, settings, units as store};

/// Asks for the right to change units, which is held at the roots of the tree.
fn may_manage(house: &House, asker: &Asker) -> Done<()> {
    let roots: Vec<UnitId> = house.facts().tree.roots(house.today()).map(|unit| unit.id).collect();
    Ok(may(asker, Verb::ManageUnits, &roots)?)
}

/// The setting that every change of units sets anew: whoever looked at the units before writes nothing over it.
pub(crate) const TURN: &str = "units.turn";

/// After which change of units the tree is that one looks at now; it is read again where another process changed it.
async fn turn(house: &House) -> Done<Option<String>> {
    if settings::get(&house.store, TURN).await? != house.units_turn() {
        reload(house).await?;
    }
    Ok(house.units_turn())
}

/// Takes the turn to change units, first of all in the change, and gives its name. Every running process is told, in the same
/// change, that facts are to be read again.
///
/// # Errors
/// [`Refusal::Conflict`] when somebody else changed units since `seen`.
async fn take_turn(house: &House, change: &mut Change, seen: Option<&str>) -> Done<String> {
    let turn = house.new_id().to_string();
    if !settings::set_from(change, TURN, seen, &turn).await? {
        return Err(Refusal::Conflict(Note::new("units-changed-meanwhile")).into());
    }
    facts_changed(house, change).await?;
    Ok(turn)
}

/// Tells every running process, in the same change, that facts are to be read again.
async fn facts_changed(house: &House, change: &mut Change) -> Done<()> {
    settings::set(change, crate::routes::FACTS_VERSION, &house.new_id().to_string()).await?;
    Ok(())
}

/// Stands on another tree, which is written.
fn stand_on(house: &House, tree: Tree, turn: String) {
    house.replace_tree(tree);
    house.note_units_turn(Some(turn));
}

/// Reads the tree and the borders again from the store, after another process changed it.
///
/// # Errors
/// When the store cannot be read or no longer holds a sound tree.
pub async fn reload(house: &House) -> Done<()> {
    // The turn first: a change that comes between is read again once more, and never missed.
    let turn = settings::get(&house.store, TURN).await?;
    let (units, links) = store::load(&house.store).await?;
    let tree = Tree::build(units, links)
        .map_err(|problems| StoreError::Unreadable(format!("the units do not fit: {problems:?}")))?;
    let borders = load_borders(&house.store).await?;
    house.replace_facts(Facts { tree, ..(*house.facts()).clone() }.with_borders(borders));
    house.note_units_turn(turn);
    Ok(())
}
