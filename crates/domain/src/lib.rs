//! Pure rules: what the words of danvan mean and what is allowed.
//!
//! Nothing here reads a clock, draws a random number, opens a file or knows a database.
#![warn(missing_docs)]

pub mod events;
pub mod ids;
pub mod people;
pub mod receipt;
pub mod refusals;
pub mod rights;
pub mod text;
pub mod time;
