//! The log's heads: published every day so that an outsider can hold the log to account.

use crate::{
    house::{Done, House},
    verify::Difference,
};
use danvan_domain::{
    chain::{Head, Heads},
    events::Event,
    time::Day,
};
use danvan_store::{chain as store, events};
use serde_json::json;
use uuid::Uuid;

/// Where every lane ends now.
///
/// # Errors
/// When the store cannot be read.
pub async fn heads(house: &House) -> Done<Heads> {
    let mut heads = Vec::new();
    for (lane, position) in events::lanes(&house.store).await? {
        // A lane that was opened and never written into has no head yet.
        if let Some(hash) = store::hash_at(&house.store, lane, position).await? {
            heads.push(Head { lane, position, hash });
        }
    }
    Ok(Heads { day: house.today(), heads })
}

/// Publishes today's heads, once a day; true when it was done now. They are read before the event that says so.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn publish(house: &House) -> Done<bool> {
    let today = house.today();
    if store::of_day(&house.store, today).await?.is_some() {
        return Ok(false);
    }
    let heads = heads(house).await?.heads;
    if heads.is_empty() {
        return Ok(false);
    }
    let mut change = house.store.begin().await?;
    for head in &heads {
        // Another process was quicker: what it published stands, and this change is given up.
        if !store::publish(&mut change, today, head, house.now()).await? {
            return Ok(false);
        }
    }
    change.note(Event {
        at: house.now(),
        actor: None,
        kind: "chain.published".into(),
        thing: Uuid::nil(),
        unit: None,
        payload: json!({"day": today, "lanes": heads.len()}),
    });
    change.commit().await?;
    Ok(true)
}

/// What was published on a day.
///
/// # Errors
/// When the store cannot be read.
pub async fn published(house: &House, day: Day) -> Done<Option<Heads>> {
    Ok(store::of_day(&house.store, day).await?)
}

/// The last days on which heads were published, each with how many lanes and events there were.
///
/// # Errors
/// When the store cannot be read.
pub async fn published_days(house: &House, most: i64) -> Done<Vec<(Day, i64, i64)>> {
    Ok(store::days(&house.store, most).await?)
}

/// The first of some heads that the log does not hold any more. That the events before a head lead to it is for
/// [`crate::verify::verify`] to prove.
///
/// # Errors
/// When the store cannot be read.
pub async fn first_lost(house: &House, heads: &[Head]) -> Done<Option<Difference>> {
    for head in heads {
        let (lane, position) = (head.lane, head.position);
        match store::hash_at(&house.store, lane, position).await? {
            None => return Ok(Some(Difference::HeadLost { lane, position })),
            Some(hash) if hash != head.hash => return Ok(Some(Difference::HeadOther { lane, position })),
            Some(_) => {}
        }
    }
    Ok(None)
}

/// The first head the house itself published that its log does not hold any more.
///
/// # Errors
/// When the store cannot be read.
pub async fn first_lost_of_own(house: &House) -> Done<Option<Difference>> {
    first_lost(house, &store::all(&house.store).await?).await
}
