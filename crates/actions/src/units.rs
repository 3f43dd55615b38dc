//! Acts on units: importing them, reorganising them, and bringing what they held to where it belongs.

mod import;
mod reorganise;
mod settle;

pub use import::{File, Imported, import, install};
pub use reorganise::{Preview, Reorganised, preview, reorganise, undo};
pub use settle::{Home, home, settle};

use crate::house::{Done, House};
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

/// Reads the tree again from the store, after another process changed it.
///
/// # Errors
/// When the store cannot be read or no longer holds a sound tree.
pub async fn reload(house: &House) -> Done<()> {
    let (units, links) = store::load(&house.store).await?;
    let tree = Tree::build(units, links)
        .map_err(|problems| StoreError::Unreadable(format!("the units do not fit: {problems:?}")))?;
    house.replace_tree(tree);
    Ok(())
}
