use super::*;
use danvan_domain::{
    cases::Stage,
    people::Role,
    tallies::{Grain, Measure},
    time::{Day, Moment},
    topics::ALL,
};
use danvan_store::{cases, events, letters, people, tallies};

#[tokio::test(flavor = "multi_thread")]
async fn a_small_city_stands_on_both_engines_and_its_chain_holds() {
    let engines = [Some(danvan_testkit::House::sqlite().await), danvan_testkit::House::postgres().await];
    // Side by side: each fills for most of a minute.
    let filling: Vec<_> = engines
        .into_iter()
        .flatten()
        .map(|house| tokio::spawn(async move { (house.store.engine(), fill_and_check(&house).await) }))
        .collect();
    let mut told = Vec::new();
    for one in filling {
        told.push(one.await.expect("a city"));
    }
    assert!(told.iter().all(|(_, summary)| *summary == told[0].1), "the engines differ: {told:?}");
}

/// Fills a small city, checks it, and tells what must be the same on every engine.
async fn fill_and_check(house: &danvan_testkit::House) -> String {
    house.clock.set(Moment::at(Day::new(2026, 11, 23).expect("a day"), 9, 20));
    fill::fill(&house.house, Size::Small, &|_| {}).await.expect("a city");
    assert_eq!(settings::get(&house.store, "simulated").await.expect("a setting").as_deref(), Some("true"));

    let (mut walked, mut received) = (0, 0);
    for (lane, last) in events::lanes(&house.store).await.expect("lanes") {
        let (mut previous, mut at) = (danvan_domain::events::GENESIS, 0);
        while at < last {
            for placed in events::after(&house.store, lane, at, 5000).await.expect("events") {
                let hash = placed.event.hash(&previous, lane, placed.position, &placed.payload);
                assert_eq!(placed.hash, hash, "the chain breaks at {lane}:{}", placed.position);
                (previous, at, walked) = (hash, placed.position, walked + 1);
                received += i64::from(placed.event.kind == "case.received");
            }
        }
    }
    assert!(walked > 10_000, "only {walked} events");

    let city = house.facts().tree.roots(house.today()).next().expect("a city").id;
    let (from, until) = (Day::new(2025, 1, 1).expect("a day"), Day::new(2027, 1, 1).expect("a day"));
    let months = [tallies::Span::of(Grain::Month, from, until)];
    let sums = tallies::by_unit(&house.store, &[city], &[ALL], &months).await.expect("sums");
    assert_eq!(sums[&city][Measure::Received], received, "tallies and events differ");

    let ngoc_ha = house.unit("00008");
    let officers =
        people::at_unit(&house.store, ngoc_ha, Role::CommuneOfficer, house.today()).await.expect("officers");
    assert_eq!(officers.len(), 5);
    assert!(
        people::by_sign_in(&house.store, "canbo.ngocha")
            .await
            .expect("a person")
            .expect("a person")
            .1
            .is_some()
    );
    let open = cases::open_at(&house.store, ngoc_ha).await.expect("cases");
    assert!((150..280).contains(&open.len()), "{} open", open.len());

    assert!(open.iter().any(|case| case.stage == Stage::Reopened), "an officer sees one of each kind");

    let receipts = settings::get(&house.store, RECEIPTS).await.expect("a setting").expect("receipts");
    let (mut followed, mut signed) = (Vec::new(), 0);
    for line in receipts.lines() {
        let code = line.split_whitespace().next().expect("a code");
        // This one is drawn by the house as it goes, and not by the city.
        if letters::people::by_receipt(&house.store, code).await.expect("read").is_some() {
            signed += 1;
            continue;
        }
        followed.push(line);
        let case = cases::by_receipt(&house.store, code).await.expect("a case").expect("a case");
        assert_ne!(case.stage, Stage::Merged);
        let entries = cases::entries(&house.store, case.id).await.expect("entries");
        assert!(!entries.is_empty());
    }
    assert_eq!(signed, 1, "one who signed a letter follows it");
    whole(house, city).await;
    let refused = check_is_empty(house, "test").await;
    assert!(refused.is_err(), "a second city would be made over the first");
    format!("{walked} events, {received} received, {} open, {:?}, {followed:?}", open.len(), sums[&city])
}

/// What was counted along the way is what raw rows say, every index is there again, and every case can be found.
async fn whole(house: &danvan_testkit::House, city: danvan_domain::ids::UnitId) {
    let report = danvan_actions::verify::verify(house).await.expect("looked through");
    assert!(report.difference.is_none(), "{:?}", report.difference);

    let queue = "select id from cases where responsible = $1 and stage = $2 order by due_at";
    let plan = house.store.plan(queue).await.expect("a plan");
    assert!(plan.iter().any(|line| line.contains("cases_in_queue")), "{plan:?}");

    let analyst = house.somebody(Role::CityAnalyst, city).await;
    for said in ["duong", "truon", "nghie", "duong truon", "rac duon", "rac duo"] {
        let found = danvan_actions::search::find(house, &analyst, said).await.expect("looked for");
        assert!(found.cases.len() > 5, "{said:?}: {}", found.cases.len());
        for case in &found.cases {
            let entries = cases::entries(&house.store, case.id).await.expect("entries");
            let kept = danvan_actions::search::document(&house.facts(), case, &entries, house.today());
            let mut words = found.words.iter().rev();
            let last = words.next().expect("a word");
            assert!(kept.split(' ').any(|word| word.starts_with(last.as_str())), "{said:?}: {kept}");
            assert!(words.all(|word| kept.split(' ').any(|kept| kept == word)), "{said:?}: {kept}");
        }
    }
}
