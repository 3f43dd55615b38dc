//! The schedule: which job is put into the queue how often, by one of all processes.

use crate::LOOK;
use danvan_actions::{Done, House, rules};
use danvan_domain::ids::JobId;
use danvan_store::jobs;

/// A kind of job and after how many seconds it comes again.
pub type Turn = (&'static str, i64);

/// Everything that recurs.
pub const SCHEDULE: &[Turn] = &[
    ("chain.publish", 3600),
    ("sessions.sweep", 3600),
    ("units.settle", 6 * 3600),
    (rules::LOOK, 3600),
    ("attachments.sweep", 3600),
    ("deadlines.see", 900),
    ("deadlines.escalate", 900),
    ("deadlines.reckon", 6 * 3600),
    ("programmes.fill", 6 * 3600),
    ("programmes.remind", 6 * 3600),
    ("findings.look", 86_400),
    ("findings.try", 7 * 86_400),
    ("returns.open", 6 * 3600),
    ("data.retention", 86_400),
    ("seals.sweep", 600),
    ("letters.mark", 86_400),
];

/// Keeps the schedule for ever.
pub async fn keep_schedule(house: &House) {
    let mut looked = house.now().plus_seconds(-60);
    loop {
        // A turn is a lease in the store: asking once a minute is often enough.
        if house.now().seconds_since(looked) >= 60 {
            looked = house.now();
            if let Err(error) = take_turns(house, SCHEDULE).await {
                tracing::error!(%error, "the schedule could not be kept; it is tried again");
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Queues whatever's turn it is. The turn is a lease nobody renews: whoever gets it queues the job, and for its length
/// nobody else does.
///
/// # Errors
/// When the store cannot write.
pub async fn take_turns(house: &House, schedule: &[Turn]) -> Done<()> {
    for (kind, every) in schedule {
        let now = house.now();
        let (name, until) = (format!("turn {kind}"), now.plus_seconds(*every));
        // The turn and its job in one change: a turn that is taken and brings no job would be lost.
        let mut change = house.store.begin().await?;
        if jobs::lead_within(&mut change, &name, house.new_id(), now, until).await? {
            jobs::add(&mut change, JobId(house.new_id()), kind, "{}", Some(kind), now).await?;
            change.commit().await?;
        }
    }
    Ok(())
}
