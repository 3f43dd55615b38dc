//! An invented city's life on the real units of Hanoi: what residents write, what officers do, day by day. Pure:
//! the same seed, facts and present moment live the same city. Nobody in it is real, and everything is marked so.

mod borders;
pub mod campaigns;
mod chance;
mod city;
mod clearance;
mod desks;
mod ground;
mod heard;
pub mod initiatives;
mod letters;
mod lives;
mod noise;
mod programmes;
mod seasons;
mod staff;

pub use borders::borders;
pub use city::{CASES_PER_DAY, City, Lived, Plan, World};
pub use clearance::{MadeFile, Office, clearance_files};
pub use desks::{Desk, Worked, worked};
pub use lives::{AGAIN_WORDS, Life};
pub use programmes::{Share, progress};
pub use staff::{Staff, short_name};
