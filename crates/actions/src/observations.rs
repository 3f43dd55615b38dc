//! Observations: noting what is heard, changing one's own, reading them, making a case of one.

mod note;
mod reach;
mod read;

pub use danvan_store::observations::Grown;
pub use note::{Asks, Noted, Said, edit, note, raise_case, withdraw};
pub(crate) use note::{Hearing, refuse_other_words};
pub(crate) use reach::ask_near;
pub use reach::{Places, observing_at, places, unit_of};
pub(crate) use read::ask_to_read;
pub use read::{Listed, Mine, Opened, Wanted, list, mine, open, usual_topics};
