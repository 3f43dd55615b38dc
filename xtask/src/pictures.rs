//! `cargo xtask pictures`: the README's pictures, taken from the simulated city through the real binary.

use crate::{
    browser,
    programs::{Stop, root, run as start},
};

/// Takes the pictures anew into `docs/pictures`.
pub(crate) fn run() -> Result<(), Stop> {
    browser::build()?;
    start(".", "cargo", &["build", "--quiet", "--package", "danvan"], &[])?;
    if !root().join("tests/browser/node_modules/.package-lock.json").exists() {
        start("tests/browser", "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"], &[])?;
    }
    start("tests/browser", "node", &["pictures.mjs"], &[])
}
