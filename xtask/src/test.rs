//! `cargo xtask test`: every test. What is missing is installed where that is allowed, else said aloud and failed on
//! where it counts: in CI nothing may be left out silently.

use crate::{
    browser,
    programs::{Stop, install, is_there, run as start, run_beside, say},
    shared,
};
use std::thread;

/// Runs every test. What they need is brought while they are built; then the program's own and those of the browser run side
/// by side, since neither keeps two cores at work (docs/decisions/0054-tests-side-by-side.md).
pub(crate) fn run() -> Result<(), Stop> {
    browser::build()?;
    let (built, brought) = thread::scope(|scope| {
        let brought = scope.spawn(Brought::all);
        let built = start(
            ".",
            "cargo",
            &["test", "--workspace", "--no-default-features", "--quiet", "--no-run"],
            &[],
        );
        (built, brought.join().unwrap_or_else(|_| Err(broke_off())))
    });
    built?;
    let brought = brought?;
    let (program, [pages, api]) = thread::scope(|scope| {
        let beside = scope.spawn(|| [brought.page_tests(), brought.api_tests()]);
        let program = brought.program_tests();
        (program, beside.join().unwrap_or_else(|_| [(); 2].map(|()| Err(broke_off()))))
    });
    // One run says all that is broken, not only what broke first; that is told as the reason.
    program.and(pages).and(api)?;
    let absent = [brought.absent(), shared::not_run()].concat();
    for what in &absent {
        say(&format!("NOT RUN: {what}"));
    }
    let office = "the opening of every letter by LibreOffice (optional: apt install libreoffice-writer)";
    if !brought.office {
        say(&format!("NOT RUN: {office}"));
    }
    if absent.is_empty() || !in_ci() { Ok(()) } else { Err(Stop("In CI every test must run.".into())) }
}

/// What tests need beside Rust and Node, whether it is there.
struct Brought {
    postgres: bool,
    bucket: bool,
    /// Nobody waits for an office suite to be installed; what every letter is made of is read without one.
    office: bool,
    chromium: bool,
    /// Whether a program's clock can be moved.
    days: bool,
    python: bool,
}

impl Brought {
    /// Brings all that may be brought.
    fn all() -> Result<Self, Stop> {
        let python = is_there("python3");
        Ok(Self {
            postgres: postgres(),
            chromium: chromium()?,
            days: faketime(),
            bucket: python && start(".", "sh", &["tests/s3/install.sh"], &[]).is_ok(),
            office: is_there("soffice"),
            python,
        })
    }

    /// Units, both engines, stories.
    fn program_tests(&self) -> Result<(), Stop> {
        let required = [
            (self.postgres, "DANVAN_REQUIRE_POSTGRES"),
            (self.bucket, "DANVAN_REQUIRE_S3"),
            (self.office, "DANVAN_REQUIRE_OFFICE"),
        ];
        let variables: Vec<_> =
            required.iter().filter(|(is_there, _)| *is_there).map(|(_, name)| (*name, "1")).collect();
        start(
            ".",
            "cargo",
            &["test", "--workspace", "--no-default-features", "--quiet", "--no-fail-fast"],
            &variables,
        )
    }

    /// Drives the real binary, which the tests were built with, in Chromium.
    fn page_tests(&self) -> Result<(), Stop> {
        if !self.chromium {
            return Ok(());
        }
        let variables: &[(&str, &str)] = if self.days { &[("DANVAN_REQUIRE_FAKETIME", "1")] } else { &[] };
        run_beside("tests/browser", "node", &["--test", "--test-concurrency=2"], variables)
    }

    /// Lets `schemathesis` read the API's own description and try it.
    fn api_tests(&self) -> Result<(), Stop> {
        if self.python { run_beside("tests/api", "sh", &["run.sh"], &[]) } else { Ok(()) }
    }

    /// The tests that did not run for want of something.
    fn absent(&self) -> Vec<String> {
        [
            (self.postgres, "the tests on PostgreSQL"),
            (self.bucket, "the test of pictures in a bucket"),
            (self.chromium, "the browser tests"),
            (self.chromium && self.days, "the browser walks through days to come (libfaketime)"),
            (self.python, "schemathesis"),
        ]
        .into_iter()
        .filter(|(ran, _)| !ran)
        .map(|(_, what)| what.to_owned())
        .collect()
    }
}

fn broke_off() -> Stop {
    Stop("The tests beside the program's own broke off.".into())
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

/// Whether Chromium is there with what its tests need, after trying to install it.
fn chromium() -> Result<bool, Stop> {
    if !is_there("chromium") && !install(&["chromium"]) {
        return Ok(false);
    }
    // Without it the whole browser looks at every page, which takes longer.
    let _ = is_there("chromium-headless-shell") || install(&["chromium-headless-shell"]);
    browser::test_packages()?;
    Ok(true)
}
