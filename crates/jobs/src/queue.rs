//! Jobs: taken one at a time, tried again with growing pauses, parked when they keep failing.

use crate::LOOK;
use danvan_actions::{
    Done, House, attachments,
    calendar::{self, RECOUNT},
    chain,
    data::retention,
    deadlines::{forecast, ladder},
    findings,
    followers::REBUILD,
    letters, proceedings, programmes, returns, rules, sealed, units,
    verify::rebuild_tallies,
};
use danvan_domain::rights::Asker;
use danvan_store::{
    clearance::gatherings,
    jobs::{self, Hold, Job},
    people,
};
use std::{pin::Pin, time::Duration};

/// What a job gives back while it runs.
pub type Running<'a> = Pin<Box<dyn Future<Output = Done<()>> + Send + 'a>>;

/// A kind of job and what it does with its payload. It may run twice, so doing it twice must do no harm.
pub type Work = (&'static str, for<'a> fn(&'a House, &'a str) -> Running<'a>);

/// Every kind of job.
pub const WORK: &[Work] = &[
    ("chain.publish", |house, _| Box::pin(publish_chain(house))),
    ("sessions.sweep", |house, _| Box::pin(sweep_sessions(house))),
    ("units.settle", |house, _| Box::pin(settle_units(house))),
    ("attachments.sweep", |house, _| Box::pin(sweep_pictures(house))),
    (RECOUNT, |house, stretch| Box::pin(calendar::recount_stretch(house, stretch))),
    (rules::LOOK, |house, _| Box::pin(look_at_rules(house))),
    ("deadlines.see", |house, _| Box::pin(see_lapses(house))),
    ("deadlines.escalate", |house, _| Box::pin(escalate(house))),
    ("deadlines.reckon", |house, _| Box::pin(reckon_pace(house))),
    ("programmes.fill", |house, _| Box::pin(fill_programmes(house))),
    ("programmes.remind", |house, _| Box::pin(remind(house))),
    ("findings.look", |house, _| Box::pin(look_at_counts(house))),
    ("findings.try", |house, _| Box::pin(try_methods(house))),
    ("returns.open", |house, _| Box::pin(open_returns(house))),
    ("data.retention", |house, _| Box::pin(retention::run_by_itself(house))),
    (letters::SCRUB, |house, _| Box::pin(letters::scrub(house))),
    ("letters.mark", |house, _| Box::pin(mark_letters(house))),
    ("seals.sweep", |house, _| Box::pin(sweep_seals(house))),
    (REBUILD, |house, _| Box::pin(rebuild_tallies(house))),
];

/// For how long a job is lent to a worker; after that another may take it. The worker renews it while it runs the job.
const LEASE_SECONDS: i64 = 15 * 60;

/// How often it is renewed.
const RENEW: Duration = Duration::from_secs(60);

/// After so many tries somebody must look.
const TRIES: i64 = 8;

/// Where the log ends, once a day, for outsiders to keep.
async fn publish_chain(house: &House) -> Done<()> {
    chain::publish(house).await.map(drop)
}

/// What has had its time: sessions, devices, and sheets of land clearance that nobody kept.
async fn sweep_sessions(house: &House) -> Done<()> {
    let mut change = house.store.begin().await?;
    gatherings::drop_sheets(&mut change, house.now().plus_seconds(-86_400)).await?;
    people::sweep(&mut change, house.now()).await?;
    people::devices::forget_old(&mut change, house.now().plus_seconds(-365 * 86_400)).await?;
    change.commit().await?;
    Ok(())
}

/// Open cases of offices that ended today go to those that stand for them.
async fn settle_units(house: &House) -> Done<()> {
    units::settle(house, &Asker::house()).await.map(drop)
}

/// What starts when a clock lapses gets its deadline.
async fn see_lapses(house: &House) -> Done<()> {
    proceedings::see_lapses(house).await.map(drop)
}

/// Whoever must know of a deadline is told.
async fn escalate(house: &House) -> Done<()> {
    ladder::escalate(house).await.map(drop)
}

/// What the pace of each office says of the coming days.
async fn reckon_pace(house: &House) -> Done<()> {
    forecast::reckon(house).await.map(drop)
}

/// What programmes know by themselves is filled in.
async fn fill_programmes(house: &House) -> Done<()> {
    programmes::fill(house).await.map(drop)
}

/// Whoever promised something is told that it falls due.
async fn remind(house: &House) -> Done<()> {
    programmes::remind(house).await.map(drop)
}

/// Every unit that owes a return gets it when its period begins.
async fn open_returns(house: &House) -> Done<()> {
    returns::open(house).await.map(drop)
}

/// What stands out in the counts is told.
async fn look_at_counts(house: &House) -> Done<()> {
    findings::look_at_night(house).await.map(drop)
}

/// The methods are tried on the installation's own past.
async fn try_methods(house: &House) -> Done<()> {
    findings::try_methods(house).await.map(drop)
}

/// What is due follows law that begins or ends by itself.
async fn look_at_rules(house: &House) -> Done<()> {
    rules::look(house).await.map(drop)
}

/// Pictures of forms that were never sent are kept for a day.
async fn sweep_pictures(house: &House) -> Done<()> {
    attachments::sweep_orphans(house, house.now().plus_seconds(-86_400)).await.map(drop)
}

/// Letters from before there were marks are found by their words as well.
async fn mark_letters(house: &House) -> Done<()> {
    letters::mark_all(house).await.map(drop)
}

/// Shares that were lent for openings go back when their time is over.
async fn sweep_seals(house: &House) -> Done<()> {
    sealed::sweep(house).await.map(drop)
}

/// Runs jobs for ever.
pub async fn run_jobs(house: &House) {
    loop {
        match run_one(house, WORK).await {
            Ok(true) => {}
            Ok(false) => tokio::time::sleep(LOOK).await,
            Err(error) => {
                tracing::error!(%error, "the queue cannot be worked; it is tried again");
                tokio::time::sleep(LOOK).await;
            }
        }
    }
}

/// Takes one job and runs it; false when none is ready.
///
/// # Errors
/// When the store cannot be read or written. A job's own failure is noted on it.
pub async fn run_one(house: &House, work: &[Work]) -> Done<bool> {
    run_renewing(house, work, RENEW).await
}

/// The same, with the job's time renewed as often as is said. When it is lost all the same, the job is let go: whoever took
/// it does it.
///
/// # Errors
/// As for [`run_one`].
pub async fn run_renewing(house: &House, work: &[Work], renew: Duration) -> Done<bool> {
    let (now, holder) = (house.now(), house.new_id());
    if jobs::ready(&house.store, now).await? == 0 {
        return Ok(false);
    }
    let Some(job) = jobs::claim(&house.store, holder, now, now.plus_seconds(LEASE_SECONDS)).await? else {
        return Ok(false);
    };
    let hold = Hold { job: job.id, holder };
    let outcome = match work.iter().find(|(kind, _)| *kind == job.kind) {
        None => Outcome::Hopeless(format!("nobody knows how to do {:?}", job.kind)),
        // Whoever took it for the last time never came back to say how it went.
        Some(_) if job.attempts > TRIES => {
            Outcome::Hopeless(format!("it was taken {TRIES} times, and its worker ended each time"))
        }
        Some((_, run)) => tokio::select! {
            ended = run(house, &job.payload) => match ended {
                Ok(()) => Outcome::Done,
                Err(error) if job.attempts >= TRIES => Outcome::Hopeless(error.to_string()),
                Err(error) => Outcome::Failed(error.to_string()),
            },
            () = until_lost(house, hold, renew) => Outcome::Lost,
        },
    };
    note(house, &job, hold, outcome).await?;
    Ok(true)
}

/// How a job went.
enum Outcome {
    Done,
    /// It is tried again.
    Failed(String),
    /// Trying again is of no use before somebody looked.
    Hopeless(String),
    /// Another worker has it.
    Lost,
}

/// Renews the hold for ever; returns when another has it.
async fn until_lost(house: &House, hold: Hold, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        match jobs::renew(&house.store, hold, house.now().plus_seconds(LEASE_SECONDS)).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(%error, "a job's time could not be renewed; it is tried again"),
        }
    }
}

/// Notes on a job how it went.
async fn note(house: &House, job: &Job, hold: Hold, outcome: Outcome) -> Done<()> {
    let later = house.now().plus_seconds(pause(job));
    let mut change = house.store.begin().await?;
    let is_ours = match outcome {
        Outcome::Done => jobs::done(&mut change, hold).await?,
        Outcome::Failed(error) => {
            tracing::warn!(kind = job.kind, attempts = job.attempts, %error, "a job failed");
            jobs::again(&mut change, hold, later, &error).await?
        }
        Outcome::Hopeless(error) => {
            tracing::error!(kind = job.kind, attempts = job.attempts, %error, "a job waits for a person");
            jobs::park(&mut change, hold, &job.kind, later, &error).await?
        }
        Outcome::Lost => false,
    };
    if !is_ours {
        tracing::warn!(kind = job.kind, "a job took so long that another worker has it");
    }
    Ok(change.commit().await?)
}

/// One minute after the first failure, then twice as long each time.
fn pause(job: &Job) -> i64 {
    60 << (job.attempts - 1).clamp(0, TRIES)
}
