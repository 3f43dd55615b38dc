//! `cargo xtask demo`: from a fresh checkout to a city in the browser.

use crate::{
    browser,
    programs::{Stop, run as start},
};

/// Builds everything, fills `demo.db` once, and serves it.
pub(crate) fn run(rest: &[&str]) -> Result<(), Stop> {
    browser::build()?;
    start(".", "cargo", &["build", "--release", "--package", "danvan"], &[])?;
    let arguments: Vec<&str> =
        ["demo", "--serve", "--database", "sqlite:demo.db"].iter().chain(rest).copied().collect();
    start(".", "target/release/danvan", &arguments, &[])
}
