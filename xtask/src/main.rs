//! The house's own tasks: `cargo xtask NAME`.

mod units_facts;

use std::{path::Path, process::ExitCode};

#[expect(clippy::print_stderr, reason = "a task speaks to whoever started it")]
fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let facts = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/domain/facts/units"));
    let done = match words.as_slice() {
        ["units-facts", data] => units_facts::build(Path::new(data), facts),
        _ => Err("cargo xtask units-facts FOLDER: build the tables of units from the public lists".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
