//! Refused rights: somebody signed in asked for what they may not. That is an event, so that a misused account is seen; but once
//! an hour for each person and right, so that nobody fills the log, and never of a stranger, who has no rights to begin with.

use super::sign_in::event;
use crate::house::{Done, House};
use danvan_domain::{events::Event, ids::PersonId};
use danvan_store::people as store;
use serde_json::json;

/// For so long one event stands for all refusals of the same right to the same person.
const QUIET_SECONDS: i64 = 3600;

/// Notes that a right was refused to somebody.
///
/// # Errors
/// When the store cannot write.
pub async fn note_refused(house: &House, person: PersonId, right: &str) -> Done<()> {
    let (subject, now) = (format!("refused:{person}:{right}"), house.now());
    let is_quiet = |first: danvan_domain::time::Moment| now.seconds_since(first) <= QUIET_SECONDS;
    if store::tries(&house.store, &subject).await?.is_some_and(|(_, first)| is_quiet(first)) {
        return Ok(());
    }
    let mut change = house.store.begin().await?;
    // Of two at once, one is the first.
    if store::tried(&mut change, &subject, now, now.plus_seconds(-QUIET_SECONDS)).await?.0 > 1 {
        return Ok(());
    }
    change.note(Event { payload: json!({"right": right}), ..event(house, person, "right.refused") });
    Ok(change.commit().await?)
}
