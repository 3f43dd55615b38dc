//! Vietnamese and English words: every sentence a reader sees, and how numbers, days and due moments are said.
//!
//! One `.ftl` file per room and language lies in `text/`; both languages have the same names with the same
//! values, which tests hold. Vietnamese is the default.
#![warn(missing_docs)]

mod bundles;
mod due;
mod formats;
mod language;
mod values;
mod why_due;

pub use bundles::{ROOMS, Room, Words};
pub use due::{Left, LeftUnit};
pub use formats::{read_day, read_number};
pub use language::Language;
pub use values::Value;
