//! Documents of a city that is just being filled, written along with its cases instead of read again.

use super::{SEARCH, document};
use crate::house::{Done, Facts, House};
use danvan_domain::{
    cases::{Case, Entry},
    ids::CaseId,
    time::Day,
};
use danvan_store::{Change, events, search};

/// The document of a case that is filled in with its whole history.
pub fn filled(facts: &Facts, case: &Case, entries: &[Entry], today: Day) -> (CaseId, String) {
    (case.id, document(facts, case, entries, today))
}

/// Writes documents, in the order in which their cases came in.
///
/// # Errors
/// When the store cannot write.
pub async fn fill(change: &mut Change, documents: &[(CaseId, String)]) -> Done<()> {
    Ok(search::index(change, documents).await?)
}

/// The index follows the events from here on: every case has its document.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn follow_from_here(house: &House) -> Done<()> {
    let mut change = house.store.begin().await?;
    for (lane, position) in events::lanes(&house.store).await? {
        events::followed(&mut change, SEARCH, lane, position).await?;
    }
    Ok(change.commit().await?)
}
