//! Work in the background that waits for a person.

use super::may_operate;
use crate::house::{Done, House};
use danvan_domain::{
    events::Event,
    refusals::Refusal,
    rights::{Asker, Verb},
    time::Moment,
};
use danvan_store::jobs as store;
use serde_json::json;
use uuid::Uuid;

/// A job that failed too often and waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Own id.
    pub id: Uuid,
    /// Which work.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was due.
    pub due: Moment,
    /// Why it failed last.
    pub reason: String,
}

/// The jobs that wait for a person, longest first.
///
/// # Errors
/// The refusal of the right; a failure of the store.
pub async fn parked(house: &House, asker: &Asker) -> Done<Vec<Parked>> {
    may_operate(house, asker)?;
    let jobs = store::parked(&house.store).await?;
    Ok(jobs
        .into_iter()
        .map(|job| Parked {
            id: job.id,
            kind: job.kind,
            attempts: job.attempts,
            due: Moment::from_micros(job.run_at),
            reason: job.last_error.unwrap_or_default(),
        })
        .collect())
}

/// Lets a parked job try again, now.
///
/// # Errors
/// The refusal of the right; [`Refusal::NotFound`] when it is not parked; a failure of the store.
pub async fn try_again(house: &House, asker: &Asker, id: Uuid) -> Done<()> {
    let parked = parked(house, asker).await?;
    let job = parked.into_iter().find(|job| job.id == id).ok_or(Refusal::NotFound)?;
    let mut change = house.store.begin().await?;
    store::unpark(&mut change, id, house.now()).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "job.unparked".into(),
        thing: id,
        unit: asker.unit_for(Verb::Operate),
        payload: json!({"job": job.kind}),
    });
    change.commit().await?;
    Ok(())
}
