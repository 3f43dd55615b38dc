//! The program itself, as an operator calls it. One program for all of them: each more would be linked and started anew.

mod chain;
mod files_s3;
mod law;
mod operator;
mod operator_units;
mod secrets;

// Stories that need the program itself, told beside the others.
#[path = "../../../tests/stories/kept_kill.rs"]
mod kept_kill;
#[path = "../../../tests/stories/sealed_kill.rs"]
mod sealed_kill;
