//! Letters: received and numbered, classified by an officer, and what the law then opens.

mod beside;
mod classify;
mod follow;
mod people;
mod read;
mod receive;
mod same;
mod seal;
mod visit;

pub(crate) use beside::{hushed, without_words};
pub use classify::{Classified, SCRUB, classify, scrub};
pub(crate) use follow::told_of;
pub use follow::{Followed, follow};
pub use people::{Shown, add_signer, hand_out, read_signers};
pub use read::{List, Opened, list, open, open_before, own_office};
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
