//! `cargo xtask bench`: the numbers of the README, measured on the release binary over HTTP on loopback.

use crate::{
    browser,
    programs::{Stop, run as start},
};

/// Builds the release binaries and lets `danvan-bench` measure.
pub(crate) fn run(rest: &[&str]) -> Result<(), Stop> {
    browser::build()?;
    start(".", "cargo", &["build", "--release", "--package", "danvan", "--package", "danvan-bench"], &[])?;
    start(".", "target/release/danvan-bench", rest, &[])
}
