//! Measures the release binary over HTTP on loopback and prints a table for the README, with machine and commit.
//!
//! `danvan-bench [intake] [reading] [start] [--cases N]…`: everything when nothing is named.

mod client;
mod engines;
mod intake;
mod machine;
mod reading;
mod server;

use std::process::ExitCode;

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

async fn measure() -> Result<(), Stop> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let sizes: Vec<u64> = words
        .windows(2)
        .filter(|pair| pair[0] == "--cases")
        .map(|pair| pair[1].parse::<u64>())
        .collect::<Result<_, _>>()?;
    let named = |name: &str| {
        let rooms: Vec<&String> =
            words.iter().filter(|word| ["intake", "reading", "start"].contains(&word.as_str())).collect();
        rooms.is_empty() || rooms.iter().any(|word| *word == name)
    };
    say(&machine::line());
    let engines = engines::available()?;
    if named("start") || named("intake") {
        for engine in &engines {
            intake::measure(engine).await?;
        }
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
