//! Measures the release binary over HTTP on loopback and prints a table for the README, with machine and commit.
//!
//! `danvan-bench [intake] [lag] [clocks] [deadlines] [programmes] [initiatives] [campaigns] [clearance] [returns] [sealed] [analysis]
//! [findings] [demo] [reading] [start] [sqlite] [postgres] [--cases N]… [--seeds N] [--keep FOLDER]`: everything when nothing is named.
//! Databases that are kept are filled once and measured again the next time.

mod analysis;
mod campaigns;
mod clearance;
mod client;
mod clocks;
mod deadlines;
mod demo;
mod engines;
mod evenness;
mod findings;
mod initiatives;
mod intake;
mod lag;
mod machine;
mod programmes;
mod reading;
mod returns;
mod sealed;
mod server;

use std::process::ExitCode;

/// What is measured within this program allocates as it does in danvan.
#[cfg(all(target_os = "linux", feature = "jemalloc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Why a measurement could not be taken.
pub(crate) type Stop = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> ExitCode {
    match measure().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("bench: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Prints a line of the result.
#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// The instant by which durations are measured.
#[expect(clippy::disallowed_methods, reason = "the bench measures")]
pub(crate) fn instant() -> std::time::Instant {
    std::time::Instant::now()
}

/// How the program is called.
const USAGE: &str = "danvan-bench [intake] [lag] [clocks] [deadlines] [programmes] [initiatives] [campaigns] [clearance] [returns] [sealed] [analysis] [findings] [demo] [reading] [start] [sqlite] [postgres] [--cases N]… [--seeds N] [--keep FOLDER]";

/// What can be measured, by the words that name it.
const ROOMS: [&str; 15] = [
    "intake",
    "lag",
    "clocks",
    "deadlines",
    "programmes",
    "initiatives",
    "campaigns",
    "clearance",
    "returns",
    "sealed",
    "analysis",
    "findings",
    "demo",
    "reading",
    "start",
];

/// Refuses words that mean nothing here: measuring everything takes an hour.
fn check(words: &[String]) -> Result<(), Stop> {
    let known = [ROOMS.as_slice(), &["sqlite", "postgres"]].concat();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--cases" | "--keep" | "--seeds" if words.next().is_some() => {}
            word if known.contains(&word) => {}
            word => return Err(format!("{word:?} means nothing here; call {USAGE}").into()),
        }
    }
    Ok(())
}

async fn measure() -> Result<(), Stop> {
    // Long because it is a list: whatever can be measured.
    let words: Vec<String> = std::env::args().skip(1).collect();
    check(&words)?;
    let after =
        |name: &'static str| words.windows(2).filter(move |pair| pair[0] == name).map(|pair| &pair[1]);
    let sizes: Vec<u64> = after("--cases").map(|number| number.parse()).collect::<Result<_, _>>()?;
    let keep = after("--keep").next().map(std::path::PathBuf::from);
    let said = |names: &[&'static str]| -> Vec<&'static str> {
        names.iter().copied().filter(|name| words.iter().any(|word| word == name)).collect()
    };
    let rooms = said(&ROOMS);
    let named = |name: &str| rooms.is_empty() || rooms.contains(&name);
    say(&machine::line());
    if named("findings") {
        let seeds: Vec<u64> = after("--seeds").map(|number| number.parse()).collect::<Result<_, _>>()?;
        findings::measure(seeds.first().copied().unwrap_or(100));
    }
    let engines = engines::available(keep.as_deref(), &said(&["sqlite", "postgres"]))?;
    if named("start") || named("intake") {
        for engine in &engines {
            intake::measure(engine).await?;
        }
    }
    if named("lag") {
        for engine in &engines {
            lag::measure(engine).await?;
        }
    }
    if named("clocks") {
        clocks::measure()?;
    }
    if named("deadlines") {
        for engine in &engines {
            deadlines::measure(engine).await?;
        }
    }
    if named("programmes") {
        for engine in &engines {
            programmes::measure(engine).await?;
        }
    }
    if named("initiatives") {
        for engine in &engines {
            initiatives::measure(engine).await?;
        }
    }
    if named("campaigns") {
        for engine in &engines {
            campaigns::measure(engine).await?;
        }
    }
    if named("clearance") {
        for engine in &engines {
            clearance::measure(engine).await?;
        }
    }
    if named("returns") {
        for engine in &engines {
            returns::measure(engine).await?;
        }
    }
    if named("sealed") {
        for engine in &engines {
            sealed::measure(engine).await?;
        }
    }
    if named("analysis") {
        analysis::measure()?;
    }
    if named("demo") {
        demo::measure(&engines).await?;
    }
    if named("reading") {
        let sizes = if sizes.is_empty() { vec![100_000, 2_000_000] } else { sizes };
        for engine in &engines {
            for size in &sizes {
                reading::measure(engine, *size).await?;
            }
        }
    }
    Ok(())
}
