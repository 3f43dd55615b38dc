//! What danvan does on its own: following, jobs, the schedule.

use danvan_actions::{
    Done, Failure, House,
    cases::{Act, Speak, handle, speak},
    clearance::make_project,
    followers::{FOLLOWERS, Follower, drain, follow_on, take_turn},
    units::{File, reorganise},
    verify::{Difference, verify},
};
use danvan_domain::{
    clearance::TypedProject,
    events::Event,
    ids::{JobId, ProjectId, UnitId},
    people::Role,
    rights::Asker,
    tallies::{Counts, Grain, Measure},
    time::Day,
};
use danvan_jobs::{WORK, Work, run_one, take_turns};
use danvan_store::{
    clearance::gatherings::{self, Waiting},
    events, jobs,
    tallies::{self, Span},
};
use danvan_testkit::for_each_engine;

async fn counted(house: &House, unit: UnitId, topic: &str, grain: Grain, start: Day) -> Counts {
    let sums =
        tallies::by_unit(&house.store, &[unit], &[topic], &[Span::of(grain, start, start.next())]).await;
    sums.expect("sums").get(&unit).copied().unwrap_or_default()
}

#[tokio::test]
async fn tallies_follow_every_act_in_every_unit_above() {
    for_each_engine(|house| async move {
        let (ward, city) = (house.unit("00004"), house.unit("01"));
        let officer = house.somebody(Role::CommuneOfficer, ward).await;
        let first = house.resident_asks("environment.waste", ward).await;
        let second = house.resident_asks("environment.waste", ward).await;
        house.run_followers().await;
        handle(&house, &officer, first.id, Act::Accept).await.expect("accepted");
        let refuse =
            Act::Refuse { reason: "complaint".into(), body: "Xin gửi đơn.".into(), late_reason: None };
        house.clock.pass_days(30);
        let late = |act| match act {
            Act::Refuse { reason, body, .. } => {
                Act::Refuse { reason, body, late_reason: Some("waiting_resident".into()) }
            }
            other => other,
        };
        handle(&house, &officer, second.id, late(refuse)).await.expect("refused");
        let body = "Đã thu gom.".into();
        let answer = Act::Answer { body, late_reason: Some("waiting_resident".into()), close: false };
        handle(&house, &officer, first.id, answer).await.expect("answered");
        speak(&house, &first.receipt, "", Speak::Solved).await.expect("said");
        house.run_followers().await;

        let (begun, now) = (house.today().plus_days(-30), house.today());
        for unit in [ward, city] {
            for topic in ["environment.waste", "environment", "all"] {
                let on_first = counted(&house, unit, topic, Grain::Day, begun).await;
                let mut expected = Counts::default();
                expected[Measure::Received] = 2;
                expected[Measure::AcceptedInTime] = 1;
                assert_eq!(on_first, expected, "{topic}");
                let later = counted(&house, unit, topic, Grain::Month, now.first_of_month()).await;
                let mut expected = Counts::default();
                for measure in [Measure::AcceptedLate, Measure::Answered, Measure::Refused, Measure::Solved] {
                    expected[measure] = 1;
                }
                expected[Measure::Late] = 2;
                assert_eq!(later, expected, "{topic}");
            }
        }
        assert_eq!(danvan_jobs::lag(&house).await.expect("lag"), 0);
    })
    .await;
}

#[tokio::test]
async fn many_follow_at_once_and_nothing_is_counted_twice() {
    for_each_engine(|house| async move {
        let ward = house.unit("00004");
        for _ in 0..30 {
            house.resident_asks("environment.waste", ward).await;
        }
        let (one, two, three) = tokio::join!(drain(&house), drain(&house), drain(&house));
        [one, two, three].into_iter().for_each(|done| done.expect("drained"));
        let counts = counted(&house, ward, "all", Grain::Day, house.today()).await;
        assert_eq!(counts[Measure::Received], 30);
        assert_eq!(follow_on(&house, &FOLLOWERS[0]).await.expect("followed").seen, 0);
    })
    .await;
}

#[tokio::test]
async fn the_loop_follows_by_itself() {
    for_each_engine(|house| async move {
        let (city, ward) = (house.unit("01"), house.unit("00004"));
        let act = async {
            for _ in 0..5 {
                house.resident_asks("environment.waste", ward).await;
            }
            while counted(&house, city, "all", Grain::Day, house.today()).await[Measure::Received] < 5 {
                tokio::task::yield_now().await;
            }
        };
        let in_time = tokio::time::timeout(std::time::Duration::from_secs(20), async {
            tokio::select! { () = act => {}, () = danvan_jobs::follow(&house) => {} }
        });
        in_time.await.expect("the tallies follow");
    })
    .await;
}

/// A reorganisation entered after its day moves what was counted since; its job counts anew, from one instant, and what
/// happens meanwhile is neither lost nor doubled.
#[tokio::test]
async fn what_changes_the_past_is_counted_anew() {
    for_each_engine(|house| async move {
        let old = house.unit("00004");
        let begun = house.today();
        for _ in 0..3 {
            house.resident_asks("environment.waste", old).await;
        }
        house.clock.pass_days(5);
        house.run_followers().await;
        let plan =
            File { name: "plan.csv".into(), bytes: "act,from,name\nrename,00004,Phường Khác\n".into() };
        reorganise(&house, &Asker::house(), &plan, begun).await.expect("done");
        house.run_followers().await;
        let found = verify(&house).await.expect("verified").difference;
        assert!(matches!(found, Some(Difference::Tally { .. })), "{found:?}");
        let renamed = house.unit("00004");
        house.resident_asks("environment.waste", renamed).await;

        assert!(run_one(&house, WORK).await.expect("run"));
        assert!(jobs::parked(&house.store).await.expect("parked").is_empty());
        house.run_followers().await;
        assert_eq!(verify(&house).await.expect("verified").difference, None);
        for (start, expected) in [(begun, 3), (house.today(), 1)] {
            let counts = counted(&house, renamed, "all", Grain::Day, start).await;
            assert_eq!(counts[Measure::Received], expected, "{start}");
        }
    })
    .await;
}

const BROKEN: &[Work] =
    &[("fine", |_, _| Box::pin(async { Ok(()) })), ("broken", |_, _| Box::pin(async { fail() }))];

fn fail() -> Done<()> {
    Err(Failure::Refused(danvan_domain::refusals::Refusal::NotFound))
}

async fn queue(house: &House, kind: &str) {
    let mut change = house.store.begin().await.expect("a change");
    let id = JobId(house.new_id());
    jobs::add(&mut change, id, kind, "{}", None, house.now()).await.expect("a job");
    change.commit().await.expect("a commit");
}

#[tokio::test]
async fn a_failing_job_comes_back_later_each_time_and_is_parked_after_eight() {
    for_each_engine(|house| async move {
        queue(&house, "fine").await;
        assert!(run_one(&house, BROKEN).await.expect("run"));
        assert!(!run_one(&house, BROKEN).await.expect("nothing is left"));
        queue(&house, "broken").await;
        for failure in 1..=8 {
            assert!(run_one(&house, BROKEN).await.expect("run"), "failure {failure}");
            assert!(!run_one(&house, BROKEN).await.expect("it pauses"), "pause {failure}");
            let minutes = 1 << (failure - 1);
            house.clock.pass_seconds(minutes * 60 - 1);
            assert!(!run_one(&house, BROKEN).await.expect("it pauses still"), "pause {failure}");
            house.clock.pass_seconds(1);
        }
        assert!(!run_one(&house, BROKEN).await.expect("parked"));
        let parked = jobs::parked(&house.store).await.expect("parked");
        assert_eq!(parked.len(), 1);
        assert!(parked[0].last_error.as_ref().is_some_and(|error| error.contains("NotFound")));
        queue(&house, "unheard of").await;
        assert!(run_one(&house, BROKEN).await.expect("run"));
        assert_eq!(jobs::count(&house.store, true).await.expect("count"), 2);
    })
    .await;
}

/// So much happens at once that the search cannot follow in one turn.
async fn happen(house: &House, times: usize) {
    let mut change = house.store.begin().await.expect("begun");
    for _ in 0..times {
        change.note(Event {
            at: house.now(),
            actor: None,
            kind: "test.happened".into(),
            thing: house.new_id(),
            unit: None,
            payload: serde_json::Value::Null,
        });
    }
    change.commit().await.expect("kept");
}

#[tokio::test]
async fn followers_take_turns_however_much_happens() {
    for_each_engine(|house| async move {
        drain(&house).await.expect("drained");
        let most = |follower: &Follower| usize::try_from(follower.step).expect("small") * follower.steps;
        let (tallies, search) = (&FOLLOWERS[0], &FOLLOWERS[1]);
        assert_eq!((tallies.name, search.name), ("tallies", "search"));
        assert!(FOLLOWERS.iter().all(|other| other.name == "search" || most(search) < most(other)));
        happen(&house, most(search) + 1).await;
        assert!(!take_turn(&house, tallies).await, "the tallies see all");
        assert!(take_turn(&house, search).await, "the search is stopped before its last event");
        let lag = async |follower: &Follower| events::lag(&house.store, follower.name).await.expect("lag");
        assert_eq!((lag(tallies).await, lag(search).await), (0, 1));
        assert!(!take_turn(&house, search).await, "nobody is stopped");
        assert_eq!((lag(tallies).await, lag(search).await), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_sheet_that_nobody_kept_goes_after_a_day() {
    for_each_engine(|house| async move {
        let (city, ward) = (house.unit("01"), house.unit("00004"));
        let lead = house.somebody(Role::CityLeader, city).await;
        let typed = TypedProject {
            name: "Đường Vành đai 4".into(),
            number: "1".into(),
            planned_on: Some(Ok(house.today())),
            segments: "Đoạn 1".into(),
            ..TypedProject::default()
        };
        let project = make_project(&house, &lead, ProjectId(house.new_id()), &typed).await.expect("begun");
        let (_, sweep) = WORK.iter().find(|(kind, _)| *kind == "sessions.sweep").expect("the sweep");
        let wait = async || {
            let it =
                Waiting { id: house.new_id(), project, unit: ward, person: None, content: "[]".to_owned() };
            let mut change = house.store.begin().await.expect("a change");
            gatherings::lay_aside(&mut change, &it, house.now(), house.now()).await.expect("laid aside");
            change.commit().await.expect("kept");
            it.id
        };
        let waits = async |id| {
            let mut change = house.store.begin().await.expect("a change");
            // As long ago as can be: only what was dropped is not there.
            let long_ago = house.now().plus_seconds(-400_000);
            gatherings::take_sheet(&mut change, id, project, long_ago).await.expect("read").is_some()
        };
        let id = wait().await;
        house.clock.pass_seconds(86_400);
        sweep(&house, "").await.expect("swept");
        assert!(waits(id).await, "the day is not over");
        house.clock.pass_seconds(1);
        sweep(&house, "").await.expect("swept");
        assert!(!waits(id).await, "nobody said what becomes of it, and it names people");
    })
    .await;
}

#[tokio::test]
async fn a_turn_comes_once_in_its_time_however_many_ask() {
    for_each_engine(|house| async move {
        let schedule = [("sessions.sweep", 3600)];
        for _ in 0..3 {
            take_turns(&house, &schedule).await.expect("turns");
        }
        assert_eq!(jobs::count(&house.store, false).await.expect("count"), 1);
        assert!(run_one(&house, danvan_jobs::WORK).await.expect("run"));
        take_turns(&house, &schedule).await.expect("turns");
        assert_eq!(jobs::count(&house.store, false).await.expect("count"), 0);
        house.clock.pass_seconds(3601);
        take_turns(&house, &schedule).await.expect("turns");
        assert_eq!(jobs::count(&house.store, false).await.expect("count"), 1);
    })
    .await;
}
