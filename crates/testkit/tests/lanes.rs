//! Two processes over one PostgreSQL share the numbers of their lanes. Whatever one believes of a lane that the other has
//! moved on meanwhile, every act is kept once, and the chains stay whole.

use danvan_actions::verify::verify;
use danvan_store::{StoreError, cases, events};
use danvan_testkit::{House, for_each_engine};

async fn total(house: &House) -> i64 {
    events::lanes(&house.store).await.expect("lanes").iter().map(|(_, position)| position).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_that_share_a_lane_both_write_and_break_no_chain() {
    for_each_engine(|house| async move {
        if house.store.engine() == "sqlite" {
            // One process serves there, by one lane.
            return;
        }
        let other = House::at(house.database.clone()).await;
        // Both draw from the same seed; the other is far ahead, so that no two ids are the same.
        for _ in 0..10_000 {
            let _drawn = other.new_id();
        }
        let (before, ward) = (total(&house).await, house.unit("00004"));
        // In turn each finds its lane elsewhere than where it left it.
        for _ in 0..6 {
            house.resident_asks("environment.waste", ward).await;
            other.resident_asks("environment.waste", ward).await;
        }
        assert_eq!(total(&house).await, before + 12);
        // And at the same time.
        let asking: Vec<_> = (0..24)
            .map(|number| {
                let at = if number % 2 == 0 { house.clone() } else { other.clone() };
                tokio::spawn(async move { at.resident_asks("environment.waste", ward).await })
            })
            .collect();
        let mut receipts = std::collections::BTreeSet::new();
        for one in asking {
            receipts.insert(one.await.expect("no panic").receipt);
        }
        assert_eq!((receipts.len(), total(&house).await), (24, before + 36));
        let report = verify(&house).await.expect("verified");
        assert_eq!(report.difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_leaves_no_event_and_the_lane_goes_on() {
    for_each_engine(|house| async move {
        let ward = house.unit("00004");
        let kept = house.resident_asks("environment.waste", ward).await;
        let before = total(&house).await;
        let case = cases::get(&house.store, kept.id).await.expect("read").expect("a case");
        for _ in 0..2 {
            let mut change = house.store.begin().await.expect("a change");
            let written = cases::add(&mut change, &case).await;
            change.note(danvan_domain::events::Event {
                at: house.now(),
                actor: None,
                kind: "case.received".into(),
                thing: kept.id.0,
                unit: Some(ward),
                payload: serde_json::json!({}),
            });
            let done = match written {
                Ok(()) => change.commit().await,
                refused => refused,
            };
            assert!(matches!(done, Err(StoreError::Taken)), "{done:?}");
            house.resident_asks("environment.waste", ward).await;
        }
        assert_eq!(total(&house).await, before + 2);
        let report = verify(&house).await.expect("verified");
        assert_eq!(report.difference, None);
    })
    .await;
}
