//! Followers in a loop: woken by every commit of this process, looking by themselves every second for those of others.

use crate::LOOK;
use danvan_actions::{
    Done, House,
    followers::{FOLLOWERS, Follower, take_turn},
};
use danvan_domain::time::Moment;
use danvan_store::{events, jobs};
use futures_util::future::join_all;
use std::time::Duration;
use tokio::sync::Mutex;
use uuid::Uuid;

/// For how many seconds a process leads before others may.
const LEAD_SECONDS: i64 = 10;

/// How long a follower gathers what happens after it is woken.
const GATHER: Duration = Duration::from_millis(500);

/// Follows events for ever, each follower at its own pace, so that what is counted waits for nothing that is indexed.
pub async fn follow(house: &House) {
    let lead = Lead { holder: house.new_id(), until: Mutex::new(Moment::from_micros(0)) };
    join_all(FOLLOWERS.iter().map(|follower| follow_by_itself(house, follower, &lead))).await;
}

/// Among several processes over one PostgreSQL one leads; it is a courtesy that saves work, since the cursor alone makes
/// sure that nothing is followed twice.
async fn follow_by_itself(house: &House, follower: &Follower, lead: &Lead) {
    loop {
        let happened = house.store.happened().notified();
        tokio::pin!(happened);
        happened.as_mut().enable();
        let is_behind = match leads(house, lead).await {
            Ok(true) => take_turn(house, follower).await,
            Ok(false) => false,
            Err(error) => {
                tracing::error!(%error, "asking to lead failed; it is tried again");
                false
            }
        };
        if is_behind {
            continue;
        }
        tokio::select! {
            // Under load a little patience gathers many acts into one change; figures stay within two seconds.
            () = happened => tokio::time::sleep(GATHER).await,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Who leads here, and until when for sure.
struct Lead {
    holder: Uuid,
    until: Mutex<Moment>,
}

/// Asks for the lead, again only when half of it is over, so that an idle house writes seldom. On SQLite one process
/// serves, and the lead costs nothing.
async fn leads(house: &House, lead: &Lead) -> Done<bool> {
    if house.store.engine() == "sqlite" {
        return Ok(true);
    }
    let now = house.now();
    let mut lead_until = lead.until.lock().await;
    if lead_until.seconds_since(now) > LEAD_SECONDS / 2 {
        return Ok(true);
    }
    let until = now.plus_seconds(LEAD_SECONDS);
    let led = jobs::lead(&house.store, "followers", lead.holder, now, until).await?;
    if led {
        *lead_until = until;
    }
    Ok(led)
}

/// How many events the slowest follower has not seen yet.
///
/// # Errors
/// When the store cannot be read.
pub async fn lag(house: &House) -> Done<i64> {
    let mut most = 0;
    for follower in FOLLOWERS {
        most = most.max(events::lag(&house.store, follower.name).await?);
    }
    Ok(most)
}
