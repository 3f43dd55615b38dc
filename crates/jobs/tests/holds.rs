//! Who has a job: whoever took it keeps it while they run it; whoever lost it changes nothing of it any more.

use danvan_actions::House;
use danvan_domain::ids::JobId;
use danvan_jobs::{Work, run_one, run_renewing, take_turns};
use danvan_store::jobs::{self, Hold, Job};
use danvan_testkit::{for_each_engine, look};
use std::{pin::pin, time::Duration};
use uuid::Uuid;

/// A job that never ends, and one of the same name that is done at once.
const ENDLESS: &[Work] = &[("long", |_, _| Box::pin(std::future::pending()))];
const SHORT: &[Work] = &[("long", |_, _| Box::pin(async { Ok(()) }))];
const BROKEN: &[Work] =
    &[("sessions.sweep", |_, _| Box::pin(async { Err(danvan_domain::refusals::Refusal::NotFound.into()) }))];

const MINUTE: i64 = 60;
const LEASE: i64 = 15 * MINUTE;

async fn queue(house: &House, dedupe: Option<&str>) {
    let mut change = house.store.begin().await.expect("a change");
    let id = JobId(house.new_id());
    jobs::add(&mut change, id, "long", "{}", dedupe, house.now()).await.expect("a job");
    change.commit().await.expect("a commit");
}

async fn waiting(house: &House) -> i64 {
    jobs::count(&house.store, false).await.expect("count")
}

async fn parked(house: &House) -> Vec<Job> {
    jobs::parked(&house.store).await.expect("parked")
}

/// Returns when somebody has every job for at least so many seconds from now on.
async fn until_taken_for(house: &House, seconds: i64) {
    while jobs::ready(&house.store, house.now().plus_seconds(seconds)).await.expect("ready") > 0 {
        tokio::task::yield_now().await;
    }
}

/// A worker takes the job and ends while it runs it.
async fn die_at_work(house: &House) {
    tokio::select! {
        _ = run_one(house, ENDLESS) => panic!("the job never ends"),
        () = until_taken_for(house, 0) => {}
    }
}

#[tokio::test]
async fn when_a_worker_dies_another_takes_over() {
    for_each_engine(|house| async move {
        queue(&house, None).await;
        die_at_work(&house).await;
        assert!(!run_one(&house, SHORT).await.expect("run"), "it is the dead one's for now");
        house.clock.pass_seconds(LEASE);
        assert!(!run_one(&house, SHORT).await.expect("run"), "to the last second");
        house.clock.pass_seconds(1);
        assert!(run_one(&house, SHORT).await.expect("run"));
        assert_eq!((waiting(&house).await, parked(&house).await.len()), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_job_that_ends_every_worker_is_parked_after_eight() {
    for_each_engine(|house| async move {
        queue(&house, None).await;
        for death in 1..=8 {
            die_at_work(&house).await;
            assert!(parked(&house).await.is_empty(), "death {death}");
            house.clock.pass_seconds(LEASE + 1);
        }
        assert!(run_one(&house, ENDLESS).await.expect("run"), "the ninth does not begin it");
        let found = parked(&house).await;
        assert_eq!((found.len(), waiting(&house).await), (1, 0));
        let reason = found[0].last_error.clone().unwrap_or_default();
        assert!(reason.contains("8 times"), "{reason}");
    })
    .await;
}

#[tokio::test]
async fn who_lost_a_job_changes_nothing_of_it() {
    for_each_engine(|house| async move {
        queue(&house, None).await;
        let take = async |holder: Uuid| {
            let (now, until) = (house.now(), house.now().plus_seconds(LEASE));
            let job = jobs::claim(&house.store, holder, now, until).await.expect("claimed");
            job.map(|job| (Hold { job: job.id, holder }, job.attempts))
        };
        let (first, attempts) = take(house.new_id()).await.expect("the first has it");
        assert_eq!(attempts, 1, "taking it counts");
        assert!(take(house.new_id()).await.is_none(), "nobody else has it meanwhile");
        house.clock.pass_seconds(LEASE + 1);
        let (second, attempts) = take(house.new_id()).await.expect("the second has it");
        assert_eq!(attempts, 2);

        let until = house.now().plus_seconds(LEASE);
        let mut change = house.store.begin().await.expect("a change");
        assert!(!jobs::done(&mut change, first).await.expect("asked"));
        assert!(!jobs::again(&mut change, first, house.now(), "late").await.expect("asked"));
        assert!(!jobs::park(&mut change, first, "long", house.now(), "late").await.expect("asked"));
        change.commit().await.expect("a commit");
        assert!(!jobs::renew(&house.store, first, until).await.expect("asked"));
        assert_eq!((waiting(&house).await, parked(&house).await.len()), (1, 0));
        assert!(take(house.new_id()).await.is_none(), "the second has it still");

        assert!(jobs::renew(&house.store, second, until).await.expect("renewed"));
        let mut change = house.store.begin().await.expect("a change");
        assert!(jobs::done(&mut change, second).await.expect("done"));
        change.commit().await.expect("a commit");
        assert_eq!(waiting(&house).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_long_job_stays_with_its_worker() {
    for_each_engine(|house| async move {
        queue(&house, None).await;
        let often = Duration::from_millis(1);
        let an_hour_and_more = async {
            until_taken_for(&house, LEASE).await;
            for _ in 0..6 {
                house.clock.pass_seconds(LEASE - MINUTE);
                until_taken_for(&house, LEASE).await;
                assert!(!run_one(&house, SHORT).await.expect("run"), "nobody else runs it");
            }
        };
        tokio::select! {
            _ = run_renewing(&house, ENDLESS, often) => panic!("the job never ends"),
            () = an_hour_and_more => {}
        }
        assert_eq!((waiting(&house).await, parked(&house).await.len()), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_worker_lets_go_of_what_it_lost() {
    for_each_engine(|house| async move {
        queue(&house, None).await;
        let other = house.new_id();
        let take_it_away = async {
            until_taken_for(&house, 0).await;
            loop {
                house.clock.pass_seconds(LEASE + 1);
                let until = house.now().plus_seconds(LEASE);
                let taken = jobs::claim(&house.store, other, house.now(), until).await.expect("claimed");
                if let Some(job) = taken {
                    break Hold { job: job.id, holder: other };
                }
            }
        };
        let often = Duration::from_millis(1);
        let (ended, hold) = tokio::join!(run_renewing(&house, ENDLESS, often), take_it_away);
        assert!(ended.expect("no failure"), "it ends although its job never does");
        let mut change = house.store.begin().await.expect("a change");
        assert!(jobs::done(&mut change, hold).await.expect("done"), "the other has it still");
        change.commit().await.expect("a commit");
    })
    .await;
}

/// What is parked waits for a person; what comes again every hour comes again all the same.
#[tokio::test]
async fn what_is_parked_bars_no_later_turn() {
    for_each_engine(|house| async move {
        let schedule = [("sessions.sweep", 3600)];
        for day in 1..=2 {
            take_turns(&house, &schedule).await.expect("turns");
            assert_eq!(waiting(&house).await, 1, "day {day}");
            while waiting(&house).await > 0 {
                run_one(&house, BROKEN).await.expect("run");
                house.clock.pass_seconds(256 * MINUTE);
            }
            assert_eq!(parked(&house).await.len(), 1, "day {day}: the last one stands for those before");
        }
        take_turns(&house, &schedule).await.expect("turns");
        assert!(run_one(&house, danvan_jobs::WORK).await.expect("run"), "it is whole again");
        let left = parked(&house).await;
        assert_eq!((waiting(&house).await, left.len()), (0, 1));
        // Whoever looked lets it try again.
        let operator = danvan_domain::rights::Asker::house();
        danvan_actions::operations::try_again(&house, &operator, left[0].id).await.expect("unparked");
        assert!(run_one(&house, danvan_jobs::WORK).await.expect("run"));
        assert_eq!((waiting(&house).await, parked(&house).await.len()), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_turn_is_taken_with_its_job_or_not_at_all() {
    for_each_engine(|house| async move {
        // How often a change is looked at until it ends is the machine's affair: it is begun anew until one was given up later
        // than at its first statement.
        let (mut turn, mut was_in_the_midst) = (0, false);
        while !was_in_the_midst {
            for looks in 1.. {
                turn += 1;
                assert!(turn < 400, "none was given up in the midst");
                let kind: &'static str = Box::leak(format!("turn.{turn}").into_boxed_str());
                let schedule = [(kind, 3600)];
                let ended = look(looks, pin!(take_turns(&house, &schedule))).await;
                take_turns(&house, &schedule).await.expect("turns");
                let until = house.now().plus_seconds(LEASE);
                let job =
                    jobs::claim(&house.store, house.new_id(), house.now(), until).await.expect("claimed");
                assert_eq!(job.map(|job| job.kind).as_deref(), Some(kind), "given up after {looks} looks");
                if ended {
                    break;
                }
                was_in_the_midst |= looks > 1;
            }
        }
    })
    .await;
}
