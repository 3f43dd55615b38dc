//! `cargo xtask pictures`: the README's pictures, taken from the simulated city through the real binary.

use crate::{
    browser,
    programs::{Stop, run as start},
};

/// Takes the pictures anew into `docs/pictures`.
pub(crate) fn run() -> Result<(), Stop> {
    browser::build()?;
    start(".", "cargo", &["build", "--quiet", "--package", "danvan"], &[])?;
    browser::test_packages()?;
    start("tests/browser", "node", &["pictures.mjs"], &[])
}
