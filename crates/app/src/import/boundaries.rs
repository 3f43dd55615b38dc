//! `danvan import boundaries`: where units' borders run.

use crate::{
    house::Stop,
    terminal::{Format, file_trouble, print, stop, tell},
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
    let bytes = std::fs::read(path).map_err(|error| file_trouble(path, &error))?;
    let file = File { name: path.display().to_string(), bytes };
    let done = import_boundaries(house, &Asker::house(), &file, wanted).await.map_err(stop)?;
    if format != Format::Table {
        let counts = [done.added.len(), done.replaced.len(), done.unchanged, done.without.len()];
        let mut row: Vec<String> = counts.iter().map(ToString::to_string).collect();
        row.push(wanted.preview.to_string());
        return print(&["added", "replaced", "unchanged", "without", "preview"], &[row], format);
    }
    let counts = [
        ("added", done.added.len().into()),
        ("replaced", done.replaced.len().into()),
        ("unchanged", done.unchanged.into()),
    ];
    tell(if wanted.preview { "terminal-boundaries-preview" } else { "terminal-boundaries-done" }, &counts);
    if !done.without.is_empty() {
        let facts = house.facts();
        let name = |id: &UnitId| facts.tree.get(*id).map(|unit| unit.named().label);
        let mut some: Vec<String> = done.without.iter().take(10).filter_map(name).collect();
        if done.without.len() > some.len() {
            some.push("…".into());
        }
        tell(
            "terminal-boundaries-without",
            &[
                ("count", done.without.len().into()),
                ("day", wanted.on.into()),
                ("units", some.join(", ").into()),
            ],
        );
    }
    Ok(())
}
