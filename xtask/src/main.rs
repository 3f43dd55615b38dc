//! The house's own tasks: `cargo xtask NAME`.

mod bench;
mod browser;
mod demo;
mod pictures;
mod programs;
mod shared;
mod test;
mod tidy;
mod units_facts;

use programs::Stop;
use std::{path::Path, process::ExitCode};

const HELP: &str = "\
cargo xtask demo [--small]       build everything, make a simulated city, serve it on http://127.0.0.1:8080
cargo xtask test                 run every test: units, both engines, stories, browser, API
cargo xtask tidy                 check directions, sizes, and that the documents name what is there
cargo xtask bench [ROOM…]        measure the release binary and print the README's table; `demo` times the whole demo
cargo xtask pictures             take the pictures of the README anew
cargo xtask browser              build the browser's part into browser/dist
cargo xtask units-facts FOLDER   build the tables of units from the public lists";

#[expect(clippy::print_stderr, reason = "a task speaks to whoever started it")]
fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["demo", rest @ ..] => demo::run(rest),
        ["test"] => test::run(),
        ["tidy"] => tidy::run(),
        ["bench", rest @ ..] => bench::run(rest),
        ["browser"] => browser::build(),
        ["pictures"] => pictures::run(),
        ["units-facts", data] => {
            units_facts::build(Path::new(data), &programs::root().join("crates/domain/facts/units"))
                .map_err(|error| Stop(error.to_string()))
        }
        _ => Err(Stop::from(HELP.to_owned())),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("{}", stop.0);
            ExitCode::FAILURE
        }
    }
}
