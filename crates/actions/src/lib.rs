//! What a person or a program can do, one file per act. Pages, the API, the command line, device sync and jobs
//! all come through here; here rights are asked, rules decide, and the change is written with its events.

pub mod attachments;
pub mod backup;
pub mod briefs;
pub mod calendar;
pub mod campaigns;
pub mod cases;
pub mod chain;
pub mod clearance;
pub mod contests;
pub mod data;
pub mod deadlines;
pub mod documents;
pub mod exchange;
pub mod export;
pub mod figures;
pub mod findings;
pub mod followers;
pub mod house;
pub mod initiatives;
pub mod inspections;
pub mod letters;
pub mod observations;
pub mod operations;
pub mod people;
pub mod proceedings;
pub mod programmes;
pub mod receptions;
pub mod registers;
pub mod returns;
pub mod routes;
pub mod rules;
pub mod sealed;
pub mod search;
pub mod today;
pub mod topics;
pub mod units;
pub mod verify;

pub use house::{Done, Facts, Failure, House};
