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
    rights::{Asker, Verb, may},
    units::Tree,
};
use danvan_store::{Change, StoreError, settings, units as store};

/// Asks for the right to change units, which is held at the roots of the tree.
fn may_manage(house: &House, asker: &Asker) -> Done<()> {
    let roots: Vec<UnitId> = house.facts().tree.roots(house.today()).map(|unit| unit.id).collect();
    Ok(may(asker, Verb::ManageUnits, &roots)?)
}

/// Tells every running process, in the same change, that facts are to be read again.
async fn facts_changed(house: &House, change: &mut Change) -> Done<()> {
    settings::set(change, crate::routes::FACTS_VERSION, &house.new_id().to_string()).await?;
    Ok(())
}

/// Reads the tree and the borders again from the store, after another process changed it.
///
/// # Errors
/// When the store cannot be read or no longer holds a sound tree.
pub async fn reload(house: &House) -> Done<()> {
    let (units, links) = store::load(&house.store).await?;
    let tree = Tree::build(units, links)
        .map_err(|problems| StoreError::Unreadable(format!("the units do not fit: {problems:?}")))?;
    let borders = load_borders(&house.store).await?;
    house.replace_facts(Facts { tree, ..(*house.facts()).clone() }.with_borders(borders));
    Ok(())
}
