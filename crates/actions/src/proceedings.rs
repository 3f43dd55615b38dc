//! Proceedings: opened on a letter or by an office on its own, moved on act by act through the law, read, and their deadlines kept up.

mod act;
mod begin;
mod open;
mod posted;
mod read;
mod stand;

pub use act::{Doing, act, assign};
pub(crate) use act::{act_within, late_reason, office_here};
pub use begin::{Beginnable, Beginning, begin, beginnable, places};
pub(crate) use open::{Opening, open_within};
pub use posted::{Posted, PostedPage, Stands, posted};
pub(crate) use read::seen_now;
pub use read::{List, Opened, Seen, list, of_letter, open, open_at, stood_at};
pub(crate) use stand::{city_of, computed, moved_by, procedure_of};
pub use stand::{recompute, recompute_some, see_lapses};
