//! Pure rules: what the words of danvan mean and what is allowed.
//!
//! Nothing here reads a clock, draws a random number, opens a file or knows a database.
#![warn(missing_docs)]

pub mod answers;
pub mod briefs;
pub mod calendar;
pub mod campaigns;
pub mod cases;
pub mod chain;
pub mod clearance;
pub mod clocks;
pub mod contests;
pub mod data;
pub mod deadlines;
pub mod documents;
pub mod events;
pub mod exchange;
pub mod facts;
pub mod findings;
pub mod fold;
pub mod id_tokens;
pub mod ids;
pub mod initiatives;
pub mod inspections;
pub mod letters;
pub mod observations;
pub mod office_hours;
pub mod passkeys;
pub mod passwords;
pub mod people;
pub mod privacy;
pub mod procedures;
pub mod proceedings;
pub mod programmes;
pub mod receipt;
pub mod receptions;
pub mod refusals;
pub mod registers;
pub mod returns;
pub mod rights;
pub mod routes;
pub mod sealed;
pub mod second_factors;
pub mod signatures;
pub mod tallies;
pub mod text;
pub mod time;
pub mod topics;
pub mod units;
