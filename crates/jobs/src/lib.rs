//! The queue, the followers of the event log, the schedule: everything danvan does on its own.
//!
//! [`work`] runs beside a server or alone. Dropping it stops it: what was under way is undone by the store and done by
//! whoever works next.

mod facts;
mod following;
mod learning;
mod queue;
mod schedule;

pub use facts::{keep_facts, look};
pub use following::{follow, lag};
pub use learning::keep_learning;
pub use queue::{Running, WORK, Work, run_jobs, run_one, run_renewing};
pub use schedule::{SCHEDULE, Turn, keep_schedule, take_turns};

use danvan_actions::House;
use std::time::Duration;

/// How often each part looks for work when nobody calls it.
const LOOK: Duration = Duration::from_secs(1);

/// Works for ever: follows events, runs jobs, keeps the schedule, the facts and what was learnt.
pub async fn work(house: &House) {
    tokio::join!(
        follow(house),
        run_jobs(house),
        keep_schedule(house),
        keep_facts(house),
        keep_learning(house)
    );
}
