//! `danvan import boundaries`: where units' borders run.

use crate::{
    house::Stop,
    terminal::{Format, print, say, stop},
};
use danvan_actions::{
    House,
    units::{File, WantedBoundaries, import_boundaries},
};
use danvan_domain::{ids::UnitId, rights::Asker};
use std::path::Path;

/// Imports a file of borders and says what became of it.
pub(super) async fn import(
    house: &House,
    path: &Path,
    wanted: &WantedBoundaries,
    format: Format,
) -> Result<(), Stop> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let file = File { name: path.display().to_string(), bytes };
    let done = import_boundaries(house, &Asker::house(), &file, wanted).await.map_err(stop)?;
    if format != Format::Table {
        let counts = [done.added.len(), done.replaced.len(), done.unchanged, done.without.len()];
        let mut row: Vec<String> = counts.iter().map(ToString::to_string).collect();
        row.push(wanted.preview.to_string());
        return print(&["added", "replaced", "unchanged", "without", "preview"], &[row], format);
    }
    let told = if wanted.preview { "preview only, nothing was changed: " } else { "" };
    say(&format!(
        "{told}{} borders new, {} replaced, {} as they were",
        done.added.len(),
        done.replaced.len(),
        done.unchanged
    ));
    if !done.without.is_empty() {
        let facts = house.facts();
        let name = |id: &UnitId| facts.tree.get(*id).map(|unit| unit.named().label);
        let some: Vec<String> = done.without.iter().take(10).filter_map(name).collect();
        let more = if done.without.len() > some.len() { ", …" } else { "" };
        say(&format!(
            "{} units of {} are without a border: {}{more}",
            done.without.len(),
            wanted.on,
            some.join(", ")
        ));
    }
    Ok(())
}
