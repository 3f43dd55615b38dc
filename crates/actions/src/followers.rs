//! What follows from events, each event once: a table of followers, and one step of following.
//!
//! A follower reads a lane behind its own cursor and moves it in the change that holds what it wrote. The step is the
//! same in the worker's loop, before a verification, and in tests.

mod tallies;

pub use tallies::REBUILD;

use crate::{
    house::{Done, House},
    search,
};
use danvan_store::{
    Change,
    events::{self, Placed},
};
use std::pin::Pin;

/// What a follower gives back while it works.
pub type Following<'a> = Pin<Box<dyn Future<Output = Done<()>> + Send + 'a>>;

/// One who follows.
pub struct Follower {
    /// Under which name its cursor is kept.
    pub name: &'static str,
    /// Beginnings of the kinds it follows; it is not shown others.
    pub kinds: &'static [&'static str],
    /// Writes what follows from some events of one lane, in order, into an open change.
    pub apply: for<'a> fn(&'a House, &'a mut Change, &'a [Placed]) -> Following<'a>,
}

/// Which events are followed by what.
pub const FOLLOWERS: &[Follower] = &[
    Follower {
        name: TALLIES,
        kinds: &["case.", "observation.", "unit.re"],
        apply: |house, change, events| Box::pin(tallies::apply(house, change, events)),
    },
    Follower {
        name: search::SEARCH,
        kinds: search::KINDS,
        apply: |house, change, events| Box::pin(search::follow(house, change, events)),
    },
];

/// The name under which the tallies follow.
pub const TALLIES: &str = "tallies";

/// How many events one change follows when nearly nothing waits, and how many when very much does. A change on SQLite
/// holds the only writer, so it stays short; a long queue gains by adding up before writing.
const STEP: (i64, i64) = (200, 2000);

/// Follows on by one change per lane with news; returns how many events were seen. Where another process came first,
/// nothing is done here.
///
/// # Errors
/// When the store cannot be read or written; the cursor then stays.
pub async fn follow_on(house: &House, follower: &Follower) -> Done<usize> {
    let mut seen = 0;
    for (lane, position) in events::news(&house.store, follower.name).await? {
        let behind = events::lag(&house.store, follower.name).await?;
        let limit = (behind / 10).clamp(STEP.0, STEP.1);
        let mut news = events::after(&house.store, lane, position, limit).await?;
        let Some(last) = news.last().map(|placed| placed.position) else { continue };
        let count = news.len();
        news.retain(|placed| follower.kinds.iter().any(|kind| placed.event.kind.starts_with(kind)));
        let mut change = house.store.begin().await?;
        if !events::follow_on(&mut change, follower.name, lane, position, last).await? {
            continue;
        }
        if !news.is_empty() {
            (follower.apply)(house, &mut change, &news).await?;
        }
        change.commit().await?;
        seen += count;
    }
    Ok(seen)
}

/// Follows until nothing is new for anybody.
///
/// # Errors
/// As for [`follow_on`].
pub async fn drain(house: &House) -> Done<()> {
    for follower in FOLLOWERS {
        while follow_on(house, follower).await? > 0 {}
    }
    Ok(())
}
