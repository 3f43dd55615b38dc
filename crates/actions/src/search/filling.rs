//! Documents of a city that is just being filled, written along with its cases instead of read again.

use super::{SEARCH, document, heard};
use crate::house::{Done, Facts, House};
use danvan_domain::{
    cases::{Case, Entry},
    ids::{CaseId, ObservationId},
    observations::Observation,
    time::Day,
};
use danvan_store::{Change, events, search};

/// The document of a case that is filled in with its whole history.
pub fn filled(facts: &Facts, case: &Case, entries: &[Entry], today: Day) -> (CaseId, String) {
    (case.id, document(facts, case, entries, today))
}

/// The document of an observation that is filled in.
pub fn filled_heard(facts: &Facts, noted: &Observation, today: Day) -> (ObservationId, String) {
    (noted.id, heard::document(facts, noted, today))
}

/// Writes documents, in the order in which their cases and observations came in.
///
/// # Errors
/// When the store cannot write.
pub async fn fill(
    change: &mut Change,
    documents: &[(CaseId, String)],
    heard: &[(ObservationId, String)],
) -> Done<()> {
    search::index(change, documents).await?;
    Ok(search::index_observations(change, heard).await?)
}

/// The indexes follow the events from here on: every case and observation has its document.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn follow_from_here(house: &House) -> Done<()> {
    let mut change = house.store.begin().await?;
    for (lane, position) in events::lanes(&house.store).await? {
        for follower in [SEARCH, heard::SEARCH_HEARD] {
            events::followed(&mut change, follower, lane, position).await?;
        }
    }
    Ok(change.commit().await?)
}
