//! `cargo xtask test`: every test. What is missing is installed where that is allowed, else said aloud and failed on
//! where it counts: in CI nothing may be left out silently.

use crate::{
    browser,
    programs::{Stop, install, is_there, run as start, say},
    shared,
};

/// Runs every test.
pub(crate) fn run() -> Result<(), Stop> {
    browser::build()?;
    let postgres = postgres();
    let mut variables = Vec::new();
    if postgres {
        variables.push(("DANVAN_REQUIRE_POSTGRES", "1"));
    }
    let bucket = is_there("python3") && start(".", "sh", &["tests/s3/install.sh"], &[]).is_ok();
    if bucket {
        variables.push(("DANVAN_REQUIRE_S3", "1"));
    }
    // Nobody waits for an office suite to be installed; what every letter is made of is read without one.
    let office = is_there("soffice");
    if office {
        variables.push(("DANVAN_REQUIRE_OFFICE", "1"));
    }
    // One run says all that is broken, not only what broke first.
    start(".", "cargo", &["test", "--workspace", "--quiet", "--no-fail-fast"], &variables)?;
    let days = faketime();
    let browser = browser_tests(days)?;
    let api = api_tests()?;
    for (ran, what) in [
        (postgres, "the tests on PostgreSQL"),
        (bucket, "the test of pictures in a bucket"),
        (browser, "the browser tests"),
        (browser && days, "the browser walks through days to come (libfaketime)"),
        (api, "schemathesis"),
        (office, "the opening of every letter by LibreOffice (optional: apt install libreoffice-writer)"),
    ] {
        if !ran {
            say(&format!("NOT RUN: {what}"));
        }
    }
    let absent = shared::not_run();
    for what in &absent {
        say(&format!("NOT RUN: {what}"));
    }
    let complete = postgres && bucket && browser && days && api && absent.is_empty();
    if complete || !in_ci() { Ok(()) } else { Err(Stop("In CI every test must run.".into())) }
}

#[expect(clippy::disallowed_methods, reason = "a task may ask whether it runs in CI")]
fn in_ci() -> bool {
    std::env::var("CI").is_ok()
}

/// Whether PostgreSQL's programs are there, after trying to install them.
fn postgres() -> bool {
    let found = || is_there("initdb") || std::path::Path::new("/usr/lib/postgresql").exists();
    found() || (install(&["postgresql", "postgresql-contrib"]) && found())
}

/// Whether a program can be let live on another day, after trying to install what that needs.
fn faketime() -> bool {
    is_there("faketime") || (install(&["faketime"]) && is_there("faketime"))
}

/// Drives the real binary, which the tests before were built with, in Chromium; `days` is whether its clock can be moved.
fn browser_tests(days: bool) -> Result<bool, Stop> {
    if !is_there("chromium") && !install(&["chromium"]) {
        return Ok(false);
    }
    // Without it the whole browser looks at every page, which takes longer.
    let _ = is_there("chromium-headless-shell") || install(&["chromium-headless-shell"]);
    browser::test_packages()?;
    let variables: &[(&str, &str)] = if days { &[("DANVAN_REQUIRE_FAKETIME", "1")] } else { &[] };
    start("tests/browser", "node", &["--test", "--test-concurrency=2"], variables)?;
    Ok(true)
}

/// Lets `schemathesis` read the API's own description and try it.
fn api_tests() -> Result<bool, Stop> {
    if !is_there("python3") {
        return Ok(false);
    }
    start("tests/api", "sh", &["run.sh"], &[])?;
    Ok(true)
}
