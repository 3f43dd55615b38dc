//! Letters: received and numbered, classified by an officer, and what the law then opens.

mod beside;
mod classify;
mod read;
mod receive;
mod same;
mod seal;
mod visit;

pub(crate) use beside::{hushed, without_words};
pub use classify::{Classified, SCRUB, classify, scrub};
pub use read::{List, Opened, list, open, own_office, read_signers};
pub use receive::{Incoming, Received, receive};
pub(crate) use same::earlier;
pub use same::{Alike, Likes, Other, differ, link, mark_all, part};
pub use seal::{can_seal, receive_sealed, seal_letter};
pub use visit::{Told, told};

use danvan_domain::time::Day;

/// A day as people write it, `22/11/2026`, or as machines do.
pub fn day(text: &str) -> Option<Day> {
    let text = text.trim();
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.trim().len() != 4 {
        return None;
    }
    Day::new(year.trim().parse().ok()?, month.trim().parse().ok()?, day.trim().parse().ok()?)
}
