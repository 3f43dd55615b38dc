//! The browser's part: style, typeface and islands, built by Vite into `browser/dist`, which the server embeds.

use crate::programs::{Stop, is_there, root, run, say};
use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

/// Builds `browser/dist` when a source is newer than it.
pub(crate) fn build() -> Result<(), Stop> {
    if !is_there("npm") {
        return Err(Stop("npm is needed to build the browser's part: install Node.js 20 or newer.".into()));
    }
    let folder = root().join("browser");
    let manifest = folder.join("dist/manifest.json");
    let sources = ["islands", "style", "main.ts", "main.css", "vite.config.ts", "package-lock.json"];
    let newest = sources.iter().map(|name| newest(&folder.join(name))).max();
    let built = fs::metadata(&manifest).and_then(|file| file.modified()).ok();
    if built.is_some() && built >= newest {
        say("browser/dist is up to date");
        return Ok(());
    }
    if !folder.join("node_modules/.package-lock.json").exists() {
        run("browser", "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"], &[])?;
    }
    run("browser", "npm", &["run", "--silent", "build"], &[])
}

/// Brings the packages of the browser's tests, also when the list of them has grown since they were brought.
pub(crate) fn test_packages() -> Result<(), Stop> {
    let folder = root().join("tests/browser");
    let changed = |name: &str| fs::metadata(folder.join(name)).and_then(|file| file.modified()).ok();
    let brought = changed("node_modules/.package-lock.json");
    if brought.is_some() && changed("package-lock.json") <= brought {
        return Ok(());
    }
    run("tests/browser", "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"], &[])
}

/// When the newest file below a path was changed.
fn newest(path: &Path) -> SystemTime {
    let own = fs::metadata(path)
        .and_then(|file| file.modified())
        .unwrap_or(SystemTime::UNIX_EPOCH + Duration::ZERO);
    let inside = fs::read_dir(path).into_iter().flatten().flatten().map(|entry| newest(&entry.path())).max();
    inside.map_or(own, |inside| inside.max(own))
}
